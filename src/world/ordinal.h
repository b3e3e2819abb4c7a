/*
 * Ordinal numbers in words, as resolutions write them: "sixty-third", "soixante-troisième", "sexagésimo tercer"; from 1
 * to 99. Reading takes the words of a text (words.c of this folder cuts them) in English, French and Spanish, figures
 * with or without an ending, and Roman figures; writing gives all six languages, for "at its sixty-third session".
 */
#pragma once
#include "base/words.h"

/* A word of a text, without case and accents; cut at blanks, hyphens, apostrophes and other signs. */
struct text_word {
    const char *plain;     /* "soixante" */
    const char *from, *to; /* where it stands in the text */
    bool comma;            /* a comma stands before it */
};

/* Cuts a text into words. Letters other than Latin ones stay as they are. */
size_t words_cut(struct text_word **out, struct arena *arena, const char *text);

/* The forms that are read, made once for a text. */
struct ordinals;
const struct ordinals *ordinals_make(struct arena *arena);

/* The ordinal that begins with this word, and how many words it takes; 0 when there is none. */
int ordinal_read(int *number, const struct ordinals *ordinals, const struct text_word *words, size_t count);

/* A number in words or figures: "thirty", "six", "24". How many words it takes. English. */
int cardinal_read(int *number, const struct text_word *words, size_t count);

/* A Roman figure in capitals at *at, which moves behind it; 0 when there is none or it is written wrongly. */
int roman_read(const char **at);

/* "sixty-third session" in the language; figures from 100 on. */
char *session_words(struct arena *arena, enum lang lang, int number);
