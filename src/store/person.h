/*
 * Personal data under its person's key. Each person has a key, kept in table person_key encrypted with the wrapping key of
 * the key file. What enters the ledger is sealed with it, beside a commitment by which the row can still be proved. Erasing
 * a person destroys the key: what was sealed can never be read again, and the chain still verifies.
 */
#pragma once
#include "base/hash.h"
#include "store/store.h"

/* Seals a text with the key of the person, who gets one if there is none yet. Inside store_write. */
enum err person_seal(char **out, struct db *db, struct call *call, const char *person, const char *text) MUST_CHECK;

/* Opens what was sealed; ERR_NOT_FOUND without a fault when the person is erased. */
enum err person_open(char **out, struct db *db, struct call *call, const char *person, const char *sealed) MUST_CHECK;

/*
 * A commitment to the value of a field: the same for the same value, and nobody without the person's key can find the value
 * by trying. ERR_NOT_FOUND without a fault when the person is erased, or has no key outside store_write.
 */
enum err person_commit(struct hash *out, struct db *db, struct call *call, const char *person, const char *field,
    const char *value) MUST_CHECK;

/*
 * Destroys the person's key, for the reason in call->reason, and remembers it in table erasure, in the ledger and in the file
 * of erasures outside the database, so that no restored backup brings the key back. What stands in tables in clear
 * is for the record's own folder to take away.
 */
enum err person_erase(struct store *store, struct call *call, const char *person) MUST_CHECK;

/* The two halves of it, for a folder that takes away what is its own in the same transaction: inside store_write; and after that. */
enum err person_destroy(struct db *db, struct call *call, const char *person) MUST_CHECK;
enum err person_destroyed(struct store *store, struct call *call, const char *person) MUST_CHECK;
bool person_erased(struct db *db, struct call *call, const char *person);

/* Destroys the keys of all whom the file lists as erased in this store; `count` of those that were still there. */
enum err person_replay(int64_t *count, struct store *store, struct call *call, const char *path) MUST_CHECK;

/* Adds to the file of erasures what only the table knows: a part of store_tend. */
enum err person_list_erasures(struct store *store, struct call *call) MUST_CHECK;
