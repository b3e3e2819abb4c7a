#include "web/record_pages.h"
#include "base/text.h"
#include "store/ledger.h"
#include "web/kept.h"
#include "web/record_rivals_page.h"
#include <string.h>

enum { OPTIONS_MOST = 320 };

const char *noun_one(struct call *call, const struct record *record)
{
    return word_of(call->lang, "record", NULL, record->noun);
}

const char *noun_many(struct call *call, const struct record *record)
{
    const char *many = word_find(call->lang, arena_format(call->arena, "records.%s", record->noun));
    return many ? many : noun_one(call, record);
}

const char *field_label(struct call *call, const struct record *record, int field)
{
    return word_of(call->lang, "field", record->noun, record->fields[field].name);
}

enum err record_asked(const struct record **record, struct db **db, struct request *request)
{
    *record = record_named(request_name(request, "noun"));
    if (!*record || !request->site->store)
        return fail(request->call, ERR_NOT_FOUND, "no_page");
    return store_reader(db, request->site->store, request->call);
}

/* The language a six-language value is shown in, when it is not that of the page. */
static const char *other_lang(struct call *call, const struct view *view, int field)
{
    if (!(view->record->fields[field].flags & FIELD_LANG) || view_text(call->arena, view, field, call->lang))
        return NULL;
    for (int i = 0; i < LANGS; i++)
        if (view_text(call->arena, view, field, lang_instead[i]))
            return lang_codes[lang_instead[i]];
    return NULL;
}

void cell_fill(struct cell *out, struct call *call, const struct view *view, int field, const char *title)
{
    const struct field *what = &view->record->fields[field];
    *out = (struct cell){.number = what->kind == KIND_NUMBER, .prose = what->kind == KIND_PROSE};
    if (!view_shows(view, field)) {
        const char *reason = gate_reason(call->user, view->record, field, view->row);
        out->withheld = true;
        out->why = reason ? word_find(call->lang, arena_format(call->arena, "withheld.%s", reason)) : NULL;
        return;
    }
    if (what->kind == KIND_USER && !title && view_text(call->arena, view, field, call->lang)) {
        out->withheld = true; /* an account of the office, for those outside */
        out->why = word(call->lang, "withheld.office");
        return;
    }
    out->text = print_field(call, view, field, title);
    out->lang = other_lang(call, view, field);
    const struct record *to = what->kind == KIND_REF ? record_named(what->ref) : NULL;
    const char *id = to ? view_text(call->arena, view, field, call->lang) : NULL;
    if (id && gate_verb_anywhere(call->user, to, VERB_SEE)) {
        out->noun = what->ref;
        out->id = id;
    }
}

const char *row_name(struct call *call, const struct view *view, const char *const *titles)
{
    const struct record *record = view->record;
    const char *title = titles ? titles[record->title] : NULL;
    return title ? title : view_title(call->arena, view, call->lang);
}

enum err repeated_before(const char **id, struct request *request, struct db *db, const struct record *record)
{
    struct call *call = request->call;
    bool repeated;
    char *reply;
    size_t size = strlen(record->noun);
    *id = NULL;
    if (!call->faults || !text_is(call->faults->key, "store_repeated"))
        return OK;
    enum err err = store_repeated(&repeated, &reply, db, call);
    if (!err && repeated && reply && !strncmp(reply, record->noun, size) && reply[size] == '/') {
        *id = reply + size + 1;
        call_clear(call);
    }
    return err;
}

/* ---- what a control offers ---- */

static void add_option(struct form_field *to, const char *value, const char *label)
{
    to->options[to->options_count++] = (struct form_option){.value = value, .label = label};
}

/* All records of a kind that the user of the call may see, written as options; nothing when they are too many to send. */
static enum err write_picks(struct buffer *out, struct call *call, struct db *db, const struct record *to)
{
    struct list_page page;
    struct form_field field = {0};
    struct list_wish wish = {.most = OPTIONS_MOST};
    enum err err = record_list(&page, db, call, to, &wish);
    if (err || page.next)
        return err;
    field.options = NEW_ARRAY(call->arena, (size_t)page.count + 1, struct form_option);
    for (int i = 0; i < page.count; i++)
        add_option(&field, view_id(&page.views[i]), view_title(call->arena, &page.views[i], call->lang));
    form_picks_html(out, call, &field);
    return OK;
}

/* What everybody may see is looked up as everybody, and kept for the next form. */
static enum err public_picks(struct buffer *out, struct request *request, struct db *db, const struct record *to)
{
    struct call *call = request->call;
    struct ledger_head head;
    struct kept_facts facts = {0};
    const char *key = arena_format(call->arena, "picks %s %s", to->noun, lang_codes[call->lang]);
    enum err err = ledger_head(&head, db, call);
    if (err || kept_find(request->site->kept, out, &facts, key, head.seq))
        return err;
    const struct user *user = call->user;
    call->user = &user_public;
    err = write_picks(out, call, db, to);
    call->user = user;
    if (!err)
        kept_put(request->site->kept, out->at, out->size, &facts, key, head.seq);
    return err;
}

enum err record_picks(struct buffer *out, struct request *request, struct db *db, const struct record *to)
{
    if (!gate_verb_anywhere(request->call->user, to, VERB_SEE))
        return OK;
    bool open = to->open[VERB_SEE].all & ROLE_BIT(ROLE_public);
    return open ? public_picks(out, request, db, to) : write_picks(out, request->call, db, to);
}

static enum err offer_records(struct form_field *out, struct request *request, struct db *db, const struct record *to)
{
    struct call *call = request->call;
    struct buffer *picks = buffer_new(call->arena, 256 << 10);
    out->list = arena_format(call->arena, "list-%s-%s", to->noun, out->name);
    enum err err = record_picks(picks, request, db, to);
    out->picks = html_of(picks);
    if (!err && !picks->size)
        out->list_href = arena_format(call->arena, "/%s", to->noun);
    return err;
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

const struct route record_routes[] = {
    {METHOD_GET, "/{noun}", record_list_page, 0},
    {METHOD_GET, "/{noun}/add", record_add_page, 0},
    {METHOD_POST, "/{noun}/add", record_add_page, 0},
    {METHOD_POST, "/{noun}/keep", record_keep_page, 0},
    {METHOD_GET, "/{noun}/import", record_import_page, 0},
    {METHOD_POST, "/{noun}/import", record_import_page, ROUTE_SLOW | ROUTE_FILE},
    {METHOD_GET, "/{noun}/{id}", record_show_page, 0},
    {METHOD_GET, "/{noun}/{id}/change", record_change_page, 0},
    {METHOD_POST, "/{noun}/{id}/change", record_change_page, 0},
    {METHOD_GET, "/{noun}/{id}/remove", record_remove_page, 0},
    {METHOD_POST, "/{noun}/{id}/remove", record_remove_page, 0},
    {METHOD_POST, "/{noun}/{id}/step", record_step_page, 0},
    {METHOD_GET, "/{noun}/{id}/take-back/{seq}", record_take_back_page, 0},
    {METHOD_POST, "/{noun}/{id}/take-back/{seq}", record_take_back_page, 0},
    {METHOD_GET, "/{noun}/{id}/settle", record_settle_page, 0},
    {METHOD_POST, "/{noun}/{id}/settle", record_settle_page, 0},
    {METHOD_GET, "/{noun}/{id}/history", record_history_page, 0},
    {0},
};
