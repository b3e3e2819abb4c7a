/*
 * Files kept in the store: bytes by their hash, in pieces of at most 256 KiB, at most 25 MB each. The same bytes are
 * kept once.
 */
#pragma once
#include "base/hash.h"
#include "store/store.h"

enum { BLOB_PIECE = 256 << 10, BLOB_MOST = 25 << 20 };

/* Only inside store_write. Gives the hash, by which it is found again. */
enum err blob_put(struct hash *out, struct db *db, struct call *call, const void *bytes, size_t size) MUST_CHECK;

/* Size; ERR_NOT_FOUND when there is none. */
enum err blob_size(int64_t *out, struct db *db, struct call *call, const struct hash *hash) MUST_CHECK;

/* One piece from byte `at` on (a multiple of BLOB_PIECE), into the arena; *size 0 at the end. */
enum err blob_piece(
    char **out, size_t *size, struct db *db, struct call *call, const struct hash *hash, int64_t at) MUST_CHECK;
