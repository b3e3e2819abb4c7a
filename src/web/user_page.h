/*
 * Accounts as an administrator keeps them and an auditor reads them: the list, one account, its history. What is done with an
 * account stands in user_form_page.c.
 */
#pragma once
#include "web/account_page.h"
#include "web/past_line.h"

extern const struct route user_routes[];

struct user_line {
    const char *id, *name, *login, *roles, *signed_in;
    bool disabled, second_factor;
};

struct user_list_page {
    struct frame frame;
    const char *found, *text, *next_href, *first_href;
    struct form_option *roles, *states;
    size_t roles_count, states_count;
    struct user_line *users;
    size_t users_count;
    bool filtered, may_add;
};
void user_list_html(struct buffer *out, struct call *call, const struct user_list_page *page);

/* One entry about the account. */
struct about_line {
    const char *when, *who, *what, *noun, *reason;
    int64_t seq;
    struct change_lines lines;
};

struct user_page {
    struct frame frame;
    const char *id, *name, *login, *email, *language, *path, *csrf;
    const char *created, *password_since, *second_factor_since, *signed_in;
    struct role_line *roles;
    size_t roles_count;
    struct account_lists lists;
    struct about_line *history;
    size_t history_count;
    bool disabled, erased, may_change, may_erase, self;
    struct form give;
};
void user_page_html(struct buffer *out, struct call *call, const struct user_page *page);

struct user_history_page {
    struct frame frame;
    const char *name, *path, *title, *did_href;
    struct about_line *history;
    size_t history_count;
};
void user_history_html(struct buffer *out, struct call *call, const struct user_history_page *page);

/* The page again, with the faults of giving a role. */
enum err user_show_page(struct request *request, struct response *response) MUST_CHECK;
