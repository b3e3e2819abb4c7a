/*
 * gzip (RFC 1952): answers of the server, and files that come in compressed.
 */
#pragma once
#include "codec/source.h"

/* Level 1 (fast) to 9 (small). The bytes depend on nothing but the input: no name, no time. */
enum err gzip_pack(struct buffer *out, struct call *call, const void *bytes, size_t size, int level) MUST_CHECK;

bool gzip_is(const void *bytes, size_t size);

/* Refuses what is no gzip, is cut off, fails its checksum, or swells to more than the buffer takes. */
enum err gzip_unpack(struct buffer *out, struct call *call, const void *bytes, size_t size) MUST_CHECK;
