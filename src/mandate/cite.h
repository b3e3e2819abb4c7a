/*
 * What a text cites: document symbols, and resolutions and decisions by their numbers.
 *
 * A symbol ("A/64/440 and Corr.1", "A/59/754-S/2005/197") is known by its form. A number is one only in a list that the word "resolution"
 * or "decision" opens; its body is the one named beside that word, or "its", or, where none is, the one whose numbers look so.
 */
#pragma once
#include "mandate/resolution.h"

struct citer {
    struct arena *arena;
    enum un_organ adopter;
    uint32_t session; /* of the adopter; 0: not known */
    struct reference *found;
    size_t count, room;
    uint32_t *slots; /* of the table of symbols: index + 1 */
    size_t slot_count;
    struct cited *cited; /* in the text read last, in its order */
    size_t cited_count, cited_room;
};

void citer_init(struct citer *citer, struct arena *arena, enum un_organ adopter, uint32_t session);

/* Reads one paragraph or note; `base` is added to the places of tokens. What it cites stands in citer->cited. */
void cite_read(
    struct citer *citer, const char *bytes, const struct token *tokens, size_t count, uint32_t base, enum where where);

/* The symbol of a resolution of an organ by its number as it is written: "64/177", "2994 (XXVII)". NULL when it is no such number. */
const char *symbol_of(struct arena *arena, enum un_organ organ, bool decision, const char *bytes,
    const struct token *tokens, size_t count, size_t *taken);

/* A document symbol at tokens[0], in its usual spelling; NULL when there is none. */
const char *document_symbol(
    struct arena *arena, const char *bytes, const struct token *tokens, size_t count, size_t *taken);
