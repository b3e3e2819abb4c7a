#include "cli/table.h"
#include "base/text.h"
#include "base/fold.h"
#include <string.h>

enum { MOST_CELLS = 1 << 20, NARROWEST = 8, BETWEEN = 2 };

struct table {
    struct arena *arena;
    int columns, rows, room;
    const char **heads;
    bool *figures;
    const char **cells; /* row by row */
};

struct table *table_new(struct arena *arena, int columns)
{
    struct table *table = NEW(arena, struct table);
    table->arena = arena;
    table->columns = columns;
    table->room = 64;
    table->heads = NEW_ARRAY(arena, (size_t)columns, const char *);
    table->figures = NEW_ARRAY(arena, (size_t)columns, bool);
    table->cells = NEW_ARRAY(arena, (size_t)(table->room * columns), const char *);
    return table;
}

void table_head(struct table *table, int column, const char *text, bool figures)
{
    table->heads[column] = text;
    table->figures[column] = figures;
}

void table_cell(struct table *table, int column, const char *text)
{
    if (text)
        table->cells[table->rows * table->columns + column] = text;
}

void table_row(struct table *table)
{
    if (++table->rows < table->room)
        return;
    size_t size = (size_t)(table->room * table->columns);
    const char **cells = NEW_ARRAY(table->arena, size * 2, const char *);
    memcpy(cells, table->cells, size * sizeof *cells);
    table->cells = cells;
    table->room *= 2;
}

/* Wide: the blocks of East Asian characters. None: marks and joiners. Everything else takes one cell. */
static int cells_of(uint32_t code)
{
    if (code == 0 || (code >= 0x300 && code <= 0x36F) || (code >= 0x64B && code <= 0x65F) || code == 0x670 ||
        (code >= 0x200B && code <= 0x200F) || (code >= 0x2066 && code <= 0x2069) || (code >= 0xFE00 && code <= 0xFE0F))
        return 0;
    if ((code >= 0x1100 && code <= 0x115F) || (code >= 0x2E80 && code <= 0xA4CF && code != 0x303F) ||
        (code >= 0xAC00 && code <= 0xD7A3) || (code >= 0xF900 && code <= 0xFAFF) ||
        (code >= 0xFE30 && code <= 0xFE6F) || (code >= 0xFF00 && code <= 0xFF60) ||
        (code >= 0xFFE0 && code <= 0xFFE6) || (code >= 0x20000 && code <= 0x3FFFD))
        return 2;
    return 1;
}

int text_cells(const char *text)
{
    const char *end = text + strlen(text);
    int n = 0;
    while (text < end)
        n += cells_of(utf8_next(&text, end));
    return n;
}

static void put(struct buffer *out, const char *text, int width, bool right, bool last)
{
    int cells = text_cells(text);
    if (right)
        for (int i = cells; i < width; i++)
            buffer_byte(out, ' ');
    if (cells <= width) {
        for (const char *c = text; *c; c++) /* a table has one line a row */
            buffer_byte(out, *c == '\n' || *c == '\r' || *c == '\t' ? ' ' : *c);
    } else {
        const char *at = text, *end = text + strlen(text);
        int used = 0;
        for (;;) {
            const char *from = at;
            int one = cells_of(utf8_next(&at, end));
            if (used + one > width - 1)
                break;
            used += one;
            if (*from == '\n' || *from == '\r' || *from == '\t')
                buffer_byte(out, ' ');
            else
                buffer_add(out, from, (size_t)(at - from));
        }
        buffer_text(out, "…");
        cells = used + 1;
    }
    if (!right && !last)
        for (int i = cells; i < width; i++)
            buffer_byte(out, ' ');
}

static const char *cell(const struct table *table, int row, int column)
{
    return text_or(row < 0 ? table->heads[column] : table->cells[row * table->columns + column], "");
}

static void measure(const struct table *table, int *widths, int width)
{
    int total = 0;
    for (int c = 0; c < table->columns; c++) {
        widths[c] = 0;
        for (int r = -1; r < table->rows; r++) {
            int n = text_cells(cell(table, r, c));
            widths[c] = n > widths[c] ? n : widths[c];
        }
        total += widths[c] + BETWEEN;
    }
    while (width > 0 && total - BETWEEN > width) { /* the widest gives way first */
        int widest = 0;
        for (int c = 1; c < table->columns; c++)
            if (widths[c] > widths[widest])
                widest = c;
        if (widths[widest] <= NARROWEST)
            break;
        widths[widest]--;
        total--;
    }
}

void table_print(struct table *table, struct buffer *out, int width)
{
    int *widths = NEW_ARRAY(table->arena, (size_t)table->columns, int);
    measure(table, widths, width);
    bool headed = false;
    for (int c = 0; c < table->columns; c++)
        headed |= table->heads[c] != NULL;
    for (int r = headed ? -1 : 0; r < table->rows; r++) {
        int filled = table->columns; /* nothing stands behind the last cell that has something in it */
        while (filled > 0 && !*cell(table, r, filled - 1))
            filled--;
        for (int c = 0; c < filled; c++) {
            if (c)
                buffer_text(out, "  ");
            put(out, cell(table, r, c), widths[c], table->figures[c], c + 1 == filled);
        }
        buffer_byte(out, '\n');
    }
}
