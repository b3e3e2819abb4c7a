/* Rules about a State's time in a group. */
#include "gen/world.h"

/* It ends after it began. */
enum err membership_is_possible(struct call *call, const struct membership_is_possible_facts *facts)
{
    const struct membership *it = facts->after;
    if (date_known(it->since) && date_known(it->until) && date_compare(date_last(it->until), date_first(it->since)) < 0)
        return fail_of(call, "membership", "end_before_start", "until", NULL, NULL);
    return OK;
}
