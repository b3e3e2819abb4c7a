/*
 * Tests on both engines: for *_test.c files only.
 *
 *     TEST(a_row_is_kept) { struct store *store = new_store(migrations, 1); ... }
 *     int main(void) { RUN_ON_BOTH(a_row_is_kept); return test_end(); }
 *
 * Each run gets an empty place of its own: `place` is the name of a file that is not there yet, or the address of a new
 * schema on the server of SERVANDA_TEST_PG (test/postgres.sh). new_store makes a store there and closes it with the test.
 */
#pragma once
#include <libpq-fe.h>
#include <unistd.h>
#include "store/store.h"
#include "test/test.h"

static char place[512];
static int place_number;

static inline void place_file(void)
{
    snprintf(place, sizeof place, "%s/%d.db", test_folder(), ++place_number);
}

/* Makes a schema; false when there is no server. */
static inline bool place_schema(void)
{
    const char *server = getenv("SERVANDA_TEST_PG");
    char text[96];
    if (!server)
        return false;
    PGconn *connection = PQconnectdb(server);
    snprintf(text, sizeof text, "CREATE SCHEMA t%d_%d", (int)getpid(), ++place_number);
    PGresult *result = PQexec(connection, text);
    bool made = PQresultStatus(result) == PGRES_COMMAND_OK;
    if (!made)
        printf("# %s\n", PQerrorMessage(connection));
    PQclear(result);
    PQfinish(connection);
    snprintf(place, sizeof place, "%s?options=-csearch_path%%3Dt%d_%d", server, (int)getpid(), place_number);
    return made;
}

/* ./dev test promises both engines (SERVANDA_TEST_BOTH): there a missing server is a failure. */
static inline void no_server(void)
{
    test_fail(__FILE__, __LINE__, "no PostgreSQL server was started: SERVANDA_TEST_PG is not set");
}

static inline void run_on_both(const char *name, void (*test)(void))
{
    char full[200];
    setenv("XDG_STATE_HOME", test_folder(), 1);
    place_file();
    snprintf(full, sizeof full, "%s (sqlite)", name);
    test_run(full, test);
    snprintf(full, sizeof full, "%s (postgres)", name);
    if (!getenv("SERVANDA_TEST_PG") && getenv("SERVANDA_TEST_BOTH"))
        test_run(full, no_server);
    else if (!getenv("SERVANDA_TEST_PG"))
        test_skip(full, "no server; run it through test/postgres.sh");
    else if (place_schema())
        test_run(full, test);
    else
        test_run(full, abort);
}
#define RUN_ON_BOTH(name) run_on_both(#name, name)

static inline bool on_sqlite(void)
{
    return strncmp(place, "postgres", 8) != 0;
}

static inline void close_store(void *store)
{
    store_close(store);
}

/* Opens the store of this test; it is closed when the test ends. */
static inline struct store *open_store(enum store_mode mode, const struct migration *migrations, size_t count)
{
    struct store *store;
    REQUIRE(store_open(&store, &test_call, place, mode, migrations, count) == OK);
    arena_defer(test_call.arena, close_store, store);
    return store;
}

static inline struct store *new_store(const struct migration *migrations, size_t count)
{
    return open_store(STORE_CREATE, migrations, count);
}
