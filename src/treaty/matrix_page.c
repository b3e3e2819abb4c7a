#include "treaty/matrix_page.h"
#include <stdlib.h>
#include <string.h>
#include "base/fold.h"
#include "base/text.h"
#include "gen/treaty.h"

/* ---- what stands in a cell ---- */

/* As the depositary of most of these instruments writes it (MTDSG, introduction); a simple signature, which binds nobody, is "s". */
static const char *letter_of(enum treaty_cell_action action)
{
    switch (action) {
    case TREATY_CELL_ACTION_SIGNATURE:
    case TREATY_CELL_ACTION_SUCCESSION_TO_SIGNATURE: return "s";
    case TREATY_CELL_ACTION_DEFINITIVE_SIGNATURE: return "S";
    case TREATY_CELL_ACTION_RATIFICATION: return "r";
    case TREATY_CELL_ACTION_ACCEPTANCE: return "A";
    case TREATY_CELL_ACTION_APPROVAL: return "AA";
    case TREATY_CELL_ACTION_ACCESSION: return "a";
    case TREATY_CELL_ACTION_SUCCESSION: return "d";
    case TREATY_CELL_ACTION_FORMAL_CONFIRMATION: return "c";
    case TREATY_CELL_ACTION_CONSENT_TO_BE_BOUND:
    case TREATY_CELL_ACTION_CONSENT_TYPE_NOT_STATED:
    case TREATY_CELL_ACTION_PARTY_EFFECTIVE_DATE_ONLY: return "P";
    case TREATY_CELL_ACTION_WITHDRAWAL: return "w";
    default: return "P";
    }
}

static const char *text_of(struct arena *arena, const struct treaty_cell *cell)
{
    struct date day = date_known(cell->deposited)      ? cell->deposited
        : cell->status == TREATY_CELL_STATUS_SIGNATORY ? cell->signed_on
                                                       : cell->in_force_from;
    const char *doubt = cell->conflict == 1 ? " ≠" : cell->certain == 1 ? "" : " ?";
    const char *letter = cell->status == TREATY_CELL_STATUS_SIGNATORY ? "s" : letter_of(cell->action);
    return date_known(day) ? arena_format(arena, "%s %d%s", letter, day.year, doubt)
                           : arena_format(arena, "%s%s", letter, doubt);
}

static const char *class_of(const struct treaty_cell *cell, bool whole, bool first)
{
    static const char *const classes[][2] = {
        [TREATY_CELL_STATUS_NONE] = {"c-0", "c-0 fam"},
        [TREATY_CELL_STATUS_SIGNATORY] = {"c-s", "c-s fam"},
        [TREATY_CELL_STATUS_PARTY_PENDING] = {"c-n", "c-n fam"},
        [TREATY_CELL_STATUS_PARTY] = {"c-p", "c-p fam"},
        [TREATY_CELL_STATUS_WITHDRAWN] = {"c-w", "c-w fam"},
        [TREATY_CELL_STATUS_UNKNOWN] = {"c-u", "c-u fam"},
    };
    bool none = cell ? cell->status == TREATY_CELL_STATUS_NONE && cell->certain == 1 : whole;
    return classes[cell && cell->status != TREATY_CELL_STATUS_NONE ? cell->status
            : none                                                 ? TREATY_CELL_STATUS_NONE
                                                                   : TREATY_CELL_STATUS_UNKNOWN][first];
}

static const char *title_of(struct call *call, const struct treaty_cell *cell)
{
    struct buffer *sources = buffer_new(call->arena, 4096);
    for (size_t i = 0; i < cell->source_count; i++)
        buffer_format(sources, "%s%s", i ? "; " : "", cell->source[i]);
    return cell->source_count ? SAY(call->arena, call->lang, "matrix.source", {"source", sources->at, 0}) : NULL;
}

/* ---- rows and columns ---- */

struct grid_of_cells {
    const struct treaty_matrix *matrix;
    const struct treaty_cell **at; /* [state * instruments + instrument], NULL: none */
};

static int state_in_order(const void *key, const void *row)
{
    return strcmp(key, ((const struct treaty_row *)row)->state);
}

/* Cells stand in the order of the instruments; states in that of their ids. */
static struct grid_of_cells lay_out(struct arena *arena, const struct treaty_matrix *matrix)
{
    size_t width = matrix->instruments_count, column = 0;
    struct grid_of_cells grid = {
        matrix, NEW_ARRAY(arena, matrix->states_count * width + 1, const struct treaty_cell *)};
    for (size_t i = 0; i < matrix->cells_count; i++) {
        const struct treaty_cell *cell = &matrix->cells[i];
        while (!text_is(matrix->instruments[column].instrument, cell->instrument))
            column++;
        const struct treaty_row *row =
            bsearch(cell->state, matrix->states, matrix->states_count, sizeof *row, state_in_order);
        grid.at[(size_t)(row - matrix->states) * width + column] = cell;
    }
    return grid;
}

struct named {
    const char *key, *name;
    size_t place;
};

static int names_in_order(const void *a, const void *b)
{
    return strcmp(((const struct named *)a)->key, ((const struct named *)b)->key);
}

static struct named *states_by_name(struct call *call, const struct answer *answer, const struct treaty_matrix *matrix)
{
    struct named *names = NEW_ARRAY(call->arena, matrix->states_count + 1, struct named);
    for (size_t i = 0; i < matrix->states_count; i++) {
        const char *id = matrix->states[i].state, *name = text_or(titles_find(answer->titles, "state", id), id);
        names[i] = (struct named){fold_sort_key(call->arena, call->lang, name), name, i};
    }
    if (matrix->states_count)
        qsort(names, matrix->states_count, sizeof *names, names_in_order);
    return names;
}

static void fill_heads(
    struct matrix_page *page, struct call *call, const struct answer *answer, const struct grid_of_cells *grid)
{
    const struct treaty_matrix *matrix = grid->matrix;
    page->heads = NEW_ARRAY(call->arena, matrix->instruments_count + 1, struct matrix_head);
    for (size_t i = 0; i < matrix->instruments_count; i++) {
        const struct treaty_count *count = &matrix->instruments[i];
        struct matrix_head *head = &page->heads[page->heads_count++];
        head->id = count->instrument;
        head->name = text_or(titles_find(answer->titles, "instrument", count->instrument), count->instrument);
        head->called = text_or(count->called, count->instrument);
        head->first = i && !text_is(count->family, count[-1].family);
        page->whole += count->listed_whole == 1;
        for (size_t row = 0; row < matrix->states_count; row++) {
            const struct treaty_cell *cell = grid->at[row * matrix->instruments_count + i];
            head->bound += cell && cell->status == TREATY_CELL_STATUS_PARTY;
            head->unknown += text_is(class_of(cell, count->listed_whole == 1, false), "c-u");
        }
    }
}

static void fill_row(struct matrix_page *page, struct call *call, const struct grid_of_cells *grid,
    const struct named *state, const char *as_of)
{
    const struct treaty_matrix *matrix = grid->matrix;
    struct matrix_line *row = &page->rows[page->rows_count++];
    row->id = matrix->states[state->place].state;
    row->name = state->name;
    row->cells = NEW_ARRAY(call->arena, matrix->instruments_count + 1, struct matrix_cell);
    for (size_t i = 0; i < matrix->instruments_count; i++) {
        const struct treaty_cell *cell = grid->at[state->place * matrix->instruments_count + i];
        struct matrix_cell *out = &row->cells[row->cells_count++];
        out->instrument = matrix->instruments[i].instrument;
        out->state = row->id;
        out->as_of = as_of;
        out->class = class_of(cell, matrix->instruments[i].listed_whole == 1, page->heads[i].first);
        if (cell)
            out->title = title_of(call, cell);
        out->text = text_starts(out->class, "c-0") ? "–"
            : text_starts(out->class, "c-u")       ? "?"
                                                   : text_of(call->arena, cell);
    }
}

static enum err matrix_html(struct buffer *out, size_t *rows, struct call *call, const struct answer *answer)
{
    const struct treaty_matrix *matrix = answer->reply;
    struct matrix_page *page = NEW(call->arena, struct matrix_page);
    struct grid_of_cells grid = lay_out(call->arena, matrix);
    struct named *states = states_by_name(call, answer, matrix);
    const char *as_of = answer_asked(answer, "as_of");
    page->caption =
        SAY(call->arena, call->lang, "matrix.caption", {"date", date_words(call->arena, call->lang, matrix->as_of), 0});
    page->states = (int64_t)matrix->states_count;
    page->rows = NEW_ARRAY(call->arena, answer->most + 1, struct matrix_line);
    fill_heads(page, call, answer, &grid);
    for (size_t i = answer->from; i < matrix->states_count && page->rows_count < answer->most; i++)
        fill_row(page, call, &grid, &states[i], as_of);
    matrix_page_html(out, call, page);
    *rows = matrix->states_count;
    return OK;
}

const struct look matrix_look = {.shape = &treaty_matrix_shape, .most = 50, .html = matrix_html};
