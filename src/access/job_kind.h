/*
 * What jobs do. The folder that knows how registers a kind of job; a node takes the oldest job that waits (store/job.h) and
 * does it as whoever began it, with the rights that he or she has now.
 */
#pragma once
#include <stdatomic.h>
#include "access/user.h"
#include "store/job.h"

/* What a job tells while it is at it: that it is alive, how far it is; and learns whether it is to stop. */
struct job_watch {
    struct store *store;
    struct call *call;
    const struct job *job;
    const atomic_bool *ending; /* the node is to stop: another will do the job anew */
    const char *step;          /* words under "job.step.NAME", or NULL */
    bool cancelled, lost;
};
bool job_goes_on(int64_t done, int64_t total, void *watch); /* a store_progress */

/* Registered once, before the first call, with storage that stays. */
struct job_kind {
    const char *name; /* words under "job.kind.NAME" */
    const char *page; /* the result of job ID is shown at PAGE/ID; NULL: as it stands, on the page of the job */
    enum err (*run)(char **result, struct job_watch *watch); /* the result is JSON */
    struct job_kind *next;
};
void job_kind_register(struct job_kind *kind);
const struct job_kind *job_kind_named(const char *name); /* NULL: of another version of the program */

/* One's own job, or any as administrator; to others it is not there. */
enum err job_of(struct job *out, struct db *db, struct call *call, const char *id) MUST_CHECK;

/* Takes the oldest job and does it; *did is false when none waits. `node` names this one. */
enum err job_work(
    bool *did, struct store *store, struct call *call, const char *node, const atomic_bool *ending) MUST_CHECK;
