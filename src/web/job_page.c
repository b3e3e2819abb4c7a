#include "web/job_page.h"
#include "base/text.h"
#include "store/job.h"

static enum err load(struct job *job, struct request *request)
{
    struct call *call = request->call;
    struct db *db;
    const char *id = request_name(request, "id");
    enum err err = store_reader(&db, request->site->store, call);
    if (!err)
        err = job_load(job, db, call, id);
    bool mine = !err && call->who && text_is(job->owner, call->who);
    if (err == ERR_NOT_FOUND || (!err && !mine && !user_has(call->user, ROLE_administrator))) {
        call_clear(call);
        return fail(call, ERR_NOT_FOUND, "no_page");
    }
    return err;
}

static enum err show_job(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct job job;
    enum err err = load(&job, request);
    if (err)
        return err;
    struct job_page *page = NEW(call->arena, struct job_page);
    page->id = job.id;
    page->done = job.done > 0 ? job.done : 0;
    page->total = job.total > 0 ? job.total : 0;
    page->ended = !text_is(job.status, "waiting") && !text_is(job.status, "running");
    page->percent = text_is(job.status, "done") ? 100 : page->total ? page->done * 100 / page->total : 0;
    page->step = job.step;
    page->result = job.result;
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
    {METHOD_GET, "/job/{id}", show_job, 0},
    {METHOD_POST, "/job/{id}/stop", stop_job, 0},
    {0},
};
