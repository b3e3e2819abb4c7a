/*
 * Rows that many others refer to (their State, their group), kept while one transaction goes over many rows, so that each is asked for
 * once. A row that is written in the transaction is forgotten. Belongs to one call (call->memo), in memory of its own.
 */
#pragma once
#include "store/record.h"

/* Into the call, which lasts as long as the transaction; NULL memory: none is kept. Its rows go with row_memo_free. */
struct row_memo *row_memo_new(void);
void row_memo_free(struct row_memo *memo); /* NULL is nothing */

/* As row_load. The row may be shared: it is looked at, and neither changed nor kept. */
enum err row_glance(
    const void **out, struct db *db, struct call *call, const struct record *record, const char *id) MUST_CHECK;

void row_memo_forget(struct call *call, const struct record *record, const char *id);
