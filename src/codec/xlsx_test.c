/* Workbooks: the bytes that leave, files as other programs write them, and that what is written comes back. */
#include "codec/xlsx.h"
#include "base/text.h"
#include "codec/xlsx_text.h"
#include "codec/zip.h"
#include "test/reading.h"
#include "test/test.h"

/* A part of an archive as text. */
static const char *part(const struct buffer *bytes, const char *name)
{
    struct buffer *out = buffer_new(test_call.arena, 1 << 22);
    struct zip *zip;
    struct source source;
    REQUIRE(zip_open(&zip, &test_call, bytes->at, bytes->size, NULL) == OK);
    const struct zip_entry *entry = zip_find(zip, name);
    REQUIRE(entry != NULL);
    CHECK(zip_source(&source, zip, entry) == OK && source_all(out, &source) == OK);
    return out->at;
}

static struct buffer *workbook(void)
{
    struct buffer *out = buffer_new(test_call.arena, 1 << 22);
    struct xlsx_writer *writer = xlsx_begin(&test_call, out);
    CHECK(xlsx_sheet(writer, "États/Parties", false, (const int[]){20, 12}, 2) == OK);
    xlsx_head(writer, "State");
    xlsx_head(writer, "On");
    xlsx_end_row(writer);
    xlsx_text(writer, "=1+1 & <b>");
    xlsx_date(writer, date_of(2014, 6, 12));
    xlsx_number(writer, -5);
    xlsx_amount(writer, 123456, 2);
    xlsx_text(writer, NULL);
    xlsx_number(writer, INT64_MAX);
    xlsx_date(writer, date_of(2014, 6, 0));
    xlsx_end_row(writer);
    CHECK(xlsx_sheet(writer, "الدول", true, NULL, 0) == OK);
    CHECK(xlsx_end(writer) == OK);
    return out;
}

TEST(what_is_written)
{
    struct buffer *bytes = workbook();
    CHECK_TEXT(part(bytes, "xl/worksheets/sheet1.xml"),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetViews>"
        "<sheetView tabSelected=\"1\" workbookViewId=\"0\">"
        "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>"
        "<cols><col min=\"1\" max=\"1\" width=\"20\" customWidth=\"1\"/><col min=\"2\" max=\"2\" width=\"12\" "
        "customWidth=\"1\"/></cols><sheetData>"
        "<row r=\"1\"><c r=\"A1\" s=\"1\" t=\"inlineStr\"><is><t xml:space=\"preserve\">State</t></is></c>"
        "<c r=\"B1\" s=\"1\" t=\"inlineStr\"><is><t xml:space=\"preserve\">On</t></is></c></row>"
        "<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t xml:space=\"preserve\">=1+1 &amp; &lt;b&gt;</t></is></c>"
        "<c r=\"B2\" s=\"2\"><v>41802</v></c><c r=\"C2\"><v>-5</v></c><c r=\"D2\" s=\"4\"><v>1234.56</v></c>"
        "<c r=\"F2\" t=\"inlineStr\"><is><t xml:space=\"preserve\">9223372036854775807</t></is></c>"
        "<c r=\"G2\" t=\"inlineStr\"><is><t "
        "xml:space=\"preserve\">2014-06</t></is></c></row></sheetData></worksheet>\n");
    CHECK(
        strstr(part(bytes, "xl/worksheets/sheet2.xml"), "<sheetView rightToLeft=\"1\" workbookViewId=\"0\">") != NULL);
    CHECK(
        strstr(part(bytes, "xl/workbook.xml"), "<sheet name=\"États Parties\" sheetId=\"1\" r:id=\"rId1\"/>") != NULL);
}

TEST(same_cells_same_bytes)
{
    struct buffer *one = workbook(), *two = workbook();
    CHECK(one->size == two->size && memcmp(one->at, two->at, one->size) == 0);
}

/* The sheet as "A1=text/B1:date=2014-06-12/...", to compare. */
static char *cells(enum err *err, const void *bytes, size_t size, size_t sheet, const struct xlsx_limits *limits)
{
    static const char *const kinds[] = {"empty", "text", "number", "date", "flag", "error"};
    struct buffer *out = buffer_new(test_call.arena, 1 << 22);
    struct xlsx_book *book;
    struct xlsx_reader *reader;
    const struct xlsx_row *row = NULL;
    *err = xlsx_open(&book, &test_call, bytes, size, limits);
    if (!*err)
        *err = xlsx_read_sheet(&reader, book, sheet);
    while (!*err && !(*err = xlsx_next(&row, reader)) && row)
        for (size_t i = 0; i < row->count; i++) {
            char column[XLSX_COLUMN];
            if (row->cells[i].kind != XLSX_EMPTY)
                buffer_format(out, "%s%d %s %s/", xlsx_column(column, i), row->number, kinds[row->cells[i].kind],
                    row->cells[i].text);
        }
    return out->at;
}

TEST(what_is_written_comes_back)
{
    struct buffer *bytes = workbook();
    struct xlsx_book *book;
    enum err err;
    REQUIRE(xlsx_open(&book, &test_call, bytes->at, bytes->size, NULL) == OK);
    CHECK_NUMBER(book->count, 2);
    CHECK_TEXT(book->sheets[1].name, "الدول");
    CHECK_TEXT(cells(&err, bytes->at, bytes->size, 0, NULL),
        "A1 text State/B1 text On/A2 text =1+1 & <b>/B2 date 2014-06-12/C2 number -5/D2 number 1234.56/"
        "F2 text 9223372036854775807/G2 text 2014-06/");
    CHECK(err == OK);
    cells(&err, bytes->at, bytes->size, 2, NULL);
    CHECK(err == ERR_NOT_FOUND);
    CHECK_FAULT("xlsx_no_sheet", 0, 0);
}

/* A workbook from its sheet, with shared strings and styles as other programs write them. */
static struct buffer *foreign(const char *rows, const char *properties)
{
    static const char strings[] =
        "<sst><si><t>alpha</t></si><si><r><t>be</t></r><r><rPr><b/></rPr><t xml:space='preserve'>ta </t></r>"
        "<rPh sb='0' eb='1'><t>phonetic</t></rPh></si><si><t/></si><si><t>_x0041_x005F_</t></si></sst>";
    static const char styles[] =
        "<styleSheet><numFmts><numFmt numFmtId='200' formatCode='[$-409]d\\-mmm\\-yy;@'/><numFmt numFmtId='201' "
        "formatCode='\"day\" 0.00'/></numFmts><cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>"
        "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='200'/><xf numFmtId='201'/><xf "
        "numFmtId='22'/></cellXfs></styleSheet>";
    struct buffer *out = buffer_new(test_call.arena, 1 << 22);
    struct zip_writer *zip = zip_begin(&test_call, out);
    const char *link = "http://purl.oclc.org/ooxml/officeDocument/relationships";
    const char *book = arena_format(test_call.arena,
        "<x:workbook xmlns:x='m' xmlns:r='%s'>%s<x:sheets><x:sheet name='S' "
        "state='hidden' r:id='q1'/></x:sheets></x:workbook>",
        link, properties);
    const char *package = arena_format(test_call.arena,
        "<Relationships><Relationship Id='a' Type='%s/officeDocument' "
        "Target='/book/main.xml'/></Relationships>",
        link);
    const char *links = arena_format(test_call.arena,
        "<Relationships><Relationship Id='q1' Type='%s/worksheet' Target='s/one.xml'/><Relationship Id='q2' "
        "Type='%s/sharedStrings' Target='strings.xml'/><Relationship Id='q3' Type='%s/styles' "
        "Target='/book/styles.xml'/>"
        "</Relationships>",
        link, link, link);
    const char *sheet = arena_format(test_call.arena, "<worksheet><sheetData>%s</sheetData></worksheet>", rows);
    CHECK(zip_add(zip, "_rels/.rels", package, strlen(package)) == OK);
    CHECK(zip_add(zip, "book/main.xml", book, strlen(book)) == OK);
    CHECK(zip_add(zip, "book/_rels/main.xml.rels", links, strlen(links)) == OK);
    CHECK(zip_add(zip, "book/strings.xml", strings, strlen(strings)) == OK);
    CHECK(zip_add(zip, "book/styles.xml", styles, strlen(styles)) == OK);
    CHECK(zip_add(zip, "book/s/one.xml", sheet, strlen(sheet)) == OK);
    CHECK(zip_end(zip) == OK);
    return out;
}

TEST(workbooks_of_other_programs)
{
    static const struct {
        const char *rows, *want;
    } cases[] = {
        {"<row r='3'><c r='B3' t='s'><v>0</v></c><c t='s'><v>1</v></c><c r='AA3'><v>1</v></c></row>",
            "B3 text alpha/C3 text beta /AA3 number 1/"},
        {"<row><c><v>1</v></c></row><row><c t='s'><v>2</v></c><c><v>2</v></c></row>", "A1 number 1/B2 number 2/"},
        {"<row><c s='1'><v>41802</v></c><c s='2'><v>41802.5</v></c><c s='3'><v>3</v></c><c s='4'><v>1</v></c></row>",
            "A1 date 2014-06-12/B1 date 2014-06-12 12:00:00/C1 number 3/D1 date 1900-01-01/"},
        {"<row><c t='b'><v>1</v></c><c t='e'><v>#REF!</v></c><c t='str'><f>A1</f><v>x_x000D_y</v></c><c "
         "t='inlineStr'><is>"
         "<t>in</t></is></c><c t='d'><v>2014-06-12</v></c></row>",
            "A1 flag true/B1 error #REF!/C1 text x\ry/D1 text in/E1 date 2014-06-12/"},
        {"<row><c><v>12.300000000000001</v></c><c><v>1E-3</v></c><c><v>1.5E+3</v></c><c><f>SUM(A1)</f></c></row>",
            "A1 number 12.3/B1 number 0.001/C1 number 1500/"},
        {"<row><c t='s'><v>3</v></c></row>", "A1 text Ax005F_/"},
        {"<row/><row r='9'><c s='1'/></row>", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer *bytes = foreign(cases[i].rows, "");
        enum err err;
        CHECK_TEXT(cells(&err, bytes->at, bytes->size, 0, NULL), cases[i].want);
        CHECK(err == OK);
    }
    enum err err;
    struct buffer *macintosh = foreign("<row><c s='1'><v>40340</v></c></row>", "<x:workbookPr date1904='1'/>");
    CHECK_TEXT(cells(&err, macintosh->at, macintosh->size, 0, NULL), "A1 date 2014-06-12/");
    struct xlsx_book *book;
    CHECK(xlsx_open(&book, &test_call, macintosh->at, macintosh->size, NULL) == OK && book->sheets[0].hidden);
}

TEST(faults_are_placed)
{
    static const struct {
        const char *rows, *key, *value;
        int line, column;
        enum err err;
    } cases[] = {
        {"<row r='2'><c r='C2' t='s'><v>9</v></c></row>", "xlsx_bad_cell", "C2", 2, 3, ERR_INVALID},
        {"<row r='2'><c r='C2'><v>x</v></c></row>", "xlsx_bad_cell", "C2", 2, 3, ERR_INVALID},
        {"<row r='2'><c r='2C'><v>1</v></c></row>", "xlsx_bad_cell", "A2", 2, 1, ERR_INVALID},
        {"<row r='2'><c r='XFE2'><v>1</v></c></row>", "xlsx_bad_cell", "A2", 2, 1, ERR_INVALID},
        {"<row r='2'/><row r='2'/>", "xlsx_bad_row", "2", 0, 0, ERR_INVALID},
        {"<row r='1048577'/>", "xlsx_bad_row", "1048577", 0, 0, ERR_INVALID},
        {"<row r='1'><c r='K1'><v>1</v></c></row>", "xlsx_too_many_cells", "K1", 1, 11, ERR_LIMIT},
        {"<row><c/><c/><c/></row><row><c/><c/><c/></row>", "xlsx_too_many_cells", "C2", 2, 3, ERR_LIMIT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer *bytes = foreign(cases[i].rows, "");
        enum err err;
        cells(&err, bytes->at, bytes->size, 0,
            &(struct xlsx_limits){.columns = cases[i].err == ERR_LIMIT ? 10 : 20000, .cells = 5});
        CHECK(err == cases[i].err);
        REQUIRE(test_call.faults != NULL);
        CHECK_TEXT(test_call.faults->value, cases[i].value);
        CHECK_FAULT(cases[i].key, cases[i].line, cases[i].column);
    }
}

TEST(what_is_no_workbook_is_refused)
{
    enum err err;
    cells(&err, "name,code\n", 10, 0, NULL);
    CHECK(err == ERR_INVALID);
    CHECK_FAULT("zip_none", 0, 0);
    struct buffer *out = buffer_new(test_call.arena, 1 << 16);
    struct zip_writer *zip = zip_begin(&test_call, out);
    CHECK(zip_add(zip, "word/document.xml", "<a/>", 4) == OK && zip_end(zip) == OK);
    cells(&err, out->at, out->size, 0, NULL);
    CHECK(err == ERR_INVALID);
    CHECK_FAULT("xlsx_none", 0, 0);
    struct buffer *entity = foreign("</sheetData></worksheet><!DOCTYPE a>", "");
    cells(&err, entity->at, entity->size, 0, NULL);
    CHECK(err == ERR_INVALID);
    call_clear(&test_call);
}

TEST(numbers_as_a_person_writes_them)
{
    static const char *const same[][2] = {
        {"0", "0"},
        {"-0", "0"},
        {"00012", "12"},
        {"1.50", "1.5"},
        {"0.1", "0.1"},
        {"123456789012345", "123456789012345"},
        {"0.30000000000000004", "0.3"},
        {"999999999999999.9", "1000000000000000"},
        {"1E30", NULL},
        {"1E29", "100000000000000000000000000000"},
        {"-1.5e-7", "-0.00000015"},
        {"1e-32", NULL},
        {"1e", NULL},
        {"", NULL},
        {"-", NULL},
        {".", NULL},
        {"1.2.3", NULL},
        {"1e1000", NULL},
        {".5", "0.5"},
        {"1e+2", "100"},
        {"0.000", "0"},
        {"1e99999999999999999999", NULL},
    };
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        char text[XLSX_NUMBER_TEXT];
        CHECK_TEXT(xlsx_number_text(text, same[i][0]), same[i][1]);
    }
}

TEST(days_as_dates)
{
    static const char *const days[][2] = {
        {"1", "1900-01-01"},
        {"59", "1900-02-28"},
        {"60", NULL},
        {"61", "1900-03-01"},
        {"2958465", "9999-12-31"},
        {"2958466", NULL},
        {"0", NULL},
        {"0.5", NULL},
        {"-1", NULL},
        {"41802.999999999", "2014-06-13"},
        {"41802.25", "2014-06-12 06:00:00"},
        {"41802.0000116", "2014-06-12 00:00:01"},
    };
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        char text[XLSX_NUMBER_TEXT];
        CHECK_TEXT(xlsx_date_text(text, days[i][0], false), days[i][1]);
    }
    static const char *const dates[] = {"yyyy-mm-dd", "[$-F800]dddd", "mmm yy", "h:mm", "m/d/yy;@", "\"on\" dd"};
    static const char *const others[] = {
        "General", "0.00", "#,##0", "\"day\" 0", "[Red]0", "0\\d", "@", "0_m", "\"open", "[open", "\\"};
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
        CHECK(xlsx_format_is_date(dates[i]));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        CHECK(!xlsx_format_is_date(others[i]));
}

TEST(columns_have_letters)
{
    char text[XLSX_COLUMN];
    CHECK_TEXT(xlsx_column(text, 0), "A");
    CHECK_TEXT(xlsx_column(text, 25), "Z");
    CHECK_TEXT(xlsx_column(text, 26), "AA");
    CHECK_TEXT(xlsx_column(text, 701), "ZZ");
    CHECK_TEXT(xlsx_column(text, 16383), "XFD");
}

TEST(long_texts_are_cut_and_counted)
{
    char *text = arena_alloc(test_call.arena, 40001);
    memset(text, 'x', 40000);
    struct buffer *out = buffer_new(test_call.arena, 1 << 20);
    struct xlsx_writer *writer = xlsx_begin(&test_call, out);
    CHECK(xlsx_sheet(writer, "a", false, NULL, 0) == OK);
    xlsx_text(writer, text);
    text[32767] = 0;
    xlsx_text(writer, text);
    CHECK_NUMBER(xlsx_cut_texts(writer), 1);
    CHECK(xlsx_end(writer) == OK);
    const char *sheet = part(out, "xl/worksheets/sheet1.xml"), *mark = strstr(sheet, "x\u2026</t>");
    CHECK(mark != NULL);
    CHECK_NUMBER(utf8_length(sheet) > 2 * 32767, 1);
}

TEST(sheets_have_names_of_their_own)
{
    struct buffer *out = buffer_new(test_call.arena, 1 << 20);
    struct xlsx_writer *writer = xlsx_begin(&test_call, out);
    CHECK(xlsx_sheet(writer, "Same", false, NULL, 0) == OK && xlsx_sheet(writer, "same", false, NULL, 0) == OK);
    CHECK(xlsx_sheet(writer, "[]:", false, NULL, 0) == OK);
    CHECK(xlsx_sheet(writer, "a name that is much longer than a sheet can have", false, NULL, 0) == OK);
    CHECK(xlsx_end(writer) == OK);
    struct xlsx_book *book;
    REQUIRE(xlsx_open(&book, &test_call, out->at, out->size, NULL) == OK);
    CHECK_TEXT(book->sheets[0].name, "Same");
    CHECK_TEXT(book->sheets[1].name, "same 2");
    CHECK(!text_empty(book->sheets[2].name));
    CHECK(utf8_length(book->sheets[3].name) <= 31);
}

TEST(every_table_comes_back)
{
    uint64_t state = 42;
    for (int round = 0; round < 60; round++) {
        struct buffer *out = buffer_new(test_call.arena, 1 << 20), *want = buffer_new(test_call.arena, 1 << 20);
        struct xlsx_writer *writer = xlsx_begin(&test_call, out);
        CHECK(xlsx_sheet(writer, "t", false, NULL, 0) == OK);
        for (int i = 1; i <= 4; i++) {
            for (size_t j = 0; j < 5; j++) {
                char column[XLSX_COLUMN], date[DATE_TEXT];
                const char *text = chance_text(&state, 6);
                int64_t number = (int64_t)chance(&state, UINT32_MAX) * chance(&state, 50000) - 7;
                struct date day = date_from_days((int64_t)chance(&state, 60000) - 20000);
                uint32_t kind = chance(&state, 3);
                if (kind == 0 && *text)
                    buffer_format(want, "%s%d text %s/", xlsx_column(column, j), i, text);
                else if (kind == 1)
                    buffer_format(want, "%s%d number %lld/", xlsx_column(column, j), i, (long long)number);
                else if (kind == 2)
                    buffer_format(want, "%s%d date %s/", xlsx_column(column, j), i, date_text(date, day));
                if (kind == 0)
                    xlsx_text(writer, text);
                else if (kind == 1)
                    xlsx_number(writer, number);
                else
                    xlsx_date(writer, day);
            }
            xlsx_end_row(writer);
        }
        CHECK(xlsx_end(writer) == OK);
        enum err err;
        CHECK_TEXT(cells(&err, out->at, out->size, 0, NULL), want->at);
    }
}

/* Packed and unpacked in many pieces; the packed bytes fit where the unpacked ones would not. */
TEST(long_sheets_stream)
{
    enum { ROWS = 6000 };
    struct buffer *out = buffer_new(test_call.arena, 200 << 10);
    struct xlsx_writer *writer = xlsx_begin(&test_call, out);
    CHECK(xlsx_sheet(writer, "t", false, NULL, 0) == OK);
    for (int i = 1; i <= ROWS; i++) {
        xlsx_number(writer, i);
        xlsx_text(writer, "the same text in every row");
        xlsx_end_row(writer);
    }
    CHECK(xlsx_end(writer) == OK);
    struct xlsx_book *book;
    struct xlsx_reader *reader;
    const struct xlsx_row *row;
    REQUIRE(xlsx_open(&book, &test_call, out->at, out->size, NULL) == OK && xlsx_read_sheet(&reader, book, 0) == OK);
    for (int i = 1; i <= ROWS; i++) {
        REQUIRE(xlsx_next(&row, reader) == OK && row && row->count == 2);
        CHECK_TEXT(row->cells[0].text, arena_format(test_call.arena, "%d", i));
    }
    CHECK(xlsx_next(&row, reader) == OK && !row);
}

TEST(a_full_buffer_is_told)
{
    struct buffer *out = buffer_new(test_call.arena, 2000);
    struct xlsx_writer *writer = xlsx_begin(&test_call, out);
    uint64_t state = 8;
    enum err err = xlsx_sheet(writer, "t", false, NULL, 0);
    for (int i = 0; i < 5000; i++) {
        xlsx_number(writer, chance(&state, UINT32_MAX));
        xlsx_end_row(writer);
    }
    if (!err)
        err = xlsx_end(writer);
    CHECK(err == ERR_LIMIT);
    CHECK_FAULT("too_many_bytes", 0, 0);
}

int main(void)
{
    RUN(what_is_written);
    RUN(same_cells_same_bytes);
    RUN(what_is_written_comes_back);
    RUN(workbooks_of_other_programs);
    RUN(faults_are_placed);
    RUN(what_is_no_workbook_is_refused);
    RUN(numbers_as_a_person_writes_them);
    RUN(days_as_dates);
    RUN(columns_have_letters);
    RUN(long_texts_are_cut_and_counted);
    RUN(sheets_have_names_of_their_own);
    RUN(every_table_comes_back);
    RUN(long_sheets_stream);
    RUN(a_full_buffer_is_told);
    return test_end();
}
