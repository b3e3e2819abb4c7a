#include "access/second_factor.h"
#include "access/account.h"
#include "access/may.h"
#include "access/rows.h"
#include "access/secret.h"
#include "access/totp.h"
#include "base/text.h"
#include "codec/qr.h"
#include "store/keys.h"
#include <string.h>

static const SQL(totp_of, "SELECT secret, confirmed, last_step FROM totp WHERE user_id = $1");
static const SQL(totp_keep,
    "INSERT INTO totp (user_id, secret, confirmed, last_step) VALUES ($1, $2, FALSE, 0) "
    "ON CONFLICT (user_id) DO UPDATE SET secret = excluded.secret, confirmed = FALSE, last_step = 0");
static const SQL(totp_confirm, "UPDATE totp SET confirmed = TRUE WHERE user_id = $1");
static const SQL(totp_used, "UPDATE totp SET last_step = $2 WHERE user_id = $1 AND last_step < $2");
static const SQL(totp_waiting, "SELECT count(*) FROM totp WHERE user_id = $1 AND NOT confirmed");
static const SQL(totp_drop, "DELETE FROM totp WHERE user_id = $1");
static const SQL(code_keep, "INSERT INTO recovery_code (user_id, hash) VALUES ($1, $2)");
static const SQL(code_use, "UPDATE recovery_code SET used = $3 WHERE user_id = $1 AND hash = $2 AND used IS NULL");
static const SQL(codes_drop, "DELETE FROM recovery_code WHERE user_id = $1");
static const SQL(codes_left, "SELECT count(*) FROM recovery_code WHERE user_id = $1 AND used IS NULL");

/* The secret has to be read again, so it is encrypted, with a key that is not in the database. */
enum { SEALED = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + TOTP_SECRET };

static enum err key_of(unsigned char key[KEY_SIZE], struct store *store, struct call *call)
{
    _Static_assert(KEY_SIZE == crypto_secretbox_KEYBYTES, "one size of key");
    return keys_for(key, store, call, "second factor");
}

static enum err seal(char **out, struct store *store, struct call *call, const unsigned char secret[TOTP_SECRET])
{
    unsigned char key[KEY_SIZE], sealed[SEALED];
    enum err err = key_of(key, store, call);
    if (err)
        return err;
    randombytes_buf(sealed, crypto_secretbox_NONCEBYTES);
    crypto_secretbox_easy(sealed + crypto_secretbox_NONCEBYTES, secret, TOTP_SECRET, sealed, key);
    sodium_memzero(key, sizeof key);
    *out = text_hex(call->arena, sealed, SEALED);
    return OK;
}

static enum err unseal(unsigned char secret[TOTP_SECRET], struct store *store, struct call *call, const char *text)
{
    unsigned char key[KEY_SIZE], sealed[SEALED];
    enum err err = key_of(key, store, call);
    if (err)
        return err;
    bool right = text_from_hex(sealed, SEALED, text) &&
        crypto_secretbox_open_easy(
            secret, sealed + crypto_secretbox_NONCEBYTES, SEALED - crypto_secretbox_NONCEBYTES, sealed, key) == 0;
    sodium_memzero(key, sizeof key);
    return right ? OK : fail_system(call, "second factor", "secret cannot be decrypted");
}

struct kept {
    bool there, confirmed;
    int64_t last_step;
    unsigned char secret[TOTP_SECRET];
};

static enum err read_kept(struct kept *out, struct store *store, struct db *db, struct call *call, const char *user_id)
{
    struct rows *rows;
    *out = (struct kept){.there = false};
    enum err err = db_query(&rows, db, call, &totp_of, ARGS(arg_text(user_id)));
    if (err)
        return err;
    if (rows_next(rows)) {
        out->there = true;
        out->confirmed = rows_number(rows, 1) == 1;
        out->last_step = rows_number(rows, 2);
        err = unseal(out->secret, store, call, text_or(rows_text(rows, 0), ""));
    }
    enum err ended = rows_end(rows);
    return err ? err : ended;
}

/* What the functions below hand to their transaction. */
struct work {
    struct store *store;
    const char *user_id, *sealed, *code;
    const char **codes;
};

static enum err begin_work(struct db *db, struct call *call, void *arg)
{
    const struct work *work = arg;
    struct kept kept;
    enum err err = read_kept(&kept, work->store, db, call, work->user_id);
    if (err)
        return err;
    if (kept.there && kept.confirmed)
        return fail(call, ERR_CONFLICT, "code_already");
    return db_run(NULL, db, call, &totp_keep, ARGS(arg_text(work->user_id), arg_text(work->sealed)));
}

static enum err draw(struct enrolment *out, struct store *store, struct call *call, const char *office,
    const char *user_id, const unsigned char secret[TOTP_SECRET])
{
    struct db *db;
    struct user_row *account = NULL;
    enum err err = store_reader(&db, store, call);
    if (!err)
        err = account_load(&account, db, call, user_id);
    if (err)
        return err;
    out->url = totp_url(call->arena, secret, office, account->login);
    out->secret = totp_secret_text(call->arena, secret);
    return qr_path(&out->picture, &out->picture_size, call, out->url);
}

enum err second_factor_begin(struct enrolment *out, struct store *store, struct call *call, const char *office,
    const char *user_id, const char *password)
{
    unsigned char secret[TOTP_SECRET];
    char *sealed;
    enum err err = user_password_right(store, call, user_id, "password", password);
    if (err)
        return err;
    totp_secret_new(secret);
    err = seal(&sealed, store, call, secret);
    if (!err) {
        struct work work = {.store = store, .user_id = user_id, .sealed = sealed};
        err = store_write(store, call, begin_work, &work);
    }
    if (!err)
        err = draw(out, store, call, office, user_id, secret);
    sodium_memzero(secret, sizeof secret);
    return err;
}

enum err second_factor_pending(
    struct enrolment *out, struct store *store, struct call *call, const char *office, const char *user_id)
{
    struct kept kept = {.there = false};
    struct db *db;
    enum err err = may(call, is_in_person(call, user_id));
    if (!err)
        err = store_reader(&db, store, call);
    if (!err)
        err = read_kept(&kept, store, db, call, user_id);
    if (!err && (!kept.there || kept.confirmed))
        err = fail(call, ERR_NOT_FOUND, "code_not_begun");
    if (!err)
        err = draw(out, store, call, office, user_id, kept.secret);
    sodium_memzero(&kept, sizeof kept);
    return err;
}

static void make_codes(struct work *work, struct arena *arena)
{
    work->codes = NEW_ARRAY(arena, RECOVERY_CODES, const char *);
    for (int i = 0; i < RECOVERY_CODES; i++) {
        char code[RECOVERY_TEXT];
        recovery_code_new(code);
        work->codes[i] = arena_text(arena, code);
    }
}

/* The user's id goes into the hash: the same code of two users would look different. */
static const char *code_hash(char out[HASH_HEX], const char *user_id, const char *plain)
{
    struct hash hash;
    hash_state state;
    hash_start(&state);
    hash_add(&state, user_id, strlen(user_id) + 1);
    hash_add(&state, plain, strlen(plain));
    hash_end(&hash, &state);
    return hash_text(out, &hash);
}

static enum err keep_codes(struct db *db, struct call *call, const struct work *work)
{
    enum err err = db_run(NULL, db, call, &codes_drop, ARGS(arg_text(work->user_id)));
    for (int i = 0; i < RECOVERY_CODES && !err; i++) {
        char plain[RECOVERY_TEXT], hash[HASH_HEX];
        if (recovery_code_plain(plain, work->codes[i]))
            err = db_run(NULL, db, call, &code_keep,
                ARGS(arg_text(work->user_id), arg_text(code_hash(hash, work->user_id, plain))));
    }
    return err;
}

/* The account tells since when, and the ledger who switched it. */
static enum err record_since(struct db *db, struct call *call, const char *user_id, bool on, const char *action)
{
    struct user_row *before, after;
    char at[MOMENT_TEXT];
    enum err err = account_load(&before, db, call, user_id);
    if (err)
        return err;
    after = *before;
    after.second_factor_since = on ? moment_text(at, call->now) : NULL;
    return row_change(db, call, &user_record, before, &after, action);
}

static enum err confirm_work(struct db *db, struct call *call, void *arg)
{
    const struct work *work = arg;
    struct kept kept;
    int64_t step;
    enum err err = read_kept(&kept, work->store, db, call, work->user_id);
    if (err)
        return err;
    if (!kept.there)
        return fail(call, ERR_NOT_FOUND, "code_not_begun");
    if (kept.confirmed)
        return fail(call, ERR_CONFLICT, "code_already");
    if (!totp_right(&step, kept.secret, kept.last_step, call->now, work->code))
        return fail_field(call, ERR_INVALID, "code_wrong", "code", NULL);
    err = db_run(NULL, db, call, &totp_confirm, ARGS(arg_text(work->user_id)));
    if (!err)
        err = db_run(NULL, db, call, &totp_used, ARGS(arg_text(work->user_id), arg_number(step)));
    if (!err)
        err = keep_codes(db, call, work);
    return err ? err : record_since(db, call, work->user_id, true, "second_factor_on");
}

enum err second_factor_confirm(
    const char ***codes, struct store *store, struct call *call, const char *user_id, const char *code)
{
    struct work work = {.store = store, .user_id = user_id, .code = text_or(code, "")};
    enum err err = may(call, is_in_person(call, user_id));
    if (err)
        return err;
    make_codes(&work, call->arena);
    err = store_write(store, call, confirm_work, &work);
    *codes = err ? NULL : work.codes;
    return err;
}

static enum err codes_work(struct db *db, struct call *call, void *arg)
{
    const struct work *work = arg;
    struct kept kept;
    enum err err = read_kept(&kept, work->store, db, call, work->user_id);
    if (!err && !(kept.there && kept.confirmed))
        return fail(call, ERR_NOT_FOUND, "code_not_begun");
    return err ? err : keep_codes(db, call, work);
}

enum err second_factor_codes(
    const char ***codes, struct store *store, struct call *call, const char *user_id, const char *password)
{
    struct work work = {.store = store, .user_id = user_id};
    enum err err = user_password_right(store, call, user_id, "password", password);
    if (err)
        return err;
    make_codes(&work, call->arena);
    err = store_write(store, call, codes_work, &work);
    *codes = err ? NULL : work.codes;
    return err;
}

enum err second_factor_state(struct second_factor *out, struct db *db, struct call *call, const char *user_id)
{
    struct user_row *account;
    int64_t waiting = 0;
    *out = (struct second_factor){0};
    enum err err = account_load(&account, db, call, user_id);
    if (!err)
        err = db_number(&out->codes_left, db, call, &codes_left, ARGS(arg_text(user_id)));
    if (!err)
        err = db_number(&waiting, db, call, &totp_waiting, ARGS(arg_text(user_id)));
    if (err)
        return err;
    out->since = account->second_factor_since;
    out->begun = waiting > 0;
    return OK;
}

static enum err off_work(struct db *db, struct call *call, void *arg)
{
    const char *user_id = arg;
    struct user_row *account;
    enum err err = account_load(&account, db, call, user_id);
    if (!err)
        err = db_run(NULL, db, call, &totp_drop, ARGS(arg_text(user_id)));
    if (!err)
        err = db_run(NULL, db, call, &codes_drop, ARGS(arg_text(user_id)));
    return err || !account->second_factor_since ? err : record_since(db, call, user_id, false, "second_factor_off");
}

enum err second_factor_off(struct store *store, struct call *call, const char *user_id, const char *password)
{
    enum err err;
    if (is_in_person(call, user_id)) {
        err = user_password_right(store, call, user_id, "password", password);
    } else {
        err = may(call, is_keeper(call));
        if (!err && text_empty(call->reason))
            err = fail_field(call, ERR_INVALID, "required", "reason", NULL);
    }
    return err ? err : store_write(store, call, off_work, arena_text(call->arena, user_id));
}

enum err second_factor_right(
    bool *right, struct store *store, struct db *db, struct call *call, const char *user_id, const char *code)
{
    struct kept kept;
    char plain[RECOVERY_TEXT], hash[HASH_HEX], at[MOMENT_TEXT];
    int64_t step, used = 0;
    *right = false;
    enum err err = read_kept(&kept, store, db, call, user_id);
    if (err || !kept.there || !kept.confirmed)
        return err;
    if (totp_right(&step, kept.secret, kept.last_step, call->now, code))
        err = db_run(&used, db, call, &totp_used, ARGS(arg_text(user_id), arg_number(step)));
    else if (recovery_code_plain(plain, code))
        err = db_run(&used, db, call, &code_use,
            ARGS(arg_text(user_id), arg_text(code_hash(hash, user_id, plain)), arg_text(moment_text(at, call->now))));
    *right = !err && used == 1;
    return err;
}
