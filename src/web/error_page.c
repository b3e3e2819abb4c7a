#include "web/error_page.h"
#include "base/log.h"
#include "base/text.h"
#include "codec/json.h"

int error_status(enum err err)
{
    switch (err) {
    case OK: return 200;
    case ERR_INVALID: return 422;
    case ERR_NOT_FOUND: return 404;
    case ERR_FORBIDDEN: return 403;
    case ERR_LOGIN: return 401;
    case ERR_STALE:
    case ERR_CONFLICT: return 409;
    case ERR_LIMIT: return 413;
    case ERR_USAGE: return 400;
    case ERR_BUSY:
    case ERR_NO_MEMORY: return 503;
    case ERR_UNKNOWN: return 504;
    case ERR_SYSTEM: return 500;
    }
    return 500;
}

/* Texts for the library's and the system's own troubles are for the log, not for the reader. */
static bool is_ours(enum err err)
{
    return err == ERR_SYSTEM || err == ERR_NO_MEMORY;
}

/* A disk that is full or takes no writes is said as what it is: somebody can make room, and reading goes on. */
static const char *name_of(const struct call *call, enum err err)
{
    const char *key = err == ERR_SYSTEM && call->faults ? call->faults->key : "";
    return text_is(key, "store_full") ? "full" : text_is(key, "store_readonly") ? "readonly" : err_name(err);
}

static int status_of(const struct call *call, enum err err)
{
    const char *name = name_of(call, err);
    return text_is(name, "full") || text_is(name, "readonly") ? 507 : error_status(err);
}

static void log_trouble(const struct call *call, enum err err)
{
    const struct fault *fault = call->faults;
    LOG(LOG_ERROR, "trouble", {"id", text_or(call->request, ""), 0}, {"code", err_name(err), 0},
        {"what", fault ? text_or(fault->field, fault->key) : "", 0},
        {"detail", fault ? text_or(fault->value, "") : "", 0});
}

static void error_json(struct request *request, struct response *response, enum err err)
{
    struct call *call = request->call;
    const struct fault *fault = is_ours(err) ? NULL : call->faults;
    struct json json = json_begin(response->body);
    response->type = "application/json";
    json_object(&json);
    json_name(&json, "error");
    json_object(&json);
    json_member(&json, "code", name_of(call, err));
    json_member(&json, "message",
        fault ? fault_text(call, fault)
              : word(call->lang, arena_format(call->arena, "error.%s.text", name_of(call, err))));
    if (fault && fault->field)
        json_member(&json, "field", fault->field);
    if (fault && fault->value)
        json_member(&json, "value", fault->value);
    if (fault && fault->line)
        json_member_number(&json, "line", fault->line);
    if (fault && fault->column)
        json_member_number(&json, "column", fault->column);
    json_member(&json, "request", text_or(call->request, ""));
    if (fault && fault->next) {
        json_name(&json, "more");
        json_array(&json);
        for (fault = fault->next; fault; fault = fault->next) {
            json_object(&json);
            json_member(&json, "code", err_name(fault->code));
            json_member(&json, "message", fault_text(call, fault));
            if (fault->field)
                json_member(&json, "field", fault->field);
            if (fault->value)
                json_member(&json, "value", fault->value);
            json_end(&json);
        }
        json_end(&json);
    }
    json_end(&json);
    json_end(&json);
    buffer_byte(response->body, '\n');
}

static void fill_faults(struct error_page *page, struct call *call)
{
    page->faults = NEW_ARRAY(call->arena, 21, struct error_fault);
    for (const struct fault *fault = call->faults; fault && page->faults_count < 20; fault = fault->next)
        page->faults[page->faults_count++].text = fault_text(call, fault);
}

void error_page(struct request *request, struct response *response, enum err err, int status)
{
    struct call *call = request->call;
    response->status = status ? status : request->api && err == ERR_STALE ? 412 : status_of(call, err);
    if (is_ours(err))
        log_trouble(call, err);
    if (error_status(err) == 503)
        response_header(response, "Retry-After", "2");
    if (err == ERR_LOGIN && request->api)
        response_header(response, "WWW-Authenticate", "Bearer");
    if (request->api) {
        error_json(request, response, err);
        return;
    }
    struct error_page *page = NEW(call->arena, struct error_page);
    const char *name = response->status == 405 ? "method" : name_of(call, err);
    page->title = word(call->lang, arena_format(call->arena, "error.%s.title", name));
    page->text = word(call->lang, arena_format(call->arena, "error.%s.text", name));
    page->status = response->status;
    page->number = call->request;
    if (!is_ours(err))
        fill_faults(page, call);
    page->way_href = err == ERR_LOGIN ? "/login" : "/";
    page->way_label = word(call->lang, err == ERR_LOGIN ? "frame.login" : "error.way_home");
    frame_begin(&page->frame, request, page->title);
    if (err == ERR_LOGIN)
        page->way_href = page->frame.login_href;
    error_page_html(response->body, call, page);
}
