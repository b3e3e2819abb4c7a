/*
 * Puts boxes on pages (codec/pdf_layout.h): one after another, those that belong together on one page if it can hold them,
 * and the notes of each line at the foot of its page. A note that does not fit goes on at the foot of the next page.
 */
#include "codec/pdf_layout.h"

struct filling {
    struct pdf *pdf;
    struct pdf_page *page;
    struct pdf_box *waiting; /* lines of notes for the next page */
    struct pdf_box **waiting_end;
};

static double room(const struct filling *filling)
{
    return filling->pdf->text_height - filling->page->used - filling->page->notes_used;
}

static struct pdf_place *new_place(struct filling *filling, const struct pdf_box *box, double y)
{
    struct pdf_place *place = NEW(filling->pdf->call->arena, struct pdf_place);
    place->box = box;
    place->y = y;
    return place;
}

static void put_box(struct filling *filling, const struct pdf_box *box, bool again)
{
    struct pdf_page *page = filling->page;
    page->used += page->places ? box->before : 0;
    struct pdf_place *place = new_place(filling, box, page->used);
    place->again = again;
    page->used += box->height;
    if (page->last)
        page->last->next = place;
    else
        page->places = place;
    page->last = place;
}

static void put_note_line(struct filling *filling, const struct pdf_box *line)
{
    struct pdf_page *page = filling->page;
    if (!page->notes)
        page->notes_used = PDF_NOTE_GAP;
    struct pdf_place *place = new_place(filling, line, page->notes_used);
    page->notes_used += line->height;
    if (page->last_note)
        page->last_note->next = place;
    else
        page->notes = place;
    page->last_note = place;
}

static bool note_line_fits(const struct filling *filling, const struct pdf_box *line)
{
    return line->height + (filling->page->notes ? 0 : PDF_NOTE_GAP) <= room(filling);
}

static void wait(struct filling *filling, const struct pdf_box *line)
{
    struct pdf_box *copy = NEW(filling->pdf->call->arena, struct pdf_box);
    *copy = *line;
    copy->next = NULL;
    *filling->waiting_end = copy;
    filling->waiting_end = &copy->next;
}

/* What waits is put first, but leaves half of the page to the text. */
static void new_page(struct filling *filling)
{
    struct pdf *pdf = filling->pdf;
    struct pdf_page *page = NEW(pdf->call->arena, struct pdf_page);
    page->number = ++pdf->page_count;
    if (filling->page)
        filling->page->next = page;
    else
        pdf->pages = page;
    filling->page = page;
    while (filling->waiting && (!page->notes || page->notes_used + filling->waiting->height < pdf->text_height / 2)) {
        put_note_line(filling, filling->waiting);
        filling->waiting = filling->waiting->next;
    }
    if (!filling->waiting)
        filling->waiting_end = &filling->waiting;
}

static void count_note(void *arg, const struct pdf_mark *mark)
{
    double *height = arg;
    for (const struct pdf_box *line = mark->note ? mark->note->lines.first : NULL; line; line = line->next)
        *height += line->height;
}

static void place_note(void *arg, const struct pdf_mark *mark)
{
    struct filling *filling = arg;
    for (const struct pdf_box *line = mark->note ? mark->note->lines.first : NULL; line; line = line->next) {
        if (!filling->waiting && note_line_fits(filling, line))
            put_note_line(filling, line);
        else
            wait(filling, line);
    }
}

static void visit_notes(const struct pdf_box *box, void (*visit)(void *arg, const struct pdf_mark *mark), void *arg)
{
    for (const struct pdf_piece *piece = box->pieces; piece; piece = piece->next)
        pdf_marks_of(piece->text, piece->line, visit, arg);
}

static double notes_of(const struct pdf_box *box)
{
    double height = 0;
    visit_notes(box, count_note, &height);
    return height;
}

/* All that has to stand together from this box on: its height with the notes, as it would be on this page. */
static double need(const struct filling *filling, const struct pdf_box *box, const struct pdf_box **end)
{
    double height = 0, notes = 0;
    bool first = !filling->page->places;
    for (*end = box->next;; box = *end, *end = box->next) {
        height += box->height + (first ? 0 : box->before);
        notes += notes_of(box);
        first = false;
        if (!box->keep || !*end || (*end)->page_break)
            break;
    }
    return height + notes + (notes > 0 && !filling->page->notes ? PDF_NOTE_GAP : 0);
}

/* A new page before this box, with the heads of its table unless they come now. */
static void begin_page(struct filling *filling, const struct pdf_box *box)
{
    new_page(filling);
    for (const struct pdf_box *head = box->heads; head && head->head; head = head->next)
        put_box(filling, head, true);
}

static void put_together(struct filling *filling, const struct pdf_box *box, const struct pdf_box *end)
{
    for (; box != end; box = box->next) {
        double height = box->height + (filling->page->places ? box->before : 0);
        if (filling->page->places && height > room(filling))
            begin_page(filling, box);
        put_box(filling, box, false);
        visit_notes(box, place_note, filling);
    }
}

/* Heads that would take much of each page are said once. */
static void drop_tall_heads(struct pdf *pdf)
{
    double height = 0;
    for (struct pdf_box *box = pdf->boxes.first, *first = NULL; box; box = box->next) {
        if (box->head) {
            first = first ? first : box;
            height += box->height;
            continue;
        }
        for (; first && height > pdf->text_height / 3 && first != box; first = first->next)
            first->head = first->keep = false;
        first = NULL;
        height = 0;
    }
}

void pdf_make_pages(struct pdf *pdf)
{
    struct filling filling = {.pdf = pdf};
    filling.waiting_end = &filling.waiting;
    drop_tall_heads(pdf);
    new_page(&filling);
    for (const struct pdf_box *box = pdf->boxes.first, *end; box; box = end) {
        if (box->page_break && filling.page->places)
            new_page(&filling);
        if (need(&filling, box, &end) > room(&filling) && filling.page->places)
            begin_page(&filling, box);
        put_together(&filling, box, end);
    }
    while (filling.waiting)
        new_page(&filling);
}
