/*
 * What the parts of the reader of .xlsx share: the opened workbook.
 */
#pragma once
#include "codec/xlsx.h"
#include "codec/xml.h"
#include "codec/zip.h"

struct xlsx_open_book {
    struct xlsx_book book; /* first: what callers see */
    struct call *call;
    struct zip *zip;
    struct xlsx_limits limits;
    bool from_1904;
    const char **strings; /* shared by the cells */
    size_t string_count;
    bool *style_is_date; /* by the index that a cell names */
    size_t style_count;
};

/* A part of the workbook as XML; its text may be as long as a cell's. */
enum err xlsx_part(struct xml_reader **out, struct xlsx_open_book *book, const char *path) MUST_CHECK;

/*
 * The text of the element just opened, into the emptied buffer: what stands in its <t> elements, without the phonetic ones.
 * Leaves the reader after its end.
 */
enum err xlsx_read_text(struct buffer *text, struct xlsx_open_book *book, struct xml_reader *reader) MUST_CHECK;

/* A whole number of the file, such as an index; false when it is none or over `most`. */
bool xlsx_index(size_t *out, const char *text, size_t most);
