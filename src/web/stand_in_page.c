#include "web/stand_in_page.h"
#include "access/stand_in.h"
#include "base/text.h"

static bool may_stand_in(const struct user *candidate, const void *absent)
{
    const struct user *user = absent;
    return !text_is(candidate->id, user->id) && stand_in_is_possible(user, candidate);
}

static enum err show_add(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct person person;
    struct user *absent = NULL;
    char today[DATE_TEXT];
    enum err err = person_to_change(&person, request);
    if (!err)
        err = user_load(&absent, person.db, call, person.id);
    if (err)
        return err;
    struct form_page *page = person_form(request, &person, "stand-in/add", "stand_in.add", "stand_in.button");
    struct form_field deputy = {.name = "deputy",
        .label = word(call->lang, "field.stand_in.deputy"),
        .hint = word(call->lang, "person.pick_hint"),
        .autocomplete = "off",
        .required = true};
    page->text = word(call->lang, "stand_in.text");
    err = account_picks(&deputy, person.db, call, may_stand_in, absent);
    if (err)
        return err;
    form_add(&page->form, deputy);
    form_add(&page->form,
        (struct form_field){.name = "since",
            .kind = FORM_DAY,
            .label = word(call->lang, "field.stand_in.since"),
            .value = arena_text(call->arena, date_text(today, call->today)),
            .required = true});
    form_add(&page->form,
        (struct form_field){.name = "until",
            .kind = FORM_DAY,
            .label = word(call->lang, "field.stand_in.until"),
            .hint = word(call->lang, "stand_in.until_hint"),
            .required = true});
    return form_page_show(page, request, response);
}

static enum err day_typed(struct date *out, const struct request *request, const char *name)
{
    const char *text = text_or(request_form(request, name), "");
    if (!*text)
        return fail_field(request->call, ERR_INVALID, "required", name, NULL);
    return date_parse(out, text) && date_whole(*out) ? OK
                                                     : fail_field(request->call, ERR_INVALID, "not_a_date", name, text);
}

enum err stand_in_add_page(struct request *request, struct response *response)
{
    struct person person;
    struct user *deputy;
    struct date since, until;
    enum err err = person_to_change(&person, request);
    if (err)
        return err;
    if (request->method != METHOD_POST)
        return show_add(request, response);
    err = account_picked(&deputy, request, person.db, "deputy");
    enum err from = day_typed(&since, request, "since"), to = day_typed(&until, request, "until");
    err = err ? err : from ? from : to;
    form_take_key(request);
    if (!err)
        err = stand_in_add(NULL, request->site->store, request->call, person.id, deputy->id, since, until);
    return form_answer(request, response, err, person.path, show_add);
}

/* ---- the end ---- */

static enum err find(struct stand_in *out, struct request *request, const struct person *person)
{
    struct call *call = request->call;
    const char *id = request_name(request, "stand_in");
    struct stand_in *found;
    int count;
    enum err err = stand_in_list(&found, &count, person->db, call, person->id);
    for (int i = 0; !err && i < count; i++)
        if (text_is(found[i].id, id) && text_is(found[i].absent, person->id)) {
            *out = found[i];
            return OK;
        }
    return err ? err : fail_field(call, ERR_NOT_FOUND, "not_found", "stand_in", id);
}

static enum err show_end(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct person person;
    struct stand_in one;
    enum err err = person_to_change(&person, request);
    if (!err)
        err = find(&one, request, &person);
    if (err)
        return err;
    struct form_page *page = person_form(
        request, &person, arena_format(call->arena, "stand-in/%s/end", one.id), "stand_in.end", "stand_in.end");
    page->title = SAY(call->arena, call->lang, "stand_in.end_title", {"name", one.deputy_name, 0});
    page->text = word(call->lang, "stand_in.end_text");
    page->form.dangerous = true;
    return form_page_show(page, request, response);
}

enum err stand_in_end_page(struct request *request, struct response *response)
{
    struct person person;
    struct stand_in one;
    enum err err = person_to_change(&person, request);
    if (!err)
        err = find(&one, request, &person);
    if (err)
        return err;
    if (request->method != METHOD_POST)
        return show_end(request, response);
    err = stand_in_end(request->site->store, request->call, one.id);
    return form_answer(request, response, err, person.path, show_end);
}
