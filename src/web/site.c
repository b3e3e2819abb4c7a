#include "web/site.h"
#include "base/text.h"
#include "gen/access.h"
#include "web/account_page.h"
#include "web/api.h"
#include "web/desk_page.h"
#include "web/folder.h"
#include "web/front.h"
#include "web/http.h"
#include "web/job_page.h"
#include "web/kept.h"
#include "web/ledger_page.h"
#include "web/office_name.h"
#include "web/operation_page.h"
#include "web/record_pages.h"
#include "web/search_page.h"
#include "web/system_page.h"
#include "web/user_page.h"
#include "web/visitor.h"
#include <stdlib.h>
#include <string.h>

static const struct route *const own_tables[] = {record_routes, api_routes, api_ties_routes, api_work_routes,
    desk_routes, visitor_routes, account_routes, user_routes, ledger_routes, system_routes, job_routes, search_routes,
    front_routes, http_routes};

enum { OWN_TABLES = sizeof own_tables / sizeof *own_tables };

static const struct nav own_places[] = {
    {.key = "desk", .path = "/desk", .order = 0, .roles = ~ROLE_BIT(ROLE_public)},
    {.key = "front", .path = "/", .order = 1},
    {.key = "users", .path = "/user", .order = 200, .right = &right_user_see},
    {.key = "ledger", .path = "/ledger", .order = 210, .right = &right_ledger_see},
    {.key = "system", .path = "/system", .order = 220, .right = &right_system_see},
    {.key = "about", .path = "/about", .foot = true},
    {0},
};

/* Those of this folder, of the operations, and of the folders above: later ones go before earlier ones. */
static const struct route *const *all_routes(struct arena *arena)
{
    size_t count = 0;
    while (folders[count])
        count++;
    const struct route **tables = NEW_ARRAY(arena, OWN_TABLES + count + 2, const struct route *);
    memcpy(tables, own_tables, sizeof own_tables);
    count = OWN_TABLES;
    tables[count++] = operation_routes(arena);
    for (const struct folder *const *folder = folders; *folder; folder++)
        if ((*folder)->routes)
            tables[count++] = (*folder)->routes;
    return tables;
}

/* What stands at a place decides who sees it: "/NOUN" a record, "/NOUN/VERB" an operation, anything else its route. */
static void find_place(struct nav *place, struct arena *arena)
{
    const char *noun = place->path + 1, *verb = strchr(noun, '/');
    if (verb)
        place->operation = operation_named(arena_copy(arena, noun, (size_t)(verb - noun)), verb + 1);
    else
        place->record = record_named(noun);
}

static int by_order(const void *a, const void *b)
{
    const struct nav *x = a, *y = b;
    return x->order - y->order;
}

static const struct nav *all_places(struct arena *arena)
{
    size_t count = 0, room = sizeof own_places / sizeof *own_places;
    for (const struct folder *const *folder = folders; *folder; folder++)
        for (const struct nav *place = (*folder)->places; place && place->key; place++)
            room++;
    struct nav *places = NEW_ARRAY(arena, room, struct nav);
    for (const struct nav *place = own_places; place->key; place++)
        places[count++] = *place;
    for (const struct folder *const *folder = folders; *folder; folder++)
        for (const struct nav *place = (*folder)->places; place && place->key; place++)
            places[count++] = *place;
    qsort(places, count, sizeof *places, by_order);
    for (size_t i = 0; i < count; i++)
        find_place(&places[i], arena);
    return places;
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
    *out = (struct site){.store = store, .tables = all_routes(call->arena), .enter = visitor_enter};
    site_prepare(out, call->arena);
    out->office = office_kept_new(call->arena);
    out->kept = kept_new();
    if (out->kept)
        arena_defer(call->arena, free_kept, out->kept);
    out->nav = all_places(call->arena);
    char *demo;
    enum err err = setting(&demo, store, call, "demo");
    out->demo = !err && !text_empty(demo);
    return err;
}
