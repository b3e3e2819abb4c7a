/* Adding, changing and removing a row of any record through forms. */
#include "web/record_form_page.h"
#include "base/text.h"
#include <string.h>

struct editing {
    struct request *request;
    struct response *response;
    struct call *call;
    const struct record *record;
    struct db *db;
    struct view view; /* the row as it is; record NULL: a new one */
    const char **titles;
    const char *path;
};

/* ---- the fields ---- */

static bool may_stand(const struct editing *editing, int field)
{
    const struct field *what = &editing->record->fields[field];
    if (what->class == CLASS_SECRET || what->flags & FIELD_SYSTEM || field == editing->record->state ||
        what->kind == KIND_MOMENT)
        return false;
    return !editing->view.record || view_shows(&editing->view, field);
}

static void add_in_languages(struct editing *editing, struct form *form, int field, struct form_field made)
{
    const char *values[LANGS] = {NULL};
    for (int lang = 0; lang < LANGS && editing->view.record; lang++)
        values[lang] = view_text(editing->call->arena, &editing->view, field, (enum lang)lang);
    form_add_languages(form, made, values);
}

static enum err add_field(struct editing *editing, struct form *form, int field)
{
    struct call *call = editing->call;
    const struct record *record = editing->record;
    const struct field *what = &record->fields[field];
    struct form_field made = {
        .value = editing->view.record ? view_text(call->arena, &editing->view, field, call->lang) : what->standard,
        .shown = editing->titles ? editing->titles[field] : NULL,
    };
    if (!editing->view.record && what->kind == KIND_USER && what->standard)
        made.value = user_account(call->user);
    const char *asked = editing->view.record ? NULL : request_query(editing->request, what->name);
    if (asked)
        made.value = asked; /* /add/membership?state=FRA */
    if (editing->view.record && (what->flags & FIELD_FIXED || (!record->made_id && field == 0)))
        made.kind = FORM_FIXED;
    enum err err = field_control(&made, editing->request, editing->db, record, field);
    if (err)
        return err;
    if (what->flags & FIELD_LANG) {
        add_in_languages(editing, form, field, made);
        return OK;
    }
    form_add(form, made);
    return OK;
}

static enum err show_form(struct editing *editing)
{
    struct call *call = editing->call;
    const struct record *record = editing->record;
    struct form_page *page = NEW(call->arena, struct form_page);
    struct form *form = &page->form;
    bool is_new = !editing->view.record;
    form_begin(form, editing->request, arena_format(call->arena, is_new ? "/add%s" : "%s/change", editing->path),
        word(call->lang, is_new ? "record.add" : "form.save"));
    form->cancel_href = editing->path;
    enum err err = OK;
    for (int i = 0; i < record->field_count && !err; i++)
        if (may_stand(editing, i))
            err = add_field(editing, form, i);
    if (err)
        return err;
    if (!is_new)
        form_add(form,
            (struct form_field){.name = "version",
                .kind = FORM_HIDDEN,
                .value = arena_format(call->arena, "%lld", (long long)view_version(&editing->view))});
    page->kick = noun_many(call, record);
    page->kick_href = arena_format(call->arena, "/%s", record->noun);
    page->title = is_new ? SAY(call->arena, call->lang, "record.add_title", {"noun", noun_one(call, record), 0})
                         : print_name(call, &editing->view, editing->titles);
    return form_page_show(page, editing->request, editing->response);
}

/* ---- what was sent ---- */

/* The pairs of the form that are fields of the record: name, name_fr. */
static int inputs_of(const struct editing *editing, struct input **out)
{
    const struct record *record = editing->record;
    const struct pairs *form = &editing->request->form;
    int count = 0;
    *out = NEW_ARRAY(editing->call->arena, form->count + 1, struct input);
    for (size_t i = 0; i < form->count; i++)
        for (int j = 0; j < record->field_count; j++) {
            const struct field *field = &record->fields[j];
            size_t size = strlen(field->name);
            const char *rest = strncmp(form->at[i].name, field->name, size) == 0 ? form->at[i].name + size : "?";
            enum lang lang;
            if (!*rest || (field->flags & FIELD_LANG && *rest == '_' && lang_parse(&lang, rest + 1))) {
                (*out)[count++] = (struct input){form->at[i].name, form->at[i].value};
                break;
            }
        }
    return count;
}

/* A refusal that the form can show; anything else has a page of its own. */
static bool can_be_corrected(enum err err)
{
    return err == ERR_INVALID || err == ERR_CONFLICT;
}

static enum err show_again(struct editing *editing, enum err err)
{
    editing->response->status = err == ERR_CONFLICT ? 409 : 422;
    return show_form(editing);
}

enum err record_add_page(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct editing editing = {.request = request, .response = response, .call = call};
    enum err err = record_asked(&editing.record, &editing.db, request);
    if (err)
        return err;
    editing.path = arena_format(call->arena, "/%s", editing.record->noun);
    if (!gate_verb_anywhere(call->user, editing.record, VERB_ADD))
        return fail(call, call->user->id ? ERR_FORBIDDEN : ERR_LOGIN, call->user->id ? "forbidden" : "login");
    if (request->method != METHOD_POST)
        return show_form(&editing);
    struct input *inputs;
    struct outcome outcome = {0};
    int count = inputs_of(&editing, &inputs);
    form_take_key(request);
    err = record_add(&outcome, request->site->store, call, editing.record, inputs, count);
    if (err == ERR_CONFLICT) {
        enum err asked = repeated_before(&outcome.id, request, editing.db, editing.record);
        if (asked)
            return asked;
    }
    if (!err || outcome.id) {
        response_see(request, response, arena_format(call->arena, "%s/%s", editing.path, outcome.id));
        return OK;
    }
    return can_be_corrected(err) ? show_again(&editing, err) : err;
}

static enum err load(struct editing *editing)
{
    struct call *call = editing->call;
    const char *id = request_name(editing->request, "id");
    enum err err = record_asked(&editing->record, &editing->db, editing->request);
    if (!err)
        err = record_show(&editing->view, editing->db, call, editing->record, id);
    if (!err)
        err = record_titles(&editing->titles, editing->db, call, &editing->view, 1);
    if (!err)
        editing->path = arena_format(call->arena, "/%s/%s", editing->record->noun, id);
    return err;
}

/* ---- two people changed the same ---- */

static const char *in_words(struct call *call, const struct record *record, int field, const char *text)
{
    const struct field *what = &record->fields[field];
    if (text_empty(text))
        return NULL;
    if (what->kind == KIND_CHOICE)
        return word_of(call->lang, "choice", what->name, text);
    if (what->kind == KIND_FLAG)
        return word(call->lang, text_is(text, "true") ? "yes" : "no");
    return text;
}

static void add_clash(struct editing *editing, struct conflict_page *page, const struct input *input)
{
    struct call *call = editing->call;
    const struct record *record = editing->record;
    enum lang lang = call->lang;
    int field = field_named(record, input->name);
    const char *label_end = "";
    for (int i = 0; field < 0 && i < record->field_count; i++) {
        size_t size = strlen(record->fields[i].name);
        if (!strncmp(record->fields[i].name, input->name, size) && input->name[size] == '_' &&
            lang_parse(&lang, input->name + size + 1)) {
            field = i;
            label_end = arena_format(call->arena, " (%s)", lang_names[lang]);
        }
    }
    if (field < 0)
        return;
    const char *yours = text_trim(call->arena, input->text);
    const char *theirs = text_or(view_text(call->arena, &editing->view, field, lang), "");
    struct clash_line line = {
        .name = input->name,
        .label = arena_format(call->arena, "%s%s", field_label(call, record, field), label_end),
        .yours = yours,
        .theirs = theirs,
        .yours_shown = in_words(call, record, field, yours),
        .theirs_shown = in_words(call, record, field, theirs),
    };
    if (text_is(yours, theirs))
        page->kept[page->kept_count++] = line;
    else
        page->lines[page->lines_count++] = line;
}

/* `editing` is loaded anew: it holds the row as the other person left it. */
static enum err show_conflict(struct editing *editing, const struct input *inputs, int count)
{
    struct call *call = editing->call;
    struct conflict_page *page = NEW(call->arena, struct conflict_page);
    call_clear(call);
    enum err err = load(editing);
    if (err)
        return err;
    page->lines = NEW_ARRAY(call->arena, (size_t)count + 1, struct clash_line);
    page->kept = NEW_ARRAY(call->arena, (size_t)count + 1, struct clash_line);
    for (int i = 0; i < count; i++)
        add_clash(editing, page, &inputs[i]);
    page->noun = noun_many(call, editing->record);
    page->noun_href = arena_format(call->arena, "/%s", editing->record->noun);
    page->action = arena_format(call->arena, "%s/change", editing->path);
    page->leave_href = editing->path;
    page->csrf = editing->request->csrf;
    page->version = view_version(&editing->view);
    editing->response->status = 409;
    editing->response->cache = CACHE_NEVER;
    frame_begin(&page->frame, editing->request, print_name(call, &editing->view, editing->titles));
    conflict_page_html(editing->response->body, call, page);
    return OK;
}

enum err record_change_page(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct editing editing = {.request = request, .response = response, .call = call};
    enum err err = load(&editing);
    if (err)
        return err;
    if (!(editing.view.can & CAN_CHANGE))
        return fail(call, call->user->id ? ERR_FORBIDDEN : ERR_LOGIN, call->user->id ? "forbidden" : "login");
    if (request->method != METHOD_POST)
        return show_form(&editing);
    struct input *inputs;
    struct outcome outcome = {0};
    int64_t seen;
    int count = inputs_of(&editing, &inputs);
    if (!text_number(&seen, text_or(request_form(request, "version"), "")) || seen < 1)
        return fail(call, ERR_USAGE, "bad_form");
    form_take_key(request);
    err = record_set(
        &outcome, request->site->store, call, editing.record, request_name(request, "id"), seen, inputs, count);
    if (!err || form_was_sent(call)) {
        response_see(request, response, editing.path);
        return OK;
    }
    if (err == ERR_STALE)
        return show_conflict(&editing, inputs, count);
    return can_be_corrected(err) ? show_again(&editing, err) : err;
}

enum err record_remove_page(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct editing editing = {.request = request, .response = response, .call = call};
    enum err err = load(&editing);
    if (err)
        return err;
    if (!(editing.view.can & CAN_REMOVE))
        return fail(call, call->user->id ? ERR_FORBIDDEN : ERR_LOGIN, call->user->id ? "forbidden" : "login");
    if (request->method == METHOD_POST) {
        int64_t seen;
        if (!text_number(&seen, text_or(request_form(request, "version"), "")) || seen < 1)
            return fail(call, ERR_USAGE, "bad_form");
        form_take_key(request);
        call->reason = request_form(request, "reason");
        err = record_remove(request->site->store, call, editing.record, request_name(request, "id"), seen);
        if (!err || form_was_sent(call)) {
            response_see(request, response, arena_format(call->arena, "/%s", editing.record->noun));
            return OK;
        }
        if (!can_be_corrected(err))
            return err;
        response->status = err == ERR_CONFLICT ? 409 : 422;
    }
    struct form_page *page = NEW(call->arena, struct form_page);
    const char *name = print_name(call, &editing.view, editing.titles);
    page->kick = noun_many(call, editing.record);
    page->kick_href = arena_format(call->arena, "/%s", editing.record->noun);
    page->title = SAY(call->arena, call->lang, "record.remove_title", {"name", name, 0});
    page->text = word(call->lang, "record.remove_text");
    form_begin(
        &page->form, request, arena_format(call->arena, "%s/remove", editing.path), word(call->lang, "record.remove"));
    page->form.cancel_href = editing.path;
    page->form.dangerous = true;
    form_add_reason(&page->form);
    form_add(&page->form,
        (struct form_field){.name = "version",
            .kind = FORM_HIDDEN,
            .value = arena_format(call->arena, "%lld", (long long)view_version(&editing.view))});
    return form_page_show(page, request, response);
}
