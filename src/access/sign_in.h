/*
 * Who is it: a login, a password and, where it is on, a code of the second factor. The command line and sessions both
 * come through here; so all that is counted, delayed and recorded is so for both.
 */
#pragma once
#include "access/throttle.h"
#include "access/user.h"

struct sign_in {
    const char *login, *password;
    const char *code;    /* of the second factor, or a recovery code; NULL: not asked for yet */
    const char *address; /* of the client; NULL at the command line */
    const char *device;  /* value of the device cookie (access/session.h); NULL: none */
};

struct signed_in {
    struct user *user;
    bool wants_code;  /* the password is right, but a code is needed too: nobody is signed in yet */
    bool must_change; /* the password was set by somebody else */
};

/* ERR_LOGIN "sign_in_wrong" or "code_wrong", for whatever reason; ERR_LIMIT "sign_in_wait" when it comes too soon. */
enum err sign_in(struct signed_in *out, struct store *store, struct call *call, const struct sign_in *in) MUST_CHECK;

/* The second half, for a user whose password was right: the code. */
enum err sign_in_code(struct store *store, struct call *call, const char *user_id, const struct sign_in *in) MUST_CHECK;

/* The sign-in before this one, to be shown: somebody may notice that it was not theirs. */
struct last_sign_in {
    const char *at, *address; /* NULL: this is the first */
    int64_t failures;         /* between that one and this one */
};
enum err sign_in_last(struct last_sign_in *out, struct db *db, struct call *call, const char *user_id) MUST_CHECK;
