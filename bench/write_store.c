/*
 * write_store URL SECONDS CLIENTS: durable single-row writes through the store, each with its entry in the ledger, by
 * CLIENTS threads at once: the measurement whose yardstick is write_bare.c.
 *
 * Out: one line of JSON as write_bare's. Rows in each commit are counted, not assumed: every flush of the write-ahead
 * log is one commit, and this program's fdatasync stands before the C library's.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#include "base/id.h"
#include "base/text.h"
#include "bench/row.h"
#include "store/ledger.h"

static atomic_long commits;
static bool measuring; /* no file is opened from here on */

/* Whether a file is the log: looked up once for each number, so that counting costs the measured program nothing. */
static bool is_log(int file)
{
    enum { FILES = 256 };
    static atomic_char known[FILES]; /* 'y', 'n' */
    char link[32], path[512];
    if (file < FILES && known[file])
        return known[file] == 'y';
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t size = readlink(link, path, sizeof path);
    bool log = size > 4 && memcmp(path + size - 4, "-wal", 4) == 0;
    if (file < FILES && measuring)
        known[file] = log ? 'y' : 'n';
    return log;
}

int fdatasync(int file)
{
    commits += is_log(file);
    return (int)syscall(SYS_fdatasync, file);
}

static const char *const tables[] = {ROW_TABLE, ROW_INDEX, NULL};
static const struct migration migrations[] = {{100, "bench", tables}};

static const SQL(activity_add,
    "INSERT INTO activity (id, version, state, title, kind, begins, ends, people) "
    "VALUES ($1, 1, 'XAA', $2, 'workshop', '2014-06-12', '2014-06-14', 24)");

struct client {
    struct store *store;
    double end;
    long rows;
    enum err err;
    pthread_t thread;
};

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int64_t microseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static enum err write_row(struct db *db, struct call *call, void *arg)
{
    const char *id = arg;
    enum err err = db_run(NULL, db, call, &activity_add, ARGS(arg_text(id), arg_text(ROW_TITLE)));
    if (err)
        return err;
    return ledger_add(db, call, "add", "activity", id,
        "{\"after\":{\"begins\":\"2014-06-12\",\"ends\":\"2014-06-14\",\"kind\":\"workshop\",\"people\":24,"
        "\"state\":\"XAA\",\"title\":\"" ROW_TITLE "\"},"
        "\"hash\":\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\",\"version\":1}");
}

struct one {
    struct client *client;
    struct arena *arena;
};

static enum err write_one(void *arg)
{
    struct one *one = arg;
    struct call call;
    char id[ID_TEXT];
    int64_t now = microseconds();
    call_init(&call, one->arena, LANG_EN, now);
    call.who = "bench";
    id_new(id, now);
    return store_write(one->client->store, &call, write_row, id);
}

static void *work(void *arg)
{
    struct client *client = arg;
    struct one one = {client, arena_new((size_t)1 << 24)};
    while (one.arena && !client->err && seconds() < client->end) {
        client->err = arena_run(one.arena, write_one, &one);
        arena_reset(one.arena);
        client->rows += client->err == OK;
    }
    arena_free(one.arena);
    return NULL;
}

static enum err open_store(void *arg)
{
    struct one *one = arg;
    struct call *call = NEW(one->arena, struct call);
    call_init(call, one->arena, LANG_EN, microseconds());
    call->who = "bench";
    enum err err = store_open(&one->client->store, call, getenv("STORE"), STORE_CREATE, migrations, 1);
    if (err && call->faults)
        fprintf(stderr, "write_store: %s %s\n", call->faults->key, text_or(call->faults->value, ""));
    return err;
}

int main(int count, char **args)
{
    enum { MOST_CLIENTS = 64 };
    static struct client clients[MOST_CLIENTS];
    if (count != 4) {
        fputs("usage: write_store URL SECONDS CLIENTS\n", stderr);
        return 2;
    }
    setenv("STORE", args[1], 1);
    double most = strtod(args[2], NULL);
    int threads = (int)strtol(args[3], NULL, 10);
    struct client first = {0};
    struct one one = {&first, arena_new((size_t)1 << 26)};
    if (threads > MOST_CLIENTS || !one.arena || arena_run(one.arena, open_store, &one) != OK)
        return 3;
    commits = 0;
    measuring = true;
    double start = seconds();
    for (int i = 0; i < threads; i++) {
        clients[i] = (struct client){.store = first.store, .end = start + most};
        if (pthread_create(&clients[i].thread, NULL, work, &clients[i]) != 0)
            return 3;
    }
    long rows = 0;
    enum err err = OK;
    for (int i = 0; i < threads; i++) {
        pthread_join(clients[i].thread, NULL);
        rows += clients[i].rows;
        err = err ? err : clients[i].err;
    }
    double took = seconds() - start;
    printf("{\"rows\":%ld,\"seconds\":%.4f,\"rows_per_commit\":%.2f}\n", rows, took,
        commits ? (double)rows / (double)commits : 0);
    store_close(first.store);
    arena_free(one.arena);
    return err_status(err);
}
