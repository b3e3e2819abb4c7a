/*
 * The store: one SQLite file or a PostgreSQL database, and how to read and write in it.
 *
 * Reading: store_reader gives the calling thread its own connection. Several reads that must agree stand between
 * store_read_begin and store_read_end, and agree until the memory of the call goes at the latest.
 *
 * Writing: store_write runs `work` in a transaction. Work of several threads that comes at the same time shares one
 * transaction (each its own savepoint) and one flush to disk: group commit; it may run in another thread than the one that
 * asked, which waits. `work` may be run again when the database asks for it, so it must depend on nothing but its
 * arguments and the database. Any failing statement undoes all of the work, whatever the work then answers. What it changed it tells the ledger
 * (store/ledger.h) in the same transaction; the chain's head is taken last, for the whole group. store_write returns
 * when the change is durable, with OK; with ERR_UNKNOWN when that cannot be told.
 */
#pragma once
#include "store/sql.h"

struct store;

enum store_mode {
    STORE_OPEN,   /* it must exist and be of this version */
    STORE_CREATE, /* it must not exist; makes the tables */
    STORE_MIGRATE /* it must exist; brought to this version first */
};

/*
 * A table, an index or a change to them, with the number of the migration that brought it: made by tools/decl and by
 * hand.
 */
struct migration {
    int number;
    const char *name;
    const char *const *statements; /* in the DDL of doc/sql.md; the engine rewrites the five type words */
};

/* `url` is a file name or postgres://...; migrations are in the order of their numbers. */
enum err store_open(struct store **out, struct call *call, const char *url, enum store_mode mode,
    const struct migration *migrations, size_t count) MUST_CHECK;
void store_close(struct store *store);

const char *store_url(const struct store *store);
bool store_is_sqlite(const struct store *store);
const char *store_id(const struct store *store); /* made at creation, tells stores apart */

/*
 * Files that belong to the store and stand outside the database: the copy of the ledger's head (store/ledger.h), and the list of
 * erased persons (store/person.h). Beside an SQLite file: FILE.head, FILE.erased; for PostgreSQL in $XDG_STATE_HOME/servanda.
 */
const char *store_head_path(const struct store *store);
const char *store_erased_path(const struct store *store);

/* The memory of the call has to be freed in the same thread: answers it left open are closed then. */
enum err store_reader(struct db **out, struct store *store, struct call *call) MUST_CHECK;
enum err store_read_begin(struct db *db, struct call *call) MUST_CHECK;
void store_read_end(struct db *db);

/*
 * A connection of its own that shows one moment until it is given back: for what is read over a while and by more than one
 * thread in turn (a file that streams out). Each call that uses it says so, and frees its memory before the next thread comes.
 */
enum err store_snapshot_begin(struct db **out, struct store *store, struct call *call) MUST_CHECK;
void store_snapshot_use(struct db *db, struct call *call);
void store_snapshot_end(struct db *db);

/*
 * All that a call reads until store_moment_end is of one moment, and the database is locked once for it. It ends with the memory
 * of the call at the latest; store_read_begin and store_read_end within it do nothing.
 */
enum err store_moment_begin(struct db **out, struct store *store, struct call *call) MUST_CHECK;
void store_moment_end(struct db *db); /* NULL is nothing */

typedef enum err store_work(struct db *db, struct call *call, void *arg);
enum err store_write(struct store *store, struct call *call, store_work *work, void *arg) MUST_CHECK;

/*
 * The same for work of seconds (an import). Where several may write it has a connection of its own, and others go on writing; in a
 * file it has the one writer, and who could as well write later looks first (store_is_held).
 */
enum err store_write_apart(struct store *store, struct call *call, store_work *work, void *arg) MUST_CHECK;
bool store_is_held(const struct store *store);

/*
 * A write with call->key is done once: the key is kept, with who used it, in the transaction of the write. The same key
 * from the same person in another request (call->request) is refused with ERR_CONFLICT "store_repeated"; then
 * store_repeated gives what store_reply kept the first time (NULL: nothing was), so that the face can answer the same again.
 */
enum err store_reply(struct db *db, struct call *call, const char *reply) MUST_CHECK; /* inside store_write */
enum err store_repeated(bool *repeated, char **reply, struct db *db, struct call *call) MUST_CHECK;

/* How far long work is; false stops it with ERR_BUSY. May be NULL. */
typedef bool store_progress(int64_t done, int64_t total, void *arg);

/* Housekeeping, every hour or so: forgets idempotency keys older than two days, completes the file of erasures. */
enum err store_tend(struct store *store, struct call *call) MUST_CHECK;

/* A named value kept with the store, "meta" table: schema version, store id, demo, settings of the office. */
enum err store_meta_get(char **out, struct db *db, struct call *call, const char *name) MUST_CHECK;
enum err store_meta_set(struct db *db, struct call *call, const char *name, const char *value) MUST_CHECK;
