/*
 * Who did something, as the ledger and jobs name it: "ID", "ID for ID" of a deputy, "operator:NAME", "public".
 */
#pragma once
#include "access/user.h"

/*
 * With the rights that they have now, to go on with what they began. ERR_FORBIDDEN when the account is switched off or the
 * absence is over.
 */
enum err who_user(const struct user **out, struct db *db, struct call *call, const char *who) MUST_CHECK;

/* For people: names, where there still are some. */
enum err who_words(const char **out, struct db *db, struct call *call, const char *who) MUST_CHECK;

/* The account that did it: the deputy, not the absent; NULL when it was none. */
const char *who_account(struct arena *arena, const char *who);
