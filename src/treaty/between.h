/*
 * What binds two States to each other. An instrument binds the two when both are parties. An amendment binds only its own parties; with
 * a party to the older text alone, the older text governs (Vienna Convention on the Law of Treaties, arts. 40(4), 30(4)(b), and 40(5)
 * for who joined later). An instrument that prevails displaces the older one between its own parties (Beijing Convention 2010, art. 24).
 */
#pragma once
#include "treaty/book.h"

enum { BOND_WITH_MOST = 8 };

struct bond {
    uint32_t instrument;
    enum treaty_bond_stands stands;
    uint32_t with[BOND_WITH_MOST]; /* what amends, displaces or is read with it; whose text is not between the two */
    size_t with_count;
    const char *law;
    bool certain;
};

/* One for each instrument to which both are or may be parties, and for each that only one has joined of an amended pair. */
size_t bonds_between(
    struct bond **out, struct arena *arena, const struct treaty_book *book, uint32_t a, uint32_t b, day_number day);
