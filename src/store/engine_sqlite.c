/*
 * The embedded engine: one SQLite file. Write-ahead log, every commit on the disk before it is answered
 * (synchronous=FULL), strict tables, foreign keys enforced, LIKE that knows case, no double-quoted strings.
 *
 * The settings are read back after they are set, and the file is asked whether it is ours (application_id), so that a
 * store that cannot keep its promises is refused at the start and not found out later.
 */
#include "store/engine.h"
#include "store/sqlite_functions.h"
#include "store/sqlite_log.h"
#include "base/text.h"
#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { APPLICATION_ID = 0x53727664, BUSY_MILLISECONDS = 15000 }; /* "Srvd" */

enum { CONTROLS = 7 };

struct connection {
    sqlite3 *sqlite;
    sqlite3_stmt *control[CONTROLS]; /* BEGIN, COMMIT, ... */
};

static sqlite3 *handle(const struct db *db)
{
    const struct connection *connection = db->handle;
    return connection ? connection->sqlite : NULL;
}

enum control { BEGIN_WRITE, BEGIN_READ, COMMIT, ROLLBACK, SAVEPOINT, RELEASE, UNDO };
static const char *const control_texts[CONTROLS] = {
    [BEGIN_WRITE] = "BEGIN IMMEDIATE",
    [BEGIN_READ] = "BEGIN",
    [COMMIT] = "COMMIT",
    [ROLLBACK] = "ROLLBACK",
    [SAVEPOINT] = "SAVEPOINT member",
    [RELEASE] = "RELEASE member",
    [UNDO] = "ROLLBACK TO member",
};

static int prepare_control(struct connection *to, enum control which)
{
    if (to->control[which])
        return SQLITE_OK;
    return sqlite3_prepare_v3(
        to->sqlite, control_texts[which], -1, SQLITE_PREPARE_PERSISTENT, &to->control[which], NULL);
}

/* The table named in "UNIQUE constraint failed: state.id", which SQLite tells in its message only. */
static const char *table_named(struct call *call, const char *message)
{
    const char *from = strstr(message, "failed: ");
    if (!from)
        return NULL;
    from += strlen("failed: ");
    return arena_copy(call->arena, from, strcspn(from, ".,( "));
}

/* A disk without room says so in other ways than one, and SQLite knows only the first: a quota, the largest size of a file. */
static int told_by_system(struct db *db, int code)
{
    if ((code & 0xFF) != SQLITE_IOERR || !handle(db))
        return code;
    switch (sqlite3_system_errno(handle(db))) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG: return SQLITE_FULL;
    case EROFS: return SQLITE_READONLY;
    default: return code;
    }
}

/* What an SQLite code means to us, with the fault that says so. */
static enum err refuse(struct db *db, struct call *call, int code, const char *what)
{
    const char *message = handle(db) ? sqlite3_errmsg(handle(db)) : sqlite3_errstr(code);
    struct fault *fault;
    int extended = handle(db) ? sqlite3_extended_errcode(handle(db)) : code;
    code = told_by_system(db, code);
    switch (code & 0xFF) {
    case SQLITE_CONSTRAINT:
        switch (extended) {
        case SQLITE_CONSTRAINT_UNIQUE:
        case SQLITE_CONSTRAINT_PRIMARYKEY:
        case SQLITE_CONSTRAINT_ROWID:
            fault = fault_add(call, ERR_CONFLICT, "store_conflict");
            fault->field = table_named(call, message);
            return ERR_CONFLICT;
        case SQLITE_CONSTRAINT_FOREIGNKEY: return fail(call, ERR_CONFLICT, "store_reference");
        default:
            fault = fault_add(call, ERR_INVALID, "store_check");
            fault->field = table_named(call, message);
            fault->value = arena_text(call->arena, message);
            return ERR_INVALID;
        }
    case SQLITE_MISMATCH: return fail_field(call, ERR_INVALID, "store_check", NULL, message);
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return fail(call, ERR_BUSY, "store_busy");
    case SQLITE_NOMEM: return fail(call, ERR_NO_MEMORY, "no_memory");
    case SQLITE_FULL: return fail(call, ERR_SYSTEM, "store_full");
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH: return fail_field(call, ERR_SYSTEM, "store_readonly", what, message);
    case SQLITE_NOTADB: return fail_field(call, ERR_INVALID, "store_foreign", NULL, what);
    case SQLITE_CORRUPT: return fail_field(call, ERR_SYSTEM, "store_damaged", what, message);
    default: return fail_system(call, what, message);
    }
}

/* Opening. */

static enum err run(struct db *db, struct call *call, const char *text)
{
    int code = sqlite3_exec(handle(db), text, NULL, NULL, NULL);
    return code ? refuse(db, call, code, text) : OK;
}

/* One number that a pragma answers. */
static enum err ask(struct db *db, struct call *call, const char *pragma, int64_t *out)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(handle(db), pragma, -1, &statement, NULL);
    *out = UNKNOWN;
    if (!code) {
        code = sqlite3_step(statement);
        if (code == SQLITE_ROW) {
            *out = sqlite3_column_int64(statement, 0);
            code = SQLITE_OK;
        } else if (code == SQLITE_DONE) {
            code = SQLITE_OK;
        }
    }
    enum err err = code ? refuse(db, call, code, pragma) : OK;
    sqlite3_finalize(statement);
    return err;
}

static enum err must_be(struct db *db, struct call *call, const char *pragma, int64_t want)
{
    int64_t got;
    enum err err = ask(db, call, pragma, &got);
    if (!err && got != want)
        err = fail_field(call, ERR_SYSTEM, "store_settings", NULL, pragma);
    return err;
}

static enum err set_up(struct db *db, struct call *call, enum open_how how)
{
    sqlite3 *to = handle(db);
    sqlite3_extended_result_codes(to, 1);
    int code = sqlite3_db_config(to, SQLITE_DBCONFIG_DQS_DML, 0, (int *)0);
    if (!code)
        code = sqlite3_db_config(to, SQLITE_DBCONFIG_DQS_DDL, 0, (int *)0);
    if (!code)
        code = sqlite3_db_config(to, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)0);
    if (!code)
        code = sqlite3_db_config(to, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)0);
    if (!code)
        code = sqlite_add_functions(to);
    if (!code)
        code = prepare_control(db->handle, ROLLBACK); /* the way back needs no memory later */
    if (code)
        return refuse(db, call, code, "sqlite3_db_config");
    enum err err = run(db, call, how == OPEN_READER ? "PRAGMA query_only=ON" : "PRAGMA journal_mode=WAL");
    if (!err)
        err = run(db, call,
            "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA case_sensitive_like=ON; PRAGMA temp_store=MEMORY; "
            "PRAGMA secure_delete=ON; PRAGMA journal_size_limit=16777216");
    if (!err && how != OPEN_READER)
        err = run(db, call, "PRAGMA cache_size=-131072"); /* KiB: an import fits, and is written once, at its end */
    if (!err)
        err = must_be(db, call, "PRAGMA synchronous", 2);
    if (!err)
        err = must_be(db, call, "PRAGMA foreign_keys", 1);
    return err;
}

/* Says what is wrong with the file before SQLite says it in its own words. */
static enum err look_at(struct call *call, const char *path, enum open_how how)
{
    struct stat stat_of;
    if (stat(path, &stat_of) != 0) {
        if (how == OPEN_CREATE)
            return OK;
        return fail_field(call, ERR_NOT_FOUND, "store_missing", NULL, path);
    }
    if (how == OPEN_CREATE)
        return fail_field(call, ERR_CONFLICT, "store_exists", NULL, path);
    if (!S_ISREG(stat_of.st_mode))
        return fail_field(call, ERR_INVALID, "store_foreign", NULL, path);
    const char *slash = strrchr(path, '/');
    const char *folder = slash ? arena_copy(call->arena, path, (size_t)(slash - path) + 1) : ".";
    if (access(path, R_OK | W_OK) != 0)
        return fail_field(call, ERR_SYSTEM, "store_readonly", path, NULL);
    if (access(folder, W_OK | X_OK) != 0)
        return fail_field(call, ERR_SYSTEM, "store_readonly", folder, NULL);
    return OK;
}

/* SQLite would count its memory under one lock for all threads; nobody asks for the count. */
static void configure(void)
{
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static enum err sqlite_open(struct db *db, struct call *call, const char *url, enum open_how how)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (how == OPEN_CREATE ? SQLITE_OPEN_CREATE : 0);
    sqlite3 *opened = NULL;
    if (sqlite3_libversion_number() < 3040000)
        return fail_want(call, ERR_SYSTEM, "store_settings", NULL, sqlite3_libversion(), "3.40.0");
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, configure);
    enum err err = look_at(call, url, how);
    if (err)
        return err;
    struct connection *connection = calloc(1, sizeof *connection);
    if (!connection)
        return fail(call, ERR_NO_MEMORY, "no_memory");
    int code = sqlite3_open_v2(url, &opened, flags, sqlite_log());
    connection->sqlite = opened;
    db->handle = connection;
    if (!code) /* before the first question: who closes the file last, or opens it first, holds it for a moment */
        code = sqlite3_busy_timeout(opened, BUSY_MILLISECONDS);
    if (code)
        return refuse(db, call, code, url);
    if (how != OPEN_CREATE) {
        bool empty, ours;
        err = db->engine->whose(db, call, &empty, &ours);
        if (err) {
            if (err == ERR_INVALID && call->faults)
                call->faults->value = arena_text(call->arena, url);
            return err;
        }
        if (!ours)
            return fail_field(call, ERR_INVALID, "store_foreign", NULL, url);
    } else {
        chmod(url, 0600);
    }
    return set_up(db, call, how);
}

static void sqlite_close_it(struct db *db)
{
    struct connection *connection = db->handle;
    if (!connection)
        return;
    for (int i = 0; i < CONTROLS; i++)
        sqlite3_finalize(connection->control[i]);
    sqlite3_close(connection->sqlite);
    free(connection);
    db->handle = NULL;
}

static enum err whose(struct db *db, struct call *call, bool *empty, bool *ours)
{
    int64_t id, pages;
    enum err err = ask(db, call, "PRAGMA application_id", &id);
    if (!err)
        err = ask(db, call, "PRAGMA page_count", &pages);
    *ours = !err && id == APPLICATION_ID;
    *empty = !err && pages == 0;
    return err;
}

static enum err mark_ours(struct db *db, struct call *call, int64_t newest)
{
    char text[80];
    snprintf(
        text, sizeof text, "PRAGMA application_id=%d; PRAGMA user_version=%lld", APPLICATION_ID, (long long)newest);
    return run(db, call, text);
}

/* Statements. */

static enum err prepare(struct statement *statement, struct call *call)
{
    struct db *db = statement->db;
    sqlite3_stmt *prepared = NULL;
    const char *rest = NULL;
    int code = sqlite3_prepare_v3(handle(db), statement->sql->text, -1, SQLITE_PREPARE_PERSISTENT, &prepared, &rest);
    if (code)
        return refuse(db, call, code, statement->sql->name);
    statement->prepared = prepared;
    int names = sqlite3_bind_parameter_count(prepared);
    statement->arg_count = 0;
    for (int i = 1; i <= names; i++) {
        const char *name = sqlite3_bind_parameter_name(prepared, i);
        int64_t n;
        if (!name || name[0] != '$' || !text_number(&n, name + 1) || n < 1 || n > ARGS_MOST)
            return fail_system(call, statement->sql->name, "arguments are $1 to $512");
        statement->place[n] = (short)i;
        if (n > statement->arg_count)
            statement->arg_count = (int)n;
    }
    if (statement->arg_count != names)
        return fail_system(call, statement->sql->name, "a number among the arguments is not used");
    return OK;
}

static void drop(struct statement *statement)
{
    sqlite3_finalize(statement->prepared);
    statement->prepared = NULL;
}

/*
 * What only reads may be stepped again when the caller's bytes are gone, and so takes a copy. What writes has done all
 * its work, and made the answer of its RETURNING, when its first step comes back: it reads the caller's own bytes.
 */
static int bind(sqlite3_stmt *to, int place, const struct arg *arg, bool reads)
{
    sqlite3_destructor_type keep = reads ? SQLITE_TRANSIENT : SQLITE_STATIC;
    switch (arg->kind) {
    case ARG_NUMBER: return sqlite3_bind_int64(to, place, arg->number);
    case ARG_TEXT: return sqlite3_bind_text64(to, place, arg->bytes, arg->size, keep, SQLITE_UTF8);
    case ARG_BYTES: return sqlite3_bind_blob64(to, place, arg->bytes, arg->size, keep);
    case ARG_NULL: break;
    }
    return sqlite3_bind_null(to, place);
}

/* One step: a row is there, the end is reached, or it failed and rows->err says so. */
static bool advance(struct rows *rows)
{
    sqlite3_stmt *prepared = rows->statement->prepared;
    int code = sqlite3_step(prepared);
    if (code == SQLITE_ROW)
        return true;
    if (code != SQLITE_DONE)
        rows->err = refuse(rows->db, rows->call, code, rows->statement->sql->name);
    else if (!sqlite3_stmt_readonly(prepared))
        rows->changed = sqlite3_changes64(handle(rows->db));
    rows->count = 1; /* at the end */
    return false;
}

static enum err start(struct rows *rows, struct call *call, const struct arg *args, size_t count)
{
    struct statement *statement = rows->statement;
    if (count != (size_t)statement->arg_count)
        return fail_system(call, statement->sql->name, "number of arguments");
    bool reads = sqlite3_stmt_readonly(statement->prepared);
    for (size_t i = 0; i < count; i++) {
        int code = bind(statement->prepared, statement->place[i + 1], &args[i], reads);
        if (code)
            return refuse(rows->db, call, code, statement->sql->name);
    }
    rows->ready = advance(rows);
    return rows->err;
}

static bool next(struct rows *rows)
{
    if (rows->ready) {
        rows->ready = false;
        return true;
    }
    return rows->count == 0 && advance(rows);
}

static void finish(struct rows *rows)
{
    sqlite3_reset(rows->statement->prepared);
}

static bool is_null(struct rows *rows, int column)
{
    return sqlite3_column_type(rows->statement->prepared, column) == SQLITE_NULL;
}

static int64_t number(struct rows *rows, int column)
{
    return is_null(rows, column) ? UNKNOWN : sqlite3_column_int64(rows->statement->prepared, column);
}

/* SQLite gives NULL also for what it had no memory to hand out: that must not be taken for "not known". */
static const char *text(struct rows *rows, int column)
{
    bool null = is_null(rows, column);
    const unsigned char *at = sqlite3_column_text(rows->statement->prepared, column);
    if (!at && !null)
        rows->err = ERR_NO_MEMORY;
    return at ? (const char *)at : null ? NULL : "";
}

static const void *bytes(struct rows *rows, int column, size_t *size)
{
    bool null = is_null(rows, column);
    const void *at = sqlite3_column_blob(rows->statement->prepared, column);
    *size = (size_t)sqlite3_column_bytes(rows->statement->prepared, column);
    if (!at && !null && sqlite3_errcode(handle(rows->db)) == SQLITE_NOMEM)
        rows->err = ERR_NO_MEMORY;
    return at ? at : null ? NULL : "";
}

/* As it stands on its page: sqlite3_column_text would first copy it to have room for the NUL. */
static const char *part(struct rows *rows, int column, size_t *size)
{
    return bytes(rows, column, size);
}

/* Transactions. */

static int control_code(struct db *db, enum control which)
{
    struct connection *to = db->handle;
    int code = prepare_control(to, which);
    if (code)
        return code;
    code = sqlite3_step(to->control[which]);
    sqlite3_reset(to->control[which]);
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

static enum err control(struct db *db, struct call *call, enum control which)
{
    int code = control_code(db, which);
    return code ? refuse(db, call, code, control_texts[which]) : OK;
}

/* What short memory kept from being rolled back is rolled back now. */
static enum err begin(struct db *db, struct call *call, bool write)
{
    if (!sqlite3_get_autocommit(handle(db)))
        control_code(db, ROLLBACK);
    return control(db, call, write ? BEGIN_WRITE : BEGIN_READ);
}

static enum err commit(struct db *db, struct call *call)
{
    int code = control_code(db, COMMIT);
    if (!code)
        return OK;
    /* The log may hold the whole transaction although its flush failed: after a restart it could be there. */
    if ((code & 0xFF) == SQLITE_IOERR && (code != SQLITE_IOERR_WRITE || told_by_system(db, code) == code))
        return fail(call, ERR_UNKNOWN, "store_unknown");
    return refuse(db, call, code, "COMMIT");
}

static void rollback(struct db *db)
{
    if (!sqlite3_get_autocommit(handle(db)))
        control_code(db, ROLLBACK);
}

static enum err savepoint(struct db *db, struct call *call)
{
    return control(db, call, SAVEPOINT);
}

static enum err release(struct db *db, struct call *call)
{
    return control(db, call, RELEASE);
}

/* A full disk or short memory ends the whole transaction by itself: then there is nothing to go back to. */
static enum err undo(struct db *db, struct call *call)
{
    if (sqlite3_get_autocommit(handle(db)))
        return fail(call, ERR_SYSTEM, "store_unknown");
    enum err err = control(db, call, UNDO);
    return err ? err : control(db, call, RELEASE);
}

/* A table that is made anew under its old name must not take its dependants with it: references rest meanwhile. */
static enum err define_begin(struct db *db, struct call *call)
{
    enum err err = run(db, call, "PRAGMA foreign_keys=OFF");
    return err ? err : db_begin(db, call, true);
}

static enum err define_checked(struct db *db, struct call *call)
{
    sqlite3_stmt *statement = NULL;
    enum err err = OK;
    int code = sqlite3_prepare_v2(handle(db), "PRAGMA foreign_key_check", -1, &statement, NULL);
    if (!code)
        code = sqlite3_step(statement);
    if (code == SQLITE_ROW)
        err = fail_field(call, ERR_CONFLICT, "store_reference", (const char *)sqlite3_column_text(statement, 0), NULL);
    else if (code != SQLITE_DONE)
        err = refuse(db, call, code, "PRAGMA foreign_key_check");
    sqlite3_finalize(statement);
    return err;
}

static void define_end(struct db *db)
{
    sqlite3_exec(handle(db), "PRAGMA foreign_keys=ON", NULL, NULL, NULL);
}

/* An embedded file is never lost. */
static enum err mend(struct db *db, struct call *call)
{
    (void)call;
    db->lost = false;
    return OK;
}

static enum err define(struct db *db, struct call *call, const char *ddl)
{
    return run(db, call, ddl_for_sqlite(call->arena, ddl));
}

static const SQL(clock_now, "SELECT CAST((julianday('now') - 2440587.5) * 86400000 AS BIGINT) * 1000");

static const SQL(engine_version, "SELECT sqlite_version()");
static const SQL(database_size, "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()");

/* Freed pages are overwritten (secure_delete); the write-ahead log is emptied here, if no reader needs it. */
static void scrub(struct store *store)
{
    sqlite3 *opened = NULL;
    if (sqlite3_open_v2(store->url, &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK) {
        sqlite3_busy_timeout(opened, 2000);
        sqlite3_exec(opened, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL);
    }
    sqlite3_close(opened);
}

const struct engine engine_sqlite = {
    .name = "sqlite",
    .open = sqlite_open,
    .close = sqlite_close_it,
    .mend = mend,
    .prepare = prepare,
    .drop = drop,
    .start = start,
    .next = next,
    .finish = finish,
    .is_null = is_null,
    .number = number,
    .text = text,
    .part = part,
    .bytes = bytes,
    .begin = begin,
    .commit = commit,
    .rollback = rollback,
    .savepoint = savepoint,
    .release = release,
    .undo = undo,
    .define_begin = define_begin,
    .define_checked = define_checked,
    .define_end = define_end,
    .define = define,
    .one_writer = true,
    .clock = &clock_now,
    .version = &engine_version,
    .size = &database_size,
    .scrub = scrub,
    .whose = whose,
    .mark_ours = mark_ours,
};
