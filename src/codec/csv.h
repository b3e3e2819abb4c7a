/*
 * Tables as comma-separated values (RFC 4180).
 *
 * Reading streams: one row in memory at a time. Refused with line and column: text that is not UTF-8, a NUL, a quote in the
 * middle of a cell, text after a closing quote, a quote that never closes. A byte order mark and empty lines are passed
 * over; LF, CRLF and CR end a row.
 *
 * A spreadsheet runs a cell that starts with = + - @ (or a tab or CR, before one) as a formula, whoever wrote it. With
 * `guard` on, the writer puts an apostrophe before such a cell and the reader takes it off again; both count the
 * apostrophes that stand there already, so that every text comes back as it was.
 */
#pragma once
#include "codec/source.h"

struct csv_cell {
    const char *text; /* ended by a NUL that size does not count */
    size_t size;
    int line, column; /* where it starts, from 1; columns in characters */
    bool quoted;
};

struct csv_row {
    const struct csv_cell *cells;
    size_t count;
    int line;
};

struct csv_options {
    char separator;    /* 0: comma, semicolon or tab, whichever the first line has most of */
    bool guard;        /* takes off the apostrophe before = + - @ */
    size_t most_cells; /* in a row; 0: 1,000 */
    size_t most_bytes; /* in a row; 0: 4 MB */
};

struct csv_reader;
struct csv_reader *csv_open(struct call *call, const struct source *source, const struct csv_options *options);

/* The next row, good until the next call; NULL at the end. After an error there is no next row. */
enum err csv_next(const struct csv_row **row, struct csv_reader *reader) MUST_CHECK;

/* A spreadsheet would run it as a formula, or would once the apostrophes before it are off. */
bool csv_guarded(const char *text);

struct csv_writer {
    struct buffer *out;
    bool guard;
    size_t cells; /* in the row so far */
    size_t row_start;
};

/* With a byte order mark, which spreadsheets need to see that it is UTF-8. */
struct csv_writer csv_begin(struct buffer *out, bool guard, bool mark);
void csv_onto(struct csv_writer *writer, struct buffer *out); /* between two rows: what follows goes there */
void csv_text(struct csv_writer *writer, const char *text);   /* NULL: an empty cell */
void csv_number(struct csv_writer *writer, int64_t number);   /* as it is: a negative number is not a formula */
void csv_end_row(struct csv_writer *writer);
