/* All migrations in the order of their numbers: of access, then of the declared records. */
#include "access/schema.h"
#include "record/migrations.h"
#include "store/record.h"
#include <string.h>

const struct migration *all_migrations(struct arena *arena, size_t *count)
{
    size_t declared = (size_t)record_migration_count;
    struct migration *all = NEW_ARRAY(arena, access_schema_count + declared, struct migration);
    memcpy(all, access_schema, access_schema_count * sizeof *all);
    memcpy(all + access_schema_count, record_migrations, declared * sizeof *all);
    *count = access_schema_count + declared;
    return all;
}
