/* Working days of places, Easter, holidays that recur, days for documents. */
#include "world/slots.h"
#include "test/table.h"

/* The week of a State, or of a duty station with the holidays entered for it. */
static struct work_week week_of(const char *place)
{
    const struct table *stations = table_read("data/duty_station.csv", false);
    const char *state = place;
    for (size_t i = 0; i < stations->rows; i++)
        if (text_is(table_cell(stations, i, "id"), place))
            state = table_cell(stations, i, "state");
    size_t count;
    const void **rows = facts_read("data/weekend.csv", &weekend_record, &count);
    const struct weekend **weekends = NEW_ARRAY(test_call.arena, count, const struct weekend *);
    struct work_week week = {.weekends = weekends};
    for (size_t i = 0; i < count; i++)
        if (text_is(((const struct weekend *)rows[i])->state, state))
            weekends[week.weekend_count++] = rows[i];
    const struct table *kept = table_read("data/holiday.csv", false);
    struct date *holidays = NEW_ARRAY(test_call.arena, kept->rows, struct date);
    for (size_t i = 0; i < kept->rows; i++)
        if (text_is(table_cell(kept, i, "duty_station"), place))
            holidays[week.holiday_count++] = table_date(kept, i, "on");
    week.holidays = holidays;
    return week;
}

TEST(working_days_are_counted_where_they_are_worked)
{
    const struct table *cases = table_read("src/world/workday_cases.csv", false);
    for (size_t i = 0; i < cases->rows; i++) {
        struct work_week week = week_of(table_cell(cases, i, "place"));
        enum mark mark = MARK_NONE;
        struct date day = table_date(cases, i, "day");
        int n = (int)table_number(cases, i, "n");
        struct date got = working_days_add(&week, day, n, &mark);
        CASE_DATE(cases, i, "expected", got);
        CASE_TEXT(cases, i, "mark", mark_name(mark));
        if (n > 0)
            CHECK_NUMBER(working_days_between(&week, day, got, NULL), n);
    }
}

TEST(counting_there_and_back_agree)
{
    struct work_week week = week_of("VIENNA");
    for (int n = -30; n <= 30; n++) {
        struct date start = date_of(2023, 4, 12); /* a working day */
        struct date day = working_days_add(&week, start, n, NULL);
        CHECK_NUMBER(working_days_between(&week, start, day, NULL), n);
        CHECK(n == 0 || day_kind(&week, day, NULL) == DAY_WORKING);
    }
    CHECK(day_kind(&week, date_of(2023, 4, 7), NULL) == DAY_HOLIDAY);
    CHECK(day_kind(&week, date_of(2023, 4, 8), NULL) == DAY_WEEKEND);
}

TEST(easter_is_where_calendars_have_it)
{
    static const struct date easters[] = {{1954, 4, 18}, {1961, 4, 2}, {1981, 4, 19}, {2000, 4, 23}, {2008, 3, 23},
        {2010, 4, 4}, {2011, 4, 24}, {2014, 4, 20}, {2017, 4, 16}, {2020, 4, 12}, {2023, 4, 9}, {2024, 3, 31},
        {2038, 4, 25}, {2049, 4, 18}};
    for (size_t i = 0; i < sizeof easters / sizeof *easters; i++) {
        char got[DATE_TEXT], want[DATE_TEXT];
        CHECK_TEXT(date_text(got, western_easter(easters[i].year)), date_text(want, easters[i]));
    }
}

/* Each holiday seen that a rule can tell is the day the rule gives, moved off a weekend. */
TEST(holiday_rules_give_the_days_seen)
{
    const struct table *kept = table_read("data/holiday.csv", false);
    size_t rule_count, kept_count, checked = 0, by_circular = 0;
    const void **rules = facts_read("data/holiday_rule.csv", &holiday_rule_record, &rule_count);
    const void **holidays = facts_read("data/holiday.csv", &holiday_record, &kept_count);
    for (size_t i = 0; i < kept_count; i++)
        for (size_t r = 0; r < rule_count; r++) {
            const struct holiday_rule *rule = rules[r];
            const struct holiday *holiday = holidays[i];
            if (!text_is(rule->duty_station, holiday->duty_station) || (int)rule->kind != (int)holiday->kind)
                continue;
            struct date falls;
            if (!holiday_falls(&falls, rule, holiday->on.year)) {
                CHECK(rule->how == HOLIDAY_RULE_HOW_CIRCULAR);
                by_circular++;
                continue;
            }
            CASE_DATE(kept, i, "on", holiday_kept(NULL, falls));
            checked++;
        }
    CHECK_NUMBER(checked + by_circular, kept->rows);
    CHECK_NUMBER(by_circular, 8);
}

TEST(documents_are_due_before_the_meeting)
{
    struct document_slots slots;
    struct date holidays[] = {date_of(2010, 4, 2), date_of(2010, 4, 5)}; /* Good Friday, Easter Monday in Vienna */
    struct work_week vienna = {.holidays = holidays, .holiday_count = 2};
    char text[DATE_TEXT];
    document_slots(&slots, &vienna, date_of(2010, 5, 17), date_of(2010, 5, 17), date_of(2010, 5, 21));
    CHECK_TEXT(date_text(text, slots.hand_in), "2010-03-08");
    CHECK_TEXT(date_text(text, slots.issue), "2010-04-01"); /* six weeks before is Easter Monday */
    CHECK_TEXT(date_text(text, slots.forecast), "2010-02-08");
    CHECK_TEXT(date_text(text, slots.final), "2010-06-04");
    document_slots(&slots, NULL, date_of(2010, 10, 7), (struct date){0}, (struct date){0});
    CHECK_TEXT(date_text(text, slots.hand_in), "2010-07-29"); /* the Third Committee about 7 October */
    CHECK_TEXT(date_text(text, slots.issue), "2010-08-26");
    CHECK_TEXT(date_text(text, slots.in_session), "2010-09-16");
    CHECK(!date_known(slots.forecast) && !date_known(slots.final));
}

int main(void)
{
    RUN(working_days_are_counted_where_they_are_worked);
    RUN(counting_there_and_back_agree);
    RUN(easter_is_where_calendars_have_it);
    RUN(holiday_rules_give_the_days_seen);
    RUN(documents_are_due_before_the_meeting);
    return test_end();
}
