/*
 * Documents for word processors (.docx, ISO/IEC 29500, transitional), written only.
 *
 * Numbered paragraphs, footnotes, page numbers and gaps are what the program knows them as, so that whoever gets the file can
 * work on in it: numbers count on, notes move with their text, a gap is a field that takes what is typed. Styles are named as
 * in Word, so its readers find them in their own language. Paragraphs, tables and pages in Arabic run from right to left.
 *
 * The same document has the same bytes.
 */
#pragma once
#include "base/call.h"
#include "codec/document.h"

enum err docx_write(struct buffer *out, struct call *call, const struct document *document) MUST_CHECK;
