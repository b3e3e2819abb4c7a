/*
 * What waits for whom, over all records: rows in a state from which somebody may take a step that has a clock, and rows of which their
 * declaration says who is waited for. What is late stands first, then what is due, then what has no day.
 *
 * Each kind of thing that waits is read in its own order from an index (struct record's `waiting`), a few rows at a time, and
 * the orders are merged: it costs the rows shown, however many wait.
 */
#pragma once
#include "record/clocks.h"

/* One thing that waits: a row, and the step to be taken with it. */
struct waiting {
    struct view view;
    const struct step *step;      /* NULL: no step in particular; `wait` says for what */
    const struct wait *wait;      /* NULL: a step */
    struct clock_reading reading; /* due unknown: no clock runs */
    bool mine;                    /* this user may take the step */
    const char *title, *scope; /* names of the row and of whose it is, as far as they may be seen; scope NULL: none */
};

struct waiting_wish {
    bool all;          /* whatever waits in rows that this user sees, not only what waits for this user */
    const char *after; /* the `next` of the page before */
    int most;          /* 0: 50; at most 1,000 */
};

enum { DUE_SOON_DAYS = 14 };
struct waiting_list {
    struct waiting *items;
    int count;
    const char *next;
    int64_t late,
        soon; /* how many are late, and how many due within DUE_SOON_DAYS; of each kind at most 1,001 are counted */
};
enum err waiting_list(
    struct waiting_list *out, struct db *db, struct call *call, const struct waiting_wish *wish) MUST_CHECK;

/* What is to be done: the words of the step, or of what waits. */
const char *waiting_words(struct call *call, const struct waiting *waiting);

/* "3 things are late, 4 things are due", or that nothing is. */
const char *waiting_sentence(struct call *call, const struct waiting_list *list);

/* Who is waited for, in words: "you", or the roles. */
const char *waiting_whom(struct call *call, const struct waiting *waiting);

/* {"items":[{"noun","id","step","title","due",...}],"next","late","soon"} */
void waiting_json(struct buffer *out, struct call *call, const struct waiting_list *list);

/* The days when things are due as a calendar (codec/ical.h), all that have one, at most 1,000. `root` stands before addresses. */
enum err waiting_calendar(struct buffer *out, struct db *db, struct call *call, const char *root) MUST_CHECK;
