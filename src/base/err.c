#include "base/err.h"

static const struct {
    const char *name;
    int status;
} table[] = {
    [OK] = {"ok", 0},
    [ERR_INVALID] = {"invalid", 1},
    [ERR_NOT_FOUND] = {"not_found", 1},
    [ERR_FORBIDDEN] = {"forbidden", 1},
    [ERR_LOGIN] = {"login", 1},
    [ERR_STALE] = {"stale", 1},
    [ERR_CONFLICT] = {"conflict", 1},
    [ERR_LIMIT] = {"limit", 1},
    [ERR_USAGE] = {"usage", 2},
    [ERR_BUSY] = {"busy", 3},
    [ERR_UNKNOWN] = {"unknown", 3},
    [ERR_NO_MEMORY] = {"no_memory", 3},
    [ERR_SYSTEM] = {"system", 3},
};

const char *err_name(enum err err)
{
    return table[err].name;
}

int err_status(enum err err)
{
    return table[err].status;
}
