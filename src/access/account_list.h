/* Accounts as an administrator looks at them: listed, narrowed, paged; and what is known of one besides its user. */
#pragma once
#include "access/user.h"

struct account_line {
    struct user *user;
    const char *created;
    const char *password_since;      /* NULL: cannot sign in with a password */
    const char *second_factor_since; /* NULL: off */
    const char *signed_in;           /* when the last time; NULL: never */
};

enum account_state { ACCOUNT_ANY, ACCOUNT_ON, ACCOUNT_OFF };

struct account_wish {
    const char *text; /* in login, name or e-mail, case and accents aside; NULL: any */
    enum role role;   /* ROLE_public: any */
    enum account_state state;
    const char *after; /* login that the page before ended with; NULL: from the start */
    int most;
};

/* Accounts that are not erased, by login. */
enum err account_list(struct account_line **out, int *count, struct db *db, struct call *call,
    const struct account_wish *wish) MUST_CHECK;

/* One, erased or not; ERR_NOT_FOUND "user_unknown". */
enum err account_line(struct account_line *out, struct db *db, struct call *call, const char *id) MUST_CHECK;

/* How many sessions are open, of all accounts. */
enum err sessions_open(int64_t *out, struct db *db, struct call *call) MUST_CHECK;
