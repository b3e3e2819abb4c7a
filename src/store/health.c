#include "store/health.h"
#include "base/text.h"
#include "store/engine.h"
#include "store/ledger.h"
#include <string.h>
#include <sys/statvfs.h>

static const SQL(migrations_listed, "SELECT number, name, at FROM migration ORDER BY number LIMIT $1");

static int64_t disk_free(const struct store *store, struct call *call)
{
    struct statvfs disk;
    const char *slash = strrchr(store->url, '/');
    const char *folder = slash ? arena_copy(call->arena, store->url, (size_t)(slash - store->url) + 1) : ".";
    if (!store_is_sqlite(store) || statvfs(folder, &disk) != 0)
        return UNKNOWN;
    return (int64_t)disk.f_bavail * (int64_t)disk.f_frsize;
}

static enum err one_text(const char **out, struct db *db, struct call *call, const struct sql *sql)
{
    struct rows *rows;
    *out = NULL;
    enum err err = db_query(&rows, db, call, sql, NO_ARGS);
    if (err)
        return err;
    if (rows_next(rows))
        *out = rows_copy(rows, 0, call->arena);
    return rows_end(rows);
}

static enum err read_migrations(struct store_health *out, struct db *db, struct call *call)
{
    struct rows *rows;
    struct migration_done *done = NEW_ARRAY(call->arena, MIGRATIONS_LISTED, struct migration_done);
    enum err err = db_query(&rows, db, call, &migrations_listed, ARGS(arg_number(MIGRATIONS_LISTED)));
    if (err)
        return err;
    while (out->migration_count < MIGRATIONS_LISTED && rows_next(rows))
        done[out->migration_count++] = (struct migration_done){
            rows_number(rows, 0), rows_copy(rows, 1, call->arena), rows_copy(rows, 2, call->arena)};
    out->migrations = done;
    return rows_end(rows);
}

/* NULL when it was never set. */
static enum err setting(char **out, struct db *db, struct call *call, const char *name)
{
    enum err err = store_meta_get(out, db, call, name);
    return err == ERR_NOT_FOUND ? OK : err;
}

enum err store_health(struct store_health *out, struct store *store, struct call *call)
{
    struct db *db;
    char *backup_at = NULL, *backup_head = NULL;
    *out = (struct store_health){.engine = store->engine->name, .disk_free = disk_free(store, call)};
    enum err err = store_reader(&db, store, call);
    if (!err)
        err = one_text(&out->engine_version, db, call, store->engine->version);
    if (!err)
        err = db_number(&out->size, db, call, store->engine->size, NO_ARGS);
    if (!err)
        err = read_migrations(out, db, call);
    if (!err)
        err = setting(&backup_at, db, call, "backup_at");
    if (!err)
        err = setting(&backup_head, db, call, "backup_head");
    out->backup_at = backup_at;
    if (!backup_head || !text_number(&out->backup_head, backup_head))
        out->backup_head = UNKNOWN;
    return err;
}

static enum err made_work(struct db *db, struct call *call, void *arg)
{
    char at[MOMENT_TEXT];
    enum err err = store_meta_set(db, call, "backup_at", moment_text(at, call->now));
    return err ? err : store_meta_set(db, call, "backup_head", arg);
}

enum err store_backup_made(struct store *store, struct call *call)
{
    struct db *db;
    struct ledger_head head;
    enum err err = store_reader(&db, store, call);
    if (!err)
        err = ledger_head(&head, db, call);
    return err ? err : store_write(store, call, made_work, arena_format(call->arena, "%lld", (long long)head.seq));
}
