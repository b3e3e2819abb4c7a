/*
 * Guessing is slow, and nobody can lock out somebody else.
 *
 * An attempt is counted before it is checked, so that a thousand at once are a thousand. A client is an IPv4 address or the
 * /64 of an IPv6 address. What is counted:
 *
 *   account + client   five free tries, then each failure doubles the wait, from 5 seconds to 15 minutes. Only who fails waits.
 *   device             the same for a browser from which the owner has signed in before: it has its own count, so that
 *                      neighbours behind the same address, and strangers anywhere, do not touch it.
 *   account            from 50 failures on, from wherever, until it has been quiet for a day, a strange client has one free try instead of five.
 *   client             from 30 failures on, over all accounts, until it has been quiet for an hour, it waits up to a minute (not so a known device).
 *
 * For codes of the second factor, whose guesser knows the password already, the account itself waits from the tenth
 * failure on, but for a known device. An attempt that is refused for being too early counts for nothing. Accounts
 * that do not exist are counted alike.
 */
#pragma once
#include "store/store.h"

struct attempt {
    const char *login;   /* as it was typed */
    const char *address; /* of the client; NULL: none (command line) */
    const char *device;  /* id of a device known for this account; NULL: strange */
    bool code;           /* of the second factor */
};

/* What is known of one count. */
struct failures {
    int64_t count, last; /* last: a moment, UNKNOWN when there was none */
};
enum bucket { BUCKET_PAIR, BUCKET_DEVICE, BUCKET_ACCOUNT, BUCKET_CLIENT, BUCKETS };

/* The moment from which the next attempt is taken; not after `now` when that is at once. Pure. */
int64_t throttle_next(const struct failures by[BUCKETS], const struct attempt *attempt, int64_t now);

/* Counts the attempt; ERR_LIMIT, fault "sign_in_wait", when it comes too early. */
enum err throttle_begin(struct store *store, struct call *call, const struct attempt *attempt) MUST_CHECK;

/*
 * It was right: takes back what throttle_begin counted, and forgets the failures of this account, from anywhere: `failures`
 * (may be NULL) tells how many there were, for the owner to know. Inside store_write.
 */
enum err throttle_right(int64_t *failures, struct db *db, struct call *call, const struct attempt *attempt) MUST_CHECK;

/* Forgets what no longer counts. Inside store_write. */
enum err throttle_clean(struct db *db, struct call *call) MUST_CHECK;
