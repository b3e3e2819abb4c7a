/*
 * Several sources about one fact (`rivals F, G differ on H` of a declaration): all are kept. Where two that stand disagree, that is a
 * conflict, shown with both until a person says which one stands; the others are then set aside, with the reason in the ledger.
 */
#pragma once
#include "record/operate.h"

/* The other rows about the same fact that this user may see. */
enum err record_rivals(
    struct view **out, int *count, struct db *db, struct call *call, const struct view *view) MUST_CHECK;

/* Whether two rows that both stand say something else. */
bool rows_conflict(const struct record *record, const void *a, const void *b);

/* Rows that are in conflict with another, in the order of their ids, after `after`. */
enum err record_conflicts(struct list_page *out, struct db *db, struct call *call, const struct record *record,
    const char *after, int most) MUST_CHECK;

/* This row stands, and every other about the same fact is set aside: one transaction, an entry for each, with a reason. */
enum err record_settle(struct outcome *out, struct store *store, struct call *call, const struct record *record,
    const char *id, int64_t seen) MUST_CHECK;
