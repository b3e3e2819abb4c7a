/*
 * The same change to many rows, in one transaction; each row has its own entry in the ledger, with the reason. Rows that refuse it are told
 * (record/many.h).
 */
#pragma once
#include "record/many.h"

struct bulk_wish {
    const struct list_wish *list; /* all rows that it holds; NULL: those chosen */
    const char *const *ids;
    int id_count;
    const struct input *inputs; /* what they become */
    int count;
};
enum err record_bulk(struct many *many, struct store *store, struct call *call, const struct record *record,
    const struct bulk_wish *wish) MUST_CHECK;
