/*
 * From a day of deposit or notice to the day it takes effect, as the final clauses of instruments say it. Written as text:
 *
 *     days:30               the thirtieth day after (Financing 1999, art. 26(2)); days:0 the day itself
 *     months:6, years:1     so long after (Hague 1970, art. 14; Hostages 1979, art. 19)
 *     first_of_month:+2     the first day of the second month after (Beijing 2010, art. 22(2))
 *     first_after_months:3  the first day of the month that follows three months after (treaties of the Council of Europe)
 */
#pragma once
#include "base/date.h"

enum rule_kind { RULE_NONE, RULE_DAYS, RULE_MONTHS, RULE_FIRST_OF_MONTH, RULE_FIRST_AFTER_MONTHS };

struct rule {
    enum rule_kind kind;
    int n;
};

/* False when the text is none of these; NULL and "" are RULE_NONE. */
bool rule_parse(struct rule *out, const char *text);

/* Unknown for RULE_NONE and for a date that is not whole. */
struct date rule_date(struct rule rule, struct date from);

/* The same, and not before the instrument itself entered into force; unknown while it has not. */
struct date rule_entry(struct rule rule, struct date deposited, struct date general);
