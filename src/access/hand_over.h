/*
 * Handing one person's work over to another, who leaves or changes desk: every folder that keeps work under a person's name
 * registers how it moves; here it is asked of all of them in one transaction, and recorded.
 */
#pragma once
#include "access/user.h"

/* Registered once, before the first call, with storage that stays. Inside store_write; each moved row is its own entry in the ledger. */
struct hand_over_part {
    const char *noun;
    enum err (*move)(const struct hand_over_part *part, int64_t *moved, struct db *db, struct call *call,
        const char *from, const char *to);
    struct hand_over_part *next;
};
void hand_over_register(struct hand_over_part *part);

struct handed_over {
    const char *noun;
    int64_t moved;
};

/*
 * By an administrator, or by `from` in person. `to` must be able to sign in. Takes call->reason. A dry run does it and undoes it: it
 * tells what would be moved, and is refused where the hand-over would be.
 */
enum err hand_over(struct handed_over **out, int *count, struct store *store, struct call *call, const char *from,
    const char *to, bool dry_run) MUST_CHECK;
