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
    const char *comma = lang_comma(lang);
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

static const char *copied(struct arena *arena, const char *text)
{
    return text ? arena_text(arena, text) : NULL;
}

const struct user *user_copy(struct arena *arena, const struct user *user)
{
    struct user *copy = NEW(arena, struct user);
    struct scope *scopes = NEW_ARRAY(arena, (size_t)user->scope_count + 1, struct scope);
    for (int i = 0; i < user->scope_count; i++)
        scopes[i] = (struct scope){user->scopes[i].role, arena_text(arena, user->scopes[i].id)};
    *copy = *user;
    copy->scopes = scopes;
    copy->id = copied(arena, user->id);
    copy->login = copied(arena, user->login);
    copy->name = copied(arena, user->name);
    copy->email = copied(arena, user->email);
    copy->who = copied(arena, user->who);
    copy->stands_for = copied(arena, user->stands_for);
    copy->stand_in_name = copied(arena, user->stand_in_name);
    return copy;
}

void user_cut_down(struct user *user, struct arena *arena, unsigned roles)
{
    struct scope *kept = NEW_ARRAY(arena, (size_t)user->scope_count + 1, struct scope);
    int count = 0;
    for (int i = 0; i < user->scope_count; i++)
        if (roles & ROLE_BIT(user->scopes[i].role))
            kept[count++] = user->scopes[i];
    user->roles &= roles | ROLE_BIT(ROLE_public);
    user->scopes = kept;
    user->scope_count = count;
}

void user_enter(struct call *call, const struct user *user)
{
    call->user = user;
    call->who = user->who;
    if (user->lang_chosen)
        call->lang = user->lang;
}
