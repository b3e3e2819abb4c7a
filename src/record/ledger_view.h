/*
 * The ledger as it is read on a page or in a terminal: who did what to which row, with names; and one entry in full. What the
 * reader may not see of a row is withheld here as everywhere.
 */
#pragma once
#include "codec/json.h"
#include "record/history.h"

struct ledger_line {
    int64_t seq;
    const char *at, *who, *who_name, *action, *noun, *batch;
    const char *id;              /* NULL: a batch, or withheld */
    const char *title;           /* what the row is called, while it is there and names may be shown; else NULL */
    const char *account;         /* rows of access: whose account it is; else NULL */
    const struct record *record; /* NULL: of no record */
    bool withheld;               /* rows of this kind are not for this reader */
};
/* Whom a reader means: a log-in or an id; "operator:NAME" and what nobody is called stay as typed, and find what they find. */
enum err ledger_who(const char **out, struct db *db, struct call *call, const char *typed) MUST_CHECK;

enum err ledger_lines(
    struct ledger_line **out, int *count, struct db *db, struct call *call, const struct ledger_ask *ask) MUST_CHECK;

/* What an entry says beside records: "moved", "to"; of what changed, both. */
struct entry_member {
    const char *name, *before, *after;
};

enum { BATCH_SHOWN = 50 };

struct ledger_detail {
    struct ledger_line line;
    const char *reason, *hash;
    struct past past;             /* of a row of a record */
    struct entry_member *members; /* of anything else */
    size_t member_count;
    struct ledger_line *rows; /* of a batch: BATCH_SHOWN at once, seq counts them */
    size_t row_count;
    int64_t rows_next; /* after which the next ones come; 0: these are the last */
};
enum err ledger_detail(
    struct ledger_detail *out, struct db *db, struct call *call, int64_t seq, int64_t rows_after) MUST_CHECK;

/* What happened to an account, and to its roles, tokens and stand-ins: newest first, at most `most`. */
enum err ledger_of_account(
    struct ledger_detail **out, int *count, struct db *db, struct call *call, const char *id, int most) MUST_CHECK;

/* {"seq","at","who","action","noun","id","batch","withheld"}, and with the change in full. */
void ledger_line_json(struct json *json, const struct ledger_line *line);
void ledger_detail_json(struct json *json, const struct ledger_detail *detail);

/* What was done, in words: "added", or the name of a step. */
const char *ledger_action(const struct call *call, const struct ledger_line *line);

/* Any recorded kind of row: of the declared records, and of access. NULL when there is none of that name. */
const struct record *recorded_named(const char *noun);
