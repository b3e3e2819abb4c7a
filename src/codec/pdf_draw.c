/* Draws pages with cairo, each line in its place in the structure of the document (codec/pdf_layout.h). */
#include <cairo-pdf.h>
#include "base/text.h"
#include "codec/pdf_layout.h"

enum { HEAD_LINE = 44, FOOT_LINE = 36 }; /* from the edge of the page to the baseline of its head and of its number */

/* What cairo gives, in pieces: its call back may not jump, so memory is asked for and not demanded. */
struct piece {
    struct piece *next;
    size_t size;
    char bytes[];
};

struct drawing {
    struct pdf *pdf;
    cairo_t *cr;
    struct piece *first, *last;
    bool in_table, ended;
    const char *tag, *cell_tag; /* of the element that is open */
    int cell;
    int outline[DOCUMENT_HEADINGS + 1];
    struct pdf_text *head_start, *head_end, *foot;
};

/* Always well for cairo, which does not end in good order when it is stopped half-way. */
static cairo_status_t take(void *closure, const unsigned char *bytes, unsigned size)
{
    struct drawing *drawing = closure;
    struct pdf *pdf = drawing->pdf;
    struct piece *piece = pdf->stopped ? NULL : arena_try(pdf->call->arena, sizeof *piece + size);
    pdf->stopped = !piece;
    if (!piece)
        return CAIRO_STATUS_SUCCESS;
    memcpy(piece->bytes, bytes, size);
    piece->size = size;
    if (drawing->last)
        drawing->last->next = piece;
    else
        drawing->first = piece;
    drawing->last = piece;
    return CAIRO_STATUS_SUCCESS;
}

/* The page on which a block begins, and how far down it; 0 when it is nowhere. */
static int page_of(const struct pdf *pdf, const struct block *block, double *y)
{
    for (const struct pdf_page *page = pdf->pages; page; page = page->next)
        for (const struct pdf_place *place = page->places; place; place = place->next)
            if (place->box->starts == block && !place->again) {
                *y = PDF_MARGIN + place->y;
                return page->number;
            }
    return 0;
}

/* Where a link leads, in the form that cairo reads; NULL when the block is on no page. */
static const char *target(const struct pdf *pdf, const char *link)
{
    struct arena *arena = pdf->call->arena;
    if (link[0] == '#') {
        const struct block *block = pdf->document->first;
        for (int place = document_anchor(pdf->document, link + 1); place > 1; place--)
            block = block->next;
        double y;
        int page = page_of(pdf, block, &y);
        return page ? arena_format(arena, "page=%d pos=[%d %.2f]", page, PDF_MARGIN, y) : NULL;
    }
    struct buffer *out = buffer_new(arena, 1 << 20);
    buffer_text(out, "uri='");
    for (const char *at = link; *at; at++) {
        unsigned char byte = (unsigned char)*at;
        if (byte == '\'' || byte == '\\')
            buffer_byte(out, '\\');
        if (byte <= ' ' || byte >= 0x7F)
            buffer_format(out, "%%%02X", byte);
        else
            buffer_byte(out, (char)byte);
    }
    buffer_text(out, "'");
    return out->at;
}

static void set_grey(cairo_t *cr, double grey)
{
    cairo_set_source_rgb(cr, grey, grey, grey);
}

struct drawn_line {
    struct drawing *drawing;
    const struct pdf_piece *piece;
    double x, y;
};

/* A part of a line as stretches of x, from the line's own start. */
enum { MOST_STRETCHES = 8 };
static int stretches(double out[MOST_STRETCHES][2], PangoLayoutLine *line, size_t from, size_t to)
{
    int *all = NULL, *own = NULL, all_count, count;
    int end = line->start_index + line->length;
    pango_layout_line_get_x_ranges(line, line->start_index, end, &all, &all_count);
    pango_layout_line_get_x_ranges(line, (int)from, (int)to < end ? (int)to : end, &own, &count);
    int left = all_count > 0 ? all[0] : 0;
    count = count > MOST_STRETCHES ? MOST_STRETCHES : count;
    for (int i = 0; i < count; i++) {
        out[i][0] = (double)(own[2 * i] - left) / PANGO_SCALE;
        out[i][1] = (double)(own[2 * i + 1] - left) / PANGO_SCALE;
    }
    g_free(all);
    g_free(own);
    return count;
}

static void draw_lines(struct drawing *drawing, const struct pdf_text *text, double x, double y, double width);

static void draw_mark(void *arg, const struct pdf_mark *mark)
{
    const struct drawn_line *line = arg;
    cairo_t *cr = line->drawing->cr;
    double at[MOST_STRETCHES][2];
    int count = mark->label ? stretches(at, line->piece->line, mark->from, mark->to) : 0;
    if (count > 0) {
        double x = line->x + at[0][0];
        cairo_rectangle(cr, x, line->y + 1.5, mark->width, 0.5);
        cairo_fill(cr);
        draw_lines(line->drawing, mark->label, x, line->y + 2, mark->width);
    }
}

/* Where one can click: an element for itself, since cairo drops the text of one that has another within it. */
static void add_link(void *arg, const struct pdf_mark *mark)
{
    const struct drawn_line *line = arg;
    const struct pdf *pdf = line->drawing->pdf;
    cairo_t *cr = line->drawing->cr;
    double at[MOST_STRETCHES][2], top = line->y - line->piece->text->rise;
    const char *link = mark->link ? target(pdf, mark->link) : NULL;
    int count = link ? stretches(at, line->piece->line, mark->from, mark->to) : 0;
    cairo_set_source_rgb(cr, 0x0A / 255.0, 0x5A / 255.0, 0x48 / 255.0);
    for (int i = 0; i < count; i++) {
        double width = at[i][1] - at[i][0];
        cairo_rectangle(cr, line->x + at[i][0], line->y + 1.2, width, 0.5);
        cairo_fill(cr);
        cairo_tag_begin(cr, CAIRO_TAG_LINK,
            arena_format(pdf->call->arena, "rect=[%.2f %.2f %.2f %.2f] %s", line->x + at[i][0], top, width,
                line->piece->text->leading, link));
        cairo_tag_end(cr, CAIRO_TAG_LINK);
    }
    set_grey(cr, 0);
}

static void draw_piece(struct drawing *drawing, const struct pdf_piece *piece, double x, double y)
{
    struct drawn_line line = {drawing, piece, x + piece->x, y + piece->y};
    pdf_draw_line(drawing->cr, drawing->pdf->call->arena, piece->line, line.x, line.y);
    pdf_marks_of(piece->text, piece->line, draw_mark, &line);
}

/* A small text in the middle of a width, its top at y. */
static void draw_lines(struct drawing *drawing, const struct pdf_text *text, double x, double y, double width)
{
    for (GSList *line = pango_layout_get_lines_readonly(text->layout); line; line = line->next) {
        double baseline, height = pdf_line_height(text, line->data, &baseline);
        pdf_draw_line(drawing->cr, drawing->pdf->call->arena, line->data, x + (width - pdf_line_width(line->data)) / 2,
            y + baseline);
        y += height;
    }
}

/* The structure: tables hold rows, rows cells; what goes on from box to box is one element, but not over two pages. */
static void end_cell(struct drawing *drawing)
{
    if (drawing->cell)
        cairo_tag_end(drawing->cr, drawing->cell_tag);
    drawing->cell = 0;
}

static void begin_cell(struct drawing *drawing, const struct pdf_box *box, int cell)
{
    if (drawing->cell == cell)
        return;
    end_cell(drawing);
    drawing->cell_tag = box->head ? "TH" : "TD";
    cairo_tag_begin(drawing->cr, drawing->cell_tag, NULL);
    drawing->cell = cell;
}

static void end_element(struct drawing *drawing)
{
    end_cell(drawing);
    if (drawing->tag)
        cairo_tag_end(drawing->cr, drawing->tag);
    drawing->tag = NULL;
}

static void set_table(struct drawing *drawing, bool in_table)
{
    if (in_table == drawing->in_table)
        return;
    end_element(drawing);
    if (in_table)
        cairo_tag_begin(drawing->cr, "Table", NULL);
    else
        cairo_tag_end(drawing->cr, "Table");
    drawing->in_table = in_table;
}

static void begin_element(struct drawing *drawing, const struct pdf_box *box)
{
    if (drawing->tag && box->goes_on)
        return;
    end_element(drawing);
    set_table(drawing, text_is(box->tag, "TR"));
    drawing->tag = box->tag;
    if (drawing->tag)
        cairo_tag_begin(drawing->cr, drawing->tag, NULL);
}

static void draw_box(struct drawing *drawing, const struct pdf_place *place, double top)
{
    cairo_t *cr = drawing->cr;
    const struct pdf_box *box = place->box;
    double x = PDF_MARGIN, y = top + place->y;
    if (!place->again)
        begin_element(drawing, box);
    for (const struct pdf_rule *rule = box->rules; rule; rule = rule->next) {
        set_grey(cr, rule->grey);
        cairo_rectangle(cr, x + rule->x, y + rule->y, rule->width, rule->height);
        cairo_fill(cr);
    }
    set_grey(cr, 0);
    for (const struct pdf_piece *piece = box->pieces; piece; piece = piece->next) {
        if (piece->cell && !place->again)
            begin_cell(drawing, box, piece->cell);
        draw_piece(drawing, piece, x, y);
    }
    end_cell(drawing);
}

static void draw_boxes(struct drawing *drawing, const struct pdf_place *places, double top)
{
    for (const struct pdf_place *place = places; place; place = place->next)
        draw_box(drawing, place, top);
    end_element(drawing);
    set_table(drawing, false);
    for (const struct pdf_place *place = places; place; place = place->next)
        for (const struct pdf_piece *piece = place->box->pieces; piece; piece = piece->next) {
            struct drawn_line line = {drawing, piece, PDF_MARGIN + piece->x, top + place->y + piece->y};
            pdf_marks_of(piece->text, piece->line, add_link, &line);
        }
}

static char *plain_text(struct arena *arena, const struct prose *prose)
{
    struct buffer *out = buffer_new(arena, 10000);
    for (const struct run *run = prose->first; run; run = run->next)
        if (run->kind == RUN_TEXT)
            buffer_text(out, run->text);
    for (char *at = out->at; *at; at++)
        if ((unsigned char)*at < ' ')
            *at = ' ';
    return out->at;
}

static void add_bookmark(struct drawing *drawing, const struct pdf_page *page, const struct pdf_place *place)
{
    const struct block *block = place->box->starts;
    struct arena *arena = drawing->pdf->call->arena;
    if (!block || block->kind != BLOCK_HEADING || place->again)
        return;
    const char *title = plain_text(arena, &block->prose);
    const char *where =
        arena_format(arena, "page=%d pos=[%d %.2f]", page->number, PDF_MARGIN, PDF_MARGIN + place->y - 6);
    int id = cairo_pdf_surface_add_outline(drawing->pdf->surface, drawing->outline[block->level - 1],
        title[utf8_valid(title, strlen(title))] ? "?" : title, where, CAIRO_PDF_OUTLINE_FLAG_OPEN);
    for (int level = block->level; level <= DOCUMENT_HEADINGS; level++)
        drawing->outline[level] = id;
}

/* A text at the start or the end of the line at the head or the foot. */
static void draw_edge(struct drawing *drawing, const struct pdf_text *text, bool at_end, double y)
{
    struct pdf *pdf = drawing->pdf;
    if (!text)
        return;
    PangoLayoutLine *line = pango_layout_get_line_readonly(text->layout, 0);
    bool right = at_end != document_rtl(pdf->document->lang);
    pdf_draw_line(
        drawing->cr, pdf->call->arena, line, PDF_MARGIN + (right ? pdf->text_width - pdf_line_width(line) : 0), y);
}

static enum err draw_edges(struct drawing *drawing, const struct pdf_page *page)
{
    struct pdf *pdf = drawing->pdf;
    struct pdf_text *number;
    if (page->number == 1 && pdf->document->bare_first)
        return OK;
    draw_edge(drawing, drawing->head_start, false, HEAD_LINE);
    draw_edge(drawing, drawing->head_end, true, HEAD_LINE);
    if (drawing->head_start || drawing->head_end) {
        cairo_rectangle(drawing->cr, PDF_MARGIN, HEAD_LINE + 5, pdf->text_width, 0.4);
        cairo_fill(drawing->cr);
    }
    draw_edge(drawing, drawing->foot, false, pdf->page_height - FOOT_LINE);
    enum err err = pdf_set_plain(
        &number, pdf, arena_format(pdf->call->arena, "%d/%d", page->number, pdf->page_count), LOOK_EDGE, 0);
    if (!err)
        draw_edge(drawing, number, true, pdf->page_height - FOOT_LINE);
    return err;
}

static enum err draw_page(struct drawing *drawing, const struct pdf_page *page)
{
    struct pdf *pdf = drawing->pdf;
    cairo_t *cr = drawing->cr;
    draw_boxes(drawing, page->places, PDF_MARGIN);
    for (const struct pdf_place *place = page->places; place; place = place->next)
        add_bookmark(drawing, page, place);
    double foot = PDF_MARGIN + pdf->text_height - page->notes_used;
    if (page->notes) {
        enum { LINE = 110 };
        double x = document_rtl(pdf->document->lang) ? PDF_MARGIN + pdf->text_width - LINE : PDF_MARGIN;
        cairo_rectangle(cr, x, foot + PDF_NOTE_GAP / 2.0, LINE, 0.5);
        cairo_fill(cr);
    }
    draw_boxes(drawing, page->notes, foot);
    enum err err = draw_edges(drawing, page);
    cairo_show_page(cr);
    return err;
}

static void describe(struct drawing *drawing)
{
    const struct document *document = drawing->pdf->document;
    const struct {
        cairo_pdf_metadata_t key;
        const char *value;
    } facts[] = {{CAIRO_PDF_METADATA_TITLE, document->title}, {CAIRO_PDF_METADATA_AUTHOR, document->author},
        {CAIRO_PDF_METADATA_SUBJECT, document->subject}, {CAIRO_PDF_METADATA_KEYWORDS, document->keywords}};
    char moment[MOMENT_TEXT];
    moment_text(moment, document->created);
    const char *created = arena_format(drawing->pdf->call->arena, "%.19sZ", moment);
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        if (facts[i].value && utf8_valid(facts[i].value, strlen(facts[i].value)) == strlen(facts[i].value))
            cairo_pdf_surface_set_metadata(drawing->pdf->surface, facts[i].key, facts[i].value);
    cairo_pdf_surface_set_metadata(drawing->pdf->surface, CAIRO_PDF_METADATA_CREATE_DATE, created);
    cairo_pdf_surface_set_metadata(drawing->pdf->surface, CAIRO_PDF_METADATA_MOD_DATE, created);
}

static enum err set_edge(struct pdf_text **out, struct pdf *pdf, const char *text, double share)
{
    if (!text)
        return OK;
    enum err err = pdf_set_plain(out, pdf, text, LOOK_EDGE, pdf->text_width * share);
    if (!err)
        pango_layout_set_ellipsize((*out)->layout, PANGO_ELLIPSIZE_END);
    return err;
}

static enum err set_edges(struct drawing *drawing)
{
    struct pdf *pdf = drawing->pdf;
    enum err err = set_edge(&drawing->head_start, pdf, pdf->document->head_start, 0.6);
    if (!err)
        err = set_edge(&drawing->head_end, pdf, pdf->document->head_end, 0.38);
    return err ? err : set_edge(&drawing->foot, pdf, pdf->document->foot, 0.85);
}

static enum err finish(struct buffer *out, struct drawing *drawing)
{
    struct call *call = drawing->pdf->call;
    cairo_surface_finish(drawing->pdf->surface);
    cairo_status_t status = cairo_status(drawing->cr);
    if (!status)
        status = cairo_surface_status(drawing->pdf->surface);
    if (drawing->pdf->stopped || status == CAIRO_STATUS_NO_MEMORY)
        return ERR_NO_MEMORY;
    if (status)
        return fail_system(call, "cairo", cairo_status_to_string(status));
    for (const struct piece *piece = drawing->first; piece; piece = piece->next)
        buffer_add(out, piece->bytes, piece->size);
    return OK;
}

void pdf_stop_drawing(struct pdf *pdf)
{
    struct drawing *drawing = pdf->drawing;
    if (!drawing || !pdf->surface)
        return;
    pdf->stopped = true;
    if (pdf->cr && !drawing->ended) {
        end_element(drawing);
        set_table(drawing, false);
        cairo_tag_end(pdf->cr, "Document");
    }
    cairo_destroy(pdf->cr);
    cairo_surface_destroy(pdf->surface);
}

enum err pdf_draw(struct buffer *out, struct pdf *pdf)
{
    struct drawing *drawing = pdf->drawing = NEW(pdf->call->arena, struct drawing);
    drawing->pdf = pdf;
    enum err err = set_edges(drawing);
    if (err)
        return err;
    pdf->surface = cairo_pdf_surface_create_for_stream(take, drawing, pdf->page_width, pdf->page_height);
    drawing->cr = pdf->cr = cairo_create(pdf->surface);
    cairo_tag_begin(drawing->cr, "Document", NULL);
    describe(drawing);
    for (const struct pdf_page *page = pdf->pages; page && !err; page = page->next)
        err = draw_page(drawing, page);
    if (err)
        return err;
    drawing->ended = true;
    cairo_tag_end(drawing->cr, "Document");
    return finish(out, drawing);
}
