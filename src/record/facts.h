/* The facts that come with the program (data/), and the invented demonstration programme (data/demo/). */
#pragma once
#include "store/store.h"

struct facts {
    const char *noun, *file;
    const unsigned char *packed; /* a table, or a file of the record's own, as transfer_in takes it, in gzip */
    size_t packed_size, size;
    bool demo;
};
extern const struct facts shipped_facts[];
extern const int shipped_facts_count;

/* Takes them into a new store, record by record in the order of what refers to what. */
enum err facts_load(struct store *store, struct call *call, bool demo) MUST_CHECK;
