#include "access/account_list.h"
#include "access/rows.h"
#include "access/session.h"
#include "base/fold.h"
#include "base/text.h"
#include <string.h>

enum { AT_ONCE = 200 };

/* A row for each role. */
static const SQL(accounts_after,
    "SELECT a.id, a.version, a.login, a.name, a.email, a.language, a.disabled, a.created, a.password_since, "
    "a.second_factor_since, s.at, r.role, r.scope FROM (SELECT * FROM user_account WHERE login > $1 ORDER BY login "
    "LIMIT $2) AS a LEFT JOIN last_sign_in AS s ON s.user_id = a.id LEFT JOIN user_role AS r ON r.user_id = a.id "
    "ORDER BY a.login, r.role NULLS FIRST, r.scope NULLS FIRST");
static const SQL(account_by_id,
    "SELECT a.id, a.version, a.login, a.name, a.email, a.language, a.disabled, a.created, a.password_since, "
    "a.second_factor_since, s.at, r.role, r.scope FROM user_account AS a LEFT JOIN last_sign_in AS s ON s.user_id = "
    "a.id "
    "LEFT JOIN user_role AS r ON r.user_id = a.id WHERE a.id = $1 ORDER BY r.role NULLS FIRST, r.scope NULLS FIRST");
static const SQL(sessions_now, "SELECT count(*) FROM session WHERE until > $1 AND seen > $2 AND NOT wants_code");

static struct user_building read_account(struct account_line *line, struct rows *rows, struct arena *arena)
{
    struct user_row row = {.id = rows_copy(rows, 0, arena),
        .version = rows_number(rows, 1),
        .login = rows_copy(rows, 2, arena),
        .name = rows_copy(rows, 3, arena),
        .email = rows_copy(rows, 4, arena),
        .language = rows_copy(rows, 5, arena),
        .disabled = rows_number(rows, 6)};
    struct user_building building = user_begin(arena, &row);
    *line = (struct account_line){.user = building.user,
        .created = rows_copy(rows, 7, arena),
        .password_since = rows_copy(rows, 8, arena),
        .second_factor_since = rows_copy(rows, 9, arena),
        .signed_in = rows_copy(rows, 10, arena)};
    return building;
}

/* All of an answer, at most `most` accounts. */
static enum err read_accounts(struct account_line *out, int *count, int most, struct rows *rows, struct call *call)
{
    struct user_building building = {0};
    *count = 0;
    while (rows_next(rows)) {
        if (!building.user || !text_is(building.user->id, rows_text(rows, 0))) {
            if (*count == most)
                break;
            building = read_account(&out[(*count)++], rows, call->arena);
        }
        if (!rows_null(rows, 11))
            user_take_role(&building, rows_text(rows, 11), rows_text(rows, 12));
    }
    return rows_end(rows);
}

static bool holds(struct call *call, const char *text, const char *folded)
{
    return text && strstr(fold_text(call->arena, text), folded);
}

static bool is_wanted(struct call *call, const struct account_wish *wish, const char *folded, const struct user *user)
{
    return (wish->role == ROLE_public || user_has(user, wish->role)) &&
        (wish->state == ACCOUNT_ANY || user->disabled == (wish->state == ACCOUNT_OFF)) &&
        (!folded || holds(call, user->login, folded) || holds(call, user->name, folded) ||
            holds(call, user->email, folded));
}

enum err account_list(
    struct account_line **out, int *count, struct db *db, struct call *call, const struct account_wish *wish)
{
    const char *after = text_or(wish->after, "");
    const char *folded = text_empty(wish->text) ? NULL : fold_text(call->arena, wish->text);
    struct account_line *read = NEW_ARRAY(call->arena, AT_ONCE, struct account_line);
    int found = AT_ONCE;
    *out = NEW_ARRAY(call->arena, (size_t)wish->most, struct account_line);
    *count = 0;
    while (found == AT_ONCE && *count < wish->most) {
        struct rows *rows;
        enum err err = db_query(&rows, db, call, &accounts_after, ARGS(arg_text(after), arg_number(AT_ONCE)));
        if (!err)
            err = read_accounts(read, &found, AT_ONCE, rows, call);
        if (err)
            return err;
        for (int i = 0; i < found && *count < wish->most; i++) {
            after = read[i].user->login;
            if (is_wanted(call, wish, folded, read[i].user))
                (*out)[(*count)++] = read[i];
        }
    }
    return OK;
}

enum err account_line(struct account_line *out, struct db *db, struct call *call, const char *id)
{
    struct rows *rows;
    int count = 0;
    *out = (struct account_line){0};
    enum err err = db_query(&rows, db, call, &account_by_id, ARGS(arg_text(id)));
    if (!err)
        err = read_accounts(out, &count, 1, rows, call);
    return err || count ? err : fail_field(call, ERR_NOT_FOUND, "user_unknown", "user", id);
}

enum err sessions_open(int64_t *out, struct db *db, struct call *call)
{
    char now[MOMENT_TEXT], idle[MOMENT_TEXT];
    return db_number(out, db, call, &sessions_now,
        ARGS(arg_text(moment_text(now, call->now)),
            arg_text(moment_text(idle, call->now - (int64_t)SESSION_IDLE_MINUTES * 60 * 1000000))));
}
