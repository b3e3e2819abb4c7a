/*
 * Fields that hold an account (`owner user`): given as a login or an id, shown by name to those who may know it. Private to
 * record/ and the faces.
 */
#pragma once
#include "record/operate.h"

/* The id of the account that a text means: an id as it stands, a login looked up. ERR_INVALID at the field when this user knows none
 * such. */
enum err user_field_read(const char **out, struct db *db, struct call *call, const struct record *record, int field,
    const char *text) MUST_CHECK;

/* Somebody can sign in with the account, and the user of the call may know of it. */
enum err user_field_check(
    struct db *db, struct call *call, const struct record *record, int field, const char *id) MUST_CHECK;

/* The name, when this user may know it; NULL: withheld, or none. */
enum err user_field_name(const char **out, struct db *db, struct call *call, const char *id) MUST_CHECK;
