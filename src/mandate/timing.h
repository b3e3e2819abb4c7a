/* When something is due, as the words say it: "at its nineteenth and twentieth sessions", "within 30 days", "annually", "by 31 December 2019". */
#pragma once
#include "mandate/token.h"

struct ordinals;

enum { MOST_TIMED = 16 };

struct timing {
    const char *text; /* the words, as they stand; NULL: none */
    int sessions[MOST_TIMED];
    size_t session_count;
    bool recurring;
};

/* In tokens[from] to tokens[end - 1]. */
void timing_read(struct timing *out, struct arena *arena, const struct ordinals *ordinals, const char *bytes,
    const struct token *tokens, size_t from, size_t end);
