#include "record/table.h"
#include "base/text.h"
#include "codec/json_read.h"
#include "codec/xlsx.h"
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { MOST_WHOLE = 256 << 20, MOST_COLUMNS = 1000 };

struct table_reader {
    struct call *call;
    struct source source;
    struct csv_reader *csv;
    struct xlsx_reader *xlsx;
    const struct json_value *object; /* the next one of the array */
    const char **names;              /* of the columns made from JSON */
    size_t name_count;
    bool named;
    struct csv_row row;
};

static void close_file(void *what)
{
    close((int)(intptr_t)what);
}

static enum err open_source(struct source *out, struct call *call, const struct transfer_wish *wish)
{
    if (wish->bytes) {
        *out = source_memory(call, wish->bytes, wish->size);
        return OK;
    }
    int file = text_is(wish->file, "-") ? STDIN_FILENO : open(wish->file, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return fail_field(call, ERR_SYSTEM, "file_cannot_open", NULL, wish->file);
    if (file != STDIN_FILENO)
        arena_defer(call->arena, close_file, (void *)(intptr_t)file);
    *out = source_file(call, file);
    return OK;
}

/* ---- XLSX: the first sheet ---- */

static enum err open_xlsx(struct table_reader *reader, struct call *call)
{
    struct buffer *whole = buffer_new(call->arena, MOST_WHOLE);
    struct xlsx_book *book;
    enum err err = source_all(whole, &reader->source);
    if (!err)
        err = xlsx_open(&book, call, whole->at, whole->size, NULL);
    return err ? err : xlsx_read_sheet(&reader->xlsx, book, 0);
}

static enum err next_xlsx(const struct csv_row **out, struct table_reader *reader)
{
    const struct xlsx_row *row;
    enum err err = xlsx_next(&row, reader->xlsx);
    *out = NULL;
    if (err || !row)
        return err;
    struct csv_cell *cells = NEW_ARRAY(reader->call->arena, row->count + 1, struct csv_cell);
    for (size_t i = 0; i < row->count; i++)
        cells[i] =
            (struct csv_cell){.text = text_or(row->cells[i].text, ""), .line = row->number, .column = (int)i + 1};
    reader->row = (struct csv_row){.cells = cells, .count = row->count, .line = row->number};
    *out = &reader->row;
    return OK;
}

/* ---- JSON: an array of objects as an export writes it; words in six languages are objects by language ---- */

static size_t column_named(struct table_reader *reader, const char *name)
{
    for (size_t i = 0; i < reader->name_count; i++)
        if (strcmp(reader->names[i], name) == 0)
            return i;
    if (reader->name_count < MOST_COLUMNS)
        reader->names[reader->name_count++] = name;
    return reader->name_count - 1;
}

static const char *text_of(const struct json_value *value)
{
    return value->kind == JSON_BOOL ? (value->flag ? "true" : "false")
        : value->kind == JSON_NULL  ? ""
                                    : text_or(value->text, "");
}

/* Calls for every value of an object with the name of its column: name, or name_fr. What was withheld says nothing. */
static void each_value(struct table_reader *reader, const struct json_value *object, struct csv_cell *cells)
{
    for (const struct json_value *member = object->first; member; member = member->next) {
        bool told = strcmp(member->name, "withheld") == 0 || strcmp(member->name, "clocks") == 0; /* not stored */
        if (told || (member->kind == JSON_OBJECT && !member->first))
            continue;
        for (const struct json_value *value = member->kind == JSON_OBJECT ? member->first : member; value;
             value = value->next) {
            const char *name = member->name;
            if (value != member)
                name = arena_format(reader->call->arena, "%s_%s", member->name, value->name);
            size_t column = column_named(reader, name);
            if (cells)
                cells[column] = (struct csv_cell){.text = text_of(value), .line = value->line, .column = value->column};
            if (value == member)
                break;
        }
    }
}

static enum err open_json(struct table_reader *reader, struct call *call)
{
    struct buffer *whole = buffer_new(call->arena, MOST_WHOLE);
    struct json_value *json;
    enum err err = source_all(whole, &reader->source);
    if (!err)
        err = json_read(&json, call, whole->at, whole->size, &(struct json_limits){.values = 20000000});
    if (err)
        return err;
    const struct json_value *array = json_get(json, "items") ? json_get(json, "items") : json;
    if (array->kind != JSON_ARRAY)
        return fail_field(call, ERR_INVALID, "not_a_json_array", NULL, NULL);
    reader->names = NEW_ARRAY(call->arena, MOST_COLUMNS, const char *);
    for (const struct json_value *object = array->first; object; object = object->next) {
        if (object->kind != JSON_OBJECT)
            return fail_field(call, ERR_INVALID, "not_a_json_array", NULL, NULL);
        each_value(reader, object, NULL);
    }
    reader->object = array->first;
    return OK;
}

static enum err next_json(const struct csv_row **out, struct table_reader *reader)
{
    *out = NULL;
    if (reader->named && !reader->object)
        return OK;
    struct csv_cell *cells = NEW_ARRAY(reader->call->arena, reader->name_count + 1, struct csv_cell);
    for (size_t i = 0; i < reader->name_count; i++)
        cells[i] = (struct csv_cell){.text = reader->named ? "" : reader->names[i]};
    reader->row = (struct csv_row){.cells = cells, .count = reader->name_count, .line = 1};
    if (reader->named) {
        each_value(reader, reader->object, cells);
        reader->row.line = reader->object->line;
        reader->object = reader->object->next;
    }
    reader->named = true;
    *out = &reader->row;
    return OK;
}

enum transfer transfer_format(const struct record *record, const char *bytes, size_t size)
{
    const struct own_files *own = own_files_of(record);
    if (own && own->are(bytes, size))
        return TRANSFER_OWN;
    if (size >= 4 && !memcmp(bytes, "PK\3\4", 4))
        return TRANSFER_XLSX;
    size_t at = size >= 3 && !memcmp(bytes, "\xEF\xBB\xBF", 3) ? 3 : 0;
    while (at < size && memchr(" \t\r\n", bytes[at], 4))
        at++;
    return at < size && (bytes[at] == '[' || bytes[at] == '{') ? TRANSFER_JSON : TRANSFER_CSV;
}

enum err table_open(struct table_reader **out, struct call *call, const struct transfer_wish *wish)
{
    struct table_reader *reader = NEW(call->arena, struct table_reader);
    reader->call = call;
    enum err err = open_source(&reader->source, call, wish);
    *out = reader;
    if (err)
        return err;
    if (wish->format == TRANSFER_XLSX)
        return open_xlsx(reader, call);
    if (wish->format == TRANSFER_JSON)
        return open_json(reader, call);
    reader->csv = csv_open(call, &reader->source, &(struct csv_options){.guard = true});
    return OK;
}

enum err table_next(const struct csv_row **row, struct table_reader *reader)
{
    return reader->csv ? csv_next(row, reader->csv) : reader->xlsx ? next_xlsx(row, reader) : next_json(row, reader);
}
