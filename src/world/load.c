#include "world/load.h"
#include <string.h>
#include "base/text.h"

enum { ROWS_AT_ONCE = 500 };

/* Where the value of a filter stands in a question. */
static const char **filter_of(struct list_ask *ask, const struct record *record, const char *field)
{
    int place = 0;
    while (record->filters[place] != field_named(record, field))
        place++;
    return &ask->where[place];
}

/* Every row that the question lets through, page after page. */
static enum err rows_load(const void ***out, size_t *count, struct db *db, struct call *call,
    const struct record *record, struct list_ask ask)
{
    const void **all = NULL;
    *count = 0;
    ask.all = true;
    ask.most = ROWS_AT_ONCE;
    do {
        void **page;
        char *next;
        int n;
        enum err err = list_rows(&page, &n, &next, db, call, record, &ask);
        if (err)
            return err;
        const void **more = NEW_ARRAY(call->arena, *count + (size_t)n + 1, const void *);
        if (*count)
            memcpy(more, all, *count * sizeof *all);
        for (int i = 0; i < n; i++)
            more[*count + (size_t)i] = page[i];
        all = more;
        *count += (size_t)n;
        ask.after = next;
    } while (ask.after);
    *out = all;
    return OK;
}

enum err calendar_load(struct calendar *out, struct db *db, struct call *call)
{
    const void **rows;
    enum err err = rows_load(&rows, &out->count, db, call, &organ_session_record, (struct list_ask){0});
    out->rows = (const struct organ_session *const *)rows;
    return err;
}

static enum err holidays_load(struct work_week *out, struct db *db, struct call *call, const char *duty_station)
{
    struct list_ask ask = {0};
    const void **rows;
    *filter_of(&ask, &holiday_record, "duty_station") = duty_station;
    enum err err = rows_load(&rows, &out->holiday_count, db, call, &holiday_record, ask);
    if (err)
        return err;
    struct date *days = NEW_ARRAY(call->arena, out->holiday_count + 1, struct date);
    for (size_t i = 0; i < out->holiday_count; i++)
        days[i] = ((const struct holiday *)rows[i])->on;
    out->holidays = days;
    return OK;
}

enum err week_load(struct work_week *out, struct db *db, struct call *call, const char *duty_station, const char *state)
{
    struct list_ask ask = {0};
    const void **rows;
    enum err err = OK;
    *out = (struct work_week){0};
    if (duty_station) {
        struct duty_station *station;
        err = duty_station_load(&station, db, call, duty_station);
        if (!err)
            err = holidays_load(out, db, call, duty_station);
        if (err)
            return err;
        state = station->state;
    }
    *filter_of(&ask, &weekend_record, "state") = state;
    err = rows_load(&rows, &out->weekend_count, db, call, &weekend_record, ask);
    out->weekends = (const struct weekend *const *)rows;
    return err;
}

enum err states_load(struct state_rows *out, struct db *db, struct call *call)
{
    const void **rows;
    enum err err = rows_load(&rows, &out->count, db, call, &state_record, (struct list_ask){.sort = "name"});
    out->rows = (const struct state *const *)rows;
    return err;
}

enum err memberships_load(
    struct membership_rows *out, struct db *db, struct call *call, const char *state, const char *group)
{
    struct list_ask ask = {0};
    const void **rows;
    *filter_of(&ask, &membership_record, "state") = state;
    *filter_of(&ask, &membership_record, "group") = group;
    enum err err = rows_load(&rows, &out->count, db, call, &membership_record, ask);
    out->rows = (const struct membership *const *)rows;
    return err;
}

enum err name_usage_of(const struct name_usage **out, struct db *db, struct call *call, const char *state)
{
    struct name_usage like = {.state = state};
    void *found;
    enum err err = row_by_key(&found, db, call, &name_usage_record, &like);
    *out = err ? NULL : found;
    return err == ERR_NOT_FOUND ? OK : err;
}
