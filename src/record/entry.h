/* What an entry of the ledger says of a row, put back into a row: for showing the past and for taking something back. Private to record/. */
#pragma once
#include "codec/json_read.h"
#include "record/operate.h"

/* The canonical text of a value; NULL: not known. */
const char *entry_text(const struct json_value *value);

/* A personal value, opened with the key of the person while there is one. */
enum err entry_open(const char **out, bool *erased, struct db *db, struct call *call, const char *person,
    const struct json_value *value) MUST_CHECK;

/* What is erased is not known when the past is shown, and cannot be brought back (ERR_CONFLICT). */
enum entry_for { ENTRY_SHOWN, ENTRY_BROUGHT_BACK };
enum err entry_put(struct db *db, struct call *call, const struct record *record, const char *id, int field, void *row,
    const struct json_value *value, enum entry_for what) MUST_CHECK;
enum err entry_put_all(struct db *db, struct call *call, const struct record *record, const char *id, void *row,
    const struct json_value *whole, enum entry_for what) MUST_CHECK;
