#include "record/many_job.h"
#include "base/text.h"
#include "codec/json.h"
#include "record/job_line.h"
#include "record/print.h"
#include "store/blob.h"
#include "store/ledger.h"
#include <string.h>

enum { WISH_MOST = 2 << 20, RESULT_MOST = 64 << 10 };

static const char *const format_names[] = {
    [TRANSFER_CSV] = "csv", [TRANSFER_XLSX] = "xlsx", [TRANSFER_JSON] = "json", [TRANSFER_OWN] = "own"};

struct doing {
    struct many many; /* first, so that a callback finds the rest */
    struct job_watch *watch;
    char **result;
    struct job_lines *lines;
    const struct record *record;
    struct ledger_head before;
    bool file_wrong;
};

/* ---- what comes of it ---- */

static char *result_of(struct doing *doing, bool stored)
{
    struct call *call = doing->watch->call;
    const struct many_report *report = &doing->many.report;
    char at[MOMENT_TEXT];
    struct buffer *out = buffer_new(call->arena, RESULT_MOST);
    struct json json = json_begin(out);
    json_object(&json);
    many_report_members(&json, report);
    json_member_bool(&json, "stored", stored);
    json_member_bool(&json, "file_wrong", doing->file_wrong);
    json_name(&json, "lines");
    json_array(&json);
    for (int kind = 0; kind < LINE_KINDS; kind++)
        json_number(&json, lines_count(doing->lines, (enum line_kind)kind));
    json_end(&json);
    if (stored) {
        json_member_number(&json, "ledger_after", doing->before.seq);
        json_member(&json, "at", moment_text(at, call->now));
    }
    json_end(&json);
    return out->at;
}

static void begins(struct many *many)
{
    struct doing *doing = (struct doing *)many;
    doing->watch->ended = false;
    lines_clear(doing->lines);
}

static bool goes_on(struct many *many)
{
    struct doing *doing = (struct doing *)many;
    doing->watch->bad = many->report.bad;
    return job_goes_on(many->report.rows, many->total, doing->watch);
}

static void refused(struct many *many, const struct many_refusal *refusal)
{
    lines_bad(((struct doing *)many)->lines, refusal);
}

static void noted(struct many *many, const struct many_refusal *note)
{
    lines_noted(((struct doing *)many)->lines, note);
}

static void saved(
    struct many *many, struct call *call, const struct record *record, const void *before, const void *after)
{
    lines_saved(((struct doing *)many)->lines, call, record, before, after);
}

/* The job ends with its work, or not at all. The file is no longer needed. */
static enum err kept(struct many *many, struct db *db, struct call *call)
{
    struct doing *doing = (struct doing *)many;
    struct job_watch *watch = doing->watch;
    enum err err = ledger_head(&doing->before, db, call);
    if (!err)
        err = lines_say(doing->lines, db, call, watch->job);
    if (!err)
        err = job_end_in(db, call, watch->job, "done", result_of(doing, true));
    if (!err)
        err = blob_let_go(db, call, job_holder(call->arena, watch->job->id));
    watch->ended = !err;
    return err;
}

static enum err drop_file(struct db *db, struct call *call, void *arg)
{
    return blob_let_go(db, call, job_holder(call->arena, arg));
}

/* What was wrong with the whole file stands where its bad rows would. */
static void tell_whole(struct doing *doing)
{
    lines_clear(doing->lines);
    doing->file_wrong = true;
    for (const struct fault *fault = doing->watch->call->faults; fault; fault = fault->next)
        lines_bad(doing->lines, &(struct many_refusal){.fault = fault});
}

static bool is_about_the_input(enum err err)
{
    return err == ERR_INVALID || err == ERR_CONFLICT || err == ERR_LIMIT || err == ERR_NOT_FOUND ||
        err == ERR_FORBIDDEN;
}

/* After the transaction: of a trial, or of work that was refused. */
static enum err finish(struct doing *doing, enum err err)
{
    struct job_watch *watch = doing->watch;
    if (watch->ended && !err)
        return OK;
    if (watch->cancelled || watch->given_back || watch->lost || !is_about_the_input(err ? err : ERR_INVALID))
        return err ? err : OK;
    if (err && !doing->many.report.bad)
        tell_whole(doing);
    call_clear(watch->call);
    *doing->result = result_of(doing, false);
    err = lines_say_apart(doing->lines, watch);
    bool no_use =
        doing->file_wrong || (doing->many.dry_run && !(doing->many.report.added + doing->many.report.changed));
    return err || !no_use ? err : store_write(watch->store, watch->call, drop_file, (void *)watch->job->id);
}

static bool flag_of(const struct json_value *json, const char *name)
{
    const struct json_value *value = json_get(json, name);
    return value && value->kind == JSON_BOOL && value->flag;
}

static int64_t number_of(const struct json_value *json, const char *name)
{
    const struct json_value *value = json_get(json, name);
    return value && value->kind == JSON_NUMBER ? value->number : 0;
}

static const char *step_of(bool trial)
{
    return trial ? "checking" : "storing";
}

static enum err begin_doing(struct doing *doing, char **result, struct job_watch *watch, bool trial)
{
    const struct json_value *wish = watch->arg.wish;
    *doing = (struct doing){
        .many = {.dry_run = trial,
            .skip_bad = trial || flag_of(wish, "skip_bad"),
            .apart = true,
            .begins = begins,
            .goes_on = goes_on,
            .refused = refused,
            .saved = saved,
            .noted = noted,
            .kept = kept},
        .watch = watch,
        .result = result,
        .record = record_named(text_or(json_get_text(wish, "noun"), "")),
    };
    watch->step = step_of(trial);
    doing->lines = lines_new(watch->call->arena);
    return doing->record ? OK : fail(watch->call, ERR_INVALID, "bad_json");
}

/* ---- imports ---- */

static int inputs_read(struct input **out, struct call *call, const struct json_value *object)
{
    int n = 0;
    *out = NEW_ARRAY(call->arena, (object ? object->count : 0) + 1, struct input);
    for (const struct json_value *each = object ? object->first : NULL; each; each = each->next)
        (*out)[n++] = (struct input){each->name, each->kind == JSON_TEXT ? each->text : NULL};
    return n;
}

static enum err load_file(struct transfer_wish *out, struct job_watch *watch)
{
    struct call *call = watch->call;
    const struct json_value *wish = watch->arg.wish;
    struct hash hash;
    struct db *db;
    char *bytes;
    if (!hash_parse(&hash, text_or(json_get_text(wish, "hash"), "")))
        return fail(call, ERR_INVALID, "bad_json");
    struct input *asked;
    *out = (struct transfer_wish){.file = json_get_text(wish, "file")};
    out->asked_count = inputs_read(&asked, call, json_get(wish, "asked"));
    out->asked = asked;
    for (size_t i = 0; i < sizeof format_names / sizeof *format_names; i++)
        if (text_is(format_names[i], json_get_text(wish, "format")))
            out->format = (enum transfer)i;
    enum err err = store_reader(&db, watch->store, call);
    if (!err)
        err = blob_load(&bytes, &out->size, db, call, &hash);
    if (!err)
        out->bytes = bytes;
    return err;
}

static enum err import(char **result, struct job_watch *watch, bool trial)
{
    struct doing doing;
    struct transfer_wish file;
    enum err err = begin_doing(&doing, result, watch, trial);
    if (!err)
        err = load_file(&file, watch);
    if (err)
        return err;
    file.record = doing.record;
    watch->step = "reading";
    if (!job_goes_on(0, 0, watch))
        return finish(&doing, fail(watch->call, ERR_CONFLICT, "stopped"));
    err = transfer_count(&doing.many.total, watch->call, &file);
    watch->step = step_of(trial);
    if (!err)
        err = transfer_in(&doing.many, watch->store, watch->call, doing.record, &file);
    return finish(&doing, err);
}

static enum err import_trial(char **result, struct job_watch *watch)
{
    return import(result, watch, true);
}

static enum err import_work(char **result, struct job_watch *watch)
{
    return import(result, watch, false);
}

struct job_kind import_trial_job = {.name = "import_trial", .run = import_trial};
struct job_kind import_job = {.name = "import", .run = import_work};

/* ---- the same change to many rows ---- */

static enum err bulk(char **result, struct job_watch *watch, bool trial)
{
    struct doing doing;
    struct call *call = watch->call;
    const struct json_value *wish = watch->arg.wish, *ids = json_get(wish, "ids"), *where = json_get(wish, "where");
    struct input *set, *filter;
    struct list_wish list = {0};
    struct bulk_wish bulk_wish = {0};
    enum err err = begin_doing(&doing, result, watch, trial);
    if (err)
        return err;
    bulk_wish.count = inputs_read(&set, call, json_get(wish, "set"));
    bulk_wish.inputs = set;
    const char **chosen = NEW_ARRAY(call->arena, (ids ? ids->count : 0) + 1, const char *);
    for (const struct json_value *each = ids ? ids->first : NULL; each; each = each->next)
        chosen[bulk_wish.id_count++] = text_or(each->text, "");
    bulk_wish.ids = chosen;
    if (where && where->kind == JSON_OBJECT) {
        list.where_count = inputs_read(&filter, call, where);
        list.where = filter;
        bulk_wish.list = &list;
    }
    if (!job_goes_on(0, 0, watch))
        return finish(&doing, fail(call, ERR_CONFLICT, "stopped"));
    return finish(&doing, record_bulk(&doing.many, watch->store, call, doing.record, &bulk_wish));
}

static enum err bulk_trial(char **result, struct job_watch *watch)
{
    return bulk(result, watch, true);
}

static enum err bulk_work(char **result, struct job_watch *watch)
{
    return bulk(result, watch, false);
}

struct job_kind bulk_trial_job = {.name = "bulk_trial", .run = bulk_trial};
struct job_kind bulk_job = {.name = "bulk", .run = bulk_work};

/* ---- beginning ---- */

static struct json wish_begin(struct buffer *out, const struct record *record, bool skip_bad)
{
    struct json json = json_begin(out);
    json_object(&json);
    json_member(&json, "noun", record->noun);
    json_member_bool(&json, "skip_bad", skip_bad);
    return json;
}

static void inputs_json(struct json *json, const char *name, const struct input *inputs, int count)
{
    json_name(json, name);
    json_object(json);
    for (int i = 0; i < count; i++)
        json_member(json, inputs[i].name, inputs[i].text);
    json_end(json);
}

enum err import_begin(char **id, struct db *db, struct call *call, const struct import_ask *ask)
{
    char hex[HASH_HEX];
    struct hash hash = hash_of(ask->bytes, ask->size);
    struct buffer *out = buffer_new(call->arena, WISH_MOST);
    struct json json = wish_begin(out, ask->record, ask->skip_bad);
    json_member(&json, "file", ask->name);
    json_member(&json, "format", format_names[ask->format]);
    json_member(&json, "hash", hash_text(hex, &hash));
    inputs_json(&json, "asked", ask->asked, ask->asked_count);
    json_end(&json);
    enum err err = job_begin(id, db, call, ask->trial ? "import_trial" : "import", out->at, NULL);
    return err ? err : blob_put(&hash, db, call, job_holder(call->arena, *id), ask->bytes, ask->size);
}

enum err bulk_begin(char **id, struct db *db, struct call *call, const struct bulk_ask *ask)
{
    const struct bulk_wish *wish = ask->wish;
    struct buffer *out = buffer_new(call->arena, WISH_MOST);
    struct json json = wish_begin(out, ask->record, ask->skip_bad);
    inputs_json(&json, "set", wish->inputs, wish->count);
    if (wish->list) {
        inputs_json(&json, "where", wish->list->where, wish->list->where_count);
    } else {
        json_name(&json, "ids");
        json_array(&json);
        for (int i = 0; i < wish->id_count; i++)
            json_text(&json, wish->ids[i]);
        json_end(&json);
    }
    json_end(&json);
    if (out->full)
        return fail(call, ERR_LIMIT, "too_large");
    return job_begin(id, db, call, ask->trial ? "bulk_trial" : "bulk", out->at, NULL);
}

/* The wish of the job before, but for whether bad rows are passed over. */
static const char *wish_again(struct call *call, const struct json_value *wish, bool skip_bad)
{
    struct buffer *out = buffer_new(call->arena, WISH_MOST);
    struct json json = json_begin(out);
    json_object(&json);
    for (const struct json_value *each = wish->first; each; each = each->next) {
        if (text_is(each->name, "skip_bad"))
            continue;
        json_name(&json, each->name);
        json_value(&json, each, false);
    }
    json_member_bool(&json, "skip_bad", skip_bad);
    json_end(&json);
    return out->at;
}

enum err many_agree(char **id, struct db *db, struct call *call, const struct job *job, bool skip_bad)
{
    struct many_seen seen;
    int64_t passed = 0;
    char *after = NULL;
    enum err err = many_seen(&seen, call, job);
    if (!err)
        err = job_after(&after, db, call, job->id);
    if (err)
        return err;
    if (after || !seen.ended_well || seen.stored || !many_has_work(&seen) || (seen.report.bad && !skip_bad))
        return fail(call, ERR_CONFLICT, "cannot_agree");
    err = job_begin(id, db, call, seen.is_import ? "import" : "bulk", wish_again(call, seen.wish, skip_bad), job->id);
    if (!err && seen.is_import)
        err = blob_pass(&passed, db, call, job_holder(call->arena, job->id), job_holder(call->arena, *id));
    if (!err && seen.is_import && !passed)
        err = fail(call, ERR_CONFLICT, "file_gone");
    return err ? err : store_reply(db, call, *id);
}

/* ---- looking ---- */

const char *job_words(struct call *call, const struct job *job)
{
    struct job_arg arg;
    const char *key = arena_format(call->arena, "job.kind.%s", job->kind);
    const struct record *record = NULL;
    if (!word_find(call->lang, key))
        return job->kind; /* of another version of the program */
    if (job_arg_read(&arg, call, job->arg) == OK)
        record = record_named(text_or(json_get_text(arg.wish, "noun"), ""));
    return SAY(call->arena, call->lang, key, {"noun", record ? noun_many(call, record) : "", 0});
}

static enum err read_result(struct many_seen *out, struct call *call, const struct job *job)
{
    struct json_value *result;
    enum err err = json_read(&result, call, job->result, strlen(job->result), NULL);
    if (err)
        return err;
    out->ended_well = true;
    out->stored = flag_of(result, "stored");
    out->file_wrong = flag_of(result, "file_wrong");
    out->report = (struct many_report){
        .rows = number_of(result, "rows"),
        .added = number_of(result, "added"),
        .changed = number_of(result, "changed"),
        .same = number_of(result, "same"),
        .bad = number_of(result, "bad"),
    };
    const struct json_value *lines = json_get(result, "lines"), *line = lines ? lines->first : NULL;
    for (int kind = 0; kind < LINE_KINDS && line; kind++, line = line->next)
        out->lines[kind] = line->number;
    out->ledger_after = number_of(result, "ledger_after");
    out->at = json_get_text(result, "at");
    return OK;
}

enum err many_seen(struct many_seen *out, struct call *call, const struct job *job)
{
    struct job_arg arg;
    *out = (struct many_seen){.is_import = text_starts(job->kind, "import")};
    if (!out->is_import && !text_starts(job->kind, "bulk"))
        return ERR_NOT_FOUND;
    enum err err = job_arg_read(&arg, call, job->arg);
    if (err)
        return err;
    out->record = record_named(text_or(json_get_text(arg.wish, "noun"), ""));
    out->trial = text_ends(job->kind, "_trial");
    out->skip_bad = flag_of(arg.wish, "skip_bad");
    out->file = json_get_text(arg.wish, "file");
    out->wish = arg.wish;
    if (!out->record)
        return ERR_NOT_FOUND;
    return text_is(job->status, "done") && job->result ? read_result(out, call, job) : OK;
}
