#include "web/form.h"
#include "base/id.h"
#include "base/text.h"
#include <string.h>

void form_begin(struct form *form, const struct request *request, const char *action, const char *button)
{
    struct call *call = request->call;
    *form = (struct form){.action = action, .button = button, .csrf = request->csrf, .call = call, .request = request};
    form->key = request_form(request, "key");
    if (!form->key || !id_is(form->key)) {
        char id[ID_TEXT];
        form->key = arena_text(call->arena, id_new(id, call->now));
    }
    form->groups = NEW_ARRAY(call->arena, FORM_GROUPS, struct form_group);
    form_group(form, NULL);
}

void form_group(struct form *form, const char *legend)
{
    struct form_group *last = form->groups_count ? &form->groups[form->groups_count - 1] : NULL;
    if (!last || (last->fields_count && form->groups_count < FORM_GROUPS)) {
        last = &form->groups[form->groups_count++];
        last->fields = NEW_ARRAY(form->call->arena, FORM_FIELDS, struct form_field);
    }
    last->legend = legend;
}

static bool is_ticked(const struct request *request, const char *name, const char *value)
{
    for (size_t i = 0; i < request->form.count; i++)
        if (text_is(request->form.at[i].name, name) && text_is(request->form.at[i].value, value))
            return true;
    return false;
}

struct form_field *form_add(struct form *form, struct form_field field)
{
    struct form_group *group = &form->groups[form->groups_count - 1];
    struct form_field *at = &group->fields[group->fields_count < FORM_FIELDS ? group->fields_count++ : FORM_FIELDS - 1];
    const char *typed =
        field.kind == FORM_PASSWORD || field.kind == FORM_FIXED ? NULL : request_form(form->request, field.name);
    *at = field;
    if (typed)
        at->value = typed;
    for (size_t i = 0; i < at->options_count && at->kind == FORM_BOXES && form->request->form.count; i++)
        at->options[i].chosen = is_ticked(form->request, field.name, at->options[i].value);
    for (size_t i = 0; i < at->options_count && at->kind == FORM_CHOICE; i++)
        at->options[i].chosen = text_is(at->options[i].value, text_or(at->value, ""));
    return at;
}

struct form_field form_field_in(struct call *call, struct form_field field, enum lang lang)
{
    field.name = arena_format(call->arena, "%s_%s", field.name, lang_codes[lang]);
    field.label = lang_names[lang];
    field.lang = lang_codes[lang];
    field.dir = lang_rtl(lang) ? "rtl" : "ltr";
    field.required = false;
    return field;
}

void form_add_languages(struct form *form, struct form_field field, const char *const values[LANGS])
{
    struct call *call = form->call;
    form_group(form,
        field.required ? arena_format(call->arena, "%s %s", field.label, word(call->lang, "form.required"))
                       : field.label);
    for (size_t i = 0; i < LANGS; i++) {
        struct form_field made = form_field_in(call, field, lang_order[i]);
        made.value = values[lang_order[i]];
        form_add(form, made);
    }
    form_group(form, NULL);
}

static struct form_field *find_field(struct form *form, const char *name)
{
    size_t size = strlen(name);
    struct form_field *in_a_language = NULL;
    for (size_t i = 0; i < form->groups_count; i++)
        for (size_t j = 0; j < form->groups[i].fields_count; j++) {
            struct form_field *field = &form->groups[i].fields[j];
            if (!strcmp(field->name, name))
                return field;
            if (!in_a_language && !strncmp(field->name, name, size) && field->name[size] == '_' && field->lang)
                in_a_language = field;
        }
    return in_a_language;
}

void form_add_reason(struct form *form)
{
    enum lang lang = form->call->lang;
    form_add(form,
        (struct form_field){.name = "reason",
            .label = word(lang, "record.reason"),
            .hint = word(lang, "record.reason_hint"),
            .kind = FORM_PROSE,
            .required = true});
}

void form_faults(struct form *form, struct call *call)
{
    form->faults = NEW_ARRAY(call->arena, call->fault_count + 1, struct form_fault);
    for (const struct fault *fault = call->faults; fault; fault = fault->next) {
        const char *text = fault_text(call, fault);
        struct form_field *field = fault->field ? find_field(form, fault->field) : NULL;
        if (field && field->fault && text_is(fault->key, "required"))
            continue; /* something was typed, and what was wrong with it has been said */
        struct form_fault *line = &form->faults[form->faults_count++];
        line->text = text;
        if (!field || field->kind == FORM_HIDDEN)
            continue;
        line->href = arena_format(call->arena, "#f-%s", field->name);
        field->wrong = true;
        field->fault = field->fault ? arena_format(call->arena, "%s %s", field->fault, text) : text;
    }
    form->title = SAY(call->arena, call->lang, "form.faults", {"n", NULL, (int64_t)form->faults_count});
}

void form_take_key(struct request *request)
{
    const char *key = request_form(request, "key");
    if (key && id_is(key))
        request->call->key = key;
}
