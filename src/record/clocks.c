#include "record/clocks.h"
#include "base/text.h"
#include "record/step.h"
#include <stdlib.h>

static days_off_load *load_days_off;

void days_off_register(days_off_load *load)
{
    load_days_off = load;
}

enum err days_off_for(const struct days_off **out, struct db *db, struct call *call, const struct record *record)
{
    bool needed = false;
    *out = NULL;
    for (int i = 0; i < record->step_count; i++)
        needed |= record->steps[i].clock.n && record->steps[i].clock.unit == CLOCK_WORKING_DAYS;
    return needed && load_days_off ? load_days_off(out, db, call) : OK;
}

bool has_clocks(const struct record *record)
{
    for (int i = 0; i < record->step_count; i++)
        if (record->steps[i].clock.n)
            return true;
    return false;
}

bool step_is_held_back(const struct record *record, const struct step *step, const void *row)
{
    return step->unless >= 0 && *(const int64_t *)field_at(&record->fields[step->unless], row) == 1;
}

/* A day, or the day of a moment. */
static struct date day_at(const struct field *field, const void *row)
{
    int64_t moment;
    if (field->kind != KIND_MOMENT)
        return *(const struct date *)field_at(field, row);
    const char *text = *(const char *const *)field_at(field, row);
    return text && moment_parse(&moment, text) ? date_of_moment(moment) : (struct date){0};
}

bool clock_of_step(struct clock_reading *out, const struct record *record, const struct step *step, const void *row,
    struct date today, const struct days_off *days_off)
{
    if (!step->clock.n || !step_is_from(step, row_state(record, row)) || step_is_held_back(record, step, row))
        return false;
    struct date from = day_at(&record->fields[step->field], row);
    if (!date_whole(from))
        return false;
    *out = clock_read(step->clock, from, today, days_off);
    return true;
}

static int by_due(const void *a, const void *b)
{
    const struct row_clock *x = a, *y = b;
    int order = date_compare(x->reading.due, y->reading.due);
    return order ? order : x->step < y->step ? -1 : x->step > y->step;
}

int clocks_of(struct row_clock *out, const struct call *call, const struct view *view)
{
    const struct record *record = view->record;
    int count = 0;
    if (view->past || record->state < 0 || !view_shows(view, record->state))
        return 0;
    for (int i = 0; i < record->step_count && count < MOST_CLOCKS; i++) {
        const struct step *step = &record->steps[i];
        if (step->clock.n && view_shows(view, step->field) &&
            clock_of_step(&out[count].reading, record, step, view->row, call->today, view->days_off))
            out[count++].step = step;
    }
    qsort(out, (size_t)count, sizeof *out, by_due);
    return count;
}

/* What the system does by itself it does on the day after. */
const char *clock_words(struct call *call, const struct step *step, const struct clock_reading *reading)
{
    bool by_itself = step->how == STEP_AFTER;
    int64_t left = reading->left + by_itself;
    const char *key = left < 0 ? (by_itself ? "clock.system_late" : "clock.late")
        : left == 0            ? (by_itself ? "clock.system_today" : "clock.today")
                               : (by_itself ? "clock.system" : "clock.left");
    return SAY(call->arena, call->lang, key, {"n", NULL, left < 0 ? -left : left});
}
