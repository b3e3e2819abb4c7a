/* What the pages of importing show: which columns a file may have, what it would do, what is wrong with it. Private to the pages of records. */
#pragma once
#include "web/record_pages.h"

struct import_column {
    const char *name, *label;
    bool required;
};

struct import_count {
    const char *label;
    int64_t n;
};

struct import_fault {
    int64_t line, place; /* place: of the cell in its line, where the column has no name */
    const char *column, *value, *text;
};

struct import_page {
    struct frame frame;
    const char *noun, *noun_href, *title, *action, *pattern_href, *csrf, *key;
    const char *file;    /* its name, as its sender calls it; NULL: none has come yet */
    const char *checked; /* the proof that this file was checked: there is something to store */
    const char *verdict;
    bool stored, refused;
    struct import_column *columns;
    struct import_count *counts;
    struct import_fault *faults;
    size_t columns_count, counts_count, faults_count;
    int64_t unshown; /* faults */
};
void import_page_html(struct buffer *out, struct call *call, const struct import_page *page);
