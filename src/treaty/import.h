/*
 * A file of treaty actions into the store: read (treaty/told.h), each name turned into a State, and then the way of every import
 * (record/transfer.h): the same file again changes nothing, one entry in the ledger. A name that nobody knows is held for a person
 * with the names that look like it (record held_action), and never dropped. What contradicts something is taken and said (doubts).
 */
#pragma once
#include "record/transfer.h"
#include "treaty/doubts.h"

/* The same files wherever tables of actions are taken (record/transfer.h). */
extern const struct own_files treaty_own_files;

struct import_wish {
    const char *file;
    const char *bytes; /* NULL: read the file */
    size_t size;
    const char *instrument, *source; /* for a depositary's table, which does not name them */
    bool dry_run, skip_bad;
};

struct import_held {
    int line;
    const char *name, *instrument, *nearest;
};

/* How a State's standing of today is another one after the import. */
struct import_change {
    const char *state, *instrument;
    enum standing before, after;
};

struct import_doubt {
    int line; /* 0: of a row that was there before */
    enum treaty_doubt_kind kind;
    const char *state, *instrument;
    struct date date;
};

struct import_report {
    struct many_report actions;
    struct import_held *held;
    size_t held_count;
    struct import_change *changes;
    size_t changes_count;
    struct import_doubt *doubts;
    size_t doubts_count;
};

enum err treaty_import(struct import_report *out, struct store *store, struct db *db, struct call *call,
    const struct import_wish *wish) MUST_CHECK;
