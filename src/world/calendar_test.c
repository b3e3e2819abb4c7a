/* The calendars of organs against cases a reader can check, against the whole table, and back. */
#include "world/calendar.h"
#include "test/table.h"

static struct calendar shipped_calendar(void)
{
    struct calendar calendar;
    calendar.rows = (const struct organ_session *const *)facts_read(
        "data/organ_session.csv", &organ_session_record, &calendar.count);
    return calendar;
}

TEST(sessions_meet_when_the_cases_say)
{
    struct calendar calendar = shipped_calendar();
    const struct table *cases = table_read("src/world/session_cases.csv", false);
    for (size_t i = 0; i < cases->rows; i++) {
        struct when when;
        bool known =
            session_when(&when, &calendar, table_cell(cases, i, "organ"), (int)table_number(cases, i, "session"),
                (enum organ_session_part)choice_named(&organ_session_record, "part", table_cell(cases, i, "part")),
                (int)table_number(cases, i, "turn"));
        if (known != (*table_cell(cases, i, "opens") != 0))
            test_fail(cases->path, cases->lines[i + 1], known ? "is answered" : "is not answered");
        CASE_DATE(cases, i, "opens", when.opens);
        CASE_DATE(cases, i, "closes", when.closes);
        CASE_TEXT(cases, i, "mark", mark_name(when.mark));
        CASE_TEXT(cases, i, "rule", when.rule);
    }
}

TEST(symbols_name_their_session)
{
    const struct table *cases = table_read("src/world/symbol_cases.csv", false);
    for (size_t i = 0; i < cases->rows; i++) {
        struct symbol_session got;
        bool known = symbol_session(&got, table_cell(cases, i, "symbol"));
        if (known != (*table_cell(cases, i, "organ") != 0))
            test_fail(cases->path, cases->lines[i + 1], known ? "is answered" : "is not answered");
        if (!known)
            continue;
        CASE_TEXT(cases, i, "organ", got.organ);
        CASE_NUMBER(cases, i, "session", got.session);
        CASE_NUMBER(cases, i, "year", got.year);
        CASE_TEXT(cases, i, "rule", got.rule);
    }
}

/* What a row calls computed must be what the rules give; what it calls seen shows where the rules hold. */
TEST(rules_agree_with_the_table)
{
    struct calendar calendar = shipped_calendar();
    size_t computed = 0, seen = 0, seen_agree = 0;
    for (size_t i = 0; i < calendar.count; i++) {
        const struct organ_session *row = calendar.rows[i];
        int64_t number;
        struct formula formula;
        if (!text_number(&number, row->session) || !text_is(row->organ, "GA") ||
            row->level != ORGAN_SESSION_LEVEL_WHOLE || !formula_of(&formula, row->organ, (int)number, PART_ITSELF))
            continue;
        char want[DATE_TEXT], got[DATE_TEXT];
        if (row->opens_mark == ORGAN_SESSION_OPENS_MARK_COMPUTED) {
            computed++;
            if (!date_is(row->opens, formula.opens))
                test_fail("data/organ_session.csv", (int)i + 2, "opens %s, by rule %s", date_text(want, row->opens),
                    date_text(got, formula.opens));
        }
        if (row->opens_mark == ORGAN_SESSION_OPENS_MARK_SEEN && number >= 2) {
            seen++;
            seen_agree += date_is(row->opens, formula.opens);
        }
        if (row->closes_mark == ORGAN_SESSION_CLOSES_MARK_COMPUTED && date_known(formula.closes)) {
            computed++;
            if (!date_is(row->closes, formula.closes) && number != 55)
                test_fail("data/organ_session.csv", (int)i + 2, "closes %s, by rule %s", date_text(want, row->closes),
                    date_text(got, formula.closes));
        }
    }
    CHECK(computed > 60);
    CHECK(seen > 20);
    CHECK_NUMBER(seen - seen_agree, 2); /* 1956 and 2001 opened on other days than the rule's */
}

TEST(every_commission_year_follows_its_rule)
{
    struct calendar calendar = shipped_calendar();
    size_t checked = 0;
    for (size_t i = 0; i < calendar.count; i++) {
        const struct organ_session *row = calendar.rows[i];
        int64_t number;
        struct formula formula;
        if (row->part != ORGAN_SESSION_PART_REGULAR || text_is(row->organ, "GA") ||
            !text_number(&number, row->session) || !formula_of(&formula, row->organ, (int)number, PART_ITSELF))
            continue;
        checked++;
        bool same_year = row->opens.year == formula.opens.year;
        bool same_month = !formula.opens.month ||
            (date_compare(date_first(formula.opens), date_first(row->opens)) <= 0 &&
                date_compare(date_first(row->opens), date_last(formula.closes)) <= 0);
        bool other_month = (text_is(row->organ, "CND") && formula.opens.month == 3) || /* mostly March */
            text_is(row->organ, "CHR");
        if (!same_year || (!same_month && !other_month))
            test_fail(
                "data/organ_session.csv", (int)i + 2, "%s %s is not where its rule puts it", row->organ, row->session);
    }
    CHECK(checked > 150);
}

static const char *sitting_on(const struct calendar *calendar, const char *organ, struct date day)
{
    struct when found[8];
    size_t count = sessions_on(found, 8, calendar, organ, day);
    struct buffer *text = buffer_new(test_call.arena, 400);
    int part = field_named(&organ_session_record, "part");
    for (size_t i = 0; i < count; i++)
        buffer_format(text, "%s%d %s", i ? ", " : "", found[i].session,
            found[i].part ? organ_session_record.fields[part].choices[found[i].part - 1] : "-");
    return text->size ? text->at : "";
}

TEST(days_fall_into_sessions)
{
    struct calendar calendar = shipped_calendar();
    CHECK_TEXT(sitting_on(&calendar, "GA", date_of(2007, 12, 18)), "62 regular");
    CHECK_TEXT(sitting_on(&calendar, "GA", date_of(2023, 9, 5)), "77 regular, 78 regular"); /* one closes, one opens */
    CHECK_TEXT(sitting_on(&calendar, "GA", date_of(1963, 3, 1)), "");                       /* between sessions */
    CHECK_TEXT(sitting_on(&calendar, "GA", date_of(2028, 1, 1)), "82 -");                   /* by rule */
    CHECK_TEXT(sitting_on(&calendar, "CCPCJ", date_of(2010, 5, 18)), "19 regular");
    CHECK_TEXT(sitting_on(&calendar, "CCPCJ", date_of(2016, 12, 2)), "25 reconvened, 26 opening");
    CHECK_TEXT(sitting_on(&calendar, "CCPCJ", date_of(2010, 8, 1)), "");
    CHECK_TEXT(sitting_on(&calendar, "ECOSOC", date_of(2019, 1, 15)), "2019 annual");
    CHECK_TEXT(sitting_on(&calendar, "HRC", date_of(2012, 9, 27)), "21 regular");
    CHECK_TEXT(sitting_on(&calendar, "CND", date_of(2010, 3, 9)), "53 regular");
    CHECK_TEXT(sitting_on(&calendar, "GA-SPECIAL", date_of(2016, 4, 20)), "30 special");
    CHECK_TEXT(sitting_on(&calendar, "SC", date_of(2016, 4, 20)), "");
}

TEST(texts_belong_to_the_session_last_opened)
{
    struct calendar calendar = shipped_calendar();
    struct when when;
    REQUIRE(session_running(&when, &calendar, "GA", date_of(2008, 9, 5)));
    CHECK_NUMBER(when.session, 62);
    REQUIRE(session_running(&when, &calendar, "GA", date_of(1976, 11, 30)));
    CHECK_NUMBER(when.session, 31);
    REQUIRE(session_running(&when, &calendar, "GA", date_of(1963, 3, 1)));
    CHECK_NUMBER(when.session, 17);
    REQUIRE(session_running(&when, &calendar, "CCPCJ", date_of(2023, 5, 26)));
    CHECK_NUMBER(when.session, 32);
    CHECK(!session_running(&when, &calendar, "CCPCJ", date_of(1990, 1, 1)));
}

TEST(rules_named_are_rules_told)
{
    const struct table *rules = table_read("data/session_rule.csv", false);
    struct calendar calendar = shipped_calendar();
    static const char *const organs[] = {"GA", "ECOSOC", "CCPCJ", "CND", "HRC", "CHR"};
    size_t named = 0;
    for (size_t o = 0; o < sizeof organs / sizeof *organs; o++)
        for (int session = 1; session < 2040; session++) {
            struct formula formula;
            if (!formula_of(&formula, organs[o], session, PART_ITSELF))
                continue;
            table_find(rules, "id", formula.opens_rule);
            if (formula.closes_rule)
                table_find(rules, "id", formula.closes_rule);
            named++;
            if (session > 100)
                session += session < 1900 ? 200 : 0;
        }
    CHECK(named > 200);
    CHECK(calendar.count == 529);
}

int main(void)
{
    RUN(sessions_meet_when_the_cases_say);
    RUN(symbols_name_their_session);
    RUN(rules_agree_with_the_table);
    RUN(every_commission_year_follows_its_rule);
    RUN(days_fall_into_sessions);
    RUN(texts_belong_to_the_session_last_opened);
    RUN(rules_named_are_rules_told);
    return test_end();
}
