/* What in the actions contradicts itself, its source or the law: nothing is changed by it, a person looks and settles. Pure. */
#pragma once
#include "treaty/book.h"

struct doubt {
    enum treaty_doubt_kind kind;
    const struct book_cell *cell;
    const struct act *act;  /* the action in doubt */
    const struct act *than; /* another that it contradicts, NULL: none */
    struct date expected;   /* what the rule gives */
};

/* Those about one cell go behind `count`; the new count. At most `most` altogether. */
size_t doubts_of(
    struct doubt *out, size_t most, size_t count, const struct treaty_book *book, const struct book_cell *cell);
