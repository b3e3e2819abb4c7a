/*
 * The page of an operation: what it is asked with as a form, and its answer; and the same answer as a panel on the page of a record. An
 * answer is shown by its shape: known parts as a list, parts that are many as tables. A folder that wants a shape to look its own way
 * registers a `struct look` for it; the rest stays. Long answers are shown in parts: pages of many rows, panels of a few; files have all.
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
    struct db *db;        /* to read what the answer leaves out */
    struct input *inputs; /* what it was asked with */
    int input_count;
    bool panel;              /* beside other things, under a heading of its own */
    size_t page, from, most; /* which rows are shown: of which page, from 1 */
};

/* What it was asked with under this name, as typed; a day whose standard is today has that day. NULL: nothing. */
const char *answer_asked(const struct answer *answer, const char *name);

struct look_heading {
    const char *title, *lang; /* lang NULL: that of the page */
};

/*
 * How a shape looks: as one operation shows it, or wherever it is given (operation NULL). `html` writes what stands between the form and the
 * foot of the page, and gives how many rows there are altogether, of which it shows `most` from `from` on. An answer that is a thing of its
 * own (a text to read) says what its page is called; the question then stands behind it, folded.
 */
struct look {
    const struct shape *shape;
    const struct operation *operation;
    size_t most; /* rows on a page; 0: as everywhere */
    enum err (*html)(struct buffer *out, size_t *rows, struct call *call, const struct answer *answer);
    void (*heading)(struct look_heading *out, struct call *call, const struct answer *answer); /* NULL: the question */
};
const struct look *look_of(const struct operation *operation); /* NULL: no folder says how it looks */

/* The answer as its shape looks, in how many rows; nothing is written on a panel that has nothing to show. `most` is filled in. */
enum err answer_html(struct buffer *out, size_t *rows, struct call *call, struct answer *answer) MUST_CHECK;

/* Its tables as everything is shown that no folder has a look for: for looks that add something to them. */
size_t answer_tables_html(struct buffer *out, struct call *call, const struct answer *answer);

/*
 * The panels on the page of a row, written; nothing for operations that this user may not ask. What the operation is asked about as of
 * today it is asked as of `on` (unknown: today); *dated says whether there is one.
 */
struct panel {
    const char *title, *href;
    int64_t more; /* rows altogether, when not all are shown */
    struct html html;
};
struct panels {
    struct panel *panels;
    size_t panels_count;
    bool dated;
};
enum err panels_of(struct panels *out, struct request *request, struct db *db, const struct record *record,
    const char *id, struct date on) MUST_CHECK;

/* Routes of all operations: pages, files, and those of the programming interface. Ends with an entry without pattern. */
const struct route *operation_routes(struct arena *arena);

/* ---- for its template ---- */

struct answer_fact {
    const char *label;
    struct cell cell;
};

struct answer_table {
    const char *caption;
    bool named;        /* the heading above says the same already */
    size_t rows_whole; /* with those that are not shown */
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

struct asked_link {
    const char *href, *name;
    bool after; /* another one */
};

struct operation_page {
    struct frame frame;
    const char *title, *title_lang, *question, *path; /* question: where the title is the answer's */
    struct asked_link *about;                         /* what it was asked about */
    size_t about_count;
    const char *csrf, *key; /* of one that changes something */
    struct form_field *asks;
    size_t asks_count;
    struct form_fault *faults;
    size_t faults_count;
    struct html answer;
    size_t from, to, rows; /* which of its rows are shown; all: 0 */
    const char *earlier_href, *later_href;
    struct asked_link *others; /* other questions about the same */
    size_t others_count;
    bool asked;
};
void operation_page_html(struct buffer *out, struct call *call, const struct operation_page *page);
void answer_page_html(struct buffer *out, struct call *call, const struct answer_page *page);
