#include "treaty/answer.h"

struct treaty_cell cell_told(const struct treaty_book *book, const struct book_cell *cell, day_number day)
{
    return cell_told_of(book, cell, course_on(&cell->course, day), day);
}

struct treaty_cell cell_told_of(
    const struct treaty_book *book, const struct book_cell *cell, const struct turn *turn, day_number day)
{
    const struct act *act = turn->act;
    bool deposited = act && turn->standing != STANDING_SIGNATORY && turn->standing != STANDING_UNKNOWN;
    bool has_signed = cell->course.signature && cell->course.signed_by <= day;
    return (struct treaty_cell){
        .status = (enum treaty_cell_status)(turn->standing + 1),
        .action = act && turn->standing != STANDING_UNKNOWN ? (enum treaty_cell_action)act->kind : 0,
        .signed_on = has_signed ? cell->course.signature->date : (struct date){0},
        .deposited = deposited ? act->date : (struct date){0},
        .in_force_from = day_date(turn->in_force_from),
        .computed = turn->computed,
        .certain = turn->certain,
        .conflict = turn->conflict,
        .through = turn->through ? book->treaties[turn->through - 1].id : NULL,
        .source = cell->sources,
        .source_count = cell->source_count,
    };
}

const char **treaty_ids(
    size_t *count, struct arena *arena, const struct treaty_book *book, const uint32_t *places, size_t n)
{
    const char **ids = NEW_ARRAY(arena, n + 1, const char *);
    for (size_t i = 0; i < n; i++)
        ids[i] = book->treaties[places[i]].id;
    *count = n;
    return ids;
}

const char **body_ids(
    size_t *count, struct arena *arena, const struct treaty_book *book, const uint32_t *places, size_t n)
{
    const char **ids = NEW_ARRAY(arena, n + 1, const char *);
    for (size_t i = 0; i < n; i++)
        ids[i] = book->bodies[places[i]].id;
    *count = n;
    return ids;
}

struct narrowed narrow(const struct treaty_book *book, const char *instrument, const char *state)
{
    return (struct narrowed){book_treaty(book, instrument), book_body(book, state)};
}

bool narrow_has(const struct narrowed *narrowed, const struct book_cell *cell)
{
    return (narrowed->instrument == NO_PLACE || narrowed->instrument == cell->instrument) &&
        (narrowed->state == NO_PLACE || narrowed->state == cell->state);
}

struct treaty_gap gap_of(struct arena *arena, const struct treaty_book *book, const struct members *members,
    uint32_t instrument, day_number day)
{
    struct treaty_gap gap = {.instrument = book->treaties[instrument].id, .members = (int64_t)members->count};
    const char **missing = NEW_ARRAY(arena, members->count + 1, const char *);
    gap.missing = missing;
    for (uint32_t b = 0; b < book->body_count; b++) {
        if (!members->has[b])
            continue;
        struct turn turn = book_turn(book, instrument, b, day);
        gap.parties += turn.standing == STANDING_PARTY;
        gap.signatories += turn.standing == STANDING_SIGNATORY;
        if (turn.standing == STANDING_UNKNOWN || (turn.standing == STANDING_NONE && !turn.certain))
            gap.not_known++; /* that no row names it says nothing where the table is not whole */
        else if (turn.standing != STANDING_PARTY)
            missing[gap.missing_count++] = book->bodies[b].id;
    }
    return gap;
}
