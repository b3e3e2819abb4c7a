/*
 * Rights: what is done that is no verb of a declared record: with accounts, the ledger, the system. Declared in *.decl files
 * together with who may (doc/declarations.md). A route or a command names its right, and is refused to others before its
 * code runs (gate_right); the permission table lists it beside the records.
 */
#pragma once
#include <stdbool.h>

struct right {
    const char *noun, *verb; /* words under "permission.verb.NOUN.VERB" */
    unsigned roles;          /* bits of enum role */
    bool any_user;           /* whoever has an account */
};

/* All rights, in the order of the folders: made by tools/decl. */
extern const struct right *const rights[];
extern const int right_count;
