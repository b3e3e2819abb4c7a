/* The standing of States on a date: treaty status, treaty between. */
#include "gen/treaty.h"
#include "base/text.h"
#include "treaty/answer.h"
#include "treaty/between.h"
#include "treaty/load.h"

/* ---- status ---- */

static void tell_instrument(
    struct treaty_position *out, struct arena *arena, const struct treaty_book *book, uint32_t place, day_number day)
{
    const struct treaty *treaty = &book->treaties[place];
    struct tally tally = book_tally(book, place, day);
    struct treaty_cell *cells = NEW_ARRAY(arena, (size_t)treaty->cell_count + 1, struct treaty_cell);
    out->in_force = treaty_in_force(treaty, day);
    out->parties = tally.parties;
    out->signatories = tally.signatories;
    out->signatures = tally.signatures;
    out->states = cells;
    for (uint32_t i = 0; i < treaty->cell_count; i++) {
        const struct book_cell *cell = &book->cells[treaty->first_cell + i];
        if (!cell_counts(book, cell))
            continue;
        cells[out->states_count] = cell_told(book, cell, day);
        cells[out->states_count++].state = book->bodies[cell->state].id;
    }
}

static void tell_body(
    struct treaty_position *out, struct arena *arena, const struct treaty_book *book, uint32_t place, day_number day)
{
    uint32_t first = book->first_of[place], last = book->first_of[place + 1];
    struct treaty_cell *cells = NEW_ARRAY(arena, last - first + 1, struct treaty_cell);
    out->instruments = cells;
    for (uint32_t i = first; i < last; i++) {
        const struct book_cell *cell = &book->cells[book->by_body[i]];
        if (cell->silent)
            continue;
        cells[out->instruments_count] = cell_told(book, cell, day);
        cells[out->instruments_count++].instrument = book->treaties[cell->instrument].id;
    }
}

enum err treaty_status(
    struct treaty_position *out, struct db *db, struct call *call, const struct treaty_status_asked *asked)
{
    const struct treaty_book *book;
    if (!asked->instrument == !asked->state)
        return fail_field(call, ERR_INVALID, "instrument_or_state", "instrument", NULL);
    enum err err = treaty_book_kept(&book, db, call);
    if (err)
        return err;
    *out = (struct treaty_position){.instrument = asked->instrument,
        .state = asked->state,
        .as_of = asked->as_of,
        .in_force = UNKNOWN,
        .parties = UNKNOWN,
        .signatories = UNKNOWN,
        .signatures = UNKNOWN};
    if (asked->instrument)
        tell_instrument(out, call->arena, book, book_treaty(book, asked->instrument), day_number_of(asked->as_of));
    else
        tell_body(out, call->arena, book, book_body(book, asked->state), day_number_of(asked->as_of));
    return OK;
}

/* ---- between two ---- */

enum { BOND_SOURCES_ROOM = 64 };

static void add_sources(const char **out, size_t *count, const struct book_cell *cell)
{
    for (uint32_t i = 0; i < cell->source_count; i++) {
        bool there = *count == BOND_SOURCES_ROOM;
        for (size_t j = 0; j < *count && !there; j++)
            there = text_is(out[j], cell->sources[i]);
        if (!there)
            out[(*count)++] = cell->sources[i];
    }
}

static size_t bond_sources(const char ***out, struct arena *arena, const struct treaty_book *book,
    const struct bond *bond, uint32_t a, uint32_t b)
{
    const uint32_t bodies[] = {a, b};
    const char **all = *out = NEW_ARRAY(arena, BOND_SOURCES_ROOM, const char *);
    size_t count = 0;
    for (size_t w = 0; w <= bond->with_count; w++)
        for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
            const struct book_cell *cell = book_cell(book, w ? bond->with[w - 1] : bond->instrument, bodies[i]);
            if (cell)
                add_sources(all, &count, cell);
        }
    return count;
}

enum err treaty_between(
    struct treaty_bond_list *out, struct db *db, struct call *call, const struct treaty_between_asked *asked)
{
    const struct treaty_book *book;
    struct bond *bonds;
    enum err err = treaty_book_kept(&book, db, call);
    if (err)
        return err;
    uint32_t a = book_body(book, asked->state), b = book_body(book, asked->other);
    if (a == b)
        return fail_field(call, ERR_INVALID, "same_state", "other", asked->other);
    size_t count = bonds_between(&bonds, call->arena, book, a, b, day_number_of(asked->as_of));
    struct treaty_bond *items = NEW_ARRAY(call->arena, count + 1, struct treaty_bond);
    for (size_t i = 0; i < count; i++) {
        const char **sources;
        items[i] = (struct treaty_bond){.instrument = book->treaties[bonds[i].instrument].id,
            .stands = bonds[i].stands,
            .law = bonds[i].law,
            .certain = bonds[i].certain};
        items[i].with = treaty_ids(&items[i].with_count, call->arena, book, bonds[i].with, bonds[i].with_count);
        items[i].source_count = bond_sources(&sources, call->arena, book, &bonds[i], a, b);
        items[i].source = sources;
    }
    *out = (struct treaty_bond_list){items, count};
    return OK;
}
