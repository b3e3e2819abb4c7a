#include "world/organ_rules.h"
#include "base/text.h"

enum { MONDAY = 1, TUESDAY, SATURDAY = 6 };

struct date weekday_from(struct date day, int weekday, int n)
{
    int ahead = (weekday - date_weekday(day) + 7) % 7;
    return date_add_days(day, ahead + 7 * (n - 1));
}

/* Tuesday of the n-th week of September, the first being the one in which 1 September is a Monday to Friday, else the next. */
static struct date tuesday_of_week(int year, int n)
{
    struct date first = date_of(year, 9, 1);
    int weekday = date_weekday(first);
    struct date monday = weekday < SATURDAY ? date_add_days(first, MONDAY - weekday) : weekday_from(first, MONDAY, 1);
    return date_add_days(monday, 7 * (n - 1) + 1);
}

struct date assembly_opening(int year, const char **rule)
{
    if (year >= 2023) {
        *rule = "GA-OPEN-5";
        return tuesday_of_week(year, 2);
    }
    if (year >= 2003) {
        *rule = "GA-OPEN-4";
        return tuesday_of_week(year, 3);
    }
    if (year >= 2001) {
        *rule = "GA-OPEN-3";
        return date_add_days(weekday_from(date_of(year, 9, 1), MONDAY, 2), 1);
    }
    if (year >= 1998) {
        *rule = "GA-OPEN-2";
        return weekday_from(date_of(year, 9, 2), TUESDAY, 1);
    }
    if (year >= 1947) {
        *rule = "GA-OPEN-1";
        return weekday_from(date_of(year, 9, 1), TUESDAY, 3);
    }
    *rule = NULL;
    return (struct date){0};
}

struct date assembly_closing(struct date next_opening)
{
    struct date eve = date_add_days(next_opening, -1);
    struct date labour_day = weekday_from(date_of(next_opening.year, 9, 1), MONDAY, 1);
    return date_is(eve, labour_day) ? next_opening : eve;
}

static bool assembly(struct formula *out, int session, enum organ_session_part part)
{
    int year = 1945 + session;
    const char *next_rule;
    struct date opens = assembly_opening(year, &out->opens_rule);
    struct date closes = {0};
    if (!date_known(opens))
        return false;
    if (year >= 1979) { /* before that a session often ended with its main part */
        closes = assembly_closing(assembly_opening(year + 1, &next_rule));
        out->closes_rule = "GA-CLOSE";
    }
    if (!part) {
        out->opens = opens;
        out->closes = closes;
        return true;
    }
    if (year < 1983)
        return false;
    if (part == ORGAN_SESSION_PART_MAIN) {
        out->opens = opens;
        out->closes = date_of(year, 12, 31);
        out->opens_rule = out->closes_rule = "GA-PARTS";
        return true;
    }
    if (part == ORGAN_SESSION_PART_RESUMED) {
        out->opens = date_of(year + 1, 1, 1);
        out->opens_rule = "GA-PARTS";
        out->closes = closes;
        return true;
    }
    return false;
}

static void months(struct formula *out, int year, int from, int to, const char *rule)
{
    out->opens = date_of(year, from, 0);
    out->closes = date_of(year, to, 0);
    out->opens_rule = out->closes_rule = rule;
}

static bool crime_commission(struct formula *out, int session, enum organ_session_part part)
{
    int year = 1991 + session;
    if (!part) {
        bool april = (year >= 1992 && year <= 1994) || (year >= 1997 && year <= 2000) || year == 2002 ||
            (year >= 2006 && year <= 2009) || (year >= 2011 && year <= 2013);
        if (year == 2020)
            months(out, year, 12, 12, "CCPCJ-2020");
        else
            months(out, year, april ? 4 : 5, april ? 4 : 5, "CCPCJ-YEAR");
        return true;
    }
    if (part == ORGAN_SESSION_PART_RECONVENED && year >= 2007) {
        months(out, year, year == 2007 ? 11 : 12, year == 2007 ? 11 : 12, "CCPCJ-RECONVENED");
        return true;
    }
    if (part == ORGAN_SESSION_PART_OPENING && year >= 2010) { /* on the last day of the reconvened session before it */
        months(out, year - 1, 12, 12, "CCPCJ-OPENING");
        return true;
    }
    return false;
}

static int drugs_year(int session, const char **rule)
{
    if (session >= 34) {
        *rule = "CND-YEAR-4";
        return 1957 + session;
    }
    if (session >= 24) {
        *rule = "CND-YEAR-3";
        return 1971 + 2 * (session - 24);
    }
    if (session >= 22) {
        *rule = "CND-YEAR-2";
        return 1946 + session;
    }
    *rule = "CND-YEAR-1";
    return 1945 + session;
}

static bool drugs_commission(struct formula *out, int session, enum organ_session_part part)
{
    const char *rule;
    int year = drugs_year(session, &rule);
    if (!part) {
        if (year >= 1991)
            months(out, year, 3, 3, rule);
        else if (session == 22 || session == 23)
            months(out, year, 1, 1, rule);
        else
            months(out, year, 0, 0, rule);
        return true;
    }
    if (part == ORGAN_SESSION_PART_RECONVENED && year >= 2003) {
        bool november = year == 2003 || year == 2007;
        months(out, year, november ? 11 : 12, november ? 11 : 12, "CND-RECONVENED");
        return true;
    }
    if (part == ORGAN_SESSION_PART_OPENING && year >= 2011) {
        months(out, year - 1, 12, 12, "CND-OPENING");
        return true;
    }
    return false;
}

static bool rights_council(struct formula *out, int session)
{
    static const int from[] = {2, 5, 9}, to[] = {4, 7, 10};
    static const int months_of_2006[] = {6, 9, 11};
    if (session < 4) {
        months(out, 2006, months_of_2006[session - 1], months_of_2006[session - 1], "HRC-SLOT");
        return true;
    }
    int slot = (session - 4) % 3;
    months(out, 2007 + (session - 4) / 3, from[slot], to[slot], "HRC-SLOT");
    return true;
}

static bool rights_commission(struct formula *out, int session)
{
    if (session < 6 || session > 62)
        return false;
    int year = 1944 + session;
    months(out, year, year < 1996 ? 1 : 3, year < 1996 ? 3 : 4, "CHR-YEAR");
    return true;
}

static bool economic_council(struct formula *out, int year, enum organ_session_part part)
{
    if (year >= 2015) {
        if (part && part != ORGAN_SESSION_PART_ANNUAL)
            return false;
        out->opens = date_of(year - 1, 7, 0);
        out->closes = date_of(year, 7, 0);
        out->opens_rule = out->closes_rule = "ECOSOC-CYCLE";
        return true;
    }
    if (year < 1992 || year > 2013)
        return false;
    if (!part || part == ORGAN_SESSION_PART_SUBSTANTIVE)
        months(out, year, 7, 7, "ECOSOC-SUBST");
    else if (part == ORGAN_SESSION_PART_ORGANIZATIONAL)
        months(out, year, 2, 2, "ECOSOC-SUBST");
    else if (part == ORGAN_SESSION_PART_RESUMED_ORGANIZATIONAL)
        months(out, year, 4, 5, "ECOSOC-SUBST");
    else
        return false;
    return true;
}

bool formula_of(struct formula *out, const char *organ, int session, enum organ_session_part part)
{
    *out = (struct formula){0};
    if (session < 1 || session > 9000)
        return false;
    if (part == ORGAN_SESSION_PART_REGULAR)
        part = PART_ITSELF;
    if (text_is(organ, "GA"))
        return assembly(out, session, part);
    if (text_is(organ, "CCPCJ"))
        return crime_commission(out, session, part);
    if (text_is(organ, "CND"))
        return drugs_commission(out, session, part);
    if (text_is(organ, "ECOSOC"))
        return economic_council(out, session, part);
    if (part)
        return false;
    if (text_is(organ, "HRC"))
        return rights_council(out, session);
    if (text_is(organ, "CHR"))
        return rights_commission(out, session);
    return false;
}

int session_of_year(const char *organ, int year)
{
    if (text_is(organ, "GA"))
        return year >= 1946 ? year - 1945 : 0;
    if (text_is(organ, "ECOSOC"))
        return year >= 1978 ? year : 0;
    if (text_is(organ, "CCPCJ"))
        return year >= 1992 ? year - 1991 : 0;
    if (text_is(organ, "HRC"))
        return year == 2006 ? 1 : year > 2006 ? 4 + 3 * (year - 2007) : 0;
    if (text_is(organ, "CHR"))
        return year >= 1950 && year <= 2006 ? year - 1944 : 0;
    if (text_is(organ, "CND")) {
        const char *rule;
        for (int session = 1; session < 34; session++)
            if (drugs_year(session, &rule) == year)
                return session;
        return year >= 1991 ? year - 1957 : 0;
    }
    return 0;
}
