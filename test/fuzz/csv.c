/* CSV: any bytes are rows or a refusal; what was read can be written, and comes back. */
#include "codec/csv.h"
#include "test/fuzz/fuzz.h"

static void check_again(struct call *call, const struct buffer *written, const struct buffer *cells)
{
    struct source source = source_memory(call, written->at, written->size);
    struct csv_reader *reader = csv_open(call, &source, &(struct csv_options){.separator = ',', .guard = true});
    const struct csv_row *row;
    const char *at = cells->at;
    while (csv_next(&row, reader) == OK && row)
        for (size_t i = 0; i < row->count; i++) {
            PROMISE(strcmp(row->cells[i].text, at) == 0);
            at += strlen(at) + 1;
        }
    PROMISE(at == cells->at + cells->size);
    PROMISE(!call->faults);
}

static void fuzz(struct call *call, const char *bytes, size_t size)
{
    struct source source = source_memory(call, bytes, size);
    struct buffer *written = buffer_new(call->arena, 16 << 20), *cells = buffer_new(call->arena, 16 << 20);
    struct csv_reader *reader = csv_open(call, &source, &(struct csv_options){.guard = size % 2});
    struct csv_writer writer = csv_begin(written, true, false);
    const struct csv_row *row;
    enum err err;
    while (!(err = csv_next(&row, reader)) && row) {
        PROMISE(row->count > 0);
        for (size_t i = 0; i < row->count; i++) {
            PROMISE(strlen(row->cells[i].text) == row->cells[i].size);
            PROMISE(row->cells[i].line >= row->line && row->cells[i].column > 0);
            csv_text(&writer, row->cells[i].text);
            buffer_add(cells, row->cells[i].text, row->cells[i].size + 1);
        }
        csv_end_row(&writer);
    }
    PROMISE((err != OK) == (call->faults != NULL));
    if (!err)
        check_again(call, written, cells);
}
