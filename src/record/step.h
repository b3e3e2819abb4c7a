/*
 * Steps: how a row goes from one state to another, by hand or by the system. Private to record/.
 */
#pragma once
#include "record/change.h"

const struct step *step_named(const struct record *record, const char *name); /* NULL */
int row_state(const struct record *record, const void *row);                  /* index + 1; 0: none */
bool step_is_from(const struct step *step, int state);

/*
 * The steps of a row that are in force, oldest first: those taken, without those taken back. `who` as the ledger has it.
 */
struct taken {
    int64_t seq;
    const char *who;
    const struct step *step;
};
enum err steps_taken(struct taken **out, int *count, struct db *db, struct call *call, const struct record *record,
    const char *id) MUST_CHECK;

/*
 * Whoever may, takes the step: the new state, what the step sets, what it needs, the record's own rule, and the row is saved under the
 * step's name. What follows from it is for the caller (record/follow.h).
 */
enum err step_apply(void **after, struct db *db, struct call *call, struct ledger_batch *batch,
    const struct record *record, const struct step *step, const void *before) MUST_CHECK;

/* Whether the system took it: such steps have a cause and no person. */
bool by_system(const char *who);
