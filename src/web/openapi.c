/* The description of the programming interface (OpenAPI 3.1), written from the declarations of the records. */
#include "base/text.h"
#include "web/answer.h"
#include "web/api.h"
#include "record/clocks.h"
#include "web/openapi.h"

void openapi_ref(struct json *json, struct call *call, const char *to)
{
    json_object(json);
    json_member(json, "$ref", arena_format(call->arena, "#/components/%s", to));
    json_end(json);
}

static void write_type(struct json *json, const char *type, bool nullable)
{
    json_name(json, "type");
    if (!nullable) {
        json_text(json, type);
        return;
    }
    json_array(json);
    json_text(json, type);
    json_text(json, "null");
    json_end(json);
}

/* ---- schemas ---- */

void openapi_scalar(struct json *json, struct call *call, const struct field *field, bool nullable)
{
    switch (field->kind) {
    case KIND_NUMBER:
        write_type(json, "integer", nullable);
        if (field->least != field->most) {
            json_member_number(json, "minimum", field->least);
            json_member_number(json, "maximum", field->most);
        }
        return;
    case KIND_FLAG: write_type(json, "boolean", nullable); return;
    case KIND_CHOICE:
        write_type(json, "string", nullable);
        json_name(json, "enum");
        json_array(json);
        for (const char *const *choice = field->choices; *choice; choice++)
            json_text(json, *choice);
        if (nullable)
            json_null(json);
        json_end(json);
        return;
    case KIND_DAY:
        write_type(json, "string", nullable);
        json_member(json, "format", "date");
        return;
    case KIND_DATE:
        write_type(json, "string", nullable);
        json_member(json, "pattern", "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$");
        return;
    case KIND_MOMENT:
        write_type(json, "string", nullable);
        json_member(json, "format", "date-time");
        return;
    default:
        write_type(json, "string", nullable);
        if (field->ref)
            json_member(json, "description", arena_format(call->arena, "id of %s", field->ref));
        if (field->kind == KIND_USER)
            json_member(json, "description", "id of an account; a log-in is taken as well");
        if (field->most > 0 && !field->ref)
            json_member_number(json, "maxLength", field->most);
    }
}

static void write_field(struct json *json, struct call *call, const struct field *field)
{
    json_name(json, field->name);
    json_object(json);
    if (!(field->flags & FIELD_LANG)) {
        openapi_scalar(json, call, field, true);
    } else {
        write_type(json, "object", true);
        json_name(json, "properties");
        json_object(json);
        for (int lang = 0; lang < LANGS; lang++) {
            json_name(json, lang_codes[lang]);
            json_object(json);
            openapi_scalar(json, call, field, true);
            json_end(json);
        }
        json_end(json);
        json_member_bool(json, "additionalProperties", false);
    }
    json_member(json, "title", word_of(call->lang, "field", NULL, field->name));
    json_end(json);
}

static bool is_shown(const struct record *record, int field)
{
    return record->fields[field].class != CLASS_SECRET && !(field == 0 && !record->made_id);
}

static void write_fields(struct json *json, struct call *call, const struct record *record, bool input)
{
    for (int i = 0; i < record->field_count; i++)
        if (is_shown(record, i) && !(input && record->fields[i].flags & FIELD_SYSTEM))
            write_field(json, call, &record->fields[i]);
}

static void write_row_schema(struct json *json, struct call *call, const struct record *record)
{
    json_name(json, record->noun);
    json_object(json);
    json_member(json, "type", "object");
    json_member(json, "description", record->about);
    json_name(json, "required");
    json_array(json);
    json_text(json, "id");
    json_text(json, "version");
    json_text(json, "withheld");
    if (has_clocks(record))
        json_text(json, "clocks");
    for (int i = 0; i < record->field_count; i++)
        if (is_shown(record, i))
            json_text(json, record->fields[i].name);
    json_end(json);
    json_name(json, "properties");
    json_object(json);
    json_name(json, "id");
    json_raw(json, "{\"type\":\"string\"}");
    json_name(json, "version");
    json_raw(json, "{\"type\":\"integer\",\"minimum\":1}");
    write_fields(json, call, record, false);
    if (has_clocks(record)) {
        json_name(json, "clocks");
        json_raw(json, "{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/clock\"}}");
    }
    json_name(json, "withheld");
    json_raw(json,
        "{\"type\":\"array\",\"items\":{\"type\":\"string\"},\"description\":\"Fields that this reader may not have; "
        "they are null.\"}");
    json_end(json);
    json_member_bool(json, "additionalProperties", false);
    json_end(json);
}

static void write_input_schema(struct json *json, struct call *call, const struct record *record)
{
    json_name(json, arena_format(call->arena, "%s_input", record->noun));
    json_object(json);
    json_member(json, "type", "object");
    json_name(json, "properties");
    json_object(json);
    if (!record->made_id) {
        json_name(json, "id");
        json_raw(json, "{\"type\":\"string\"}");
    }
    write_fields(json, call, record, true);
    json_end(json);
    json_end(json);
}

static void write_page_schema(struct json *json, struct call *call, const struct record *record)
{
    json_name(json, arena_format(call->arena, "%s_page", record->noun));
    json_object(json);
    json_member(json, "type", "object");
    json_name(json, "required");
    json_raw(json, "[\"items\",\"next\"]");
    json_name(json, "properties");
    json_object(json);
    json_name(json, "items");
    json_object(json);
    json_member(json, "type", "array");
    json_name(json, "items");
    openapi_ref(json, call, arena_format(call->arena, "schemas/%s", record->noun));
    json_end(json);
    json_name(json, "next");
    json_raw(json, "{\"type\":[\"string\",\"null\"],\"description\":\"The `after` of the page that follows.\"}");
    json_end(json);
    json_member_bool(json, "additionalProperties", false);
    json_end(json);
}

/* ---- paths ---- */

void openapi_content(struct json *json, struct call *call, const char *schema)
{
    json_name(json, "content");
    json_object(json);
    json_name(json, "application/json");
    json_object(json);
    json_name(json, "schema");
    openapi_ref(json, call, arena_format(call->arena, "schemas/%s", schema));
    json_end(json);
    json_end(json);
}

static void write_answer(
    struct json *json, struct call *call, const char *status, const char *what, const char *schema, bool etag)
{
    json_name(json, status);
    json_object(json);
    json_member(json, "description", what);
    if (etag) {
        json_name(json, "headers");
        json_raw(json, "{\"ETag\":{\"description\":\"The version, for If-Match.\",\"schema\":{\"type\":\"string\"}}}");
    }
    if (schema)
        openapi_content(json, call, schema);
    json_end(json);
}

void openapi_refusals(struct json *json, struct call *call)
{
    static const char *const names[] = {"400", "401", "403", "404", "409", "412", "422", "503"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        json_name(json, names[i]);
        openapi_ref(json, call, "responses/refused");
    }
}

struct path_said {
    const char *method, *id, *summary, *status, *answer, *body;
    bool path_id, etag, writes, matches;
    enum { NO_REASON, MAY_SAY_WHY, MUST_SAY_WHY } reason;
};

void openapi_parameter(struct json *json, const char *in, const char *name, bool required, const char *about)
{
    json_object(json);
    json_member(json, "in", in);
    json_member(json, "name", name);
    if (required)
        json_member_bool(json, "required", true);
    json_member(json, "description", about);
    json_name(json, "schema");
    json_raw(json, "{\"type\":\"string\"}");
    json_end(json);
}

static void write_list_parameters(struct json *json, struct call *call, const struct record *record)
{
    for (int i = 0; record->filters && record->filters[i] >= 0; i++)
        openapi_parameter(json, "query", record->fields[record->filters[i]].name, false,
            "Only rows with this value; dates as FROM..TO.");
    openapi_parameter(json, "query", "sort", false, "Name of the field to order by.");
    openapi_parameter(json, "query", "after", false, "Where the page before ended: its `next`.");
    json_object(json);
    json_member(json, "in", "query");
    json_member(json, "name", "most");
    json_member(json, "description", "Rows a page.");
    json_name(json, "schema");
    json_raw(json, "{\"type\":\"integer\",\"minimum\":1,\"maximum\":1000,\"default\":50}");
    json_end(json);
}

static void write_operation(
    struct json *json, struct call *call, const struct record *record, const struct path_said *operation)
{
    json_name(json, operation->method);
    json_object(json);
    json_member(json, "operationId", arena_format(call->arena, "%s_%s", record->noun, operation->id));
    json_member(json, "summary", operation->summary);
    json_name(json, "tags");
    json_array(json);
    json_text(json, record->noun);
    json_end(json);
    json_name(json, "parameters");
    json_array(json);
    if (operation->path_id)
        openapi_parameter(json, "path", "id", true, "Id of the row.");
    if (text_is(operation->id, "step"))
        openapi_parameter(json, "path", "step", true, "Name of the step.");
    if (text_is(operation->id, "list"))
        write_list_parameters(json, call, record);
    if (operation->matches)
        openapi_parameter(json, "header", "If-Match", false,
            "The version that was seen: refused with 412 when it is another one now.");
    if (operation->writes)
        openapi_parameter(json, "header", "Idempotency-Key", false, "A request with the same key is done once.");
    if (operation->reason)
        openapi_parameter(json, "query", "reason", operation->reason == MUST_SAY_WHY, "Why; kept in the history.");
    json_end(json);
    if (operation->body) {
        json_name(json, "requestBody");
        json_object(json);
        json_member_bool(json, "required", true);
        openapi_content(json, call, operation->body);
        json_end(json);
    }
    json_name(json, "responses");
    json_object(json);
    write_answer(json, call, operation->status, operation->summary, operation->answer, operation->etag);
    openapi_refusals(json, call);
    json_end(json);
    json_end(json);
}

/* What other sources say of the same fact, and which one stands. */
static void write_rivals(struct json *json, struct call *call, const struct record *record, const char *page)
{
    json_name(json, arena_format(call->arena, "/%s/{id}/rivals", record->noun));
    json_object(json);
    write_operation(json, call, record,
        &(struct path_said){.method = "get",
            .id = "rivals",
            .summary = "Other rows about the same fact",
            .status = "200",
            .answer = page,
            .path_id = true});
    json_end(json);
    json_name(json, arena_format(call->arena, "/%s/{id}/settle", record->noun));
    json_object(json);
    write_operation(json, call, record,
        &(struct path_said){.method = "post",
            .id = "settle",
            .summary = "This row stands, the others about the same fact are set aside",
            .status = "200",
            .answer = record->noun,
            .path_id = true,
            .etag = true,
            .writes = true,
            .matches = true,
            .reason = MUST_SAY_WHY});
    json_end(json);
}

static void write_paths(struct json *json, struct call *call, const struct record *record)
{
    const char *page = arena_format(call->arena, "%s_page", record->noun),
               *input = arena_format(call->arena, "%s_input", record->noun);
    json_name(json, arena_format(call->arena, "/%s", record->noun));
    json_object(json);
    write_operation(json, call, record,
        &(struct path_said){
            .method = "get", .id = "list", .summary = "A page of the list", .status = "200", .answer = page});
    write_operation(json, call, record,
        &(struct path_said){.method = "post",
            .id = "add",
            .summary = "Added",
            .status = "201",
            .answer = record->noun,
            .body = input,
            .etag = true,
            .writes = true});
    json_end(json);
    json_name(json, arena_format(call->arena, "/%s/{id}", record->noun));
    json_object(json);
    write_operation(json, call, record,
        &(struct path_said){.method = "get",
            .id = "show",
            .summary = "One row",
            .status = "200",
            .answer = record->noun,
            .path_id = true,
            .etag = true});
    write_operation(json, call, record,
        &(struct path_said){.method = "patch",
            .id = "set",
            .summary = "Changed: what is left out stays",
            .status = "200",
            .answer = record->noun,
            .body = input,
            .path_id = true,
            .etag = true,
            .writes = true,
            .matches = true});
    write_operation(json, call, record,
        &(struct path_said){.method = "delete",
            .id = "remove",
            .summary = "Removed",
            .status = "204",
            .path_id = true,
            .writes = true,
            .matches = true,
            .reason = MUST_SAY_WHY});
    json_end(json);
    if (record->rivals)
        write_rivals(json, call, record, page);
    if (record->step_count) {
        json_name(json, arena_format(call->arena, "/%s/{id}/step/{step}", record->noun));
        json_object(json);
        write_operation(json, call, record,
            &(struct path_said){.method = "post",
                .id = "step",
                .summary = "The step was taken",
                .status = "200",
                .answer = record->noun,
                .path_id = true,
                .etag = true,
                .writes = true,
                .matches = true,
                .reason = MAY_SAY_WHY});
        json_end(json);
    }
}

static const char error_schema[] = "{\"type\":\"object\",\"required\":[\"error\"],\"properties\":{\"error\":{\"type\":"
                                   "\"object\",\"required\":[\"code\",\"message\"],"
                                   "\"properties\":{\"code\":{\"type\":\"string\"},\"message\":{\"type\":\"string\"},"
                                   "\"field\":{\"type\":\"string\"},\"value\":{\"type\":\"string\"},"
                                   "\"line\":{\"type\":\"integer\"},\"column\":{\"type\":\"integer\"},\"request\":{"
                                   "\"type\":\"string\"},\"more\":{\"type\":\"array\",\"items\":"
                                   "{\"type\":\"object\"}}}}}}";

enum err api_openapi(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct json json = json_begin(response->body);
    response->type = "application/json";
    json_object(&json);
    json_member(&json, "openapi", "3.1.0");
    json_name(&json, "info");
    json_object(&json);
    json_member(&json, "title", "Servanda");
    json_member(&json, "version", VERSION);
    json_member(&json, "description", "Records with the same permissions and refusals as the pages.");
    json_name(&json, "license");
    json_raw(&json, "{\"name\":\"Apache-2.0\",\"identifier\":\"Apache-2.0\"}");
    json_end(&json);
    json_name(&json, "servers");
    json_raw(&json, "[{\"url\":\"/api/v1\"}]");
    json_name(&json, "security");
    json_raw(&json, "[{},{\"token\":[]}]");
    json_name(&json, "tags");
    json_array(&json);
    for (int i = 0; i < record_count; i++) {
        json_object(&json);
        json_member(&json, "name", records[i]->noun);
        json_member(&json, "description", records[i]->about);
        json_end(&json);
    }
    openapi_operation_tags(&json);
    json_end(&json);
    json_name(&json, "paths");
    json_object(&json);
    for (int i = 0; i < record_count; i++)
        write_paths(&json, call, records[i]);
    openapi_operation_paths(&json, call);
    openapi_waiting_path(&json, call);
    openapi_work(&json);
    json_end(&json);
    json_name(&json, "components");
    json_object(&json);
    json_name(&json, "securitySchemes");
    json_raw(&json, "{\"token\":{\"type\":\"http\",\"scheme\":\"bearer\"}}");
    json_name(&json, "responses");
    json_raw(&json,
        "{\"refused\":{\"description\":\"Refused, and "
        "why\",\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/error\"}}}}}");
    json_name(&json, "schemas");
    json_object(&json);
    json_name(&json, "error");
    json_raw(&json, error_schema);
    openapi_work_schemas(&json);
    for (int i = 0; i < record_count; i++) {
        write_row_schema(&json, call, records[i]);
        write_input_schema(&json, call, records[i]);
        write_page_schema(&json, call, records[i]);
    }
    openapi_shapes(&json, call);
    openapi_waiting_schemas(&json);
    json_end(&json);
    json_end(&json);
    json_end(&json);
    buffer_byte(response->body, '\n');
    return OK;
}
