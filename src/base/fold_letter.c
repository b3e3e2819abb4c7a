#include "base/fold_letter.h"
#include <utf8proc.h>

/* What decomposition leaves apart although readers take one for the other. Sorted by code. */
static const struct same {
    uint32_t from;
    uint16_t to[2];
} same[] = {
    {0x00E6, {'a', 'e'}}, /* æ */
    {0x00F0, {'d'}},      /* ð */
    {0x00F8, {'o'}},      /* ø */
    {0x00FE, {'t', 'h'}}, /* þ */
    {0x0111, {'d'}},      /* đ */
    {0x0127, {'h'}},      /* ħ */
    {0x0131, {'i'}},      /* dotless i of Turkish and Azerbaijani */
    {0x0142, {'l'}},      /* ł */
    {0x0153, {'o', 'e'}}, /* œ */
    {0x0167, {'t'}},      /* ŧ */
    {0x0259, {'a'}},      /* schwa of Azerbaijani, written ä or a elsewhere */
    {0x02BB, {0}},        /* the okina and the apostrophes used for ayn, hamza and soft signs: part of a
                      word, not heard */
    {0x02BC, {0}},        /* modifier apostrophe */
    {0x02BE, {0}},        /* right half ring: hamza */
    {0x02BF, {0}},        /* left half ring: ayn */
    {0x0629, {0x0647}},   /* ta marbuta: ha */
    {0x0640, {0}},        /* tatweel, which only stretches */
    {0x0649, {0x064A}},   /* alef maksura: ya */
    {0x0671, {0x0627}},   /* alef wasla: alef */
    {0x06A9, {0x0643}},   /* Persian kaf */
    {0x06CC, {0x064A}},   /* Persian ya */
};

/* The zeros of other scripts' digits, each followed by its nine. */
static const uint32_t zeros[] = {0x0660, 0x06F0, 0x0966, 0x09E6, 0x0E50, 0x0ED0, 0x1040, 0x17E0};

size_t fold_decompose(uint32_t out[FOLD_MOST], uint32_t code)
{
    if (code < 0x80) {
        out[0] = code >= 'A' && code <= 'Z' ? code + 32 : code;
        return 1;
    }
    if (code >= 0xAC00 && code <= 0xD7A3) { /* a Hangul syllable is a letter to its reader */
        out[0] = code;
        return 1;
    }
    utf8proc_int32_t parts[FOLD_MOST];
    int class = 0;
    utf8proc_ssize_t count = utf8proc_decompose_char((utf8proc_int32_t)code, parts, FOLD_MOST,
        UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE, &class);
    if (count < 0 || count > FOLD_MOST)
        return 0;
    for (utf8proc_ssize_t i = 0; i < count; i++)
        out[i] = (uint32_t)parts[i];
    return (size_t)count;
}

size_t fold_base(uint32_t out[2], uint32_t code)
{
    out[0] = code;
    if (code < 0x80)
        return 1;
    for (size_t i = 0; i < sizeof zeros / sizeof *zeros; i++)
        if (code >= zeros[i] && code <= zeros[i] + 9) {
            out[0] = '0' + code - zeros[i];
            return 1;
        }
    for (size_t i = 0; i < sizeof same / sizeof *same && same[i].from <= code; i++)
        if (same[i].from == code) {
            out[0] = same[i].to[0];
            out[1] = same[i].to[1];
            return out[0] == 0 ? 0 : out[1] == 0 ? 1 : 2;
        }
    return 1;
}

size_t fold_letter(uint32_t out[FOLD_MOST], uint32_t code)
{
    uint32_t parts[FOLD_MOST];
    size_t count = fold_decompose(parts, code), size = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t base[2];
        size_t letters = fold_is_mark(parts[i]) ? 0 : fold_base(base, parts[i]);
        for (size_t j = 0; j < letters && size < FOLD_MOST; j++)
            out[size++] = base[j];
    }
    return size;
}

bool fold_is_mark(uint32_t code)
{
    if (code < 0x300)
        return false;
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)code);
    return category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME;
}

bool fold_is_word(uint32_t code)
{
    if (code < 0x80)
        return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z') || (code >= '0' && code <= '9');
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)code);
    return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
        (category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO);
}

bool fold_is_space(uint32_t code)
{
    if (code < 0x80)
        return code == ' ' || (code >= '\t' && code <= '\r');
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)code);
    return (category >= UTF8PROC_CATEGORY_ZS && category <= UTF8PROC_CATEGORY_ZP) || code == 0x85;
}
