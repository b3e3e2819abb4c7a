/*
 * The reader of CSV (codec/csv.h): a piece of the source is checked to be UTF-8, then its characters are taken one by one.
 */
#include "codec/csv.h"
#include "base/text.h"
#include <string.h>

enum { PIECE = 32 << 10, END = -1, STOPPED = -2, MOST_CELLS = 1000, MOST_BYTES = 4 << 20 };

struct csv_reader {
    struct call *call;
    struct source source;
    struct csv_options options;
    char piece[PIECE];
    size_t at, valid, size; /* valid: up to here it is UTF-8 */
    bool ended;             /* the source has no more */
    int line, column;       /* of the next character */
    enum err err;
    struct buffer *bytes; /* of the row's cells, each ended by NUL */
    struct csv_cell *cells;
    size_t *starts; /* of the cells in bytes */
    size_t count, room;
    struct csv_row row;
};

static int stop(struct csv_reader *reader, enum err code, const char *key, const char *want, int line, int column)
{
    struct fault *fault = fault_add(reader->call, code, key);
    fault->want = want;
    fault->line = line;
    fault->column = column;
    reader->err = code;
    return STOPPED;
}

static bool refill(struct csv_reader *reader)
{
    size_t tail = reader->size - reader->valid, got = 0;
    memmove(reader->piece, reader->piece + reader->valid, tail);
    enum err err = reader->ended ? OK : source_read(&got, &reader->source, reader->piece + tail, PIECE - tail);
    if (err) {
        reader->err = err;
        return false;
    }
    reader->ended = reader->ended || got < PIECE - tail;
    reader->at = 0;
    reader->size = tail + got;
    reader->valid = utf8_valid(reader->piece, reader->size);
    return reader->valid > 0;
}

/* The next byte without taking it. */
static int peek(struct csv_reader *reader)
{
    if (reader->err)
        return STOPPED;
    if (reader->at == reader->valid && !refill(reader)) {
        if (reader->err)
            return STOPPED;
        if (reader->size == 0)
            return END;
        return stop(
            reader, ERR_INVALID, reader->piece[0] ? "csv_not_utf8" : "csv_nul", NULL, reader->line, reader->column);
    }
    return (unsigned char)reader->piece[reader->at];
}

static void take(struct csv_reader *reader)
{
    reader->column += (reader->piece[reader->at++] & 0xC0) != 0x80;
}

/* Past the end of a line, however it is written. */
static void take_line_end(struct csv_reader *reader)
{
    bool cr = reader->piece[reader->at] == '\r';
    take(reader);
    if (cr && peek(reader) == '\n')
        take(reader);
    reader->line++;
    reader->column = 1;
}

static bool is_line_end(int c)
{
    return c == '\n' || c == '\r';
}

/* Which separator the first line has most of, outside quotes. */
static char guess_separator(struct csv_reader *reader)
{
    static const char candidates[] = {',', ';', '\t'};
    size_t counts[3] = {0}, best = 0;
    bool quoted = false;
    if (peek(reader) < 0)
        return ',';
    for (size_t i = reader->at; i < reader->valid && (quoted || !is_line_end(reader->piece[i])); i++) {
        quoted ^= reader->piece[i] == '"';
        for (size_t j = 0; j < 3; j++)
            counts[j] += !quoted && reader->piece[i] == candidates[j];
    }
    for (size_t j = 1; j < 3; j++)
        if (counts[j] > counts[best])
            best = j;
    return candidates[best];
}

struct csv_reader *csv_open(struct call *call, const struct source *source, const struct csv_options *options)
{
    struct csv_reader *reader = NEW(call->arena, struct csv_reader);
    reader->call = call;
    reader->source = *source;
    if (options)
        reader->options = *options;
    if (!reader->options.most_cells)
        reader->options.most_cells = MOST_CELLS;
    if (!reader->options.most_bytes)
        reader->options.most_bytes = MOST_BYTES;
    reader->bytes = buffer_new(call->arena, reader->options.most_bytes);
    reader->line = reader->column = 1;
    peek(reader);
    if (reader->valid >= 3 && memcmp(reader->piece, "\xEF\xBB\xBF", 3) == 0)
        reader->at = 3;
    if (!reader->options.separator)
        reader->options.separator = guess_separator(reader);
    return reader;
}

static void start_cell(struct csv_reader *reader)
{
    if (reader->count == reader->options.most_cells) {
        char *most = number_text(reader->call->arena, reader->call->lang, (int64_t)reader->options.most_cells);
        stop(reader, ERR_LIMIT, "csv_too_many_cells", most, reader->line, reader->column);
        return;
    }
    if (reader->count == reader->room) {
        size_t room = reader->room ? reader->room * 2 : 32;
        struct csv_cell *cells = NEW_ARRAY(reader->call->arena, room, struct csv_cell);
        size_t *starts = NEW_ARRAY(reader->call->arena, room, size_t);
        if (reader->count) {
            memcpy(cells, reader->cells, reader->count * sizeof *cells);
            memcpy(starts, reader->starts, reader->count * sizeof *starts);
        }
        reader->cells = cells;
        reader->starts = starts;
        reader->room = room;
    }
    reader->starts[reader->count] = reader->bytes->size;
    reader->cells[reader->count++] = (struct csv_cell){.line = reader->line, .column = reader->column};
}

static void keep(struct csv_reader *reader, const char *bytes, size_t size)
{
    buffer_add(reader->bytes, bytes, size);
    if (reader->bytes->full && !reader->err) {
        char *most = number_text(reader->call->arena, reader->call->lang, (int64_t)reader->options.most_bytes);
        stop(reader, ERR_LIMIT, "csv_row_too_long", most, reader->line, reader->column);
    }
}

/* Takes and keeps what stands before the next quote, line end or separator, as far as the piece goes. */
static void keep_run(struct csv_reader *reader, char separator)
{
    const char *from = reader->piece + reader->at, *end = reader->piece + reader->valid, *at = from;
    for (; at < end && *at != '"' && *at != '\n' && *at != '\r' && *at != separator; at++)
        reader->column += (*at & 0xC0) != 0x80;
    reader->at += (size_t)(at - from);
    keep(reader, from, (size_t)(at - from));
}

static void read_quoted(struct csv_reader *reader)
{
    const struct csv_cell *cell = &reader->cells[reader->count - 1];
    take(reader);
    while (!reader->err) {
        int c = peek(reader);
        if (c == END) {
            stop(reader, ERR_INVALID, "csv_open_quote", NULL, cell->line, cell->column);
        } else if (c == '"') {
            take(reader);
            if (peek(reader) != '"')
                break;
            take(reader);
            keep(reader, "\"", 1);
        } else if (is_line_end(c)) {
            bool cr = c == '\r'; /* kept as it was written, so that text over several lines comes back exactly */
            keep(reader, cr ? "\r" : "\n", 1);
            take(reader);
            if (cr && peek(reader) == '\n')
                continue;
            reader->line++;
            reader->column = 1;
        } else if (c >= 0) {
            keep_run(reader, '"');
        }
    }
    int after = reader->err ? END : peek(reader);
    if (after >= 0 && after != reader->options.separator && !is_line_end(after))
        stop(reader, ERR_INVALID, "csv_after_quote", NULL, reader->line, reader->column);
}

static void read_plain(struct csv_reader *reader)
{
    while (!reader->err) {
        int c = peek(reader);
        if (c < 0 || c == reader->options.separator || is_line_end(c))
            return;
        if (c == '"')
            stop(reader, ERR_INVALID, "csv_stray_quote", NULL, reader->line, reader->column);
        else
            keep_run(reader, reader->options.separator);
    }
}

/* False when the row ends with this cell. */
static bool read_cell(struct csv_reader *reader)
{
    start_cell(reader);
    if (reader->err)
        return false;
    struct csv_cell *cell = &reader->cells[reader->count - 1];
    cell->quoted = peek(reader) == '"';
    if (cell->quoted)
        read_quoted(reader);
    else
        read_plain(reader);
    if (reader->err)
        return false;
    cell->size = reader->bytes->size - reader->starts[reader->count - 1];
    keep(reader, "", 1);
    int c = peek(reader);
    if (c == reader->options.separator) {
        take(reader);
        return true;
    }
    if (c >= 0)
        take_line_end(reader);
    return false;
}

static void point_cells(struct csv_reader *reader)
{
    for (size_t i = 0; i < reader->count; i++) {
        struct csv_cell *cell = &reader->cells[i];
        cell->text = reader->bytes->at + reader->starts[i];
        if (reader->options.guard && cell->text[0] == '\'' && csv_guarded(cell->text)) {
            cell->text++;
            cell->size--;
        }
    }
}

enum err csv_next(const struct csv_row **row, struct csv_reader *reader)
{
    *row = NULL;
    do {
        if (reader->err || peek(reader) < 0)
            return reader->err;
        reader->count = 0;
        buffer_clear(reader->bytes);
        reader->row.line = reader->line;
        while (read_cell(reader))
            ;
        if (reader->err)
            return reader->err;
    } while (reader->count == 1 && reader->cells[0].size == 0 && !reader->cells[0].quoted);
    point_cells(reader);
    reader->row.cells = reader->cells;
    reader->row.count = reader->count;
    *row = &reader->row;
    return OK;
}
