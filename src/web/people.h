/*
 * What the pages about people share: whose page it is, roles with what they are for, accounts to pick from, and the pages that
 * show a secret once. The same pages serve the own account (/account/...) and, for administrators, any other (/user/{id}/...).
 */
#pragma once
#include "access/account_list.h"
#include "web/form_page.h"

/* Whose page it is. */
struct person {
    const char *id, *name;
    const char *path; /* "/account" or "/user/ID" */
    bool own, erased;
    struct db *db;
};
enum err person_asked(struct person *out, struct request *request) MUST_CHECK;

/* The same, to change something: one's own only in person, and not for an absent colleague. */
enum err person_to_change(struct person *out, struct request *request) MUST_CHECK;

/* A page of that person: what it is about, and the form that goes to PATH/WHAT. */
struct form_page *person_form(
    struct request *request, const struct person *person, const char *what, const char *title, const char *button);

struct role_line {
    const char *role, *label;
    const char *scope, *scope_name, *scope_href; /* NULL: for all, or none there */
};
void role_html(struct buffer *out, struct call *call, const struct role_line *page);
enum err role_lines(
    struct role_line **out, size_t *count, struct db *db, struct call *call, const struct user *user) MUST_CHECK;

/* Accounts to pick from in the field, by login, with their names: those for whom `may` says so. */
typedef bool account_may(const struct user *candidate, const void *arg);
enum err account_picks(
    struct form_field *field, struct db *db, struct call *call, account_may *may, const void *arg) MUST_CHECK;

/* The account that was picked; ERR_INVALID "user_unknown" at that field. */
enum err account_picked(struct user **out, struct request *request, struct db *db, const char *field) MUST_CHECK;

/* A secret, or several, that no page will show again. */
struct once_secret {
    const char *text;
};
struct once_page {
    struct frame frame;
    const char *kick, *kick_href, *title, *text, *next_href, *next_label;
    const struct once_secret *secrets;
    size_t secrets_count;
};
void once_page_html(struct buffer *out, struct call *call, const struct once_page *page);
enum err once_page_show(struct once_page *page, struct request *request, struct response *response) MUST_CHECK;
