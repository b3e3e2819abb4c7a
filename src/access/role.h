/*
 * Who somebody is to the office. One person may have several roles; a scope (a State, an entity, a donor) goes with
 * those that need one. tools/decl reads the same list, so that declarations name these words and no others.
 */
#pragma once

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
