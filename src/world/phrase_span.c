/* Spans of time and written dates in a phrase: years that come again, periods, limits. */
#include "base/text.h"
#include "world/date_phrase.h"
#include "world/phrase_reader.h"
#include "world/session_phrase.h"

bool every_years(struct reader *r)
{
    for (size_t at = 0; at + 2 < r->count; at++) {
        int years;
        size_t taken = text_is(r->words[at].plain, "every")
            ? (size_t)cardinal_read(&years, r->words + at + 1, r->count - at - 1)
            : 0;
        if (!taken || at + 1 + taken >= r->count || !text_is(r->words[at + 1 + taken].plain, "years"))
            continue;
        int first = date_known(r->asked->adopted) ? r->asked->adopted.year + years : 0;
        for (size_t i = 1; i < r->count; i++) {
            int year = text_is(r->words[i - 1].plain, "in") ? year_read(r->words[i].plain) : 0;
            if (year && year >= r->asked->adopted.year)
                first = year;
        }
        r->recurring = true;
        for (int i = 0; first && i < r->asked->show; i++)
            span_add(r, DUE_SPAN, "PH-FOUR", date_of(first + i * years, 1, 1), date_of(first + i * years, 12, 31));
        return true;
    }
    return false;
}

/* "within thirty days", "for a period of three years": a number and a unit behind these words. */
static bool number_of_units(const struct reader *r, const char *before, int *number, const char **unit)
{
    for (size_t at = 0; at + 2 < r->count; at++) {
        size_t taken = text_is(r->words[at].plain, before) ? 1 : 0;
        if (taken && text_is(before, "period") && text_is(r->words[at + 1].plain, "of"))
            taken = 2;
        size_t digits = taken ? (size_t)cardinal_read(number, r->words + at + taken, r->count - at - taken) : 0;
        if (!digits || at + taken + digits >= r->count)
            continue;
        const char *word = r->words[at + taken + digits].plain;
        static const char *const units[] = {"hour", "day", "week", "month", "year"};
        for (size_t u = 0; u < sizeof units / sizeof *units; u++)
            if (text_starts(word, units[u])) {
                *unit = units[u];
                return true;
            }
    }
    return false;
}

static struct date later_by(struct date from, int number, const char *unit)
{
    if (text_is(unit, "hour"))
        return date_add_days(from, (number + 23) / 24);
    if (text_is(unit, "day"))
        return date_add_days(from, number);
    if (text_is(unit, "week"))
        return date_add_days(from, 7 * number);
    return date_add_months(from, text_is(unit, "year") ? 12 * number : number);
}

bool spans_read(struct reader *r)
{
    int number;
    const char *unit;
    struct date adopted = r->asked->adopted;
    if (number_of_units(r, "within", &number, &unit) || number_of_units(r, "than", &number, &unit)) {
        struct due *due = due_add(r, DUE_SPAN,
            text_is(unit, "hour")                               ? "PH-HOURS"
                : text_is(unit, "day") || text_is(unit, "week") ? "PH-DAYS"
                                                                : "PH-MONTHS");
        if (date_whole(adopted)) {
            due->from = later_by(adopted, number, unit);
            due->to = working_days_add(r->asked->week, due->from, 0, NULL);
            due->moved = !date_is(due->from, due->to);
        }
        return true;
    }
    if (number_of_units(r, "period", &number, &unit)) {
        struct date end = date_whole(adopted) ? later_by(adopted, number, unit) : (struct date){0};
        struct date_phrase named; /* "for a period of one year, that is, until 24 October 1976": the named day wins */
        bool wins = date_phrase_find(&named, r->words, r->count, 0) && named.by;
        if (wins)
            end = named.to;
        span_add(r, DUE_EXPIRY, wins ? "PH-NAMED" : "PH-MONTHS", end, end);
        return true;
    }
    return false;
}

bool dates_read(struct reader *r)
{
    struct date_phrase days;
    if (date_phrase_find(&days, r->words, r->count, 0)) {
        bool limit =
            days.by && date_known(r->asked->adopted) && date_compare(r->asked->adopted, date_last(days.to)) <= 0;
        struct due *due = span_add(r, DUE_SPAN, "PH-NAMED", limit ? r->asked->adopted : days.from, days.to);
        due->binds = !date_whole(r->asked->adopted) || date_compare(date_last(days.to), r->asked->adopted) > 0;
        return true;
    }
    for (size_t at = 1; at < r->count; at++) {
        int year = year_read(r->words[at].plain);
        const char *before = r->words[at - 1].plain;
        bool leads = text_is(before, "in") || text_is(before, "by") || text_is(before, "than") || text_is(before, "en");
        if (!year || !leads || year < r->asked->adopted.year)
            continue;
        span_add(r, DUE_SPAN, "PH-YEAR", date_of(year, 1, 1), date_of(year, 12, 31));
        return true;
    }
    return false;
}
