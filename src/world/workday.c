#include "world/workday.h"
#include "world/organ_rules.h"

enum { MON = 1 << 1, TUE = 1 << 2, WED = 1 << 3, THU = 1 << 4, FRI = 1 << 5, SAT = 1 << 6, SUN = 1 << 7 };

static const int days_off[] = {
    [WEEKEND_DAYS_SAT_SUN] = SAT | SUN,
    [WEEKEND_DAYS_FRI_SAT] = FRI | SAT,
    [WEEKEND_DAYS_THU_FRI] = THU | FRI,
    [WEEKEND_DAYS_FRI_SUN] = FRI | SUN,
    [WEEKEND_DAYS_FRI] = FRI,
    [WEEKEND_DAYS_SAT] = SAT,
    [WEEKEND_DAYS_SUN] = SUN,
};

static bool covers(const struct weekend *weekend, struct date day)
{
    return (!date_known(weekend->since) || date_compare(date_first(weekend->since), day) <= 0) &&
        (!date_known(weekend->until) || date_compare(day, date_last(weekend->until)) <= 0);
}

static int days_off_on(const struct work_week *week, struct date day, enum mark *mark)
{
    for (size_t i = 0; week && i < week->weekend_count; i++)
        if (covers(week->weekends[i], day)) {
            if (mark)
                *mark = mark_worse(*mark, (enum mark)week->weekends[i]->mark);
            return days_off[week->weekends[i]->days];
        }
    if (mark)
        *mark = MARK_UNVERIFIED;
    return days_off[WEEKEND_DAYS_SAT_SUN];
}

enum day_kind day_kind(const struct work_week *week, struct date day, enum mark *mark)
{
    if (days_off_on(week, day, mark) & 1 << date_weekday(day))
        return DAY_WEEKEND;
    for (size_t i = 0; week && i < week->holiday_count; i++)
        if (date_is(week->holidays[i], day))
            return DAY_HOLIDAY;
    return DAY_WORKING;
}

static struct date step_to_working(const struct work_week *week, struct date day, int step, enum mark *mark)
{
    while (day_kind(week, day, mark) != DAY_WORKING)
        day = date_add_days(day, step);
    return day;
}

struct date working_days_add(const struct work_week *week, struct date day, int n, enum mark *mark)
{
    if (n == 0)
        return step_to_working(week, day, 1, mark);
    int step = n > 0 ? 1 : -1;
    for (; n != 0; n -= step)
        day = step_to_working(week, date_add_days(day, step), step, mark);
    return day;
}

int working_days_between(const struct work_week *week, struct date from, struct date to, enum mark *mark)
{
    if (date_compare(to, from) < 0)
        return -working_days_between(week, to, from, mark);
    int count = 0;
    for (struct date day = from; date_compare(day, to) < 0;) {
        day = date_add_days(day, 1);
        count += day_kind(week, day, mark) == DAY_WORKING;
    }
    return count;
}

struct date working_day_before(const struct work_week *week, struct date day, enum mark *mark)
{
    return step_to_working(week, day, -1, mark);
}

/* The paschal full moon of the Gregorian calendar by its golden number and epact; Easter is the Sunday after it. */
struct date western_easter(int year)
{
    int century = year / 100;
    int golden = year % 19;
    int leap_years_left_out = century - century / 4;
    int moon_correction = (8 * century + 13) / 25;
    int epact = (leap_years_left_out - moon_correction + 19 * golden + 15) % 30;
    if (epact == 29 || (epact == 28 && golden > 10))
        epact--;
    struct date full_moon = date_add_days(date_of(year, 3, 21), epact);
    return weekday_from(date_add_days(full_moon, 1), 7, 1);
}

bool holiday_falls(struct date *out, const struct holiday_rule *rule, int year)
{
    int month = (int)rule->month, n = (int)rule->n, weekday = (int)rule->weekday;
    switch (rule->how) {
    case HOLIDAY_RULE_HOW_FIXED: *out = date_of(year, month, n); return date_exists(*out);
    case HOLIDAY_RULE_HOW_EASTER: *out = date_add_days(western_easter(year), n); return true;
    case HOLIDAY_RULE_HOW_NTH_WEEKDAY: *out = weekday_from(date_of(year, month, 1), weekday, n); return true;
    case HOLIDAY_RULE_HOW_LAST_WEEKDAY:
        *out = weekday_from(date_of(year, month, days_in_month(year, month) - 6), weekday, 1);
        return true;
    default: return false;
    }
}

struct date holiday_kept(const struct work_week *week, struct date day)
{
    for (int away = 0; away < 7; away++) {
        struct date later = date_add_days(day, away), earlier = date_add_days(day, -away);
        if (day_kind(week, later, NULL) != DAY_WEEKEND)
            return later;
        if (day_kind(week, earlier, NULL) != DAY_WEEKEND)
            return earlier;
    }
    return day;
}
