/*
 * Who somebody is to the office. One person may have several roles; a scope (a State, an entity, a
 * donor) goes with those that need one. tools/decl reads the same list, so that declarations name
 * these words and no others.
 */
#pragma once
#include <stdbool.h>

#define ROLES(X)                                                                                                       \
    X(public)        /* nobody in particular */                                                                        \
    X(officer)       /* programme officer: triages requests, plans and delivers */                                     \
    X(legal)         /* legal officer: treaties, assessments, legal basis */                                           \
    X(focal_point)   /* of a State: asks, comments, consents; scope: the State */                                      \
    X(partner)       /* of an entity that works beside us; scope: the entity */                                        \
    X(donor)         /* of somebody who pays; scope: the donor */                                                      \
    X(finance)       /* records money */                                                                               \
    X(writer)        /* writes reports */                                                                              \
    X(auditor)       /* reads everything, changes nothing */                                                           \
    X(administrator) /* runs the system; reads no confidential content */

enum role {
#define X(name) ROLE_##name,
    ROLES(X)
#undef X
        ROLE_COUNT
};

#define ROLE_BIT(role) (1u << (role))

/* "officer", "focal_point", ...: in declarations, in the store, on the command line. Its words are
 * under "role.NAME". */
const char *role_name(enum role role);
bool role_parse(enum role *out, const char *name);

/* Whether the role is somebody's of outside, and so always goes with a scope: focal point, partner,
 * donor. */
bool role_scoped(enum role role);
