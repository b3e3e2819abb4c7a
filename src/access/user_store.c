/*
 * Users out of the store: the account, its roles and scopes, as they are now.
 */
#include "access/rows.h"
#include "base/text.h"
#include <string.h>

static const SQL(roles_of, "SELECT role, scope FROM user_role WHERE user_id = $1 ORDER BY role, scope NULLS FIRST");
static const SQL(account_by_login, "SELECT id FROM user_account WHERE login = $1");

struct user_building user_begin(struct arena *arena, const struct user_row *row)
{
    struct user *user = NEW(arena, struct user);
    const char *login = row->login ? row->login : arena_format(arena, "erased-%s", row->id);
    *user = (struct user){.id = row->id,
        .login = login,
        .name = text_or(row->name, login),
        .email = row->email,
        .who = row->id,
        .roles = ROLE_BIT(ROLE_public),
        .lang = LANG_EN,
        .disabled = row->disabled != 0,
        .erased = !row->login,
        .version = row->version};
    user->lang_chosen = row->language && lang_parse(&user->lang, row->language);
    return (struct user_building){.arena = arena, .user = user};
}

/* Scopes stand in an array that doubles. A role of a newer program gives nothing. */
void user_take_role(struct user_building *building, const char *role_text, const char *scope)
{
    enum role role;
    struct user *user = building->user;
    int count = user->scope_count;
    if (!role_parse(&role, role_text) || (role_scoped(role) && !scope))
        return;
    user->roles |= ROLE_BIT(role);
    if (!scope)
        return;
    if ((count & (count - 1)) == 0) {
        struct scope *more = NEW_ARRAY(building->arena, count ? (size_t)count * 2 : 1, struct scope);
        if (count)
            memcpy(more, building->scopes, (size_t)count * sizeof *more);
        user->scopes = building->scopes = more;
    }
    building->scopes[user->scope_count++] = (struct scope){role, arena_text(building->arena, scope)};
}

enum err user_load(struct user **out, struct db *db, struct call *call, const char *id)
{
    void *row;
    struct rows *rows;
    *out = NULL;
    enum err err = row_load(&row, db, call, &user_record, id);
    if (!err)
        err = db_query(&rows, db, call, &roles_of, ARGS(arg_text(id)));
    if (err)
        return err;
    struct user_building building = user_begin(call->arena, row);
    while (rows_next(rows))
        user_take_role(&building, rows_text(rows, 0), rows_text(rows, 1));
    *out = building.user;
    return rows_end(rows);
}

enum err user_by_login(struct user **out, struct db *db, struct call *call, const char *login)
{
    struct rows *rows;
    char *id = NULL;
    *out = NULL;
    enum err err = db_query(&rows, db, call, &account_by_login, ARGS(arg_text(login)));
    if (!err && rows_next(rows))
        id = rows_copy(rows, 0, call->arena);
    if (!err)
        err = rows_end(rows);
    return err ? err : id ? user_load(out, db, call, id) : ERR_NOT_FOUND;
}
