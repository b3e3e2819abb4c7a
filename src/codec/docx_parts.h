/*
 * What the parts of the writer of .docx share: how each part of the package begins, the measures of the page, the ids by
 * which one part names what stands in another. Nobody else needs it.
 */
#pragma once
#include "codec/docx_text.h"

/* Measures of the page in twentieths of a point. */
enum { DOCX_SHORT_SIDE = 11906, DOCX_LONG_SIDE = 16838, DOCX_MARGIN = 1361 };

/* Ids in numbering.xml: 1 for bullets, then one for each time the numbered paragraphs begin again. */
enum { DOCX_BULLETS = 1, DOCX_NUMBERS = 2 };

void docx_begin(struct docx *docx, const char *element); /* a part with this outermost element */
int docx_text_width(const struct document *document);
bool docx_has_head(const struct document *document);

/* Each writes its part; the notes are those that the body collected. */
void docx_write_body(struct docx *docx);
void docx_write_notes(struct docx *docx);
void docx_write_styles(struct docx *docx);
void docx_write_numbering(struct docx *docx);
