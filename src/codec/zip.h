/*
 * Archives in the zip format: what .xlsx and .docx files are, and exports of several files.
 *
 * Reading goes by the central directory and checks every entry against it. Refused: what is no zip, encrypted or multi-part
 * archives, other methods than "stored" and "deflate", names that leave the folder (.. or /), two entries of one name, entries
 * that overlap, that swell over the limits, or whose checksum is wrong. Writing is deterministic: same entries, same bytes.
 */
#pragma once
#include "codec/source.h"

struct zip_entry {
    const char *name;
    uint64_t size; /* unpacked, as the directory claims; reading holds it to that */
    uint64_t packed, offset;
    uint32_t checksum;
    uint16_t method;
};

struct zip_limits {
    size_t entries; /* 0: 1,000 */
    uint64_t bytes; /* of all entries together, unpacked; 0: 256 MB */
    uint64_t ratio; /* unpacked to packed, for entries over 1 MB; 0: 200 */
};

struct zip {
    struct call *call;
    const unsigned char *bytes;
    size_t size;
    struct zip_entry *entries;
    size_t count;
};

enum err zip_open(
    struct zip **out, struct call *call, const void *bytes, size_t size, const struct zip_limits *limits) MUST_CHECK;

const struct zip_entry *zip_find(const struct zip *zip, const char *name); /* NULL when there is none */

/* The unpacked bytes of an entry, as a source; a wrong size or checksum is found at its end. */
enum err zip_source(struct source *out, const struct zip *zip, const struct zip_entry *entry) MUST_CHECK;

/* Writing: entries one after another, then the directory. Whoever sends the bytes on may empty the buffer between two calls. */
struct zip_writer;
struct zip_writer *zip_begin(struct call *call, struct buffer *out);
enum err zip_add(struct zip_writer *writer, const char *name, const void *bytes, size_t size) MUST_CHECK;

/* An entry piece by piece, so that its unpacked bytes are never all in memory. */
enum err zip_start(struct zip_writer *writer, const char *name) MUST_CHECK;
enum err zip_write(struct zip_writer *writer, const void *bytes, size_t size) MUST_CHECK;
enum err zip_finish(struct zip_writer *writer) MUST_CHECK;

enum err zip_end(struct zip_writer *writer) MUST_CHECK;
