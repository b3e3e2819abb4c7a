/*
 * What is kept because it is the same for many and asked for often: answers for the public, public names and what of them can be
 * picked, how many rows a list has for those who may see every row of the record.
 * Each is kept under the number of the newest entry of the ledger when it was made: while nothing has been recorded since, the
 * same question has the same answer. No row or page that only a signed-in person may have is ever kept.
 */
#pragma once
#include "base/buffer.h"

struct kept;

struct kept *kept_new(void); /* NULL when memory is short: then nothing is kept */
void kept_free(struct kept *kept);

struct kept_facts {
    const char *type; /* a constant of the program, or NULL */
    char etag[32];
    bool zipped;
};

/* Adds the bytes kept under this key and number to `out`; false when there are none. */
bool kept_find(struct kept *kept, struct buffer *out, struct kept_facts *facts, const char *key, int64_t number);

/* Keeps bytes, in the place of those that were asked for least. Large ones are not kept. */
void kept_put(
    struct kept *kept, const char *bytes, size_t size, const struct kept_facts *facts, const char *key, int64_t number);
