/* What the page of changing many rows shows: which rows, which field, its new value. Private to the pages of records. */
#pragma once
#include "web/record_pages.h"

struct bulk_page {
    struct frame frame;
    const char *noun, *noun_href, *title, *which, *action, *fault;
    struct pair *along; /* which rows, for the form that chooses the field */
    size_t along_count;
    struct form_option *fields; /* to choose from, while none is chosen */
    size_t fields_count;
    const char *other_href; /* to choose another one */
    struct form form;       /* of the value, once the field is chosen */
};
void bulk_page_html(struct buffer *out, struct call *call, const struct bulk_page *page);
