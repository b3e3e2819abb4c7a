#include "base/hash.h"
#include "base/text.h"
#include <string.h>

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

struct hash hash_of(const void *bytes, size_t size)
{
    struct hash hash;
    hash_state state;
    hash_start(&state);
    hash_add(&state, bytes, size);
    hash_end(&hash, &state);
    return hash;
}

void hash_start(hash_state *state)
{
    static const uint32_t first[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c,
        0x1f83d9ab, 0x5be0cd19}; /* FIPS 180-4, 5.3.3 */
    if (!sha256_by_processor()) {
        crypto_hash_sha256_init(&state->sodium);
        return;
    }
    memcpy(state->state, first, sizeof first);
    state->size = 0;
}

void hash_add(hash_state *state, const void *bytes, size_t size)
{
    if (!sha256_by_processor()) {
        crypto_hash_sha256_update(&state->sodium, bytes, size);
        return;
    }
    const unsigned char *from = bytes;
    size_t held = state->size % SHA256_BLOCK;
    if (size == 0)
        return;
    state->size += size;
    if (held) {
        size_t part = size < SHA256_BLOCK - held ? size : SHA256_BLOCK - held;
        memcpy(state->rest + held, from, part);
        if (held + part < SHA256_BLOCK)
            return;
        sha256_blocks(state->state, state->rest, 1);
        from += part;
        size -= part;
    }
    if (size >= SHA256_BLOCK)
        sha256_blocks(state->state, from, size / SHA256_BLOCK);
    if (size % SHA256_BLOCK)
        memcpy(state->rest, from + (size - size % SHA256_BLOCK), size % SHA256_BLOCK);
}

static void big_endian(unsigned char *out, uint64_t number, size_t size)
{
    for (size_t i = 0; i < size; i++)
        out[i] = (unsigned char)(number >> (8 * (size - 1 - i)));
}

/* A bit, zeros, and the length in bits at the end of a block. */
void hash_end(struct hash *out, hash_state *state)
{
    static const unsigned char padding[SHA256_BLOCK] = {0x80};
    unsigned char length[8];
    if (!sha256_by_processor()) {
        crypto_hash_sha256_final(&state->sodium, out->bytes);
        return;
    }
    big_endian(length, state->size * 8, sizeof length);
    hash_add(state, padding, SHA256_BLOCK - (state->size + sizeof length) % SHA256_BLOCK);
    hash_add(state, length, sizeof length);
    for (int i = 0; i < 8; i++)
        big_endian(out->bytes + 4 * i, state->state[i], 4);
}
