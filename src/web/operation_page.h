/*
 * The page of an operation: what it is asked with as a form, and its answer; and the same answer as a panel on the page of a record. An
 * answer is shown by its shape: known parts as a list, parts that are many as tables. A folder that wants a shape to look its own way
 * registers a `struct look` for it; the rest stays.
 */
#pragma once
#include "record/reply.h"
#include "web/record_list_page.h"

/* An answer on its way to a page. */
struct answer {
    const struct operation *operation;
    const void *reply;
    const struct titles *titles;
    const struct request *request;
    bool panel; /* beside other things, under a heading of its own */
};

/* How a shape looks. `html` writes what stands between the form and the foot of the page. */
struct look {
    const struct shape *shape;
    void (*html)(struct buffer *out, struct call *call, const struct answer *answer);
};

/* The answer as its shape looks; false when there is nothing to show. */
bool answer_html(struct buffer *out, struct call *call, const struct answer *answer);

/* The panels on the page of a row, written; nothing for operations that this user may not ask. */
struct panel {
    const char *title, *href;
    struct html html;
};
enum err panels_of(struct panel **out, size_t *count, struct request *request, struct db *db,
    const struct record *record, const char *id) MUST_CHECK;

/* Routes of all operations: pages, files, and those of the programming interface. Ends with an entry without pattern. */
const struct route *operation_routes(struct arena *arena);

/* ---- for its template ---- */

struct answer_fact {
    const char *label;
    struct cell cell;
};

struct answer_table {
    const char *caption;
    bool named; /* the heading above says the same already */
    struct list_column *columns;
    size_t columns_count;
    struct list_line *rows; /* the first column is the head of each row */
    size_t rows_count;
};

struct answer_page {
    struct answer_fact *facts;
    size_t facts_count;
    struct answer_table *tables;
    size_t tables_count;
};

struct operation_page {
    struct frame frame;
    const char *title, *path;
    const char *csrf, *key; /* of one that changes something */
    struct form_field *asks;
    size_t asks_count;
    struct form_fault *faults;
    size_t faults_count;
    struct html answer;
    bool asked;
};
void operation_page_html(struct buffer *out, struct call *call, const struct operation_page *page);
void answer_page_html(struct buffer *out, struct call *call, const struct answer_page *page);
