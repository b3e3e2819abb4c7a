#include "web/landing.h"
#include "base/text.h"
#include "store/record.h"
#include "web/answer.h"
#include "web/route.h"

/* The first role that somebody has decides; a page that is not there yet leaves the front page. {scope} is what the role is for. */
static const struct {
    enum role role;
    const char *path;
} first_pages[] = {
    {ROLE_officer, "/desk"},
    {ROLE_legal, "/desk"},
    {ROLE_writer, "/report"},
    {ROLE_finance, "/contribution"},
    {ROLE_focal_point, "/state/{scope}"},
    {ROLE_partner, "/activity"},
    {ROLE_donor, "/contribution"},
    {ROLE_auditor, "/ledger"},
    {ROLE_administrator, "/system"},
};

/* "/{noun}" answers for every noun: only nouns that there are count. */
static bool answers(const struct site *site, struct arena *arena, const char *path)
{
    struct pairs names;
    unsigned allowed;
    const struct route *route = route_find(&names, &allowed, site->routes, arena, METHOD_GET, path);
    const char *noun = route ? pairs_find(&names, "noun") : NULL;
    return route && (!noun || record_named(noun));
}

static const char *scope_of(const struct user *user, enum role role)
{
    for (int i = 0; i < user->scope_count; i++)
        if (user->scopes[i].role == role)
            return user->scopes[i].id;
    return "";
}

const char *landing_path(const struct request *request, const struct user *user)
{
    struct arena *arena = request->call->arena;
    for (size_t i = 0; i < sizeof first_pages / sizeof *first_pages; i++) {
        const char *path = first_pages[i].path, *brace = strchr(path, '{');
        if (!user_has(user, first_pages[i].role))
            continue;
        if (brace)
            path = arena_format(arena, "%.*s%s", (int)(brace - path), path, scope_of(user, first_pages[i].role));
        return answers(request->site, arena, path) ? path : "/";
    }
    return "/";
}
