#include "record/tend.h"
#include "access/session.h"
#include "base/text.h"
#include "record/clocks.h"
#include "record/follow.h"
#include "store/job.h"
#include <string.h>

enum { AT_ONCE = 100, TEND_MEMORY = 64 << 20, LONGEST_ID = 256 };

struct tending {
    struct tend_report *report;
    struct store *store;
    struct call *outer, inner; /* who asked; the system, in memory that is emptied after each step */
};

/* The rows of a page: what is read is gone before the first of them is changed. */
struct due {
    char ids[AT_ONCE][LONGEST_ID];
    int count;
    bool more;
};

struct looking {
    struct tending *tending;
    const struct record *record;
    const struct step *step;
    int state;         /* index + 1 */
    const char *after; /* where the last page ended */
    char at[LONGEST_ID * 2];
    struct due due;
};

static const struct list *list_of(const struct record *record, const struct step *step)
{
    for (int i = 0; i < record->waiting_count; i++)
        if (record->waiting[i].sort == step->field && record->waiting[i].also < 0)
            return &record->waiting[i];
    return NULL;
}

/* What counts from earlier days stands in front; the page ends where the time is not over yet. */
static enum err look(void *arg)
{
    struct looking *looking = arg;
    struct call *call = &looking->tending->inner;
    const struct record *record = looking->record;
    const struct days_off *days_off;
    struct db *db;
    struct list_ask ask = {
        .all = true, .most = AT_ONCE, .list = list_of(record, looking->step), .after = looking->after};
    void **rows;
    char *next;
    int count;
    looking->due.count = 0;
    looking->due.more = false;
    ask.where[ask.list->lead] = record->fields[record->state].choices[looking->state - 1];
    enum err err = store_reader(&db, looking->tending->store, call);
    if (!err)
        err = days_off_for(&days_off, db, call, record);
    if (!err)
        err = list_rows(&rows, &count, &next, db, call, record, &ask);
    for (int i = 0; i < count && !err; i++) {
        struct clock_reading reading;
        const char *id = ((const struct row *)rows[i])->id;
        if (!clock_of_step(&reading, record, looking->step, rows[i], call->today, days_off))
            continue; /* not known from when, or held back */
        if (reading.state != CLOCK_LATE)
            return OK;
        if (strlen(id) < LONGEST_ID)
            memcpy(looking->due.ids[looking->due.count++], id, strlen(id) + 1);
    }
    if (err || !next)
        return err;
    looking->due.more = strlen(next) < sizeof looking->at;
    if (looking->due.more)
        looking->after = memcpy(looking->at, next, strlen(next) + 1);
    return OK;
}

struct one {
    struct looking *looking;
    const char *id;
    bool taken;
};

static enum err take_one(struct db *db, struct call *call, void *arg)
{
    struct one *one = arg;
    const struct days_off *days_off;
    enum err err = days_off_for(&days_off, db, call, one->looking->record);
    return err ? err : follow_time(&one->taken, db, call, one->looking->record, one->looking->step, one->id, days_off);
}

static enum err write_one(void *arg)
{
    struct one *one = arg;
    struct tending *tending = one->looking->tending;
    enum err err = store_write(tending->store, &tending->inner, take_one, one);
    if (err == ERR_STALE)
        return OK; /* somebody was faster; what is still to be done is found the next time */
    if (err != ERR_CONFLICT && err != ERR_LIMIT)
        return err;
    struct tend_report *report = tending->report;
    struct arena *arena = tending->outer->arena;
    const struct fault *fault = tending->inner.faults;
    if (report->stopped++ < MOST_STOPPED)
        report->list[report->stopped - 1] = (struct tend_stopped){.noun = one->looking->record->noun,
            .id = arena_text(arena, one->id),
            .step = one->looking->step->name,
            .why = fault ? arena_text(arena, fault_text(&tending->inner, fault)) : NULL};
    return OK;
}

static enum err afresh(struct tending *tending, enum err (*work)(void *arg), void *arg)
{
    arena_reset(tending->inner.arena);
    call_clear(&tending->inner);
    return arena_run(tending->inner.arena, work, arg);
}

static enum err tend_state(struct looking *looking)
{
    struct tending *tending = looking->tending;
    looking->after = NULL;
    do {
        enum err err = afresh(tending, look, looking);
        for (int i = 0; i < looking->due.count && !err; i++) {
            struct one one = {.looking = looking, .id = looking->due.ids[i]};
            err = afresh(tending, write_one, &one);
            tending->report->taken += one.taken;
        }
        if (err)
            return err;
    } while (looking->due.more);
    return OK;
}

static enum err take_steps(struct tending *tending)
{
    enum err err = OK;
    struct looking *looking = NEW(tending->outer->arena, struct looking);
    for (int r = 0; r < record_count && !err; r++)
        for (int i = 0; i < records[r]->step_count && !err; i++) {
            const struct record *record = records[r];
            const struct step *step = &record->steps[i];
            for (int state = 1; step->how == STEP_AFTER && record->fields[record->state].choices[state - 1] && !err;
                 state++) {
                *looking = (struct looking){.tending = tending, .record = record, .step = step, .state = state};
                if (step->from >> (state - 1) & 1)
                    err = tend_state(looking);
            }
        }
    return err;
}

static enum err tidy(void *arg)
{
    struct tending *tending = arg;
    enum err err = session_clean(tending->store, &tending->inner);
    if (!err)
        err = store_tend(tending->store, &tending->inner);
    return err ? err : job_tend(tending->store, &tending->inner);
}

enum err tend(struct tend_report *out, struct store *store, struct call *call)
{
    struct tending tending = {.report = out, .store = store, .outer = call, .inner = *call};
    *out = (struct tend_report){0};
    tending.inner.arena = arena_within(call->arena, TEND_MEMORY);
    tending.inner.user = &user_system;
    tending.inner.who = user_system.who;
    tending.inner.key = tending.inner.reason = NULL;
    enum err err = take_steps(&tending);
    if (!err)
        err = afresh(&tending, tidy, &tending);
    for (const struct fault *fault = tending.inner.faults; err && fault; fault = fault->next)
        fail_want(call, fault->code, fault->key, fault->field, fault->value, fault->want);
    arena_reset(tending.inner.arena);
    return err;
}
