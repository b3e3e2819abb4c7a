#include "access/rows.h"

#define FIELD(struct_, name_, kind_, class_, flags_, column_)                                                          \
    {                                                                                                                  \
        .name = #name_, .kind = kind_, .class = class_, .flags = flags_, .offset = offsetof(struct struct_, name_),    \
        .column = column_, .sort_column = -1                                                                           \
    }
#define COUNT(array) (int)(sizeof(array) / sizeof *(array))

enum {
    COLLEAGUES = ROLE_BIT(ROLE_officer) | ROLE_BIT(ROLE_legal) | ROLE_BIT(ROLE_finance) | ROLE_BIT(ROLE_writer) |
        ROLE_BIT(ROLE_auditor) | ROLE_BIT(ROLE_administrator),
    KEEPER = ROLE_BIT(ROLE_administrator),
    WATCHERS = KEEPER | ROLE_BIT(ROLE_auditor),
};

#define KEPT_BY_ADMINISTRATOR                                                                                          \
    [VERB_ADD] = {.all = KEEPER}, [VERB_CHANGE] = {.all = KEEPER}, [VERB_REMOVE] = {.all = KEEPER}

/* ---- accounts ---- */

static const struct field user_fields[] = {
    FIELD(user_row, login, KIND_TEXT, CLASS_PERSONAL, FIELD_REQUIRED | FIELD_UNIQUE | FIELD_LIST, 2),
    FIELD(user_row, name, KIND_TEXT, CLASS_PERSONAL, FIELD_LIST, 3),
    FIELD(user_row, email, KIND_TEXT, CLASS_PERSONAL, 0, 4),
    FIELD(user_row, language, KIND_TEXT, CLASS_OFFICE, 0, 5),
    FIELD(user_row, disabled, KIND_FLAG, CLASS_OFFICE, FIELD_REQUIRED | FIELD_LIST, 6),
    FIELD(user_row, created, KIND_MOMENT, CLASS_OFFICE, FIELD_SYSTEM, 7),
    FIELD(user_row, password_since, KIND_MOMENT, CLASS_OFFICE, FIELD_SYSTEM, 8),
    FIELD(user_row, second_factor_since, KIND_MOMENT, CLASS_OFFICE, FIELD_SYSTEM, 9),
};

static const SQL(user_load_row,
    "SELECT id, version, login, name, email, language, disabled, created, password_since, second_factor_since FROM "
    "user_account WHERE id = $1");
static const SQL(user_all,
    "SELECT id, version, login, name, email, language, disabled, created, password_since, second_factor_since FROM "
    "user_account WHERE id > $1 ORDER BY id LIMIT $2");
static const SQL(user_insert,
    "INSERT INTO user_account (id, version, login, name, email, language, disabled, created, password_since, "
    "second_factor_since) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
static const SQL(user_update,
    "UPDATE user_account SET version = version + 1, login = $3, name = $4, email = $5, language = $6, disabled = $7, "
    "created = $8, password_since = $9, second_factor_since = $10 WHERE id = $1 AND version = $2");
static const SQL(user_remove, "DELETE FROM user_account WHERE id = $1 AND version = $2");

const struct record user_record = {
    .noun = "user",
    .folder = "access",
    .about = "Somebody who may sign in",
    .fields = user_fields,
    .field_count = COUNT(user_fields),
    .size = sizeof(struct user_row),
    .columns = 10,
    .columns_read = 10,
    .title = 1,
    .scope = -1,
    .state = -1,
    .released = -1,
    .made_id = true,
    .open = {[VERB_SEE] = {.all = COLLEAGUES}, KEPT_BY_ADMINISTRATOR},
    .personal = {.all = COLLEAGUES},
    .load = &user_load_row,
    .all = &user_all,
    .insert = &user_insert,
    .update = &user_update,
    .remove = &user_remove,
};

/* ---- roles ---- */

static const struct field role_fields[] = {
    FIELD(role_row, user_id, KIND_TEXT, CLASS_OFFICE, FIELD_REQUIRED | FIELD_FIXED, 2),
    FIELD(role_row, role, KIND_TEXT, CLASS_OFFICE, FIELD_REQUIRED | FIELD_FIXED, 3),
    FIELD(role_row, scope, KIND_TEXT, CLASS_OFFICE, FIELD_FIXED, 4),
};

static const SQL(role_load, "SELECT id, version, user_id, role, scope FROM user_role WHERE id = $1");
static const SQL(
    role_all, "SELECT id, version, user_id, role, scope FROM user_role WHERE id > $1 ORDER BY id LIMIT $2");
static const SQL(role_insert, "INSERT INTO user_role (id, version, user_id, role, scope) VALUES ($1, $2, $3, $4, $5)");
static const SQL(role_update,
    "UPDATE user_role SET version = version + 1, user_id = $3, role = $4, scope = $5 WHERE id = $1 AND version = $2");
static const SQL(role_remove, "DELETE FROM user_role WHERE id = $1 AND version = $2");

const struct record role_record = {
    .noun = "user_role",
    .folder = "access",
    .about = "What somebody is to the office",
    .fields = role_fields,
    .field_count = COUNT(role_fields),
    .size = sizeof(struct role_row),
    .columns = 5,
    .columns_read = 5,
    .title = 1,
    .scope = -1,
    .state = -1,
    .released = -1,
    .made_id = true,
    .open = {[VERB_SEE] = {.all = COLLEAGUES}, KEPT_BY_ADMINISTRATOR},
    .load = &role_load,
    .all = &role_all,
    .insert = &role_insert,
    .update = &role_update,
    .remove = &role_remove,
};

/* ---- tokens ---- */

static const struct field token_fields[] = {
    FIELD(token_row, user_id, KIND_TEXT, CLASS_OFFICE, FIELD_REQUIRED | FIELD_FIXED, 2),
    FIELD(token_row, name, KIND_TEXT, CLASS_OFFICE, FIELD_REQUIRED | FIELD_FIXED, 3),
    FIELD(token_row, roles, KIND_TEXT, CLASS_OFFICE, FIELD_REQUIRED | FIELD_FIXED, 4),
    FIELD(token_row, hash, KIND_TEXT, CLASS_SECRET, FIELD_REQUIRED | FIELD_FIXED, 5),
    FIELD(token_row, created, KIND_MOMENT, CLASS_OFFICE, FIELD_SYSTEM, 6),
    FIELD(token_row, expires, KIND_MOMENT, CLASS_OFFICE, FIELD_REQUIRED | FIELD_FIXED, 7),
    FIELD(token_row, withdrawn, KIND_MOMENT, CLASS_OFFICE, FIELD_SYSTEM, 8),
    FIELD(token_row, kind, KIND_TEXT, CLASS_OFFICE, FIELD_FIXED, 9),
};

static const SQL(token_load,
    "SELECT id, version, user_id, name, roles, hash, created, expires, withdrawn, kind FROM api_token WHERE id = $1");
static const SQL(token_all,
    "SELECT id, version, user_id, name, roles, hash, created, expires, withdrawn, kind FROM api_token WHERE id > $1 "
    "ORDER BY "
    "id LIMIT $2");
static const SQL(token_insert,
    "INSERT INTO api_token (id, version, user_id, name, roles, hash, created, expires, withdrawn, kind) VALUES ($1, "
    "$2, "
    "$3, $4, $5, $6, $7, $8, $9, $10)");
static const SQL(token_update,
    "UPDATE api_token SET version = version + 1, user_id = $3, name = $4, roles = $5, hash = $6, created = $7, "
    "expires = $8, withdrawn = $9, kind = $10 WHERE id = $1 AND version = $2");
static const SQL(token_remove, "DELETE FROM api_token WHERE id = $1 AND version = $2");

const struct record token_record = {
    .noun = "api_token",
    .folder = "access",
    .about = "A key by which a program asks as a user",
    .fields = token_fields,
    .field_count = COUNT(token_fields),
    .size = sizeof(struct token_row),
    .columns = 10,
    .columns_read = 10,
    .title = 1,
    .scope = -1,
    .state = -1,
    .released = -1,
    .made_id = true,
    .open = {[VERB_SEE] = {.all = WATCHERS}, KEPT_BY_ADMINISTRATOR},
    .load = &token_load,
    .all = &token_all,
    .insert = &token_insert,
    .update = &token_update,
    .remove = &token_remove,
};

/* ---- stand-ins ---- */

static const struct field stand_in_fields[] = {
    FIELD(stand_in_row, absent, KIND_TEXT, CLASS_OFFICE, FIELD_REQUIRED | FIELD_FIXED, 2),
    FIELD(stand_in_row, deputy, KIND_TEXT, CLASS_OFFICE, FIELD_REQUIRED | FIELD_FIXED, 3),
    FIELD(stand_in_row, since, KIND_DAY, CLASS_OFFICE, FIELD_REQUIRED | FIELD_FIXED, 4),
    FIELD(stand_in_row, until, KIND_DAY, CLASS_OFFICE, FIELD_REQUIRED | FIELD_FIXED, 5),
    FIELD(stand_in_row, ended, KIND_MOMENT, CLASS_OFFICE, FIELD_SYSTEM, 6),
};

static const SQL(stand_in_load, "SELECT id, version, absent, deputy, since, until, ended FROM stand_in WHERE id = $1");
static const SQL(stand_in_all,
    "SELECT id, version, absent, deputy, since, until, ended FROM stand_in WHERE id > $1 ORDER BY id LIMIT $2");
static const SQL(stand_in_insert,
    "INSERT INTO stand_in (id, version, absent, deputy, since, until, ended) VALUES ($1, $2, $3, $4, $5, $6, $7)");
static const SQL(stand_in_update,
    "UPDATE stand_in SET version = version + 1, absent = $3, deputy = $4, since = $5, until = $6, ended = $7 "
    "WHERE id = $1 AND version = $2");
static const SQL(stand_in_remove, "DELETE FROM stand_in WHERE id = $1 AND version = $2");

const struct record stand_in_record = {
    .noun = "stand_in",
    .folder = "access",
    .about = "Who acts for an absent colleague, and when",
    .fields = stand_in_fields,
    .field_count = COUNT(stand_in_fields),
    .size = sizeof(struct stand_in_row),
    .columns = 7,
    .columns_read = 7,
    .title = 0,
    .scope = -1,
    .state = -1,
    .released = -1,
    .made_id = true,
    .open = {[VERB_SEE] = {.all = COLLEAGUES}, KEPT_BY_ADMINISTRATOR},
    .load = &stand_in_load,
    .all = &stand_in_all,
    .insert = &stand_in_insert,
    .update = &stand_in_update,
    .remove = &stand_in_remove,
};

const struct record *const access_records[] = {&user_record, &role_record, &token_record, &stand_in_record, NULL};

enum err account_load(struct user_row **out, struct db *db, struct call *call, const char *id)
{
    void *row;
    enum err err = row_load(&row, db, call, &user_record, id);
    *out = row;
    return err == ERR_NOT_FOUND ? fail_field(call, err, "user_unknown", "user", id) : err;
}
