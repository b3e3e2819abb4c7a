/* Files that are there whole or not at all. */
#include "record/transfer.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

struct file_writer {
    struct call *call;
    const char *path, *beside;
    int file; /* -1: ended */
};

/* Whoever did not come to the end leaves nothing behind. */
static void give_up(void *arg)
{
    struct file_writer *writer = arg;
    if (writer->file < 0)
        return;
    close(writer->file);
    unlink(writer->beside);
    writer->file = -1;
}

static enum err cannot_write(struct file_writer *writer)
{
    return fail_field(writer->call, ERR_SYSTEM, "file_cannot_write", NULL, writer->path);
}

enum err file_begin(struct file_writer **out, struct call *call, const char *path)
{
    struct file_writer *writer = *out = NEW(call->arena, struct file_writer);
    *writer = (struct file_writer){.call = call, .path = path, .file = -1};
    writer->beside = arena_format(call->arena, "%s.%d.part", path, (int)getpid());
    arena_defer(call->arena, give_up, writer);
    writer->file = open(writer->beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    return writer->file < 0 ? cannot_write(writer) : OK;
}

enum err file_add(struct file_writer *writer, const char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t n = write(writer->file, bytes, size);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return cannot_write(writer);
        bytes += n;
        size -= (size_t)n;
    }
    return OK;
}

enum err file_end(struct file_writer *writer)
{
    bool good = fsync(writer->file) == 0;
    good = close(writer->file) == 0 && good && rename(writer->beside, writer->path) == 0;
    writer->file = -1;
    if (good)
        return OK;
    unlink(writer->beside);
    return cannot_write(writer);
}
