#include "access/user.h"
#include "base/buffer.h"
#include "base/text.h"

enum { ROLES_TEXT = 64 << 10 };

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

char *user_roles_text(struct arena *arena, const struct user *user)
{
    struct buffer *out = buffer_new(arena, ROLES_TEXT);
    for (unsigned role = ROLE_public + 1; role < ROLE_COUNT; role++) {
        const char *name = role_name((enum role)role);
        bool scoped = false;
        for (int i = 0; i < user->scope_count; i++)
            if (user->scopes[i].role == (enum role)role) {
                buffer_format(out, "%s%s:%s", out->size ? "," : "", name, user->scopes[i].id);
                scoped = true;
            }
        if (!scoped && user_has(user, (enum role)role))
            buffer_format(out, "%s%s", out->size ? "," : "", name);
    }
    return out->at;
}

char *roles_words(struct arena *arena, enum lang lang, unsigned roles)
{
    struct buffer *out = buffer_new(arena, ROLES_TEXT);
    const char *comma = lang == LANG_AR ? "، " : lang == LANG_ZH ? "、" : ", ";
    for (int role = ROLE_public + 1; role < ROLE_COUNT; role++)
        if (roles & ROLE_BIT(role)) {
            buffer_text(out, out->size ? comma : "");
            buffer_text(out, word_of(lang, "role", NULL, role_name((enum role)role)));
        }
    return out->at;
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
