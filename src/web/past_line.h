/* What one entry of the ledger did to a row, as pages show it: when, who, what, before and after. */
#pragma once
#include "record/history.h"
#include "web/html.h"

struct change_line {
    const char *label, *before, *after;
    bool withheld, erased;
};

struct change_lines {
    struct change_line *changes;
    size_t changes_count;
};
enum err changes_fill(struct change_lines *out, struct db *db, struct call *call, const struct record *record,
    const struct past *past) MUST_CHECK;
void changes_html(struct buffer *out, struct call *call, const struct change_lines *page);

/* Whether the user may know who did it: the office, not the public. */
bool past_tells_who(const struct user *user);
