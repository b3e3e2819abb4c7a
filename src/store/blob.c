/* Files in pieces, by the hash of their bytes. */
#include "store/blob.h"
#include "base/text.h"
#include "store/engine.h"
#include <stdio.h>

static const SQL(file_keep, "INSERT INTO blob_file (hash, size, at) VALUES ($1, $2, $3) ON CONFLICT (hash) DO NOTHING");
static const SQL(piece_keep, "INSERT INTO blob_piece (hash, at, bytes) VALUES ($1, $2, $3)");
static const SQL(file_size, "SELECT size FROM blob_file WHERE hash = $1");
static const SQL(piece_at, "SELECT bytes FROM blob_piece WHERE hash = $1 AND at = $2");

enum err blob_put(struct hash *out, struct db *db, struct call *call, const void *bytes, size_t size)
{
    char hex[HASH_HEX], at[MOMENT_TEXT], text[24];
    int64_t is_new;
    if (size > BLOB_MOST) {
        snprintf(text, sizeof text, "%zu", size);
        return fail_want(call, ERR_LIMIT, "blob_too_large", NULL, text, "26214400");
    }
    *out = hash_of(bytes, size);
    hash_text(hex, out);
    enum err err = db_run(&is_new, db, call, &file_keep,
        ARGS(arg_text(hex), arg_number((int64_t)size), arg_text(moment_text(at, call->now))));
    if (err || !is_new)
        return err;
    for (size_t from = 0; from < size && !err; from += BLOB_PIECE) {
        size_t piece = size - from < BLOB_PIECE ? size - from : BLOB_PIECE;
        err = db_run(NULL, db, call, &piece_keep,
            ARGS(arg_text(hex), arg_number((int64_t)from), arg_bytes((const char *)bytes + from, piece)));
    }
    return err;
}

enum err blob_size(int64_t *out, struct db *db, struct call *call, const struct hash *hash)
{
    char hex[HASH_HEX];
    enum err err = db_number(out, db, call, &file_size, ARGS(arg_text(hash_text(hex, hash))));
    if (!err && *out == UNKNOWN)
        err = fail_field(call, ERR_NOT_FOUND, "not_found", NULL, hex);
    return err;
}

enum err blob_piece(char **out, size_t *size, struct db *db, struct call *call, const struct hash *hash, int64_t at)
{
    char hex[HASH_HEX];
    struct rows *rows;
    *out = NULL;
    *size = 0;
    enum err err = db_query(&rows, db, call, &piece_at, ARGS(arg_text(hash_text(hex, hash)), arg_number(at)));
    if (err)
        return err;
    if (rows_next(rows)) {
        const void *bytes = rows_bytes(rows, 0, size);
        *out = arena_copy(call->arena, bytes, *size);
    }
    return rows_end(rows);
}
