/*
 * A disk that fails, under the embedded engine: full, read-only, broken at any write or flush. This program's own pwrite64
 * and fdatasync stand before the C library's, and fail when they are told to.
 */
#include <errno.h>
#include <sys/syscall.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include "store/backup.h"
#include "store/ledger.h"
#include "test/on_both.h"

static long fail_write_in, fail_flush_in; /* 0: never */
static long writes;
static int fail_with;
static bool fail_ever_after;

static bool must_fail(long *in)
{
    if (*in == 0 || --*in > 0)
        return false;
    if (fail_ever_after)
        *in = 1;
    errno = fail_with;
    return true;
}

ssize_t pwrite64(int file, const void *bytes, size_t size, off64_t at)
{
    writes++;
    return must_fail(&fail_write_in) ? -1 : (ssize_t)syscall(SYS_pwrite64, file, bytes, size, at);
}

int fdatasync(int file)
{
    return must_fail(&fail_flush_in) ? -1 : (int)syscall(SYS_fdatasync, file);
}

static const char *const tables[] = {"CREATE TABLE thing (id TEXT PRIMARY KEY, text TEXT NOT NULL)", NULL};
static const struct migration migrations[] = {{100, "things", tables}};
static const SQL(thing_add, "INSERT INTO thing (id, text) VALUES ($1, $2)");
static const SQL(thing_count, "SELECT count(*) FROM thing");
static const SQL(thing_there, "SELECT count(*) FROM thing WHERE id = $1");

static enum err add_thing(struct db *db, struct call *call, void *arg)
{
    char *text = arena_alloc(call->arena, 1000000); /* so many pages that the log comes to the disk in several pieces */
    memset(text, 'x', 999999);
    enum err err = db_run(NULL, db, call, &thing_add, ARGS(arg_text(arg), arg_text(text)));
    return err ? err : ledger_add(db, call, "add", "thing", arg, "{}");
}

static int64_t ask(struct store *store, const struct sql *sql, const char *id)
{
    struct db *db;
    int64_t got = -1;
    CHECK(store_reader(&db, store, &test_call) == OK);
    CHECK((id ? db_number(&got, db, &test_call, sql, ARGS(arg_text(id)))
              : db_number(&got, db, &test_call, sql, NO_ARGS)) == OK);
    return got;
}

static void check_whole(struct store *store)
{
    struct ledger_report report;
    int64_t problems = -1;
    CHECK_NUMBER(ledger_verify(&report, store, &test_call, NULL, NULL, NULL, NULL, NULL), OK);
    CHECK_NUMBER(report.faults, 0);
    CHECK_NUMBER(report.entries, ask(store, &thing_count, NULL));
    CHECK_NUMBER(store_check(&problems, store, &test_call, true, NULL, NULL), OK);
    CHECK_NUMBER(problems, 0);
}

TEST(a_full_disk_refuses_writes_and_nothing_else)
{
    struct store *store = new_store(migrations, 1);
    REQUIRE(store_write(store, &test_call, add_thing, (void *)"before") == OK);
    fail_with = ENOSPC;
    fail_ever_after = true;
    fail_write_in = 1;
    CHECK_NUMBER(store_write(store, &test_call, add_thing, (void *)"during"), ERR_SYSTEM);
    REQUIRE(test_call.faults);
    CHECK_TEXT(test_call.faults->key, "store_full");
    CHECK_NUMBER(ask(store, &thing_count, NULL), 1); /* reading goes on */
    fail_write_in = 0;
    fail_ever_after = false;
    call_clear(&test_call);
    CHECK_NUMBER(store_write(store, &test_call, add_thing, (void *)"during"), OK); /* as soon as there is room */
    check_whole(store);
}

static enum err add_small_thing(struct db *db, struct call *call, void *arg)
{
    enum err err = db_run(NULL, db, call, &thing_add, ARGS(arg_text(arg), arg_text("small")));
    return err ? err : ledger_add(db, call, "add", "thing", arg, "{}");
}

/* Pages of several tables and their indexes, and the copy of the head. */
TEST(a_commit_is_one_write_to_the_log)
{
    struct store *store = new_store(migrations, 1);
    REQUIRE(store_write(store, &test_call, add_small_thing, (void *)"before") == OK);
    writes = 0;
    REQUIRE(store_write(store, &test_call, add_small_thing, (void *)"one") == OK);
    CHECK_NUMBER(writes, 2);
}

/* Whichever write to the disk fails, the change is there or it is not, and the answer says so. */
TEST(every_failing_write_leaves_all_or_nothing)
{
    struct store *store = new_store(migrations, 1);
    bool failed = true;
    long n, refused = 0;
    for (n = 1; failed && n < 200; n++) {
        char *id = arena_format(test_call.arena, "t%ld", n);
        fail_with = n % 2 ? ENOSPC : EIO;
        fail_write_in = n;
        enum err err = store_write(store, &test_call, add_thing, id);
        failed = fail_write_in == 0;
        fail_write_in = 0;
        int64_t there = ask(store, &thing_there, id);
        CHECK(err == ERR_UNKNOWN || there == (err == OK));
        CHECK(failed || err == OK);
        refused += err != OK;
        call_clear(&test_call);
    }
    CHECK(refused >= 4); /* room that is made ahead may fail and harms nothing: the others are commits */
    check_whole(store);
}

TEST(a_failing_flush_is_not_called_done)
{
    struct store *store = new_store(migrations, 1);
    REQUIRE(store_write(store, &test_call, add_thing, (void *)"before") == OK);
    fail_with = EIO;
    fail_flush_in = 1;
    enum err err = store_write(store, &test_call, add_thing, (void *)"during");
    fail_flush_in = 0;
    CHECK_NUMBER(err, ERR_UNKNOWN);
    REQUIRE(test_call.faults);
    CHECK_TEXT(test_call.faults->key, "store_unknown");
    call_clear(&test_call);
    CHECK_NUMBER(store_write(store, &test_call, add_thing, (void *)"after"), OK);
    check_whole(store);
}

TEST(a_backup_to_a_full_disk_leaves_no_file)
{
    struct store *store = new_store(migrations, 1);
    char *file = arena_format(test_call.arena, "%s.backup", place);
    REQUIRE(store_write(store, &test_call, add_thing, (void *)"one") == OK);
    fail_with = ENOSPC;
    fail_ever_after = true;
    fail_write_in = 5;
    CHECK_NUMBER(store_backup(store, &test_call, file, NULL, NULL), ERR_SYSTEM);
    fail_write_in = 0;
    fail_ever_after = false;
    CHECK_TEXT(test_call.faults->key, "store_full");
    CHECK(access(file, F_OK) != 0 && access(arena_format(test_call.arena, "%s.part", file), F_OK) != 0);
}

/* Opened by somebody who may read and not write: says so at once, in a process of its own, because root may everything. */
static int open_as_nobody(void)
{
    struct store *store;
    if (geteuid() == 0 && setresuid(65534, 65534, 65534) != 0)
        return 9;
    enum err err = store_open(&store, &test_call, place, STORE_OPEN, migrations, 1);
    return err == ERR_SYSTEM && test_call.faults && text_is(test_call.faults->key, "store_readonly") ? 0 : 1;
}

static void check_nobody(void)
{
    int status = -1;
    fflush(stdout);
    pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0)
        _exit(open_as_nobody());
    waitpid(child, &status, 0);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

TEST(a_store_that_cannot_be_written_is_refused_at_the_start)
{
    struct stat folder;
    char *within = arena_format(test_call.arena, "%s/readonly-%d", test_folder(), place_number);
    REQUIRE(stat(test_folder(), &folder) == 0 && chmod(test_folder(), 0755) == 0 && mkdir(within, 0755) == 0);
    snprintf(place, sizeof place, "%s/store.db", within);
    struct store *store;
    REQUIRE(store_open(&store, &test_call, place, STORE_CREATE, migrations, 1) == OK);
    store_close(store);
    REQUIRE(chmod(place, 0444) == 0); /* the file */
    check_nobody();
    REQUIRE(chmod(place, 0666) == 0 && chmod(within, 0555) == 0); /* the folder, in which SQLite keeps its log */
    check_nobody();
    chmod(within, 0755);
    chmod(test_folder(), folder.st_mode & 07777);
}

static void run_on_sqlite(const char *name, void (*test)(void))
{
    place_file();
    test_run(name, test);
}
#define RUN_ON_SQLITE(name) run_on_sqlite(#name, name)

int main(void)
{
    RUN_ON_SQLITE(a_full_disk_refuses_writes_and_nothing_else);
    RUN_ON_SQLITE(a_commit_is_one_write_to_the_log);
    RUN_ON_SQLITE(every_failing_write_leaves_all_or_nothing);
    RUN_ON_SQLITE(a_failing_flush_is_not_called_done);
    RUN_ON_SQLITE(a_backup_to_a_full_disk_leaves_no_file);
    RUN_ON_SQLITE(a_store_that_cannot_be_written_is_refused_at_the_start);
    return test_end();
}
