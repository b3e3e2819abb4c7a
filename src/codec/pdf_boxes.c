/* Boxes of pages: each line of a paragraph, with what has to stay with it (codec/pdf_layout.h). */
#include "base/text.h"
#include "codec/pdf_layout.h"

static const double step = 28.35, bullet_step = 19.85, bullet_room = 14.2; /* as in the styles of codec/docx_styles.c */

struct pdf_box *pdf_add_box(struct pdf *pdf, struct pdf_boxes *boxes, double height)
{
    struct pdf_box *box = NEW(pdf->call->arena, struct pdf_box);
    box->height = height;
    if (boxes->last)
        boxes->last->next = box;
    else
        boxes->first = box;
    return boxes->last = box;
}

void pdf_add_rule(struct pdf *pdf, struct pdf_box *box, struct pdf_rule rule)
{
    struct pdf_rule *added = NEW(pdf->call->arena, struct pdf_rule);
    *added = rule;
    added->next = box->rules;
    box->rules = added;
}

double pdf_add_piece(struct pdf *pdf, struct pdf_box *box, const struct pdf_text *text, PangoLayoutLine *line,
    const struct pdf_piece *place)
{
    struct pdf_piece *piece = NEW(pdf->call->arena, struct pdf_piece);
    double baseline, left = place->width - pdf_line_width(line);
    enum align align = text->rtl && text->align != ALIGN_CENTRE ? ALIGN_END - text->align : text->align;
    *piece = *place;
    piece->text = text;
    piece->line = line;
    piece->height = pdf_line_height(text, line, &baseline);
    piece->y += baseline;
    piece->x += align == ALIGN_END ? left : align == ALIGN_CENTRE ? left / 2 : 0;
    if (box->last_piece)
        box->last_piece->next = piece;
    else
        box->pieces = piece;
    box->last_piece = piece;
    return piece->height;
}

/* How a block of text looks and where it stands: measures from the side where its lines begin. */
struct shape {
    enum pdf_look look;
    const char *tag, *label;
    double before, label_at, start, end, indent;
    bool keep_all, rule;
};

static struct shape shape_of(struct pdf *pdf, const struct block *block)
{
    static const struct shape headings[] = {{LOOK_HEADING, "H1", .before = 20, .rule = true},
        {LOOK_HEADING_2, "H2", .before = 14}, {LOOK_HEADING_3, "H3", .before = 11},
        {LOOK_HEADING_4, "H4", .before = 9}};
    struct shape shape = {.look = LOOK_TEXT, .tag = "P", .before = 6};
    switch (block->kind) {
    case BLOCK_TITLE: shape = (struct shape){LOOK_TITLE, "H", .before = 10, .keep_all = true}; break;
    case BLOCK_HEADING:
        shape = headings[block->level - 1];
        shape.keep_all = true;
        break;
    case BLOCK_NUMBERED:
        shape.label = document_number(pdf->call->arena, pdf->document->lang, block->level, block->number);
        shape.label_at = step * (block->level - 1);
        shape.start = block->level > 1 ? step * block->level : 0;
        shape.indent = block->level > 1 ? 0 : step;
        break;
    case BLOCK_BULLET:
        shape.label = block->level > 1 ? "–" : "•";
        shape.start = bullet_step * block->level;
        shape.label_at = shape.start - bullet_room;
        shape.before = 3;
        break;
    case BLOCK_QUOTE: shape.start = shape.end = step; break;
    default: break;
    }
    return shape;
}

/* From the side where a text begins to the left of the page. */
static double left_of(const struct pdf *pdf, bool rtl, double start, double width)
{
    return rtl ? pdf->text_width - start - width : start;
}

/* Each line in a box; the first two and the last two stay together. */
static void add_lines(
    struct pdf *pdf, struct pdf_boxes *boxes, const struct pdf_text *text, const struct shape *shape, double top)
{
    double width = pdf->text_width - shape->start - shape->end;
    int count = pango_layout_get_line_count(text->layout), number = 0;
    for (GSList *line = pango_layout_get_lines_readonly(text->layout); line; line = line->next, number++) {
        struct pdf_box *box = pdf_add_box(pdf, boxes, 0);
        double indent = number == 0 ? shape->indent : 0;
        struct pdf_piece place = {.y = number == 0 ? top : 0};
        place.width = width - indent;
        place.x = left_of(pdf, text->rtl, shape->start + indent, place.width);
        box->tag = shape->tag;
        box->goes_on = number > 0;
        box->before = number == 0 ? shape->before : 0;
        box->height = place.y + pdf_add_piece(pdf, box, text, line->data, &place);
        box->keep = shape->keep_all || (number + 1 < count && (number == 0 || number == count - 2));
    }
}

static enum err add_label(struct pdf *pdf, struct pdf_box *box, const struct shape *shape, bool rtl)
{
    struct pdf_text *label;
    enum err err = pdf_set_plain(&label, pdf, shape->label, LOOK_TEXT, 0);
    if (err)
        return err;
    PangoLayoutLine *line = pango_layout_get_line_readonly(label->layout, 0);
    struct pdf_piece place = {.width = pdf_line_width(line)};
    place.x = left_of(pdf, rtl, shape->label_at, place.width);
    struct pdf_piece *first = box->pieces;
    box->pieces = box->last_piece = NULL; /* the label is read before its text */
    pdf_add_piece(pdf, box, label, line, &place);
    box->last_piece->y = first->y;
    box->last_piece->next = first;
    while (box->last_piece->next)
        box->last_piece = box->last_piece->next;
    return OK;
}

static enum err make_paragraph(struct pdf *pdf, const struct block *block)
{
    enum { ROOM_UNDER_RULE = 5 };
    struct shape shape = shape_of(pdf, block);
    struct pdf_boxes *boxes = &pdf->boxes;
    struct pdf_text *text;
    const char *lang = text_or(block->lang, pdf->document->lang);
    enum err err =
        pdf_set(&text, pdf, &block->prose, shape.look, lang, pdf->text_width - shape.start - shape.end, shape.indent);
    if (err)
        return err;
    struct pdf_box *before = boxes->last;
    text->align = block->align;
    add_lines(pdf, boxes, text, &shape, shape.rule ? ROOM_UNDER_RULE : 0);
    struct pdf_box *first = before ? before->next : boxes->first;
    first->starts = block;
    if (shape.rule)
        pdf_add_rule(pdf, first, (struct pdf_rule){.width = pdf->text_width, .height = 1.5});
    if (block->keep)
        boxes->last->keep = true;
    return shape.label ? add_label(pdf, first, &shape, text->rtl) : OK;
}

enum err pdf_make_note(struct pdf_note **out, struct pdf *pdf, const struct prose *prose, const char *lang, int number)
{
    struct pdf_note *note = NEW(pdf->call->arena, struct pdf_note);
    struct run label = {.text = arena_format(pdf->call->arena, "%d\u00A0\u00A0", number), .next = prose->first};
    struct prose whole = {.arena = prose->arena, .first = &label};
    struct shape shape = {.look = LOOK_NOTE, .tag = "Note"};
    struct pdf_text *text;
    enum err err = pdf_set(&text, pdf, &whole, LOOK_NOTE, lang, pdf->text_width, 0);
    if (!err)
        add_lines(pdf, &note->lines, text, &shape, 0);
    *out = note;
    return err;
}

enum err pdf_make_boxes(struct pdf *pdf)
{
    enum err err = OK;
    bool page_break = false;
    for (const struct block *block = pdf->document->first; block && !err; block = block->next) {
        struct pdf_box *before = pdf->boxes.last;
        if (block->kind == BLOCK_PAGE_BREAK) {
            page_break = true;
            continue;
        }
        err = block->kind == BLOCK_TABLE ? pdf_make_rows(pdf, block) : make_paragraph(pdf, block);
        struct pdf_box *first = before ? before->next : pdf->boxes.first;
        if (first && page_break) {
            first->page_break = true;
            page_break = false;
        }
    }
    return err;
}
