/*
 * A file of anything through the whole of an import: table, columns, fields, references, rules, rows, ledger. What is counted adds up, a
 * trial keeps nothing; and what was stored goes out as a file that comes in again and changes nothing.
 *
 * The input is the name of a record on a line of its own, then the file.
 */
#include <unistd.h>
#include "record/migrations.h"
#include "record/transfer.h"
#include "store/ledger.h"
#include "test/fuzz/fuzz.h"

enum { NAME_MOST = 60, OUT_MOST = 64 << 20 };

static struct store *store;
static char folder[] = "/tmp/servanda-fuzz-XXXXXX", path[sizeof folder + NAME_MOST];
static const char *const ends[] = {"", "-wal", "-shm", ".head", ".key", ".erased"};

static void remove_store(void)
{
    store_close(store);
    store = NULL;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        char name[sizeof path + NAME_MOST];
        snprintf(name, sizeof name, "%s%s", path, ends[i]);
        unlink(name);
    }
}

static void remove_all(void)
{
    remove_store();
    rmdir(folder);
}

static enum err take(struct many *many, struct call *call, const struct record *record, const char *bytes, size_t size)
{
    return transfer_in(many, store, call, record,
        &(struct transfer_wish){
            .file = "file", .bytes = bytes, .size = size, .format = transfer_format(record, bytes, size)});
}

/* What rows refer to. */
static void fill_store(struct call *call)
{
    static const char states[] = "id,name_en,status\nXAA,Xanadu,invented\nXAB,Xylia,invented\n",
                      groups[] = "id,name_en,kind,coverage\ng1,League,list,partial\n";
    struct many many = {0};
    PROMISE(take(&many, call, record_named("state"), states, sizeof states - 1) == OK);
    PROMISE(take(&many, call, record_named("group"), groups, sizeof groups - 1) == OK);
}

static void open_store(struct call *call)
{
    size_t count;
    const struct migration *migrations = all_migrations(call->arena, &count);
    if (!*path) {
        PROMISE(mkdtemp(folder));
        snprintf(path, sizeof path, "%s/s.db", folder);
        atexit(remove_all);
    }
    PROMISE(store_open(&store, call, path, STORE_CREATE, migrations, count) == OK);
    fill_store(call);
}

static int64_t newest_entry(struct call *call)
{
    struct ledger_head head;
    struct db *db;
    PROMISE(store_reader(&db, store, call) == OK && ledger_head(&head, db, call) == OK);
    return head.seq;
}

static void check_counts(const struct many *many)
{
    const struct many_report *report = &many->report;
    PROMISE(report->rows == report->added + report->changed + report->same + report->bad);
}

static void check_round_trip(struct call *call, const struct record *record)
{
    struct buffer *out = buffer_new(call->arena, OUT_MOST);
    struct many again = {.dry_run = true, .skip_bad = true};
    struct db *db;
    PROMISE(store_reader(&db, store, call) == OK);
    PROMISE(transfer_out(out, db, call, record, &(struct list_wish){0}, TRANSFER_CSV) == OK);
    call_clear(call);
    PROMISE(take(&again, call, record, out->at, out->size) == OK);
    PROMISE(again.report.rows && again.report.same == again.report.rows);
}

static void fuzz(struct call *call, const char *bytes, size_t size)
{
    const char *end = size ? memchr(bytes, '\n', size < NAME_MOST ? size : NAME_MOST) : NULL;
    char name[NAME_MOST + 1] = "";
    snprintf(name, sizeof name, "%.*s", end ? (int)(end - bytes) : 0, bytes);
    const struct record *record = record_named(name);
    if (!record)
        return;
    size -= (size_t)(end + 1 - bytes);
    bytes = end + 1;
    user_enter(call, user_operator(call->arena, "fuzz"));
    if (!store)
        open_store(call);
    int64_t before = newest_entry(call), rows;
    struct many trial = {.dry_run = true, .skip_bad = true}, work = {.skip_bad = true};
    enum err counted = transfer_count(&rows, call,
        &(struct transfer_wish){
            .file = "file", .bytes = bytes, .size = size, .format = transfer_format(record, bytes, size)});
    enum err tried = take(&trial, call, record, bytes, size);
    PROMISE(newest_entry(call) == before);
    if (tried)
        return;
    PROMISE(counted == OK && rows == trial.report.rows);
    check_counts(&trial);
    if (!trial.report.added && !trial.report.changed)
        return;
    call_clear(call);
    PROMISE(take(&work, call, record, bytes, size) == OK);
    check_counts(&work);
    PROMISE(memcmp(&trial.report, &work.report, sizeof work.report) == 0 && newest_entry(call) > before);
    check_round_trip(call, record);
    remove_store();
}
