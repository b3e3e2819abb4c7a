#include "web/account_page.h"
#include "access/account.h"
#include "access/gate.h"
#include "access/second_factor.h"
#include "access/session.h"
#include "access/stand_in.h"
#include "access/token.h"
#include "base/text.h"
#include "gen/access.h"
#include "web/account_form_page.h"
#include "web/browser_name.h"
#include "web/second_factor_page.h"
#include "web/stand_in_page.h"
#include "web/token_page.h"
#include "web/visitor.h"

static const char *moment(const struct call *call, const char *text)
{
    return moment_words(call->arena, call->lang, text);
}

/* ---- the lists ---- */

static enum err fill_sessions(struct account_lists *out, struct request *request, const struct person *person)
{
    struct call *call = request->call;
    struct session *sessions;
    int count;
    enum err err = session_list(&sessions, &count, person->db, call, person->id);
    if (err)
        return err;
    out->sessions = NEW_ARRAY(call->arena, (size_t)count + 1, struct session_line);
    for (int i = 0; i < count; i++)
        out->sessions[out->sessions_count++] = (struct session_line){.id = sessions[i].id,
            .seen = moment(call, sessions[i].seen),
            .address = sessions[i].address,
            .agent = browser_name(call->arena, sessions[i].agent),
            .here = request->session && text_is(sessions[i].id, request->session->id)};
    return OK;
}

static enum err fill_devices(struct account_lists *out, struct call *call, const struct person *person)
{
    struct device *devices;
    int count;
    enum err err = device_list(&devices, &count, person->db, call, person->id);
    if (err)
        return err;
    out->devices = NEW_ARRAY(call->arena, (size_t)count + 1, struct device_line);
    for (int i = 0; i < count; i++)
        out->devices[out->devices_count++] = (struct device_line){devices[i].id, moment(call, devices[i].created),
            moment(call, devices[i].until), browser_name(call->arena, devices[i].agent)};
    return OK;
}

static enum err fill_tokens(struct account_lists *out, struct call *call, const struct person *person)
{
    struct api_token *tokens;
    int count;
    char now[MOMENT_TEXT];
    enum err err = token_list(&tokens, &count, person->db, call, person->id);
    if (err)
        return err;
    moment_text(now, call->now);
    out->tokens = NEW_ARRAY(call->arena, (size_t)count + 1, struct token_line);
    for (int i = 0; i < count; i++) {
        struct token_line *line = &out->tokens[out->tokens_count++];
        *line = (struct token_line){.name = tokens[i].name,
            .roles = roles_words(call->arena, call->lang, tokens[i].roles),
            .expires = moment(call, tokens[i].expires),
            .used = moment(call, tokens[i].used)};
        if (tokens[i].withdrawn)
            line->gone = word(call->lang, "token.gone");
        else if (strcmp(tokens[i].expires, now) <= 0)
            line->gone = word(call->lang, "token.over");
        else if (out->may_change)
            line->withdraw_href = arena_format(call->arena, "%s/token/%s/withdraw", person->path, tokens[i].id);
    }
    return OK;
}

/* Each stand-in of the account, on the side it is on. */
static enum err fill_stand_ins(struct account_lists *out, struct call *call, const struct person *person)
{
    struct stand_in *found;
    int count;
    enum err err = stand_in_list(&found, &count, person->db, call, person->id);
    if (err)
        return err;
    out->deputies = NEW_ARRAY(call->arena, (size_t)count + 1, struct stand_in_line);
    out->absent = NEW_ARRAY(call->arena, (size_t)count + 1, struct stand_in_line);
    for (int i = 0; i < count; i++) {
        const struct stand_in *one = &found[i];
        bool absent = text_is(one->absent, person->id), ended = one->ended != NULL;
        bool over = ended || date_compare(one->until, call->today) < 0;
        bool now = !over && date_compare(one->since, call->today) <= 0;
        const char *state = ended ? "stand_in.ended_early"
            : over                ? "stand_in.over"
            : now                 ? "stand_in.now"
                                  : "stand_in.to_come";
        *(absent ? &out->deputies[out->deputies_count++] : &out->absent[out->absent_count++]) = (struct stand_in_line){
            .who = text_or(absent ? one->deputy_name : one->absent_name, word(call->lang, "who.erased")),
            .absent = one->absent,
            .state = word(call->lang, state),
            .since = one->since,
            .until = one->until,
            .now = now,
            .end_href = absent && !over && out->may_change
                ? arena_format(call->arena, "%s/stand-in/%s/end", person->path, one->id)
                : NULL};
    }
    return OK;
}

enum err account_lists_fill(struct account_lists *out, struct request *request, const struct person *person)
{
    struct call *call = request->call;
    bool standing_in = call->user->stands_for != NULL;
    *out = (struct account_lists){.path = person->path,
        .csrf = request->csrf,
        .own = person->own,
        .standing_in = standing_in,
        .may_change = person->own ? !standing_in : !person->erased && gate_right(call->user, &right_user_change)};
    enum err err = fill_sessions(out, request, person);
    if (!err)
        err = fill_devices(out, call, person);
    if (!err)
        err = fill_tokens(out, call, person);
    return err ? err : fill_stand_ins(out, call, person);
}

/* ---- the page ---- */

static enum err fill_ways_in(struct account_page *page, struct call *call, const struct person *person)
{
    struct second_factor factor;
    struct account_line account;
    struct last_sign_in last;
    enum err err = second_factor_state(&factor, person->db, call, person->id);
    if (!err)
        err = account_line(&account, person->db, call, person->id);
    if (!err)
        err = sign_in_last(&last, person->db, call, person->id);
    if (!err)
        err = role_lines(&page->roles, &page->roles_count, person->db, call, account.user);
    if (err)
        return err;
    page->password_since = moment(call, account.password_since);
    page->second_factor_since = moment(call, factor.since);
    page->codes_left = factor.codes_left;
    page->begun = factor.begun;
    page->last_at = moment(call, last.at);
    page->last_address = last.address;
    page->last_failures = last.failures;
    page->language = account.user->lang_chosen ? lang_names[account.user->lang] : NULL;
    return OK;
}

static enum err show_account(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct person person;
    struct account_page *page = NEW(call->arena, struct account_page);
    enum err err = person_asked(&person, request);
    if (!err)
        err = fill_ways_in(page, call, &person);
    if (!err)
        err = account_lists_fill(&page->lists, request, &person);
    if (err)
        return err;
    frame_begin(&page->frame, request, word(call->lang, "frame.account"));
    page->name = call->user->name;
    page->login = call->user->login;
    page->email = call->user->email;
    page->csrf = request->csrf;
    page->stands_for = call->user->stand_in_name;
    response->cache = CACHE_NEVER;
    account_page_html(response->body, call, page);
    return OK;
}

/* ---- sessions and browsers ---- */

enum err person_sessions(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct store *store = request->site->store;
    struct person person;
    const char *session = request_form(request, "session"), *device = request_form(request, "device");
    enum err err = person_asked(&person, request);
    if (!err && session)
        err = session_end_one(store, call, person.id, session);
    else if (!err && device)
        err = device_forget(store, call, person.id, device);
    else if (!err)
        err = session_end_all(store, call, person.id, person.own ? request->token : NULL);
    if (!err)
        response_see(request, response, person.path);
    return err;
}

/* ---- as somebody absent ---- */

static enum err stand_in(struct request *request, struct response *response)
{
    struct session_new made;
    const char *absent = request_form(request, "absent");
    enum err err = session_stand_in(
        &made, request->site->store, request->call, request->token, text_empty(absent) ? NULL : absent);
    if (err)
        return err;
    visitor_keep(request, response, &made);
    response_see(request, response, text_empty(absent) ? "/account" : "/");
    return OK;
}

#define SEE    0, &right_account_see
#define CHANGE 0, &right_account_change

const struct route account_routes[] = {
    {METHOD_GET, "/account", show_account, SEE},
    {METHOD_GET, "/account/change", person_change_page, CHANGE},
    {METHOD_POST, "/account/change", person_change_page, CHANGE},
    {METHOD_GET, "/account/password", own_password_page, SEE},
    {METHOD_POST, "/account/password", own_password_page, CHANGE},
    {METHOD_POST, "/account/sessions", person_sessions, CHANGE},
    {METHOD_POST, "/account/stand-in", stand_in, SEE},
    {METHOD_GET, "/account/stand-in/add", stand_in_add_page, CHANGE},
    {METHOD_POST, "/account/stand-in/add", stand_in_add_page, CHANGE},
    {METHOD_GET, "/account/stand-in/{stand_in}/end", stand_in_end_page, CHANGE},
    {METHOD_POST, "/account/stand-in/{stand_in}/end", stand_in_end_page, CHANGE},
    {METHOD_GET, "/account/second-factor", second_factor_page, CHANGE},
    {METHOD_POST, "/account/second-factor", second_factor_begin_page, CHANGE},
    {METHOD_POST, "/account/second-factor/confirm", second_factor_confirm_page, CHANGE},
    {METHOD_GET, "/account/second-factor/off", own_second_factor_off_page, CHANGE},
    {METHOD_POST, "/account/second-factor/off", own_second_factor_off_page, CHANGE},
    {METHOD_GET, "/account/second-factor/codes", recovery_codes_page, CHANGE},
    {METHOD_POST, "/account/second-factor/codes", recovery_codes_page, CHANGE},
    {METHOD_GET, "/account/token/add", token_add_page, CHANGE},
    {METHOD_POST, "/account/token/add", token_add_page, CHANGE},
    {METHOD_GET, "/account/token/{token}/withdraw", token_withdraw_page, CHANGE},
    {METHOD_POST, "/account/token/{token}/withdraw", token_withdraw_page, CHANGE},
    {METHOD_GET, "/account/hand-over", hand_over_page, CHANGE},
    {METHOD_POST, "/account/hand-over", hand_over_page, CHANGE},
    {0},
};
