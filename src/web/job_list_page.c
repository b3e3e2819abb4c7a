/* The list of jobs: one's own, or for an administrator all. */
#include "access/who.h"
#include "base/text.h"
#include "gen/access.h"
#include "record/many_job.h"
#include "web/job_page.h"

enum { JOBS_LISTED = 100 };

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

static enum err fill(struct job_line *line, struct db *db, struct call *call, const struct job *job)
{
    struct many_seen seen;
    enum err err = many_seen(&seen, call, job);
    if (err && err != ERR_NOT_FOUND)
        return err;
    *line = (struct job_line){.id = job->id,
        .what = job_words(call, job),
        .state = job_title(call, job, &seen),
        .began = moment_words(call->arena, call->lang, job->created),
        .failed = text_is(job->status, "failed")};
    return who_words(&line->who, db, call, job->owner);
}

enum err job_list_lines(
    struct job_line **out, size_t *count, struct db *db, struct call *call, const char *owner, int most)
{
    struct listing listing = {NEW_ARRAY(call->arena, (size_t)most, struct job), 0};
    enum err err = job_list(db, call, owner, most, keep, &listing);
    *out = NEW_ARRAY(call->arena, (size_t)most, struct job_line);
    *count = 0;
    for (size_t i = 0; i < listing.count && !err; i++)
        err = fill(&(*out)[(*count)++], db, call, &listing.jobs[i]);
    return err;
}

enum err job_list_page(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct db *db;
    struct job_list_page *page = NEW(call->arena, struct job_list_page);
    page->all = user_has(call->user, ROLE_administrator);
    enum err err = store_reader(&db, request->site->store, call);
    if (!err)
        err = job_list_lines(&page->jobs, &page->jobs_count, db, call, page->all ? NULL : call->who, JOBS_LISTED);
    if (err)
        return err;
    page->title = word(call->lang, page->all ? "job.many" : "job.mine");
    response->cache = CACHE_NEVER;
    frame_begin(&page->frame, request, page->title);
    job_list_html(response->body, call, page);
    return OK;
}
