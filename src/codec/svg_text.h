/*
 * What charts and the map share in writing SVG: the element around it with its title and description, escaped texts, numbers
 * to a tenth. Nobody else needs it.
 */
#pragma once
#include "base/buffer.h"

struct svg_head {
    const char *id, *title, *desc, *class;
    int x, y, width, height;
};

/* An element with a name and a description for those who cannot see it; the title's text is at "ID-t", the other at "ID-d". */
void svg_begin(struct buffer *out, const struct svg_head *head);
void svg_end(struct buffer *out);

void svg_id(struct buffer *out, const char *id);     /* letters, digits and hyphens of it */
void svg_text(struct buffer *out, const char *text); /* escaped */

/* 12.30001 -> 12.3; 12.04 -> 12; -0.04 -> 0 */
void svg_number(struct buffer *out, double number);
