/* Ties between records, and two records that are one, for programs. */
#include "base/text.h"
#include "codec/json.h"
#include "codec/json_read.h"
#include "record/link.h"
#include "record/merge.h"
#include "web/answer.h"
#include "web/api.h"
#include "web/record_pages.h"
#include <string.h>

static enum err begin(const struct record **record, struct db **db, struct request *request, struct response *response)
{
    const char *key = request_header(request, "Idempotency-Key");
    response->type = "application/json";
    response->cache = CACHE_NEVER;
    if (request->method != METHOD_GET && !text_empty(key) && strlen(key) <= 200)
        request->call->key = key;
    return record_asked(record, db, request);
}

static enum err write_ties(
    struct request *request, struct response *response, struct db *db, const struct record *record)
{
    struct call *call = request->call;
    struct json json = json_begin(response->body);
    struct tie *ties;
    int count;
    enum err err = record_ties(&ties, &count, db, call, record, request_name(request, "id"));
    if (err)
        return err;
    json_object(&json);
    json_name(&json, "items");
    json_array(&json);
    for (int i = 0; i < count; i++)
        tie_json(&json, &ties[i]);
    json_end(&json);
    json_name(&json, "next");
    json_null(&json);
    json_end(&json);
    buffer_byte(response->body, '\n');
    return OK;
}

static enum err get_ties(struct request *request, struct response *response)
{
    const struct record *record;
    struct db *db;
    enum err err = begin(&record, &db, request, response);
    return err ? err : write_ties(request, response, db, record);
}

/* The same request again gets the same answer. */
static enum err unless_repeated(enum err err, struct request *request, struct db *db, const struct record *record,
    const char *meaning, const char *to)
{
    const char *done;
    if (err != ERR_CONFLICT)
        return err;
    enum err asked = repeated_before(&done, request, db, record);
    const char *this = arena_format(request->call->arena, "%s/ties/%s/%s", request_name(request, "id"), meaning, to);
    return asked ? asked : text_is(done, this) ? OK : err;
}

/* {"meaning":"succeeded_by","id":"XAB"} */
static enum err post_tie(struct request *request, struct response *response)
{
    struct call *call = request->call;
    const struct record *record;
    struct db *db;
    struct json_value *json;
    enum err err = begin(&record, &db, request, response);
    if (!err)
        err = json_read(&json, call, text_or(request->body, ""), request->body_size, NULL);
    if (err)
        return err;
    const char *meaning = text_or(json_get_text(json, "meaning"), ""), *to = text_or(json_get_text(json, "id"), "");
    err = record_link(request->site->store, call, record, request_name(request, "id"), meaning, to);
    err = unless_repeated(err, request, db, record, meaning, to);
    if (err)
        return err;
    response->status = 201;
    return write_ties(request, response, db, record);
}

static enum err delete_tie(struct request *request, struct response *response)
{
    const struct record *record;
    struct db *db;
    const char *meaning = text_or(request_query(request, "meaning"), ""),
               *other = text_or(request_query(request, "other"), "");
    enum err err = begin(&record, &db, request, response);
    if (!err)
        err = record_unlink(request->site->store, request->call, record, request_name(request, "id"), meaning, other);
    err = unless_repeated(err, request, db, record, meaning, other);
    if (!err)
        response->status = 204;
    return err;
}

/* {"with":"XAB","reason":"..."}: {id} stays. ?dry_run=true says what would move. */
static enum err post_merge(struct request *request, struct response *response)
{
    struct call *call = request->call;
    const struct record *record;
    struct db *db;
    struct json_value *body;
    struct merged merged;
    const char *dry = request_query(request, "dry_run");
    struct merge_wish wish = {
        .keep = request_name(request, "id"), .dry_run = text_is(dry, "true") || text_is(dry, "1")};
    enum err err = begin(&record, &db, request, response);
    if (!err)
        err = json_read(&body, call, text_or(request->body, ""), request->body_size, NULL);
    if (err)
        return err;
    wish.drop = text_or(json_get_text(body, "with"), "");
    call->reason = json_get_text(body, "reason");
    err = record_merge(&merged, request->site->store, call, record, &wish);
    if (err)
        return err;
    struct json json = json_begin(response->body);
    json_object(&json);
    json_member(&json, "id", wish.keep);
    json_member(&json, "merged", wish.drop);
    json_member_number(&json, "moved", merged.moved);
    json_member_number(&json, "ties", merged.ties);
    json_member_bool(&json, "dry_run", wish.dry_run);
    json_end(&json);
    buffer_byte(response->body, '\n');
    return OK;
}

const struct route api_ties_routes[] = {
    {METHOD_GET, "/api/v1/{noun}/{id}/ties", get_ties, 0},
    {METHOD_POST, "/api/v1/{noun}/{id}/ties", post_tie, 0},
    {METHOD_DELETE, "/api/v1/{noun}/{id}/ties", delete_tie, 0},
    {METHOD_POST, "/api/v1/{noun}/{id}/merge", post_merge, 0},
    {0},
};
