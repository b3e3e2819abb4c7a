#include "record/table.h"
#include "base/text.h"
#include <fcntl.h>
#include <unistd.h>

struct table_reader {
    struct source source;
    struct csv_reader *csv;
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

enum err table_open(struct table_reader **out, struct call *call, const struct transfer_wish *wish)
{
    struct table_reader *reader = NEW(call->arena, struct table_reader);
    enum err err = open_source(&reader->source, call, wish);
    *out = reader;
    if (!err)
        reader->csv = csv_open(call, &reader->source, &(struct csv_options){.guard = true});
    return err;
}

enum err table_next(const struct csv_row **row, struct table_reader *reader)
{
    return csv_next(row, reader->csv);
}
