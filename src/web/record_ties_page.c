/* The ties of a record: made and undone at the end from which they lead (record/link.h). */
#include "web/record_ties_page.h"
#include "base/text.h"
#include "record/link.h"

struct tying {
    struct request *request;
    struct response *response;
    struct call *call;
    const struct record *record;
    struct db *db;
    struct view view;
    const struct link_kind *kind; /* the meaning that was chosen; NULL: none yet */
    struct ties_page *page;
};

static const struct link_kind *kind_asked(const struct tying *tying)
{
    const struct request *request = tying->request;
    const struct record *record = tying->record;
    const char *asked = request_form(request, "meaning");
    if (!asked)
        asked = request_query(request, "meaning");
    for (int i = 0; i < record->link_count; i++)
        if (text_is(record->links[i].name, asked))
            return &record->links[i];
    return record->link_count == 1 ? &record->links[0] : NULL;
}

static const char *meaning_said(struct call *call, const struct record *record, const char *meaning)
{
    return word_of(call->lang, "link", record->noun, meaning);
}

static enum err fill_ties(struct tying *tying)
{
    struct call *call = tying->call;
    struct ties_page *page = tying->page;
    struct tie *ties;
    int count;
    enum err err = record_ties(&ties, &count, tying->db, call, tying->record, view_id(&tying->view));
    if (err)
        return err;
    page->ties = NEW_ARRAY(call->arena, (size_t)count + 1, struct tie_row);
    page->ties_in = NEW_ARRAY(call->arena, (size_t)count + 1, struct tie_row);
    for (int i = 0; i < count; i++) {
        const struct tie *tie = &ties[i];
        struct tie_row *row = tie->outgoing ? &page->ties[page->ties_count++] : &page->ties_in[page->ties_in_count++];
        *row = (struct tie_row){
            .meaning = meaning_said(call, tie->outgoing ? tying->record : tie->other, tie->meaning),
            .href = arena_format(call->arena, "/%s/%s", tie->other->noun, tie->other_id),
            .name = text_or(tie->title, tie->other_id),
            .noun = noun_one(call, tie->other),
            .word = tie->meaning,
            .other = tie->other_id,
        };
    }
    return OK;
}

static void offer_meanings(struct tying *tying)
{
    struct call *call = tying->call;
    const struct record *record = tying->record;
    struct ties_page *page = tying->page;
    page->meanings = NEW_ARRAY(call->arena, (size_t)record->link_count + 1, struct form_option);
    for (int i = 0; i < record->link_count; i++)
        page->meanings[page->meanings_count++] = (struct form_option){
            .value = record->links[i].name, .label = meaning_said(call, record, record->links[i].name)};
}

static enum err ask_other(struct tying *tying)
{
    struct call *call = tying->call;
    struct ties_page *page = tying->page;
    const struct record *to = record_named(tying->kind->to);
    struct form_field other = {.name = "other", .label = noun_one(call, to), .kind = FORM_REF, .required = true};
    page->meaning = meaning_said(call, tying->record, tying->kind->name);
    if (tying->record->link_count > 1)
        page->other_href = page->action;
    form_begin(&page->form, tying->request, page->action, word(call->lang, "ties.tie"));
    enum err err = offer_records(&other, tying->request, tying->db, to);
    form_add(&page->form, other);
    form_add(&page->form, (struct form_field){.name = "meaning", .kind = FORM_HIDDEN, .value = tying->kind->name});
    if (call->faults)
        form_faults(&page->form, call);
    return err;
}

static enum err show(struct tying *tying)
{
    struct call *call = tying->call;
    struct ties_page *page = tying->page;
    enum err err = fill_ties(tying);
    if (!err && tying->kind)
        err = ask_other(tying);
    else if (!err)
        offer_meanings(tying);
    if (err)
        return err;
    page->csrf = tying->request->csrf;
    tying->response->cache = CACHE_NEVER;
    frame_begin(&page->frame, tying->request, page->title);
    ties_page_html(tying->response->body, call, page);
    return OK;
}

static enum err change(struct tying *tying)
{
    struct call *call = tying->call;
    struct request *request = tying->request;
    struct store *store = request->site->store;
    const char *id = view_id(&tying->view), *other = request_form(request, "other");
    if (!tying->kind || !other)
        return fail(call, ERR_USAGE, "bad_form");
    form_take_key(request);
    other = text_trim(call->arena, other);
    bool undo = request_form(request, "undo");
    enum err err = text_empty(other) ? fail_of(call, tying->kind->to, "required", "other", NULL, NULL)
        : undo                       ? record_unlink(store, call, tying->record, id, tying->kind->name, other)
                                     : record_link(store, call, tying->record, id, tying->kind->name, other);
    if (err == ERR_NOT_FOUND && undo) { /* undone already */
        call_clear(call);
        err = OK;
    }
    if (!err || (call->faults && text_is(call->faults->key, "store_repeated"))) {
        response_see(request, tying->response, tying->page->action);
        return OK;
    }
    if (err == ERR_NOT_FOUND && call->faults) /* it is the other end that is not there */
        call->faults->field = "other";
    if (err != ERR_NOT_FOUND && err != ERR_INVALID && err != ERR_CONFLICT)
        return err;
    tying->response->status = err == ERR_CONFLICT ? 409 : 422;
    return show(tying);
}

enum err record_ties_page(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct tying tying = {.request = request, .response = response, .call = call};
    const char **titles;
    enum err err = record_asked(&tying.record, &tying.db, request);
    if (!err && tying.record->link_count == 0)
        err = fail(call, ERR_NOT_FOUND, "no_page");
    if (!err)
        err = record_show(&tying.view, tying.db, call, tying.record, request_name(request, "id"));
    if (err)
        return err;
    if (!(tying.view.can & CAN_CHANGE))
        return fail(call, call->user->id ? ERR_FORBIDDEN : ERR_LOGIN, call->user->id ? "forbidden" : "login");
    struct ties_page *page = tying.page = NEW(call->arena, struct ties_page);
    err = record_titles(&titles, tying.db, call, &tying.view, 1);
    if (err)
        return err;
    page->noun = noun_many(call, tying.record);
    page->noun_href = arena_format(call->arena, "/%s", tying.record->noun);
    page->back_href = arena_format(call->arena, "/%s/%s", tying.record->noun, view_id(&tying.view));
    page->action = arena_format(call->arena, "%s/ties", page->back_href);
    page->title = SAY(call->arena, call->lang, "ties.title", {"name", print_name(call, &tying.view, titles), 0});
    tying.kind = kind_asked(&tying);
    return request->method == METHOD_POST ? change(&tying) : show(&tying);
}
