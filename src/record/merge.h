/* Two records that are one; and taking back what was done. Each is one transaction with an entry in the ledger for every row it touches. */
#pragma once
#include "record/operate.h"

/* References that a merge moves: rows of `from` whose field leads to the one that goes. */
struct merge_refs {
    const struct record *from;
    int field;
    int64_t count;
};

struct merged {
    int64_t moved, ties; /* all references; ties to other records */
    struct merge_refs *refs;
    int ref_count;
    uint64_t taken; /* bits of the fields that the kept row has from the other, because it did not know them */
};

struct merge_wish {
    const char *keep, *drop;
    int64_t keep_seen, drop_seen; /* versions; 0: not said */
    bool dry_run;                 /* says what would happen, and takes no reason */
};

/*
 * What referred to `drop` refers to `keep`, what `keep` did not know it has from `drop`, `drop` is removed. Takes call->reason.
 */
enum err record_merge(struct merged *out, struct store *store, struct call *call, const struct record *record,
    const struct merge_wish *wish) MUST_CHECK;

/*
 * The other row of a merge, when entry `seq` is the last one of it or the removal in it: `kept` tells which of the two this was. NULL when it
 * is neither.
 */
enum err record_merged_with(
    const char **id, bool *kept, struct db *db, struct call *call, const struct record *record, int64_t seq) MUST_CHECK;

/*
 * Takes back what entry `seq` of the ledger did to a row: what was added is removed, what was removed is added again, what was
 * changed is as before, as far as nobody has changed it since (ERR_STALE names the fields). The last entry of a merge takes all of it
 * back. Takes call->reason.
 */
enum err record_take_back(struct outcome *out, struct store *store, struct call *call, int64_t seq) MUST_CHECK;
