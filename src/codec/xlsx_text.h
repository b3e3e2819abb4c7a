/*
 * How texts, numbers and dates stand in a workbook's cells. Shared by the writer and the reader of .xlsx; nobody else needs it.
 */
#pragma once
#include "base/buffer.h"
#include "base/date.h"

/*
 * A text as a cell holds it: characters that XML cannot hold, and what would be taken for one of them, as _xHHHH_; at most
 * `most` UTF-16 units, the last an ellipsis if it was longer.
 */
void xlsx_escape(struct buffer *out, const char *text, size_t most, bool *cut);

/* And back, in place; gives the new length. A NUL or half a surrogate pair becomes U+FFFD. */
size_t xlsx_unescape(char *text, size_t size);

/*
 * A number as the file has it ("12.300000000000001", "1E-2") as a person would write it ("12.3", "0.01"): fifteen significant
 * digits, which is what a spreadsheet shows. NULL when it is none, or outside 10^-30 .. 10^30.
 */
enum { XLSX_NUMBER_TEXT = 80 };
const char *xlsx_number_text(char out[XLSX_NUMBER_TEXT], const char *number);

/* The date with this number of days, with its time if it has one; NULL when there is no such date. */
const char *xlsx_date_text(char out[XLSX_NUMBER_TEXT], const char *number, bool from_1904);

/* Does this number format show a date? */
bool xlsx_format_is_date(const char *format);
