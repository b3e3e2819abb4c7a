#include "base/date.h"
#include <stdio.h>
#include <string.h>
#include <time.h>

struct date date_of(int year, int month, int day)
{
    return (struct date){(int16_t)year, (int8_t)month, (int8_t)day};
}

bool date_known(struct date date)
{
    return date.year != 0;
}

bool date_whole(struct date date)
{
    return date.year && date.month && date.day;
}

bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int days_in_month(int year, int month)
{
    static const int8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

bool date_exists(struct date date)
{
    if (date.year < 1 || date.year > 9999 || date.month < 0 || date.month > 12 || date.day < 0)
        return false;
    if (date.month == 0)
        return date.day == 0;
    return date.day <= days_in_month(date.year, date.month);
}

bool date_is(struct date a, struct date b)
{
    return a.year == b.year && a.month == b.month && a.day == b.day;
}

static bool digits(int *out, const char *at, int count)
{
    *out = 0;
    for (int i = 0; i < count; i++) {
        if (at[i] < '0' || at[i] > '9')
            return false;
        *out = *out * 10 + at[i] - '0';
    }
    return true;
}

bool date_parse(struct date *out, const char *text)
{
    int year, month = 0, day = 0;
    size_t n = strlen(text);
    *out = (struct date){0};
    if ((n != 4 && n != 7 && n != 10) || !digits(&year, text, 4))
        return false;
    if (n >= 7 && (text[4] != '-' || !digits(&month, text + 5, 2) || month == 0))
        return false;
    if (n == 10 && (text[7] != '-' || !digits(&day, text + 8, 2) || day == 0))
        return false;
    if (month > 12 || day > 31 || !date_exists(date_of(year, month, day)))
        return false;
    *out = date_of(year, month, day);
    return true;
}

static char *put(char *at, int number, int count)
{
    for (int i = count - 1; i >= 0; i--) {
        at[i] = (char)('0' + number % 10);
        number /= 10;
    }
    return at + count;
}

const char *date_text(char out[DATE_TEXT], struct date date)
{
    char *at = out;
    if (date.year)
        at = put(at, date.year, 4);
    if (date.month) {
        *at++ = '-';
        at = put(at, date.month, 2);
    }
    if (date.day) {
        *at++ = '-';
        at = put(at, date.day, 2);
    }
    *at = 0;
    return out;
}

int date_compare(struct date a, struct date b)
{
    a = date_first(a);
    b = date_first(b);
    if (a.year != b.year)
        return a.year < b.year ? -1 : 1;
    if (a.month != b.month)
        return a.month < b.month ? -1 : 1;
    return a.day < b.day ? -1 : a.day > b.day;
}

struct date date_first(struct date date)
{
    if (date.year && !date.month)
        date.month = 1;
    if (date.year && !date.day)
        date.day = 1;
    return date;
}

struct date date_last(struct date date)
{
    if (date.year && !date.month)
        date.month = 12;
    if (date.year && !date.day)
        date.day = (int8_t)days_in_month(date.year, date.month);
    return date;
}

/* Days of the civil calendar, counted in eras of 400 years that start on 1 March. */
int64_t date_days(struct date date)
{
    int64_t year = date.year - (date.month <= 2);
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t of_era = year - era * 400;
    int64_t of_year = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

struct date date_from_days(int64_t days)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t of_era = days - era * 146097;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * of_year + 2) / 153;
    int64_t day = of_year - (153 * month + 2) / 5 + 1;
    month += month < 10 ? 3 : -9;
    return date_of((int)(year + era * 400 + (month <= 2)), (int)month, (int)day);
}

struct date date_add_days(struct date date, int64_t days)
{
    return date_from_days(date_days(date) + days);
}

struct date date_add_months(struct date date, int months)
{
    int n = date.year * 12 + date.month - 1 + months;
    int year = n / 12, month = n % 12 + 1, last = days_in_month(year, month);
    return date_of(year, month, date.day < last ? date.day : last);
}

int date_weekday(struct date date)
{
    int64_t n = (date_days(date) + 3) % 7; /* 1970-01-01 was a Thursday */
    return (int)(n < 0 ? n + 7 : n) + 1;
}

int64_t now_utc(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static const int64_t DAY = INT64_C(86400) * 1000000;

struct date date_of_moment(int64_t moment)
{
    return date_from_days((moment >= 0 ? moment : moment - DAY + 1) / DAY);
}

const char *moment_text(char out[MOMENT_TEXT], int64_t moment)
{
    struct date date = date_of_moment(moment);
    int64_t rest = moment - date_days(date) * DAY, seconds = rest / 1000000;
    char *at = out + strlen(date_text(out, date));
    *at++ = 'T';
    at = put(at, (int)(seconds / 3600), 2);
    *at++ = ':';
    at = put(at, (int)(seconds / 60 % 60), 2);
    *at++ = ':';
    at = put(at, (int)(seconds % 60), 2);
    *at++ = '.';
    at = put(at, (int)(rest % 1000000), 6);
    *at++ = 'Z';
    *at = 0;
    return out;
}

bool moment_parse(int64_t *out, const char *text)
{
    char day[DATE_TEXT];
    struct date date;
    int hour, minute, second, micro;
    if (strlen(text) != MOMENT_TEXT - 1)
        return false;
    memcpy(day, text, 10);
    day[10] = 0;
    if (!date_parse(&date, day) || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[19] != '.' ||
        text[26] != 'Z')
        return false;
    if (!digits(&hour, text + 11, 2) || !digits(&minute, text + 14, 2) || !digits(&second, text + 17, 2) ||
        !digits(&micro, text + 20, 6))
        return false;
    if (hour > 23 || minute > 59 || second > 59)
        return false;
    *out = date_days(date) * DAY + (((int64_t)hour * 60 + minute) * 60 + second) * 1000000 + micro;
    return true;
}
