/*
 * Records out to files and in from files: CSV, XLSX, JSON. Columns are called as fields are (name_fr, un_member_since); a file that
 * went out comes in again and changes nothing. In: rows are found again by the record's key; every bad row is told with line and
 * column (record/many.h).
 */
#pragma once
#include "record/many.h"

enum transfer { TRANSFER_CSV, TRANSFER_XLSX, TRANSFER_JSON, TRANSFER_OWN /* only in */ };

/* By the first bytes of a file: its name says nothing for sure. */
enum transfer transfer_format(const struct record *record, const char *bytes, size_t size);

/*
 * Out, piece by piece, in memory that does not grow with the rows: whoever sends it asks for more until there is none. `db` shows one
 * moment until the end (store_snapshot_begin, store_read_begin); the call and what the wish points at last as long. The first piece
 * finds what is wrong with the wish.
 */
struct export;
enum err export_begin(struct export **out, struct db *db, struct call *call, const struct record *record,
    const struct list_wish *wish, enum transfer format) MUST_CHECK;
enum err export_more(bool *more, struct export *export, struct buffer *out) MUST_CHECK;
int64_t export_rows(const struct export *export); /* so far */

/* All of it at once. */
enum err transfer_out(struct buffer *out, struct db *db, struct call *call, const struct record *record,
    const struct list_wish *wish, enum transfer format) MUST_CHECK;

struct transfer_wish {
    const char *file;        /* its name, for messages; read from disk when bytes is NULL */
    const char *const *more; /* files on the disk behind it, of a record that takes several of its own */
    size_t more_count;
    const char *bytes;
    size_t size;
    enum transfer format;
    const struct record *record; /* for counting */
    const struct input *asked;   /* what a file of its own does not say (own_files.asks) */
    int asked_count;
    bool shipped; /* facts that come with the program: fields that only steps set may be set */
};
enum err transfer_in(struct many *many, struct store *store, struct call *call, const struct record *record,
    const struct transfer_wish *wish) MUST_CHECK;

/* The same inside the work of many_write: rows of several records that come with one file. */
enum err transfer_in_part(struct many *many, struct db *db, struct call *call, const struct record *record,
    const struct transfer_wish *wish) MUST_CHECK;

/* Rows in the file, without its head: that it can be read to its end is known then. */
enum err transfer_count(int64_t *rows, struct call *call, const struct transfer_wish *wish) MUST_CHECK;

/*
 * Files of its own that a record takes besides tables: texts of resolutions are documents. A folder above registers how they are known and
 * taken, before the first call; then they come in wherever tables do: command line, page, programming interface, shipped facts.
 */
struct own_files {
    const struct record *record;
    const char *accept; /* ends of names, for the form: ".txt,.xml" */
    const char *key;    /* of words: what such a file is */
    const char *const *
        asks; /* fields of the record that such a file may leave to whoever brings it; NULL at the end, or NULL: none */
    bool (*are)(const char *bytes, size_t size);
    enum err (*take)(struct many *many, struct store *store, struct call *call, const struct transfer_wish *wish);
    enum err (*count)(int64_t *rows, struct call *call, const struct transfer_wish *wish);
};
void own_files_register(const struct own_files *own);
const struct own_files *own_files_of(const struct record *record); /* NULL: none */

/* A file that is written piece by piece, beside its place first: a reader sees the old one or the new one, whole. */
struct file_writer;
enum err file_begin(struct file_writer **out, struct call *call, const char *path) MUST_CHECK;
enum err file_add(struct file_writer *writer, const char *bytes, size_t size) MUST_CHECK;
enum err file_end(struct file_writer *writer) MUST_CHECK; /* without it nothing is there afterwards */
