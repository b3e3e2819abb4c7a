/* The lists of a record that are kept under a name, on the page of its list. */
#include "base/text.h"
#include "record/saved_list.h"
#include "web/record_list_page.h"

enum { LONGEST_QUERY = 16 << 10 };

const char *saved_href(
    struct call *call, const struct record *record, const char *before, const char *filters, const char *id)
{
    struct buffer *out = buffer_new(call->arena, LONGEST_QUERY);
    buffer_format(out, "%s/%s?%s", before, record->noun, text_or(filters, ""));
    if (id)
        buffer_format(out, "%ssaved=%s", text_empty(filters) ? "" : "&", id);
    return out->at;
}

enum err saved_fill(struct list_page_view *page, struct request *request, struct db *db, const struct record *record,
    const struct list_wish *wish)
{
    struct call *call = request->call;
    struct saved_choice *choices;
    struct form form;
    int count;
    enum err err = saved_lists(&choices, &count, db, call, record);
    if (err || !user_account(call->user))
        return err;
    page->saved = NEW_ARRAY(call->arena, (size_t)count + 1, struct saved_line);
    for (int i = 0; i < count; i++)
        page->saved[page->saved_count++] = (struct saved_line){
            .name = choices[i].name,
            .href = saved_href(call, record, "", choices[i].filters, choices[i].id),
            .change_href = choices[i].mine ? arena_format(call->arena, "/saved_list/%s/change", choices[i].id) : NULL,
            .here = text_is(request_query(request, "saved"), choices[i].id),
            .shared = choices[i].shared,
        };
    page->keep_href = saved_href(call, record, "/keep", saved_filters(call, wish), NULL);
    page->keep_name = request_form(request, "name");
    form_begin(&form, request, page->keep_href, "");
    if (call->faults)
        form_faults(&form, call);
    page->csrf = form.csrf;
    page->key = form.key;
    page->faults = form.faults;
    page->faults_count = form.faults_count;
    return OK;
}
