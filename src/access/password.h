/*
 * Passwords: made slow to guess (argon2id), checked in the same time whether the account exists or
 * not.
 *
 * At most two are computed at once, for each takes 64 MB; who waits too long behind others is told
 * to come back. A face that serves many must not call these on a thread that others wait for.
 */
#pragma once
#include "base/call.h"

enum { PASSWORD_LEAST = 12, PASSWORD_MOST = 200, PASSWORD_HASH = 128 };

enum err password_hash(char out[PASSWORD_HASH], struct call *call, const char *password) MUST_CHECK;

/*
 * `hash` NULL: there is no such account, or it has no password; takes as long and is never right.
 * `renew` is set when a right password should be hashed anew, because the parameters have been
 * raised since.
 */
enum err password_check(bool *right, bool *renew, struct call *call, const char *hash, const char *password) MUST_CHECK;

/*
 * Whether it will do as a new password: long enough, and not made of common words, of runs, or of
 * what everybody knows of its owner (`names`: login, name, e-mail; ended by NULL). Otherwise
 * ERR_INVALID, the fault's field is "password" and the value is not told.
 */
enum err password_rules(struct call *call, const char *password, const char *const *names) MUST_CHECK;
