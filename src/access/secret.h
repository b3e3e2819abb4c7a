/*
 * Secrets that a browser or a program holds and the store knows only by their hash: session tokens, device cookies,
 * API tokens. 256 random bits each, so that a plain hash is as good as a slow one.
 */
#pragma once
#include "base/hash.h"

enum { SECRET_TEXT = 54 }; /* 43 letters, a prefix of up to 10, and the end */

/* The prefix says what it is to whoever finds it in the wrong place. */
void secret_new(char out[SECRET_TEXT], const char *prefix);

/* By which it is found in the store: hexadecimal. */
const char *secret_hash(char out[HASH_HEX], const char *secret);

/* Whether it has the form of one: asked before the store is. */
bool secret_is(const char *text, const char *prefix);
