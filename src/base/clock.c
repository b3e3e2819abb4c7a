#include "base/clock.h"

enum { SOON = 70, DAYS_A_WEEK = 7, MONTHS_A_YEAR = 12, IN_SIGHT = 60 };

static bool is_off(const struct days_off *days, struct date day)
{
    return days ? days->is_off(days, day) : date_weekday(day) > 5;
}

/* A calendar in which no day is worked would never end: after a year of days off the next day is taken. */
static struct date next_worked(struct date day, const struct days_off *days)
{
    struct date next = date_add_days(day, 1);
    for (int i = 0; i < 366; i++, next = date_add_days(next, 1))
        if (!is_off(days, next))
            return next;
    return date_add_days(day, 1);
}

struct date clock_due(struct clock clock, struct date from, const struct days_off *days)
{
    switch (clock.unit) {
    case CLOCK_DAYS: return date_add_days(from, clock.n);
    case CLOCK_WEEKS: return date_add_days(from, (int64_t)clock.n * DAYS_A_WEEK);
    case CLOCK_MONTHS: return date_add_months(from, clock.n);
    case CLOCK_YEARS: return date_add_months(from, clock.n * MONTHS_A_YEAR);
    case CLOCK_ON: return from;
    case CLOCK_WORKING_DAYS: break;
    }
    for (int i = 0; i < clock.n; i++)
        from = next_worked(from, days);
    return from;
}

struct date clock_first_due(struct clock clock, struct date due, const struct days_off *days)
{
    int64_t high = date_days(due), span = 1; /* counted from `high` it is due later: a clock takes a day at least */
    while (date_compare(clock_due(clock, date_from_days(high - span), days), due) >= 0)
        span *= 2;
    int64_t low = high - span;
    while (high - low > 1) { /* from low it is due before, from high it is not */
        int64_t middle = low + (high - low) / 2;
        if (date_compare(clock_due(clock, date_from_days(middle), days), due) < 0)
            low = middle;
        else
            high = middle;
    }
    return date_from_days(high);
}

struct clock_reading clock_read(struct clock clock, struct date from, struct date today, const struct days_off *days)
{
    struct clock_reading reading = {.from = from, .due = clock_due(clock, from, days)};
    if (clock.unit == CLOCK_ON)
        reading.from = from = date_add_days(from, -IN_SIGHT);
    int64_t whole = date_days(reading.due) - date_days(from), gone = date_days(today) - date_days(from);
    reading.left = whole - gone;
    reading.used = gone <= 0 ? 0 : gone >= whole ? 100 : (int)(gone * 100 / whole);
    reading.state = reading.left < 0 ? CLOCK_LATE : reading.used >= SOON ? CLOCK_SOON : CLOCK_IN_TIME;
    return reading;
}
