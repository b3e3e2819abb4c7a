/*
 * Records out to files and in from files: CSV, XLSX, JSON. Columns are called as fields are (name_fr, un_member_since); a file that
 * went out comes in again and changes nothing. In: every bad row is listed with line and column, and nothing is stored
 * unless asked to skip; rows are found again by the record's key; a dry run says what would happen.
 */
#pragma once
#include "record/operate.h"

enum transfer { TRANSFER_CSV, TRANSFER_XLSX, TRANSFER_JSON };

enum err transfer_out(struct buffer *out, struct db *db, struct call *call, const struct record *record,
    const struct list_wish *wish, enum transfer format) MUST_CHECK;

struct transfer_wish {
    const char *file; /* its name, for messages; read from disk when bytes is NULL */
    const char *bytes;
    size_t size;
    enum transfer format;
    bool dry_run, skip_bad;
    bool shipped; /* facts that come with the program: fields that only steps set may be set */
    bool (*progress)(void *arg, int64_t done, int64_t total); /* false: stop */
    void *progress_arg;
};
struct transfer_report {
    int64_t rows, added, changed, same, bad;
};
enum err transfer_in(struct transfer_report *out, struct store *store, struct call *call, const struct record *record,
    const struct transfer_wish *wish) MUST_CHECK;

enum err file_write(
    struct call *call, const char *path, const char *bytes, size_t size) MUST_CHECK; /* whole or not at all */
