/* Taking back what one entry of the history did to a row: a form that asks why, and then does it. */
#include "web/record_form_page.h"
#include "base/text.h"
#include "record/history.h"
#include "record/merge.h"

/* The entry has to be one that this user sees in the history of this very row, and may take back. */
static enum err find_entry(int64_t *seq, bool *merge, struct request *request)
{
    struct call *call = request->call;
    const struct record *record;
    struct db *db;
    struct past *past;
    int count = 0;
    const char *id = request_name(request, "id");
    enum err err = record_asked(&record, &db, request);
    if (!err && !text_number(seq, request_name(request, "seq")))
        err = fail(call, ERR_NOT_FOUND, "no_page");
    if (!err)
        err = record_history(&past, &count, db, call, record, id);
    for (int i = 0; i < count && !err; i++)
        if (past[i].seq == *seq) {
            *merge = text_is(past[i].action, "merge");
            return past[i].can_take_back ? OK : not_allowed(call);
        }
    return err ? err : fail(call, ERR_NOT_FOUND, "no_page");
}

static enum err show_form(struct request *request, struct response *response)
{
    struct call *call = request->call;
    const char *noun = request_name(request, "noun"), *id = request_name(request, "id"),
               *asked = request_name(request, "seq");
    struct form_page *page = NEW(call->arena, struct form_page);
    int64_t seq;
    bool merge;
    enum err err = find_entry(&seq, &merge, request);
    if (err)
        return err;
    page->kick = noun_many(call, record_named(noun));
    page->kick_href = arena_format(call->arena, "/%s", noun);
    page->title = SAY(call->arena, call->lang, "record.take_back_title", {"entry", asked, 0});
    page->text = word(call->lang, merge ? "record.take_back_merge_text" : "record.take_back_text");
    form_begin(&page->form, request, arena_format(call->arena, "/%s/%s/take-back/%s", noun, id, asked),
        word(call->lang, "record.take_back"));
    page->form.cancel_href = arena_format(call->arena, "/%s/%s/history", noun, id);
    form_add_reason(&page->form);
    return form_page_show(page, request, response);
}

enum err record_take_back_page(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct outcome outcome;
    int64_t seq;
    bool merge;
    if (request->method != METHOD_POST)
        return show_form(request, response);
    enum err err = find_entry(&seq, &merge, request);
    if (err)
        return err;
    form_take_key(request);
    call->reason = request_form(request, "reason");
    err = record_take_back(&outcome, request->site->store, call, seq);
    const char *history =
        arena_format(call->arena, "/%s/%s/history", request_name(request, "noun"), request_name(request, "id"));
    return form_answer(request, response, err, history, show_form);
}
