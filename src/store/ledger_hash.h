/* What the files of the ledger share: how entries and batches are hashed, how they are read. Private to src/store. */
#pragma once
#include "base/hash.h"
#include "store/ledger.h"

struct ledger_line {
    int64_t seq;
    const char *at, *who, *action, *noun, *id, *batch, *entry;
    struct hash before, hash; /* as the entry itself says */
    bool whole;               /* both are there and of the right size */
    const void *seal;         /* NULL: none */
    size_t seal_size;
};

/* From a statement of all columns, in the order of the table. What it points to is valid until rows_next. */
struct ledger_line ledger_line_read(struct rows *rows);

/* A hash in a column; false: there is none, or not of the right size. */
bool ledger_hash_read(struct hash *out, struct rows *rows, int column);

/* The hash of an entry: its parts, each preceded by its length. */
void ledger_hash(struct hash *out, const struct ledger_line *line);

/* One row of a batch enters the digest of the batch. */
void ledger_batch_hash(hash_state *digest, const char *noun, const char *id, const char *entry);

/* How the entry of a batch must begin. */
void ledger_batch_entry(char *out, size_t room, const char *batch, int64_t count, const char *digest);

/* The answer to a statement whose columns are those of ledger_entry. */
struct rows;
enum err ledger_each_row(struct rows *rows, struct call *call, ledger_each *each, void *arg) MUST_CHECK;

/* A ledger_each that keeps the entry in *arg. */
enum err ledger_copy(const struct ledger_entry *entry, struct call *call, void *arg) MUST_CHECK;
