/*
 * Who may do something to an account: asked by every function of src/access that changes one. Private to src/access.
 *
 * In person means: signed in as this very user, and not as somebody who stands in for a colleague.
 */
#pragma once
#include "access/user.h"
#include "base/text.h"

static inline bool is_keeper(const struct call *call)
{
    return call->user && user_has(call->user, ROLE_administrator);
}

/* Signed in as this user, for whomever he or she acts. */
static inline bool is_own(const struct call *call, const char *user_id)
{
    return call->user && text_is(call->user->id, user_id);
}

static inline bool is_in_person(const struct call *call, const char *user_id)
{
    return is_own(call, user_id) && !call->user->stands_for;
}

static inline MUST_CHECK enum err may(struct call *call, bool it)
{
    return it ? OK : fail(call, ERR_FORBIDDEN, "forbidden");
}
