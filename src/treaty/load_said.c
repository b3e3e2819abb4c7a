/* What sources tell of one State and one instrument, row by row; reservations and objections; provisions. */
#include "base/text.h"
#include "treaty/load.h"
#include "treaty/rows.h"

static const SQL(acts_of,
    "SELECT id, state, kind, date, effective, depositary, note, source, mark, set_aside FROM action_ "
    "WHERE instrument = $1 AND state = $2 ORDER BY date, id");

static enum err add_acts(
    struct growing *list, struct db *db, struct call *call, const char *instrument, const char *state, bool former)
{
    struct rows *rows;
    struct arena *arena = list->arena;
    enum err err = db_query(&rows, db, call, &acts_of, ARGS(arg_text(instrument), arg_text(state)));
    if (err)
        return err;
    while (rows_next(rows)) {
        struct treaty_act *act = grow(list);
        *act = (struct treaty_act){.act = rows_copy(rows, 0, arena),
            .state = former ? rows_copy(rows, 1, arena) : NULL,
            .kind = (enum treaty_act_kind)choice_at(rows, 2, &action_record, "kind"),
            .date = date_at(rows, 3),
            .effective = date_at(rows, 4),
            .depositary = rows_copy(rows, 5, arena),
            .note = rows_copy(rows, 6, arena),
            .source = rows_copy(rows, 7, arena),
            .mark = (enum treaty_act_mark)choice_at(rows, 8, &action_record, "mark"),
            .set_aside = rows_number(rows, 9) == 1};
    }
    return rows_end(rows);
}

enum err acts_load(struct treaty_act_list *out, struct db *db, struct call *call, const struct treaty_book *book,
    uint32_t instrument, uint32_t state)
{
    struct growing list = {.size = sizeof(struct treaty_act), .arena = call->arena};
    const struct body *body = &book->bodies[state];
    const char *id = book->treaties[instrument].id;
    enum err err = add_acts(&list, db, call, id, body->id, false);
    for (size_t i = 0; i < body->predecessor_count && !err; i++)
        err = add_acts(&list, db, call, id, book->bodies[body->predecessors[i]].id, true);
    *out = (struct treaty_act_list){list.items, list.count};
    return err;
}

/* An argument that is not said matches everything. */
static const SQL(reservations_of,
    "SELECT state, instrument, kind, provision, cooperation, note, made_on, withdrawn_on, source FROM reservation "
    "WHERE (CAST($1 AS TEXT) IS NULL OR instrument = $1) AND (CAST($2 AS TEXT) IS NULL OR state = $2) "
    "ORDER BY instrument, state, place, id");

static enum err load_reservations(
    struct treaty_reserved *out, struct db *db, struct call *call, const char *instrument, const char *state)
{
    struct arena *arena = call->arena;
    struct growing list = {.size = sizeof(struct treaty_said), .arena = arena};
    struct rows *rows;
    enum err err = db_query(&rows, db, call, &reservations_of, ARGS(arg_text(instrument), arg_text(state)));
    if (err)
        return err;
    while (rows_next(rows)) {
        struct treaty_said *said = grow(&list);
        *said = (struct treaty_said){.state = rows_copy(rows, 0, arena),
            .instrument = rows_copy(rows, 1, arena),
            .kind = (enum treaty_said_kind)choice_at(rows, 2, &reservation_record, "kind"),
            .provision = rows_copy(rows, 3, arena),
            .cooperation = (enum treaty_said_cooperation)choice_at(rows, 4, &reservation_record, "cooperation"),
            .note = rows_copy(rows, 5, arena),
            .made_on = date_at(rows, 6),
            .withdrawn_on = date_at(rows, 7),
            .source = rows_copy(rows, 8, arena)};
    }
    out->reservations = list.items;
    out->reservations_count = list.count;
    return rows_end(rows);
}

/* Those that the State makes, and those that are made against it. */
static const SQL(objections_of,
    "SELECT state, instrument, against, effect, provision, note, made_on, source FROM objection "
    "WHERE (CAST($1 AS TEXT) IS NULL OR instrument = $1) "
    "AND (CAST($2 AS TEXT) IS NULL OR state = $2 OR against = $2) ORDER BY instrument, against, state, id");

static enum err load_objections_of(
    struct treaty_reserved *out, struct db *db, struct call *call, const char *instrument, const char *state)
{
    struct arena *arena = call->arena;
    struct growing list = {.size = sizeof(struct treaty_objection), .arena = arena};
    struct rows *rows;
    enum err err = db_query(&rows, db, call, &objections_of, ARGS(arg_text(instrument), arg_text(state)));
    if (err)
        return err;
    while (rows_next(rows)) {
        struct treaty_objection *objection = grow(&list);
        *objection = (struct treaty_objection){.state = rows_copy(rows, 0, arena),
            .instrument = rows_copy(rows, 1, arena),
            .against = rows_copy(rows, 2, arena),
            .effect = (enum treaty_objection_effect)choice_at(rows, 3, &objection_record, "effect"),
            .provision = rows_copy(rows, 4, arena),
            .note = rows_copy(rows, 5, arena),
            .made_on = date_at(rows, 6),
            .source = rows_copy(rows, 7, arena)};
    }
    out->objections = list.items;
    out->objections_count = list.count;
    return rows_end(rows);
}

enum err said_load(
    struct treaty_reserved *out, struct db *db, struct call *call, const char *instrument, const char *state)
{
    *out = (struct treaty_reserved){0};
    enum err err = load_reservations(out, db, call, instrument, state);
    return err ? err : load_objections_of(out, db, call, instrument, state);
}

static const SQL(
    provisions_of, "SELECT category, articles, says, mark FROM provision WHERE instrument = $1 ORDER BY id");

enum err provisions_load(struct treaty_provision_list *out, struct db *db, struct call *call, const char *instrument)
{
    struct growing list = {.size = sizeof(struct treaty_provision), .arena = call->arena};
    struct rows *rows;
    enum err err = db_query(&rows, db, call, &provisions_of, ARGS(arg_text(instrument)));
    if (err)
        return err;
    while (rows_next(rows)) {
        struct treaty_provision *provision = grow(&list);
        *provision = (struct treaty_provision){
            .category = (enum treaty_provision_category)choice_at(rows, 0, &provision_record, "category"),
            .articles = rows_copy(rows, 1, call->arena),
            .says = rows_copy(rows, 2, call->arena),
            .mark = (enum treaty_provision_mark)choice_at(rows, 3, &provision_record, "mark")};
    }
    *out = (struct treaty_provision_list){list.items, list.count};
    return rows_end(rows);
}
