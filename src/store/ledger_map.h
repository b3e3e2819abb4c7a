/*
 * What the ledger last said of each row, held while it is proved: 40 bytes a row, so a million rows take some 80 MB.
 * Rows are known by a keyed 64-bit hash of noun and id. Private to src/store.
 */
#pragma once
#include "base/hash.h"

struct last_said {
    uint64_t row; /* 0: an empty place */
    int64_t seq;
    unsigned char digest[16]; /* the first half of the row's digest */
    bool present, seen;
};

struct ledger_map {
    struct arena *arena; /* of the table alone: a larger one takes the place of both */
    struct last_said *table;
    size_t room, used;
    unsigned char key[16];
};

/* Starts empty; false when there is no memory. The arena is freed by ledger_map_free. */
bool ledger_map_start(struct ledger_map *map);
void ledger_map_free(void *map);

uint64_t ledger_map_row(const struct ledger_map *map, const char *noun, const char *id);

/* The place of a row; NULL when it is not there. */
struct last_said *ledger_map_find(const struct ledger_map *map, uint64_t row);

/* The place of a row, made when it is not there; NULL when there is no memory. */
struct last_said *ledger_map_take(struct ledger_map *map, uint64_t row);
