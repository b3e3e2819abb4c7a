/* Parts of changing a row that imports share with the operations. Private to record/. */
#pragma once
#include "record/operate.h"

/* The row as it is now, when this user may see it and do this with it; ERR_NOT_FOUND with a fault when it is not to be seen. */
enum err row_for(void **out, struct db *db, struct call *call, const struct record *record, const char *id,
    enum verb verb) MUST_CHECK;

/* The same, when it still is the version that was seen (0: none was said); else ERR_STALE. */
enum err row_seen(void **out, struct db *db, struct call *call, const struct record *record, const char *id,
    int64_t seen, enum verb verb) MUST_CHECK;

/* Tells what came of it, and keeps it for when the same request comes again. Inside store_write. */
enum err row_done(
    struct outcome *out, struct db *db, struct call *call, const struct record *record, const void *row) MUST_CHECK;

/* The row and its texts in the search index, and nothing that follows from it: for those who see to that (record/follow.h). */
enum err row_save(struct db *db, struct call *call, struct ledger_batch *batch, const struct record *record,
    const void *before, void *after, const char *action) MUST_CHECK;

/* A row that goes, with its ties and its texts in the search index, and what follows from that. */
enum err row_drop(struct db *db, struct call *call, const struct record *record, const void *row) MUST_CHECK;

/* The row, with what this user may have of it. */
void view_look(struct view *out, const struct user *user, const struct record *record, const void *row);

/* As store_write; what came of it is told when it is durable: a commit can fail after the work has told it. */
enum err write_told(
    struct outcome *out, struct store *store, struct call *call, store_work *work, void *arg) MUST_CHECK;

/* What a new row has when nothing is said. */
enum err standard_values(struct call *call, const struct record *record, void *row) MUST_CHECK;

/* A person sets only what a person may: nothing that steps set, nothing withheld from that person, nothing fixed. */
enum err check_hand(struct call *call, const struct record *record, const void *before, const void *after) MUST_CHECK;

/* The row with what this user gives it, saved when that changes something; *after is the row as it was when it does not. Inside store_write. */
enum err row_give(const void **after, struct db *db, struct call *call, const struct record *record, const void *before,
    const struct input *inputs, int count) MUST_CHECK;

/* What it newly refers to must be there, and there for this user. */
enum err record_references(
    struct db *db, struct call *call, const struct record *record, const void *before, const void *after) MUST_CHECK;

/* What only one row can have (its id, its key, a unique field) no other has already: ERR_CONFLICT. */
enum err refuse_second(
    struct db *db, struct call *call, const struct record *record, const void *before, const void *after) MUST_CHECK;

/* The fault of it: the row `id` has the value of the field, or (-1) the id or key. */
enum err there_already(struct call *call, const struct record *record, int field, const char *id) MUST_CHECK;
