/* What is possible: spans that end after they began, sessions that close after they opened, holidays that a rule can give. */
#include "base/text.h"
#include "gen/world.h"

/* It ends after it began. */
static enum err span_is_possible(
    struct call *call, const char *noun, struct date from, struct date to, const char *field)
{
    if (date_known(from) && date_known(to) && date_compare(date_last(to), date_first(from)) < 0)
        return fail_of(call, noun, "end_before_start", field, NULL, NULL);
    return OK;
}

enum err membership_is_possible(struct call *call, const struct membership_is_possible_facts *facts)
{
    return span_is_possible(call, "membership", facts->after->since, facts->after->until, "until");
}

enum err framework_is_possible(struct call *call, const struct framework_is_possible_facts *facts)
{
    return span_is_possible(call, "framework", facts->after->since, facts->after->until, "until");
}

enum err weekend_is_possible(struct call *call, const struct weekend_is_possible_facts *facts)
{
    return span_is_possible(call, "weekend", facts->after->since, facts->after->until, "until");
}

/* A session has a number, a special one of a commission "S-" before it; a closing without a mark is a claim without a source. */
enum err organ_session_is_possible(struct call *call, const struct organ_session_is_possible_facts *facts)
{
    const struct organ_session *it = facts->after;
    int64_t number;
    const char *digits = text_starts(it->session, "S-") ? it->session + 2 : it->session;
    if (!text_number(&number, digits) || number < 1)
        return fail_of(call, "organ_session", "no_session_number", "session", it->session, NULL);
    if (date_known(it->closes) && !it->closes_mark)
        return fail_of(call, "organ_session", "mark_missing", "closes_mark", NULL, NULL);
    return span_is_possible(call, "organ_session", it->opens, it->closes, "closes");
}

/* Each way in which a holiday recurs needs its own numbers. */
enum err holiday_rule_is_possible(struct call *call, const struct holiday_rule_is_possible_facts *facts)
{
    const struct holiday_rule *it = facts->after;
    bool month = it->month != UNKNOWN, n = it->n != UNKNOWN, weekday = it->weekday != 0, day_of_month = n && it->n >= 1;
    bool enough = false;
    switch (it->how) {
    case HOLIDAY_RULE_HOW_FIXED: enough = month && day_of_month && it->n <= 31; break;
    case HOLIDAY_RULE_HOW_EASTER: enough = n; break;
    case HOLIDAY_RULE_HOW_NTH_WEEKDAY: enough = month && day_of_month && it->n <= 5 && weekday; break;
    case HOLIDAY_RULE_HOW_LAST_WEEKDAY: enough = month && weekday; break;
    case HOLIDAY_RULE_HOW_CIRCULAR: enough = true; break;
    }
    if (!enough)
        return fail_of(call, "holiday_rule", "holiday_rule_incomplete", "how", NULL, NULL);
    return OK;
}
