/* All migrations: of access and of the declared records (those of the store itself come first by themselves). */
#pragma once
#include "store/store.h"

const struct migration *all_migrations(struct arena *arena, size_t *count);
