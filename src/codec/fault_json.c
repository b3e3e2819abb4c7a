#include "codec/fault_json.h"
#include "base/text.h"
#include <string.h>

enum { VALUE_MOST = 200 };

void json_beginning(struct json *json, const char *text)
{
    const char *end = text;
    for (int i = 0; end && *end && i < VALUE_MOST; i++)
        utf8_next(&end, end + strlen(end));
    if (text && *end) {
        char cut[VALUE_MOST * 4 + 4];
        size_t size = (size_t)(end - text);
        memcpy(cut, text, size);
        memcpy(cut + size, "…", sizeof "…");
        json_text(json, cut);
    } else {
        json_text(json, text);
    }
}

void json_member_beginning(struct json *json, const char *name, const char *text)
{
    if (!text)
        return;
    json_name(json, name);
    json_beginning(json, text);
}

void fault_json(struct json *json, const struct fault *fault)
{
    if (fault->line)
        json_member_number(json, "line", fault->line);
    if (fault->column)
        json_member_number(json, "place", fault->column);
    json_member(json, "key", fault->key);
    json_member_beginning(json, "noun", fault->noun);
    json_member_beginning(json, "field", fault->field);
    json_member_beginning(json, "value", fault->value);
    json_member_beginning(json, "want", fault->want);
}

static int number_of(const struct json_value *json, const char *name)
{
    const struct json_value *value = json_get(json, name);
    return value && value->kind == JSON_NUMBER ? (int)value->number : 0;
}

enum err fault_read(struct fault **out, struct call *call, const struct json_value *json)
{
    const char *key = json_get_text(json, "key");
    *out = NEW(call->arena, struct fault);
    if (!key)
        return fail(call, ERR_SYSTEM, "store_damaged");
    **out = (struct fault){.code = ERR_INVALID,
        .key = key,
        .field = json_get_text(json, "field"),
        .value = json_get_text(json, "value"),
        .want = json_get_text(json, "want"),
        .noun = json_get_text(json, "noun"),
        .line = number_of(json, "line"),
        .column = number_of(json, "place")};
    return OK;
}
