#include "access/job_kind.h"
#include "access/who.h"
#include "base/text.h"
#include "codec/json.h"

enum { RESULT_MOST = 1 << 20 };

static struct job_kind *kinds;

void job_kind_register(struct job_kind *kind)
{
    for (const struct job_kind *known = kinds; known; known = known->next)
        if (known == kind)
            return;
    kind->next = kinds;
    kinds = kind;
}

const struct job_kind *job_kind_named(const char *name)
{
    for (const struct job_kind *kind = kinds; kind; kind = kind->next)
        if (text_is(kind->name, name))
            return kind;
    return NULL;
}

enum err job_of(struct job *out, struct db *db, struct call *call, const char *id)
{
    enum err err = job_load(out, db, call, id);
    if (!err && !text_is(out->owner, call->who) && !user_has(call->user, ROLE_administrator))
        err = fail_field(call, ERR_NOT_FOUND, "not_found", "job", id);
    return err;
}

bool job_goes_on(int64_t done, int64_t total, void *arg)
{
    struct job_watch *watch = arg;
    if (watch->ending && atomic_load(watch->ending))
        watch->lost = true;
    else if (job_progress(&watch->cancelled, watch->store, watch->call, watch->job, watch->step, done, total) != OK)
        watch->lost = true;
    return !watch->cancelled && !watch->lost;
}

/* What was wrong, as the command line says it with --json. */
static char *error_json(struct call *call, enum err err)
{
    struct buffer *out = buffer_new(call->arena, RESULT_MOST);
    struct json json = json_begin(out);
    json_object(&json);
    json_name(&json, "error");
    json_object(&json);
    json_member(&json, "code", err_name(err));
    json_member(&json, "message", call->faults ? fault_text(call, call->faults) : err_name(err));
    json_end(&json);
    json_end(&json);
    return out->at;
}

struct working {
    const struct job_kind *kind;
    struct job_watch *watch;
    char *result;
};

static enum err run(void *arg)
{
    struct working *working = arg;
    struct job_watch *watch = working->watch;
    struct call *call = watch->call;
    const struct user *user;
    struct db *db;
    enum err err = store_reader(&db, watch->store, call);
    if (!err)
        err = who_user(&user, db, call, watch->job->owner);
    if (err)
        return err;
    user_enter(call, user);
    if (!working->kind)
        return fail_field(call, ERR_INVALID, "job_unknown", NULL, watch->job->kind);
    return working->kind->run(&working->result, watch);
}

enum err job_work(bool *did, struct store *store, struct call *call, const char *node, const atomic_bool *ending)
{
    struct job *job = NEW(call->arena, struct job);
    enum err err = job_claim(job, store, call, node);
    *did = !err && job->id;
    if (!*did)
        return err;
    struct job_watch watch = {.store = store, .call = call, .job = job, .ending = ending};
    struct working working = {.kind = job_kind_named(job->kind), .watch = &watch};
    err = arena_run(call->arena, run, &working);
    if (watch.lost)
        return OK; /* another node has it, or will have it */
    if (err)
        return job_end(
            store, call, job, watch.cancelled ? "cancelled" : "failed", watch.cancelled ? NULL : error_json(call, err));
    return job_end(store, call, job, "done", working.result);
}
