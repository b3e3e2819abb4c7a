#include "web/second_factor_page.h"
#include "access/second_factor.h"
#include "access/totp.h"
#include "base/text.h"
#include "web/office_name.h"

static const char path[] = "/account/second-factor";

static const char *issuer(const struct request *request)
{
    return text_or(site_office(request), "Servanda");
}

/* ---- setting up ---- */

static enum err show_enrolment(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct enrolment enrolment;
    struct enrol_page *page = NEW(call->arena, struct enrol_page);
    enum err err = second_factor_pending(&enrolment, request->site->store, call, issuer(request), call->user->id);
    if (err)
        return err;
    page->secret = enrolment.secret;
    page->url = enrolment.url;
    page->picture = enrolment.picture;
    page->picture_size = enrolment.picture_size;
    form_begin(&page->form, request, arena_format(call->arena, "%s/confirm", path), word(call->lang, "factor.confirm"));
    page->form.cancel_href = "/account";
    form_add(&page->form,
        (struct form_field){.name = "code",
            .label = word(call->lang, "login.code"),
            .hint = word(call->lang, "factor.code_hint"),
            .mode = "numeric",
            .autocomplete = "one-time-code",
            .required = true});
    if (call->faults)
        form_faults(&page->form, call);
    response->cache = CACHE_NEVER;
    frame_begin(&page->frame, request, word(call->lang, "factor.title"));
    enrol_page_html(response->body, call, page);
    return OK;
}

static enum err show_begin(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct person person;
    enum err err = person_to_change(&person, request);
    if (err)
        return err;
    struct form_page *page = person_form(request, &person, "second-factor", "factor.title", "factor.begin");
    page->text = word(call->lang, "factor.text");
    form_add_password(&page->form, call, "password", "account.password_now");
    return form_page_show(page, request, response);
}

static void show_on(struct request *request, struct response *response, const struct second_factor *state)
{
    struct call *call = request->call;
    struct factor_page *page = NEW(call->arena, struct factor_page);
    page->since = moment_words(call->arena, call->lang, state->since);
    page->codes_left = state->codes_left;
    response->cache = CACHE_NEVER;
    frame_begin(&page->frame, request, word(call->lang, "factor.is_on"));
    factor_page_html(response->body, call, page);
}

enum err second_factor_page(struct request *request, struct response *response)
{
    struct person person;
    struct second_factor state;
    enum err err = person_to_change(&person, request);
    if (!err)
        err = second_factor_state(&state, person.db, request->call, person.id);
    if (err)
        return err;
    if (state.since) {
        show_on(request, response, &state);
        return OK;
    }
    return state.begun ? show_enrolment(request, response) : show_begin(request, response);
}

enum err second_factor_begin_page(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct enrolment enrolment;
    enum err err = second_factor_begin(
        &enrolment, request->site->store, call, issuer(request), call->user->id, request_form(request, "password"));
    if (err == ERR_CONFLICT) {
        call_clear(call);
        err = OK; /* it is on: the page says so */
    }
    return form_answer(request, response, err, path, show_begin);
}

/* ---- codes ---- */

static enum err show_codes(struct request *request, struct response *response, const char *const *codes)
{
    struct call *call = request->call;
    struct once_secret *secrets = NEW_ARRAY(call->arena, RECOVERY_CODES, struct once_secret);
    for (int i = 0; i < RECOVERY_CODES; i++)
        secrets[i].text = codes[i];
    struct once_page *page = NEW(call->arena, struct once_page);
    *page = (struct once_page){.kick = word(call->lang, "frame.account"),
        .kick_href = "/account",
        .title = word(call->lang, "factor.codes"),
        .text = word(call->lang, "factor.codes_text"),
        .next_href = "/account",
        .next_label = word(call->lang, "once.kept"),
        .secrets = secrets,
        .secrets_count = RECOVERY_CODES};
    return once_page_show(page, request, response);
}

enum err second_factor_confirm_page(struct request *request, struct response *response)
{
    struct call *call = request->call;
    const char **codes;
    enum err err =
        second_factor_confirm(&codes, request->site->store, call, call->user->id, request_form(request, "code"));
    if (!err)
        return show_codes(request, response, codes);
    if (err == ERR_CONFLICT || err == ERR_NOT_FOUND) { /* done already, in another window; or never begun */
        call_clear(call);
        err = OK;
    }
    return form_answer(request, response, err, path, show_enrolment);
}

static enum err show_new_codes(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct person person;
    enum err err = person_to_change(&person, request);
    if (err)
        return err;
    struct form_page *page =
        person_form(request, &person, "second-factor/codes", "factor.new_codes", "factor.new_codes");
    page->text = word(call->lang, "factor.new_codes_text");
    form_add_password(&page->form, call, "password", "account.password_now");
    return form_page_show(page, request, response);
}

enum err recovery_codes_page(struct request *request, struct response *response)
{
    struct call *call = request->call;
    const char **codes;
    if (request->method != METHOD_POST)
        return show_new_codes(request, response);
    enum err err =
        second_factor_codes(&codes, request->site->store, call, call->user->id, request_form(request, "password"));
    return err ? form_answer(request, response, err, path, show_new_codes) : show_codes(request, response, codes);
}

/* ---- off ---- */

static enum err show_off(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct person person;
    enum err err = person_to_change(&person, request);
    if (err)
        return err;
    struct form_page *page =
        person_form(request, &person, "second-factor/off", "factor.switch_off", "factor.switch_off");
    page->warning = word(call->lang, "account.off_means");
    page->form.dangerous = true;
    form_add_password(&page->form, call, "password", "account.password_now");
    return form_page_show(page, request, response);
}

enum err own_second_factor_off_page(struct request *request, struct response *response)
{
    struct call *call = request->call;
    if (request->method != METHOD_POST)
        return show_off(request, response);
    enum err err = second_factor_off(request->site->store, call, call->user->id, request_form(request, "password"));
    return form_answer(request, response, err, "/account", show_off);
}
