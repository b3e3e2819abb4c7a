/*
 * What roles of outside are for: a focal point's State, a partner's or a donor's entity. So that nobody is made focal point
 * of a State that does not exist. For scope_exists_register (access/account.h).
 */
#pragma once
#include "access/role.h"
#include "store/store.h"

enum err scope_is_there(bool *out, struct db *db, struct call *call, enum role role, const char *id) MUST_CHECK;
const char *scope_is_of(enum role role); /* "state", "entity" */
