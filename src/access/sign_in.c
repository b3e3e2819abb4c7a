#include "access/sign_in.h"
#include "access/password.h"
#include "access/second_factor.h"
#include "access/secret.h"
#include "base/fold.h"
#include "base/text.h"
#include <string.h>

/* One statement, whether the account is there or not. */
static const SQL(credential_of,
    "SELECT a.id, a.disabled, c.password, c.must_change, t.confirmed, d.id FROM user_account AS a "
    "LEFT JOIN credential AS c ON c.user_id = a.id LEFT JOIN totp AS t ON t.user_id = a.id "
    "LEFT JOIN trusted_device AS d ON d.user_id = a.id AND d.id = $2 AND d.until > $3 WHERE a.login = $1");
static const SQL(password_renew, "UPDATE credential SET password = $2 WHERE user_id = $1");
static const SQL(sign_in_keep,
    "INSERT INTO last_sign_in (user_id, at, address, failures) VALUES ($1, $2, $3, $4) "
    "ON CONFLICT (user_id) DO UPDATE SET before_at = last_sign_in.at, before_address = last_sign_in.address, "
    "at = excluded.at, address = excluded.address, failures = excluded.failures");
static const SQL(sign_in_before, "SELECT before_at, before_address, failures FROM last_sign_in WHERE user_id = $1");

struct credential {
    const char *user_id, *hash, *device; /* device: its id, when it is known for this account */
    bool disabled, must_change, second_factor;
};

static enum err read_credential(
    struct credential *out, struct db *db, struct call *call, const char *login, const char *device)
{
    struct rows *rows;
    char id[HASH_HEX] = "", at[MOMENT_TEXT];
    *out = (struct credential){0};
    if (secret_is(device, "d_"))
        secret_hash(id, device);
    enum err err = db_query(
        &rows, db, call, &credential_of, ARGS(arg_text(login), arg_text(id), arg_text(moment_text(at, call->now))));
    if (err)
        return err;
    if (rows_next(rows)) {
        out->user_id = rows_copy(rows, 0, call->arena);
        out->disabled = rows_number(rows, 1) != 0;
        out->hash = rows_copy(rows, 2, call->arena);
        out->must_change = rows_number(rows, 3) == 1;
        out->second_factor = rows_number(rows, 4) == 1;
        out->device = rows_copy(rows, 5, call->arena);
    }
    return rows_end(rows);
}

/* What a right sign-in changes. */
struct work {
    struct store *store;
    const char *user_id, *address, *code;
    const char *renewed; /* the password hashed anew; NULL: it need not be */
    const struct attempt *attempt, *code_attempt;
    bool complete; /* no code is wanted any more */
    bool right;
};

static enum err keep_sign_in(struct db *db, struct call *call, const struct work *work, int64_t failures)
{
    char at[MOMENT_TEXT];
    return db_run(NULL, db, call, &sign_in_keep,
        ARGS(arg_text(work->user_id), arg_text(moment_text(at, call->now)), arg_text(work->address),
            arg_number(failures)));
}

/* While a code is wanted the attempt goes on counting: who has the password alone is to be slow too. */
static enum err password_was_right(struct db *db, struct call *call, void *arg)
{
    const struct work *work = arg;
    int64_t failures;
    enum err err = OK;
    if (work->renewed)
        err = db_run(NULL, db, call, &password_renew, ARGS(arg_text(work->user_id), arg_text(work->renewed)));
    if (err || !work->complete)
        return err;
    err = throttle_right(&failures, db, call, work->attempt);
    return err ? err : keep_sign_in(db, call, work, failures);
}

static enum err code_may_be_right(struct db *db, struct call *call, void *arg)
{
    struct work *work = arg;
    int64_t passwords = 0, codes = 0;
    enum err err = second_factor_right(&work->right, work->store, db, call, work->user_id, work->code);
    if (err || !work->right)
        return err;
    err = throttle_right(&passwords, db, call, work->attempt);
    if (!err)
        err = throttle_right(&codes, db, call, work->code_attempt);
    return err ? err : keep_sign_in(db, call, work, passwords + codes);
}

/* `password` is the attempt that came before. */
static enum err check_code(struct store *store, struct call *call, const char *user_id, const struct attempt *password,
    const struct sign_in *in)
{
    struct attempt attempt = {.login = user_id, .address = in->address, .device = password->device, .code = true};
    struct work work = {.store = store,
        .user_id = user_id,
        .address = in->address,
        .code = in->code,
        .attempt = password,
        .code_attempt = &attempt};
    enum err err = throttle_begin(store, call, &attempt);
    if (!err)
        err = store_write(store, call, code_may_be_right, &work);
    return err || work.right ? err : fail_field(call, ERR_LOGIN, "code_wrong", "code", NULL);
}

/* Logins are kept in small letters and without spaces; more is not asked of who types one. */
static char *plain_login(struct arena *arena, const char *typed)
{
    char *login = text_trim(arena, typed);
    for (char *at = login; *at; at++)
        if (*at >= 'A' && *at <= 'Z')
            *at = (char)(*at - 'A' + 'a');
    return login;
}

enum err sign_in(struct signed_in *out, struct store *store, struct call *call, const struct sign_in *in)
{
    struct credential credential;
    struct db *db;
    char renewed[PASSWORD_HASH];
    bool right, renew;
    *out = (struct signed_in){0};
    const char *login = plain_login(call->arena, text_or(in->login, "")), *password = text_or(in->password, "");
    enum err err = store_reader(&db, store, call);
    if (!err)
        err = read_credential(&credential, db, call, login, in->device);
    if (err)
        return err;
    struct attempt attempt = {.login = login, .address = in->address, .device = credential.device};
    err = throttle_begin(store, call, &attempt);
    if (!err)
        err = password_check(&right, &renew, call, credential.disabled ? NULL : credential.hash, password);
    if (!err && !right)
        err = fail_field(call, ERR_LOGIN, "sign_in_wrong", "password", NULL);
    if (!err && renew)
        err = password_hash(renewed, call, password);
    if (err)
        return err;
    struct work work = {.user_id = credential.user_id,
        .address = in->address,
        .renewed = renew ? renewed : NULL,
        .attempt = &attempt,
        .complete = !credential.second_factor};
    err = store_write(store, call, password_was_right, &work);
    if (!err && credential.second_factor && !text_empty(in->code))
        err = check_code(store, call, credential.user_id, &attempt, in);
    if (!err)
        err = user_load(&out->user, db, call, credential.user_id);
    out->wants_code = credential.second_factor && text_empty(in->code);
    out->must_change = credential.must_change;
    return err;
}

enum err sign_in_code(struct store *store, struct call *call, const char *user_id, const struct sign_in *in)
{
    struct credential credential;
    struct user *user;
    struct db *db;
    enum err err = store_reader(&db, store, call);
    if (!err)
        err = user_load(&user, db, call, user_id);
    if (!err)
        err = read_credential(&credential, db, call, user->login, in->device);
    if (err)
        return err;
    struct attempt attempt = {.login = user->login, .address = in->address, .device = credential.device};
    return check_code(store, call, user_id, &attempt, in);
}

enum err sign_in_last(struct last_sign_in *out, struct db *db, struct call *call, const char *user_id)
{
    struct rows *rows;
    *out = (struct last_sign_in){0};
    enum err err = db_query(&rows, db, call, &sign_in_before, ARGS(arg_text(user_id)));
    if (err)
        return err;
    if (rows_next(rows)) {
        out->at = rows_copy(rows, 0, call->arena);
        out->address = rows_copy(rows, 1, call->arena);
        out->failures = rows_number(rows, 2);
    }
    return rows_end(rows);
}
