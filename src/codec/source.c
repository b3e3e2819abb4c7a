#include "codec/source.h"
#include <errno.h>
#include <string.h>
#include <unistd.h>

static enum err read_memory(size_t *got, struct source *source, char *to, size_t room)
{
    *got = room < source->left ? room : source->left;
    if (*got)
        memcpy(to, source->at, *got);
    source->at += *got;
    source->left -= *got;
    return OK;
}

static enum err read_file(size_t *got, struct source *source, char *to, size_t room)
{
    ssize_t size;
    do
        size = read(source->file, to, room);
    while (size < 0 && errno == EINTR);
    *got = size > 0 ? (size_t)size : 0;
    return size < 0 ? fail_system(source->call, "read", strerror(errno)) : OK;
}

struct source source_memory(struct call *call, const void *bytes, size_t size)
{
    return (struct source){.read = read_memory, .call = call, .at = bytes, .left = size};
}

struct source source_file(struct call *call, int file)
{
    return (struct source){.read = read_file, .call = call, .file = file};
}

enum err source_read(size_t *got, struct source *source, char *to, size_t room)
{
    enum err err = OK;
    size_t more = 1;
    for (*got = 0; !err && more > 0 && *got < room; *got += more) {
        more = 0;
        err = source->read(&more, source, to + *got, room - *got);
    }
    return err;
}

enum err source_all(struct buffer *out, struct source *source)
{
    enum { PIECE = 16 << 10 };
    char piece[PIECE];
    enum err err;
    size_t got;
    do {
        err = source_read(&got, source, piece, PIECE);
        if (!err)
            buffer_add(out, piece, got);
    } while (!err && got == PIECE && !out->full);
    if (!err && out->full) {
        char *most = number_text(source->call->arena, source->call->lang, (int64_t)out->most);
        err = fail_want(source->call, ERR_LIMIT, "too_many_bytes", NULL, NULL, most);
    }
    return err;
}
