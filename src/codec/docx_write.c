/*
 * The writer of .docx (codec/docx.h): the parts around the text, and the package that holds them.
 */
#include "codec/docx.h"
#include "base/text.h"
#include "codec/docx_parts.h"
#include "codec/zip.h"

enum { MOST_BYTES = 256 << 20 };

static const char link_space[] = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
static const char package_space[] = "http://schemas.openxmlformats.org/package/2006/relationships";
static const char word_type[] = "application/vnd.openxmlformats-officedocument.wordprocessingml";

void docx_begin(struct docx *docx, const char *element)
{
    docx->xml = xml_begin(docx->xml.out, false);
    xml_open(&docx->xml, element);
    xml_put(&docx->xml, "xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main");
    xml_put(&docx->xml, "xmlns:r", link_space);
}

int docx_text_width(const struct document *document)
{
    return (document->landscape ? DOCX_LONG_SIDE : DOCX_SHORT_SIDE) - 2 * DOCX_MARGIN;
}

bool docx_has_head(const struct document *document)
{
    return document->head_start || document->head_end;
}

static void put_plain(struct xml *xml, const char *text)
{
    xml_open(xml, "w:r");
    xml_element(xml, "w:t", text);
    xml_close(xml);
}

/* A number that the word processor fills in. */
static void put_field(struct xml *xml, const char *field)
{
    xml_open(xml, "w:fldSimple");
    xml_put(xml, "w:instr", field);
    put_plain(xml, "1");
    xml_close(xml);
}

/* Head or foot of the pages: one text at the start, the other, or the number, at the end of the line. */
static void write_edge(struct docx *docx, const char *element, const char *style, const char *start, const char *end)
{
    struct xml *xml = &docx->xml;
    const char *lang = docx->document->lang;
    docx_begin(docx, element);
    xml_open(xml, "w:p");
    xml_open(xml, "w:pPr");
    docx_value(xml, "w:pStyle", style);
    xml_open(xml, "w:tabs");
    xml_open(xml, "w:tab");
    xml_put(xml, "w:val", "right");
    xml_put_number(xml, "w:pos", docx_text_width(docx->document));
    xml_close(xml);
    xml_close(xml);
    if (document_rtl(lang))
        docx_empty(xml, "w:bidi");
    xml_close(xml);
    if (start)
        docx_run(docx, &(struct run){0}, start, lang);
    docx_run(docx, &(struct run){0}, "\t", lang);
    if (end) {
        docx_run(docx, &(struct run){0}, end, lang);
    } else {
        put_field(xml, "PAGE");
        put_plain(xml, "/");
        put_field(xml, "NUMPAGES");
    }
    xml_end(xml);
}

static void write_settings(struct docx *docx)
{
    struct xml *xml = &docx->xml;
    docx_begin(docx, "w:settings");
    xml_open(xml, "w:footnotePr");
    for (int id = -1; id <= 0; id++) {
        xml_open(xml, "w:footnote");
        xml_put_number(xml, "w:id", id);
        xml_close(xml);
    }
    xml_close(xml);
    xml_open(xml, "w:compat");
    xml_open(xml, "w:compatSetting"); /* as Word 2013 and later lay pages out */
    xml_put(xml, "w:name", "compatibilityMode");
    xml_put(xml, "w:uri", "http://schemas.microsoft.com/office/word");
    xml_put(xml, "w:val", "15");
    xml_end(xml);
}

static void write_properties(struct docx *docx)
{
    struct xml *xml = &docx->xml;
    const struct document *document = docx->document;
    char moment[MOMENT_TEXT];
    moment_text(moment, document->created);
    const char *created = arena_format(docx->arena, "%.19sZ", moment); /* whole seconds */
    *xml = xml_begin(xml->out, false);
    xml_open(xml, "cp:coreProperties");
    xml_put(xml, "xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties");
    xml_put(xml, "xmlns:dc", "http://purl.org/dc/elements/1.1/");
    xml_put(xml, "xmlns:dcterms", "http://purl.org/dc/terms/");
    xml_put(xml, "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
    xml_element(xml, "dc:title", document->title);
    xml_element(xml, "dc:creator", document->author);
    xml_element(xml, "dc:subject", document->subject);
    xml_element(xml, "cp:keywords", document->keywords);
    xml_element(xml, "dc:language", document->lang);
    static const char *const dates[] = {"dcterms:created", "dcterms:modified"};
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        xml_open(xml, dates[i]);
        xml_put(xml, "xsi:type", "dcterms:W3CDTF");
        xml_text(xml, created);
        xml_close(xml);
    }
    xml_end(xml);
}

static void add_type(struct xml *xml, const char *part, const char *type)
{
    xml_open(xml, "Override");
    xml_put(xml, "PartName", part);
    xml_put(xml, "ContentType", type);
    xml_close(xml);
}

static void write_types(struct docx *docx)
{
    static const char *const parts[][2] = {{"document", "document.main"}, {"styles", "styles"},
        {"numbering", "numbering"}, {"settings", "settings"}, {"footnotes", "footnotes"}, {"footer", "footer"},
        {"header", "header"}};
    struct xml *xml = &docx->xml;
    *xml = xml_begin(xml->out, false);
    xml_open(xml, "Types");
    xml_put(xml, "xmlns", "http://schemas.openxmlformats.org/package/2006/content-types");
    xml_open(xml, "Default");
    xml_put(xml, "Extension", "rels");
    xml_put(xml, "ContentType", "application/vnd.openxmlformats-package.relationships+xml");
    xml_close(xml);
    size_t count = sizeof parts / sizeof *parts - !docx_has_head(docx->document);
    for (size_t i = 0; i < count; i++)
        add_type(xml, arena_format(docx->arena, "/word/%s.xml", parts[i][0]),
            arena_format(docx->arena, "%s.%s+xml", word_type, parts[i][1]));
    add_type(xml, "/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml");
    xml_end(xml);
}

static void begin_links(struct xml *xml)
{
    *xml = xml_begin(xml->out, false);
    xml_open(xml, "Relationships");
    xml_put(xml, "xmlns", package_space);
}

static void add_link(struct xml *xml, const char *id, const char *type, const char *target, bool outside)
{
    xml_open(xml, "Relationship");
    xml_put(xml, "Id", id);
    xml_put(xml, "Type", type);
    xml_put(xml, "Target", target);
    xml_put(xml, "TargetMode", outside ? "External" : NULL);
    xml_close(xml);
}

static void write_package_links(struct docx *docx)
{
    struct xml *xml = &docx->xml;
    begin_links(xml);
    add_link(xml, "document", arena_format(docx->arena, "%s/officeDocument", link_space), "word/document.xml", false);
    add_link(xml, "core", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
        "docProps/core.xml", false);
    xml_end(xml);
}

static void write_links(struct docx *docx, const struct docx_links *links, bool of_document)
{
    static const char *const parts[][3] = {{"styles", "styles", "styles.xml"},
        {"numbering", "numbering", "numbering.xml"}, {"settings", "settings", "settings.xml"},
        {"footnotes", "footnotes", "footnotes.xml"}, {"foot", "footer", "footer.xml"},
        {"head", "header", "header.xml"}};
    struct xml *xml = &docx->xml;
    begin_links(xml);
    size_t count = of_document ? sizeof parts / sizeof *parts - !docx_has_head(docx->document) : 0;
    for (size_t i = 0; i < count; i++)
        add_link(xml, parts[i][0], arena_format(docx->arena, "%s/%s", link_space, parts[i][1]), parts[i][2], false);
    int id = 0;
    for (const struct docx_link *link = links->first; link; link = link->next)
        add_link(xml, arena_format(docx->arena, "link%d", ++id), arena_format(docx->arena, "%s/hyperlink", link_space),
            link->url, true);
    xml_end(xml);
}

/* Packs the part just written, and empties the buffer for the next one; the first error stays. */
static void pack(enum err *err, struct docx *docx, struct call *call, struct zip_writer *zip, const char *name)
{
    struct buffer *part = docx->xml.out;
    if (!*err && part->full)
        *err =
            fail_want(call, ERR_LIMIT, "too_many_bytes", NULL, NULL, number_text(call->arena, call->lang, MOST_BYTES));
    if (!*err)
        *err = zip_add(zip, name, part->at, part->size);
    buffer_clear(part);
}

enum err docx_write(struct buffer *out, struct call *call, const struct document *document)
{
    struct docx_links of_document = {0}, of_notes = {0};
    struct docx docx = {.arena = call->arena, .document = document, .links = &of_document};
    struct zip_writer *zip = zip_begin(call, out);
    enum err err = OK;
    docx.xml.out = buffer_new(call->arena, MOST_BYTES);
    write_types(&docx);
    pack(&err, &docx, call, zip, "[Content_Types].xml");
    write_package_links(&docx);
    pack(&err, &docx, call, zip, "_rels/.rels");
    write_properties(&docx);
    pack(&err, &docx, call, zip, "docProps/core.xml");
    docx_write_body(&docx);
    pack(&err, &docx, call, zip, "word/document.xml");
    docx.links = &of_notes;
    docx.in_note = true;
    docx_write_notes(&docx);
    pack(&err, &docx, call, zip, "word/footnotes.xml");
    docx_write_styles(&docx);
    pack(&err, &docx, call, zip, "word/styles.xml");
    docx_write_numbering(&docx);
    pack(&err, &docx, call, zip, "word/numbering.xml");
    write_settings(&docx);
    pack(&err, &docx, call, zip, "word/settings.xml");
    write_edge(&docx, "w:ftr", "Footer", document->foot, NULL);
    pack(&err, &docx, call, zip, "word/footer.xml");
    if (docx_has_head(document)) {
        write_edge(&docx, "w:hdr", "Header", document->head_start, text_or(document->head_end, ""));
        pack(&err, &docx, call, zip, "word/header.xml");
    }
    write_links(&docx, &of_document, true);
    pack(&err, &docx, call, zip, "word/_rels/document.xml.rels");
    write_links(&docx, &of_notes, false);
    pack(&err, &docx, call, zip, "word/_rels/footnotes.xml.rels");
    return err ? err : zip_end(zip);
}
