/* Long work: how far it is, what came of it, and a way to stop it. Seen by who began it and by administrators. */
#pragma once
#include "web/frame.h"

extern const struct route job_routes[];

struct job_page {
    struct frame frame;
    const char *id, *title, *step, *again_href, *stop_href, *csrf, *result;
    int64_t percent, done, total;
    bool ended, stopping;
};
void job_page_html(struct buffer *out, struct call *call, const struct job_page *page);
