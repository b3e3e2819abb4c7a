/*
 * All rows of one store into another of the same schema.
 *
 * This is the one place where statements are put together: from the names of the tables and columns of our own schema, as
 * SQLite's catalog tells them. No input comes near them. The connections are used for nothing else, because a statement is
 * remembered by its address and these are gone with the call.
 */
#include "store/copy.h"
#include "base/text.h"
#include <string.h>

enum { COLUMNS_MOST = ARGS_MOST, FETCH = 1000, TEXT_MOST = 64 << 10 };

struct table {
    const char *name;
    const char *columns[COLUMNS_MOST];
    bool bytes[COLUMNS_MOST];
    int count;
};

/* Tables in the order in which they were made, so that what is referred to comes first. The index is made anew. */
static const SQL(tables,
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' "
    "AND name NOT LIKE 'search_index%' ORDER BY rowid");
static const SQL(columns, "SELECT name, type FROM pragma_table_info($1) ORDER BY cid");
static const SQL(index_rebuild, "INSERT INTO search_index (search_index) VALUES ('rebuild')");
static const SQL(number_goes_on,
    "SELECT setval(pg_get_serial_sequence('search_doc', 'number'), coalesce(max(number), 0) + 1, FALSE) FROM "
    "search_doc");
/* On an engine with one writer the newest entry is the head: there the copy has no row of it. */
static const SQL(head_goes_on,
    "UPDATE ledger_head SET seq = newest.seq, hash = newest.hash "
    "FROM (SELECT seq, hash FROM ledger ORDER BY seq DESC LIMIT 1) AS newest WHERE one = 1");
static const SQL(references,
    "SELECT CAST(CAST(conrelid AS regclass) AS TEXT), quote_ident(conname) FROM pg_constraint "
    "WHERE contype = 'f' AND connamespace = to_regnamespace(CAST(current_schema() AS TEXT)) ORDER BY oid");

static bool is_sqlite(const struct db *db)
{
    return db->engine == &engine_sqlite;
}

static struct sql *statement(struct call *call, const char *text)
{
    struct sql *sql = NEW(call->arena, struct sql);
    sql->text = text;
    sql->name = text;
    return sql;
}

static enum err run(struct db *db, struct call *call, const char *text)
{
    return db_run(NULL, db, call, statement(call, text), NO_ARGS);
}

static enum err read_columns(struct table *table, struct db *sqlite, struct call *call)
{
    struct rows *rows;
    enum err err = db_query(&rows, sqlite, call, &columns, ARGS(arg_text(table->name)));
    if (err)
        return err;
    while (rows_next(rows) && table->count < COLUMNS_MOST) {
        table->columns[table->count] = rows_copy(rows, 0, call->arena);
        table->bytes[table->count++] = text_is(rows_text(rows, 1), "BLOB");
    }
    return rows_end(rows);
}

static enum err read_tables(struct table ***out, int *count, struct db *sqlite, struct call *call)
{
    enum { TABLES_MOST = 1000 };
    struct rows *rows;
    *out = NEW_ARRAY(call->arena, TABLES_MOST, struct table *);
    *count = 0;
    enum err err = db_query(&rows, sqlite, call, &tables, NO_ARGS);
    if (err)
        return err;
    while (rows_next(rows) && *count < TABLES_MOST) {
        (*out)[*count] = NEW(call->arena, struct table);
        (*out)[(*count)++]->name = rows_copy(rows, 0, call->arena);
    }
    err = rows_end(rows);
    for (int i = 0; i < *count && !err; i++)
        err = read_columns((*out)[i], sqlite, call);
    return err;
}

static void add_columns(struct buffer *out, const struct table *table)
{
    for (int i = 0; i < table->count; i++)
        buffer_format(out, "%s\"%s\"", i ? ", " : "", table->columns[i]);
}

static const struct sql *select_all(struct call *call, const struct table *table, bool cursor)
{
    struct buffer *text = buffer_new(call->arena, TEXT_MOST);
    buffer_text(text, cursor ? "DECLARE copied NO SCROLL CURSOR FOR SELECT " : "SELECT ");
    add_columns(text, table);
    buffer_format(text, " FROM \"%s\"", table->name);
    return statement(call, text->at);
}

static const struct sql *insert_one(struct call *call, const struct table *table)
{
    struct buffer *text = buffer_new(call->arena, TEXT_MOST);
    buffer_format(text, "INSERT INTO \"%s\" (", table->name);
    add_columns(text, table);
    buffer_text(text, ") VALUES (");
    for (int i = 0; i < table->count; i++)
        buffer_format(text, "%s$%d", i ? ", " : "", i + 1);
    buffer_text(text, ")");
    return statement(call, text->at);
}

struct copying {
    struct db *to;
    struct call *call;
    const struct table *table;
    const struct sql *insert;
    int64_t rows;
    store_progress *progress;
    void *arg;
};

/* The rows of one answer. Values go as text, but bytes; both engines make of it what the column is. */
static enum err copy_answer(struct copying *copying, struct rows *rows, int64_t *count)
{
    const struct table *table = copying->table;
    struct arg args[COLUMNS_MOST];
    enum err err = OK;
    for (*count = 0; !err && rows_next(rows); ++*count) {
        for (int i = 0; i < table->count; i++) {
            size_t size;
            if (table->bytes[i]) {
                const void *bytes = rows_bytes(rows, i, &size);
                args[i] = arg_bytes(bytes, size);
            } else {
                args[i] = arg_text(rows_text(rows, i));
            }
        }
        err = db_run(NULL, copying->to, copying->call, copying->insert, args, (size_t)table->count);
        copying->rows++;
        if (!err && copying->progress && copying->rows % FETCH == 0 &&
            !copying->progress(copying->rows, 0, copying->arg))
            err = fail(copying->call, ERR_BUSY, "store_stopped");
    }
    enum err end = rows_end(rows);
    return err ? err : end;
}

/* PostgreSQL would send a whole table at once: it is fetched in portions through a cursor. */
static enum err copy_table(struct copying *copying, struct db *from)
{
    static const SQL(fetch, "FETCH 1000 FROM copied");
    static const SQL(shut, "CLOSE copied");
    struct call *call = copying->call;
    struct rows *rows;
    int64_t count = FETCH;
    const struct sql *select = select_all(call, copying->table, !is_sqlite(from));
    if (is_sqlite(from)) {
        enum err err = db_query(&rows, from, call, select, NO_ARGS);
        return err ? err : copy_answer(copying, rows, &count);
    }
    enum err err = db_run(NULL, from, call, select, NO_ARGS);
    while (!err && count == FETCH) {
        err = db_query(&rows, from, call, &fetch, NO_ARGS);
        if (!err)
            err = copy_answer(copying, rows, &count);
    }
    return err ? err : db_run(NULL, from, call, &shut, NO_ARGS);
}

/* References that lead within a table, or in a circle, hold at the end and not at every row. */
static enum err defer_references(struct db *to, struct call *call, bool deferred)
{
    struct rows *rows;
    if (is_sqlite(to))
        return OK; /* they rest during migrations and restoring (define_begin), and are checked at the end */
    enum err err = deferred ? OK : run(to, call, "SET CONSTRAINTS ALL IMMEDIATE");
    if (!err)
        err = db_query(&rows, to, call, &references, NO_ARGS);
    if (err)
        return err;
    while (!err && rows_next(rows))
        err = run(to, call,
            arena_format(call->arena, "ALTER TABLE %s ALTER CONSTRAINT %s %s", rows_text(rows, 0), rows_text(rows, 1),
                deferred ? "DEFERRABLE INITIALLY DEFERRED" : "NOT DEFERRABLE"));
    enum err end = rows_end(rows);
    return err ? err : end;
}

enum err copy_rows(
    int64_t *rows, struct db *to, struct db *from, struct call *call, store_progress *progress, void *arg)
{
    struct table **all;
    int count;
    struct copying copying = {.to = to, .call = call, .progress = progress, .arg = arg};
    enum err err = read_tables(&all, &count, is_sqlite(from) ? from : to, call);
    if (!err)
        err = defer_references(to, call, true);
    for (int i = count - 1; i >= 0 && !err; i--)
        err = run(to, call, arena_format(call->arena, "DELETE FROM \"%s\"", all[i]->name));
    for (int i = 0; i < count && !err; i++) {
        copying.table = all[i];
        copying.insert = insert_one(call, all[i]);
        err = copy_table(&copying, from);
    }
    if (!err)
        err = db_run(NULL, to, call, is_sqlite(to) ? &index_rebuild : &number_goes_on, NO_ARGS);
    if (!err && !is_sqlite(to))
        err = db_run(NULL, to, call, &head_goes_on, NO_ARGS);
    if (!err)
        err = defer_references(to, call, false);
    *rows = copying.rows;
    return err;
}

enum err copy_unmake(struct db *db, struct db *sqlite, struct call *call)
{
    struct table **all;
    int count;
    enum err err = read_tables(&all, &count, sqlite, call);
    if (!err)
        err = db_begin(db, call, true);
    for (int i = count - 1; i >= 0 && !err; i--)
        err = run(db, call, arena_format(call->arena, "DROP TABLE \"%s\" CASCADE", all[i]->name));
    if (!err)
        err = run(db, call, "DROP TABLE IF EXISTS ledger_head"); /* of the server only */
    return err ? err : db_commit(db, call);
}
