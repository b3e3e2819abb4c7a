/*
 * The inner loop of SHA-256 by the instructions that processors have for it, eight times as fast as without them. base/hash.h
 * uses it where it is there; everything else about hashes is said there.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SHA256_BLOCK = 64 };

/* Whether this processor can. */
bool sha256_by_processor(void);

/* Takes whole blocks into the state, which FIPS 180-4 calls H. Only where the processor can. */
void sha256_blocks(uint32_t state[8], const unsigned char *blocks, size_t count);
