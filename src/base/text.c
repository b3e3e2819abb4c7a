#include "base/text.h"
#include <string.h>

/* Bytes of the sequence that starts at `at`, 0 when it is broken (overlong, surrogate, beyond U+10FFFF, cut off). */
static size_t sequence(const unsigned char *at, size_t left)
{
    unsigned char c = at[0];
    if (c == 0)
        return 0;
    if (c < 0x80)
        return 1;
    size_t n = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
    if (c < 0xC2 || c > 0xF4 || left < n)
        return 0;
    for (size_t i = 1; i < n; i++)
        if ((at[i] & 0xC0) != 0x80)
            return 0;
    if ((c == 0xE0 && at[1] < 0xA0) || (c == 0xED && at[1] > 0x9F) || (c == 0xF0 && at[1] < 0x90) ||
        (c == 0xF4 && at[1] > 0x8F))
        return 0;
    return n;
}

size_t utf8_valid(const char *bytes, size_t size)
{
    const unsigned char *at = (const unsigned char *)bytes;
    size_t done = 0;
    while (done < size) {
        uint64_t eight;
        if (size - done >= sizeof eight) { /* eight at once while they are ASCII and none is NUL */
            memcpy(&eight, at + done, sizeof eight);
            if (!((eight | (eight - 0x0101010101010101u)) & 0x8080808080808080u)) {
                done += sizeof eight;
                continue;
            }
        }
        size_t n = sequence(at + done, size - done);
        if (n == 0)
            break;
        done += n;
    }
    return done;
}

size_t utf8_length(const char *text)
{
    size_t n = 0;
    for (; *text; text++)
        n += (*text & 0xC0) != 0x80;
    return n;
}

uint32_t utf8_next(const char **at, const char *end)
{
    if (*at >= end)
        return 0;
    const unsigned char *c = (const unsigned char *)*at;
    size_t n = sequence(c, (size_t)(end - *at));
    if (n == 0) {
        (*at)++;
        return 0xFFFD;
    }
    *at += n;
    switch (n) {
    case 1: return c[0];
    case 2: return (uint32_t)(c[0] & 0x1F) << 6 | (c[1] & 0x3F);
    case 3: return (uint32_t)(c[0] & 0x0F) << 12 | (uint32_t)(c[1] & 0x3F) << 6 | (c[2] & 0x3F);
    default:
        return (uint32_t)(c[0] & 0x07) << 18 | (uint32_t)(c[1] & 0x3F) << 12 | (uint32_t)(c[2] & 0x3F) << 6 |
            (c[3] & 0x3F);
    }
}

size_t utf8_put(char out[4], uint32_t code)
{
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    size_t n = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (code & 0x3F));
        code >>= 6;
    }
    out[0] = (char)((n == 2 ? 0xC0 : n == 3 ? 0xE0 : 0xF0) | code);
    return n;
}

bool text_is(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

bool text_starts(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

bool text_ends(const char *text, const char *end)
{
    size_t n = strlen(text), m = strlen(end);
    return n >= m && memcmp(text + n - m, end, m) == 0;
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

bool text_empty(const char *text)
{
    if (text)
        for (; *text; text++)
            if (!is_space(*text))
                return false;
    return true;
}

const char *text_or(const char *text, const char *instead)
{
    return text ? text : instead;
}

char *text_trim(struct arena *arena, const char *text)
{
    size_t n = strlen(text);
    while (n > 0 && is_space(text[n - 1]))
        n--;
    while (n > 0 && is_space(*text)) {
        text++;
        n--;
    }
    return arena_copy(arena, text, n);
}

bool text_number(int64_t *out, const char *text)
{
    bool minus = *text == '-';
    int64_t n = 0;
    text += minus;
    if (!*text)
        return false;
    for (; *text; text++) {
        if (*text < '0' || *text > '9' || __builtin_mul_overflow(n, 10, &n) ||
            __builtin_sub_overflow(n, *text - '0', &n))
            return false;
    }
    if (!minus && n == INT64_MIN)
        return false;
    *out = minus ? n : -n;
    return *out != UNKNOWN;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

unsigned text_distance(const char *a, const char *b, unsigned most)
{
    enum { LONGEST = 64 };
    size_t n = strlen(a), m = strlen(b);
    if (n > LONGEST || m > LONGEST)
        return most + 1;
    unsigned row[LONGEST + 1];
    for (size_t j = 0; j <= m; j++)
        row[j] = (unsigned)j;
    for (size_t i = 1; i <= n; i++) {
        unsigned diagonal = row[0];
        row[0] = (unsigned)i;
        for (size_t j = 1; j <= m; j++) {
            unsigned above = row[j], best = diagonal + (lower(a[i - 1]) != lower(b[j - 1]));
            best = above + 1 < best ? above + 1 : best;
            best = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
            diagonal = above;
            row[j] = best;
        }
    }
    return row[m] <= most ? row[m] : most + 1;
}

char *text_hex(struct arena *arena, const void *bytes, size_t size)
{
    const unsigned char *from = bytes;
    char *hex = arena_alloc(arena, size * 2 + 1);
    for (size_t i = 0; i < size; i++) {
        hex[2 * i] = "0123456789abcdef"[from[i] >> 4];
        hex[2 * i + 1] = "0123456789abcdef"[from[i] & 15];
    }
    return hex;
}

static int digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool text_from_hex(void *out, size_t size, const char *hex)
{
    unsigned char *to = out;
    for (size_t i = 0; i < size; i++) {
        int high = digit(hex[2 * i]), low = high < 0 ? -1 : digit(hex[2 * i + 1]);
        if (low < 0)
            return false;
        to[i] = (unsigned char)(high << 4 | low);
    }
    return hex[2 * size] == 0;
}
