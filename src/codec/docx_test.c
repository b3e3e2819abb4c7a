/* Documents for word processors: the parts as they leave, and that every part is XML that names what is there. */
#include "codec/docx.h"
#include "codec/xml.h"
#include "codec/zip.h"
#include "test/golden.h"
#include "test/reading.h"
#include "test/sample_document.h"

static struct buffer *written(const struct document *document)
{
    struct buffer *out = buffer_new(test_call.arena, 8 << 20);
    REQUIRE(docx_write(out, &test_call, document) == OK);
    return out;
}

static struct buffer *part(const struct buffer *bytes, const char *name)
{
    struct buffer *out = buffer_new(test_call.arena, 8 << 20);
    struct zip *zip;
    struct source source;
    REQUIRE(zip_open(&zip, &test_call, bytes->at, bytes->size, NULL) == OK);
    const struct zip_entry *entry = zip_find(zip, name);
    REQUIRE(entry != NULL);
    CHECK(zip_source(&source, zip, entry) == OK && source_all(out, &source) == OK);
    return out;
}

/* Paragraphs, rows and styles on lines of their own, so that a difference can be read. */
static struct buffer *set_out(const struct buffer *xml)
{
    static const char *const starts[] = {"<w:p>", "<w:tbl>", "<w:tr>", "<w:style ", "<w:lvl ", "<w:num ",
        "<w:footnote ", "<w:sectPr>", "<Relationship ", "<Override "};
    struct buffer *out = buffer_new(test_call.arena, 8 << 20);
    for (const char *at = xml->at; *at; at++) {
        for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
            if (text_starts(at, starts[i]))
                buffer_byte(out, '\n');
        buffer_byte(out, *at);
    }
    return out;
}

TEST(what_is_written)
{
    static const char *const parts[][2] = {{"word/document.xml", "document"}, {"word/footnotes.xml", "footnotes"},
        {"word/numbering.xml", "numbering"}, {"word/footer.xml", "footer"}, {"word/header.xml", "header"}};
    for (enum lang lang = 0; lang < LANGS; lang++) {
        struct buffer *bytes = written(sample_document(test_call.arena, lang, 1, 2));
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
            bool all = lang == LANG_AR || lang == LANG_EN;
            if (!all && !text_is(parts[i][1], "document") && !text_is(parts[i][1], "numbering"))
                continue;
            struct buffer *lines = set_out(part(bytes, parts[i][0]));
            CHECK_GOLDEN(
                arena_format(test_call.arena, "docx-%s-%s.xml", parts[i][1], lang_codes[lang]), lines->at, lines->size);
        }
        if (lang != LANG_EN)
            continue;
        static const char *const once[][2] = {{"word/styles.xml", "styles"}, {"[Content_Types].xml", "types"},
            {"_rels/.rels", "package-links"}, {"word/_rels/document.xml.rels", "links"},
            {"docProps/core.xml", "properties"}, {"word/settings.xml", "settings"}};
        for (size_t i = 0; i < sizeof once / sizeof *once; i++) {
            struct buffer *lines = set_out(part(bytes, once[i][0]));
            CHECK_GOLDEN(arena_format(test_call.arena, "docx-%s.xml", once[i][1]), lines->at, lines->size);
        }
    }
}

TEST(same_document_same_bytes)
{
    struct buffer *one = written(sample_document(test_call.arena, LANG_AR, 2, 3));
    struct buffer *two = written(sample_document(test_call.arena, LANG_AR, 2, 3));
    CHECK(one->size == two->size && memcmp(one->at, two->at, one->size) == 0);
}

/* Every part is well-formed, and every id that the text uses has its target. */
static void check_parts(const struct buffer *bytes)
{
    struct zip *zip;
    REQUIRE(zip_open(&zip, &test_call, bytes->at, bytes->size, NULL) == OK);
    struct buffer *links = part(bytes, "word/_rels/document.xml.rels"), *types = part(bytes, "[Content_Types].xml");
    for (size_t i = 0; i < zip->count; i++) {
        struct source source;
        const struct xml_event *event;
        enum err err = zip_source(&source, zip, &zip->entries[i]);
        struct xml_reader *reader = xml_open_reader(&test_call, &source, NULL);
        while (!err && !(err = xml_next(&event, reader)) && event->kind != XML_ENDED) {
            const char *id = event->kind == XML_OPEN
                ? xml_attribute_of(event, "http://schemas.openxmlformats.org/officeDocument/2006/relationships", "id")
                : NULL;
            if (id && text_is(zip->entries[i].name, "word/document.xml"))
                CHECK(strstr(links->at, arena_format(test_call.arena, "Id=\"%s\"", id)) != NULL);
        }
        CHECK(err == OK);
        if (!text_ends(zip->entries[i].name, ".rels") && zip->entries[i].name[0] != '[')
            CHECK(strstr(types->at, arena_format(test_call.arena, "\"/%s\"", zip->entries[i].name)) != NULL);
    }
}

TEST(parts_hold_together)
{
    for (enum lang lang = 0; lang < LANGS; lang++)
        check_parts(written(sample_document(test_call.arena, lang, 1, 2)));
}

/* A paragraph's runs as "text|RTL text|...", to see where a text is cut. */
static const char *runs(const char *lang, const char *text)
{
    struct document *document = document_new(test_call.arena, lang, "T");
    document_paragraph(document, text);
    struct buffer *body = part(written(document), "word/document.xml"), *out = buffer_new(test_call.arena, 1 << 16);
    for (const char *at = strstr(body->at, "<w:r>"); at; at = strstr(at + 1, "<w:r>")) {
        const char *end = strstr(at, "</w:r>"), *rtl = strstr(at, "<w:rtl/>"), *text_at = strstr(at, "preserve\">");
        REQUIRE(text_at != NULL);
        text_at += strlen("preserve\">");
        buffer_text(out, rtl && rtl < end ? "<" : ">");
        buffer_add(out, text_at, (size_t)(strstr(text_at, "</w:t>") - text_at));
    }
    return out->at;
}

TEST(runs_are_cut_where_the_direction_changes)
{
    CHECK_TEXT(runs("en", "Article 5, in force"), ">Article 5, in force");
    CHECK_TEXT(runs("en", "Name: اسم (2014)."), ">Name: <اسم> (2014).");
    CHECK_TEXT(runs("ar", "المادة 5 (A/RES/1) نافذة"), "<المادة 5 (>A/RES/1<) نافذة");
    CHECK_TEXT(runs("ar", "انظر \u2068A/RES/68/187\u2069."), "<انظر >\u200EA/RES/68/187\u200E<.");
    CHECK_TEXT(runs("en", "see \u2068اسم 5\u2069, 6"), ">see <\u200Fاسم 5\u200F>, 6");
    CHECK_TEXT(runs("en", "\u2069\u2069 stray \u2068"), "> stray \u200E");
    CHECK_TEXT(runs("ar", "12"), "<12");
    CHECK_TEXT(runs("en", "broken \xFF text"), ">broken \uFFFD text");
}

/* Any text comes back from the file as it went in. */
TEST(texts_come_back)
{
    uint64_t state = 7;
    for (int i = 0; i < 200; i++) {
        struct document *document = document_new(test_call.arena, i % 2 ? "ar" : "en", chance_text(&state, 20));
        struct prose *prose = document_numbered(document, i % 5, chance_text(&state, 30));
        prose_note(prose, chance_text(&state, 10));
        prose_gap(prose, chance_text(&state, 10), i);
        prose_run(prose, (struct run){.text = chance_text(&state, 10), .link = chance_text(&state, 5)});
        static const struct grid_column columns[2];
        struct grid *table = document_table(document, columns, 2);
        struct grid_row *row = grid_add_row(table, i % 3 == 0);
        for (int cell = 0; cell < i % 4; cell++)
            grid_add_cell(table, row, chance_text(&state, 10));
        if (row->first)
            row->first->span = (int)chance(&state, 5) - 1;
        document->foot = chance_text(&state, 10);
        check_parts(written(document));
    }
}

TEST(numbers_in_six_languages)
{
    static const struct {
        const char *lang;
        int level, number;
        const char *want;
    } cases[] = {{"en", 1, 12, "12."}, {"en", 2, 1, "(a)"}, {"en", 2, 27, "(aa)"}, {"en", 3, 14, "(xiv)"},
        {"fr", 2, 2, "b)"}, {"es", 3, 4, "iv)"}, {"ru", 2, 3, "c)"}, {"ar", 1, 3, "3 -"}, {"ar", 2, 2, "(ب)"},
        {"ar", 3, 1, "'1'"}, {"zh", 3, 11, "(十一)"}, {"zh", 3, 20, "(二十)"}, {"pt", 2, 1, "(a)"},
        {"en", 2, 0, "(0)"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        CHECK_TEXT(document_number(test_call.arena, cases[i].lang, cases[i].level, cases[i].number), cases[i].want);
}

TEST(paragraphs_count_on)
{
    struct document *document = document_new(test_call.arena, "en", "T");
    static const int levels[] = {1, 2, 2, 3, 3, 2, 3, 1, 2}, want[] = {1, 1, 2, 1, 2, 3, 1, 2, 1};
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
        document_numbered(document, levels[i], "text");
        CHECK_NUMBER(document->last->number, want[i]);
    }
    document_restart(document);
    document_numbered(document, 1, "annex");
    CHECK_NUMBER(document->last->number, 1);
    CHECK_NUMBER(document->last->numbering, 1);
}

TEST(only_addresses_are_links)
{
    struct document *document = document_new(test_call.arena, "en", "T");
    document_heading(document, 1, "H");
    document->last->anchor = "here";
    CHECK_TEXT(document_link(document, "#here"), "#here");
    CHECK_TEXT(document_link(document, "https://example.org"), "https://example.org");
    CHECK(document_link(document, "#there") == NULL);
    CHECK(document_link(document, "javascript:alert(1)") == NULL);
    CHECK(document_link(document, "file:///etc/passwd") == NULL);
    CHECK(document_rtl("ar-SA") && document_rtl("fa") && !document_rtl("arn") && !document_rtl("en"));
}

TEST(a_document_larger_than_its_buffer_is_refused)
{
    struct buffer *small = buffer_new(test_call.arena, 3000);
    CHECK(docx_write(small, &test_call, sample_document(test_call.arena, LANG_EN, 1, 2)) == ERR_LIMIT);
    CHECK_FAULT("too_many_bytes", 0, 0);
}

int main(void)
{
    RUN(what_is_written);
    RUN(same_document_same_bytes);
    RUN(parts_hold_together);
    RUN(runs_are_cut_where_the_direction_changes);
    RUN(texts_come_back);
    RUN(numbers_in_six_languages);
    RUN(paragraphs_count_on);
    RUN(only_addresses_are_links);
    RUN(a_document_larger_than_its_buffer_is_refused);
    return test_end();
}
