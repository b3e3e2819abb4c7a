/* What the history of a row shows. Private to the pages of records. */
#pragma once
#include "web/past_line.h"
#include "web/record_pages.h"

struct past_line {
    const char *when, *who, *what, *reason;
    const char *cause, *cause_href;   /* why the system did it; where that stands, for who may see it */
    const char *merged_href, *merged; /* the other of two that were one, and how it is said; NULL: no merge */
    const char *take_back_href;       /* NULL: this user may not, or there is nothing to take back */
    int64_t seq, version;
    bool who_withheld;
    struct change_lines lines;
};

struct history_page {
    struct frame frame;
    const char *noun, *noun_href, *title, *back_href;
    struct past_line *entries;
    size_t entries_count;
};
void history_page_html(struct buffer *out, struct call *call, const struct history_page *page);
