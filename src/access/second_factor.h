/*
 * The second factor of an account: set up with a picture and a first code, used at sign-in, switched off; and the
 * recovery codes, ten, each good once.
 */
#pragma once
#include "access/user.h"

/* What the person puts into the telephone, once. */
struct enrolment {
    char *url, *secret; /* the secret in letters, for who cannot photograph it */
    char *picture;      /* codec/qr.h */
    int picture_size;
};

/*
 * A new secret, which counts for nothing until it is confirmed. Takes the user's password. ERR_CONFLICT when the second
 * factor is on.
 */
enum err second_factor_begin(struct enrolment *out, struct store *store, struct call *call, const char *office,
    const char *user_id, const char *password) MUST_CHECK;

/* The same secret once more, while it waits to be confirmed; ERR_NOT_FOUND "code_not_begun". */
enum err second_factor_pending(
    struct enrolment *out, struct store *store, struct call *call, const char *office, const char *user_id) MUST_CHECK;

/* The first code is right: it is on from now on. `codes`: RECOVERY_CODES of them, shown this once. */
enum err second_factor_confirm(
    const char ***codes, struct store *store, struct call *call, const char *user_id, const char *code) MUST_CHECK;

/* New recovery codes instead of the old ones. Takes the user's password. */
enum err second_factor_codes(
    const char ***codes, struct store *store, struct call *call, const char *user_id, const char *password) MUST_CHECK;

struct second_factor {
    const char *since; /* NULL: off */
    bool begun;        /* a secret waits to be confirmed */
    int64_t codes_left;
};
enum err second_factor_state(
    struct second_factor *out, struct db *db, struct call *call, const char *user_id) MUST_CHECK;

/* By the user, with the password; or by an administrator for whom has lost the telephone: takes call->reason. */
enum err second_factor_off(
    struct store *store, struct call *call, const char *user_id, const char *password) MUST_CHECK;

/* Whether the code, or recovery code, is right; it is used up by this. Inside store_write, where `store` is the store. */
enum err second_factor_right(bool *right, struct store *store, struct db *db, struct call *call, const char *user_id,
    const char *code) MUST_CHECK;
