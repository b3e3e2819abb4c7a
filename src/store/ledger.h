/*
 * The ledger: the append-only, hash-chained record of every change.
 *
 * Table ledger(seq, at, who, action, noun, id, batch, entry, prev_hash, hash, seal). An entry is one change of one row (noun
 * and id set), or a batch (an import: noun and batch set, id NULL) whose rows stand in ledger_row(batch, n, noun, id, entry)
 * and whose entry is {"batch":"...","count":3,"digest":"...",...}.
 * `entry` is JSON in canonical form:
 *     {"after":{field:value,...},"cause":{...},"changed":{field:[before,after],...},"hash":"...","reason":"...","version":3}
 * with "after" for what was added, "changed" for what was changed, "before" for what was removed; "cause" tells why the system
 * did it by itself ({"id","noun","state"} of a row, or {"field"} whose time was over; `who` is then "system"); "hash" is the
 * digest of the row as it then was (record_hash), absent when it was removed. hash = SHA-256 over
 * prev_hash (32 bytes, zeros before the first entry), seq, at, who, action, noun, id and entry, each preceded by its length
 * (8 bytes, big endian). `seal` says that this store wrote the entry (store/ledger_seal.h).
 */
#pragma once
#include "base/hash.h"
#include "store/store.h"

/*
 * Tells the ledger what this transaction changed; the entry gets its number and place in the chain when the group of
 * writers commits. `entry` is the canonical JSON. Only inside store_write.
 */
enum err ledger_add(struct db *db, struct call *call, const char *action, const char *noun, const char *id,
    const char *entry) MUST_CHECK;

/* A batch: rows are streamed, the head entry is made of their count and digest at the end. */
struct ledger_batch;
enum err ledger_batch_begin(
    struct ledger_batch **out, struct db *db, struct call *call, const char *action, const char *noun) MUST_CHECK;
enum err ledger_batch_row(struct ledger_batch *batch, const char *id, const char *entry) MUST_CHECK;
/* summary: JSON members, or NULL */
enum err ledger_batch_end(struct ledger_batch *batch, const char *summary) MUST_CHECK;

/* Number and hash of the newest entry; seq 0 when there is none. */
struct ledger_head {
    int64_t seq;
    struct hash hash;
};
enum err ledger_head(struct ledger_head *out, struct db *db, struct call *call) MUST_CHECK;

/* The history of one row, oldest first: calls `each` for every entry that concerns it. */
struct ledger_entry {
    int64_t seq;
    const char *at, *who, *action, *noun, *id, *entry;
    const char *batch; /* its rows stand in ledger_row; NULL: it is about one row */
    const char *hash;  /* where the entry alone is read; else NULL */
};
typedef enum err ledger_each(const struct ledger_entry *entry, struct call *call, void *arg);
void ledger_entry_copy(struct ledger_entry *to, struct arena *arena, const struct ledger_entry *from);
enum err ledger_history(
    struct db *db, struct call *call, const char *noun, const char *id, ledger_each *each, void *arg) MUST_CHECK;

/* The newest entry that concerns a row, copied; ERR_NOT_FOUND without a fault when there is none. */
enum err ledger_last(
    struct ledger_entry *out, struct db *db, struct call *call, const char *noun, const char *id) MUST_CHECK;

/* Newest first, as asked; `entry` of those listed is NULL: ledger_at reads a whole one. */
struct ledger_ask {
    const char *who;          /* an account, also where it stood in for another, or "operator:NAME"; NULL: anybody */
    const char *noun;         /* NULL: any */
    struct date since, until; /* both days included; unknown: any */
    int64_t before;           /* entries below this number; 0: from the newest */
    int most;
};
enum err ledger_read(
    struct db *db, struct call *call, const struct ledger_ask *ask, ledger_each *each, void *arg) MUST_CHECK;

/* One entry, copied; ERR_NOT_FOUND "no_entry". */
enum err ledger_at(struct ledger_entry *out, struct db *db, struct call *call, int64_t seq) MUST_CHECK;

/* The rows of a batch after the n-th, at most `most`: seq counts them. */
enum err ledger_batch_rows(struct db *db, struct call *call, const char *batch, int64_t after, int most,
    ledger_each *each, void *arg) MUST_CHECK;

/* What happened to a row and, where their entries name it, to rows of these other nouns; newest first. */
enum err ledger_about(struct db *db, struct call *call, const char *id, const char *const nouns[3], int most,
    ledger_each *each, void *arg) MUST_CHECK;

/* Oldest first, from after `seq`, at most `most`. */
enum err ledger_after(struct db *db, struct call *call, int64_t seq, int most, ledger_each *each, void *arg) MUST_CHECK;

/*
 * The first entry after `seq` that is of this action by this person at this moment; UNKNOWN when there is none. The others of the same
 * work follow it without a gap.
 */
enum err ledger_first(int64_t *first, struct db *db, struct call *call, int64_t seq, const char *at, const char *who,
    const char *action) MUST_CHECK;

/*
 * Proves the chain, the batches and, through `rows`, that every recorded row is what its last entry says. Each fault
 * is told to `found` with the table, the id, and the number of the entry it contradicts.
 */
struct ledger_fault {
    /*
     * entry_changed, entry_missing, entry_added, chain_broken: the ledger itself
     * entry_unsealed: an entry in its place in the chain that this store did not write
     * head_behind, head_differs: against the head in the database, or its copy outside
     * batch_changed: the rows of an import are not those its entry vouches for
     * row_changed, row_missing, row_added: a recorded row is not what its last entry says
     */
    const char *kind;
    const char *table, *id;
    int64_t seq;
};
typedef void ledger_found(const struct ledger_fault *fault, void *arg);

/*
 * Gives each present row of every recorded table, in any order: its digest, computed from what stands in the
 * table. For rows with personal fields whose key is gone the digest uses the commitments of `last` (the last entry's
 * JSON).
 */
typedef enum err ledger_row_digest(struct db *db, struct call *call, void *arg,
    enum err (*each)(void *walk, const char *noun, const char *id, const struct hash *digest), void *walk);

struct ledger_report {
    int64_t entries, rows, faults;
    struct ledger_head head;
    bool seals; /* they were looked at: the key file is there */
};
enum err ledger_verify(struct ledger_report *out, struct store *store, struct call *call, ledger_row_digest *rows,
    void *rows_arg, ledger_found *found, store_progress *progress, void *arg) MUST_CHECK;

/*
 * Vouches, for the reason in call->reason, for entries that were written while there was no key file: an entry that has a
 * seal says from which one on. `from` is that one; 0: every entry has its seal, and nothing is written.
 */
enum err ledger_vouch(int64_t *from, struct store *store, struct call *call) MUST_CHECK;
