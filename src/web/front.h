/* The front page and the page about the system. */
#pragma once
#include "web/frame.h"

extern const struct route front_routes[];

struct front_noun {
    const char *href, *label;
};

struct front_page {
    struct frame frame;
    struct front_noun *nouns, *questions; /* records and operations that this user may look at */
    size_t nouns_count, questions_count;
};
void front_page_html(struct buffer *out, struct call *call, const struct front_page *page);
void about_page_html(struct buffer *out, struct call *call, const struct front_page *page);
