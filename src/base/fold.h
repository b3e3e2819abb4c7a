/*
 * Text cut into search tokens, the same for every engine and language: case and accents folded (NFKD, marks off,
 * Arabic vowel signs and tatweel too), Arabic alef, ya and ta marbuta unified and the article dropped, overlapping
 * pairs for scripts written without spaces (Han, Kana, Hangul, Thai, Lao, Khmer, Burmese).
 */
#pragma once
#include "base/buffer.h"

/* Adds the tokens of `text` to out, separated by single spaces. */
void fold_tokens(struct buffer *out, const char *text, size_t size);

/* Folded for comparing and sorting by eye: case and accents off, white space to single spaces, nothing cut. */
char *fold_text(struct arena *arena, const char *text);

/* Calls each token with the bytes of the text it came from, for marking matches. */
typedef void fold_each(const char *token, size_t size, size_t from, size_t to, void *arg);
void fold_walk(struct arena *arena, const char *text, size_t size, fold_each *each, void *arg);

/*
 * A key whose byte order is the reading order of names in that language (accents after letters, Arabic article
 * ignored).
 */
char *fold_sort_key(struct arena *arena, int lang, const char *text);
