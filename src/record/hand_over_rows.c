#include "record/hand_over_rows.h"
#include "access/hand_over.h"
#include "record/step.h"

enum { MOST_RECORDS = 256, AT_ONCE = 200 };

static bool can_move(const struct field *field)
{
    return field->kind == KIND_USER && !(field->flags & (FIELD_FIXED | FIELD_SYSTEM));
}

/* A state that no step leaves; a record without steps has none. */
static bool is_at_its_end(const struct record *record, const void *row)
{
    for (int i = 0; i < record->step_count; i++)
        if (step_is_from(&record->steps[i], row_state(record, row)))
            return false;
    return record->step_count > 0;
}

static enum err move_field(int64_t *moved, struct db *db, struct call *call, const struct record *record, int field,
    const char *from, const char *to)
{
    const char *after = "";
    void **rows;
    int count;
    do {
        enum err err = row_referring(&rows, &count, db, call, record, field, from, after, AT_ONCE);
        for (int i = 0; i < count && !err; i++) {
            after = ((const struct row *)rows[i])->id;
            if (is_at_its_end(record, rows[i]))
                continue;
            void *handed = arena_copy(call->arena, rows[i], record->size);
            *(const char **)(void *)((char *)handed + record->fields[field].offset) = to;
            err = record_save(db, call, NULL, record, rows[i], handed, "hand_over");
            ++*moved;
        }
        if (err)
            return err;
    } while (count == AT_ONCE);
    return OK;
}

static enum err move(const struct hand_over_part *part, int64_t *moved, struct db *db, struct call *call,
    const char *from, const char *to)
{
    const struct record *record = record_named(part->noun);
    enum err err = OK;
    *moved = 0;
    for (int i = 0; i < record->field_count && !err; i++)
        if (can_move(&record->fields[i]))
            err = move_field(moved, db, call, record, i, from, to);
    return err;
}

void hand_over_rows(void)
{
    static struct hand_over_part parts[MOST_RECORDS];
    static bool registered;
    int count = 0;
    for (int i = 0; i < record_count && count < MOST_RECORDS && !registered; i++) {
        bool any = false;
        for (int f = 0; f < records[i]->field_count; f++)
            any |= can_move(&records[i]->fields[f]);
        if (!any)
            continue;
        parts[count] = (struct hand_over_part){.noun = records[i]->noun, .move = move};
        hand_over_register(&parts[count++]);
    }
    registered = true;
}
