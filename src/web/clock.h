/* A clock on a page: in words first, then the part of the time that is gone. In time, soon, late: an icon, a colour and a bar. */
#pragma once
#include "record/clocks.h"
#include "web/request.h"

struct clock_line {
    const char *label; /* of its step */
    const char *words;
    struct date due;
    bool late, soon;
    int64_t bar; /* of 104 */
};

void clock_fill(struct clock_line *out, struct call *call, const struct record *record, const struct step *step,
    const struct clock_reading *reading);

/* Those that run for a row, what is due first in front; in the memory of the call. */
struct clock_line *clocks_fill(size_t *count, struct call *call, const struct view *view);
void clock_html(struct buffer *out, struct call *call, const struct clock_line *page);
