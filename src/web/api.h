/*
 * The programming interface: /api/v1/NOUN for every declared record, with the same operations, permissions and refusals as the
 * pages, and /api/v1/openapi.json, which describes it from the same declarations.
 */
#pragma once
#include "web/request.h"

extern const struct route api_routes[];

/* The idempotency key of the request, into the call. */
void api_take_key(struct request *request);

enum err api_openapi(struct request *request, struct response *response) MUST_CHECK;
