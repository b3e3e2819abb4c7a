#include "base/call.h"
#include "base/text.h"
#include <string.h>

enum { MOST_FAULTS = 1000 };

void call_init(struct call *call, struct arena *arena, enum lang lang, int64_t now)
{
    *call = (struct call){.arena = arena, .lang = lang, .now = now, .today = date_of_moment(now)};
    call->faults_end = &call->faults;
}

static const char *copy(struct call *call, const char *text)
{
    return text ? arena_text(call->arena, text) : NULL;
}

struct fault *fault_add(struct call *call, enum err code, const char *key)
{
    static _Thread_local struct fault beyond;
    if (call->fault_count++ >= MOST_FAULTS) {
        beyond = (struct fault){.code = code, .key = key};
        return &beyond;
    }
    struct fault *fault = NEW(call->arena, struct fault);
    fault->code = code;
    fault->key = key;
    *call->faults_end = fault;
    call->faults_end = &fault->next;
    return fault;
}

void fault_copy(struct call *call, const struct fault *from)
{
    if (call->fault_count++ >= MOST_FAULTS)
        return;
    struct fault *to = NEW(call->arena, struct fault);
    *to = *from;
    to->next = NULL;
    to->field = copy(call, from->field);
    to->value = copy(call, from->value);
    to->want = copy(call, from->want);
    *call->faults_end = to;
    call->faults_end = &to->next;
}

enum err fail(struct call *call, enum err code, const char *key)
{
    fault_add(call, code, key);
    return code;
}

enum err fail_field(struct call *call, enum err code, const char *key, const char *field, const char *value)
{
    return fail_want(call, code, key, field, value, NULL);
}

static struct fault *add(
    struct call *call, enum err code, const char *key, const char *field, const char *value, const char *want)
{
    struct fault *fault = fault_add(call, code, key);
    fault->field = copy(call, field);
    fault->value = copy(call, value);
    fault->want = copy(call, want);
    return fault;
}

enum err fail_want(
    struct call *call, enum err code, const char *key, const char *field, const char *value, const char *want)
{
    add(call, code, key, field, value, want);
    return code;
}

enum err fail_of(
    struct call *call, const char *noun, const char *key, const char *field, const char *value, const char *want)
{
    add(call, ERR_INVALID, key, field, value, want)->noun = noun;
    return ERR_INVALID;
}

enum err fail_system(struct call *call, const char *what, const char *detail)
{
    return fail_want(call, ERR_SYSTEM, "system", what, detail, NULL);
}

void call_clear(struct call *call)
{
    call->faults = NULL;
    call->faults_end = &call->faults;
    call->fault_count = 0;
}

enum err call_err(const struct call *call)
{
    return call->faults ? call->faults->code : OK;
}

char *fault_text(const struct call *call, const struct fault *fault)
{
    const char *field = fault->field;
    if (fault->noun && field)
        field = word_of(call->lang, "field", fault->noun, field);
    else if (field && word_find(call->lang, arena_format(call->arena, "record.%s", field)))
        field = word_of(call->lang, "record", "", field); /* the whole record is meant */
    struct word_arg args[] = {
        {"field", text_or(field, ""), 0},
        {"value", text_or(fault->value, ""), 0},
        {"want", text_or(fault->want, ""), 0},
    };
    return say_text(call->arena, call->lang, arena_format(call->arena, "fault.%s", fault->key), args, 3);
}
