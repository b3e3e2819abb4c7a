/*
 * Texts as they come and what reading them gives: each src/mandate/cases/NAME.txt with NAME.json, an array of the resolutions in it. Compared
 * are symbol, body, session, date, title, the preamble's verbs and texts, the operative paragraphs' numbers, verbs, texts and references, all
 * references, and the duties to report. Texts count by their letters and figures.
 *
 * The annotated corpus stands beside the repository on the machines where the program is developed; where it is not there its case is
 * skipped and says so.
 */
#include <dirent.h>
#include "codec/json_read.h"
#include "mandate/files.h"
#include "mandate/reader.h"
#include "mandate/letters.h"
#include "test/test.h"

#define CASES  "src/mandate/cases"
#define CORPUS "../shared/corpus"

enum { MOST_CASES = 500, MOST_BYTES = 8 << 20 };

static const char *root_path(const char *path)
{
    return arena_format(test_call.arena, "%s/%s", text_or(getenv("SOURCE_ROOT"), "."), path);
}

/* Letters and figures without case and accents; nothing else. */
static char *bare(const char *text, size_t size)
{
    struct buffer *out = buffer_new(test_call.arena, MOST_BYTES);
    for (size_t at = 0; at < size;) {
        struct letter l = letter_at((const unsigned char *)text + at, size - at);
        char bytes[4];
        if (l.kind == LETTER_DIGIT)
            buffer_byte(out, (char)('0' + l.code));
        else if (l.kind == LETTER_OF_WORD || l.kind == LETTER_ALONE)
            buffer_add(out, bytes, utf8_put(bytes, l.code));
        at += l.size;
    }
    return out->size ? out->at : arena_text(test_call.arena, "");
}

static char *bare_text(const char *text)
{
    return bare(text_or(text, ""), strlen(text_or(text, "")));
}

static char *bare_span(const struct resolution *r, struct span span)
{
    return bare(r->text->bytes + span.at, span.to - span.at);
}

#define WRONG(...) test_fail(path, 1, __VA_ARGS__)

static void same(const char *path, const char *what, const char *got, const char *want)
{
    if (!text_is(got, want))
        WRONG("%s is \"%s\", not \"%s\"", what, text_or(got, "null"), text_or(want, "null"));
}

static void same_words(const char *path, const char *what, const char *got, const char *want)
{
    if (!text_is(got, want))
        WRONG("%s reads\n#   %s, not\n#   %s", what, got, want);
}

static bool cites(const struct resolution *r, const struct clause *c, const char *symbol)
{
    for (size_t i = 0; i < c->cited_count; i++)
        if (text_is(r->references[c->cited[i].reference].symbol, symbol))
            return true;
    return false;
}

static bool listed(const struct json_value *list, const char *text)
{
    for (const struct json_value *v = list ? list->first : NULL; v; v = v->next)
        if (text_is(v->text, text))
            return true;
    return false;
}

static void check_operative(const char *path, const struct resolution *r, const struct json_value *want)
{
    size_t i = 0;
    for (const struct json_value *v = want->first; v && i < r->operative_count; v = v->next, i++) {
        const struct clause *c = &r->operative[i];
        const char *what = arena_format(test_call.arena, "paragraph %zu", i + 1);
        same(path, what, c->number, json_get_text(v, "number"));
        same_words(path, what, bare_span(r, c->span), bare_text(json_get_text(v, "text")));
        size_t n = 0;
        for (const struct json_value *verb = json_get(v, "verbs")->first; verb; verb = verb->next, n++)
            same(path, arena_format(test_call.arena, "%s, verb %zu", what, n + 1),
                n < c->verb_count ? c->verbs[n].phrase : NULL, verb->text);
        if (n != c->verb_count)
            WRONG("%s has %zu verbs, not %zu", what, c->verb_count, n);
        for (const struct json_value *symbol = json_get(v, "references")->first; symbol; symbol = symbol->next)
            if (!cites(r, c, symbol->text))
                WRONG("%s does not cite %s", what, symbol->text);
        for (size_t k = 0; k < c->cited_count; k++)
            if (!listed(json_get(v, "references"), r->references[c->cited[k].reference].symbol))
                WRONG("%s cites %s", what, r->references[c->cited[k].reference].symbol);
    }
    if (want->count != r->operative_count)
        WRONG("%zu operative paragraphs, not %zu", r->operative_count, want->count);
}

static void check_preamble(const char *path, const struct resolution *r, const struct json_value *want)
{
    size_t i = 0;
    for (const struct json_value *v = want->first; v && i < r->preamble_count; v = v->next, i++) {
        const char *what = arena_format(test_call.arena, "preambular paragraph %zu", i + 1);
        same(path, what, r->preamble[i].verb_count ? r->preamble[i].verbs[0].phrase : NULL, json_get_text(v, "verb"));
        same_words(path, what, bare_span(r, r->preamble[i].span), bare_text(json_get_text(v, "text")));
    }
    if (want->count != r->preamble_count)
        WRONG("%zu preambular paragraphs, not %zu", r->preamble_count, want->count);
}

static bool duty_is(const struct resolution *r, const struct report_duty *duty, const struct json_value *want)
{
    const struct json_value *sessions = json_get(want, "sessions");
    if (!text_is(r->operative[duty->clause].number, json_get_text(want, "paragraph")) || !duty->who ||
        !strstr(duty->who, text_or(json_get_text(want, "who"), "")) ||
        (json_get_text(want, "to") && !(duty->to && strstr(duty->to, json_get_text(want, "to")))))
        return false;
    if (json_get_text(want, "when") && !(duty->when && strstr(duty->when, json_get_text(want, "when"))))
        return false;
    for (const struct json_value *s = sessions ? sessions->first : NULL; s; s = s->next) {
        bool named = false;
        for (size_t i = 0; i < duty->session_count; i++)
            named = named || duty->sessions[i] == s->number;
        if (!named)
            return false;
    }
    return true;
}

static void check_reporting(const char *path, const struct resolution *r, const struct json_value *want)
{
    size_t optional = 0;
    for (const struct json_value *v = want->first; v; v = v->next) {
        bool found = false;
        for (size_t i = 0; i < r->reporting_count && !found; i++)
            found = duty_is(r, &r->reporting[i], v);
        bool may_lack = json_get(v, "optional") && json_get(v, "optional")->flag;
        optional += may_lack;
        if (!found && !may_lack)
            WRONG("the duty of %s under paragraph %s is missing", json_get_text(v, "who"),
                text_or(json_get_text(v, "paragraph"), "-"));
    }
    if (r->reporting_count > want->count || r->reporting_count + optional < want->count)
        WRONG("%zu duties to report, not %zu", r->reporting_count, want->count);
}

static void check_resolution(const char *path, const struct resolution *r, const struct json_value *want)
{
    char date[DATE_TEXT];
    same(path, "symbol", r->symbol, json_get_text(want, "symbol"));
    same(path, "body", organ_body(r->outer ? r->outer->organ : r->organ), json_get_text(want, "body"));
    same(path, "session", r->session, json_get_text(want, "session"));
    same(path, "date", date_text(date, r->date), text_or(json_get_text(want, "date"), ""));
    if (json_get_text(want, "title"))
        same_words(path, "title", bare_text(r->title), bare_text(json_get_text(want, "title")));
    check_preamble(path, r, json_get(want, "preamble"));
    check_operative(path, r, json_get(want, "operative"));
    for (size_t i = 0; i < r->reference_count; i++)
        if (!listed(json_get(want, "references"), r->references[i].symbol))
            WRONG("%s is cited", r->references[i].symbol);
    for (const struct json_value *v = json_get(want, "references")->first; v; v = v->next) {
        bool found = false;
        for (size_t i = 0; i < r->reference_count; i++)
            found = found || text_is(r->references[i].symbol, v->text);
        if (!found)
            WRONG("%s is not cited", v->text);
    }
    check_reporting(path, r, json_get(want, "reporting"));
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static size_t names_in(const char *folder, const char *ending, const char *names[MOST_CASES])
{
    size_t count = 0;
    DIR *listing = opendir(folder);
    for (struct dirent *entry; listing && (entry = readdir(listing)) && count < MOST_CASES;)
        if (text_ends(entry->d_name, ending))
            names[count++] = arena_copy(test_call.arena, entry->d_name, strlen(entry->d_name) - strlen(ending));
    if (listing)
        closedir(listing);
    qsort(names, count, sizeof *names, by_name);
    return count;
}

static const char *bytes_of(const char *path, size_t *size)
{
    const char *bytes = "", *reason;
    *size = 0;
    if (file_bytes(&bytes, size, test_call.arena, path, MOST_BYTES, &reason) != OK)
        WRONG("cannot be read: %s", reason);
    return bytes;
}

static void check_case(struct mandate_reader *reader, const char *name)
{
    const char *path = arena_format(test_call.arena, CASES "/%s.json", name);
    size_t size;
    struct json_value *want;
    const char *bytes = bytes_of(root_path(path), &size);
    REQUIRE(json_read(&want, &test_call, bytes, size, NULL) == OK);
    bytes = bytes_of(root_path(arena_format(test_call.arena, CASES "/%s.txt", name)), &size);
    struct mandate_reading reading;
    mandate_read(&reading, reader, test_call.arena, bytes, size);
    if (reading.count != want->count)
        WRONG("%zu resolutions, not %zu", reading.count, want->count);
    size_t i = 0;
    for (const struct json_value *v = want->first; v && i < reading.count; v = v->next, i++)
        check_resolution(path, reading.at[i], v);
}

TEST(each_case_reads_as_its_file_says)
{
    const char *names[MOST_CASES];
    size_t count = names_in(root_path(CASES), ".json", names);
    struct mandate_reader *reader = mandate_reader_new(test_call.arena);
    CHECK(count >= 40);
    for (size_t i = 0; i < count; i++)
        check_case(reader, names[i]);
}

/* Of the annotated texts: what must be whole. score.py of the corpus looks at the rest. */
TEST(the_annotated_corpus_is_read)
{
    const char *names[MOST_CASES];
    size_t count = names_in(root_path(CORPUS "/gold"), ".gold.json", names);
    struct mandate_reader *reader = mandate_reader_new(test_call.arena);
    for (size_t i = 0; i < count; i++) {
        const char *path = arena_format(test_call.arena, CORPUS "/gold/%s.gold.json", names[i]);
        size_t size, numbers = 0;
        struct json_value *gold;
        const char *bytes = bytes_of(root_path(path), &size);
        REQUIRE(json_read(&gold, &test_call, bytes, size, NULL) == OK);
        bytes = bytes_of(root_path(arena_format(test_call.arena, CORPUS "/texts/%s.txt", names[i])), &size);
        struct mandate_reading reading;
        mandate_read(&reading, reader, test_call.arena, bytes, size);
        const struct resolution *r = NULL;
        for (size_t k = 0; k < reading.count && !r; k++)
            r = text_is(reading.at[k]->symbol, json_get_text(gold, "symbol")) ? reading.at[k] : NULL;
        if (!r) {
            WRONG("%s is not there", json_get_text(gold, "symbol"));
            continue;
        }
        char date[DATE_TEXT];
        same(path, "body", organ_body(r->outer ? r->outer->organ : r->organ), json_get_text(gold, "body"));
        same(path, "date", date_text(date, r->date), json_get_text(gold, "date"));
        for (const struct json_value *v = json_get(gold, "operative")->first; v; v = v->next, numbers++)
            same(path, "number", numbers < r->operative_count ? r->operative[numbers].number : NULL,
                json_get_text(v, "number"));
        if (numbers != r->operative_count || json_get(gold, "preamble_count")->number != (int64_t)r->preamble_count)
            WRONG("%zu and %zu paragraphs", r->preamble_count, r->operative_count);
    }
}

int main(void)
{
    RUN(each_case_reads_as_its_file_says);
    char place[1000];
    snprintf(place, sizeof place, "%s/" CORPUS, text_or(getenv("SOURCE_ROOT"), "."));
    DIR *corpus = opendir(place);
    if (corpus) {
        closedir(corpus);
        RUN(the_annotated_corpus_is_read);
    } else {
        test_skip("the annotated corpus", CORPUS " is not on this machine");
    }
    return test_end();
}
