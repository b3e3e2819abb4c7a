/*
 * Bringing a store to the schema of this program: all migrations it lacks, in one transaction, or none. A store that
 * has been through a migration this program does not know is newer, and is left alone.
 */
#include "store/engine.h"
#include "base/text.h"
#include <string.h>

static const SQL(migrations_done, "SELECT number FROM migration ORDER BY number");
static const SQL(migration_done, "INSERT INTO migration (number, name, at) VALUES ($1, $2, $3)");

static size_t total(const struct store *store)
{
    return store_schema_count + store->migration_count;
}

static const struct migration *nth(const struct store *store, size_t n)
{
    return n < store_schema_count ? &store_schema[n] : &store->migrations[n - store_schema_count];
}

/* Marks in `done` what this store has been through; ERR_INVALID when that is more than we know. */
static enum err read_done(bool *done, struct store *store, struct db *db, struct call *call)
{
    struct rows *rows;
    size_t known = 0;
    int64_t strange = 0;
    enum err err = db_query(&rows, db, call, &migrations_done, NO_ARGS);
    if (err)
        return err;
    while (rows_next(rows)) {
        int64_t number = rows_number(rows, 0);
        while (known < total(store) && nth(store, known)->number < number)
            known++;
        if (known < total(store) && nth(store, known)->number == number)
            done[known] = true;
        else
            strange = number;
    }
    err = rows_end(rows);
    if (!err && strange)
        err = fail_field(call, ERR_INVALID, "store_newer", NULL, arena_format(call->arena, "%lld", (long long)strange));
    return err;
}

/* Is the statement for this engine? One that says nothing is for both. */
static bool is_for(const char *statement, const struct engine *engine)
{
    if (text_starts(statement, "-- sqlite\n"))
        return engine == &engine_sqlite;
    if (text_starts(statement, "-- postgres\n"))
        return engine == &engine_postgres;
    return true;
}

static enum err apply(struct db *db, struct call *call, const struct migration *migration)
{
    char at[MOMENT_TEXT];
    for (const char *const *s = migration->statements; *s; s++) {
        if (!is_for(*s, db->engine))
            continue;
        enum err err = db->engine->define(db, call, *s);
        if (err) {
            (void)fail_field(call, err, "store_migration", NULL,
                arena_format(call->arena, "%d %s", migration->number, migration->name));
            return err;
        }
    }
    return db_run(NULL, db, call, &migration_done,
        ARGS(arg_number(migration->number), arg_text(migration->name), arg_text(moment_text(at, call->now))));
}

static enum err apply_missing(struct store *store, struct db *db, struct call *call, enum store_mode mode, bool *done)
{
    enum err err = mode == STORE_CREATE ? OK : read_done(done, store, db, call);
    bool any = false;
    int64_t newest = 0;
    for (size_t i = 0; i < total(store) && !err; i++) {
        newest = nth(store, i)->number;
        if (done[i])
            continue;
        any = true;
        err = apply(db, call, nth(store, i));
    }
    if (!err && mode == STORE_CREATE)
        err = store_meta_set(db, call, "store_id", store->id);
    if (!err && any)
        err = db->engine->define_checked(db, call);
    return err ? err : db->engine->mark_ours(db, call, newest);
}

enum err migrate(struct store *store, struct db *db, struct call *call, enum store_mode mode)
{
    bool *done = NEW_ARRAY(call->arena, total(store), bool);
    for (size_t i = 1; i < total(store); i++)
        if (nth(store, i)->number <= nth(store, i - 1)->number)
            return fail_system(call, nth(store, i)->name, "migrations are not in the order of their numbers");
    if (mode == STORE_OPEN) {
        enum err err = read_done(done, store, db, call);
        for (size_t i = 0; i < total(store) && !err; i++)
            if (!done[i])
                err = fail_field(
                    call, ERR_INVALID, "store_older", NULL, arena_format(call->arena, "%d", nth(store, i)->number));
        return err;
    }
    enum err err = db->engine->define_begin(db, call);
    if (!err) {
        err = apply_missing(store, db, call, mode, done);
        if (!err)
            err = db_commit(db, call);
        else
            db_rollback(db);
    }
    db->engine->define_end(db);
    return err;
}
