/*
 * The embedded engine while its own memory runs short: each allocation of SQLite fails once, alone and with all that follow, while a store
 * is opened, written, read, counted, verified and backed up. It says so; what was being done is done or not; afterwards all goes on.
 */
#include "store/backup.h"
#include "store/ledger.h"
#include "store/search.h"
#include "test/on_both.h"
#include <sqlite3.h>

static sqlite3_mem_methods real;
static unsigned long count, fail_in;
static bool all_after, failed;

static bool must_fail(void)
{
    unsigned long number = ++count;
    bool now = fail_in && (number == fail_in || (all_after && number > fail_in));
    failed |= now;
    return now;
}

static void *take(int size)
{
    return must_fail() ? NULL : real.xMalloc(size);
}

static void *take_again(void *old, int size)
{
    return must_fail() ? NULL : real.xRealloc(old, size);
}

static const char *const tables[] = {"CREATE TABLE thing (id TEXT PRIMARY KEY, text TEXT NOT NULL)", NULL};
static const struct migration migrations[] = {{100, "things", tables}};
static const SQL(thing_add, "INSERT INTO thing (id, text) VALUES ($1, $2)");
static const SQL(thing_count, "SELECT count(*) FROM thing");
static const SQL(thing_list, "SELECT id, text FROM thing ORDER BY text DESC, id LIMIT 20");

static enum err add_thing(struct db *db, struct call *call, void *arg)
{
    struct search_doc doc = {
        .noun = "thing", .id = arg, .lang = LANG_EN, .audience = "public", .title = "A thing", .body = "of many words"};
    enum err err = db_run(NULL, db, call, &thing_add, ARGS(arg_text(arg), arg_text("text")));
    if (!err)
        err = search_put(db, call, &doc);
    return err ? err : ledger_add(db, call, "add", "thing", arg, "{}");
}

struct doing {
    struct store *store;
    const char *id, *file;
};

static enum err open_it(void *arg)
{
    struct doing *doing = arg;
    return store_open(&doing->store, &test_call, place, STORE_OPEN, migrations, 1);
}

static enum err write_it(void *arg)
{
    struct doing *doing = arg;
    return store_write(doing->store, &test_call, add_thing, (void *)(uintptr_t)doing->id);
}

static enum err read_it(void *arg)
{
    struct doing *doing = arg;
    struct db *db;
    struct rows *rows;
    enum err err = store_reader(&db, doing->store, &test_call);
    if (!err)
        err = store_read_begin(db, &test_call);
    if (!err)
        err = db_query(&rows, db, &test_call, &thing_list, NO_ARGS);
    while (!err && rows_next(rows))
        rows_copy(rows, 1, test_call.arena);
    if (!err)
        err = rows_end(rows);
    if (!err)
        store_read_end(db);
    return err;
}

static void tell_problem(const char *kind, const char *what, void *arg)
{
    (void)arg;
    printf("# %s: %s\n", kind, what);
}

static void tell_fault(const struct ledger_fault *fault, void *arg)
{
    (void)arg;
    printf("# %s: entry %lld\n", fault->kind, (long long)fault->seq);
}

static enum err verify_it(void *arg)
{
    struct doing *doing = arg;
    struct ledger_report report;
    int64_t problems;
    enum err err = ledger_verify(&report, doing->store, &test_call, NULL, NULL, tell_fault, NULL, NULL);
    if (!err)
        err = store_check(&problems, doing->store, &test_call, true, tell_problem, NULL);
    return err ? err : report.faults || problems ? ERR_INVALID : OK;
}

static enum err back_up(void *arg)
{
    struct doing *doing = arg;
    return store_backup(doing->store, &test_call, doing->file, NULL, NULL);
}

static int64_t things(struct store *store)
{
    struct db *db;
    int64_t got = -1;
    call_clear(&test_call);
    CHECK_NUMBER(store_reader(&db, store, &test_call), OK);
    CHECK_NUMBER(db_number(&got, db, &test_call, &thing_count, NO_ARGS), OK);
    return got;
}

/* From the first allocation on until the work gets through; longer work takes longer steps. */
static void try_all(const char *name, enum err (*work)(void *arg), bool writes)
{
    struct store *open = NULL;
    unsigned long tries = 0;
    for (unsigned long n = 1;; n += 1 + n / 50) {
        char *id = arena_format(test_call.arena, "%s-%lu", name, n);
        struct doing doing = {.id = id, .file = arena_format(test_call.arena, "%s/%s", test_folder(), id)};
        bool opens = work == open_it;
        if (!open) {
            open = new_store(migrations, 1);
            CHECK_NUMBER(things(open), 0);
        }
        /* A store of its own for each try: nothing is prepared yet. */
        if (!opens)
            REQUIRE(open_it(&doing) == OK);
        int64_t before = things(open);
        call_clear(&test_call);
        count = 0;
        failed = false;
        all_after = tries++ % 3 == 2;
        fail_in = n;
        enum err err = arena_run(test_call.arena, work, &doing);
        fail_in = 0;
        bool did = failed;
        if (err && err != ERR_NO_MEMORY && err != ERR_SYSTEM && err != ERR_UNKNOWN && err != ERR_BUSY)
            test_fail(__FILE__, __LINE__, "%s, allocation %lu: %s", name, n, err_name(err));
        int64_t grown = things(open) - before;
        CHECK(grown == (writes && !err) || (writes && err == ERR_UNKNOWN && grown == 1));
        call_clear(&test_call);
        if (!opens) {
            CHECK_NUMBER(read_it(&doing), OK);
            doing.id = arena_format(test_call.arena, "%s-again", id);
            CHECK_NUMBER(write_it(&doing), OK);
        }
        if (!opens || !err)
            store_close(doing.store);
        if (!did)
            break;
    }
    struct doing doing = {.store = open};
    call_clear(&test_call);
    CHECK_NUMBER(verify_it(&doing), OK);
    printf("# %lu tries\n", tries);
    CHECK(tries > 20);
}

TEST(a_store_is_opened)
{
    try_all("open", open_it, false);
}

TEST(a_row_is_written)
{
    try_all("write", write_it, true);
}

TEST(rows_are_read)
{
    try_all("read", read_it, false);
}

TEST(a_store_is_looked_over)
{
    try_all("verify", verify_it, false);
}

TEST(a_backup_is_made)
{
    try_all("backup", back_up, false);
}

static void run_on_sqlite(const char *name, void (*test)(void))
{
    place_file();
    test_run(name, test);
}
#define RUN_ON_SQLITE(name) run_on_sqlite(#name, name)

int main(void)
{
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real);
    sqlite3_mem_methods ours = real;
    ours.xMalloc = take;
    ours.xRealloc = take_again;
    sqlite3_config(SQLITE_CONFIG_MALLOC, &ours);
    RUN_ON_SQLITE(a_store_is_opened);
    RUN_ON_SQLITE(a_row_is_written);
    RUN_ON_SQLITE(rows_are_read);
    RUN_ON_SQLITE(a_store_is_looked_over);
    RUN_ON_SQLITE(a_backup_is_made);
    return test_end();
}
