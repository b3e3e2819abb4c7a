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
        .none = part->many || part->maybe};
    const struct record *to = part->many || field->kind != KIND_REF ? NULL : record_named(field->ref);
    if (to && out->text && gate_verb_anywhere(call->user, to, VERB_SEE)) {
        out->noun = field->ref;
        out->id = field_text(call->arena, field, of, call->lang);
    }
}

static int columns_said(const struct part **out, struct call *call, const struct shape *shape, struct shape_list list)
{
    int count = 0;
    for (int i = 0; i < shape->part_count; i++)
        if (!shape->parts[i].shape && part_said(call, &shape->parts[i], shape, list))
            out[count++] = &shape->parts[i];
    return count;
}

enum { PARTS_MOST = 64 };

static void fill_table(
    struct answer_table *table, const struct answer *answer, const struct shape *shape, struct shape_list list)
{
    struct call *call = answer->request->call;
    const struct part *parts[PARTS_MOST];
    int count = columns_said(parts, call, shape, list);
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

bool answer_html(struct buffer *out, struct call *call, const struct answer *answer)
{
    struct answer_page *page = NEW(call->arena, struct answer_page);
    if (answer->operation->many) {
        page->tables = NEW_ARRAY(call->arena, 1, struct answer_table);
        page->tables_count = 1;
        page->tables[0].caption = operation_title(call, answer->operation);
        page->tables[0].named = true;
        fill_table(page->tables, answer, answer->operation->gives, *(const struct shape_list *)answer->reply);
    } else {
        fill_shape(page, answer);
    }
    if (answer->panel && !has_rows(page))
        return false;
    for (const struct folder *const *folder = folders; *folder; folder++)
        for (const struct look *look = (*folder)->looks; look && look->shape; look++)
            if (look->shape == answer->operation->gives) {
                look->html(out, call, answer);
                return true;
            }
    answer_page_html(out, call, page);
    return true;
}

static enum err one_panel(struct panel *out, struct request *request, struct db *db, const struct operation *operation,
    int argument, const char *id)
{
    struct call *call = request->call;
    const char *name = operation->asks.fields[argument].name;
    struct input input = {name, id};
    struct answer answer = {.operation = operation, .request = request, .panel = true};
    struct titles *titles;
    void *reply;
    enum err err = operation_ask(&reply, request->site->store, db, call, operation, &input, 1);
    if (!err)
        err = reply_titles(&titles, db, call, operation, reply);
    if (err)
        return err;
    answer.reply = reply;
    answer.titles = titles;
    struct buffer *html = buffer_new(call->arena, RESPONSE_MOST);
    if (answer_html(html, call, &answer))
        *out = (struct panel){.title = operation_title(call, operation),
            .href = arena_format(call->arena, "/%s/%s?%s=%s", operation->noun, operation->verb, name, id),
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

enum err panels_of(struct panel **out, size_t *count, struct request *request, struct db *db,
    const struct record *record, const char *id)
{
    struct call *call = request->call;
    *out = NEW_ARRAY(call->arena, (size_t)operation_count + 1, struct panel);
    *count = 0;
    for (int i = 0; i < operation_count; i++) {
        int argument = panel_argument(operations[i], record);
        if (argument < 0 || !operation_anywhere(call->user, operations[i]))
            continue;
        enum err err = one_panel(&(*out)[*count], request, db, operations[i], argument, id);
        if (err)
            return err;
        *count += (*out)[*count].title != NULL;
    }
    return OK;
}
