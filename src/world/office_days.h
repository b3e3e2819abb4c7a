/*
 * The working days of the office itself, by which its clocks run: those of the duty station that says it is the seat (the only one,
 * where there is one only). For days_off_register (record/clocks.h).
 */
#pragma once
#include "base/clock.h"
#include "store/store.h"

/* NULL when no duty station is the seat. */
enum err office_days_off(const struct days_off **out, struct db *db, struct call *call) MUST_CHECK;
