/*
 * Where bytes come from, piece by piece: memory, an open file, or what a reader of this folder makes of them (a part of a
 * zip archive). So a reader of CSV or XML needs no more memory for a large file than for a small one.
 */
#pragma once
#include <stdint.h>
#include "base/call.h"

struct source {
    enum err (*read)(size_t *got, struct source *source, char *to, size_t room); /* got 0: the end */
    struct call *call;
    const char *at; /* memory */
    size_t left;
    int file;
    void *arg;
};

struct source source_memory(struct call *call, const void *bytes, size_t size);
struct source source_file(struct call *call, int file); /* an open descriptor, which stays the caller's */

/* At most `room` bytes, fewer only before the end. */
enum err source_read(size_t *got, struct source *source, char *to, size_t room) MUST_CHECK;

/* All that is left, after what the buffer holds; ERR_LIMIT when it does not fit. */
enum err source_all(struct buffer *out, struct source *source) MUST_CHECK;
