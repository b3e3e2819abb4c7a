/* Forms about a person, in the own account and at an administrator's: name and language, the password, handing work over. */
#pragma once
#include "web/people.h"

enum err person_change_page(struct request *request, struct response *response) MUST_CHECK;
enum err own_password_page(struct request *request, struct response *response) MUST_CHECK;
enum err hand_over_page(struct request *request, struct response *response) MUST_CHECK;

/* POST: ends one session, forgets one browser, or ends and forgets all (account_page.c). */
enum err person_sessions(struct request *request, struct response *response) MUST_CHECK;

/* The fields of an account, filled from it when there is one; the log-in only for administrators. */
void account_fields(struct form *form, struct call *call, const struct user *user, bool login);

/* What was typed into them. */
struct account;
void account_typed(struct account *out, const struct request *request);

struct moved_line {
    const char *what;
    int64_t moved;
};
struct hand_over_done {
    struct frame frame;
    const char *kick, *kick_href, *to;
    struct moved_line *moved;
    size_t moved_count;
};
void hand_over_done_html(struct buffer *out, struct call *call, const struct hand_over_done *page);
