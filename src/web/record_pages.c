#include "web/record_pages.h"
#include "base/text.h"
#include "web/record_rivals_page.h"
#include <string.h>

const char *field_label(struct call *call, const struct record *record, int field)
{
    return word_of(call->lang, "field", record->noun, record->fields[field].name);
}

enum err record_asked(const struct record **record, struct db **db, struct request *request)
{
    *record = record_named(request_name(request, "noun"));
    if (!*record || !request->site->store)
        return fail(request->call, ERR_NOT_FOUND, "no_page");
    return store_reader(db, request->site->store, request->call);
}

/* The language that words in six languages are shown in, when it is not that of the page. */
static const char *other_lang(struct call *call, const struct view *view, int field)
{
    if (view_text(call->arena, view, field, call->lang))
        return NULL;
    for (int i = 0; i < LANGS; i++)
        if (view_text(call->arena, view, field, lang_instead[i]))
            return lang_codes[lang_instead[i]];
    return NULL;
}

struct cells {
    struct call *call;
    const struct record *record;
    struct {
        const char **words; /* by choice */
        bool known, leads;  /* to the page of what it refers to, which this user may see */
    } fields[64];
};

struct cells *cells_begin(struct call *call, const struct record *record)
{
    struct cells *cells = NEW(call->arena, struct cells);
    cells->call = call;
    cells->record = record;
    return cells;
}

static bool leads_on(struct cells *cells, int field)
{
    const struct field *what = &cells->record->fields[field];
    if (!cells->fields[field].known) {
        cells->fields[field].known = true;
        cells->fields[field].leads =
            what->kind == KIND_REF && gate_verb_anywhere(cells->call->user, record_named(what->ref), VERB_SEE);
    }
    return cells->fields[field].leads;
}

/* The words of a choice; NULL when the field is something else, or not known. */
static const char *choice_words(struct cells *cells, const struct view *view, int field)
{
    const struct field *what = &cells->record->fields[field];
    struct call *call = cells->call;
    int choice = what->kind == KIND_CHOICE ? *(const int *)field_at(what, view->row) : 0, count = 0;
    if (!choice)
        return NULL;
    const char **words = cells->fields[field].words;
    if (!words) {
        while (what->choices[count])
            count++;
        words = cells->fields[field].words = NEW_ARRAY(call->arena, (size_t)count, const char *);
    }
    if (!words[choice - 1])
        words[choice - 1] = print_field(call, view, field, NULL);
    return words[choice - 1];
}

void cell_fill(struct cell *out, struct cells *cells, const struct view *view, int field, const char *title)
{
    struct call *call = cells->call;
    const struct field *what = &view->record->fields[field];
    *out = (struct cell){.number = what->kind == KIND_NUMBER, .prose = what->kind == KIND_PROSE};
    if (!view_shows(view, field)) {
        const char *reason = gate_reason(call->user, view->record, field, view->row);
        out->withheld = true;
        out->why = reason ? word_find(call->lang, arena_format(call->arena, "withheld.%s", reason)) : NULL;
        return;
    }
    if (what->kind == KIND_USER && !title && view_text(call->arena, view, field, call->lang)) {
        out->withheld = true; /* an account of the office, for those outside */
        out->why = word(call->lang, "withheld.office");
        return;
    }
    out->text = choice_words(cells, view, field);
    if (!out->text)
        out->text = print_field(call, view, field, title);
    if (what->flags & FIELD_LANG)
        out->lang = other_lang(call, view, field);
    const char *id = leads_on(cells, field) ? view_text(call->arena, view, field, call->lang) : NULL;
    if (id) {
        out->noun = what->ref;
        out->id = id;
    }
}

const char *row_name(struct call *call, const struct view *view, const char *const *titles)
{
    const struct record *record = view->record;
    const char *title = titles ? titles[record->title] : NULL;
    return title ? title : view_title(call->arena, view, call->lang);
}

enum err repeated_before(const char **id, struct request *request, struct db *db, const struct record *record)
{
    struct call *call = request->call;
    bool repeated;
    char *reply;
    size_t size = strlen(record->noun);
    *id = NULL;
    if (!call->faults || !text_is(call->faults->key, "store_repeated"))
        return OK;
    enum err err = store_repeated(&repeated, &reply, db, call);
    if (!err && repeated && reply && !strncmp(reply, record->noun, size) && reply[size] == '/') {
        *id = reply + size + 1;
        call_clear(call);
    }
    return err;
}

const struct route record_routes[] = {
    {METHOD_GET, "/{noun}", record_list_page, 0},
    {METHOD_GET, "/add/{noun}", record_add_page, 0},
    {METHOD_POST, "/add/{noun}", record_add_page, 0},
    {METHOD_POST, "/keep/{noun}", record_keep_page, 0},
    {METHOD_GET, "/import/{noun}", record_import_page, 0},
    {METHOD_POST, "/import/{noun}", record_import_page, ROUTE_SLOW | ROUTE_FILE},
    {METHOD_GET, "/bulk/{noun}", record_bulk_page, 0},
    {METHOD_POST, "/bulk/{noun}", record_bulk_page, ROUTE_SLOW},
    {METHOD_GET, "/{noun}/{id}", record_show_page, 0},
    {METHOD_GET, "/{noun}/{id}/change", record_change_page, 0},
    {METHOD_POST, "/{noun}/{id}/change", record_change_page, 0},
    {METHOD_GET, "/{noun}/{id}/remove", record_remove_page, 0},
    {METHOD_POST, "/{noun}/{id}/remove", record_remove_page, 0},
    {METHOD_GET, "/{noun}/{id}/merge", record_merge_page, ROUTE_SLOW},
    {METHOD_POST, "/{noun}/{id}/merge", record_merge_page, ROUTE_SLOW},
    {METHOD_GET, "/{noun}/{id}/ties", record_ties_page, 0},
    {METHOD_POST, "/{noun}/{id}/ties", record_ties_page, 0},
    {METHOD_POST, "/{noun}/{id}/step", record_step_page, 0},
    {METHOD_GET, "/{noun}/{id}/take-back/{seq}", record_take_back_page, 0},
    {METHOD_POST, "/{noun}/{id}/take-back/{seq}", record_take_back_page, 0},
    {METHOD_GET, "/{noun}/{id}/settle", record_settle_page, 0},
    {METHOD_POST, "/{noun}/{id}/settle", record_settle_page, 0},
    {METHOD_GET, "/{noun}/{id}/history", record_history_page, 0},
    {0},
};
