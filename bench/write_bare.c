/*
 * write_bare FILE SECONDS CLIENTS: the yardstick for durable writes. What a programmer would write without a store
 * layer: SQLite alone, one prepared insert, every commit flushed to disk; no ledger, no checks.
 *
 * Each client is a thread that hands in one row and goes on when it is on disk. When all have handed theirs in, one of
 * them writes the rows in one commit: CLIENTS rows in each, which is the most that grouping can reach.
 *
 * Out: one line of JSON with the rows written, the seconds they took and the rows in each commit.
 */
#include <pthread.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include "bench/row.h"

enum { MOST_CLIENTS = 64, ID_SIZE = 64 };

static struct {
    sqlite3 *db;
    sqlite3_stmt *begin, *insert, *commit;
    pthread_barrier_t all_in, all_written;
    char ids[MOST_CLIENTS][ID_SIZE];
    int clients;
    double end;
    long rows;
    bool over;
} bare;

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void must(int code)
{
    if (code == SQLITE_OK || code == SQLITE_DONE)
        return;
    fprintf(stderr, "write_bare: %s\n", bare.db ? sqlite3_errmsg(bare.db) : "cannot open");
    exit(3);
}

static void run(sqlite3_stmt *statement)
{
    must(sqlite3_step(statement));
    sqlite3_reset(statement);
}

static void write_all(void)
{
    run(bare.begin);
    for (int i = 0; i < bare.clients; i++) {
        must(sqlite3_bind_text(bare.insert, 1, bare.ids[i], -1, SQLITE_STATIC));
        must(sqlite3_bind_text(bare.insert, 2, ROW_TITLE, -1, SQLITE_STATIC));
        run(bare.insert);
    }
    run(bare.commit);
    bare.rows += bare.clients;
    bare.over = seconds() >= bare.end;
}

static void *work(void *arg)
{
    char *id = arg;
    long client = (id - bare.ids[0]) / ID_SIZE;
    for (long n = 0; !bare.over; n++) {
        /* as long as the store's, and growing as those do */
        snprintf(id, ID_SIZE, "%016lx-%02lx-%016lx", n, client, (unsigned long)n * 2654435761UL);
        if (pthread_barrier_wait(&bare.all_in) == PTHREAD_BARRIER_SERIAL_THREAD)
            write_all();
        pthread_barrier_wait(&bare.all_written);
    }
    return NULL;
}

int main(int count, char **args)
{
    if (count != 4) {
        fputs("usage: write_bare FILE SECONDS CLIENTS\n", stderr);
        return 2;
    }
    pthread_t threads[MOST_CLIENTS];
    bare.clients = (int)strtol(args[3], NULL, 10);
    if (bare.clients < 1 || bare.clients > MOST_CLIENTS)
        return 2;
    must(sqlite3_open(args[1], &bare.db));
    must(sqlite3_exec(bare.db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;" ROW_TABLE ";" ROW_INDEX, 0, 0, 0));
    must(sqlite3_prepare_v2(bare.db, "BEGIN IMMEDIATE", -1, &bare.begin, NULL));
    must(sqlite3_prepare_v2(bare.db, "COMMIT", -1, &bare.commit, NULL));
    must(sqlite3_prepare_v2(bare.db,
        "INSERT INTO activity (id, version, state, title, kind, begins, ends, people) "
        "VALUES (?, 1, 'XAA', ?, 'workshop', '2014-06-12', '2014-06-14', 24)",
        -1, &bare.insert, NULL));
    pthread_barrier_init(&bare.all_in, NULL, (unsigned)bare.clients);
    pthread_barrier_init(&bare.all_written, NULL, (unsigned)bare.clients);
    double start = seconds();
    bare.end = start + strtod(args[2], NULL);
    for (int i = 0; i < bare.clients; i++)
        if (pthread_create(&threads[i], NULL, work, bare.ids[i]) != 0)
            return 3;
    for (int i = 0; i < bare.clients; i++)
        pthread_join(threads[i], NULL);
    printf("{\"rows\":%ld,\"seconds\":%.4f,\"rows_per_commit\":%d}\n", bare.rows, seconds() - start, bare.clients);
    sqlite3_finalize(bare.begin);
    sqlite3_finalize(bare.insert);
    sqlite3_finalize(bare.commit);
    sqlite3_close(bare.db);
    return 0;
}
