/*
 * Sessions of the browser: kept in the store, so that they survive a restart and hold on every node; known there only by
 * the hash of the token. A session ends an hour after it was last used, twelve hours after it began, when its owner signs
 * out here or everywhere, and when the password is changed. At sign-in, after the code, and when somebody begins or
 * ends to stand in for a colleague, the token changes and the old one is worth nothing.
 *
 * Cookies: the token in "__Host-session" (SameSite=Lax, HttpOnly, until the browser closes); the device in
 * "__Host-device" (SameSite=Strict, HttpOnly, SESSION_DEVICE_DAYS), which gives no access and only keeps the owner from
 * being held up by others' wrong passwords (access/throttle.h).
 */
#pragma once
#include "access/secret.h"
#include "access/sign_in.h"

enum {
    SESSION_IDLE_MINUTES = 60,
    SESSION_HOURS = 12,
    SESSION_CODE_MINUTES = 10, /* to find the telephone */
    SESSION_DEVICE_DAYS = 180,
};

struct session {
    const char *id;          /* hash of the token: names the session in lists */
    const struct user *user; /* the public while a code is wanted */
    const char *user_id;     /* whose password was right */
    bool wants_code, must_change;
    const char *created, *seen, *until, *address, *agent;
};

/* What the browser is to keep from now on. */
struct session_new {
    char token[SECRET_TEXT];
    char device[SECRET_TEXT]; /* "" : keep the one there is, or none */
    bool wants_code, must_change;
    struct user *user;
};

/* `agent` is what the browser calls itself, cut to 200 bytes; `old` is the token it sent, if any: that session ends. */
enum err session_sign_in(struct session_new *out, struct store *store, struct call *call, const struct sign_in *in,
    const char *agent, const char *old) MUST_CHECK;

/* The code, for a session that wants one. */
enum err session_code(struct session_new *out, struct store *store, struct call *call, const char *token,
    const struct sign_in *in) MUST_CHECK;

/* ERR_LOGIN without a fault when there is no such session, or not any more. Only reads. */
enum err session_load(struct session *out, struct db *db, struct call *call, const char *token) MUST_CHECK;

/* Keeps it from ending for want of use; writes at most once a minute. */
enum err session_touch(struct store *store, struct call *call, const struct session *session) MUST_CHECK;

/*
 * Signing out, here or everywhere (all sessions and known devices of the user, but the session `but`, which may be NULL). Elsewhere
 * by the user, also where he or she stands in for somebody, or by an administrator.
 */
enum err session_end(struct store *store, struct call *call, const char *token) MUST_CHECK;
enum err session_end_all(struct store *store, struct call *call, const char *user_id, const char *but) MUST_CHECK;
enum err session_drop_all(
    struct db *db, struct call *call, const char *user_id, const char *but) MUST_CHECK; /* inside store_write */

/* The sessions of a user, newest first: at most 50. */
enum err session_list(
    struct session **out, int *count, struct db *db, struct call *call, const char *user_id) MUST_CHECK;
enum err session_end_one(struct store *store, struct call *call, const char *user_id, const char *id) MUST_CHECK;

/* Browsers that are known for the user, newest first: at most 50. One that is forgotten has to prove itself anew. */
struct device {
    const char *id, *created, *until, *agent;
};
enum err device_list(struct device **out, int *count, struct db *db, struct call *call, const char *user_id) MUST_CHECK;
enum err device_forget(struct store *store, struct call *call, const char *user_id, const char *id) MUST_CHECK;

/* From now on with the roles of an absent colleague (NULL: with one's own again). */
enum err session_stand_in(
    struct session_new *out, struct store *store, struct call *call, const char *token, const char *absent) MUST_CHECK;

/*
 * The proof that a form came from a page of this session: "SALT.PROOF", where the salt is any short text without a point.
 * Another salt gives another proof, so that a compressed page that tells other people's text gives nothing away; the same
 * salt gives the same page.
 */
char *session_proof(struct arena *arena, const char *token, const char *salt);
bool session_proof_right(const char *token, const char *proof);

/* Forgets what has ended: sessions, devices, counts of failures. Every hour or so. */
enum err session_clean(struct store *store, struct call *call) MUST_CHECK;
