/* Operations and shapes in the description of the programming interface: each shape a schema, each operation a path. */
#include "base/text.h"
#include "web/openapi.h"
#include <string.h>

static const char *schema_name(struct call *call, const struct shape *shape)
{
    return arena_format(call->arena, "shape_%s", shape->name);
}

static void write_list(struct json *json, struct call *call, const struct shape *shape)
{
    json_object(json);
    json_member(json, "type", "array");
    json_name(json, "items");
    openapi_ref(json, call, arena_format(call->arena, "schemas/%s", schema_name(call, shape)));
    json_end(json);
}

static void write_part(struct json *json, struct call *call, const struct part *part)
{
    json_name(json, part->field.name);
    if (part->single) {
        json_object(json);
        json_name(json, "anyOf");
        json_array(json);
        openapi_ref(json, call, arena_format(call->arena, "schemas/%s", schema_name(call, part->shape)));
        json_raw(json, "{\"type\":\"null\"}");
        json_end(json);
        json_end(json);
        return;
    }
    if (part->shape) {
        write_list(json, call, part->shape);
        return;
    }
    if (part->many) {
        json_raw(json, "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}");
        return;
    }
    json_object(json);
    openapi_scalar(json, call, &part->field, true);
    json_end(json);
}

static void write_schema(struct json *json, struct call *call, const struct shape *shape)
{
    json_name(json, schema_name(call, shape));
    json_object(json);
    json_member(json, "type", "object");
    json_member(json, "description", shape->about);
    json_name(json, "required");
    json_array(json);
    for (int i = 0; i < shape->part_count; i++)
        if (!shape->parts[i].maybe)
            json_text(json, shape->parts[i].field.name);
    json_end(json);
    json_name(json, "properties");
    json_object(json);
    for (int i = 0; i < shape->part_count; i++)
        write_part(json, call, &shape->parts[i]);
    json_end(json);
    json_member_bool(json, "additionalProperties", false);
    json_end(json);
}

/* A shape that several operations give, or that is part of several, is written once. */
struct written {
    const struct shape **at;
    size_t count;
};

enum { SHAPES_MOST = 512 };

static void write_once(struct json *json, struct call *call, const struct shape *shape, struct written *written)
{
    for (size_t i = 0; i < written->count; i++)
        if (written->at[i] == shape)
            return;
    if (written->count == SHAPES_MOST)
        return;
    written->at[written->count++] = shape;
    write_schema(json, call, shape);
    for (int i = 0; i < shape->part_count; i++)
        if (shape->parts[i].shape)
            write_once(json, call, shape->parts[i].shape, written);
}

void openapi_shapes(struct json *json, struct call *call)
{
    struct written written = {.at = NEW_ARRAY(call->arena, SHAPES_MOST, const struct shape *)};
    for (int i = 0; i < operation_count; i++)
        write_once(json, call, operations[i]->gives, &written);
}

void openapi_operation_tags(struct json *json)
{
    for (int i = 0; i < operation_count; i++) {
        bool said = record_named(operations[i]->noun);
        for (int j = 0; j < i && !said; j++)
            said = text_is(operations[j]->noun, operations[i]->noun);
        if (said)
            continue;
        json_object(json);
        json_member(json, "name", operations[i]->noun);
        json_end(json);
    }
}

static void write_argument(struct json *json, struct call *call, const struct field *field)
{
    json_object(json);
    json_member(json, "in", "query");
    json_member(json, "name", field->name);
    if (field->flags & FIELD_REQUIRED)
        json_member_bool(json, "required", true);
    if (field->standard)
        json_member(json, "description", arena_format(call->arena, "When nothing is said: %s.", field->standard));
    json_name(json, "schema");
    json_object(json);
    openapi_scalar(json, call, field, false);
    json_end(json);
    json_end(json);
}

static void write_answer(struct json *json, struct call *call, const struct operation *operation)
{
    json_name(json, "200");
    json_object(json);
    json_member(json, "description", operation->gives->about);
    json_name(json, "content");
    json_object(json);
    json_name(json, "application/json");
    json_object(json);
    json_name(json, "schema");
    if (operation->many)
        write_list(json, call, operation->gives);
    else
        openapi_ref(json, call, arena_format(call->arena, "schemas/%s", schema_name(call, operation->gives)));
    json_end(json);
    json_end(json);
    json_end(json);
}

static void write_path(struct json *json, struct call *call, const struct operation *operation)
{
    json_name(json, arena_format(call->arena, "/%s/%s", operation->noun, operation->verb));
    json_object(json);
    json_name(json, operation->changes ? "post" : "get");
    json_object(json);
    json_member(json, "operationId", operation->asks.noun);
    json_member(json, "summary", operation->about);
    json_name(json, "tags");
    json_array(json);
    json_text(json, operation->noun);
    json_end(json);
    json_name(json, "parameters");
    json_array(json);
    for (int i = 0; i < operation->asks.field_count; i++)
        write_argument(json, call, &operation->asks.fields[i]);
    if (operation->changes)
        openapi_parameter(json, "header", "Idempotency-Key", false, "A request with the same key is done once.");
    json_end(json);
    json_name(json, "responses");
    json_object(json);
    write_answer(json, call, operation);
    openapi_refusals(json, call);
    json_end(json);
    json_end(json);
    json_end(json);
}

void openapi_operation_paths(struct json *json, struct call *call)
{
    for (int i = 0; i < operation_count; i++)
        write_path(json, call, operations[i]);
}
