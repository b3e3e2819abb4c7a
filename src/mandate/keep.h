/*
 * Keeping what was read: documents, paragraphs, citations, series and duties, in one transaction (record/many.h).
 *
 * A text whose words are there under the same symbol changes nothing, whatever its layout. Other words under the same symbol are
 * another document beside the first (`rivals` of the declaration): a person says which one stands. Only an adopted text lays duties,
 * and only one of those that share a symbol.
 */
#pragma once
#include "mandate/files.h"
#include "mandate/known.h"
#include "record/many.h"
#include "store/ledger.h"

enum { BATCH_DOCUMENT, BATCH_PARAGRAPH, BATCH_CITATION, BATCH_SERIES, BATCH_MEMBER, BATCH_DUTY, BATCHES };

struct keeper {
    struct many *many;
    struct db *db;
    struct call *call; /* of the whole; rows have one of their own */
    struct known *known;
    struct calendar calendar;
    struct plan_asked asked;
    struct ledger_batch *batches[BATCHES];
    struct known_document **touched; /* new, or settled anew, in this import */
    size_t touched_count, touched_room;
};

/* Inside the work of many_write. */
enum err keep_begin(struct keeper *keeper, struct many *many, struct db *db, struct call *call) MUST_CHECK;
enum err keep_end(struct keeper *keeper) MUST_CHECK; /* series, drafts and what newer texts supersede, too */

struct kept_text {
    const struct plan *plan;
    const char *file; /* its name */
    size_t part;      /* 1 is the first in the file */
    const char *bytes;
    size_t size;
};
enum err keep_text(struct keeper *keeper, struct call *call, const struct kept_text *text) MUST_CHECK;

/* ---- parts of it, private to keep*.c ---- */

/* The row as the record's rules and the ledger have it. `before` NULL: a new one. */
enum err keep_row(struct keeper *keeper, struct call *call, int batch, const void *before, void *after) MUST_CHECK;
/* Text cut where the record would refuse it: a whole import does not fail for an endless title. */
const char *keep_cut(struct arena *arena, const struct record *record, const char *field, const char *text);
void keep_touch(struct keeper *keeper, struct known_document *document);
enum err keep_duties(
    struct keeper *keeper, struct call *call, const struct kept_text *text, struct known_document *document) MUST_CHECK;
enum err keep_in_series(
    struct keeper *keeper, struct call *call, const struct plan *plan, struct known_document *document) MUST_CHECK;
/* A text of another organ with the title of a draft, adopted within a year and a half after it. */
bool keep_is_adopted_of(const struct known_document *text, const struct known_document *draft);
enum err keep_settle(struct keeper *keeper) MUST_CHECK;
