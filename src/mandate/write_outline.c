#include "mandate/write_outline.h"
#include <string.h>
#include "base/text.h"

enum { NARROW = 60, USUAL = 100 };

struct outline_writer {
    struct buffer *out;
    struct arena *arena;
    enum lang lang;
    const struct resolution *of;
    size_t width;
};

/* Text set in, broken at blanks so that it keeps within the width. */
static void folded(struct outline_writer *w, size_t indent, const char *text, size_t size)
{
    size_t at = 0;
    while (at < size) {
        size_t end = at, cells = indent, last = 0;
        for (; end < size && (cells < w->width || !last); end++) {
            if (text[end] == ' ')
                last = end;
            cells += ((unsigned char)text[end] & 0xC0) != 0x80;
        }
        size_t stop = end >= size ? size : last ? last : end;
        for (size_t i = 0; i < indent; i++)
            buffer_byte(w->out, ' ');
        buffer_add(w->out, text + at, stop - at);
        buffer_byte(w->out, '\n');
        at = stop;
        while (at < size && text[at] == ' ')
            at++;
    }
}

static void line(struct outline_writer *w, const char *key, const char *value)
{
    if (value)
        buffer_format(w->out, "  %s: %s\n", word(w->lang, key), value);
}

static void heading(struct outline_writer *w, const char *key, size_t count)
{
    if (count)
        buffer_format(w->out, "\n  %s (%zu)\n", word(w->lang, key), count);
}

static void clause(struct outline_writer *w, const struct clause *c)
{
    struct buffer *head = buffer_new(w->arena, 4000);
    if (c->number)
        buffer_format(head, "%s. ", c->number);
    for (size_t i = 0; i < c->verb_count; i++)
        buffer_format(head, "%s%s", i ? ", " : "", c->verbs[i].phrase);
    if (c->heading)
        buffer_format(w->out, "    %s\n", c->heading);
    buffer_format(w->out, "    %s\n", head->size ? head->at : "-");
    struct span own = c->span;
    if (c->sub_count)
        own.to = c->subs[0].span.at;
    folded(w, 6, w->of->text->bytes + own.at, own.to - own.at);
    for (size_t i = 0; i < c->sub_count; i++) {
        const struct subparagraph *sub = &c->subs[i];
        struct span words = sub->span;
        if (i + 1 < c->sub_count && c->subs[i + 1].span.at < words.to)
            words.to = c->subs[i + 1].span.at;
        char *text =
            arena_format(w->arena, "(%s) %.*s", sub->label, (int)(words.to - words.at), w->of->text->bytes + words.at);
        folded(w, 6 + 2u * sub->depth, text, strlen(text));
    }
}

static void duty(struct outline_writer *w, const struct report_duty *d)
{
    const char *number = w->of->operative[d->clause].number;
    const char *text = arena_format(w->arena, "%s%s%s → %s%s%s", number ? number : "", number ? ": " : "",
        text_or(d->who, "?"), text_or(d->to, "?"), d->when ? ", " : "", text_or(d->when, ""));
    folded(w, 4, text, strlen(text));
}

void write_outline(
    struct buffer *out, struct arena *arena, enum lang lang, const struct resolution *r, const char *file, int width)
{
    struct outline_writer w = {out, arena, lang, r, width > NARROW ? (size_t)width : USUAL};
    const char *title = text_or(r->title, "");
    buffer_format(out, "%s%s%s\n", text_or(r->symbol, word(lang, "mandate.no_symbol")), *title ? "  " : "", title);
    line(&w, "mandate.file", file);
    line(&w, "mandate.body", organ_title(r->outer ? r->outer->organ : r->organ));
    line(&w, "mandate.session", r->session);
    line(&w, "mandate.adopted", date_known(r->date) ? date_words(arena, lang, r->date) : NULL);
    line(&w, "mandate.meeting", r->meeting);
    line(&w, "mandate.agenda_item", r->agenda_item);
    heading(&w, "mandate.preamble", r->preamble_count);
    for (size_t i = 0; i < r->preamble_count; i++)
        clause(&w, &r->preamble[i]);
    heading(&w, "mandate.operative", r->operative_count);
    for (size_t i = 0; i < r->operative_count; i++)
        clause(&w, &r->operative[i]);
    heading(&w, "mandate.reporting", r->reporting_count);
    for (size_t i = 0; i < r->reporting_count; i++)
        duty(&w, &r->reporting[i]);
    heading(&w, "mandate.references", r->reference_count);
    struct buffer *list = buffer_new(arena, 1 << 20);
    for (size_t i = 0; i < r->reference_count; i++)
        buffer_format(list, "%s%s", i ? ", " : "", r->references[i].symbol);
    if (list->size)
        folded(&w, 4, list->at, list->size);
    buffer_byte(out, '\n');
}
