/*
 * The recorded rows of access: accounts, their roles, stand-ins, tokens. Private to src/access.
 *
 * They are described as tools/decl describes a declared record, so that every change goes the one way of
 * store/record.h, with its entry in the ledger, and `ledger verify` holds the tables to it.
 */
#pragma once
#include "access/schema.h"
#include "access/user.h"
#include "store/record.h"

struct user_row {
    const char *id;
    int64_t version;
    const char *login, *name, *email, *language; /* login NULL: erased */
    int64_t disabled;
    const char *created;
    const char *password_since;      /* NULL: cannot sign in with a password */
    const char *second_factor_since; /* NULL: off */
};

struct role_row {
    const char *id;
    int64_t version;
    const char *user_id, *role, *scope;
};

struct token_row {
    const char *id;
    int64_t version;
    const char *user_id, *name, *roles, *hash, *created, *expires, *withdrawn;
    const char *kind; /* NULL: for programs; "calendar": in the address of a calendar, and good for nothing else */
};

struct stand_in_row {
    const char *id;
    int64_t version;
    const char *absent, *deputy;
    struct date since, until;
    const char *ended;
};

extern const struct record user_record, role_record, token_record, stand_in_record;

/* The account as a row; ERR_NOT_FOUND with a fault "user_unknown". */
enum err account_load(struct user_row **out, struct db *db, struct call *call, const char *id) MUST_CHECK;

/* The password of an account, hashed; inside store_write. */
enum err credential_keep(
    struct db *db, struct call *call, const char *id, const char *hash, bool must_change) MUST_CHECK;

/* Who may act, from an account and then, one by one, its roles. */
struct user_building {
    struct arena *arena;
    struct user *user;
    struct scope *scopes;
};
struct user_building user_begin(struct arena *arena, const struct user_row *row);
void user_take_role(struct user_building *building, const char *role, const char *scope); /* copied; role NULL: none */
