/* Answers that are drawn: participation over the years as a curve, regions and groups as bars; each with the same as a table. */
#pragma once
#include "web/operation_page.h"

extern const struct look curve_look, regions_look;

struct gap_line {
    const char *href, *name;
    int64_t members, parties, signatories, not_known, missing;
    const char *names; /* of those missing */
};

struct chart_page {
    const char *label;
    struct html chart, table;
    bool partial; /* there may have been more than is known */
    const char *head;
    struct gap_line *rows;
    size_t rows_count;
};
void curve_page_html(struct buffer *out, struct call *call, const struct chart_page *page);
void regions_page_html(struct buffer *out, struct call *call, const struct chart_page *page);
