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

void tokens_cut(struct tokens *out, const char *text, size_t size, size_t most)
{
    const unsigned char *bytes = (const unsigned char *)text;
    uint8_t before = BEFORE_NOTHING;
    bool after_letter = false; /* the last byte passed belongs to a word */
    most += out->count;
    for (size_t at = 0; at < size && out->count < most;) {
        struct letter l = letter_at(bytes + at, size - at);
        if (l.kind == LETTER_BLANK || l.kind == LETTER_SILENT) {
            before = before == BEFORE_HYPHEN ? BEFORE_HYPHEN : l.kind == LETTER_BLANK ? BEFORE_BLANK : before;
            after_letter = after_letter && l.kind == LETTER_BLANK; /* "Secretary -General": see below */
            at += l.size;
            continue;
        }
        if (l.kind == LETTER_OF_WORD || l.kind == LETTER_ALONE) {
            struct token *t = add(out);
            size_t from = at;
            uint64_t word = WORD_START;
            bool capitals = true, upper = l.upper, alone = l.kind == LETTER_ALONE;
            do {
                if (l.kind == LETTER_OF_WORD || l.kind == LETTER_ALONE) {
                    word = word_step(word, l.code);
                    capitals = capitals && l.upper;
                }
                at += l.size;
                if (alone || at >= size)
                    break;
                l = letter_at(bytes + at, size - at);
            } while ((l.kind == LETTER_OF_WORD || l.kind == LETTER_SILENT) && at - from < 60000);
            *t = (struct token){.word = word, .at = (uint32_t)from, .size = (uint16_t)(at - from), .kind = TOKEN_OF_LETTERS, .before = before,
                .upper = upper, .capitals = capitals};
            before = BEFORE_NOTHING;
            after_letter = true;
            continue;
        }
        if (l.kind == LETTER_DIGIT) {
            struct token *t = add(out);
            size_t from = at;
            uint64_t number = 0;
            uint8_t digits = 0;
            do {
                number = number < 400000000u ? number * 10 + l.code : 4000000000u;
                digits = (uint8_t)(digits + (digits < 200));
                at += l.size;
                if (at >= size)
                    break;
                l = letter_at(bytes + at, size - at);
            } while (l.kind == LETTER_DIGIT && at - from < 60000);
            *t = (struct token){.at = (uint32_t)from, .number = (uint32_t)number, .size = (uint16_t)(at - from), .kind = TOKEN_NUMBER,
                .before = before, .digits = digits};
            before = BEFORE_NOTHING;
            after_letter = true;
            continue;
        }
        bool joined = after_letter && out->count && l.kind == LETTER_NONE && joins(l.code, bytes + at + l.size, size - at - l.size) &&
            (before != BEFORE_BLANK || l.code == '-');
        if (joined) {
            before = l.code == '-' ? BEFORE_HYPHEN : BEFORE_APOSTROPHE;
            at += l.size;
            continue;
        }
        *add(out) = (struct token){.at = (uint32_t)at, .number = l.kind == LETTER_RAISED ? '^' : l.code, .size = l.size, .kind = TOKEN_SIGN,
            .before = before};
        before = BEFORE_NOTHING;
        after_letter = false;
        at += l.size;
    }
}
