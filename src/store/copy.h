/* All rows of one store into another of the same schema, one of them PostgreSQL and one SQLite. Private to src/store. */
#pragma once
#include "store/backup.h"
#include "store/engine.h"

/*
 * `from` is in a reading transaction, `to` in a writing one; both are connections made for this, and closed before the
 * memory of the call goes. What stands in `to` is replaced.
 */
enum err copy_rows(
    int64_t *rows, struct db *to, struct db *from, struct call *call, store_progress *progress, void *arg) MUST_CHECK;

/* Takes away the tables of a store that was made for a copy which then failed. */
enum err copy_unmake(struct db *db, struct db *sqlite, struct call *call) MUST_CHECK;
