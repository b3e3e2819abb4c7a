/*
 * Two records that are one: the other is chosen, both are shown side by side with what stays and what moves (by trying it and keeping
 * nothing), and with a reason it is done. The history of what was kept takes it back.
 */
#include "web/record_merge_page.h"
#include "base/text.h"
#include "record/merge.h"
#include <string.h>

struct merging {
    struct request *request;
    struct response *response;
    struct call *call;
    const struct record *record;
    struct db *db;
    struct view keep, drop;
    struct merged merged;
    struct merge_page *page;
};

static const char *path_of(struct call *call, const struct view *view, const char *end)
{
    return arena_format(call->arena, "/%s/%s%s", view->record->noun, view_id(view), end);
}

/* ---- side by side ---- */

static enum err fill_lines(struct merging *merging)
{
    struct call *call = merging->call;
    const struct record *record = merging->record;
    struct merge_page *page = merging->page;
    const struct view views[] = {merging->keep, merging->drop};
    const char **titles;
    enum err err = record_titles(&titles, merging->db, call, views, 2);
    if (err)
        return err;
    const char *const *of_drop = titles ? titles + record->field_count : NULL;
    page->keep_name = print_name(call, &views[0], titles);
    page->drop_name = print_name(call, &views[1], of_drop);
    page->lines = NEW_ARRAY(call->arena, (size_t)record->field_count + 1, struct merge_line);
    struct cells *cells = cells_begin(call, record);
    for (int i = 0; i < record->field_count; i++) {
        if (record->fields[i].class == CLASS_SECRET)
            continue;
        struct merge_line *line = &page->lines[page->lines_count];
        line->label = field_label(call, record, i);
        cell_fill(&line->keep, cells, &views[0], i, titles ? titles[i] : NULL);
        cell_fill(&line->drop, cells, &views[1], i, of_drop ? of_drop[i] : NULL);
        line->differs = !field_same(&record->fields[i], views[0].row, views[1].row);
        line->taken = merging->merged.taken >> i & 1;
        bool known = line->keep.text || line->keep.withheld || line->drop.text || line->drop.withheld;
        page->lines_count += known;
    }
    return OK;
}

static void fill_moves(struct merging *merging)
{
    struct call *call = merging->call;
    struct merge_page *page = merging->page;
    const struct merged *merged = &merging->merged;
    int64_t unseen = 0;
    page->moves = NEW_ARRAY(call->arena, (size_t)merged->ref_count + 2, struct merge_moves);
    for (int i = 0; i < merged->ref_count; i++) {
        const struct merge_refs *refs = &merged->refs[i];
        if (!gate_verb_anywhere(call->user, refs->from, VERB_SEE))
            unseen += refs->count;
        else
            page->moves[page->moves_count++] =
                (struct merge_moves){arena_format(call->arena, "%s · %s", noun_many(call, refs->from),
                                         field_label(call, refs->from, refs->field)),
                    refs->count};
    }
    if (merged->ties)
        page->moves[page->moves_count++] = (struct merge_moves){word(call->lang, "merge.ties"), merged->ties};
    if (unseen)
        page->moves[page->moves_count++] = (struct merge_moves){word(call->lang, "merge.unseen"), unseen};
}

static void fill_form(struct merging *merging)
{
    struct call *call = merging->call;
    struct form *form = &merging->page->form;
    form_begin(form, merging->request, merging->page->action, word(call->lang, "merge.button"));
    form->cancel_href = merging->page->back_href;
    form->dangerous = true;
    form_add(form,
        (struct form_field){.name = "reason",
            .label = word(call->lang, "record.reason"),
            .hint = word(call->lang, "record.reason_hint"),
            .kind = FORM_PROSE,
            .required = true});
    form->along = NEW_ARRAY(call->arena, 3, struct pair);
    form->along_count = 3;
    form->along[0] = (struct pair){"with", view_id(&merging->drop)};
    form->along[1] =
        (struct pair){"keep_version", arena_format(call->arena, "%lld", (long long)view_version(&merging->keep))};
    form->along[2] =
        (struct pair){"drop_version", arena_format(call->arena, "%lld", (long long)view_version(&merging->drop))};
    if (call->faults)
        form_faults(form, call);
}

static void tell_why_not(struct merging *merging)
{
    struct call *call = merging->call;
    struct merge_page *page = merging->page;
    page->faults = NEW_ARRAY(call->arena, call->fault_count + 1, struct form_fault);
    for (const struct fault *fault = call->faults; fault; fault = fault->next)
        page->faults[page->faults_count++] = (struct form_fault){
            .text = fault_text(call, fault),
            .href = text_is(fault->key, "merge_twice") ? arena_format(call->arena, "/%s/%s", fault->noun, fault->value)
                                                       : NULL,
        };
}

static bool can_be_said(enum err err)
{
    return err == ERR_INVALID || err == ERR_CONFLICT || err == ERR_STALE || err == ERR_FORBIDDEN;
}

static enum err finish(struct merging *merging)
{
    struct merge_page *page = merging->page;
    merging->response->cache = CACHE_NEVER;
    frame_begin(&page->frame, merging->request, page->title);
    merge_page_html(merging->response->body, merging->call, page);
    return OK;
}

/* What would happen is found by trying it. Faults that are in the call already are those of a form that was sent. */
static enum err show_both(struct merging *merging)
{
    struct call *call = merging->call;
    struct merge_page *page = merging->page;
    struct call trial = *call;
    call_clear(&trial);
    struct merge_wish wish = {.keep = view_id(&merging->keep), .drop = view_id(&merging->drop), .dry_run = true};
    enum err err = record_merge(&merging->merged, merging->request->site->store, &trial, merging->record, &wish);
    page->possible = !err;
    if (err && !can_be_said(err))
        return err;
    if (err) {
        *call = trial;
        tell_why_not(merging);
    }
    page->keep_id = view_id(&merging->keep);
    page->drop_id = view_id(&merging->drop);
    page->keep_href = path_of(call, &merging->keep, "");
    page->drop_href = path_of(call, &merging->drop, "");
    page->swap_href = arena_format(call->arena, "%s?with=%s", path_of(call, &merging->drop, "/merge"), page->keep_id);
    err = fill_lines(merging);
    if (err)
        return err;
    fill_moves(merging);
    if (page->possible)
        fill_form(merging);
    return finish(merging);
}

/* ---- choosing ---- */

static enum err ask_which(struct merging *merging, const char *with)
{
    struct call *call = merging->call;
    struct merge_page *page = merging->page;
    struct form_field other = {.name = "with"};
    page->fault = call->faults ? fault_text(call, call->faults) : NULL;
    page->with = with;
    enum err err = offer_records(&other, merging->request, merging->db, merging->record);
    page->picks = other.picks;
    page->list = other.list;
    page->list_href = other.list_href;
    if (page->fault)
        merging->response->status = 422;
    return err ? err : finish(merging);
}

static enum err do_it(struct merging *merging)
{
    struct call *call = merging->call;
    struct request *request = merging->request;
    struct merge_wish wish = {.keep = view_id(&merging->keep), .drop = view_id(&merging->drop)};
    if (!text_number(&wish.keep_seen, text_or(request_form(request, "keep_version"), "")) ||
        !text_number(&wish.drop_seen, text_or(request_form(request, "drop_version"), "")))
        return fail(call, ERR_USAGE, "bad_form");
    form_take_key(request);
    call->reason = request_form(request, "reason");
    enum err err = record_merge(&merging->merged, request->site->store, call, merging->record, &wish);
    if (!err || (call->faults && text_is(call->faults->key, "store_repeated"))) {
        response_see(request, merging->response, path_of(call, &merging->keep, "/history"));
        return OK;
    }
    if (!can_be_said(err))
        return err;
    call->key = NULL; /* not used up: it was not done */
    merging->response->status = err == ERR_INVALID ? 422 : 409;
    return show_both(merging);
}

enum err record_merge_page(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct merging merging = {.request = request, .response = response, .call = call};
    bool sent = request->method == METHOD_POST;
    const char *with = sent ? request_form(request, "with") : request_query(request, "with");
    enum err err = record_asked(&merging.record, &merging.db, request);
    if (!err)
        err = record_show(&merging.keep, merging.db, call, merging.record, request_name(request, "id"));
    if (err)
        return err;
    if (!(merging.keep.can & CAN_CHANGE) || !gate_verb_anywhere(call->user, merging.record, VERB_REMOVE))
        return fail(call, call->user->id ? ERR_FORBIDDEN : ERR_LOGIN, call->user->id ? "forbidden" : "login");
    struct merge_page *page = merging.page = NEW(call->arena, struct merge_page);
    page->noun = noun_many(call, merging.record);
    page->noun_href = arena_format(call->arena, "/%s", merging.record->noun);
    page->back_href = path_of(call, &merging.keep, "");
    page->action = path_of(call, &merging.keep, "/merge");
    const char **titles;
    err = record_titles(&titles, merging.db, call, &merging.keep, 1);
    if (err)
        return err;
    page->title = SAY(call->arena, call->lang, "merge.title", {"name", print_name(call, &merging.keep, titles), 0});
    if (text_empty(with))
        return ask_which(&merging, NULL);
    with = text_trim(call->arena, with);
    err = record_show(&merging.drop, merging.db, call, merging.record, with);
    if (!err && text_is(view_id(&merging.drop), view_id(&merging.keep)))
        err = fail_field(call, ERR_INVALID, "merge_with_itself", merging.record->noun, with);
    if (err == ERR_NOT_FOUND || err == ERR_INVALID)
        return ask_which(&merging, with);
    return err ? err : sent ? do_it(&merging) : show_both(&merging);
}
