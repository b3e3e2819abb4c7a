/*
 * The own account: who one is here, the ways in, where one is signed in, tokens, absence. What can be done with it stands on
 * pages of their own (account_form_page.c, second_factor_page.c, token_page.c, stand_in_page.c).
 */
#pragma once
#include "web/people.h"

extern const struct route account_routes[];

struct session_line {
    const char *id, *seen, *address, *agent;
    bool here;
};

struct device_line {
    const char *id, *since, *until, *agent;
};

struct token_line {
    const char *name, *roles, *expires, *used, *withdraw_href; /* NULL: withdrawn, or over */
    const char *gone;                                          /* in words; NULL: good */
};

struct stand_in_line {
    const char *who, *absent; /* absent: id, to switch to */
    const char *state;        /* in words: to come, now, over */
    const char *end_href;     /* NULL: nothing to end, or not by this user */
    struct date since, until;
    bool now;
};

/* What the page of the own account and an administrator's page of an account both show. */
struct account_lists {
    const char *path, *csrf;
    struct session_line *sessions;
    size_t sessions_count;
    struct device_line *devices;
    size_t devices_count;
    struct token_line *tokens;
    size_t tokens_count;
    struct stand_in_line *deputies, *absent; /* who stands in; for whom one stands in */
    size_t deputies_count, absent_count;
    bool own, standing_in, may_change;
};
enum err account_lists_fill(struct account_lists *out, struct request *request, const struct person *person) MUST_CHECK;
void account_ways_html(struct buffer *out, struct call *call, const struct account_lists *page);
void account_absence_html(struct buffer *out, struct call *call, const struct account_lists *page);

struct account_page {
    struct frame frame;
    const char *name, *login, *email, *language, *csrf;
    const char *password_since, *second_factor_since, *stands_for;
    const char *last_at, *last_address; /* the sign-in before this one; NULL: this is the first */
    int64_t last_failures, codes_left;
    struct role_line *roles;
    size_t roles_count;
    struct account_lists lists;
    bool begun;
};
void account_page_html(struct buffer *out, struct call *call, const struct account_page *page);
