/*
 * The same change to many rows: those chosen on the list, or all that it holds. Two questions (which field, which value), then a job tries
 * it, and its page shows what would change and what refuses (web/job_result.h).
 */
#include "web/record_bulk_page.h"
#include "base/text.h"
#include "record/many_job.h"
#include "web/job_page.h"
#include "web/job_runner.h"
#include <string.h>

struct changing {
    struct request *request;
    struct response *response;
    struct call *call;
    const struct record *record;
    struct db *db;
    struct bulk_page *page;
    bool all;
    struct list_wish list;
    const char **ids;
    int id_count;
    const char *field_name; /* "status", "name_fr" */
    int field;              /* -1: not chosen yet */
    enum lang lang;
};

/* ---- which rows ---- */

static void take_rows(struct changing *changing)
{
    const struct request *request = changing->request;
    struct arena *arena = changing->call->arena;
    const struct pairs *pairs = request->method == METHOD_POST ? &request->form : &request->query;
    struct input *where = NEW_ARRAY(arena, pairs->count + 1, struct input);
    changing->ids = NEW_ARRAY(arena, pairs->count + 1, const char *);
    changing->page->along = NEW_ARRAY(arena, pairs->count + 1, struct pair);
    for (size_t i = 0; i < pairs->count; i++) {
        const struct pair *pair = &pairs->at[i];
        bool filter = text_starts(pair->name, "where.");
        if (filter)
            where[changing->list.where_count++] = (struct input){pair->name + strlen("where."), pair->value};
        else if (text_is(pair->name, "id"))
            changing->ids[changing->id_count++] = pair->value;
        else if (text_is(pair->name, "all"))
            changing->all = true;
        else
            continue;
        changing->page->along[changing->page->along_count++] = *pair;
    }
    changing->list.where = where;
}

static enum err say_which(struct changing *changing)
{
    struct call *call = changing->call;
    struct list_page found;
    struct list_wish wish = changing->list;
    if (!changing->all) {
        changing->page->which =
            SAY(call->arena, call->lang, "bulk.which_chosen", {"n", NULL, (int64_t)changing->id_count});
        return OK;
    }
    wish.most = 1;
    wish.count = wish.columns_only = true;
    enum err err = record_list(&found, changing->db, call, changing->record, &wish);
    if (!err)
        changing->page->which = found.total > 1000
            ? word(call->lang, "bulk.which_many")
            : SAY(call->arena, call->lang, "bulk.which_all", {"n", NULL, found.total});
    return err;
}

/* ---- which field ---- */

static bool can_be_set(const struct record *record, int field)
{
    const struct field *what = &record->fields[field];
    return what->class != CLASS_SECRET && !(what->flags & (FIELD_SYSTEM | FIELD_FIXED)) && field != record->state &&
        what->kind != KIND_MOMENT && (record->made_id || field > 0);
}

static void offer_fields(struct changing *changing)
{
    struct call *call = changing->call;
    const struct record *record = changing->record;
    struct bulk_page *page = changing->page;
    page->fields = NEW_ARRAY(call->arena, (size_t)record->field_count * LANGS + 1, struct form_option);
    for (int i = 0; i < record->field_count; i++) {
        const char *label = field_label(call, record, i), *name = record->fields[i].name;
        if (!can_be_set(record, i))
            continue;
        for (int lang = 0; lang < (record->fields[i].flags & FIELD_LANG ? LANGS : 1); lang++)
            page->fields[page->fields_count++] = record->fields[i].flags & FIELD_LANG
                ? (struct form_option){.value = arena_format(call->arena, "%s_%s", name, lang_codes[lang_order[lang]]),
                      .label = arena_format(call->arena, "%s (%s)", label, lang_names[lang_order[lang]])}
                : (struct form_option){.value = name, .label = label};
    }
}

static enum err ask_value(struct changing *changing)
{
    struct call *call = changing->call;
    struct request *request = changing->request;
    struct bulk_page *page = changing->page;
    struct form_field made = {0};
    const char *label = field_label(call, changing->record, changing->field);
    enum err err = field_control(&made, request, changing->db, changing->record, changing->field);
    form_begin(&page->form, request, page->action, word(call->lang, "bulk.try"));
    page->form.cancel_href = page->noun_href;
    page->form.along = page->along;
    page->form.along_count = page->along_count;
    if (changing->record->fields[changing->field].flags & FIELD_LANG) {
        made = form_field_in(call, made, changing->lang);
        made.label = arena_format(call->arena, "%s (%s)", label, made.label);
    }
    made.required = false;
    form_add(&page->form, made);
    form_add(&page->form, (struct form_field){.name = "field", .kind = FORM_HIDDEN, .value = changing->field_name});
    if (call->faults)
        form_faults(&page->form, call);
    struct buffer *other = buffer_new(call->arena, 256 << 10);
    buffer_text(other, page->action);
    for (size_t i = 0; i < page->along_count; i++) {
        buffer_byte(other, i ? '&' : '?');
        html_address_part(other, page->along[i].name);
        buffer_byte(other, '=');
        html_address_part(other, page->along[i].value);
    }
    page->other_href = other->at;
    return err;
}

/* ---- the page ---- */

static enum err show(struct changing *changing)
{
    struct call *call = changing->call;
    struct bulk_page *page = changing->page;
    enum err err = OK;
    if (!changing->all && !changing->id_count)
        page->fault = word(call->lang, "fault.nothing_chosen");
    else
        err = say_which(changing);
    if (!err && page->which && changing->field < 0)
        offer_fields(changing);
    else if (!err && page->which)
        err = ask_value(changing);
    if (err)
        return err;
    changing->response->cache = CACHE_NEVER;
    frame_begin(&page->frame, changing->request, page->title);
    bulk_page_html(changing->response->body, call, page);
    return OK;
}

/* ---- trying ---- */

struct beginning {
    struct bulk_ask ask;
    char *id;
};

static enum err begin(struct db *db, struct call *call, void *arg)
{
    struct beginning *beginning = arg;
    enum err err = bulk_begin(&beginning->id, db, call, &beginning->ask);
    return err ? err : store_reply(db, call, beginning->id);
}

/* What is wrong with the value itself is said before any row is asked. */
static enum err check_value(struct changing *changing, const struct input *input)
{
    void *row = row_new(changing->call->arena, changing->record);
    return record_fill(changing->db, changing->call, changing->record, row, input, 1);
}

static enum err try_it(struct changing *changing)
{
    struct call *call = changing->call;
    struct request *request = changing->request;
    struct input input = {changing->field_name, request_form(request, changing->field_name)};
    struct bulk_wish wish = {.list = changing->all ? &changing->list : NULL,
        .ids = changing->ids,
        .id_count = changing->id_count,
        .inputs = &input,
        .count = 1};
    struct beginning beginning = {.ask = {.record = changing->record, .wish = &wish, .trial = true}};
    enum err err = check_value(changing, &input);
    if (err == ERR_INVALID) {
        changing->response->status = 422;
        return show(changing);
    }
    unsigned long ended = job_runner_ended(request->site->jobs);
    form_take_key(request);
    if (!err)
        err = job_begun(&beginning.id, request, store_write(request->site->store, call, begin, &beginning));
    if (!err)
        job_see(request, changing->response, beginning.id, ended);
    return err;
}

enum err record_bulk_page(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct changing changing = {
        .request = request, .response = response, .call = call, .field = -1, .lang = call->lang};
    enum err err = record_asked(&changing.record, &changing.db, request);
    if (err)
        return err;
    if (!request->session || !gate_verb_anywhere(call->user, changing.record, VERB_CHANGE))
        return fail(call, call->user->id ? ERR_FORBIDDEN : ERR_LOGIN, call->user->id ? "forbidden" : "login");
    struct bulk_page *page = changing.page = NEW(call->arena, struct bulk_page);
    page->noun = noun_many(call, changing.record);
    page->noun_href = arena_format(call->arena, "/%s", changing.record->noun);
    page->action = arena_format(call->arena, "/bulk/%s", changing.record->noun);
    page->title = SAY(call->arena, call->lang, "bulk.title", {"noun", page->noun, 0});
    take_rows(&changing);
    bool sent = request->method == METHOD_POST;
    changing.field_name = sent ? request_form(request, "field") : request_query(request, "field");
    if (changing.field_name)
        changing.field = input_field(changing.record, changing.field_name, &changing.lang);
    if (changing.field_name && (changing.field < 0 || !can_be_set(changing.record, changing.field)))
        return fail(call, ERR_NOT_FOUND, "no_page");
    bool complete = sent && changing.field >= 0 && (changing.all || changing.id_count);
    if (sent && !complete)
        response->status = 422;
    return complete ? try_it(&changing) : show(&changing);
}
