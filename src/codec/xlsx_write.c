/*
 * The writer of .xlsx (codec/xlsx.h): rows are written as XML into a buffer and packed as they come; at the end come the
 * parts that tell what the package holds.
 */
#include "codec/xlsx.h"
#include "base/text.h"
#include "codec/xlsx_text.h"
#include "codec/xml.h"
#include "codec/zip.h"
#include <stdio.h>
#include <string.h>

enum {
    MOST_SHEETS = 100,
    MOST_DECIMALS = 9,
    MOST_NAME = 31,
    MOST_TEXT = 32767,
    LONGEST_ESCAPE = 7,
    LONGEST_ROW = 64 << 20,
    PACKED_AT_ONCE = 64 << 10,
    MOST_EXACT_DIGITS = 15,
    EPOCH = 25569
};

/* Styles of cells, in the order of the table in `styles`. */
enum style { PLAIN, HEAD, DATE, WHOLE_AMOUNT, AMOUNT_2, AMOUNT_3 };

static const char styles[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">"
    "<numFmts count=\"2\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/><numFmt numFmtId=\"165\" "
    "formatCode=\"#,##0.000\"/></numFmts>"
    "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font><font><b/><sz val=\"11\"/><name "
    "val=\"Calibri\"/></font></fonts>"
    "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill "
    "patternType=\"gray125\"/></fill></fills>"
    "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
    "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>"
    "<cellXfs count=\"6\">"
    "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyAlignment=\"1\"><alignment "
    "vertical=\"top\" wrapText=\"1\"/></xf>"
    "<xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\" "
    "applyAlignment=\"1\"><alignment vertical=\"top\" wrapText=\"1\"/></xf>"
    "<xf numFmtId=\"164\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" "
    "applyAlignment=\"1\"><alignment vertical=\"top\"/></xf>"
    "<xf numFmtId=\"3\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" "
    "applyAlignment=\"1\"><alignment vertical=\"top\"/></xf>"
    "<xf numFmtId=\"4\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" "
    "applyAlignment=\"1\"><alignment vertical=\"top\"/></xf>"
    "<xf numFmtId=\"165\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" "
    "applyAlignment=\"1\"><alignment vertical=\"top\"/></xf>"
    "</cellXfs>"
    "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>"
    "</styleSheet>\n";

static const char main_space[] = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
static const char link_space[] = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
static const char package_space[] = "http://schemas.openxmlformats.org/package/2006/relationships";

struct xlsx_writer {
    struct call *call;
    struct buffer *out, *sheet, *escaped;
    struct zip_writer *zip;
    struct xml xml;
    const char *names[MOST_SHEETS];
    size_t sheets, column, cut;
    int row;
    bool row_open, sheet_open;
    enum err err;
};

struct xlsx_writer *xlsx_begin(struct call *call, struct buffer *out)
{
    struct xlsx_writer *writer = NEW(call->arena, struct xlsx_writer);
    writer->call = call;
    writer->out = out;
    writer->zip = zip_begin(call, out);
    writer->sheet = buffer_new(call->arena, LONGEST_ROW);
    writer->escaped = buffer_new(call->arena, MOST_TEXT * LONGEST_ESCAPE);
    return writer;
}

/* A name that a sheet can have, and no sheet before has. */
static const char *sheet_name(struct xlsx_writer *writer, const char *wanted)
{
    struct arena *arena = writer->call->arena;
    char *name = arena_text(arena, wanted), *end = name;
    size_t length = 0;
    while (*end && length < MOST_NAME - 3) {
        const char *next = end;
        uint32_t code = utf8_next(&next, end + strlen(end));
        if (code < 0x20 || strchr("[]:*?/\\", (int)(code < 0x80 ? code : 'x')))
            *end = ' ';
        length += code > 0xFFFF ? 2 : 1;
        end = name + (next - name);
    }
    *end = 0;
    name = text_trim(arena, name);
    while (name[0] == '\'')
        name++;
    for (size_t i = 0; i < writer->sheets; i++)
        if (!*name || text_distance(writer->names[i], name, 0) == 0)
            return arena_format(arena, "%s %zu", name, writer->sheets + 1);
    return *name ? name : "1";
}

/* Packs what of the sheet has been written; the first error stays. */
static void pack_sheet(struct xlsx_writer *writer)
{
    if (!writer->err && writer->sheet->full)
        writer->err = fail_want(writer->call, ERR_LIMIT, "too_many_bytes", NULL, NULL,
            number_text(writer->call->arena, writer->call->lang, LONGEST_ROW));
    if (!writer->err)
        writer->err = zip_write(writer->zip, writer->sheet->at, writer->sheet->size);
    buffer_clear(writer->sheet);
}

static enum err end_sheet(struct xlsx_writer *writer)
{
    if (!writer->sheet_open)
        return OK;
    xlsx_end_row(writer);
    xml_end(&writer->xml);
    writer->sheet_open = false;
    pack_sheet(writer);
    if (!writer->err)
        writer->err = zip_finish(writer->zip);
    return writer->err;
}

enum err xlsx_sheet(struct xlsx_writer *writer, const char *name, bool rtl, const int *widths, size_t columns)
{
    enum err err = end_sheet(writer);
    if (err)
        return err;
    if (writer->sheets == MOST_SHEETS)
        return fail_want(writer->call, ERR_LIMIT, "limit", NULL, NULL, "100");
    const char *own_name = sheet_name(writer, name);
    writer->names[writer->sheets++] = own_name;
    writer->err =
        zip_start(writer->zip, arena_format(writer->call->arena, "xl/worksheets/sheet%zu.xml", writer->sheets));
    if (writer->err)
        return writer->err;
    writer->row = 0;
    writer->sheet_open = true;
    buffer_clear(writer->sheet);
    struct xml *xml = &writer->xml;
    *xml = xml_begin(writer->sheet, false);
    xml_open(xml, "worksheet");
    xml_put(xml, "xmlns", main_space);
    xml_open(xml, "sheetViews");
    xml_open(xml, "sheetView");
    xml_put(xml, "rightToLeft", rtl ? "1" : NULL);
    xml_put(xml, "tabSelected", writer->sheets == 1 ? "1" : NULL);
    xml_put(xml, "workbookViewId", "0");
    xml_open(xml, "pane");
    xml_put(xml, "ySplit", "1");
    xml_put(xml, "topLeftCell", "A2");
    xml_put(xml, "activePane", "bottomLeft");
    xml_put(xml, "state", "frozen");
    xml_close(xml);
    xml_close(xml);
    xml_close(xml);
    if (columns > 0)
        xml_open(xml, "cols");
    for (size_t i = 0; i < columns; i++) {
        xml_open(xml, "col");
        xml_put_number(xml, "min", (int64_t)i + 1);
        xml_put_number(xml, "max", (int64_t)i + 1);
        xml_put_number(xml, "width", widths[i]);
        xml_put(xml, "customWidth", "1");
        xml_close(xml);
    }
    if (columns > 0)
        xml_close(xml);
    xml_open(xml, "sheetData");
    return OK;
}

static void open_row(struct xlsx_writer *writer)
{
    if (writer->row_open)
        return;
    writer->row_open = true;
    writer->row++;
    writer->column = 0;
    xml_open(&writer->xml, "row");
    xml_put_number(&writer->xml, "r", writer->row);
}

static void open_cell(struct xlsx_writer *writer, enum style style)
{
    open_row(writer);
    char column[XLSX_COLUMN], reference[XLSX_COLUMN + 12];
    snprintf(reference, sizeof reference, "%s%d", xlsx_column(column, writer->column++), writer->row);
    xml_open(&writer->xml, "c");
    xml_put(&writer->xml, "r", reference);
    if (style != PLAIN)
        xml_put_number(&writer->xml, "s", style);
}

static void skip_cell(struct xlsx_writer *writer)
{
    open_row(writer);
    writer->column++;
}

static void text_cell(struct xlsx_writer *writer, const char *text, enum style style)
{
    if (!text || !*text) {
        skip_cell(writer);
        return;
    }
    bool cut;
    buffer_clear(writer->escaped);
    xlsx_escape(writer->escaped, text, MOST_TEXT, &cut);
    writer->cut += cut;
    open_cell(writer, style);
    xml_put(&writer->xml, "t", "inlineStr");
    xml_open(&writer->xml, "is");
    xml_open(&writer->xml, "t");
    xml_put(&writer->xml, "xml:space", "preserve");
    xml_text(&writer->xml, writer->escaped->at);
    xml_close(&writer->xml);
    xml_close(&writer->xml);
    xml_close(&writer->xml);
}

void xlsx_head(struct xlsx_writer *writer, const char *text)
{
    text_cell(writer, text, HEAD);
}

void xlsx_text(struct xlsx_writer *writer, const char *text)
{
    text_cell(writer, text, PLAIN);
}

static void value_cell(struct xlsx_writer *writer, const char *value, enum style style)
{
    open_cell(writer, style);
    xml_element(&writer->xml, "v", value);
    xml_close(&writer->xml);
}

static void number_cell(struct xlsx_writer *writer, int64_t number, enum style style)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%lld", (long long)number);
    value_cell(writer, digits, style);
}

void xlsx_number(struct xlsx_writer *writer, int64_t number)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%lld", (long long)number);
    if (number == UNKNOWN)
        skip_cell(writer);
    else if (strlen(digits) - (number < 0) > MOST_EXACT_DIGITS)
        text_cell(writer, digits, PLAIN); /* a spreadsheet would change its last digits */
    else
        number_cell(writer, number, PLAIN);
}

void xlsx_amount(struct xlsx_writer *writer, int64_t minor, int digits)
{
    if (minor == UNKNOWN || digits < 0 || digits > MOST_DECIMALS) {
        skip_cell(writer);
        return;
    }
    char plain[40], value[44];
    uint64_t size = minor < 0 ? 0 - (uint64_t)minor : (uint64_t)minor;
    snprintf(plain, sizeof plain, "%0*llu", digits + 1, (unsigned long long)size);
    size_t whole = strlen(plain) - (size_t)digits;
    snprintf(
        value, sizeof value, "%s%.*s%s%s", minor < 0 ? "-" : "", (int)whole, plain, digits ? "." : "", plain + whole);
    if (strlen(plain) > MOST_EXACT_DIGITS)
        text_cell(writer, value, PLAIN);
    else
        value_cell(writer, value, digits == 0 ? WHOLE_AMOUNT : digits == 3 ? AMOUNT_3 : AMOUNT_2);
}

void xlsx_date(struct xlsx_writer *writer, struct date date)
{
    char text[DATE_TEXT];
    if (date_whole(date) && date_compare(date, date_of(1900, 3, 1)) >= 0)
        number_cell(writer, date_days(date) + EPOCH, DATE);
    else
        text_cell(writer, date_text(text, date), PLAIN);
}

void xlsx_end_row(struct xlsx_writer *writer)
{
    if (writer->row_open)
        xml_close(&writer->xml);
    writer->row_open = false;
    if (writer->sheet->size > PACKED_AT_ONCE && !writer->err)
        pack_sheet(writer);
}

size_t xlsx_cut_texts(const struct xlsx_writer *writer)
{
    return writer->cut;
}

static void add_type(struct xml *xml, const char *part, const char *type)
{
    xml_open(xml, "Override");
    xml_put(xml, "PartName", part);
    xml_put(xml, "ContentType", type);
    xml_close(xml);
}

static void add_default(struct xml *xml, const char *extension, const char *type)
{
    xml_open(xml, "Default");
    xml_put(xml, "Extension", extension);
    xml_put(xml, "ContentType", type);
    xml_close(xml);
}

static void write_types(struct xlsx_writer *writer, struct buffer *part)
{
    struct xml xml = xml_begin(part, false);
    xml_open(&xml, "Types");
    xml_put(&xml, "xmlns", "http://schemas.openxmlformats.org/package/2006/content-types");
    add_default(&xml, "rels", "application/vnd.openxmlformats-package.relationships+xml");
    add_default(&xml, "xml", "application/xml");
    add_type(&xml, "/xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml");
    add_type(&xml, "/xl/styles.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml");
    for (size_t i = 1; i <= writer->sheets; i++)
        add_type(&xml, arena_format(writer->call->arena, "/xl/worksheets/sheet%zu.xml", i),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml");
    xml_end(&xml);
}

static void add_link(struct xml *xml, struct arena *arena, size_t id, const char *kind, const char *target)
{
    xml_open(xml, "Relationship");
    xml_put(xml, "Id", arena_format(arena, "rId%zu", id));
    xml_put(xml, "Type", arena_format(arena, "%s/%s", link_space, kind));
    xml_put(xml, "Target", target);
    xml_close(xml);
}

static void write_links(struct xlsx_writer *writer, struct buffer *part, bool of_package)
{
    struct arena *arena = writer->call->arena;
    struct xml xml = xml_begin(part, false);
    xml_open(&xml, "Relationships");
    xml_put(&xml, "xmlns", package_space);
    if (of_package)
        add_link(&xml, arena, 1, "officeDocument", "xl/workbook.xml");
    for (size_t i = 1; !of_package && i <= writer->sheets; i++)
        add_link(&xml, arena, i, "worksheet", arena_format(arena, "worksheets/sheet%zu.xml", i));
    if (!of_package)
        add_link(&xml, arena, writer->sheets + 1, "styles", "styles.xml");
    xml_end(&xml);
}

static void write_book(struct xlsx_writer *writer, struct buffer *part)
{
    struct xml xml = xml_begin(part, false);
    xml_open(&xml, "workbook");
    xml_put(&xml, "xmlns", main_space);
    xml_put(&xml, "xmlns:r", link_space);
    xml_open(&xml, "bookViews");
    xml_open(&xml, "workbookView");
    xml_close(&xml);
    xml_close(&xml);
    xml_open(&xml, "sheets");
    for (size_t i = 0; i < writer->sheets; i++) {
        xml_open(&xml, "sheet");
        xml_put(&xml, "name", writer->names[i]);
        xml_put_number(&xml, "sheetId", (int64_t)i + 1);
        xml_put(&xml, "r:id", arena_format(writer->call->arena, "rId%zu", i + 1));
        xml_close(&xml);
    }
    xml_end(&xml);
}

static enum err add_part(struct xlsx_writer *writer, const char *path, struct buffer *part)
{
    enum err err = zip_add(writer->zip, path, part->at, part->size);
    buffer_clear(part);
    return err;
}

enum err xlsx_end(struct xlsx_writer *writer)
{
    struct buffer *part = buffer_new(writer->call->arena, 1 << 20);
    enum err err = writer->sheets ? OK : xlsx_sheet(writer, "1", false, NULL, 0); /* no workbook is without a sheet */
    if (!err)
        err = end_sheet(writer);
    write_types(writer, part);
    if (!err)
        err = add_part(writer, "[Content_Types].xml", part);
    write_links(writer, part, true);
    if (!err)
        err = add_part(writer, "_rels/.rels", part);
    write_book(writer, part);
    if (!err)
        err = add_part(writer, "xl/workbook.xml", part);
    write_links(writer, part, false);
    if (!err)
        err = add_part(writer, "xl/_rels/workbook.xml.rels", part);
    buffer_text(part, styles);
    if (!err)
        err = add_part(writer, "xl/styles.xml", part);
    return err ? err : zip_end(writer->zip);
}
