/*
 * Dates of the Gregorian calendar, whole or partial, and moments.
 *
 * A date may be known to the year or to the month only: then day (and month) are 0. The zero value is "unknown".
 * Nothing here reads the clock except now_utc, which only faces call.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"

struct date {
    int16_t year;
    int8_t month, day;
};

enum { DATE_TEXT = 11, MOMENT_TEXT = 28 };

struct date date_of(int year, int month, int day);
bool date_known(struct date date);  /* at least the year */
bool date_whole(struct date date);  /* year, month and day */
bool date_exists(struct date date); /* 29 February 2023 does not; partial dates do when their parts can */
bool date_is(struct date a, struct date b);

/* "2014", "2014-06" or "2014-06-12", nothing else; false when it is none or does not exist. */
bool date_parse(struct date *out, const char *text);

/* The same form back; "" for unknown. */
const char *date_text(char out[DATE_TEXT], struct date date);

/* Before 0, equal 0, after: a partial date stands at its first day. Unknown sorts before all. */
int date_compare(struct date a, struct date b);

struct date date_first(struct date date); /* 2014-06 -> 2014-06-01 */
struct date date_last(struct date date);  /* 2014-06 -> 2014-06-30 */

/* Whole dates only. Adding months keeps the day, or takes the last of a shorter month (31 Jan + 1 -> 28 Feb). */
struct date date_add_days(struct date date, int64_t days);
struct date date_add_months(struct date date, int months);
int64_t date_days(struct date date); /* since 1970-01-01 */
struct date date_from_days(int64_t days);
int date_weekday(struct date date); /* 1 Monday .. 7 Sunday */
int days_in_month(int year, int month);
bool is_leap(int year);

/* Microseconds since 1970-01-01 UTC. */
int64_t now_utc(void);
struct date date_of_moment(int64_t moment);

/* "2014-06-12T09:12:00.123456Z": sorts as text. */
const char *moment_text(char out[MOMENT_TEXT], int64_t moment);
bool moment_parse(int64_t *out, const char *text);
