#include "codec/docx_text.h"
#include "base/buffer.h"
#include "base/text.h"
#include <string.h>

enum { LONGEST_TEXT = 16 << 20, LONGEST_CODE = 4, DEEPEST_ISOLATE = 60 };
enum { LEFT_MARK = 0x200E, RIGHT_MARK = 0x200F, ISOLATE_LTR = 0x2066, ISOLATE_RTL, ISOLATE_FIRST, ISOLATE_END };

enum direction { NEUTRAL, LTR, RTL, DIGIT };

static bool between(uint32_t code, uint32_t from, uint32_t to)
{
    return code >= from && code <= to;
}

/* How a character runs by itself, as far as the blocks of Unicode tell. */
static enum direction direction_of(uint32_t code)
{
    if (between(code, '0', '9'))
        return DIGIT;
    if (code < 0xAA)
        return between(code | 32, 'a', 'z') ? LTR : NEUTRAL;
    if (code == RIGHT_MARK || between(code, 0x0590, 0x08FF) || between(code, 0xFB1D, 0xFDFF) ||
        between(code, 0xFE70, 0xFEFC) || between(code, 0x10800, 0x10FFF) || between(code, 0x1E800, 0x1EFFF))
        return RTL;
    if (code == LEFT_MARK || between(code, 0x2C00, 0x2DFF))
        return LTR;
    bool sign = (code < 0xC0 && code != 0xAA && code != 0xB5 && code != 0xBA) || code == 0xD7 || code == 0xF7 ||
        between(code, 0x2000, 0x2BFF) || between(code, 0x3000, 0x3020) || between(code, 0xFF00, 0xFF20);
    return sign ? NEUTRAL : LTR;
}

/* The direction that the first letter after an isolate's opening gives to it. */
static enum direction first_direction(const char *at, const char *end, enum direction otherwise)
{
    int depth = 0;
    while (at < end) {
        uint32_t code = utf8_next(&at, end);
        enum direction direction = direction_of(code);
        if (code == ISOLATE_END && depth-- == 0)
            return otherwise;
        if (between(code, ISOLATE_LTR, ISOLATE_FIRST))
            depth++;
        else if (depth == 0 && (direction == LTR || direction == RTL))
            return direction;
    }
    return otherwise;
}

/*
 * Word knows no isolates but orders runs by what each says of itself: the isolates become direction marks, and each run is
 * cut where the direction changes. `base` is what the paragraph gives to signs between two directions.
 */
struct pieces {
    struct buffer *text;
    char *direction; /* of each byte: LTR or RTL, NEUTRAL until settled */
    enum direction base[DEEPEST_ISOLATE + 1];
    int depth;
    size_t unsettled; /* where signs begin whose direction is open */
    enum direction before;
};

/* The signs since the last letter go with both neighbours when these agree, else with the paragraph. */
static void settle(struct pieces *pieces, enum direction after)
{
    enum direction direction = pieces->before == after ? after : pieces->base[pieces->depth];
    memset(pieces->direction + pieces->unsettled, (char)direction, pieces->text->size - pieces->unsettled);
    pieces->unsettled = pieces->text->size;
}

static void add_code(struct pieces *pieces, uint32_t code)
{
    char bytes[4];
    enum direction direction = direction_of(code);
    if (direction == DIGIT)
        direction = pieces->before == LTR ? LTR : NEUTRAL;
    if (direction != NEUTRAL)
        settle(pieces, direction);
    size_t from = pieces->text->size;
    buffer_add(pieces->text, bytes, utf8_put(bytes, code));
    if (direction == NEUTRAL)
        return;
    memset(pieces->direction + from, (char)direction, pieces->text->size - from);
    pieces->unsettled = pieces->text->size;
    pieces->before = direction;
}

static void cut(struct pieces *pieces, struct arena *arena, const char *text, bool rtl)
{
    const char *at = text, *end = text + strlen(text);
    *pieces = (struct pieces){.text = buffer_new(arena, LONGEST_TEXT)};
    pieces->direction = arena_array(arena, strlen(text) + 1, LONGEST_CODE);
    pieces->base[0] = pieces->before = rtl ? RTL : LTR;
    int too_deep = 0;
    while (at < end) {
        uint32_t code = utf8_next(&at, end);
        enum direction base = pieces->base[pieces->depth];
        if (between(code, ISOLATE_LTR, ISOLATE_FIRST)) {
            if (pieces->depth == DEEPEST_ISOLATE) {
                too_deep++;
                continue;
            }
            enum direction inner = code == ISOLATE_LTR ? LTR
                : code == ISOLATE_RTL                  ? RTL
                                                       : first_direction(at, end, base);
            settle(pieces, base);
            pieces->base[++pieces->depth] = inner;
            add_code(pieces, inner == RTL ? RIGHT_MARK : LEFT_MARK);
        } else if (code == ISOLATE_END) {
            if (too_deep > 0) {
                too_deep--;
            } else if (pieces->depth > 0) {
                add_code(pieces, base == RTL ? RIGHT_MARK : LEFT_MARK);
                pieces->before = pieces->base[--pieces->depth];
            }
        } else {
            add_code(pieces, code);
        }
    }
    settle(pieces, pieces->base[0]);
}

void docx_value(struct xml *xml, const char *name, const char *value)
{
    if (!value)
        return;
    xml_open(xml, name);
    xml_put(xml, "w:val", value);
    xml_close(xml);
}

void docx_number(struct xml *xml, const char *name, int64_t value)
{
    xml_open(xml, name);
    xml_put_number(xml, "w:val", value);
    xml_close(xml);
}

void docx_empty(struct xml *xml, const char *name)
{
    xml_open(xml, name);
    xml_close(xml);
}

static void flag(struct xml *xml, const char *name, bool on)
{
    if (on)
        docx_empty(xml, name);
}

/* Which of the three languages that a run has the tag is for: that of left-to-right, East Asian or right-to-left letters. */
static const char *lang_place(const char *lang)
{
    if (document_rtl(lang))
        return "w:bidi";
    bool east = document_lang_is(lang, "zh") || document_lang_is(lang, "ja") || document_lang_is(lang, "ko");
    return east ? "w:eastAsia" : "w:val";
}

/* A language is said where it is not that of the document. */
static void properties(struct docx *docx, const struct run *run, const char *style, const char *lang, bool rtl)
{
    struct xml *xml = &docx->xml;
    bool tagged = !text_is(lang, docx->document->lang);
    bool east_asian = tagged && text_is(lang_place(lang), "w:eastAsia");
    if (!run->bold && !run->italic && !tagged && !style && !rtl)
        return;
    xml_open(xml, "w:rPr");
    docx_value(xml, "w:rStyle", style);
    if (east_asian) { /* quotation marks and the like, which two fonts have, are taken from this one */
        xml_open(xml, "w:rFonts");
        xml_put(xml, "w:hint", "eastAsia");
        xml_close(xml);
    }
    flag(xml, "w:b", run->bold);
    flag(xml, "w:bCs", run->bold);
    flag(xml, "w:i", run->italic);
    flag(xml, "w:iCs", run->italic);
    flag(xml, "w:rtl", rtl);
    if (tagged) {
        xml_open(xml, "w:lang");
        xml_put(xml, lang_place(lang), lang);
        xml_close(xml);
    }
    xml_close(xml);
}

/* A text within one run: new lines and tabs are elements. */
static void put_text(struct xml *xml, const char *text)
{
    while (*text) {
        size_t size = strcspn(text, "\n\t");
        if (size > 0) {
            xml_open(xml, "w:t");
            xml_put(xml, "xml:space", "preserve");
            xml_text(xml, arena_copy(xml->out->arena, text, size));
            xml_close(xml);
        }
        text += size;
        if (!*text)
            break;
        xml_open(xml, *text == '\n' ? "w:br" : "w:tab");
        xml_close(xml);
        text++;
    }
}

static void styled_run(
    struct docx *docx, const struct run *run, const char *style, const char *text, const char *paragraph_lang)
{
    struct pieces pieces;
    struct xml *xml = &docx->xml;
    const char *lang = text_or(run->lang, paragraph_lang);
    cut(&pieces, docx->arena, text, document_rtl(lang));
    for (size_t from = 0, to; from < pieces.text->size; from = to) {
        char direction = pieces.direction[from];
        for (to = from; to < pieces.text->size && pieces.direction[to] == direction;)
            to++;
        xml_open(xml, "w:r");
        properties(docx, run, style, lang, direction == RTL);
        put_text(xml, arena_copy(docx->arena, pieces.text->at + from, to - from));
        xml_close(xml);
    }
}

void docx_run(struct docx *docx, const struct run *run, const char *text, const char *lang)
{
    styled_run(docx, run, NULL, text, lang);
}

static void add_note(struct docx *docx, const struct run *run, const char *lang)
{
    struct docx_note *note = NEW(docx->arena, struct docx_note);
    *note = (struct docx_note){.prose = run->note, .lang = lang};
    if (docx->last_note)
        docx->last_note->next = note;
    else
        docx->notes = note;
    docx->last_note = note;
    xml_open(&docx->xml, "w:r");
    properties(docx, run, "FootnoteReference", lang, document_rtl(lang));
    xml_open(&docx->xml, "w:footnoteReference");
    xml_put_number(&docx->xml, "w:id", ++docx->note_count);
    xml_close(&docx->xml);
    xml_close(&docx->xml);
}

/* A field that shows its label until something is typed into it. */
static void add_gap(struct docx *docx, const struct run *run, const char *lang)
{
    enum { WIDEST = 200 };
    struct xml *xml = &docx->xml;
    struct buffer *shown = buffer_new(docx->arena, LONGEST_TEXT);
    buffer_format(shown, "[%s]", run->text);
    for (int length = (int)utf8_length(shown->at); length < run->width && length < WIDEST; length++)
        buffer_text(shown, "\u00A0");
    xml_open(xml, "w:sdt");
    xml_open(xml, "w:sdtPr");
    docx_value(xml, "w:alias", run->text);
    docx_number(xml, "w:id", ++docx->gap_count);
    docx_empty(xml, "w:showingPlcHdr");
    xml_close(xml);
    xml_open(xml, "w:sdtContent");
    styled_run(docx, run, "Gap", shown->at, lang);
    xml_close(xml);
    xml_close(xml);
}

static const char *link_id(struct docx *docx, const char *url)
{
    int id = 1;
    for (struct docx_link *link = docx->links->first; link; link = link->next, id++)
        if (text_is(link->url, url))
            return arena_format(docx->arena, "link%d", id);
    struct docx_link *link = NEW(docx->arena, struct docx_link);
    link->url = url;
    if (docx->links->last)
        docx->links->last->next = link;
    else
        docx->links->first = link;
    docx->links->last = link;
    docx->links->count++;
    return arena_format(docx->arena, "link%d", docx->links->count);
}

static void add_text(struct docx *docx, const struct run *run, const char *lang)
{
    const char *link = document_link(docx->document, run->link);
    if (!link) {
        docx_run(docx, run, run->text, lang);
        return;
    }
    xml_open(&docx->xml, "w:hyperlink");
    if (link[0] == '#')
        xml_put(
            &docx->xml, "w:anchor", arena_format(docx->arena, "block%d", document_anchor(docx->document, link + 1)));
    else
        xml_put(&docx->xml, "r:id", link_id(docx, link));
    styled_run(docx, run, "Hyperlink", run->text, lang);
    xml_close(&docx->xml);
}

void docx_prose(struct docx *docx, const struct prose *prose, const char *lang)
{
    for (const struct run *run = prose->first; run; run = run->next) {
        if (run->kind == RUN_NOTE && !docx->in_note)
            add_note(docx, run, lang);
        else if (run->kind == RUN_GAP)
            add_gap(docx, run, lang);
        else if (run->kind == RUN_TEXT && *run->text)
            add_text(docx, run, lang);
    }
}
