#include "codec/svg_text.h"
#include <string.h>
#include "base/text.h"

void svg_id(struct buffer *out, const char *id)
{
    for (; *id; id++)
        if ((*id >= 'a' && *id <= 'z') || (*id >= 'A' && *id <= 'Z') || (*id >= '0' && *id <= '9') || *id == '-')
            buffer_byte(out, *id);
}

void svg_text(struct buffer *out, const char *text)
{
    const char *end = text + strlen(text);
    while (text < end) {
        char bytes[4];
        uint32_t code = utf8_next(&text, end);
        if (code == '&')
            buffer_text(out, "&amp;");
        else if (code == '<')
            buffer_text(out, "&lt;");
        else if (code == '>')
            buffer_text(out, "&gt;");
        else if (code == '"')
            buffer_text(out, "&quot;");
        else if (code >= 0x20 && code != 0x7F && code != 0xFFFE && code != 0xFFFF)
            buffer_add(out, bytes, utf8_put(bytes, code));
        else
            buffer_byte(out, ' ');
    }
}

void svg_number(struct buffer *out, double number)
{
    enum { FARTHEST = 100000000 };
    number = number > FARTHEST ? FARTHEST : number > -FARTHEST ? number : -FARTHEST;
    int64_t tenths = (int64_t)(number * 10 + (number < 0 ? -0.5 : 0.5));
    if (tenths < 0)
        buffer_byte(out, '-');
    uint64_t size = tenths < 0 ? 0 - (uint64_t)tenths : (uint64_t)tenths;
    buffer_number(out, (int64_t)(size / 10));
    if (size % 10)
        buffer_format(out, ".%d", (int)(size % 10));
}

void svg_begin(struct buffer *out, const struct svg_head *head)
{
    buffer_text(out, "<svg class=\"");
    svg_text(out, head->class);
    buffer_format(out, "\" width=\"%d\" viewBox=\"%d %d %d %d\" role=\"img\" aria-labelledby=\"", head->width, head->x,
        head->y, head->width, head->height);
    static const char *const parts[][2] = {{"title", "-t"}, {"desc", "-d"}};
    svg_id(out, head->id);
    buffer_text(out, "-t ");
    svg_id(out, head->id);
    buffer_text(out, "-d\">");
    for (size_t i = 0; i < 2; i++) {
        buffer_format(out, "<%s id=\"", parts[i][0]);
        svg_id(out, head->id);
        buffer_format(out, "%s\">", parts[i][1]);
        svg_text(out, i == 0 ? head->title : head->desc);
        buffer_format(out, "</%s>", parts[i][0]);
    }
    buffer_byte(out, '\n');
}

void svg_end(struct buffer *out)
{
    buffer_text(out, "</svg>\n");
}
