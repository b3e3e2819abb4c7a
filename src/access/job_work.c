/*
 * Doing a job: claimed, run as whoever began it with memory of its own, ended. Registering and looking stand in job_kind.c.
 */
#include "access/job_kind.h"
#include "access/who.h"
#include "base/text.h"
#include "codec/fault_json.h"
#include <pthread.h>
#include <stdio.h>
#include <string.h>

enum { WORK_MEMORY = 1 << 30, RESULT_MOST = 64 << 10, SLOTS = 16, BETWEEN = 500000 /* microseconds */ };

/* ---- what this process is doing ---- */

struct job_slot {
    char id[64]; /* "": free */
    struct job_state state;
    bool cancel;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct job_slot slots[SLOTS];

static struct job_slot *slot_of(const char *id)
{
    for (int i = 0; i < SLOTS; i++)
        if (strcmp(slots[i].id, id) == 0)
            return &slots[i];
    return NULL;
}

static struct job_slot *take_slot(const char *id)
{
    pthread_mutex_lock(&lock);
    struct job_slot *slot = slot_of("");
    if (slot) {
        *slot = (struct job_slot){0};
        snprintf(slot->id, sizeof slot->id, "%s", id);
    }
    pthread_mutex_unlock(&lock);
    return slot;
}

static void free_slot(struct job_slot *slot)
{
    pthread_mutex_lock(&lock);
    if (slot)
        *slot->id = 0;
    pthread_mutex_unlock(&lock);
}

struct job_state job_look(const struct job *job)
{
    struct job_state state = {.step = job->step, .done = job->done, .total = job->total};
    if (!text_is(job->status, "running"))
        return state;
    pthread_mutex_lock(&lock);
    const struct job_slot *slot = *job->id ? slot_of(job->id) : NULL;
    if (slot && slot->state.step)
        state = slot->state;
    pthread_mutex_unlock(&lock);
    return state;
}

enum err job_stop(struct store *store, struct call *call, const char *id)
{
    pthread_mutex_lock(&lock);
    struct job_slot *slot = *id ? slot_of(id) : NULL;
    if (slot)
        slot->cancel = true;
    pthread_mutex_unlock(&lock);
    return job_cancel(store, call, id);
}

/* ---- while it is at it ---- */

/* In a file the work itself holds the writer: then only this process knows. Else the store is told, and the lease renewed. */
static void tell_store(struct job_watch *watch, int64_t done, int64_t total)
{
    int64_t now = watch->node->now();
    bool cancel = false;
    if (now - watch->told < BETWEEN || store_is_held(watch->store))
        return;
    watch->told = now;
    struct call apart = *watch->call;
    call_clear(&apart);
    enum err err = job_progress(&cancel, watch->store, &apart, watch->job, watch->step, done, total);
    watch->cancelled = watch->cancelled || cancel;
    watch->lost = watch->lost || err == ERR_STALE;
}

bool job_goes_on(int64_t done, int64_t total, void *arg)
{
    struct job_watch *watch = arg;
    pthread_mutex_lock(&lock);
    if (watch->slot) {
        watch->slot->state = (struct job_state){watch->step, done, total, watch->bad};
        watch->cancelled = watch->cancelled || watch->slot->cancel;
    }
    pthread_mutex_unlock(&lock);
    if (watch->node->ending && atomic_load(watch->node->ending))
        watch->given_back = true;
    else if (!watch->cancelled)
        tell_store(watch, done, total);
    return !watch->given_back && !watch->cancelled && !watch->lost;
}

/* ---- its whole course ---- */

struct working {
    struct job_watch *watch;
    char *result;
};

static enum err enter(struct job_watch *watch)
{
    struct call *call = watch->call;
    const struct user *user;
    struct db *db;
    enum err err = job_arg_read(&watch->arg, call, watch->job->arg);
    if (!err)
        err = store_reader(&db, watch->store, call);
    if (!err)
        err = who_user(&user, db, call, watch->job->owner);
    if (err)
        return err;
    if (!user->operator) {
        struct user *less = NEW(call->arena, struct user);
        *less = *user;
        user_cut_down(less, call->arena, watch->arg.roles);
        user = less;
    }
    user_enter(call, user);
    call->lang = watch->arg.lang;
    call->reason = watch->arg.reason;
    return OK;
}

static enum err run(void *arg)
{
    struct working *working = arg;
    struct job_watch *watch = working->watch;
    const struct job_kind *kind = job_kind_named(watch->job->kind);
    if (!kind)
        return fail_field(watch->call, ERR_INVALID, "job_unknown", NULL, watch->job->kind);
    enum err err = enter(watch);
    return err ? err : kind->run(&working->result, watch);
}

/* The first thing that was wrong, for whoever began it. */
static const char *failure(struct call *call, enum err err)
{
    struct buffer *out = buffer_new(call->arena, RESULT_MOST);
    struct json json = json_begin(out);
    const struct fault *fault = call->faults ? call->faults : &(struct fault){.code = err, .key = err_name(err)};
    json_object(&json);
    json_name(&json, "error");
    json_object(&json);
    fault_json(&json, fault);
    json_end(&json);
    json_end(&json);
    return out->at;
}

static enum err end(const struct job_watch *watch, struct call *call, enum err err, const char *result)
{
    struct store *store = watch->store;
    const struct job *job = watch->job;
    bool done = !err && watch->ended;
    if (watch->given_back && !done)
        return job_give_back(store, call, job);
    if (done || watch->lost || err == ERR_STALE || err == ERR_BUSY || err == ERR_UNKNOWN)
        return OK; /* or it is another's now, or its lease runs out and it is tried again */
    if (watch->cancelled)
        return job_end(store, call, job, "cancelled", NULL);
    return job_end(store, call, job, err ? "failed" : "done", err ? failure(call, err) : result);
}

/* The work has memory of its own, so that there is some left to say that it was not enough. */
enum err job_work(bool *did, const struct job_node *node, struct arena *arena)
{
    struct call call, of_work;
    struct job job;
    call_init(&call, arena, LANG_EN, node->now());
    call.user = &user_public;
    enum err err = job_claim(&job, node->store, &call, node->name);
    *did = !err && job.id;
    if (!*did)
        return err;
    struct job_watch watch = {.node = node, .store = node->store, .call = &of_work, .job = &job, .told = node->now()};
    struct working working = {.watch = &watch};
    of_work = call;
    call_clear(&of_work);
    of_work.arena = arena_within(arena, WORK_MEMORY);
    watch.slot = take_slot(job.id);
    err = arena_run(of_work.arena, run, &working);
    free_slot(watch.slot);
    if (of_work.faults)
        fault_copy(&call, of_work.faults);
    enum err ended = end(&watch, &call, err, working.result);
    arena_reset(of_work.arena);
    return ended == ERR_STALE ? OK : ended;
}
