/*
 * Statements whose answers nobody waits for travel together: they are sent one after the other, and their answers read when the next
 * one that matters comes back. A write of one row so takes three round trips and not seven. Private to src/store.
 */
#pragma once
#include <libpq-fe.h>
#include "store/engine.h"

/* NULL is one. */
bool answer_is_error(const PGresult *result);

/* Adds a statement without arguments; false when it cannot be sent. */
bool pipe_text(struct db *db, const char *text);

/* Adds a prepared statement. */
bool pipe_prepared(
    struct db *db, const char *name, int count, const char *const *values, const int *lengths, const int *binary);

/* Reads the answers to all that was added: gives the first that is an error, else the last. NULL when the connection broke. */
PGresult *pipe_end(struct db *db);
