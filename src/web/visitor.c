#include "web/visitor.h"
#include "access/session.h"
#include "access/token.h"
#include "base/text.h"
#include "web/answer.h"
#include "web/desk_page.h"
#include "web/login_page.h"
#include <string.h>

/* Browsers keep "__Host-" cookies only when they came over TLS; without it (a machine of one's own) the name is plain. */
static const char *cookie_name(const struct request *request, const char *name)
{
    return request->secure ? arena_format(request->call->arena, "__Host-%s", name) : name;
}

static void set_cookie(
    struct request *request, struct response *response, const char *name, const char *value, const char *more)
{
    response_header(response, "Set-Cookie",
        arena_format(request->call->arena, "%s=%s; Path=/; HttpOnly; %s%s", cookie_name(request, name), value, more,
            request->secure ? "; Secure" : ""));
}

void visitor_keep(struct request *request, struct response *response, const struct session_new *made)
{
    set_cookie(request, response, "session", arena_text(request->call->arena, made->token), "SameSite=Lax");
    if (*made->device)
        set_cookie(request, response, "device", arena_text(request->call->arena, made->device),
            arena_format(request->call->arena, "SameSite=Strict; Max-Age=%d", SESSION_DEVICE_DAYS * 86400));
}

/* ---- who asks ---- */

static enum err enter_by_token(struct request *request, const char *token)
{
    struct call *call = request->call;
    struct db *db;
    struct user *user;
    struct token_use use;
    enum err err = store_reader(&db, request->site->store, call);
    if (!err)
        err = user_of_token(&user, &use, db, call, token);
    if (err)
        return err;
    user_enter(call, user);
    return use.stale ? token_used(request->site->store, call, &use) : OK;
}

/* The same address gives the same proof, so that browsers can keep the page; another address gives another. */
static const char *proof_of(struct request *request)
{
    uint64_t salt = 1469598103934665603u;
    for (const char *parts[] = {request->path, request->query_text}, **part = parts; part < parts + 2; part++)
        for (const char *at = *part; *at; at++)
            salt = (salt ^ (unsigned char)*at) * 1099511628211u;
    return session_proof(
        request->call->arena, request->token, arena_format(request->call->arena, "%llx", (unsigned long long)salt));
}

enum err visitor_enter(struct request *request)
{
    struct call *call = request->call;
    const char *bearer = request->api ? request_header(request, "Authorization") : NULL;
    const char *token = request_cookie(request, cookie_name(request, "session"));
    if (!request->site->store)
        return OK;
    if (bearer)
        return text_starts(bearer, "Bearer ") ? enter_by_token(request, bearer + 7)
                                              : fail(call, ERR_LOGIN, "token_wrong");
    if (!token)
        return OK;
    struct db *db;
    struct session *session = NEW(call->arena, struct session);
    enum err err = store_reader(&db, request->site->store, call);
    if (!err)
        err = session_load(session, db, call, token);
    if (err)
        return err == ERR_LOGIN ? OK : err; /* ended: the public */
    request->session = session;
    request->token = token;
    request->csrf = proof_of(request);
    user_enter(call, session->user);
    if (session->must_change && !text_is(request->path, "/account/password") && !text_is(request->path, "/logout"))
        request->detour = "/account/password";
    return session_touch(request->site->store, call, session);
}

/* ---- signing in ---- */

/* Where somebody wanted to go before signing in: a page of ours, or the front page. */
static const char *next_path(const struct request *request)
{
    const char *next = request_form(request, "next");
    if (!next)
        next = request_query(request, "next");
    if (text_empty(next) || next[0] != '/' || next[1] == '/' || next[1] == '\\')
        return "/";
    for (const char *at = next; *at; at++)
        if ((unsigned char)*at <= ' ' || *at == 0x7f)
            return "/";
    return next;
}

static enum err show_login(struct request *request, struct response *response, bool code)
{
    struct call *call = request->call;
    struct login_page *page = NEW(call->arena, struct login_page);
    form_begin(&page->form, request, code ? "/login/code" : "/login", word(call->lang, "login.button"));
    if (!code) {
        form_add(&page->form,
            (struct form_field){.name = "login", .label = word(call->lang, "login.user"), .autocomplete = "username"});
        form_add(&page->form,
            (struct form_field){.name = "password",
                .kind = FORM_PASSWORD,
                .label = word(call->lang, "login.password"),
                .autocomplete = "current-password"});
    } else {
        form_add(&page->form,
            (struct form_field){.name = "code",
                .label = word(call->lang, "login.code"),
                .hint = word(call->lang, "login.code_hint"),
                .mode = "numeric",
                .autocomplete = "one-time-code"});
    }
    form_add(&page->form, (struct form_field){.name = "next", .kind = FORM_HIDDEN, .value = next_path(request)});
    if (call->faults)
        form_faults(&page->form, call);
    response->cache = CACHE_NEVER;
    frame_begin(&page->frame, request, word(call->lang, "login.title"));
    page->frame.bare = true;
    login_page_html(response->body, call, page);
    return OK;
}

static enum err login_page(struct request *request, struct response *response)
{
    return show_login(request, response, false);
}

static enum err code_page(struct request *request, struct response *response)
{
    return show_login(request, response, true);
}

static enum err refuse(struct request *request, struct response *response, enum err err, bool code)
{
    if (err != ERR_LOGIN && err != ERR_LIMIT && err != ERR_INVALID)
        return err;
    response->status = err == ERR_LIMIT ? 429 : 422;
    return show_login(request, response, code);
}

static struct sign_in what_was_typed(struct request *request)
{
    return (struct sign_in){.login = text_or(request_form(request, "login"), ""),
        .password = text_or(request_form(request, "password"), ""),
        .code = request_form(request, "code"),
        .address = request->peer,
        .device = request_cookie(request, cookie_name(request, "device"))};
}

static enum err do_login(struct request *request, struct response *response)
{
    struct session_new made;
    struct sign_in in = what_was_typed(request);
    enum err err = session_sign_in(&made, request->site->store, request->call, &in,
        text_or(request_header(request, "User-Agent"), ""), request->token);
    if (err)
        return refuse(request, response, err, false);
    const char *next = next_path(request);
    if (text_is(next, "/") && !made.wants_code)
        next = desk_home(made.user);
    if (made.wants_code) {
        struct buffer *path = buffer_new(request->call->arena, 8 << 10);
        buffer_text(path, "/login/code?next=");
        html_address_part(path, next);
        next = path->at;
    } else if (made.must_change) {
        next = "/account/password";
    }
    visitor_keep(request, response, &made);
    response_see(request, response, next);
    return OK;
}

static enum err do_code(struct request *request, struct response *response)
{
    struct session_new made;
    struct sign_in in = what_was_typed(request);
    if (!request->session)
        return fail(request->call, ERR_LOGIN, "session_ended");
    enum err err = session_code(&made, request->site->store, request->call, request->token, &in);
    if (err)
        return refuse(request, response, err, true);
    visitor_keep(request, response, &made);
    const char *next = next_path(request);
    if (text_is(next, "/"))
        next = desk_home(made.user);
    response_see(request, response, made.must_change ? "/account/password" : next);
    return OK;
}

static enum err do_logout(struct request *request, struct response *response)
{
    enum err err = request->session ? session_end(request->site->store, request->call, request->token) : OK;
    if (err)
        return err;
    set_cookie(request, response, "session", "", "SameSite=Lax; Max-Age=0");
    response_see(request, response, "/");
    return OK;
}

const struct route visitor_routes[] = {
    {METHOD_GET, "/login", login_page, 0},
    {METHOD_POST, "/login", do_login, 0},
    {METHOD_GET, "/login/code", code_page, 0},
    {METHOD_POST, "/login/code", do_code, 0},
    {METHOD_POST, "/logout", do_logout, 0},
    {0},
};
