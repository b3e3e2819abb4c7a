/*
 * The matrix as a page: a row for each State, in the order of names, a column for each instrument, families together; in each cell what was done
 * and in which year, and the way to the page that tells why (treaty course). Below each column how many are bound, and whether there
 * may be more of whom nothing is known.
 */
#pragma once
#include "web/operation_page.h"

extern const struct look matrix_look;

struct matrix_head {
    const char *id, *name, *called;
    bool first; /* of its family */
    int64_t bound, unknown;
};

struct matrix_cell {
    const char *instrument, *state, *as_of;
    const char *text, *title;
    const char *class;
};

struct matrix_line {
    const char *id, *name;
    struct matrix_cell *cells;
    size_t cells_count;
};

struct matrix_page {
    const char *caption;
    struct matrix_head *heads;
    size_t heads_count;
    struct matrix_line *rows;
    size_t rows_count;
    int64_t states; /* of all pages */
    int64_t whole;  /* instruments whose list is whole */
};
void matrix_page_html(struct buffer *out, struct call *call, const struct matrix_page *page);
