#include "world/scopes.h"
#include "gen/world.h"

static const struct record *record_of(enum role role)
{
    return role == ROLE_focal_point ? &state_record : &entity_record;
}

const char *scope_is_of(enum role role)
{
    return record_of(role)->noun;
}

enum err scope_is_there(bool *out, struct db *db, struct call *call, enum role role, const char *id)
{
    void *row;
    enum err err = row_load(&row, db, call, record_of(role), id);
    *out = !err;
    return err == ERR_NOT_FOUND ? OK : err;
}
