/* Backup of a running store into one file, and a new store from such a file. */
#include "store/backup.h"
#include "base/log.h"
#include "base/text.h"
#include "codec/json.h"
#include "store/copy.h"
#include "store/health.h"
#include "store/keys.h"
#include "store/ledger.h"
#include "store/person.h"
#include "store/sqlite_copy.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What a copy holds open. It is let go as soon as the copy is done, and with the call when it ends before that. */
struct held {
    struct db *from, *to;
    struct store *store;
    const char *file; /* removed with the rest, unless it is NULL */
};

static void let_go(void *what)
{
    struct held *held = what;
    db_close(held->from);
    db_close(held->to);
    store_close(held->store);
    if (held->file)
        sqlite_remove(held->file);
    *held = (struct held){0};
}

static struct held *hold(struct call *call)
{
    struct held *held = NEW(call->arena, struct held);
    arena_defer(call->arena, let_go, held);
    return held;
}

/* All rows from one store into another, each through a connection of its own. */
static enum err copy_store(int64_t *rows, struct held *held, struct store *to, struct store *from, struct call *call,
    store_progress *progress, void *arg)
{
    enum err err;
    held->from = db_open(from, call, from->engine, from->url, OPEN_READER, &err);
    if (!err)
        held->to = db_open(to, call, to->engine, to->url, OPEN_WRITER, &err);
    if (!err)
        err = db_begin(held->from, call, false);
    if (!err)
        err = held->to->engine->define_begin(held->to, call);
    if (!err)
        err = copy_rows(rows, held->to, held->from, call, progress, arg);
    if (!err)
        err = held->to->engine->define_checked(held->to, call);
    return err ? err : db_commit(held->to, call);
}

/* Backup. */

static enum err backup_rows(
    struct store *store, struct call *call, const char *file, store_progress *progress, void *arg)
{
    struct held *held = hold(call);
    int64_t rows;
    enum err err =
        store_open_as(&held->store, call, file, STORE_CREATE, store->id, store->migrations, store->migration_count);
    if (!err)
        err = copy_store(&rows, held, held->store, store, call, progress, arg);
    let_go(held);
    return err;
}

static const char *folder_of(struct call *call, const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? arena_copy(call->arena, path, (size_t)(slash - path) + 1) : ".";
}

/* The file and its name are on the disk. */
static bool settle(struct call *call, const char *path)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    int in = open(folder_of(call, path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool settled = file >= 0 && fsync(file) == 0 && in >= 0 && fsync(in) == 0;
    if (file >= 0)
        close(file);
    if (in >= 0)
        close(in);
    return settled;
}

enum err store_backup(struct store *store, struct call *call, const char *file, store_progress *progress, void *arg)
{
    const char *part = arena_format(call->arena, "%s.part", file);
    if (access(file, F_OK) == 0)
        return fail_field(call, ERR_CONFLICT, "store_exists", NULL, file);
    if (access(folder_of(call, file), W_OK) != 0)
        return fail_system(call, file, strerror(errno));
    sqlite_remove(part);
    struct held *unfinished = hold(call);
    unfinished->file = part;
    enum err err = store_is_sqlite(store) ? sqlite_copy(call, store->url, part, progress, arg)
                                          : backup_rows(store, call, part, progress, arg);
    if (!err)
        err = sqlite_one_file(call, part);
    if (!err && (!settle(call, part) || rename(part, file) != 0 || !settle(call, file)))
        err = fail_system(call, file, strerror(errno));
    let_go(unfinished);
    if (!err && store_backup_made(store, call) != OK)
        call_clear(call); /* the backup is there, if nobody remembers it or not */
    return err;
}

/* Restore. */

/* A store on a server that could not be restored whole is taken away again. */
static void unmake(struct store *store, struct store *sqlite, struct call *call)
{
    struct call quiet;
    struct held *held = hold(call);
    enum err err;
    call_init(&quiet, call->arena, call->lang, call->now);
    held->to = db_open(store, &quiet, store->engine, store->url, OPEN_WRITER, &err);
    if (!err)
        held->from = db_open(sqlite, &quiet, sqlite->engine, sqlite->url, OPEN_READER, &err);
    if (!err)
        err = copy_unmake(held->to, held->from, &quiet);
    if (err)
        LOG(LOG_ERROR, "restore_left_tables", {"error", err_name(err), 0});
    let_go(held);
}

/* Into PostgreSQL the rows go by way of a file of our own, so that an old backup can be brought up to date first. */
static enum err restore_rows(struct restored *out, struct store **store, struct call *call, const char *file,
    const char *url, const struct migration *migrations, size_t count)
{
    struct held *held = hold(call);
    const char *folder = getenv("TMPDIR");
    char *between = arena_format(call->arena, "%s/servanda-restore-XXXXXX", folder ? folder : "/tmp");
    int made = mkstemp(between);
    if (made < 0)
        return fail_system(call, between, strerror(errno));
    close(made);
    unlink(between);
    held->file = between;
    enum err err = sqlite_copy(call, file, between, NULL, NULL);
    if (!err)
        err = store_open_as(&held->store, call, between, STORE_MIGRATE, NULL, migrations, count);
    if (!err)
        err = store_open_as(store, call, url, STORE_CREATE, held->store->id, migrations, count);
    if (!err)
        err = copy_store(&out->rows, held, *store, held->store, call, NULL, NULL);
    if (err && *store) {
        db_close(held->from);
        db_close(held->to);
        held->from = held->to = NULL;
        unmake(*store, held->store, call);
    }
    let_go(held);
    return err;
}

static enum err restore_file(struct store **store, struct call *call, const char *file, const char *url,
    const struct migration *migrations, size_t count)
{
    struct held *held = hold(call);
    if (access(url, F_OK) == 0)
        return fail_field(call, ERR_CONFLICT, "store_exists", NULL, url);
    held->file = url;
    enum err err = sqlite_copy(call, file, url, NULL, NULL);
    if (!err)
        err = store_open_as(store, call, url, STORE_MIGRATE, NULL, migrations, count);
    if (!err)
        held->file = NULL;
    let_go(held);
    return err;
}

/* What the copy of the head outside knew goes aside: from here on the chain goes on from the backup. */
static void set_aside(struct restored *out, struct store *store, struct call *call)
{
    struct ledger_head *outside = NEW_ARRAY(call->arena, HEAD_LINES, struct ledger_head);
    char at[MOMENT_TEXT];
    int count = head_read(store, outside);
    for (int i = 0; i < count; i++)
        out->lost_head = outside[i].seq > out->lost_head ? outside[i].seq : out->lost_head;
    if (count == 0)
        return;
    const char *aside = arena_format(call->arena, "%s.before-%s", store->head_path, moment_text(at, call->now));
    if (rename(store->head_path, aside) != 0)
        unlink(store->head_path);
}

static enum err tell_ledger(struct db *db, struct call *call, void *arg)
{
    const struct restored *restored = arg;
    struct buffer *entry = buffer_new(call->arena, 1000);
    struct json json = json_begin(entry);
    json_object(&json);
    json_member_number(&json, "backup_head", restored->backup_head);
    json_member_number(&json, "lost_head", restored->lost_head);
    json_end(&json);
    return ledger_add(db, call, "restore", "store", store_id(db->store), entry->at);
}

static enum err settle_in(struct restored *out, struct store *store, struct call *call, const char *erased)
{
    struct ledger_head head;
    struct db *db;
    unsigned char key[KEY_SIZE];
    int64_t problems = 0, more = 0;
    enum err err = store_check(&problems, store, call, false, NULL, NULL);
    if (!err && problems)
        err = fail_field(call, ERR_INVALID, "store_damaged", NULL, NULL);
    if (!err)
        err = store_reader(&db, store, call);
    if (!err)
        err = ledger_head(&head, db, call);
    if (err)
        return err;
    out->backup_head = head.seq;
    set_aside(out, store, call);
    store->restoring = true; /* its keys may come later */
    err = store_write(store, call, tell_ledger, out);
    if (!err)
        err = person_replay(&out->erased, store, call, store->erased_path);
    if (!err && erased)
        err = person_replay(&more, store, call, erased);
    out->erased += more;
    struct call quiet;
    call_init(&quiet, call->arena, call->lang, call->now);
    out->keys_missing = !err && keys_for(key, store, &quiet, "person") != OK;
    return err;
}

enum err store_restore(struct restored *out, struct call *call, const char *file, const char *url, const char *erased,
    const struct migration *migrations, size_t count)
{
    struct held *held = hold(call);
    *out = (struct restored){0};
    if (access(file, R_OK) != 0)
        return fail_field(call, ERR_NOT_FOUND, "store_missing", NULL, file);
    bool to_server = store_url_is_postgres(url);
    enum err err = to_server ? restore_rows(out, &held->store, call, file, url, migrations, count)
                             : restore_file(&held->store, call, file, url, migrations, count);
    if (!err)
        err = settle_in(out, held->store, call, erased);
    if (err && held->store && !to_server)
        held->file = url; /* a store that could not be restored whole is none */
    let_go(held);
    return err;
}
