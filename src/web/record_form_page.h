/* The forms of records: add, change, remove, and the choice when two people changed the same. Private to the pages of records. */
#pragma once
#include "web/form_page.h"
#include "web/record_pages.h"

struct clash_line {
    const char *name, *label, *yours, *theirs, *yours_shown, *theirs_shown;
};

struct conflict_page {
    struct frame frame;
    const char *noun, *noun_href, *action, *csrf, *key, *leave_href;
    int64_t version; /* the one that is there now */
    struct clash_line *lines, *kept;
    size_t lines_count, kept_count;
};
void conflict_page_html(struct buffer *out, struct call *call, const struct conflict_page *page);
