#include "world/folder.h"
#include "access/account.h"
#include "record/clocks.h"
#include "world/office_days.h"
#include "world/scopes.h"

static const struct nav places[] = {
    {.key = "states", .path = "/state", .order = 30},
    {.key = "groups", .path = "/group", .order = 35},
    {0},
};

static void start(void)
{
    scope_exists_register(scope_is_there, scope_is_of);
    days_off_register(office_days_off);
}

const struct folder world_folder = {.name = "world", .places = places, .start = start};
