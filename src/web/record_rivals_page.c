#include "web/record_rivals_page.h"
#include "base/text.h"
#include "record/rivals.h"
#include "web/record_form_page.h"

enum { COLUMNS_MOST = 64 };

static bool agrees_on(const struct record *record, int field)
{
    for (const int *agree = record->agree; *agree >= 0; agree++)
        if (*agree == field)
            return true;
    return false;
}

/* What tells the rows apart: what they may differ on, who says so, and whether they were set aside. */
static int columns_of(int *out, const struct record *record)
{
    int count = 0;
    for (int i = record->made_id ? 0 : 1; i < record->field_count && count < COLUMNS_MOST; i++) {
        bool shown =
            record->fields[i].flags & FIELD_LIST || i == record->set_aside || text_is(record->fields[i].name, "source");
        for (const int *differ = record->differ; *differ >= 0; differ++)
            shown |= *differ == i;
        if (shown && !agrees_on(record, i))
            out[count++] = i;
    }
    return count;
}

static enum err fill_rows(
    struct answer_table *table, struct db *db, struct call *call, const struct view *views, int count)
{
    const struct record *record = views[0].record;
    const char **titles;
    int fields[COLUMNS_MOST], columns = columns_of(fields, record);
    enum err err = record_titles(&titles, db, call, views, count);
    if (err)
        return err;
    table->columns = NEW_ARRAY(call->arena, (size_t)columns + 2, struct list_column);
    table->rows = NEW_ARRAY(call->arena, (size_t)count, struct list_line);
    struct cells *cells = cells_begin(call, record);
    table->columns[table->columns_count++].label = noun_one(call, record);
    for (int i = 0; i < columns; i++)
        table->columns[table->columns_count++] = (struct list_column){
            .label = field_label(call, record, fields[i]), .number = record->fields[fields[i]].kind == KIND_NUMBER};
    for (int row = 0; row < count; row++) {
        const char *const *of_row = titles ? titles + row * record->field_count : NULL;
        struct list_line *line = &table->rows[table->rows_count++];
        line->cells = NEW_ARRAY(call->arena, (size_t)columns + 1, struct list_cell);
        line->cells[line->cells_count++] = (struct list_cell){.label = table->columns[0].label,
            .cell = {.text = print_name(call, &views[row], of_row), .noun = record->noun, .id = view_id(&views[row])}};
        for (int i = 0; i < columns; i++) {
            struct list_cell *cell = &line->cells[line->cells_count++];
            cell_fill(&cell->cell, cells, &views[row], fields[i], of_row ? of_row[fields[i]] : NULL);
            cell->label = table->columns[i + 1].label;
        }
    }
    return OK;
}

enum err rivals_panel(struct panel *out, struct request *request, struct db *db, const struct view *view)
{
    struct call *call = request->call;
    const struct record *record = view->record;
    struct view *others;
    int count;
    bool conflict = false;
    *out = (struct panel){0};
    enum err err = record_rivals(&others, &count, db, call, view);
    if (err || count == 0)
        return err;
    struct view *all = NEW_ARRAY(call->arena, (size_t)count + 1, struct view);
    all[0] = *view;
    for (int i = 0; i < count; i++) {
        all[i + 1] = others[i];
        conflict |= rows_conflict(record, view->row, others[i].row);
    }
    struct rivals_view *page = NEW(call->arena, struct rivals_view);
    struct answer_table *table = NEW(call->arena, struct answer_table);
    page->table = (struct answer_page){.tables = table, .tables_count = 1};
    page->about = word(call->lang, conflict ? "record.rivals" : "record.rivals_same");
    table->caption = page->about;
    table->named = true;
    err = fill_rows(table, db, call, all, count + 1);
    if (err)
        return err;
    bool aside = *(const int64_t *)field_at(&record->fields[record->set_aside], view->row) == 1;
    if (view->can & CAN_CHANGE && (conflict || aside))
        page->settle_href = arena_format(call->arena, "/%s/%s/settle", record->noun, view_id(view));
    struct buffer *html = buffer_new(call->arena, RESPONSE_MOST);
    rivals_html(html, call, page);
    *out = (struct panel){.title = page->about, .html = html_of(html)};
    return OK;
}

static enum err show_form(struct request *request, struct response *response, const struct view *view)
{
    struct call *call = request->call;
    const char *path = arena_format(call->arena, "/%s/%s", view->record->noun, view_id(view));
    struct form_page *page = NEW(call->arena, struct form_page);
    page->kick = noun_many(call, view->record);
    page->kick_href = arena_format(call->arena, "/%s", view->record->noun);
    page->title = SAY(call->arena, call->lang, "record.settle_title", {"name", print_name(call, view, NULL), 0});
    page->text = word(call->lang, "record.settle_text");
    form_begin(&page->form, request, arena_format(call->arena, "%s/settle", path), word(call->lang, "record.settle"));
    page->form.cancel_href = path;
    form_add_reason(&page->form);
    form_add(&page->form,
        (struct form_field){.name = "version",
            .kind = FORM_HIDDEN,
            .value = arena_format(call->arena, "%lld", (long long)view_version(view))});
    return form_page_show(page, request, response);
}

enum err record_settle_page(struct request *request, struct response *response)
{
    struct call *call = request->call;
    const struct record *record;
    struct db *db;
    struct view view;
    struct outcome outcome = {0};
    int64_t seen = 0;
    enum err err = record_asked(&record, &db, request);
    if (!err && !record->rivals)
        err = fail(call, ERR_NOT_FOUND, "no_page");
    if (!err)
        err = record_show(&view, db, call, record, request_name(request, "id"));
    if (!err && !(view.can & CAN_CHANGE))
        err = not_allowed(call);
    if (err || request->method != METHOD_POST)
        return err ? err : show_form(request, response, &view);
    if (!text_number(&seen, text_or(request_form(request, "version"), "")) || seen < 1)
        return fail(call, ERR_USAGE, "bad_form");
    form_take_key(request);
    call->reason = request_form(request, "reason");
    err = record_settle(&outcome, request->site->store, call, record, view_id(&view), seen);
    if (!err || form_was_sent(call)) {
        response_see(request, response, arena_format(call->arena, "/%s/%s", record->noun, view_id(&view)));
        return OK;
    }
    if (err != ERR_INVALID && err != ERR_STALE)
        return err;
    response->status = err == ERR_STALE ? 409 : 422;
    return show_form(request, response, &view);
}
