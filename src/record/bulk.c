#include "record/bulk.h"
#include "record/change.h"

enum { PAGE_MEMORY = 64 << 20, ROWS_A_PAGE = 1000, MOST_ROWS = 1000000 };

struct bulk {
    struct many *many;
    const struct record *record;
    const struct bulk_wish *wish;
    const char **ids;
    int64_t count, room;
    const char *id; /* of the row that is being changed */
};

/* ---- which rows ---- */

struct reading {
    struct bulk *bulk;
    struct db *db;
    struct call *call; /* with memory of this page only */
    struct arena *lasting;
    struct list_wish wish;
};

static void keep_id(struct bulk *bulk, struct arena *arena, const char *id)
{
    if (bulk->count == bulk->room) {
        int64_t room = bulk->room ? bulk->room * 2 : ROWS_A_PAGE;
        const char **ids = NEW_ARRAY(arena, (size_t)room, const char *);
        if (bulk->count)
            memcpy(ids, bulk->ids, (size_t)bulk->count * sizeof *ids);
        bulk->ids = ids;
        bulk->room = room;
    }
    bulk->ids[bulk->count++] = arena_text(arena, id);
}

static enum err read_page(void *arg)
{
    struct reading *reading = arg;
    struct list_page page;
    enum err err = record_list(&page, reading->db, reading->call, reading->bulk->record, &reading->wish);
    for (int i = 0; i < page.count && !err; i++)
        keep_id(reading->bulk, reading->lasting, view_id(&page.views[i]));
    reading->wish.after = err || !page.next ? NULL : arena_text(reading->lasting, page.next);
    return err;
}

/* All before the first is changed, so that a change cannot move a row within the list. */
static enum err read_ids(struct bulk *bulk, struct db *db, struct call *call)
{
    struct call of_page = *call;
    struct reading reading = {
        .bulk = bulk, .db = db, .call = &of_page, .lasting = call->arena, .wish = *bulk->wish->list};
    enum err err;
    reading.wish.most = ROWS_A_PAGE;
    reading.wish.columns_only = true;
    of_page.arena = arena_within(call->arena, PAGE_MEMORY);
    do {
        call_clear(&of_page);
        err = arena_run(of_page.arena, read_page, &reading);
        for (const struct fault *fault = of_page.faults; fault; fault = fault->next)
            fault_copy(call, fault);
        arena_reset(of_page.arena);
        if (!err && bulk->count > MOST_ROWS)
            err = fail(call, ERR_LIMIT, "too_large");
    } while (!err && reading.wish.after);
    return err;
}

/* ---- what they become ---- */

static enum err change_one(struct db *db, struct call *call, void *arg)
{
    struct bulk *bulk = arg;
    const struct record *record = bulk->record;
    void *before;
    const void *after = NULL;
    enum err err = row_for(&before, db, call, record, bulk->id, VERB_CHANGE);
    if (!err)
        err = row_give(&after, db, call, record, before, bulk->wish->inputs, bulk->wish->count);
    if (err)
        return err;
    if (after == before) {
        bulk->many->report.same++;
        return OK;
    }
    bulk->many->report.changed++;
    if (bulk->many->saved)
        bulk->many->saved(bulk->many, call, record, before, after);
    return OK;
}

static void place_of(struct many_refusal *refusal, struct fault *fault, void *arg)
{
    const struct bulk *bulk = arg;
    (void)fault;
    refusal->id = bulk->id;
}

static enum err change_all(struct db *db, struct call *call, void *arg)
{
    struct bulk *bulk = arg;
    const struct many_row row = {change_one, place_of, bulk};
    enum err err = OK;
    bulk->count = 0;
    if (bulk->wish->list)
        err = read_ids(bulk, db, call);
    for (int i = 0; i < bulk->wish->id_count && !bulk->wish->list; i++)
        keep_id(bulk, call->arena, bulk->wish->ids[i]);
    bulk->many->total = bulk->count;
    for (int64_t i = 0; i < bulk->count && !err; i++) {
        bulk->id = bulk->ids[i];
        err = many_take(bulk->many, db, call, &row);
    }
    return err;
}

enum err record_bulk(struct many *many, struct store *store, struct call *call, const struct record *record,
    const struct bulk_wish *wish)
{
    struct bulk bulk = {.many = many, .record = record, .wish = wish};
    if (!gate_verb_anywhere(call->user, record, VERB_CHANGE))
        return not_allowed(call);
    return many_write(many, store, call, change_all, &bulk);
}
