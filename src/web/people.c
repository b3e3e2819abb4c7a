#include "web/people.h"
#include "access/account.h"
#include "base/text.h"
#include "record/operate.h"

enum { PICKS_MOST = 200 };

/* ---- whose page ---- */

enum err person_asked(struct person *out, struct request *request)
{
    struct call *call = request->call;
    const char *id = request_name(request, "id");
    struct user *user;
    *out = (struct person){.id = text_or(id, call->user->id), .own = !id};
    enum err err = store_reader(&out->db, request->site->store, call);
    if (!err)
        err = user_load(&user, out->db, call, out->id);
    if (err == ERR_NOT_FOUND)
        return fail_field(call, err, "user_unknown", "user", out->id);
    if (err)
        return err;
    out->erased = user->erased;
    out->name = user->erased ? word(call->lang, "person.erased") : user->name;
    out->path = out->own ? "/account" : arena_format(call->arena, "/user/%s", out->id);
    return OK;
}

enum err person_to_change(struct person *out, struct request *request)
{
    const struct user *user = request->call->user;
    enum err err = person_asked(out, request);
    if (!err && out->own && user->stands_for)
        err = fail_field(request->call, ERR_FORBIDDEN, "in_person", NULL, user->stand_in_name);
    if (!err && out->erased)
        err = fail_field(request->call, ERR_NOT_FOUND, "user_unknown", "user", out->id);
    return err;
}

struct form_page *person_form(
    struct request *request, const struct person *person, const char *what, const char *title, const char *button)
{
    struct call *call = request->call;
    struct form_page *page = NEW(call->arena, struct form_page);
    page->kick = person->own ? word(call->lang, "frame.account") : person->name;
    page->kick_href = person->path;
    page->title = word(call->lang, title);
    form_begin(&page->form, request, arena_format(call->arena, "%s/%s", person->path, what), word(call->lang, button));
    page->form.cancel_href = person->path;
    return page;
}

/* ---- roles ---- */

static enum err scope_name(const char **out, struct db *db, struct call *call, const char *noun, const char *id)
{
    struct view view;
    const struct record *record = record_named(text_or(noun, ""));
    *out = id;
    if (!record)
        return OK;
    enum err err = record_show(&view, db, call, record, id);
    if (!err)
        *out = text_or(view_title(call->arena, &view, call->lang), id);
    if (err == ERR_NOT_FOUND)
        call_clear(call);
    return err == ERR_NOT_FOUND ? OK : err;
}

enum err role_lines(struct role_line **out, size_t *count, struct db *db, struct call *call, const struct user *user)
{
    struct role_line *lines = NEW_ARRAY(call->arena, (size_t)user->scope_count + ROLE_COUNT, struct role_line);
    *count = 0;
    *out = lines;
    for (int role = ROLE_public + 1; role < ROLE_COUNT; role++) {
        const char *name = role_name((enum role)role), *label = word_of(call->lang, "role", NULL, name);
        const char *noun = scope_noun((enum role)role);
        if (user_has(user, (enum role)role) && !role_scoped((enum role)role))
            lines[(*count)++] = (struct role_line){.role = name, .label = label};
        for (int i = 0; i < user->scope_count; i++) {
            if (user->scopes[i].role != (enum role)role)
                continue;
            struct role_line *line = &lines[(*count)++];
            *line = (struct role_line){.role = name, .label = label, .scope = user->scopes[i].id};
            line->scope_href = noun ? arena_format(call->arena, "/%s/%s", noun, line->scope) : NULL;
            enum err err = scope_name(&line->scope_name, db, call, noun, line->scope);
            if (err)
                return err;
        }
    }
    return OK;
}

/* ---- picking an account ---- */

enum err account_picks(struct form_field *field, struct db *db, struct call *call, account_may *may, const void *arg)
{
    struct account_line *lines;
    struct account_wish wish = {.state = ACCOUNT_ON, .most = PICKS_MOST};
    int count;
    enum err err = account_list(&lines, &count, db, call, &wish);
    if (err)
        return err;
    field->kind = FORM_REF;
    field->list = arena_format(call->arena, "l-%s", field->name);
    field->options = NEW_ARRAY(call->arena, (size_t)count + 1, struct form_option);
    for (int i = 0; i < count; i++)
        if (may(lines[i].user, arg))
            field->options[field->options_count++] =
                (struct form_option){lines[i].user->login, lines[i].user->name, false};
    struct buffer *out = buffer_new(call->arena, 1 << 20);
    form_picks_html(out, call, field);
    field->picks = html_of(out);
    return OK;
}

enum err account_picked(struct user **out, struct request *request, struct db *db, const char *field)
{
    struct call *call = request->call;
    const char *login = text_trim(call->arena, text_or(request_form(request, field), ""));
    *out = NULL;
    if (!*login)
        return fail_field(call, ERR_INVALID, "required", field, NULL);
    enum err err = user_by_login(out, db, call, login);
    return err == ERR_NOT_FOUND ? fail_field(call, ERR_INVALID, "user_unknown", field, login) : err;
}

/* ---- once ---- */

enum err once_page_show(struct once_page *page, struct request *request, struct response *response)
{
    response->cache = CACHE_NEVER;
    frame_begin(&page->frame, request, page->title);
    once_page_html(response->body, request->call, page);
    return OK;
}
