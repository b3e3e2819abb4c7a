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
    buffer_format(out, "\" width=\"%d\" viewBox=\"%d %d %d %d\"%s role=\"img\" aria-labelledby=\"", head->width,
        head->x, head->y, head->width, head->height, head->rtl ? " direction=\"rtl\"" : "");
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

double svg_x(const struct svg_canvas *canvas, double x)
{
    return canvas->rtl ? canvas->width - x : x;
}

static void put(struct buffer *out, const char *name, double number)
{
    buffer_format(out, " %s=\"", name);
    svg_number(out, number);
    buffer_byte(out, '"');
}

void svg_line(const struct svg_canvas *canvas, const char *class, double x1, double y1, double x2, double y2)
{
    buffer_format(canvas->out, "<line class=\"%s\"", class);
    put(canvas->out, "x1", svg_x(canvas, x1));
    put(canvas->out, "x2", svg_x(canvas, x2));
    put(canvas->out, "y1", y1);
    put(canvas->out, "y2", y2);
    buffer_text(canvas->out, "/>\n");
}

void svg_rect(const struct svg_canvas *canvas, const char *class, double x, double y, double width, double height)
{
    buffer_format(canvas->out, "<rect %s", class);
    put(canvas->out, "x", canvas->rtl ? canvas->width - x - width : x);
    put(canvas->out, "y", y);
    put(canvas->out, "width", width);
    put(canvas->out, "height", height);
    buffer_text(canvas->out, "/>\n");
}

void svg_dot(const struct svg_canvas *canvas, const char *class, double x, double y, double radius)
{
    buffer_format(canvas->out, "<circle class=\"%s\"", class);
    put(canvas->out, "cx", svg_x(canvas, x));
    put(canvas->out, "cy", y);
    put(canvas->out, "r", radius);
    buffer_text(canvas->out, "/>\n");
}

void svg_label(
    const struct svg_canvas *canvas, const char *class, double x, double y, enum svg_anchor anchor, const char *text)
{
    static const char *const anchors[] = {"", " text-anchor=\"middle\"", " text-anchor=\"end\""};
    if (!text || !*text)
        return;
    buffer_text(canvas->out, "<text");
    if (class)
        buffer_format(canvas->out, " class=\"%s\"", class);
    put(canvas->out, "x", svg_x(canvas, x));
    put(canvas->out, "y", y);
    buffer_format(canvas->out, "%s>", anchors[anchor]);
    svg_text(canvas->out, text);
    buffer_text(canvas->out, "</text>\n");
}

static double letter_width(uint32_t code)
{
    if (code >= 0x2E80 && code < 0xFB00)
        return 13;
    if (code >= 0x200B && code <= 0x200F)
        return 0;
    if (code >= 0x2066 && code <= 0x2069)
        return 0;
    if (code < 0x80 && strchr("iljtfrI.,;:'|!()[] ", (int)code))
        return 4.2;
    if (code < 0x80 && strchr("mwMWOQGD@%", (int)code))
        return 10.5;
    return code >= 0x0590 && code <= 0x08FF ? 7 : 7.6;
}

double svg_text_width(const char *text)
{
    const char *end = text + strlen(text);
    double width = 0;
    while (text < end)
        width += letter_width(utf8_next(&text, end));
    return width;
}

const char *svg_fit(struct arena *arena, const char *text, double width)
{
    if (svg_text_width(text) <= width)
        return text;
    const char *at = text, *end = text + strlen(text), *last = text;
    for (double used = letter_width(0x2026); at < end; last = at) {
        used += letter_width(utf8_next(&at, end));
        if (used > width)
            break;
    }
    return arena_format(arena, "%.*s\u2026", (int)(last - text), text);
}

int64_t svg_step(int64_t most, int lines)
{
    static const int steps[] = {1, 2, 5};
    for (int64_t ten = 1; ten <= INT64_MAX / 100; ten *= 10)
        for (int i = 0; i < 3; i++)
            if (most / (ten * steps[i]) < lines)
                return ten * steps[i];
    return INT64_MAX / 10;
}

struct grid *svg_table(struct arena *arena, size_t columns)
{
    struct grid_column *own = NEW_ARRAY(arena, columns, struct grid_column);
    for (size_t i = 0; i < columns; i++)
        own[i] = i == 0 ? (struct grid_column){2, ALIGN_START} : (struct grid_column){1, ALIGN_END};
    return grid_new(arena, own, columns);
}
