/*
 * ask_matrix STORE ROUNDS: the matrix of all States and all instruments, each time on another date, once the projection stands.
 *
 * Out: one line of JSON: actions in the store, milliseconds to build the projection, microseconds of each round.
 */
#include <stdio.h>
#include <stdlib.h>
#include "access/user.h"
#include "record/migrations.h"
#include "treaty/load.h"

enum { MOST_MEMORY = 1 << 30 };

struct asking {
    struct call *call;
    const char *url;
    int rounds;
};

static enum err ask_once(double *microseconds, struct db *db, struct call *call, int year)
{
    const struct treaty_matrix_asked asked = {.as_of = date_of(year, 6, 15)};
    struct treaty_matrix matrix;
    int64_t start = now_utc();
    enum err err = treaty_matrix(&matrix, db, call, &asked);
    *microseconds = (double)(now_utc() - start);
    return err;
}

static enum err measure(struct db *db, struct call *call, int rounds)
{
    const struct treaty_book *book;
    int64_t start = now_utc();
    enum err err = treaty_book_kept(&book, db, call);
    printf("{\"actions\":%zu,\"build_ms\":%.1f,\"microseconds\":[", err ? 0 : book->act_count,
        (double)(now_utc() - start) / 1000);
    for (int round = 0; round < rounds && !err; round++) {
        double took;
        err = ask_once(&took, db, call, 1960 + round % 60);
        printf("%s%.0f", round ? "," : "", took);
    }
    printf("]}\n");
    return err;
}

static enum err run(void *arg)
{
    struct asking *asking = arg;
    struct call *call = asking->call;
    struct store *store;
    struct db *db;
    size_t count;
    const struct migration *migrations = all_migrations(call->arena, &count);
    enum err err = store_open(&store, call, asking->url, STORE_OPEN, migrations, count);
    if (!err)
        err = store_reader(&db, store, call);
    return err ? err : measure(db, call, asking->rounds);
}

int main(int argc, char **argv)
{
    struct arena *arena = arena_new(MOST_MEMORY);
    struct call call;
    if (argc != 3 || !arena)
        return 2;
    call_init(&call, arena, LANG_EN, now_utc());
    call.user = &user_public;
    enum err err = arena_run(arena, run, &(struct asking){&call, argv[1], (int)strtol(argv[2], NULL, 10)});
    if (err)
        fprintf(stderr, "ask_matrix: %s\n", call.faults ? fault_text(&call, call.faults) : err_name(err));
    return err_status(err);
}
