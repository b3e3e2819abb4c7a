/*
 * Two resolutions side by side: which paragraph became which, what was added, dropped or moved, and how the words changed.
 *
 * In: two resolutions as they were read. Out: pairs in the order of the second, what it no longer has where the first had it. Paragraphs are
 * paired by their words, whatever their numbers; a pair that stands out of the order of the others has moved.
 */
#pragma once
#include "mandate/resolution.h"

enum diff_kind { DIFF_SAME, DIFF_CHANGED, DIFF_ADDED, DIFF_DROPPED };

struct diff_edit {
    char kind; /* '=' '-' '+' */
    const char *text;
    size_t size;
};

struct diff_pair {
    enum diff_kind kind;
    bool moved;
    const char *a, *b;   /* "op 3", "pre 2", "annex 1"; NULL */
    uint32_t a_at, b_at; /* places in the order of their text; UINT32_MAX: none */
    struct diff_edit *edits;
    size_t edit_count;
    int likeness; /* of 100 */
};

struct mandate_diff {
    struct diff_pair *pairs;
    size_t count;
};

void mandate_diff(
    struct mandate_diff *out, struct arena *arena, const struct resolution *a, const struct resolution *b);
