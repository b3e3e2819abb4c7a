/*
 * SHA-256, as anyone can compute it: the ledger's chain, rows, files, parts of pages.
 */
#pragma once
#include <sodium.h>
#include "base/arena.h"
#include "base/sha256.h"

enum { HASH_SIZE = 32, HASH_HEX = 65 };

struct hash {
    unsigned char bytes[HASH_SIZE];
};

struct hash hash_of(const void *bytes, size_t size);
const char *hash_text(char out[HASH_HEX], const struct hash *hash);
bool hash_parse(struct hash *out, const char *hex);
bool hash_is(const struct hash *a, const struct hash *b);

typedef struct {
    union {
        crypto_hash_sha256_state sodium; /* where the processor has no instructions for it */
        struct {
            uint32_t state[8];
            uint64_t size; /* of what was added */
            unsigned char rest[SHA256_BLOCK];
        };
    };
} hash_state;
void hash_start(hash_state *state);
void hash_add(hash_state *state, const void *bytes, size_t size);
void hash_end(struct hash *out, hash_state *state);
