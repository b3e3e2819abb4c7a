#include "record/step.h"
#include "base/text.h"
#include "codec/json_read.h"
#include "record/follow.h"
#include "store/ledger.h"
#include <string.h>

const struct step *step_named(const struct record *record, const char *name)
{
    for (int i = 0; i < record->step_count; i++)
        if (text_is(record->steps[i].name, name))
            return &record->steps[i];
    return NULL;
}

int row_state(const struct record *record, const void *row)
{
    return record->state < 0 || !row ? 0 : *(const int *)field_at(&record->fields[record->state], row);
}

bool step_is_from(const struct step *step, int state)
{
    return state && step->from >> (state - 1) & 1;
}

bool by_system(const char *who)
{
    return text_is(who, user_system.who);
}

/* ---- which were taken ---- */

struct reading {
    const struct record *record;
    struct taken *taken;
    int count, room;
};

static void add(struct reading *reading, struct call *call, struct taken taken)
{
    if (reading->count == reading->room) {
        reading->room = reading->room ? reading->room * 2 : 16;
        struct taken *more = NEW_ARRAY(call->arena, (size_t)reading->room, struct taken);
        if (reading->count)
            memcpy(more, reading->taken, (size_t)reading->count * sizeof *more);
        reading->taken = more;
    }
    reading->taken[reading->count++] = taken;
}

/* Only the last step in force can be taken back, so an entry that takes one back means that one. */
static enum err take_off(struct reading *reading, struct call *call, const struct ledger_entry *entry)
{
    struct json_value *json;
    enum err err = json_read(&json, call, entry->entry, strlen(entry->entry), NULL);
    const char *state = reading->record->fields[reading->record->state].name;
    if (!err && reading->count && json_get(json_get(json, "changed"), state))
        reading->count--;
    return err;
}

static enum err read_entry(const struct ledger_entry *entry, struct call *call, void *arg)
{
    struct reading *reading = arg;
    const struct step *step = step_named(reading->record, entry->action);
    if (step)
        add(reading, call, (struct taken){entry->seq, arena_text(call->arena, entry->who), step});
    return strcmp(entry->action, "take_back") == 0 ? take_off(reading, call, entry) : OK;
}

enum err steps_taken(
    struct taken **out, int *count, struct db *db, struct call *call, const struct record *record, const char *id)
{
    struct reading reading = {.record = record};
    enum err err = record->state < 0 ? OK : ledger_history(db, call, record->noun, id, read_entry, &reading);
    *out = reading.taken;
    *count = reading.count;
    return err;
}

/* A deputy ("ID for ID") is the person who acts, not the one who is absent. */
static bool same_person(const char *a, const char *b)
{
    size_t n = strcspn(a, " "), m = strcspn(b, " ");
    return n == m && strncmp(a, b, n) == 0;
}

/* Not whoever took the step before; one that the system took in between makes no second person. */
static enum err check_second_person(struct db *db, struct call *call, const struct record *record, const char *id)
{
    struct taken *taken;
    int count;
    enum err err = steps_taken(&taken, &count, db, call, record, id);
    while (!err && count && by_system(taken[count - 1].who))
        count--;
    if (!err && count && same_person(taken[count - 1].who, call->who))
        err = fail_field(call, ERR_FORBIDDEN, "second_person", record->noun, id);
    return err;
}

/* ---- taking one ---- */

/* What the step sets: the day, the moment, or who took it; nobody when it was the system. */
static enum err set_fields(struct call *call, const struct record *record, const struct step *step, void *row)
{
    char text[MOMENT_TEXT];
    for (int i = 0; i < record->field_count; i++) {
        const char *value = NULL;
        if (!(step->sets >> i & 1))
            continue;
        switch (record->fields[i].kind) {
        case KIND_DAY: value = date_text(text, call->today); break;
        case KIND_MOMENT: value = moment_text(text, call->now); break;
        default: value = call->cause ? NULL : call->user->id;
        }
        enum err err = field_set(call, record, i, call->lang, row, value);
        if (err)
            return err;
    }
    return OK;
}

enum err step_apply(void **after, struct db *db, struct call *call, struct ledger_batch *batch,
    const struct record *record, const struct step *step, const void *before)
{
    char *row = arena_copy(call->arena, before, record->size);
    *after = row;
    *(int *)(void *)(row + record->fields[record->state].offset) = step->to;
    enum err err = set_fields(call, record, step, row);
    if (!err && step->needs)
        err = step->needs(call, db, before, row);
    if (!err)
        err = record_check(db, call, record, before, row);
    return err ? err : row_save(db, call, batch, record, before, row, step->name);
}

struct stepping {
    const struct record *record;
    const char *id, *step;
    int64_t seen;
    struct outcome *out;
};

static enum err take_step(struct db *db, struct call *call, void *arg)
{
    const struct stepping *stepping = arg;
    const struct record *record = stepping->record;
    void *before, *after;
    enum err err = row_seen(&before, db, call, record, stepping->id, stepping->seen, VERB_SEE);
    if (err)
        return err;
    const struct step *step = step_named(record, stepping->step);
    if (!step)
        return fail_field(call, ERR_INVALID, "no_step", record->noun, stepping->step);
    if (!gate_step(call->user, record, step, before))
        return not_allowed(call);
    int from = row_state(record, before);
    if (!step_is_from(step, from))
        return fail_want(call, ERR_INVALID, "step_not_from_here", "state", stepping->step,
            from ? record->fields[record->state].choices[from - 1] : "");
    if (step->reason && text_empty(call->reason))
        return fail_field(call, ERR_INVALID, "reason_missing", "reason", NULL);
    if (step->second && (err = check_second_person(db, call, record, stepping->id)) != OK)
        return err;
    err = step_apply(&after, db, call, NULL, record, step, before);
    if (!err)
        err = follow(db, call, NULL, record, before, after);
    return err ? err : row_done(stepping->out, db, call, record, after);
}

enum err record_step(struct outcome *out, struct store *store, struct call *call, const struct record *record,
    const char *id, int64_t seen, const char *name)
{
    return write_told(out, store, call, take_step,
        &(struct stepping){.record = record, .id = id, .seen = seen, .step = name, .out = out});
}
