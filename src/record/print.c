#include "record/print.h"
#include "base/text.h"
#include <string.h>

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
    if (!view_shows(view, index))
        return word(call->lang, "withheld");
    const char *text = view_text(call->arena, view, index, call->lang);
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
    json_name(json, "changes");
    print_changes_json(json, record, past);
    json_end(json);
}

static void past_text(struct buffer *out, struct call *call, const struct record *record, const struct past *past)
{
    buffer_format(out, "%lld  %s  %s  %s%s%s\n", (long long)past->seq, moment_words(call->arena, call->lang, past->at), past->who,
        print_action(call, record, past->action), past->reason ? ": " : "", text_or(past->reason, ""));
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
