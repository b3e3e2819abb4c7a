#include "record/print.h"
#include "base/text.h"
#include <string.h>

static const char *moment_words(struct call *call, const char *text)
{
    int64_t moment;
    if (!text || !moment_parse(&moment, text))
        return text;
    return arena_format(call->arena, "%s, %.5s UTC", date_words(call->arena, call->lang, date_of_moment(moment)), text + 11);
}

const char *print_field(struct call *call, const struct view *view, int index, const char *title)
{
    const struct field *field = &view->record->fields[index];
    if (!view_shows(view, index))
        return word(call->lang, "withheld");
    const char *text = view_text(call->arena, view, index, call->lang);
    switch (field->kind) {
    case KIND_CHOICE: return text ? word_of(call->lang, "choice", field->name, text) : NULL;
    case KIND_FLAG: return text ? word(call->lang, strcmp(text, "true") == 0 ? "yes" : "no") : NULL;
    case KIND_DATE:
    case KIND_DAY: return text ? date_words(call->arena, call->lang, *(const struct date *)field_at(field, view->row)) : NULL;
    case KIND_NUMBER: return text ? number_text(call->arena, call->lang, *(const int64_t *)field_at(field, view->row)) : NULL;
    case KIND_REF: return text && title ? title : text;
    case KIND_MOMENT: return moment_words(call, text);
    default: break;
    }
    static const enum lang order[] = {LANG_EN, LANG_FR, LANG_ES, LANG_RU, LANG_AR, LANG_ZH};
    for (int i = 0; !text && field->flags & FIELD_LANG && i < LANGS; i++)
        text = view_text(call->arena, view, index, order[i]);
    return text;
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
