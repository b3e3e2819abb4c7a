#include "web/job_page.h"
#include "access/who.h"
#include "base/text.h"
#include "gen/access.h"
#include "web/job_result.h"
#include "web/job_runner.h"
#include "web/record_pages.h"

enum { WIDTH = 400, QUICK_MILLISECONDS = 1500 };

enum err job_asked(struct job *job, struct db **db, struct request *request)
{
    struct call *call = request->call;
    enum err err = store_reader(db, request->site->store, call);
    if (!err)
        err = job_of(job, *db, call, request_name(request, "id"));
    if (err != ERR_NOT_FOUND)
        return err;
    call_clear(call);
    return fail(call, ERR_NOT_FOUND, "no_page");
}

/* An administrator sees that there is a job and stops it; what it is about is its owner's. */
static bool is_own(const struct call *call, const struct job *job)
{
    return call->user->id && text_is(job->owner, call->who);
}

enum err job_asked_own(struct job *job, struct db **db, struct request *request)
{
    enum err err = job_asked(job, db, request);
    return err || is_own(request->call, job) ? err : fail(request->call, ERR_FORBIDDEN, "forbidden");
}

enum err job_begun(char **id, struct request *request, enum err err)
{
    struct call *call = request->call;
    struct db *db;
    bool repeated;
    if (err != ERR_CONFLICT || !call->faults || !text_is(call->faults->key, "store_repeated"))
        return err;
    err = store_reader(&db, request->site->store, call);
    if (!err)
        err = store_repeated(&repeated, id, db, call);
    if (!err && *id)
        call_clear(call);
    return err || *id ? err : ERR_CONFLICT;
}

void job_see(struct request *request, struct response *response, const char *id, unsigned long ended_before)
{
    job_runner_wake(request->site->jobs);
    job_runner_wait(request->site->jobs, ended_before, QUICK_MILLISECONDS);
    response_see(request, response, arena_format(request->call->arena, "/job/%s", id));
}

/* ---- how far it is ---- */

static int64_t percent_of(const struct job_state *state)
{
    int64_t percent = state->total > 0 ? state->done * 100 / state->total : 0;
    return percent > 100 ? 100 : percent;
}

const char *job_title(struct call *call, const struct job *job, const struct many_seen *seen)
{
    struct job_state state = job_look(job);
    if (seen->record && seen->ended_well)
        return result_title(call, seen);
    bool runs = text_is(job->status, "running") && state.step;
    const char *key = runs ? arena_format(call->arena, "job.title_%s", state.step) : NULL;
    if (!key || !word_find(call->lang, key))
        key = arena_format(call->arena, "job.title_%s", job->status);
    return SAY(call->arena, call->lang, key, {"percent", NULL, percent_of(&state)});
}

/* By how long it took so far. */
static const char *time_left(struct call *call, const struct job *job, const struct job_state *state)
{
    int64_t began;
    if (!job->started || !moment_parse(&began, job->started) || state->done < 1 || state->total < state->done)
        return NULL;
    int64_t seconds = (call->now - began) / 1000000;
    int64_t left = seconds * (state->total - state->done) / state->done;
    if (seconds < 2)
        return NULL;
    return left < 90 ? SAY(call->arena, call->lang, "job.seconds_left", {"n", NULL, left})
                     : SAY(call->arena, call->lang, "job.minutes_left", {"n", NULL, (left + 59) / 60});
}

static void fill_progress(struct job_page *page, struct call *call, const struct job *job)
{
    struct job_state state = job_look(job);
    page->percent = percent_of(&state);
    page->width = WIDTH * page->percent / 100;
    if (state.total > 0)
        page->rows =
            SAY(call->arena, call->lang, "job.progress", {"done", NULL, state.done}, {"total", NULL, state.total});
    else if (state.done > 0)
        page->rows = SAY(call->arena, call->lang, "job.rows", {"n", NULL, state.done});
    page->left = time_left(call, job, &state);
    page->again_href = arena_format(call->arena, "/job/%s", job->id);
    page->stopping = job->cancel;
    page->stop_href = job->cancel ? NULL : arena_format(call->arena, "/job/%s/stop", job->id);
}

/* ---- the steps of an import and of a change of many ---- */

enum { STEP_READ, STEP_CHECK, STEP_DECIDE, STEP_STORE, STEPS };

static int step_now(const struct job *job, const struct many_seen *seen)
{
    if (!seen->trial)
        return job_is_over(job) ? STEPS : STEP_STORE;
    return job_is_over(job) ? STEP_DECIDE : text_is(job_look(job).step, "checking") ? STEP_CHECK : STEP_READ;
}

static void fill_steps(struct job_page *page, struct call *call, const struct job *job, const struct many_seen *seen)
{
    static const char *const keys[STEPS] = {"job.step.read", "job.step.check", "job.step.decide", "job.step.store"};
    int now = step_now(job, seen);
    struct job_state state = job_look(job);
    page->steps = NEW_ARRAY(call->arena, STEPS, struct job_step);
    for (int i = seen->is_import ? STEP_READ : STEP_CHECK; i < STEPS; i++) {
        struct job_step *step = &page->steps[page->steps_count++];
        *step = (struct job_step){.label = word(call->lang, keys[i]), .now = i == now, .todo = i > now};
        if (i == STEP_DECIDE)
            step->note = word(call->lang, "job.step.you");
        else if (i == now && state.total > 0)
            step->note = state.bad ? SAY(call->arena, call->lang, "job.problems", {"n", NULL, state.bad}) : page->rows;
    }
}

/* ---- the page ---- */

/* What came of it: on this page, on a page of its own, or as it stands. */
static enum err fill_result(struct job_page *page, struct request *request, struct db *db, const struct job *job,
    const struct many_seen *seen, int64_t after)
{
    struct call *call = request->call;
    const struct job_kind *kind = job_kind_named(job->kind);
    if (seen->record) {
        struct job_result *result = NEW(call->arena, struct job_result);
        page->result = result;
        return result_fill(result, request, db, job, seen, is_own(call, job), after);
    }
    if (!text_is(job->status, "done") || !job->result)
        return OK;
    if (kind && kind->page)
        page->result_href = arena_format(call->arena, "%s/%s", kind->page, job->id);
    else
        page->raw = job->result;
    return OK;
}

static enum err show(struct request *request, struct response *response, struct db *db, const struct job *job)
{
    struct call *call = request->call;
    struct job_page *page = NEW(call->arena, struct job_page);
    struct many_seen seen;
    const struct fault *failure;
    int64_t after = 0;
    const char *asked = request_query(request, "after");
    enum err err = many_seen(&seen, call, job);
    if (err && err != ERR_NOT_FOUND)
        return err;
    if (asked && (!text_number(&after, asked) || after < 0))
        return fail(call, ERR_NOT_FOUND, "no_page");
    page->ended = job_is_over(job);
    page->csrf = request->csrf;
    page->what = job_words(call, job);
    page->began = moment_words(call->arena, call->lang, job->created);
    page->title = job_title(call, job, &seen);
    if (!page->ended)
        fill_progress(page, call, job);
    if (seen.record)
        fill_steps(page, call, job, &seen);
    err = is_own(call, job) ? OK : who_words(&page->who, db, call, job->owner);
    if (!err)
        err = job_failure(&failure, call, job);
    if (!err && page->ended)
        err = fill_result(page, request, db, job, &seen, after);
    if (err)
        return err;
    page->fault = failure ? fault_text(call, failure) : NULL;
    response->cache = CACHE_NEVER;
    frame_begin(&page->frame, request, page->title);
    job_page_html(response->body, call, page);
    return OK;
}

static enum err show_job(struct request *request, struct response *response)
{
    struct job job;
    struct db *db;
    enum err err = job_asked(&job, &db, request);
    return err ? err : show(request, response, db, &job);
}

static enum err stop_job(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct job job;
    struct db *db;
    enum err err = job_asked(&job, &db, request);
    if (!err)
        err = job_stop(request->site->store, call, job.id);
    if (err)
        return err;
    struct many_seen seen;
    if (job_is_over(&job) && many_seen(&seen, call, &job) == OK) /* the file was discarded */
        response_see(request, response, arena_format(call->arena, "/%s", seen.record->noun));
    else
        response_see(request, response, arena_format(call->arena, "/job/%s", job.id));
    return OK;
}

/* ---- agreeing ---- */

struct agreeing {
    const struct job *job;
    bool skip_bad;
    char *id;
};

static enum err agree(struct db *db, struct call *call, void *arg)
{
    struct agreeing *agreeing = arg;
    return many_agree(&agreeing->id, db, call, agreeing->job, agreeing->skip_bad);
}

enum err job_agree(char **id, struct request *request, const struct job *job, bool skip_bad)
{
    struct call *call = request->call;
    struct store *store = request->site->store;
    struct agreeing agreeing = {.job = job, .skip_bad = skip_bad};
    struct db *db;
    enum err err = store_write(store, call, agree, &agreeing);
    *id = agreeing.id;
    if (err != ERR_CONFLICT)
        return err;
    enum err asked = store_reader(&db, store, call);
    if (!asked)
        asked = job_after(id, db, call, job->id);
    if (!asked && *id)
        call_clear(call);
    return asked ? asked : *id ? OK : err;
}

static enum err agree_to_job(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct many_seen seen;
    struct job job;
    struct db *db;
    char *id;
    enum err err = job_asked_own(&job, &db, request);
    if (!err && many_seen(&seen, call, &job) != OK)
        err = fail(call, ERR_NOT_FOUND, "no_page");
    if (err)
        return err;
    const char *reason = request_form(request, "reason");
    call->reason = text_empty(reason) ? NULL : text_trim(call->arena, reason);
    if (!call->reason && !seen.is_import) {
        (void)fail_field(call, ERR_INVALID, "reason_missing", "reason", NULL);
        response->status = 422;
        return show(request, response, db, &job);
    }
    unsigned long ended = job_runner_ended(request->site->jobs);
    form_take_key(request);
    err = job_agree(&id, request, &job, request_form(request, "skip_bad"));
    if (!err)
        job_see(request, response, id, ended);
    return err;
}

static enum err send_rows(struct request *request, struct response *response)
{
    struct job job;
    struct db *db;
    enum err err = job_asked_own(&job, &db, request);
    if (err)
        return err;
    response_file(
        request, response, "text/csv; charset=utf-8", arena_format(request->call->arena, "%s-rows.csv", job.id));
    response->cache = CACHE_NEVER;
    return result_csv(response->body, db, request->call, &job);
}

const struct route job_routes[] = {
    {METHOD_GET, "/job", job_list_page, 0, &right_job_see},
    {METHOD_GET, "/job/{id}", show_job, 0, &right_job_see},
    {METHOD_GET, "/job/{id}/rows.csv", send_rows, 0, &right_job_see},
    {METHOD_POST, "/job/{id}/stop", stop_job, 0, &right_job_see},
    {METHOD_POST, "/job/{id}/agree", agree_to_job, ROUTE_SLOW, &right_job_see},
    {0},
};
