/*
 * What charts and the map share in writing SVG: the element around it with its title and description, escaped texts, numbers
 * to a tenth. Nobody else needs it.
 */
#pragma once
#include "base/buffer.h"
#include "codec/document.h"

struct svg_head {
    const char *id, *title, *desc, *class;
    int x, y, width, height;
    bool rtl;
};

/* An element with a name and a description for those who cannot see it; the title's text is at "ID-t", the other at "ID-d". */
void svg_begin(struct buffer *out, const struct svg_head *head);
void svg_end(struct buffer *out);

void svg_id(struct buffer *out, const char *id);     /* letters, digits and hyphens of it */
void svg_text(struct buffer *out, const char *text); /* escaped */

/* 12.30001 -> 12.3; 12.04 -> 12; -0.04 -> 0 */
void svg_number(struct buffer *out, double number);

/*
 * What is drawn on a chart. All places are as for a reader from left to right; for the others the chart is mirrored here.
 * Texts begin, end or have their middle at a place in the sense of their reader.
 */
struct svg_canvas {
    struct buffer *out;
    double width;
    bool rtl;
};

enum svg_anchor { SVG_START, SVG_MIDDLE, SVG_END };

enum { SVG_LEAST_WIDTH = 640 }; /* below this ui/css would enlarge the chart, letters and all */

double svg_x(const struct svg_canvas *canvas, double x);
void svg_line(const struct svg_canvas *canvas, const char *class, double x1, double y1, double x2, double y2);
void svg_rect(const struct svg_canvas *canvas, const char *class, double x, double y, double width, double height);
void svg_dot(const struct svg_canvas *canvas, const char *class, double x, double y, double radius);
void svg_label(
    const struct svg_canvas *canvas, const char *class, double x, double y, enum svg_anchor anchor, const char *text);

/* About how wide a text is at the size of charts, 13 pixels, and one shortened to a width, with an ellipsis. */
double svg_text_width(const char *text);
const char *svg_fit(struct arena *arena, const char *text, double width);

/* The step of an axis from 0 to `most`: 1, 2 or 5 times a power of ten, at most `lines` of them. */
int64_t svg_step(int64_t most, int lines);

/* A table whose first column is words and whose others are numbers. */
struct grid *svg_table(struct arena *arena, size_t columns);
