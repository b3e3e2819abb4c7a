/*
 * What the parts of the writer of .pdf share. A document becomes texts (set in lines by Pango), texts become boxes that
 * cannot be broken, boxes are put on pages, pages are drawn. Measures are points; y runs down. Nobody else needs it.
 */
#pragma once
#include <pango/pangocairo.h>
#include "base/call.h"
#include "codec/document.h"

enum pdf_look {
    LOOK_TEXT,
    LOOK_TITLE,
    LOOK_HEADING,
    LOOK_HEADING_2,
    LOOK_HEADING_3,
    LOOK_HEADING_4,
    LOOK_CAPTION,
    LOOK_CELL,
    LOOK_HEAD_CELL,
    LOOK_NOTE,
    LOOK_EDGE,
    LOOK_LABEL, /* below a gap */
};

/* Something within a text: a link, the mark of a footnote, a gap. */
struct pdf_mark {
    size_t from, to; /* bytes */
    const char *link;
    struct pdf_note *note;
    struct pdf_text *label;
    double width; /* of a gap */
    struct pdf_mark *next;
};

struct pdf_text {
    PangoLayout *layout;
    struct pdf *pdf;
    bool rtl;
    enum align align;
    double width, indent, leading, rise; /* rise: from the top of a line to its baseline */
    struct pdf_mark *marks;
    struct pdf_text *older; /* all of them are freed with the call */
};

/* A line of a text at its place in a box: where its baseline starts. */
struct pdf_piece {
    const struct pdf_text *text;
    PangoLayoutLine *line;
    double x, y, width, height; /* width: what there was for it */
    int cell;                   /* of a row: which, from 1; 0 elsewhere */
    struct pdf_piece *next;
};

/* A filled rectangle in a box. */
struct pdf_rule {
    double x, y, width, height, grey; /* grey: 0 black, 1 white */
    struct pdf_rule *next;
};

struct pdf_box {
    double before, height; /* before: space above it, but not at the top of a page */
    bool keep, page_break; /* keep: with the next one */
    bool head;             /* of a table: said again at the top of a page; heads stand one after another */
    struct pdf_piece *pieces, *last_piece;
    struct pdf_rule *rules;
    const struct block *starts; /* the block that begins here */
    const char *tag;            /* of the structure: "P", "H1", "TR" */
    bool goes_on;               /* with what the box before began */
    struct pdf_box *heads;      /* of a row: the first of the heads; NULL on a head itself */
    struct pdf_box *next;
};

struct pdf_boxes {
    struct pdf_box *first, *last;
};

struct pdf_note {
    struct pdf_boxes lines;
};

/* A box on a page. */
struct pdf_place {
    const struct pdf_box *box;
    double y;
    bool again; /* the head of a table, said again */
    struct pdf_place *next;
};

struct pdf_page {
    struct pdf_place *places, *last;
    struct pdf_place *notes, *last_note; /* y within the foot */
    double used, notes_used;
    int number;
    struct pdf_page *next;
};

struct pdf {
    struct call *call;
    const struct document *document;
    PangoFontMap *fonts;
    PangoContext *contexts[2]; /* left to right, right to left */
    struct pdf_text *texts;
    int text_count, note_count;
    size_t unshown;
    double page_width, page_height, text_width, text_height;
    struct pdf_boxes boxes;
    struct pdf_page *pages;
    int page_count;
    cairo_surface_t *surface;
    cairo_t *cr;
    bool stopped; /* what cairo still gives is lost */
    struct drawing *drawing;
};

enum { PDF_MARGIN = 68, PDF_NOTE_GAP = 10 }; /* above the notes is a short line, within this gap */

/* The fonts that the house uses and no others; NULL and a fault when those for this language are not installed. */
PangoFontMap *pdf_fonts(struct call *call, const char *lang);

/* Sets a text; the width is for its lines, or 0 for one line as wide as it is. Fails when there are too many. */
enum err pdf_set(struct pdf_text **out, struct pdf *pdf, const struct prose *prose, enum pdf_look look,
    const char *lang, double width, double indent) MUST_CHECK;
enum err pdf_set_plain(
    struct pdf_text **out, struct pdf *pdf, const char *text, enum pdf_look look, double width) MUST_CHECK;

/* The height of a line, and where in it the baseline is. */
double pdf_line_height(const struct pdf_text *text, PangoLayoutLine *line, double *baseline);
double pdf_line_width(PangoLayoutLine *line);

enum err pdf_make_boxes(struct pdf *pdf) MUST_CHECK;
enum err pdf_make_rows(struct pdf *pdf, const struct block *block) MUST_CHECK;
enum err pdf_make_note(
    struct pdf_note **out, struct pdf *pdf, const struct prose *prose, const char *lang, int number) MUST_CHECK;
struct pdf_box *pdf_add_box(struct pdf *pdf, struct pdf_boxes *boxes, double height);
void pdf_add_rule(struct pdf *pdf, struct pdf_box *box, struct pdf_rule rule);

/* Puts a line into a box between x and x + width, on the side that the text asks for, its top at y; gives its height. */
double pdf_add_piece(struct pdf *pdf, struct pdf_box *box, const struct pdf_text *text, PangoLayoutLine *line,
    const struct pdf_piece *place);

/* Calls `visit` for each mark that stands in this line. */
void pdf_marks_of(const struct pdf_text *text, PangoLayoutLine *line,
    void (*visit)(void *arg, const struct pdf_mark *mark), void *arg);

void pdf_make_pages(struct pdf *pdf);
void pdf_draw_line(cairo_t *cr, struct arena *arena, PangoLayoutLine *line, double x, double y);
enum err pdf_draw(struct buffer *out, struct pdf *pdf) MUST_CHECK;
void pdf_stop_drawing(struct pdf *pdf); /* whether it came to its end or not */

/*
 * Adds to a file of cairo's what cairo does not write: that its structure can be relied on, its language, and that its title
 * is shown. It is an incremental update: a new catalog after the end.
 */
enum err pdf_complete(struct buffer *file, struct call *call, const struct document *document) MUST_CHECK;
