/* How entries and batches are hashed: shared by the writer of the ledger and by its verifier. Private to src/store. */
#pragma once
#include "base/hash.h"
#include "store/ledger.h"

struct ledger_line {
    int64_t seq;
    const char *at, *who, *action, *noun, *id, *entry, *prev_hash;
};

/* The hash of an entry: its parts, each preceded by its length. */
void ledger_hash(struct hash *out, const struct ledger_line *line);

/* One part: its length in 8 bytes, big endian, and its bytes. */
void hash_part(hash_state *state, const char *text);

/* One row of a batch enters the digest of the batch. */
void ledger_batch_hash(hash_state *digest, const char *noun, const char *id, const char *entry);

/* How the entry of a batch must begin. */
void ledger_batch_entry(char *out, size_t room, const char *batch, int64_t count, const char *digest);
