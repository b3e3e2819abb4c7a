/* The parts of a .docx that say how things look: styles, and how paragraphs are numbered. */
#include "base/buffer.h"
#include "codec/docx_parts.h"

/*
 * Names are those of Word, which shows them in the language of its user. Fonts are those that every word processor has or has
 * a twin of. Sizes are in half points; letters of Arabic (szCs) are drawn larger to look alike.
 */
static const char styles[] =
    "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name "
    "w:val=\"Normal\"/><w:qFormat/></w:style>"
    "<w:style w:type=\"character\" w:default=\"1\" w:styleId=\"DefaultParagraphFont\"><w:name w:val=\"Default "
    "Paragraph "
    "Font\"/></w:style>"
    "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal "
    "Table\"/><w:tblPr><w:tblInd "
    "w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"85\" "
    "w:type=\"dxa\"/><w:bottom "
    "w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"85\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>"
    "<w:style w:type=\"numbering\" w:default=\"1\" w:styleId=\"NoList\"><w:name w:val=\"No List\"/></w:style>"

    "<w:style w:type=\"paragraph\" w:styleId=\"Title\"><w:name w:val=\"Title\"/><w:basedOn w:val=\"Normal\"/><w:next "
    "w:val=\"Normal\"/><w:qFormat/><w:pPr><w:keepNext/><w:keepLines/><w:spacing w:before=\"120\" w:after=\"240\" "
    "w:line=\"240\" w:lineRule=\"auto\"/></w:pPr><w:rPr><w:b/><w:bCs/><w:sz w:val=\"36\"/><w:szCs "
    "w:val=\"40\"/></w:rPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"Heading1\"><w:name w:val=\"heading 1\"/><w:basedOn "
    "w:val=\"Normal\"/><w:next "
    "w:val=\"Normal\"/><w:qFormat/><w:pPr><w:keepNext/><w:keepLines/><w:pBdr><w:top w:val=\"single\" w:sz=\"12\" "
    "w:space=\"4\" "
    "w:color=\"000000\"/></w:pBdr><w:spacing w:before=\"360\" w:after=\"120\"/><w:outlineLvl "
    "w:val=\"0\"/></w:pPr><w:rPr><w:b/><w:bCs/><w:sz w:val=\"28\"/><w:szCs w:val=\"32\"/></w:rPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"Heading2\"><w:name w:val=\"heading 2\"/><w:basedOn "
    "w:val=\"Normal\"/><w:next "
    "w:val=\"Normal\"/><w:qFormat/><w:pPr><w:keepNext/><w:keepLines/><w:spacing w:before=\"280\" "
    "w:after=\"100\"/><w:outlineLvl "
    "w:val=\"1\"/></w:pPr><w:rPr><w:b/><w:bCs/><w:sz w:val=\"24\"/><w:szCs w:val=\"28\"/></w:rPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"Heading3\"><w:name w:val=\"heading 3\"/><w:basedOn "
    "w:val=\"Normal\"/><w:next "
    "w:val=\"Normal\"/><w:qFormat/><w:pPr><w:keepNext/><w:keepLines/><w:spacing w:before=\"220\" "
    "w:after=\"80\"/><w:outlineLvl "
    "w:val=\"2\"/></w:pPr><w:rPr><w:b/><w:bCs/></w:rPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"Heading4\"><w:name w:val=\"heading 4\"/><w:basedOn "
    "w:val=\"Normal\"/><w:next "
    "w:val=\"Normal\"/><w:qFormat/><w:pPr><w:keepNext/><w:keepLines/><w:spacing w:before=\"180\" "
    "w:after=\"80\"/><w:outlineLvl "
    "w:val=\"3\"/></w:pPr><w:rPr><w:i/></w:rPr></w:style>"

    "<w:style w:type=\"paragraph\" w:styleId=\"ListNumber\"><w:name w:val=\"List Number\"/><w:basedOn "
    "w:val=\"Normal\"/></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"ListBullet\"><w:name w:val=\"List Bullet\"/><w:basedOn "
    "w:val=\"Normal\"/><w:pPr><w:spacing w:after=\"60\"/></w:pPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"Quote\"><w:name w:val=\"Quote\"/><w:basedOn "
    "w:val=\"Normal\"/><w:pPr><w:ind "
    "w:left=\"567\" w:right=\"567\"/></w:pPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"Caption\"><w:name w:val=\"caption\"/><w:basedOn "
    "w:val=\"Normal\"/><w:next "
    "w:val=\"Normal\"/><w:pPr><w:keepNext/><w:keepLines/><w:spacing w:before=\"200\" "
    "w:after=\"80\"/></w:pPr><w:rPr><w:b/><w:bCs/><w:sz "
    "w:val=\"20\"/><w:szCs w:val=\"22\"/></w:rPr></w:style>"
    "<w:style w:type=\"paragraph\" w:customStyle=\"1\" w:styleId=\"TableText\"><w:name w:val=\"Table "
    "Text\"/><w:basedOn "
    "w:val=\"Normal\"/><w:pPr><w:spacing w:before=\"30\" w:after=\"30\" w:line=\"240\" "
    "w:lineRule=\"auto\"/></w:pPr><w:rPr><w:sz "
    "w:val=\"19\"/><w:szCs w:val=\"22\"/></w:rPr></w:style>"
    "<w:style w:type=\"paragraph\" w:customStyle=\"1\" w:styleId=\"TableHead\"><w:name w:val=\"Table "
    "Head\"/><w:basedOn "
    "w:val=\"TableText\"/><w:pPr><w:keepNext/></w:pPr><w:rPr><w:b/><w:bCs/></w:rPr></w:style>"
    "<w:style w:type=\"paragraph\" w:customStyle=\"1\" w:styleId=\"AfterTable\"><w:name w:val=\"After "
    "Table\"/><w:basedOn "
    "w:val=\"Normal\"/><w:pPr><w:spacing w:after=\"0\" w:line=\"160\" w:lineRule=\"exact\"/></w:pPr><w:rPr><w:sz "
    "w:val=\"8\"/><w:szCs "
    "w:val=\"8\"/></w:rPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"Header\"><w:name w:val=\"header\"/><w:basedOn "
    "w:val=\"Normal\"/><w:pPr><w:pBdr><w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"3\" "
    "w:color=\"000000\"/></w:pBdr><w:spacing w:after=\"0\"/></w:pPr><w:rPr><w:sz w:val=\"18\"/><w:szCs "
    "w:val=\"20\"/></w:rPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"Footer\"><w:name w:val=\"footer\"/><w:basedOn "
    "w:val=\"Normal\"/><w:pPr><w:spacing w:after=\"0\"/></w:pPr><w:rPr><w:sz w:val=\"18\"/><w:szCs "
    "w:val=\"20\"/></w:rPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"FootnoteText\"><w:name w:val=\"footnote text\"/><w:basedOn "
    "w:val=\"Normal\"/><w:pPr><w:spacing w:after=\"40\" w:line=\"240\" w:lineRule=\"auto\"/></w:pPr><w:rPr><w:sz "
    "w:val=\"18\"/><w:szCs "
    "w:val=\"20\"/></w:rPr></w:style>"

    "<w:style w:type=\"character\" w:styleId=\"FootnoteReference\"><w:name w:val=\"footnote "
    "reference\"/><w:rPr><w:vertAlign "
    "w:val=\"superscript\"/></w:rPr></w:style>"
    "<w:style w:type=\"character\" w:styleId=\"Hyperlink\"><w:name w:val=\"Hyperlink\"/><w:rPr><w:color "
    "w:val=\"0A5A48\"/><w:u "
    "w:val=\"single\"/></w:rPr></w:style>"
    "<w:style w:type=\"character\" w:customStyle=\"1\" w:styleId=\"Gap\"><w:name w:val=\"Gap\"/><w:rPr><w:color "
    "w:val=\"5F6B66\"/><w:u w:val=\"single\"/></w:rPr></w:style>"

    "<w:style w:type=\"table\" w:customStyle=\"1\" w:styleId=\"RuledTable\"><w:name w:val=\"Ruled Table\"/><w:basedOn "
    "w:val=\"TableNormal\"/><w:tblPr><w:tblBorders><w:top w:val=\"single\" w:sz=\"8\" w:space=\"0\" "
    "w:color=\"000000\"/><w:bottom "
    "w:val=\"single\" w:sz=\"8\" w:space=\"0\" w:color=\"000000\"/><w:insideH w:val=\"single\" w:sz=\"4\" "
    "w:space=\"0\" "
    "w:color=\"B8C2BD\"/></w:tblBorders></w:tblPr></w:style>";

/* The six languages as Word calls them; others as they are. */
static const char *word_lang(const char *lang)
{
    static const char *const full[] = {"ar-SA", "en-GB", "es-ES", "fr-FR", "ru-RU", "zh-CN"};
    for (size_t i = 0; i < sizeof full / sizeof *full; i++)
        if (lang[0] == full[i][0] && lang[1] == full[i][1] && lang[2] == 0)
            return full[i];
    return lang;
}

void docx_write_styles(struct docx *docx)
{
    struct xml *xml = &docx->xml;
    const char *lang = word_lang(docx->document->lang);
    bool rtl = document_rtl(lang), chinese = document_lang_is(lang, "zh");
    docx_begin(docx, "w:styles");
    xml_open(xml, "w:docDefaults");
    xml_open(xml, "w:rPrDefault");
    xml_open(xml, "w:rPr");
    xml_open(xml, "w:rFonts");
    xml_put(xml, "w:ascii", "Times New Roman");
    xml_put(xml, "w:hAnsi", "Times New Roman");
    xml_put(xml, "w:eastAsia", "SimSun");
    xml_put(xml, "w:cs", "Times New Roman");
    xml_close(xml);
    docx_number(xml, "w:sz", 22);
    docx_number(xml, "w:szCs", 26);
    xml_open(xml, "w:lang");
    xml_put(xml, "w:val", rtl || chinese ? "en-GB" : lang);
    xml_put(xml, "w:eastAsia", chinese ? lang : "zh-CN");
    xml_put(xml, "w:bidi", rtl ? lang : "ar-SA");
    xml_close(xml);
    xml_close(xml);
    xml_close(xml);
    xml_open(xml, "w:pPrDefault");
    xml_open(xml, "w:pPr");
    xml_open(xml, "w:spacing");
    xml_put_number(xml, "w:after", 120);
    xml_put_number(xml, "w:line", 264);
    xml_put(xml, "w:lineRule", "auto");
    xml_close(xml);
    xml_close(xml);
    xml_close(xml);
    xml_close(xml);
    buffer_text(xml->out, styles);
    xml_end(xml);
}

/* A level of a list: number or bullet, and where its text stands. `turn`: later lines go back to the margin. */
static void level(struct xml *xml, int index, const char *format, const char *text, int indent, int hanging, bool turn)
{
    xml_open(xml, "w:lvl");
    xml_put_number(xml, "w:ilvl", index);
    docx_number(xml, "w:start", 1);
    docx_value(xml, "w:numFmt", format);
    docx_value(xml, "w:lvlText", text);
    docx_value(xml, "w:lvlJc", "left"); /* where the lines begin */
    xml_open(xml, "w:pPr");
    if (turn) {
        xml_open(xml, "w:tabs");
        xml_open(xml, "w:tab");
        xml_put(xml, "w:val", "num");
        xml_put_number(xml, "w:pos", hanging);
        xml_close(xml);
        xml_close(xml);
    }
    xml_open(xml, "w:ind");
    xml_put_number(xml, "w:left", indent);
    if (turn)
        xml_put_number(xml, "w:firstLine", 0);
    else
        xml_put_number(xml, "w:hanging", hanging);
    xml_close(xml);
    xml_close(xml);
    xml_close(xml);
}

static void write_numbers(struct docx *docx, int id)
{
    static const char *const formats[] = {[NUMBER_DECIMAL] = "decimal",
        [NUMBER_LETTER] = "lowerLetter",
        [NUMBER_ROMAN] = "lowerRoman",
        [NUMBER_ABJAD] = "arabicAbjad",
        [NUMBER_CHINESE] = "chineseCounting"};
    struct xml *xml = &docx->xml;
    xml_open(xml, "w:abstractNum");
    xml_put_number(xml, "w:abstractNumId", id);
    docx_value(xml, "w:multiLevelType", "multilevel");
    for (int i = 0; i < DOCUMENT_NUMBERS; i++) {
        const struct number_style *style = document_number_style(docx->document->lang, i + 1);
        level(xml, i, formats[style->form], arena_format(docx->arena, "%s%%%d%s", style->before, i + 1, style->after),
            567 * (i + (i > 0)), 567, i == 0);
    }
    xml_close(xml);
}

static void write_bullets(struct docx *docx, int id)
{
    struct xml *xml = &docx->xml;
    xml_open(xml, "w:abstractNum");
    xml_put_number(xml, "w:abstractNumId", id);
    docx_value(xml, "w:multiLevelType", "hybridMultilevel");
    for (int i = 0; i < DOCUMENT_BULLETS; i++)
        level(xml, i, "bullet", i == 0 ? "\u2022" : "\u2013", 397 * (i + 1), 284, false);
    xml_close(xml);
}

static void open_list(struct xml *xml, int id, int abstract)
{
    xml_open(xml, "w:num");
    xml_put_number(xml, "w:numId", id);
    docx_number(xml, "w:abstractNumId", abstract);
}

void docx_write_numbering(struct docx *docx)
{
    enum { ABSTRACT_BULLETS = 0, ABSTRACT_NUMBERS = 1 };
    struct xml *xml = &docx->xml;
    docx_begin(docx, "w:numbering");
    write_bullets(docx, ABSTRACT_BULLETS);
    write_numbers(docx, ABSTRACT_NUMBERS);
    open_list(xml, DOCX_BULLETS, ABSTRACT_BULLETS);
    xml_close(xml);
    for (int i = 0; i <= docx->document->numbering; i++) {
        open_list(xml, DOCX_NUMBERS + i, ABSTRACT_NUMBERS);
        for (int deep = 0; deep < DOCUMENT_NUMBERS; deep++) {
            xml_open(xml, "w:lvlOverride");
            xml_put_number(xml, "w:ilvl", deep);
            docx_number(xml, "w:startOverride", 1);
            xml_close(xml);
        }
        xml_close(xml);
    }
    xml_end(xml);
}
