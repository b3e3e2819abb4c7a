/* When things are due, and how that stands, case by case from clock_cases.csv; and the way back from the day it is due. */
#include "base/clock.h"
#include "test/table.h"

static struct clock clock_of(const struct table *cases, size_t row)
{
    static const char *const units[] = {"days", "weeks", "months", "years", "working_days"};
    struct clock clock = {.n = (int)table_number(cases, row, "n")};
    while (strcmp(units[clock.unit], table_cell(cases, row, "unit")) != 0)
        clock.unit++;
    return clock;
}

TEST(a_clock_says_when_and_how_it_stands)
{
    static const char *const states[] = {"in_time", "soon", "late"};
    const struct table *cases = table_read("src/base/clock_cases.csv", false);
    for (size_t i = 0; i < cases->rows; i++) {
        struct clock_reading got =
            clock_read(clock_of(cases, i), table_date(cases, i, "from"), table_date(cases, i, "today"), NULL);
        CASE_DATE(cases, i, "due", got.due);
        CASE_TEXT(cases, i, "state", states[got.state]);
        CASE_NUMBER(cases, i, "left", got.left);
        CASE_NUMBER(cases, i, "used", got.used);
    }
    CHECK(cases->rows >= 14);
}

/* For every day it may be due: from the day given it is due then or later, from the day before it is due before. */
TEST(the_way_back_is_the_first_day_from_which_it_is_due)
{
    const struct table *cases = table_read("src/base/clock_cases.csv", false);
    for (size_t i = 0; i < cases->rows; i++)
        for (int day = 0; day < 800; day++) {
            struct clock clock = clock_of(cases, i);
            struct date due = date_add_days(date_of(2012, 1, 1), day), first = clock_first_due(clock, due, NULL);
            CHECK(date_compare(clock_due(clock, first, NULL), due) >= 0);
            CHECK(date_compare(clock_due(clock, date_add_days(first, -1), NULL), due) < 0);
        }
}

static bool friday_only(const struct days_off *days, struct date day)
{
    (void)days;
    return date_weekday(day) == 5;
}

static bool always(const struct days_off *days, struct date day)
{
    (void)days;
    (void)day;
    return true;
}

TEST(who_is_off_when_is_for_the_caller_to_say)
{
    static const struct days_off fridays = {friday_only}, all = {always};
    struct clock two = {2, CLOCK_WORKING_DAYS};
    CHECK(date_is(clock_due(two, date_of(2014, 6, 12), &fridays), date_of(2014, 6, 15))); /* Saturday and Sunday */
    CHECK(date_is(clock_due(two, date_of(2014, 6, 12), &all), date_of(2014, 6, 14)));     /* and it ends */
}

int main(void)
{
    RUN(a_clock_says_when_and_how_it_stands);
    RUN(the_way_back_is_the_first_day_from_which_it_is_due);
    RUN(who_is_off_when_is_for_the_caller_to_say);
    return test_end();
}
