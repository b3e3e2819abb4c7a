#include "web/html.h"
#include "base/text.h"
#include <string.h>

struct html html_of(const struct buffer *buffer)
{
    return (struct html){buffer->at, buffer->size};
}

static const char *entity(unsigned char byte)
{
    switch (byte) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    default: return NULL;
    }
}

/* Bytes that must not stand as they are: the five, and NUL, which no text holds. */
static const bool special[256] = {['&'] = true, ['<'] = true, ['>'] = true, ['"'] = true, ['\''] = true};

void html_bytes(struct buffer *out, const char *bytes, size_t size)
{
    const char *end = bytes + size;
    while (bytes < end) {
        const char *run = bytes;
        while (run < end && !special[(unsigned char)*run])
            run++;
        if (run > bytes)
            buffer_add(out, bytes, (size_t)(run - bytes));
        if (run < end)
            buffer_text(out, entity((unsigned char)*run++));
        bytes = run;
    }
}

void html_text(struct buffer *out, const char *text)
{
    if (text)
        html_bytes(out, text, strlen(text));
}

static bool starts_with_lang(const char *path)
{
    if (path[0] != '/' || !path[1] || !path[2] || (path[3] != '/' && path[3] != 0 && path[3] != '?'))
        return false;
    enum lang lang;
    return lang_parse(&lang, (char[]){path[1], path[2], 0});
}

bool path_takes_lang(const char *path)
{
    return path[0] == '/' && !text_starts(path, "/static/") && !text_starts(path, "/api/") && !starts_with_lang(path);
}

/* Nothing that a browser would read as another site or another scheme. Browsers drop control
 * characters and take \ for /. */
static bool is_safe_address(const char *address)
{
    static const char *const schemes[] = {"http://", "https://", "mailto:", "tel:"};
    for (const char *at = address; *at; at++)
        if ((unsigned char)*at < ' ' || *at == 0x7f || *at == '\\')
            return false;
    if (*address == '/')
        return address[1] != '/';
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (strncasecmp(address, schemes[i], strlen(schemes[i])) == 0)
            return true;
    size_t colon = strcspn(address, ":/?#");
    return *address != ' ' && address[colon] != ':';
}

void html_address(struct buffer *out, enum lang lang, const char *address)
{
    if (!address)
        return;
    if (!is_safe_address(address)) {
        buffer_byte(out, '#');
        return;
    }
    if (path_takes_lang(address)) {
        buffer_byte(out, '/');
        buffer_text(out, lang_codes[lang]);
    }
    html_text(out, address);
}

void html_address_part(struct buffer *out, const char *text)
{
    static const char digits[] = "0123456789ABCDEF";
    for (; text && *text; text++) {
        unsigned char byte = (unsigned char)*text;
        bool plain = (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
            strchr("-._~", byte);
        if (plain)
            buffer_byte(out, (char)byte);
        else
            buffer_add(out, (char[]){'%', digits[byte >> 4], digits[byte & 15]}, 3);
    }
}
