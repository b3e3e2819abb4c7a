/*
 * A document as its author thinks of it: headings, paragraphs numbered in the way of UN documents, tables, footnotes, gaps to
 * be filled in. One description is written as a file for word processors (codec/docx.h) and as pages (codec/pdf.h).
 *
 * It is built from the top: a block is added, then what else stands in it.
 *
 *     struct document *document = document_new(arena, "en", "Report");
 *     document_heading(document, 1, "Advice given");
 *     struct prose *prose = document_numbered(document, 1, "The Office gave advice to 26 States");
 *     prose_note(prose, "Counted on 31 May 2014.");
 *     prose_text(prose, ".");
 *
 * Texts are not copied: they live as long as the document. Languages are BCP 47 tags; the direction of writing follows from
 * them. The isolating characters of Unicode (U+2066 .. U+2069) are understood.
 */
#pragma once
#include <stdint.h>
#include "base/arena.h"

enum run_kind {
    RUN_TEXT,
    RUN_NOTE, /* a footnote: its mark here, its text at the foot */
    RUN_GAP,  /* an underlined gap to be filled in */
};

struct run {
    enum run_kind kind;
    const char *text; /* a new line breaks the line; of a gap: what is to be filled in */
    bool bold, italic;
    const char *lang; /* NULL: that of the paragraph */
    const char *link; /* http, https, mailto, or #ANCHOR of a block; anything else is no link; NULL: none */
    int width;        /* of a gap, in characters */
    struct prose *note;
    struct run *next;
};

/* What stands in a paragraph, a cell or a footnote. */
struct prose {
    struct arena *arena;
    struct run *first, *last;
};

enum align { ALIGN_START, ALIGN_CENTRE, ALIGN_END };

struct grid_column {
    int width; /* against those of the other columns */
    enum align align;
};

struct grid_cell {
    struct prose prose;
    int span;         /* columns that it takes; 0 is 1 */
    const char *lang; /* NULL: that of the document */
    struct grid_cell *next;
};

struct grid_row {
    struct grid_cell *first, *last;
    bool head; /* a head row, again on each page; they come first */
    struct grid_row *next;
};

struct grid {
    struct arena *arena;
    const char *caption; /* NULL: none */
    const struct grid_column *columns;
    size_t column_count;
    bool bare; /* without rules and tint: to set things side by side */
    struct grid_row *first, *last;
};

enum block_kind {
    BLOCK_TITLE,
    BLOCK_HEADING, /* levels 1 to 4 */
    BLOCK_PARAGRAPH,
    BLOCK_NUMBERED, /* levels 1 to 3: 1. (a) (i) */
    BLOCK_BULLET,   /* levels 1 and 2 */
    BLOCK_QUOTE,    /* set in from both sides */
    BLOCK_TABLE,
    BLOCK_PAGE_BREAK,
};
enum { DOCUMENT_HEADINGS = 4, DOCUMENT_NUMBERS = 3, DOCUMENT_BULLETS = 2 };

struct block {
    enum block_kind kind;
    int level, number; /* number: of a numbered paragraph within its level */
    int numbering;     /* from 0, one more with each document_restart */
    enum align align;
    bool keep;          /* on one page with the block after it */
    const char *lang;   /* NULL: that of the document */
    const char *anchor; /* a name to link to; NULL: none */
    struct prose prose;
    struct grid *table;
    struct block *next;
};

struct document {
    struct arena *arena;
    const char *lang, *title;
    const char *author, *subject, *keywords; /* NULL: none */
    int64_t created;                         /* moment, as it stands in the file */
    bool landscape;                          /* A4 either way */
    const char *head_start, *head_end; /* at the head of each page, and at its foot beside the number; NULL: none */
    const char *foot;
    bool bare_first; /* the first page has neither head nor number */
    struct block *first, *last;
    int numbers[DOCUMENT_NUMBERS], numbering;
};

struct document *document_new(struct arena *arena, const char *lang, const char *title);

/* Each adds a block, or starts one with a text (NULL or "": none yet), and gives what more may be put into. */
struct prose *document_title(struct document *document, const char *text);
struct prose *document_heading(struct document *document, int level, const char *text);
struct prose *document_paragraph(struct document *document, const char *text);
struct prose *document_numbered(struct document *document, int level, const char *text);
struct prose *document_bullet(struct document *document, int level, const char *text);
struct prose *document_quote(struct document *document, const char *text);
struct grid *document_table(struct document *document, const struct grid_column *columns, size_t count);
void document_page_break(struct document *document);

/* The next numbered paragraph is 1 again: for an annex. */
void document_restart(struct document *document);

/* A table by itself, and one put into a document later. */
struct grid *grid_new(struct arena *arena, const struct grid_column *columns, size_t count);
void document_add_table(struct document *document, struct grid *table);

struct grid_row *grid_add_row(struct grid *table, bool head);
struct prose *grid_add_cell(struct grid *table, struct grid_row *row, const char *text);

void prose_text(struct prose *prose, const char *text);
struct prose *prose_note(struct prose *prose, const char *text);
void prose_gap(struct prose *prose, const char *label, int width);
struct run *prose_run(struct prose *prose, struct run run); /* anything else */

/* Whether the language is written from right to left. */
bool document_rtl(const char *lang);

/* Whether the tag's first part is this one: "zh-Hans" is "zh". */
bool document_lang_is(const char *lang, const char *language);

/*
 * How paragraphs are numbered in a language: what stands before and after the number of each level, and how the number is
 * written.
 */
enum number_form { NUMBER_DECIMAL, NUMBER_LETTER, NUMBER_ROMAN, NUMBER_ABJAD, NUMBER_CHINESE };
struct number_style {
    const char *before, *after;
    enum number_form form;
};
const struct number_style *document_number_style(const char *lang, int level);
char *document_number(struct arena *arena, const char *lang, int level, int number); /* "1.", "(a)", "(i)" */

/* The place of a block with this anchor among the blocks, from 1; 0 when there is none. */
int document_anchor(const struct document *document, const char *anchor);

/* The address of a link that leads out of the document, "#..." for one within it, NULL for what is no link. */
const char *document_link(const struct document *document, const char *link);
