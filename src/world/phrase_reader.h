/* What the files that read phrases share: the text cut into words, and the dues found so far. Private to phrase*.c. */
#pragma once
#include "world/body.h"
#include "world/phrase.h"

enum { MOST_DUES = 64 };

struct reader {
    const struct phrase_asked *asked;
    struct arena *arena;
    const struct ordinals *ordinals;
    const struct text_word *words;
    size_t count;
    const struct body *bodies;
    size_t body_count;
    struct due dues[MOST_DUES];
    size_t due_count;
    bool recurring;
};

struct due *due_add(struct reader *r, enum due_kind kind, const char *rule);
struct due *span_add(struct reader *r, enum due_kind kind, const char *rule, struct date from, struct date to);

/* The words stand in the text one after the other: "every two years". */
bool phrase_says(const struct reader *r, const char *phrase);

/* phrase_span.c: each is false when the text has none. */
bool every_years(struct reader *r); /* "every four years, first report in 2018" */
bool spans_read(struct reader *r);  /* "within thirty days", "for a period of three years" */
bool dates_read(struct reader *r);  /* "by 31 December 2019", "in 2020" */
