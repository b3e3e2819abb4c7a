/*
 * A paragraph cut into words, numbers and signs.
 *
 * In: clean text. Out: tokens in its order; blanks are none, but each token knows whether one stood before it. A hyphen or an
 * apostrophe between letters is no token either: what follows it knows.
 */
#pragma once
#include <stdbool.h>
#include "base/arena.h"
#include "mandate/vocabulary.h"

enum token_kind { TOKEN_SIGN, TOKEN_OF_LETTERS, TOKEN_NUMBER };
enum token_before { BEFORE_NOTHING, BEFORE_BLANK, BEFORE_HYPHEN, BEFORE_APOSTROPHE };

struct token {
    uint64_t word; /* of letters: its number in letters.h; of a sign: 0 */
    uint32_t at;   /* where it stands in the text */
    uint32_t
        number; /* of figures: its value, at most 4,000,000,000; of a sign: the sign; of letters: where phrases that begin with it are found, 0: none do */
    uint32_t kinds; /* of the phrases that begin with it */
    uint16_t size;  /* in bytes */
    uint8_t kind, before;
    bool upper;     /* begins with a capital */
    bool capitals;  /* has no small letter */
    uint8_t digits; /* of a number: how many */
};

struct tokens {
    struct token *at;
    size_t count, room;
    struct arena *arena;
};

/* Appends the tokens of the text, at most `most`. */
void tokens_cut(struct tokens *out, const char *text, size_t size, size_t most);

/* vocabulary.c: what term_at does when the first word says that it may. */
const struct wording *term_find(const struct token *tokens, size_t count, uint32_t kinds, size_t *taken);

/*
 * The longest phrase of these kinds that begins at tokens[0], and how many tokens it takes (blanks, hyphens and apostrophes between
 * its words do not matter); NULL when there is none.
 */
static inline const struct wording *term_at(const struct token *tokens, size_t count, uint32_t kinds, size_t *taken)
{
    return count && tokens->kinds & kinds ? term_find(tokens, count, kinds, taken) : NULL;
}

static inline bool is_sign(const struct token *t, uint32_t sign)
{
    return t->kind == TOKEN_SIGN && t->number == sign;
}

enum { TOKEN_DASH = 0x2013 }; /* a dash of any length that does not join a word */
