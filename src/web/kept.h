/*
 * Answers kept for the public, each under the number of the newest entry of the ledger when it was made: while nothing has
 * been recorded since, the same question has the same answer. What a signed-in person gets is never kept.
 */
#pragma once
#include "web/request.h"

struct kept;

struct kept *kept_new(void); /* NULL when memory is short: then nothing is kept */
void kept_free(struct kept *kept);

/* Fills the response from an answer kept under this key and number; false when there is none. */
bool kept_find(struct kept *kept, struct response *out, struct arena *arena, const char *key, int64_t number);

/* Keeps a finished answer, in the place of the one that has been asked for least. */
void kept_put(struct kept *kept, const struct response *response, const char *key, int64_t number);
