/*
 * Draws a line of text with cairo, so that it can be read out of the file again (codec/pdf_layout.h).
 *
 * pango_cairo_show_layout_line would do, but for Arabic: it gives glyphs in the order of reading, for which cairo moves back
 * before each. Readers of files then take every letter for a word. Here they are written from left to right as they stand,
 * each with its letters beside it, which is how other programs write Arabic and what readers put in order again.
 */
#include <string.h>
#include "codec/pdf_layout.h"

struct glyph_run {
    cairo_glyph_t *glyphs;
    cairo_text_cluster_t *clusters;
    char *text; /* of each cluster, in their order */
    int text_size, glyph_count, cluster_count;
    unsigned long blank; /* the glyph of a space */
};

/* Glyphs that belong together, and the text that they stand for. */
struct glyph_span {
    int from, to;
    int at, bytes;
};

static bool has_unknown(const PangoGlyphString *glyphs)
{
    for (int i = 0; i < glyphs->num_glyphs; i++)
        if (glyphs->glyphs[i].glyph & PANGO_GLYPH_UNKNOWN_FLAG && glyphs->glyphs[i].glyph != PANGO_GLYPH_EMPTY)
            return true;
    return false;
}

static int find_spans(struct glyph_span *spans, PangoGlyphItem *run, const char *text, bool backward)
{
    PangoGlyphItemIter at;
    int count = 0;
    for (gboolean more = pango_glyph_item_iter_init_start(&at, run, text); more;
         more = pango_glyph_item_iter_next_cluster(&at), count++) {
        struct glyph_span *span = &spans[count];
        span->from = backward ? at.end_glyph + 1 : at.start_glyph;
        span->to = backward ? at.start_glyph + 1 : at.end_glyph;
        span->at = at.start_index;
        span->bytes = at.end_index - at.start_index;
    }
    return count;
}

/* Adds the glyphs of a span, those that show; gives how many. */
static int add_glyphs(
    struct glyph_run *out, const PangoGlyphString *glyphs, const struct glyph_span *span, const double *x, double y)
{
    int before = out->glyph_count;
    for (int i = span->from; i < span->to; i++) {
        const PangoGlyphInfo *glyph = &glyphs->glyphs[i];
        if (glyph->glyph != PANGO_GLYPH_EMPTY)
            out->glyphs[out->glyph_count++] =
                (cairo_glyph_t){glyph->glyph, x[i] + (double)glyph->geometry.x_offset / PANGO_SCALE,
                    y + (double)glyph->geometry.y_offset / PANGO_SCALE};
    }
    return out->glyph_count - before;
}

static void lay_out(
    struct glyph_run *out, struct arena *arena, PangoGlyphItem *run, const char *text, double left, double y)
{
    const PangoGlyphString *glyphs = run->glyphs;
    bool backward = run->item->analysis.level % 2;
    size_t most = (size_t)run->item->length + 1;
    struct glyph_span *spans = NEW_ARRAY(arena, most, struct glyph_span);
    double *x = NEW_ARRAY(arena, (size_t)glyphs->num_glyphs + 1, double);
    out->glyphs = NEW_ARRAY(arena, (size_t)glyphs->num_glyphs + 1, cairo_glyph_t);
    out->clusters = NEW_ARRAY(arena, most, cairo_text_cluster_t);
    out->text = arena_alloc(arena, most);
    for (int i = 0; i < glyphs->num_glyphs; i++) {
        x[i] = left;
        left += (double)glyphs->glyphs[i].geometry.width / PANGO_SCALE;
    }
    int count = find_spans(spans, run, text, backward);
    for (int i = 0; i < count; i++) {
        const struct glyph_span *span = &spans[backward ? count - 1 - i : i];
        int shown = add_glyphs(out, glyphs, span, x, y);
        if (shown == 0 && text[span->at] == ' ' && out->blank) { /* where the line was broken */
            out->glyphs[out->glyph_count++] = (cairo_glyph_t){out->blank, x[span->from], y};
            shown = 1;
        }
        if (shown == 0) /* a direction mark */
            continue;
        out->clusters[out->cluster_count++] = (cairo_text_cluster_t){span->bytes, shown};
        memcpy(out->text + out->text_size, text + span->at, (size_t)span->bytes);
        out->text_size += span->bytes;
    }
}

static const PangoAttribute *attribute_of(const PangoItem *item, PangoAttrType type)
{
    for (const GSList *at = item->analysis.extra_attrs; at; at = at->next)
        if (((const PangoAttribute *)at->data)->klass->type == type)
            return at->data;
    return NULL;
}

static unsigned long blank_glyph(PangoFont *font)
{
    hb_codepoint_t glyph = 0;
    hb_font_t *face = pango_font_get_hb_font(font);
    return face && hb_font_get_nominal_glyph(face, ' ', &glyph) ? glyph : 0;
}

static void draw_run(cairo_t *cr, struct arena *arena, PangoGlyphItem *run, const char *text, double x, double y)
{
    const PangoAnalysis *analysis = &run->item->analysis;
    const PangoAttribute *colour = attribute_of(run->item, PANGO_ATTR_FOREGROUND);
    if (attribute_of(run->item, PANGO_ATTR_SHAPE) || run->item->length == 0)
        return;
    if (has_unknown(run->glyphs) || !analysis->font) {
        cairo_move_to(cr, x, y);
        pango_cairo_show_glyph_item(cr, text, run);
        return;
    }
    struct glyph_run out = {.blank = blank_glyph(analysis->font)};
    lay_out(&out, arena, run, text, x, y);
    if (colour) {
        PangoColor rgb = ((const PangoAttrColor *)colour)->color;
        cairo_set_source_rgb(cr, rgb.red / 65535.0, rgb.green / 65535.0, rgb.blue / 65535.0);
    }
    cairo_set_scaled_font(cr, pango_cairo_font_get_scaled_font(PANGO_CAIRO_FONT(analysis->font)));
    cairo_show_text_glyphs(
        cr, out.text, out.text_size, out.glyphs, out.glyph_count, out.clusters, out.cluster_count, 0);
    if (colour)
        cairo_set_source_rgb(cr, 0, 0, 0);
}

void pdf_draw_line(cairo_t *cr, struct arena *arena, PangoLayoutLine *line, double x, double y)
{
    const char *text = pango_layout_get_text(line->layout);
    for (GSList *at = line->runs; at; at = at->next) {
        PangoGlyphItem *run = at->data;
        x += (double)run->start_x_offset / PANGO_SCALE;
        draw_run(cr, arena, run, text, x, y - (double)run->y_offset / PANGO_SCALE);
        x += (double)(pango_glyph_string_get_width(run->glyphs) + run->end_x_offset) / PANGO_SCALE;
    }
}
