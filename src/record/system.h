/* How the whole is: the store, the ledger and when it was last proved, accounts and sessions, long work. For a page and a command. */
#pragma once
#include "record/verify.h"
#include "store/health.h"

enum { FAILED_DAYS = 7 }; /* jobs that failed in the last days are told */

struct system_state {
    struct store_health store;
    struct ledger_head head;
    const char *verified_at, *verified_job; /* NULL: never, as a job */
    struct verified verified;
    struct job_counts jobs;
    int64_t sessions;
};
enum err system_state(struct system_state *out, struct store *store, struct call *call) MUST_CHECK;

/* "41.3 MB": bytes as people say them. */
char *size_words(struct arena *arena, enum lang lang, int64_t bytes);
