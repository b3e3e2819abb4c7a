/*
 * Asking and telling, the same for both engines: arguments, the cache of prepared statements, answers and who owns them.
 */
#include "store/engine.h"
#include "base/text.h"
#include <stdlib.h>
#include <string.h>

static _Thread_local unsigned long fail_in, steps;

void db_fail_at(unsigned long n)
{
    fail_in = n;
    steps = 0;
}

unsigned long db_steps(void)
{
    return steps;
}

static enum err step(struct db *db, struct call *call)
{
    steps++;
    if (fail_in == 0 || steps != fail_in)
        return OK;
    enum err err = fail_system(call, db->engine->name, "made to fail by a test");
    if (db->in_transaction)
        db->failed = err;
    return err;
}

struct arg arg_null(void)
{
    return (struct arg){.kind = ARG_NULL};
}

struct arg arg_number(int64_t number)
{
    return (struct arg){.kind = number == UNKNOWN ? ARG_NULL : ARG_NUMBER, .number = number};
}

struct arg arg_bool(bool flag)
{
    return (struct arg){.kind = ARG_NUMBER, .number = flag};
}

struct arg arg_text(const char *text)
{
    if (!text)
        return arg_null();
    return (struct arg){.kind = ARG_TEXT, .bytes = text, .size = strlen(text)};
}

struct arg arg_bytes(const void *bytes, size_t size)
{
    if (!bytes)
        return arg_null();
    return (struct arg){.kind = ARG_BYTES, .bytes = bytes, .size = size};
}

struct arg arg_date(struct arena *arena, struct date date)
{
    char text[DATE_TEXT];
    if (!date_known(date))
        return arg_null();
    return arg_text(arena_text(arena, date_text(text, date)));
}

/* Connections. */

struct opening {
    struct db *db;
    struct call *call;
    const char *url;
    enum open_how how;
};

static enum err open_it(void *arg)
{
    struct opening *o = arg;
    return o->db->engine->open(o->db, o->call, o->url, o->how);
}

struct db *db_open(struct store *store, struct call *call, const struct engine *engine, const char *url,
    enum open_how how, enum err *err)
{
    struct db *db = calloc(1, sizeof *db);
    if (!db) {
        *err = fail(call, ERR_NO_MEMORY, "no_memory");
        return NULL;
    }
    db->engine = engine;
    db->store = store;
    db->entries_end = &db->entries;
    struct opening o = {db, call, url, how};
    *err = arena_run(call->arena, open_it, &o);
    if (*err) {
        db_close(db);
        return NULL;
    }
    return db;
}

static void statement_free(struct statement *statement)
{
    statement->db->engine->drop(statement);
    free(statement);
}

void db_forget_statements(struct db *db)
{
    db->generation++;
}

void db_close(struct db *db)
{
    if (!db)
        return;
    db_close_rows(db, NULL);
    for (struct use *use = db->uses; use; use = use->next)
        use->db = NULL;
    for (size_t i = 0; i < db->room; i++)
        if (db->table[i])
            statement_free(db->table[i]);
    free(db->table);
    db->engine->close(db);
    free(db);
}

/* The cache of prepared statements. */

static size_t slot(const struct db *db, const struct sql *sql)
{
    size_t at = (size_t)((uintptr_t)sql / sizeof *sql * UINT64_C(0x9E3779B97F4A7C15) >> 20) & (db->room - 1);
    while (db->table[at] && db->table[at]->sql != sql)
        at = (at + 1) & (db->room - 1);
    return at;
}

static bool grow(struct db *db)
{
    size_t old_room = db->room;
    struct statement **old = db->table;
    struct statement **table = calloc(old_room ? old_room * 2 : 64, sizeof(struct statement *));
    if (!table)
        return false;
    db->table = table;
    db->room = old_room ? old_room * 2 : 64;
    for (size_t i = 0; i < old_room; i++)
        if (old[i])
            table[slot(db, old[i]->sql)] = old[i];
    free(old);
    return true;
}

struct preparing {
    struct statement *statement;
    struct call *call;
};

static enum err prepare_it(void *arg)
{
    struct preparing *p = arg;
    return p->statement->db->engine->prepare(p->statement, p->call);
}

static enum err statement_new(
    struct statement **out, struct db *db, struct call *call, const struct sql *sql, const struct statement *of)
{
    struct statement *statement = calloc(1, sizeof *statement);
    if (!statement)
        return fail(call, ERR_NO_MEMORY, "no_memory");
    statement->sql = sql;
    statement->db = db;
    statement->of = of;
    statement->spare = of != NULL;
    statement->writes = !text_starts(sql->text, "SELECT");
    statement->rows = (struct rows){.db = db, .statement = statement};
    enum err err = arena_run(call->arena, prepare_it, &(struct preparing){statement, call});
    if (err) {
        statement_free(statement);
        return err;
    }
    statement->generation = db->generation;
    *out = statement;
    return OK;
}

static enum err statement_find(struct statement **out, struct db *db, struct call *call, const struct sql *sql)
{
    enum err err = OK;
    if (db->used * 2 >= db->room && !grow(db))
        return fail(call, ERR_NO_MEMORY, "no_memory");
    size_t at = slot(db, sql);
    struct statement *statement = db->table[at];
    if (statement && statement->rows.open) {
        err = statement_new(&statement, db, call, sql, statement);
    } else if (!statement) {
        err = statement_new(&statement, db, call, sql, NULL);
        if (!err) {
            db->table[at] = statement;
            db->used++;
        }
    } else if (statement->generation != db->generation) {
        db->engine->drop(statement);
        err = db->engine->prepare(statement, call);
        statement->generation = err ? db->generation - 1 : db->generation;
    }
    *out = statement;
    return err;
}

/* Answers. */

static void rows_close(struct rows *rows)
{
    if (!rows->open)
        return;
    rows->open = false;
    *rows->to_me = rows->next_open;
    if (rows->next_open)
        rows->next_open->to_me = rows->to_me;
    rows->db->engine->finish(rows);
    free(rows->scratch);
    rows->scratch = NULL;
}

static void use_end(void *what)
{
    struct use *use = what;
    if (!use->db)
        return;
    db_close_rows(use->db, use->arena);
    if (use->db->reading == use->arena)
        db_end_reading(use->db);
    *use->to_me = use->next;
    if (use->next)
        use->next->to_me = use->to_me;
}

void db_use(struct db *db, struct call *call)
{
    for (struct use *use = db->uses; use; use = use->next)
        if (use->arena == call->arena)
            return;
    struct use *use = NEW(call->arena, struct use);
    use->arena = call->arena;
    arena_defer(call->arena, use_end, use);
    use->db = db;
    use->next = db->uses;
    use->to_me = &db->uses;
    if (use->next)
        use->next->to_me = &use->next;
    db->uses = use;
}

void db_close_rows(struct db *db, const struct arena *arena)
{
    for (struct rows *rows = db->open, *next; rows; rows = next) {
        next = rows->next_open;
        if (arena && rows->call->arena != arena)
            continue;
        struct statement *statement = rows->statement;
        rows_close(rows);
        if (statement->spare)
            statement_free(statement);
    }
}

static enum err query(
    struct rows **out, struct db *db, struct call *call, const struct sql *sql, const struct arg *args, size_t count)
{
    struct statement *statement = NULL;
    enum err err = step(db, call);
    if (!err)
        err = statement_find(&statement, db, call, sql);
    if (err)
        return err;
    struct rows *rows = &statement->rows;
    *rows = (struct rows){.db = db, .statement = statement, .call = call, .open = true, .at = -1};
    rows->next_open = db->open;
    rows->to_me = &db->open;
    if (rows->next_open)
        rows->next_open->to_me = &rows->next_open;
    db->open = rows;
    db->touched |= statement->writes;
    err = db->engine->start(rows, call, args, count);
    if (err) {
        rows_close(rows);
        if (statement->spare)
            statement_free(statement);
        return err;
    }
    *out = rows;
    return OK;
}

enum err db_query(
    struct rows **out, struct db *db, struct call *call, const struct sql *sql, const struct arg *args, size_t count)
{
    if (db->in_transaction) {
        if (!db->failed)
            db->failed = query(out, db, call, sql, args, count);
        return db->failed;
    }
    enum err err = OK;
    size_t faults = call->fault_count;
    if (db->lost)
        err = db->engine->mend(db, call);
    if (!err)
        err = query(out, db, call, sql, args, count);
    if (err && db->lost && db->engine->mend(db, call) == OK) {
        /* Outside a transaction there are only reads: asking again on the new connection does no harm. */
        if (faults == 0)
            call_clear(call);
        err = query(out, db, call, sql, args, count);
    }
    return err;
}

enum err db_failed(const struct db *db)
{
    return db->in_transaction ? db->failed : OK;
}

bool rows_next(struct rows *rows)
{
    if (rows->err || !rows->open)
        return false;
    return rows->db->engine->next(rows);
}

enum err rows_end(struct rows *rows)
{
    enum err err = rows->err;
    struct db *db = rows->db;
    struct statement *statement = rows->statement;
    rows_close(rows);
    if (err && db->in_transaction)
        db->failed = err;
    if (statement->spare)
        statement_free(statement);
    return err;
}

bool rows_null(struct rows *rows, int column)
{
    return rows->db->engine->is_null(rows, column);
}

int64_t rows_number(struct rows *rows, int column)
{
    return rows->db->engine->number(rows, column);
}

const char *rows_text(struct rows *rows, int column)
{
    return rows->db->engine->text(rows, column);
}

const char *rows_part(struct rows *rows, int column, size_t *size)
{
    return rows->db->engine->part(rows, column, size);
}

char *rows_copy(struct rows *rows, int column, struct arena *arena)
{
    size_t size;
    const char *text = rows_part(rows, column, &size);
    return text ? arena_copy(arena, text, size) : NULL;
}

const void *rows_bytes(struct rows *rows, int column, size_t *size)
{
    return rows->db->engine->bytes(rows, column, size);
}

enum err db_run(
    int64_t *changed, struct db *db, struct call *call, const struct sql *sql, const struct arg *args, size_t count)
{
    struct rows *rows;
    if (!changed && db->writing && db->engine->later)
        return db_later(db, call, sql, args, count);
    enum err err = db_query(&rows, db, call, sql, args, count);
    if (err)
        return err;
    while (rows_next(rows))
        ;
    if (changed)
        *changed = rows->changed;
    return rows_end(rows);
}

enum err db_number(
    int64_t *out, struct db *db, struct call *call, const struct sql *sql, const struct arg *args, size_t count)
{
    struct rows *rows;
    *out = UNKNOWN;
    enum err err = db_query(&rows, db, call, sql, args, count);
    if (err)
        return err;
    if (rows_next(rows))
        *out = rows_number(rows, 0);
    return rows_end(rows);
}

enum err db_later(struct db *db, struct call *call, const struct sql *sql, const struct arg *args, size_t count)
{
    struct statement *statement = NULL;
    if (!db->engine->later || !db->writing)
        return db_run(NULL, db, call, sql, args, count);
    if (!db->failed)
        db->failed = step(db, call);
    if (!db->failed)
        db->failed = statement_find(&statement, db, call, sql);
    if (!db->failed) {
        db->failed = db->engine->later(statement, call, args, count);
        db->later = db->touched = true;
    }
    return db->failed;
}

enum err db_settle(struct db *db, struct call *call)
{
    if (db->later && !db->failed)
        db->failed = db->engine->settle(db, call);
    db->later = false;
    return db->failed;
}

/* Transactions. */

enum err db_begin(struct db *db, struct call *call, bool write)
{
    enum err err = step(db, call);
    db->failed = OK;
    if (!err)
        err = db->engine->begin(db, call, write);
    if (!err)
        db->again = false;
    db->in_transaction = !err;
    db->writing = !err && write;
    db->later = false;
    return err;
}

void db_rollback(struct db *db)
{
    db_close_rows(db, NULL);
    db->engine->rollback(db);
    db->in_transaction = db->writing = false;
    db->failed = OK;
}

void db_end_reading(struct db *db)
{
    db_rollback(db);
    db->reading = NULL;
    db->in_moment = false;
}

enum err db_commit(struct db *db, struct call *call)
{
    enum err err = db->failed;
    db_close_rows(db, NULL);
    if (!err)
        err = step(db, call);
    if (!err)
        err = db->engine->commit(db, call);
    if (err)
        db_rollback(db);
    db->in_transaction = db->writing = false;
    return err;
}

enum err db_savepoint(struct db *db, struct call *call)
{
    enum err err = step(db, call);
    return err ? err : db->engine->savepoint(db, call);
}

enum err db_release(struct db *db, struct call *call)
{
    enum err err = step(db, call);
    return err ? err : db->engine->release(db, call);
}

enum err db_undo(struct db *db, struct call *call)
{
    db_close_rows(db, NULL);
    db->failed = OK;
    return db->engine->undo(db, call);
}
