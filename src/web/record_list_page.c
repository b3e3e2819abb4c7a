/* The list of a record: filters as a form, columns that sort, pages by key, and the same as CSV, XLSX and JSON. */
#include "web/record_list_page.h"
#include "base/text.h"
#include "record/saved_list.h"
#include "web/export.h"
#include <string.h>

enum { ROWS_A_PAGE = 40 };

struct listing {
    struct request *request;
    struct call *call;
    const struct record *record;
    struct db *db;
    struct list_wish wish;
    struct list_page_view *page;
};

/* "2005..2010" out of two fields of a form, or as one value of the address. */
static const char *range_asked(struct request *request, const char *name)
{
    struct arena *arena = request->call->arena;
    const char *whole = request_query(request, name);
    const char *from = request_query(request, arena_format(arena, "%s.from", name));
    const char *until = request_query(request, arena_format(arena, "%s.until", name));
    if (text_empty(from) && text_empty(until))
        return whole;
    return arena_format(arena, "%s..%s", text_or(from, ""), text_or(until, ""));
}

static bool is_date(const struct field *field)
{
    return field->kind == KIND_DATE || field->kind == KIND_DAY || field->kind == KIND_MOMENT;
}

static void take_wish(struct listing *listing)
{
    struct request *request = listing->request;
    const struct record *record = listing->record;
    struct input *where = NEW_ARRAY(listing->call->arena, MOST_FILTERS, struct input);
    for (int i = 0; record->filters && record->filters[i] >= 0; i++) {
        const struct field *field = &record->fields[record->filters[i]];
        const char *value = is_date(field) ? range_asked(request, field->name) : request_query(request, field->name);
        if (!text_empty(value))
            where[listing->wish.where_count++] = (struct input){field->name, value};
    }
    listing->wish.where = where;
    const char *sort = request_query(request, "sort"), *after = request_query(request, "after");
    listing->wish.sort = text_empty(sort) ? NULL : sort;
    listing->wish.after = text_empty(after) ? NULL : after;
}

static const char *value_asked(const struct listing *listing, const char *name)
{
    for (int i = 0; i < listing->wish.where_count; i++)
        if (!strcmp(listing->wish.where[i].name, name))
            return listing->wish.where[i].text;
    return NULL;
}

static void add_range(struct listing *listing, const struct field *field, const char *label)
{
    struct call *call = listing->call;
    struct list_page_view *page = listing->page;
    const char *value = value_asked(listing, field->name), *dots = value ? strstr(value, "..") : NULL;
    const char *from = !value ? NULL : dots ? arena_copy(call->arena, value, (size_t)(dots - value)) : value;
    page->filters[page->filters_count++] = (struct form_field){.kind = FORM_DATE,
        .value = from,
        .name = arena_format(call->arena, "%s.from", field->name),
        .label = SAY(call->arena, call->lang, "record.from", {"field", label, 0})};
    page->filters[page->filters_count++] = (struct form_field){.kind = FORM_DATE,
        .value = dots ? dots + 2 : value,
        .name = arena_format(call->arena, "%s.until", field->name),
        .label = SAY(call->arena, call->lang, "record.until", {"field", label, 0})};
}

static enum err fill_filters(struct listing *listing)
{
    struct call *call = listing->call;
    const struct record *record = listing->record;
    struct list_page_view *page = listing->page;
    page->filters = NEW_ARRAY(call->arena, 2 * MOST_FILTERS, struct form_field);
    for (int i = 0; record->filters && record->filters[i] >= 0; i++) {
        const struct field *field = &record->fields[record->filters[i]];
        const char *label = field_label(call, record, record->filters[i]);
        if (is_date(field)) {
            add_range(listing, field, label);
            continue;
        }
        struct form_field *filter = &page->filters[page->filters_count++];
        *filter = (struct form_field){.name = field->name, .label = label, .value = value_asked(listing, field->name)};
        enum err err = field_options(
            filter, listing->request, listing->db, record, record->filters[i], word(call->lang, "record.any"));
        if (err)
            return err;
        for (size_t j = 0; j < filter->options_count; j++)
            filter->options[j].chosen = text_is(filter->options[j].value, text_or(filter->value, ""));
    }
    page->filtered = listing->wish.where_count > 0;
    page->sort = listing->wish.sort;
    return OK;
}

/* The order that a column offers: NULL when none is declared. */
static const struct list *order_of(const struct listing *listing, int field)
{
    for (int i = 0; i < listing->record->list_count; i++) {
        const struct list *list = &listing->record->lists[i];
        if (list->lead < 0 && list->sort == field)
            return list;
    }
    return NULL;
}

static const char *sort_href(const struct listing *listing, int field)
{
    return request_query_with(listing->request, "sort", listing->record->fields[field].name, "after");
}

static const char *sorted_as(const struct listing *listing, int field)
{
    const struct record *record = listing->record;
    const struct list *order = order_of(listing, field);
    bool now = listing->wish.sort ? text_is(listing->wish.sort, record->fields[field].name)
                                  : record->list_count && record->lists[0].sort == field;
    return !order || !now ? NULL : order->down ? "descending" : "ascending";
}

/* The fields in columns: those declared so, without the one that names the row. */
static int columns_of(int *out, const struct record *record)
{
    int count = 0;
    for (int i = 0; i < record->field_count; i++)
        if (record->fields[i].flags & FIELD_LIST && i != record->title)
            out[count++] = i;
    return count;
}

static void fill_columns(struct listing *listing, const int *fields, int count)
{
    struct call *call = listing->call;
    struct list_page_view *page = listing->page;
    const struct record *record = listing->record;
    page->columns = NEW_ARRAY(call->arena, (size_t)count + 1, struct list_column);
    page->head_label = field_label(call, record, record->title);
    page->head_sorted = sorted_as(listing, record->title);
    page->head_sort_href = order_of(listing, record->title) ? sort_href(listing, record->title) : NULL;
    for (int i = 0; i < count; i++)
        page->columns[page->columns_count++] = (struct list_column){
            .label = field_label(call, record, fields[i]),
            .number = record->fields[fields[i]].kind == KIND_NUMBER,
            .sort_href = order_of(listing, fields[i]) ? sort_href(listing, fields[i]) : NULL,
            .sorted = sorted_as(listing, fields[i]),
        };
}

static void fill_rows(
    struct listing *listing, const struct list_page *found, const char *const *titles, const int *fields, int count)
{
    struct call *call = listing->call;
    struct list_page_view *page = listing->page;
    const struct record *record = listing->record;
    struct cells *cells = cells_begin(call, record);
    page->rows = NEW_ARRAY(call->arena, (size_t)found->count + 1, struct list_line);
    for (int i = 0; i < found->count; i++) {
        const struct view *view = &found->views[i];
        const char *const *of_row = titles ? titles + i * record->field_count : NULL;
        struct list_line *line = &page->rows[page->rows_count++];
        struct cell name;
        cell_fill(&name, cells, view, record->title, of_row ? of_row[record->title] : NULL);
        line->noun = record->noun;
        line->id = view_id(view);
        line->name = row_name(call, view, of_row);
        line->name_lang = name.lang;
        size_t clocks;
        line->clock = clocks_fill(&clocks, call, view);
        if (!clocks)
            line->clock = NULL;
        line->late = clocks && line->clock->late;
        line->cells = NEW_ARRAY(call->arena, (size_t)count + 1, struct list_cell);
        for (int j = 0; j < count; j++) {
            struct list_cell *cell = &line->cells[line->cells_count++];
            cell_fill(&cell->cell, cells, view, fields[j], of_row ? of_row[fields[j]] : NULL);
            cell->label = page->columns[j].label;
        }
    }
}

/* All rows that this list holds, on whichever page. */
static const char *bulk_all_href(const struct listing *listing)
{
    struct buffer *out = buffer_new(listing->call->arena, 64 << 10);
    buffer_format(out, "/bulk/%s?all=1", listing->record->noun);
    for (int i = 0; i < listing->wish.where_count; i++) {
        buffer_text(out, "&where.");
        html_address_part(out, listing->wish.where[i].name);
        buffer_byte(out, '=');
        html_address_part(out, listing->wish.where[i].text);
    }
    return out->at;
}

static const char *same_as(const struct listing *listing, const char *end)
{
    return arena_format(listing->call->arena, "/%s.%s%s", listing->record->noun, end,
        request_query_with(listing->request, "after", NULL, NULL));
}

static enum err show(struct listing *listing, struct response *response)
{
    struct call *call = listing->call;
    const struct record *record = listing->record;
    struct list_page found;
    const char **titles;
    int fields[64], count = columns_of(fields, record);
    uint64_t shown = UINT64_C(1) << record->title;
    for (int i = 0; i < count; i++)
        shown |= UINT64_C(1) << fields[i];
    listing->wish.most = ROWS_A_PAGE;
    listing->wish.columns_only = true;
    enum err err = record_list(&found, listing->db, call, record, &listing->wish);
    if (!err && found.total == UNKNOWN)
        err = page_total(&found.total, listing->request, listing->db, record, &listing->wish);
    if (!err)
        err = page_titles(&titles, listing->request, listing->db, found.views, found.count, shown);
    struct list_page_view *page = listing->page = NEW(call->arena, struct list_page_view);
    if (!err)
        err = fill_filters(listing);
    if (!err)
        err = saved_fill(page, listing->request, listing->db, record, &listing->wish);
    if (err)
        return err;
    page->clocks = has_clocks(record);
    page->title = noun_many(call, record);
    page->path = arena_format(call->arena, "/%s", record->noun);
    page->found = found.total > 1000 ? word(call->lang, "record.found_many")
                                     : SAY(call->arena, call->lang, "record.found", {"n", NULL, found.total});
    fill_columns(listing, fields, count);
    fill_rows(listing, &found, titles, fields, count);
    if (found.next)
        page->next_href = request_query_with(listing->request, "after", found.next, NULL);
    if (listing->wish.after)
        page->first_href =
            arena_format(call->arena, "%s%s", page->path, request_query_with(listing->request, "after", NULL, NULL));
    page->all_href = page->path;
    if (gate_verb_anywhere(call->user, record, VERB_ADD)) {
        page->add_href = arena_format(call->arena, "/add/%s", record->noun);
        page->import_href = arena_format(call->arena, "/import/%s", record->noun);
    }
    if (listing->request->session && gate_verb_anywhere(call->user, record, VERB_CHANGE)) {
        page->bulk_href = arena_format(call->arena, "/bulk/%s", record->noun);
        page->bulk_all_href = bulk_all_href(listing);
    }
    frame_begin(&page->frame, listing->request, page->title);
    page->frame.csv_href = same_as(listing, "csv");
    page->frame.xlsx_href = same_as(listing, "xlsx");
    page->frame.json_href = same_as(listing, "json");
    list_page_html(response->body, call, page);
    return OK;
}

/* This list, kept under a name: its filters stand in the address, the name in the form. */
enum err record_keep_page(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct listing listing = {.request = request, .call = call};
    struct outcome outcome = {0};
    enum err err = record_asked(&listing.record, &listing.db, request);
    if (err)
        return err;
    take_wish(&listing);
    form_take_key(request);
    err = saved_keep(&outcome, request->site->store, call, listing.record, &listing.wish, request_form(request, "name"),
        request_form(request, "share") != NULL);
    if (err == ERR_CONFLICT) {
        enum err asked = repeated_before(&outcome.id, request, listing.db, record_named("saved_list"));
        err = asked ? asked : outcome.id ? OK : err;
    }
    if (!err)
        response_see(
            request, response, saved_href(call, listing.record, "", saved_filters(call, &listing.wish), outcome.id));
    if (err != ERR_INVALID && err != ERR_CONFLICT)
        return err;
    response->status = err == ERR_CONFLICT ? 409 : 422;
    response->cache = CACHE_NEVER;
    return show(&listing, response);
}

enum err record_list_page(struct request *request, struct response *response)
{
    struct call *call = request->call;
    struct listing listing = {.request = request, .call = call};
    const char *name = request_name(request, "noun"), *point = strchr(name, '.');
    listing.record = record_named(point ? arena_copy(call->arena, name, (size_t)(point - name)) : name);
    if (!listing.record || !request->site->store)
        return fail(call, ERR_NOT_FOUND, "no_page");
    enum err err = store_reader(&listing.db, request->site->store, call);
    if (err)
        return err;
    take_wish(&listing);
    enum transfer format;
    if (point && !export_format(&format, point + 1))
        return fail(call, ERR_NOT_FOUND, "no_page");
    if (point)
        return export_answer(request, response, listing.record, &listing.wish, format);
    return show(&listing, response);
}
