#include "web/account_page.h"
#include "access/account.h"
#include "access/session.h"
#include "access/stand_in.h"
#include "base/text.h"
#include "web/visitor.h"

static enum err must_be_somebody(struct request *request)
{
    return request->session && request->call->user->id ? OK : fail(request->call, ERR_LOGIN, "login");
}

static const char *moment_short(struct call *call, const char *text)
{
    int64_t moment;
    if (!text || !moment_parse(&moment, text))
        return text;
    return arena_format(
        call->arena, "%s, %.5s UTC", date_words(call->arena, call->lang, date_of_moment(moment)), text + 11);
}

static enum err fill_sessions(struct account_page *page, struct db *db, struct request *request)
{
    struct call *call = request->call;
    struct session *sessions;
    int count;
    enum err err = session_list(&sessions, &count, db, call, call->user->id);
    if (err)
        return err;
    page->sessions = NEW_ARRAY(call->arena, (size_t)count + 1, struct session_line);
    for (int i = 0; i < count; i++)
        page->sessions[page->sessions_count++] = (struct session_line){
            .id = sessions[i].id,
            .seen = moment_short(call, sessions[i].seen),
            .address = sessions[i].address,
            .agent = sessions[i].agent,
            .here = text_is(sessions[i].id, request->session->id),
        };
    return OK;
}

static enum err fill_absent(struct account_page *page, struct db *db, struct call *call)
{
    struct stand_in *found;
    int count;
    enum err err = stand_in_today(&found, &count, db, call, call->user->id);
    if (err)
        return err;
    page->absent = NEW_ARRAY(call->arena, (size_t)count + 1, struct stand_in_line);
    for (int i = 0; i < count; i++)
        page->absent[page->absent_count++] =
            (struct stand_in_line){found[i].absent, found[i].absent_name, found[i].until};
    return OK;
}

static enum err show_account(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct db *db;
    enum err err = must_be_somebody(request);
    if (!err)
        err = store_reader(&db, request->site->store, call);
    if (err)
        return err;
    struct account_page *page = NEW(call->arena, struct account_page);
    err = fill_sessions(page, db, request);
    if (!err)
        err = fill_absent(page, db, call);
    if (err)
        return err;
    frame_begin(&page->frame, request, word(call->lang, "frame.account"));
    page->name = call->user->name;
    page->login = call->user->login;
    page->email = call->user->email;
    page->roles = page->frame.user_roles;
    page->csrf = request->csrf;
    page->standing_in = call->user->stands_for != NULL;
    response->cache = CACHE_NEVER;
    account_page_html(response->body, call, page);
    return OK;
}

static enum err show_password(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct password_page *page = NEW(call->arena, struct password_page);
    form_begin(&page->form, request, "/account/password", word(call->lang, "form.save"));
    page->form.cancel_href = request->session->must_change ? NULL : "/account";
    form_add(&page->form,
        (struct form_field){.name = "before",
            .kind = FORM_PASSWORD,
            .label = word(call->lang, "account.password_now"),
            .autocomplete = "current-password"});
    form_add(&page->form,
        (struct form_field){.name = "password",
            .kind = FORM_PASSWORD,
            .label = word(call->lang, "account.password_new"),
            .hint = word(call->lang, "account.password_hint"),
            .autocomplete = "new-password"});
    if (call->faults)
        form_faults(&page->form, call);
    page->must = request->session->must_change;
    response->cache = CACHE_NEVER;
    frame_begin(&page->frame, request, word(call->lang, "account.password"));
    password_page_html(response->body, call, page);
    return OK;
}

static enum err password_page(struct request *request, struct response *response)
{
    enum err err = must_be_somebody(request);
    return err ? err : show_password(request, response);
}

static enum err change_password(struct request *request, struct response *response)
{
    struct call *call = request->call;
    enum err err = must_be_somebody(request);
    if (err)
        return err;
    err = user_change_password(request->site->store, call, call->user->id, text_or(request_form(request, "before"), ""),
        text_or(request_form(request, "password"), ""), request->token);
    if (!err) {
        response_see(request, response, "/account");
        return OK;
    }
    if (err != ERR_INVALID && err != ERR_LOGIN && err != ERR_LIMIT)
        return err;
    response->status = 422;
    return show_password(request, response);
}

/* One session, or all but this one. */
static enum err end_sessions(struct request *request, struct response *response)
{
    struct call *call = request->call;
    const char *id = request_form(request, "session");
    enum err err = must_be_somebody(request);
    if (!err)
        err = id ? session_end_one(request->site->store, call, call->user->id, id)
                 : session_end_all(request->site->store, call, call->user->id, request->token);
    if (!err)
        response_see(request, response, "/account");
    return err;
}

static enum err stand_in(struct request *request, struct response *response)
{
    struct session_new made;
    const char *absent = request_form(request, "absent");
    enum err err = must_be_somebody(request);
    if (!err)
        err = session_stand_in(
            &made, request->site->store, request->call, request->token, text_empty(absent) ? NULL : absent);
    if (err)
        return err;
    visitor_keep(request, response, &made);
    response_see(request, response, "/");
    return OK;
}

const struct route account_routes[] = {
    {METHOD_GET, "/account", show_account, 0},
    {METHOD_GET, "/account/password", password_page, 0},
    {METHOD_POST, "/account/password", change_password, 0},
    {METHOD_POST, "/account/sessions", end_sessions, 0},
    {METHOD_POST, "/account/stand-in", stand_in, 0},
    {0},
};
