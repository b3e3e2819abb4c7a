/* The rules of the records in case.decl. */
#include "gen/case.h"
#include "base/text.h"

enum err petition_is_possible(struct call *call, const struct petition_is_possible_facts *facts)
{
    if (!facts->from)
        return fail_of(call, "petition", "required", "from", NULL, NULL);
    if (facts->related && facts->before && text_is(facts->related->row.id, facts->before->row.id))
        return fail_of(call, "petition", "no_reference", "related", facts->related->row.id, "petition");
    return OK;
}

enum err petition_has_weight(struct call *call, struct db *db, const struct petition *petition)
{
    (void)db;
    return petition->weight == UNKNOWN ? fail_of(call, "petition", "required", "weight", NULL, NULL) : OK;
}
