/* What happened to a row, newest first: when, who, what before and after, as far as the gate lets it out. */
#include "web/record_history_page.h"
#include "access/who.h"
#include "base/text.h"

enum { ENTRIES_SHOWN = 200 };

/* Who did it is for the office to know. */
static enum err fill_entry(
    struct past_line *line, struct db *db, struct call *call, const struct record *record, const struct past *past)
{
    line->seq = past->seq;
    line->version = past->version;
    line->reason = past->reason;
    if (past->merged) {
        line->merged = SAY(call->arena, call->lang, past->merge_kept ? "history.merged_with" : "history.merged_into",
            {"id", past->merged, 0});
        line->merged_href = arena_format(call->arena, "/%s/%s/history", record->noun, past->merged);
    }
    line->cause = print_cause(call, record, past);
    if (past->cause_name)
        line->cause_href = arena_format(call->arena, "/%s/%s", past->cause.noun, past->cause.id);
    line->what = print_action(call, record, past->action);
    line->when = moment_words(call->arena, call->lang, past->at);
    line->who_withheld = !past_tells_who(call->user);
    enum err err = changes_fill(&line->lines, db, call, record, past);
    return err || line->who_withheld ? err : who_words(&line->who, db, call, past->who);
}

/* The name of the row while it is there; a removed one keeps its history under its id. */
static enum err name_of(const char **out, struct db *db, struct call *call, const struct record *record, const char *id)
{
    struct view view;
    const char **titles;
    *out = id;
    enum err err = record_show(&view, db, call, record, id);
    if (err == ERR_NOT_FOUND) {
        call_clear(call);
        return OK;
    }
    if (!err)
        err = record_titles(&titles, db, call, &view, 1);
    if (!err)
        *out = print_name(call, &view, titles);
    return err;
}

enum err record_history_page(struct request *request, struct response *response)
{
    struct call *call = request->call;
    const struct record *record;
    struct db *db;
    struct past *past;
    int count;
    const char *name, *id = request_name(request, "id");
    enum err err = record_asked(&record, &db, request);
    if (!err)
        err = record_history(&past, &count, db, call, record, id);
    if (!err)
        err = name_of(&name, db, call, record, id);
    if (err)
        return err;
    struct history_page *page = NEW(call->arena, struct history_page);
    page->entries = NEW_ARRAY(call->arena, ENTRIES_SHOWN, struct past_line);
    for (int i = count - 1; i >= 0 && page->entries_count < ENTRIES_SHOWN && !err; i--) {
        struct past_line *line = &page->entries[page->entries_count++];
        err = fill_entry(line, db, call, record, &past[i]);
        if (past[i].can_take_back)
            line->take_back_href =
                arena_format(call->arena, "/%s/%s/take-back/%lld", record->noun, id, (long long)past[i].seq);
    }
    if (err)
        return err;
    page->noun = noun_many(call, record);
    page->noun_href = arena_format(call->arena, "/%s", record->noun);
    page->back_href = arena_format(call->arena, "/%s/%s", record->noun, id);
    page->title = SAY(call->arena, call->lang, "record.history_of", {"name", name, 0});
    frame_begin(&page->frame, request, page->title);
    page->frame.json_href = arena_format(call->arena, "/api/v1%s/history", page->back_href);
    history_page_html(response->body, call, page);
    return OK;
}
