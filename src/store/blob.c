/* Files in pieces, by the hash of their bytes. */
#include "store/blob.h"
#include "base/text.h"
#include "store/engine.h"
#include <stdio.h>

/* Whoever keeps or drops a file has its row, so that nobody takes away what another is just putting there. */
static const SQL(file_keep,
    "INSERT INTO blob_file (hash, size, at) VALUES ($1, $2, $3) ON CONFLICT (hash) DO UPDATE SET at = excluded.at");
static const SQL(piece_keep, "INSERT INTO blob_piece (hash, at, bytes) VALUES ($1, $2, $3)");
static const SQL(piece_count, "SELECT count(*) FROM blob_piece WHERE hash = $1");
static const SQL(
    hold_keep, "INSERT INTO blob_hold (hash, holder) VALUES ($1, $2) ON CONFLICT (hash, holder) DO NOTHING");
static const SQL(hold_pass, "UPDATE blob_hold SET holder = $2 WHERE holder = $1");
static const SQL(held_by, "SELECT hash FROM blob_hold WHERE holder = $1 ORDER BY hash");
static const SQL(hold_drop, "DELETE FROM blob_hold WHERE hash = $1 AND holder = $2");
static const SQL(file_take, "UPDATE blob_file SET at = at WHERE hash = $1");
static const SQL(hold_count, "SELECT count(*) FROM blob_hold WHERE hash = $1");
static const SQL(pieces_drop, "DELETE FROM blob_piece WHERE hash = $1");
static const SQL(file_drop, "DELETE FROM blob_file WHERE hash = $1");
static const SQL(file_size, "SELECT size FROM blob_file WHERE hash = $1");
static const SQL(piece_at, "SELECT bytes FROM blob_piece WHERE hash = $1 AND at = $2");

enum err blob_put(
    struct hash *out, struct db *db, struct call *call, const char *holder, const void *bytes, size_t size)
{
    char hex[HASH_HEX], at[MOMENT_TEXT], text[24];
    int64_t pieces;
    if (size > BLOB_MOST) {
        snprintf(text, sizeof text, "%zu", size);
        return fail_want(call, ERR_LIMIT, "blob_too_large", NULL, text, "26214400");
    }
    *out = hash_of(bytes, size);
    hash_text(hex, out);
    enum err err = db_run(NULL, db, call, &file_keep,
        ARGS(arg_text(hex), arg_number((int64_t)size), arg_text(moment_text(at, call->now))));
    if (!err)
        err = db_run(NULL, db, call, &hold_keep, ARGS(arg_text(hex), arg_text(holder)));
    if (!err)
        err = db_number(&pieces, db, call, &piece_count, ARGS(arg_text(hex)));
    for (size_t from = 0; !err && !pieces && from < size; from += BLOB_PIECE) {
        size_t piece = size - from < BLOB_PIECE ? size - from : BLOB_PIECE;
        err = db_run(NULL, db, call, &piece_keep,
            ARGS(arg_text(hex), arg_number((int64_t)from), arg_bytes((const char *)bytes + from, piece)));
    }
    return err;
}

enum err blob_pass(int64_t *passed, struct db *db, struct call *call, const char *holder, const char *to)
{
    return db_run(passed, db, call, &hold_pass, ARGS(arg_text(holder), arg_text(to)));
}

static enum err let_go_of(struct db *db, struct call *call, const char *hash, const char *holder)
{
    int64_t held = UNKNOWN;
    enum err err = db_run(NULL, db, call, &hold_drop, ARGS(arg_text(hash), arg_text(holder)));
    if (!err)
        err = db_run(NULL, db, call, &file_take, ARGS(arg_text(hash)));
    if (!err)
        err = db_number(&held, db, call, &hold_count, ARGS(arg_text(hash)));
    if (err || held > 0)
        return err;
    err = db_run(NULL, db, call, &pieces_drop, ARGS(arg_text(hash)));
    return err ? err : db_run(NULL, db, call, &file_drop, ARGS(arg_text(hash)));
}

struct held {
    const char *hash;
    struct held *next;
};

enum err blob_let_go(struct db *db, struct call *call, const char *holder)
{
    struct rows *rows;
    struct held *all = NULL;
    enum err err = db_query(&rows, db, call, &held_by, ARGS(arg_text(holder)));
    while (!err && rows_next(rows)) {
        struct held *held = NEW(call->arena, struct held);
        *held = (struct held){rows_copy(rows, 0, call->arena), all};
        all = held;
    }
    if (!err)
        err = rows_end(rows);
    for (; all && !err; all = all->next)
        err = let_go_of(db, call, all->hash, holder);
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

enum err blob_load(char **out, size_t *size, struct db *db, struct call *call, const struct hash *hash)
{
    int64_t whole;
    enum err err = blob_size(&whole, db, call, hash);
    if (err)
        return err;
    struct buffer *bytes = buffer_new(call->arena, BLOB_MOST + 1);
    while (!err && (int64_t)bytes->size < whole) {
        char *piece;
        size_t piece_size;
        err = blob_piece(&piece, &piece_size, db, call, hash, (int64_t)bytes->size);
        if (!err && !piece_size)
            err = fail_system(call, "blob_piece", "a file in the store is shorter than it says");
        buffer_add(bytes, piece, piece_size);
    }
    *out = bytes->at;
    *size = bytes->size;
    return err;
}
