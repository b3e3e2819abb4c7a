/*
 * The seal of an entry: what only who has the key file can make.
 *
 * The hash of an entry says that it is what it was when it was written, and anyone can compute it, also somebody who adds an
 * entry by hand. The seal is a keyed hash of that hash (BLAKE2b, 16 bytes, with a key derived from the key file), and
 * says that this store wrote it: who can only write the database cannot make one. It stands in the entry's own row, so after
 * a crash there is no entry without it.
 *
 * Without the key file nothing can be written after a sealed entry. Only a restoration may, because the key file of a backup
 * may come later: what is written until then has no seal, and is vouched for afterwards by an entry that has one (ledger_vouch).
 * Private to src/store.
 */
#pragma once
#include "base/hash.h"
#include "store/keys.h"

enum { SEAL_SIZE = 16 };

struct sealer {
    unsigned char key[KEY_SIZE];
    bool able; /* false: there are no keys */
};

/* For reading: without keys seals are not looked at. */
void sealer_open(struct sealer *out, struct store *store, struct call *call);

/* For writing, once the head of the chain is taken: ERR_SYSTEM when there are no keys and there have to be. */
enum err sealer_take(struct sealer *out, struct db *db, struct call *call) MUST_CHECK;

void seal_make(unsigned char out[SEAL_SIZE], const struct sealer *sealer, const struct hash *hash);
bool seal_is_right(const struct sealer *sealer, const struct hash *hash, const void *seal, size_t size);

/* Entries from `from` on, up to the entry `until`, which is sealed, and says so. */
struct vouching {
    int64_t from, until;
};

/* All that are in the ledger, in the order of the entries that say so. */
enum err seal_vouchings(
    struct vouching **out, int *count, struct db *db, struct call *call, const struct sealer *sealer) MUST_CHECK;
bool seal_vouched(const struct vouching *vouchings, int count, int64_t seq);
