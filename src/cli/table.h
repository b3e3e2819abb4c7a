/*
 * A table for people: columns as wide as they must be, cut to the terminal where they are too wide, figures to the right.
 * The width of a character on the screen counts (Chinese is two cells wide, marks none).
 */
#pragma once
#include "base/buffer.h"

struct table;
struct table *table_new(struct arena *arena, int columns);
void table_head(struct table *table, int column, const char *text, bool figures);
void table_cell(struct table *table, int column, const char *text);   /* in the current row; NULL is empty */
void table_row(struct table *table);                                  /* ends the row */
void table_print(struct table *table, struct buffer *out, int width); /* width of the terminal, 0: as wide as it gets */

/* Cells that text takes on a screen. */
int text_cells(const char *text);
