/* The store on both engines: opening, asking and telling, transactions, migrations, keys of requests. */
#include "test/on_both.h"
#include "store/ledger.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *const tables[] = {
    "-- things to try it with\n"
    "CREATE TABLE thing (id TEXT PRIMARY KEY, number BIGINT CHECK (number < 1000), flag BOOLEAN, bytes BYTEA, doc "
    "JSON,\n"
    "    parent TEXT REFERENCES thing (id)\n)",
    NULL,
};
static const struct migration migrations[] = {{100, "things", tables}};

static const SQL(thing_add, "INSERT INTO thing (id, number, flag, bytes, doc, parent) VALUES ($1, $2, $3, $4, $5, $6)");
static const SQL(thing_get, "SELECT id, number, flag, bytes, doc ->> 'a', NOT flag FROM thing WHERE id = $1");
static const SQL(thing_count, "SELECT count(*) FROM thing");
static const SQL(things, "SELECT id, number FROM thing ORDER BY id");

struct thing {
    const char *id;
    int64_t number;
    const char *parent;
    enum err answer;
    bool twice;
};

static enum err add_thing(struct db *db, struct call *call, void *arg)
{
    const struct thing *t = arg;
    enum err err = OK;
    for (int i = 0; i <= t->twice && !err; i++)
        err = db_run(NULL, db, call, &thing_add,
            ARGS(arg_text(t->id), arg_number(t->number), arg_bool(true), arg_bytes("\0\1\xFF", 3),
                arg_text("{\"a\":\"b\"}"), arg_text(t->parent)));
    if (!err)
        err = ledger_add(db, call, "add", "thing", t->id, "{}");
    return err ? err : t->answer;
}

static int64_t count_things(struct store *store)
{
    struct db *db;
    int64_t count = -1;
    CHECK(store_reader(&db, store, &test_call) == OK);
    CHECK(db_number(&count, db, &test_call, &thing_count, NO_ARGS) == OK);
    return count;
}

TEST(a_row_is_kept_and_read_back)
{
    struct store *store = new_store(migrations, 1);
    struct thing thing = {.id = "one", .number = 12};
    struct db *db;
    struct rows *rows;
    size_t size;
    REQUIRE(store_write(store, &test_call, add_thing, &thing) == OK);
    REQUIRE(store_reader(&db, store, &test_call) == OK);
    REQUIRE(db_query(&rows, db, &test_call, &thing_get, ARGS(arg_text("one"))) == OK);
    REQUIRE(rows_next(rows));
    CHECK_TEXT(rows_text(rows, 0), "one");
    CHECK_NUMBER(rows_number(rows, 1), 12);
    CHECK_TEXT(rows_text(rows, 2), "1");
    CHECK_NUMBER(rows_number(rows, 2), 1);
    const void *bytes = rows_bytes(rows, 3, &size);
    CHECK(size == 3 && memcmp(bytes, "\0\1\xFF", 3) == 0);
    CHECK_TEXT(rows_text(rows, 4), "b");
    CHECK_NUMBER(rows_number(rows, 5), 0);
    CHECK(!rows_next(rows));
    CHECK(rows_end(rows) == OK);
}

TEST(null_is_unknown_and_not_empty)
{
    struct store *store = new_store(migrations, 1);
    struct thing thing = {.id = "", .number = UNKNOWN};
    struct db *db;
    struct rows *rows;
    REQUIRE(store_write(store, &test_call, add_thing, &thing) == OK);
    REQUIRE(store_reader(&db, store, &test_call) == OK);
    REQUIRE(db_query(&rows, db, &test_call, &thing_get, ARGS(arg_text(""))) == OK);
    REQUIRE(rows_next(rows));
    CHECK_TEXT(rows_text(rows, 0), "");
    CHECK(rows_null(rows, 1) && rows_number(rows, 1) == UNKNOWN && rows_text(rows, 1) == NULL);
    CHECK(rows_end(rows) == OK);
}

TEST(arguments_go_by_their_number)
{
    static const SQL(backwards, "SELECT CAST($2 AS TEXT), CAST($1 AS TEXT), CAST($2 AS TEXT)");
    struct store *store = new_store(migrations, 1);
    struct db *db;
    struct rows *rows;
    REQUIRE(store_reader(&db, store, &test_call) == OK);
    REQUIRE(db_query(&rows, db, &test_call, &backwards, ARGS(arg_text("first"), arg_text("second"))) == OK);
    REQUIRE(rows_next(rows));
    CHECK_TEXT(rows_text(rows, 0), "second");
    CHECK_TEXT(rows_text(rows, 1), "first");
    CHECK_TEXT(rows_text(rows, 2), "second");
    CHECK(rows_end(rows) == OK);
    CHECK(db_query(&rows, db, &test_call, &backwards, ARGS(arg_text("only one"))) != OK);
}

TEST(functions_mean_the_same)
{
    static const SQL(functions,
        "SELECT string_agg(v, ', '), strpos('\xC3\xA9t\xC3\xA9', 't'), greatest(1, NULL, 3), least(2, 1), "
        "  CASE WHEN 'a' LIKE 'A' THEN 1 ELSE 0 END, CASE WHEN 'B' < 'a' THEN 1 ELSE 0 END, "
        "  greatest(CAST(NULL AS BIGINT), NULL) "
        "FROM (SELECT 'x' AS v UNION ALL SELECT NULL UNION ALL SELECT 'y') AS t");
    struct store *store = new_store(migrations, 1);
    struct db *db;
    struct rows *rows;
    REQUIRE(store_reader(&db, store, &test_call) == OK);
    REQUIRE(db_query(&rows, db, &test_call, &functions, NO_ARGS) == OK);
    REQUIRE(rows_next(rows));
    CHECK_TEXT(rows_text(rows, 0), "x, y");
    CHECK_NUMBER(rows_number(rows, 1), 2);
    CHECK_NUMBER(rows_number(rows, 2), 3);
    CHECK_NUMBER(rows_number(rows, 3), 1);
    CHECK_NUMBER(rows_number(rows, 4), 0);
    CHECK_NUMBER(rows_number(rows, 5), 1);
    CHECK(rows_null(rows, 6));
    CHECK(rows_end(rows) == OK);
}

/* The same statement asked again while its first answer is still being read. */
TEST(a_statement_can_be_asked_within_itself)
{
    struct store *store = new_store(migrations, 1);
    struct thing one = {.id = "1"}, two = {.id = "2"};
    struct db *db;
    struct rows *outer, *inner;
    int pairs = 0;
    REQUIRE(store_write(store, &test_call, add_thing, &one) == OK);
    REQUIRE(store_write(store, &test_call, add_thing, &two) == OK);
    REQUIRE(store_reader(&db, store, &test_call) == OK);
    REQUIRE(db_query(&outer, db, &test_call, &things, NO_ARGS) == OK);
    while (rows_next(outer)) {
        REQUIRE(db_query(&inner, db, &test_call, &things, NO_ARGS) == OK);
        while (rows_next(inner))
            pairs++;
        CHECK(rows_end(inner) == OK);
    }
    CHECK(rows_end(outer) == OK);
    CHECK_NUMBER(pairs, 4);
}

TEST(what_the_tables_refuse_has_a_name)
{
    struct store *store = new_store(migrations, 1);
    struct thing one = {.id = "one"}, orphan = {.id = "two", .parent = "nobody"},
                 large = {.id = "three", .number = 1000};
    REQUIRE(store_write(store, &test_call, add_thing, &one) == OK);
    CHECK_NUMBER(store_write(store, &test_call, add_thing, &one), ERR_CONFLICT);
    REQUIRE(test_call.faults);
    CHECK_TEXT(test_call.faults->key, "store_conflict");
    CHECK_TEXT(test_call.faults->field, "thing");
    CHECK_NUMBER(test_call.fault_count, 1);
    call_clear(&test_call);
    CHECK_NUMBER(store_write(store, &test_call, add_thing, &orphan), ERR_CONFLICT);
    CHECK_TEXT(test_call.faults->key, "store_reference");
    call_clear(&test_call);
    CHECK_NUMBER(store_write(store, &test_call, add_thing, &large), ERR_INVALID);
    CHECK_TEXT(test_call.faults->key, "store_check");
    CHECK_NUMBER(count_things(store), 1);
}

TEST(columns_refuse_values_of_another_type)
{
    static const SQL(wrong, "INSERT INTO thing (id, number) VALUES ('x', $1)");
    struct store *store = new_store(migrations, 1);
    struct db *db;
    REQUIRE(store_reader(&db, store, &test_call) == OK);
    CHECK_NUMBER(db_run(NULL, db, &test_call, &wrong, ARGS(arg_text("abc"))) == OK, 0);
    CHECK_NUMBER(count_things(store), 0);
}

static enum err swallow(struct db *db, struct call *call, void *arg)
{
    struct thing good = {.id = "before"}, bad = {.id = "orphan", .parent = "nobody"};
    (void)arg;
    enum err err = add_thing(db, call, &good);
    if (!err && add_thing(db, call, &bad) != OK)
        call_clear(call); /* as if nothing had happened */
    return err;
}

/* PostgreSQL cannot go on in a transaction after an error, so nothing does. */
TEST(work_with_a_failed_statement_is_undone_whatever_it_answers)
{
    struct store *store = new_store(migrations, 1);
    struct thing refused = {.id = "kept?", .answer = ERR_FORBIDDEN};
    CHECK_NUMBER(store_write(store, &test_call, swallow, NULL), ERR_CONFLICT);
    CHECK_NUMBER(store_write(store, &test_call, add_thing, &refused), ERR_FORBIDDEN);
    CHECK_NUMBER(count_things(store), 0);
    struct db *db;
    struct ledger_head head;
    REQUIRE(store_reader(&db, store, &test_call) == OK);
    REQUIRE(ledger_head(&head, db, &test_call) == OK);
    CHECK_NUMBER(head.seq, 0);
}

TEST(reads_between_begin_and_end_agree)
{
    struct store *store = new_store(migrations, 1);
    struct thing one = {.id = "one"};
    struct db *db;
    int64_t count;
    REQUIRE(store_reader(&db, store, &test_call) == OK);
    REQUIRE(store_read_begin(db, &test_call) == OK);
    REQUIRE(db_number(&count, db, &test_call, &thing_count, NO_ARGS) == OK);
    REQUIRE(store_write(store, &test_call, add_thing, &one) == OK);
    REQUIRE(db_number(&count, db, &test_call, &thing_count, NO_ARGS) == OK);
    CHECK_NUMBER(count, 0);
    store_read_end(db);
    CHECK_NUMBER(count_things(store), 1);
}

/* What begins and ends within a moment is of that moment too. */
TEST(a_moment_lasts_until_its_end)
{
    struct store *store = new_store(migrations, 1);
    struct thing one = {.id = "one"};
    struct db *moment, *db;
    int64_t count;
    REQUIRE(store_moment_begin(&moment, store, &test_call) == OK);
    REQUIRE(db_number(&count, moment, &test_call, &thing_count, NO_ARGS) == OK);
    REQUIRE(store_write(store, &test_call, add_thing, &one) == OK);
    REQUIRE(store_reader(&db, store, &test_call) == OK);
    REQUIRE(store_read_begin(db, &test_call) == OK);
    CHECK_NUMBER(count_things(store), 0);
    store_read_end(db);
    CHECK_NUMBER(count_things(store), 0);
    store_moment_end(moment);
    CHECK_NUMBER(count_things(store), 1);
    store_moment_end(NULL);
}

static enum err add_with_reply(struct db *db, struct call *call, void *arg)
{
    enum err err = add_thing(db, call, arg);
    return err ? err : store_reply(db, call, "done: one");
}

TEST(a_repeated_key_does_nothing_twice)
{
    struct store *store = new_store(migrations, 1);
    struct thing one = {.id = "one"}, two = {.id = "two"}, three = {.id = "three"};
    struct db *db;
    bool repeated;
    char *reply;
    test_call.key = "k1";
    test_call.request = "r1";
    REQUIRE(store_write(store, &test_call, add_with_reply, &one) == OK);
    CHECK(store_write(store, &test_call, add_thing, &two) == OK); /* the same request goes on */
    test_call.request = "r2";
    CHECK_NUMBER(store_write(store, &test_call, add_thing, &three), ERR_CONFLICT);
    REQUIRE(test_call.faults);
    CHECK_TEXT(test_call.faults->key, "store_repeated");
    REQUIRE(store_reader(&db, store, &test_call) == OK);
    REQUIRE(store_repeated(&repeated, &reply, db, &test_call) == OK);
    CHECK(repeated);
    CHECK_TEXT(reply, "done: one");
    test_call.who = "somebody else";
    REQUIRE(store_repeated(&repeated, &reply, db, &test_call) == OK);
    CHECK(!repeated);
    CHECK(store_write(store, &test_call, add_thing, &three) == OK); /* their key is another */
    CHECK_NUMBER(count_things(store), 3);
    test_call.key = NULL;
    test_call.now += INT64_C(49) * 3600 * 1000000;
    CHECK(store_tend(store, &test_call) == OK);
    test_call.key = "k1";
    REQUIRE(store_repeated(&repeated, &reply, db, &test_call) == OK);
    CHECK(!repeated);
}

TEST(a_failed_write_leaves_its_key_free)
{
    struct store *store = new_store(migrations, 1);
    struct thing refused = {.id = "one", .answer = ERR_INVALID}, good = {.id = "one"};
    test_call.key = "k1";
    test_call.request = "r1";
    CHECK_NUMBER(store_write(store, &test_call, add_thing, &refused), ERR_INVALID);
    test_call.request = "r2";
    CHECK_NUMBER(store_write(store, &test_call, add_thing, &good), OK);
}

TEST(every_failing_step_leaves_all_or_nothing)
{
    struct store *store = new_store(migrations, 1);
    struct thing thing = {.id = "one"};
    struct db *db;
    struct ledger_head head;
    enum err err = ERR_SYSTEM;
    unsigned long n = 0;
    REQUIRE(store_reader(&db, store, &test_call) == OK);
    test_call.key = "k";
    while (err && n < 100) {
        db_fail_at(++n);
        err = store_write(store, &test_call, add_thing, &thing);
        unsigned long steps = db_steps();
        db_fail_at(0);
        REQUIRE(ledger_head(&head, db, &test_call) == OK);
        CHECK_NUMBER(count_things(store), err ? 0 : 1);
        CHECK_NUMBER(head.seq, err ? 0 : 1);
        CHECK(err || steps < n);
        call_clear(&test_call);
    }
    CHECK(n > 6);
}

TEST(every_failing_allocation_leaves_all_or_nothing)
{
    struct store *store = new_store(migrations, 1);
    struct thing thing = {.id = "one"};
    enum err err = ERR_SYSTEM;
    unsigned long n = 0;
    while (err && n < 1000) {
        arena_fail_at(++n);
        err = store_write(store, &test_call, add_thing, &thing);
        arena_fail_at(0);
        CHECK(err == OK || err == ERR_NO_MEMORY);
        CHECK_NUMBER(count_things(store), err ? 0 : 1);
        call_clear(&test_call);
    }
    CHECK(n > 3);
}

/* What the database answered is let go too, as the sanitizer would say at the end. */
TEST(a_refusal_is_told_or_memory_is_short)
{
    struct store *store = new_store(migrations, 1);
    struct thing thing = {.id = "one"};
    enum err err = ERR_NO_MEMORY;
    unsigned long n = 0;
    REQUIRE(store_write(store, &test_call, add_thing, &thing) == OK);
    while (err == ERR_NO_MEMORY && n < 1000) {
        arena_fail_at(++n);
        err = store_write(store, &test_call, add_thing, &thing);
        arena_fail_at(0);
        call_clear(&test_call);
    }
    CHECK_NUMBER(err, ERR_CONFLICT);
    CHECK(n > 1);
}

/* Opening. */

static enum err open_fails(enum store_mode mode, const struct migration *list, size_t count)
{
    struct store *store;
    call_clear(&test_call);
    enum err err = store_open(&store, &test_call, place, mode, list, count);
    CHECK(err && !store && test_call.faults);
    if (!err)
        store_close(store);
    return err;
}

static const char *const newer_tables[] = {"ALTER TABLE thing ADD COLUMN more BIGINT", NULL};
static const char *const broken_tables[] = {
    "CREATE TABLE half (id TEXT PRIMARY KEY)",
    "INSERT INTO half (id) VALUES ('x')",
    "CREATE TABLE half (id TEXT PRIMARY KEY)",
    NULL,
};
static const struct migration newer[] = {{100, "things", tables}, {101, "more", newer_tables}};
static const struct migration broken[] = {
    {100, "things", tables}, {101, "more", newer_tables}, {102, "broken", broken_tables}};

TEST(a_store_is_made_once)
{
    CHECK_NUMBER(open_fails(STORE_OPEN, migrations, 1), ERR_NOT_FOUND);
    CHECK_TEXT(test_call.faults->key, "store_missing");
    call_clear(&test_call);
    new_store(migrations, 1);
    CHECK_NUMBER(open_fails(STORE_CREATE, migrations, 1), ERR_CONFLICT);
    CHECK_TEXT(test_call.faults->key, "store_exists");
}

TEST(a_store_is_brought_up_to_date)
{
    struct thing one = {.id = "one"};
    REQUIRE(store_write(new_store(migrations, 1), &test_call, add_thing, &one) == OK);
    CHECK_NUMBER(open_fails(STORE_OPEN, newer, 2), ERR_INVALID);
    CHECK_TEXT(test_call.faults->key, "store_older");
    call_clear(&test_call);
    struct store *store = open_store(STORE_MIGRATE, newer, 2);
    CHECK_NUMBER(count_things(store), 1);
    open_store(STORE_OPEN, newer, 2);
    CHECK_NUMBER(open_fails(STORE_OPEN, migrations, 1), ERR_INVALID);
    CHECK_TEXT(test_call.faults->key, "store_newer");
    CHECK_NUMBER(open_fails(STORE_MIGRATE, migrations, 1), ERR_INVALID);
    CHECK_TEXT(test_call.faults->key, "store_newer");
}

TEST(a_migration_that_fails_leaves_the_old_store)
{
    struct thing one = {.id = "one"}, two = {.id = "two"};
    REQUIRE(store_write(new_store(migrations, 1), &test_call, add_thing, &one) == OK);
    CHECK(open_fails(STORE_MIGRATE, broken, 3) != OK);
    const struct fault *last = test_call.faults;
    while (last->next)
        last = last->next;
    CHECK_TEXT(last->key, "store_migration");
    CHECK_TEXT(last->value, "102 broken");
    call_clear(&test_call);
    struct store *store = open_store(STORE_OPEN, migrations, 1); /* no trace of 101 either */
    CHECK_NUMBER(count_things(store), 1);
    CHECK(store_write(store, &test_call, add_thing, &two) == OK);
}

TEST(a_store_that_could_not_be_made_leaves_nothing)
{
    CHECK(open_fails(STORE_CREATE, broken, 3) != OK);
    call_clear(&test_call);
    new_store(migrations, 1);
}

/* Nothing is left behind or leaked, whichever step or allocation of making and opening a store fails. */
TEST(a_store_is_made_whole_or_not_at_all)
{
    struct store *store = NULL;
    int tries = 0;
    for (int what = 0; what < 2; what++) {
        enum err err = ERR_SYSTEM;
        place_file();
        for (unsigned long n = 1; err && n < 500; n++, tries++) {
            what ? arena_fail_at(n) : db_fail_at(n);
            err = store_open(&store, &test_call, place, STORE_CREATE, migrations, 1);
            arena_fail_at(0);
            db_fail_at(0);
            CHECK(err == OK || access(place, F_OK) != 0);
            call_clear(&test_call);
        }
        REQUIRE(err == OK);
        store_close(store);
        err = ERR_SYSTEM;
        for (unsigned long n = 1; err && n < 500; n++, tries++) {
            what ? arena_fail_at(n) : db_fail_at(n);
            err = store_open(&store, &test_call, place, STORE_MIGRATE, newer, 2);
            arena_fail_at(0);
            db_fail_at(0);
            call_clear(&test_call);
        }
        REQUIRE(err == OK);
        CHECK_NUMBER(count_things(store), 0);
        store_close(store);
    }
    CHECK(tries > 20);
}

TEST(a_file_that_is_not_ours_is_left_alone)
{
    static const char text[] =
        "A letter to the Minister of Justice, and nothing that looks like a database at all, although it "
        "is long enough to hold the first page of one if that had been what somebody had in mind.";
    char back[sizeof text] = "";
    FILE *file = fopen(place, "w");
    REQUIRE(file);
    fwrite(text, 1, sizeof text, file);
    fclose(file);
    CHECK_NUMBER(open_fails(STORE_OPEN, migrations, 1), ERR_INVALID);
    CHECK_TEXT(test_call.faults->key, "store_foreign");
    CHECK_TEXT(test_call.faults->value, place);
    CHECK_NUMBER(open_fails(STORE_CREATE, migrations, 1), ERR_CONFLICT);
    file = fopen(place, "r");
    CHECK(fread(back, 1, sizeof back, file) == sizeof text && strcmp(back, text) == 0);
    fclose(file);
}

TEST(an_empty_file_and_a_folder_are_no_stores)
{
    close(open(place, O_CREAT | O_WRONLY, 0600));
    CHECK_NUMBER(open_fails(STORE_OPEN, migrations, 1), ERR_INVALID);
    CHECK_TEXT(test_call.faults->key, "store_foreign");
    snprintf(place, sizeof place, "%s", test_folder());
    CHECK_NUMBER(open_fails(STORE_OPEN, migrations, 1), ERR_INVALID);
    CHECK_TEXT(test_call.faults->key, "store_foreign");
}

/* The bytes of the file that SQLite locks (https://www.sqlite.org/fileformat.html, "lock-byte page"). */
enum { LOCK_BYTES = 0x40000000, LOCK_SIZE = 512, HELD_MICROSECONDS = 300000 };

/* Another command that is the last to close the store: it holds the file while it empties the log. */
static pid_t hold_file(void)
{
    int ready[2];
    char byte;
    REQUIRE(pipe(ready) == 0);
    fflush(stdout);
    pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        int file = open(place, O_RDWR);
        struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = LOCK_BYTES, .l_len = LOCK_SIZE};
        bool held = file >= 0 && fcntl(file, F_SETLK, &lock) == 0 && write(ready[1], "x", 1) == 1;
        usleep(HELD_MICROSECONDS);
        _exit(held ? 0 : 1);
    }
    CHECK(read(ready[0], &byte, 1) == 1);
    close(ready[0]);
    close(ready[1]);
    return child;
}

TEST(opening_waits_for_who_closes)
{
    int status = -1;
    struct store *store;
    REQUIRE(store_open(&store, &test_call, place, STORE_CREATE, migrations, 1) == OK);
    store_close(store);
    pid_t child = hold_file();
    CHECK_NUMBER(count_things(open_store(STORE_OPEN, migrations, 1)), 0);
    CHECK(waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void run_on_sqlite(const char *name, void (*test)(void))
{
    place_file();
    test_run(name, test);
}

int main(void)
{
    RUN_ON_BOTH(a_row_is_kept_and_read_back);
    RUN_ON_BOTH(null_is_unknown_and_not_empty);
    RUN_ON_BOTH(arguments_go_by_their_number);
    RUN_ON_BOTH(functions_mean_the_same);
    RUN_ON_BOTH(a_statement_can_be_asked_within_itself);
    RUN_ON_BOTH(what_the_tables_refuse_has_a_name);
    RUN_ON_BOTH(columns_refuse_values_of_another_type);
    RUN_ON_BOTH(work_with_a_failed_statement_is_undone_whatever_it_answers);
    RUN_ON_BOTH(reads_between_begin_and_end_agree);
    RUN_ON_BOTH(a_moment_lasts_until_its_end);
    RUN_ON_BOTH(a_repeated_key_does_nothing_twice);
    RUN_ON_BOTH(a_failed_write_leaves_its_key_free);
    RUN_ON_BOTH(every_failing_step_leaves_all_or_nothing);
    RUN_ON_BOTH(every_failing_allocation_leaves_all_or_nothing);
    RUN_ON_BOTH(a_refusal_is_told_or_memory_is_short);
    RUN_ON_BOTH(a_store_is_made_once);
    RUN_ON_BOTH(a_store_is_brought_up_to_date);
    RUN_ON_BOTH(a_migration_that_fails_leaves_the_old_store);
    RUN_ON_BOTH(a_store_that_could_not_be_made_leaves_nothing);
    run_on_sqlite("a_store_is_made_whole_or_not_at_all", a_store_is_made_whole_or_not_at_all);
    run_on_sqlite("a_file_that_is_not_ours_is_left_alone", a_file_that_is_not_ours_is_left_alone);
    run_on_sqlite("an_empty_file_and_a_folder_are_no_stores", an_empty_file_and_a_folder_are_no_stores);
    run_on_sqlite("opening_waits_for_who_closes", opening_waits_for_who_closes);
    return test_end();
}
