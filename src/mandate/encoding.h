/* What bytes are before they are read: UTF-8 text, or what they seem to be instead. */
#pragma once
#include <stddef.h>

enum encoding {
    ENCODING_UTF8,
    ENCODING_EMPTY, /* nothing, or only white space */
    ENCODING_UTF16, /* either order */
    ENCODING_UTF32,
    ENCODING_WINDOWS, /* one byte for a letter, Western European */
    ENCODING_CYRILLIC,
    ENCODING_ARABIC,
    ENCODING_CHINESE, /* GB 18030, two bytes for a character */
    ENCODING_PDF,
    ENCODING_ZIP, /* docx, xlsx, odt */
    ENCODING_OLD_WORD,
    ENCODING_RTF,
    ENCODING_PICTURE,
    ENCODING_BINARY,
};

/* *start is set behind a byte order mark. */
enum encoding encoding_of(const char *bytes, size_t size, size_t *start);

/* "utf-16", "windows-1252", "pdf"...: as it stands in `looks_like`; NULL for UTF-8. */
const char *encoding_name(enum encoding encoding);
