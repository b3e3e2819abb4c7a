#include "record/digest.h"
#include "access/schema.h"
#include "base/text.h"
#include "store/record.h"

enum { AT_ONCE = 1000, PAGE_MEMORY = 256 << 20 };

struct page {
    struct db *db;
    struct call *call;
    const struct record *record;
    const char *after;
    char last[256];
    int count;
    enum err (*each)(void *walk, const char *noun, const char *id, const struct hash *digest);
    void *walk;
};

static enum err digest_page(void *arg)
{
    struct page *page = arg;
    struct call *call = page->call;
    struct rows *rows;
    void **found = NEW_ARRAY(call->arena, AT_ONCE, void *);
    page->count = 0;
    enum err err = db_query(&rows, page->db, call, page->record->all, ARGS(arg_text(page->after), arg_number(AT_ONCE)));
    if (err)
        return err;
    while (rows_next(rows))
        found[page->count++] = row_read(rows, call->arena, page->record);
    err = rows_end(rows);
    for (int i = 0; i < page->count && !err; i++) {
        struct hash digest;
        err = row_digest(&digest, page->db, call, page->record, found[i]);
        if (!err)
            err = page->each(page->walk, page->record->noun, ((const struct row *)found[i])->id, &digest);
    }
    if (page->count) {
        const char *id = ((const struct row *)found[page->count - 1])->id;
        size_t n = 0;
        for (; id[n] && n + 1 < sizeof page->last; n++)
            page->last[n] = id[n];
        page->last[n] = 0;
    }
    return err;
}

/* Page by page in the order of ids, each page in memory of its own. */
static enum err digest_table(struct db *db, struct call *call, const struct record *record,
    enum err (*each)(void *walk, const char *noun, const char *id, const struct hash *digest), void *walk)
{
    struct call inner = *call;
    struct page page = {.db = db, .call = &inner, .record = record, .after = "", .each = each, .walk = walk};
    enum err err;
    inner.arena = arena_within(call->arena, PAGE_MEMORY);
    call_clear(&inner);
    do {
        arena_reset(inner.arena);
        err = arena_run(inner.arena, digest_page, &page);
        page.after = page.last;
    } while (!err && page.count == AT_ONCE);
    for (const struct fault *fault = inner.faults; err && fault; fault = fault->next)
        fail_want(call, fault->code, fault->key, fault->field, fault->value, fault->want);
    arena_reset(inner.arena);
    return err;
}

enum err record_digests(struct db *db, struct call *call, void *arg,
    enum err (*each)(void *walk, const char *noun, const char *id, const struct hash *digest), void *walk)
{
    (void)arg;
    for (int i = 0; access_records[i]; i++) {
        enum err err = digest_table(db, call, access_records[i], each, walk);
        if (err)
            return err;
    }
    for (int i = 0; i < record_count; i++) {
        enum err err = digest_table(db, call, records[i], each, walk);
        if (err)
            return err;
    }
    return OK;
}
