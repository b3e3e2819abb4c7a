/* A document as pages, from the outside: see codec/pdf.h. */
#include "codec/pdf.h"
#include <pthread.h>
#include "codec/pdf_layout.h"

enum { MOST_BYTES = 256 << 20 };

static void release(struct pdf *pdf)
{
    pdf_stop_drawing(pdf);
    for (struct pdf_text *text = pdf->texts; text; text = text->older)
        if (text->layout)
            g_object_unref(text->layout);
    for (size_t i = 0; i < sizeof pdf->contexts / sizeof *pdf->contexts; i++)
        if (pdf->contexts[i])
            g_object_unref(pdf->contexts[i]);
    if (pdf->fonts)
        g_object_unref(pdf->fonts);
}

/* Letters as they are drawn, not fitted to a screen's dots. */
static PangoContext *new_context(struct pdf *pdf, PangoDirection direction)
{
    PangoContext *context = pango_font_map_create_context(pdf->fonts);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    pango_context_set_round_glyph_positions(context, FALSE);
    pango_context_set_base_dir(context, direction);
    pango_context_set_language(context, pango_language_from_string(pdf->document->lang));
    return context;
}

struct work {
    struct pdf *pdf;
    struct buffer *out;
};

static enum err write_file(void *arg)
{
    struct work *work = arg;
    struct pdf *pdf = work->pdf;
    struct call *call = pdf->call;
    pdf->fonts = pdf_fonts(call, pdf->document->lang);
    if (!pdf->fonts)
        return ERR_SYSTEM;
    pdf->contexts[false] = new_context(pdf, PANGO_DIRECTION_LTR);
    pdf->contexts[true] = new_context(pdf, PANGO_DIRECTION_RTL);
    enum err err = pdf_make_boxes(pdf);
    if (err)
        return err;
    pdf_make_pages(pdf);
    struct buffer *file = buffer_new(call->arena, MOST_BYTES);
    err = pdf_draw(file, pdf);
    if (!err)
        err = pdf_complete(file, call, pdf->document);
    if (err)
        return err;
    buffer_add(work->out, file->at, file->size);
    bool full = work->out->full || file->full;
    return full ? fail_want(call, ERR_LIMIT, "too_many_bytes", NULL, NULL,
                      number_text(call->arena, call->lang, (int64_t)work->out->most))
                : OK;
}

/* One at a time: cairo 1.16 may close a font that another thread is just opening. */
static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;

enum err pdf_write(struct buffer *out, size_t *unshown, struct call *call, const struct document *document)
{
    static const double short_side = 595.276, long_side = 841.890; /* A4 */
    struct pdf *pdf = NEW(call->arena, struct pdf);
    *pdf = (struct pdf){.call = call,
        .document = document,
        .page_width = document->landscape ? long_side : short_side,
        .page_height = document->landscape ? short_side : long_side};
    pdf->text_width = pdf->page_width - 2 * PDF_MARGIN;
    pdf->text_height = pdf->page_height - 2 * PDF_MARGIN;
    struct work work = {pdf, out};
    pthread_mutex_lock(&one);
    enum err err = arena_run(call->arena, write_file, &work); /* comes back here when memory is short */
    release(pdf);
    pthread_mutex_unlock(&one);
    *unshown = pdf->unshown;
    return err;
}
