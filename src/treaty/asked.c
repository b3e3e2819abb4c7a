/* The standing of States on a date: treaty status, treaty matrix, treaty between. */
#include "gen/treaty.h"
#include <string.h>
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
        const struct cell *cell = &book->cells[treaty->first_cell + i];
        if (!cell_counts(book, cell))
            continue;
        cells[out->states_count] = cell_told(arena, book, cell, day);
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
        const struct cell *cell = &book->cells[book->by_body[i]];
        if (cell->silent)
            continue;
        cells[out->instruments_count] = cell_told(arena, book, cell, day);
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

/* ---- matrix ---- */

static bool of_reach(const struct treaty *treaty, int reach)
{
    return !reach || (int)treaty->reach == reach;
}

/* Which list of a row a standing belongs to; "none" belongs to none. */
static void add_to_row(struct treaty_row *row, struct arena *arena, size_t room, enum standing standing, const char *id)
{
    const struct {
        const char *const **list;
        size_t *count;
    } lists[] = {[STANDING_NONE] = {0},
        [STANDING_SIGNATORY] = {&row->signatory, &row->signatory_count},
        [STANDING_PENDING] = {&row->pending, &row->pending_count},
        [STANDING_PARTY] = {&row->party, &row->party_count},
        [STANDING_WITHDRAWN] = {&row->withdrawn, &row->withdrawn_count},
        [STANDING_UNKNOWN] = {&row->not_known, &row->not_known_count}};
    if (standing == STANDING_NONE)
        return;
    if (!*lists[standing].list)
        *lists[standing].list = NEW_ARRAY(arena, room, const char *);
    const char **ids = (const char **)(uintptr_t)*lists[standing].list;
    ids[(*lists[standing].count)++] = id;
}

static void add_row_sources(const char **out, size_t *count, size_t room, const struct cell *cell)
{
    for (uint32_t i = 0; i < cell->act_count + cell->listed_count; i++) {
        const char *source = i < cell->act_count ? cell->acts[i].source : cell->listed[i - cell->act_count].source;
        bool there = !source || *count == room;
        for (size_t j = 0; j < *count && !there; j++)
            there = out[j] == source || strcmp(out[j], source) == 0;
        if (!there)
            out[(*count)++] = source;
    }
}

static void fill_row(struct treaty_row *row, struct arena *arena, const struct treaty_book *book, uint32_t body,
    int reach, day_number day)
{
    enum { SOURCES_MOST = 64 };
    uint32_t first = book->first_of[body], last = book->first_of[body + 1];
    const char **sources = NEW_ARRAY(arena, SOURCES_MOST, const char *);
    row->state = book->bodies[body].id;
    row->source = sources;
    for (uint32_t i = first; i < last; i++) {
        const struct cell *cell = &book->cells[book->by_body[i]];
        const struct treaty *treaty = &book->treaties[cell->instrument];
        if (cell->silent || !of_reach(treaty, reach))
            continue;
        add_to_row(row, arena, last - first + 1, course_on(&cell->course, day)->standing, treaty->id);
        add_row_sources(sources, &row->source_count, SOURCES_MOST, cell);
    }
}

static bool has_acted(const struct treaty_book *book, uint32_t body)
{
    return book->first_of[body] < book->first_of[body + 1] && !book->bodies[body].former;
}

enum err treaty_matrix(
    struct treaty_matrix *out, struct db *db, struct call *call, const struct treaty_matrix_asked *asked)
{
    const struct treaty_book *book;
    struct members members;
    day_number day = day_number_of(asked->as_of);
    enum err err = treaty_book_kept(&book, db, call);
    if (!err)
        err = members_load(&members, db, call, book, asked->group, asked->as_of);
    if (err)
        return err;
    struct treaty_row *rows = NEW_ARRAY(call->arena, book->body_count + 1, struct treaty_row);
    struct treaty_count *counts = NEW_ARRAY(call->arena, book->treaty_count + 1, struct treaty_count);
    *out = (struct treaty_matrix){.as_of = asked->as_of, .states = rows, .instruments = counts};
    for (uint32_t b = 0; b < book->body_count; b++)
        if (members.has[b] || (!asked->group && has_acted(book, b)))
            fill_row(&rows[out->states_count++], call->arena, book, b, (int)asked->reach, day);
    for (uint32_t t = 0; t < book->treaty_count; t++) {
        if (!of_reach(&book->treaties[t], (int)asked->reach))
            continue;
        struct tally tally = book_tally(book, t, day);
        counts[out->instruments_count++] =
            (struct treaty_count){book->treaties[t].id, treaty_in_force(&book->treaties[t], day), tally.parties,
                tally.signatories, tally.signatures, tally.unknown};
    }
    return OK;
}

/* ---- between two ---- */

static size_t bond_sources(const char ***out, struct arena *arena, const struct treaty_book *book,
    const struct bond *bond, uint32_t a, uint32_t b)
{
    const uint32_t bodies[] = {a, b};
    const char **all = *out = NEW_ARRAY(arena, BOND_SOURCES_MOST, const char *);
    size_t count = 0;
    for (size_t w = 0; w <= bond->with_count; w++)
        for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
            const struct cell *cell = book_cell(book, w ? bond->with[w - 1] : bond->instrument, bodies[i]);
            if (cell)
                add_row_sources(all, &count, BOND_SOURCES_MOST, cell);
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
