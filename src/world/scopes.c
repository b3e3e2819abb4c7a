#include "world/scopes.h"
#include "gen/world.h"

enum err scope_is_there(bool *out, struct db *db, struct call *call, enum role role, const char *id)
{
    void *row;
    enum err err = row_load(&row, db, call, role == ROLE_focal_point ? &state_record : &entity_record, id);
    *out = !err;
    return err == ERR_NOT_FOUND ? OK : err;
}
