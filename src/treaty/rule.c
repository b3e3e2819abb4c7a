#include "treaty/rule.h"
#include <string.h>
#include "base/text.h"

bool rule_parse(struct rule *out, const char *text)
{
    static const struct {
        const char *start;
        enum rule_kind kind;
        int times;
    } forms[] = {{"days:", RULE_DAYS, 1}, {"months:", RULE_MONTHS, 1}, {"years:", RULE_MONTHS, 12},
        {"first_of_month:+", RULE_FIRST_OF_MONTH, 1}, {"first_after_months:", RULE_FIRST_AFTER_MONTHS, 1}};
    enum { LONGEST = 3650 };
    int64_t n;
    *out = (struct rule){0};
    if (text_empty(text))
        return true;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (!text_starts(text, forms[i].start))
            continue;
        if (!text_number(&n, text + strlen(forms[i].start)) || n < 0 || n > LONGEST)
            return false;
        *out = (struct rule){forms[i].kind, (int)n * forms[i].times};
        return true;
    }
    return false;
}

static struct date first_of_month(struct date date)
{
    return date_of(date.year, date.month, 1);
}

struct date rule_date(struct rule rule, struct date from)
{
    if (!date_whole(from))
        return (struct date){0};
    switch (rule.kind) {
    case RULE_DAYS: return date_add_days(from, rule.n);
    case RULE_MONTHS: return date_add_months(from, rule.n);
    case RULE_FIRST_OF_MONTH: return date_add_months(first_of_month(from), rule.n);
    case RULE_FIRST_AFTER_MONTHS: return date_add_months(first_of_month(date_add_months(from, rule.n)), 1);
    case RULE_NONE: break;
    }
    return (struct date){0};
}

struct date rule_entry(struct rule rule, struct date deposited, struct date general)
{
    struct date date = rule_date(rule, deposited);
    if (!date_whole(general) || !date_known(date))
        return (struct date){0};
    return date_compare(date, general) < 0 ? general : date;
}
