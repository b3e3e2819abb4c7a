/*
 * What stands between the API of the store and a database: private to src/store.
 *
 * Two engines fill `struct engine`: engine_sqlite.c and engine_postgres.c. sql.c and write.c know a connection only
 * through it. A connection keeps every statement it has prepared, found by the address of its struct sql. The answer to
 * a statement (struct rows) lives in the statement itself, so that asking costs no memory of the call.
 */
#pragma once
#include <pthread.h>
#include <stdatomic.h>
#include "store/store.h"

enum { ARGS_MOST = 512 };

struct statement;

struct rows {
    struct db *db;
    struct statement *statement;
    struct call *call;
    struct rows *next_open, **to_me; /* in the connection's list of open answers */
    bool open, ready;                /* ready: SQLite has stepped to a row that rows_next has not yet shown */
    enum err err;
    int64_t changed;
    void *result; /* PGresult */
    int at, count;
    void *scratch; /* decoded bytes of the row */
};

struct statement {
    const struct sql *sql;
    struct db *db;
    void *prepared;             /* sqlite3_stmt */
    bool writes;                /* may change something */
    int number;                 /* names it on a PostgreSQL connection */
    unsigned generation;        /* of the connection it is prepared on */
    const struct statement *of; /* a spare: whose copy it is */
    bool spare;                 /* a copy, because the first is in use further up the stack; dropped at its end */
    int arg_count;
    short place[ARGS_MOST + 1]; /* SQLite: index of $n */
    struct rows rows;
};

/* What ledger_add was told in this transaction; numbered and chained when the group commits. */
struct ledger_pending {
    struct ledger_pending *next;
    const char *at, *who, *action, *noun, *id, *batch, *entry;
};

/* A call that uses a connection: when its memory goes, answers it left open are closed and its reading ends. Lives in the arena of the call. */
struct use {
    struct db *db;
    struct arena *arena;
    struct use *next, **to_me;
};

struct db {
    const struct engine *engine;
    struct store *store;
    void *handle; /* sqlite3 or PGconn */
    void *answer; /* PGresult: the last one that rows are not read from */
    unsigned generation;
    struct statement **table; /* open addressing by address */
    size_t room, used;
    struct rows *open;
    struct use *uses;
    const struct arena *reading; /* of the call whose reads are to agree; NULL: none */
    enum err failed; /* inside a transaction: the first error; nothing more is done until it is rolled back */
    bool touched;    /* a statement that writes has run since this was last set back */
    bool in_transaction, writing;
    bool in_moment; /* the whole reading, whatever is begun and ended within it */
    int pending;    /* statements sent whose answers are still to be read */
    bool later;     /* among them some of the work itself, not only BEGIN and the like */
    int numbers;    /* of prepared statements given out */
    bool again;  /* the database asks for the transaction to be run again (deadlock, lost connection before commit) */
    bool lost;   /* the connection has to be made anew */
    bool warned; /* a warning came: a commit is then not certain */
    struct ledger_pending *entries, **entries_end;
    struct arena *memory;          /* of the member whose turn it is: for what must last until the group commits */
    struct db *next, *next_reader; /* among the idle ones, among all readers of the store */
};

enum open_how { OPEN_READER, OPEN_WRITER, OPEN_CREATE };

struct engine {
    const char *name;
    enum err (*open)(struct db *db, struct call *call, const char *url, enum open_how how);
    void (*close)(struct db *db);
    enum err (*mend)(struct db *db, struct call *call); /* a new connection for a lost one */

    /* Prepares statement->sql on statement->db. */
    enum err (*prepare)(struct statement *statement, struct call *call);
    void (*drop)(struct statement *statement);

    /* Binds and runs; the first row may already be there. */
    enum err (*start)(struct rows *rows, struct call *call, const struct arg *args, size_t count);
    /* Runs a statement whose answer is not needed before the next one's; NULL: start does. Errors come by `settle` at the latest. */
    enum err (*later)(struct statement *statement, struct call *call, const struct arg *args, size_t count);
    enum err (*settle)(struct db *db, struct call *call);
    bool (*next)(struct rows *rows);
    void (*finish)(struct rows *rows);
    bool (*is_null)(struct rows *rows, int column);
    int64_t (*number)(struct rows *rows, int column);
    const char *(*text)(struct rows *rows, int column);
    const char *(*part)(struct rows *rows, int column, size_t *size);
    const void *(*bytes)(struct rows *rows, int column, size_t *size);

    enum err (*begin)(struct db *db, struct call *call, bool write);
    enum err (*commit)(struct db *db, struct call *call); /* ERR_UNKNOWN: it may have been done */
    void (*rollback)(struct db *db);
    enum err (*savepoint)(struct db *db, struct call *call);
    enum err (*release)(struct db *db, struct call *call);
    enum err (*undo)(struct db *db, struct call *call); /* back to the savepoint, and drops it */

    /* Around migrations; `checked` looks for references that lead nowhere. */
    enum err (*define_begin)(struct db *db, struct call *call);
    enum err (*define_checked)(struct db *db, struct call *call);
    void (*define_end)(struct db *db);

    /* One statement of a migration, its five type words as this engine has them. */
    enum err (*define)(struct db *db, struct call *call, const char *ddl);

    bool one_writer;                  /* a writing transaction has the whole database to itself */
    const struct sql *clock;          /* microseconds since 1970 by the clock of the database */
    const struct sql *version, *size; /* what the engine says it is; bytes of the database */

    /* Makes sure that what was overwritten can no longer be read from the log or from dead rows. As far as it can. */
    void (*scrub)(struct store *store);

    /* Nothing in it; something that is not ours; a store. */
    enum err (*whose)(struct db *db, struct call *call, bool *empty, bool *ours);
    enum err (*mark_ours)(struct db *db, struct call *call, int64_t newest);
};

/* One write that waits for its turn; lives on the stack of the thread that asked for it. */
struct member {
    struct member *next;
    store_work *work;
    void *arg;
    struct call *call;
    enum err result;
    bool done,
        alone;    /* alone: shares its transaction with nobody, who would have to wait for it and might do it twice */
    size_t place; /* in store->wake */
};

enum { GROUP_MOST = 64, PLACES = 8, WRITE_MEMORY = 4 << 20 };

struct store {
    const struct engine *engine;
    char *url, *id, *head_path, *key_path, *erased_path;
    const struct migration *migrations;
    size_t migration_count;

    pthread_mutex_t lock; /* guards what follows, up to the writer */
    struct db *readers, *idle;
    struct member *first, **last;
    bool leading;                  /* somebody is writing a group */
    const struct member *gatherer; /* looks at the clock while the next group gathers */
    size_t waiting, last_group, groups;
    pthread_cond_t wake[PLACES]; /* the members of a group at one, of the next at another */

    struct kept_projection *kept; /* store/projection.c */

    struct db *writer; /* belongs to whoever is leading */
    bool restoring;    /* what is written may do without a seal */
    struct arena *write_arena;
    atomic_int held; /* long work that holds the writer up */
    pthread_mutex_t head_lock;
    int head_file;

    pthread_key_t reader_key;
    struct keys *keys;
};

/* As store_open; `id` is that of the store whose copy is made here, and no keys are made for it. NULL: as usual. */
enum err store_open_as(struct store **out, struct call *call, const char *url, enum store_mode mode, const char *id,
    const struct migration *migrations, size_t count) MUST_CHECK;
bool store_url_is_postgres(const char *url);

/* The tables of the store itself: the first migrations of every store. */
extern const struct migration store_schema[];
extern const size_t store_schema_count;

enum err migrate(struct store *store, struct db *db, struct call *call, enum store_mode mode) MUST_CHECK;

/* The entries of db->entries get their numbers and enter the chain; *head is the newest afterwards. */
struct ledger_head;
enum err ledger_chain(struct ledger_head *head, struct db *db, struct call *call) MUST_CHECK;

/* The copy of the chain's head outside the database. Failing to write it is told to the log, and harms no commit. */
void head_write(struct store *store, const struct ledger_head *head);
enum { HEAD_LINES = 1024 };
int head_read(struct store *store, struct ledger_head *out); /* how many lines it holds, in no order */

void projections_free(struct store *store);

extern const struct engine engine_sqlite, engine_postgres;

struct db *db_open(struct store *store, struct call *call, const struct engine *engine, const char *url,
    enum open_how how, enum err *err);
void db_close(struct db *db);

/* The call uses this connection from now on. */
void db_use(struct db *db, struct call *call);

/* Closes the answers that `arena` left open; all of them when it is NULL. */
void db_close_rows(struct db *db, const struct arena *arena);

/* Forgets what is prepared, because the connection is a new one. */
void db_forget_statements(struct db *db);

/* As db_run without `changed`. */
enum err db_later(
    struct db *db, struct call *call, const struct sql *sql, const struct arg *args, size_t count) MUST_CHECK;

/* All that db_run and db_later were told so far has been done. */
enum err db_settle(struct db *db, struct call *call) MUST_CHECK;

/* Transactions, as the engine has them, with the n-th step made to fail for tests. */
enum err db_begin(struct db *db, struct call *call, bool write) MUST_CHECK;
enum err db_commit(struct db *db, struct call *call) MUST_CHECK;
void db_rollback(struct db *db);
void db_end_reading(struct db *db); /* store_read_begin, store_moment_begin */
enum err db_savepoint(struct db *db, struct call *call) MUST_CHECK;
enum err db_release(struct db *db, struct call *call) MUST_CHECK;
enum err db_undo(struct db *db, struct call *call) MUST_CHECK;

/* The DDL of doc/sql.md as SQLite understands it: five words replaced, STRICT appended. */
char *ddl_for_sqlite(struct arena *arena, const char *ddl);
