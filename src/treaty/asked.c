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

enum { STANDINGS = STANDING_UNKNOWN + 1, ROW_SOURCES_MOST = 64 };

/* The matrix on its way: cells are gone over in the order in which they lie in memory, which is by instrument, and fall into rows. */
struct matrix {
    const struct treaty_book *book;
    const struct members *members;
    bool grouped;
    int reach;
    day_number day;
    uint8_t *standings;           /* of each cell; NOT_SHOWN for those that are not in the matrix */
    uint32_t (*sizes)[STANDINGS]; /* of each body */
    struct treaty_row **rows;     /* of each body, NULL: not in the matrix */
};
enum { NOT_SHOWN = STANDINGS };

static bool is_shown(const struct matrix *matrix, uint32_t body)
{
    const struct treaty_book *book = matrix->book;
    bool acted = book->first_of[body] < book->first_of[body + 1] && !book->bodies[body].former;
    return matrix->members->has[body] || (!matrix->grouped && acted);
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

/* How each cell stands, counted by body and by instrument. */
static struct treaty_count count_cells(struct matrix *matrix, uint32_t instrument)
{
    const struct treaty *treaty = &matrix->book->treaties[instrument];
    struct treaty_count count = {.instrument = treaty->id, .in_force = treaty_in_force(treaty, matrix->day)};
    for (uint32_t i = treaty->first_cell; i < treaty->first_cell + treaty->cell_count; i++) {
        const struct cell *cell = &matrix->book->cells[i];
        enum standing standing = course_on(&cell->course, matrix->day)->standing;
        if (!cell_counts(matrix->book, cell))
            continue;
        bool has_signed = cell->course.signed_by <= matrix->day;
        count.parties += standing == STANDING_PARTY;
        count.signatures += has_signed;
        count.signatories += has_signed && standing != STANDING_PARTY;
        count.not_known += standing == STANDING_UNKNOWN;
        if (!matrix->rows[cell->state])
            continue;
        matrix->standings[i] = (uint8_t)standing;
        matrix->sizes[cell->state][standing]++;
    }
    return count;
}

/* Which list of a row a standing belongs to; "none" belongs to none. */
static const char *const **list_of(struct treaty_row *row, enum standing standing, size_t **count)
{
    switch (standing) {
    case STANDING_SIGNATORY: *count = &row->signatory_count; return &row->signatory;
    case STANDING_PENDING: *count = &row->pending_count; return &row->pending;
    case STANDING_PARTY: *count = &row->party_count; return &row->party;
    case STANDING_WITHDRAWN: *count = &row->withdrawn_count; return &row->withdrawn;
    case STANDING_UNKNOWN: *count = &row->not_known_count; return &row->not_known;
    case STANDING_NONE: break;
    }
    return NULL;
}

static void make_room(struct matrix *matrix, struct arena *arena, uint32_t body)
{
    struct treaty_row *row = matrix->rows[body];
    size_t *count;
    row->source = NEW_ARRAY(arena, ROW_SOURCES_MOST, const char *);
    for (enum standing standing = STANDING_SIGNATORY; (int)standing < STANDINGS; standing++)
        if (matrix->sizes[body][standing])
            *list_of(row, standing, &count) = NEW_ARRAY(arena, matrix->sizes[body][standing], const char *);
}

static void fill_rows(struct matrix *matrix)
{
    for (size_t i = 0; i < matrix->book->cell_count; i++) {
        const struct cell *cell = &matrix->book->cells[i];
        size_t *count;
        if (matrix->standings[i] == NOT_SHOWN)
            continue;
        struct treaty_row *row = matrix->rows[cell->state];
        const char *const **list = list_of(row, (enum standing)matrix->standings[i], &count);
        if (list)
            ((const char **)(uintptr_t)*list)[(*count)++] = matrix->book->treaties[cell->instrument].id;
        add_row_sources((const char **)(uintptr_t)row->source, &row->source_count, ROW_SOURCES_MOST, cell);
    }
}

enum err treaty_matrix(
    struct treaty_matrix *out, struct db *db, struct call *call, const struct treaty_matrix_asked *asked)
{
    const struct treaty_book *book;
    struct members members;
    enum err err = treaty_book_kept(&book, db, call);
    if (!err)
        err = members_load(&members, db, call, book, asked->group, asked->as_of);
    if (err)
        return err;
    struct matrix matrix = {.book = book,
        .members = &members,
        .grouped = asked->group != NULL,
        .reach = (int)asked->reach,
        .day = day_number_of(asked->as_of),
        .standings = NEW_ARRAY(call->arena, book->cell_count + 1, uint8_t),
        .sizes = arena_array(call->arena, book->body_count + 1, sizeof *matrix.sizes),
        .rows = NEW_ARRAY(call->arena, book->body_count + 1, struct treaty_row *)};
    struct treaty_row *rows = NEW_ARRAY(call->arena, book->body_count + 1, struct treaty_row);
    struct treaty_count *counts = NEW_ARRAY(call->arena, book->treaty_count + 1, struct treaty_count);
    *out = (struct treaty_matrix){.as_of = asked->as_of, .states = rows, .instruments = counts};
    memset(matrix.standings, NOT_SHOWN, book->cell_count);
    for (uint32_t b = 0; b < book->body_count; b++)
        if (is_shown(&matrix, b)) {
            matrix.rows[b] = &rows[out->states_count++];
            matrix.rows[b]->state = book->bodies[b].id;
        }
    for (uint32_t t = 0; t < book->treaty_count; t++)
        if (!matrix.reach || (int)book->treaties[t].reach == matrix.reach)
            counts[out->instruments_count++] = count_cells(&matrix, t);
    for (uint32_t b = 0; b < book->body_count; b++)
        if (matrix.rows[b])
            make_room(&matrix, call->arena, b);
    fill_rows(&matrix);
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
