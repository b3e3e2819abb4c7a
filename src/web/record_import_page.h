/* What the page of importing shows: which columns a file may have. What comes of a file stands on the page of its job (web/job_result.h). */
#pragma once
#include "web/record_pages.h"

enum { IMPORT_ASKS = 8 };

struct import_column {
    const char *name, *label;
    bool required;
};

struct import_page {
    struct frame frame;
    const char *noun, *noun_href, *title, *action, *pattern_href, *csrf, *key, *fault;
    const char *accept, *own; /* own: what it takes besides tables, in words */
    struct form_field asks[IMPORT_ASKS];
    size_t asks_count;
    struct import_column *columns;
    size_t columns_count;
};
void import_page_html(struct buffer *out, struct call *call, const struct import_page *page);
