#include "web/token_page.h"
#include "access/token.h"
#include "base/text.h"

/* A box for each role that the account has: a token has no more, and may have fewer. */
static void add_roles(struct form *form, struct call *call, const struct user *user)
{
    struct form_field field = {.name = "role",
        .kind = FORM_BOXES,
        .label = word(call->lang, "token.roles"),
        .hint = word(call->lang, "token.roles_hint"),
        .options = NEW_ARRAY(call->arena, ROLE_COUNT, struct form_option)};
    for (int role = ROLE_public + 1; role < ROLE_COUNT; role++)
        if (user_has(user, (enum role)role))
            field.options[field.options_count++] = (struct form_option){
                role_name((enum role)role), word_of(call->lang, "role", NULL, role_name((enum role)role)), true};
    if (field.options_count)
        form_add(form, field);
}

static enum err show_add(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct person person;
    struct user *user = NULL;
    enum err err = person_to_change(&person, request);
    if (!err)
        err = user_load(&user, person.db, call, person.id);
    if (err)
        return err;
    struct form_page *page = person_form(request, &person, "token/add", "token.add", "token.make");
    page->text = word(call->lang, "token.text");
    form_add(&page->form,
        (struct form_field){.name = "name",
            .label = word(call->lang, "field.api_token.name"),
            .hint = word(call->lang, "token.name_hint"),
            .required = true});
    add_roles(&page->form, call, user);
    form_add(&page->form,
        (struct form_field){.name = "days",
            .kind = FORM_NUMBER,
            .label = word(call->lang, "token.days"),
            .hint = SAY(call->arena, call->lang, "token.days_hint", {"n", NULL, TOKEN_DAYS_MOST}),
            .value = arena_format(call->arena, "%d", TOKEN_DAYS)});
    return form_page_show(page, request, response);
}

/* The boxes that were ticked. */
static unsigned roles_typed(const struct request *request)
{
    unsigned roles = 0;
    enum role role;
    for (size_t i = 0; i < request->form.count; i++)
        if (text_is(request->form.at[i].name, "role") && role_parse(&role, request->form.at[i].value))
            roles |= ROLE_BIT(role);
    return roles;
}

static enum err make(char out[SECRET_TEXT], struct request *request, const struct person *person)
{
    struct call *call = request->call;
    const char *text = text_trim(call->arena, text_or(request_form(request, "days"), ""));
    int64_t days = TOKEN_DAYS;
    if (*text && (!text_number(&days, text) || days < 1 || days > TOKEN_DAYS_MOST))
        return fail_want(
            call, ERR_INVALID, "number_range", "days", text, arena_format(call->arena, "1–%d", TOKEN_DAYS_MOST));
    form_take_key(request);
    unsigned roles = roles_typed(request); /* none ticked is none, but for what is open to everybody */
    return token_add(out, request->site->store, call, person->id, text_or(request_form(request, "name"), ""),
        roles ? roles : ROLE_BIT(ROLE_public), (int)days);
}

enum err token_add_page(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct person person;
    char token[SECRET_TEXT];
    enum err err = person_to_change(&person, request);
    if (err)
        return err;
    if (request->method != METHOD_POST)
        return show_add(request, response);
    err = make(token, request, &person);
    if (err)
        return form_answer(request, response, err, person.path, show_add);
    struct once_secret *secret = NEW(call->arena, struct once_secret);
    secret->text = arena_text(call->arena, token);
    struct once_page *page = NEW(call->arena, struct once_page);
    *page = (struct once_page){.kick = person.own ? word(call->lang, "frame.account") : person.name,
        .kick_href = person.path,
        .title = word(call->lang, "token.made"),
        .text = word(call->lang, "token.made_text"),
        .next_href = person.path,
        .next_label = word(call->lang, "once.kept"),
        .secrets = secret,
        .secrets_count = 1};
    return once_page_show(page, request, response);
}

/* ---- withdrawing ---- */

/* The token of this very person. */
static enum err find(struct api_token *out, struct request *request, const struct person *person)
{
    struct call *call = request->call;
    const char *id = request_name(request, "token");
    struct api_token *tokens;
    int count;
    enum err err = token_list(&tokens, &count, person->db, call, person->id);
    for (int i = 0; !err && i < count; i++)
        if (text_is(tokens[i].id, id)) {
            *out = tokens[i];
            return OK;
        }
    return err ? err : fail_field(call, ERR_NOT_FOUND, "not_found", "api_token", id);
}

static enum err show_withdraw(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct person person;
    struct api_token token;
    enum err err = person_to_change(&person, request);
    if (!err)
        err = find(&token, request, &person);
    if (err)
        return err;
    struct form_page *page = person_form(
        request, &person, arena_format(call->arena, "token/%s/withdraw", token.id), "token.withdraw", "token.withdraw");
    page->title = SAY(call->arena, call->lang, "token.withdraw_title", {"name", token.name, 0});
    page->text = word(call->lang, "token.withdraw_text");
    page->form.dangerous = true;
    return form_page_show(page, request, response);
}

enum err token_withdraw_page(struct request *request, struct response *response)
{
    struct person person;
    struct api_token token;
    enum err err = person_to_change(&person, request);
    if (!err)
        err = find(&token, request, &person);
    if (err)
        return err;
    if (request->method != METHOD_POST)
        return show_withdraw(request, response);
    err = token_withdraw(request->site->store, request->call, token.id);
    return form_answer(request, response, err, person.path, show_withdraw);
}
