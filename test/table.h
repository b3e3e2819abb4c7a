/*
 * Cases and facts as CSV files, read by tests: the first line names the columns. Paths are written as
 * in the repository. A file that cannot be read ends the case.
 */
#pragma once
#include "store/record.h"
#include "test/test.h"

struct table {
    const char *path;
    size_t rows, columns;
    const char **cells; /* header first */
    int *lines;         /* of each row, to name it in a failure */
};

/* `may_be_absent`: gives NULL instead of failing. */
const struct table *table_read(const char *path, bool may_be_absent);

/* "" when the cell is empty; a column that is not there fails the case. Row 0 is the first below the header. */
const char *table_cell(const struct table *table, size_t row, const char *column);
bool table_has(const struct table *table, const char *column);
struct date table_date(const struct table *table, size_t row, const char *column);
long table_number(const struct table *table, size_t row, const char *column);

/* The row with this text in this column; REQUIREs that there is one. */
size_t table_find(const struct table *table, const char *column, const char *text);

/* The rows of a file as the records that an import would make of them; each fault fails the case at its line. */
const void **facts_read(const char *path, const struct record *record, size_t *count);

/* The choice of a field that a word names; 0 for "". */
int choice_named(const struct record *record, const char *field, const char *word);

/* A failure named by the line of the case. */
#define CASE_TEXT(table, row, column, got)                                                                             \
    do {                                                                                                               \
        const char *got_ = text_or(got, "");                                                                           \
        if (!text_is(got_, table_cell(table, row, column)))                                                            \
            test_fail((table)->path, (table)->lines[(row) + 1], "%s is \"%s\", not \"%s\"", column, got_,              \
                table_cell(table, row, column));                                                                       \
    } while (0)
#define CASE_DATE(table, row, column, got)                                                                             \
    do {                                                                                                               \
        char text_[DATE_TEXT];                                                                                         \
        CASE_TEXT(table, row, column, date_text(text_, got));                                                          \
    } while (0)
#define CASE_NUMBER(table, row, column, got)                                                                           \
    do {                                                                                                               \
        if ((long)(got) != table_number(table, row, column))                                                           \
            test_fail((table)->path, (table)->lines[(row) + 1], "%s is %ld, not %ld", column, (long)(got),             \
                table_number(table, row, column));                                                                     \
    } while (0)
