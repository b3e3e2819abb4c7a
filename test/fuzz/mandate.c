/*
 * Resolutions out of any bytes: spans within the text and in order, places within the source, references that exist, and JSON that
 * reads back.
 */
#include "codec/json_read.h"
#include "mandate/write_json.h"
#include "test/fuzz/fuzz.h"

static void check_span(const struct resolution *r, struct span span, size_t size)
{
    PROMISE(span.at <= span.to && span.to <= r->text->size);
    PROMISE(mandate_source(r, span.at) <= size);
    PROMISE(utf8_valid(r->text->bytes + span.at, span.to - span.at) == span.to - span.at);
}

static void check_clause(const struct resolution *r, const struct clause *c, size_t size)
{
    check_span(r, c->span, size);
    for (size_t i = 0; i < c->verb_count; i++) {
        check_span(r, c->verbs[i].span, size);
        check_span(r, c->verbs[i].who, size);
        check_span(r, c->verbs[i].what, size);
    }
    for (size_t i = 0; i < c->cited_count; i++) {
        PROMISE(c->cited[i].reference < r->reference_count);
        check_span(r, c->cited[i].span, size);
    }
    for (size_t i = 0; i < c->sub_count; i++) {
        check_span(r, c->subs[i].span, size);
        PROMISE(c->subs[i].depth >= 1 && c->subs[i].depth <= (i ? c->subs[i - 1].depth + 1 : 1));
    }
}

static void check_resolution(const struct resolution *r, size_t size)
{
    check_span(r, r->span, size);
    for (size_t i = 0; i < r->preamble_count; i++)
        check_clause(r, &r->preamble[i], size);
    for (size_t i = 0; i < r->operative_count; i++)
        check_clause(r, &r->operative[i], size);
    for (size_t i = 0; i < r->reporting_count; i++) {
        PROMISE(r->reporting[i].clause < r->operative_count);
        check_span(r, r->reporting[i].span, size);
    }
    for (size_t i = 0; i < r->footnote_count; i++)
        check_span(r, r->footnotes[i].span, size);
    for (size_t i = 0; i < r->annex_count; i++)
        check_span(r, r->annexes[i].span, size);
}

static void fuzz(struct call *call, const char *bytes, size_t size)
{
    struct mandate_reading reading;
    mandate_read(&reading, mandate_reader_new(call->arena), call->arena, bytes, size);
    PROMISE(reading.count || (reading.error && reading.looks_like));
    for (size_t i = 0; i < reading.count; i++) {
        const struct resolution *r = reading.at[i];
        check_resolution(r, size);
        struct buffer *out = buffer_new(call->arena, 64 << 20);
        struct json json = json_begin(out);
        write_resolution(&json, call->arena, r, "file", i);
        struct json_value *value;
        PROMISE(json_read(&value, call, out->at, out->size, NULL) == OK);
    }
}
