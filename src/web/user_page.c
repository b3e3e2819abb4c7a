#include "web/user_page.h"
#include "access/account.h"
#include "base/text.h"
#include "gen/access.h"
#include "record/ledger_view.h"
#include "web/account_form_page.h"
#include "web/record_pages.h"
#include "web/stand_in_page.h"
#include "web/token_page.h"
#include "web/user_form_page.h"

enum { USERS_A_PAGE = 50, HISTORY_MOST = 200, HISTORY_SHOWN = 5 };

static const char *moment(const struct call *call, const char *text)
{
    return moment_words(call->arena, call->lang, text);
}

/* ---- the list ---- */

static void offer(struct form_option *options, size_t *count, const char *value, const char *label, const char *chosen)
{
    options[(*count)++] = (struct form_option){value, label, text_is(value, text_or(chosen, ""))};
}

static void fill_filter(struct user_list_page *page, const struct request *request)
{
    struct call *call = request->call;
    const char *role = request_query(request, "role"), *state = request_query(request, "state");
    page->text = request_query(request, "text");
    page->roles = NEW_ARRAY(call->arena, ROLE_COUNT, struct form_option);
    page->states = NEW_ARRAY(call->arena, 3, struct form_option);
    offer(page->roles, &page->roles_count, "", word(call->lang, "record.any"), role);
    for (int i = ROLE_public + 1; i < ROLE_COUNT; i++)
        offer(page->roles, &page->roles_count, role_name((enum role)i),
            word_of(call->lang, "role", NULL, role_name((enum role)i)), role);
    offer(page->states, &page->states_count, "", word(call->lang, "record.any"), state);
    offer(page->states, &page->states_count, "on", word(call->lang, "user.enabled"), state);
    offer(page->states, &page->states_count, "off", word(call->lang, "user.disabled"), state);
    page->filtered = !text_empty(page->text) || !text_empty(role) || !text_empty(state);
}

static enum err read_wish(struct account_wish *wish, const struct request *request)
{
    const char *role = text_or(request_query(request, "role"), ""),
               *state = text_or(request_query(request, "state"), "");
    *wish = (struct account_wish){
        .text = request_query(request, "text"), .after = request_query(request, "after"), .most = USERS_A_PAGE + 1};
    wish->state = text_is(state, "on") ? ACCOUNT_ON : text_is(state, "off") ? ACCOUNT_OFF : ACCOUNT_ANY;
    if (*role && !role_parse(&wish->role, role))
        return fail_field(request->call, ERR_INVALID, "role_unknown", "role", role);
    return OK;
}

static enum err show_list(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct account_line *lines;
    struct account_wish wish;
    struct db *db;
    int count;
    struct user_list_page *page = NEW(call->arena, struct user_list_page);
    enum err err = store_reader(&db, request->site->store, call);
    if (!err)
        err = read_wish(&wish, request);
    if (!err)
        err = account_list(&lines, &count, db, call, &wish);
    if (err)
        return err;
    fill_filter(page, request);
    page->users = NEW_ARRAY(call->arena, USERS_A_PAGE, struct user_line);
    for (int i = 0; i < count && i < USERS_A_PAGE; i++)
        page->users[page->users_count++] = (struct user_line){.id = lines[i].user->id,
            .name = lines[i].user->name,
            .login = lines[i].user->login,
            .roles = roles_words(call->arena, call->lang, lines[i].user->roles),
            .signed_in = moment(call, lines[i].signed_in),
            .disabled = lines[i].user->disabled,
            .second_factor = lines[i].second_factor_since != NULL};
    page->may_add = gate_right(call->user, &right_user_add);
    if (count > USERS_A_PAGE)
        page->next_href = request_query_with(request, "after", lines[USERS_A_PAGE - 1].user->login, NULL);
    if (wish.after)
        page->first_href = page->filtered ? request_query_with(request, "after", NULL, NULL) : "/user";
    page->found = word(call->lang, page->may_add ? "user.kick" : "user.kick_auditor");
    response->cache = CACHE_NEVER;
    frame_begin(&page->frame, request, word(call->lang, "nav.users"));
    user_list_html(response->body, call, page);
    return OK;
}

/* ---- what happened ---- */

static enum err fill_history(
    struct about_line **out, size_t *count, struct db *db, struct call *call, const char *id, int most)
{
    struct ledger_detail *details;
    int found;
    enum err err = ledger_of_account(&details, &found, db, call, id, most);
    if (err)
        return err;
    struct about_line *lines = NEW_ARRAY(call->arena, (size_t)found + 1, struct about_line);
    for (int i = 0; i < found && !err; i++) {
        const struct ledger_line *line = &details[i].line;
        lines[i] = (struct about_line){.seq = line->seq,
            .when = moment(call, line->at),
            .who = line->who_name,
            .what = ledger_action(call, line),
            .noun = word_of(call->lang, "record", NULL, line->noun),
            .reason = details[i].reason};
        if (line->record)
            err = changes_fill(&lines[i].lines, db, call, line->record, &details[i].past);
    }
    *out = lines;
    *count = (size_t)found;
    return err;
}

static enum err show_history(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct person person;
    struct user_history_page *page = NEW(call->arena, struct user_history_page);
    enum err err = person_asked(&person, request);
    if (!err)
        err = fill_history(&page->history, &page->history_count, person.db, call, person.id, HISTORY_MOST);
    if (err)
        return err;
    page->name = person.name;
    page->path = person.path;
    page->title = SAY(call->arena, call->lang, "record.history_of", {"name", person.name, 0});
    page->did_href = arena_format(call->arena, "/ledger?who=%s", person.id);
    response->cache = CACHE_NEVER;
    frame_begin(&page->frame, request, page->title);
    user_history_html(response->body, call, page);
    return OK;
}

/* ---- one account ---- */

static void fill_account(struct user_page *page, struct call *call, const struct account_line *line)
{
    const struct user *user = line->user;
    page->id = user->id;
    page->login = user->login;
    page->email = user->email;
    page->language = user->lang_chosen ? lang_names[user->lang] : NULL;
    page->disabled = user->disabled;
    page->erased = user->erased;
    page->created = moment(call, line->created);
    page->password_since = moment(call, line->password_since);
    page->second_factor_since = moment(call, line->second_factor_since);
    page->signed_in = moment(call, line->signed_in);
    page->self = text_is(user->id, call->user->id);
    page->may_change = gate_right(call->user, &right_user_change);
    page->may_erase = gate_right(call->user, &right_user_erase) && !page->self;
}

enum err user_show_page(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct person person;
    struct account_line line;
    struct user_page *page = NEW(call->arena, struct user_page);
    enum err err = person_asked(&person, request);
    if (!err)
        err = account_line(&line, person.db, call, person.id);
    if (err)
        return err;
    fill_account(page, call, &line);
    page->name = person.name;
    page->path = person.path;
    err = role_lines(&page->roles, &page->roles_count, person.db, call, line.user);
    if (!err)
        err = account_lists_fill(&page->lists, request, &person);
    if (!err)
        err = fill_history(&page->history, &page->history_count, person.db, call, person.id, HISTORY_SHOWN);
    if (!err && page->may_change)
        err = role_form(&page->give, request, &person);
    if (err)
        return err;
    response->cache = CACHE_NEVER;
    frame_begin(&page->frame, request, page->name);
    user_page_html(response->body, call, page);
    return OK;
}

#define SEE    0, &right_user_see
#define CHANGE 0, &right_user_change

const struct route user_routes[] = {
    {METHOD_GET, "/user", show_list, SEE},
    {METHOD_GET, "/user/add", user_add_page, 0, &right_user_add},
    {METHOD_POST, "/user/add", user_add_page, 0, &right_user_add},
    {METHOD_GET, "/user/{id}", user_show_page, SEE},
    {METHOD_GET, "/user/{id}/history", show_history, SEE},
    {METHOD_GET, "/user/{id}/change", person_change_page, CHANGE},
    {METHOD_POST, "/user/{id}/change", person_change_page, CHANGE},
    {METHOD_POST, "/user/{id}/role", role_give_page, CHANGE},
    {METHOD_GET, "/user/{id}/role/take", role_take_page, CHANGE},
    {METHOD_POST, "/user/{id}/role/take", role_take_page, CHANGE},
    {METHOD_GET, "/user/{id}/password", start_password_page, CHANGE},
    {METHOD_POST, "/user/{id}/password", start_password_page, CHANGE},
    {METHOD_GET, "/user/{id}/second-factor", factor_off_page, CHANGE},
    {METHOD_POST, "/user/{id}/second-factor", factor_off_page, CHANGE},
    {METHOD_GET, "/user/{id}/disable", user_disable_page, CHANGE},
    {METHOD_POST, "/user/{id}/disable", user_disable_page, CHANGE},
    {METHOD_GET, "/user/{id}/enable", user_enable_page, CHANGE},
    {METHOD_POST, "/user/{id}/enable", user_enable_page, CHANGE},
    {METHOD_POST, "/user/{id}/sessions", person_sessions, CHANGE},
    {METHOD_GET, "/user/{id}/token/add", token_add_page, CHANGE},
    {METHOD_POST, "/user/{id}/token/add", token_add_page, CHANGE},
    {METHOD_GET, "/user/{id}/token/{token}/withdraw", token_withdraw_page, CHANGE},
    {METHOD_POST, "/user/{id}/token/{token}/withdraw", token_withdraw_page, CHANGE},
    {METHOD_GET, "/user/{id}/stand-in/add", stand_in_add_page, CHANGE},
    {METHOD_POST, "/user/{id}/stand-in/add", stand_in_add_page, CHANGE},
    {METHOD_GET, "/user/{id}/stand-in/{stand_in}/end", stand_in_end_page, CHANGE},
    {METHOD_POST, "/user/{id}/stand-in/{stand_in}/end", stand_in_end_page, CHANGE},
    {METHOD_GET, "/user/{id}/hand-over", hand_over_page, 0, &right_user_hand_over},
    {METHOD_POST, "/user/{id}/hand-over", hand_over_page, 0, &right_user_hand_over},
    {METHOD_GET, "/user/{id}/erase", user_erase_page, 0, &right_user_erase},
    {METHOD_POST, "/user/{id}/erase", user_erase_page, 0, &right_user_erase},
    {0},
};
