/* The page of one row: its fields by who may read them, what refers to it, and what this user can do with it. */
#include "web/record_show_page.h"
#include "base/text.h"
#include "record/link.h"
#include "web/record_rivals_page.h"
#include <string.h>

enum { LINKED_MOST = 40 };

static const char *const class_keys[] = {
    [CLASS_PUBLIC] = "record.class.public",
    [CLASS_OFFICE] = "record.class.office",
    [CLASS_CONFIDENTIAL] = "record.class.confidential",
    [CLASS_PERSONAL] = "record.class.personal",
};

static void fill_others(struct fact_line *fact, struct call *call, const struct view *view, int field)
{
    if (!(view->record->fields[field].flags & FIELD_LANG) || !view_shows(view, field))
        return;
    fact->others = NEW_ARRAY(call->arena, LANGS, struct fact_lang);
    for (size_t i = 0; i < LANGS; i++) {
        const char *text = view_text(call->arena, view, field, lang_order[i]);
        if (text && lang_order[i] != call->lang && !text_is(lang_codes[lang_order[i]], fact->cell.lang))
            fact->others[fact->others_count++] = (struct fact_lang){lang_codes[lang_order[i]], text};
    }
}

/* No remark is not an unknown fact. */
static bool nothing_said(struct call *call, const struct view *view, int field)
{
    return view->record->fields[field].flags & FIELD_REMARK && view_shows(view, field) &&
        !view_text(call->arena, view, field, call->lang);
}

/* Fields of one class; the name of the row stands above them already, unless it is there in more languages. */
static void fill_group(struct show_page *page, struct call *call, struct cells *cells, const struct view *view,
    const char *const *titles, enum class class)
{
    const struct record *record = view->record;
    struct fact_group *group = &page->groups[page->groups_count];
    group->facts = NEW_ARRAY(call->arena, (size_t)record->field_count + 1, struct fact_line);
    for (int i = record->made_id ? 0 : 1; i < record->field_count; i++) {
        if (record->fields[i].class != class || nothing_said(call, view, i))
            continue;
        struct fact_line *fact = &group->facts[group->facts_count++];
        fact->label = field_label(call, record, i);
        cell_fill(&fact->cell, cells, view, i, titles ? titles[i] : NULL);
        fill_others(fact, call, view, i);
    }
    group->title = word(call->lang, class_keys[class]);
    page->groups_count += group->facts_count > 0;
}

/* What refers to this row, where a list can be narrowed to that. */
static enum err count_linked(
    struct show_page *page, struct db *db, struct call *call, const struct record *from, int field, const char *id)
{
    int64_t total;
    struct input where = {from->fields[field].name, id};
    struct list_wish wish = {.where = &where, .where_count = 1, .there = true};
    enum err err = record_total(&total, db, call, from, &wish);
    if (err || total <= 0)
        return err;
    page->linked[page->linked_count++] = (struct linked_line){
        .label = noun_many(call, from),
        .href = arena_format(call->arena, "/%s?%s=%s", from->noun, where.name, id),
        .count = total,
    };
    return OK;
}

static enum err fill_linked(struct show_page *page, struct db *db, struct call *call, const struct view *view)
{
    page->linked = NEW_ARRAY(call->arena, LINKED_MOST, struct linked_line);
    for (int i = 0; i < record_count; i++)
        for (int j = 0; records[i]->filters && records[i]->filters[j] >= 0 && page->linked_count < LINKED_MOST; j++) {
            const struct field *field = &records[i]->fields[records[i]->filters[j]];
            if (field->kind != KIND_REF || !text_is(field->ref, view->record->noun) ||
                !gate_verb_anywhere(call->user, records[i], VERB_SEE))
                continue;
            enum err err = count_linked(page, db, call, records[i], records[i]->filters[j], view_id(view));
            if (err)
                return err;
        }
    return OK;
}

static enum err fill_ties(struct show_page *page, struct db *db, struct call *call, const struct view *view)
{
    struct tie *ties;
    int count;
    enum err err = view_ties(&ties, &count, db, call, view);
    if (err)
        return err;
    page->ties = NEW_ARRAY(call->arena, (size_t)count + 1, struct tie_line);
    page->ties_in = NEW_ARRAY(call->arena, (size_t)count + 1, struct tie_line);
    for (int i = 0; i < count; i++) {
        const struct tie *tie = &ties[i];
        struct tie_line *line = tie->outgoing ? &page->ties[page->ties_count++] : &page->ties_in[page->ties_in_count++];
        *line = (struct tie_line){
            .meaning = word_of(call->lang, "link", (tie->outgoing ? view->record : tie->other)->noun, tie->meaning),
            .href = arena_format(call->arena, "/%s/%s", tie->other->noun, tie->other_id),
            .name = text_or(tie->title, tie->other_id),
            .noun = noun_one(call, tie->other),
        };
    }
    return OK;
}

static enum err fill_panels(struct show_page *page, struct request *request, struct db *db, const struct view *view)
{
    struct call *call = request->call;
    struct panel rivals;
    struct panels panels;
    struct date on = {0};
    const char *asked = request_query(request, "as_of");
    if (!text_empty(asked) && (!date_parse(&on, asked) || !date_whole(on)))
        return fail_field(call, ERR_INVALID, "not_a_date", "as_of", asked);
    enum err err = rivals_panel(&rivals, request, db, view);
    if (!err)
        err = panels_of(&panels, request, db, view->record, view_id(view), on);
    if (err)
        return err;
    page->dated = panels.dated;
    page->on = date_known(on) ? on : call->today;
    page->panels = NEW_ARRAY(call->arena, panels.panels_count + 1, struct panel);
    if (rivals.title)
        page->panels[page->panels_count++] = rivals;
    for (size_t i = 0; i < panels.panels_count; i++)
        page->panels[page->panels_count++] = panels.panels[i];
    return OK;
}

static void fill_steps(struct show_page *page, struct call *call, const struct view *view)
{
    const struct record *record = view->record;
    page->steps = NEW_ARRAY(call->arena, (size_t)record->step_count + 1, struct step_line);
    for (int i = 0; i < record->step_count; i++)
        if (view->steps >> i & 1)
            page->steps[page->steps_count++] = (struct step_line){.name = record->steps[i].name,
                .reason = record->steps[i].reason,
                .label = word_of(call->lang, "step", record->noun, record->steps[i].name)};
}

static enum err show_row(struct request *request, struct response *response, const struct record *record, struct db *db)
{
    struct call *call = request->call;
    struct view view;
    const char **titles;
    struct show_page *page = NEW(call->arena, struct show_page);
    enum err err = record_show(&view, db, call, record, request_name(request, "id"));
    if (!err)
        err = page_titles(&titles, request, db, &view, 1, UINT64_MAX);
    if (!err)
        err = fill_linked(page, db, call, &view);
    if (!err)
        err = fill_ties(page, db, call, &view);
    if (!err)
        err = fill_panels(page, request, db, &view);
    if (err)
        return err;
    const char *path = arena_format(call->arena, "/%s/%s", record->noun, view_id(&view));
    struct cell name;
    struct cells *cells = cells_begin(call, record);
    cell_fill(&name, cells, &view, record->title, NULL);
    page->path = path;
    page->noun = noun_many(call, record);
    page->noun_href = arena_format(call->arena, "/%s", record->noun);
    page->id = record->made_id ? NULL : view_id(&view);
    page->name = print_name(call, &view, titles);
    page->name_lang = name.lang;
    page->version = view_version(&view);
    page->csrf = request->csrf;
    page->groups = NEW_ARRAY(call->arena, CLASS_SECRET, struct fact_group);
    for (enum class class = CLASS_PUBLIC; class < CLASS_SECRET; class ++)
        fill_group(page, call, cells, &view, titles, class);
    if (page->groups_count == 1)
        page->groups[0].title = word(call->lang, "record.facts");
    fill_steps(page, call, &view);
    page->clocks = clocks_fill(&page->clocks_count, call, &view);
    page->step_href = arena_format(call->arena, "%s/step", path);
    page->history_href = arena_format(call->arena, "%s/history", path);
    if (view.can & CAN_CHANGE)
        page->change_href = arena_format(call->arena, "%s/change", path);
    if (view.can & CAN_REMOVE)
        page->remove_href = arena_format(call->arena, "%s/remove", path);
    if (view.can & CAN_CHANGE && gate_verb_anywhere(call->user, record, VERB_REMOVE))
        page->merge_href = arena_format(call->arena, "%s/merge", path);
    if (view.can & CAN_CHANGE && record->link_count)
        page->ties_href = arena_format(call->arena, "%s/ties", path);
    struct form faults = {0};
    if (call->faults) { /* of a step that was refused */
        form_begin(&faults, request, path, "");
        form_faults(&faults, call);
        page->faults = faults.faults;
        page->faults_count = faults.faults_count;
    }
    frame_begin(&page->frame, request, page->name);
    if (page->dated)
        page->frame.as_of = page->on;
    page->frame.json_href = arena_format(call->arena, "/api/v1%s", path);
    page->frame.history_href = page->history_href;
    show_page_html(response->body, call, page);
    return OK;
}

enum err record_show_page(struct request *request, struct response *response)
{
    const struct record *record;
    struct db *db;
    enum err err = record_asked(&record, &db, request);
    return err ? err : show_row(request, response, record, db);
}

enum err record_step_page(struct request *request, struct response *response)
{
    struct call *call = request->call;
    const struct record *record;
    struct db *db;
    int64_t seen = 0;
    struct outcome outcome;
    const char *id = request_name(request, "id"), *step = request_form(request, "step");
    enum err err = record_asked(&record, &db, request);
    if (err)
        return err;
    if (!step || !text_number(&seen, text_or(request_form(request, "version"), "")))
        return fail(call, ERR_USAGE, "bad_form");
    form_take_key(request);
    call->reason = request_form(request, "reason");
    err = record_step(&outcome, request->site->store, call, record, id, seen, step);
    if (err == ERR_CONFLICT) {
        const char *done;
        enum err asked = repeated_before(&done, request, db, record);
        err = asked ? asked : text_is(done, id) ? OK : err;
    }
    if (!err)
        response_see(request, response, arena_format(call->arena, "/%s/%s", record->noun, id));
    if (err != ERR_INVALID && err != ERR_STALE && err != ERR_CONFLICT)
        return err;
    response->status = err == ERR_INVALID ? 422 : 409;
    response->cache = CACHE_NEVER;
    return show_row(request, response, record, db);
}
