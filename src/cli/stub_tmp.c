/* Until search, history and CSV are there: the commands that need them say that they cannot be done. */
#include "record/print.h"
#include "record/transfer.h"
#include "store/search.h"

enum err search_put(struct db *db, struct call *call, const struct search_doc *doc)
{
    (void)db, (void)call, (void)doc;
    return OK;
}

enum err search_remove(struct db *db, struct call *call, const char *noun, const char *id)
{
    (void)db, (void)call, (void)noun, (void)id;
    return OK;
}

enum err print_history(struct buffer *out, struct db *db, struct call *call, const struct record *record, const char *id, bool json)
{
    (void)out, (void)db, (void)record, (void)id, (void)json;
    return fail_system(call, "history", "");
}

enum err transfer_in(struct transfer_report *out, struct store *store, struct call *call, const struct record *record,
    const struct transfer_wish *wish)
{
    (void)out, (void)store, (void)record, (void)wish;
    return fail_system(call, "import", "");
}
enum err transfer_out(struct buffer *out, struct db *db, struct call *call, const struct record *record, const struct list_wish *wish,
    enum transfer format)
{
    (void)out, (void)db, (void)record, (void)wish, (void)format;
    return fail_system(call, "export", "");
}
enum err file_write(struct call *call, const char *path, const char *bytes, size_t size)
{
    (void)path, (void)bytes, (void)size;
    return fail_system(call, "export", "");
}
