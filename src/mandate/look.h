/* How texts, comparisons, series and duties look on pages (struct look in web/operation_page.h). For folder.c and the templates. */
#pragma once
#include "gen/mandate.h"
#include "web/operation_page.h"

extern const struct look text_look, comparison_look, series_look, duties_look;

/* ---- for the templates ---- */

struct look_run {
    const char *text, *href;
    bool verb, asks, says, label; /* verb: whichever of the three */
    bool who, condition;
};

struct look_duty {
    const char *aria, *href, *who, *kind, *condition, *status;
    struct date from, until;
    const char *to_word, *page_lang, *page_dir;
    bool dated, open, done;
};

struct look_piece {
    const char *anchor, *number, *heading, *aria;
    bool begins_operative, begins_annex;
    struct look_run *runs;
    size_t runs_count;
    struct look_duty *duties;
    size_t duties_count;
};

struct look_link {
    const char *label, *href, *text, *lang;
};

struct look_text {
    const char *lang, *dir, *symbol, *draft, *opening, *record_href, *cite, *compare_href;
    struct date date;
    const char *series, *series_href, *turn;
    int64_t words, duties;
    bool invented;
    struct look_piece *pieces;
    size_t pieces_count;
    const struct read_note *notes;
    size_t notes_count;
    struct look_link *others;
    size_t others_count;
    const char *open_href; /* of a panel: the page of the text */
};
void text_html(struct buffer *out, struct call *call, const struct look_text *page);
void text_panel_html(struct buffer *out, struct call *call, const struct look_text *page);

struct look_edit {
    const char *text;
    bool added, removed;
};

struct look_pair {
    const char *first, *second, *change, *arrow, *page_lang, *page_dir;
    bool moved, both;
    struct look_edit *edits;
    size_t edits_count;
};

struct look_comparison {
    const char *first, *first_href, *second, *second_href, *counts, *lang, *dir, *arrow;
    struct look_pair *pairs;
    size_t pairs_count;
};
void comparison_html(struct buffer *out, struct call *call, const struct look_comparison *page);

struct look_head {
    const char *symbol, *date_and_words;
    int64_t x, bar;
};

struct look_shape {
    int64_t x, y; /* of its middle */
    bool new, same, changed, moved, dot, dropped;
    const char *label;
    int64_t text_x, text_y;
};

struct look_thread {
    int64_t from, to, y;
};

struct look_cell {
    const char *head, *text, *href;
};

struct look_clause {
    const char *name;
    int64_t text_y;
    struct look_shape *shapes;
    size_t shapes_count;
    struct look_thread thread;
    bool threaded;
    struct look_cell *cells;
    size_t cells_count;
};

struct look_series {
    const char *sums, *title;
    int64_t width, height, name_x;
    const char *anchor; /* where the names of rows are held: "start", "end" */
    struct look_head *heads;
    size_t heads_count;
    struct look_clause *clauses;
    size_t clauses_count;
    struct look_link *compare;
    size_t compare_count;
};
void series_html(struct buffer *out, struct call *call, const struct look_series *page);

struct look_due {
    struct date from, until;
    const char *to_word, *who, *what, *href, *kind, *at, *at_href, *status;
    bool open, done;
};

struct look_duties {
    struct look_due *lines;
    size_t lines_count;
};
void duties_html(struct buffer *out, struct call *call, const struct look_duties *page);
