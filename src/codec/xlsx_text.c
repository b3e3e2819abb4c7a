#include "codec/xlsx_text.h"
#include "base/text.h"
#include <stdio.h>
#include <string.h>

enum { SIGNIFICANT = 15, MOST_EXPONENT = 30, MOST_DIGITS = 64, EPOCH = 25569, SHIFT_1904 = 1462, SECONDS = 86400 };

static int hex(char c)
{
    char low = (char)(c | 0x20);
    return c >= '0' && c <= '9' ? c - '0' : low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

/* "_xHHHH_" at this place: its number, else -1. */
static int32_t escape_at(const char *at, const char *end)
{
    int32_t code = 0;
    if (end - at < 7 || at[0] != '_' || at[1] != 'x' || at[6] != '_')
        return -1;
    for (int i = 2; i < 6; i++) {
        if (hex(at[i]) < 0)
            return -1;
        code = code << 4 | hex(at[i]);
    }
    return code;
}

void xlsx_escape(struct buffer *out, const char *text, size_t most, bool *cut)
{
    const char *end = text + strlen(text);
    size_t units = 0;
    for (*cut = false; text < end;) {
        const char *from = text;
        uint32_t code = utf8_next(&text, end);
        size_t more = code > 0xFFFF ? 2 : 1;
        if (units + more > most - 1 && (text < end || units + more > most)) {
            buffer_text(out, "\u2026");
            *cut = true;
            break;
        }
        units += more;
        bool control = (code < 0x20 && code != '\t' && code != '\n') || code == 0xFFFE || code == 0xFFFF;
        if (control || escape_at(from, end) >= 0)
            buffer_format(out, "_x%04X_", code);
        else
            buffer_add(out, from, (size_t)(text - from));
    }
}

size_t xlsx_unescape(char *text, size_t size)
{
    const char *at = text, *end = text + size;
    char *to = text;
    while (at < end) {
        int32_t code = escape_at(at, end);
        if (code < 0) {
            *to++ = *at++;
            continue;
        }
        at += 7;
        if (code >= 0xD800 && code <= 0xDBFF) {
            int32_t low = escape_at(at, end);
            if (low >= 0xDC00 && low <= 0xDFFF) {
                at += 7;
                code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
            }
        }
        if (code == 0 || (code >= 0xD800 && code <= 0xDFFF))
            code = 0xFFFD;
        to += utf8_put(to, (uint32_t)code);
    }
    *to = 0;
    return (size_t)(to - text);
}

/* A decimal number: 0.d1d2d3... times ten to the exponent. */
struct decimal {
    bool minus;
    int exponent, count;
    char digits[MOST_DIGITS];
};

static bool read_exponent(int *exponent, const char *text)
{
    bool minus = *text == '-';
    int64_t number;
    text += *text == '-' || *text == '+';
    if (*text < '0' || *text > '9' || !text_number(&number, text) || number > 400)
        return false;
    *exponent += (int)(minus ? -number : number);
    return true;
}

static bool read_decimal(struct decimal *out, const char *text)
{
    *out = (struct decimal){.minus = *text == '-'};
    bool point = false, any = false;
    for (text += *text == '-'; *text; text++) {
        if (*text == '.' && !point) {
            point = true;
        } else if (*text >= '0' && *text <= '9') {
            any = true;
            bool leading = out->count == 0 && *text == '0';
            if (!leading && out->count < MOST_DIGITS)
                out->digits[out->count++] = *text;
            else if (!leading && !point)
                return false; /* longer than any number a spreadsheet writes */
            out->exponent += (!leading && !point) - (leading && point);
        } else {
            return any && (*text == 'e' || *text == 'E') && read_exponent(&out->exponent, text + 1);
        }
    }
    return any;
}

/* To fifteen digits, half away from zero, without zeros at the end. */
static void round_decimal(struct decimal *decimal)
{
    if (decimal->count > SIGNIFICANT) {
        bool up = decimal->digits[SIGNIFICANT] >= '5';
        decimal->count = SIGNIFICANT;
        for (int i = SIGNIFICANT - 1; up && i >= 0; i--) {
            up = decimal->digits[i] == '9';
            decimal->digits[i] = up ? '0' : (char)(decimal->digits[i] + 1);
        }
        if (up) {
            decimal->digits[0] = '1';
            decimal->exponent++;
        }
    }
    while (decimal->count > 0 && decimal->digits[decimal->count - 1] == '0')
        decimal->count--;
}

const char *xlsx_number_text(char out[XLSX_NUMBER_TEXT], const char *number)
{
    struct decimal decimal;
    if (!read_decimal(&decimal, number))
        return NULL;
    round_decimal(&decimal);
    if (decimal.count == 0)
        decimal = (struct decimal){.exponent = 1, .count = 1, .digits = "0"};
    if (decimal.exponent > MOST_EXPONENT || decimal.exponent < -MOST_EXPONENT)
        return NULL;
    char *to = out;
    if (decimal.minus)
        *to++ = '-';
    if (decimal.exponent <= 0) {
        *to++ = '0';
        *to++ = '.';
    }
    for (int zero = decimal.exponent; zero < 0; zero++)
        *to++ = '0';
    for (int i = 0; i < decimal.count || i < decimal.exponent; i++) {
        if (i > 0 && i == decimal.exponent)
            *to++ = '.';
        *to++ = i < decimal.count ? decimal.digits[i] : '0';
    }
    *to = 0;
    return out;
}

const char *xlsx_date_text(char out[XLSX_NUMBER_TEXT], const char *number, bool from_1904)
{
    enum { LAST = 2958465, FEBRUARY_29 = 60, FRACTION_DIGITS = 10 };
    int64_t days, scale = 1, fraction = 0;
    char plain[XLSX_NUMBER_TEXT];
    if (!xlsx_number_text(plain, number))
        return NULL;
    char *point = strchr(plain, '.');
    for (int i = 1; point && point[i] && i <= FRACTION_DIGITS; i++, scale *= 10)
        fraction = fraction * 10 + point[i] - '0';
    if (point)
        *point = 0;
    if (!text_number(&days, plain) || days < 1 || days > LAST)
        return NULL;
    int64_t second = (fraction * SECONDS + scale / 2) / scale;
    if (from_1904)
        days += SHIFT_1904;
    else if (days == FEBRUARY_29)
        return NULL; /* the 29 February 1900 of the first spreadsheets did not exist */
    else if (days < FEBRUARY_29)
        days++;
    if (second == SECONDS) {
        days++;
        second = 0;
    }
    struct date date = date_from_days(days - EPOCH);
    if (!date_exists(date))
        return NULL;
    date_text(out, date);
    if (second != 0)
        snprintf(out + strlen(out), XLSX_NUMBER_TEXT - DATE_TEXT, " %02d:%02d:%02d", (int)(second / 3600),
            (int)(second / 60 % 60), (int)(second % 60));
    return out;
}

bool xlsx_format_is_date(const char *format)
{
    for (; *format && *format != ';'; format++) {
        if (*format == '"')
            format += 1 + strcspn(format + 1, "\"");
        else if (*format == '[')
            format += strcspn(format, "]");
        else if ((*format == '\\' || *format == '_' || *format == '*') && format[1])
            format++;
        else if (strchr("yYdDhHsS", *format) || *format == 'm' || *format == 'M')
            return true;
        if (!*format)
            return false;
    }
    return false;
}
