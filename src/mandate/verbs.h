/*
 * What a paragraph does: its finite verbs whose subject is the organ, with their adverbs and fixed complements.
 *
 * The first words are one. Others count when they are coordinated with it: after "and", a comma, a semicolon, perhaps with "in this regard"
 * between. A verb after "which" or "who" is somebody else's, and so are those listed after it.
 */
#pragma once
#include "mandate/label.h"
#include "mandate/resolution.h"

struct verb_reader {
    struct arena *arena;
    const char *bytes; /* the clean text that the tokens' places count from */
    uint32_t base;     /* added to the places of tokens */
    struct said_verb *found;
    size_t count, room;
};

/* Of an operative paragraph; `end` is where its subparagraphs begin, whose verbs do not count. */
void verbs_read(struct verb_reader *r, const struct token *tokens, size_t count, size_t end);

/* The words that open a preambular paragraph, as they are written. NULL when it begins with none. */
const char *opener_read(struct verb_reader *r, const struct token *tokens, size_t count, struct said_verb *out);
