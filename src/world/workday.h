/*
 * Working days. In: a day, the weekends of the place with their dates (data/weekend.csv) and the holidays that the office
 * has entered for it. Out: whether it is a working day, the day N working days on, how many lie between two days.
 * Where no weekend is known for the place and the day, Saturday and Sunday are taken and the mark says unverified.
 */
#pragma once
#include "gen/world.h"
#include "world/mark.h"

/* The week of one place: a duty station, or a State for a deadline that runs in its capital. */
struct work_week {
    const struct weekend *const *weekends;
    size_t weekend_count;
    const struct date *holidays;
    size_t holiday_count;
};

enum day_kind { DAY_WORKING, DAY_WEEKEND, DAY_HOLIDAY };

/* `mark` may be NULL; it is made worse, never better, so that one mark serves a whole computation. */
enum day_kind day_kind(const struct work_week *week, struct date day, enum mark *mark);

/* The n-th working day after a day (before it when n is negative); 0: the day itself, or the next working day. */
struct date working_days_add(const struct work_week *week, struct date day, int n, enum mark *mark);

/* Working days after `from` up to and including `to`; negative when `to` is earlier. */
int working_days_between(const struct work_week *week, struct date from, struct date to, enum mark *mark);

/* The last working day not after a day: for what must be out by then. */
struct date working_day_before(const struct work_week *week, struct date day, enum mark *mark);

/* Easter Sunday of the Western churches. */
struct date western_easter(int year);

/*
 * The day a holiday falls on (data/holiday_rule.csv); false when only the circular can tell. What it gives is a proposal:
 * the circular of the duty station decides.
 */
bool holiday_falls(struct date *out, const struct holiday_rule *rule, int year);

/* The day on which it is kept: one that falls on a weekend moves to the nearest working day. */
struct date holiday_kept(const struct work_week *week, struct date day);
