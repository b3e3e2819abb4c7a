#include "treaty/load.h"
#include <string.h>
#include "base/text.h"
#include "store/record.h"
#include "treaty/rows.h"
#include "world/load.h"

/* ---- rows that are read whole into an array that grows ---- */

void *grow(struct growing *list)
{
    if (list->count == list->room) {
        size_t room = list->room ? list->room * 2 : 256;
        char *more = arena_array(list->arena, room, list->size);
        if (list->count)
            memcpy(more, list->items, list->count * list->size);
        list->items = more;
        list->room = room;
    }
    return (char *)list->items + list->size * list->count++;
}

struct date date_at(struct rows *rows, int column)
{
    struct date date = {0};
    const char *text = rows_text(rows, column);
    return text && date_parse(&date, text) ? date : (struct date){0};
}

int choice_at(struct rows *rows, int column, const struct record *record, const char *field)
{
    const char *text = rows_text(rows, column);
    const char *const *choices = record->fields[field_named(record, field)].choices;
    for (int i = 0; text && choices[i]; i++)
        if (strcmp(choices[i], text) == 0)
            return i + 1;
    return 0;
}

/* Rows come in the order of an id more often than not: the last place is looked at first. */
static uint32_t treaty_at(struct rows *rows, int column, const struct treaty_book *book, uint32_t last)
{
    const char *id = rows_text(rows, column);
    return last < book->treaty_count && text_is(book->treaties[last].id, id) ? last : book_treaty(book, id);
}

/* ---- instruments and bodies ---- */

static const SQL(instruments,
    "SELECT id, reach, adopted, opens, closes, in_force, later_rule, notice, coverage, covered_until, short_name_ar, "
    "short_name_en, short_name_es, short_name_fr, short_name_ru, short_name_zh FROM instrument ORDER BY id");

static enum err load_treaties(struct treaty_book *out, struct arena *into, struct db *db, struct call *call)
{
    struct growing list = {.size = sizeof(struct treaty), .arena = into};
    struct rows *rows;
    enum err err = db_query(&rows, db, call, &instruments, NO_ARGS);
    if (err)
        return err;
    while (rows_next(rows)) {
        struct treaty *treaty = grow(&list);
        *treaty = (struct treaty){.id = rows_copy(rows, 0, into),
            .reach = (enum instrument_reach)choice_at(rows, 1, &instrument_record, "reach"),
            .adopted = date_at(rows, 2),
            .opens = date_at(rows, 3),
            .closes = date_at(rows, 4),
            .in_force = date_at(rows, 5)};
        for (int lang = 0; lang < LANGS; lang++)
            treaty->short_names[lang] = rows_copy(rows, 10 + lang, into);
        rule_parse(&treaty->later, rows_text(rows, 6));
        rule_parse(&treaty->notice, rows_text(rows, 7));
        treaty->table.whole = text_is(rows_text(rows, 8), "whole");
        treaty->table.until = date_at(rows, 9);
    }
    out->treaties = list.items;
    out->treaty_count = list.count;
    return rows_end(rows);
}

static const SQL(custodies, "SELECT instrument, depositary FROM custody ORDER BY instrument, depositary");

static enum err load_depositaries(struct treaty_book *out, struct arena *into, struct db *db, struct call *call)
{
    enum { EACH_MOST = 16 };
    struct rows *rows;
    enum err err = db_query(&rows, db, call, &custodies, NO_ARGS);
    if (err)
        return err;
    while (rows_next(rows)) {
        struct treaty *treaty = &out->treaties[book_treaty(out, rows_text(rows, 0))];
        if (!treaty->depositary_count)
            treaty->depositaries = NEW_ARRAY(into, EACH_MOST, const char *);
        if (treaty->depositary_count < EACH_MOST)
            ((const char **)(uintptr_t)treaty->depositaries)[treaty->depositary_count++] = rows_copy(rows, 1, into);
    }
    return rows_end(rows);
}

static const SQL(bodies, "SELECT id, status FROM state ORDER BY id");

static enum err load_bodies(struct treaty_book *out, struct arena *into, struct db *db, struct call *call)
{
    struct growing list = {.size = sizeof(struct body), .arena = into};
    struct rows *rows;
    enum err err = db_query(&rows, db, call, &bodies, NO_ARGS);
    if (err)
        return err;
    while (rows_next(rows)) {
        struct body *body = grow(&list);
        const char *status = rows_text(rows, 1);
        *body = (struct body){.id = rows_copy(rows, 0, into), .former = text_is(status, "former")};
        body->able = !body->former && !text_is(status, "territory");
    }
    out->bodies = list.items;
    out->body_count = list.count;
    return rows_end(rows);
}

static const SQL(statehoods, "SELECT state, predecessor, since, until FROM statehood ORDER BY state, id");

static enum err load_statehood(struct treaty_book *out, struct db *db, struct call *call)
{
    struct rows *rows;
    enum err err = db_query(&rows, db, call, &statehoods, NO_ARGS);
    if (err)
        return err;
    while (rows_next(rows)) {
        struct body *body = &out->bodies[book_body(out, rows_text(rows, 0))];
        uint32_t before = book_body(out, rows_text(rows, 1));
        struct date since = date_at(rows, 2), until = date_at(rows, 3);
        body->since = date_known(since) ? since : body->since;
        body->until = date_known(until) ? until : body->until;
        if (before != NO_PLACE && body->predecessor_count < sizeof body->predecessors / sizeof *body->predecessors)
            body->predecessors[body->predecessor_count++] = before;
    }
    return rows_end(rows);
}

static const SQL(relations,
    "SELECT instrument, to_, kind, joining, read_as_one, ends_with, later_amended, articles FROM relation "
    "ORDER BY instrument, to_");

static enum err load_ties(struct treaty_book *out, struct arena *into, struct db *db, struct call *call)
{
    struct growing list = {.size = sizeof(struct tie_to), .arena = into};
    struct rows *rows;
    enum err err = db_query(&rows, db, call, &relations, NO_ARGS);
    if (err)
        return err;
    while (rows_next(rows)) {
        struct tie_to *tie = grow(&list);
        *tie = (struct tie_to){.from = book_treaty(out, rows_text(rows, 0)),
            .to = book_treaty(out, rows_text(rows, 1)),
            .kind = (enum relation_kind)choice_at(rows, 2, &relation_record, "kind"),
            .joining = (enum relation_joining)choice_at(rows, 3, &relation_record, "joining"),
            .read_as_one = rows_number(rows, 4) == 1,
            .ends_with = rows_number(rows, 5) == 1,
            .later_amended = rows_number(rows, 6) == 1,
            .articles = rows_copy(rows, 7, into)};
    }
    out->ties = list.items;
    out->tie_count = list.count;
    return rows_end(rows);
}

/* ---- actions, lists, objections ---- */

/* Ids of sources and depositaries are few: each is kept once. */
struct kept_ids {
    const char *last;
    struct growing list;
};

static const char *keep_id(struct kept_ids *kept, const char *id)
{
    if (!id)
        return NULL;
    if (text_is(kept->last, id))
        return kept->last;
    const char **ids = kept->list.items;
    for (size_t i = 0; i < kept->list.count; i++)
        if (strcmp(ids[i], id) == 0)
            return kept->last = ids[i];
    kept->last = arena_text(kept->list.arena, id);
    *(const char **)grow(&kept->list) = kept->last;
    return kept->last;
}

static const SQL(acts,
    "SELECT instrument, state, kind, date, effective, source, depositary FROM action_ "
    "WHERE NOT coalesce(set_aside, FALSE) ORDER BY instrument, state, id");

static enum err load_acts(struct treaty_book *out, struct arena *into, struct db *db, struct call *call)
{
    struct growing list = {.size = sizeof(struct act), .arena = into};
    struct kept_ids sources = {.list = {.size = sizeof(const char *), .arena = into}}, depositaries = sources;
    uint32_t last = 0;
    struct rows *rows;
    enum err err = db_query(&rows, db, call, &acts, NO_ARGS);
    if (err)
        return err;
    while (rows_next(rows)) {
        struct act *act = grow(&list);
        last = treaty_at(rows, 0, out, last);
        *act = (struct act){.instrument = last,
            .state = book_body(out, rows_text(rows, 1)),
            .kind = (enum action_kind)choice_at(rows, 2, &action_record, "kind"),
            .date = date_at(rows, 3),
            .effective = date_at(rows, 4),
            .source = keep_id(&sources, rows_text(rows, 5)),
            .depositary = keep_id(&depositaries, rows_text(rows, 6))};
    }
    out->acts = list.items;
    out->act_count = list.count;
    return rows_end(rows);
}

static const SQL(
    entries, "SELECT instrument, state, source FROM list_entry WHERE state IS NOT NULL ORDER BY instrument, state, id");

static enum err load_lists(struct treaty_book *out, struct arena *into, struct db *db, struct call *call)
{
    struct growing list = {.size = sizeof(struct listed), .arena = into};
    struct kept_ids sources = {.list = {.size = sizeof(const char *), .arena = into}};
    uint32_t last = 0;
    struct rows *rows;
    enum err err = db_query(&rows, db, call, &entries, NO_ARGS);
    if (err)
        return err;
    while (rows_next(rows)) {
        struct listed *listed = grow(&list);
        last = treaty_at(rows, 0, out, last);
        *listed = (struct listed){last, book_body(out, rows_text(rows, 1)), keep_id(&sources, rows_text(rows, 2))};
    }
    out->listed = list.items;
    out->listed_count = list.count;
    return rows_end(rows);
}

static const SQL(
    objections, "SELECT instrument, state, against, made_on, withdrawn_on, effect, source FROM objection ORDER BY id");

static enum err load_objections(struct treaty_book *out, struct arena *into, struct db *db, struct call *call)
{
    struct growing list = {.size = sizeof(struct objected), .arena = into};
    struct rows *rows;
    enum err err = db_query(&rows, db, call, &objections, NO_ARGS);
    if (err)
        return err;
    while (rows_next(rows)) {
        struct objected *objected = grow(&list);
        *objected = (struct objected){.instrument = book_treaty(out, rows_text(rows, 0)),
            .state = book_body(out, rows_text(rows, 1)),
            .against = book_body(out, rows_text(rows, 2)),
            .made = date_at(rows, 3),
            .withdrawn = date_at(rows, 4),
            .ends_relations = text_is(rows_text(rows, 5), "no_relations"),
            .source = rows_copy(rows, 6, into)};
    }
    out->objections = list.items;
    out->objection_count = list.count;
    return rows_end(rows);
}

enum err book_rows_load(struct treaty_book *out, struct arena *into, struct db *db, struct call *call)
{
    *out = (struct treaty_book){0};
    enum err err = load_treaties(out, into, db, call);
    if (!err)
        err = load_depositaries(out, into, db, call);
    if (!err)
        err = load_bodies(out, into, db, call);
    if (!err)
        err = load_statehood(out, db, call);
    if (!err)
        err = load_ties(out, into, db, call);
    if (!err)
        err = load_acts(out, into, db, call);
    if (!err)
        err = load_lists(out, into, db, call);
    return err ? err : load_objections(out, into, db, call);
}

enum err treaty_book_build(struct treaty_book **out, struct arena *into, struct db *db, struct call *call)
{
    *out = NEW(into, struct treaty_book);
    enum err err = book_rows_load(*out, into, db, call);
    if (!err)
        book_make(*out, into);
    return err;
}

/* ---- groups ---- */

static const SQL(regions, "SELECT id FROM group_ WHERE kind = 'region' AND coverage = 'complete' ORDER BY id");

enum err regions_load(const char *const **out, size_t *count, struct db *db, struct call *call)
{
    struct growing list = {.size = sizeof(const char *), .arena = call->arena};
    struct rows *rows;
    enum err err = db_query(&rows, db, call, &regions, NO_ARGS);
    if (err)
        return err;
    while (rows_next(rows))
        *(const char **)grow(&list) = rows_copy(rows, 0, call->arena);
    *out = list.items;
    *count = list.count;
    return rows_end(rows);
}

enum err members_load(struct members *out, struct db *db, struct call *call, const struct treaty_book *book,
    const char *group, struct date day)
{
    struct membership_rows rows;
    out->has = NEW_ARRAY(call->arena, book->body_count + 1, bool);
    out->count = 0;
    if (!group) {
        for (size_t i = 0; i < book->body_count; i++) {
            out->has[i] = book->bodies[i].able;
            out->count += out->has[i];
        }
        return OK;
    }
    enum err err = memberships_load(&rows, db, call, NULL, group);
    if (err)
        return err;
    for (size_t i = 0; i < rows.count; i++) {
        uint32_t place = book_body(book, rows.rows[i]->state);
        if (place == NO_PLACE || out->has[place] || !book->bodies[place].able ||
            group_has(&rows.rows[i], 1, GROUP_COVERAGE_COMPLETE, group, rows.rows[i]->state, day) != BELONGS_YES)
            continue;
        out->has[place] = true;
        out->count++;
    }
    return OK;
}
