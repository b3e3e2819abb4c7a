/*
 * Footnotes: at the foot of a page, between two halves of a sentence, or all at the end.
 *
 * In: lines. Out: the notes with their marks; their lines get the role LINE_NOTE.
 */
#pragma once
#include "mandate/lines.h"

struct note {
    int number;     /* 0: marked with asterisks, or without a mark */
    uint32_t first; /* its first line, an index; further ones follow while they have its role and `note_of` says so */
    uint32_t from;  /* where its words begin, in the source */
    uint32_t line_count; /* lines, furniture between them not counted */
};

struct notes {
    struct note *at;
    size_t count;
    int32_t *of_line; /* which note a line belongs to, -1: none */
    bool stroke;      /* marks are written "1/" */
    struct arena *arena;
    size_t room;
    uint8_t *known; /* bits: there is a note with this number */
};

enum { MOST_NOTE = 99999 };

void notes_take(struct notes *out, struct lines *lines);

/* There is a note with this number. */
static inline bool note_exists(const struct notes *notes, uint32_t number)
{
    return notes->known && number <= MOST_NOTE && (notes->known[number / 8] >> number % 8 & 1);
}
