/* Dates, text, memory, ids. */
#include "base/date.h"
#include "base/id.h"
#include "test/test.h"

TEST(dates_that_exist)
{
    static const struct {
        const char *text;
        bool exists;
    } cases[] = {
        {"2014-06-12", true},
        {"2014-06", true},
        {"2014", true},
        {"2024-02-29", true},
        {"2023-02-29", false},
        {"2014-13", false},
        {"2014-00", false},
        {"2014-6-1", false},
        {"0000", false},
        {"2014-06-31", false},
        {"2014-06-12 ", false},
        {"", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct date date;
        bool got = date_parse(&date, cases[i].text);
        if (got != cases[i].exists)
            test_fail(__FILE__, __LINE__, "%s", cases[i].text);
        char back[DATE_TEXT];
        if (got)
            CHECK_TEXT(date_text(back, date), cases[i].text);
    }
}

TEST(days_are_counted_one_by_one)
{
    struct date date = date_of(1899, 12, 31);
    int64_t days = date_days(date);
    for (int year = 1900; year < 2101; year++)
        for (int month = 1; month <= 12; month++)
            for (int day = 1; day <= days_in_month(year, month); day++) {
                days++;
                REQUIRE(date_days(date_of(year, month, day)) == days);
                REQUIRE(date_is(date_from_days(days), date_of(year, month, day)));
            }
    CHECK_NUMBER(date_weekday(date_of(2014, 6, 12)), 4);  /* a Thursday */
    CHECK_NUMBER(date_weekday(date_of(1945, 10, 24)), 3); /* the Charter entered into force on a Wednesday */
}

TEST(months_end_where_they_end)
{
    CHECK(date_is(date_add_months(date_of(2014, 1, 31), 1), date_of(2014, 2, 28)));
    CHECK(date_is(date_add_months(date_of(2014, 11, 30), 3), date_of(2015, 2, 28)));
    CHECK(date_is(date_add_months(date_of(2014, 3, 31), -1), date_of(2014, 2, 28)));
    CHECK(date_compare(date_of(2014, 6, 0), date_of(2014, 6, 1)) == 0);
    CHECK(date_compare((struct date){0}, date_of(1, 1, 1)) < 0);
}

TEST(moments_read_back)
{
    char text[MOMENT_TEXT];
    int64_t back;
    CHECK_TEXT(moment_text(text, test_call.now), "2014-06-12T09:12:00.000000Z");
    CHECK(moment_parse(&back, text) && back == test_call.now);
    CHECK_TEXT(moment_text(text, -1), "1969-12-31T23:59:59.999999Z");
    CHECK(!moment_parse(&back, "2014-06-12T24:00:00.000000Z"));
}

TEST(utf8_is_checked)
{
    CHECK_NUMBER(utf8_valid("a\xC3\xA9\xE7\xAB\x8B\xF0\x9F\x8C\x8D", 10), 10);
    CHECK_NUMBER(utf8_valid("a\xC0\x80", 3), 1);        /* overlong */
    CHECK_NUMBER(utf8_valid("ab\xED\xA0\x80", 5), 2);   /* surrogate */
    CHECK_NUMBER(utf8_valid("\xF4\x90\x80\x80", 4), 0); /* beyond the last */
    CHECK_NUMBER(utf8_valid("a\xE7\xAB", 3), 1);        /* cut off */
    CHECK_NUMBER(utf8_valid("a\0b", 3), 1);
    CHECK_NUMBER(utf8_length("الأردن"), 6);
}

TEST(numbers_fit_or_not)
{
    int64_t n;
    CHECK(text_number(&n, "9223372036854775807") && n == INT64_MAX);
    CHECK(text_number(&n, "-12") && n == -12);
    CHECK(!text_number(&n, "9223372036854775808"));
    CHECK(!text_number(&n, "-9223372036854775808")); /* stands for "unknown" */
    CHECK(!text_number(&n, ""));
    CHECK(!text_number(&n, "-"));
    CHECK(!text_number(&n, "1 000"));
}

TEST(names_nearby)
{
    CHECK_NUMBER(text_distance("Kenia", "Kenya", 3), 1);
    CHECK_NUMBER(text_distance("chad", "Chad", 3), 0);
    CHECK_NUMBER(text_distance("France", "Kenya", 2), 3);
}

static enum err too_much(void *arg)
{
    struct arena *arena = arg;
    for (int i = 0; i < 1000; i++)
        arena_alloc(arena, 1000);
    return OK;
}

static int released;
static void release(void *what)
{
    released += *(int *)what;
}

TEST(an_arena_has_a_limit_and_lets_go)
{
    struct arena *arena = arena_new(100000);
    int one = 1;
    arena_defer(arena, release, &one);
    CHECK_NUMBER(arena_run(arena, too_much, arena), ERR_NO_MEMORY);
    CHECK(arena_used(arena) <= 100000);
    arena_reset(arena);
    CHECK_NUMBER(released, 1);
    arena_fail_at(3);
    CHECK(arena_try(arena, 8) && arena_try(arena, 8) && !arena_try(arena, 8) && arena_try(arena, 8));
    arena_fail_at(0);
    arena_free(arena);
    CHECK_NUMBER(released, 1);
}

TEST(a_buffer_stops_at_its_maximum)
{
    struct buffer *b = buffer_new(test_call.arena, 10);
    buffer_text(b, "12345678");
    buffer_text(b, "9ab");
    CHECK(b->full);
    CHECK_TEXT(b->at, "12345678");
    buffer_clear(b);
    buffer_number(b, -1234567);
    CHECK_TEXT(b->at, "-1234567");
}

TEST(ids_sort_by_time)
{
    char a[ID_TEXT], b[ID_TEXT];
    id_new(a, 1000000);
    id_new(b, 2000000);
    CHECK(strcmp(a, b) < 0);
    CHECK(id_is(a) && !id_is("AFG"));
}

int main(void)
{
    RUN(dates_that_exist);
    RUN(days_are_counted_one_by_one);
    RUN(months_end_where_they_end);
    RUN(moments_read_back);
    RUN(utf8_is_checked);
    RUN(numbers_fit_or_not);
    RUN(names_nearby);
    RUN(an_arena_has_a_limit_and_lets_go);
    RUN(a_buffer_stops_at_its_maximum);
    RUN(ids_sort_by_time);
    return test_end();
}
