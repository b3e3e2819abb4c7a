/*
 * API tokens, `Authorization: Bearer TOKEN`: each has a name, an end, and some of its user's roles. The store keeps
 * the hash; the token itself is shown once, when it is made. A role that the user loses, the token loses too.
 *
 * Those of calendars stand in an address, which programs fetch that know no headers: they open the calendar and nothing else.
 */
#pragma once
#include "access/secret.h"
#include "access/user.h"

enum { TOKEN_DAYS = 90, TOKEN_DAYS_MOST = 366 };

struct api_token {
    const char *id, *user_id, *name;
    unsigned roles;
    const char *created, *expires, *withdrawn; /* withdrawn: NULL while it is not */
    const char *used;                          /* to the hour; NULL: never */
    bool calendar;
};

/* `roles` 0: all that the user has now. `days` 0: TOKEN_DAYS. By the user, or for the user by an administrator. */
enum err token_add(char out[SECRET_TEXT], struct store *store, struct call *call, const char *user_id, const char *name,
    unsigned roles, int days) MUST_CHECK;

/* For the address of a calendar, with all the roles of the user, for as long as a token lasts at most. By the user. */
enum err token_add_calendar(char out[SECRET_TEXT], struct store *store, struct call *call, const char *name) MUST_CHECK;
enum err token_withdraw(struct store *store, struct call *call, const char *id) MUST_CHECK;
enum err token_list(
    struct api_token **out, int *count, struct db *db, struct call *call, const char *user_id) MUST_CHECK;

/* The user, with the roles of the token. ERR_LOGIN "token_wrong" for whatever reason. `used` is brought up to date by token_used. */
struct token_use {
    const char *token_id;
    bool stale; /* token_used is worth a write */
};
enum err user_of_token(
    struct user **out, struct token_use *use, struct db *db, struct call *call, const char *token) MUST_CHECK;
enum err user_of_calendar(
    struct user **out, struct token_use *use, struct db *db, struct call *call, const char *token) MUST_CHECK;
enum err token_used(struct store *store, struct call *call, const struct token_use *use) MUST_CHECK;
