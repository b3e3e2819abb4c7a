/* The roles of accounts: given, taken, set all at once. */
#include "access/account_work.h"
#include "access/may.h"
#include "base/text.h"
#include "store/person.h"
#include <string.h>

enum { MOST_ROLES = 500 };

static const SQL(roles_of,
    "SELECT id, version, user_id, role, scope FROM user_role WHERE user_id = $1 ORDER BY role, scope NULLS FIRST");
static const SQL(administrators,
    "SELECT count(*) FROM user_account AS a JOIN user_role AS r ON r.user_id = a.id "
    "WHERE r.role = 'administrator' AND NOT a.disabled");

static scope_exists *ask_scope;
static scope_noun_of *ask_noun;

void scope_exists_register(scope_exists *ask, scope_noun_of *noun)
{
    ask_scope = ask;
    ask_noun = noun;
}

const char *scope_noun(enum role role)
{
    return role_scoped(role) && ask_noun ? ask_noun(role) : NULL;
}

static enum err check_role(struct call *call, const struct scope *role)
{
    const char *name = role_name(role->role);
    if (role->role == ROLE_public)
        return fail_field(call, ERR_INVALID, "role_unknown", "roles", name);
    if (role_scoped(role->role) && text_empty(role->id))
        return fail_want(
            call, ERR_INVALID, "role_needs_scope", "roles", name, arena_format(call->arena, "%s:XXX", name));
    if (!role_scoped(role->role) && role->id)
        return fail_field(call, ERR_INVALID, "role_takes_no_scope", "roles", name);
    return OK;
}

enum err roles_check(struct call *call, const struct scope *roles, int count)
{
    enum err err = count > MOST_ROLES ? fail_field(call, ERR_LIMIT, "limit", "roles", NULL) : OK;
    for (int i = 0; i < count; i++)
        if (check_role(call, &roles[i]) != OK)
            err = ERR_INVALID;
    return err;
}

enum err role_grant_parse(struct scope *out, struct call *call, const char *text)
{
    size_t size = strcspn(text, ":");
    *out = (struct scope){.id = text[size] ? arena_text(call->arena, text + size + 1) : NULL};
    if (!role_parse(&out->role, arena_copy(call->arena, text, size)) || out->role == ROLE_public)
        return fail_field(call, ERR_INVALID, "role_unknown", "roles", text);
    return check_role(call, out);
}

static enum err check_scope(struct db *db, struct call *call, const struct scope *role)
{
    bool there = true;
    enum err err = role->id && ask_scope ? ask_scope(&there, db, call, role->role, role->id) : OK;
    return err || there ? err : fail_field(call, ERR_INVALID, "not_found", "roles", role->id);
}

static enum err add_role(struct db *db, struct call *call, const char *id, const struct scope *role)
{
    struct role_row row = {.user_id = id, .role = role_name(role->role), .scope = role->id};
    enum err err = check_scope(db, call, role);
    return err ? err : row_add(db, call, &role_record, &row, "add");
}

static bool is_same(const struct role_row *row, const struct scope *role)
{
    return text_is(row->role, role_name(role->role)) && text_is(row->scope, role->id);
}

static enum err read_roles(struct role_row ***out, int *count, struct db *db, struct call *call, const char *id)
{
    struct rows *rows;
    *out = NEW_ARRAY(call->arena, MOST_ROLES, struct role_row *);
    *count = 0;
    enum err err = db_query(&rows, db, call, &roles_of, ARGS(arg_text(id)));
    while (!err && *count < MOST_ROLES && rows_next(rows))
        (*out)[(*count)++] = row_read(rows, call->arena, &role_record);
    return err ? err : rows_end(rows);
}

enum err count_administrators(int64_t *out, struct db *db, struct call *call)
{
    return db_number(out, db, call, &administrators, NO_ARGS);
}

/* Somebody must be able to let others in; on a store in a file the operator always is. */
enum err keep_an_administrator(struct db *db, struct call *call, int64_t before)
{
    int64_t after = 0;
    enum err err = db_number(&after, db, call, &administrators, NO_ARGS);
    if (!err && before > 0 && after < 1 && !call->user->operator)
        err = fail(call, ERR_CONFLICT, "user_last_administrator");
    return err;
}

enum err roles_work(struct db *db, struct call *call, void *arg)
{
    const struct roles_work *work = arg;
    struct user_row *account;
    struct role_row **had;
    int had_count;
    int64_t keepers;
    enum err err = account_load(&account, db, call, work->id);
    if (!err)
        err = count_administrators(&keepers, db, call);
    if (!err)
        err = read_roles(&had, &had_count, db, call, work->id);
    for (int i = 0; !err && i < had_count; i++) {
        bool stays = false;
        for (int j = 0; j < work->count; j++)
            stays |= is_same(had[i], &work->roles[j]);
        if (!stays)
            err = row_remove(db, call, &role_record, had[i]);
    }
    for (int j = 0; !err && j < work->count; j++) {
        bool there = false;
        for (int i = 0; i < had_count; i++)
            there |= is_same(had[i], &work->roles[j]);
        for (int i = 0; i < j; i++) /* said twice */
            there |= work->roles[i].role == work->roles[j].role && text_is(work->roles[i].id, work->roles[j].id);
        if (!there)
            err = add_role(db, call, work->id, &work->roles[j]);
    }
    return err ? err : keep_an_administrator(db, call, keepers);
}

enum err user_set_roles(struct store *store, struct call *call, const char *id, const struct scope *roles, int count)
{
    struct roles_work work = {.id = id, .roles = roles, .count = count};
    enum err err = may(call, is_keeper(call));
    if (!err)
        err = roles_check(call, roles, count);
    return err ? err : store_write(store, call, roles_work, &work);
}

/* ---- one at a time ---- */

struct role_work {
    const char *id;
    const struct scope *role;
};

static enum err give_work(struct db *db, struct call *call, void *arg)
{
    const struct role_work *work = arg;
    struct user_row *account;
    struct role_row **had;
    int count;
    enum err err = account_load(&account, db, call, work->id);
    if (!err && person_erased(db, call, account->id))
        err = fail_field(call, ERR_NOT_FOUND, "user_unknown", "user", account->id);
    if (!err)
        err = read_roles(&had, &count, db, call, work->id);
    for (int i = 0; !err && i < count; i++)
        if (is_same(had[i], work->role))
            err = fail_field(call, ERR_CONFLICT, "role_held", "role", role_name(work->role->role));
    return err ? err : add_role(db, call, work->id, work->role);
}

enum err user_role_give(struct store *store, struct call *call, const char *id, const struct scope *role)
{
    struct role_work work = {id, role};
    enum err err = may(call, is_keeper(call));
    if (!err)
        err = check_role(call, role);
    return err ? err : store_write(store, call, give_work, &work);
}

static enum err take_work(struct db *db, struct call *call, void *arg)
{
    const struct role_work *work = arg;
    struct role_row **had;
    int count;
    int64_t keepers;
    enum err err = read_roles(&had, &count, db, call, work->id);
    if (!err)
        err = count_administrators(&keepers, db, call);
    if (err)
        return err;
    for (int i = 0; i < count; i++)
        if (is_same(had[i], work->role)) {
            err = row_remove(db, call, &role_record, had[i]);
            return err ? err : keep_an_administrator(db, call, keepers);
        }
    return fail_field(call, ERR_NOT_FOUND, "role_not_held", "role", role_name(work->role->role));
}

enum err user_role_take(struct store *store, struct call *call, const char *id, const struct scope *role)
{
    struct role_work work = {id, role};
    enum err err = may(call, is_keeper(call));
    return err ? err : store_write(store, call, take_work, &work);
}
