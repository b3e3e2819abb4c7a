/* Boxes of tables: each row one, or many where it is so tall that a page cannot hold it (codec/pdf_layout.h). */
#include "base/text.h"
#include "codec/pdf_layout.h"

static const double side = 4, above = 2.5; /* room between text and edge of a cell */

struct row_cell {
    struct pdf_text *text;
    GSList *line; /* the next that is not yet in a box */
    double left, width, height;
};

struct table_shape {
    struct pdf *pdf;
    const struct grid *table;
    bool rtl;
    double *edges; /* of the columns, from the side where the table begins; one more than there are columns */
    struct row_cell *cells;
    size_t cell_count;
    struct pdf_box *heads;
};

static void measure_columns(struct table_shape *shape)
{
    const struct grid *table = shape->table;
    double all = 0, at = 0;
    for (size_t i = 0; i < table->column_count; i++)
        all += table->columns[i].width > 0 ? table->columns[i].width : 1;
    for (size_t i = 0; i < table->column_count; i++) {
        at += (table->columns[i].width > 0 ? table->columns[i].width : 1) / all;
        shape->edges[i + 1] = at * shape->pdf->text_width;
    }
}

static enum err set_cell(
    struct table_shape *shape, const struct grid_row *row, const struct grid_cell *cell, size_t column, size_t span)
{
    struct pdf *pdf = shape->pdf;
    struct row_cell *own = &shape->cells[shape->cell_count++];
    double from = shape->edges[column], to = shape->edges[column + span];
    own->width = to - from - 2 * side;
    own->left = side + (shape->rtl ? pdf->text_width - to : from);
    enum err err = pdf_set(&own->text, pdf, &cell->prose, row->head ? LOOK_HEAD_CELL : LOOK_CELL,
        text_or(cell->lang, pdf->document->lang), own->width, 0);
    if (err)
        return err;
    own->text->align = shape->table->columns[column].align;
    own->line = pango_layout_get_lines_readonly(own->text->layout);
    own->height = 0;
    double baseline;
    for (GSList *line = own->line; line; line = line->next)
        own->height += pdf_line_height(own->text, line->data, &baseline);
    return OK;
}

/* Cells that would stand beyond the last column are left out. */
static enum err set_row(struct table_shape *shape, const struct grid_row *row)
{
    size_t column = 0, columns = shape->table->column_count;
    enum err err = OK;
    shape->cell_count = 0;
    for (const struct grid_cell *cell = row->first; cell && column < columns && !err; cell = cell->next) {
        size_t span = cell->span > 1 ? (size_t)cell->span : 1;
        span = span > columns - column ? columns - column : span;
        err = set_cell(shape, row, cell, column, span);
        column += span;
    }
    return err;
}

static double tallest(const struct table_shape *shape)
{
    double most = 0;
    for (size_t i = 0; i < shape->cell_count; i++)
        most = shape->cells[i].height > most ? shape->cells[i].height : most;
    return most;
}

/* The next lines of each cell, as many as go into this height, at least one; whether all are in now. */
static bool fill(struct table_shape *shape, struct pdf_box *box, double top, double height, bool at_bottom)
{
    bool done = true;
    double most = 0;
    for (size_t i = 0; i < shape->cell_count; i++) {
        struct row_cell *cell = &shape->cells[i];
        double used = at_bottom ? height - cell->height : 0, baseline;
        bool empty = true;
        for (; cell->line; cell->line = cell->line->next, empty = false) {
            double line = pdf_line_height(cell->text, cell->line->data, &baseline);
            if (!empty && used + line > height + 0.01)
                break;
            struct pdf_piece place = {.x = cell->left, .y = top + used, .width = cell->width, .cell = (int)i + 1};
            used += pdf_add_piece(shape->pdf, box, cell->text, cell->line->data, &place);
        }
        done = done && !cell->line;
        most = used > most ? used : most;
    }
    box->height = top + most;
    return done;
}

static void rule_row(struct table_shape *shape, struct pdf_box *box, bool first, bool last_row, bool head)
{
    struct pdf *pdf = shape->pdf;
    double width = pdf->text_width, thick = last_row || head ? 0.8 : 0.4;
    if (shape->table->bare)
        return;
    pdf_add_rule(pdf, box,
        (struct pdf_rule){
            .y = box->height - thick, .width = width, .height = thick, .grey = last_row || head ? 0 : 0.7});
    if (first)
        pdf_add_rule(pdf, box, (struct pdf_rule){.width = width, .height = 1});
    if (head) /* the last to be added is drawn first */
        pdf_add_rule(pdf, box, (struct pdf_rule){.width = width, .height = box->height, .grey = 0.945});
}

static void add_row(struct table_shape *shape, const struct grid_row *row, bool first, bool head)
{
    enum { LINES_AT_ONCE = 5 };
    struct pdf *pdf = shape->pdf;
    double height = tallest(shape), piece = height;
    if (height > pdf->text_height * 0.35) { /* goes on over the page, a few lines at a time */
        piece = 0;
        for (size_t i = 0; i < shape->cell_count; i++)
            piece = shape->cells[i].text->leading > piece ? shape->cells[i].text->leading : piece;
        piece *= LINES_AT_ONCE;
        head = false;
    }
    for (bool done = false, begins = true; !done; begins = false) {
        struct pdf_box *box = pdf_add_box(pdf, &pdf->boxes, 0);
        box->tag = "TR";
        box->goes_on = !begins;
        done = fill(shape, box, begins ? above : 0, piece, row->head && head);
        if (done) {
            box->height += above;
            rule_row(shape, box, begins && first, !row->next, head);
        }
        box->head = head;
        box->keep = head;
        box->heads = head ? NULL : shape->heads;
        if (head && !shape->heads)
            shape->heads = box;
    }
}

static enum err add_caption(struct pdf *pdf, const struct grid *table)
{
    struct pdf_text *text;
    enum err err = pdf_set_plain(&text, pdf, table->caption, LOOK_CAPTION, pdf->text_width);
    bool begins = true;
    for (GSList *line = err ? NULL : pango_layout_get_lines_readonly(text->layout); line; line = line->next) {
        struct pdf_box *box = pdf_add_box(pdf, &pdf->boxes, 0);
        struct pdf_piece place = {.width = pdf->text_width};
        box->before = begins ? 12 : 0;
        box->tag = "Caption";
        box->goes_on = !begins;
        box->height = pdf_add_piece(pdf, box, text, line->data, &place);
        box->keep = true;
        begins = false;
    }
    if (!err)
        pdf->boxes.last->height += 3;
    return err;
}

enum err pdf_make_rows(struct pdf *pdf, const struct block *block)
{
    enum { BEFORE = 8, AFTER = 6 };
    const struct grid *table = block->table;
    if (table->column_count == 0 || !table->first)
        return OK;
    struct pdf_box *before = pdf->boxes.last;
    struct table_shape shape = {
        .pdf = pdf, .table = table, .rtl = document_rtl(text_or(block->lang, pdf->document->lang))};
    shape.edges = NEW_ARRAY(pdf->call->arena, table->column_count + 1, double);
    shape.cells = NEW_ARRAY(pdf->call->arena, table->column_count, struct row_cell);
    measure_columns(&shape);
    enum err err = table->caption ? add_caption(pdf, table) : OK;
    bool heads = true;
    for (const struct grid_row *row = table->first; row && !err; row = row->next) {
        err = set_row(&shape, row);
        heads = heads && row->head;
        if (!err)
            add_row(&shape, row, row == table->first, heads);
    }
    struct pdf_box *first = before ? before->next : pdf->boxes.first;
    if (err || !first)
        return err;
    first->starts = block;
    first->before = first->before > 0 ? first->before : BEFORE;
    pdf->boxes.last->keep = block->keep;
    pdf_add_box(pdf, &pdf->boxes, table->bare ? 0 : AFTER)->keep = block->keep;
    return OK;
}
