/*
 * Users out of the store: the account, its roles and scopes, as they are now.
 */
#include "access/rows.h"
#include "base/fold.h"
#include "base/text.h"
#include <stdlib.h>
#include <string.h>

enum { NAMES_AT_ONCE = 50 };

static const SQL(roles_of, "SELECT role, scope FROM user_role WHERE user_id = $1 ORDER BY role, scope NULLS FIRST");
static const SQL(account_by_login, "SELECT id FROM user_account WHERE login = $1");

static const SQL(names_of,
    "SELECT id, name, login FROM user_account WHERE id IN ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,"
    "$18,$19,$20,$21,$22,$23,$24,$25,$26,$27,$28,$29,$30,$31,$32,$33,$34,$35,$36,$37,$38,$39,$40,$41,$42,$43,$44,$45,"
    "$46,$47,$48,$49,$50) ORDER BY id");
static const SQL(accounts_open,
    "SELECT id, name, login FROM user_account WHERE login IS NOT NULL AND NOT disabled ORDER BY login LIMIT $1");
static const SQL(
    account_open, "SELECT count(*) FROM user_account WHERE id = $1 AND login IS NOT NULL AND NOT disabled");

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

/* The columns id, name, login, of the row at hand. */
static const char *called(struct rows *rows, struct call *call)
{
    const char *name = rows_copy(rows, 1, call->arena), *login = rows_copy(rows, 2, call->arena);
    return name ? name : login ? login : word(call->lang, "erased");
}

enum err user_names(const char **out, struct db *db, struct call *call, const char *const *ids, int count)
{
    struct arg args[NAMES_AT_ONCE];
    struct rows *rows;
    for (int i = 0; i < count; i++)
        out[i] = NULL;
    for (int i = 0; i < NAMES_AT_ONCE; i++)
        args[i] = i < count ? arg_text(ids[i]) : arg_null();
    enum err err = db_query(&rows, db, call, &names_of, args, NAMES_AT_ONCE);
    if (err)
        return err;
    while (rows_next(rows)) {
        const char *name = called(rows, call);
        for (int i = 0; i < count; i++)
            if (text_is(ids[i], rows_text(rows, 0)))
                out[i] = name;
    }
    return rows_end(rows);
}

static int by_sort_key(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

enum err user_choices(struct user_choice **out, int *count, struct db *db, struct call *call, int most)
{
    struct rows *rows;
    struct keyed {
        const char *key;
        struct user_choice choice;
    } *found = NEW_ARRAY(call->arena, (size_t)most + 1, struct keyed);
    *out = NEW_ARRAY(call->arena, (size_t)most + 1, struct user_choice);
    *count = 0;
    enum err err = db_query(&rows, db, call, &accounts_open, ARGS(arg_number(most)));
    if (err)
        return err;
    while (*count < most && rows_next(rows)) {
        const char *name = called(rows, call);
        found[(*count)++] = (struct keyed){
            fold_sort_key(call->arena, (int)call->lang, name), {.id = rows_copy(rows, 0, call->arena), .name = name}};
    }
    qsort(found, (size_t)*count, sizeof *found, by_sort_key);
    for (int i = 0; i < *count; i++)
        (*out)[i] = found[i].choice;
    return rows_end(rows);
}

enum err user_is_there(bool *out, struct db *db, struct call *call, const char *id)
{
    int64_t n = 0;
    enum err err = db_number(&n, db, call, &account_open, ARGS(arg_text(id)));
    *out = !err && n > 0;
    return err;
}
