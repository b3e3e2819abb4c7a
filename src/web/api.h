/*
 * The programming interface: /api/v1/NOUN for every declared record, with the same operations, permissions and refusals as the
 * pages, long work as jobs, and /api/v1/openapi.json, which describes it from the same declarations.
 */
#pragma once
#include "web/request.h"

extern const struct route api_routes[], api_work_routes[], api_ties_routes[];

/* A member of an object as inputs: one, or one for each language. At most api_inputs_most of the object in all. */
struct input;
struct json_value;
enum err api_input(struct input *inputs, int *count, struct call *call, const struct json_value *member) MUST_CHECK;
size_t api_inputs_most(const struct json_value *object);

/* Of long work, ties and merges: what openapi.json says of their paths, and the schemas these name. */
struct json;
void openapi_work(struct json *json);
void openapi_work_schemas(struct json *json);

/* The idempotency key of the request, into the call. */
void api_take_key(struct request *request);

enum err api_openapi(struct request *request, struct response *response) MUST_CHECK;
