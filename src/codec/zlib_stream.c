#include "codec/zlib_stream.h"
#include <limits.h>
#include <stdint.h>

static void *take(void *arena, unsigned count, unsigned size)
{
    return count && size > UINT_MAX / count ? NULL : arena_try(arena, (size_t)count * size);
}

static void give_back(void *arena, void *at)
{
    (void)arena, (void)at;
}

z_stream zlib_stream(struct arena *arena, const void *bytes, size_t size)
{
    return (z_stream){.zalloc = take,
        .zfree = give_back,
        .opaque = arena,
        .next_in = (void *)(uintptr_t)bytes,
        .avail_in = size < UINT_MAX ? (unsigned)size : UINT_MAX};
}

bool zlib_pack(struct buffer *out, z_stream *stream)
{
    enum { PIECE = 16 << 10 };
    char piece[PIECE];
    int end = Z_OK;
    while (end == Z_OK && !out->full) {
        stream->next_out = (void *)piece;
        stream->avail_out = PIECE;
        end = deflate(stream, Z_FINISH);
        buffer_add(out, piece, PIECE - stream->avail_out);
    }
    return end == Z_STREAM_END && !out->full;
}
