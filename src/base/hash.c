#include "base/hash.h"
#include "base/text.h"
#include <string.h>

struct hash hash_of(const void *bytes, size_t size)
{
    struct hash hash;
    crypto_hash_sha256(hash.bytes, bytes, size);
    return hash;
}

const char *hash_text(char out[HASH_HEX], const struct hash *hash)
{
    sodium_bin2hex(out, HASH_HEX, hash->bytes, HASH_SIZE);
    return out;
}

bool hash_parse(struct hash *out, const char *hex)
{
    return strlen(hex) == HASH_HEX - 1 && text_from_hex(out->bytes, HASH_SIZE, hex);
}

bool hash_is(const struct hash *a, const struct hash *b)
{
    return memcmp(a->bytes, b->bytes, HASH_SIZE) == 0;
}

void hash_start(hash_state *state)
{
    crypto_hash_sha256_init(state);
}

void hash_add(hash_state *state, const void *bytes, size_t size)
{
    crypto_hash_sha256_update(state, bytes, size);
}

void hash_end(struct hash *out, hash_state *state)
{
    crypto_hash_sha256_final(state, out->bytes);
}
