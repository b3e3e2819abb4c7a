#include "web/operation_page.h"
#include "base/id.h"
#include "base/text.h"
#include "web/api.h"
#include "web/form.h"
#include <string.h>

/* "/treaty/status.csv", "/api/v1/treaty/status": the last two segments name it. */
static const struct operation *operation_of(const struct request *request)
{
    const char *verb = strrchr(request->path, '/') + 1, *noun = verb - 1;
    while (noun > request->path && noun[-1] != '/')
        noun--;
    struct arena *arena = request->call->arena;
    return operation_named(
        arena_copy(arena, noun, (size_t)(verb - 1 - noun)), arena_copy(arena, verb, strcspn(verb, ".")));
}

/* Arguments stand in the address, or in the form of a page that changes something. "lang" is of all addresses, "page" of those for people. */
static int inputs_of(struct input **out, struct request *request, const struct operation *operation)
{
    const struct pairs *pairs = operation->changes && !request->api ? &request->form : &request->query;
    struct input *inputs = *out = NEW_ARRAY(request->call->arena, pairs->count + 1, struct input);
    int count = 0;
    for (size_t i = 0; i < pairs->count; i++)
        if (!text_is(pairs->at[i].name, "lang") && !text_is(pairs->at[i].name, "csrf") &&
            !text_is(pairs->at[i].name, "key") && (request->api || !text_is(pairs->at[i].name, "page")))
            inputs[count++] = (struct input){pairs->at[i].name, pairs->at[i].value};
    return count;
}

static enum err ask(void **reply, struct db **db, struct answer *answer, struct request *request)
{
    const struct operation *operation = operation_of(request);
    *answer = (struct answer){.operation = operation, .request = request};
    answer->input_count = inputs_of(&answer->inputs, request, operation);
    enum err err = store_reader(db, request->site->store, request->call);
    if (!err)
        err = operation_ask(
            reply, request->site->store, *db, request->call, operation, answer->inputs, answer->input_count);
    answer->reply = err ? NULL : *reply;
    return err;
}

/* ---- for programs ---- */

static enum err give_json(struct request *request, struct response *response)
{
    const struct operation *operation = operation_of(request);
    struct answer answer;
    struct db *db;
    void *reply;
    response->type = "application/json";
    if (operation->changes)
        api_take_key(request);
    enum err err = ask(&reply, &db, &answer, request);
    if (err)
        return err;
    struct json json = json_begin(response->body);
    reply_json(&json, request->call, operation, reply);
    buffer_byte(response->body, '\n');
    return OK;
}

static enum err give_csv(struct request *request, struct response *response)
{
    const struct operation *operation = operation_of(request);
    struct answer answer;
    struct db *db;
    void *reply;
    enum err err = ask(&reply, &db, &answer, request);
    if (err)
        return err;
    response_file(request, response, "text/csv; charset=utf-8",
        arena_format(request->call->arena, "%s-%s.csv", operation->noun, operation->verb));
    reply_csv(response->body, request->call, operation, reply);
    return OK;
}

static enum err give_xlsx(struct request *request, struct response *response)
{
    const struct operation *operation = operation_of(request);
    struct answer answer;
    struct titles *titles;
    struct db *db;
    void *reply;
    enum err err = ask(&reply, &db, &answer, request);
    if (!err)
        err = reply_titles(&titles, db, request->call, operation, reply);
    if (err)
        return err;
    response_file(request, response, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        arena_format(request->call->arena, "%s-%s.xlsx", operation->noun, operation->verb));
    return reply_xlsx(response->body, request->call, operation, reply, titles);
}

/* ---- for people ---- */

static const char *label_of(struct call *call, const struct operation *operation, int field)
{
    return word_of(call->lang, "field", operation->asks.noun, operation->asks.fields[field].name);
}

static const char *value_of(struct request *request, const struct operation *operation, int field)
{
    const struct field *what = &operation->asks.fields[field];
    const char *given = operation->changes ? request_form(request, what->name) : request_query(request, what->name);
    char date[DATE_TEXT];
    if (given || !what->standard)
        return given;
    return text_is(what->standard, "today") ? arena_text(request->call->arena, date_text(date, request->call->today))
                                            : what->standard;
}

static enum err fill_asks(struct form_field **out, size_t *out_count, struct request *request, struct db *db,
    const struct operation *operation)
{
    struct call *call = request->call;
    const struct record *asks = &operation->asks;
    struct form_field *fields = *out = NEW_ARRAY(call->arena, (size_t)asks->field_count + 1, struct form_field);
    for (int i = 0; i < asks->field_count; i++) {
        const struct field *what = &asks->fields[i];
        struct form_field *field = &fields[i];
        *field = (struct form_field){.name = what->name,
            .label = label_of(call, operation, i),
            .value = value_of(request, operation, i),
            .kind = what->kind == KIND_PROSE ? FORM_PROSE
                : what->kind == KIND_DAY     ? FORM_DAY
                : what->kind == KIND_DATE    ? FORM_DATE
                                             : FORM_LINE,
            .required = what->flags & FIELD_REQUIRED};
        enum err err = field_options(field, request, db, asks, i, word(call->lang, "record.any"));
        if (err)
            return err;
        for (size_t j = 0; j < field->options_count; j++)
            field->options[j].chosen = text_is(field->options[j].value, text_or(field->value, ""));
    }
    *out_count = (size_t)asks->field_count;
    return OK;
}

static void fill_faults(struct operation_page *page, struct call *call)
{
    page->faults = NEW_ARRAY(call->arena, call->fault_count + 1, struct form_fault);
    for (const struct fault *fault = call->faults; fault; fault = fault->next) {
        struct form_fault *line = &page->faults[page->faults_count++];
        line->text = fault_text(call, fault);
        for (size_t i = 0; i < page->asks_count; i++)
            if (text_is(page->asks[i].name, fault->field)) {
                page->asks[i].wrong = true;
                line->href = arena_format(call->arena, "#f-%s", fault->field);
            }
    }
}

/* A question of which something must be said is not asked before that is said. */
static bool is_asked(struct request *request, const struct operation *operation)
{
    if (operation->changes)
        return request->method == METHOD_POST;
    for (int i = 0; i < operation->asks.field_count; i++)
        if (request_query(request, operation->asks.fields[i].name))
            return true;
    for (int i = 0; i < operation->asks.field_count; i++)
        if (operation->asks.fields[i].flags & FIELD_REQUIRED)
            return false;
    return true;
}

static const char *page_href(const struct request *request, const char *path, int64_t number)
{
    struct arena *arena = request->call->arena;
    const char *text = number > 1 ? arena_format(arena, "%lld", (long long)number) : NULL;
    return arena_format(arena, "%s%s", path, request_query_with(request, "page", text, "lang"));
}

/* ?page=2 has the rows behind those of the first page. */
static enum err show_part(struct operation_page *page, struct answer *answer)
{
    enum { PAGES_MOST = 100000 };
    const struct request *request = answer->request;
    struct call *call = request->call;
    int64_t number = 1;
    if (!text_number(&number, text_or(request_query(request, "page"), "1")) || number < 1 || number > PAGES_MOST)
        number = 1;
    struct buffer *html = buffer_new(call->arena, RESPONSE_MOST);
    answer->page = (size_t)number;
    enum err err = answer_html(html, &page->rows, call, answer);
    if (err)
        return err;
    page->answer = html_of(html);
    if (page->rows <= answer->most)
        page->rows = 0;
    page->from = answer->from + 1;
    page->to = answer->from + answer->most < page->rows ? answer->from + answer->most : page->rows;
    if (number > 1)
        page->earlier_href = page_href(request, page->path, number - 1);
    if (page->to < page->rows)
        page->later_href = page_href(request, page->path, number + 1);
    return OK;
}

/* The records it was asked about, and the day. */
static enum err fill_about(struct operation_page *page, const struct answer *answer)
{
    struct call *call = answer->request->call;
    const struct record *asks = &answer->operation->asks;
    page->about = NEW_ARRAY(call->arena, (size_t)asks->field_count + 1, struct asked_link);
    for (int i = 0; i < asks->field_count; i++) {
        const struct field *field = &asks->fields[i];
        const struct record *to = field->kind == KIND_REF ? record_named(field->ref) : NULL;
        const char *value = answer_asked(answer, field->name), *name = NULL;
        if (!value)
            continue;
        if (field->kind == KIND_DAY && text_is(field->standard, "today"))
            date_parse(&page->frame.as_of, value);
        if (!to || !titles_are_open(call, to))
            continue;
        enum err err = row_titles(&name, answer->db, call, to, &value, 1);
        if (err)
            return err;
        page->about[page->about_count] = (struct asked_link){
            arena_format(call->arena, "/%s/%s", to->noun, value), text_or(name, value), page->about_count > 0};
        page->about_count++;
    }
    return OK;
}

static enum err fill_answer(struct operation_page *page, struct answer *answer, struct db *db)
{
    struct titles *titles;
    enum err err = reply_titles(&titles, db, answer->request->call, answer->operation, answer->reply);
    answer->titles = titles;
    answer->db = db;
    if (!err)
        err = fill_about(page, answer);
    if (err)
        return err;
    const struct look *look = look_of(answer->operation);
    if (look && look->heading) {
        struct look_heading heading = {0};
        look->heading(&heading, answer->request->call, answer);
        page->question = page->title;
        page->title = page->frame.title = heading.title;
        page->title_lang = heading.lang;
    }
    return show_part(page, answer);
}

static const char *same_as(struct request *request, const char *format, const struct operation *operation)
{
    struct arena *arena = request->call->arena;
    return arena_format(arena, "%s%s", arena_format(arena, format, operation->noun, operation->verb),
        request_query_with(request, "lang", NULL, "page"));
}

static void fill_others(struct operation_page *page, struct call *call, const struct operation *operation)
{
    page->others = NEW_ARRAY(call->arena, (size_t)operation_count + 1, struct asked_link);
    for (int i = 0; i < operation_count; i++) {
        const struct operation *other = operations[i];
        if (other == operation || other->changes || !text_is(other->noun, operation->noun) ||
            !operation_anywhere(call->user, other))
            continue;
        page->others[page->others_count++] =
            (struct asked_link){.href = arena_format(call->arena, "/%s/%s", other->noun, other->verb),
                .name = operation_title(call, other)};
    }
}

static enum err show(struct request *request, struct response *response)
{
    struct call *call = request->call;
    const struct operation *operation = operation_of(request);
    struct operation_page *page = NEW(call->arena, struct operation_page);
    struct answer answer;
    struct db *db;
    void *reply = NULL;
    enum err err = store_reader(&db, request->site->store, call), asked = OK;
    if (err)
        return err;
    if (!operation_anywhere(call->user, operation))
        return not_allowed(call);
    page->asked = is_asked(request, operation);
    if (operation->changes)
        form_take_key(request);
    if (page->asked)
        asked = ask(&reply, &db, &answer, request);
    if (asked && asked != ERR_INVALID && asked != ERR_CONFLICT && asked != ERR_NOT_FOUND)
        return asked;
    err = fill_asks(&page->asks, &page->asks_count, request, db, operation);
    page->title = operation_title(call, operation);
    page->path = arena_format(call->arena, "/%s/%s", operation->noun, operation->verb);
    frame_begin(&page->frame, request, page->title);
    fill_others(page, call, operation);
    if (!err && reply && !asked)
        err = fill_answer(page, &answer, db);
    if (err)
        return err;
    if (asked) {
        fill_faults(page, call);
        response->status = asked == ERR_NOT_FOUND ? 404 : asked == ERR_CONFLICT ? 409 : 422;
    }
    if (operation->changes) {
        page->csrf = request->csrf;
        page->key = id_new(arena_alloc(call->arena, ID_TEXT), call->now);
        response->cache = CACHE_NEVER;
    }
    if (page->answer.size && !operation->changes) {
        page->frame.csv_href = same_as(request, "/%s/%s.csv", operation);
        page->frame.xlsx_href = same_as(request, "/%s/%s.xlsx", operation);
        page->frame.json_href = same_as(request, "/api/v1/%s/%s", operation);
    }
    operation_page_html(response->body, call, page);
    return OK;
}

static void add(struct route *routes, int *count, enum method method, const char *pattern, handler *handle)
{
    routes[(*count)++] = (struct route){method, pattern, handle, method == METHOD_POST ? ROUTE_SLOW : 0};
}

const struct route *operation_routes(struct arena *arena)
{
    enum { EACH = 4 };
    struct route *routes = NEW_ARRAY(arena, (size_t)operation_count * EACH + 1, struct route);
    int count = 0;
    for (int i = 0; i < operation_count; i++) {
        const struct operation *operation = operations[i];
        const char *page = arena_format(arena, "/%s/%s", operation->noun, operation->verb);
        enum method method = operation->changes ? METHOD_POST : METHOD_GET;
        add(routes, &count, METHOD_GET, page, show);
        add(routes, &count, method, arena_format(arena, "/api/v1%s", page), give_json);
        if (operation->changes)
            add(routes, &count, METHOD_POST, page, show);
        else {
            add(routes, &count, METHOD_GET, arena_format(arena, "%s.csv", page), give_csv);
            add(routes, &count, METHOD_GET, arena_format(arena, "%s.xlsx", page), give_xlsx);
        }
    }
    return routes;
}
