/* What a State could join next, as a page: each with what comes first, with whom it is deposited, from when it would bind, and the way to its papers. */
#pragma once
#include "web/operation_page.h"

extern const struct look next_look;

struct next_line {
    const char *href, *name, *way, *first, *brings, *depositary, *package_href;
    struct date until, in_force_from;
    bool doubtful;
};

struct next_page {
    const char *caption;
    struct next_line *rows;
    size_t rows_count;
};
void next_page_html(struct buffer *out, struct call *call, const struct next_page *page);
