/*
 * A stream of zlib whose memory comes from an arena, without a jump, and stays there until the arena is freed.
 */
#pragma once
#include <zlib.h>
#include "base/buffer.h"

z_stream zlib_stream(struct arena *arena, const void *bytes, size_t size);

/* Packs the stream's input into the buffer, and with `end` closes it; false when it does not fit. */
bool zlib_pack(struct buffer *out, z_stream *stream, bool end);
