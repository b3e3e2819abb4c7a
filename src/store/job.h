/*
 * Long work: kept in the store, claimed by one node at a time with the database's clock, seen by everyone.
 *
 * A job has a kind, a JSON argument, an owner, progress, a result (JSON, perhaps with blobs) or an error. A node claims
 * a job for a lease and renews it while it works; each write of the job carries its attempt, so that a node that lost
 * its lease can no longer write. Cancelling is asked for in the store and seen at the next progress.
 */
#pragma once
#include "store/store.h"

struct job {
    const char *id, *kind, *owner, *arg, *status; /* waiting, running, done, failed, cancelled */
    const char *result, *step;
    int64_t done, total, attempt;
    const char *created, *started, *ended, *node;
    bool cancel;
};

enum err job_add(char **id, struct store *store, struct call *call, const char *kind, const char *arg) MUST_CHECK;
enum err job_load(struct job *out, struct db *db, struct call *call, const char *id) MUST_CHECK;
enum err job_cancel(struct store *store, struct call *call, const char *id) MUST_CHECK;

/* Claims the oldest waiting job (or one whose lease ran out); out->id NULL when there is none. */
enum err job_claim(struct job *out, struct store *store, struct call *call, const char *node) MUST_CHECK;

/* Tells progress and renews the lease. ERR_STALE when another node has it now; *cancel when it is asked to stop. */
enum err job_progress(bool *cancel, struct store *store, struct call *call, const struct job *job, const char *step,
    int64_t done, int64_t total) MUST_CHECK;
enum err job_end(
    struct store *store, struct call *call, const struct job *job, const char *status, const char *result) MUST_CHECK;

/* Newest first, of one owner or (NULL) of all. */
typedef enum err job_each(const struct job *job, struct call *call, void *arg);
enum err job_list(struct db *db, struct call *call, const char *owner, int most, job_each *each, void *arg) MUST_CHECK;

/* The newest of a kind that was done; out->id NULL when there is none. */
enum err job_latest(struct job *out, struct db *db, struct call *call, const char *kind) MUST_CHECK;

struct job_counts {
    int64_t waiting, running;
    int64_t failed; /* that ended since a moment */
};
enum err job_count(struct job_counts *out, struct db *db, struct call *call, const char *since) MUST_CHECK;
