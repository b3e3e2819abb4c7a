/*
 * Lists kept under a name: the filters and the order of any record's list, by whoever is signed in, shared with the office when wanted. They
 * are a declared record (saved_list.decl): renamed, removed and shared as any other.
 */
#pragma once
#include "record/operate.h"

struct saved_choice {
    const char *id, *name, *filters;
    bool mine, shared;
};

/* Those of this user in front, then what others share; at most 200. Nobody who is not signed in has any. */
enum err saved_lists(
    struct saved_choice **out, int *count, struct db *db, struct call *call, const struct record *record) MUST_CHECK;

/* The filters and the order of the list of that name (or id), where the wish does not say others. One's own goes before a shared one. */
enum err saved_open(
    struct list_wish *wish, struct db *db, struct call *call, const struct record *record, const char *name) MUST_CHECK;

/* What the wish says, as it is kept: "kind=odd&sort=count". */
const char *saved_filters(struct call *call, const struct list_wish *wish);

enum err saved_keep(struct outcome *out, struct store *store, struct call *call, const struct record *record,
    const struct list_wish *wish, const char *name, bool shared) MUST_CHECK;
