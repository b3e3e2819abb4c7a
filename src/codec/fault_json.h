/*
 * A fault as members of a JSON object: keys and values, no sentence, so that whoever reads it later reads it in words of their own
 * language. Values are there to be recognised: of a long one the beginning is kept.
 */
#pragma once
#include "codec/json.h"
#include "codec/json_read.h"

void fault_json(struct json *json, const struct fault *fault);

/* ERR_SYSTEM when there is none. What kind of error it was is not kept: it counts as ERR_INVALID. */
enum err fault_read(struct fault **out, struct call *call, const struct json_value *json) MUST_CHECK;

/* The beginning of a text; a member is left out when there is no text. */
void json_beginning(struct json *json, const char *text);
void json_member_beginning(struct json *json, const char *name, const char *text);
