/*
 * Lines: where each one begins and ends in the source, without the blanks around it.
 *
 * In: UTF-8 text. Out: its lines that are not blank; how far each is set in, how many blank lines stand before it, whether a page
 * begins with it. A long line that holds several paragraphs, or a whole text, comes out as several (long_lines.c).
 */
#pragma once
#include "mandate/token.h"

enum line_role {
    LINE_TEXT,
    LINE_FURNITURE, /* page and job numbers, running heads, rules: no part of the text */
    LINE_MASTHEAD,  /* furniture that tells something: a symbol, a session, an agenda item */
    LINE_NOTE,      /* of a footnote */
};

struct line {
    uint32_t from, to; /* in the source */
    uint16_t indent;   /* columns */
    uint8_t blank;     /* blank lines before it, counted to 200 */
    uint8_t role;
    bool page;   /* the first of a page */
    bool cut;    /* goes on from the same line of the source */
    bool second; /* of the second column or language */
};

struct lines {
    const char *text;
    size_t size;
    struct line *at;
    size_t count, room;
    struct arena *arena;
    struct tokens scratch; /* reused by the layers that look into lines */
    bool wrapped;          /* its paragraphs run over several lines */
    size_t width;          /* of a full line, in bytes */
};

enum { MOST_LINES = 8 << 20 };

/* False when there are more than MOST_LINES. */
bool lines_cut(struct lines *out, struct arena *arena, const char *text, size_t size);

/* Cuts the tokens of the first `most` words of a line into lines->scratch and gives them; offsets count from the line's beginning. */
const struct token *line_tokens(struct lines *lines, size_t line, size_t most, size_t *count);

/* long_lines.c: where a long line is to be cut, as offsets from its beginning. */
size_t long_line_cuts(struct lines *lines, const char *text, size_t size, uint32_t *cuts, size_t most);

/* columns.c: two columns become one after the other. True when they are in two languages. */
bool columns_part(struct lines *lines);

/* furniture.c: sets the roles of lines that are no text. */
void furniture_mark(struct lines *lines);

static inline const char *line_text(const struct lines *lines, size_t i)
{
    return lines->text + lines->at[i].from;
}
static inline size_t line_size(const struct lines *lines, size_t i)
{
    return lines->at[i].to - lines->at[i].from;
}
