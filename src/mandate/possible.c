/* What rows of this folder must be to be taken: pure functions on what the declarations let them see. */
#include "gen/mandate.h"
#include "base/text.h"

enum err duty_is_answered(struct call *call, const struct duty_is_answered_facts *facts)
{
    if (text_empty(facts->after->answer) && !facts->after->answered_by)
        return fail_of(call, "duty", "duty_not_answered", "answer", NULL, NULL);
    return OK;
}

enum err duty_has_successor(struct call *call, const struct duty_has_successor_facts *facts)
{
    if (!facts->after->superseded_by)
        return fail_of(call, "duty", "duty_no_successor", "superseded_by", NULL, NULL);
    return OK;
}

enum err duty_has_reason(struct call *call, const struct duty_has_reason_facts *facts)
{
    if (text_empty(facts->after->grounds))
        return fail_of(call, "duty", "duty_no_reason", "grounds", NULL, NULL);
    return OK;
}

enum err review_is_possible(struct call *call, const struct review_is_possible_facts *facts)
{
    const struct mandate_review *after = facts->after;
    if (after->newer && after->proposal != MANDATE_REVIEW_PROPOSAL_UPDATE)
        return fail_of(call, "mandate_review", "review_newer", "newer", NULL, NULL);
    return OK;
}
