/*
 * Writing under stress, on both engines: many threads at once, members that fail among members that do not, and a
 * process killed again and again while its clients repeat what was not answered.
 */
#include "test/on_both.h"
#include "store/ledger.h"
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/wait.h>
#include <time.h>

enum { THREADS = 8, CROWD = 80, EACH = 40, KILLS = 50 };

/* No key on purpose: what is written twice is there twice. */
static const char *const tables[] = {"CREATE TABLE written (thread BIGINT NOT NULL, n BIGINT NOT NULL)", NULL};
static const struct migration migrations[] = {{100, "written", tables}};

static const SQL(write_one, "INSERT INTO written (thread, n) VALUES ($1, $2)");
static const SQL(write_wrong, "INSERT INTO written (thread, n) VALUES ($1, NULL)");
static const SQL(count_all, "SELECT count(*) FROM written");
static const SQL(
    count_twice, "SELECT count(*) FROM (SELECT thread, n FROM written GROUP BY thread, n HAVING count(*) > 1) AS t");
static const SQL(highest, "SELECT coalesce(max(n), 0) FROM written WHERE thread = $1");

struct line {
    int64_t thread, n;
    bool wrong;
};

static enum err write_line(struct db *db, struct call *call, void *arg)
{
    struct line *line = arg;
    enum err err = db_run(NULL, db, call, &write_one, ARGS(arg_number(line->thread), arg_number(line->n)));
    if (!err)
        err = ledger_add(db, call, "write", "written",
            arena_format(call->arena, "%lld-%lld", (long long)line->thread, (long long)line->n), "{}");
    if (!err && line->wrong)
        err = db_run(NULL, db, call, &write_wrong, ARGS(arg_number(line->thread)));
    return err;
}

static int64_t number(struct store *store, const struct sql *sql)
{
    struct db *db;
    int64_t got = -1;
    CHECK(store_reader(&db, store, &test_call) == OK);
    CHECK(db_number(&got, db, &test_call, sql, NO_ARGS) == OK);
    return got;
}

static int64_t faults(struct store *store, int64_t *entries)
{
    struct ledger_report report = {.faults = -1};
    CHECK_NUMBER(ledger_verify(&report, store, &test_call, NULL, NULL, NULL, NULL, NULL), OK);
    *entries = report.entries;
    return report.faults;
}

/* One client: its own thread, its own call. */
struct client {
    struct store *store;
    int64_t thread, from, to;
    int answers; /* a pipe; -1: none */
    int wrong_every;
    int rest; /* nanoseconds between two writes */
    int failed, refused;
};

struct
try {
    struct client *client;
    struct call *call;
    struct line line;
};

static enum err try_it(void *arg)
{
    struct try *try = arg;
    return store_write(try->client->store, try->call, write_line, &try->line);
}

/* What a client does: asks with a key, and takes "done already" for an answer. */
static void *client_run(void *arg)
{
    struct client *client = arg;
    struct arena *arena = arena_new(1 << 20);
    for (int64_t n = client->from; n <= client->to; n++) {
        struct call call;
        char key[40], request[60];
        call_init(&call, arena, LANG_EN, INT64_C(1402564320000000));
        snprintf(key, sizeof key, "%lld-%lld", (long long)client->thread, (long long)n);
        snprintf(request, sizeof request, "%s of %d", key, (int)getpid());
        call.who = "client";
        call.key = key;
        call.request = request;
        struct try try = {client, &call, {client->thread, n, client->wrong_every && n % client->wrong_every == 0}};
        enum err err = arena_run(arena, try_it, &try);
        bool done = err == OK || (err == ERR_CONFLICT && call.faults && text_is(call.faults->key, "store_repeated"));
        client->failed += !done && !try.line.wrong;
        client->refused += try.line.wrong && err == ERR_INVALID;
        int64_t answer[2] = {client->thread, n};
        if (done && client->answers >= 0 && write(client->answers, answer, sizeof answer) != sizeof answer)
            break;
        arena_reset(arena);
        if (client->rest)
            nanosleep(&(struct timespec){.tv_nsec = client->rest}, NULL);
    }
    arena_free(arena);
    return NULL;
}

static void run_all(struct client *clients, int count, void *(*run)(void *client))
{
    pthread_t threads[CROWD];
    for (int i = 0; i < count; i++)
        REQUIRE(pthread_create(&threads[i], NULL, run, &clients[i]) == 0);
    for (int i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
}

static void run_clients(struct client *clients, int count)
{
    run_all(clients, count, client_run);
}

TEST(many_writers_share_commits)
{
    struct store *store = new_store(migrations, 1);
    struct client clients[THREADS];
    int64_t entries;
    for (int i = 0; i < THREADS; i++)
        clients[i] = (struct client){.store = store, .thread = i, .from = 1, .to = EACH, .answers = -1};
    run_clients(clients, THREADS);
    for (int i = 0; i < THREADS; i++)
        CHECK_NUMBER(clients[i].failed, 0);
    CHECK_NUMBER(number(store, &count_all), THREADS * EACH);
    CHECK_NUMBER(number(store, &count_twice), 0);
    CHECK_NUMBER(faults(store, &entries), 0);
    CHECK_NUMBER(entries, THREADS * EACH);
}

/* More than one group takes, some of whom go early and some rest between: nobody is left waiting. */
TEST(a_crowd_that_comes_and_goes_is_served)
{
    struct store *store = new_store(migrations, 1);
    struct client *clients = NEW_ARRAY(test_call.arena, CROWD, struct client);
    int64_t entries, expected = 0;
    for (int i = 0; i < CROWD; i++) {
        clients[i] = (struct client){
            .store = store, .thread = i, .from = 1, .to = 1 + i % 7, .answers = -1, .rest = i % 3 * 400000};
        expected += clients[i].to;
    }
    run_clients(clients, CROWD);
    for (int i = 0; i < CROWD; i++)
        CHECK_NUMBER(clients[i].failed, 0);
    CHECK_NUMBER(number(store, &count_all), expected);
    CHECK_NUMBER(faults(store, &entries), 0);
    CHECK_NUMBER(entries, expected);
}

/* Every fourth write is refused by the table after it has written: it must leave nothing, and harm nobody. */
TEST(a_failing_member_is_undone_alone)
{
    struct store *store = new_store(migrations, 1);
    struct client clients[THREADS];
    int64_t entries;
    for (int i = 0; i < THREADS; i++)
        clients[i] = (struct client){
            .store = store, .thread = i, .from = 1, .to = EACH, .answers = -1, .wrong_every = i % 2 ? 4 : 0};
    run_clients(clients, THREADS);
    for (int i = 0; i < THREADS; i++) {
        CHECK_NUMBER(clients[i].failed, 0);
        CHECK_NUMBER(clients[i].refused, i % 2 ? EACH / 4 : 0);
    }
    const int64_t good = THREADS * EACH - THREADS / 2 * EACH / 4;
    CHECK_NUMBER(number(store, &count_all), good);
    CHECK_NUMBER(faults(store, &entries), 0);
    CHECK_NUMBER(entries, good);
}

/* Who fails before writing anything has nothing to be undone: nobody's work is done a second time for it. */
static atomic_int works;

static enum err look_and_refuse(struct db *db, struct call *call, void *arg)
{
    struct line *line = arg;
    int64_t count;
    works++;
    enum err err = db_number(&count, db, call, &count_all, NO_ARGS);
    if (!err && line->wrong)
        return fail(call, ERR_FORBIDDEN, "forbidden");
    return err ? err : db_run(NULL, db, call, &write_one, ARGS(arg_number(line->thread), arg_number(line->n)));
}

static enum err look_once(void *arg)
{
    struct try *try = arg;
    return store_write(try->client->store, try->call, look_and_refuse, &try->line);
}

static void *look_run(void *arg)
{
    struct client *client = arg;
    struct arena *arena = arena_new(1 << 20);
    for (int64_t n = 1; n <= EACH; n++) {
        struct call call;
        call_init(&call, arena, LANG_EN, 0);
        struct try try = {client, &call, {client->thread, n, client->wrong_every > 0}};
        client->refused += arena_run(arena, look_once, &try) == ERR_FORBIDDEN;
        arena_reset(arena);
    }
    arena_free(arena);
    return NULL;
}

TEST(who_fails_before_writing_troubles_nobody)
{
    struct store *store = new_store(migrations, 1);
    struct client clients[THREADS];
    works = 0;
    for (int i = 0; i < THREADS; i++)
        clients[i] = (struct client){.store = store, .thread = i, .wrong_every = i % 2};
    run_all(clients, THREADS, look_run);
    for (int i = 0; i < THREADS; i++)
        CHECK_NUMBER(clients[i].refused, i % 2 ? EACH : 0);
    CHECK_NUMBER(works, THREADS * EACH);
    CHECK_NUMBER(number(store, &count_all), THREADS / 2 * EACH);
}

/* Two stores on one database, as two nodes or a server and a command line have. */
TEST(two_nodes_share_one_chain)
{
    struct store *one = new_store(migrations, 1), *two = open_store(STORE_OPEN, migrations, 1);
    struct client clients[4];
    int64_t entries;
    for (int i = 0; i < 4; i++)
        clients[i] = (struct client){.store = i % 2 ? one : two, .thread = i, .from = 1, .to = EACH, .answers = -1};
    run_clients(clients, 4);
    for (int i = 0; i < 4; i++)
        CHECK_NUMBER(clients[i].failed, 0);
    CHECK_NUMBER(number(one, &count_all), 4 * EACH);
    CHECK_NUMBER(faults(two, &entries), 0);
    CHECK_NUMBER(entries, 4 * EACH);
}

static const SQL(count_entries, "SELECT count(*) FROM ledger");

/* What a reader sees between begin and end is one moment: as many rows as entries. */
static enum err look(void *arg)
{
    struct try *try = arg;
    struct db *db;
    int64_t rows = 0, entries = -1;
    enum err err = store_reader(&db, try->client->store, try->call);
    if (!err)
        err = store_read_begin(db, try->call);
    if (err)
        return err;
    err = db_number(&rows, db, try->call, &count_all, NO_ARGS);
    if (!err)
        err = db_number(&entries, db, try->call, &count_entries, NO_ARGS);
    store_read_end(db);
    try->client->failed += rows != entries;
    return err;
}

static void *reader_run(void *arg)
{
    struct client *client = arg;
    struct arena *arena = arena_new(1 << 20);
    for (int64_t n = client->from; n <= client->to; n++) {
        struct call call;
        call_init(&call, arena, LANG_EN, 0);
        struct try try = {.client = client, .call = &call};
        client->failed += arena_run(arena, look, &try) != OK;
        arena_reset(arena);
    }
    arena_free(arena);
    return NULL;
}

TEST(many_read_while_many_write)
{
    struct store *store = new_store(migrations, 1);
    struct client writers[4], readers[4];
    pthread_t threads[8];
    for (int round = 0; round < 2; round++) { /* the second time with connections that waited */
        for (int i = 0; i < 4; i++) {
            writers[i] = (struct client){
                .store = store, .thread = i, .from = round * 20 + 1, .to = round * 20 + 20, .answers = -1};
            readers[i] = (struct client){.store = store, .from = 1, .to = 30};
            REQUIRE(pthread_create(&threads[i], NULL, client_run, &writers[i]) == 0);
            REQUIRE(pthread_create(&threads[4 + i], NULL, reader_run, &readers[i]) == 0);
        }
        for (int i = 0; i < 8; i++)
            pthread_join(threads[i], NULL);
        for (int i = 0; i < 4; i++) {
            CHECK_NUMBER(writers[i].failed, 0);
            CHECK_NUMBER(readers[i].failed, 0);
        }
    }
    CHECK_NUMBER(number(store, &count_all), 160);
}

static enum err nested(struct db *db, struct call *call, void *arg)
{
    struct line line = {1, 1, false};
    (void)db;
    return store_write(arg, call, write_line, &line);
}

TEST(a_write_within_a_write_is_refused_and_does_not_hang)
{
    struct store *store = new_store(migrations, 1);
    CHECK_NUMBER(store_write(store, &test_call, nested, store), ERR_SYSTEM);
    CHECK_NUMBER(number(store, &count_all), 0);
}

/* What only a server does to its clients. */

static void on_server(const char *sql)
{
    PGconn *connection = PQconnectdb(place);
    PGresult *result = PQexec(connection, sql);
    ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        test_fail(__FILE__, __LINE__, "%s", PQerrorMessage(connection));
    PQclear(result);
    PQfinish(connection);
}

/* Ends the connections of this test only: others run beside it. */
static void end_connections(void)
{
    on_server("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
              "WHERE pid <> pg_backend_pid() AND application_name = current_setting('application_name')");
}

static enum err write_after_loss(struct db *db, struct call *call, void *arg)
{
    struct line *line = arg;
    if (line->wrong) {
        line->wrong = false;
        end_connections();
    }
    return write_line(db, call, line);
}

TEST(a_lost_connection_is_made_anew)
{
    if (on_sqlite())
        return;
    size_t size = strlen(place);
    snprintf(place + size, sizeof place - size, "&application_name=lost%d", (int)getpid());
    struct store *store = new_store(migrations, 1);
    struct line first = {1, 1, false}, between = {1, 2, false}, within = {1, 3, true};
    int64_t entries;
    REQUIRE(store_write(store, &test_call, write_line, &first) == OK);
    CHECK_NUMBER(number(store, &count_all), 1);
    end_connections();
    CHECK_NUMBER(number(store, &count_all), 1); /* a reader */
    CHECK_NUMBER(store_write(store, &test_call, write_line, &between), OK);
    CHECK_NUMBER(store_write(store, &test_call, write_after_loss, &within), OK); /* lost in the middle: done again */
    CHECK_NUMBER(test_call.fault_count, 0);
    CHECK_NUMBER(number(store, &count_all), 3);
    CHECK_NUMBER(faults(store, &entries), 0);
}

/* As when the server gives up waiting for its standby: committed here, perhaps not there. */
TEST(a_commit_with_a_warning_is_not_certain)
{
    if (on_sqlite())
        return;
    struct store *store = new_store(migrations, 1);
    struct line line = {1, 1, false};
    on_server("CREATE FUNCTION warn() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE WARNING 'perhaps'; RETURN "
              "NULL; END $$; "
              "CREATE CONSTRAINT TRIGGER t AFTER INSERT ON written DEFERRABLE INITIALLY DEFERRED "
              "FOR EACH ROW EXECUTE FUNCTION warn()");
    test_call.key = "k";
    test_call.request = "r1";
    CHECK_NUMBER(store_write(store, &test_call, write_line, &line), ERR_UNKNOWN);
    REQUIRE(test_call.faults);
    CHECK_TEXT(test_call.faults->key, "store_unknown");
    call_clear(&test_call);
    test_call.request = "r2";
    CHECK_NUMBER(store_write(store, &test_call, write_line, &line), ERR_CONFLICT); /* asked again: it was done */
    CHECK_TEXT(test_call.faults->key, "store_repeated");
    CHECK_NUMBER(number(store, &count_all), 1);
}

/* The process that is killed: opens the store and writes until it dies. */
static _Noreturn void victim(const int64_t next[4], int answers)
{
    struct store *store;
    struct client clients[4];
    if (store_open(&store, &test_call, place, STORE_OPEN, migrations, 1) != OK)
        _exit(1);
    for (int i = 0; i < 4; i++)
        clients[i] =
            (struct client){.store = store, .thread = i, .from = next[i], .to = INT64_MAX - 1, .answers = answers};
    run_clients(clients, 4);
    _exit(2);
}

static void pause_for(long milliseconds)
{
    struct timespec time = {.tv_nsec = milliseconds * 1000000};
    nanosleep(&time, NULL);
}

TEST(killed_fifty_times_nothing_answered_is_lost_and_nothing_is_there_twice)
{
    int64_t next[4] = {1, 1, 1, 1}, entries, answered = 0;
    {
        struct store *store;
        REQUIRE(store_open(&store, &test_call, place, STORE_CREATE, migrations, 1) == OK);
        store_close(store);
    }
    for (int kill_number = 0; kill_number < KILLS; kill_number++) {
        int answers[2], status;
        REQUIRE(pipe(answers) == 0);
        fflush(stdout);
        pid_t child = fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            close(answers[0]);
            victim(next, answers[1]);
        }
        close(answers[1]);
        int64_t answer[2] = {0, next[0]};
        /* Mostly in the midst of writing, sometimes while the store is being opened. */
        bool heard = kill_number % 5 != 0 && read(answers[0], answer, sizeof answer) == sizeof answer;
        if (heard) {
            next[answer[0]] = answer[1] + 1;
            answered++;
        }
        pause_for(5 + kill_number * 7 % 40);
        kill(child, SIGKILL);
        while (read(answers[0], answer, sizeof answer) == sizeof answer) {
            CHECK(answer[1] == next[answer[0]]);
            next[answer[0]] = answer[1] + 1;
            answered++;
        }
        close(answers[0]);
        waitpid(child, &status, 0);
        CHECK(WIFSIGNALED(status));
    }
    struct store *store = open_store(STORE_OPEN, migrations, 1);
    struct db *db;
    REQUIRE(store_reader(&db, store, &test_call) == OK);
    CHECK(answered >= KILLS * 4 / 5);
    printf("# %lld answered\n", (long long)answered);
    for (int i = 0; i < 4; i++) {
        int64_t last;
        REQUIRE(db_number(&last, db, &test_call, &highest, ARGS(arg_number(i))) == OK);
        CHECK(last == next[i] - 1 || last == next[i]); /* the last may be there although its answer was not heard */
        answered += last == next[i];
    }
    CHECK_NUMBER(number(store, &count_all), answered);
    CHECK_NUMBER(number(store, &count_twice), 0);
    CHECK_NUMBER(faults(store, &entries), 0);
    CHECK_NUMBER(entries, answered);
}

int main(void)
{
    RUN_ON_BOTH(many_writers_share_commits);
    RUN_ON_BOTH(a_crowd_that_comes_and_goes_is_served);
    RUN_ON_BOTH(many_read_while_many_write);
    RUN_ON_BOTH(a_failing_member_is_undone_alone);
    RUN_ON_BOTH(who_fails_before_writing_troubles_nobody);
    RUN_ON_BOTH(two_nodes_share_one_chain);
    RUN_ON_BOTH(a_write_within_a_write_is_refused_and_does_not_hang);
    RUN_ON_BOTH(a_lost_connection_is_made_anew);
    RUN_ON_BOTH(a_commit_with_a_warning_is_not_certain);
    RUN_ON_BOTH(killed_fifty_times_nothing_answered_is_lost_and_nothing_is_there_twice);
    return test_end();
}
