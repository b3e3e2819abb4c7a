/*
 * Paragraphs: lines joined to what belongs together, in clean text.
 *
 * A line begins a paragraph, or goes on with the one before: told by how it begins, by how the text before it ends, and by blank
 * lines and indents. What was taken out between two lines (a page, a footnote) does not count.
 */
#pragma once
#include "mandate/clean.h"
#include "mandate/label.h"

enum start {
    START_OTHER,   /* figures, signs */
    START_SMALL,   /* a small letter */
    START_CAPITAL, /* a capital, or a letter of a script without them */
    START_NUMBER,  /* "12." */
    START_BRACKET, /* "(a)" */
    START_SECTION, /* "II" */
    START_VERB,    /* "Requests" */
    START_OPENER,  /* "Recalling", "Mindful" */
    START_FORMULA, /* "The General Assembly," */
    START_HEAD,    /* "64/177. Title", "Resolution 425 (1978)" */
    START_CLOSE,   /* "65th plenary meeting", "Adopted unanimously" */
    START_ANNEX,   /* "Annex" */
};

struct paragraph {
    uint32_t at, to;    /* in the clean text */
    uint32_t line;      /* its first line */
    uint32_t from, end; /* in the source */
    uint8_t start;
    uint8_t organ; /* of START_FORMULA: enum un_organ */
    uint8_t lang;  /* of START_FORMULA */
    uint8_t blank; /* blank lines before it */
    uint16_t indent;
    uint16_t formula; /* of START_FORMULA: tokens of the opening words */
    bool quoted;      /* begins with a quotation mark */
    bool second;      /* of the second language */
    bool centred;     /* short, and set in more than the lines around it: a heading */
    struct label label;
};

struct paragraphs {
    struct paragraph *at;
    size_t count, room;
    struct text text;
    struct tokens scratch;
    bool two_languages;
};

/* What a line or paragraph begins with; the tokens are its first ones. Fills in what depends on it. */
enum start start_of(struct paragraph *p, const char *source, const struct token *tokens, size_t count, size_t size);

/* Lines of text become paragraphs; one blank stands between two in the clean text. */
void paragraphs_make(struct paragraphs *out, struct lines *lines, const struct notes *notes);

/* The first `most` tokens of a paragraph, from `skip` bytes on; places count from the paragraph's beginning plus `skip`. */
const struct token *paragraph_tokens(
    struct paragraphs *all, const struct paragraph *p, size_t skip, size_t most, size_t *count);
