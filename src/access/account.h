/*
 * What is done with accounts: made, changed, given roles, switched off, erased; passwords set and changed. By an administrator,
 * or for some things by the user in person: each function asks, and answers ERR_FORBIDDEN.
 *
 * Every change is an entry in the ledger. Passwords are not in it; that one was changed is.
 */
#pragma once
#include "access/user.h"

struct account {
    const char *login; /* 2 to 64 of a-z 0-9 . _ @ - */
    const char *name, *email;
    const char *language;      /* code, or NULL: what the browser asks for */
    const char *password;      /* NULL: none yet */
    bool password_stays;       /* its owner need not change it: a log-in that everybody knows, of a demonstration */
    const struct scope *roles; /* id NULL for roles that take no scope */
    int role_count;
};

enum err user_add(char **id, struct store *store, struct call *call, const struct account *account) MUST_CHECK;

/* Login, name, e-mail and language become what stands there. `version` is the one seen. In person too, but for the login. */
enum err user_change(
    struct store *store, struct call *call, const char *id, int64_t version, const struct account *account) MUST_CHECK;

/* The roles become these; those that are there already stay as they are. */
enum err user_set_roles(
    struct store *store, struct call *call, const char *id, const struct scope *roles, int count) MUST_CHECK;

/* One role more, one less. ERR_CONFLICT "role_held", ERR_NOT_FOUND "role_not_held". */
enum err user_role_give(struct store *store, struct call *call, const char *id, const struct scope *role) MUST_CHECK;
enum err user_role_take(struct store *store, struct call *call, const char *id, const struct scope *role) MUST_CHECK;

/* A password that nobody has thought of, to be told to the user once: good until the first sign-in. */
char *start_password(struct arena *arena);

/* By an administrator: the user must change it at the next sign-in, and is signed out everywhere. */
enum err user_set_password(struct store *store, struct call *call, const char *id, const char *password) MUST_CHECK;

/* By the user, who knows the old one; all other sessions end. `token` is of the session that stays; NULL: none. */
enum err user_change_password(struct store *store, struct call *call, const char *id, const char *before,
    const char *password, const char *token) MUST_CHECK;

/*
 * Whether it is the user's own password, who is asked for it before something that would outlive an open desk. Failures are counted
 * as those of signing in are. ERR_INVALID "password_wrong" about that field.
 */
enum err user_password_right(
    struct store *store, struct call *call, const char *id, const char *field, const char *password) MUST_CHECK;

/* Nobody signs in with it, its sessions end, its tokens rest. The last administrator cannot be switched off but by the operator. */
enum err user_disable(struct store *store, struct call *call, const char *id, bool disabled) MUST_CHECK;

/*
 * Name, login and e-mail are forgotten, here and, by destroying the person's key, in the ledger; the account stays, switched
 * off, as what did what it did. Takes call->reason.
 */
enum err user_erase(struct store *store, struct call *call, const char *id) MUST_CHECK;

/* After a restore and person_replay: what an older backup brought back in clear of people erased since is forgotten again. */
enum err user_forget_erased(int64_t *count, struct store *store, struct call *call) MUST_CHECK;

/* "officer", "focal_point:XAA": as typed on the command line. ERR_INVALID with a fault. */
enum err role_grant_parse(struct scope *out, struct call *call, const char *text) MUST_CHECK;

/*
 * Whether there is such a State, entity or donor, and the noun of what it must be one of: world/ knows, and says so here
 * before the first call.
 */
typedef enum err scope_exists(bool *out, struct db *db, struct call *call, enum role role, const char *id);
typedef const char *scope_noun_of(enum role role);
void scope_exists_register(scope_exists *ask, scope_noun_of *noun);

/* "state", "entity"; NULL for a role without scope. */
const char *scope_noun(enum role role);
