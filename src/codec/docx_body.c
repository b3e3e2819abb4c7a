/* The text of a .docx: blocks and tables, the set-up of the pages, footnotes. */
#include "base/text.h"
#include "codec/docx_parts.h"

static const char *align_value(enum align align)
{
    return align == ALIGN_CENTRE ? "center" : align == ALIGN_END ? "right" : NULL; /* of where the lines end */
}

static const char *style_of(struct docx *docx, const struct block *block)
{
    switch (block->kind) {
    case BLOCK_TITLE: return "Title";
    case BLOCK_HEADING: return arena_format(docx->arena, "Heading%d", block->level);
    case BLOCK_NUMBERED: return "ListNumber";
    case BLOCK_BULLET: return "ListBullet";
    case BLOCK_QUOTE: return "Quote";
    default: return NULL;
    }
}

static void put_list(struct xml *xml, int level, int list)
{
    xml_open(xml, "w:numPr");
    docx_number(xml, "w:ilvl", level - 1);
    docx_number(xml, "w:numId", list);
    xml_close(xml);
}

static void write_paragraph(struct docx *docx, const struct block *block, int place, bool new_page)
{
    struct xml *xml = &docx->xml;
    const char *lang = block->lang ? block->lang : docx->document->lang, *name = NULL;
    xml_open(xml, "w:p");
    xml_open(xml, "w:pPr");
    docx_value(xml, "w:pStyle", style_of(docx, block));
    if (block->keep)
        docx_empty(xml, "w:keepNext");
    if (new_page)
        docx_empty(xml, "w:pageBreakBefore");
    if (block->kind == BLOCK_NUMBERED)
        put_list(xml, block->level, DOCX_NUMBERS + block->numbering);
    else if (block->kind == BLOCK_BULLET)
        put_list(xml, block->level, DOCX_BULLETS);
    if (document_rtl(lang))
        docx_empty(xml, "w:bidi");
    docx_value(xml, "w:jc", align_value(block->align));
    xml_close(xml);
    if (block->anchor)
        name = arena_format(docx->arena, "block%d", place);
    if (name) {
        xml_open(xml, "w:bookmarkStart");
        xml_put_number(xml, "w:id", place);
        xml_put(xml, "w:name", name);
        xml_close(xml);
        xml_open(xml, "w:bookmarkEnd");
        xml_put_number(xml, "w:id", place);
        xml_close(xml);
    }
    docx_prose(docx, &block->prose, lang);
    xml_close(xml);
}

static void write_caption(struct docx *docx, const char *caption, bool new_page)
{
    struct xml *xml = &docx->xml;
    const char *lang = docx->document->lang;
    xml_open(xml, "w:p");
    xml_open(xml, "w:pPr");
    docx_value(xml, "w:pStyle", "Caption");
    if (new_page)
        docx_empty(xml, "w:pageBreakBefore");
    if (document_rtl(lang))
        docx_empty(xml, "w:bidi");
    xml_close(xml);
    docx_run(docx, &(struct run){0}, caption, lang);
    xml_close(xml);
}

/* A paragraph that is there because the format wants one: after a table, or to begin a page with one. */
static void write_empty(struct docx *docx, bool new_page)
{
    struct xml *xml = &docx->xml;
    xml_open(xml, "w:p");
    xml_open(xml, "w:pPr");
    docx_value(xml, "w:pStyle", "AfterTable");
    if (new_page)
        docx_empty(xml, "w:pageBreakBefore");
    xml_close(xml);
    xml_close(xml);
}

/* The width of columns from..until, so that all of them together are as wide as the page. */
static int width_of(const struct docx *docx, const struct grid *table, size_t from, size_t until)
{
    int64_t all = 0, before = 0, to = 0, width = docx_text_width(docx->document);
    for (size_t i = 0; i < table->column_count; i++) {
        int64_t own = table->columns[i].width > 0 ? table->columns[i].width : 1;
        before += i < from ? own : 0;
        to += i < until ? own : 0;
        all += own;
    }
    return (int)(width * to / all - width * before / all);
}

static void put_width(struct xml *xml, const char *name, int width)
{
    xml_open(xml, name);
    xml_put_number(xml, "w:w", width);
    xml_put(xml, "w:type", "dxa");
    xml_close(xml);
}

static void write_cell(struct docx *docx, const struct grid *table, const struct grid_row *row,
    const struct grid_cell *cell, size_t column, size_t span)
{
    struct xml *xml = &docx->xml;
    const char *lang = text_or(cell->lang, docx->document->lang);
    xml_open(xml, "w:tc");
    xml_open(xml, "w:tcPr");
    put_width(xml, "w:tcW", width_of(docx, table, column, column + span));
    if (span > 1)
        docx_number(xml, "w:gridSpan", (int64_t)span);
    if (row->head && !table->bare) {
        xml_open(xml, "w:shd");
        xml_put(xml, "w:val", "clear");
        xml_put(xml, "w:color", "auto");
        xml_put(xml, "w:fill", "EEF3F0");
        xml_close(xml);
    }
    if (row->head)
        docx_value(xml, "w:vAlign", "bottom");
    xml_close(xml);
    xml_open(xml, "w:p");
    xml_open(xml, "w:pPr");
    docx_value(xml, "w:pStyle", row->head ? "TableHead" : "TableText");
    if (document_rtl(lang))
        docx_empty(xml, "w:bidi");
    docx_value(xml, "w:jc", align_value(table->columns[column].align));
    xml_close(xml);
    docx_prose(docx, &cell->prose, lang);
    xml_close(xml);
    xml_close(xml);
}

/* Cells that would stand beyond the last column are left out; where cells are missing, an empty one fills the row. */
static void write_row(struct docx *docx, const struct grid *table, const struct grid_row *row)
{
    static const struct grid_cell missing;
    struct xml *xml = &docx->xml;
    xml_open(xml, "w:tr");
    xml_open(xml, "w:trPr");
    docx_empty(xml, "w:cantSplit");
    if (row->head)
        docx_empty(xml, "w:tblHeader");
    xml_close(xml);
    size_t column = 0;
    for (const struct grid_cell *cell = row->first; column < table->column_count; cell = cell ? cell->next : NULL) {
        size_t left = table->column_count - column, span = cell && cell->span > 1 ? (size_t)cell->span : 1;
        span = !cell || span > left ? left : span;
        write_cell(docx, table, row, cell ? cell : &missing, column, span);
        column += span;
    }
    xml_close(xml);
}

static void write_table(struct docx *docx, const struct grid *table, const char *lang)
{
    struct xml *xml = &docx->xml;
    if (table->column_count == 0 || !table->first)
        return;
    xml_open(xml, "w:tbl");
    xml_open(xml, "w:tblPr");
    docx_value(xml, "w:tblStyle", table->bare ? "TableNormal" : "RuledTable");
    if (document_rtl(lang))
        docx_empty(xml, "w:bidiVisual");
    put_width(xml, "w:tblW", docx_text_width(docx->document));
    xml_open(xml, "w:tblLayout");
    xml_put(xml, "w:type", "fixed");
    xml_close(xml);
    docx_value(xml, "w:tblCaption", table->caption);
    xml_close(xml);
    xml_open(xml, "w:tblGrid");
    for (size_t i = 0; i < table->column_count; i++) {
        xml_open(xml, "w:gridCol");
        xml_put_number(xml, "w:w", width_of(docx, table, i, i + 1));
        xml_close(xml);
    }
    xml_close(xml);
    for (const struct grid_row *row = table->first; row; row = row->next)
        write_row(docx, table, row);
    xml_close(xml);
    write_empty(docx, false);
}

static void write_blocks(struct docx *docx)
{
    bool new_page = false;
    int place = 1;
    for (const struct block *block = docx->document->first; block; block = block->next, place++) {
        if (block->kind == BLOCK_PAGE_BREAK) {
            new_page = true;
            continue;
        }
        if (block->kind != BLOCK_TABLE) {
            write_paragraph(docx, block, place, new_page);
        } else {
            if (block->table->caption)
                write_caption(docx, block->table->caption, new_page);
            else if (new_page)
                write_empty(docx, true);
            write_table(docx, block->table, text_or(block->lang, docx->document->lang));
        }
        new_page = false;
    }
}

static void put_reference(struct xml *xml, const char *name, const char *id)
{
    xml_open(xml, name);
    xml_put(xml, "w:type", "default");
    xml_put(xml, "r:id", id);
    xml_close(xml);
}

static void write_page_setup(struct docx *docx)
{
    struct xml *xml = &docx->xml;
    const struct document *document = docx->document;
    xml_open(xml, "w:sectPr");
    if (docx_has_head(document))
        put_reference(xml, "w:headerReference", "head");
    put_reference(xml, "w:footerReference", "foot");
    xml_open(xml, "w:pgSz");
    xml_put_number(xml, "w:w", document->landscape ? DOCX_LONG_SIDE : DOCX_SHORT_SIDE);
    xml_put_number(xml, "w:h", document->landscape ? DOCX_SHORT_SIDE : DOCX_LONG_SIDE);
    xml_put(xml, "w:orient", document->landscape ? "landscape" : NULL);
    xml_close(xml);
    static const char *const sides[] = {"w:top", "w:right", "w:bottom", "w:left"};
    xml_open(xml, "w:pgMar");
    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++)
        xml_put_number(xml, sides[i], DOCX_MARGIN);
    xml_put_number(xml, "w:header", DOCX_MARGIN / 2);
    xml_put_number(xml, "w:footer", DOCX_MARGIN / 2);
    xml_put_number(xml, "w:gutter", 0);
    xml_close(xml);
    if (document->bare_first)
        docx_empty(xml, "w:titlePg");
    if (document_rtl(document->lang))
        docx_empty(xml, "w:bidi");
    xml_close(xml);
}

void docx_write_body(struct docx *docx)
{
    docx_begin(docx, "w:document");
    xml_open(&docx->xml, "w:body");
    write_blocks(docx);
    write_page_setup(docx);
    xml_end(&docx->xml);
}

/* The line between text and notes, which is a note itself. */
static void write_separator(struct xml *xml, int id, const char *type, const char *mark)
{
    xml_open(xml, "w:footnote");
    xml_put(xml, "w:type", type);
    xml_put_number(xml, "w:id", id);
    xml_open(xml, "w:p");
    xml_open(xml, "w:r");
    docx_empty(xml, mark);
    xml_close(xml);
    xml_close(xml);
    xml_close(xml);
}

void docx_write_notes(struct docx *docx)
{
    struct xml *xml = &docx->xml;
    int id = 0;
    docx_begin(docx, "w:footnotes");
    write_separator(xml, -1, "separator", "w:separator");
    write_separator(xml, 0, "continuationSeparator", "w:continuationSeparator");
    for (const struct docx_note *note = docx->notes; note; note = note->next) {
        xml_open(xml, "w:footnote");
        xml_put_number(xml, "w:id", ++id);
        xml_open(xml, "w:p");
        xml_open(xml, "w:pPr");
        docx_value(xml, "w:pStyle", "FootnoteText");
        if (document_rtl(note->lang))
            docx_empty(xml, "w:bidi");
        xml_close(xml);
        xml_open(xml, "w:r");
        xml_open(xml, "w:rPr");
        docx_value(xml, "w:rStyle", "FootnoteReference");
        if (document_rtl(note->lang))
            docx_empty(xml, "w:rtl");
        xml_close(xml);
        docx_empty(xml, "w:footnoteRef");
        xml_close(xml);
        docx_run(docx, &(struct run){0}, " ", note->lang);
        docx_prose(docx, note->prose, note->lang);
        xml_close(xml);
        xml_close(xml);
    }
    xml_end(xml);
}
