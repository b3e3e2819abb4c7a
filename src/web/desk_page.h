/*
 * The desk of who is signed in: what waits, what is late first, each with the step that leads on; lists that are kept; the address by
 * which a calendar program fetches the days when things are due.
 */
#pragma once
#include "web/clock.h"
#include "web/frame.h"

extern const struct route desk_routes[]; /* /desk, /desk/calendar, /api/v1/waiting */

/* Where a person goes after signing in, when nothing else was wanted: the desk for those who work at one, else the front page. */
const char *desk_home(const struct user *user);

/* ---- for its template ---- */

struct desk_line {
    const char *href, *title, *step, *scope, *whom;
    struct clock_line clock;
    bool dated;
};

struct desk_group {
    const char *title;
    struct desk_line *lines;
    size_t lines_count;
    bool late;
};

struct desk_link {
    const char *id, *href, *label, *text;
};

struct desk_page {
    struct frame frame;
    const char *sentence, *csrf;
    struct desk_group *groups;
    size_t groups_count;
    const char *next_href, *first_href, *other_href; /* other: mine instead of all, all instead of mine */
    bool all;
    struct desk_link *saved;
    size_t saved_count;
    struct desk_link *calendars;
    size_t calendars_count;
    const char *made; /* the address that was just made */
};
void desk_page_html(struct buffer *out, struct call *call, const struct desk_page *page);
