/* What the files about accounts share: parts of a transaction that changes one. Private to src/access. */
#pragma once
#include "access/account.h"
#include "access/rows.h"

/* Each by itself: is it a role, and has it the scope that goes with it? */
enum err roles_check(struct call *call, const struct scope *roles, int count) MUST_CHECK;

/* The roles become these; inside store_write. */
struct roles_work {
    const char *id;
    const struct scope *roles;
    int count;
};
enum err roles_work(struct db *db, struct call *call, void *arg) MUST_CHECK;

/* Before a change that may take the last one away, and after it. */
enum err count_administrators(int64_t *out, struct db *db, struct call *call) MUST_CHECK;
enum err keep_an_administrator(struct db *db, struct call *call, int64_t before) MUST_CHECK;
