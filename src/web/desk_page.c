#include "web/desk_page.h"
#include "access/token.h"
#include "base/text.h"
#include "gen/record.h"
#include "record/saved_list.h"
#include "record/waiting.h"
#include "web/record_pages.h"

enum { ITEMS_A_PAGE = 100, SAVED_MOST = 200, GROUPS = 4 };

static enum err must_be_somebody(const struct request *request)
{
    return request->session && request->call->user->id ? OK : fail(request->call, ERR_LOGIN, "login");
}

const char *desk_home(const struct user *user)
{
    return user && user->roles & (ROLE_BIT(ROLE_officer) | ROLE_BIT(ROLE_legal)) ? "/desk" : "/";
}

/* ---- what waits ---- */

static int group_of(const struct waiting *item)
{
    const struct clock_reading *reading = &item->reading;
    return !date_known(reading->due) ? 3 : reading->left < 0 ? 0 : reading->left <= DUE_SOON_DAYS ? 1 : 2;
}

static void fill_line(struct desk_line *line, struct call *call, const struct waiting *item)
{
    const char *path = arena_format(call->arena, "/%s/%s", item->view.record->noun, view_id(&item->view));
    *line = (struct desk_line){
        .href = item->step ? arena_format(call->arena, "%s#step-%s", path, item->step->name) : path,
        .title = item->title,
        .step = waiting_words(call, item),
        .scope = item->scope,
        .whom = waiting_whom(call, item),
        .dated = date_known(item->reading.due),
    };
    if (line->dated)
        clock_fill(&line->clock, call, item->view.record, item->step, &item->reading);
}

static void fill_groups(struct desk_page *page, struct call *call, const struct waiting_list *list)
{
    const char *const titles[GROUPS] = {word(call->lang, "desk.late"),
        SAY(call->arena, call->lang, "desk.soon", {"n", NULL, DUE_SOON_DAYS}), word(call->lang, "desk.later"),
        word(call->lang, "desk.undated")};
    struct desk_line *lines = NEW_ARRAY(call->arena, (size_t)list->count + 1, struct desk_line);
    page->groups = NEW_ARRAY(call->arena, GROUPS, struct desk_group);
    for (int i = 0, last = -1; i < list->count; i++) {
        int group = group_of(&list->items[i]);
        if (group != last)
            page->groups[page->groups_count++] =
                (struct desk_group){.title = titles[group], .lines = &lines[i], .late = group == 0};
        last = group;
        fill_line(&lines[i], call, &list->items[i]);
        page->groups[page->groups_count - 1].lines_count++;
    }
}

static enum err fill_waiting(struct desk_page *page, struct request *request, struct db *db)
{
    struct call *call = request->call;
    struct waiting_list list;
    const char *after = request_query(request, "after");
    struct waiting_wish wish = {.all = page->all, .after = text_empty(after) ? NULL : after, .most = ITEMS_A_PAGE};
    enum err err = waiting_list(&list, db, call, &wish);
    if (err)
        return err;
    page->sentence = waiting_sentence(call, &list);
    fill_groups(page, call, &list);
    if (list.next)
        page->next_href = request_query_with(request, "after", list.next, NULL);
    if (wish.after)
        page->first_href = page->all ? "/desk?all=1" : "/desk";
    return OK;
}

/* ---- what stands beside it ---- */

static enum err fill_saved(struct desk_page *page, struct call *call, struct db *db)
{
    struct list_page found;
    enum err err = record_list(&found, db, call, &saved_list_record, &(struct list_wish){.most = SAVED_MOST});
    if (err)
        return err;
    page->saved = NEW_ARRAY(call->arena, (size_t)found.count + 1, struct desk_link);
    for (int i = 0; i < found.count; i++) {
        const struct saved_list *saved = found.views[i].row;
        const struct record *record = record_named(saved->noun);
        if (record && gate_verb_anywhere(call->user, record, VERB_SEE))
            page->saved[page->saved_count++] = (struct desk_link){.label = saved->name,
                .href = arena_format(call->arena, "/%s?%s", saved->noun, text_or(saved->filters, "")),
                .text = noun_many(call, record)};
    }
    return OK;
}

static enum err fill_calendars(struct desk_page *page, struct call *call, struct db *db)
{
    struct api_token *tokens;
    int count;
    int64_t expires;
    enum err err = token_list(&tokens, &count, db, call, call->user->id);
    if (err)
        return err;
    page->calendars = NEW_ARRAY(call->arena, (size_t)count + 1, struct desk_link);
    for (int i = 0; i < count; i++)
        if (tokens[i].calendar && !tokens[i].withdrawn && moment_parse(&expires, tokens[i].expires) &&
            expires > call->now)
            page->calendars[page->calendars_count++] = (struct desk_link){.id = tokens[i].id,
                .label = tokens[i].name,
                .text = SAY(call->arena, call->lang, "desk.calendar_until",
                    {"date", date_words(call->arena, call->lang, date_of_moment(expires)), 0})};
    return OK;
}

static enum err show(struct request *request, struct response *response, const char *made)
{
    struct call *call = request->call;
    struct db *db;
    struct desk_page *page = NEW(call->arena, struct desk_page);
    page->all = text_is(request_query(request, "all"), "1");
    enum err err = store_reader(&db, request->site->store, call);
    if (!err)
        err = fill_waiting(page, request, db);
    if (!err)
        err = fill_saved(page, call, db);
    if (!err && !call->user->stands_for)
        err = fill_calendars(page, call, db);
    if (err)
        return err;
    page->other_href = page->all ? "/desk" : "/desk?all=1";
    page->csrf = call->user->stands_for ? NULL : request->csrf; /* an address is made in person */
    page->made = made;
    response->cache = CACHE_NEVER;
    frame_begin(&page->frame, request, word(call->lang, "nav.desk"));
    page->frame.json_href = "/api/v1/waiting";
    desk_page_html(response->body, call, page);
    return OK;
}

static enum err show_desk(struct request *request, struct response *response)
{
    enum err err = must_be_somebody(request);
    return err ? err : show(request, response, NULL);
}

/* ---- the calendar ---- */

static enum err make_calendar(struct request *request, struct response *response)
{
    struct call *call = request->call;
    char token[SECRET_TEXT];
    enum err err = must_be_somebody(request);
    if (!err)
        err = token_add_calendar(token, request->site->store, call, word(call->lang, "waiting.calendar"));
    return err ? err
               : show(request, response,
                     arena_format(call->arena, "%s/desk/calendar.ics?key=%s", request_root(request), token));
}

static enum err withdraw_calendar(struct request *request, struct response *response)
{
    enum err err = must_be_somebody(request);
    if (!err)
        err = token_withdraw(request->site->store, request->call, text_or(request_form(request, "id"), ""));
    if (!err)
        response_see(request, response, "/desk");
    return err;
}

/* Asked for by programs that hold no session: the key in the address says whose it is. The log leaves queries out. */
static enum err show_calendar(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct db *db;
    struct user *user;
    struct token_use use;
    enum err err = store_reader(&db, request->site->store, call);
    if (!err)
        err = user_of_calendar(&user, &use, db, call, text_or(request_query(request, "key"), ""));
    if (err)
        return err;
    user_enter(call, user);
    if (use.stale && (err = token_used(request->site->store, call, &use)) != OK)
        return err;
    response_file(request, response, "text/calendar; charset=utf-8", "servanda.ics");
    response->cache = CACHE_NEVER;
    return waiting_calendar(response->body, db, call, request_root(request));
}

/* ---- for programs ---- */

static enum err get_waiting(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct db *db;
    struct waiting_list list;
    int64_t most = 0;
    const char *text = request_query(request, "most"), *after = request_query(request, "after");
    struct waiting_wish wish = {
        .all = text_is(request_query(request, "all"), "true"), .after = text_empty(after) ? NULL : after};
    response->type = "application/json";
    if (!text_empty(text) && (!text_number(&most, text) || most < 1 || most > 1000))
        return fail_want(call, ERR_INVALID, "not_a_number", "most", text, "1..1000");
    wish.most = (int)most;
    enum err err = store_reader(&db, request->site->store, call);
    if (!err)
        err = waiting_list(&list, db, call, &wish);
    if (!err)
        waiting_json(response->body, call, &list);
    return err;
}

const struct route desk_routes[] = {
    {METHOD_GET, "/desk", show_desk, 0},
    {METHOD_POST, "/desk/calendar", make_calendar, 0},
    {METHOD_POST, "/desk/calendar/withdraw", withdraw_calendar, 0},
    {METHOD_GET, "/desk/calendar.ics", show_calendar, 0},
    {METHOD_GET, "/api/v1/waiting", get_waiting, 0},
    {0},
};
