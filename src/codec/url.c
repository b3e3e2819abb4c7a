#include "codec/url.h"
#include "base/text.h"
#include <string.h>

static bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("-._~", c));
}

void url_encode(struct buffer *out, const char *text)
{
    static const char digits[] = "0123456789ABCDEF";
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (is_plain(*text))
            buffer_byte(out, *text);
        else
            buffer_add(out, (char[]){'%', digits[c >> 4], digits[c & 15]}, 3);
    }
}

static int digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool url_decode(char **out, struct arena *arena, const char *part, size_t size, bool form)
{
    char *text = arena_alloc(arena, size + 1);
    size_t length = 0;
    for (size_t i = 0; i < size; i++) {
        if (part[i] == '%') {
            int high = i + 2 < size ? digit(part[i + 1]) : -1, low = i + 2 < size ? digit(part[i + 2]) : -1;
            if (high < 0 || low < 0)
                return false;
            text[length++] = (char)(high << 4 | low);
            i += 2;
        } else {
            text[length++] = form && part[i] == '+' ? ' ' : part[i];
        }
    }
    *out = text;
    return utf8_valid(text, length) == length;
}

bool url_query(struct url_pair **out, size_t *count, struct arena *arena, const char *query, size_t size, size_t most)
{
    size_t room = size > 0;
    for (size_t i = 0; i < size; i++)
        room += query[i] == '&';
    *count = 0;
    *out = NULL;
    if (room > most)
        return false;
    struct url_pair *pairs = NEW_ARRAY(arena, room, struct url_pair);
    for (size_t at = 0, end; at < size; at = end + 1) {
        const char *next = memchr(query + at, '&', size - at);
        end = next ? (size_t)(next - query) : size;
        if (end == at)
            continue; /* "a=1&&b=2" */
        const char *equals = memchr(query + at, '=', end - at);
        size_t name_end = equals ? (size_t)(equals - query) : end, value = equals ? name_end + 1 : end;
        char *name_text, *value_text;
        if (!url_decode(&name_text, arena, query + at, name_end - at, true) ||
            !url_decode(&value_text, arena, query + value, end - value, true))
            return false;
        pairs[(*count)++] = (struct url_pair){name_text, value_text};
    }
    *out = pairs;
    return true;
}

void url_add(struct buffer *query, const char *name, const char *value)
{
    if (query->size)
        buffer_byte(query, '&');
    url_encode(query, name);
    buffer_byte(query, '=');
    url_encode(query, value);
}
