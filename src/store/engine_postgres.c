/*
 * The engine for many nodes: PostgreSQL through libpq. Several hosts may stand in the URL; the one that takes writes
 * is chosen. Prepared statements; arguments go as text except bytes; answers come as text.
 *
 * A commit is certain only when the server says COMMIT and adds no warning ("committed locally, but might not have
 * been replicated" comes as one): everything else is ERR_UNKNOWN. A connection that is lost before the commit, a
 * deadlock or a server that takes no writes any more asks for the transaction to be run again.
 */
#include "store/engine.h"
#include "store/postgres_pipe.h"
#include "base/log.h"
#include "base/text.h"
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SERVER_LEAST = 150000, PENDING_MOST = 200 };

static PGconn *handle(const struct db *db)
{
    return db->handle;
}

/*
 * An answer belongs to the connection until the next one comes: whoever reads it may run out of memory, and then nobody is
 * there to clear it. Only what rows are read from belongs to them.
 */
static PGresult *answer(struct db *db, PGresult *result)
{
    PQclear(db->answer);
    return db->answer = result;
}

/* The message of libpq ends with a line feed and may hold several lines: the first is enough. */
static const char *first_line(struct call *call, const char *message)
{
    return message ? arena_copy(call->arena, message, strcspn(message, "\n")) : "";
}

static bool is_class(const char *state, const char *class)
{
    return strncmp(state, class, strlen(class)) == 0;
}

/* The connection is gone, or leads to a server that takes no writes: another one may do. */
static bool lost(const struct db *db, const char *state)
{
    return PQstatus(handle(db)) != CONNECTION_OK || (is_class(state, "08") && !text_is(state, "08P01")) ||
        is_class(state, "57P0") || text_is(state, "25006");
}

static const char *state_of(const PGresult *result)
{
    return text_or(result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL, "");
}

/* What an answer that is none means to us, with the fault that says so. */
static enum err refuse(struct db *db, struct call *call, const PGresult *result, const char *what)
{
    const char *state = state_of(result);
    const char *table = result ? PQresultErrorField(result, PG_DIAG_TABLE_NAME) : NULL;
    const char *message = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    if (!message)
        message = first_line(call, PQerrorMessage(handle(db)));
    if (lost(db, state)) {
        db->again = db->lost = true;
        return fail_field(call, ERR_BUSY, "store_unreachable", what, message);
    }
    if (is_class(state, "40")) { /* deadlock, serialization */
        db->again = true;
        return fail(call, ERR_BUSY, "store_busy");
    }
    if (text_is(state, "23505"))
        return fail_field(call, ERR_CONFLICT, "store_conflict", table, NULL);
    if (text_is(state, "23503"))
        return fail_field(call, ERR_CONFLICT, "store_reference", table, NULL);
    if (is_class(state, "23") || is_class(state, "22"))
        return fail_field(call, ERR_INVALID, "store_check", table, message);
    if (text_is(state, "55P03"))
        return fail(call, ERR_BUSY, "store_busy");
    if (text_is(state, "53100"))
        return fail(call, ERR_SYSTEM, "store_full");
    if (is_class(state, "53"))
        return fail(call, ERR_BUSY, "store_busy");
    if (text_is(state, "42501"))
        return fail_field(call, ERR_SYSTEM, "store_readonly", what, message);
    return fail_system(call, what, message);
}

static void notice(void *arg, const PGresult *result)
{
    struct db *db = arg;
    const char *severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
    if (!text_is(severity, "WARNING"))
        return;
    db->warned = true;
    LOG(LOG_WARN, "postgres_warning", {"message", text_or(PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY), ""), 0});
}

/* The answers to what was sent ahead are read; the first that is an error counts. */
static enum err settle(struct db *db, struct call *call)
{
    if (db->pending == 0)
        return OK;
    PGresult *result = answer(db, pipe_end(db));
    return answer_is_error(result) ? refuse(db, call, result, "pipeline") : OK;
}

/* A statement without arguments whose answer can wait. */
static enum err send_ahead(struct db *db, struct call *call, const char *text)
{
    return pipe_text(db, text) ? OK : refuse(db, call, NULL, text);
}

/* A statement without arguments or answer. */
static enum err run(struct db *db, struct call *call, const char *text)
{
    enum err settled = settle(db, call);
    if (settled)
        return settled;
    PGresult *result = answer(db, PQexec(handle(db), text));
    return answer_is_error(result) ? refuse(db, call, result, text) : OK;
}

/* The one text that a question answers, in the arena. */
static enum err ask(struct db *db, struct call *call, const char *question, const char **out)
{
    PGresult *result = answer(db, PQexec(handle(db), question));
    if (PQresultStatus(result) != PGRES_TUPLES_OK || PQntuples(result) < 1)
        return refuse(db, call, result, question);
    *out = arena_text(call->arena, PQgetvalue(result, 0, 0));
    return OK;
}

/* What the server must be like, for the promises of the store to hold. */
static enum err check_server(struct db *db, struct call *call)
{
    static const struct {
        const char *question, *want;
    } table[] = {
        {"SHOW server_encoding", "UTF8"},
        {"SELECT CASE WHEN 'a' < 'B' OR '\xC3\xA9' < 'z' THEN 'by language' ELSE 'C' END", "C"},
        {"SHOW standard_conforming_strings", "on"},
        {"SELECT CASE WHEN current_setting('synchronous_commit') IN ('off', 'local') THEN 'off' ELSE 'on' END", "on"},
        {"SELECT CASE WHEN current_schema() IS NULL THEN 'none' ELSE 'one' END", "one"},
    };
    if (PQserverVersion(handle(db)) < SERVER_LEAST)
        return fail_want(call, ERR_SYSTEM, "store_settings", NULL, "server_version", "15");
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const char *got = NULL;
        enum err err = ask(db, call, table[i].question, &got);
        if (err)
            return err;
        if (!text_is(got, table[i].want))
            return fail_want(call, ERR_SYSTEM, "store_settings", NULL,
                arena_format(call->arena, "%s = %s", table[i].question, got), table[i].want);
    }
    return OK;
}

/* Settings a URL may override: it comes last. A dead peer is noticed within seconds. */
static enum err connect_to(struct db *db, struct call *call, const char *url)
{
    const char *const names[] = {"application_name", "connect_timeout", "keepalives_idle", "keepalives_interval",
        "keepalives_count", "tcp_user_timeout", "target_session_attrs", "client_encoding", "dbname", NULL};
    const char *const values[] = {"servanda", "3", "2", "1", "3", "4000", "read-write", "UTF8", url, NULL};
    PGconn *connection = PQconnectdbParams(names, values, 1);
    db->handle = connection;
    if (!connection)
        return fail(call, ERR_NO_MEMORY, "no_memory");
    if (PQstatus(connection) != CONNECTION_OK) {
        db->lost = true;
        return fail_field(call, ERR_SYSTEM, "store_unreachable", NULL, first_line(call, PQerrorMessage(connection)));
    }
    PQsetNoticeReceiver(connection, notice, db);
    enum err err = run(db, call, "SET lock_timeout = '15s'; SET idle_in_transaction_session_timeout = '120s'");
    return err ? err : check_server(db, call);
}

static enum err postgres_open(struct db *db, struct call *call, const char *url, enum open_how how)
{
    bool empty, ours;
    enum err err = connect_to(db, call, url);
    if (!err)
        err = db->engine->whose(db, call, &empty, &ours);
    if (err)
        return err;
    const char *shown = "postgres";
    if (how == OPEN_CREATE && ours)
        return fail_field(call, ERR_CONFLICT, "store_exists", NULL, shown);
    if (!ours && !empty)
        return fail_field(call, ERR_INVALID, "store_foreign", NULL, shown);
    if (how != OPEN_CREATE && !ours)
        return fail_field(call, ERR_NOT_FOUND, "store_missing", NULL, shown);
    return OK;
}

static void postgres_close(struct db *db)
{
    answer(db, NULL);
    if (db->handle)
        PQfinish(handle(db));
    db->handle = NULL;
}

/* A new connection in place of a lost one; everything prepared on the old one is forgotten. */
static enum err reconnect(struct db *db, struct call *call)
{
    postgres_close(db);
    db_forget_statements(db);
    db->lost = false;
    db->pending = 0;
    LOG(LOG_WARN, "postgres_reconnect", {"engine", "postgres", 0});
    return connect_to(db, call, store_url(db->store));
}

static enum err whose(struct db *db, struct call *call, bool *empty, bool *ours)
{
    const char *got = NULL;
    enum err err = ask(db, call,
        "SELECT CASE WHEN to_regclass('migration') IS NOT NULL AND to_regclass('ledger_head') IS NOT NULL THEN 'ours' "
        "WHEN EXISTS (SELECT 1 FROM pg_class WHERE relnamespace = to_regnamespace(current_schema()::text)) "
        "THEN 'foreign' ELSE 'empty' END",
        &got);
    *empty = !err && text_is(got, "empty");
    *ours = !err && text_is(got, "ours");
    return err;
}

static enum err mark_ours(struct db *db, struct call *call, int64_t newest)
{
    (void)db, (void)call, (void)newest; /* its tables are the mark */
    return OK;
}

/* Statements. */

static const char *name_of(const struct statement *statement, char out[24])
{
    snprintf(out, 24, "s%d", statement->number);
    return out;
}

static enum err prepare(struct statement *statement, struct call *call)
{
    struct db *db = statement->db;
    char name[24];
    if (statement->of) {
        statement->number = statement->of->number;
        return OK;
    }
    enum err err = settle(db, call);
    if (err)
        return err;
    statement->number = ++db->numbers;
    PGresult *result = answer(db, PQprepare(handle(db), name_of(statement, name), statement->sql->text, 0, NULL));
    return answer_is_error(result) ? refuse(db, call, result, statement->sql->name) : OK;
}

static void drop(struct statement *statement)
{
    (void)statement; /* goes with the connection */
}

/* Arguments as libpq takes them. */
struct bound {
    const char *values[ARGS_MOST];
    int lengths[ARGS_MOST], binary[ARGS_MOST];
    char numbers[ARGS_MOST][24];
};

static enum err bind(
    struct bound *bound, const struct statement *statement, struct call *call, const struct arg *args, size_t count)
{
    if (count > ARGS_MOST)
        return fail_system(call, statement->sql->name, "arguments are $1 to $512");
    for (size_t i = 0; i < count; i++) {
        bound->values[i] = args[i].kind == ARG_NULL ? NULL : args[i].bytes;
        bound->lengths[i] = (int)args[i].size;
        bound->binary[i] = args[i].kind == ARG_BYTES;
        if (args[i].kind == ARG_NUMBER) {
            snprintf(bound->numbers[i], sizeof bound->numbers[i], "%lld", (long long)args[i].number);
            bound->values[i] = bound->numbers[i];
        }
    }
    return OK;
}

static enum err later(struct statement *statement, struct call *call, const struct arg *args, size_t count)
{
    struct bound bound;
    char name[24];
    struct db *db = statement->db;
    enum err err = bind(&bound, statement, call, args, count);
    if (!err && db->pending >= PENDING_MOST)
        err = settle(db, call);
    if (!err && !pipe_prepared(db, name_of(statement, name), (int)count, bound.values, bound.lengths, bound.binary))
        err = refuse(db, call, NULL, statement->sql->name);
    return err;
}

static enum err start(struct rows *rows, struct call *call, const struct arg *args, size_t count)
{
    struct statement *statement = rows->statement;
    struct db *db = rows->db;
    struct bound bound;
    char name[24];
    PGresult *result = NULL;
    enum err err = bind(&bound, statement, call, args, count);
    if (err)
        return err;
    name_of(statement, name);
    if (db->pending == 0)
        result = PQexecPrepared(handle(db), name, (int)count, bound.values, bound.lengths, bound.binary, 0);
    else if (pipe_prepared(db, name, (int)count, bound.values, bound.lengths, bound.binary))
        result = pipe_end(db);
    rows->result = result;
    if (answer_is_error(result))
        return refuse(db, call, result, statement->sql->name);
    rows->count = PQntuples(result);
    int64_t changed;
    rows->changed = text_number(&changed, PQcmdTuples(result)) ? changed : 0;
    return OK;
}

static bool next(struct rows *rows)
{
    free(rows->scratch);
    rows->scratch = NULL;
    if (rows->at + 1 >= rows->count)
        return false;
    rows->at++;
    return true;
}

static void finish(struct rows *rows)
{
    PQclear(rows->result);
    rows->result = NULL;
}

enum { BOOLEAN_TYPE = 16 };

static bool is_null(struct rows *rows, int column)
{
    return PQgetisnull(rows->result, rows->at, column);
}

static const char *text(struct rows *rows, int column)
{
    if (is_null(rows, column))
        return NULL;
    const char *value = PQgetvalue(rows->result, rows->at, column);
    if (PQftype(rows->result, column) == BOOLEAN_TYPE)
        return value[0] == 't' ? "1" : "0";
    return value;
}

static const char *part(struct rows *rows, int column, size_t *size)
{
    const char *value = text(rows, column);
    *size = value ? strlen(value) : 0;
    return value;
}

static int64_t number(struct rows *rows, int column)
{
    const char *value = text(rows, column);
    int64_t number;
    return value && text_number(&number, value) ? number : UNKNOWN;
}

static size_t decoded_room(struct rows *rows, int column)
{
    return (size_t)PQgetlength(rows->result, rows->at, column) / 2 + 1;
}

/* Bytes come as \x and hexadecimal digits; those of one row are decoded side by side, each column in its own place. */
static const void *bytes(struct rows *rows, int column, size_t *size)
{
    *size = 0;
    if (is_null(rows, column))
        return NULL;
    const char *value = PQgetvalue(rows->result, rows->at, column);
    size_t digits = (size_t)PQgetlength(rows->result, rows->at, column), place = 0, room = 0;
    if (value[0] != '\\' || value[1] != 'x') {
        *size = digits;
        return value;
    }
    for (int i = 0; i < PQnfields(rows->result); i++) {
        place += i < column ? decoded_room(rows, i) : 0;
        room += decoded_room(rows, i);
    }
    if (!rows->scratch)
        rows->scratch = malloc(room);
    unsigned char *decoded = rows->scratch ? (unsigned char *)rows->scratch + place : NULL;
    if (!decoded || !text_from_hex(decoded, digits / 2 - 1, value + 2)) {
        rows->err = ERR_NO_MEMORY;
        return "";
    }
    *size = digits / 2 - 1;
    return decoded;
}

/* Transactions. */

static enum err begin(struct db *db, struct call *call, bool write)
{
    if (db->lost || PQstatus(handle(db)) != CONNECTION_OK) {
        enum err err = reconnect(db, call);
        if (err)
            return err;
    }
    return write ? send_ahead(db, call, "BEGIN") : run(db, call, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
}

static enum err commit(struct db *db, struct call *call)
{
    db->warned = false; /* what was said before is not about this commit */
    PGresult *result = NULL;
    if (db->pending == 0)
        result = answer(db, PQexec(handle(db), "COMMIT"));
    else if (pipe_text(db, "COMMIT"))
        result = answer(db, pipe_end(db));
    if (answer_is_error(result)) {
        if (!lost(db, state_of(result)))
            return refuse(db, call, result, "COMMIT");
        db->lost = true;
        return fail(call, ERR_UNKNOWN, "store_unknown");
    }
    if (text_is(PQcmdStatus(result), "ROLLBACK"))
        return fail_system(call, "COMMIT", "ROLLBACK");
    return db->warned ? fail(call, ERR_UNKNOWN, "store_unknown") : OK;
}

static void rollback(struct db *db)
{
    if (db->pending)
        PQclear(pipe_end(db));
    if (PQtransactionStatus(handle(db)) != PQTRANS_IDLE)
        PQclear(PQexec(handle(db), "ROLLBACK"));
}

static enum err savepoint(struct db *db, struct call *call)
{
    return send_ahead(db, call, "SAVEPOINT member");
}

static enum err release(struct db *db, struct call *call)
{
    return send_ahead(db, call, "RELEASE member");
}

static enum err undo(struct db *db, struct call *call)
{
    if (db->pending)
        PQclear(pipe_end(db)); /* what failed in it is about to be undone */
    return run(db, call, "ROLLBACK TO member; RELEASE member");
}

/* Nodes that start together migrate one after the other. */
static enum err define_begin(struct db *db, struct call *call)
{
    enum err err = db_begin(db, call, true);
    return err ? err : run(db, call, "SELECT pg_advisory_xact_lock(1399223908)");
}

static enum err define_checked(struct db *db, struct call *call)
{
    (void)db, (void)call; /* the server has checked each reference */
    return OK;
}

static void define_end(struct db *db)
{
    (void)db;
}

static enum err define(struct db *db, struct call *call, const char *ddl)
{
    return run(db, call, ddl);
}

static const SQL(clock_now, "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)");

static const SQL(engine_version, "SELECT split_part(current_setting('server_version'), ' ', 1)");
static const SQL(database_size, "SELECT pg_database_size(current_database())");

/* The dead version of the row is taken out of the table now and not when the server gets to it. */
static void scrub(struct store *store)
{
    PGconn *connection = PQconnectdb(store->url);
    PGresult *result = PQexec(connection, "VACUUM person_key");
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        LOG(LOG_WARN, "postgres_vacuum", {"error", PQerrorMessage(connection), 0});
    PQclear(result);
    PQfinish(connection);
}

const struct engine engine_postgres = {
    .name = "postgres",
    .open = postgres_open,
    .close = postgres_close,
    .mend = reconnect,
    .prepare = prepare,
    .drop = drop,
    .start = start,
    .later = later,
    .settle = settle,
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
    .clock = &clock_now,
    .version = &engine_version,
    .size = &database_size,
    .scrub = scrub,
    .whose = whose,
    .mark_ours = mark_ours,
};
