#include "record/job_line.h"
#include "base/text.h"
#include "codec/fault_json.h"

enum { MEMORY = 512 << 20, BAD_MOST = 100000, OTHERS_MOST = 1000, LINE_MOST = 64 << 10, AT_ONCE = 2000 };

const char *const line_kinds[LINE_KINDS] = {"bad", "added", "changed", "noted"};

struct line {
    const char *text;
    struct line *next;
};

struct job_lines {
    struct arena *memory;
    struct buffer *scratch;
    struct line *first[LINE_KINDS], **end[LINE_KINDS];
    int64_t count[LINE_KINDS];
};

/* ---- saying ---- */

void lines_clear(struct job_lines *lines)
{
    arena_reset(lines->memory);
    lines->scratch = buffer_new(lines->memory, LINE_MOST * 16);
    for (int kind = 0; kind < LINE_KINDS; kind++) {
        lines->first[kind] = NULL;
        lines->end[kind] = &lines->first[kind];
        lines->count[kind] = 0;
    }
}

struct job_lines *lines_new(struct arena *arena)
{
    struct job_lines *lines = NEW(arena, struct job_lines);
    lines->memory = arena_within(arena, MEMORY);
    lines_clear(lines);
    return lines;
}

int64_t lines_count(const struct job_lines *lines, enum line_kind kind)
{
    return lines->count[kind];
}

static bool is_full(const struct job_lines *lines, enum line_kind kind)
{
    return lines->count[kind] >= (kind == LINE_BAD ? BAD_MOST : OTHERS_MOST);
}

static void keep(struct job_lines *lines, enum line_kind kind, const char *text)
{
    struct line *line = NEW(lines->memory, struct line);
    line->text = arena_text(lines->memory, text);
    *lines->end[kind] = line;
    lines->end[kind] = &line->next;
    lines->count[kind]++;
}

/* `column` and `id` where they are known; what stands there, where the fault does not say it. */
static void put_refusal(struct json *json, const struct many_refusal *refusal)
{
    json_object(json);
    fault_json(json, refusal->fault);
    json_member_beginning(json, "column", refusal->column);
    json_member_beginning(json, "id", refusal->id);
    if (!refusal->fault->value)
        json_member_beginning(json, "there", refusal->value);
    json_end(json);
}

static void keep_refusal(struct job_lines *lines, enum line_kind kind, const struct many_refusal *refusal)
{
    if (is_full(lines, kind))
        return;
    buffer_clear(lines->scratch);
    struct json json = json_begin(lines->scratch);
    put_refusal(&json, refusal);
    keep(lines, kind, lines->scratch->at);
}

void lines_bad(struct job_lines *lines, const struct many_refusal *refusal)
{
    keep_refusal(lines, LINE_BAD, refusal);
}

void lines_noted(struct job_lines *lines, const struct many_refusal *note)
{
    keep_refusal(lines, LINE_NOTED, note);
}

/* What a row is known by before it has an id: its key, else its title. */
static const char *name_of(struct call *call, const struct record *record, const void *row)
{
    struct buffer *name = buffer_new(call->arena, LINE_MOST);
    for (const int *key = record->key; key && *key >= 0; key++) {
        const char *text = field_text_any(call->arena, &record->fields[*key], row, call->lang);
        if (!text)
            continue;
        buffer_text(name, name->size ? " · " : "");
        buffer_text(name, text);
    }
    const char *title = field_text_any(call->arena, &record->fields[record->title], row, call->lang);
    return name->size ? name->at : text_or(title, text_or(((const struct row *)row)->id, ""));
}

static void put_change(
    struct json *json, struct call *call, const struct field *field, int lang, const void *before, const void *after)
{
    const char *old = field_text(call->arena, field, before, lang < 0 ? 0 : (enum lang)lang);
    const char *new = field_text(call->arena, field, after, lang < 0 ? 0 : (enum lang)lang);
    if (text_is(old, new))
        return;
    json_array(json);
    json_text(json, field->name);
    json_text(json, lang < 0 ? NULL : lang_codes[lang]);
    json_beginning(json, old);
    json_beginning(json, new);
    json_end(json);
}

void lines_saved(
    struct job_lines *lines, struct call *call, const struct record *record, const void *before, const void *after)
{
    enum line_kind kind = before ? LINE_CHANGED : LINE_ADDED;
    if (is_full(lines, kind))
        return;
    buffer_clear(lines->scratch);
    struct json json = json_begin(lines->scratch);
    json_object(&json);
    if (before || !record->made_id)
        json_member(&json, "id", ((const struct row *)after)->id);
    json_member_beginning(&json, "title", name_of(call, record, after));
    json_name(&json, "changes");
    json_array(&json);
    for (int i = 0; i < record->field_count && before; i++)
        for (int lang = 0; lang < (record->fields[i].flags & FIELD_LANG ? LANGS : 1); lang++)
            put_change(
                &json, call, &record->fields[i], record->fields[i].flags & FIELD_LANG ? lang : -1, before, after);
    json_end(&json);
    json_end(&json);
    keep(lines, kind, lines->scratch->at);
}

/* ---- into the store ---- */

enum err lines_say(const struct job_lines *lines, struct db *db, struct call *call, const struct job *job)
{
    enum err err = job_unsay(db, call, job);
    for (int kind = 0; kind < LINE_KINDS; kind++) {
        int64_t n = 0;
        for (const struct line *line = lines->first[kind]; line && !err; line = line->next)
            err = job_say(db, call, job, line_kinds[kind], ++n, line->text);
    }
    return err;
}

struct portion {
    const struct job *job;
    const char *kind;
    const struct line *from;
    int64_t n;
    bool unsay;
    const struct line *next;
};

static enum err say_portion(struct db *db, struct call *call, void *arg)
{
    struct portion *portion = arg;
    int64_t n = portion->n;
    enum err err = portion->unsay ? job_unsay(db, call, portion->job) : OK;
    const struct line *line = portion->from;
    for (int i = 0; i < AT_ONCE && line && !err; i++, line = line->next)
        err = job_say(db, call, portion->job, portion->kind, ++n, line->text);
    portion->next = line;
    return err;
}

enum err lines_say_apart(const struct job_lines *lines, const struct job_watch *watch)
{
    struct portion portion = {.job = watch->job, .unsay = true};
    enum err err = store_write(watch->store, watch->call, say_portion, &portion);
    portion.unsay = false;
    for (int kind = 0; kind < LINE_KINDS; kind++) {
        portion.kind = line_kinds[kind];
        portion.n = 0;
        for (portion.from = lines->first[kind]; portion.from && !err; portion.from = portion.next) {
            err = store_write(watch->store, watch->call, say_portion, &portion);
            portion.n += AT_ONCE;
        }
    }
    return err;
}

/* ---- reading ---- */

enum err refusal_read(struct many_refusal *out, struct call *call, const struct json_value *json)
{
    struct fault *fault;
    enum err err = fault_read(&fault, call, json);
    if (err)
        return err;
    *out = (struct many_refusal){.fault = fault,
        .column = json_get_text(json, "column"),
        .id = json_get_text(json, "id"),
        .value = text_or(fault->value, json_get_text(json, "there"))};
    return OK;
}

enum err saved_read(
    struct saved_line *out, struct call *call, const struct record *record, const struct json_value *json)
{
    const struct json_value *changes = json_get(json, "changes");
    *out = (struct saved_line){.id = json_get_text(json, "id"), .title = json_get_text(json, "title")};
    if (!changes)
        return fail(call, ERR_SYSTEM, "store_damaged");
    out->changes = NEW_ARRAY(call->arena, changes->count + 1, struct past_change);
    for (const struct json_value *each = changes->first; each; each = each->next) {
        const struct json_value *part[4];
        const struct json_value *at = each->first;
        enum lang lang;
        for (int i = 0; i < 4; i++, at = at ? at->next : NULL)
            part[i] = at;
        int field = part[3] && part[0]->text ? field_named(record, part[0]->text) : -1;
        if (field < 0)
            continue; /* of a declaration that has changed since */
        bool in_language = part[1]->kind == JSON_TEXT && lang_parse(&lang, part[1]->text);
        out->changes[out->count++] = (struct past_change){.field = field,
            .lang = in_language ? (int)lang : -1,
            .before = part[2]->kind == JSON_TEXT ? part[2]->text : NULL,
            .after = part[3]->kind == JSON_TEXT ? part[3]->text : NULL};
    }
    return OK;
}
