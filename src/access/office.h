/*
 * The settings of the office that every page shows: its name, in each language that it has one in. Changing them is an entry in
 * the ledger.
 */
#pragma once
#include "access/user.h"

enum { OFFICE_NAME_MOST = 200, OFFICE_NAME_BYTES = 4 * OFFICE_NAME_MOST + 1 }; /* characters; bytes with the end */

struct office {
    const char *name[LANGS]; /* NULL: none in that language */
};
enum err office_load(struct office *out, struct db *db, struct call *call) MUST_CHECK;

/* In that language, or in another; NULL: it has no name. */
const char *office_name(const struct office *office, enum lang lang);

/* By an administrator. The fields of faults are name_ar ... name_zh. */
enum err office_change(struct store *store, struct call *call, const struct office *office) MUST_CHECK;
