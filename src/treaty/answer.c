#include "treaty/answer.h"

struct treaty_cell cell_told(
    struct arena *arena, const struct treaty_book *book, const struct cell *cell, day_number day)
{
    const struct turn *turn = course_on(&cell->course, day);
    const struct act *act = turn->act;
    bool deposited = act && turn->standing != STANDING_SIGNATORY && turn->standing != STANDING_UNKNOWN;
    const char **sources;
    size_t count = cell_sources(&sources, arena, book, cell);
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
        .source = sources,
        .source_count = count,
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

bool narrow_has(const struct narrowed *narrowed, const struct cell *cell)
{
    return (narrowed->instrument == NO_PLACE || narrowed->instrument == cell->instrument) &&
        (narrowed->state == NO_PLACE || narrowed->state == cell->state);
}
