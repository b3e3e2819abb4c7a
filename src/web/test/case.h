/* The page that template_test.c fills: one value in every kind of place. */
#pragma once
#include "web/html.h"

struct case_row {
    const char *name;
};

struct case_page {
    const char *text, *address, *piece, *none;
    int64_t number;
    int small;
    size_t size;
    struct date date;
    struct html chart;
    struct case_row rows[3];
    size_t rows_count;
    bool yes;
};

void case_layout_before(struct buffer *out, struct call *call, const struct case_page *page);
void case_layout_after(struct buffer *out, struct call *call, const struct case_page *page);
void case_html(struct buffer *out, struct call *call, const struct case_page *page);
