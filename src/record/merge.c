/*
 * Larger changes made of the small ones: two rows that are one, the same change to many rows. Each is one transaction,
 * and each row touched has its own entry in the ledger, with the reason.
 */
#include "base/text.h"
#include "record/follow.h"
#include "record/link.h"
#include "record/merge.h"
#include "store/ledger.h"
#include "store/search.h"
#include <string.h>

enum { AT_ONCE = 200, MOST_ROWS = 100000 };

struct merging {
    const struct record *record;
    const char *keep, *drop;
    int64_t moved;
};

/* What referred to the one now refers to the other. */
static enum err move_field(
    struct merging *merging, struct db *db, struct call *call, const struct record *from, int field)
{
    void **rows;
    int count;
    do {
        enum err err = row_referring(&rows, &count, db, call, from, field, merging->drop, "", AT_ONCE);
        for (int i = 0; i < count && !err; i++) {
            void *after = arena_copy(call->arena, rows[i], from->size);
            *(const char **)(void *)((char *)after + from->fields[field].offset) = merging->keep;
            err = record_save(db, call, NULL, from, rows[i], after, "merge");
            merging->moved++;
        }
        if (err)
            return err;
    } while (count == AT_ONCE);
    return OK;
}

/* What the kept row does not know and the dropped one does. */
static bool fill_gaps(const struct record *record, void *kept, const void *dropped, struct arena *arena)
{
    const void *empty = row_new(arena, record);
    bool filled = false;
    for (int i = record->made_id ? 0 : 1; i < record->field_count; i++) {
        const struct field *field = &record->fields[i];
        size_t size = field->kind == KIND_NUMBER || field->kind == KIND_FLAG ? sizeof(int64_t)
            : field->kind == KIND_DATE || field->kind == KIND_DAY            ? sizeof(struct date)
            : field->kind == KIND_CHOICE                                     ? sizeof(int)
            : field->flags & FIELD_LANG                                      ? LANGS * sizeof(char *)
                                                                             : sizeof(char *);
        if (field_same(field, kept, empty) && !field_same(field, dropped, empty)) {
            memcpy((char *)kept + field->offset, field_at(field, dropped), size);
            filled = true;
        }
    }
    return filled;
}

static enum err merge(struct db *db, struct call *call, void *arg)
{
    struct merging *merging = arg;
    void *keep, *drop;
    enum err err = row_for(&keep, db, call, merging->record, merging->keep, VERB_CHANGE);
    merging->moved = 0;
    if (!err)
        err = row_for(&drop, db, call, merging->record, merging->drop, VERB_REMOVE);
    if (!err && strcmp(merging->keep, merging->drop) == 0)
        err = fail_field(call, ERR_INVALID, "merge_with_itself", merging->record->noun, merging->keep);
    if (!err && text_empty(call->reason))
        err = fail_field(call, ERR_INVALID, "reason_missing", "reason", NULL);
    for (int r = 0; r < record_count && !err; r++)
        for (int f = 0; f < records[r]->field_count && !err; f++)
            if (text_is(records[r]->fields[f].ref, merging->record->noun))
                err = move_field(merging, db, call, records[r], f);
    if (err)
        return err;
    if ((err = ties_move(db, call, merging->record, merging->drop, merging->keep)) != OK ||
        (err = row_remove(db, call, merging->record, drop)) != OK)
        return err;
    if (merging->record->search && (err = search_remove(db, call, merging->record->noun, merging->drop)) != OK)
        return err;
    if ((err = row_load(&keep, db, call, merging->record, merging->keep)) != OK) /* it may have referred to the other */
        return err;
    void *after = arena_copy(call->arena, keep, merging->record->size);
    if (fill_gaps(merging->record, after, drop, call->arena)) {
        err = record_check(db, call, merging->record, keep, after);
        if (!err)
            err = row_save(db, call, NULL, merging->record, keep, after, "merge");
    }
    struct tie_end *ends;
    if (!err) /* it has ties that were another's */
        err = follow(db, call, NULL, merging->record, keep, after);
    if (!err)
        err = tie_ends(&ends, db, call, merging->record, merging->keep, true);
    return err ? err : follow_ties(db, call, merging->record, ends);
}

enum err record_merge(int64_t *moved, struct store *store, struct call *call, const struct record *record,
    const char *keep, const char *drop)
{
    struct merging merging = {.record = record, .keep = keep, .drop = drop};
    enum err err = store_write(store, call, merge, &merging);
    *moved = merging.moved;
    return err;
}

/* ---- many rows, one change ---- */

struct bulk {
    const struct record *record;
    const struct list_wish *wish;
    const struct input *inputs;
    int count;
    bool dry_run, held_back;
    int64_t changed;
};

static enum err change_one(struct bulk *bulk, struct db *db, struct call *call, const struct view *view)
{
    const struct record *record = bulk->record;
    if (!(view->can & CAN_CHANGE))
        return fail_field(call, ERR_FORBIDDEN, "forbidden", record->noun, view_id(view));
    void *after = arena_copy(call->arena, view->row, record->size);
    enum err err = record_fill(db, call, record, after, bulk->inputs, bulk->count);
    if (!err)
        err = check_hand(call, record, view->row, after);
    if (!err)
        err = record_check(db, call, record, view->row, after);
    bool same = true;
    for (int i = 0; i < record->field_count; i++)
        same &= field_same(&record->fields[i], view->row, after);
    if (err || same)
        return err;
    bulk->changed++;
    return record_save(db, call, NULL, record, view->row, after, "change");
}

/* The rows are all read before the first is changed, so that a change cannot move a row within the list. */
static enum err change_all(struct db *db, struct call *call, void *arg)
{
    struct bulk *bulk = arg;
    struct list_wish wish = *bulk->wish;
    struct list_page pages[MOST_ROWS / 1000];
    int page_count = 0;
    enum err err = OK;
    bulk->changed = 0;
    wish.most = 1000;
    do {
        if (page_count == MOST_ROWS / 1000)
            return fail(call, ERR_LIMIT, "too_large");
        err = record_list(&pages[page_count], db, call, bulk->record, &wish);
        wish.after = err ? NULL : pages[page_count++].next;
    } while (!err && wish.after);
    for (int p = 0; p < page_count && !err; p++)
        for (int i = 0; i < pages[p].count && !err; i++)
            err = change_one(bulk, db, call, &pages[p].views[i]);
    if (!err && bulk->dry_run) {
        bulk->held_back = true;
        return ERR_CONFLICT;
    }
    return err;
}

enum err record_bulk(int64_t *changed, struct store *store, struct call *call, const struct record *record,
    const struct list_wish *wish, const struct input *inputs, int count, bool dry_run)
{
    struct bulk bulk = {.record = record, .wish = wish, .inputs = inputs, .count = count, .dry_run = dry_run};
    enum err err = store_write(store, call, change_all, &bulk);
    *changed = bulk.changed;
    return bulk.held_back && err == ERR_CONFLICT ? OK : err;
}
