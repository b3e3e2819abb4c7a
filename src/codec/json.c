#include "codec/json.h"
#include <assert.h>
#include <string.h>

struct json json_begin(struct buffer *out)
{
    return (struct json){.out = out};
}

/* What stands before a value: a comma, or nothing after a name. */
static void before_value(struct json *json)
{
    if (json->depth == 0)
        return;
    int at = json->depth - 1;
    assert(!json->at[at].object || json->at[at].named);
    if (!json->at[at].object && json->at[at].started)
        buffer_byte(json->out, ',');
    json->at[at].started = true;
    json->at[at].named = false;
}

static void open(struct json *json, bool object)
{
    before_value(json);
    assert(json->depth < JSON_DEPTH);
    json->at[json->depth].object = object;
    json->at[json->depth].started = json->at[json->depth].named = false;
    json->depth++;
    buffer_byte(json->out, object ? '{' : '[');
}

void json_object(struct json *json)
{
    open(json, true);
}

void json_array(struct json *json)
{
    open(json, false);
}

void json_end(struct json *json)
{
    assert(json->depth > 0 && !json->at[json->depth - 1].named);
    json->depth--;
    buffer_byte(json->out, json->at[json->depth].object ? '}' : ']');
}

static void quoted(struct buffer *out, const char *text, size_t size)
{
    buffer_byte(out, '"');
    size_t from = 0;
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7F)
            continue;
        buffer_add(out, text + from, i - from);
        from = i + 1;
        switch (c) {
        case '"': buffer_text(out, "\\\""); break;
        case '\\': buffer_text(out, "\\\\"); break;
        case '\n': buffer_text(out, "\\n"); break;
        case '\r': buffer_text(out, "\\r"); break;
        case '\t': buffer_text(out, "\\t"); break;
        default: buffer_format(out, "\\u%04x", c);
        }
    }
    buffer_add(out, text + from, size - from);
    buffer_byte(out, '"');
}

void json_name(struct json *json, const char *name)
{
    int at = json->depth - 1;
    assert(json->depth > 0 && json->at[at].object && !json->at[at].named);
    if (json->at[at].started)
        buffer_byte(json->out, ',');
    json->at[at].started = json->at[at].named = true;
    quoted(json->out, name, strlen(name));
    buffer_byte(json->out, ':');
}

void json_text_sized(struct json *json, const char *text, size_t size)
{
    before_value(json);
    quoted(json->out, text, size);
}

void json_text(struct json *json, const char *text)
{
    if (text)
        json_text_sized(json, text, strlen(text));
    else
        json_null(json);
}

void json_number(struct json *json, int64_t number)
{
    before_value(json);
    buffer_number(json->out, number);
}

void json_bool(struct json *json, bool flag)
{
    before_value(json);
    buffer_text(json->out, flag ? "true" : "false");
}

void json_null(struct json *json)
{
    before_value(json);
    buffer_text(json->out, "null");
}

void json_raw(struct json *json, const char *written)
{
    before_value(json);
    buffer_text(json->out, written);
}

void json_member(struct json *json, const char *name, const char *text)
{
    json_name(json, name);
    json_text(json, text);
}

void json_member_number(struct json *json, const char *name, int64_t number)
{
    json_name(json, name);
    json_number(json, number);
}

void json_member_bool(struct json *json, const char *name, bool flag)
{
    json_name(json, name);
    json_bool(json, flag);
}
