/*
 * Sort keys: text whose byte order is the order in which a reader of the language looks names up.
 *
 * Three levels, separated by U+0001: letters without case and accents, then accents, then the text
 * as it stands. Words are compared one by one ("Guinea" before "Guinea Ecuatorial"), a hyphen is a
 * space, other punctuation does not count, numbers compare by their value. Spanish has ñ after n,
 * Russian й after и and ё beside е; the Arabic article does not count. Chinese is in the order of
 * the characters' codes, which is that of the radicals and strokes: an order by sound (pinyin)
 * would need a dictionary that is not in Debian outside ICU.
 */
#include "base/fold.h"
#include "base/fold_letter.h"
#include "base/text.h"
#include "base/words.h"
#include <string.h>

/* In bytes: PostgreSQL refuses keys of an index over 2,700. */
enum { MOST_LETTERS = 480, MOST_ACCENTS = 240, MOST_TEXT = 240, MOST_DIGITS = 9 };

enum {
    LEVEL_END = 1,
    AFTER_ALL_LETTERS = 0x7F,
    BREVE = 0x306,
    TILDE = 0x303,
    RUSSIAN_I = 0x438,
    ALEF = 0x627,
    LAM = 0x644
};

struct key {
    struct buffer *letters, *accents;
    int lang;
    uint32_t last;                /* letter */
    bool space;                   /* before the next letter */
    char digits[MOST_DIGITS + 1]; /* of the number being read, without leading zeros */
    size_t digit_count;
    bool number;
};

static void add_code(struct buffer *buffer, uint32_t code)
{
    char bytes[4];
    size_t size = utf8_put(bytes, code);
    if (!buffer->full)
        buffer_add(buffer, bytes, size);
}

/* A number as its count of digits and the digits, so that 9 comes before 10. */
static void end_number(struct key *key)
{
    if (key->number) {
        buffer_byte(key->letters, (char)('0' + key->digit_count));
        buffer_add(key->letters, key->digits, key->digit_count);
    }
    key->number = false;
    key->digit_count = 0;
}

static void add_digit(struct key *key, uint32_t code)
{
    if (key->digit_count == MOST_DIGITS)
        end_number(key);
    key->number = true;
    if (code != '0' || key->digit_count > 0)
        key->digits[key->digit_count++] = (char)code;
}

static void add_letter(struct key *key, uint32_t code)
{
    bool digit = code >= '0' && code <= '9';
    if (!digit || key->space)
        end_number(key);
    if (key->space && key->letters->size)
        buffer_byte(key->letters, ' ');
    key->space = false;
    if (digit)
        add_digit(key, code);
    else
        add_code(key->letters, code);
    key->last = code;
}

/* The two marks that make another letter. */
static void add_mark(struct key *key, uint32_t mark)
{
    if (key->lang == LANG_ES && mark == TILDE && key->last == 'n')
        add_code(key->letters, AFTER_ALL_LETTERS);
    if (mark == BREVE && key->last == RUSSIAN_I && !key->letters->full) {
        key->letters->size -= 2;
        add_code(key->letters, RUSSIAN_I + 1);
    }
}

static void add_character(struct key *key, uint32_t code)
{
    uint32_t parts[FOLD_MOST], base[2];
    size_t count = fold_decompose(parts, code);
    for (size_t i = 0; i < count; i++) {
        add_code(key->accents, parts[i]);
        if (fold_is_mark(parts[i])) {
            add_mark(key, parts[i]);
            continue;
        }
        size_t letters = fold_base(base, parts[i]);
        for (size_t j = 0; j < letters; j++)
            if (fold_is_word(base[j]))
                add_letter(key, base[j]);
            else if (fold_is_space(base[j]) || base[j] == '-' || base[j] == 0x2010 || base[j] == 0x2013)
                key->space = true;
    }
}

/* Past an article, when two letters and more follow: a bare alef, for in names like ألمانيا the
 * letters are the name's own. */
static const char *past_article(const char *at, const char *end)
{
    const char *after = at;
    if (utf8_next(&after, end) != ALEF || utf8_next(&after, end) != LAM)
        return at;
    const char *rest = after;
    for (int letters = 0; letters < 2;) {
        uint32_t code = utf8_next(&rest, end);
        if (fold_is_mark(code))
            continue;
        if (!fold_is_word(code))
            return at;
        letters++;
    }
    return after;
}

/* As much of a text as fits, ending with a whole character. */
static size_t fitting(const char *text, size_t most)
{
    size_t size = strnlen(text, most + 1);
    if (size > most)
        for (size = most; size > 0 && (text[size] & 0xC0) == 0x80;)
            size--;
    return size;
}

char *fold_sort_key(struct arena *arena, int lang, const char *text)
{
    struct key key = {
        .lang = lang, .letters = buffer_new(arena, MOST_LETTERS), .accents = buffer_new(arena, MOST_ACCENTS)};
    const char *at = text, *end = text + strlen(text);
    bool word_starts = true;
    while (at < end) {
        if (lang == LANG_AR && word_starts)
            at = past_article(at, end);
        uint32_t code = utf8_next(&at, end);
        word_starts = !fold_is_word(code) && !fold_is_mark(code);
        add_character(&key, code == LEVEL_END ? ' ' : code);
    }
    end_number(&key);
    struct buffer *whole = buffer_new(arena, MOST_LETTERS + MOST_ACCENTS + MOST_TEXT + 2);
    buffer_add(whole, key.letters->at, key.letters->size);
    buffer_byte(whole, LEVEL_END);
    buffer_add(whole, key.accents->at, key.accents->size);
    buffer_byte(whole, LEVEL_END);
    buffer_add(whole, text, fitting(text, MOST_TEXT));
    return arena_copy(arena, whole->at, whole->size);
}
