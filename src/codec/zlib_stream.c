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

bool zlib_pack(struct buffer *out, z_stream *stream, bool end)
{
    enum { PIECE = 16 << 10 };
    char piece[PIECE];
    int state = Z_OK;
    do {
        stream->next_out = (void *)piece;
        stream->avail_out = PIECE;
        state = deflate(stream, end ? Z_FINISH : Z_NO_FLUSH);
        buffer_add(out, piece, PIECE - stream->avail_out);
    } while (state == Z_OK && (end || stream->avail_in > 0 || stream->avail_out == 0) && !out->full);
    return !out->full && (end ? state == Z_STREAM_END : state == Z_OK || state == Z_BUF_ERROR);
}
