/* What the list of a record shows. Private to the pages of records. */
#pragma once
#include "web/record_pages.h"

struct list_column {
    const char *label, *sort_href, *sort_label, *sorted; /* sorted: "ascending", "descending", NULL */
    bool number;
};

struct list_cell {
    struct cell cell;
    const char *label; /* of its column, for phones */
};

struct list_line {
    const char *noun, *id, *name, *name_lang;
    struct list_cell *cells;
    size_t cells_count;
};

struct list_page_view {
    struct frame frame;
    const char *title, *about, *found;
    struct form_field *filters;
    size_t filters_count;
    const char *sort, *path;
    bool filtered;
    const char *head_label, *head_sort_href, *head_sorted;
    struct list_column *columns;
    size_t columns_count;
    struct list_line *rows;
    size_t rows_count;
    const char *next_href, *first_href, *add_href, *import_href, *all_href;
};
void list_page_html(struct buffer *out, struct call *call, const struct list_page_view *page);
void filter_html(struct buffer *out, struct call *call, const struct form_field *page);
