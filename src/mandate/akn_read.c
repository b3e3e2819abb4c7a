/* The text of an Akoma Ntoso document, in the plainest layout: a line for each block, labels before a tab, notes at the end. */
#include "mandate/akn.h"
#include <stdio.h>
#include <string.h>
#include "base/text.h"
#include "codec/xml.h"

enum { MOST_TEXT = 256 << 20, MOST_NOTES_TEXT = 64 << 20 };

/* Where the text of an element goes: what stands below a resolution comes behind the draft in it, notes behind all. */
struct akn_reader {
    struct buffer *body, *tail, *notes, *now;
    int inner;                  /* statements within a statement */
    int statements, components; /* open elements */
    bool after_num;             /* what follows stands on the line of its number */
    bool of_section;            /* the number of a section has a line of its own */
    bool in_note;
};

static bool is_one_of(const char *name, const char *const *names)
{
    for (; *names; names++)
        if (text_is(name, *names))
            return true;
    return false;
}

static void new_line(struct akn_reader *r)
{
    struct buffer *out = r->now;
    while (out->size && out->at[out->size - 1] == ' ')
        out->at[--out->size] = 0;
    if (out->size && out->at[out->size - 1] != '\n' && !r->after_num)
        buffer_byte(out, '\n');
}

static bool at_line_start(const struct buffer *out)
{
    return !out->size || out->at[out->size - 1] == '\n';
}

/* White space is one blank, and none where a line begins. */
static void add_text(struct akn_reader *r, const char *text, size_t size)
{
    struct buffer *out = r->now;
    for (size_t i = 0; i < size; i++) {
        bool blank = (unsigned char)text[i] <= ' ';
        bool at_start = at_line_start(out),
             after_blank = out->size && (out->at[out->size - 1] == ' ' || out->at[out->size - 1] == '\t');
        if (blank && (at_start || after_blank))
            continue;
        if (!blank && at_start && r->inner && !r->in_note)
            buffer_text(out, "“");
        buffer_byte(out, blank ? ' ' : text[i]);
        r->after_num = r->after_num && blank;
    }
}

static void add_raised(struct akn_reader *r, const char *digits)
{
    static const char *const raised[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    struct buffer *out = r->now;
    for (const char *c = digits; c && *c; c++)
        if (*c >= '0' && *c <= '9')
            buffer_text(out, raised[*c - '0']);
}

static const char *const blocks[] = {"p", "heading", "subheading", "crossHeading", "paragraph", "point", "section",
    "container", "formula", "list", "intro", "content", "wrapUp", "block", "li", "item", "blockList", "article", "part",
    "chapter", "title", "subparagraph", "clause", "preface", "preamble", "mainBody", "conclusions", "coverPage",
    "attachment", "longTitle", NULL};

static void flush(struct akn_reader *r, struct buffer *from)
{
    if (!from->size)
        return;
    r->now = r->body;
    new_line(r);
    buffer_add(r->body, from->at, from->size);
    new_line(r);
    buffer_clear(from);
}

static enum err opened(struct akn_reader *r, struct xml_reader *reader, const struct xml_event *event)
{
    static const char *const skipped[] = {"identification", "references", "classification", "lifecycle", "workflow",
        "analysis", "temporalData", "proprietary", "presentation", "publication", NULL};
    if (is_one_of(event->name, skipped))
        return xml_skip(reader);
    if (text_is(event->name, "statement")) {
        r->inner += r->statements > 0 && r->components > 0;
        r->statements++;
    } else if (text_is(event->name, "components")) {
        r->components++;
    } else if (text_is(event->name, "attachments")) {
        flush(r, r->tail);
    } else if (text_is(event->name, "conclusions")) {
        r->now = r->tail;
    } else if (text_is(event->name, "note")) {
        r->now = r->notes;
        r->in_note = true;
        new_line(r);
        if (xml_attribute(event, "marker"))
            add_raised(r, xml_attribute(event, "marker"));
        else
            buffer_byte(r->notes, '*');
        buffer_byte(r->notes, '\t');
        r->after_num = true;
        return OK;
    } else if (text_is(event->name, "noteRef")) {
        add_raised(r, xml_attribute(event, "marker"));
    } else if (text_is(event->name, "eol") || text_is(event->name, "br")) {
        new_line(r);
    }
    if (is_one_of(event->name, blocks) || text_is(event->name, "num"))
        new_line(r);
    if (text_is(event->name, "section") || text_is(event->name, "paragraph") || text_is(event->name, "point"))
        r->of_section = text_is(event->name, "section");
    return OK;
}

static void closed(struct akn_reader *r, const struct xml_event *event)
{
    if (text_is(event->name, "num")) {
        buffer_byte(r->now, r->of_section ? '\n' : '\t');
        r->after_num = !r->of_section;
        return;
    }
    if (is_one_of(event->name, blocks)) {
        r->after_num = false;
        new_line(r);
    }
    if (text_is(event->name, "note")) {
        new_line(r);
        r->in_note = r->after_num = false;
        r->now = r->body;
    } else if (text_is(event->name, "conclusions")) {
        r->now = r->body;
    } else if (text_is(event->name, "components")) {
        r->components--;
    } else if (text_is(event->name, "statement")) {
        flush(r, r->tail);
        if (r->inner)
            r->inner--;
        if (--r->statements == 0)
            flush(r, r->notes);
    }
}

enum err akn_text(struct buffer *out, struct call *call, const char *bytes, size_t size)
{
    struct source source = source_memory(call, bytes, size);
    struct xml_reader *reader = xml_open_reader(call, &source, NULL);
    struct akn_reader r = {.body = out,
        .tail = buffer_new(call->arena, MOST_NOTES_TEXT),
        .notes = buffer_new(call->arena, MOST_NOTES_TEXT),
        .now = out};
    const struct xml_event *event;
    for (;;) {
        enum err err = xml_next(&event, reader);
        if (err)
            return err;
        if (event->kind == XML_ENDED)
            break;
        if (event->kind == XML_OPEN) {
            if ((err = opened(&r, reader, event)) != OK)
                return err;
        } else if (event->kind == XML_TEXT) {
            add_text(&r, event->text, event->size);
        } else {
            closed(&r, event);
        }
    }
    flush(&r, r.tail);
    flush(&r, r.notes);
    return out->full || r.tail->full || r.notes->full ? fail(call, ERR_LIMIT, "mandate_too_large") : OK;
}

bool akn_looks(const char *bytes, size_t size)
{
    return size > 60 && memchr(bytes, '<', size < 10 ? size : 10) &&
        memmem(bytes, size < 4000 ? size : 4000, "akomaNtoso", 10) != NULL;
}
