/*
 * Opening and closing a store, and giving each thread its own connection for reading.
 */
#include "store/engine.h"
#include "base/id.h"
#include "base/text.h"
#include "store/keys.h"
#include "store/sqlite_copy.h"
#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const SQL(meta_value, "SELECT value FROM meta WHERE name = $1");
static const SQL(meta_keep,
    "INSERT INTO meta (name, value) VALUES ($1, $2) "
    "ON CONFLICT (name) DO UPDATE SET value = excluded.value");

/* The connection waits for the next who needs one: its thread has ended, or its snapshot. */
static void give_back(void *arg)
{
    struct db *db = arg;
    struct store *store = db->store;
    db_close_rows(db, NULL);
    pthread_mutex_lock(&store->lock);
    db->next = store->idle;
    store->idle = db;
    pthread_mutex_unlock(&store->lock);
}

enum { PATH_MOST = 4096 };

bool store_url_is_postgres(const char *url)
{
    return text_starts(url, "postgres://") || text_starts(url, "postgresql://");
}

/* Makes the folders that lead to a new file. */
static void make_folders(const char *path)
{
    char folder[PATH_MOST];
    size_t size = strlen(path);
    if (size >= sizeof folder)
        return;
    memcpy(folder, path, size + 1);
    for (size_t i = 1; i < size; i++)
        if (folder[i] == '/') {
            folder[i] = 0;
            if (mkdir(folder, 0700) != 0 && errno != EEXIST)
                return; /* opening the file says why */
            folder[i] = '/';
        }
}

static char *joined(const char *a, const char *b, const char *c)
{
    size_t size = strlen(a) + strlen(b) + strlen(c) + 1;
    char *text = malloc(size);
    if (text)
        snprintf(text, size, "%s%s%s", a, b, c);
    return text;
}

/* Where the files live that belong to the store and must not be in it: beside an SQLite file, else in the folder of state. */
static enum err place_files(struct store *store, struct call *call)
{
    const char *base = store->url;
    if (!store_is_sqlite(store)) {
        const char *state = getenv("XDG_STATE_HOME"), *home = text_or(getenv("HOME"), "/var/lib");
        base = state && state[0] == '/' ? arena_format(call->arena, "%s/servanda/%s", state, store->id)
                                        : arena_format(call->arena, "%s/.local/state/servanda/%s", home, store->id);
    }
    const char *key = getenv("SERVANDA_KEY_FILE");
    store->head_path = joined(base, ".head", "");
    store->erased_path = joined(base, ".erased", "");
    store->key_path = key ? joined(key, "", "") : joined(base, ".key", "");
    if (!store->head_path || !store->erased_path || !store->key_path)
        return fail(call, ERR_NO_MEMORY, "no_memory");
    make_folders(store->head_path);
    return OK;
}

static enum err read_id(struct store *store, struct call *call)
{
    char *id;
    enum err err = store_meta_get(&id, store->writer, call, "store_id");
    if (err && err != ERR_NOT_FOUND)
        return err;
    if (err)
        return fail_field(call, ERR_INVALID, "store_foreign", NULL, store_is_sqlite(store) ? store->url : "postgres");
    store->id = joined(id, "", "");
    return store->id ? OK : fail(call, ERR_NO_MEMORY, "no_memory");
}

struct opening {
    struct store *store;
    struct call *call;
    enum store_mode mode;
    const char *id; /* of the store this is a copy of */
};

static enum err open_it(void *arg)
{
    struct opening *o = arg;
    struct store *store = o->store;
    struct call *call = o->call;
    enum store_mode mode = o->mode;
    enum err err;
    char id[ID_TEXT];
    bool create = mode == STORE_CREATE;
    if (!store->url || !store->write_arena)
        return fail(call, ERR_NO_MEMORY, "no_memory");
    if (create && store_is_sqlite(store))
        make_folders(store->url);
    if (create && !(store->id = joined(o->id ? o->id : id_new(id, call->now), "", "")))
        return fail(call, ERR_NO_MEMORY, "no_memory");
    store->writer = db_open(store, call, store->engine, store->url, create ? OPEN_CREATE : OPEN_WRITER, &err);
    if (err)
        return err;
    db_use(store->writer, call);
    err = migrate(store, store->writer, call, mode);
    if (!err && !create)
        err = read_id(store, call);
    if (!err)
        err = place_files(store, call);
    if (!err && create && !o->id)
        err = keys_make(store, call);
    return err;
}

enum err store_open(struct store **out, struct call *call, const char *url, enum store_mode mode,
    const struct migration *migrations, size_t count)
{
    return store_open_as(out, call, url, mode, NULL, migrations, count);
}

enum err store_open_as(struct store **out, struct call *call, const char *url, enum store_mode mode, const char *id,
    const struct migration *migrations, size_t count)
{
    *out = NULL;
    if (sodium_init() < 0)
        return fail_system(call, "sodium_init", NULL);
    struct store *store = calloc(1, sizeof *store);
    if (!store)
        return fail(call, ERR_NO_MEMORY, "no_memory");
    store->engine = store_url_is_postgres(url) ? &engine_postgres : &engine_sqlite;
    store->migrations = migrations;
    store->migration_count = count;
    store->last = &store->first;
    store->head_file = -1;
    store->url = joined(url, "", "");
    store->write_arena = arena_new(WRITE_MEMORY);
    pthread_mutex_init(&store->lock, NULL);
    pthread_mutex_init(&store->head_lock, NULL);
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    for (int i = 0; i < PLACES; i++)
        pthread_cond_init(&store->wake[i], &attributes);
    pthread_condattr_destroy(&attributes);
    pthread_key_create(&store->reader_key, give_back);
    struct stat before;
    bool was_there = !store_url_is_postgres(url) && stat(url, &before) == 0;
    struct opening o = {store, call, mode, id};
    enum err err = arena_run(call->arena, open_it, &o);
    if (err) {
        store_close(store);
        if (mode == STORE_CREATE && !store_url_is_postgres(url) && !was_there)
            sqlite_remove(url); /* a store that could not be made leaves no file behind */
        return err;
    }
    *out = store;
    return OK;
}

static void close_all(struct db *db)
{
    while (db) {
        struct db *next = db->next_reader;
        db_close(db);
        db = next;
    }
}

void store_close(struct store *store)
{
    if (!store)
        return;
    pthread_key_delete(store->reader_key);
    close_all(store->readers);
    db_close(store->writer);
    if (store->head_file >= 0)
        close(store->head_file);
    keys_forget(store);
    projections_free(store);
    arena_free(store->write_arena);
    pthread_mutex_destroy(&store->lock);
    pthread_mutex_destroy(&store->head_lock);
    for (int i = 0; i < PLACES; i++)
        pthread_cond_destroy(&store->wake[i]);
    free(store->url);
    free(store->id);
    free(store->head_path);
    free(store->key_path);
    free(store->erased_path);
    free(store);
}

const char *store_url(const struct store *store)
{
    return store->url;
}

bool store_is_sqlite(const struct store *store)
{
    return store->engine == &engine_sqlite;
}

const char *store_id(const struct store *store)
{
    return store->id;
}

const char *store_head_path(const struct store *store)
{
    return store->head_path;
}

const char *store_erased_path(const struct store *store)
{
    return store->erased_path;
}

/* Reading. */

/* One that nobody uses, or a new one. */
static enum err take_reader(struct db **out, struct store *store, struct call *call)
{
    enum err err = OK;
    pthread_mutex_lock(&store->lock);
    struct db *db = store->idle;
    if (db)
        store->idle = db->next;
    pthread_mutex_unlock(&store->lock);
    if (!db) {
        db = db_open(store, call, store->engine, store->url, OPEN_READER, &err);
        if (err)
            return err;
        pthread_mutex_lock(&store->lock);
        db->next_reader = store->readers;
        store->readers = db;
        pthread_mutex_unlock(&store->lock);
    }
    *out = db;
    return OK;
}

enum err store_reader(struct db **out, struct store *store, struct call *call)
{
    enum err err = OK;
    struct db *db = pthread_getspecific(store->reader_key);
    if (!db) {
        err = take_reader(&db, store, call);
        if (err)
            return err;
        if (pthread_setspecific(store->reader_key, db) != 0) {
            give_back(db);
            return fail(call, ERR_NO_MEMORY, "no_memory");
        }
    }
    db_use(db, call);
    *out = db;
    return OK;
}

/* A connection that was lost since it was last used is made anew: nothing has been read on it. */
static enum err begin_reading(struct db *db, struct call *call)
{
    size_t faults = call->fault_count;
    enum err err = db_begin(db, call, false);
    if (err && db->lost && db->engine->mend(db, call) == OK) {
        if (faults == 0)
            call_clear(call);
        err = db_begin(db, call, false);
    }
    return err;
}

/* A call that found memory short left its reading open: it ends with the memory (db_use), or here. */
enum err store_read_begin(struct db *db, struct call *call)
{
    db_use(db, call);
    if (db->in_moment && db->reading == call->arena)
        return OK;
    if (db->reading)
        db_end_reading(db);
    enum err err = begin_reading(db, call);
    db->reading = err ? NULL : call->arena;
    return err;
}

void store_read_end(struct db *db)
{
    if (!db->in_moment)
        db_end_reading(db);
}

enum err store_moment_begin(struct db **out, struct store *store, struct call *call)
{
    struct db *db;
    enum err err = store_reader(&db, store, call);
    if (!err)
        err = store_read_begin(db, call);
    *out = err ? NULL : db;
    if (!err)
        db->in_moment = true;
    return err;
}

void store_moment_end(struct db *db)
{
    if (db)
        db_end_reading(db);
}

enum err store_snapshot_begin(struct db **out, struct store *store, struct call *call)
{
    enum err err = take_reader(out, store, call);
    if (err)
        return err;
    db_use(*out, call);
    err = db_begin(*out, call, false);
    if (err)
        give_back(*out);
    return err;
}

void store_snapshot_use(struct db *db, struct call *call)
{
    db_use(db, call);
}

void store_snapshot_end(struct db *db)
{
    db_rollback(db);
    give_back(db);
}

/* Named values. */

enum err store_meta_get(char **out, struct db *db, struct call *call, const char *name)
{
    struct rows *rows;
    *out = NULL;
    enum err err = db_query(&rows, db, call, &meta_value, ARGS(arg_text(name)));
    if (err)
        return err;
    if (rows_next(rows))
        *out = rows_copy(rows, 0, call->arena);
    err = rows_end(rows);
    return err ? err : *out ? OK : ERR_NOT_FOUND;
}

enum err store_meta_set(struct db *db, struct call *call, const char *name, const char *value)
{
    return db_run(NULL, db, call, &meta_keep, ARGS(arg_text(name), arg_text(value)));
}
