/*
 * Long work for programs: a file in, the same change to many rows, and the jobs that do it. 202 with the address of the job; asking for it
 * tells how far it is and what came of it. ?dry_run=true only tries, and what was tried can be agreed to.
 */
#include "base/text.h"
#include "codec/json.h"
#include "gen/access.h"
#include "record/many_job.h"
#include "record/job_line.h"
#include "web/api.h"
#include "web/job_page.h"
#include "web/job_runner.h"
#include "web/record_pages.h"
#include <string.h>

enum { LINES_A_PAGE = 1000, JOBS_MOST = 100 };

static bool flag_asked(const struct request *request, const char *name)
{
    const char *value = request_query(request, name);
    return text_is(value, "true") || text_is(value, "1");
}

static void accepted(struct request *request, struct response *response, const char *id)
{
    struct call *call = request->call;
    struct json json = json_begin(response->body);
    job_runner_wake(request->site->jobs);
    response->type = "application/json";
    response->status = 202;
    response->cache = CACHE_NEVER;
    response_header(response, "Location", arena_format(call->arena, "/api/v1/job/%s", id));
    json_object(&json);
    json_member(&json, "id", id);
    json_end(&json);
    buffer_byte(response->body, '\n');
}

static enum err begin_request(
    const struct record **record, struct db **db, struct request *request, struct response *response, enum verb verb)
{
    response->type = "application/json";
    const char *key = request_header(request, "Idempotency-Key");
    if (!text_empty(key) && strlen(key) <= 200)
        request->call->key = key;
    if (request_query(request, "reason"))
        request->call->reason = request_query(request, "reason");
    enum err err = record_asked(record, db, request);
    return !err && !gate_verb_anywhere(request->call->user, *record, verb) ? not_allowed(request->call) : err;
}

/* ---- beginning ---- */

static enum err post_import(struct request *request, struct response *response)
{
    const struct record *record;
    struct db *db;
    char *id;
    const char *name = request_query(request, "file");
    enum err err = begin_request(&record, &db, request, response, VERB_ADD);
    if (!err && !request->body_size)
        err = fail(request->call, ERR_INVALID, "no_file");
    if (err)
        return err;
    struct import_ask ask = {.record = record,
        .name = text_or(name, "file"),
        .bytes = request->body,
        .size = request->body_size,
        .format = transfer_format(record, request->body, request->body_size),
        .trial = flag_asked(request, "dry_run"),
        .skip_bad = flag_asked(request, "skip_bad")};
    import_take_asked(&ask, request);
    err = import_add(&id, request, &ask);
    if (!err)
        accepted(request, response, id);
    return err;
}

static enum err inputs_in(const struct input **out, int *count, struct call *call, const struct json_value *object)
{
    struct input *inputs = NEW_ARRAY(call->arena, api_inputs_most(object) + 1, struct input);
    enum err err = OK;
    *out = inputs;
    *count = 0;
    for (const struct json_value *each = object ? object->first : NULL; each && !err; each = each->next)
        err = api_input(inputs, count, call, each);
    return err;
}

/* {"where":{"status":"territory"}} or {"ids":[...]}, and {"set":{"note":"..."},"reason":"..."} */
static enum err bulk_asked(
    struct bulk_wish *wish, struct list_wish *list, struct db *db, struct request *request, const struct record *record)
{
    struct call *call = request->call;
    struct json_value *json;
    *wish = (struct bulk_wish){0};
    *list = (struct list_wish){0};
    enum err err = json_read(&json, call, text_or(request->body, ""), request->body_size, NULL);
    if (err)
        return err;
    const struct json_value *where = json_get(json, "where"), *ids = json_get(json, "ids"),
                            *set = json_get(json, "set");
    if (!set || set->kind != JSON_OBJECT || !set->count)
        return fail_field(call, ERR_INVALID, "no_field_chosen", "set", NULL);
    if (!where == !ids || (where && where->kind != JSON_OBJECT) || (ids && ids->kind != JSON_ARRAY))
        return fail_field(call, ERR_INVALID, "nothing_chosen", "where", NULL);
    err = inputs_in(&wish->inputs, &wish->count, call, set);
    if (!err && where) {
        err = inputs_in(&list->where, &list->where_count, call, where);
        wish->list = list;
    }
    const char **chosen = NEW_ARRAY(call->arena, (ids ? ids->count : 0) + 1, const char *);
    for (const struct json_value *each = ids ? ids->first : NULL; each; each = each->next)
        chosen[wish->id_count++] = text_or(each->text, "");
    wish->ids = chosen;
    if (json_get_text(json, "reason"))
        call->reason = json_get_text(json, "reason");
    if (!err && text_empty(call->reason))
        err = fail_field(call, ERR_INVALID, "reason_missing", "reason", NULL);
    void *row = row_new(call->arena, record);
    return err ? err : record_fill(db, call, record, row, wish->inputs, wish->count);
}

struct beginning {
    struct bulk_ask ask;
    char *id;
};

static enum err begin_bulk(struct db *db, struct call *call, void *arg)
{
    struct beginning *beginning = arg;
    enum err err = bulk_begin(&beginning->id, db, call, &beginning->ask);
    return err ? err : store_reply(db, call, beginning->id);
}

static enum err post_bulk(struct request *request, struct response *response)
{
    const struct record *record;
    struct db *db;
    struct bulk_wish wish;
    struct list_wish list;
    enum err err = begin_request(&record, &db, request, response, VERB_CHANGE);
    if (!err)
        err = bulk_asked(&wish, &list, db, request, record);
    struct beginning beginning = {.ask = {.record = record,
                                      .wish = &wish,
                                      .trial = flag_asked(request, "dry_run"),
                                      .skip_bad = flag_asked(request, "skip_bad")}};
    if (!err)
        err =
            job_begun(&beginning.id, request, store_write(request->site->store, request->call, begin_bulk, &beginning));
    if (!err)
        accepted(request, response, beginning.id);
    return err;
}

/* ---- looking ---- */

static void write_report(struct json *json, const struct many_seen *seen)
{
    const struct many_report *report = &seen->report;
    json_object(json);
    many_report_members(json, report);
    json_member_bool(json, "stored", seen->stored);
    json_member_bool(json, "file_wrong", seen->file_wrong);
    json_end(json);
}

static enum err write_error(struct json *json, struct call *call, const struct job *job)
{
    const struct fault *failure;
    enum err err = job_failure(&failure, call, job);
    json_member(json, "error", !err && failure ? fault_text(call, failure) : NULL);
    return err;
}

static enum err write_job(struct json *json, struct db *db, struct call *call, const struct job *job)
{
    struct many_seen seen;
    char *after;
    struct job_state state = job_look(job);
    enum err err = many_seen(&seen, call, job);
    if (err && err != ERR_NOT_FOUND)
        return err;
    if ((err = job_after(&after, db, call, job->id)) != OK)
        return err;
    json_object(json);
    json_member(json, "id", job->id);
    json_member(json, "kind", job->kind);
    json_member(json, "noun", seen.record ? seen.record->noun : NULL);
    json_member(json, "status", job->status);
    json_member(json, "step", state.step);
    json_member_number(json, "done", state.done);
    json_member_number(json, "total", state.total);
    json_member(json, "created", job->created);
    json_member(json, "started", job->started);
    json_member(json, "ended", job->ended);
    json_member(json, "follows", job->follows);
    json_member(json, "followed_by", after);
    json_name(json, "result");
    if (seen.ended_well)
        write_report(json, &seen);
    else
        json_null(json);
    err = write_error(json, call, job);
    json_end(json);
    return err;
}

static enum err get_job(struct request *request, struct response *response)
{
    struct job job;
    struct db *db;
    struct json json = json_begin(response->body);
    response->type = "application/json";
    response->cache = CACHE_NEVER;
    enum err err = job_asked(&job, &db, request);
    if (!err)
        err = write_job(&json, db, request->call, &job);
    buffer_byte(response->body, '\n');
    return err;
}

struct listing {
    struct json json;
    struct db *db;
    const struct job **jobs;
    int count;
};

static enum err take_job(const struct job *job, struct call *call, void *arg)
{
    struct listing *listing = arg;
    struct job *copy = NEW(call->arena, struct job);
    *copy = *job;
    listing->jobs[listing->count++] = copy;
    return OK;
}

static enum err get_jobs(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct listing listing = {.json = json_begin(response->body)};
    response->type = "application/json";
    response->cache = CACHE_NEVER;
    if (!request->site->store || !call->user->id)
        return fail(call, ERR_LOGIN, "login");
    listing.jobs = NEW_ARRAY(call->arena, JOBS_MOST, const struct job *);
    enum err err = store_reader(&listing.db, request->site->store, call);
    if (!err)
        err = job_list(listing.db, call, call->who, JOBS_MOST, take_job, &listing);
    json_object(&listing.json);
    json_name(&listing.json, "items");
    json_array(&listing.json);
    for (int i = 0; i < listing.count && !err; i++)
        err = write_job(&listing.json, listing.db, call, listing.jobs[i]);
    json_end(&listing.json);
    json_name(&listing.json, "next");
    json_null(&listing.json);
    json_end(&listing.json);
    buffer_byte(response->body, '\n');
    return err;
}

/* ---- what it says of single rows ---- */

struct saying {
    struct json json;
    const struct record *record;
    int64_t last;
    int count;
};

static enum err say_bad(int64_t n, const char *line, struct call *call, void *arg)
{
    struct saying *saying = arg;
    struct json_value *value;
    struct many_refusal refusal;
    enum err err = json_read(&value, call, line, strlen(line), NULL);
    if (!err)
        err = refusal_read(&refusal, call, value);
    if (err)
        return err;
    saying->last = n;
    saying->count++;
    json_object(&saying->json);
    json_member_number(&saying->json, "line", refusal.fault->line ? refusal.fault->line : UNKNOWN);
    json_member(&saying->json, "column", refusal.column);
    json_member(&saying->json, "id", refusal.id);
    json_member(&saying->json, "value", refusal.value);
    json_member(&saying->json, "code", refusal.fault->key);
    json_member(&saying->json, "message", fault_text(call, refusal.fault));
    json_end(&saying->json);
    return OK;
}

static enum err say_saved(int64_t n, const char *line, struct call *call, void *arg)
{
    struct saying *saying = arg;
    struct json_value *value;
    struct saved_line saved;
    enum err err = json_read(&value, call, line, strlen(line), NULL);
    if (!err)
        err = saved_read(&saved, call, saying->record, value);
    if (err)
        return err;
    saying->last = n;
    saying->count++;
    json_object(&saying->json);
    json_member(&saying->json, "id", saved.id);
    json_member(&saying->json, "title", saved.title);
    json_name(&saying->json, "changes");
    json_array(&saying->json);
    for (int i = 0; i < saved.count; i++) {
        const struct past_change *change = &saved.changes[i];
        json_object(&saying->json);
        json_member(&saying->json, "field", saying->record->fields[change->field].name);
        json_member(&saying->json, "lang", change->lang < 0 ? NULL : lang_codes[change->lang]);
        json_member(&saying->json, "before", change->before);
        json_member(&saying->json, "after", change->after);
        json_end(&saying->json);
    }
    json_end(&saying->json);
    json_end(&saying->json);
    return OK;
}

static enum err get_lines(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct saying saying = {.json = json_begin(response->body)};
    struct many_seen seen;
    struct job job;
    struct db *db;
    int64_t after = 0;
    const char *kind = text_or(request_query(request, "kind"), "bad"), *asked = request_query(request, "after");
    response->type = "application/json";
    response->cache = CACHE_NEVER;
    enum err err = job_asked_own(&job, &db, request);
    if (!err && many_seen(&seen, call, &job) != OK)
        err = fail(call, ERR_NOT_FOUND, "no_page");
    if (!err && asked && (!text_number(&after, asked) || after < 0))
        err = fail_want(call, ERR_INVALID, "not_a_number", "after", asked, "0..");
    bool bad = text_is(kind, "bad");
    if (!err && !bad && !text_is(kind, "added") && !text_is(kind, "changed"))
        err = fail_want(call, ERR_INVALID, "not_a_choice", "kind", kind, "bad, added, changed");
    if (err)
        return err;
    saying.record = seen.record;
    json_object(&saying.json);
    json_name(&saying.json, "items");
    json_array(&saying.json);
    err = job_said(db, call, job.id, kind, after, LINES_A_PAGE, bad ? say_bad : say_saved, &saying);
    json_end(&saying.json);
    json_name(&saying.json, "next");
    json_text(
        &saying.json, saying.count == LINES_A_PAGE ? arena_format(call->arena, "%lld", (long long)saying.last) : NULL);
    json_end(&saying.json);
    buffer_byte(response->body, '\n');
    return err;
}

/* ---- agreeing and stopping ---- */

static enum err post_agree(struct request *request, struct response *response)
{
    struct job job;
    struct db *db;
    char *id;
    response->type = "application/json";
    if (request_query(request, "reason"))
        request->call->reason = request_query(request, "reason");
    enum err err = job_asked_own(&job, &db, request);
    if (!err)
        err = job_agree(&id, request, &job, flag_asked(request, "skip_bad"));
    if (!err)
        accepted(request, response, id);
    return err;
}

static enum err delete_job(struct request *request, struct response *response)
{
    struct job job;
    struct db *db;
    response->type = "application/json";
    enum err err = job_asked(&job, &db, request);
    if (!err)
        err = job_stop(request->site->store, request->call, job.id);
    if (!err)
        response->status = 204;
    return err;
}

const struct route api_work_routes[] = {
    {METHOD_POST, "/api/v1/import/{noun}", post_import, ROUTE_SLOW | ROUTE_FILE},
    {METHOD_POST, "/api/v1/bulk/{noun}", post_bulk, 0},
    {METHOD_GET, "/api/v1/job", get_jobs, 0, &right_job_see},
    {METHOD_GET, "/api/v1/job/{id}", get_job, 0, &right_job_see},
    {METHOD_GET, "/api/v1/job/{id}/lines", get_lines, 0, &right_job_see},
    {METHOD_POST, "/api/v1/job/{id}/agree", post_agree, 0, &right_job_see},
    {METHOD_DELETE, "/api/v1/job/{id}", delete_job, 0, &right_job_see},
    {0},
};
