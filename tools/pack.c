/* Deflate as gzip writes it, and bytes as C writes them (pack.h). */
#include "pack.h"
#include <zlib.h>

size_t pack(unsigned char *packed, size_t room, const unsigned char *bytes, size_t size)
{
    z_stream stream = {0};
    if (deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        return 0;
    stream.next_in = (z_const Bytef *)bytes;
    stream.avail_in = (uInt)size;
    stream.next_out = packed;
    stream.avail_out = (uInt)room;
    size_t made = deflate(&stream, Z_FINISH) == Z_STREAM_END ? stream.total_out : 0;
    deflateEnd(&stream);
    return made;
}

void write_bytes(FILE *out, const unsigned char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        fprintf(out, "%s%u,", i % 32 ? "" : "\n    ", bytes[i]);
}
