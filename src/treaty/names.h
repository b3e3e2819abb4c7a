/*
 * Which State is meant by a name in an old list: the names of States in six languages, their codes, and the other names that persons
 * have settled. Footnote marks are taken off; case and accents do not matter.
 */
#pragma once
#include "store/sql.h"

struct known_name {
    const char *folded, *shown, *state;
};

struct known_names {
    struct known_name *at; /* sorted by folded */
    size_t count;
};

enum err names_load(struct known_names *out, struct db *db, struct call *call) MUST_CHECK;

/* "[China 1, 2]" -> "China", "Montenegro⁴" -> "Montenegro" */
char *name_clean(struct arena *arena, const char *name);

const char *names_find(const struct known_names *names, struct arena *arena, const char *name); /* NULL: nobody knows */

/* Up to three known names that look like it, "Benin (BEN); Bhutan (BTN)"; NULL when none does. */
const char *names_near(const struct known_names *names, struct arena *arena, const char *name);
