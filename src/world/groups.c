#include "world/groups.h"
#include "base/text.h"

/* One row's answer for a day. */
static enum belongs row_says(const struct membership *row, struct date day)
{
    if (date_known(row->since) && date_compare(day, date_first(row->since)) < 0)
        return BELONGS_NO;
    if (date_known(row->until) && date_compare(day, date_last(row->until)) > 0)
        return BELONGS_NO;
    bool surely_begun =
        !date_known(row->since) || date_whole(row->since) || date_compare(day, date_last(row->since)) >= 0;
    bool surely_not_ended =
        !date_known(row->until) || date_whole(row->until) || date_compare(day, date_first(row->until)) < 0;
    return surely_begun && surely_not_ended ? BELONGS_YES : BELONGS_UNKNOWN;
}

enum belongs group_has(const struct membership *const *rows, size_t count, enum group_coverage coverage,
    const char *group, const char *state, struct date day)
{
    enum belongs answer = coverage == GROUP_COVERAGE_COMPLETE ? BELONGS_NO : BELONGS_UNKNOWN;
    for (size_t i = 0; i < count; i++) {
        if (!text_is(rows[i]->group, group) || !text_is(rows[i]->state, state))
            continue;
        enum belongs says = row_says(rows[i], day);
        if (says == BELONGS_YES)
            return says;
        if (says == BELONGS_UNKNOWN)
            answer = says;
    }
    return answer;
}

size_t group_states(const char **out, size_t most, size_t *in_doubt, const struct membership *const *rows, size_t count,
    const char *group, struct date day)
{
    size_t found = 0;
    *in_doubt = 0;
    for (size_t i = 0; i < count; i++) {
        if (!text_is(rows[i]->group, group))
            continue;
        enum belongs says = row_says(rows[i], day);
        if (says == BELONGS_UNKNOWN)
            ++*in_doubt;
        else if (says == BELONGS_YES && found < most)
            out[found++] = rows[i]->state;
    }
    return found;
}
