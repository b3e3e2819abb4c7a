#include "record/follow.h"
#include "base/text.h"
#include "record/clocks.h"
#include "record/link.h"
#include "record/step.h"
#include <string.h>

enum { MOST_FOLLOWING = 1000, AT_ONCE = 200 };

/* A row that was saved, and that others may depend on. */
struct event {
    const struct record *record;
    const void *before, *after;
    struct event *next;
};

struct following {
    struct db *db;
    struct call *outer, inner; /* whose change it was; the system's own */
    struct ledger_batch *batch;
    const struct record *of_batch;
    struct event *first, **last;
    int taken;
};

static void begin(struct following *f, struct db *db, struct call *call)
{
    *f = (struct following){.db = db, .outer = call, .inner = *call, .last = &f->first};
    call_clear(&f->inner);
    f->inner.who = user_system.who;
    f->inner.key = f->inner.reason = NULL;
}

static void push(struct following *f, const struct record *record, const void *before, const void *after)
{
    struct event *event = NEW(f->outer->arena, struct event);
    *event = (struct event){.record = record, .before = before, .after = after};
    *f->last = event;
    f->last = &event->next;
}

static bool in_states(unsigned states, const struct record *record, const void *row)
{
    int state = row_state(record, row);
    return state && states >> (state - 1) & 1;
}

/* What stood in the way, as far as this user may see the row that would have followed. */
static enum err refuse(struct following *f, const struct record *record, const struct step *step, const void *row)
{
    struct call *call = f->outer;
    const struct fault *why = f->inner.faults;
    if (!gate_row(call->user, record, VERB_SEE, row) && call->user != &user_system)
        return fail(call, ERR_CONFLICT, "follow_refused_unseen");
    const char *title = NULL, *id = ((const struct row *)row)->id;
    if (row_titles(&title, f->db, &f->inner, record, &id, 1))
        title = NULL;
    return fail_want(call, ERR_CONFLICT, "follow_refused", word_of(call->lang, "step", record->noun, step->name),
        text_or(title, id), why ? fault_text(call, why) : "");
}

static enum err take(struct following *f, bool *taken, const struct record *record, const struct step *step,
    const char *id, const struct cause *cause)
{
    void *before, *after;
    enum err err = row_load(&before, f->db, &f->inner, record, id); /* as it is by now */
    if (err)
        return err;
    if (!step_is_from(step, row_state(record, before)) || step_is_held_back(record, step, before))
        return OK;
    if (++f->taken > MOST_FOLLOWING)
        return fail_want(f->outer, ERR_LIMIT, "follow_limit", NULL, NULL,
            number_text(f->outer->arena, f->outer->lang, MOST_FOLLOWING));
    f->inner.cause = cause;
    err = step_apply(&after, f->db, &f->inner, record == f->of_batch ? f->batch : NULL, record, step, before);
    f->inner.cause = NULL;
    if (err == ERR_INVALID || err == ERR_CONFLICT || err == ERR_FORBIDDEN || err == ERR_LIMIT)
        return refuse(f, record, step, before);
    if (err)
        return err;
    *taken = true;
    push(f, record, before, after);
    return OK;
}

/* ---- what a row depends on ---- */

static enum err state_cause(struct cause *out, bool *holds, struct following *f, const struct record *other,
    const struct step *step, const char *id)
{
    void *row;
    *holds = false;
    if (!id)
        return OK;
    enum err err = step->how == STEP_WHEN ? row_hold(f->db, &f->inner, other, id) : OK;
    if (!err)
        err = row_load(&row, f->db, &f->inner, other, id);
    if (err)
        return err == ERR_NOT_FOUND ? OK : err;
    *holds = in_states(step->when, other, row);
    if (*holds)
        *out = (struct cause){
            .noun = other->noun, .id = id, .state = other->fields[other->state].choices[row_state(other, row) - 1]};
    return OK;
}

/* Whether what the step waits for is so, and which row made it so. Of no rows it cannot be said that all of them are. */
static enum err holds(struct cause *cause, bool *out, struct following *f, const struct record *record,
    const struct step *step, const void *row)
{
    const struct record *other = record_named(step->other);
    struct tie_end *ends;
    bool any = false;
    if (step->how == STEP_WHEN)
        return state_cause(
            cause, out, f, other, step, *(const char *const *)field_at(&record->fields[step->field], row));
    enum err err = row_hold(f->db, &f->inner, record, ((const struct row *)row)->id);
    if (!err)
        err = tie_ends(&ends, f->db, &f->inner, record, ((const struct row *)row)->id, false);
    *out = !err;
    for (const struct tie_end *end = err ? NULL : ends; end && *out && !err; end = end->next) {
        if (end->record != other || !text_is(end->meaning, step->link))
            continue;
        any = true;
        err = state_cause(cause, out, f, other, step, end->id);
    }
    *out &= any;
    return err;
}

static enum err follow_own(struct following *f, const struct event *event)
{
    const struct record *record = event->record;
    int state = row_state(record, event->after);
    for (int i = 0; i < record->step_count; i++) {
        const struct step *step = &record->steps[i];
        struct cause cause;
        bool now = false, taken = false;
        if ((step->how != STEP_WHEN && step->how != STEP_WHEN_ALL) || !step_is_from(step, state))
            continue;
        enum err err = holds(&cause, &now, f, record, step, event->after);
        if (!err && now)
            err = take(f, &taken, record, step, ((const struct row *)event->after)->id, &cause);
        if (err || taken)
            return err; /* what follows in its new state is another event */
    }
    return OK;
}

/* ---- what depends on a row ---- */

static enum err follow_references(
    struct following *f, const struct event *event, const struct record *record, const struct step *step)
{
    const char *id = ((const struct row *)event->after)->id, *after = "";
    int state = row_state(event->record, event->after), count;
    struct cause cause = {
        .noun = event->record->noun, .id = id, .state = event->record->fields[event->record->state].choices[state - 1]};
    do {
        void **rows;
        enum err err = row_referring(&rows, &count, f->db, &f->inner, record, step->field, id, after, AT_ONCE);
        for (int i = 0; i < count && !err; i++) {
            bool taken;
            after = ((const struct row *)rows[i])->id;
            if (step_is_from(step, row_state(record, rows[i])))
                err = take(f, &taken, record, step, after, &cause);
        }
        if (err)
            return err;
    } while (count == AT_ONCE);
    return OK;
}

static enum err follow_ties_of(
    struct following *f, const struct event *event, const struct record *record, const struct step *step)
{
    struct tie_end *ends;
    enum err err = tie_ends(&ends, f->db, &f->inner, event->record, ((const struct row *)event->after)->id, true);
    for (const struct tie_end *end = err ? NULL : ends; end && !err; end = end->next) {
        void *row;
        struct cause cause;
        bool now = false, taken;
        if (end->record != record || !text_is(end->meaning, step->link))
            continue;
        err = row_load(&row, f->db, &f->inner, record, end->id);
        if (!err && step_is_from(step, row_state(record, row)))
            err = holds(&cause, &now, f, record, step, row);
        if (!err && now)
            err = take(f, &taken, record, step, end->id, &cause);
    }
    return err;
}

static enum err follow_dependants(struct following *f, const struct event *event)
{
    enum err err = OK;
    if (row_state(event->record, event->before) == row_state(event->record, event->after))
        return OK;
    for (int r = 0; r < record_count && !err; r++)
        for (int i = 0; i < records[r]->step_count && !err; i++) {
            const struct step *step = &records[r]->steps[i];
            if (!text_is(step->other, event->record->noun) || !in_states(step->when, event->record, event->after))
                continue;
            err = step->how == STEP_WHEN ? follow_references(f, event, records[r], step)
                                         : follow_ties_of(f, event, records[r], step);
        }
    return err;
}

static enum err run(struct following *f)
{
    enum err err = OK;
    for (struct event *event = f->first; event && !err; event = event->next) {
        err = follow_own(f, event);
        if (!err)
            err = follow_dependants(f, event);
    }
    if (err && !f->outer->faults) /* what is no refusal has been said to the system */
        for (const struct fault *fault = f->inner.faults; fault; fault = fault->next)
            fail_want(f->outer, fault->code, fault->key, fault->field, fault->value, fault->want);
    return err;
}

enum err follow(struct db *db, struct call *call, struct ledger_batch *batch, const struct record *record,
    const void *before, void *after)
{
    struct following f;
    if (record->state < 0)
        return OK;
    begin(&f, db, call);
    f.batch = batch;
    f.of_batch = record;
    push(&f, record, before, arena_copy(call->arena, after, record->size));
    enum err err = run(&f);
    for (const struct event *event = f.first->next; event && !err; event = event->next)
        if (event->record == record && text_is(((const struct row *)event->after)->id, ((struct row *)after)->id))
            memcpy(after, event->after, record->size);
    return err;
}

enum err follow_tie(struct db *db, struct call *call, const struct record *from, const char *meaning,
    const struct record *to, const char *to_id)
{
    struct following f;
    void *row;
    bool waits = false;
    for (int i = 0; i < to->step_count; i++)
        waits |= to->steps[i].how == STEP_WHEN_ALL && text_is(to->steps[i].link, meaning) &&
            text_is(to->steps[i].other, from->noun);
    if (!waits)
        return OK;
    enum err err = row_load(&row, db, call, to, to_id);
    if (err)
        return err == ERR_NOT_FOUND ? OK : err;
    begin(&f, db, call);
    push(&f, to, row, row);
    return run(&f);
}

enum err follow_ties(struct db *db, struct call *call, const struct record *from, const struct tie_end *ends)
{
    enum err err = OK;
    for (; ends && !err; ends = ends->next)
        err = follow_tie(db, call, from, ends->meaning, ends->record, ends->id);
    return err;
}

enum err follow_time(bool *taken, struct db *db, struct call *call, const struct record *record,
    const struct step *step, const char *id, const struct days_off *days_off)
{
    struct following f;
    struct cause cause = {.field = record->fields[step->field].name};
    struct clock_reading reading;
    void *row;
    *taken = false;
    enum err err = row_load(&row, db, call, record, id);
    if (err)
        return err == ERR_NOT_FOUND ? OK : err;
    if (!clock_of_step(&reading, record, step, row, call->today, days_off) || reading.state != CLOCK_LATE)
        return OK;
    begin(&f, db, call);
    err = take(&f, taken, record, step, id, &cause);
    return err ? err : run(&f);
}
