/*
 * What a State could join next, and what would follow. An instrument that asks for being a party to an older one is joined after it, or
 * in the same act where it allows that (Airport Protocol 1988, arts. V(2), VII(2)); one that brings the older one along needs no first
 * step (Beijing Protocol 2010, art. XXI(2)). Who has signed ratifies; after the period for signature one accedes.
 */
#pragma once
#include "treaty/book.h"

enum { FIRST_MOST = 8 };

struct joining {
    uint32_t instrument;
    struct turn now;
    enum treaty_next_way way;
    struct date until; /* the last day for signature, while it is open */
    uint32_t first[FIRST_MOST], brings[FIRST_MOST];
    size_t first_count, brings_count;
    struct date in_force_from; /* deposited on the day asked about, with all that must come first */
    bool certain;
};

/* False: the State is a party, or waits to be one, or the instrument was not adopted yet. */
bool joining_of(
    struct joining *out, const struct treaty_book *book, uint32_t instrument, uint32_t state, struct date deposit);
