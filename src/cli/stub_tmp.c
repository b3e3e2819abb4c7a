/* Until search, history and CSV are there: the commands that need them say that they cannot be done. */
#include "record/print.h"
#include "record/transfer.h"
#include "store/search.h"

enum err print_history(struct buffer *out, struct db *db, struct call *call, const struct record *record, const char *id, bool json)
{
    (void)out, (void)db, (void)record, (void)id, (void)json;
    return fail_system(call, "history", "");
}

