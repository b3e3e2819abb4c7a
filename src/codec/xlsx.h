/*
 * Workbooks of spreadsheets (.xlsx, ISO/IEC 29500), written and read without any other library than zlib and libxml2.
 *
 * The writer gives typed cells: numbers are numbers, whole dates are dates, the first row stays in view, sheets in Arabic
 * run from right to left. Its bytes depend on nothing but the cells. Text is never a formula, so nothing needs guarding.
 *
 * The reader gives the rows of a sheet as texts with their kind; dates are told by the style of the cell. It holds to
 * limits on bytes, on how much the file swells, and on cells.
 */
#pragma once
#include "codec/source.h"

/* What is written goes to `out`, which may be emptied between two rows. A sheet takes at most XLSX_ROWS. */
enum { XLSX_ROWS = 1 << 20 };
struct xlsx_writer;
struct xlsx_writer *xlsx_begin(struct call *call, struct buffer *out);

/* Starts a sheet. Widths are in characters, one for each column; characters that a sheet's name cannot have become spaces. */
enum err xlsx_sheet(
    struct xlsx_writer *writer, const char *name, bool rtl, const int *widths, size_t columns) MUST_CHECK;

void xlsx_head(struct xlsx_writer *writer, const char *text); /* a cell of the first row */
void xlsx_text(struct xlsx_writer *writer, const char *text); /* NULL or "": an empty cell */
void xlsx_number(struct xlsx_writer *writer, int64_t number); /* UNKNOWN: an empty cell; over 15 digits as text */
void xlsx_amount(struct xlsx_writer *writer, int64_t minor, int digits); /* 12345 with 2 digits is 123.45 */
void xlsx_date(struct xlsx_writer *writer, struct date date);            /* partial, or before March 1900: as text */
void xlsx_end_row(struct xlsx_writer *writer);
enum err xlsx_end(struct xlsx_writer *writer) MUST_CHECK;

/* Cells whose text was longer than the format takes (32,767 characters) and ends with an ellipsis. */
size_t xlsx_cut_texts(const struct xlsx_writer *writer);

enum xlsx_kind { XLSX_EMPTY, XLSX_TEXT, XLSX_NUMBER, XLSX_DATE, XLSX_BOOL, XLSX_ERROR };

struct xlsx_cell {
    enum xlsx_kind kind;
    const char *
        text; /* number: "-12.5", as a person would write it; date: "2014-06-12", with " 09:30:00" if it has a time; flag: "true" */
};

struct xlsx_row {
    const struct xlsx_cell *cells; /* all up to the last one that is not empty */
    size_t count;
    int number; /* as the spreadsheet shows it, from 1 */
};

struct xlsx_limits {
    size_t columns, cells; /* 0: 1,000 in a row; 5,000,000 in a sheet */
    uint64_t bytes;        /* unpacked; 0: 256 MB */
};

struct xlsx_sheet_name {
    const char *name, *path;
    bool hidden;
};

struct xlsx_book {
    const struct xlsx_sheet_name *sheets;
    size_t count;
};

enum err xlsx_open(struct xlsx_book **out, struct call *call, const void *bytes, size_t size,
    const struct xlsx_limits *limits) MUST_CHECK;

struct xlsx_reader;
enum err xlsx_read_sheet(struct xlsx_reader **out, struct xlsx_book *book, size_t sheet) MUST_CHECK;

/* The next row that has a cell, good until the next call; NULL at the end. */
enum err xlsx_next(const struct xlsx_row **row, struct xlsx_reader *reader) MUST_CHECK;

/* "A", "Z", "AA": the column with this index from 0. */
enum { XLSX_COLUMN = 16 };
const char *xlsx_column(char out[XLSX_COLUMN], size_t index);
