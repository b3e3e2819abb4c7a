#include "web/job_page.h"
#include "access/job_kind.h"
#include "access/who.h"
#include "base/text.h"
#include "codec/json_read.h"
#include "gen/access.h"

enum { JOBS_LISTED = 100 };

/* ---- the list ---- */

struct listing {
    struct job *jobs;
    size_t count;
};

static enum err keep(const struct job *job, struct call *call, void *arg)
{
    struct listing *listing = arg;
    (void)call;
    listing->jobs[listing->count++] = *job;
    return OK;
}

enum err job_lines(struct job_line **out, size_t *count, struct db *db, struct call *call, const char *owner, int most)
{
    struct listing listing = {NEW_ARRAY(call->arena, (size_t)most, struct job), 0};
    enum err err = job_list(db, call, owner, most, keep, &listing);
    *out = NEW_ARRAY(call->arena, (size_t)most, struct job_line);
    *count = 0;
    for (size_t i = 0; i < listing.count && !err; i++) {
        const struct job *job = &listing.jobs[i];
        struct job_line *line = &(*out)[(*count)++];
        *line = (struct job_line){.id = job->id,
            .what = word_of(call->lang, "job.kind", NULL, job->kind),
            .state = word_of(call->lang, "job.status", NULL, job->status),
            .began = moment_words(call->arena, call->lang, job->created),
            .failed = text_is(job->status, "failed")};
        err = who_words(&line->who, db, call, job->owner);
    }
    return err;
}

static enum err show_list(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct db *db;
    struct job_list_page *page = NEW(call->arena, struct job_list_page);
    bool all = user_has(call->user, ROLE_administrator);
    enum err err = store_reader(&db, request->site->store, call);
    if (!err)
        err = job_lines(&page->jobs, &page->jobs_count, db, call, all ? NULL : call->who, JOBS_LISTED);
    if (err)
        return err;
    page->title = word(call->lang, all ? "job.many" : "job.mine");
    response->cache = CACHE_NEVER;
    frame_begin(&page->frame, request, page->title);
    job_list_html(response->body, call, page);
    return OK;
}

/* ---- one ---- */

static enum err load(struct job *job, struct request *request)
{
    struct call *call = request->call;
    struct db *db;
    enum err err = store_reader(&db, request->site->store, call);
    if (!err)
        err = job_of(job, db, call, request_name(request, "id"));
    if (err != ERR_NOT_FOUND)
        return err;
    call_clear(call);
    return fail(call, ERR_NOT_FOUND, "no_page");
}

/* What came of it: a page of its own, what was wrong in words, or as it stands. */
static enum err fill_result(struct job_page *page, struct call *call, const struct job *job)
{
    const struct job_kind *kind = job_kind_named(job->kind);
    struct json_value *json;
    if (!job->result)
        return OK;
    if (text_is(job->status, "done") && kind && kind->page) {
        page->result_href = arena_format(call->arena, "%s/%s", kind->page, job->id);
        return OK;
    }
    enum err err = json_read(&json, call, job->result, strlen(job->result), NULL);
    page->fault = err ? NULL : json_get_text(json_get(json, "error"), "message");
    page->result = page->fault ? NULL : job->result;
    return err;
}

static enum err show_job(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct job job;
    struct db *db;
    struct job_page *page = NEW(call->arena, struct job_page);
    enum err err = load(&job, request);
    if (!err)
        err = store_reader(&db, request->site->store, call);
    if (!err)
        err = who_words(&page->who, db, call, job.owner);
    if (!err)
        err = fill_result(page, call, &job);
    if (err)
        return err;
    page->id = job.id;
    page->what = word_of(call->lang, "job.kind", NULL, job.kind);
    page->began = moment_words(call->arena, call->lang, job.created);
    page->done = job.done > 0 ? job.done : 0;
    page->total = job.total > 0 ? job.total : 0;
    page->ended = !text_is(job.status, "waiting") && !text_is(job.status, "running");
    page->percent = text_is(job.status, "done") ? 100 : page->total ? page->done * 100 / page->total : 0;
    page->step = job.step;
    page->stopping = job.cancel && !page->ended;
    page->again_href = arena_format(call->arena, "/job/%s", job.id);
    page->stop_href = page->ended || job.cancel ? NULL : arena_format(call->arena, "/job/%s/stop", job.id);
    page->csrf = request->csrf;
    const char *key = arena_format(call->arena, "job.title_%s", job.status);
    page->title = SAY(call->arena, call->lang, key, {"percent", NULL, page->percent});
    response->cache = CACHE_NEVER;
    frame_begin(&page->frame, request, page->title);
    job_page_html(response->body, call, page);
    return OK;
}

static enum err stop_job(struct request *request, struct response *response)
{
    struct job job;
    enum err err = load(&job, request);
    if (!err)
        err = job_cancel(request->site->store, request->call, job.id);
    if (!err)
        response_see(request, response, arena_format(request->call->arena, "/job/%s", job.id));
    return err;
}

const struct route job_routes[] = {
    {METHOD_GET, "/job", show_list, 0, &right_job_see},
    {METHOD_GET, "/job/{id}", show_job, 0, &right_job_see},
    {METHOD_POST, "/job/{id}/stop", stop_job, 0, &right_job_see},
    {0},
};
