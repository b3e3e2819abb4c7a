/* Search over everything a reader may find, and straight to the page of an exact code. */
#pragma once
#include "web/record_pages.h"

extern const struct route search_routes[];

struct hit_line {
    const char *noun, *title, *href, *lang;
    struct html text; /* with the matches marked */
};

struct search_page {
    struct frame frame;
    const char *query, *title, *next_href, *first_href;
    struct hit_line *hits;
    size_t hits_count;
};
void search_page_html(struct buffer *out, struct call *call, const struct search_page *page);
