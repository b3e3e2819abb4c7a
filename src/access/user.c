#include "access/user.h"
#include "base/text.h"

const struct user user_public = {
    .who = "public",
    .roles = ROLE_BIT(ROLE_public),
    .lang = LANG_EN,
};

const struct user user_system = {
    .who = "system",
    .roles = ROLE_BIT(ROLE_public),
    .lang = LANG_EN,
};

const struct user *user_operator(struct arena *arena, const char *system_name)
{
    struct user *user = NEW(arena, struct user);
    user->login = user->name = arena_text(arena, system_name);
    user->who = arena_format(arena, "operator:%s", system_name);
    user->roles = ROLE_BIT(ROLE_public) | ROLE_BIT(ROLE_administrator);
    user->lang = LANG_EN;
    user->operator= true;
    return user;
}

const char *user_account(const struct user *user)
{
    return user->stands_for ? user->stands_for : user->id;
}

bool user_has(const struct user *user, enum role role)
{
    return user->roles & ROLE_BIT(role);
}

bool user_in_scope(const struct user *user, unsigned roles, const char *scope)
{
    for (int i = 0; scope && i < user->scope_count; i++)
        if (roles & ROLE_BIT(user->scopes[i].role) && text_is(user->scopes[i].id, scope))
            return true;
    return false;
}

void user_enter(struct call *call, const struct user *user)
{
    call->user = user;
    call->who = user->who;
    if (user->lang_chosen)
        call->lang = user->lang;
}
