/* How one text became another, word by word: the shortest list of words kept, taken out and put in. */
#pragma once
#include "mandate/diff.h"

struct diff_word {
    uint64_t name;
    uint32_t at, size; /* with the blanks behind it */
};

/* The words of a text; signs at their ends are words of their own. */
struct diff_word *diff_words_cut(struct arena *arena, const char *text, size_t size, size_t *count);

/* Edits that turn the words of a into those of b. */
struct diff_edit *diff_words(struct arena *arena, const char *a, const struct diff_word *a_words, size_t a_count,
    const char *b, const struct diff_word *b_words, size_t b_count, size_t *count);
