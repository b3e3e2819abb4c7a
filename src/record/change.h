/* Parts of changing a row that imports share with the operations. Private to record/. */
#pragma once
#include "record/operate.h"

/* "name_fr" -> field and language; a six-language field named alone means the language that *lang holds. -1: none. */
int input_field(const struct record *record, const char *name, enum lang *lang);

/* The row as it is now, when this user may see it and do this with it; ERR_NOT_FOUND with a fault when it is not to be seen. */
enum err row_for(void **out, struct db *db, struct call *call, const struct record *record, const char *id,
    enum verb verb) MUST_CHECK;

/* The row, with what this user may have of it. */
void view_look(struct view *out, const struct user *user, const struct record *record, const void *row);

/* What a new row has when nothing is said. */
enum err standard_values(struct call *call, const struct record *record, void *row) MUST_CHECK;

/* A person sets only what a person may: nothing that steps set, nothing withheld from that person, nothing fixed. */
enum err check_hand(struct call *call, const struct record *record, const void *before, const void *after) MUST_CHECK;

/* What it newly refers to must be there, and there for this user. */
enum err record_references(
    struct db *db, struct call *call, const struct record *record, const void *before, const void *after) MUST_CHECK;
