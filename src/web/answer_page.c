/* An answer as its shape looks: as the folder says it looks, or else its known parts as a list and its many parts as tables. */
#include "base/text.h"
#include "web/folder.h"
#include "web/operation_page.h"

static void fill_cell(struct cell *out, const struct answer *answer, const struct part *part, const void *of)
{
    struct call *call = answer->request->call;
    const struct field *field = &part->field;
    *out = (struct cell){.text = part_words(call, part, of, answer->titles),
        .number = !part->many && field->kind == KIND_NUMBER,
        .prose = !part->many && field->kind == KIND_PROSE,
        .none = part->many || part->maybe || (field->flags & FIELD_REMARK)};
    const struct record *to = part->many || field->kind != KIND_REF ? NULL : record_named(field->ref);
    if (to && out->text && gate_verb_anywhere(call->user, to, VERB_SEE)) {
        out->noun = field->ref;
        out->id = field_text(call->arena, field, of, call->lang);
    }
}

/* What was asked with is the same in each row. */
static bool is_same(const struct answer *answer, const struct part *part)
{
    for (int i = 0; i < answer->input_count && !part->many && part->field.kind == KIND_REF; i++)
        if (text_is(answer->inputs[i].name, part->field.name) && !text_empty(answer->inputs[i].text))
            return true;
    return false;
}

static int columns_said(
    const struct part **out, const struct answer *answer, const struct shape *shape, struct shape_list list)
{
    int count = 0;
    for (int i = 0; i < shape->part_count; i++)
        if (!shape->parts[i].shape && !is_same(answer, &shape->parts[i]) &&
            part_said(answer->request->call, &shape->parts[i], shape, list))
            out[count++] = &shape->parts[i];
    return count;
}

enum { PARTS_MOST = 64 };

static struct shape_list shown_of(const struct answer *answer, const struct shape *shape, struct shape_list list)
{
    size_t from = answer->from < list.items_count ? answer->from : list.items_count, left = list.items_count - from;
    return (struct shape_list){
        list.items ? (const char *)list.items + from * shape->size : NULL, left < answer->most ? left : answer->most};
}

static void fill_table(
    struct answer_table *table, const struct answer *answer, const struct shape *shape, struct shape_list whole)
{
    struct call *call = answer->request->call;
    const struct part *parts[PARTS_MOST];
    struct shape_list list = shown_of(answer, shape, whole);
    int count = columns_said(parts, answer, shape, list);
    table->rows_whole = whole.items_count;
    table->columns = NEW_ARRAY(call->arena, (size_t)count + 1, struct list_column);
    table->rows = NEW_ARRAY(call->arena, list.items_count + 1, struct list_line);
    for (int i = 0; i < count; i++)
        table->columns[table->columns_count++] = (struct list_column){
            .label = part_label(call, shape, parts[i]), .number = parts[i]->field.kind == KIND_NUMBER};
    for (size_t row = 0; row < list.items_count; row++) {
        const void *of = (const char *)list.items + row * shape->size;
        struct list_line *line = &table->rows[table->rows_count++];
        line->cells = NEW_ARRAY(call->arena, (size_t)count + 1, struct list_cell);
        for (int i = 0; i < count; i++) {
            struct list_cell *cell = &line->cells[line->cells_count++];
            fill_cell(&cell->cell, answer, parts[i], of);
            cell->label = table->columns[i].label;
        }
    }
}

/* What was asked with stands in the form already. */
static bool was_asked(const struct operation *operation, const struct part *part)
{
    return !part->many && field_named(&operation->asks, part->field.name) >= 0;
}

static void fill_shape(struct answer_page *page, const struct answer *answer)
{
    struct call *call = answer->request->call;
    const struct shape *shape = answer->operation->gives;
    page->facts = NEW_ARRAY(call->arena, (size_t)shape->part_count + 1, struct answer_fact);
    page->tables = NEW_ARRAY(call->arena, (size_t)shape->part_count + 1, struct answer_table);
    for (int i = 0; i < shape->part_count; i++) {
        const struct part *part = &shape->parts[i];
        if (part->shape && part->maybe && !part_list(part, answer->reply).items)
            continue;
        if (part->shape) {
            struct answer_table *table = &page->tables[page->tables_count++];
            table->caption = part_label(call, shape, part);
            fill_table(table, answer, part->shape, part_list(part, answer->reply));
            continue;
        }
        if (was_asked(answer->operation, part))
            continue;
        struct answer_fact *fact = &page->facts[page->facts_count];
        fact->label = part_label(call, shape, part);
        fill_cell(&fact->cell, answer, part, answer->reply);
        page->facts_count += fact->cell.text || !part->maybe;
    }
}

/* Whether there is something in it besides what was asked with. */
static bool has_rows(const struct answer_page *page)
{
    for (size_t i = 0; i < page->tables_count; i++)
        if (page->tables[i].rows_count)
            return true;
    return page->tables_count == 0 && page->facts_count;
}

const struct look *look_of(const struct operation *operation)
{
    for (const struct folder *const *folder = folders; *folder; folder++)
        for (const struct look *const *look = (*folder)->looks; look && *look; look++)
            if ((*look)->shape == operation->gives && (!(*look)->operation || (*look)->operation == operation))
                return *look;
    return NULL;
}

static struct answer_page *page_of(const struct answer *answer)
{
    struct call *call = answer->request->call;
    struct answer_page *page = NEW(call->arena, struct answer_page);
    if (!answer->operation->many) {
        fill_shape(page, answer);
        return page;
    }
    page->tables = NEW_ARRAY(call->arena, 1, struct answer_table);
    page->tables_count = 1;
    page->tables[0].caption = operation_title(call, answer->operation);
    page->tables[0].named = true;
    fill_table(page->tables, answer, answer->operation->gives, *(const struct shape_list *)answer->reply);
    return page;
}

static size_t rows_of(const struct answer_page *page)
{
    size_t most = 0;
    for (size_t i = 0; i < page->tables_count; i++)
        most = page->tables[i].rows_whole > most ? page->tables[i].rows_whole : most;
    return most;
}

size_t answer_tables_html(struct buffer *out, struct call *call, const struct answer *answer)
{
    struct answer_page *page = page_of(answer);
    answer_page_html(out, call, page);
    return rows_of(page);
}

enum err answer_html(struct buffer *out, size_t *rows, struct call *call, struct answer *answer)
{
    enum { ON_A_PAGE = 100, ON_A_PANEL = 12 };
    const struct look *look = look_of(answer->operation);
    answer->most = answer->panel ? ON_A_PANEL : look && look->most ? look->most : ON_A_PAGE;
    answer->from = answer->page > 1 ? (answer->page - 1) * answer->most : 0;
    if (look)
        return look->html(out, rows, call, answer);
    struct answer_page *page = page_of(answer);
    *rows = rows_of(page);
    if (!answer->panel || has_rows(page))
        answer_page_html(out, call, page);
    return OK;
}

/* A day that is asked about as of today when nobody says another. */
static bool is_today(const struct field *field)
{
    return (field->kind == KIND_DATE || field->kind == KIND_DAY) && text_is(field->standard, "today");
}

const char *answer_asked(const struct answer *answer, const char *name)
{
    struct call *call = answer->request->call;
    char text[DATE_TEXT];
    for (int i = 0; i < answer->input_count; i++)
        if (text_is(answer->inputs[i].name, name) && !text_empty(answer->inputs[i].text))
            return answer->inputs[i].text;
    int field = field_named(&answer->operation->asks, name);
    if (field < 0 || !is_today(&answer->operation->asks.fields[field]))
        return NULL;
    return arena_text(call->arena, date_text(text, call->today));
}

static enum err one_panel(struct panels *out, struct request *request, struct db *db, const struct operation *operation,
    struct input about, struct date on)
{
    struct call *call = request->call;
    struct answer answer = {.operation = operation, .request = request, .db = db, .panel = true};
    const struct record *asks = &operation->asks;
    struct titles *titles;
    void *reply;
    size_t rows;
    char text[DATE_TEXT];
    answer.inputs = NEW_ARRAY(call->arena, (size_t)asks->field_count + 1, struct input);
    answer.inputs[answer.input_count++] = about;
    for (int i = 0; i < asks->field_count; i++) {
        if (!is_today(&asks->fields[i]))
            continue;
        out->dated = true;
        if (date_known(on))
            answer.inputs[answer.input_count++] =
                (struct input){asks->fields[i].name, arena_text(call->arena, date_text(text, on))};
    }
    enum err err = operation_ask(&reply, request->site->store, db, call, operation, answer.inputs, answer.input_count);
    if (!err)
        err = reply_titles(&titles, db, call, operation, reply);
    if (err)
        return err;
    answer.reply = reply;
    answer.titles = titles;
    struct buffer *html = buffer_new(call->arena, RESPONSE_MOST), *href = buffer_new(call->arena, 4096);
    err = answer_html(html, &rows, call, &answer);
    if (err || !html->size)
        return err;
    for (int i = 0; i < answer.input_count; i++) {
        buffer_format(href, "%s%s=", i ? "&" : "?", answer.inputs[i].name);
        html_address_part(href, answer.inputs[i].text);
    }
    out->panels[out->panels_count++] = (struct panel){.title = operation_title(call, operation),
        .href = arena_format(call->arena, "/%s/%s%s", operation->noun, operation->verb, href->at),
        .more = rows > answer.most ? (int64_t)rows : 0,
        .html = html_of(html)};
    return OK;
}

/* The argument by which it stands on the page of this record; -1: it does not. */
static int panel_argument(const struct operation *operation, const struct record *record)
{
    for (const int *panel = operation->panels; *panel >= 0; panel++)
        if (text_is(operation->asks.fields[*panel].ref, record->noun))
            return *panel;
    return -1;
}

/* What upper folders have to say comes first: the work of the office before the facts of the world. */
static void panels_in_order(const struct operation **out)
{
    int count = 0;
    for (int end = operation_count; end > 0;) {
        int first = end - 1;
        while (first > 0 && text_is(operations[first - 1]->folder, operations[end - 1]->folder))
            first--;
        for (int i = first; i < end; i++)
            out[count++] = operations[i];
        end = first;
    }
}

enum err panels_of(struct panels *out, struct request *request, struct db *db, const struct record *record,
    const char *id, struct date on)
{
    struct call *call = request->call;
    *out = (struct panels){.panels = NEW_ARRAY(call->arena, (size_t)operation_count + 1, struct panel)};
    const struct operation **order = NEW_ARRAY(call->arena, (size_t)operation_count + 1, const struct operation *);
    panels_in_order(order);
    for (int i = 0; i < operation_count; i++) {
        int argument = panel_argument(order[i], record);
        if (argument < 0 || !operation_anywhere(call->user, order[i]))
            continue;
        const char *name = order[i]->asks.fields[argument].name;
        enum err err = one_panel(out, request, db, order[i], (struct input){name, id}, on);
        if (err)
            return err;
    }
    return OK;
}
