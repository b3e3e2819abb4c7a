/*
 * Projections: what is built from records, is asked often and costs much. Built once, kept in memory, shared by all threads, never
 * changed. What is given is as of the transaction that asks: it is built anew when the ledger has an entry since that concerns one of
 * the records it comes from. Declared as `projection NAME from NOUN, NOUN` (doc/declarations.md).
 */
#pragma once
#include "store/store.h"

struct projection {
    const char *name;
    const char *const *from; /* nouns, NULL at the end */
    /* What is given is in `into`, which lasts; the call's memory is for the way there. */
    enum err (*build)(void **out, struct arena *into, struct db *db, struct call *call);
};

/* Good until the memory of the call goes. Inside store_write it is built for this call alone, with what was written so far. */
enum err projection_ask(
    const void **out, const struct projection *projection, struct db *db, struct call *call) MUST_CHECK;
