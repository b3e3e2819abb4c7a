/* The writer of zip archives (codec/zip.h): no clock and no machine shows in the bytes. */
#include "codec/zip.h"
#include "codec/zlib_stream.h"
#include <limits.h>
#include <string.h>

enum { LEVEL = 6, MEMORY_LEVEL = 8, RAW_WINDOW = -15, VERSION_NEEDED = 20, DEFLATED = 8 };
enum { SIZES_FOLLOW = 1 << 3, NAMES_ARE_UTF8 = 1 << 11 };
enum { MOST_ENTRIES = 65534, LONGEST_NAME = 1000, MOST_DIRECTORY = 64 << 20, FIRST_DAY = 1 << 5 | 1 };
/* FIRST_DAY is 1 January 1980, the zero of the format: no clock shows. */

struct zip_writer {
    struct call *call;
    struct buffer *out, *directory;
    uint64_t written; /* to `out` so far, wherever that has gone meanwhile */
    size_t count;
    z_stream z; /* one for all entries */
    bool ready;
    const char *name; /* of the entry being written */
    uint64_t head, body, size;
    uint32_t checksum;
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

/* What the local and the central head of an entry have in common. The first stands before the bytes: what it cannot know is 0. */
static void put_common(struct buffer *out, uint32_t checksum, uint64_t packed, uint64_t size, size_t name)
{
    put16(out, VERSION_NEEDED);
    put16(out, SIZES_FOLLOW | NAMES_ARE_UTF8);
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
    *writer = (struct zip_writer){.call = call, .out = out, .directory = buffer_new(call->arena, MOST_DIRECTORY)};
    return writer;
}

static enum err too_large(struct zip_writer *writer, uint64_t most)
{
    struct call *call = writer->call;
    return fail_want(
        call, ERR_LIMIT, "too_many_bytes", NULL, NULL, number_text(call->arena, call->lang, (int64_t)most));
}

static enum err count_written(struct zip_writer *writer, size_t before)
{
    writer->written += writer->out->size - before;
    return writer->out->full ? too_large(writer, writer->out->most) : OK;
}

enum err zip_start(struct zip_writer *writer, const char *name)
{
    struct buffer *out = writer->out;
    size_t before = out->size;
    if (writer->written > UINT32_MAX || strlen(name) > LONGEST_NAME || writer->count >= MOST_ENTRIES)
        return too_large(writer, UINT32_MAX);
    writer->name = arena_text(writer->call->arena, name);
    writer->head = writer->written;
    writer->size = writer->checksum = 0;
    put32(out, 0x04034b50);
    put_common(out, 0, 0, 0, strlen(name));
    buffer_text(out, name);
    enum err err = count_written(writer, before);
    writer->body = writer->written;
    if (err || writer->ready)
        return err ? err : deflateReset(&writer->z) == Z_OK ? OK : ERR_NO_MEMORY;
    writer->z = zlib_stream(writer->call->arena, NULL, 0);
    writer->ready = true;
    int state = deflateInit2(&writer->z, LEVEL, Z_DEFLATED, RAW_WINDOW, MEMORY_LEVEL, Z_DEFAULT_STRATEGY);
    return state == Z_OK ? OK : ERR_NO_MEMORY;
}

/* The input of the stream; with `end` what it still holds comes out too. */
static enum err pack(struct zip_writer *writer, bool end)
{
    size_t before = writer->out->size;
    bool good = zlib_pack(writer->out, &writer->z, end);
    enum err err = count_written(writer, before);
    return err || good ? err : ERR_NO_MEMORY;
}

enum err zip_write(struct zip_writer *writer, const void *bytes, size_t size)
{
    if (size > INT_MAX || writer->size + size > UINT32_MAX)
        return too_large(writer, UINT32_MAX);
    writer->size += size;
    writer->checksum = (uint32_t)crc32(writer->checksum, bytes, (unsigned)size);
    writer->z.next_in = (void *)(uintptr_t)bytes;
    writer->z.avail_in = (unsigned)size;
    return pack(writer, false);
}

enum err zip_finish(struct zip_writer *writer)
{
    struct buffer *out = writer->out, *directory = writer->directory;
    writer->z.avail_in = 0;
    enum err err = pack(writer, true);
    if (err)
        return err;
    uint64_t packed = writer->written - writer->body;
    size_t before = out->size;
    put32(out, 0x08074b50); /* the sizes that the head promised */
    put32(out, writer->checksum);
    put32(out, (uint32_t)packed);
    put32(out, (uint32_t)writer->size);
    put32(directory, 0x02014b50);
    put16(directory, VERSION_NEEDED);
    put_common(directory, writer->checksum, packed, writer->size, strlen(writer->name));
    put16(directory, 0); /* comment */
    put16(directory, 0); /* disk */
    put16(directory, 0); /* attributes inside and outside */
    put32(directory, 0);
    put32(directory, (uint32_t)writer->head);
    buffer_text(directory, writer->name);
    writer->count++;
    return count_written(writer, before);
}

enum err zip_add(struct zip_writer *writer, const char *name, const void *bytes, size_t size)
{
    enum err err = zip_start(writer, name);
    if (!err)
        err = zip_write(writer, bytes, size);
    return err ? err : zip_finish(writer);
}

enum err zip_end(struct zip_writer *writer)
{
    struct buffer *out = writer->out;
    uint64_t offset = writer->written;
    buffer_add(out, writer->directory->at, writer->directory->size);
    put32(out, 0x06054b50);
    put32(out, 0); /* disks */
    put16(out, (uint32_t)writer->count);
    put16(out, (uint32_t)writer->count);
    put32(out, (uint32_t)writer->directory->size);
    put32(out, (uint32_t)offset);
    put16(out, 0);
    return out->full                                     ? too_large(writer, out->most)
        : writer->directory->full || offset > UINT32_MAX ? too_large(writer, UINT32_MAX)
                                                         : OK;
}
