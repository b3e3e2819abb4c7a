/*
 * Asking and telling the database: one API, two engines.
 *
 * A statement is literal text, said once with SQL(); nothing is ever built from pieces. The same text serves SQLite
 * and PostgreSQL (doc/sql.md lists what works on both). Arguments are $1..$n, bound by name. Each connection
 * prepares a statement once.
 *
 *     static const SQL(state_by_id, "SELECT name_en FROM state WHERE id = $1");
 *
 *     struct rows *rows;
 *     enum err err = db_query(&rows, db, call, &state_by_id, ARGS(arg_text(id)));
 *     while (!err && rows_next(rows))
 *         ... rows_text(rows, 0) ...
 *     if (!err)
 *         err = rows_end(rows);
 */
#pragma once
#include "base/call.h"

struct db;   /* a connection; used by one thread at a time */
struct rows; /* the answer to a query, read row by row */

struct sql {
    const char *text;
    const char *name;
};
#define SQL(name_, ...) struct sql name_ = {.text = __VA_ARGS__, .name = #name_}

struct arg {
    enum { ARG_NULL, ARG_NUMBER, ARG_TEXT, ARG_BYTES } kind;
    int64_t number;
    const void *bytes;
    size_t size;
};
struct arg arg_null(void);
struct arg arg_number(int64_t number); /* UNKNOWN is NULL */
struct arg arg_bool(bool flag);
struct arg arg_text(const char *text);                      /* NULL is NULL */
struct arg arg_bytes(const void *bytes, size_t size);       /* NULL is NULL */
struct arg arg_date(struct arena *arena, struct date date); /* ISO text; unknown is NULL */

#define ARGS(...) (const struct arg[]){__VA_ARGS__}, sizeof((const struct arg[]){__VA_ARGS__}) / sizeof(struct arg)
#define NO_ARGS   ((const struct arg *)0), 0

/*
 * Errors of the engine are recorded in the call (fail_system, or ERR_CONFLICT for keys, ERR_INVALID for checks,
 * ERR_BUSY).
 */
enum err db_query(struct rows **out, struct db *db, struct call *call, const struct sql *sql, const struct arg *args,
    size_t count) MUST_CHECK;
bool rows_next(struct rows *rows); /* false at the end, and when it failed: rows_end tells */
enum err rows_end(struct rows *rows) MUST_CHECK;
bool rows_null(struct rows *rows, int column);
int64_t rows_number(struct rows *rows, int column);   /* UNKNOWN for NULL; booleans as 1 and 0 */
const char *rows_text(struct rows *rows, int column); /* NULL for NULL; valid until rows_next */
const char *rows_part(
    struct rows *rows, int column, size_t *size); /* a text without the NUL behind it; else as rows_text */
char *rows_copy(struct rows *rows, int column, struct arena *arena); /* NULL for NULL */
const void *rows_bytes(struct rows *rows, int column, size_t *size); /* NULL for NULL; valid until rows_next */

/*
 * A statement that answers nothing; `changed` is the number of rows it touched. Where nobody asks for it (NULL), inside store_write,
 * nobody waits for the answer either: what goes wrong is then told by a later statement, or by store_write, and undoes the work alike.
 */
enum err db_run(int64_t *changed, struct db *db, struct call *call, const struct sql *sql, const struct arg *args,
    size_t count) MUST_CHECK;

/* The first column of the first row as a number; UNKNOWN when there is no row. */
enum err db_number(int64_t *out, struct db *db, struct call *call, const struct sql *sql, const struct arg *args,
    size_t count) MUST_CHECK;

/* Inside a transaction: the error of the first statement that failed, after which nothing more is done; else OK. */
enum err db_failed(const struct db *db);

/* Test support: the n-th step from now (a statement run, a transaction begun or committed) in this thread fails; 0 switches it off. */
void db_fail_at(unsigned long n);
unsigned long db_steps(void);
