#include "world/office_days.h"
#include "world/load.h"

enum { MOST_STATIONS = 100 };

struct office_days {
    struct days_off days;
    struct work_week week;
};

static bool is_off(const struct days_off *days, struct date day)
{
    const struct office_days *office = (const struct office_days *)(const void *)days;
    return day_kind(&office->week, day, NULL) != DAY_WORKING;
}

/* Of several that say so, the first in the order of their names. */
static enum err find_seat(const char **out, struct db *db, struct call *call)
{
    void **rows;
    char *next;
    int count;
    *out = NULL;
    enum err err = list_rows(
        &rows, &count, &next, db, call, &duty_station_record, &(struct list_ask){.all = true, .most = MOST_STATIONS});
    for (int i = 0; i < count && !err && !*out; i++) {
        const struct duty_station *station = rows[i];
        if (station->seat == 1 || (count == 1 && station->seat != 0))
            *out = station->row.id;
    }
    return err;
}

enum err office_days_off(const struct days_off **out, struct db *db, struct call *call)
{
    const char *seat;
    *out = NULL;
    enum err err = find_seat(&seat, db, call);
    if (err || !seat)
        return err;
    struct office_days *office = NEW(call->arena, struct office_days);
    office->days.is_off = is_off;
    err = week_load(&office->week, db, call, seat, NULL);
    *out = &office->days;
    return err;
}
