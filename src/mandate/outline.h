/*
 * Where each resolution of a text begins and ends.
 *
 * In: paragraphs. Out: regions, each with its head, opening words, body, close and annexes, as ranges of paragraphs. A draft that a
 * resolution recommends is a region inside another. Tails of neighbours, which have no opening words, are in none.
 */
#pragma once
#include "mandate/paragraphs.h"

struct region {
    size_t head;    /* first paragraph of the head */
    size_t number;  /* the paragraph with the number and title; NO_PARAGRAPH */
    size_t formula; /* the opening words; the first of the body when there are none */
    size_t body,
        body_end; /* paragraphs after the opening words; the rest of the formula's own paragraph comes before them */
    size_t close, close_end;
    size_t annex, annex_end;
    size_t end;   /* first paragraph of the next one */
    size_t outer; /* region that recommends this one as a draft; NO_PARAGRAPH */
    bool has_formula, decision, cut;
    char part; /* 'A' of "37/98 A"; 0 */
};

#define NO_PARAGRAPH SIZE_MAX

struct outline {
    struct region *at;
    size_t count;
};

void outline_make(struct outline *out, struct arena *arena, struct paragraphs *all);
