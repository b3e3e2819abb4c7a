/* What a row must be to be taken. What needs other rows to be seen is a doubt (treaty/doubts.h), shown and never refused. */
#include "gen/treaty.h"
#include "base/text.h"
#include "treaty/course.h"

static bool before(struct date a, struct date b)
{
    return date_known(a) && date_known(b) && date_compare(date_last(a), date_first(b)) < 0;
}

static const char *words_of(struct call *call, struct date date)
{
    return date_words(call->arena, call->lang, date);
}

enum err instrument_is_possible(struct call *call, const struct instrument_is_possible_facts *facts)
{
    const struct instrument *it = facts->after;
    struct rule rule;
    if (!rule_parse(&rule, it->later_rule))
        return fail_of(
            call, "instrument", "no_rule", "later_rule", it->later_rule, "days:30, months:3, first_of_month:+2");
    if (!rule_parse(&rule, it->notice))
        return fail_of(call, "instrument", "no_rule", "notice", it->notice, "months:6, days:180, years:1");
    if (before(it->closes, it->opens))
        return fail_of(call, "instrument", "end_before_start", "closes", NULL, NULL);
    if (before(it->in_force, it->adopted))
        return fail_of(call, "instrument", "before_adoption", "in_force", words_of(call, it->in_force),
            words_of(call, it->adopted));
    return OK;
}

enum err relation_is_possible(struct call *call, const struct relation_is_possible_facts *facts)
{
    const struct relation *it = facts->after;
    if (text_is(it->instrument, it->to) ||
        (facts->instrument && facts->to && before(facts->instrument->adopted, facts->to->adopted)))
        return fail_of(call, "relation", "not_older", "to", it->to, NULL);
    return OK;
}

/* An action has a day, or at least the day from which it counts, and neither lies before the instrument was adopted. */
enum err action_is_possible(struct call *call, const struct action_is_possible_facts *facts)
{
    const struct action *it = facts->after;
    if (!date_known(it->date) && !date_known(it->effective))
        return fail_of(call, "action", "action_undated", "date", NULL, NULL);
    if (it->kind == ACTION_KIND_PARTY_EFFECTIVE_DATE_ONLY && (date_known(it->date) || !date_known(it->effective)))
        return fail_of(call, "action", "effective_only", "effective", NULL, NULL);
    if (!date_known(it->date) && it->kind != ACTION_KIND_PARTY_EFFECTIVE_DATE_ONLY)
        return fail_of(call, "action", "required", "date", NULL, NULL);
    if (facts->instrument && before(it->date, facts->instrument->adopted))
        return fail_of(call, "action", "before_adoption", "date", words_of(call, it->date),
            words_of(call, facts->instrument->adopted));
    /* a succession reaches back to independence, and a territory is told of when it is told */
    bool reaches_back = it->kind == ACTION_KIND_SUCCESSION || it->kind == ACTION_KIND_SUCCESSION_TO_SIGNATURE;
    if (before(it->effective, it->date) && !reaches_back && act_binds(it->kind))
        return fail_of(
            call, "action", "before_deposit", "effective", words_of(call, it->effective), words_of(call, it->date));
    return OK;
}

enum err statehood_is_possible(struct call *call, const struct statehood_is_possible_facts *facts)
{
    if (before(facts->after->until, facts->after->since))
        return fail_of(call, "statehood", "end_before_start", "until", NULL, NULL);
    return OK;
}

enum err reservation_is_possible(struct call *call, const struct reservation_is_possible_facts *facts)
{
    const struct reservation *it = facts->after;
    if (facts->instrument && before(it->made_on, facts->instrument->adopted))
        return fail_of(call, "reservation", "before_adoption", "made_on", words_of(call, it->made_on),
            words_of(call, facts->instrument->adopted));
    if (before(it->withdrawn_on, it->made_on))
        return fail_of(call, "reservation", "end_before_start", "withdrawn_on", NULL, NULL);
    return OK;
}

enum err objection_is_possible(struct call *call, const struct objection_is_possible_facts *facts)
{
    const struct objection *it = facts->after;
    if (text_is(it->state, it->against))
        return fail_of(call, "objection", "against_itself", "against", it->against, NULL);
    if (before(it->withdrawn_on, it->made_on))
        return fail_of(call, "objection", "end_before_start", "withdrawn_on", NULL, NULL);
    return OK;
}
