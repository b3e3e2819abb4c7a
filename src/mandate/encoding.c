#include "mandate/encoding.h"
#include <stdbool.h>
#include <string.h>
#include "base/text.h"

enum { LOOKED_AT = 64 << 10 };

static bool begins(const char *bytes, size_t size, const char *start, size_t length)
{
    return size >= length && memcmp(bytes, start, length) == 0;
}

/* Half of the bytes of UTF-16 in Latin letters are NUL, three quarters of UTF-32. */
static enum encoding wide(const char *bytes, size_t size)
{
    size_t nul[4] = {0}, looked = size < LOOKED_AT ? size : LOOKED_AT;
    if (begins(bytes, size, "\xFF\xFE\0\0", 4) || begins(bytes, size, "\0\0\xFE\xFF", 4))
        return ENCODING_UTF32;
    if (begins(bytes, size, "\xFF\xFE", 2) || begins(bytes, size, "\xFE\xFF", 2))
        return ENCODING_UTF16;
    for (size_t i = 0; i < looked; i++)
        nul[i % 4] += !bytes[i];
    size_t quarter = looked / 4, all = nul[0] + nul[1] + nul[2] + nul[3];
    if (looked >= 16 && all > quarter * 5 / 2)
        return ENCODING_UTF32;
    if (looked >= 8 && (nul[0] + nul[2] > quarter || nul[1] + nul[3] > quarter) &&
        (nul[0] + nul[2] < quarter / 8 + 1 || nul[1] + nul[3] < quarter / 8 + 1))
        return ENCODING_UTF16;
    return ENCODING_BINARY;
}

/* Which of the encodings with one or two bytes for a letter: by where the high bytes lie. */
static enum encoding narrow(const char *bytes, size_t size)
{
    size_t looked = size < LOOKED_AT ? size : LOOKED_AT, high = 0, controls = 0, cyrillic = 0, pairs = 0, runs = 0;
    for (size_t i = 0; i < looked; i++) {
        unsigned char c = (unsigned char)bytes[i];
        controls += c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f';
        if (c < 0x80)
            continue;
        high++;
        bool after_high = i > 0 && (unsigned char)bytes[i - 1] >= 0x80;
        runs += after_high;
        cyrillic += c >= 0xE0;
        pairs += after_high && c >= 0xA1 && (unsigned char)bytes[i - 1] >= 0xB0 && (unsigned char)bytes[i - 1] <= 0xF7;
    }
    if (controls > looked / 100)
        return ENCODING_BINARY;
    if (high * 5 < looked || runs * 2 < high)
        return ENCODING_WINDOWS;
    if (cyrillic * 5 > high * 4)
        return ENCODING_CYRILLIC;
    return pairs * 3 > high ? ENCODING_CHINESE : ENCODING_ARABIC;
}

static bool blank(const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if ((unsigned char)bytes[i] > ' ')
            return false;
    return true;
}

enum encoding encoding_of(const char *bytes, size_t size, size_t *start)
{
    *start = begins(bytes, size, "\xEF\xBB\xBF", 3) ? 3 : 0;
    if (begins(bytes, size, "%PDF-", 5))
        return ENCODING_PDF;
    if (begins(bytes, size, "PK\3\4", 4))
        return ENCODING_ZIP;
    if (begins(bytes, size, "\xD0\xCF\x11\xE0", 4))
        return ENCODING_OLD_WORD;
    if (begins(bytes, size, "{\\rtf", 5))
        return ENCODING_RTF;
    if (begins(bytes, size, "\x89PNG", 4) || begins(bytes, size, "\xFF\xD8\xFF", 3) || begins(bytes, size, "GIF8", 4) ||
        begins(bytes, size, "II*\0", 4) || begins(bytes, size, "MM\0*", 4))
        return ENCODING_PICTURE;
    size_t good = utf8_valid(bytes + *start, size - *start);
    if (good == size - *start)
        return blank(bytes + *start, good) ? ENCODING_EMPTY : ENCODING_UTF8;
    if (memchr(bytes, 0, size))
        return wide(bytes, size);
    enum encoding found = wide(bytes, size);
    return found == ENCODING_BINARY ? narrow(bytes, size) : found;
}

const char *encoding_name(enum encoding encoding)
{
    static const char *const names[] = {NULL, "empty", "utf-16", "utf-32", "windows-1252", "windows-1251",
        "windows-1256", "gb18030", "pdf", "zip", "doc", "rtf", "picture", "binary"};
    return names[encoding];
}
