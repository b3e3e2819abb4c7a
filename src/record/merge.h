/* Larger changes made of the small ones, each one transaction with an entry in the ledger for every row it touches. */
#pragma once
#include "record/operate.h"

/*
 * Two rows that are one: what referred to `drop` refers to `keep`, what `keep` did not know it has from `drop`, `drop` is removed. Takes
 * call->reason. `moved` counts the references.
 */
enum err record_merge(int64_t *moved, struct store *store, struct call *call, const struct record *record,
    const char *keep, const char *drop) MUST_CHECK;

/* The same change to all rows of a list, or to none when one of them refuses it; a dry run only counts. */
enum err record_bulk(int64_t *changed, struct store *store, struct call *call, const struct record *record,
    const struct list_wish *wish, const struct input *inputs, int count, bool dry_run) MUST_CHECK;

/*
 * Takes back what entry `seq` of the ledger did to a row: what was added is removed, what was removed is added again, what was
 * changed is as before, as far as nobody has changed it since (ERR_STALE names the fields). Takes call->reason.
 */
enum err record_take_back(struct outcome *out, struct store *store, struct call *call, int64_t seq) MUST_CHECK;
