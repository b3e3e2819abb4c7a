/*
 * What stands before and after the body: symbol, title, session, date of adoption, meeting, agenda item, vote.
 *
 * What is not told stays unknown; what follows from the symbol or the date is marked as computed. The date of issue is never taken for
 * that of adoption.
 */
#pragma once
#include "mandate/clauses.h"

struct masthead_reader {
    struct arena *arena;
    struct paragraphs *all;
    struct lines *lines;
    const struct ordinals *ordinals;
    bool only; /* one resolution in the text: what stands anywhere in it is about it */
};

void masthead_read(struct masthead_reader *r, struct resolution *out, const struct region *region);

/* The references of the head, into the citer. */
void masthead_cite(struct clause_reader *r, const struct resolution *out, const struct region *region);

/* "Seventy-third session" in the tokens: its number; 0 when there is none. */
uint32_t session_named(const char *bytes, const struct token *tokens, size_t count);

/* The first whole date in the tokens; unknown when there is none. *end is behind it. */
struct date date_named(const char *bytes, const struct token *tokens, size_t count, size_t *end);
