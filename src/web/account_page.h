/* What a person does with the own account: the password, the sessions, standing in for a colleague. */
#pragma once
#include "web/form.h"

extern const struct route account_routes[];

struct session_line {
    const char *id, *seen, *address, *agent;
    bool here;
};

struct stand_in_line {
    const char *id, *name;
    struct date until;
};

struct account_page {
    struct frame frame;
    const char *name, *login, *email, *roles, *csrf;
    struct session_line *sessions;
    size_t sessions_count;
    struct stand_in_line *absent;
    size_t absent_count;
    bool standing_in;
};
void account_page_html(struct buffer *out, struct call *call, const struct account_page *page);

struct password_page {
    struct frame frame;
    struct form form;
    bool must;
};
void password_page_html(struct buffer *out, struct call *call, const struct password_page *page);
