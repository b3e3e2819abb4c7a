/* Which organ adopted a text, and at which session, as far as its symbol tells (rules GA-SYMBOL, HRC-SYMBOL, ...). */
#include <string.h>
#include "world/calendar.h"
#include "world/ordinal.h"

/* The digits at *at, which moves behind them; 0 when there are none. */
static int take_number(const char **at)
{
    int number = 0;
    const char *start = *at;
    while (**at >= '0' && **at <= '9' && *at - start < 6)
        number = number * 10 + *(*at)++ - '0';
    return number;
}

static bool take(const char **at, const char *text)
{
    if (!text_starts(*at, text))
        return false;
    *at += strlen(text);
    return true;
}

/* What stands in brackets, or NULL. */
static const char *bracket(const char *symbol)
{
    const char *open = strchr(symbol, '(');
    return open ? open + 1 : NULL;
}

static bool found(struct symbol_session *out, const char *organ, int session, int year, const char *rule)
{
    *out = (struct symbol_session){organ, session, year, rule};
    return true;
}

/* "S-17/2", "ES-10/14", "62/172", "377 (V)", "1872 (S-IV)": what follows A/RES/ or stands alone. */
static bool assembly_number(struct symbol_session *out, const char *at)
{
    const char *organ = take(&at, "ES-") ? "GA-EMERGENCY" : take(&at, "S-") ? "GA-SPECIAL" : "GA";
    int number = take_number(&at);
    if (number && *at == '/')
        return found(out, organ, number, 0, "GA-SYMBOL");
    const char *roman = bracket(at);
    if (!number || !roman)
        return false;
    organ = take(&roman, "ES-") ? "GA-EMERGENCY" : take(&roman, "S-") ? "GA-SPECIAL" : "GA";
    const char *end = roman;
    int session = roman_read(&end);
    return session && *end == ')' && found(out, organ, session, 0, "GA-SYMBOL");
}

static bool functional_commission(struct symbol_session *out, const char *organ, const char *at)
{
    if (!take(&at, "RES/"))
        take(&at, "DEC/");
    int year = take_number(&at);
    int session = session_of_year(organ, year);
    return year >= 1978 && session && *at == '/' &&
        found(out, organ, session, year, text_is(organ, "CHR") ? "CHR-SYMBOL" : "CN-SYMBOL");
}

static bool economic_council(struct symbol_session *out, const char *at)
{
    if (take(&at, "CN.15/"))
        return functional_commission(out, "CCPCJ", at);
    if (take(&at, "CN.7/"))
        return functional_commission(out, "CND", at);
    if (take(&at, "CN.4/"))
        return functional_commission(out, "CHR", at);
    if (!take(&at, "RES/"))
        take(&at, "DEC/");
    int number = take_number(&at);
    if (number >= 1978 && *at == '/')
        return found(out, "ECOSOC", number, number, "ECOSOC-SYMBOL");
    const char *roman = bracket(at), *end = roman;
    int session = roman ? roman_read(&end) : 0;
    return session && *end == ')' && found(out, "ECOSOC", session, 0, "ECOSOC-OLD");
}

bool symbol_session(struct symbol_session *out, const char *symbol)
{
    *out = (struct symbol_session){0};
    const char *at = symbol;
    if (take(&at, "A/HRC/")) {
        if (!take(&at, "RES/"))
            take(&at, "DEC/");
        int session = take_number(&at);
        return session && *at == '/' && found(out, "HRC", session, 0, "HRC-SYMBOL");
    }
    if (take(&at, "A/RES/") || take(&at, "A/DEC/"))
        return assembly_number(out, at);
    if (take(&at, "A/C.")) { /* a document of a main committee */
        take_number(&at);
        return take(&at, "/") && assembly_number(out, at);
    }
    if (take(&at, "A/"))
        return assembly_number(out, at);
    if (take(&at, "E/"))
        return economic_council(out, at);
    if (take(&at, "S/RES/")) {
        const char *year = bracket(at);
        return year && found(out, "SC", 0, take_number(&year), "SC-NONE");
    }
    return bracket(at) && *at >= '0' && *at <= '9' && assembly_number(out, at);
}
