#include "record/rivals.h"
#include "base/text.h"
#include "record/change.h"

static int64_t *aside_of(const struct record *record, void *row)
{
    return (int64_t *)(void *)((char *)row + record->fields[record->set_aside].offset);
}

static bool stands(const struct record *record, const void *row)
{
    return *(const int64_t *)field_at(&record->fields[record->set_aside], row) != 1;
}

/* What is not known contradicts nothing. */
static bool is_known(const struct field *field, const void *row)
{
    const void *at = field_at(field, row);
    switch (field->kind) {
    case KIND_NUMBER:
    case KIND_FLAG: return *(const int64_t *)at != UNKNOWN;
    case KIND_DATE:
    case KIND_DAY: return date_known(*(const struct date *)at);
    case KIND_CHOICE: return *(const int *)at != 0;
    default: return *(const char *const *)at != NULL;
    }
}

bool rows_conflict(const struct record *record, const void *a, const void *b)
{
    if (!record->rivals || !stands(record, a) || !stands(record, b))
        return false;
    for (const int *field = record->differ; *field >= 0; field++)
        if (is_known(&record->fields[*field], a) && is_known(&record->fields[*field], b) &&
            !field_same(&record->fields[*field], a, b))
            return true;
    return false;
}

enum err record_rivals(struct view **out, int *count, struct db *db, struct call *call, const struct view *view)
{
    const struct record *record = view->record;
    void **rows;
    int found = 0;
    *count = 0;
    *out = NULL;
    if (!record->rivals)
        return OK;
    enum err err = row_rivals(&rows, &found, db, call, record, view->row);
    *out = NEW_ARRAY(call->arena, (size_t)found + 1, struct view);
    for (int i = 0; i < found && !err; i++)
        if (!text_is(((const struct row *)rows[i])->id, view_id(view)) &&
            gate_row(call->user, record, VERB_SEE, rows[i])) {
            view_look(&(*out)[*count], call->user, record, rows[i]);
            (*out)[(*count)++].days_off = view->days_off;
        }
    return err;
}

enum err record_conflicts(
    struct list_page *out, struct db *db, struct call *call, const struct record *record, const char *after, int most)
{
    void **rows;
    int found;
    *out = (struct list_page){.total = UNKNOWN};
    if (!record->rivals)
        return fail_field(call, ERR_NOT_FOUND, "no_rivals", record->noun, NULL);
    if (!gate_list(call->arena, call->user, record).all)
        return not_allowed(call);
    enum err err = row_conflicts(&rows, &found, db, call, record, text_or(after, ""), most);
    if (err)
        return err;
    out->views = NEW_ARRAY(call->arena, (size_t)found + 1, struct view);
    for (int i = 0; i < found; i++)
        view_look(&out->views[out->count++], call->user, record, rows[i]);
    if (found == most)
        out->next = ((const struct row *)rows[found - 1])->id;
    return OK;
}

struct settling {
    const struct record *record;
    const char *id;
    int64_t seen;
    struct outcome *out;
};

static enum err put_aside(struct db *db, struct call *call, const struct record *record, const void *row, bool aside)
{
    if (stands(record, row) != aside)
        return OK;
    void *after = arena_copy(call->arena, row, record->size);
    *aside_of(record, after) = aside;
    return record_save(db, call, NULL, record, row, after, "settle");
}

static enum err settle(struct db *db, struct call *call, void *arg)
{
    struct settling *settling = arg;
    const struct record *record = settling->record;
    void *row, **rows;
    int found = 0;
    enum err err = row_for(&row, db, call, record, settling->id, VERB_CHANGE);
    if (!err && settling->seen && settling->seen != ((struct row *)row)->version)
        err = fail(call, ERR_STALE, "stale");
    if (!err && text_empty(call->reason))
        err = fail_field(call, ERR_INVALID, "reason_missing", "reason", NULL);
    if (!err)
        err = row_rivals(&rows, &found, db, call, record, row);
    for (int i = 0; i < found && !err; i++) {
        bool this_one = text_is(((const struct row *)rows[i])->id, settling->id);
        if (!gate_row(call->user, record, VERB_CHANGE, rows[i]))
            return not_allowed(call);
        err = put_aside(db, call, record, rows[i], !this_one);
        if (this_one)
            *settling->out =
                (struct outcome){settling->id, ((struct row *)rows[i])->version + !stands(record, rows[i])};
    }
    return err ? err : store_reply(db, call, arena_format(call->arena, "%s/%s", record->noun, settling->id));
}

enum err record_settle(struct outcome *out, struct store *store, struct call *call, const struct record *record,
    const char *id, int64_t seen)
{
    struct settling settling = {record, id, seen, out};
    if (!record->rivals)
        return fail_field(call, ERR_NOT_FOUND, "no_rivals", record->noun, NULL);
    return store_write(store, call, settle, &settling);
}
