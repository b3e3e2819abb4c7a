/* The rules of participation, case by case: src/treaty/rule_cases.csv, course_cases.csv, bond_cases.csv. */
#include "test/test.h"
#include "treaty/between.h"
#include "test/case_book.h"
#include "treaty/doubts.h"
#include "treaty/joining.h"

TEST(rules_give_the_day)
{
    const struct table *cases = table_read("src/treaty/rule_cases.csv", false);
    for (size_t i = 0; i < cases->rows; i++) {
        struct rule rule;
        if (!rule_parse(&rule, table_cell(cases, i, "rule")))
            test_fail(cases->path, cases->lines[i + 1], "no rule");
        CASE_DATE(
            cases, i, "expected", rule_entry(rule, table_date(cases, i, "deposited"), table_date(cases, i, "general")));
    }
    static const char *const bad[] = {
        "days", "days:", "days:-1", "days:99999", "first_of_month:2", "weeks:2", "days:3 "};
    struct rule rule;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        CHECK(!rule_parse(&rule, bad[i]));
}

static const char *yes(bool flag)
{
    return flag ? "yes" : "no";
}

static const char *standing_name(enum standing standing)
{
    return treaty_cell_shape.parts[2].field.choices[standing];
}

TEST(a_course_follows_from_its_actions)
{
    const struct table *cases = table_read("src/treaty/course_cases.csv", false);
    struct case_book *made = case_book_new();
    for (size_t i = 0; i < cases->rows; i++) {
        case_book_clear(made);
        case_add(made, table_cell(cases, i, "instrument"), made->a, table_cell(cases, i, "actions"));
        book_make(&made->book, test_call.arena);
        uint32_t instrument = book_treaty(&made->book, table_cell(cases, i, "instrument"));
        struct turn turn = book_turn(&made->book, instrument, made->a, day_number_of(table_date(cases, i, "day")));
        bool deposited = turn.act && turn.standing != STANDING_SIGNATORY && turn.standing != STANDING_UNKNOWN;
        CASE_TEXT(cases, i, "status", standing_name(turn.standing));
        CASE_DATE(cases, i, "deposited", deposited ? turn.act->date : (struct date){0});
        CASE_DATE(cases, i, "in_force_from", day_date(turn.in_force_from));
        CASE_TEXT(cases, i, "computed", yes(turn.computed));
        CASE_TEXT(cases, i, "certain", yes(turn.certain));
        CASE_TEXT(cases, i, "conflict", yes(turn.conflict));
    }
    CHECK(cases->rows > 30);
}

static const struct bond *bond_of(const struct bond *bonds, size_t count, uint32_t instrument)
{
    for (size_t i = 0; i < count; i++)
        if (bonds[i].instrument == instrument)
            return &bonds[i];
    return NULL;
}

static void check_bond(const struct table *cases, size_t i, const struct treaty_book *book, const struct bond *bond)
{
    struct buffer *with = buffer_new(test_call.arena, 1000);
    for (size_t w = 0; bond && w < bond->with_count; w++)
        buffer_format(with, "%s%s", w ? "; " : "", book->treaties[bond->with[w]].id);
    CASE_TEXT(cases, i, "stands", bond ? treaty_bond_shape.parts[1].field.choices[bond->stands - 1] : NULL);
    CASE_TEXT(cases, i, "with", with->size ? with->at : NULL);
    CASE_TEXT(cases, i, "certain", bond ? yes(bond->certain) : NULL);
    if (bond && bond->stands != TREATY_BOND_STANDS_NOT_KNOWN)
        CHECK(!text_empty(bond->law));
}

TEST(what_binds_two_states)
{
    const struct table *cases = table_read("src/treaty/bond_cases.csv", false);
    struct case_book *made = case_book_new();
    for (size_t i = 0; i < cases->rows; i++) {
        struct bond *bonds;
        day_number day = day_number_of(table_date(cases, i, "day"));
        case_book_clear(made);
        case_add(made, NULL, made->a, table_cell(cases, i, "a"));
        case_add(made, NULL, made->b, table_cell(cases, i, "b"));
        book_make(&made->book, test_call.arena);
        uint32_t instrument = book_treaty(&made->book, table_cell(cases, i, "instrument"));
        size_t count = bonds_between(&bonds, test_call.arena, &made->book, made->a, made->b, day);
        check_bond(cases, i, &made->book, bond_of(bonds, count, instrument));
        count = bonds_between(
            &bonds, test_call.arena, &made->book, made->b, made->a, day); /* the same, seen from the other */
        check_bond(cases, i, &made->book, bond_of(bonds, count, instrument));
    }
}

static struct joining joining_for(struct case_book *made, const char *instrument, const char *actions, struct date day)
{
    struct joining joining;
    case_book_clear(made);
    case_add(made, NULL, made->a, actions);
    book_make(&made->book, test_call.arena);
    if (!joining_of(&joining, &made->book, book_treaty(&made->book, instrument), made->a, day))
        joining.way = 0;
    return joining;
}

TEST(what_comes_next)
{
    struct case_book *made = case_book_new();
    const struct treaty *treaties = made->book.treaties;
    char text[DATE_TEXT];
    struct joining next = joining_for(made, "FINANCING1999", "", date_of(2005, 3, 1));
    CHECK_NUMBER(next.way, TREATY_NEXT_WAY_ACCEDE); /* the period for signature ended with 2001 */
    CHECK_TEXT(date_text(text, next.in_force_from), "2005-03-31");
    next = joining_for(made, "FINANCING1999", "", date_of(2001, 3, 1));
    CHECK_NUMBER(next.way, TREATY_NEXT_WAY_SIGN);
    CHECK_TEXT(date_text(text, next.until), "2001-12-31");
    next = joining_for(made, "FINANCING1999", "FINANCING1999 signature 2001-02-01", date_of(2005, 3, 1));
    CHECK_NUMBER(next.way, TREATY_NEXT_WAY_RATIFY);
    CHECK_NUMBER(joining_for(made, "FINANCING1999", "FINANCING1999 accession 2005-02-28", date_of(2005, 3, 1)).way, 0);
    CHECK_NUMBER(joining_for(made, "FINANCING1999", "", date_of(1999, 1, 1)).way, 0);
    next = joining_for(made, "FIXED2005", "", date_of(2015, 1, 1)); /* only through SUA and the Protocol of 1988 */
    REQUIRE(next.first_count == 2);
    CHECK_TEXT(treaties[next.first[0]].id, "SUA1988");
    CHECK_TEXT(treaties[next.first[1]].id, "FIXED1988");
    next = joining_for(made, "AIRPORT1988", "MONTREAL1971 accession 1999-01-01", date_of(2015, 1, 1));
    CHECK_NUMBER(next.first_count, 0);
    next = joining_for(made, "BEIJINGPROT2010", "", date_of(2019, 1, 15)); /* brings The Hague along */
    CHECK_NUMBER(next.first_count, 0);
    REQUIRE(next.brings_count == 1);
    CHECK_TEXT(treaties[next.brings[0]].id, "HAGUE1970");
    CHECK_TEXT(date_text(text, next.in_force_from), "2019-03-01");
}

static void check_doubt(struct case_book *made, const char *actions, enum treaty_doubt_kind kind)
{
    enum { MOST = 20 };
    struct doubt doubts[MOST];
    size_t count = 0;
    case_book_clear(made);
    case_add(made, NULL, made->a, actions);
    book_make(&made->book, test_call.arena);
    for (size_t i = 0; i < made->book.cell_count; i++)
        count = doubts_of(doubts, MOST, count, &made->book, &made->book.cells[i]);
    if (count != (kind > 0) || (count && doubts[0].kind != kind))
        test_fail(__FILE__, __LINE__, "%s: %zu doubts, the first of kind %d and not %d", actions, count,
            count ? (int)doubts[0].kind : 0, (int)kind);
}

TEST(what_contradicts_is_in_doubt)
{
    struct case_book *made = case_book_new();
    made->book.bodies[0].since = date_of(1990, 6, 1);
    made->book.bodies[0].until = date_of(2020, 1, 1);
    check_doubt(made, "FINANCING1999 signature 2000-02-01; FINANCING1999 ratification 2003-01-01", 0);
    check_doubt(made, "FINANCING1999 ratification 2003-01-01@A; FINANCING1999 ratification 2004-01-01@A",
        TREATY_DOUBT_KIND_SECOND_CONSENT);
    check_doubt(made, "FINANCING1999 ratification 2003-01-01@A; FINANCING1999 ratification 2004-01-01@B",
        TREATY_DOUBT_KIND_CONFLICT);
    check_doubt(made, "FINANCING1999 ratification 2003-01-01@A; FINANCING1999 accession 2003-01-01@B",
        TREATY_DOUBT_KIND_CONFLICT);
    check_doubt(made,
        "FINANCING1999 ratification 2003-01-01; FINANCING1999 withdrawal 2005-01-01; FINANCING1999 accession "
        "2007-01-01",
        0);
    check_doubt(made, "FINANCING1999 withdrawal 2005-01-01", TREATY_DOUBT_KIND_WITHOUT_CONSENT);
    check_doubt(made, "FIXED1988 accession 2003-01-01", TREATY_DOUBT_KIND_NO_PARENT);
    check_doubt(made, "SUA1988 accession 2003-01-01; FIXED1988 accession 2003-01-01", 0); /* both on one day */
    check_doubt(made, "BEIJINGPROT2010 accession 2018-03-05", 0);
    check_doubt(made, "TOKYO1963 accession 1989-01-01", TREATY_DOUBT_KIND_STATE_NOT_YET);
    check_doubt(made, "FINANCING1999 accession 2021-01-01", TREATY_DOUBT_KIND_STATE_NO_MORE);
    check_doubt(made, "FINANCING1999 accession 2003-01-01>2003-03-01", TREATY_DOUBT_KIND_RULE_DIFFERS);
    check_doubt(made, "FINANCING1999 signature 1999-12-01", TREATY_DOUBT_KIND_BEFORE_ADOPTION);
}

int main(void)
{
    RUN(rules_give_the_day);
    RUN(a_course_follows_from_its_actions);
    RUN(what_binds_two_states);
    RUN(what_comes_next);
    RUN(what_contradicts_is_in_doubt);
    return test_end();
}
