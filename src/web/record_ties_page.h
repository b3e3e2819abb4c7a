/* What the page of a record's ties shows: those there are, each to be undone, and a form for a new one. Private to the pages of records. */
#pragma once
#include "web/record_pages.h"

struct tie_row {
    const char *meaning, *href, *name, *noun;
    const char *word, *other; /* as the form sends them back */
};

struct ties_page {
    struct frame frame;
    const char *noun, *noun_href, *title, *back_href, *action, *csrf, *key;
    struct tie_row *ties,
        *ties_in; /* those from this record, and those that lead to it and are changed at the other end */
    size_t ties_count, ties_in_count;
    struct form_option *meanings; /* to choose from, while none is chosen and there is more than one */
    size_t meanings_count;
    const char *meaning, *other_href;
    struct form form;
};
void ties_page_html(struct buffer *out, struct call *call, const struct ties_page *page);
