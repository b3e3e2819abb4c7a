/* What the tests look at besides the records of case.decl. */
#pragma once
#include <stddef.h>

/* The projection of case.decl, and how often it was built. */
struct petition_count {
    size_t petitions;
};
extern int petition_counts_built;
