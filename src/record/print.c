#include "record/print.h"
#include "base/text.h"
#include "record/clocks.h"
#include "record/step.h"
#include <string.h>

const char *noun_one(struct call *call, const struct record *record)
{
    return word_of(call->lang, "record", NULL, record->noun);
}

const char *noun_many(struct call *call, const struct record *record)
{
    const char *many = word_find(call->lang, arena_format(call->arena, "records.%s", record->noun));
    return many ? many : noun_one(call, record);
}

const char *print_text(struct call *call, const struct field *field, const char *text)
{
    struct date date;
    int64_t number;
    if (!text)
        return NULL;
    switch (field->kind) {
    case KIND_CHOICE: return word_of(call->lang, "choice", field->name, text);
    case KIND_FLAG: return word(call->lang, strcmp(text, "true") == 0 ? "yes" : "no");
    case KIND_DATE:
    case KIND_DAY: return date_parse(&date, text) ? date_words(call->arena, call->lang, date) : text;
    case KIND_NUMBER: return text_number(&number, text) ? number_text(call->arena, call->lang, number) : text;
    case KIND_MOMENT: return moment_words(call->arena, call->lang, text);
    default: return text;
    }
}

const char *print_field(struct call *call, const struct view *view, int index, const char *title)
{
    const struct field *field = &view->record->fields[index];
    const void *at = field_at(field, view->row);
    if (!view_shows(view, index))
        return word(call->lang, "withheld");
    if (field->kind == KIND_DATE || field->kind == KIND_DAY) {
        struct date date = *(const struct date *)at;
        return date_known(date) ? date_words(call->arena, call->lang, date) : NULL;
    }
    if (field->kind == KIND_NUMBER) {
        int64_t number = *(const int64_t *)at;
        return number == UNKNOWN ? NULL : number_text(call->arena, call->lang, number);
    }
    const char *text = view_text(call->arena, view, index, call->lang);
    if (text && field->kind == KIND_USER)
        return title ? title : word(call->lang, "withheld"); /* whose account it is, is for the office to know */
    if (text)
        return field->kind == KIND_REF && title ? title : print_text(call, field, text);
    return field_text_any(call->arena, field, view->row, call->lang);
}

const char *print_name(struct call *call, const struct view *view, const char *const *titles)
{
    const int *titled = view->record->titled;
    if (!titled || titled[1] < 0) {
        const char *title = titles ? titles[view->record->title] : NULL;
        return title ? title : view_title(call->arena, view, call->lang);
    }
    struct buffer *out = buffer_new(call->arena, 4096);
    for (; *titled >= 0; titled++) {
        const char *part =
            view_shows(view, *titled) ? print_field(call, view, *titled, titles ? titles[*titled] : NULL) : NULL;
        if (part)
            buffer_format(out, "%s%s", out->size ? " · " : "", part);
    }
    return out->size ? out->at : view_id(view);
}

/* The days, and not how they stand today: the same row is the same text tomorrow. */
static void clocks_json(struct json *json, struct call *call, const struct view *view)
{
    struct row_clock clocks[MOST_CLOCKS];
    char text[DATE_TEXT];
    int count = clocks_of(clocks, call, view);
    json_name(json, "clocks");
    json_array(json);
    for (int i = 0; i < count; i++) {
        json_object(json);
        json_member(json, "step", clocks[i].step->name);
        json_member(json, "from", date_text(text, clocks[i].reading.from));
        json_member(json, "due", date_text(text, clocks[i].reading.due));
        json_member_bool(json, "by_system", clocks[i].step->how == STEP_AFTER);
        json_end(json);
    }
    json_end(json);
}

void print_view_json(struct json *json, struct call *call, const struct view *view)
{
    const struct record *record = view->record;
    json_object(json);
    json_member(json, "id", view_id(view));
    json_member_number(json, "version", view_version(view));
    for (int i = record->made_id ? 0 : 1; i < record->field_count; i++) {
        if (record->fields[i].class == CLASS_SECRET)
            continue;
        json_name(json, record->fields[i].name);
        if (view_shows(view, i))
            field_json(json, call->arena, &record->fields[i], view->row);
        else
            json_null(json);
    }
    if (has_clocks(record))
        clocks_json(json, call, view);
    json_name(json, "withheld");
    json_array(json);
    for (int i = 0; i < record->field_count; i++)
        if (!view_shows(view, i) && record->fields[i].class != CLASS_SECRET)
            json_text(json, record->fields[i].name);
    json_end(json);
    json_end(json);
}

void print_page_json(struct buffer *out, struct call *call, const struct list_page *page)
{
    struct json json = json_begin(out);
    json_object(&json);
    json_name(&json, "items");
    json_array(&json);
    for (int i = 0; i < page->count; i++)
        print_view_json(&json, call, &page->views[i]);
    json_end(&json);
    json_member(&json, "next", page->next);
    json_end(&json);
    buffer_byte(out, '\n');
}

const char *print_past_value(
    struct call *call, const struct record *record, const struct past_change *change, bool after)
{
    if (change->withheld)
        return word(call->lang, "withheld");
    if (change->erased)
        return word(call->lang, "erased");
    if (record->fields[change->field].kind == KIND_USER) {
        const char *name = after ? change->after_name : change->before_name;
        return name || !(after ? change->after : change->before) ? name : word(call->lang, "withheld");
    }
    return print_text(call, &record->fields[change->field], after ? change->after : change->before);
}

const char *print_past_label(struct call *call, const struct record *record, const struct past_change *change)
{
    const char *label = word_of(call->lang, "field", record->noun, record->fields[change->field].name);
    return change->lang < 0 ? label : arena_format(call->arena, "%s (%s)", label, lang_codes[change->lang]);
}

const char *print_action(struct call *call, const struct record *record, const char *action)
{
    const char *text = word_find(call->lang, arena_format(call->arena, "action.%s", action));
    return text ? text : word_of(call->lang, "step", record->noun, action);
}

const char *print_who(struct call *call, const char *who)
{
    return by_system(who) ? word(call->lang, "who.system") : who;
}

const char *print_cause(struct call *call, const struct record *record, const struct past *past)
{
    const struct cause *cause = &past->cause;
    if (cause->field)
        return SAY(call->arena, call->lang, "cause.time",
            {"field", word_of(call->lang, "field", record->noun, cause->field), 0});
    if (!cause->noun)
        return NULL;
    const char *noun = word_of(call->lang, "record", NULL, cause->noun);
    if (!past->cause_name)
        return SAY(call->arena, call->lang, "cause.unseen", {"noun", noun, 0});
    return SAY(call->arena, call->lang, "cause.row", {"noun", noun, 0}, {"name", past->cause_name, 0},
        {"state", word_of(call->lang, "choice", "state", text_or(cause->state, "")), 0});
}

static void cause_json(struct json *json, const struct past *past)
{
    const struct cause *cause = &past->cause;
    json_name(json, "cause");
    if (!cause->noun && !cause->field) {
        json_null(json);
        return;
    }
    json_object(json);
    if (cause->field)
        json_member(json, "field", cause->field);
    if (cause->noun)
        json_member(json, "noun", cause->noun);
    if (cause->noun && past->cause_name) {
        json_member(json, "id", cause->id);
        json_member(json, "state", cause->state);
    }
    json_end(json);
}

void print_changes_json(struct json *json, const struct record *record, const struct past *past)
{
    json_array(json);
    for (int i = 0; i < past->count; i++) {
        const struct past_change *change = &past->changes[i];
        json_object(json);
        json_member(json, "field", record->fields[change->field].name);
        json_member(json, "lang", change->lang < 0 ? NULL : lang_codes[change->lang]);
        json_member(json, "before", change->before);
        json_member(json, "after", change->after);
        json_member_bool(json, "withheld", change->withheld);
        json_member_bool(json, "erased", change->erased);
        json_end(json);
    }
    json_end(json);
}

static void past_json(struct json *json, const struct record *record, const struct past *past)
{
    json_object(json);
    json_member_number(json, "seq", past->seq);
    json_member(json, "at", past->at);
    json_member(json, "who", past->who);
    json_member(json, "action", past->action);
    json_member(json, "reason", past->reason);
    cause_json(json, past);
    json_member_bool(json, "can_take_back", past->can_take_back);
    json_name(json, "changes");
    print_changes_json(json, record, past);
    json_end(json);
}

static void past_text(struct buffer *out, struct call *call, const struct record *record, const struct past *past)
{
    const char *why = past->reason ? past->reason : print_cause(call, record, past);
    buffer_format(out, "%lld  %s  %s  %s%s%s\n", (long long)past->seq, moment_words(call->arena, call->lang, past->at),
        print_who(call, past->who), print_action(call, record, past->action), why ? ": " : "", text_or(why, ""));
    for (int i = 0; i < past->count; i++) {
        const struct past_change *change = &past->changes[i];
        const char *before = print_past_value(call, record, change, false),
                   *after = print_past_value(call, record, change, true);
        buffer_format(out, "    %s: %s%s%s\n", print_past_label(call, record, change), text_or(before, ""),
            before && after ? " → " : "", text_or(after, before ? " → –" : ""));
    }
}

enum err print_history(
    struct buffer *out, struct db *db, struct call *call, const struct record *record, const char *id, bool as_json)
{
    struct past *past;
    int count;
    enum err err = record_history(&past, &count, db, call, record, id);
    if (err)
        return err;
    struct json json = json_begin(out);
    if (as_json)
        json_array(&json);
    for (int i = 0; i < count; i++)
        as_json ? past_json(&json, record, &past[i]) : past_text(out, call, record, &past[i]);
    if (as_json) {
        json_end(&json);
        buffer_byte(out, '\n');
    }
    return OK;
}
