/*
 * Sessions named in a text: "its nineteenth and twentieth sessions", "its resumed organizational session in 1992", "ses
 * dix-neuvième et vingtième sessions", "su sexagésimo tercer período de sesiones". What is read is only the words; which
 * organ is meant and when it meets is for phrase.c.
 */
#pragma once
#include "world/ordinal.h"

enum { MOST_SESSIONS = 16 };

struct session_phrase {
    size_t at, end;             /* words of the text */
    int numbers[MOST_SESSIONS]; /* ordinals, or the years that sessions are named by */
    size_t count;
    int year;           /* "session in 1992"; 0: not said */
    bool next, current; /* "its next session" */
    bool resumed, reconvened, organizational, substantive, special, emergency, main;
};

/* The next one from `from` on; false when there is none. */
bool session_phrase_find(struct session_phrase *out, const struct ordinals *ordinals, const struct text_word *words,
    size_t count, size_t from);

/* A year in four figures, 1946 to 2099; 0 when it is none. */
int year_read(const char *plain);
