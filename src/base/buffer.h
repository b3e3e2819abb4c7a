/*
 * Bytes that grow, with a maximum. Owned by an arena: gone when it is.
 *
 * A buffer that reaches its maximum takes nothing more and remembers it in `full`; the caller asks once at the
 * end. The bytes are always followed by a NUL that is not counted.
 */
#pragma once
#include <stdint.h>
#include <string.h>
#include "base/arena.h"

struct buffer {
    char *at;
    size_t size, room, most;
    bool full;
    struct arena *arena;
};

struct buffer *buffer_new(struct arena *arena, size_t most);
void buffer_grow_add(struct buffer *buffer, const void *bytes, size_t size); /* buffer_add where there is no room yet */
void buffer_text(struct buffer *buffer, const char *text);
void buffer_number(struct buffer *buffer, int64_t number);
void buffer_format(struct buffer *buffer, const char *format, ...) PRINTF_LIKE(2, 3);

/* Pages are written in thousands of small pieces: the usual case stands here, to be compiled in place. */
static inline void buffer_add(struct buffer *buffer, const void *bytes, size_t size)
{
    if (buffer->full || size == 0 || size > buffer->room - buffer->size) {
        buffer_grow_add(buffer, bytes, size);
        return;
    }
    memcpy(buffer->at + buffer->size, bytes, size);
    buffer->size += size;
    buffer->at[buffer->size] = 0;
}

static inline void buffer_byte(struct buffer *buffer, char byte)
{
    buffer_add(buffer, &byte, 1);
}

/* Makes it empty again, keeping its memory. */
void buffer_clear(struct buffer *buffer);

/* At least `size` more bytes to write at buffer->at + buffer->size; false when that goes over the maximum. */
bool buffer_room(struct buffer *buffer, size_t size);
