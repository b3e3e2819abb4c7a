/*
 * How sure a fact is. The words and their order are those of the field `mark` in the declarations of this folder and
 * of the columns in data/: what stands in a row and what a rule answers is said in the same words.
 */
#pragma once
#include "base/text.h"

enum mark {
    MARK_NONE,       /* nothing is known */
    MARK_SEEN,       /* stands in a document that was opened */
    MARK_COMPUTED,   /* follows from a rule, which is named */
    MARK_UNVERIFIED, /* told, not checked */
};

static inline enum mark mark_worse(enum mark a, enum mark b)
{
    return a > b ? a : b;
}

static inline const char *mark_name(enum mark mark)
{
    static const char *const names[] = {"", "seen", "computed", "unverified"};
    return names[mark];
}

static inline enum mark mark_named(const char *name)
{
    for (enum mark mark = MARK_SEEN; mark <= MARK_UNVERIFIED; mark++)
        if (text_is(name, mark_name(mark)))
            return mark;
    return MARK_NONE;
}
