/*
 * Ties between records, as declarations allow them (`link answers -> need`): many to many, seen from both ends, each with
 * its entry in the ledger. Who may change the one and see the other may tie them; who may see both sees the tie. A row that is
 * removed takes its ties with it; rows that are merged keep them.
 */
#pragma once
#include "record/operate.h"

struct tie {
    const char *meaning;
    bool outgoing; /* from this row to the other; else from the other to this one */
    const struct record *other;
    const char *other_id, *title;
};

enum err record_link(struct store *store, struct call *call, const struct record *record, const char *id,
    const char *meaning, const char *to_id) MUST_CHECK;
enum err record_unlink(struct store *store, struct call *call, const struct record *record, const char *id,
    const char *meaning, const char *to_id) MUST_CHECK;

/* Those whose other end this user may see, outgoing first, in the order of their meanings. At most 1,000 of each. */
enum err record_ties(struct tie **out, int *count, struct db *db, struct call *call, const struct record *record,
    const char *id) MUST_CHECK;
enum err view_ties(struct tie **out, int *count, struct db *db, struct call *call, const struct view *view) MUST_CHECK;

/* One of them as an object. */
struct json;
void tie_json(struct json *json, const struct tie *tie);

/* The other ends of the ties of a row, whoever asks: for what follows from a change (record/follow.h). */
struct tie_end {
    const char *meaning;
    const struct record *record;
    const char *id;
    struct tie_end *next;
};
enum err tie_ends(struct tie_end **out, struct db *db, struct call *call, const struct record *record, const char *id,
    bool outgoing) MUST_CHECK;

/* For removing and merging, inside store_write: the ties of a row are undone, or led to another row of the same record. */
enum err ties_drop(struct db *db, struct call *call, const struct record *record, const char *id) MUST_CHECK;
enum err ties_move(int64_t *moved, struct db *db, struct call *call, const struct record *record, const char *from,
    const char *to) MUST_CHECK;
