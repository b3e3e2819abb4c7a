#include "access/session.h"
#include "access/may.h"
#include "access/rows.h"
#include "access/stand_in.h"
#include "base/text.h"
#include <sodium.h>
#include <string.h>

#define SECOND INT64_C(1000000)
#define MINUTE (60 * SECOND)
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)

enum { MOST_LISTED = 50, MOST_AGENT = 200, MOST_SALT = 64, PROOF = crypto_generichash_BYTES };

static const char session_prefix[] = "s_", device_prefix[] = "d_";

/* All that a page of a signed-in user asks of access, in one statement: a row for each role. */
static const SQL(session_of,
    "SELECT s.id, s.user_id, s.stands_for, s.wants_code, s.created, s.seen, s.until, s.address, s.agent, "
    "c.must_change, "
    "a.version, a.login, a.name, a.email, a.language, r.role, r.scope FROM session AS s "
    "JOIN user_account AS a ON a.id = s.user_id AND NOT a.disabled LEFT JOIN credential AS c ON c.user_id = s.user_id "
    "LEFT JOIN user_role AS r ON r.user_id = s.user_id WHERE s.id = $1 AND s.until > $2 AND s.seen > $3 "
    "ORDER BY r.role NULLS FIRST, coalesce(r.scope, '')"); /* as the index has them */
static const SQL(sessions_of,
    "SELECT id, user_id, stands_for, wants_code, created, seen, until, address, agent, FALSE FROM session "
    "WHERE user_id = $1 AND until > $2 AND seen > $3 AND NOT wants_code ORDER BY created DESC, id LIMIT $4");
static const SQL(session_add,
    "INSERT INTO session (id, user_id, stands_for, wants_code, created, seen, until, address, agent) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
static const SQL(session_seen, "UPDATE session SET seen = $2 WHERE id = $1 AND seen < $2");
static const SQL(session_drop, "DELETE FROM session WHERE id = $1");
static const SQL(session_drop_own, "DELETE FROM session WHERE id = $1 AND user_id = $2");
static const SQL(sessions_drop, "DELETE FROM session WHERE user_id = $1 AND id <> $2");
static const SQL(sessions_old, "DELETE FROM session WHERE until < $1 OR seen < $2");
static const SQL(
    device_add, "INSERT INTO trusted_device (id, user_id, created, until, agent) VALUES ($1, $2, $3, $4, $5)");
static const SQL(devices_of,
    "SELECT id, created, until, agent FROM trusted_device WHERE user_id = $1 AND until > $2 ORDER BY created DESC, id "
    "LIMIT $3");
static const SQL(device_drop, "DELETE FROM trusted_device WHERE id = $1 AND user_id = $2");
static const SQL(device_is, "SELECT count(*) FROM trusted_device WHERE id = $1 AND user_id = $2 AND until > $3");
static const SQL(devices_drop, "DELETE FROM trusted_device WHERE user_id = $1");
static const SQL(devices_old, "DELETE FROM trusted_device WHERE until < $1");

static const char *moment_at(struct call *call, int64_t moment)
{
    char text[MOMENT_TEXT];
    return arena_text(call->arena, moment_text(text, moment));
}

/* A session that begins: what the transaction writes. */
struct begin {
    const char *old, *id, *user_id, *stands_for, *created, *until, *address, *agent;
    const char *device; /* hash of a new device; NULL: none */
    bool wants_code;
};

static enum err begin_work(struct db *db, struct call *call, void *arg)
{
    const struct begin *b = arg;
    enum err err = OK;
    if (b->old)
        err = db_run(NULL, db, call, &session_drop, ARGS(arg_text(b->old)));
    if (!err && b->device)
        err = db_run(NULL, db, call, &device_add,
            ARGS(arg_text(b->device), arg_text(b->user_id), arg_text(moment_at(call, call->now)),
                arg_text(moment_at(call, call->now + SESSION_DEVICE_DAYS * DAY)), arg_text(b->agent)));
    if (!err)
        err = db_run(NULL, db, call, &session_add,
            ARGS(arg_text(b->id), arg_text(b->user_id), arg_text(b->stands_for), arg_bool(b->wants_code),
                arg_text(b->created), arg_text(moment_at(call, call->now)), arg_text(b->until), arg_text(b->address),
                arg_text(b->agent)));
    return err;
}

/* A new device for the browser, unless it has one that is good for this account. */
static enum err new_device(struct session_new *out, const char **hash, struct store *store, struct call *call,
    const char *user_id, const char *cookie)
{
    struct db *db;
    char hex[HASH_HEX];
    int64_t known = 0;
    enum err err = OK;
    if (secret_is(cookie, device_prefix)) {
        err = store_reader(&db, store, call);
        if (!err)
            err = db_number(&known, db, call, &device_is,
                ARGS(arg_text(secret_hash(hex, cookie)), arg_text(user_id), arg_text(moment_at(call, call->now))));
    }
    if (err || known > 0)
        return err;
    secret_new(out->device, device_prefix);
    *hash = arena_text(call->arena, secret_hash(hex, out->device));
    return OK;
}

static enum err begin_session(
    struct session_new *out, struct store *store, struct call *call, struct begin *begin, const char *old)
{
    char id[HASH_HEX], old_id[HASH_HEX];
    secret_new(out->token, session_prefix);
    begin->id = secret_hash(id, out->token);
    begin->old = secret_is(old, session_prefix) ? secret_hash(old_id, old) : NULL;
    return store_write(store, call, begin_work, begin);
}

/* Browsers tell much; the start is enough to recognise one's own. Cut between characters. */
static const char *short_agent(struct call *call, const char *agent)
{
    if (!agent)
        return NULL;
    size_t size = strlen(agent);
    return arena_copy(call->arena, agent, utf8_valid(agent, size < MOST_AGENT ? size : MOST_AGENT));
}

enum err session_sign_in(struct session_new *out, struct store *store, struct call *call, const struct sign_in *in,
    const char *agent, const char *old)
{
    struct signed_in who;
    old = arena_text(call->arena, text_or(old, ""));
    *out = (struct session_new){.token = ""};
    enum err err = sign_in(&who, store, call, in);
    if (err)
        return err;
    struct begin begin = {.user_id = who.user->id,
        .wants_code = who.wants_code,
        .created = moment_at(call, call->now),
        .until = moment_at(call, call->now + (who.wants_code ? SESSION_CODE_MINUTES * MINUTE : SESSION_HOURS * HOUR)),
        .address = in->address,
        .agent = short_agent(call, agent)};
    if (!who.wants_code)
        err = new_device(out, &begin.device, store, call, who.user->id, in->device);
    if (!err)
        err = begin_session(out, store, call, &begin, old);
    out->wants_code = who.wants_code;
    out->must_change = who.must_change;
    out->user = who.user;
    return err;
}

static enum err ended(struct call *call, enum err err)
{
    return err == ERR_LOGIN ? fail(call, err, "session_ended") : err;
}

enum err session_code(
    struct session_new *out, struct store *store, struct call *call, const char *token, const struct sign_in *in)
{
    struct session session;
    struct db *db;
    token = arena_text(call->arena, text_or(token, "")); /* it may stand in *out */
    *out = (struct session_new){.token = ""};
    enum err err = store_reader(&db, store, call);
    if (!err)
        err = ended(call, session_load(&session, db, call, token));
    if (!err && !session.wants_code)
        err = fail(call, ERR_CONFLICT, "code_already");
    if (!err && text_empty(in->code))
        err = fail_field(call, ERR_INVALID, "code_wanted", "code", NULL);
    if (!err)
        err = sign_in_code(store, call, session.user_id, in);
    if (err)
        return err;
    struct begin begin = {.user_id = session.user_id,
        .created = moment_at(call, call->now),
        .until = moment_at(call, call->now + SESSION_HOURS * HOUR),
        .address = in->address,
        .agent = session.agent};
    err = new_device(out, &begin.device, store, call, session.user_id, in->device);
    if (!err)
        err = begin_session(out, store, call, &begin, token);
    if (!err)
        err = user_load(&out->user, db, call, session.user_id);
    out->must_change = session.must_change;
    return err;
}

static void read_session(struct session *out, const char **stands_for, struct rows *rows, struct arena *arena)
{
    *out = (struct session){.id = rows_copy(rows, 0, arena),
        .user = &user_public,
        .user_id = rows_copy(rows, 1, arena),
        .wants_code = rows_number(rows, 3) == 1,
        .created = rows_copy(rows, 4, arena),
        .seen = rows_copy(rows, 5, arena),
        .until = rows_copy(rows, 6, arena),
        .address = rows_copy(rows, 7, arena),
        .agent = rows_copy(rows, 8, arena),
        .must_change = rows_number(rows, 9) == 1};
    *stands_for = rows_copy(rows, 2, arena);
}

static struct user_building read_user(struct rows *rows, struct arena *arena, const char *id)
{
    struct user_row row = {.id = id,
        .version = rows_number(rows, 10),
        .login = rows_copy(rows, 11, arena),
        .name = rows_copy(rows, 12, arena),
        .email = rows_copy(rows, 13, arena),
        .language = rows_copy(rows, 14, arena)};
    return user_begin(arena, &row);
}

enum err session_load(struct session *out, struct db *db, struct call *call, const char *token)
{
    struct rows *rows;
    struct user_building building = {0};
    const char *stands_for = NULL;
    char id[HASH_HEX], now[MOMENT_TEXT], idle[MOMENT_TEXT];
    *out = (struct session){.user = &user_public};
    if (!secret_is(token, session_prefix))
        return ERR_LOGIN;
    enum err err = db_query(&rows, db, call, &session_of,
        ARGS(arg_text(secret_hash(id, token)), arg_text(moment_text(now, call->now)),
            arg_text(moment_text(idle, call->now - SESSION_IDLE_MINUTES * MINUTE))));
    if (err)
        return err;
    while (rows_next(rows)) {
        if (!building.user) {
            read_session(out, &stands_for, rows, call->arena);
            building = read_user(rows, call->arena, out->user_id);
        }
        user_take_role(&building, rows_text(rows, 15), rows_text(rows, 16));
    }
    err = rows_end(rows);
    struct user *user = building.user;
    if (!err && user && stands_for) {
        err = user_standing_in(&user, db, call, building.user, stands_for);
        err = err == ERR_NOT_FOUND ? OK : err; /* the absence is over: with one's own roles again */
    }
    if (err || !user) {
        *out = (struct session){.user = &user_public};
        return err ? err : ERR_LOGIN;
    }
    if (!out->wants_code)
        out->user = user;
    return OK;
}

static enum err touch_work(struct db *db, struct call *call, void *arg)
{
    char now[MOMENT_TEXT];
    return db_run(NULL, db, call, &session_seen, ARGS(arg_text(arg), arg_text(moment_text(now, call->now))));
}

enum err session_touch(struct store *store, struct call *call, const struct session *session)
{
    int64_t seen;
    if (session->wants_code || (moment_parse(&seen, session->seen) && call->now - seen < MINUTE))
        return OK;
    return store_write(store, call, touch_work, arena_text(call->arena, session->id));
}

struct ending {
    const struct sql *sql;
    const char *id, *user_id;
};

static enum err end_work(struct db *db, struct call *call, void *arg)
{
    const struct ending *e = arg;
    return db_run(NULL, db, call, e->sql, ARGS(arg_text(e->id), arg_text(e->user_id)));
}

static enum err drop_work(struct db *db, struct call *call, void *arg)
{
    return db_run(NULL, db, call, &session_drop, ARGS(arg_text(arg)));
}

enum err session_end(struct store *store, struct call *call, const char *token)
{
    char id[HASH_HEX];
    if (!secret_is(token, session_prefix))
        return OK;
    return store_write(store, call, drop_work, (void *)secret_hash(id, token));
}

/* One's own, or by an administrator. */
static enum err end_own(
    struct store *store, struct call *call, const struct sql *sql, const char *user_id, const char *id)
{
    struct ending ending = {.sql = sql, .id = id, .user_id = user_id};
    enum err err = may(call, is_own(call, user_id) || is_keeper(call));
    return err ? err : store_write(store, call, end_work, &ending);
}

enum err session_end_one(struct store *store, struct call *call, const char *user_id, const char *id)
{
    return end_own(store, call, &session_drop_own, user_id, id);
}

enum err device_forget(struct store *store, struct call *call, const char *user_id, const char *id)
{
    return end_own(store, call, &device_drop, user_id, id);
}

enum err session_drop_all(struct db *db, struct call *call, const char *user_id, const char *but)
{
    char id[HASH_HEX] = "";
    if (secret_is(but, session_prefix))
        secret_hash(id, but);
    enum err err = db_run(NULL, db, call, &sessions_drop, ARGS(arg_text(user_id), arg_text(id)));
    return err ? err : db_run(NULL, db, call, &devices_drop, ARGS(arg_text(user_id)));
}

static enum err end_all_work(struct db *db, struct call *call, void *arg)
{
    const struct ending *e = arg;
    return session_drop_all(db, call, e->user_id, e->id);
}

enum err session_end_all(struct store *store, struct call *call, const char *user_id, const char *but)
{
    struct ending ending = {.id = but, .user_id = user_id};
    enum err err = may(call, is_own(call, user_id) || is_keeper(call));
    return err ? err : store_write(store, call, end_all_work, &ending);
}

enum err device_list(struct device **out, int *count, struct db *db, struct call *call, const char *user_id)
{
    struct rows *rows;
    *out = NEW_ARRAY(call->arena, MOST_LISTED, struct device);
    *count = 0;
    enum err err = db_query(&rows, db, call, &devices_of,
        ARGS(arg_text(user_id), arg_text(moment_at(call, call->now)), arg_number(MOST_LISTED)));
    if (err)
        return err;
    while (*count < MOST_LISTED && rows_next(rows))
        (*out)[(*count)++] = (struct device){rows_copy(rows, 0, call->arena), rows_copy(rows, 1, call->arena),
            rows_copy(rows, 2, call->arena), rows_copy(rows, 3, call->arena)};
    return rows_end(rows);
}

enum err session_list(struct session **out, int *count, struct db *db, struct call *call, const char *user_id)
{
    struct rows *rows;
    const char *stands_for;
    char now[MOMENT_TEXT], idle[MOMENT_TEXT];
    *out = NEW_ARRAY(call->arena, MOST_LISTED, struct session);
    *count = 0;
    enum err err = db_query(&rows, db, call, &sessions_of,
        ARGS(arg_text(user_id), arg_text(moment_text(now, call->now)),
            arg_text(moment_text(idle, call->now - SESSION_IDLE_MINUTES * MINUTE)), arg_number(MOST_LISTED)));
    if (err)
        return err;
    while (*count < MOST_LISTED && rows_next(rows))
        read_session(&(*out)[(*count)++], &stands_for, rows, call->arena);
    return rows_end(rows);
}

enum err session_stand_in(
    struct session_new *out, struct store *store, struct call *call, const char *token, const char *absent)
{
    struct session session;
    struct user *user;
    struct db *db;
    token = arena_text(call->arena, text_or(token, ""));
    *out = (struct session_new){.token = ""};
    enum err err = store_reader(&db, store, call);
    if (!err)
        err = ended(call, session_load(&session, db, call, token));
    if (!err && session.wants_code)
        err = fail(call, ERR_LOGIN, "code_wanted");
    if (!err)
        err = user_load(&user, db, call, session.user_id);
    if (!err && absent) {
        err = user_standing_in(&user, db, call, user, absent);
        if (err == ERR_NOT_FOUND)
            err = fail_field(call, ERR_FORBIDDEN, "stand_in_none", "absent", absent);
    }
    if (err)
        return err;
    struct begin begin = {.user_id = session.user_id,
        .stands_for = absent,
        .created = session.created,
        .until = session.until,
        .address = session.address,
        .agent = session.agent};
    err = begin_session(out, store, call, &begin, token);
    out->must_change = session.must_change;
    out->user = user;
    return err;
}

/* A keyed hash: who does not have the token cannot make it. */
static void proof_of(unsigned char out[PROOF], const char *token, const char *salt, size_t size)
{
    crypto_generichash_state state;
    crypto_generichash_init(&state, (const unsigned char *)token, strnlen(token, SECRET_TEXT), PROOF);
    crypto_generichash_update(&state, (const unsigned char *)"form", 4);
    crypto_generichash_update(&state, (const unsigned char *)salt, size);
    crypto_generichash_final(&state, out, PROOF);
}

char *session_proof(struct arena *arena, const char *token, const char *salt)
{
    unsigned char proof[PROOF];
    char text[sodium_base64_ENCODED_LEN(PROOF, sodium_base64_VARIANT_URLSAFE_NO_PADDING)];
    size_t size = strcspn(salt, ".");
    size = size > MOST_SALT ? MOST_SALT : size;
    proof_of(proof, token, salt, size);
    sodium_bin2base64(text, sizeof text, proof, sizeof proof, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return arena_format(arena, "%.*s.%s", (int)size, salt, text);
}

bool session_proof_right(const char *token, const char *proof)
{
    unsigned char right[PROOF], got[PROOF];
    size_t size;
    const char *point = proof ? strchr(proof, '.') : NULL;
    if (!token || !point || point - proof > MOST_SALT)
        return false;
    if (sodium_base642bin(got, sizeof got, point + 1, strlen(point + 1), NULL, &size, NULL,
            sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        size != PROOF)
        return false;
    proof_of(right, token, proof, (size_t)(point - proof));
    return sodium_memcmp(right, got, PROOF) == 0;
}

static enum err clean_work(struct db *db, struct call *call, void *arg)
{
    (void)arg;
    const char *now = moment_at(call, call->now);
    enum err err = db_run(NULL, db, call, &sessions_old,
        ARGS(arg_text(now), arg_text(moment_at(call, call->now - SESSION_IDLE_MINUTES * MINUTE))));
    if (!err)
        err = db_run(NULL, db, call, &devices_old, ARGS(arg_text(now)));
    return err ? err : throttle_clean(db, call);
}

enum err session_clean(struct store *store, struct call *call)
{
    return store_write(store, call, clean_work, NULL);
}
