/* What the list of a record shows. Private to the pages of records. */
#pragma once
#include "web/clock.h"
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
    struct clock_line *clock; /* what is due first; NULL: nothing is */
    bool late;
    struct list_cell *cells;
    size_t cells_count;
};

struct saved_line {
    const char *name, *href, *change_href; /* change_href NULL: another's */
    bool here, shared;
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
    bool clocks;              /* the last column tells what is due first */
    struct saved_line *saved; /* lists that are kept under a name */
    size_t saved_count;
    const char *keep_href, *csrf, *key, *keep_name; /* NULL: nobody is signed in who could keep one */
    struct form_fault *faults;
    size_t faults_count;
    const char *bulk_href, *bulk_all_href; /* change the chosen, change all that it holds; NULL: this user may not */
};
void list_page_html(struct buffer *out, struct call *call, const struct list_page_view *page);
void filter_html(struct buffer *out, struct call *call, const struct form_field *page);

/* What is kept under a name, and the form to keep this list; after a refusal, why (record_saved.c). */
enum err saved_fill(struct list_page_view *page, struct request *request, struct db *db, const struct record *record,
    const struct list_wish *wish) MUST_CHECK;

/* "BEFORE/NOUN?FILTERS&saved=ID" */
const char *saved_href(
    struct call *call, const struct record *record, const char *before, const char *filters, const char *id);
