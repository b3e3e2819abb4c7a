#include "access/token.h"
#include "access/may.h"
#include "access/rows.h"
#include "base/buffer.h"
#include "base/text.h"
#include <string.h>

#define HOUR (INT64_C(3600) * 1000000)

enum { MOST_LISTED = 100, MOST_NAME = 100 };

static const char for_programs[] = "servanda_", for_calendars[] = "calendar_", calendar[] = "calendar";

static const SQL(token_of,
    "SELECT id, user_id, roles, used, kind FROM api_token WHERE hash = $1 AND expires > $2 AND withdrawn IS NULL");
static const SQL(token_touch, "UPDATE api_token SET used = $2 WHERE id = $1 AND (used IS NULL OR used < $2)");
static const SQL(tokens_of,
    "SELECT id, user_id, name, roles, created, expires, withdrawn, used, kind FROM api_token WHERE user_id = $1 "
    "ORDER BY created DESC, id LIMIT $2");

static char *roles_text(struct arena *arena, unsigned roles)
{
    struct buffer *out = buffer_new(arena, 500);
    for (int role = 0; role < ROLE_COUNT; role++)
        if (roles & ROLE_BIT(role)) {
            buffer_text(out, out->size ? " " : "");
            buffer_text(out, role_name((enum role)role));
        }
    return out->at;
}

static unsigned roles_read(struct arena *arena, const char *text)
{
    unsigned roles = ROLE_BIT(ROLE_public);
    for (const char *at = text; *at; at += strspn(at, " ")) {
        size_t size = strcspn(at, " ");
        enum role role;
        if (role_parse(&role, arena_copy(arena, at, size)))
            roles |= ROLE_BIT(role);
        at += size;
    }
    return roles;
}

struct adding {
    struct token_row row;
    unsigned roles;
};

static enum err add_work(struct db *db, struct call *call, void *arg)
{
    struct adding *adding = arg;
    struct user *user;
    enum err err = user_load(&user, db, call, adding->row.user_id);
    if (err == ERR_NOT_FOUND)
        return fail_field(call, err, "user_unknown", "user", adding->row.user_id);
    if (err)
        return err;
    unsigned roles = adding->roles ? adding->roles | ROLE_BIT(ROLE_public) : user->roles;
    for (int role = 0; role < ROLE_COUNT; role++)
        if (roles & ~user->roles & ROLE_BIT(role))
            err = fail_field(call, ERR_INVALID, "role_not_held", "roles", role_name((enum role)role));
    if (err)
        return err;
    adding->row.id = NULL;
    adding->row.roles = roles_text(call->arena, roles);
    return row_add(db, call, &token_record, &adding->row, "add");
}

static enum err add_token(char out[SECRET_TEXT], struct store *store, struct call *call, const char *user_id,
    const char *name, unsigned roles, int days, const char *kind)
{
    char hash[HASH_HEX], created[MOMENT_TEXT], expires[MOMENT_TEXT];
    enum err err = may(call, is_in_person(call, user_id) || is_keeper(call));
    if (err)
        return err;
    if (text_empty(name) || utf8_length(name) > MOST_NAME)
        err = fail_field(call, ERR_INVALID, "name_needed", "name", name);
    if (days < 0 || days > TOKEN_DAYS_MOST)
        err = fail_want(call, ERR_INVALID, "number_range", "days", arena_format(call->arena, "%d", days),
            arena_format(call->arena, "1–%d", TOKEN_DAYS_MOST));
    if (err)
        return err;
    secret_new(out, kind ? for_calendars : for_programs);
    struct adding adding = {.roles = roles,
        .row = {.user_id = user_id,
            .kind = kind,
            .name = text_trim(call->arena, name),
            .hash = secret_hash(hash, out),
            .created = moment_text(created, call->now),
            .expires = moment_text(expires, call->now + (days ? days : TOKEN_DAYS) * 24 * HOUR)}};
    return store_write(store, call, add_work, &adding);
}

enum err token_add(char out[SECRET_TEXT], struct store *store, struct call *call, const char *user_id, const char *name,
    unsigned roles, int days)
{
    return add_token(out, store, call, user_id, name, roles, days, NULL);
}

enum err token_add_calendar(char out[SECRET_TEXT], struct store *store, struct call *call, const char *name)
{
    const char *id = call->user->id;
    return id ? add_token(out, store, call, id, name, 0, TOKEN_DAYS_MOST, calendar) : fail(call, ERR_LOGIN, "login");
}

static enum err withdraw_work(struct db *db, struct call *call, void *arg)
{
    void *row;
    char at[MOMENT_TEXT];
    enum err err = row_load(&row, db, call, &token_record, arg);
    if (err == ERR_NOT_FOUND)
        return fail_field(call, err, "not_found", "api_token", arg);
    if (err)
        return err;
    struct token_row *before = row, after = *before;
    if ((err = may(call, is_in_person(call, before->user_id) || is_keeper(call))) != OK || before->withdrawn)
        return err;
    after.withdrawn = moment_text(at, call->now);
    return row_change(db, call, &token_record, before, &after, "withdraw");
}

enum err token_withdraw(struct store *store, struct call *call, const char *id)
{
    return store_write(store, call, withdraw_work, arena_text(call->arena, id));
}

enum err token_list(struct api_token **out, int *count, struct db *db, struct call *call, const char *user_id)
{
    struct rows *rows;
    *out = NEW_ARRAY(call->arena, MOST_LISTED, struct api_token);
    *count = 0;
    enum err err = db_query(&rows, db, call, &tokens_of, ARGS(arg_text(user_id), arg_number(MOST_LISTED)));
    if (err)
        return err;
    while (*count < MOST_LISTED && rows_next(rows))
        (*out)[(*count)++] = (struct api_token){.id = rows_copy(rows, 0, call->arena),
            .user_id = rows_copy(rows, 1, call->arena),
            .name = rows_copy(rows, 2, call->arena),
            .roles = roles_read(call->arena, text_or(rows_text(rows, 3), "")),
            .created = rows_copy(rows, 4, call->arena),
            .expires = rows_copy(rows, 5, call->arena),
            .withdrawn = rows_copy(rows, 6, call->arena),
            .used = rows_copy(rows, 7, call->arena),
            .calendar = rows_text(rows, 8) != NULL};
    return rows_end(rows);
}

static enum err user_of(struct user **out, struct token_use *use, struct db *db, struct call *call, const char *token,
    const char *prefix, const char *kind)
{
    struct rows *rows;
    char hash[HASH_HEX], now[MOMENT_TEXT];
    const char *user_id = NULL;
    unsigned roles = 0;
    int64_t used;
    *use = (struct token_use){0};
    if (!secret_is(token, prefix))
        return fail(call, ERR_LOGIN, "token_wrong");
    enum err err = db_query(
        &rows, db, call, &token_of, ARGS(arg_text(secret_hash(hash, token)), arg_text(moment_text(now, call->now))));
    if (err)
        return err;
    if (rows_next(rows) && text_is(rows_text(rows, 4), kind)) {
        use->token_id = rows_copy(rows, 0, call->arena);
        user_id = rows_copy(rows, 1, call->arena);
        roles = roles_read(call->arena, text_or(rows_text(rows, 2), ""));
        use->stale = !moment_parse(&used, text_or(rows_text(rows, 3), "")) || call->now - used > HOUR;
    }
    err = rows_end(rows);
    if (!err)
        err = user_id ? user_load(out, db, call, user_id) : ERR_NOT_FOUND;
    if (err == ERR_NOT_FOUND || (!err && (*out)->disabled))
        return fail(call, ERR_LOGIN, "token_wrong");
    if (err)
        return err;
    user_cut_down(*out, call->arena, roles); /* a role that the token lacks takes its scopes with it */
    return OK;
}

enum err user_of_token(struct user **out, struct token_use *use, struct db *db, struct call *call, const char *token)
{
    return user_of(out, use, db, call, token, for_programs, NULL);
}

enum err user_of_calendar(struct user **out, struct token_use *use, struct db *db, struct call *call, const char *token)
{
    return user_of(out, use, db, call, token, for_calendars, calendar);
}

static enum err used_work(struct db *db, struct call *call, void *arg)
{
    char now[MOMENT_TEXT];
    return db_run(NULL, db, call, &token_touch, ARGS(arg_text(arg), arg_text(moment_text(now, call->now))));
}

enum err token_used(struct store *store, struct call *call, const struct token_use *use)
{
    return use->stale ? store_write(store, call, used_work, arena_text(call->arena, use->token_id)) : OK;
}
