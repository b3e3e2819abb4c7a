/* States and instruments on a date: treaty matrix. Cells are gone over as they lie in memory, by instrument. */
#include "gen/treaty.h"
#include "treaty/answer.h"
#include "treaty/load.h"

/* The matrix on its way. */
struct matrix {
    const struct treaty_book *book;
    const struct members *members;
    day_number day;
    struct treaty_row **rows; /* of each body that can be a party and was asked about; NULL: not in the matrix */
    struct treaty_cell *cells;
    size_t cell_count;
    enum lang lang;
};

static void count_standing(struct treaty_row *row, enum standing standing)
{
    row->party += standing == STANDING_PARTY;
    row->pending += standing == STANDING_PENDING;
    row->signatory += standing == STANDING_SIGNATORY;
    row->withdrawn += standing == STANDING_WITHDRAWN;
    row->not_known += standing == STANDING_UNKNOWN;
}

/* The cells of an instrument into the matrix, counted by instrument (everybody) and by row. */
static struct treaty_count add_cells(struct matrix *matrix, uint32_t instrument)
{
    const struct treaty_book *book = matrix->book;
    const struct treaty *treaty = &book->treaties[instrument];
    bool adopted = !date_known(treaty->adopted) || day_number_of(treaty->adopted) <= matrix->day;
    struct treaty_count count = {.instrument = treaty->id,
        .family = book->treaties[book_family(book, instrument)].id,
        .called = treaty->short_names[matrix->lang],
        .in_force = treaty_in_force(treaty, matrix->day),
        .listed_whole = !adopted || treaty_table_whole(treaty, matrix->day)};
    for (uint32_t i = treaty->first_cell; i < treaty->first_cell + treaty->cell_count; i++) {
        const struct book_cell *cell = &book->cells[i];
        if (!cell_counts(book, cell))
            continue;
        const struct turn *turn = course_on(&cell->course, matrix->day);
        enum standing standing = turn->standing;
        bool has_signed = cell->course.signed_by <= matrix->day;
        count.parties += standing == STANDING_PARTY;
        count.signatures += has_signed;
        count.signatories += has_signed && standing != STANDING_PARTY;
        count.not_known += standing == STANDING_UNKNOWN;
        if (!matrix->rows[cell->state])
            continue;
        count_standing(matrix->rows[cell->state], standing);
        struct treaty_cell *told = &matrix->cells[matrix->cell_count++];
        *told = cell_told_of(book, cell, turn, matrix->day);
        told->state = book->bodies[cell->state].id;
        told->instrument = treaty->id;
    }
    return count;
}

static void choose_rows(struct treaty_matrix *out, struct matrix *matrix, struct treaty_row *rows)
{
    for (uint32_t b = 0; b < matrix->book->body_count; b++)
        if (matrix->members->has[b]) {
            matrix->rows[b] = &rows[out->states_count++];
            matrix->rows[b]->state = matrix->book->bodies[b].id;
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
        .day = day_number_of(asked->as_of),
        .rows = NEW_ARRAY(call->arena, book->body_count + 1, struct treaty_row *),
        .lang = call->lang};
    struct treaty_row *rows = NEW_ARRAY(call->arena, book->body_count + 1, struct treaty_row);
    struct treaty_count *counts = NEW_ARRAY(call->arena, book->treaty_count + 1, struct treaty_count);
    uint32_t *places = NEW_ARRAY(call->arena, book->treaty_count + 1, uint32_t);
    size_t room = 1;
    *out = (struct treaty_matrix){.as_of = asked->as_of, .states = rows, .instruments = counts};
    choose_rows(out, &matrix, rows);
    book_families(places, book);
    for (uint32_t t = 0; t < book->treaty_count; t++)
        if (!asked->reach || (int)book->treaties[t].reach == (int)asked->reach)
            room += book->treaties[t].cell_count;
    out->cells = matrix.cells = NEW_ARRAY(call->arena, room, struct treaty_cell);
    for (uint32_t t = 0; t < book->treaty_count; t++)
        if (!asked->reach || (int)book->treaties[places[t]].reach == (int)asked->reach)
            counts[out->instruments_count++] = add_cells(&matrix, places[t]);
    out->cells_count = matrix.cell_count;
    return OK;
}
