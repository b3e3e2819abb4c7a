/* Days written out in a text: "5 to 12 December 2018", "28 October 2001", "le 31 décembre 2019", "December 2018". */
#pragma once
#include "base/date.h"
#include "world/ordinal.h"

struct date_phrase {
    struct date from, to; /* the same for one day; to the month when no day is said */
    bool by;              /* "by", "before", "no later than": a limit */
    size_t at, end;       /* words of the text */
};

/* The next one from `from` on; false when there is none. */
bool date_phrase_find(struct date_phrase *out, const struct text_word *words, size_t count, size_t from);
