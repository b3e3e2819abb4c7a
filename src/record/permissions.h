/*
 * The permission table: for every declared record, operation and right, who may do what. Made from the descriptors and from what
 * access/gate.h holds everywhere, so that it tells what is so and not what somebody wrote down; test/permission_walk.py
 * tries every cell of it through every face.
 */
#pragma once
#include "access/gate.h"

/* Which rows a role may do something with: bits, 0 for none. */
enum extent { EXTENT_ALL = 1, EXTENT_OWN = 2, EXTENT_RELEASED = 4 };

struct permission {
    const char *noun;
    const struct record *record;       /* NULL: an operation, or a right */
    const struct operation *operation; /* NULL: a record or a right */
    const char *verb;                  /* of records: see, add, change, remove, step, confidential, personal */
    const char *step;                  /* its name; NULL for other verbs */
    unsigned extent[ROLE_COUNT];       /* of somebody with this role alone */
};

/* All of them, record by record, then the operations and the rights. The classes of fields only for records that have such fields. */
int permissions_list(struct permission **out, struct arena *arena);

/* Noun and verb as people read them. */
const char *permission_noun(struct call *call, const struct permission *permission);
const char *permission_verb(struct call *call, const struct permission *permission);

/* Which rows, in words; "" for none. */
const char *extent_words(const struct call *call, unsigned extent);

/* "all", "own", "released", "own+released" or "-": the cell as programs read it. */
const char *extent_name(unsigned extent);
