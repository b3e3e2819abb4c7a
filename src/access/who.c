#include "access/who.h"
#include "access/may.h"
#include "access/stand_in.h"
#include "base/id.h"
#include <string.h>

static const char operator_start[] = "operator:", for_whom[] = " for ";

/* "ID for ID" -> both; `absent` NULL when nobody was stood in for. */
static void cut(struct arena *arena, const char *who, const char **account, const char **absent)
{
    const char *at = strstr(who, for_whom);
    *account = at ? arena_copy(arena, who, (size_t)(at - who)) : arena_text(arena, who);
    *absent = at ? at + strlen(for_whom) : NULL;
}

const char *who_account(struct arena *arena, const char *who)
{
    const char *account, *absent;
    cut(arena, text_or(who, ""), &account, &absent);
    return id_is(account) ? account : NULL;
}

enum err who_user(const struct user **out, struct db *db, struct call *call, const char *who)
{
    const char *account, *absent;
    struct user *user;
    *out = &user_public;
    if (text_starts(who, operator_start)) {
        *out = user_operator(call->arena, who + strlen(operator_start));
        return OK;
    }
    cut(call->arena, who, &account, &absent);
    enum err err = user_load(&user, db, call, account);
    if (!err && user->disabled)
        err = ERR_NOT_FOUND;
    if (!err && absent)
        err = user_standing_in(&user, db, call, user, absent);
    if (!err)
        *out = user;
    return err == ERR_NOT_FOUND ? fail(call, ERR_FORBIDDEN, "forbidden") : err;
}

static enum err name_of(const char **out, struct db *db, struct call *call, const char *id)
{
    struct user *user;
    enum err err = user_load(&user, db, call, id);
    if (err == ERR_NOT_FOUND) {
        *out = id; /* of a store that this was not restored into */
        return OK;
    }
    if (err)
        return err;
    *out = user->erased ? word(call->lang, "who.erased") : user->name;
    return OK;
}

enum err who_words(const char **out, struct db *db, struct call *call, const char *who)
{
    const char *account, *absent, *deputy;
    if (text_starts(text_or(who, ""), operator_start)) {
        *out = SAY(call->arena, call->lang, "who.operator", {"name", who + strlen(operator_start), 0});
        return OK;
    }
    cut(call->arena, text_or(who, ""), &account, &absent);
    if (!id_is(account)) {
        *out = text_is(account, "public") ? word(call->lang, "role.public") : account;
        return OK;
    }
    enum err err = name_of(out, db, call, account);
    if (err || !absent)
        return err;
    deputy = *out;
    err = name_of(out, db, call, absent);
    if (!err)
        *out = SAY(call->arena, call->lang, "who.deputy", {"deputy", deputy, 0}, {"absent", *out, 0});
    return err;
}
