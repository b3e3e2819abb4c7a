#include "codec/gzip.h"
#include "codec/zlib_stream.h"
#include <limits.h>
#include <string.h>

enum { WINDOW = 15, WITH_GZIP_HEAD = 16, MEMORY_LEVEL = 8, PIECE = 32 << 10 };

static enum err too_large(struct call *call, const struct buffer *out)
{
    return fail_want(
        call, ERR_LIMIT, "too_many_bytes", NULL, NULL, number_text(call->arena, call->lang, (int64_t)out->most));
}

enum err gzip_pack(struct buffer *out, struct call *call, const void *bytes, size_t size, int level)
{
    z_stream z = zlib_stream(call->arena, bytes, size);
    if (size > UINT_MAX / 2)
        return too_large(call, out);
    if (deflateInit2(&z, level, Z_DEFLATED, WINDOW + WITH_GZIP_HEAD, MEMORY_LEVEL, Z_DEFAULT_STRATEGY) != Z_OK)
        return ERR_NO_MEMORY;
    enum err err = zlib_pack(out, &z, true) ? OK : too_large(call, out);
    deflateEnd(&z);
    return err;
}

bool gzip_is(const void *bytes, size_t size)
{
    return size > 2 && memcmp(bytes, "\x1f\x8b\x08", 3) == 0;
}

enum err gzip_unpack(struct buffer *out, struct call *call, const void *bytes, size_t size)
{
    z_stream z = zlib_stream(call->arena, bytes, size);
    if (size > UINT_MAX / 2)
        return too_large(call, out);
    if (inflateInit2(&z, WINDOW + WITH_GZIP_HEAD) != Z_OK)
        return ERR_NO_MEMORY;
    int end = Z_OK;
    char piece[PIECE];
    while (end == Z_OK && !out->full) {
        z.next_out = (void *)piece;
        z.avail_out = PIECE;
        end = inflate(&z, Z_NO_FLUSH);
        buffer_add(out, piece, PIECE - z.avail_out);
        if (end == Z_STREAM_END && z.avail_in > 0) /* several packed files one after another are one text */
            end = inflateReset(&z);
    }
    inflateEnd(&z);
    if (out->full)
        return too_large(call, out);
    return end == Z_STREAM_END ? OK : fail(call, ERR_INVALID, "gzip_broken");
}
