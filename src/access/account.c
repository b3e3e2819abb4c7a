#include "access/account.h"
#include "access/may.h"
#include "access/password.h"
#include "access/rows.h"
#include "access/session.h"
#include "base/text.h"
#include "store/person.h"
#include <string.h>

enum { LOGIN_LEAST = 2, LOGIN_MOST = 64, NAME_MOST = 200, MOST_ROLES = 500, MOST_TOKENS = 1000, PAGE = 200 };

static const SQL(roles_of,
    "SELECT id, version, user_id, role, scope FROM user_role WHERE user_id = $1 ORDER BY role, scope NULLS FIRST");
static const SQL(administrators,
    "SELECT count(*) FROM user_account AS a JOIN user_role AS r ON r.user_id = a.id "
    "WHERE r.role = 'administrator' AND NOT a.disabled");
static const SQL(tokens_of,
    "SELECT id, version, user_id, name, roles, hash, created, expires, withdrawn FROM api_token "
    "WHERE user_id = $1 AND withdrawn IS NULL ORDER BY id LIMIT $2");
static const SQL(credential_forget, "DELETE FROM credential WHERE user_id = $1");
static const SQL(last_sign_in_forget, "DELETE FROM last_sign_in WHERE user_id = $1");
static const SQL(totp_forget, "DELETE FROM totp WHERE user_id = $1");
static const SQL(recovery_codes_forget, "DELETE FROM recovery_code WHERE user_id = $1");
static const SQL(login_taken, "SELECT count(*) FROM user_account WHERE login = $1 AND id <> $2");

static scope_exists *ask_scope;

void scope_exists_register(scope_exists *ask)
{
    ask_scope = ask;
}

/* ---- what was typed ---- */

static enum err check_login(struct call *call, const char *login)
{
    size_t size = strlen(login);
    bool right =
        size >= LOGIN_LEAST && size <= LOGIN_MOST && strspn(login, "abcdefghijklmnopqrstuvwxyz0123456789._@-") == size;
    return right ? OK : fail_field(call, ERR_INVALID, "user_login", "login", login);
}

static enum err check_email(struct call *call, const char *email)
{
    if (!email)
        return OK;
    const char *at = strchr(email, '@');
    bool right = at && at > email && at[1] && !strchr(at + 1, '@') && !strpbrk(email, " \t\r\n<>,;\"") &&
        utf8_length(email) <= NAME_MOST;
    return right ? OK : fail_field(call, ERR_INVALID, "user_email", "email", email);
}

static enum err check_language(struct call *call, const char *language)
{
    enum lang lang;
    if (!language || lang_parse(&lang, language))
        return OK;
    return fail_want(call, ERR_INVALID, "not_a_choice", "language", language, "ar, en, es, fr, ru, zh");
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

static enum err check_roles(struct call *call, const struct scope *roles, int count)
{
    enum err err = count > MOST_ROLES ? fail_field(call, ERR_LIMIT, "limit", "roles", NULL) : OK;
    for (int i = 0; i < count; i++)
        if (check_role(call, &roles[i]) != OK)
            err = ERR_INVALID;
    return err;
}

static const char *known(struct arena *arena, const char *text)
{
    return text_empty(text) ? NULL : text_trim(arena, text);
}

/* The fields of the account as they are kept; every fault is told. */
static enum err take_account(struct user_row *row, struct call *call, const struct account *account)
{
    row->login = text_trim(call->arena, text_or(account->login, ""));
    row->name = known(call->arena, account->name);
    row->email = known(call->arena, account->email);
    row->language = known(call->arena, account->language);
    enum err err = check_login(call, row->login);
    if (row->name && utf8_length(row->name) > NAME_MOST)
        err = fail_field(call, ERR_INVALID, "too_long", "name", row->name);
    if (check_email(call, row->email) != OK)
        err = ERR_INVALID;
    return check_language(call, row->language) != OK ? ERR_INVALID : err;
}

enum err role_grant_parse(struct scope *out, struct call *call, const char *text)
{
    size_t size = strcspn(text, ":");
    *out = (struct scope){.id = text[size] ? arena_text(call->arena, text + size + 1) : NULL};
    if (!role_parse(&out->role, arena_copy(call->arena, text, size)) || out->role == ROLE_public)
        return fail_field(call, ERR_INVALID, "role_unknown", "roles", text);
    return check_role(call, out);
}

/* ---- roles ---- */

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

struct roles_work {
    const char *id;
    const struct scope *roles;
    int count;
};

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

/* Somebody must be able to let others in; on a store in a file the operator always is. */
static enum err keep_an_administrator(struct db *db, struct call *call, int64_t before)
{
    int64_t after = 0;
    enum err err = db_number(&after, db, call, &administrators, NO_ARGS);
    if (!err && before > 0 && after < 1 && !call->user->operator)
        err = fail(call, ERR_CONFLICT, "user_last_administrator");
    return err;
}

static enum err roles_work(struct db *db, struct call *call, void *arg)
{
    const struct roles_work *work = arg;
    struct user_row *account;
    struct role_row **had;
    int had_count;
    int64_t keepers;
    enum err err = account_load(&account, db, call, work->id);
    if (!err)
        err = db_number(&keepers, db, call, &administrators, NO_ARGS);
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
        err = check_roles(call, roles, count);
    return err ? err : store_write(store, call, roles_work, &work);
}

/* ---- accounts ---- */

struct account_work {
    struct user_row row;
    int64_t version;
    struct roles_work roles;
    const char *hash; /* of the password; NULL: none */
    bool password_stays;
};

static enum err check_taken(struct db *db, struct call *call, const char *login, const char *id)
{
    int64_t taken = 0;
    enum err err = db_number(&taken, db, call, &login_taken, ARGS(arg_text(login), arg_text(id)));
    return err || taken == 0 ? err : fail_field(call, ERR_CONFLICT, "user_taken", "login", login);
}

static enum err add_work(struct db *db, struct call *call, void *arg)
{
    struct account_work *work = arg;
    work->row.id = NULL;
    enum err err = check_taken(db, call, work->row.login, "");
    if (!err)
        err = row_add(db, call, &user_record, &work->row, "add");
    if (err)
        return err;
    work->roles.id = work->row.id;
    err = roles_work(db, call, &work->roles);
    return err || !work->hash ? err : credential_keep(db, call, work->row.id, work->hash, !work->password_stays);
}

enum err user_add(char **id, struct store *store, struct call *call, const struct account *account)
{
    struct account_work work = {
        .roles = {.roles = account->roles, .count = account->role_count}, .password_stays = account->password_stays};
    char at[MOMENT_TEXT], hash[PASSWORD_HASH];
    enum err err = may(call, is_keeper(call));
    if (err)
        return err;
    const char *names[] = {text_or(account->login, ""), text_or(account->name, ""), text_or(account->email, ""), NULL};
    err = take_account(&work.row, call, account);
    if (check_roles(call, account->roles, account->role_count) != OK)
        err = ERR_INVALID;
    if (account->password && password_rules(call, account->password, names) != OK)
        err = ERR_INVALID;
    if (err)
        return err;
    work.row.created = moment_text(at, call->now);
    if (account->password) {
        if ((err = password_hash(hash, call, account->password)) != OK)
            return err;
        work.hash = hash;
        work.row.password_since = at;
    }
    err = store_write(store, call, add_work, &work);
    *id = err ? NULL : arena_text(call->arena, work.row.id);
    return err;
}

static enum err change_work(struct db *db, struct call *call, void *arg)
{
    struct account_work *work = arg;
    struct user_row *before, after;
    enum err err = account_load(&before, db, call, work->row.id);
    if (err)
        return err;
    if (person_erased(db, call, before->id))
        return fail_field(call, ERR_NOT_FOUND, "user_unknown", "user", before->id);
    if (before->version != work->version)
        return fail(call, ERR_STALE, "stale");
    after = *before;
    after.login = work->row.login;
    after.name = work->row.name;
    after.email = work->row.email;
    after.language = work->row.language;
    if (!text_is(before->login, after.login)) {
        err = may(call, is_keeper(call)); /* others know a person by the login */
        if (!err)
            err = check_taken(db, call, after.login, after.id);
    }
    return err ? err : row_change(db, call, &user_record, before, &after, "change");
}

enum err user_change(
    struct store *store, struct call *call, const char *id, int64_t version, const struct account *account)
{
    struct account_work work = {.version = version};
    enum err err = may(call, is_in_person(call, id) || is_keeper(call));
    if (!err)
        err = take_account(&work.row, call, account);
    work.row.id = id;
    return err ? err : store_write(store, call, change_work, &work);
}

/* ---- the end of an account ---- */

struct disable_work {
    const char *id;
    bool disabled;
};

static enum err disable_work(struct db *db, struct call *call, void *arg)
{
    const struct disable_work *work = arg;
    struct user_row *before, after;
    int64_t keepers;
    enum err err = account_load(&before, db, call, work->id);
    if (err || (before->disabled != 0) == work->disabled)
        return err;
    if (!work->disabled && person_erased(db, call, before->id))
        return fail_field(call, ERR_NOT_FOUND, "user_unknown", "user", before->id);
    after = *before;
    after.disabled = work->disabled;
    err = db_number(&keepers, db, call, &administrators, NO_ARGS);
    if (!err)
        err = row_change(db, call, &user_record, before, &after, work->disabled ? "disable" : "enable");
    if (!err && work->disabled)
        err = session_drop_all(db, call, work->id, NULL);
    return err ? err : keep_an_administrator(db, call, keepers);
}

enum err user_disable(struct store *store, struct call *call, const char *id, bool disabled)
{
    struct disable_work work = {.id = id, .disabled = disabled};
    enum err err = may(call, is_keeper(call));
    return err ? err : store_write(store, call, disable_work, &work);
}

static enum err withdraw_tokens(struct db *db, struct call *call, const char *id)
{
    struct rows *rows;
    struct token_row **tokens = NEW_ARRAY(call->arena, MOST_TOKENS, struct token_row *);
    char at[MOMENT_TEXT];
    int count = 0;
    enum err err = db_query(&rows, db, call, &tokens_of, ARGS(arg_text(id), arg_number(MOST_TOKENS)));
    while (!err && count < MOST_TOKENS && rows_next(rows))
        tokens[count++] = row_read(rows, call->arena, &token_record);
    if (!err)
        err = rows_end(rows);
    for (int i = 0; i < count && !err; i++) {
        struct token_row after = *tokens[i];
        after.withdrawn = moment_text(at, call->now);
        err = row_change(db, call, &token_record, tokens[i], &after, "withdraw");
    }
    return err;
}

/* What stands in clear: the account keeps its id, its roles and its dates, and nothing that says who it was. */
static enum err forget_work(struct db *db, struct call *call, void *arg)
{
    const struct sql *forget[] = {&credential_forget, &last_sign_in_forget, &totp_forget, &recovery_codes_forget};
    struct user_row *before, after;
    int64_t keepers;
    enum err err = account_load(&before, db, call, arg);
    if (!err)
        err = db_number(&keepers, db, call, &administrators, NO_ARGS);
    if (err)
        return err;
    after = *before;
    after.login = after.name = after.email = NULL;
    after.disabled = 1;
    for (size_t i = 0; i < sizeof forget / sizeof *forget && !err; i++)
        err = db_run(NULL, db, call, forget[i], ARGS(arg_text(before->id)));
    if (!err)
        err = session_drop_all(db, call, before->id, NULL);
    if (!err)
        err = withdraw_tokens(db, call, before->id);
    if (!err && (before->login || before->name || before->email))
        err = row_change(db, call, &user_record, before, &after, "erase");
    return err ? err : keep_an_administrator(db, call, keepers);
}

static enum err erase_work(struct db *db, struct call *call, void *arg)
{
    enum err err = forget_work(db, call, arg);
    return err ? err : person_destroy(db, call, arg);
}

enum err user_erase(struct store *store, struct call *call, const char *id)
{
    enum err err = may(call, is_keeper(call));
    if (!err && text_empty(call->reason))
        err = fail_field(call, ERR_INVALID, "required", "reason", NULL);
    if (!err)
        err = store_write(store, call, erase_work, arena_text(call->arena, id));
    return err ? err : person_destroyed(store, call, id);
}

enum err user_forget_erased(int64_t *count, struct store *store, struct call *call)
{
    struct user **page;
    struct db *db;
    const char *after = NULL;
    int found;
    *count = 0;
    enum err err = store_reader(&db, store, call);
    do {
        if (!err)
            err = user_list(&page, &found, db, call, after, PAGE);
        for (int i = 0; !err && i < found; i++) {
            after = page[i]->login;
            if (!person_erased(db, call, page[i]->id))
                continue;
            err = store_write(store, call, forget_work, arena_text(call->arena, page[i]->id));
            (*count)++;
        }
    } while (!err && found == PAGE);
    return err;
}
