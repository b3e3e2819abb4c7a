/*
 * The clocks of a row: which run in its state, since when, until when, and how that stands today. A clock runs while the row is where
 * its step begins and the field it counts from is known; whoever may not see that field is not told what follows from it.
 */
#pragma once
#include "record/operate.h"

/*
 * The days on which the office does not work: a folder above says how they are found, before the first call. Nobody says: Saturdays
 * and Sundays.
 */
typedef enum err days_off_load(const struct days_off **out, struct db *db, struct call *call);
void days_off_register(days_off_load *load);

/* For the clocks of this record; NULL when none of them needs to know. */
enum err days_off_for(
    const struct days_off **out, struct db *db, struct call *call, const struct record *record) MUST_CHECK;

bool has_clocks(const struct record *record); /* whether any step has one */

enum { MOST_CLOCKS = 16 };
struct row_clock {
    const struct step *step;
    struct clock_reading reading;
};

/* Those of a row, what is due first in front; at most MOST_CLOCKS. */
int clocks_of(struct row_clock *out, const struct call *call, const struct view *view);

/* The clock of one step on a row as it is; false when it does not run. */
bool clock_of_step(struct clock_reading *out, const struct record *record, const struct step *step, const void *row,
    struct date today, const struct days_off *days_off);

/* What the step is held back by is so: its flag is set. */
bool step_is_held_back(const struct record *record, const struct step *step, const void *row);

/* "late by 12 days", "3 days left", "due today"; of what the system does: "by itself in 3 days". */
const char *clock_words(struct call *call, const struct step *step, const struct clock_reading *reading);
