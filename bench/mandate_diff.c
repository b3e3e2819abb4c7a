/*
 * How long the comparison of two texts of ten pages takes:   mandate_diff FOLDER-OF-CASES
 *
 * The texts are made of the cases' paragraphs: the second has lost some, gained some and changed words. Prints milliseconds for one.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>
#include "mandate/diff.h"
#include "mandate/files.h"
#include "mandate/reader.h"

enum { TIMES = 200, PARAGRAPHS = 60, MOST_BYTES = 1 << 20 };

static double milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* Sixty paragraphs of some five hundred bytes; `other` changes every third, drops every tenth and adds some. */
static struct buffer *text_of(struct arena *arena, const struct resolution *from, bool other)
{
    struct buffer *out = buffer_new(arena, MOST_BYTES);
    buffer_text(out, "The General Assembly,\n");
    for (int i = 1; i <= PARAGRAPHS; i++) {
        const struct clause *c = &from->operative[(size_t)i % from->operative_count];
        if (other && i % 10 == 0)
            continue;
        buffer_format(out, "%d. Requests the Secretary-General, in pursuance of item %d, ", i, i * 7);
        for (int k = 0; k < 3; k++)
            buffer_format(out, "%.*s %d %s ", (int)(c->span.to - c->span.at) - 1, from->text->bytes + c->span.at,
                i * 31 + k, other && i % 3 == 0 ? "and without delay" : "as appropriate");
        buffer_text(out, ";\n");
    }
    return out;
}

static enum err run(void *arg)
{
    struct call *call = arg;
    const char *bytes, *reason;
    size_t size;
    struct mandate_reading reading, a, b;
    struct mandate_diff diff;
    struct mandate_reader *reader = mandate_reader_new(call->arena);
    enum err err = file_bytes(
        &bytes, &size, call->arena, arena_format(call->arena, "%s/ga-word.txt", call->request), MOST_BYTES, &reason);
    if (err)
        return err;
    mandate_read(&reading, reader, call->arena, bytes, size);
    if (!reading.count)
        return ERR_INVALID;
    struct buffer *first = text_of(call->arena, reading.at[0], false),
                  *second = text_of(call->arena, reading.at[0], true);
    mandate_read(&a, reader, call->arena, first->at, first->size);
    mandate_read(&b, reader, call->arena, second->at, second->size);
    double start = milliseconds();
    for (int i = 0; i < TIMES; i++)
        mandate_diff(&diff, call->arena, a.at[0], b.at[0]);
    printf("%.4f\n", (milliseconds() - start) / TIMES);
    return OK;
}

int main(int argc, char **argv)
{
    struct arena *arena = arena_new((size_t)2 << 30);
    struct call call;
    if (argc < 2 || !arena)
        return 2;
    call_init(&call, arena, LANG_EN, 0);
    call.request = argv[1];
    enum err err = arena_run(arena, run, &call);
    arena_free(arena);
    return err_status(err);
}
