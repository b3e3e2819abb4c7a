#include "test/table.h"

enum { FILE_MOST = 4 << 20 };

static char *file_text(const char *path, size_t *size)
{
    const char *root = getenv("SOURCE_ROOT");
    FILE *file = fopen(arena_format(test_call.arena, "%s/%s", text_or(root, "."), path), "rb");
    if (!file)
        return NULL;
    char *text = arena_alloc(test_call.arena, FILE_MOST);
    *size = fread(text, 1, FILE_MOST - 1, file);
    fclose(file);
    return text;
}

/* One cell from *at; `last` when it ends its line. */
static char *cell_read(const char **at, const char *end, bool *last, int *line)
{
    struct buffer *cell = buffer_new(test_call.arena, 1 << 20);
    bool quoted = *at < end && **at == '"';
    *at += quoted;
    while (*at < end) {
        char byte = *(*at)++;
        if (byte == '\n')
            ++*line;
        if (quoted && byte == '"') {
            if (*at < end && **at == '"') {
                buffer_byte(cell, *(*at)++);
                continue;
            }
            quoted = false;
            continue;
        }
        if (!quoted && (byte == ',' || byte == '\n')) {
            *last = byte == '\n';
            return cell->at ? cell->at : arena_text(test_call.arena, "");
        }
        if (byte != '\r' || quoted)
            buffer_byte(cell, byte);
    }
    *last = true;
    return cell->at ? cell->at : arena_text(test_call.arena, "");
}

const struct table *table_read(const char *path, bool may_be_absent)
{
    size_t size;
    const char *text = file_text(path, &size);
    if (!text) {
        if (!may_be_absent)
            test_fail(__FILE__, __LINE__, "%s cannot be read", path);
        if (!may_be_absent)
            test_leave();
        return NULL;
    }
    struct table *table = NEW(test_call.arena, struct table);
    table->path = path;
    size_t lines = 1, commas = 1;
    for (size_t i = 0; i < size; i++) {
        lines += text[i] == '\n';
        commas += text[i] == ',' || text[i] == '\n';
    }
    table->cells = NEW_ARRAY(test_call.arena, commas + 1, const char *);
    table->lines = NEW_ARRAY(test_call.arena, lines + 1, int);
    const char *at = text, *end = text + size;
    int line = 1;
    for (size_t row = 0, cells = 0; at < end; row++) {
        bool last = false;
        size_t columns = 0;
        table->lines[row] = line;
        while (!last) {
            table->cells[cells++] = cell_read(&at, end, &last, &line);
            columns++;
        }
        if (row == 0)
            table->columns = columns;
        if (columns != table->columns) {
            test_fail(path, table->lines[row], "%zu cells where the header has %zu", columns, table->columns);
            test_leave();
        }
        table->rows = row;
    }
    return table;
}

static size_t column_named(const struct table *table, const char *column)
{
    size_t i = 0;
    while (i < table->columns && !text_is(table->cells[i], column))
        i++;
    return i;
}

bool table_has(const struct table *table, const char *column)
{
    return column_named(table, column) < table->columns;
}

const char *table_cell(const struct table *table, size_t row, const char *column)
{
    size_t i = column_named(table, column);
    if (i == table->columns) {
        test_fail(table->path, 1, "no column %s", column);
        test_leave();
    }
    return table->cells[(row + 1) * table->columns + i];
}

struct date table_date(const struct table *table, size_t row, const char *column)
{
    const char *text = table_cell(table, row, column);
    struct date date = {0};
    if (*text && !date_parse(&date, text))
        test_fail(table->path, table->lines[row + 1], "%s: \"%s\" is no date", column, text);
    return date;
}

long table_number(const struct table *table, size_t row, const char *column)
{
    const char *text = table_cell(table, row, column);
    int64_t number = 0;
    if (*text && !text_number(&number, text))
        test_fail(table->path, table->lines[row + 1], "%s: \"%s\" is no number", column, text);
    return (long)number;
}

size_t table_find(const struct table *table, const char *column, const char *text)
{
    for (size_t row = 0; row < table->rows; row++)
        if (text_is(table_cell(table, row, column), text))
            return row;
    test_fail(table->path, 1, "no row with %s %s", column, text);
    test_leave();
}

const void **facts_read(const char *path, const struct record *record, size_t *count)
{
    const struct table *table = table_read(path, false);
    const void **rows = NEW_ARRAY(test_call.arena, table->rows + 1, const void *);
    for (size_t i = 0; i < table->rows; i++) {
        void *row = row_new(test_call.arena, record);
        for (size_t c = 0; c < table->columns; c++) {
            const char *column = table->cells[c], *cell = table->cells[(i + 1) * table->columns + c];
            int field = field_named(record, column);
            enum lang lang = LANG_EN;
            const char *ending = strrchr(column, '_');
            if (field < 0 && ending && lang_parse(&lang, ending + 1))
                field = field_named(record, arena_copy(test_call.arena, column, (size_t)(ending - column)));
            if (text_is(column, "id"))
                ((struct row *)row)->id = cell;
            else if (field < 0)
                test_fail(path, 1, "%s is no field of %s", column, record->noun);
            else if (field_set(&test_call, record, field, lang, row, cell) != OK)
                test_fail(path, table->lines[i + 1], "%s is refused: \"%s\"", column, cell);
        }
        if (row_check(&test_call, record, row) != OK)
            test_fail(path, table->lines[i + 1], "the row is refused");
        call_clear(&test_call);
        rows[i] = row;
    }
    *count = table->rows;
    return rows;
}

int choice_named(const struct record *record, const char *field, const char *word)
{
    const char *const *choices = record->fields[field_named(record, field)].choices;
    for (int i = 0; *word && choices[i]; i++)
        if (text_is(choices[i], word))
            return i + 1;
    if (*word)
        test_fail(__FILE__, __LINE__, "%s is no %s of %s", word, field, record->noun);
    return 0;
}
