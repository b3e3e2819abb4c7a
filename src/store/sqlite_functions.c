/*
 * Functions that PostgreSQL has and SQLite lacks or calls otherwise: string_agg, strpos, greatest, least. They run inside
 * SQLite, so they take no memory from an arena: its jump would skip SQLite's own frames.
 */
#include "store/sqlite_functions.h"
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct joined {
    char *text;
    size_t size, room;
    bool any, failed;
};

static void join_add(struct joined *joined, const void *bytes, int size)
{
    size_t n = (size_t)size;
    if (!bytes) {
        joined->failed = true;
        return;
    }
    if (joined->room - joined->size < n) {
        size_t room = (joined->size + n) * 2;
        char *text = realloc(joined->text, room);
        if (!text) {
            joined->failed = true;
            return;
        }
        joined->text = text;
        joined->room = room;
    }
    if (n)
        memcpy(joined->text + joined->size, bytes, n);
    joined->size += n;
}

static void string_agg_step(sqlite3_context *context, int count, sqlite3_value **values)
{
    struct joined *joined = sqlite3_aggregate_context(context, sizeof *joined);
    (void)count;
    if (!joined || sqlite3_value_type(values[0]) == SQLITE_NULL)
        return;
    if (joined->any)
        join_add(joined, sqlite3_value_text(values[1]), sqlite3_value_bytes(values[1]));
    joined->any = true;
    join_add(joined, sqlite3_value_text(values[0]), sqlite3_value_bytes(values[0]));
}

static void string_agg_end(sqlite3_context *context)
{
    struct joined *joined = sqlite3_aggregate_context(context, 0);
    if (!joined || !joined->any)
        sqlite3_result_null(context);
    else if (joined->failed)
        sqlite3_result_error_nomem(context);
    else
        sqlite3_result_text64(context, joined->text ? joined->text : "", joined->size, SQLITE_TRANSIENT, SQLITE_UTF8);
    if (joined)
        free(joined->text);
}

/* Place of the second text in the first, in characters, from 1; 0 when it is not there. */
static void strpos_call(sqlite3_context *context, int count, sqlite3_value **values)
{
    const char *text = (const char *)sqlite3_value_text(values[0]);
    const char *part = (const char *)sqlite3_value_text(values[1]);
    (void)count;
    if (sqlite3_value_type(values[0]) == SQLITE_NULL || sqlite3_value_type(values[1]) == SQLITE_NULL) {
        sqlite3_result_null(context);
        return;
    }
    if (!text || !part) {
        sqlite3_result_error_nomem(context);
        return;
    }
    const char *at = strstr(text, part);
    sqlite3_int64 place = 0;
    if (at) {
        place = 1;
        for (; text < at; text++)
            place += ((unsigned char)*text & 0xC0) != 0x80;
    }
    sqlite3_result_int64(context, place);
}

static int value_compare(sqlite3_value *a, sqlite3_value *b)
{
    if (sqlite3_value_type(a) == SQLITE_INTEGER && sqlite3_value_type(b) == SQLITE_INTEGER) {
        sqlite3_int64 x = sqlite3_value_int64(a), y = sqlite3_value_int64(b);
        return (x > y) - (x < y);
    }
    if (sqlite3_value_type(a) == SQLITE_TEXT && sqlite3_value_type(b) == SQLITE_TEXT)
        return strcmp((const char *)sqlite3_value_text(a), (const char *)sqlite3_value_text(b));
    double x = sqlite3_value_double(a), y = sqlite3_value_double(b);
    return (x > y) - (x < y);
}

/* greatest and least: NULL only when all are, as in PostgreSQL; SQLite's max(a, b) is NULL when one is. */
static void extreme(sqlite3_context *context, int count, sqlite3_value **values, int sign)
{
    sqlite3_value *best = NULL;
    for (int i = 0; i < count; i++) {
        if (sqlite3_value_type(values[i]) == SQLITE_NULL)
            continue;
        if (!best || sign * value_compare(values[i], best) > 0)
            best = values[i];
    }
    if (best)
        sqlite3_result_value(context, best);
    else
        sqlite3_result_null(context);
}

static void greatest_call(sqlite3_context *context, int count, sqlite3_value **values)
{
    extreme(context, count, values, 1);
}

static void least_call(sqlite3_context *context, int count, sqlite3_value **values)
{
    extreme(context, count, values, -1);
}

int sqlite_add_functions(sqlite3 *to)
{
    const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    int code =
        sqlite3_create_function_v2(to, "string_agg", 2, flags, NULL, NULL, string_agg_step, string_agg_end, NULL);
    if (!code)
        code = sqlite3_create_function_v2(to, "strpos", 2, flags, NULL, strpos_call, NULL, NULL, NULL);
    if (!code)
        code = sqlite3_create_function_v2(to, "greatest", -1, flags, NULL, greatest_call, NULL, NULL, NULL);
    if (!code)
        code = sqlite3_create_function_v2(to, "least", -1, flags, NULL, least_call, NULL, NULL, NULL);
    return code;
}
