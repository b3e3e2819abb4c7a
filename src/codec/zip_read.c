/* The reader of zip archives (codec/zip.h): the directory is checked as a whole, then entries are unpacked one by one. */
#include "codec/zip.h"
#include "base/text.h"
#include "codec/zlib_stream.h"
#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum {
    ENTRIES = 1000,
    RATIO = 200,
    SMALL = 1 << 20,
    LONGEST_COMMENT = 65535,
    END_SIZE = 22,
    CENTRAL_SIZE = 46,
    LOCAL_SIZE = 30
};
enum { STORED = 0, DEFLATED = 8, ENCRYPTED = 1 };
static const uint64_t BYTES = (uint64_t)256 << 20;
static const uint32_t END_MARK = 0x06054b50, CENTRAL_MARK = 0x02014b50, LOCAL_MARK = 0x04034b50;

static uint16_t read16(const unsigned char *at)
{
    return (uint16_t)(at[0] | at[1] << 8);
}

static uint32_t read32(const unsigned char *at)
{
    return read16(at) | (uint32_t)read16(at + 2) << 16;
}

static enum err broken(struct call *call)
{
    return fail(call, ERR_INVALID, "zip_broken");
}

/* Where the end record starts: the last place where one ends exactly at the end of the file. */
static const unsigned char *find_end(const struct zip *zip)
{
    if (zip->size < END_SIZE)
        return NULL;
    for (size_t back = 0; back <= LONGEST_COMMENT && back + END_SIZE <= zip->size; back++) {
        const unsigned char *at = zip->bytes + zip->size - END_SIZE - back;
        if (read32(at) == END_MARK && read16(at + 20) == back)
            return at;
    }
    return NULL;
}

/* A path that stays in its folder, in UTF-8. */
static bool name_is_safe(const char *name, size_t size)
{
    if (size == 0 || name[0] == '/' || utf8_valid(name, size) < size || memchr(name, '\\', size))
        return false;
    for (size_t from = 0; from < size;) {
        const char *slash = memchr(name + from, '/', size - from);
        size_t part = slash ? (size_t)(slash - name) - from : size - from;
        if ((part == 2 && memcmp(name + from, "..", 2) == 0) || (part == 1 && name[from] == '.') ||
            (part == 0 && slash))
            return false;
        from += part + 1;
    }
    return true;
}

static enum err read_entry(struct zip *zip, struct zip_entry *entry, const unsigned char **at, const unsigned char *end)
{
    struct call *call = zip->call;
    const unsigned char *head = *at;
    if (end - head < CENTRAL_SIZE || read32(head) != CENTRAL_MARK)
        return broken(call);
    size_t name = read16(head + 28), rest = (size_t)read16(head + 30) + read16(head + 32);
    if ((size_t)(end - head) < CENTRAL_SIZE + name + rest)
        return broken(call);
    *at = head + CENTRAL_SIZE + name + rest;
    *entry = (struct zip_entry){.name = arena_copy(call->arena, head + CENTRAL_SIZE, name),
        .method = read16(head + 10),
        .checksum = read32(head + 16),
        .packed = read32(head + 20),
        .size = read32(head + 24),
        .offset = read32(head + 42)};
    if (!name_is_safe(entry->name, name))
        return fail_field(call, ERR_INVALID, "zip_name", NULL, "");
    if (read16(head + 8) & ENCRYPTED)
        return fail_field(call, ERR_INVALID, "zip_encrypted", NULL, entry->name);
    if (entry->method != STORED && entry->method != DEFLATED)
        return fail_field(call, ERR_INVALID, "zip_method", NULL, entry->name);
    return OK;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct zip_entry *)a)->name, ((const struct zip_entry *)b)->name);
}

static int by_offset(const void *a, const void *b)
{
    const struct zip_entry *left = a, *right = b;
    return (left->offset > right->offset) - (left->offset < right->offset);
}

/* Two names for the same bytes are how a small archive is made to unpack to a huge one. */
static enum err check_places(struct zip *zip, uint64_t directory)
{
    qsort(zip->entries, zip->count, sizeof *zip->entries, by_offset);
    for (size_t i = 0; i < zip->count; i++) {
        uint64_t next = i + 1 < zip->count ? zip->entries[i + 1].offset : directory;
        const struct zip_entry *entry = &zip->entries[i];
        if (entry->offset > next || next - entry->offset < LOCAL_SIZE + entry->packed)
            return broken(zip->call);
    }
    qsort(zip->entries, zip->count, sizeof *zip->entries, by_name);
    for (size_t i = 1; i < zip->count; i++)
        if (text_is(zip->entries[i - 1].name, zip->entries[i].name))
            return fail_field(zip->call, ERR_INVALID, "zip_twice", NULL, zip->entries[i].name);
    return OK;
}

static enum err over_limit(struct zip *zip, uint64_t most)
{
    return fail_want(zip->call, ERR_LIMIT, "zip_too_large", NULL, NULL,
        number_text(zip->call->arena, zip->call->lang, (int64_t)most));
}

static enum err check_sizes(struct zip *zip, const struct zip_limits *limits)
{
    uint64_t most = limits && limits->bytes ? limits->bytes : BYTES;
    uint64_t ratio = limits && limits->ratio ? limits->ratio : RATIO, sum = 0;
    for (size_t i = 0; i < zip->count; i++) {
        const struct zip_entry *entry = &zip->entries[i];
        sum += entry->size;
        if (sum > most || (entry->size > SMALL && entry->size / ratio > entry->packed))
            return over_limit(zip, most);
        if (entry->method == STORED && entry->size != entry->packed)
            return broken(zip->call);
    }
    return OK;
}

enum err zip_open(struct zip **out, struct call *call, const void *bytes, size_t size, const struct zip_limits *limits)
{
    struct zip *zip = NEW(call->arena, struct zip);
    *zip = (struct zip){.call = call, .bytes = bytes, .size = size};
    *out = zip;
    const unsigned char *end = find_end(zip);
    if (!end)
        return fail(call, ERR_INVALID, "zip_none");
    size_t count = read16(end + 10), most = limits && limits->entries ? limits->entries : ENTRIES;
    uint64_t length = read32(end + 12), start = read32(end + 16);
    if (read16(end + 4) || read16(end + 6) || read16(end + 8) != count ||
        start + length != (uint64_t)(end - zip->bytes))
        return broken(call); /* in several parts, or larger than the format's first version allows */
    if (count > most)
        return over_limit(zip, most);
    zip->entries = NEW_ARRAY(call->arena, count, struct zip_entry);
    const unsigned char *at = zip->bytes + start;
    enum err err = OK;
    for (; !err && zip->count < count; zip->count++)
        err = read_entry(zip, &zip->entries[zip->count], &at, end);
    if (!err && at != end)
        err = broken(call);
    if (!err)
        err = check_places(zip, start);
    return err ? err : check_sizes(zip, limits);
}

const struct zip_entry *zip_find(const struct zip *zip, const char *name)
{
    struct zip_entry wanted = {.name = name};
    return zip->count ? bsearch(&wanted, zip->entries, zip->count, sizeof wanted, by_name) : NULL;
}

struct unpacking {
    struct call *call;
    const struct zip_entry *entry;
    z_stream z;
    uint64_t done;
    uint32_t checksum;
    bool ended;
};

static enum err bad_entry(const struct unpacking *unpacking)
{
    return fail_field(unpacking->call, ERR_INVALID, "zip_entry", NULL, unpacking->entry->name);
}

static enum err read_stored(size_t *got, struct unpacking *unpacking, char *to, size_t room)
{
    *got = room < unpacking->z.avail_in ? room : unpacking->z.avail_in;
    memcpy(to, unpacking->z.next_in, *got);
    unpacking->z.next_in += *got;
    unpacking->z.avail_in -= (unsigned)*got;
    unpacking->ended = unpacking->z.avail_in == 0;
    return OK;
}

static enum err read_deflated(size_t *got, struct unpacking *unpacking, char *to, size_t room)
{
    unpacking->z.next_out = (void *)to;
    unpacking->z.avail_out = room < UINT_MAX ? (unsigned)room : UINT_MAX;
    unsigned asked = unpacking->z.avail_out;
    int end = inflate(&unpacking->z, Z_NO_FLUSH);
    *got = asked - unpacking->z.avail_out;
    unpacking->ended = end == Z_STREAM_END;
    if ((end != Z_OK && end != Z_STREAM_END) || (end == Z_OK && *got == 0))
        return end == Z_MEM_ERROR ? ERR_NO_MEMORY : bad_entry(unpacking);
    return OK;
}

static enum err read_unpacked(size_t *got, struct source *source, char *to, size_t room)
{
    struct unpacking *unpacking = source->arg;
    *got = 0;
    if (unpacking->ended)
        return OK;
    enum err err = (unpacking->entry->method == STORED ? read_stored : read_deflated)(got, unpacking, to, room);
    unpacking->done += *got;
    unpacking->checksum = (uint32_t)crc32(unpacking->checksum, (const void *)to, (unsigned)*got);
    if (err)
        return err;
    bool wrong = unpacking->done > unpacking->entry->size ||
        (unpacking->ended &&
            (unpacking->done != unpacking->entry->size || unpacking->z.avail_in ||
                unpacking->checksum != unpacking->entry->checksum));
    return wrong ? bad_entry(unpacking) : OK;
}

enum err zip_source(struct source *out, const struct zip *zip, const struct zip_entry *entry)
{
    struct call *call = zip->call;
    const unsigned char *local = zip->bytes + entry->offset;
    size_t left = zip->size - entry->offset, skip = LOCAL_SIZE + (size_t)read16(local + 26) + read16(local + 28);
    struct unpacking *unpacking = NEW(call->arena, struct unpacking);
    *unpacking = (struct unpacking){.call = call, .entry = entry, .ended = entry->size == 0 && entry->packed == 0};
    *out = (struct source){.read = read_unpacked, .call = call, .arg = unpacking};
    if (read32(local) != LOCAL_MARK || skip > left || entry->packed > left - skip)
        return bad_entry(unpacking);
    unpacking->z = zlib_stream(call->arena, local + skip, (size_t)entry->packed);
    enum { RAW_WINDOW = -15 };
    if (entry->method == DEFLATED && inflateInit2(&unpacking->z, RAW_WINDOW) != Z_OK)
        return ERR_NO_MEMORY;
    return OK;
}
