/*
 * The paragraphs of a resolution in the order of its text, each with the label it is cited by ("op 5", "pre 2", "annex 1"): the one way
 * in which paragraphs are named, for diffs, stored paragraphs, their addresses and the page that shows them.
 */
#pragma once
#include "mandate/resolution.h"

enum piece_part { PIECE_PREAMBLE, PIECE_OPERATIVE, PIECE_ANNEX };

struct text_piece {
    const char *label;
    const char *anchor; /* the label for addresses: "op5"; no two of a text have the same */
    enum piece_part part;
    struct span span;
    const char *number;          /* as it is written; NULL */
    const struct clause *clause; /* NULL in an annex */
    const struct annex *annex;   /* NULL outside of one */
};

struct text_pieces {
    struct text_piece *at;
    size_t count;
};

void pieces_make(struct text_pieces *out, struct arena *arena, const struct resolution *resolution);
