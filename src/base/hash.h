/*
 * SHA-256, as anyone can compute it: the ledger's chain, rows, files, parts of pages.
 */
#pragma once
#include <sodium.h>
#include "base/arena.h"

enum { HASH_SIZE = 32, HASH_HEX = 65 };

struct hash {
    unsigned char bytes[HASH_SIZE];
};

struct hash hash_of(const void *bytes, size_t size);
const char *hash_text(char out[HASH_HEX], const struct hash *hash);
bool hash_parse(struct hash *out, const char *hex);
bool hash_is(const struct hash *a, const struct hash *b);

typedef crypto_hash_sha256_state hash_state;
void hash_start(hash_state *state);
void hash_add(hash_state *state, const void *bytes, size_t size);
void hash_end(struct hash *out, hash_state *state);
