/* Asking an operation: who may, with what, and then its function. */
#include "record/operation.h"
#include "base/text.h"
#include "record/change.h"
#include <string.h>

const struct operation *operation_named(const char *noun, const char *verb)
{
    for (int i = 0; i < operation_count; i++)
        if (text_is(operations[i]->noun, noun) && text_is(operations[i]->verb, verb))
            return operations[i];
    return NULL;
}

bool operation_anywhere(const struct user *user, const struct operation *operation)
{
    struct open_to open = gate_operation_open(&operation->open, operation->changes);
    return gate_anywhere(user, &operation->asks, &open);
}

/* `standard today` is the day of the call; everything else stands as it is typed. */
static enum err standard_arguments(struct call *call, const struct record *asks, void *asked)
{
    for (int i = 0; i < asks->field_count; i++) {
        const struct field *field = &asks->fields[i];
        bool date = field->kind == KIND_DATE || field->kind == KIND_DAY;
        if (!field->standard)
            continue;
        if (date && text_is(field->standard, "today")) {
            *(struct date *)(void *)((char *)asked + field->offset) = call->today;
            continue;
        }
        enum err err = field_set(call, asks, i, call->lang, asked, field->standard);
        if (err)
            return err;
    }
    return OK;
}

/* An argument left blank has its standard value, and not none. */
static int given(struct input *out, const struct input *inputs, int count)
{
    int n = 0;
    for (int i = 0; i < count; i++)
        if (!text_empty(inputs[i].text))
            out[n++] = inputs[i];
    return n;
}

/* Who may ask for all rows must be one who may see all rows that the answer is made of. */
static enum err check_reads(struct call *call, const struct operation *operation)
{
    for (const char *const *noun = operation->reads; *noun; noun++)
        if (!gate_list(call->arena, call->user, record_named(*noun)).all)
            return not_allowed(call);
    return OK;
}

static enum err check_permission(struct call *call, const struct operation *operation, const void *asked)
{
    struct open_to open = gate_operation_open(&operation->open, operation->changes);
    int scope = operation->asks.scope;
    const char *of = scope < 0 ? NULL : *(const char *const *)field_at(&operation->asks.fields[scope], asked);
    if (!gate_open(call->user, &operation->asks, &open, of, false))
        return not_allowed(call);
    open.own = 0;
    return gate_open(call->user, &operation->asks, &open, NULL, false) ? check_reads(call, operation) : OK;
}

enum err operation_ask(void **out, struct store *store, struct db *db, struct call *call,
    const struct operation *operation, const struct input *inputs, int count)
{
    const struct record *asks = &operation->asks;
    if (!operation_anywhere(call->user, operation))
        return not_allowed(call);
    void *asked = row_new(call->arena, asks);
    struct input *there = NEW_ARRAY(call->arena, (size_t)count + 1, struct input);
    int n = given(there, inputs, count);
    enum err err = standard_arguments(call, asks, asked);
    enum err filled = record_fill(db, call, asks, asked, there, n);
    enum err whole = row_check(call, asks, asked);
    err = err ? err : filled ? filled : whole;
    if (!err)
        err = check_permission(call, operation, asked);
    if (!err)
        err = record_references(db, call, asks, NULL, asked);
    *out = arena_alloc(call->arena, operation->size);
    return err ? err : operation->run(*out, db, store, call, asked);
}
