#include "mandate/write_json.h"
#include <stdio.h>
#include <string.h>
#include "base/text.h"

struct writer {
    struct json *json;
    struct arena *arena;
    const struct resolution *of;
    size_t run; /* where the last place was found: places mostly grow */
};

/* The same as text_source, from the last place on. */
static int64_t source(struct writer *w, uint32_t at)
{
    const struct text *text = w->of->text;
    if (!text->run_count)
        return 0;
    if (w->run >= text->run_count || text->runs[w->run].clean > at)
        return text_source(text, at);
    while (w->run + 1 < text->run_count && text->runs[w->run + 1].clean <= at)
        w->run++;
    return text->runs[w->run].source + (int64_t)(at - text->runs[w->run].clean);
}

static void place(struct writer *w, struct span span)
{
    json_name(w->json, "at");
    json_array(w->json);
    json_number(w->json, source(w, span.at));
    json_number(w->json, span.to > span.at ? source(w, span.to - 1) + 1 : source(w, span.at));
    json_end(w->json);
}

static void words(struct writer *w, const char *name, struct span span)
{
    json_name(w->json, name);
    if (span.to > span.at)
        json_text_sized(w->json, w->of->text->bytes + span.at, span.to - span.at);
    else
        json_null(w->json);
}

static void marks(struct writer *w, const struct clause *clause)
{
    if (!clause->mark_count)
        return;
    json_name(w->json, "footnotes");
    json_array(w->json);
    for (size_t i = 0; i < clause->mark_count; i++) {
        char number[12];
        snprintf(number, sizeof number, "%u", clause->marks[i]);
        json_text(w->json, number);
    }
    json_end(w->json);
}

/* The symbols cited, each once, in the order of the text. */
static void cited(struct writer *w, const struct cited *cited, size_t count)
{
    json_name(w->json, "references");
    json_array(w->json);
    for (size_t i = 0; i < count; i++) {
        bool before = false;
        for (size_t k = 0; k < i && k < 200 && !before; k++)
            before = cited[k].reference == cited[i].reference;
        if (!before)
            json_text(w->json, w->of->references[cited[i].reference].symbol);
    }
    json_end(w->json);
}

static void preamble(struct writer *w)
{
    json_name(w->json, "preamble");
    json_array(w->json);
    for (size_t i = 0; i < w->of->preamble_count; i++) {
        const struct clause *clause = &w->of->preamble[i];
        json_object(w->json);
        json_member(w->json, "verb", clause->verb_count ? clause->verbs[0].phrase : NULL);
        words(w, "text", clause->span);
        cited(w, clause->cited, clause->cited_count);
        if (clause->section)
            json_member(w->json, "section", clause->section);
        marks(w, clause);
        place(w, clause->span);
        json_end(w->json);
    }
    json_end(w->json);
}

/* Children are nested in their parents. */
static void subparagraphs(struct writer *w, const struct clause *clause)
{
    int depth = 0;
    json_name(w->json, "subparagraphs");
    json_array(w->json);
    for (size_t i = 0; i < clause->sub_count; i++) {
        const struct subparagraph *sub = &clause->subs[i];
        while (depth >= sub->depth) {
            json_end(w->json);
            json_end(w->json);
            depth--;
        }
        json_object(w->json);
        json_member(w->json, "label", sub->label);
        struct span own = sub->span; /* its own words end where those below begin */
        if (i + 1 < clause->sub_count && clause->subs[i + 1].depth > sub->depth) {
            own.to = clause->subs[i + 1].label_at;
        }
        while (own.to > own.at && (unsigned char)w->of->text->bytes[own.to - 1] <= ' ')
            own.to--;
        words(w, "text", own);
        place(w, sub->span);
        json_name(w->json, "subparagraphs");
        json_array(w->json);
        depth++;
    }
    while (depth-- > 0) {
        json_end(w->json);
        json_end(w->json);
    }
    json_end(w->json);
}

static void addressees(struct writer *w, const struct clause *clause)
{
    bool any = false;
    for (size_t i = 0; i < clause->verb_count; i++) {
        const struct said_verb *verb = &clause->verbs[i];
        if (verb->who.to <= verb->who.at)
            continue;
        if (!any) {
            json_name(w->json, "addressees");
            json_array(w->json);
        }
        any = true;
        json_object(w->json);
        json_member(w->json, "verb", verb->phrase);
        words(w, "who", verb->who);
        place(w, verb->who);
        json_end(w->json);
    }
    if (any)
        json_end(w->json);
}

static void resources(struct writer *w, const struct clause *clause)
{
    if (!clause->resource_count)
        return;
    json_name(w->json, "resources");
    json_array(w->json);
    for (size_t i = 0; i < clause->resource_count; i++) {
        json_object(w->json);
        json_member(w->json, "kind", clause->resources[i].kind);
        words(w, "text", clause->resources[i].span);
        place(w, clause->resources[i].span);
        json_end(w->json);
    }
    json_end(w->json);
}

static void operative(struct writer *w)
{
    json_name(w->json, "operative");
    json_array(w->json);
    for (size_t i = 0; i < w->of->operative_count; i++) {
        const struct clause *clause = &w->of->operative[i];
        json_object(w->json);
        json_member(w->json, "number", clause->number);
        json_name(w->json, "verbs");
        json_array(w->json);
        for (size_t v = 0; v < clause->verb_count; v++)
            json_text(w->json, clause->verbs[v].phrase);
        json_end(w->json);
        words(w, "text", clause->span);
        cited(w, clause->cited, clause->cited_count);
        if (clause->section)
            json_member(w->json, "section", clause->section);
        if (clause->heading)
            json_member(w->json, "heading", clause->heading);
        if (clause->sub_count)
            subparagraphs(w, clause);
        addressees(w, clause);
        resources(w, clause);
        marks(w, clause);
        place(w, clause->span);
        json_member_number(w->json, "confidence", clause->sure);
        json_end(w->json);
    }
    json_end(w->json);
}

static void reporting(struct writer *w)
{
    json_name(w->json, "reporting");
    json_array(w->json);
    for (size_t i = 0; i < w->of->reporting_count; i++) {
        const struct report_duty *duty = &w->of->reporting[i];
        json_object(w->json);
        json_member(w->json, "who", duty->who);
        json_member(w->json, "to", duty->to);
        json_member(w->json, "when", duty->when);
        json_member(w->json, "paragraph", w->of->operative[duty->clause].number);
        if (duty->sub)
            json_member(w->json, "subparagraph", duty->sub);
        if (duty->through)
            json_member(w->json, "through", duty->through);
        json_name(w->json, "sessions");
        json_array(w->json);
        for (size_t s = 0; s < duty->session_count; s++)
            json_number(w->json, duty->sessions[s]);
        json_end(w->json);
        json_member_bool(w->json, "recurring", duty->recurring);
        place(w, duty->span);
        json_end(w->json);
    }
    json_end(w->json);
}

static void footnotes(struct writer *w)
{
    json_name(w->json, "footnotes");
    json_array(w->json);
    for (size_t i = 0; i < w->of->footnote_count; i++) {
        const struct footnote *note = &w->of->footnotes[i];
        char number[12];
        snprintf(number, sizeof number, "%d", note->number);
        json_object(w->json);
        json_member(w->json, "mark", note->number ? number : NULL);
        words(w, "text", note->span);
        cited(w, note->cited, note->cited_count);
        place(w, note->span);
        json_end(w->json);
    }
    json_end(w->json);
}

static void annexes(struct writer *w)
{
    json_name(w->json, "annexes");
    json_array(w->json);
    for (size_t i = 0; i < w->of->annex_count; i++) {
        const struct annex *annex = &w->of->annexes[i];
        json_object(w->json);
        json_member(w->json, "label", annex->label);
        json_member(w->json, "title", annex->title);
        json_name(w->json, "paragraphs");
        json_array(w->json);
        for (size_t p = 0; p < annex->part_count; p++) {
            json_object(w->json);
            json_member(w->json, "number", annex->parts[p].number);
            words(w, "text", annex->parts[p].span);
            if (annex->parts[p].heading)
                json_member_bool(w->json, "heading", true);
            json_end(w->json);
        }
        json_end(w->json);
        place(w, annex->span);
        json_end(w->json);
    }
    json_end(w->json);
}

static void vote(struct writer *w)
{
    const struct vote *v = &w->of->vote;
    static const char *const names[] = {"in_favour", "against", "abstaining"};
    const int counts[] = {v->in_favour, v->against, v->abstaining};
    json_name(w->json, "vote");
    if (!v->how) {
        json_null(w->json);
        return;
    }
    json_object(w->json);
    json_member(w->json, "how", v->how);
    for (int i = 0; i < 3; i++)
        if (counts[i] >= 0)
            json_member_number(w->json, names[i], counts[i]);
    json_end(w->json);
}

static void confidence(struct writer *w)
{
    static const char *const names[] = {NULL, "seen", "computed"};
    json_name(w->json, "confidence");
    json_object(w->json);
    json_member(w->json, "symbol", names[w->of->symbol_sure]);
    json_member(w->json, "session", names[w->of->session ? w->of->session_sure : SURE_NOT]);
    json_member(w->json, "date", names[w->of->date_sure]);
    json_member(w->json, "title", names[w->of->title_sure]);
    json_member_number(w->json, "structure", w->of->sure);
    json_end(w->json);
}

static void around(struct writer *w, const char *name, const struct resolution *other)
{
    json_name(w->json, name);
    write_resolution(w->json, w->arena, other, NULL, 0);
}

void write_resolution(
    struct json *json, struct arena *arena, const struct resolution *resolution, const char *file, size_t part)
{
    struct writer w = {json, arena, resolution, 0};
    char date[DATE_TEXT];
    const struct resolution *named = resolution->outer ? resolution->outer : resolution;
    json_object(json);
    if (file)
        json_member(json, "file", file);
    if (part)
        json_member_number(json, "part", (int64_t)part);
    json_member(json, "symbol", resolution->symbol);
    json_member(json, "body", organ_body(named->organ));
    json_member(json, "organ", organ_code(named->organ));
    json_member(json, "kind", resolution->decision ? "decision" : resolution->draft ? "draft" : "resolution");
    json_member(json, "session", resolution->session);
    json_member(json, "date", date_known(resolution->date) ? date_text(date, resolution->date) : NULL);
    json_member(json, "title", resolution->title);
    json_member(json, "language", lang_codes[resolution->lang]);
    json_member(json, "meeting", resolution->meeting);
    json_member(json, "agenda_item", resolution->agenda_item);
    json_member(json, "on_report", resolution->committee_report);
    vote(&w);
    preamble(&w);
    operative(&w);
    json_name(json, "references");
    json_array(json);
    for (size_t i = 0; i < resolution->reference_count; i++)
        json_text(json, resolution->references[i].symbol);
    json_end(json);
    reporting(&w);
    footnotes(&w);
    annexes(&w);
    confidence(&w);
    if (resolution->cut)
        json_member_bool(json, "unclosed", true);
    if (resolution->outer) {
        json_member(json, "draft_for", organ_code(resolution->organ));
        around(&w, "recommended_by", resolution->outer);
    }
    if (resolution->version)
        around(&w, "version", resolution->version);
    place(&w, resolution->span);
    json_end(json);
}

void write_refusal(struct json *json, const char *file, const char *error, const char *looks_like)
{
    json_object(json);
    json_member(json, "file", file);
    json_member(json, "error", error);
    json_member(json, "looks_like", looks_like);
    json_end(json);
}
