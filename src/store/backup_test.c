/* Backup, restore and check, from and to both engines. */
#include "test/on_both.h"
#include "store/backup.h"
#include "store/blob.h"
#include "store/keys.h"
#include "store/ledger.h"
#include "store/person.h"
#include "store/search.h"
#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>

static const char *const tables[] = {
    "CREATE TABLE thing (id TEXT PRIMARY KEY, number BIGINT, flag BOOLEAN, bytes BYTEA, doc JSON,\n"
    "    parent TEXT REFERENCES thing (id))",
    NULL,
};
static const char *const more_tables[] = {"ALTER TABLE thing ADD COLUMN more BIGINT", NULL};
static const struct migration migrations[] = {{100, "things", tables}, {101, "more", more_tables}};

static const SQL(thing_add, "INSERT INTO thing (id, number, flag, bytes, doc, parent) VALUES ($1, $2, $3, $4, $5, $6)");
static const SQL(thing_all,
    "SELECT string_agg(t, ';') FROM (SELECT id || ' ' || coalesce(CAST(number AS TEXT), '-') || ' ' || "
    "CASE WHEN flag THEN 'y' WHEN NOT flag THEN 'n' ELSE '-' END || ' ' || coalesce(doc ->> 'a', '-') || ' ' || "
    "coalesce(parent, '-') AS t FROM thing ORDER BY id) AS s");
static const SQL(thing_bytes, "SELECT bytes FROM thing WHERE id = 'a'");
static const SQL(thing_parent, "UPDATE thing SET parent = $2 WHERE id = $1");

struct made {
    struct hash file;
    char *sealed, *other;
};

static enum err fill_it(struct db *db, struct call *call, void *arg)
{
    struct made *made = arg;
    const struct search_doc doc = {"thing", "a", LANG_EN, "A thing", "with a word", "public"};
    enum err err = db_run(NULL, db, call, &thing_add,
        ARGS(arg_text("a"), arg_number(-5), arg_bool(true), arg_bytes("\0\\x\xFF", 4), arg_text("{\"a\":\"é\\n\"}"),
            arg_null()));
    if (!err)
        err = db_run(NULL, db, call, &thing_add,
            ARGS(arg_text("b"), arg_null(), arg_bool(false), arg_null(), arg_null(), arg_text("a")));
    if (!err) /* a circle: neither can be copied before the other */
        err = db_run(NULL, db, call, &thing_parent, ARGS(arg_text("a"), arg_text("b")));
    if (!err)
        err = ledger_add(db, call, "add", "thing", "a", "{}");
    if (!err)
        err = blob_put(&made->file, db, call, "test", "attachment", 10);
    if (!err)
        err = search_put(db, call, &doc);
    if (!err)
        err = person_seal(&made->sealed, db, call, "p1", "Ana");
    return err ? err : person_seal(&made->other, db, call, "p2", "Ben");
}

static char *in_folder(const char *name)
{
    return arena_format(test_call.arena, "%s/%d-%s", test_folder(), place_number, name);
}

static void close_it(void *store)
{
    store_close(store);
}

static void copy_file(const char *from, const char *to)
{
    char bytes[4096];
    FILE *a = fopen(from, "r"), *b = fopen(to, "w");
    REQUIRE(a && b);
    size_t size = fread(bytes, 1, sizeof bytes, a);
    fwrite(bytes, 1, size, b);
    fclose(a);
    fclose(b);
}

static int64_t count_problems(struct store *store)
{
    int64_t problems = -1;
    CHECK_NUMBER(store_check(&problems, store, &test_call, true, NULL, NULL), OK);
    return problems;
}

static void check_contents(struct store *store, const struct made *made)
{
    struct db *db;
    struct rows *rows;
    struct search_hit *hits;
    struct ledger_report report;
    const char *audience = "public";
    struct search_query query = {.words = "word", .lang = -1, .audiences = &audience, .audience_count = 1, .most = 5};
    size_t size, found;
    int64_t length;
    bool more;
    REQUIRE(store_reader(&db, store, &test_call) == OK);
    REQUIRE(db_query(&rows, db, &test_call, &thing_all, NO_ARGS) == OK && rows_next(rows));
    CHECK_TEXT(rows_text(rows, 0), "a -5 y é\n b;b - n - a");
    CHECK(rows_end(rows) == OK);
    REQUIRE(db_query(&rows, db, &test_call, &thing_bytes, NO_ARGS) == OK && rows_next(rows));
    const void *bytes = rows_bytes(rows, 0, &size);
    CHECK(size == 4 && memcmp(bytes, "\0\\x\xFF", 4) == 0);
    CHECK(rows_end(rows) == OK);
    CHECK(blob_size(&length, db, &test_call, &made->file) == OK && length == 10);
    REQUIRE(search_find(&hits, &found, &more, db, &test_call, &query) == OK);
    CHECK(found == 1);
    REQUIRE(ledger_verify(&report, store, &test_call, NULL, NULL, NULL, NULL, NULL) == OK);
    CHECK_NUMBER(report.faults, 0);
}

static struct store *restore(struct restored *restored, const char *file, const char *url)
{
    struct store *store;
    REQUIRE(store_restore(restored, &test_call, file, url, NULL, migrations, 2) == OK);
    REQUIRE(store_open(&store, &test_call, url, STORE_OPEN, migrations, 2) == OK);
    arena_defer(test_call.arena, close_it, store);
    return store;
}

static enum err add_one(struct db *db, struct call *call, void *arg)
{
    const struct search_doc doc = {"thing", arg, LANG_EN, "More", "text", "public"};
    enum err err = db_run(
        NULL, db, call, &thing_add, ARGS(arg_text(arg), arg_number(1), arg_null(), arg_null(), arg_null(), arg_null()));
    if (!err)
        err = search_put(db, call, &doc);
    return err ? err : ledger_add(db, call, "add", "thing", arg, "{}");
}

/* To a file from either engine, and from it to the engine of this run. */
TEST(a_backup_is_restored_whole)
{
    struct store *store = new_store(migrations, 2);
    struct made made;
    struct restored restored;
    struct stat file_stat;
    struct db *db;
    char *text;
    REQUIRE(store_write(store, &test_call, fill_it, &made) == OK);
    CHECK_NUMBER(count_problems(store), 0);
    const char *file = in_folder("backup.db");
    REQUIRE(store_backup(store, &test_call, file, NULL, NULL) == OK);
    REQUIRE(stat(file, &file_stat) == 0);
    CHECK_NUMBER(file_stat.st_mode & 0777, 0600);
    CHECK(access(arena_format(test_call.arena, "%s-wal", file), F_OK) != 0);
    CHECK_NUMBER(store_backup(store, &test_call, file, NULL, NULL), ERR_CONFLICT);
    call_clear(&test_call);

    /* A file of one's own, on another place. */
    const char *url = in_folder("restored.db");
    struct store *again = restore(&restored, file, url);
    CHECK(restored.keys_missing);
    CHECK_NUMBER(restored.backup_head, 1);
    CHECK_NUMBER(restored.lost_head, 0);
    CHECK_TEXT(store_id(again), store_id(store));
    check_contents(again, &made);
    CHECK_NUMBER(count_problems(again), 1); /* the keys */
    copy_file(keys_path(store), keys_path(again));
    CHECK_NUMBER(count_problems(again), 0);
    REQUIRE(store_reader(&db, again, &test_call) == OK);
    CHECK(person_open(&text, db, &test_call, "p1", made.sealed) == OK);
    CHECK(store_write(again, &test_call, add_one, (void *)"c") == OK);
    CHECK_NUMBER(store_restore(&restored, &test_call, file, url, NULL, migrations, 2), ERR_CONFLICT);
    call_clear(&test_call);

    if (!on_sqlite()) {
        REQUIRE(place_schema());
        again = restore(&restored, file, place);
        CHECK(restored.rows > 10);
        check_contents(again, &made);
        CHECK(store_write(again, &test_call, add_one, (void *)"c") == OK);
        CHECK(store_write(again, &test_call, add_one, (void *)"d") == OK);
    }
}

/* Erased after the backup was taken: restoring it does not bring the person back. */
TEST(who_was_erased_stays_erased)
{
    struct store *store = new_store(migrations, 2);
    struct made made;
    struct restored restored;
    struct db *db;
    char *text;
    const char *file = in_folder("backup.db"), *url = in_folder("restored.db");
    REQUIRE(store_write(store, &test_call, fill_it, &made) == OK);
    REQUIRE(store_backup(store, &test_call, file, NULL, NULL) == OK);
    REQUIRE(person_erase(store, &test_call, "p1") == OK);
    REQUIRE(store_restore(&restored, &test_call, file, url, store_erased_path(store), migrations, 2) == OK);
    CHECK_NUMBER(restored.erased, 1);
    struct store *again;
    REQUIRE(store_open(&again, &test_call, url, STORE_OPEN, migrations, 2) == OK);
    arena_defer(test_call.arena, close_it, again);
    copy_file(keys_path(store), keys_path(again));
    REQUIRE(store_reader(&db, again, &test_call) == OK);
    CHECK_NUMBER(person_open(&text, db, &test_call, "p1", made.sealed), ERR_NOT_FOUND);
    CHECK_NUMBER(person_open(&text, db, &test_call, "p2", made.other), OK);
    /* The list outside is completed from the table when it lacks somebody. */
    REQUIRE(unlink(store_erased_path(store)) == 0);
    REQUIRE(store_tend(store, &test_call) == OK);
    CHECK(access(store_erased_path(store), R_OK) == 0);
}

/* Where the old store stood, the copy of its head is set aside: the restored chain is shorter, and honest. */
TEST(restoring_in_the_old_place_is_no_tampering)
{
    struct store *store = new_store(migrations, 2);
    struct made made;
    struct restored restored;
    struct ledger_report report;
    const char *file = in_folder("backup.db");
    REQUIRE(store_write(store, &test_call, fill_it, &made) == OK);
    REQUIRE(store_backup(store, &test_call, file, NULL, NULL) == OK);
    REQUIRE(store_write(store, &test_call, add_one, (void *)"c") == OK);
    REQUIRE(store_write(store, &test_call, add_one, (void *)"d") == OK);
    REQUIRE(rename(place, in_folder("lost.db")) == 0);
    unlink(arena_format(test_call.arena, "%s-wal", place));
    unlink(arena_format(test_call.arena, "%s-shm", place));
    struct store *again = restore(&restored, file, place);
    CHECK_NUMBER(restored.backup_head, 1);
    CHECK_NUMBER(restored.lost_head, 3);
    REQUIRE(ledger_verify(&report, again, &test_call, NULL, NULL, NULL, NULL, NULL) == OK);
    CHECK_NUMBER(report.faults, 0);
    CHECK_NUMBER(report.entries, 2); /* the second is the restoration */
}

/* Whichever step fails, there is a whole backup or none, a whole new store or none. */
TEST(every_failing_step_leaves_no_half)
{
    struct store *store = new_store(migrations, 2), *again;
    struct made made;
    struct restored restored;
    enum err err = ERR_SYSTEM;
    const char *file = in_folder("backup.db"), *url = in_folder("restored.db");
    unsigned long n;
    REQUIRE(store_write(store, &test_call, fill_it, &made) == OK);
    for (n = 1; err && n < 1000; n += on_sqlite() ? 1 : 11) {
        db_fail_at(n);
        err = store_backup(store, &test_call, file, NULL, NULL);
        db_fail_at(0);
        CHECK((access(file, F_OK) == 0) == (err == OK));
        call_clear(&test_call);
    }
    REQUIRE(err == OK);
    err = ERR_SYSTEM;
    for (n = 1; err && n < 1000; n += 3) {
        db_fail_at(n);
        err = store_restore(&restored, &test_call, file, url, NULL, migrations, 2);
        db_fail_at(0);
        CHECK((access(url, F_OK) == 0) == (err == OK));
        call_clear(&test_call);
    }
    CHECK(n > 10);
    REQUIRE(store_open(&again, &test_call, url, STORE_OPEN, migrations, 2) == OK);
    arena_defer(test_call.arena, close_it, again);
    check_contents(again, &made);
}

static bool stop_writing;

static void *keep_writing(void *arg)
{
    struct arena *arena = arena_new(1 << 22);
    for (int i = 0; !__atomic_load_n(&stop_writing, __ATOMIC_ACQUIRE) && i < 100000; i++) {
        struct call call;
        call_init(&call, arena, LANG_EN, 0);
        char *id = arena_format(arena, "w%06d", i);
        if (store_write(arg, &call, add_one, id) != OK)
            break;
        arena_reset(arena);
    }
    arena_free(arena);
    return NULL;
}

static bool slowly(int64_t done, int64_t total, void *arg)
{
    ++*(int *)arg;
    (void)done, (void)total;
    return true;
}

TEST(a_backup_under_writing_shows_one_moment)
{
    struct store *store = new_store(migrations, 2);
    struct made made;
    struct restored restored;
    struct ledger_report report;
    pthread_t writer;
    int told = 0;
    REQUIRE(store_write(store, &test_call, fill_it, &made) == OK);
    stop_writing = false;
    REQUIRE(pthread_create(&writer, NULL, keep_writing, store) == 0);
    for (int i = 0; i < 3; i++) {
        const char *file = in_folder(i == 0 ? "b1"
                           : i == 1         ? "b2"
                                            : "b3"),
                   *url = in_folder(i == 0 ? "r1"
                           : i == 1        ? "r2"
                                           : "r3");
        enum err err = store_backup(store, &test_call, file, slowly, &told);
        CHECK_NUMBER(err, OK);
        if (err)
            break;
        struct store *again = restore(&restored, file, url);
        CHECK_NUMBER(ledger_verify(&report, again, &test_call, NULL, NULL, NULL, NULL, NULL), OK);
        CHECK_NUMBER(report.faults, 0);
        CHECK_NUMBER(report.entries, restored.backup_head + 1);
    }
    __atomic_store_n(&stop_writing, true, __ATOMIC_RELEASE);
    pthread_join(writer, NULL);
}

static bool stop_it(int64_t done, int64_t total, void *arg)
{
    (void)done, (void)total, (void)arg;
    return false;
}

TEST(a_backup_that_fails_leaves_no_file)
{
    struct store *store = new_store(migrations, 2);
    const char *nowhere = in_folder("no/such/folder/backup.db"), *file = in_folder("backup.db");
    CHECK(store_backup(store, &test_call, nowhere, NULL, NULL) != OK);
    call_clear(&test_call);
    for (int i = 0; i < 6000; i++)
        if (store_write(store, &test_call, add_one, arena_format(test_call.arena, "t%d", i)) != OK)
            break;
    CHECK_NUMBER(store_backup(store, &test_call, file, stop_it, NULL), ERR_BUSY);
    CHECK(access(file, F_OK) != 0);
    CHECK(access(arena_format(test_call.arena, "%s.part", file), F_OK) != 0);
}

TEST(what_is_no_backup_is_refused)
{
    struct restored restored;
    const char *file = in_folder("letter.txt"), *url = in_folder("restored.db");
    FILE *letter = fopen(file, "w");
    REQUIRE(letter);
    for (int i = 0; i < 100; i++)
        fputs("Excellency, I have the honour to transmit herewith nothing at all.\n", letter);
    fclose(letter);
    CHECK_NUMBER(store_restore(&restored, &test_call, file, url, NULL, migrations, 2), ERR_INVALID);
    REQUIRE(test_call.faults);
    CHECK_TEXT(test_call.faults->key, "store_foreign");
    CHECK(access(url, F_OK) != 0);
    call_clear(&test_call);
    CHECK_NUMBER(store_restore(&restored, &test_call, in_folder("nothing"), url, NULL, migrations, 2), ERR_NOT_FOUND);
}

static struct buffer *told_problems;

static void note_problem(const char *kind, const char *what, void *arg)
{
    (void)what, (void)arg;
    buffer_format(told_problems, "%s ", kind);
}

static const SQL(spoil_file, "UPDATE blob_piece SET bytes = $1");
static const SQL(spoil_index, "UPDATE search_doc SET tokens = 'something else'");

static enum err spoil(struct db *db, struct call *call, void *arg)
{
    return arg == &spoil_file ? db_run(NULL, db, call, &spoil_file, ARGS(arg_bytes("attachmenT", 10)))
                              : db_run(NULL, db, call, &spoil_index, NO_ARGS);
}

TEST(a_check_finds_what_is_spoilt)
{
    struct store *store = new_store(migrations, 2);
    struct made made;
    int64_t problems;
    told_problems = buffer_new(test_call.arena, 10000);
    REQUIRE(store_write(store, &test_call, fill_it, &made) == OK);
    if (on_sqlite()) {
        REQUIRE(store_write(store, &test_call, spoil, (void *)&spoil_index) == OK);
        REQUIRE(store_check(&problems, store, &test_call, true, note_problem, NULL) == OK);
        CHECK_TEXT(told_problems->at, "index ");
        buffer_clear(told_problems);
    }
    REQUIRE(store_write(store, &test_call, spoil, (void *)&spoil_file) == OK);
    REQUIRE(store_check(&problems, store, &test_call, true, note_problem, NULL) == OK);
    CHECK_TEXT(told_problems->at, "file ");
    CHECK_NUMBER(problems, 1);
}

/* Bytes changed in the middle of the file: found, told, and no crash. */
TEST(a_damaged_file_is_told)
{
    struct store *store = new_store(migrations, 2);
    struct made made;
    struct restored restored;
    const char *file = in_folder("backup.db"), *url = in_folder("restored.db");
    char noise[512];
    REQUIRE(store_write(store, &test_call, fill_it, &made) == OK);
    for (int i = 0; i < 300; i++)
        REQUIRE(store_write(store, &test_call, add_one, arena_format(test_call.arena, "t%d", i)) == OK);
    REQUIRE(store_backup(store, &test_call, file, NULL, NULL) == OK);
    int to = open(file, O_RDWR);
    REQUIRE(to >= 0);
    memset(noise, 0xA5, sizeof noise);
    for (off_t at = 40960; at < 120000; at += 4096)
        CHECK(pwrite(to, noise, sizeof noise, at) == (ssize_t)sizeof noise);
    close(to);
    CHECK(store_restore(&restored, &test_call, file, url, NULL, migrations, 2) != OK);
    CHECK(access(url, F_OK) != 0);
}

/* A text that PostgreSQL does not take, in the last of many rows: what was made for the restoration is taken away again. */
TEST(a_restoration_that_fails_leaves_an_empty_place)
{
    struct restored restored;
    const char *file = in_folder("backup.db");
    if (on_sqlite())
        return;
    REQUIRE(store_write(new_store(migrations, 2), &test_call, add_one, (void *)"a") == OK);
    place_file();
    struct store *store = new_store(migrations, 2);
    REQUIRE(store_write(store, &test_call, add_one, (void *)"b") == OK);
    REQUIRE(store_write(store, &test_call, add_one, (void *)"\xFF") == OK);
    REQUIRE(store_backup(store, &test_call, file, NULL, NULL) == OK);
    REQUIRE(place_schema());
    CHECK_NUMBER(store_restore(&restored, &test_call, file, place, NULL, migrations, 2), ERR_INVALID);
    call_clear(&test_call);
    new_store(migrations, 2);
}

int main(void)
{
    RUN_ON_BOTH(a_backup_is_restored_whole);
    RUN_ON_BOTH(who_was_erased_stays_erased);
    place_file();
    RUN(restoring_in_the_old_place_is_no_tampering);
    RUN_ON_BOTH(every_failing_step_leaves_no_half);
    RUN_ON_BOTH(a_backup_under_writing_shows_one_moment);
    RUN_ON_BOTH(a_backup_that_fails_leaves_no_file);
    place_file();
    RUN(what_is_no_backup_is_refused);
    RUN_ON_BOTH(a_check_finds_what_is_spoilt);
    place_file();
    RUN(a_damaged_file_is_told);
    RUN_ON_BOTH(a_restoration_that_fails_leaves_an_empty_place);
    return test_end();
}
