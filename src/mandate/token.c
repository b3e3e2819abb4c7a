#include "mandate/token.h"
#include <string.h>
#include "mandate/letters.h"

static struct token *add(struct tokens *out)
{
    if (out->count == out->room) {
        size_t room = out->room ? out->room * 2 : 256;
        struct token *grown = NEW_ARRAY(out->arena, room, struct token);
        if (out->count)
            memcpy(grown, out->at, out->count * sizeof *grown);
        out->at = grown;
        out->room = room;
    }
    return &out->at[out->count++];
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

void tokens_cut(struct tokens *out, const char *text, size_t size, size_t most)
{
    const unsigned char *bytes = (const unsigned char *)text;
    uint8_t before = BEFORE_NOTHING;
    bool after_letter = false; /* the last byte passed belongs to a word */
    most += out->count;
    for (size_t at = 0; at < size && out->count < most;) {
        if (bytes[at] == ' ') {
            before = before == BEFORE_HYPHEN ? BEFORE_HYPHEN : BEFORE_BLANK;
            at++;
            continue;
        }
        struct letter l = letter_at(bytes + at, size - at);
        if (l.kind == LETTER_BLANK || l.kind == LETTER_SILENT) {
            before = before == BEFORE_HYPHEN ? BEFORE_HYPHEN : l.kind == LETTER_BLANK ? BEFORE_BLANK : before;
            after_letter = after_letter && l.kind == LETTER_BLANK; /* "Secretary -General" */
            at += l.size;
            continue;
        }
        bool word = l.kind == LETTER_OF_WORD || l.kind == LETTER_ALONE, number = l.kind == LETTER_DIGIT;
        bool joined = !word && !number && after_letter && out->count && l.kind == LETTER_NONE &&
            joins(l.code, bytes + at + l.size, size - at - l.size) && (before != BEFORE_BLANK || l.code == '-');
        if (joined) {
            before = l.code == '-' ? BEFORE_HYPHEN : BEFORE_APOSTROPHE;
            at += l.size;
            continue;
        }
        struct token *t = add(out);
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
            t->number = l.kind == LETTER_RAISED ? '^' : l.code;
            at += l.size;
        }
        t->size = (uint16_t)(at - t->at);
        after_letter = word || number;
        before = BEFORE_NOTHING;
    }
}
