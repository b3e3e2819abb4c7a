/* What happened to a row, newest first: when, who, what before and after, as far as the gate lets it out. */
#include "web/record_history_page.h"
#include "base/text.h"

enum { ENTRIES_SHOWN = 200 };

#define INSIDE                                                                                                         \
    (ROLE_BIT(ROLE_officer) | ROLE_BIT(ROLE_legal) | ROLE_BIT(ROLE_finance) | ROLE_BIT(ROLE_writer) |                  \
        ROLE_BIT(ROLE_auditor) | ROLE_BIT(ROLE_administrator))

/* Who did it is for the office to know; colleagues by name, where there still is one. */
static enum err fill_who(struct past_line *line, struct db *db, struct call *call, const char *who)
{
    struct user *user;
    line->who = print_who(call, who);
    line->who_withheld = line->who == who && !(call->user->roles & INSIDE);
    if (line->who_withheld || !who || line->who != who)
        return OK;
    enum err err = user_load(&user, db, call, who);
    if (!err && user->name)
        line->who = user->name;
    if (err == ERR_NOT_FOUND)
        call_clear(call);
    return err == ERR_NOT_FOUND ? OK : err;
}

static void fill_changes(
    struct past_line *line, struct call *call, const struct record *record, const struct past *past)
{
    line->changes = NEW_ARRAY(call->arena, (size_t)past->count + 1, struct change_line);
    for (int i = 0; i < past->count; i++) {
        const struct past_change *change = &past->changes[i];
        bool told = !change->withheld && !change->erased;
        const char *label = field_label(call, record, change->field);
        if (!change->withheld && !change->erased && !change->before && !change->after)
            continue;
        line->changes[line->changes_count++] = (struct change_line){
            .label = change->lang < 0 ? label : arena_format(call->arena, "%s (%s)", label, lang_names[change->lang]),
            .before = told ? print_past_value(call, record, change, false) : NULL,
            .after = told ? print_past_value(call, record, change, true) : NULL,
            .withheld = change->withheld,
            .erased = change->erased,
        };
    }
}

static enum err fill_entry(
    struct past_line *line, struct db *db, struct call *call, const struct record *record, const struct past *past)
{
    int64_t moment;
    line->seq = past->seq;
    line->version = past->version;
    line->reason = past->reason;
    line->cause = print_cause(call, record, past);
    if (past->cause_name)
        line->cause_href = arena_format(call->arena, "/%s/%s", past->cause.noun, past->cause.id);
    line->what = word_find(call->lang, arena_format(call->arena, "history.action.%s", past->action));
    if (!line->what)
        line->what = word_of(call->lang, "step", record->noun, past->action);
    line->when = past->at;
    if (moment_parse(&moment, past->at))
        line->when = arena_format(
            call->arena, "%s, %.5s UTC", date_words(call->arena, call->lang, date_of_moment(moment)), past->at + 11);
    fill_changes(line, call, record, past);
    return fill_who(line, db, call, past->who);
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
        if (past[i].can_take_back)
            line->take_back_href =
                arena_format(call->arena, "/%s/%s/take-back/%lld", record->noun, id, (long long)past[i].seq);
        err = fill_entry(line, db, call, record, &past[i]);
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
