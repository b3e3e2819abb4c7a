/* What the page of a merge shows: both rows side by side, and what would move. Private to the pages of records. */
#pragma once
#include "web/record_pages.h"

struct merge_line {
    const char *label;
    struct cell keep, drop;
    bool differs, taken; /* taken: from the row that goes, because the other does not know it */
};

struct merge_moves {
    const char *label;
    int64_t count;
};

struct merge_page {
    struct frame frame;
    const char *noun, *noun_href, *title, *action, *back_href;
    struct html picks; /* the other row, to choose from */
    const char *list, *list_href, *with, *fault;

    /* Once it is chosen: */
    const char *keep_name, *keep_href, *keep_id, *drop_name, *drop_href, *drop_id, *swap_href;
    struct merge_line *lines;
    size_t lines_count;
    struct merge_moves *moves;
    size_t moves_count;
    struct form_fault *faults; /* why it cannot be */
    size_t faults_count;
    bool possible;
    struct form form;
};
void merge_page_html(struct buffer *out, struct call *call, const struct merge_page *page);
