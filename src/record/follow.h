/*
 * Steps that nobody takes by hand: a row takes one in the same transaction in which what it depends on enters a state
 * (`when FIELD is STATE`, `when all LINK are STATE`), and what depends on that row in turn. Each is an entry in the ledger by
 * the system, with its cause. When one of them is not possible, nothing happens, and a sentence says what stood in the way.
 *
 * That this ends is seen to by tools/decl: such steps never lead a row back to where it was. Of two nodes that change what the same row
 * depends on, the second waits for the first (row_hold), so that neither overlooks the other. Inside store_write.
 */
#pragma once
#include "record/change.h"

/*
 * What follows from a row that was saved; `before` NULL for a new one. Rows of the record itself are saved in the batch. When
 * the row itself takes a step, `after` is as the row is then.
 */
enum err follow(struct db *db, struct call *call, struct ledger_batch *batch, const struct record *record,
    const void *before, void *after) MUST_CHECK;

/* What follows for the row that a tie of this row leads to, after the tie was made or undone. */
enum err follow_tie(struct db *db, struct call *call, const struct record *from, const char *meaning,
    const struct record *to, const char *to_id) MUST_CHECK;

/* The same for all of them: the row is gone, or has ties that were another's. */
struct tie_end;
enum err follow_ties(
    struct db *db, struct call *call, const struct record *from, const struct tie_end *ends) MUST_CHECK;

/*
 * The system takes a step of a row because the time of its clock is over: the day it was due has gone by. *taken is false when
 * that is not so, or no longer.
 */
enum err follow_time(bool *taken, struct db *db, struct call *call, const struct record *record,
    const struct step *step, const char *id, const struct days_off *days_off) MUST_CHECK;
