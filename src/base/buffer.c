#include "base/buffer.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void release(void *what)
{
    struct buffer *buffer = what;
    free(buffer->at);
    buffer->at = NULL;
}

struct buffer *buffer_new(struct arena *arena, size_t most)
{
    struct buffer *buffer = NEW(arena, struct buffer);
    buffer->arena = arena;
    buffer->most = most;
    buffer->room = most < 1024 ? most : 1024;
    buffer->at = malloc(buffer->room + 1);
    if (!buffer->at)
        arena_give_up(arena);
    buffer->at[0] = 0;
    arena_defer(arena, release, buffer);
    return buffer;
}

bool buffer_room(struct buffer *buffer, size_t size)
{
    if (buffer->full || size > buffer->most - buffer->size) {
        buffer->full = true;
        return false;
    }
    if (buffer->room - buffer->size >= size)
        return true;
    size_t room = buffer->room;
    while (room - buffer->size < size)
        room = room > buffer->most / 2 ? buffer->most : room * 2;
    char *at = realloc(buffer->at, room + 1);
    if (!at)
        arena_give_up(buffer->arena);
    buffer->at = at;
    buffer->room = room;
    return true;
}

void buffer_grow_add(struct buffer *buffer, const void *bytes, size_t size)
{
    if (size == 0 || !buffer_room(buffer, size))
        return;
    memcpy(buffer->at + buffer->size, bytes, size);
    buffer->size += size;
    buffer->at[buffer->size] = 0;
}

void buffer_text(struct buffer *buffer, const char *text)
{
    buffer_add(buffer, text, strlen(text));
}

void buffer_number(struct buffer *buffer, int64_t number)
{
    char digits[24];
    size_t at = sizeof digits;
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    do
        digits[--at] = (char)('0' + rest % 10);
    while (rest /= 10);
    if (number < 0)
        digits[--at] = '-';
    buffer_add(buffer, digits + at, sizeof digits - at);
}

void buffer_format(struct buffer *buffer, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length > 0 && buffer_room(buffer, (size_t)length)) {
        vsnprintf(buffer->at + buffer->size, (size_t)length + 1, format, args);
        buffer->size += (size_t)length;
    }
    va_end(args);
}

void buffer_clear(struct buffer *buffer)
{
    buffer->size = 0;
    buffer->full = false;
    buffer->at[0] = 0;
}
