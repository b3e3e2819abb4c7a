/*
 * Standing in for an absent colleague: from a day until a day, with the roles and scopes of the one who is away, and
 * under one's own name; the ledger records both ("ID for ID"). It is not passed on, and it gives no say over the
 * account of the absent.
 *
 * The absent arranges it, or an administrator. In the office only colleagues stand in for one another; somebody of outside
 * (a focal point, a partner, a donor) is stood in for by somebody of the same State, entity or donor.
 */
#pragma once
#include "access/user.h"

struct stand_in {
    const char *id, *absent, *deputy; /* ids of users */
    const char *absent_name, *deputy_name;
    struct date since, until; /* both days included */
    const char *ended;        /* moment at which it was ended early; NULL: it was not */
};

/* `id` may be NULL. ERR_INVALID with faults on the fields absent, deputy, since, until. */
enum err stand_in_add(char **id, struct store *store, struct call *call, const char *absent, const char *deputy,
    struct date since, struct date until) MUST_CHECK;
enum err stand_in_end(struct store *store, struct call *call, const char *id) MUST_CHECK;

/* Those in which the user is absent or deputy, newest first, at most 100. NULL: of all users. */
enum err stand_in_list(
    struct stand_in **out, int *count, struct db *db, struct call *call, const char *user_id) MUST_CHECK;

/* Whom the user may stand in for today. */
enum err stand_in_today(
    struct stand_in **out, int *count, struct db *db, struct call *call, const char *deputy) MUST_CHECK;

/* The user with the roles of the absent, as of call->today. ERR_NOT_FOUND without a fault when there is no such arrangement. */
enum err user_standing_in(
    struct user **out, struct db *db, struct call *call, const struct user *user, const char *absent) MUST_CHECK;

/* The rule: whether somebody with these roles may stand in. Pure. */
bool stand_in_is_possible(const struct user *absent, const struct user *deputy);
