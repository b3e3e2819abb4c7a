/*
 * The rows of the store as the rules of this folder take them. The facts of the world are public: no gate is asked. What
 * is read lives in the arena of the call.
 */
#pragma once
#include "store/store.h"
#include "world/calendar.h"
#include "world/groups.h"
#include "world/workday.h"

/* All sessions. */
enum err calendar_load(struct calendar *out, struct db *db, struct call *call) MUST_CHECK;

/*
 * The week of a duty station, with the holidays entered for it; or of a State, when no duty station is meant. A duty station
 * has the weekends of its State. ERR_NOT_FOUND without a fault when there is no such duty station.
 */
enum err week_load(
    struct work_week *out, struct db *db, struct call *call, const char *duty_station, const char *state) MUST_CHECK;

/* All States and areas, in the order of their names in the language of the call. */
struct state_rows {
    const struct state *const *rows;
    size_t count;
};
enum err states_load(struct state_rows *out, struct db *db, struct call *call) MUST_CHECK;

struct membership_rows {
    const struct membership *const *rows;
    size_t count;
};

/* The memberships of a State, or in a group; NULL for any. */
enum err memberships_load(
    struct membership_rows *out, struct db *db, struct call *call, const char *state, const char *group) MUST_CHECK;

/* The grammar of a State's name; NULL when there is none. */
enum err name_usage_of(const struct name_usage **out, struct db *db, struct call *call, const char *state) MUST_CHECK;
