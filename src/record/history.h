/*
 * What happened to a row: read from the ledger, each change as far as the gate lets its field out now. And taking an entry back.
 */
#pragma once
#include "record/operate.h"
#include "store/ledger.h"

struct past_change {
    int field;
    int lang;                             /* of words in six languages, else -1 */
    const char *before, *after;           /* canonical text; NULL: not known */
    const char *before_name, *after_name; /* of accounts that this user may know */
    bool withheld;                        /* it changed, and that is all this user may know */
    bool erased;                          /* personal, and the person's key is gone */
};

struct past {
    int64_t seq, version;
    const char *at, *who, *action, *reason;
    struct cause cause;     /* of what the system did by itself: noun or field is set */
    const char *cause_name; /* of the row that caused it; NULL: it may not be seen */
    const char *merged;     /* id of the other of two that were one; NULL: no merge, or no end of one */
    bool merge_kept;        /* this row is the one that was kept */
    bool can_take_back;     /* by this user, unless somebody has changed it since */
    struct past_change *changes;
    int count;
};

/* What one entry did to a row; `row` is as it stands now, NULL: removed. The texts of the entry are copied. */
enum err past_read(struct past *out, struct db *db, struct call *call, const struct record *record, const void *row,
    const struct ledger_entry *entry) MUST_CHECK;

/*
 * The row as the store knew it at the end of a day, put together from the ledger; ERR_NOT_FOUND when it was not there then. What
 * this user may have of it is decided by today's permissions.
 */
enum err record_show_known(struct view *out, struct db *db, struct call *call, const struct record *record,
    const char *id, struct date known_on) MUST_CHECK;

/* Oldest first. ERR_NOT_FOUND as for seeing; a removed row is for those who see every row. */
enum err record_history(struct past **out, int *count, struct db *db, struct call *call, const struct record *record,
    const char *id) MUST_CHECK;
