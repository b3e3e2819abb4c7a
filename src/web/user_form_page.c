#include "web/user_form_page.h"
#include "access/account.h"
#include "access/second_factor.h"
#include "base/text.h"
#include "web/account_form_page.h"
#include "web/record_pages.h"
#include "web/user_page.h"

/* A start password, told this once, to somebody who has to choose another at the first sign-in. */
static enum err show_start(
    struct request *request, struct response *response, const char *id, const char *login, const char *password)
{
    struct call *call = request->call;
    struct once_secret *secret = NEW(call->arena, struct once_secret);
    struct once_page *page = NEW(call->arena, struct once_page);
    secret->text = password;
    *page = (struct once_page){.kick = word(call->lang, "nav.users"),
        .kick_href = "/user",
        .title = SAY(call->arena, call->lang, "user.start_for", {"login", login, 0}),
        .text = word(call->lang, "user.start_text"),
        .next_href = arena_format(call->arena, "/user/%s", id),
        .next_label = word(call->lang, "once.kept"),
        .secrets = secret,
        .secrets_count = 1};
    return once_page_show(page, request, response);
}

/* ---- adding ---- */

/* A role and the State, entity or donor that it may be for. */
static enum err add_role_fields(struct form *form, struct request *request, struct db *db, bool required)
{
    struct call *call = request->call;
    struct form_field role = {.name = "role",
        .kind = FORM_CHOICE,
        .label = word(call->lang, "field.user_role.role"),
        .required = required,
        .options = NEW_ARRAY(call->arena, ROLE_COUNT, struct form_option)};
    struct form_field scope = {.name = "scope",
        .kind = FORM_REF,
        .label = word(call->lang, "user.scope"),
        .hint = word(call->lang, "user.scope_hint"),
        .autocomplete = "off",
        .list = "l-scope"};
    struct buffer *picks = buffer_new(call->arena, 1 << 20);
    const struct record *seen = NULL;
    enum err err = OK;
    role.options[role.options_count++] = (struct form_option){"", word(call->lang, "form.nothing"), false};
    for (int i = ROLE_public + 1; i < ROLE_COUNT && !err; i++) {
        const char *noun = scope_noun((enum role)i), *name = role_name((enum role)i);
        const struct record *of = noun ? record_named(noun) : NULL;
        role.options[role.options_count++] = (struct form_option){name, word_of(call->lang, "role", NULL, name), false};
        if (of && of != seen)
            err = record_picks(picks, request, db, of);
        seen = of ? of : seen;
    }
    scope.picks = html_of(picks);
    form_add(form, role);
    form_add(form, scope);
    return err;
}

/* What was chosen; `given` is false when nothing was. */
static enum err role_typed(struct scope *out, bool *given, const struct request *request)
{
    struct call *call = request->call;
    const char *role = text_or(request_form(request, "role"), "");
    const char *scope = text_trim(call->arena, text_or(request_form(request, "scope"), ""));
    *given = *role != 0;
    *out = (struct scope){.id = *scope ? scope : NULL};
    if (!*role)
        return *scope ? fail_field(call, ERR_INVALID, "required", "role", NULL) : OK;
    if (!role_parse(&out->role, role) || out->role == ROLE_public)
        return fail_field(call, ERR_INVALID, "role_unknown", "role", role);
    if (role_scoped(out->role) && !out->id)
        return fail_field(call, ERR_INVALID, "scope_missing", "scope", NULL);
    if (!role_scoped(out->role) && out->id)
        return fail_field(call, ERR_INVALID, "role_takes_no_scope", "scope", word_of(call->lang, "role", NULL, role));
    return OK;
}

/* Faults about roles stand at the field of the page. */
static void place_role_faults(struct call *call)
{
    for (struct fault *fault = call->faults; fault; fault = fault->next)
        if (text_is(fault->field, "roles"))
            fault->field = "scope";
}

static enum err show_add(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct db *db;
    struct form_page *page = NEW(call->arena, struct form_page);
    page->kick = word(call->lang, "nav.users");
    page->kick_href = "/user";
    page->title = word(call->lang, "user.add");
    page->text = word(call->lang, "user.add_text");
    form_begin(&page->form, request, "/user/add", word(call->lang, "user.add"));
    page->form.cancel_href = "/user";
    account_fields(&page->form, call, NULL, true);
    enum err err = store_reader(&db, request->site->store, call);
    if (!err)
        err = add_role_fields(&page->form, request, db, false);
    place_role_faults(call);
    return err ? err : form_page_show(page, request, response);
}

enum err user_add_page(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct account account;
    struct scope role;
    bool given;
    char *id;
    if (request->method != METHOD_POST)
        return show_add(request, response);
    account_typed(&account, request);
    enum err err = role_typed(&role, &given, request);
    account.password = start_password(call->arena);
    account.roles = &role;
    account.role_count = given;
    form_take_key(request);
    if (!err)
        err = user_add(&id, request->site->store, call, &account);
    if (!err)
        return show_start(request, response, id, text_trim(call->arena, account.login), account.password);
    return form_answer(request, response, err, "/user", show_add);
}

/* ---- roles ---- */

enum err role_form(struct form *form, struct request *request, const struct person *person)
{
    struct call *call = request->call;
    form_begin(form, request, arena_format(call->arena, "%s/role", person->path), word(call->lang, "user.give"));
    enum err err = add_role_fields(form, request, person->db, true);
    place_role_faults(call);
    if (!err && call->faults)
        form_faults(form, call);
    return err;
}

enum err role_give_page(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct person person;
    struct scope role;
    bool given;
    enum err err = person_to_change(&person, request);
    if (err)
        return err;
    err = role_typed(&role, &given, request);
    if (!err && !given)
        err = fail_field(call, ERR_INVALID, "required", "role", NULL);
    form_take_key(request);
    if (!err)
        err = user_role_give(request->site->store, call, person.id, &role);
    return form_answer(request, response, err, person.path, user_show_page);
}

/* The role that the address or the form names. */
static enum err role_asked(struct scope *out, const struct request *request)
{
    bool post = request->method == METHOD_POST;
    const char *role = post ? request_form(request, "role") : request_query(request, "role");
    const char *scope = post ? request_form(request, "scope") : request_query(request, "scope");
    *out = (struct scope){.id = text_empty(scope) ? NULL : scope};
    return role && role_parse(&out->role, role) ? OK : fail(request->call, ERR_NOT_FOUND, "no_page");
}

static enum err show_take(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct person person;
    struct scope role;
    enum err err = person_to_change(&person, request);
    if (!err)
        err = role_asked(&role, request);
    if (err)
        return err;
    struct form_page *page = person_form(request, &person, "role/take", "user.take", "user.take");
    const char *label = word_of(call->lang, "role", NULL, role_name(role.role));
    page->title = SAY(call->arena, call->lang, "user.take_title", {"name", person.name, 0},
        {"role", role.id ? arena_format(call->arena, "%s (%s)", label, role.id) : label, 0});
    page->text = word(call->lang, "user.take_text");
    page->form.dangerous = true;
    form_add(&page->form, (struct form_field){.name = "role", .kind = FORM_HIDDEN, .value = role_name(role.role)});
    if (role.id)
        form_add(&page->form, (struct form_field){.name = "scope", .kind = FORM_HIDDEN, .value = role.id});
    return form_page_show(page, request, response);
}

enum err role_take_page(struct request *request, struct response *response)
{
    struct person person;
    struct scope role;
    enum err err = person_to_change(&person, request);
    if (!err)
        err = role_asked(&role, request);
    if (err)
        return err;
    if (request->method != METHOD_POST)
        return show_take(request, response);
    form_take_key(request);
    err = user_role_take(request->site->store, request->call, person.id, &role);
    return form_answer(request, response, err, person.path, show_take);
}

/* ---- back in ---- */

static enum err show_password(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct person person;
    enum err err = person_to_change(&person, request);
    if (err)
        return err;
    struct form_page *page = person_form(request, &person, "password", "user.start_password", "user.start_button");
    page->text = word(call->lang, "user.start_what");
    page->form.dangerous = true;
    return form_page_show(page, request, response);
}

enum err start_password_page(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct person person;
    struct user *user = NULL;
    enum err err = person_to_change(&person, request);
    if (!err)
        err = user_load(&user, person.db, call, person.id);
    if (!err && text_is(user->id, call->user->id))
        err = fail_field(call, ERR_FORBIDDEN, "own_password", NULL, NULL);
    if (err)
        return err;
    if (request->method != METHOD_POST)
        return show_password(request, response);
    const char *password = start_password(call->arena);
    form_take_key(request);
    err = user_set_password(request->site->store, call, person.id, password);
    return err ? form_answer(request, response, err, person.path, show_password)
               : show_start(request, response, person.id, user->login, password);
}

static enum err show_factor_off(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct person person;
    enum err err = person_to_change(&person, request);
    if (err)
        return err;
    struct form_page *page = person_form(request, &person, "second-factor", "user.factor_off", "user.factor_off");
    page->text = word(call->lang, "user.factor_off_text");
    page->form.dangerous = true;
    form_add_reason(&page->form);
    return form_page_show(page, request, response);
}

enum err factor_off_page(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct person person;
    enum err err = person_to_change(&person, request);
    if (!err && text_is(person.id, call->user->id))
        err = fail_field(call, ERR_FORBIDDEN, "own_password", NULL, NULL);
    if (err)
        return err;
    if (request->method != METHOD_POST)
        return show_factor_off(request, response);
    form_take_key(request);
    call->reason = request_form(request, "reason");
    err = second_factor_off(request->site->store, call, person.id, NULL);
    return form_answer(request, response, err, person.path, show_factor_off);
}

/* ---- off and on ---- */

static enum err show_switch(struct request *request, struct response *response, bool disable)
{
    struct call *call = request->call;
    struct person person;
    enum err err = person_to_change(&person, request);
    if (err)
        return err;
    const char *title = disable ? "user.disable" : "user.enable";
    struct form_page *page = person_form(request, &person, disable ? "disable" : "enable", title, title);
    page->title =
        SAY(call->arena, call->lang, disable ? "user.disable_title" : "user.enable_title", {"name", person.name, 0});
    page->text = word(call->lang, disable ? "user.disable_text" : "user.enable_text");
    page->form.dangerous = disable;
    form_add(&page->form,
        (struct form_field){.name = "reason", .label = word(call->lang, "record.reason"), .kind = FORM_PROSE});
    return form_page_show(page, request, response);
}

static enum err show_disable(struct request *request, struct response *response)
{
    return show_switch(request, response, true);
}

static enum err show_enable(struct request *request, struct response *response)
{
    return show_switch(request, response, false);
}

static enum err switch_account(struct request *request, struct response *response, bool disable)
{
    struct call *call = request->call;
    struct person person;
    const char *reason = request_form(request, "reason");
    enum err err = person_to_change(&person, request);
    if (err)
        return err;
    if (request->method != METHOD_POST)
        return show_switch(request, response, disable);
    form_take_key(request);
    call->reason = text_empty(reason) ? NULL : reason;
    err = user_disable(request->site->store, call, person.id, disable);
    return form_answer(request, response, err, person.path, disable ? show_disable : show_enable);
}

enum err user_disable_page(struct request *request, struct response *response)
{
    return switch_account(request, response, true);
}

enum err user_enable_page(struct request *request, struct response *response)
{
    return switch_account(request, response, false);
}

/* ---- erased ---- */

static enum err show_erase(struct request *request, struct response *response)
{
    static const char *const points[] = {
        "user.erase_forgets", "user.erase_key", "user.erase_stays", "user.erase_backups"};
    enum { POINTS = sizeof points / sizeof *points };
    struct call *call = request->call;
    struct person person;
    enum err err = person_to_change(&person, request);
    if (err)
        return err;
    struct form_page *page = person_form(request, &person, "erase", "user.erase", "user.erase_button");
    struct form_point *lines = NEW_ARRAY(call->arena, POINTS, struct form_point);
    for (int i = 0; i < POINTS; i++)
        lines[i].text = word(call->lang, points[i]);
    page->title = SAY(call->arena, call->lang, "user.erase_title", {"name", person.name, 0});
    page->text = word(call->lang, "user.erase_text");
    page->points = lines;
    page->points_count = POINTS;
    page->warning = word(call->lang, "user.erase_warning");
    page->form.dangerous = true;
    form_add(&page->form,
        (struct form_field){.name = "login",
            .label = word(call->lang, "user.erase_login"),
            .hint = word(call->lang, "user.erase_login_hint"),
            .autocomplete = "off",
            .required = true});
    form_add_reason(&page->form);
    return form_page_show(page, request, response);
}

enum err user_erase_page(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct person person;
    struct user *user = NULL;
    const char *typed = request_form(request, "login");
    enum err err = person_to_change(&person, request);
    if (!err)
        err = user_load(&user, person.db, call, person.id);
    if (!err && (user->erased || text_is(user->id, call->user->id)))
        err = fail_field(call, ERR_NOT_FOUND, "user_unknown", "user", person.id);
    if (err)
        return err;
    if (request->method != METHOD_POST)
        return show_erase(request, response);
    if (!text_is(text_trim(call->arena, text_or(typed, "")), user->login))
        err = fail_want(call, ERR_INVALID, "login_again", "login", text_or(typed, ""), NULL);
    call->reason = request_form(request, "reason");
    if (text_empty(call->reason))
        err = fail_field(call, ERR_INVALID, "required", "reason", NULL);
    if (!err)
        err = user_erase(request->site->store, call, person.id);
    return form_answer(request, response, err, person.path, show_erase);
}
