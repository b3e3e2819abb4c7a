/*
 * Letters as the reader sees them: without case, Latin ones without accents, Arabic ones in one form; Chinese characters each
 * a word of its own. Shared by the reader and by tools/vocabulary, so that both cut and fold words in the same way.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum letter_kind {
    LETTER_NONE,   /* a sign */
    LETTER_BLANK,  /* white space of any kind */
    LETTER_SILENT, /* nothing at all: vowel signs, soft hyphens, direction marks */
    LETTER_OF_WORD,
    LETTER_DIGIT,
    LETTER_ALONE,  /* a word by itself: Chinese */
    LETTER_RAISED, /* a raised figure: a footnote mark */
};

struct letter {
    uint8_t kind;
    uint8_t size;  /* bytes it takes */
    bool upper;    /* a capital */
    uint32_t code; /* folded letter, value of a digit, or the sign in one form */
};

/* The code point at `at` and how many bytes it takes; the text is well-formed. */
static inline uint32_t letter_code(const unsigned char *at, size_t left, uint8_t *size)
{
    if (at[0] >= 0xF0 && left >= 4) {
        *size = 4;
        return (uint32_t)(at[0] & 7) << 18 | (uint32_t)(at[1] & 63) << 12 | (uint32_t)(at[2] & 63) << 6 | (at[3] & 63);
    }
    if (at[0] >= 0xE0 && left >= 3) {
        *size = 3;
        return (uint32_t)(at[0] & 15) << 12 | (uint32_t)(at[1] & 63) << 6 | (at[2] & 63);
    }
    if (at[0] >= 0xC0 && left >= 2) {
        *size = 2;
        return (uint32_t)(at[0] & 31) << 6 | (at[1] & 63);
    }
    *size = 1;
    return at[0];
}

/* Signs that stand for others: typographic quotation marks, dashes, Arabic and full-width punctuation. 0: as it is. */
static inline uint32_t letter_sign(uint32_t code)
{
    switch (code) {
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F:
    case 0xAB:
    case 0xBB:
    case 0xFF02:
    case 0x300C:
    case 0x300D: return '"';
    case 0x2018:
    case 0x2019:
    case 0x201B:
    case 0x2BC:
    case 0xB4: return '\'';
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2212:
    case 0xFF0D: return '-';
    case 0x2013:
    case 0x2014:
    case 0x2015: return 0x2013;
    case 0x60C:
    case 0xFF0C:
    case 0x3001: return ',';
    case 0x61B:
    case 0xFF1B: return ';';
    case 0xFF1A: return ':';
    case 0x3002:
    case 0xFF0E:
    case 0x6D4: return '.';
    case 0xFF08: return '(';
    case 0xFF09: return ')';
    case 0x61F:
    case 0xFF1F: return '?';
    default: return code;
    }
}

static inline int letter_raised(uint32_t code)
{
    return code == 0xB9                                      ? 1
        : code == 0xB2                                       ? 2
        : code == 0xB3                                       ? 3
        : code >= 0x2070 && code <= 0x2079 && code != 0x2071 ? (int)(code - 0x2070)
                                                             : -1;
}

static inline struct letter letter_beyond_ascii(const unsigned char *at, size_t left)
{
    static const char latin[] = "aaaaaaaceeeeiiiidnooooo*ouuuuytsaaaaaaaceeeeiiiidnooooo/ouuuuyty"; /* from U+00C0 */
    struct letter l = {.kind = LETTER_NONE};
    uint32_t c = letter_code(at, left, &l.size);
    if (c >= 0xC0 && c <= 0xFF && c != 0xD7 && c != 0xF7) {
        l = (struct letter){LETTER_OF_WORD, l.size, c < 0xE0, (unsigned char)latin[c - 0xC0]};
    } else if (c >= 0x100 && c <= 0x24F) {
        l = (struct letter){LETTER_OF_WORD, l.size, !(c & 1), c | 1};
    } else if (c >= 0x400 && c <= 0x4FF) {
        bool upper = c < 0x430;
        uint32_t small = c >= 0x410 && c < 0x430 ? c + 0x20 : c < 0x410 ? c + 0x50 : c;
        l = (struct letter){LETTER_OF_WORD, l.size, upper, small == 0x451 ? 0x435 : small};
    } else if ((c >= 0x64B && c <= 0x652) || c == 0x640 || c == 0x670 || c == 0xAD || c == 0xFEFF || c == 0x2060 ||
        (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
        (c >= 0x300 && c <= 0x36F)) {
        l.kind = LETTER_SILENT;
    } else if (c >= 0x621 && c <= 0x6D3 && c != 0x6D4 && !(c >= 0x660 && c <= 0x66D)) {
        uint32_t one = c == 0x623 || c == 0x625 || c == 0x622 ? 0x627 : c == 0x649 ? 0x64A : c == 0x629 ? 0x647 : c;
        l = (struct letter){LETTER_OF_WORD, l.size, false, one};
    } else if ((c >= 0x660 && c <= 0x669) || (c >= 0xFF10 && c <= 0xFF19)) {
        l = (struct letter){LETTER_DIGIT, l.size, false, c >= 0xFF10 ? c - 0xFF10 : c - 0x660};
    } else if ((c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x20000 && c <= 0x3FFFF)) {
        l = (struct letter){LETTER_ALONE, l.size, false, c};
    } else if (letter_raised(c) >= 0) {
        l = (struct letter){LETTER_RAISED, l.size, false, (uint32_t)letter_raised(c)};
    } else if (c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F || c == 0x3000 || c == 0x2028 ||
        c == 0x2029 || c == 0x85) {
        l.kind = LETTER_BLANK;
    } else if (c >= 0x250 && c < 0x2000 && !(c >= 0x590 && c < 0x700) && c != 0x2BC) {
        l = (struct letter){LETTER_OF_WORD, l.size, false, c};
    } else {
        l.code = letter_sign(c);
    }
    return l;
}

static inline struct letter letter_at(const unsigned char *at, size_t left)
{
    unsigned char c = at[0];
    if (c >= 0x80)
        return letter_beyond_ascii(at, left);
    if (c >= 'a' && c <= 'z')
        return (struct letter){LETTER_OF_WORD, 1, false, c};
    if (c >= 'A' && c <= 'Z')
        return (struct letter){LETTER_OF_WORD, 1, true, c | 0x20u};
    if (c >= '0' && c <= '9')
        return (struct letter){LETTER_DIGIT, 1, false, c - '0'};
    if (c <= ' ' || c == 0x7F)
        return (struct letter){LETTER_BLANK, 1, false, ' '};
    return (struct letter){LETTER_NONE, 1, false, c};
}

/* The number of a word grows letter by letter. tools/vocabulary refuses two words with the same one. */
#define WORD_START 0x9E3779B97F4A7C15u
static inline uint64_t word_step(uint64_t word, uint32_t code)
{
    return (word << 7 | word >> 57) ^ code;
}
