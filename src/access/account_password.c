/*
 * Passwords of accounts: set by an administrator, changed by their owner.
 */
#include "access/account.h"
#include "access/may.h"
#include "access/password.h"
#include "access/rows.h"
#include "access/session.h"
#include "access/totp.h"
#include "base/text.h"
#include <string.h>

static const SQL(credential_set,
    "INSERT INTO credential (user_id, password, must_change) VALUES ($1, $2, $3) "
    "ON CONFLICT (user_id) DO UPDATE SET password = excluded.password, must_change = excluded.must_change");
static const SQL(credential_of, "SELECT password FROM credential WHERE user_id = $1");

enum err credential_keep(struct db *db, struct call *call, const char *id, const char *hash, bool must_change)
{
    return db_run(NULL, db, call, &credential_set, ARGS(arg_text(id), arg_text(hash), arg_bool(must_change)));
}

struct password_work {
    const char *id, *hash, *stays;
    bool must_change;
    const struct attempt *attempt; /* in which the old password was right; NULL: none was asked for */
};

static enum err password_work(struct db *db, struct call *call, void *arg)
{
    const struct password_work *work = arg;
    struct user_row *before, after;
    char at[MOMENT_TEXT];
    enum err err = account_load(&before, db, call, work->id);
    if (err)
        return err;
    after = *before;
    after.password_since = moment_text(at, call->now);
    err = credential_keep(db, call, work->id, work->hash, work->must_change);
    if (!err)
        err = session_drop_all(db, call, work->id, work->stays);
    if (!err && work->attempt)
        err = throttle_right(NULL, db, call, work->attempt);
    return err ? err : row_change(db, call, &user_record, before, &after, "password");
}

/* The rules for new passwords, with the names of the account. */
static enum err check_new(struct store *store, struct call *call, const char *id, const char *password)
{
    struct user_row *account;
    struct db *db;
    enum err err = store_reader(&db, store, call);
    if (!err)
        err = account_load(&account, db, call, id);
    if (err)
        return err;
    const char *names[] = {account->login, text_or(account->name, ""), text_or(account->email, ""), NULL};
    return password_rules(call, password, names);
}

enum err user_set_password(struct store *store, struct call *call, const char *id, const char *password)
{
    char hash[PASSWORD_HASH];
    struct password_work work = {.id = id, .hash = hash, .must_change = !is_in_person(call, id)};
    enum err err = may(call, is_keeper(call));
    if (!err)
        err = check_new(store, call, id, password);
    if (!err)
        err = password_hash(hash, call, password);
    return err ? err : store_write(store, call, password_work, &work);
}

static enum err read_hash(const char **out, struct store *store, struct call *call, const char *id)
{
    struct rows *rows;
    struct db *db;
    *out = NULL;
    enum err err = store_reader(&db, store, call);
    if (!err)
        err = db_query(&rows, db, call, &credential_of, ARGS(arg_text(id)));
    if (err)
        return err;
    if (rows_next(rows))
        *out = rows_copy(rows, 0, call->arena);
    return rows_end(rows);
}

/* Counted in `attempt`, which whoever asked says was right once all is done. */
static enum err check_old(
    struct store *store, struct call *call, const struct attempt *attempt, const char *field, const char *password)
{
    const char *kept;
    bool right, renew;
    enum err err = throttle_begin(store, call, attempt);
    if (!err)
        err = read_hash(&kept, store, call, attempt->login);
    if (!err)
        err = password_check(&right, &renew, call, kept, password);
    return err || right ? err : fail_field(call, ERR_INVALID, "password_wrong", field, NULL);
}

/* Who found an open desk does not guess on. */
static struct attempt attempt_of(const char *id)
{
    return (struct attempt){.login = id, .address = "change"};
}

enum err user_change_password(
    struct store *store, struct call *call, const char *id, const char *before, const char *password, const char *token)
{
    char hash[PASSWORD_HASH];
    struct attempt attempt = attempt_of(id);
    struct password_work work = {.id = id, .hash = hash, .stays = token, .attempt = &attempt};
    enum err err = may(call, is_in_person(call, id));
    if (!err && strcmp(before, password) == 0)
        err = fail_field(call, ERR_INVALID, "password_same", "password", NULL);
    if (!err)
        err = check_new(store, call, id, password);
    if (!err)
        err = check_old(store, call, &attempt, "before", before);
    if (!err)
        err = password_hash(hash, call, password);
    return err ? err : store_write(store, call, password_work, &work);
}

static enum err right_work(struct db *db, struct call *call, void *arg)
{
    return throttle_right(NULL, db, call, arg);
}

enum err user_password_right(
    struct store *store, struct call *call, const char *id, const char *field, const char *password)
{
    struct attempt attempt = attempt_of(id);
    const char *key = call->key;
    enum err err = may(call, is_in_person(call, id));
    if (!err && text_empty(password))
        err = fail_field(call, ERR_INVALID, "required", field, NULL);
    call->key = NULL; /* it is for the write that follows, and a wrong password must not use it up */
    if (!err)
        err = check_old(store, call, &attempt, field, password);
    if (!err)
        err = store_write(store, call, right_work, &attempt);
    call->key = key;
    return err;
}

char *start_password(struct arena *arena)
{
    char text[RECOVERY_TEXT];
    recovery_code_new(text);
    return arena_text(arena, text);
}
