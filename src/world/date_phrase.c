#include "world/date_phrase.h"
#include "base/text.h"
#include "world/session_phrase.h"

static int month_read(const char *plain)
{
    static const char *const months[][3] = {{"january", "janvier", "enero"}, {"february", "fevrier", "febrero"},
        {"march", "mars", "marzo"}, {"april", "avril", "abril"}, {"may", "mai", "mayo"}, {"june", "juin", "junio"},
        {"july", "juillet", "julio"}, {"august", "aout", "agosto"}, {"september", "septembre", "septiembre"},
        {"october", "octobre", "octubre"}, {"november", "novembre", "noviembre"},
        {"december", "decembre", "diciembre"}};
    for (int month = 0; month < 12; month++)
        for (int language = 0; language < 3; language++)
            if (text_is(plain, months[month][language]))
                return month + 1;
    return 0;
}

static int day_read(const char *plain)
{
    int64_t day;
    return text_number(&day, plain) && day >= 1 && day <= 31 ? (int)day : text_is(plain, "1er") ? 1 : 0;
}

/* The words before, over "the" and "on": "by 31 December", "no later than 31 December" */
static bool is_limit(const struct text_word *words, size_t at)
{
    for (size_t back = 1; back <= 2 && back <= at; back++) {
        const char *word = words[at - back].plain;
        if (text_is(word, "by") || text_is(word, "before") || text_is(word, "than") || text_is(word, "until"))
            return true;
    }
    return false;
}

bool date_phrase_find(struct date_phrase *out, const struct text_word *words, size_t count, size_t from)
{
    for (size_t at = from; at < count; at++) {
        int month = month_read(words[at].plain);
        if (!month)
            continue;
        /* "12 December 2018" has the year behind the month, Spanish "12 de diciembre de 2018" */
        size_t next = at + 1;
        next += next < count && text_is(words[next].plain, "de");
        int year = next < count ? year_read(words[next].plain) : 0;
        if (!year)
            continue;
        size_t before = at;
        before -= before > from && text_is(words[before - 1].plain, "de");
        int last = before > from ? day_read(words[before - 1].plain) : 0;
        int first = last;
        before -= last != 0;
        bool joined = last && before > from + 1 &&
            (text_is(words[before - 1].plain, "to") || text_is(words[before - 1].plain, "and") ||
                text_is(words[before - 1].plain, "au") || text_is(words[before - 1].plain, "al"));
        int earlier = joined ? day_read(words[before - 2].plain) : 0;
        if (earlier && earlier < last) {
            first = earlier;
            before -= 2;
        }
        *out = (struct date_phrase){.from = date_of(year, month, first),
            .to = date_of(year, month, last),
            .by = is_limit(words, before),
            .at = before,
            .end = next + 1};
        if (date_exists(out->from) && date_exists(out->to))
            return true;
    }
    return false;
}
