/* The writer of zip archives (codec/zip.h): no clock and no machine shows in the bytes. */
#include "codec/zip.h"
#include "codec/zlib_stream.h"
#include <limits.h>
#include <string.h>

enum { LEVEL = 6, MEMORY_LEVEL = 8, RAW_WINDOW = -15, VERSION_NEEDED = 20, NAMES_ARE_UTF8 = 1 << 11, DEFLATED = 8 };
enum {
    FIRST_DAY = 1 << 5 | 1,
    MOST_ENTRIES = 65534
}; /* 1 January 1980: the zero of the format, so that no clock shows */

struct zip_writer {
    struct call *call;
    struct buffer *out, *directory;
    size_t start, count;
};

static void put16(struct buffer *out, uint32_t value)
{
    buffer_add(out, (char[]){(char)value, (char)(value >> 8)}, 2);
}

static void put32(struct buffer *out, uint32_t value)
{
    put16(out, value & 0xFFFF);
    put16(out, value >> 16);
}

/* What the local and the central head of an entry have in common. */
static void put_common(struct buffer *out, uint32_t checksum, size_t packed, size_t size, size_t name)
{
    put16(out, VERSION_NEEDED);
    put16(out, NAMES_ARE_UTF8);
    put16(out, DEFLATED);
    put16(out, 0);
    put16(out, FIRST_DAY);
    put32(out, checksum);
    put32(out, (uint32_t)packed);
    put32(out, (uint32_t)size);
    put16(out, (uint32_t)name);
    put16(out, 0);
}

struct zip_writer *zip_begin(struct call *call, struct buffer *out)
{
    struct zip_writer *writer = NEW(call->arena, struct zip_writer);
    *writer = (struct zip_writer){
        .call = call, .out = out, .start = out->size, .directory = buffer_new(call->arena, out->most)};
    return writer;
}

static enum err too_large(struct zip_writer *writer)
{
    struct call *call = writer->call;
    return fail_want(call, ERR_LIMIT, "too_many_bytes", NULL, NULL,
        number_text(call->arena, call->lang, (int64_t)writer->out->most));
}

static enum err pack(struct zip_writer *writer, size_t *packed, const void *bytes, size_t size)
{
    struct buffer *out = writer->out;
    z_stream z = zlib_stream(writer->call->arena, bytes, size);
    if (deflateInit2(&z, LEVEL, Z_DEFLATED, RAW_WINDOW, MEMORY_LEVEL, Z_DEFAULT_STRATEGY) != Z_OK)
        return ERR_NO_MEMORY;
    size_t before = out->size;
    enum err err = zlib_pack(out, &z) ? OK : too_large(writer);
    *packed = out->size - before;
    deflateEnd(&z);
    return err;
}

enum err zip_add(struct zip_writer *writer, const char *name, const void *bytes, size_t size)
{
    struct buffer *out = writer->out;
    size_t offset = out->size - writer->start, name_size = strlen(name), packed = 0;
    if (size > INT_MAX || offset > INT_MAX || name_size > 1000 || writer->count >= MOST_ENTRIES)
        return too_large(writer);
    uint32_t checksum = (uint32_t)crc32(0, bytes, (unsigned)size);
    put32(out, 0x04034b50);
    size_t head = out->size;
    put_common(out, checksum, 0, size, name_size);
    buffer_add(out, name, name_size);
    enum err err = pack(writer, &packed, bytes, size);
    if (err || out->full)
        return err ? err : too_large(writer);
    for (size_t i = 0; i < 4; i++) /* now that it is known */
        out->at[head + 14 + i] = (char)(packed >> (8 * i));
    put32(writer->directory, 0x02014b50);
    put16(writer->directory, VERSION_NEEDED);
    put_common(writer->directory, checksum, packed, size, name_size);
    put16(writer->directory, 0); /* comment */
    put16(writer->directory, 0); /* disk */
    put16(writer->directory, 0); /* attributes inside and outside */
    put32(writer->directory, 0);
    put32(writer->directory, (uint32_t)offset);
    buffer_add(writer->directory, name, name_size);
    writer->count++;
    return OK;
}

enum err zip_end(struct zip_writer *writer)
{
    struct buffer *out = writer->out;
    size_t offset = out->size - writer->start;
    buffer_add(out, writer->directory->at, writer->directory->size);
    put32(out, 0x06054b50);
    put32(out, 0); /* disks */
    put16(out, (uint32_t)writer->count);
    put16(out, (uint32_t)writer->count);
    put32(out, (uint32_t)writer->directory->size);
    put32(out, (uint32_t)offset);
    put16(out, 0);
    return out->full || writer->directory->full || offset > INT_MAX ? too_large(writer) : OK;
}
