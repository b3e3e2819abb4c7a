/* The end of accounts: switched off, and persons erased. */
#include "access/account_list.h"
#include "access/account_work.h"
#include "access/may.h"
#include "access/session.h"
#include "base/text.h"
#include "store/person.h"

enum { MOST_TOKENS = 1000, PAGE = 200 };

static const SQL(tokens_of,
    "SELECT id, version, user_id, name, roles, hash, created, expires, withdrawn FROM api_token "
    "WHERE user_id = $1 AND withdrawn IS NULL ORDER BY id LIMIT $2");
static const SQL(credential_forget, "DELETE FROM credential WHERE user_id = $1");
static const SQL(last_sign_in_forget, "DELETE FROM last_sign_in WHERE user_id = $1");
static const SQL(totp_forget, "DELETE FROM totp WHERE user_id = $1");
static const SQL(recovery_codes_forget, "DELETE FROM recovery_code WHERE user_id = $1");

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
    err = count_administrators(&keepers, db, call);
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
        err = count_administrators(&keepers, db, call);
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
    struct account_line *page;
    struct db *db;
    struct account_wish wish = {.most = PAGE};
    int found;
    *count = 0;
    enum err err = store_reader(&db, store, call);
    do {
        if (!err)
            err = account_list(&page, &found, db, call, &wish);
        for (int i = 0; !err && i < found; i++) {
            wish.after = page[i].user->login;
            if (!person_erased(db, call, page[i].user->id))
                continue;
            err = store_write(store, call, forget_work, arena_text(call->arena, page[i].user->id));
            (*count)++;
        }
    } while (!err && found == PAGE);
    return err;
}
