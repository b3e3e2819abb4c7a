/*
 * One character as searching and sorting see it: decomposed, without case, with the letters that
 * people interchange made one. Shared by fold.c (tokens) and fold_sort.c (sort keys); nobody else
 * needs it.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { FOLD_MOST = 40 }; /* code points that one may turn into: U+FDFA is a phrase of eighteen */

/* Decomposed and without case; marks stay. 0 for what cannot be seen (joiners, direction marks,
 * soft hyphens). */
size_t fold_decompose(uint32_t out[FOLD_MOST], uint32_t code);

/* A letter as its base letters, one or two: ø o, æ ae; Arabic alef, ya and ta marbuta unified;
 * every digit 0-9. */
size_t fold_base(uint32_t out[2], uint32_t code);

/* Both, and marks dropped. */
size_t fold_letter(uint32_t out[FOLD_MOST], uint32_t code);

bool fold_is_mark(uint32_t code);
bool fold_is_word(uint32_t code);  /* a letter or a number */
bool fold_is_space(uint32_t code); /* separates words without being seen */
