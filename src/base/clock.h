/*
 * How long something may take: "3 working days", "2 months". Pure: in go the day it counts from, the days on which nobody works
 * and today; out comes the day it is due, and how that stands today.
 *
 * The day it counts from is not counted: a day after 12 June is 13 June. A month after 31 January is the last day of February.
 */
#pragma once
#include "base/date.h"

enum clock_unit {
    CLOCK_DAYS,
    CLOCK_WEEKS,
    CLOCK_MONTHS,
    CLOCK_YEARS,
    CLOCK_WORKING_DAYS,
    CLOCK_ON, /* due on the day itself; it is in sight from two months before */
};

struct clock {
    int n; /* 0: no clock */
    enum clock_unit unit;
};

/* The days on which nobody works. NULL instead of one: Saturdays and Sundays. */
struct days_off {
    bool (*is_off)(const struct days_off *days, struct date day);
};

struct date clock_due(struct clock clock, struct date from, const struct days_off *days);

/* The first day that is too late to count from, if it is to be due before `due`: what counts from an earlier day is due earlier. */
struct date clock_first_due(struct clock clock, struct date due, const struct days_off *days);

enum clock_state { CLOCK_IN_TIME, CLOCK_SOON, CLOCK_LATE };

struct clock_reading {
    struct date from, due;
    enum clock_state state;
    int64_t left; /* days until it is due; negative: late by so many */
    int used;     /* hundredths of the time that are gone, 0 to 100: from 70 on it is soon */
};
struct clock_reading clock_read(struct clock clock, struct date from, struct date today, const struct days_off *days);
