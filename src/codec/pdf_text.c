/* Texts of pages: prose set in lines by Pango, with its links, notes and gaps (codec/pdf_layout.h). */
#include "base/text.h"
#include "codec/pdf_layout.h"

enum { LONGEST_TEXT = 4 << 20, MOST_TEXTS = 60000 };

/* One look: size in points, weight, which of the two designs. Arabic letters are drawn larger to look alike. */
static const struct look {
    double size;
    bool bold, italic, sans;
} looks[] = {
    [LOOK_TEXT] = {10.5, false, false, false},
    [LOOK_TITLE] = {18, true, false, false},
    [LOOK_HEADING] = {14, true, false, false},
    [LOOK_HEADING_2] = {12, true, false, false},
    [LOOK_HEADING_3] = {10.5, true, false, false},
    [LOOK_HEADING_4] = {10.5, false, true, false},
    [LOOK_CAPTION] = {9, true, false, true},
    [LOOK_CELL] = {8.5, false, false, true},
    [LOOK_HEAD_CELL] = {8.5, true, false, true},
    [LOOK_NOTE] = {8.5, false, false, false},
    [LOOK_EDGE] = {8, false, false, true},
    [LOOK_LABEL] = {6.5, false, false, true},
};

/* What a script needs: how much larger, how far apart its lines are, its fonts in their order. */
struct script {
    double scale, leading;
    const char *serif, *sans;
};

static const struct script *script_of(const char *lang)
{
    static const struct script latin = {1, 1.4, "Noto Serif,Noto Naskh Arabic,Noto Serif CJK SC",
                                   "Noto Sans,Noto Naskh Arabic,Noto Sans CJK SC"},
                               arabic = {1.15, 1.65, "Noto Naskh Arabic,Noto Serif,Noto Serif CJK SC",
                                   "Noto Naskh Arabic,Noto Sans,Noto Sans CJK SC"},
                               chinese = {1, 1.6, "Noto Serif CJK SC,Noto Serif,Noto Naskh Arabic",
                                   "Noto Sans CJK SC,Noto Sans,Noto Naskh Arabic"};
    bool east = document_lang_is(lang, "zh") || document_lang_is(lang, "ja") || document_lang_is(lang, "ko");
    return document_rtl(lang) ? &arabic : east ? &chinese : &latin;
}

/* A stretch of the text whose look is its own. */
struct stretch {
    size_t from, to;
    const struct run *run;
    const char *lang;
    bool link;
    struct stretch *next;
};

struct setting {
    struct pdf *pdf;
    const struct look *look;
    struct buffer *text;
    struct stretch *stretches;
    struct pdf_mark *marks, **marks_end;
};

/* Well-formed, without what would begin a paragraph; a new line stays within the paragraph. */
static void add_clean(struct buffer *out, const char *text)
{
    const char *end = text + strlen(text);
    while (text < end) {
        char bytes[4];
        uint32_t code = utf8_next(&text, end);
        if (code == '\n')
            code = 0x2028;
        else if (code == '\r' || code == 0x2029 || code == 0xFFFC)
            code = ' ';
        else if (code < 0x20 && code != '\t')
            continue;
        buffer_add(out, bytes, utf8_put(bytes, code));
    }
}

static struct pdf_mark *add_mark(struct setting *setting, size_t from)
{
    struct pdf_mark *mark = NEW(setting->pdf->call->arena, struct pdf_mark);
    mark->from = from;
    mark->to = setting->text->size;
    *setting->marks_end = mark;
    setting->marks_end = &mark->next;
    return mark;
}

static enum err add_note(struct setting *setting, const struct run *run, const char *lang)
{
    struct pdf *pdf = setting->pdf;
    size_t from = setting->text->size;
    int number = ++pdf->note_count;
    buffer_number(setting->text, number);
    struct pdf_mark *mark = add_mark(setting, from);
    return pdf_make_note(&mark->note, pdf, run->note, lang, number);
}

static enum err add_gap(struct setting *setting, const struct run *run)
{
    enum { WIDEST = 60 };
    size_t from = setting->text->size;
    int width = run->width < 4 ? 4 : run->width > WIDEST ? WIDEST : run->width;
    buffer_text(setting->text, "\uFFFC");
    struct pdf_mark *mark = add_mark(setting, from);
    mark->width = width * setting->look->size * 0.5;
    return pdf_set_plain(&mark->label, setting->pdf, run->text, LOOK_LABEL, mark->width);
}

static enum err add_run(struct setting *setting, const struct run *run, const char *paragraph_lang)
{
    struct pdf *pdf = setting->pdf;
    size_t from = setting->text->size;
    const char *link = run->kind == RUN_TEXT ? document_link(pdf->document, run->link) : NULL;
    enum err err = OK;
    if (run->kind == RUN_NOTE)
        err = run->note ? add_note(setting, run, paragraph_lang) : OK;
    else if (run->kind == RUN_GAP)
        err = add_gap(setting, run);
    else
        add_clean(setting->text, run->text);
    if (err || setting->text->size == from)
        return err;
    struct stretch *stretch = NEW(pdf->call->arena, struct stretch);
    *stretch = (struct stretch){
        from, setting->text->size, run, text_or(run->lang, paragraph_lang), link != NULL, setting->stretches};
    setting->stretches = stretch;
    if (link)
        add_mark(setting, from)->link = link;
    return OK;
}

static void put(PangoAttrList *list, PangoAttribute *attribute, const struct stretch *stretch)
{
    attribute->start_index = (guint)stretch->from;
    attribute->end_index = (guint)stretch->to;
    pango_attr_list_insert(list, attribute);
}

static void put_note(PangoAttrList *list, const struct stretch *stretch, double size)
{
    put(list, pango_attr_size_new_absolute((int)(size * 0.65 * PANGO_SCALE)), stretch);
    put(list, pango_attr_rise_new((int)(size * 0.35 * PANGO_SCALE)), stretch);
}

static void put_gap(PangoAttrList *list, const struct stretch *stretch, const struct setting *setting)
{
    for (const struct pdf_mark *mark = setting->marks; mark; mark = mark->next)
        if (mark->label && mark->from == stretch->from) {
            PangoRectangle room = {0, (int)(-setting->look->size * 0.7 * PANGO_SCALE), (int)(mark->width * PANGO_SCALE),
                (int)(setting->look->size * PANGO_SCALE)};
            put(list, pango_attr_shape_new(&room, &room), stretch);
        }
}

/* Nothing here takes memory of the arena, whose failing would leave the list behind. */
static PangoAttrList *attributes(const struct setting *setting, const char *lang)
{
    PangoAttrList *list = pango_attr_list_new();
    const struct script *own = script_of(lang);
    struct stretch all = {0, setting->text->size, NULL, NULL, false, NULL};
    put(list, pango_attr_font_features_new("liga=0,clig=0"), &all); /* so that "fi" is found in "Office" */
    for (const struct stretch *s = setting->stretches; s; s = s->next) {
        const struct script *script = script_of(s->lang);
        double size = setting->look->size * script->scale;
        put(list, pango_attr_language_new(pango_language_from_string(s->lang)), s);
        if (script != own) {
            put(list, pango_attr_family_new(setting->look->sans ? script->sans : script->serif), s);
            put(list, pango_attr_size_new_absolute((int)(size * PANGO_SCALE)), s);
        }
        if (s->run->bold)
            put(list, pango_attr_weight_new(PANGO_WEIGHT_BOLD), s);
        if (s->run->italic)
            put(list, pango_attr_style_new(PANGO_STYLE_ITALIC), s);
        if (s->run->kind == RUN_NOTE)
            put_note(list, s, size);
        if (s->run->kind == RUN_GAP)
            put_gap(list, s, setting);
        if (s->link)
            put(list, pango_attr_foreground_new(0x0A0A, 0x5A5A, 0x4848), s);
    }
    return list;
}

static void dress(struct pdf_text *text, const struct setting *setting, const char *lang)
{
    const struct script *script = script_of(lang);
    const struct look *look = setting->look;
    double size = look->size * script->scale;
    PangoLayout *layout = pango_layout_new(setting->pdf->contexts[text->rtl]);
    text->layout = layout;
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family_static(font, look->sans ? script->sans : script->serif);
    pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
    pango_font_description_set_weight(font, look->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_style(font, look->italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    PangoAttrList *list = attributes(setting, lang);
    pango_layout_set_attributes(layout, list);
    pango_attr_list_unref(list);
    pango_layout_set_auto_dir(layout, FALSE);
    if (text->width > 0) {
        pango_layout_set_width(layout, (int)(text->width * PANGO_SCALE));
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
        pango_layout_set_indent(layout, (int)(text->indent * PANGO_SCALE));
    }
    pango_layout_set_text(layout, setting->text->at, (int)setting->text->size);
    text->leading = size * script->leading;
    text->rise = text->leading * 0.5 + size * 0.34;
}

enum err pdf_set(struct pdf_text **out, struct pdf *pdf, const struct prose *prose, enum pdf_look look,
    const char *lang, double width, double indent)
{
    struct call *call = pdf->call;
    struct setting setting = {.pdf = pdf, .look = &looks[look], .text = buffer_new(call->arena, LONGEST_TEXT)};
    setting.marks_end = &setting.marks;
    *out = NULL;
    if (pdf->text_count++ >= MOST_TEXTS)
        return fail_want(call, ERR_LIMIT, "pdf_too_long", NULL, NULL, number_text(call->arena, call->lang, MOST_TEXTS));
    for (const struct run *run = prose->first; run; run = run->next) {
        bool note_in_note = look == LOOK_NOTE && run->kind == RUN_NOTE;
        enum err err = note_in_note ? OK : add_run(&setting, run, lang);
        if (err)
            return err;
    }
    if (setting.text->full)
        return fail_want(
            call, ERR_LIMIT, "too_many_bytes", NULL, NULL, number_text(call->arena, call->lang, LONGEST_TEXT));
    struct pdf_text *text = NEW(call->arena, struct pdf_text);
    *text = (struct pdf_text){
        .pdf = pdf, .rtl = document_rtl(lang), .width = width, .indent = indent, .marks = setting.marks};
    text->older = pdf->texts;
    pdf->texts = text;
    dress(text, &setting, lang);
    pdf->unshown += (size_t)pango_layout_get_unknown_glyphs_count(text->layout);
    *out = text;
    return OK;
}

enum err pdf_set_plain(struct pdf_text **out, struct pdf *pdf, const char *text, enum pdf_look look, double width)
{
    struct prose prose = {.arena = pdf->call->arena};
    prose_text(&prose, text);
    return pdf_set(out, pdf, &prose, look, pdf->document->lang, width, 0);
}

static void measure_gap(void *arg, const struct pdf_mark *mark)
{
    double *below = arg, rise, height = 0;
    if (!mark->label)
        return;
    for (GSList *line = pango_layout_get_lines_readonly(mark->label->layout); line; line = line->next)
        height += pdf_line_height(mark->label, line->data, &rise);
    *below = height > *below ? height : *below;
}

double pdf_line_height(const struct pdf_text *text, PangoLayoutLine *line, double *baseline)
{
    PangoRectangle ink, logical;
    double below = 0;
    pango_layout_line_get_extents(line, &ink, &logical);
    double up = -(double)ink.y / PANGO_SCALE, down = (double)(ink.y + ink.height) / PANGO_SCALE;
    double rest = text->leading - text->rise;
    *baseline = up > text->rise ? up : text->rise;
    pdf_marks_of(text, line, measure_gap, &below);
    down = down > below + 2 ? down : below + 2;
    return *baseline + (down > rest ? down : rest);
}

double pdf_line_width(PangoLayoutLine *line)
{
    PangoRectangle logical;
    pango_layout_line_get_extents(line, NULL, &logical);
    return (double)logical.width / PANGO_SCALE;
}

void pdf_marks_of(const struct pdf_text *text, PangoLayoutLine *line,
    void (*visit)(void *arg, const struct pdf_mark *mark), void *arg)
{
    size_t from = (size_t)line->start_index, to = from + (size_t)line->length;
    for (const struct pdf_mark *mark = text->marks; mark; mark = mark->next)
        if (mark->from < to && mark->to > from)
            visit(arg, mark);
}
