#include "access/role.h"
#include <stddef.h>
#include <string.h>

static const char *const names[ROLE_COUNT] = {
#define X(name) #name,
    ROLES(X)
#undef X
};

const char *role_name(enum role role)
{
    return names[role];
}

bool role_parse(enum role *out, const char *name)
{
    for (int role = 0; name && role < ROLE_COUNT; role++)
        if (strcmp(names[role], name) == 0) {
            *out = (enum role)role;
            return true;
        }
    return false;
}

bool role_scoped(enum role role)
{
    return role == ROLE_focal_point || role == ROLE_partner || role == ROLE_donor;
}
