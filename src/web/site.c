#include "web/site.h"
#include "base/text.h"
#include "web/frame.h"
#include "web/account_page.h"
#include "web/api.h"
#include "web/front.h"
#include "web/http.h"
#include "web/job_page.h"
#include "web/kept.h"
#include "web/record_pages.h"
#include "web/search_page.h"
#include "web/visitor.h"

enum { TABLES_MOST = 64 };

static const struct route *tables[TABLES_MOST + 1] = {
    record_routes, api_routes, visitor_routes, account_routes, job_routes, search_routes, front_routes, http_routes};
static int table_count = 8;

#define OFFICE_ROLES (ROLE_BIT(ROLE_officer) | ROLE_BIT(ROLE_legal) | ROLE_BIT(ROLE_writer) | ROLE_BIT(ROLE_auditor))
#define ALL_ROLES    0u

/* One order for everyone; what nothing answers, and what a role does not see, is left out. */
static const struct nav places[] = {
    {"front", "/", ALL_ROLES, false},
    {"mandates", "/mandate", ALL_ROLES, false},
    {"treaties", "/instrument", ALL_ROLES, false},
    {"states", "/state", ALL_ROLES, false},
    {"groups", "/group", ALL_ROLES, false},
    {"requests", "/request", OFFICE_ROLES | ROLE_BIT(ROLE_focal_point) | ROLE_BIT(ROLE_partner), false},
    {"basis", "/basis", OFFICE_ROLES | ROLE_BIT(ROLE_focal_point), false},
    {"activities", "/activity", ALL_ROLES, false},
    {"money", "/contribution", OFFICE_ROLES | ROLE_BIT(ROLE_donor) | ROLE_BIT(ROLE_finance), false},
    {"reports", "/report", ALL_ROLES, false},
    {"library", "/library", ALL_ROLES, false},
    {"about", "/about", ALL_ROLES, true},
    {0},
};

enum { PLACES = sizeof places / sizeof *places };

void site_add(const struct route *table)
{
    for (int i = 0; i < table_count; i++)
        if (tables[i] == table)
            return;
    if (table_count < TABLES_MOST)
        tables[table_count++] = table;
}

/* /state is answered for every noun: only nouns that there are count. */
static bool answers(const struct site *site, struct call *call, const char *path)
{
    struct pairs names;
    unsigned allowed;
    const struct route *route = route_find(&names, &allowed, site->routes, call->arena, METHOD_GET, path);
    const char *noun = route ? pairs_find(&names, "noun") : NULL;
    return route && (!noun || record_named(noun));
}

/* NULL when it was never set. */
static enum err setting(char **out, struct store *store, struct call *call, const char *name)
{
    struct db *db;
    *out = NULL;
    enum err err = store_reader(&db, store, call);
    if (!err)
        err = store_meta_get(out, db, call, name);
    if (err == ERR_NOT_FOUND) {
        *out = NULL;
        call_clear(call);
        return OK;
    }
    return err;
}

static void free_kept(void *kept)
{
    kept_free(kept);
}

enum err site_open(struct site *out, struct store *store, struct call *call)
{
    *out = (struct site){.store = store, .tables = tables, .enter = visitor_enter};
    site_prepare(out, call->arena);
    out->kept = kept_new();
    if (out->kept)
        arena_defer(call->arena, free_kept, out->kept);
    struct nav *nav = NEW_ARRAY(call->arena, PLACES, struct nav);
    out->nav = nav;
    for (int i = 0; i < PLACES - 1; i++)
        if (answers(out, call, places[i].path))
            *nav++ = places[i];
    char *demo, *office;
    enum err err = setting(&demo, store, call, "demo");
    if (!err)
        err = setting(&office, store, call, "office");
    if (err)
        return err;
    out->demo = !text_empty(demo);
    out->office = office;
    return OK;
}
