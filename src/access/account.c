#include "access/account.h"
#include "access/account_work.h"
#include "access/may.h"
#include "access/password.h"
#include "base/text.h"
#include "store/person.h"
#include <string.h>

enum { LOGIN_LEAST = 2, LOGIN_MOST = 64, NAME_MOST = 200 };

static const SQL(login_taken, "SELECT count(*) FROM user_account WHERE login = $1 AND id <> $2");

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
    if (roles_check(call, account->roles, account->role_count) != OK)
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
