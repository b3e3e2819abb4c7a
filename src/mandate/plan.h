/*
 * What is kept of a resolution, worked out before anything is stored: the document, its paragraphs, what it cites, and the duties it
 * lays, each due date read by the calendars of organs (world/phrase.h). Pure, so that workers can do it while others are stored.
 */
#pragma once
#include "gen/mandate.h"
#include "mandate/pieces.h"
#include "world/phrase.h"

struct plan_asked {
    const struct calendar *calendar;
    const struct ordinals *ordinals;
    struct date today; /* a recurring duty is told up to the second time from then on */
};

/* Of rows to come: what refers to a paragraph has its place in `paragraphs` plus one, 0 for none. */
struct plan_citation {
    size_t paragraph;
    const char *cited;
    enum citation_how how;
    enum citation_stands_in stands_in;
};

struct plan_duty {
    size_t paragraph;
    struct duty row; /* without id, document, paragraph, owner and state */
};

struct plan {
    struct document document; /* without id, file and what is known only when it is stored */
    const char *id;           /* of the first document under its symbol */
    uint64_t title_key;       /* the same for titles that say the same; 0: no title */
    struct text_pieces pieces;
    struct paragraph *paragraphs; /* without id and document */
    size_t paragraph_count;
    struct plan_citation *citations;
    size_t citation_count;
    struct plan_duty *duties;
    size_t duty_count;
};

void plan_make(
    struct plan *out, struct arena *arena, const struct resolution *resolution, const struct plan_asked *asked);

/* The words of a title as numbers, sorted, each once: to see how much two titles have in common. */
size_t title_words(uint64_t **out, struct arena *arena, const char *title);

/* Parts of it, each in a file of its own. */
void plan_citations(struct plan *plan, struct arena *arena, const struct resolution *resolution);
void plan_duties(
    struct plan *plan, struct arena *arena, const struct resolution *resolution, const struct plan_asked *asked);
