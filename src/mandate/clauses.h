/*
 * The preambular and operative paragraphs of a region, and its annexes.
 *
 * In: paragraphs and a region. Out: clauses with their verbs, references, subparagraphs, resources and footnote marks, in the resolution.
 */
#pragma once
#include "mandate/cite.h"
#include "mandate/duty.h"
#include "mandate/outline.h"

struct clause_reader {
    struct arena *arena;
    struct paragraphs *all;
    struct citer *citer;
    struct duty_reader *duties;
    struct tokens tokens; /* reused */
};

/* Gives the paragraph behind the last that was taken: what follows is no part of the body. */
size_t clauses_read(struct clause_reader *r, struct resolution *out, const struct region *region);

void annexes_read(struct clause_reader *r, struct resolution *out, const struct region *region);

/* The references of one more piece of text (a head, a note, an annex); they stand in r->citer->cited until the next. */
void cite_span(struct clause_reader *r, struct span span, enum where where);

/* subparagraphs.c: `starts` are the places where a paragraph with a bracketed label begins. Gives the token where the first stands, or count. */
size_t subparagraphs_read(struct clause *out, struct arena *arena, const char *bytes, const struct token *tokens,
    size_t count, uint32_t base, const uint32_t *starts, size_t start_count);
