/* Pieces of the description of the programming interface. Private to openapi.c, openapi_operation.c and openapi_waiting.c. */
#pragma once
#include "codec/json.h"
#include "record/reply.h"

void openapi_scalar(struct json *json, struct call *call, const struct field *field, bool nullable);
void openapi_parameter(struct json *json, const char *in, const char *name, bool required, const char *about);
void openapi_ref(struct json *json, struct call *call, const char *to);
void openapi_content(struct json *json, struct call *call, const char *schema);
void openapi_refusals(struct json *json, struct call *call);

/* Of the operations: tags, paths, and the schemas of their shapes. */
void openapi_operation_tags(struct json *json);
void openapi_operation_paths(struct json *json, struct call *call);
void openapi_shapes(struct json *json, struct call *call);

/* What waits, and the clocks of rows. */
void openapi_waiting_path(struct json *json, struct call *call);
void openapi_waiting_schemas(struct json *json);
