/* Long work: how far it is, what came of it, and a way to stop it. Seen by who began it and by administrators. */
#pragma once
#include "web/frame.h"

extern const struct route job_routes[];

/* The newest, of one owner or (NULL) of all. */
struct job_line {
    const char *id, *what, *who, *state, *began;
    bool failed;
};
enum err job_lines(
    struct job_line **out, size_t *count, struct db *db, struct call *call, const char *owner, int most) MUST_CHECK;

struct job_list_page {
    struct frame frame;
    const char *title;
    struct job_line *jobs;
    size_t jobs_count;
};
void job_list_html(struct buffer *out, struct call *call, const struct job_list_page *page);

struct job_page {
    struct frame frame;
    const char *id, *what, *who, *began, *title, *step, *again_href, *stop_href, *csrf, *result, *fault;
    const char *result_href; /* a page that shows the result; NULL: as it stands */
    int64_t percent, done, total;
    bool ended, stopping;
};
void job_page_html(struct buffer *out, struct call *call, const struct job_page *page);
