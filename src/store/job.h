/*
 * Long work: kept in the store, claimed by one node at a time with the database's clock, seen by everyone.
 *
 * A job has a kind, a JSON argument, an owner, progress, a result (JSON) or an error, and lines: what it has to say at
 * length. A node claims a job for a lease and renews it while it works; each write of the job carries its attempt, so
 * that a node that lost its lease can no longer write. Cancelling is asked for in the store and seen at the next progress.
 *
 * Work that must be done once ends its job inside the very transaction of the work (job_end_in): a node that dies
 * before it leaves neither, and one whose job has passed to another is refused with all that it did.
 *
 * Files that a job needs are held in its name (job_holder, store/blob.h). A job that is done keeps them for a day, for one that
 * follows it; one that failed or was cancelled lets them go. Jobs themselves, with their lines, are forgotten a week after
 * their end.
 */
#pragma once
#include "store/store.h"

struct job {
    const char *id, *kind, *owner, *arg, *status; /* waiting, running, done, failed, cancelled */
    const char *result, *step;
    const char *follows; /* the job whose answer this one was agreed to on; NULL: it is the first */
    int64_t done, total, attempt;
    const char *created, *started, *ended, *node;
    bool cancel;
};

enum err job_add(char **id, struct store *store, struct call *call, const char *kind, const char *arg) MUST_CHECK;

/* The same inside store_write. `follows` may be NULL; a second job that follows the same one is refused with ERR_CONFLICT. */
enum err job_add_in(
    char **id, struct db *db, struct call *call, const char *kind, const char *arg, const char *follows) MUST_CHECK;
const char *job_holder(struct arena *arena, const char *id);

enum err job_load(struct job *out, struct db *db, struct call *call, const char *id) MUST_CHECK;
/* The job that follows; *id NULL when there is none. */
enum err job_after(char **id, struct db *db, struct call *call, const char *follows) MUST_CHECK;

/* One that waits is dropped, one that runs is asked to stop, one that has ended lets its files go. */
enum err job_cancel(struct store *store, struct call *call, const char *id) MUST_CHECK;

/* Claims the oldest waiting job (or one whose lease ran out); out->id NULL when there is none. */
enum err job_claim(struct job *out, struct store *store, struct call *call, const char *node) MUST_CHECK;

/* Tells progress and renews the lease. ERR_STALE when another node has it now; *cancel when it is asked to stop. */
enum err job_progress(bool *cancel, struct store *store, struct call *call, const struct job *job, const char *step,
    int64_t done, int64_t total) MUST_CHECK;
enum err job_end(
    struct store *store, struct call *call, const struct job *job, const char *status, const char *result) MUST_CHECK;
enum err job_end_in(struct db *db, struct call *call, const struct job *job, const char *status,
    const char *result) MUST_CHECK; /* inside store_write */

/* Not done, and nobody's fault (the node is being stopped): it waits again. */
enum err job_give_back(struct store *store, struct call *call, const struct job *job) MUST_CHECK;

/* Lines of a kind, numbered from 1 by who says them; an attempt begins by taking back what the one before said. */
enum err job_unsay(struct db *db, struct call *call, const struct job *job) MUST_CHECK; /* inside store_write */
enum err job_say(struct db *db, struct call *call, const struct job *job, const char *kind, int64_t n,
    const char *line) MUST_CHECK; /* inside store_write */
typedef enum err job_each_line(int64_t n, const char *line, struct call *call, void *arg);
enum err job_said(struct db *db, struct call *call, const char *id, const char *kind, int64_t after, int most,
    job_each_line *each, void *arg) MUST_CHECK;

/* Housekeeping, every hour or so. */
enum err job_tend(struct store *store, struct call *call) MUST_CHECK;

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
