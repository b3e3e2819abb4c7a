/*
 * A file into records: the form, and the beginning of the job that checks it. Nothing is stored but the file, for a day at most, until the
 * person agrees on the page of that job (web/job_page.c).
 */
#include "web/record_import_page.h"
#include "base/text.h"
#include "record/many_job.h"
#include "web/job_page.h"
#include "web/job_runner.h"
#include <string.h>

enum { NAME_MOST = 500 };

static void fill_columns(struct import_page *page, struct call *call, const struct record *record)
{
    page->columns = NEW_ARRAY(call->arena, (size_t)record->field_count + 1, struct import_column);
    for (int i = 0; i < record->field_count; i++) {
        const struct field *field = &record->fields[i];
        if (field->class == CLASS_SECRET || field->flags & FIELD_SYSTEM || i == record->state)
            continue;
        page->columns[page->columns_count++] = (struct import_column){
            .name = field->flags & FIELD_LANG ? arena_format(call->arena, "%s_ar … %s_zh", field->name, field->name)
                                              : field->name,
            .label = field_label(call, record, i),
            .required = field->flags & FIELD_REQUIRED,
        };
    }
}

/* Nothing is required of it: a file may say it itself. */
static enum err fill_asks(struct import_page *page, struct request *request, struct db *db, const struct record *record)
{
    const struct own_files *own = own_files_of(record);
    page->accept = arena_format(request->call->arena, ".csv,.xlsx,.json%s%s", own ? "," : "", own ? own->accept : "");
    page->own = own ? word(request->call->lang, own->key) : NULL;
    for (const char *const *name = own ? own->asks : NULL; name && *name; name++) {
        struct form_field *field = &page->asks[page->asks_count++];
        *field = (struct form_field){.value = request_form(request, *name)};
        enum err err = field_control(field, request, db, record, field_named(record, *name));
        if (err)
            return err;
        field->required = false;
    }
    return OK;
}

void import_take_asked(struct import_ask *ask, struct request *request)
{
    const struct own_files *own = own_files_of(ask->record);
    struct input *inputs = NEW_ARRAY(request->call->arena, IMPORT_ASKS, struct input);
    ask->asked = inputs;
    for (const char *const *name = own ? own->asks : NULL; name && *name; name++) {
        const char *value = request->api ? request_query(request, *name) : request_form(request, *name);
        if (!text_empty(value) && ask->asked_count < IMPORT_ASKS)
            inputs[ask->asked_count++] = (struct input){*name, value};
    }
}

static enum err show(struct request *request, struct response *response, struct db *db, const struct record *record)
{
    struct call *call = request->call;
    struct import_page *page = NEW(call->arena, struct import_page);
    struct form form;
    enum err err = fill_asks(page, request, db, record);
    if (err)
        return err;
    page->action = arena_format(call->arena, "/import/%s", record->noun);
    page->noun = noun_many(call, record);
    page->noun_href = arena_format(call->arena, "/%s", record->noun);
    page->pattern_href = arena_format(call->arena, "/%s.csv", record->noun);
    page->title = SAY(call->arena, call->lang, "import.title", {"noun", page->noun, 0});
    page->fault = call->faults ? fault_text(call, call->faults) : NULL;
    form_begin(&form, request, page->action, "");
    page->csrf = form.csrf;
    page->key = form.key;
    fill_columns(page, call, record);
    response->cache = CACHE_NEVER;
    frame_begin(&page->frame, request, page->title);
    import_page_html(response->body, call, page);
    return OK;
}

struct beginning {
    struct import_ask ask;
    char *id;
};

static enum err begin(struct db *db, struct call *call, void *arg)
{
    struct beginning *beginning = arg;
    enum err err = import_begin(&beginning->id, db, call, &beginning->ask);
    return err ? err : store_reply(db, call, beginning->id);
}

enum err import_add(char **id, struct request *request, const struct import_ask *ask)
{
    struct call *call = request->call;
    struct beginning beginning = {.ask = *ask};
    enum err err = store_write(request->site->store, call, begin, &beginning);
    *id = beginning.id;
    return job_begun(id, request, err);
}

enum err record_import_page(struct request *request, struct response *response)
{
    struct call *call = request->call;
    const struct record *record;
    struct db *db;
    char *id;
    enum err err = record_asked(&record, &db, request);
    if (err)
        return err;
    if (!request->session || !gate_verb_anywhere(call->user, record, VERB_ADD))
        return fail(call, call->user->id ? ERR_FORBIDDEN : ERR_LOGIN, call->user->id ? "forbidden" : "login");
    if (request->method != METHOD_POST)
        return show(request, response, db, record);
    const struct upload *file = request_file(request, "file");
    if (!file || !file->size) {
        (void)fail_field(call, ERR_INVALID, "no_file", NULL, NULL);
        response->status = 422;
        return show(request, response, db, record);
    }
    bool named = !text_empty(file->name) && strlen(file->name) <= NAME_MOST;
    unsigned long ended = job_runner_ended(request->site->jobs);
    form_take_key(request);
    struct import_ask ask = {.record = record,
        .name = named ? file->name : word(call->lang, "import.file"),
        .bytes = file->bytes,
        .size = file->size,
        .format = transfer_format(record, file->bytes, file->size),
        .trial = true};
    import_take_asked(&ask, request);
    err = import_add(&id, request, &ask);
    if (!err)
        job_see(request, response, id, ended);
    return err;
}
