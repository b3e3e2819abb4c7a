/*
 * Who belongs to a group on a day. In: the rows of data/membership.csv and what is known of the group. Out: yes, no or
 * not known; a group whose members nobody has entered answers "not known", never "no".
 */
#pragma once
#include "gen/world.h"

enum belongs { BELONGS_UNKNOWN, BELONGS_NO, BELONGS_YES };

/*
 * On a day that falls into a month or year of which only that is known (since 2006), the answer is BELONGS_UNKNOWN.
 * BELONGS_NO needs a group whose list is complete.
 */
enum belongs group_has(const struct membership *const *rows, size_t count, enum group_coverage coverage,
    const char *group, const char *state, struct date day);

/* The States that belong on a day, in the order of the rows; how many. Those in doubt are left out and counted. */
size_t group_states(const char **out, size_t most, size_t *in_doubt, const struct membership *const *rows, size_t count,
    const char *group, struct date day);
