/*
 * The rows of a sheet (codec/xlsx.h), one by one.
 */
#include "base/text.h"
#include "codec/xlsx_book.h"
#include "codec/xlsx_text.h"
#include <string.h>

enum { MOST_ROW = 1048576, MOST_COLUMN = 16384, LETTERS = 26, LONGEST_TEXT = 1 << 20, LONGEST_ROW = 64 << 20 };

struct xlsx_reader {
    struct xlsx_open_book *book;
    struct xml_reader *xml;
    struct buffer *value; /* of the cell being read */
    struct buffer *texts; /* of the row, each ended by NUL */
    struct xlsx_cell *cells;
    size_t *starts; /* of the cells' texts in texts; NOT_HERE for those that stand elsewhere */
    size_t cell_room, seen;
    struct xlsx_row row;
};

static const size_t NOT_HERE = SIZE_MAX;

const char *xlsx_column(char out[XLSX_COLUMN], size_t index)
{
    char reversed[XLSX_COLUMN];
    size_t count = 0;
    for (index++; index > 0; index = (index - 1) / LETTERS)
        reversed[count++] = (char)('A' + (index - 1) % LETTERS);
    for (size_t i = 0; i < count; i++)
        out[i] = reversed[count - 1 - i];
    out[count] = 0;
    return out;
}

/* The column of a reference such as "BC12", from 0; false when it is none. */
static bool read_column(size_t *column, const char *reference)
{
    size_t number = 0;
    for (; *reference >= 'A' && *reference <= 'Z' && number <= MOST_COLUMN; reference++)
        number = number * LETTERS + (size_t)(*reference - 'A') + 1;
    if (number == 0 || number > MOST_COLUMN || *reference < '0' || *reference > '9')
        return false;
    *column = number - 1;
    return true;
}

enum err xlsx_read_sheet(struct xlsx_reader **out, struct xlsx_book *public_book, size_t sheet)
{
    struct xlsx_open_book *book = (struct xlsx_open_book *)public_book;
    struct xlsx_reader *reader = NEW(book->call->arena, struct xlsx_reader);
    *out = reader;
    reader->book = book;
    reader->value = buffer_new(book->call->arena, LONGEST_TEXT);
    reader->texts = buffer_new(book->call->arena, LONGEST_ROW);
    return sheet < book->book.count ? xlsx_part(&reader->xml, book, book->book.sheets[sheet].path)
                                    : fail(book->call, ERR_NOT_FOUND, "xlsx_no_sheet");
}

static enum err bad_cell(struct xlsx_reader *reader, enum err code, const char *key, size_t column)
{
    struct call *call = reader->book->call;
    struct fault *fault = fault_add(call, code, key);
    char letters[XLSX_COLUMN];
    fault->value = arena_format(call->arena, "%s%d", xlsx_column(letters, column), reader->row.number);
    fault->line = reader->row.number;
    fault->column = (int)column + 1;
    return code;
}

/* Makes room up to this column; the ones between stay empty. */
static enum err reach_column(struct xlsx_reader *reader, size_t column)
{
    const struct xlsx_limits *limits = &reader->book->limits;
    if (column >= limits->columns || ++reader->seen > limits->cells)
        return bad_cell(reader, ERR_LIMIT, "xlsx_too_many_cells", column);
    if (column >= reader->cell_room) {
        size_t room = column + 32;
        struct xlsx_cell *cells = NEW_ARRAY(reader->book->call->arena, room, struct xlsx_cell);
        size_t *starts = NEW_ARRAY(reader->book->call->arena, room, size_t);
        if (reader->row.count) {
            memcpy(cells, reader->cells, reader->row.count * sizeof *cells);
            memcpy(starts, reader->starts, reader->row.count * sizeof *starts);
        }
        reader->cells = cells;
        reader->starts = starts;
        reader->cell_room = room;
    }
    for (; reader->row.count <= column; reader->row.count++) {
        reader->cells[reader->row.count] = (struct xlsx_cell){.kind = XLSX_EMPTY, .text = ""};
        reader->starts[reader->row.count] = NOT_HERE;
    }
    return OK;
}

static void set_text(struct xlsx_reader *reader, size_t column, enum xlsx_kind kind, const char *text)
{
    reader->cells[column].kind = kind;
    reader->starts[column] = reader->texts->size;
    buffer_add(reader->texts, text, strlen(text) + 1);
}

static void set_elsewhere(struct xlsx_reader *reader, size_t column, enum xlsx_kind kind, const char *text)
{
    reader->cells[column] = (struct xlsx_cell){kind, text};
    reader->starts[column] = NOT_HERE;
}

/* The kinds of cells as the file names them; no name is a number. */
enum type { NUMBER, SHARED, TEXT, FORMULA_TEXT, FLAG, ERROR, ISO_DATE };

static enum type type_of(const char *name)
{
    static const char *const names[] = {"n", "s", "inlineStr", "str", "b", "e", "d"};
    for (size_t i = 0; name && i < sizeof names / sizeof *names; i++)
        if (text_is(name, names[i]))
            return (enum type)i;
    return NUMBER;
}

static enum err set_number(struct xlsx_reader *reader, size_t column, bool date)
{
    char text[XLSX_NUMBER_TEXT];
    const char *value = reader->value->at;
    if (date && xlsx_date_text(text, value, reader->book->from_1904))
        set_text(reader, column, XLSX_DATE, text);
    else if (xlsx_number_text(text, value))
        set_text(reader, column, XLSX_NUMBER, text);
    else
        return bad_cell(reader, ERR_INVALID, "xlsx_bad_cell", column);
    return OK;
}

static enum err set_value(struct xlsx_reader *reader, size_t column, enum type type, bool date)
{
    struct xlsx_open_book *book = reader->book;
    const char *value = reader->value->at;
    size_t index;
    if (reader->value->size == 0)
        return OK;
    switch (type) {
    case NUMBER: return set_number(reader, column, date);
    case SHARED:
        if (!book->string_count || !xlsx_index(&index, value, book->string_count - 1))
            return bad_cell(reader, ERR_INVALID, "xlsx_bad_cell", column);
        value = book->strings[index];
        set_elsewhere(reader, column, *value ? XLSX_TEXT : XLSX_EMPTY, value);
        return OK;
    case FLAG: set_elsewhere(reader, column, XLSX_BOOL, text_is(value, "1") ? "true" : "false"); return OK;
    case ERROR: set_text(reader, column, XLSX_ERROR, value); return OK;
    case ISO_DATE: set_text(reader, column, XLSX_DATE, value); return OK;
    default: set_text(reader, column, XLSX_TEXT, value); return OK;
    }
}

/* A <c> was opened; reads it to its end. */
static enum err read_cell(struct xlsx_reader *reader, const struct xml_event *event)
{
    struct xlsx_open_book *book = reader->book;
    size_t column = reader->row.count, style = 0;
    const char *reference = xml_attribute(event, "r");
    enum type type = type_of(xml_attribute(event, "t"));
    bool styled = book->style_count && xlsx_index(&style, xml_attribute(event, "s"), book->style_count - 1);
    if (reference && !read_column(&column, reference))
        return bad_cell(reader, ERR_INVALID, "xlsx_bad_cell", column);
    enum err err = reach_column(reader, column);
    bool in_value = false;
    buffer_clear(reader->value);
    while (!err && !(err = xml_next(&event, reader->xml)) && event->kind != XML_ENDED) {
        if (event->kind == XML_CLOSE && text_is(event->name, "c"))
            break;
        if (event->kind == XML_OPEN && text_is(event->name, "is"))
            err = xlsx_read_text(reader->value, book, reader->xml);
        else if (event->kind == XML_TEXT && in_value)
            buffer_add(reader->value, event->text, event->size);
        in_value = event->kind == XML_OPEN && text_is(event->name, "v");
    }
    if (!err && type == FORMULA_TEXT)
        reader->value->size = xlsx_unescape(reader->value->at, reader->value->size);
    if (!err)
        err = set_value(reader, column, type, styled && book->style_is_date[style]);
    if (!err && (reader->value->full || reader->texts->full))
        err = bad_cell(reader, ERR_LIMIT, "xlsx_too_many_cells", column);
    return err;
}

static enum err start_row(struct xlsx_reader *reader, const struct xml_event *event)
{
    size_t number = (size_t)reader->row.number + 1;
    const char *given = xml_attribute(event, "r");
    reader->row.count = 0;
    buffer_clear(reader->texts);
    if (given && (!xlsx_index(&number, given, MOST_ROW) || number <= (size_t)reader->row.number))
        return fail_field(reader->book->call, ERR_INVALID, "xlsx_bad_row", NULL, given);
    reader->row.number = (int)number;
    return OK;
}

enum err xlsx_next(const struct xlsx_row **row, struct xlsx_reader *reader)
{
    const struct xml_event *event;
    enum err err = OK;
    *row = NULL;
    while (!err && !(err = xml_next(&event, reader->xml)) && event->kind != XML_ENDED) {
        if (event->kind == XML_OPEN && text_is(event->name, "row"))
            err = start_row(reader, event);
        else if (event->kind == XML_OPEN && text_is(event->name, "c") && reader->row.number > 0)
            err = read_cell(reader, event);
        else if (event->kind == XML_CLOSE && text_is(event->name, "row")) {
            while (reader->row.count > 0 && reader->cells[reader->row.count - 1].kind == XLSX_EMPTY)
                reader->row.count--;
            if (reader->row.count == 0)
                continue;
            for (size_t i = 0; i < reader->row.count; i++)
                if (reader->starts[i] != NOT_HERE)
                    reader->cells[i].text = reader->texts->at + reader->starts[i];
            reader->row.cells = reader->cells;
            *row = &reader->row;
            return OK;
        }
    }
    return err;
}
