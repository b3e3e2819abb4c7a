#include "web/account_form_page.h"
#include "access/account.h"
#include "access/hand_over.h"
#include "access/session.h"
#include "base/text.h"

/* ---- name, e-mail, language ---- */

static void add_languages(struct form *form, struct call *call, const char *chosen)
{
    struct form_field field = {.name = "language",
        .kind = FORM_CHOICE,
        .label = word(call->lang, "account.language"),
        .hint = word(call->lang, "account.language_hint"),
        .value = text_or(chosen, ""),
        .options = NEW_ARRAY(call->arena, LANGS + 1, struct form_option)};
    field.options[field.options_count++] =
        (struct form_option){"", word(call->lang, "account.language_browser"), false};
    for (int i = 0; i < LANGS; i++)
        field.options[field.options_count++] =
            (struct form_option){lang_codes[lang_order[i]], lang_names[lang_order[i]], false};
    form_add(form, field);
}

void account_fields(struct form *form, struct call *call, const struct user *user, bool login)
{
    form_add(form,
        (struct form_field){.name = "login",
            .label = word(call->lang, "field.user.login"),
            .kind = login ? FORM_LINE : FORM_FIXED,
            .hint = word(call->lang, login ? "person.login_hint" : "account.login_hint"),
            .value = user ? user->login : NULL,
            .autocomplete = "off",
            .required = login});
    form_add(form,
        (struct form_field){.name = "name",
            .label = word(call->lang, "account.name"),
            .value = user ? user->name : NULL,
            .autocomplete = login ? "off" : "name"});
    form_add(form,
        (struct form_field){.name = "email",
            .label = word(call->lang, "account.email"),
            .mode = "email",
            .value = user ? user->email : NULL,
            .autocomplete = login ? "off" : "email"});
    add_languages(form, call, user && user->lang_chosen ? lang_codes[user->lang] : NULL);
}

void account_typed(struct account *out, const struct request *request)
{
    *out = (struct account){.login = request_form(request, "login"),
        .name = request_form(request, "name"),
        .email = request_form(request, "email"),
        .language = request_form(request, "language")};
}

static enum err show_change(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct person person;
    struct user *user = NULL;
    enum err err = person_to_change(&person, request);
    if (!err)
        err = user_load(&user, person.db, call, person.id);
    if (err)
        return err;
    struct form_page *page = person_form(request, &person, "change", "account.change_title", "form.save");
    account_fields(&page->form, call, user, !person.own);
    form_add(&page->form,
        (struct form_field){.name = "version",
            .kind = FORM_HIDDEN,
            .value = arena_format(call->arena, "%lld", (long long)user->version)});
    return form_page_show(page, request, response);
}

enum err person_change_page(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct person person;
    struct account account;
    struct user *user = NULL;
    int64_t version;
    enum err err = person_to_change(&person, request);
    if (err)
        return err;
    if (request->method != METHOD_POST)
        return show_change(request, response);
    if (!text_number(&version, text_or(request_form(request, "version"), "")))
        return fail(call, ERR_USAGE, "bad_form");
    account_typed(&account, request);
    err = user_load(&user, person.db, call, person.id);
    if (!err && person.own)
        account.login = user->login;
    form_take_key(request);
    if (!err)
        err = user_change(request->site->store, call, person.id, version, &account);
    return form_answer(request, response, err, person.path, show_change);
}

/* ---- the password ---- */

static enum err show_password(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct person person;
    bool must = request->session && request->session->must_change;
    enum err err = person_to_change(&person, request);
    if (err)
        return err;
    struct form_page *page = person_form(request, &person, "password", "account.password", "form.save");
    page->text = must ? NULL : word(call->lang, "account.password_text");
    page->warning = must ? word(call->lang, "account.password_must") : NULL;
    page->form.cancel_href = must ? NULL : page->form.cancel_href;
    form_add_password(&page->form, call, "before", "account.password_now");
    form_add(&page->form,
        (struct form_field){.name = "password",
            .kind = FORM_PASSWORD,
            .label = word(call->lang, "account.password_new"),
            .hint = word(call->lang, "account.password_hint"),
            .autocomplete = "new-password",
            .required = true});
    return form_page_show(page, request, response);
}

enum err own_password_page(struct request *request, struct response *response)
{
    struct call *call = request->call;
    if (request->method != METHOD_POST)
        return show_password(request, response);
    enum err err = user_change_password(request->site->store, call, call->user->id,
        text_or(request_form(request, "before"), ""), text_or(request_form(request, "password"), ""), request->token);
    return form_answer(request, response, err, "/account", show_password);
}

/* ---- handing over ---- */

static bool is_another(const struct user *candidate, const void *id)
{
    return !text_is(candidate->id, id);
}

static enum err show_hand_over(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct person person;
    enum err err = person_to_change(&person, request);
    if (err)
        return err;
    struct form_page *page = person_form(request, &person, "hand-over", "person.hand_over", "hand_over.button");
    struct form_field to = {.name = "to",
        .label = word(call->lang, "hand_over.to"),
        .hint = word(call->lang, "person.pick_hint"),
        .autocomplete = "off",
        .required = true};
    page->text = word(call->lang, person.own ? "account.leaving_text" : "hand_over.text");
    page->warning = word(call->lang, "hand_over.warning");
    page->form.dangerous = true;
    err = account_picks(&to, person.db, call, is_another, person.id);
    if (err)
        return err;
    form_add(&page->form, to);
    form_add_reason(&page->form);
    return form_page_show(page, request, response);
}

static enum err show_handed_over(struct request *request, struct response *response, const struct person *person,
    const struct user *to, const struct handed_over *moved, int count)
{
    struct call *call = request->call;
    struct hand_over_done *page = NEW(call->arena, struct hand_over_done);
    page->kick = person->own ? word(call->lang, "frame.account") : person->name;
    page->kick_href = person->path;
    page->to = to->name;
    page->moved = NEW_ARRAY(call->arena, (size_t)count + 1, struct moved_line);
    for (int i = 0; i < count; i++)
        page->moved[page->moved_count++] =
            (struct moved_line){word_of(call->lang, "records", NULL, moved[i].noun), moved[i].moved};
    response->cache = CACHE_NEVER;
    frame_begin(&page->frame, request, word(call->lang, "person.hand_over"));
    hand_over_done_html(response->body, call, page);
    return OK;
}

enum err hand_over_page(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct person person;
    struct user *to;
    struct handed_over *moved;
    int count;
    enum err err = person_to_change(&person, request);
    if (err)
        return err;
    if (request->method != METHOD_POST)
        return show_hand_over(request, response);
    form_take_key(request);
    call->reason = request_form(request, "reason");
    if (text_empty(call->reason))
        err = fail_field(call, ERR_INVALID, "required", "reason", NULL);
    enum err picked = account_picked(&to, request, person.db, "to");
    if (!err && !picked)
        err = hand_over(&moved, &count, request->site->store, call, person.id, to->id, false);
    if (!err && !picked)
        return show_handed_over(request, response, &person, to, moved, count);
    return form_answer(request, response, err ? err : picked, person.path, show_hand_over);
}
