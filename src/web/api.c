#include "web/api.h"
#include "base/text.h"
#include "codec/json_read.h"
#include "record/clocks.h"
#include "record/rivals.h"
#include "record/saved_list.h"
#include "web/answer.h"
#include "web/record_pages.h"
#include <string.h>

static enum err record_of(
    const struct record **record, struct db **db, struct request *request, struct response *response)
{
    response->type = "application/json";
    return record_asked(record, db, request);
}

/* ---- reading ---- */

static enum err take_number(int *out, struct request *request, const char *name)
{
    int64_t number = 0;
    const char *text = request_query(request, name);
    if (!text_empty(text) && (!text_number(&number, text) || number < 1 || number > 1000))
        return fail_want(request->call, ERR_INVALID, "not_a_number", name, text, "1..1000");
    *out = (int)number;
    return OK;
}

/* Filters are named as fields are; what is neither a filter nor one of these is refused, so that no misspelling widens a list. */
static enum err take_wish(struct list_wish *wish, struct request *request, struct db *db, const struct record *record)
{
    struct input *where = NEW_ARRAY(request->call->arena, request->query.count + 1, struct input);
    *wish = (struct list_wish){.where = where};
    for (size_t i = 0; i < request->query.count; i++) {
        const struct pair *pair = &request->query.at[i];
        if (text_is(pair->name, "sort"))
            wish->sort = pair->value;
        else if (text_is(pair->name, "after"))
            wish->after = pair->value;
        else if (!text_is(pair->name, "most") && !text_is(pair->name, "lang") && !text_is(pair->name, "saved"))
            where[wish->where_count++] = (struct input){pair->name, pair->value};
    }
    const char *saved = request_query(request, "saved");
    enum err err = take_number(&wish->most, request, "most");
    return err || text_empty(saved) ? err : saved_open(wish, db, request->call, record, saved);
}

static enum err get_list(struct request *request, struct response *response)
{
    const struct record *record;
    struct db *db;
    struct list_wish wish;
    struct list_page page;
    enum err err = record_of(&record, &db, request, response);
    if (!err)
        err = take_wish(&wish, request, db, record);
    if (!err)
        err = record_list(&page, db, request->call, record, &wish);
    if (!err)
        print_page_json(response->body, request->call, &page);
    return err;
}

/* The version; and, behind a point, the days its clocks end: they move with the holidays, which are other rows. */
static const char *etag_of(struct call *call, const struct view *view)
{
    struct row_clock clocks[MOST_CLOCKS];
    int count = clocks_of(clocks, call, view);
    uint64_t days = 0;
    for (int i = 0; i < count; i++)
        days = days * 1000003u + (uint64_t)date_days(clocks[i].reading.due);
    return count ? arena_format(call->arena, "\"%lld.%llx\"", (long long)view_version(view), (unsigned long long)days)
                 : arena_format(call->arena, "\"%lld\"", (long long)view_version(view));
}

static enum err tell_view(
    struct request *request, struct response *response, struct db *db, const struct record *record, const char *id)
{
    struct call *call = request->call;
    struct view view;
    enum err err = record_show(&view, db, call, record, id);
    if (err)
        return err;
    struct json json = json_begin(response->body);
    print_view_json(&json, call, &view);
    buffer_byte(response->body, '\n');
    response->etag = etag_of(call, &view);
    return OK;
}

static enum err get_one(struct request *request, struct response *response)
{
    const struct record *record;
    struct db *db;
    enum err err = record_of(&record, &db, request, response);
    return err ? err : tell_view(request, response, db, record, request_name(request, "id"));
}

static enum err get_history(struct request *request, struct response *response)
{
    const struct record *record;
    struct db *db;
    struct view view;
    enum err err = record_of(&record, &db, request, response);
    if (!err)
        err = record_show(&view, db, request->call, record, request_name(request, "id"));
    return err ? err : print_history(response->body, db, request->call, record, request_name(request, "id"), true);
}

/* ---- writing ---- */

static const char *scalar_text(struct call *call, const struct json_value *value)
{
    switch (value->kind) {
    case JSON_BOOL: return value->flag ? "true" : "false";
    case JSON_NUMBER:
    case JSON_DECIMAL:
    case JSON_TEXT: return value->text;
    default: return NULL;
    }
}

enum err api_input(struct input *inputs, int *count, struct call *call, const struct json_value *member)
{
    if (member->kind == JSON_ARRAY)
        return fail_field(call, ERR_INVALID, "bad_json", member->name, NULL);
    if (member->kind != JSON_OBJECT) {
        inputs[(*count)++] = (struct input){member->name, scalar_text(call, member)};
        return OK;
    }
    for (const struct json_value *part = member->first; part;
         part = part->next) { /* {"name":{"en":"...","fr":"..."}} */
        if (part->kind == JSON_ARRAY || part->kind == JSON_OBJECT)
            return fail_field(call, ERR_INVALID, "bad_json", member->name, NULL);
        inputs[(*count)++] =
            (struct input){arena_format(call->arena, "%s_%s", member->name, part->name), scalar_text(call, part)};
    }
    return OK;
}

size_t api_inputs_most(const struct json_value *object)
{
    size_t most = 0;
    for (const struct json_value *member = object ? object->first : NULL; member; member = member->next)
        most += 1 + member->count;
    return most;
}

struct body {
    struct input *inputs;
    int count;
    const char *reason;
};

/* The members of the body as inputs. What a reply holds besides fields (version, withheld, clocks) may come back and says nothing. */
static enum err take_body(struct body *body, struct request *request, const struct record *record)
{
    struct call *call = request->call;
    struct json_value *value;
    *body = (struct body){0};
    enum err err = json_read(&value, call, text_or(request->body, ""), request->body_size, NULL);
    if (err)
        return err;
    if (value->kind != JSON_OBJECT)
        return fail(call, ERR_INVALID, "bad_json");
    body->inputs = NEW_ARRAY(call->arena, api_inputs_most(value) + 1, struct input);
    for (const struct json_value *member = value->first; member && !err; member = member->next)
        if (text_is(member->name, "reason"))
            body->reason = scalar_text(call, member);
        else if (!text_is(member->name, "version") && !text_is(member->name, "withheld") &&
            !text_is(member->name, "clocks") && !(record->made_id && text_is(member->name, "id")))
            err = api_input(body->inputs, &body->count, call, member);
    if (body->reason)
        call->reason = body->reason;
    return err;
}

static enum err take_version(int64_t *seen, struct request *request)
{
    const char *header = request_header(request, "If-Match");
    *seen = 0;
    if (!header || text_is(header, "*"))
        return OK;
    header += text_starts(header, "W/") ? 2 : 0;
    size_t size = strlen(header);
    bool quoted = size > 2 && header[0] == '"' && header[size - 1] == '"';
    const char *version = quoted ? arena_copy(request->call->arena, header + 1, size - 2) : header;
    const char *number = arena_copy(request->call->arena, version, strcspn(version, "."));
    if (!text_number(seen, number) || *seen < 1)
        return fail_want(request->call, ERR_USAGE, "not_a_number", "If-Match", header, "\"3\"");
    return OK;
}

void api_take_key(struct request *request)
{
    const char *key = request_header(request, "Idempotency-Key");
    if (!text_empty(key) && strlen(key) <= 200)
        request->call->key = key;
}

static enum err begin_write(const struct record **record, struct db **db, struct body *body, int64_t *seen,
    struct request *request, struct response *response)
{
    enum err err = record_of(record, db, request, response);
    if (!err)
        err = take_version(seen, request);
    if (!err && request->body_size)
        err = take_body(body, request, *record);
    if (!err && request_query(request, "reason"))
        request->call->reason = request_query(request, "reason");
    api_take_key(request);
    response->cache = CACHE_NEVER;
    return err;
}

/* The same request again gets the same answer: for one row (`id`), if it was about that row. */
static enum err unless_repeated(enum err err, struct outcome *outcome, struct request *request, struct db *db,
    const struct record *record, const char *id)
{
    if (err != ERR_CONFLICT)
        return err;
    enum err asked = repeated_before(&outcome->id, request, db, record);
    return asked ? asked : outcome->id && (!id || text_is(outcome->id, id)) ? OK : err;
}

static enum err post_one(struct request *request, struct response *response)
{
    const struct record *record;
    struct db *db;
    struct body body = {0};
    struct outcome outcome = {0};
    int64_t seen;
    enum err err = begin_write(&record, &db, &body, &seen, request, response);
    if (!err)
        err = record_add(&outcome, request->site->store, request->call, record, body.inputs, body.count);
    err = unless_repeated(err, &outcome, request, db, record, NULL);
    if (err)
        return err;
    response->status = 201;
    response_header(
        response, "Location", arena_format(request->call->arena, "/api/v1/%s/%s", record->noun, outcome.id));
    return tell_view(request, response, db, record, outcome.id);
}

static enum err patch_one(struct request *request, struct response *response)
{
    const struct record *record;
    struct db *db;
    struct body body = {0};
    struct outcome outcome = {0};
    int64_t seen;
    const char *id = request_name(request, "id");
    enum err err = begin_write(&record, &db, &body, &seen, request, response);
    if (!err)
        err = record_set(&outcome, request->site->store, request->call, record, id, seen, body.inputs, body.count);
    err = unless_repeated(err, &outcome, request, db, record, id);
    return err ? err : tell_view(request, response, db, record, id);
}

static enum err delete_one(struct request *request, struct response *response)
{
    const struct record *record;
    struct db *db;
    struct body body = {0};
    struct outcome outcome = {0};
    int64_t seen;
    const char *id = request_name(request, "id");
    enum err err = begin_write(&record, &db, &body, &seen, request, response);
    if (!err)
        err = record_remove(request->site->store, request->call, record, id, seen);
    err = unless_repeated(err, &outcome, request, db, record, id);
    if (!err)
        response->status = 204;
    return err;
}

static enum err post_step(struct request *request, struct response *response)
{
    const struct record *record;
    struct db *db;
    struct body body = {0};
    struct outcome outcome = {0};
    int64_t seen;
    const char *id = request_name(request, "id");
    enum err err = begin_write(&record, &db, &body, &seen, request, response);
    if (!err)
        err =
            record_step(&outcome, request->site->store, request->call, record, id, seen, request_name(request, "step"));
    err = unless_repeated(err, &outcome, request, db, record, id);
    return err ? err : tell_view(request, response, db, record, id);
}

static enum err get_rivals(struct request *request, struct response *response)
{
    const struct record *record;
    struct db *db;
    struct view view;
    struct list_page page = {.total = UNKNOWN};
    enum err err = record_of(&record, &db, request, response);
    if (!err)
        err = record_show(&view, db, request->call, record, request_name(request, "id"));
    if (!err)
        err = record_rivals(&page.views, &page.count, db, request->call, &view);
    if (!err)
        print_page_json(response->body, request->call, &page);
    return err;
}

static enum err post_settle(struct request *request, struct response *response)
{
    const struct record *record;
    struct db *db;
    struct body body = {0};
    struct outcome outcome = {0};
    int64_t seen;
    const char *id = request_name(request, "id");
    enum err err = begin_write(&record, &db, &body, &seen, request, response);
    if (!err)
        err = record_settle(&outcome, request->site->store, request->call, record, id, seen);
    return err ? err : tell_view(request, response, db, record, id);
}

const struct route api_routes[] = {
    {METHOD_GET, "/api/v1/openapi.json", api_openapi, 0},
    {METHOD_GET, "/api/v1/{noun}", get_list, 0},
    {METHOD_POST, "/api/v1/{noun}", post_one, 0},
    {METHOD_GET, "/api/v1/{noun}/{id}", get_one, 0},
    {METHOD_PATCH, "/api/v1/{noun}/{id}", patch_one, 0},
    {METHOD_DELETE, "/api/v1/{noun}/{id}", delete_one, 0},
    {METHOD_POST, "/api/v1/{noun}/{id}/step/{step}", post_step, 0},
    {METHOD_GET, "/api/v1/{noun}/{id}/rivals", get_rivals, 0},
    {METHOD_POST, "/api/v1/{noun}/{id}/settle", post_settle, 0},
    {METHOD_GET, "/api/v1/{noun}/{id}/history", get_history, 0},
    {0},
};
