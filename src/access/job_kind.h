/*
 * What jobs do. The folder that knows how registers a kind of job; a node takes the oldest job that waits (store/job.h) and does it as
 * whoever began it, with the rights that he or she has now, and never with more than was given then (a token may be less
 * than its owner).
 *
 * What a node is doing can be looked at and stopped from any other thread of its process, even while the work holds the one writer of
 * a file. Other nodes see what the store knows.
 */
#pragma once
#include <stdatomic.h>
#include "access/user.h"
#include "codec/json_read.h"
#include "store/job.h"

/* ---- beginning ---- */

/* Inside store_write. `wish` is a JSON object, the kind's own; NULL: none. `follows` as in job_add_in. */
enum err job_begin(
    char **id, struct db *db, struct call *call, const char *kind, const char *wish, const char *follows) MUST_CHECK;

/* What was wished, as what and why: read from job->arg. */
struct job_arg {
    enum lang lang;
    unsigned roles;
    const char *reason;
    const struct json_value *wish;
};
enum err job_arg_read(struct job_arg *out, struct call *call, const char *arg) MUST_CHECK;

/* ---- doing ---- */

/* What a job tells while it is at it: that it is alive, how far it is; and learns whether it is to stop. */
struct job_watch {
    const struct job_node *node;
    struct store *store;
    struct call *call; /* of whoever began it */
    const struct job *job;
    struct job_arg arg;
    const char *step; /* words under "job.step.NAME", or NULL: a constant of the program */
    int64_t bad;      /* of what is done, how much is wrong */
    bool ended;       /* the work ended its job inside its own transaction (job_end_in) */
    bool cancelled, given_back, lost;
    int64_t told; /* when the store was last told */
    struct job_slot *slot;
};
bool job_goes_on(
    int64_t done, int64_t total, void *watch); /* a store_progress; false: it is to stop, and to keep nothing */

/* Registered once, before the first call, with storage that stays. */
struct job_kind {
    const char *name; /* words under "job.kind.NAME" */
    const char *page; /* the result of job ID is shown at PAGE/ID; NULL: on the page of the job */
    enum err (*run)(char **result, struct job_watch *watch); /* the result is JSON */
    struct job_kind *next;
};
void job_kind_register(struct job_kind *kind);
const struct job_kind *job_kind_named(const char *name); /* NULL: of another version of the program */

/* Who does jobs. */
struct job_node {
    struct store *store;
    const char *name;          /* names this process */
    int64_t (*now)(void);      /* microseconds UTC: the face has the clock */
    const atomic_bool *ending; /* what is being done is given back, for another to do anew; NULL: never */
};

/* Takes the oldest job and does it; *did is false when none waits. */
enum err job_work(bool *did, const struct job_node *node, struct arena *arena) MUST_CHECK;

/* ---- looking ---- */

/* One's own job, or any as administrator; to others it is not there. */
enum err job_of(struct job *out, struct db *db, struct call *call, const char *id) MUST_CHECK;

bool job_is_over(const struct job *job);

/* How far it is: as this process knows when it is doing it, else as the store does. */
struct job_state {
    const char *step; /* NULL: it has not begun */
    int64_t done, total, bad;
};
struct job_state job_look(const struct job *job);

/* What was wrong; NULL when it did not fail, or nobody can say. */
enum err job_failure(const struct fault **out, struct call *call, const struct job *job) MUST_CHECK;

/* As job_cancel; what this process is doing is told at once. */
enum err job_stop(struct store *store, struct call *call, const char *id) MUST_CHECK;
