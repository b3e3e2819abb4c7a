/* The writer of zip archives (codec/zip.h): no clock and no machine shows in the bytes. */
#include "codec/zip.h"
#include "codec/zlib_stream.h"
#include <limits.h>
#include <string.h>

enum { LEVEL = 6, MEMORY_LEVEL = 8, RAW_WINDOW = -15, VERSION_NEEDED = 20, NAMES_ARE_UTF8 = 1 << 11, DEFLATED = 8 };
enum { MOST_ENTRIES = 65534, LONGEST_NAME = 1000, FIRST_DAY = 1 << 5 | 1 };
/* FIRST_DAY is 1 January 1980, the zero of the format: no clock shows. */

struct zip_writer {
    struct call *call;
    struct buffer *out, *directory, *local;
    size_t start, count;
    z_stream z; /* one for all entries */
    bool ready;
    const char *name; /* of the entry being written */
    size_t head, body, size;
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
    writer->local = buffer_new(call->arena, LONGEST_NAME + 100);
    return writer;
}

static enum err too_large(struct zip_writer *writer)
{
    struct call *call = writer->call;
    return fail_want(call, ERR_LIMIT, "too_many_bytes", NULL, NULL,
        number_text(call->arena, call->lang, (int64_t)writer->out->most));
}

/* The head of the entry, as far as it is known; its size is always the same. */
static const struct buffer *local_head(struct zip_writer *writer, size_t packed)
{
    struct buffer *head = writer->local;
    buffer_clear(head);
    put32(head, 0x04034b50);
    put_common(head, writer->checksum, packed, writer->size, strlen(writer->name));
    buffer_text(head, writer->name);
    return head;
}

enum err zip_start(struct zip_writer *writer, const char *name)
{
    size_t offset = writer->out->size - writer->start;
    if (offset > INT_MAX || strlen(name) > LONGEST_NAME || writer->count >= MOST_ENTRIES)
        return too_large(writer);
    writer->name = arena_text(writer->call->arena, name);
    writer->head = writer->out->size;
    writer->size = writer->checksum = 0;
    const struct buffer *head = local_head(writer, 0);
    buffer_add(writer->out, head->at, head->size);
    writer->body = writer->out->size;
    if (writer->ready)
        return deflateReset(&writer->z) == Z_OK ? OK : ERR_NO_MEMORY;
    writer->z = zlib_stream(writer->call->arena, NULL, 0);
    writer->ready = true;
    int state = deflateInit2(&writer->z, LEVEL, Z_DEFLATED, RAW_WINDOW, MEMORY_LEVEL, Z_DEFAULT_STRATEGY);
    return state == Z_OK ? OK : ERR_NO_MEMORY;
}

enum err zip_write(struct zip_writer *writer, const void *bytes, size_t size)
{
    if (size > INT_MAX || writer->size + size > INT_MAX)
        return too_large(writer);
    writer->size += size;
    writer->checksum = (uint32_t)crc32(writer->checksum, bytes, (unsigned)size);
    writer->z.next_in = (void *)(uintptr_t)bytes;
    writer->z.avail_in = (unsigned)size;
    return zlib_pack(writer->out, &writer->z, false) ? OK : too_large(writer);
}

enum err zip_finish(struct zip_writer *writer)
{
    struct buffer *out = writer->out, *directory = writer->directory;
    writer->z.avail_in = 0;
    if (!zlib_pack(out, &writer->z, true))
        return too_large(writer);
    size_t packed = out->size - writer->body;
    const struct buffer *head = local_head(writer, packed);
    memcpy(out->at + writer->head, head->at, head->size);
    put32(directory, 0x02014b50);
    put16(directory, VERSION_NEEDED);
    put_common(directory, writer->checksum, packed, writer->size, strlen(writer->name));
    put16(directory, 0); /* comment */
    put16(directory, 0); /* disk */
    put16(directory, 0); /* attributes inside and outside */
    put32(directory, 0);
    put32(directory, (uint32_t)(writer->head - writer->start));
    buffer_text(directory, writer->name);
    writer->count++;
    return OK;
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
