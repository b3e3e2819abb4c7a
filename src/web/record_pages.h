/*
 * The pages that every declared record has: list, show, add, import, bulk, change, remove, merge, ties, step, history. A folder that
 * wants its own puts a route of the same address into its table; the others stay. What is not about one row stands
 * before the noun (/add/state): behind it stand ids, and an id may be any text.
 *
 * Everything goes through record/: what a user may not see or do is decided there.
 */
#pragma once
#include "record/operate.h"
#include "record/print.h"
#include "web/form.h"

extern const struct route record_routes[];

/* A value on a page. */
struct cell {
    const char *text;
    const char *noun, *id; /* of what it leads to */
    const char *lang;      /* when it is not in the language of the page */
    const char *why;       /* withheld: why, in words */
    bool withheld, number, prose;
    bool none; /* without text: there is none; else it is not known */
};

/* The value of a field, as this user may have it. `title` is the name of what a reference refers to. What is the same for
 * all rows of a page is looked up once for it. */
struct cells;
struct cells *cells_begin(struct call *call, const struct record *record);
void cell_fill(struct cell *out, struct cells *cells, const struct view *view, int field, const char *title);
void cell_html(struct buffer *out, struct call *call, const struct cell *page);

/* The label of a field. */
const char *field_label(struct call *call, const struct record *record, int field);

/* The record of {noun} and a connection to read it with. */
enum err record_asked(const struct record **record, struct db **db, struct request *request) MUST_CHECK;

/* The name of a row at the head of its line in a list: the first field of its title; the others have columns (print_name has all). */
const char *row_name(struct call *call, const struct view *view, const char *const *titles);

/*
 * After a refusal: was it because this very request has been done before? Then *id is the row it was about, and the faults are forgotten.
 * NULL when it was refused for another reason.
 */
enum err repeated_before(
    const char **id, struct request *request, struct db *db, const struct record *record) MUST_CHECK;

/* As record_titles_of and record_total; what everybody would get alike is kept for the next page (record_kept.c). */
enum err page_titles(const char ***out, struct request *request, struct db *db, const struct view *views, int count,
    uint64_t fields) MUST_CHECK;
enum err page_total(int64_t *out, struct request *request, struct db *db, const struct record *record,
    const struct list_wish *wish) MUST_CHECK;

/* The records that a control may refer to, or where to look when they are too many. */
enum err offer_records(
    struct form_field *out, struct request *request, struct db *db, const struct record *to) MUST_CHECK;

/* Options of a field's control: words of a choice, yes and no, the records it may refer to (when they are not too many). */
enum err field_options(struct form_field *out, struct request *request, struct db *db, const struct record *record,
    int field, const char *nothing) MUST_CHECK;

/* Adds the rows that a field may refer to as options of a datalist; none when they are too many. */
enum err record_picks(struct buffer *out, struct request *request, struct db *db, const struct record *to) MUST_CHECK;

/* The same as the datalist of a control; a page to look them up when they are too many. */
enum err offer_records(
    struct form_field *out, struct request *request, struct db *db, const struct record *to) MUST_CHECK;

/* The control of a field: name, label, kind, hint, what it offers. `out` has the value, what is shown for it, and FORM_FIXED, or nothing. */
enum err field_control(
    struct form_field *out, struct request *request, struct db *db, const struct record *record, int field) MUST_CHECK;

/* The job that takes a file, added; the same request again gives the same job. */
struct import_ask;
/* What files of its own leave to whoever brings them (record/transfer.h), as the form or the address says it. */
void import_take_asked(struct import_ask *ask, struct request *request);
enum err import_add(char **id, struct request *request, const struct import_ask *ask) MUST_CHECK;

enum err record_list_page(struct request *request, struct response *response) MUST_CHECK;
enum err record_keep_page(struct request *request, struct response *response) MUST_CHECK;
enum err record_show_page(struct request *request, struct response *response) MUST_CHECK;
enum err record_add_page(struct request *request, struct response *response) MUST_CHECK;
enum err record_bulk_page(struct request *request, struct response *response) MUST_CHECK;
enum err record_import_page(struct request *request, struct response *response) MUST_CHECK;
enum err record_change_page(struct request *request, struct response *response) MUST_CHECK;
enum err record_remove_page(struct request *request, struct response *response) MUST_CHECK;
enum err record_merge_page(struct request *request, struct response *response) MUST_CHECK;
enum err record_ties_page(struct request *request, struct response *response) MUST_CHECK;
enum err record_step_page(struct request *request, struct response *response) MUST_CHECK;
enum err record_take_back_page(struct request *request, struct response *response) MUST_CHECK;
enum err record_history_page(struct request *request, struct response *response) MUST_CHECK;
