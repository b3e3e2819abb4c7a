/*
 * Files kept in the store: bytes by their hash, in pieces of at most 256 KiB, at most 25 MB each. The same bytes are
 * kept once. Who puts a file holds it, under a name ("job 01h..."); it is there as long as somebody holds it.
 */
#pragma once
#include "base/hash.h"
#include "store/store.h"

enum { BLOB_PIECE = 256 << 10, BLOB_MOST = 25 << 20 };

/* These three only inside store_write. The hash is what it is found by again. */
enum err blob_put(
    struct hash *out, struct db *db, struct call *call, const char *holder, const void *bytes, size_t size) MUST_CHECK;

/* Whatever the one held the other holds from now on; how many files that are. */
enum err blob_pass(int64_t *passed, struct db *db, struct call *call, const char *holder, const char *to) MUST_CHECK;

/* What this holder held, and nobody else does, is gone. */
enum err blob_let_go(struct db *db, struct call *call, const char *holder) MUST_CHECK;

/* Size; ERR_NOT_FOUND when there is none. */
enum err blob_size(int64_t *out, struct db *db, struct call *call, const struct hash *hash) MUST_CHECK;

/* One piece from byte `at` on (a multiple of BLOB_PIECE), into the arena; *size 0 at the end. */
enum err blob_piece(
    char **out, size_t *size, struct db *db, struct call *call, const struct hash *hash, int64_t at) MUST_CHECK;

/* All of it, into the arena. */
enum err blob_load(char **out, size_t *size, struct db *db, struct call *call, const struct hash *hash) MUST_CHECK;
