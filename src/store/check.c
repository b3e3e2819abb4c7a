/* Looking a store over: the database's own tests, files against their hashes, the search index, the keys. */
#include "base/hash.h"
#include "base/text.h"
#include "store/backup.h"
#include "store/engine.h"
#include "store/keys.h"
#include <stdio.h>
#include <string.h>

static const SQL(quick_check, "PRAGMA quick_check");
static const SQL(integrity_check, "PRAGMA integrity_check");
static const SQL(foreign_key_check, "PRAGMA foreign_key_check");
static const SQL(index_check, "INSERT INTO search_index (search_index, rank) VALUES ('integrity-check', 1)");
static const SQL(files_after, "SELECT hash, size FROM blob_file WHERE hash > $1 ORDER BY hash LIMIT 100");
static const SQL(pieces_of, "SELECT bytes FROM blob_piece WHERE hash = $1 AND at = $2");

struct looking {
    struct db *db;
    struct call *call;
    int64_t problems;
    store_problem *problem;
    void *arg;
};

static void tell(struct looking *looking, const char *kind, const char *what)
{
    looking->problems++;
    if (looking->problem)
        looking->problem(kind, what, looking->arg);
}

/* SQLite tells a page that it had no memory to read among the broken ones. */
static bool is_short_of_memory(const char *what)
{
    static const char said[] = "error code=7";
    const char *at = what ? strstr(what, said) : NULL;
    return at && !(at[sizeof said - 1] >= '0' && at[sizeof said - 1] <= '9');
}

/* Each row an engine's test answers is a problem, but "ok". */
static enum err pragma(struct looking *looking, const struct sql *sql, const char *kind)
{
    struct rows *rows;
    enum err err = db_query(&rows, looking->db, looking->call, sql, NO_ARGS);
    if (err)
        return err;
    while (!err && rows_next(rows)) {
        const char *what = rows_text(rows, 0);
        if (is_short_of_memory(what))
            err = fail(looking->call, ERR_NO_MEMORY, "no_memory");
        else if (!text_is(what, "ok"))
            tell(looking, kind, text_or(what, ""));
    }
    enum err end = rows_end(rows);
    return err ? err : end;
}

/* A file too broken to be read through is a problem and no failure of the test. */
static enum err database(struct looking *looking, bool deep)
{
    if (looking->db->engine != &engine_sqlite)
        return OK; /* references are enforced, and pages have the server's own checksums */
    enum err err = pragma(looking, deep ? &integrity_check : &quick_check, "integrity");
    if (!err)
        err = pragma(looking, &foreign_key_check, "reference");
    if (err == ERR_SYSTEM && looking->call->faults && text_is(looking->call->faults->key, "store_damaged")) {
        tell(looking, "integrity", text_or(looking->call->faults->value, ""));
        call_clear(looking->call);
        return OK;
    }
    return err;
}

/* The bytes of one file are those of its hash. */
static enum err file(struct looking *looking, const char *hex, int64_t size)
{
    struct hash hash;
    hash_state state;
    char got[HASH_HEX];
    int64_t at = 0;
    hash_start(&state);
    while (at < size) {
        struct rows *rows;
        size_t piece = 0;
        enum err err = db_query(&rows, looking->db, looking->call, &pieces_of, ARGS(arg_text(hex), arg_number(at)));
        if (err)
            return err;
        if (rows_next(rows)) {
            const void *bytes = rows_bytes(rows, 0, &piece);
            hash_add(&state, bytes, piece);
        }
        err = rows_end(rows);
        if (err)
            return err;
        if (piece == 0)
            break;
        at += (int64_t)piece;
    }
    hash_end(&hash, &state);
    if (at != size || !text_is(hash_text(got, &hash), hex))
        tell(looking, "file", hex);
    return OK;
}

static enum err files(struct looking *looking)
{
    char last[HASH_HEX] = "";
    bool any = true;
    while (any) {
        struct rows *rows;
        enum err err = db_query(&rows, looking->db, looking->call, &files_after, ARGS(arg_text(last)));
        if (err)
            return err;
        for (any = false; !err && rows_next(rows); any = true) {
            snprintf(last, sizeof last, "%s", rows_text(rows, 0));
            err = file(looking, last, rows_number(rows, 1));
        }
        enum err end = rows_end(rows);
        if (err || end)
            return err ? err : end;
    }
    return OK;
}

/* SQLite's index compares itself with the texts; what it finds comes as an error. Nothing is changed. */
static enum err compare_index(struct db *db, struct call *call, void *arg)
{
    (void)arg;
    return db_run(NULL, db, call, &index_check, NO_ARGS);
}

static enum err index_is_true(struct looking *looking, struct store *store)
{
    if (!store_is_sqlite(store))
        return OK;
    enum err err = store_write(store, looking->call, compare_index, NULL);
    if (err == ERR_SYSTEM && looking->call->faults && text_is(looking->call->faults->key, "store_damaged")) {
        tell(looking, "index", "search_index");
        call_clear(looking->call);
        return OK;
    }
    return err;
}

enum err store_check(
    int64_t *problems, struct store *store, struct call *call, bool deep, store_problem *problem, void *arg)
{
    struct looking looking = {.call = call, .problem = problem, .arg = arg};
    unsigned char key[KEY_SIZE];
    *problems = 0;
    enum err err = store_reader(&looking.db, store, call);
    if (!err)
        err = database(&looking, deep);
    if (!err && deep && looking.problems == 0)
        err = files(&looking);
    if (!err && deep && looking.problems == 0)
        err = index_is_true(&looking, store);
    if (!err && deep && keys_for(key, store, call, "check") != OK) {
        tell(&looking, "keys", keys_path(store));
        call_clear(call);
    }
    *problems = looking.problems;
    return err;
}
