/* The writer of XML (codec/xml.h): tags and escaped texts into a buffer. */
#include "codec/xml.h"
#include "base/text.h"
#include <string.h>

struct xml xml_begin(struct buffer *out, bool indent)
{
    buffer_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    return (struct xml){.out = out, .indent = indent};
}

static void end_tag(struct xml *xml)
{
    if (xml->tag_open)
        buffer_byte(xml->out, '>');
    xml->tag_open = false;
}

static void new_line(struct xml *xml)
{
    if (!xml->indent || xml->has_text)
        return;
    buffer_byte(xml->out, '\n');
    for (int i = 0; i < xml->depth; i++)
        buffer_text(xml->out, "  ");
}

void xml_open(struct xml *xml, const char *name)
{
    end_tag(xml);
    if (xml->depth > 0)
        new_line(xml);
    buffer_byte(xml->out, '<');
    buffer_text(xml->out, name);
    if (xml->depth < XML_DEPTH)
        xml->open[xml->depth] = name;
    else
        xml->out->full = true; /* deeper than any format of ours: the document counts as cut off */
    xml->depth++;
    xml->tag_open = true;
    xml->has_child = false;
}

/* What stands for a character in text, or in the value of an attribute; NULL for itself. */
static const char *escaped(uint32_t c, bool value)
{
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return value ? "&quot;" : NULL;
    case '\t': return value ? "&#9;" : NULL;
    case '\n': return value ? "&#10;" : NULL;
    case '\r': return "&#13;";
    default: return c < 0x20 || c == 0xFFFE || c == 0xFFFF ? "\uFFFD" : NULL;
    }
}

static void add_escaped(struct buffer *out, const char *text, bool value)
{
    const char *end = text + strlen(text), *plain = text;
    while (text < end) {
        const char *from = text;
        uint32_t c = utf8_next(&text, end);
        const char *instead = c == 0xFFFD ? "\uFFFD" : escaped(c, value);
        if (!instead)
            continue;
        buffer_add(out, plain, (size_t)(from - plain));
        buffer_text(out, instead);
        plain = text;
    }
    buffer_add(out, plain, (size_t)(end - plain));
}

void xml_put(struct xml *xml, const char *name, const char *value)
{
    if (!value || !xml->tag_open)
        return;
    buffer_byte(xml->out, ' ');
    buffer_text(xml->out, name);
    buffer_text(xml->out, "=\"");
    add_escaped(xml->out, value, true);
    buffer_byte(xml->out, '"');
}

void xml_put_number(struct xml *xml, const char *name, int64_t number)
{
    if (!xml->tag_open)
        return;
    buffer_byte(xml->out, ' ');
    buffer_text(xml->out, name);
    buffer_text(xml->out, "=\"");
    buffer_number(xml->out, number);
    buffer_byte(xml->out, '"');
}

void xml_text(struct xml *xml, const char *text)
{
    end_tag(xml);
    add_escaped(xml->out, text, false);
    xml->has_text = true;
}

void xml_close(struct xml *xml)
{
    if (xml->depth == 0)
        return;
    xml->depth--;
    if (xml->tag_open) {
        buffer_text(xml->out, "/>");
        xml->tag_open = false;
    } else {
        if (xml->has_child)
            new_line(xml);
        buffer_text(xml->out, "</");
        buffer_text(xml->out, xml->depth < XML_DEPTH ? xml->open[xml->depth] : "");
        buffer_byte(xml->out, '>');
    }
    xml->has_text = false;
    xml->has_child = true;
}

void xml_element(struct xml *xml, const char *name, const char *text)
{
    if (!text)
        return;
    xml_open(xml, name);
    if (*text)
        xml_text(xml, text);
    xml_close(xml);
}

void xml_end(struct xml *xml)
{
    while (xml->depth > 0)
        xml_close(xml);
    buffer_byte(xml->out, '\n');
}
