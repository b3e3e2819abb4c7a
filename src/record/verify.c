#include "record/verify.h"
#include "base/text.h"
#include "codec/json.h"
#include "codec/json_read.h"
#include "record/digest.h"
#include <string.h>

enum { NAMED_MOST = 1000, RESULT_MOST = 4 << 20 };

struct verifying {
    struct verified *out;
    struct call *call;
    store_progress *progress;
    void *arg;
};

static void found(const struct ledger_fault *fault, void *arg)
{
    const struct verifying *verifying = arg;
    struct arena *arena = verifying->call->arena;
    if (verifying->out->fault_count == NAMED_MOST)
        return;
    verifying->out->faults[verifying->out->fault_count++] = (struct ledger_fault){.kind = fault->kind,
        .table = arena_text(arena, text_or(fault->table, "")),
        .id = fault->id ? arena_text(arena, fault->id) : NULL,
        .seq = fault->seq};
}

static bool tell_progress(int64_t done, int64_t total, void *arg)
{
    const struct verifying *verifying = arg;
    return !verifying->progress || verifying->progress(done, total, verifying->arg);
}

enum err record_verify(
    struct verified *out, struct store *store, struct call *call, store_progress *progress, void *progress_arg)
{
    struct verifying verifying = {out, call, progress, progress_arg};
    *out = (struct verified){.faults = NEW_ARRAY(call->arena, NAMED_MOST, struct ledger_fault)};
    return ledger_verify(&out->report, store, call, record_digests, NULL, found, tell_progress, &verifying);
}

void verified_json(struct buffer *out, const struct verified *verified)
{
    char hex[HASH_HEX];
    const struct ledger_report *report = &verified->report;
    struct json json = json_begin(out);
    json_object(&json);
    json_name(&json, "faults");
    json_array(&json);
    for (size_t i = 0; i < verified->fault_count; i++) {
        json_object(&json);
        json_member(&json, "kind", verified->faults[i].kind);
        json_member(&json, "table", verified->faults[i].table);
        json_member(&json, "id", verified->faults[i].id);
        json_member_number(&json, "seq", verified->faults[i].seq);
        json_end(&json);
    }
    json_end(&json);
    json_member_number(&json, "entries", report->entries);
    json_member_number(&json, "rows", report->rows);
    json_member_number(&json, "head", report->head.seq);
    json_member(&json, "hash", hash_text(hex, &report->head.hash));
    json_member_bool(&json, "good", report->faults == 0);
    json_member_bool(&json, "seals", report->seals);
    json_member_number(&json, "fault_count", report->faults);
    json_end(&json);
}

static int64_t number_of(const struct json_value *object, const char *name)
{
    const struct json_value *value = json_get(object, name);
    return value && value->kind == JSON_NUMBER ? value->number : 0;
}

static bool is_true(const struct json_value *object, const char *name)
{
    const struct json_value *value = json_get(object, name);
    return value && value->kind == JSON_BOOL && value->flag;
}

enum err verified_read(struct verified *out, struct call *call, const char *text)
{
    struct json_value *json;
    *out = (struct verified){0};
    enum err err = json_read(&json, call, text, strlen(text), NULL);
    if (err)
        return err;
    const struct json_value *faults = json_get(json, "faults");
    out->faults = NEW_ARRAY(call->arena, faults ? faults->count + 1 : 1, struct ledger_fault);
    for (const struct json_value *fault = faults ? faults->first : NULL; fault; fault = fault->next)
        out->faults[out->fault_count++] = (struct ledger_fault){json_get_text(fault, "kind"),
            json_get_text(fault, "table"), json_get_text(fault, "id"), number_of(fault, "seq")};
    out->report = (struct ledger_report){.entries = number_of(json, "entries"),
        .rows = number_of(json, "rows"),
        .faults = number_of(json, "fault_count"),
        .seals = is_true(json, "seals"),
        .head = {.seq = number_of(json, "head")}};
    return hash_parse(&out->report.head.hash, text_or(json_get_text(json, "hash"), ""))
        ? OK
        : fail_field(call, ERR_SYSTEM, "store_damaged", "job", NULL);
}

static enum err run(char **result, struct job_watch *watch)
{
    struct verified *verified = NEW(watch->call->arena, struct verified);
    enum err err = record_verify(verified, watch->store, watch->call, job_goes_on, watch);
    if (err)
        return err;
    struct buffer *out = buffer_new(watch->call->arena, RESULT_MOST);
    verified_json(out, verified);
    *result = out->at;
    return OK;
}

struct job_kind verify_job = {.name = "ledger_verify", .page = "/ledger/verify", .run = run};
