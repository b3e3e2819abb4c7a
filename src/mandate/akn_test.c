/* Every case is exported to Akoma Ntoso that keeps to the official schema (test/akn/), and reads back as it was. */
#include "mandate/akn.h"
#include <dirent.h>
#include "codec/xml_schema.h"
#include "mandate/files.h"
#include "test/test.h"

enum { MOST_BYTES = 64 << 20 };

static const char *root_path(const char *path)
{
    return arena_format(test_call.arena, "%s/%s", text_or(getenv("SOURCE_ROOT"), "."), path);
}

static bool same_span(const struct resolution *a, struct span x, const struct resolution *b, struct span y)
{
    return x.to - x.at == y.to - y.at && memcmp(a->text->bytes + x.at, b->text->bytes + y.at, x.to - x.at) == 0;
}

static void compare_clauses(const char *path, const struct resolution *a, const struct clause *x, size_t count,
    const struct resolution *b, const struct clause *y, size_t other)
{
    if (count != other)
        test_fail(path, 1, "%zu paragraphs became %zu", count, other);
    for (size_t i = 0; i < count && i < other; i++) {
        if (!text_is(x[i].number, y[i].number) || !same_span(a, x[i].span, b, y[i].span) ||
            x[i].verb_count != y[i].verb_count || x[i].cited_count != y[i].cited_count ||
            x[i].sub_count != y[i].sub_count)
            test_fail(path, 1, "paragraph %zu became \"%s\"", i + 1, span_text(test_call.arena, b->text, y[i].span));
        for (size_t v = 0; v < x[i].verb_count && v < y[i].verb_count; v++)
            CHECK_TEXT(y[i].verbs[v].phrase, x[i].verbs[v].phrase);
    }
}

static void compare(const char *path, const struct resolution *a, const struct resolution *b)
{
    CHECK_TEXT(b->symbol, a->symbol);
    CHECK_TEXT(b->session, a->session);
    CHECK_TEXT(b->title, a->title);
    CHECK(date_is(a->date, b->date));
    CHECK_NUMBER(b->organ, a->organ);
    CHECK_NUMBER(b->reference_count, a->reference_count);
    CHECK_NUMBER(b->reporting_count, a->reporting_count);
    compare_clauses(path, a, a->preamble, a->preamble_count, b, b->preamble, b->preamble_count);
    compare_clauses(path, a, a->operative, a->operative_count, b, b->operative, b->operative_count);
}

static void there_and_back(const char *path, struct mandate_reader *reader, struct xml_schema *schema)
{
    const char *bytes = "", *reason;
    size_t size = 0;
    struct mandate_reading first, second;
    REQUIRE(file_bytes(&bytes, &size, test_call.arena, root_path(path), MOST_BYTES, &reason) == OK);
    mandate_read(&first, reader, test_call.arena, bytes, size);
    struct buffer *out = buffer_new(test_call.arena, MOST_BYTES), *text = buffer_new(test_call.arena, MOST_BYTES);
    REQUIRE(first.count > 0);
    akn_write(out, test_call.arena, first.at, first.count);
    if (xml_schema_check(schema, &test_call, out->at, out->size) != OK) {
        test_fail(path, test_call.faults->line, "%s", test_call.faults->want);
        call_clear(&test_call);
    }
    CHECK(akn_looks(out->at, out->size));
    REQUIRE(akn_text(text, &test_call, out->at, out->size) == OK);
    mandate_read(&second, reader, test_call.arena, text->at, text->size);
    if (second.count != first.count)
        test_fail(path, 1, "%zu resolutions became %zu", first.count, second.count);
    for (size_t i = 0; i < first.count && i < second.count; i++)
        compare(path, first.at[i], second.at[i]);
}

TEST(each_case_is_exported_and_read_back)
{
    struct xml_schema *schema;
    REQUIRE(xml_schema_open(&schema, &test_call, root_path("test/akn/akomantoso30.xsd")) == OK);
    struct mandate_reader *reader = mandate_reader_new(test_call.arena);
    DIR *listing = opendir(root_path("src/mandate/cases"));
    REQUIRE(listing != NULL);
    for (struct dirent *entry; (entry = readdir(listing));)
        if (text_ends(entry->d_name, ".txt"))
            there_and_back(arena_format(test_call.arena, "src/mandate/cases/%s", entry->d_name), reader, schema);
    closedir(listing);
}

TEST(what_breaks_the_schema_is_said_with_its_line)
{
    static const char bad[] =
        "<akomaNtoso xmlns=\"http://docs.oasis-open.org/legaldocml/ns/akn/3.0\">\n<statement/>\n</akomaNtoso>";
    struct xml_schema *schema;
    REQUIRE(xml_schema_open(&schema, &test_call, root_path("test/akn/akomantoso30.xsd")) == OK);
    CHECK(xml_schema_check(schema, &test_call, bad, strlen(bad)) == ERR_INVALID);
    REQUIRE(test_call.faults != NULL);
    CHECK_NUMBER(test_call.faults->line, 2);
    call_clear(&test_call);
}

int main(void)
{
    RUN(each_case_is_exported_and_read_back);
    RUN(what_breaks_the_schema_is_said_with_its_line);
    return test_end();
}
