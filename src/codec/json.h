/*
 * JSON, written as a stream: no tree, straight into a buffer. Commas and closing brackets are looked after; a name or a value
 * in the wrong place is a programming error and stops the test build. No white space is written.
 *
 * (The reader stands in codec/json_read.h.)
 */
#pragma once
#include "base/buffer.h"

enum { JSON_DEPTH = 32 };

struct json {
    struct buffer *out;
    int depth;
    struct {
        bool object, started, named;
    } at[JSON_DEPTH];
};

struct json json_begin(struct buffer *out);
void json_object(struct json *json);
void json_array(struct json *json);
void json_end(struct json *json); /* of the innermost object or array */
void json_name(struct json *json, const char *name);
void json_text(struct json *json, const char *text); /* NULL writes null */
void json_text_sized(struct json *json, const char *text, size_t size);
void json_number(struct json *json, int64_t number);
void json_bool(struct json *json, bool flag);
void json_null(struct json *json);
void json_raw(struct json *json, const char *written); /* a value that is JSON already */

/* A name and its value at once. */
void json_member(struct json *json, const char *name, const char *text);
void json_member_number(struct json *json, const char *name, int64_t number);
void json_member_bool(struct json *json, const char *name, bool flag);
