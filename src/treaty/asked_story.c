/* One State and one instrument, with all that sources tell; what was reserved: treaty course, treaty reservations. */
#include "gen/treaty.h"
#include "base/text.h"
#include "treaty/answer.h"
#include "treaty/load.h"

static void tell_turns(struct treaty_story *out, struct arena *arena, const struct treaty_book *book,
    const struct course *course, day_number day)
{
    struct treaty_turn *turns = NEW_ARRAY(arena, course->turn_count + 1, struct treaty_turn);
    out->turns = turns;
    for (uint32_t i = 0; i < course->turn_count; i++) {
        const struct turn *turn = &course->turns[i];
        if (turn->from > day)
            break;
        turns[out->turns_count++] = (struct treaty_turn){.since = day_date(turn->from),
            .status = (enum treaty_turn_status)(turn->standing + 1),
            .action = turn->act && turn->standing != STANDING_UNKNOWN ? (enum treaty_turn_action)turn->act->kind : 0,
            .in_force_from = day_date(turn->in_force_from),
            .computed = turn->computed,
            .certain = turn->certain,
            .conflict = turn->conflict,
            .through = turn->through ? book->treaties[turn->through - 1].id : NULL};
    }
}

static void tell_standing(struct treaty_story *out, const struct treaty_cell *cell)
{
    out->status = (enum treaty_story_status)cell->status;
    out->action = (enum treaty_story_action)cell->action;
    out->signed_on = cell->signed_on;
    out->deposited = cell->deposited;
    out->in_force_from = cell->in_force_from;
    out->computed = cell->computed;
    out->certain = cell->certain;
    out->conflict = cell->conflict;
    out->through = cell->through;
}

enum err treaty_course(
    struct treaty_story *out, struct db *db, struct call *call, const struct treaty_course_asked *asked)
{
    const struct treaty_book *book;
    struct treaty_act_list acts;
    struct treaty_reserved said;
    enum err err = treaty_book_kept(&book, db, call);
    if (err)
        return err;
    day_number day = day_number_of(asked->as_of);
    uint32_t instrument = book_treaty(book, asked->instrument), state = book_body(book, asked->state);
    const struct book_cell *cell = book_cell(book, instrument, state);
    *out = (struct treaty_story){.computed = UNKNOWN, .conflict = UNKNOWN};
    if (cell && !cell->silent) {
        struct treaty_cell told = cell_told(book, cell, day);
        tell_standing(out, &told);
        tell_turns(out, call->arena, book, &cell->course, day);
    } else {
        out->status = TREATY_STORY_STATUS_NONE;
        out->certain = book_turn(book, instrument, state, day).certain;
    }
    err = acts_load(&acts, db, call, book, instrument, state);
    if (!err)
        err = said_load(&said, db, call, asked->instrument, asked->state);
    if (err)
        return err;
    out->acts = acts.items;
    out->acts_count = acts.items_count;
    out->reservations = said.reservations;
    out->reservations_count = said.reservations_count;
    out->objections = said.objections;
    out->objections_count = said.objections_count;
    return OK;
}

enum err treaty_reservations(
    struct treaty_reserved *out, struct db *db, struct call *call, const struct treaty_reservations_asked *asked)
{
    if (!asked->instrument && !asked->state)
        return fail_field(call, ERR_INVALID, "instrument_or_state", "instrument", NULL);
    return said_load(out, db, call, asked->instrument, asked->state);
}
