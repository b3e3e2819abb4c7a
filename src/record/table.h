/* A table in a file, row by row, whichever format it has: every cell as text with its place. Private to record/. */
#pragma once
#include "codec/csv.h"
#include "record/transfer.h"

struct table_reader;
enum err table_open(struct table_reader **out, struct call *call, const struct transfer_wish *wish) MUST_CHECK;
enum err table_next(const struct csv_row **row, struct table_reader *reader) MUST_CHECK; /* *row NULL: the end */
