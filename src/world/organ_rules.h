/*
 * When organs meet, where no table tells: the formulas of data/session_rule.csv as code. In: an organ, the number of a
 * session (for ECOSOC the year it is named by) and a part of it. Out: days or months, and the id of each rule used.
 * All of it is worked out from dates seen; a table of sessions (calendar.h) goes before it.
 */
#pragma once
#include "gen/world.h"

#define PART_ITSELF ((enum organ_session_part)0)

struct formula {
    struct date opens, closes; /* to the day, the month or the year; unknown where no rule tells */
    const char *opens_rule, *closes_rule;
};

/* `part` PART_ITSELF is the session itself. False where the rules do not reach: no such session, or no rule for it. */
bool formula_of(struct formula *out, const char *organ, int session, enum organ_session_part part);

/* The session that an organ holds in a year, or the first of several; 0 when no rule tells. */
int session_of_year(const char *organ, int year);

/* The day on which the General Assembly opens in a year, by the rule of that year. */
struct date assembly_opening(int year, const char **rule);

/* A session of the Assembly ends on the eve of the next, or that morning when the eve is a holiday at Headquarters. */
struct date assembly_closing(struct date next_opening);

/* The n-th given weekday (1 Monday .. 7 Sunday) on or after a day. */
struct date weekday_from(struct date day, int weekday, int n);
