/* Two rows that are one: what referred to the one, and what stood between it and others, passes to the other. */
#include "base/text.h"
#include "record/follow.h"
#include "record/link.h"
#include "record/merge.h"
#include "store/ledger.h"
#include "store/search.h"
#include <string.h>

enum { AT_ONCE = 200 };

struct merging {
    const struct record *record;
    const struct merge_wish *wish;
    const void *dropped;
    struct merged *out;
    bool twice, held_back;
};

static const char **ref_in(void *row, const struct field *field)
{
    return (const char **)(void *)((char *)row + field->offset);
}

/* Where the kept row itself referred to the other, it takes what stood there, and never refers to itself. */
static const char *led_to(const struct merging *merging, const struct record *from, int field, const void *row)
{
    const char *keep = merging->wish->keep;
    if (from != merging->record || strcmp(((const struct row *)row)->id, keep) != 0)
        return keep;
    const char *there = *(const char *const *)field_at(&from->fields[field], merging->dropped);
    return text_is(there, keep) || text_is(there, merging->wish->drop) ? NULL : there;
}

/* Both have one of what only one can have: each such row is told, and nothing is merged. */
static void refuse_twice(struct merging *merging, struct call *call, const struct record *from, const char *id)
{
    struct fault *fault = fault_add(call, ERR_CONFLICT, "merge_twice");
    fault->noun = from->noun;
    fault->value = id;
    fault->want = word_of(call->lang, "record", NULL, from->noun);
    merging->twice = true;
}

/* What referred to the one now refers to the other. */
static enum err move_field(
    struct merging *merging, struct db *db, struct call *call, const struct record *from, int field)
{
    struct merge_refs *refs = &merging->out->refs[merging->out->ref_count];
    void **rows;
    int count;
    const char *last = "";
    *refs = (struct merge_refs){from, field, 0};
    do {
        enum err err = row_referring(&rows, &count, db, call, from, field, merging->wish->drop, last, AT_ONCE);
        for (int i = 0; i < count && !err; i++, refs->count++) {
            const char *id = ((const struct row *)rows[i])->id, *rival;
            void *after = arena_copy(call->arena, rows[i], from->size);
            int place;
            *ref_in(after, &from->fields[field]) = led_to(merging, from, field, rows[i]);
            last = id;
            err = row_holder(&rival, &place, db, call, from, rows[i], after, false);
            if (!err && rival)
                refuse_twice(merging, call, from, id);
            else if (!err)
                err = record_save(db, call, NULL, from, rows[i], after, "merge");
        }
        if (err)
            return err;
    } while (count == AT_ONCE);
    merging->out->moved += refs->count;
    merging->out->ref_count += refs->count > 0;
    return OK;
}

/* What the kept row does not know and the dropped one does; bits of the fields. */
static uint64_t fill_gaps(const struct merging *merging, void *kept, struct arena *arena)
{
    const struct record *record = merging->record;
    const void *empty = row_new(arena, record), *dropped = merging->dropped;
    uint64_t filled = 0;
    for (int i = record->made_id ? 0 : 1; i < record->field_count; i++) {
        const struct field *field = &record->fields[i];
        size_t size = field->kind == KIND_NUMBER || field->kind == KIND_FLAG ? sizeof(int64_t)
            : field->kind == KIND_DATE || field->kind == KIND_DAY            ? sizeof(struct date)
            : field->kind == KIND_CHOICE                                     ? sizeof(int)
            : field->flags & FIELD_LANG                                      ? LANGS * sizeof(char *)
                                                                             : sizeof(char *);
        bool to_itself = text_is(field->ref, record->noun) &&
            (text_is(*ref_in((void *)(uintptr_t)dropped, field), merging->wish->keep) ||
                text_is(*ref_in((void *)(uintptr_t)dropped, field), merging->wish->drop));
        if (!field_same(field, kept, empty) || field_same(field, dropped, empty) || to_itself)
            continue;
        memcpy((char *)kept + field->offset, field_at(field, dropped), size);
        filled |= UINT64_C(1) << i;
    }
    return filled;
}

static enum err move_all(struct merging *merging, struct db *db, struct call *call)
{
    const struct record *record = merging->record;
    const struct merge_wish *wish = merging->wish;
    int most = 0;
    for (int r = 0; r < record_count; r++)
        most += records[r]->field_count;
    merging->twice = false;
    *merging->out = (struct merged){.refs = NEW_ARRAY(call->arena, (size_t)most + 1, struct merge_refs)};
    for (int r = 0; r < record_count; r++)
        for (int f = 0; f < records[r]->field_count; f++) {
            enum err err =
                text_is(records[r]->fields[f].ref, record->noun) ? move_field(merging, db, call, records[r], f) : OK;
            if (err)
                return err;
        }
    if (merging->twice)
        return ERR_CONFLICT;
    return ties_move(&merging->out->ties, db, call, record, wish->drop, wish->keep);
}

static enum err merge(struct db *db, struct call *call, void *arg)
{
    struct merging *merging = arg;
    const struct record *record = merging->record;
    const struct merge_wish *wish = merging->wish;
    struct tie_end *ends;
    void *keep, *drop;
    enum err err = row_seen(&keep, db, call, record, wish->keep, wish->keep_seen, VERB_CHANGE);
    if (!err)
        err = row_seen(&drop, db, call, record, wish->drop, wish->drop_seen, VERB_REMOVE);
    if (!err && strcmp(wish->keep, wish->drop) == 0)
        err = fail_field(call, ERR_INVALID, "merge_with_itself", record->noun, wish->keep);
    if (!err && !wish->dry_run && text_empty(call->reason))
        err = fail_field(call, ERR_INVALID, "reason_missing", "reason", NULL);
    if (err)
        return err;
    merging->dropped = drop;
    if ((err = move_all(merging, db, call)) != OK ||
        (err = row_load(&keep, db, call, record, wish->keep)) != OK || /* it may have referred to the other */
        (err = row_load(&drop, db, call, record, wish->drop)) != OK || (err = row_remove(db, call, record, drop)) != OK)
        return err;
    if (record->search && (err = search_remove(db, call, record->noun, wish->drop)) != OK)
        return err;
    void *after = arena_copy(call->arena, keep, record->size);
    merging->out->taken = fill_gaps(merging, after, call->arena);
    err = merging->out->taken ? record_check(db, call, record, keep, after) : OK;
    if (!err) /* the last entry of a merge is that of the kept row, though nothing in it changed (record/take_back.c) */
        err = row_save(db, call, NULL, record, keep, after, "merge");
    if (!err) /* it has ties that were another's */
        err = follow(db, call, NULL, record, keep, after);
    if (!err)
        err = tie_ends(&ends, db, call, record, wish->keep, true);
    if (!err)
        err = follow_ties(db, call, record, ends);
    merging->held_back = !err && wish->dry_run;
    return merging->held_back ? ERR_CONFLICT : err;
}

enum err record_merge(struct merged *out, struct store *store, struct call *call, const struct record *record,
    const struct merge_wish *wish)
{
    struct merging merging = {.record = record, .wish = wish, .out = out};
    *out = (struct merged){0};
    enum err err = store_write(store, call, merge, &merging);
    return merging.held_back && err == ERR_CONFLICT ? OK : err;
}
