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
static const bool special[256] = {[0] = true, ['&'] = true, ['<'] = true, ['>'] = true, ['"'] = true, ['\''] = true};

void html_bytes(struct buffer *out, const char *bytes, size_t size)
{
    const char *end = bytes + size;
    while (bytes < end) {
        const char *run = bytes;
        while (run < end && (!special[(unsigned char)*run] || !*run))
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
    while (text) {
        const char *run = text;
        while (!special[(unsigned char)*run])
            run++;
        if (run > text)
            buffer_add(out, text, (size_t)(run - text));
        if (!*run)
            return;
        buffer_text(out, entity((unsigned char)*run));
        text = run + 1;
    }
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

static bool stands_in_address(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
        c == '.' || c == '~';
}

void html_address_part(struct buffer *out, const char *text)
{
    static const char digits[] = "0123456789ABCDEF";
    while (text && *text) {
        const char *run = text;
        while (stands_in_address(*run))
            run++;
        if (run > text)
            buffer_add(out, text, (size_t)(run - text));
        if (*run) {
            unsigned char byte = (unsigned char)*run++;
            buffer_add(out, (char[]){'%', digits[byte >> 4], digits[byte & 15]}, 3);
        }
        text = run;
    }
}
