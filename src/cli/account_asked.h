/* Which account a command is about, by login or id, and with which roles. */
#pragma once
#include "access/right.h"
#include "access/user.h"
#include "cli/command.h"

enum { MOST_GRANTS = 32 };

/* The next word as a login or id. */
enum err account_named(struct user **out, struct session_of_command *session) MUST_CHECK;

/* The same, for those who may do this with the accounts of others, or whose own it is: who may not is not told whether it is there. */
enum err account_asked(
    struct user **out, struct session_of_command *session, const struct right *with_others) MUST_CHECK;

/* --role officer,focal_point:XAA: roles with the State, entity or donor they are for. `out` has room for MOST_GRANTS. */
enum err roles_given(struct scope *out, int *count, struct session_of_command *session) MUST_CHECK;
