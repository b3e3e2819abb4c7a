/* All migrations in the order of their numbers: of access, then of the declared records. */
#include "cli/command.h"
#include "store/record.h"
#include <string.h>

const struct migration *all_migrations(struct arena *arena, size_t *count)
{
    *count = (size_t)record_migration_count;
    struct migration *all = NEW_ARRAY(arena, *count, struct migration);
    memcpy(all, record_migrations, (size_t)record_migration_count * sizeof *all);
    return all;
}
