/* The digests of all recorded rows, for `ledger verify`. */
#pragma once
#include "store/ledger.h"

/* ledger_row_digest (store/ledger.h) over the tables of every record. */
enum err record_digests(struct db *db, struct call *call, void *arg,
    enum err (*each)(void *walk, const char *noun, const char *id, const struct hash *digest), void *walk) MUST_CHECK;
