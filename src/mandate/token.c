#include "mandate/token.h"
#include <string.h>
#include "mandate/letters.h"

static void make_room(struct tokens *out)
{
    size_t room = out->room ? out->room * 2 : 256;
    struct token *grown = NEW_ARRAY(out->arena, room, struct token);
    if (out->count)
        memcpy(grown, out->at, out->count * sizeof *grown);
    out->at = grown;
    out->room = room;
}

/* A hyphen or apostrophe between letters joins them; blanks around a hyphen on one side only do not part them ("Secretary -General"). */
static bool joins(uint32_t sign, const unsigned char *next, size_t left)
{
    if ((sign != '-' && sign != '\'') || !left)
        return false;
    struct letter l = letter_at(next, left);
    return l.kind == LETTER_OF_WORD || (sign == '-' && l.kind == LETTER_DIGIT);
}

/* The word that begins at `at`: its number, and the token's marks. The usual case, plain Latin letters, is done byte by byte. */
static size_t cut_word(struct token *t, const unsigned char *bytes, size_t from, size_t size, struct letter first)
{
    enum { LONGEST = 60000 };
    uint64_t word = WORD_START;
    bool capitals = true;
    unsigned smalls = 0; /* the bit that makes a letter small */
    size_t at = from, end = size - from > LONGEST ? from + LONGEST : size;
    t->upper = first.upper;
    if (first.kind == LETTER_ALONE) {
        word = word_step(word, first.code);
        at += first.size;
    } else {
        while (at < end) {
            unsigned char c = bytes[at];
            uint32_t small = c | 0x20u;
            if (small - 'a' < 26) {
                word = word_step(word, small);
                smalls |= c;
                at++;
                continue;
            }
            if (c < 0x80)
                break;
            struct letter l = letter_beyond_ascii(bytes + at, end - at);
            if (l.kind == LETTER_OF_WORD) {
                word = word_step(word, l.code);
                capitals = capitals && l.upper;
            } else if (l.kind != LETTER_SILENT) {
                break;
            }
            at += l.size;
        }
    }
    t->word = word;
    t->capitals = capitals && !(smalls & 0x20);
    t->number = vocabulary_root_of(word);
    t->kinds = t->number ? vocabulary_roots[t->number - 1].kinds : 0;
    return at;
}

static size_t cut_number(struct token *t, const unsigned char *bytes, size_t from, size_t size)
{
    uint64_t number = 0;
    size_t at = from;
    while (at < size && at - from < 60000) {
        struct letter l = letter_at(bytes + at, size - at);
        if (l.kind != LETTER_DIGIT)
            break;
        number = number < 400000000u ? number * 10 + l.code : 4000000000u;
        t->digits = (uint8_t)(t->digits + (t->digits < 200));
        at += l.size;
    }
    t->number = (uint32_t)number;
    return at;
}

/* The kind of a byte of ASCII, without the rest that letter_at tells. */
static inline enum letter_kind ascii_kind(unsigned char c)
{
    if ((unsigned)((c | 0x20) - 'a') < 26)
        return LETTER_OF_WORD;
    if (c <= ' ' || c == 0x7F)
        return LETTER_BLANK;
    return (unsigned)(c - '0') < 10 ? LETTER_DIGIT : LETTER_NONE;
}

void tokens_cut(struct tokens *out, const char *text, size_t size, size_t most)
{
    const unsigned char *bytes = (const unsigned char *)text;
    uint8_t before = BEFORE_NOTHING;
    bool after_letter = false; /* the last byte passed belongs to a word */
    most += out->count;
    for (size_t at = 0; at < size && out->count < most;) {
        unsigned char c = bytes[at];
        struct letter l;
        enum letter_kind kind;
        if (c < 0x80) {
            kind = ascii_kind(c);
            l = (struct letter){(uint8_t)kind, 1, (unsigned)(c - 'A') < 26, c};
        } else {
            l = letter_beyond_ascii(bytes + at, size - at);
            kind = (enum letter_kind)l.kind;
        }
        if (kind == LETTER_BLANK || kind == LETTER_SILENT) {
            before = before == BEFORE_HYPHEN ? BEFORE_HYPHEN : kind == LETTER_BLANK ? BEFORE_BLANK : before;
            after_letter = after_letter && kind == LETTER_BLANK; /* "Secretary -General" */
            at += l.size;
            continue;
        }
        bool word = kind == LETTER_OF_WORD || kind == LETTER_ALONE, number = kind == LETTER_DIGIT;
        if (kind == LETTER_NONE && after_letter && (l.code == '-' || (l.code == '\'' && before != BEFORE_BLANK)) &&
            out->count && joins(l.code, bytes + at + l.size, size - at - l.size)) {
            before = l.code == '-' ? BEFORE_HYPHEN : BEFORE_APOSTROPHE;
            at += l.size;
            continue;
        }
        if (out->count == out->room)
            make_room(out);
        struct token *t = &out->at[out->count++];
        *t = (struct token){.at = (uint32_t)at,
            .before = before,
            .kind = word ? TOKEN_OF_LETTERS
                : number ? TOKEN_NUMBER
                         : TOKEN_SIGN};
        if (word) {
            at = cut_word(t, bytes, at, size, l);
        } else if (number) {
            at = cut_number(t, bytes, at, size);
        } else {
            t->number = kind == LETTER_RAISED ? '^' : l.code;
            at += l.size;
        }
        t->size = (uint16_t)(at - t->at);
        after_letter = word || number;
        before = BEFORE_NOTHING;
    }
}
