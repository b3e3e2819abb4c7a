#include "cli/faults.h"
#include "base/text.h"
#include "codec/json.h"
#include <stdio.h>

static void members(struct json *json, const struct call *call, const struct fault *fault)
{
    json_member(json, "code", err_name(fault->code));
    json_member(json, "message", fault_text(call, fault));
    json_member(json, "field", fault->field);
    json_member(json, "value", fault->value);
    json_member(json, "file", fault->file);
    json_name(json, "line");
    fault->line ? json_number(json, fault->line) : json_null(json);
    json_name(json, "column");
    fault->column ? json_number(json, fault->column) : json_null(json);
}

static void as_json(struct call *call, struct buffer *out)
{
    struct json json = json_begin(out);
    json_object(&json);
    json_name(&json, "error");
    json_object(&json);
    members(&json, call, call->faults);
    if (call->faults->next) {
        json_name(&json, "all");
        json_array(&json);
        for (const struct fault *fault = call->faults; fault; fault = fault->next) {
            json_object(&json);
            members(&json, call, fault);
            json_end(&json);
        }
        json_end(&json);
        json_member_number(&json, "count", (int64_t)call->fault_count);
    }
    json_end(&json);
    json_end(&json);
    buffer_byte(out, '\n');
}

static void as_text(struct call *call, struct buffer *out)
{
    for (const struct fault *fault = call->faults; fault; fault = fault->next) {
        if (fault->file)
            buffer_format(out, "%s:", fault->file);
        if (fault->line)
            buffer_format(out, "%d:", fault->line);
        if (fault->column)
            buffer_format(out, "%d:", fault->column);
        buffer_text(out, fault->file || fault->line ? " " : "servanda: ");
        buffer_text(out, fault_text(call, fault));
        buffer_byte(out, '\n');
    }
    size_t shown = 0;
    for (const struct fault *fault = call->faults; fault; fault = fault->next)
        shown++;
    if (call->fault_count > shown)
        buffer_format(out, "%s\n",
            SAY(call->arena, call->lang, "faults_more", {"n", NULL, (int64_t)(call->fault_count - shown)}));
}

struct printing {
    struct call *call;
    enum err err;
    bool json;
};

static enum err print(void *arg)
{
    struct printing *printing = arg;
    struct call *call = printing->call;
    struct buffer *out = buffer_new(call->arena, 16 << 20);
    if (!call->faults)
        fault_add(call, printing->err, err_name(printing->err));
    printing->json ? as_json(call, out) : as_text(call, out);
    fwrite(out->at, 1, out->size, stderr);
    return OK;
}

void faults_print(struct call *call, enum err err, bool json)
{
    struct printing printing = {call, err, json};
    if (arena_run(call->arena, print, &printing) != OK)
        fputs("servanda: out of memory\n", stderr);
}
