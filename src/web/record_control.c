/* The controls of fields: which kind, what hint, what they offer to choose from. */
#include "base/text.h"
#include "web/record_pages.h"
#include <string.h>

enum { OPTIONS_MOST = 320 };

/* "AAA|AA9" -> "AAA, AA9" */
static const char *forms_listed(struct call *call, const char *form)
{
    struct buffer *out = buffer_new(call->arena, 1 << 10);
    for (; *form; form++)
        if (*form == '|')
            buffer_text(out, ", ");
        else
            buffer_byte(out, *form);
    return out->at;
}

static const char *hint_of(struct call *call, const struct field *field)
{
    if (field->kind == KIND_DATE)
        return word(call->lang, "form.date_hint");
    if (field->form)
        return SAY(call->arena, call->lang, "form.mask_hint", {"form", forms_listed(call, field->form), 0});
    if ((field->kind == KIND_PROSE || field->kind == KIND_TEXT) && field->most > 0)
        return SAY(call->arena, call->lang, "form.most_hint", {"n", NULL, field->most});
    return NULL;
}

static enum form_kind control_of(enum kind kind)
{
    switch (kind) {
    case KIND_PROSE: return FORM_PROSE;
    case KIND_NUMBER: return FORM_NUMBER;
    case KIND_DATE: return FORM_DATE;
    case KIND_DAY: return FORM_DAY;
    default: return FORM_LINE;
    }
}

/* ---- what a control offers ---- */

static void add_option(struct form_field *to, const char *value, const char *label)
{
    to->options[to->options_count++] = (struct form_option){.value = value, .label = label};
}

/* Colleagues by name for those who work in the office, oneself for everybody else; a log-in is typed when they are too many. */
static enum err offer_accounts(struct form_field *out, struct call *call, struct db *db, const char *nothing)
{
    struct user_choice *choices;
    int count;
    enum err err = user_choices(&choices, &count, db, call, OPTIONS_MOST);
    if (err || count == OPTIONS_MOST)
        return err;
    out->kind = FORM_CHOICE;
    out->options = NEW_ARRAY(call->arena, (size_t)count + 2, struct form_option);
    add_option(out, "", nothing);
    bool known = text_empty(out->value);
    for (int i = 0; i < count; i++)
        if (gate_account(call->user, choices[i].id)) {
            add_option(out, choices[i].id, choices[i].name);
            known |= text_is(choices[i].id, out->value);
        }
    if (!known) /* who has left, or may not be known: stays what it is */
        add_option(out, out->value, text_or(out->shown, word(call->lang, "withheld")));
    out->shown = NULL; /* the option says it */
    return OK;
}

enum err field_options(struct form_field *out, struct request *request, struct db *db, const struct record *record,
    int field, const char *nothing)
{
    struct call *call = request->call;
    const struct field *what = &record->fields[field];
    size_t count = 0;
    while (what->choices && what->choices[count])
        count++;
    if (what->kind == KIND_USER)
        return offer_accounts(out, call, db, nothing);
    if (what->kind == KIND_REF) {
        out->kind = FORM_REF;
        return offer_records(out, request, db, record_named(what->ref));
    }
    if (what->kind != KIND_CHOICE && what->kind != KIND_FLAG)
        return OK;
    out->kind = FORM_CHOICE;
    out->options = NEW_ARRAY(call->arena, count + 4, struct form_option);
    add_option(out, "", nothing);
    if (what->kind == KIND_FLAG) {
        add_option(out, "true", word(call->lang, "yes"));
        add_option(out, "false", word(call->lang, "no"));
    }
    for (size_t i = 0; i < count; i++)
        add_option(out, what->choices[i], word_of(call->lang, "choice", what->name, what->choices[i]));
    return OK;
}

/* ---- the control itself ---- */

enum err field_control(
    struct form_field *out, struct request *request, struct db *db, const struct record *record, int field)
{
    struct call *call = request->call;
    const struct field *what = &record->fields[field];
    bool fixed = out->kind == FORM_FIXED;
    out->name = what->name;
    out->label = field_label(call, record, field);
    out->kind = fixed ? FORM_FIXED : control_of(what->kind);
    out->hint = what->flags & FIELD_LANG ? NULL : hint_of(call, what);
    out->required = what->flags & FIELD_REQUIRED;
    return fixed ? OK : field_options(out, request, db, record, field, word(call->lang, "form.nothing"));
}
