#include "web/form_page.h"
#include "base/text.h"
#include "web/error_page.h"

enum err form_page_show(struct form_page *page, struct request *request, struct response *response)
{
    if (request->call->faults)
        form_faults(&page->form, request->call);
    response->cache = CACHE_NEVER;
    frame_begin(&page->frame, request, page->title);
    form_page_html(response->body, request->call, page);
    return OK;
}

bool form_was_sent(const struct call *call)
{
    return call->faults && text_is(call->faults->key, "store_repeated");
}

/* What the person who sent it can put right. */
static bool is_refusal(enum err err)
{
    return err == ERR_INVALID || err == ERR_CONFLICT || err == ERR_STALE || err == ERR_LIMIT;
}

enum err form_answer(struct request *request, struct response *response, enum err err, const char *next, handler *show)
{
    if (!err || form_was_sent(request->call)) {
        call_clear(request->call);
        response_see(request, response, next);
        return OK;
    }
    if (!is_refusal(err))
        return err;
    response->status = err == ERR_LIMIT ? 429 : error_status(err);
    return show(request, response);
}

void form_add_password(struct form *form, struct call *call, const char *name, const char *label)
{
    form_add(form,
        (struct form_field){.name = name,
            .kind = FORM_PASSWORD,
            .label = word(call->lang, label),
            .autocomplete = "current-password",
            .required = true});
}
