/*
 * Text into search tokens (base/fold.h). In: any bytes; what is not UTF-8 separates words. Out:
 * tokens that both engines keep as they are, letters and digits only. A word of one letter in a
 * script written without spaces is a token of its own; inside a longer run only pairs are, so that
 * a query of one such letter is a search for tokens that start with it.
 */
#include "base/fold.h"
#include "base/fold_letter.h"
#include "base/text.h"
#include <string.h>

enum { LONGEST_WORD = 240 }; /* bytes; a longer word is cut, for documents and queries alike */

static bool is_unspaced(uint32_t c)
{
    static const uint32_t ranges[][2] = {
        {0x0E00, 0x0EFF},   /* Thai, Lao */
        {0x1000, 0x109F},   /* Burmese */
        {0x1100, 0x11FF},   /* Hangul letters */
        {0x1780, 0x17FF},   /* Khmer */
        {0x3005, 0x3007},   /* Han repetition marks */
        {0x3040, 0x30FF},   /* Kana */
        {0x31F0, 0x31FF},   /* Kana of Ainu */
        {0x3400, 0x4DBF},   /* Han */
        {0x4E00, 0x9FFF},   /* Han */
        {0xA9E0, 0xA9FF},   /* Burmese */
        {0xAA60, 0xAA7F},   /* Burmese */
        {0xAC00, 0xD7A3},   /* Hangul syllables */
        {0xF900, 0xFAFF},   /* Han, compatible */
        {0x20000, 0x3FFFF}, /* Han, rare */
    };
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges && c >= ranges[i][0]; i++)
        if (c <= ranges[i][1])
            return true;
    return false;
}

/* What is being cut: a word, or a run of unspaced letters, never both. */
struct cutter {
    fold_each *each;
    void *arg;
    size_t from, to; /* of the word in the text */
    size_t size;     /* of the word */
    char word[LONGEST_WORD + 4];
    char last[4]; /* letter of the run */
    size_t last_size, last_from, last_to, run;
};

/* Length of an Arabic article, with the particles written together with it, if enough is left of
 * the word. */
static size_t article(const char *word, size_t size)
{
    static const char *const articles[] = {"وال", "فال", "بال", "كال", "ال", "لل"};
    enum { THREE_LETTERS = 6 };
    for (size_t i = 0; i < sizeof articles / sizeof *articles; i++) {
        size_t length = strlen(articles[i]);
        if (size >= length + THREE_LETTERS && memcmp(word, articles[i], length) == 0)
            return length;
    }
    return 0;
}

static void end_word(struct cutter *cutter)
{
    if (cutter->size) {
        size_t skip = article(cutter->word, cutter->size);
        cutter->each(cutter->word + skip, cutter->size - skip, cutter->from, cutter->to, cutter->arg);
        cutter->size = 0;
    }
    if (cutter->run == 1)
        cutter->each(cutter->last, cutter->last_size, cutter->last_from, cutter->last_to, cutter->arg);
    cutter->run = 0;
}

static void add_unspaced(struct cutter *cutter, const char letter[4], size_t size, size_t from, size_t to)
{
    if (cutter->size)
        end_word(cutter);
    if (cutter->run > 0) {
        char pair[8];
        memcpy(pair, cutter->last, cutter->last_size);
        memcpy(pair + cutter->last_size, letter, size);
        cutter->each(pair, cutter->last_size + size, cutter->last_from, to, cutter->arg);
    }
    memcpy(cutter->last, letter, size);
    cutter->last_size = size;
    cutter->last_from = from;
    cutter->last_to = to;
    cutter->run++;
}

static void add_letter(struct cutter *cutter, uint32_t code, size_t from, size_t to)
{
    char letter[4];
    size_t size = utf8_put(letter, code);
    if (is_unspaced(code)) {
        add_unspaced(cutter, letter, size, from, to);
        return;
    }
    if (cutter->run)
        end_word(cutter);
    if (cutter->size == 0)
        cutter->from = from;
    cutter->to = to;
    if (cutter->size + size <= LONGEST_WORD) {
        memcpy(cutter->word + cutter->size, letter, size);
        cutter->size += size;
    }
}

/* A mark or what cannot be seen belongs to the letter before it. */
static void extend(struct cutter *cutter, size_t to)
{
    if (cutter->size)
        cutter->to = to;
    else if (cutter->run)
        cutter->last_to = to;
}

void fold_walk(struct arena *arena, const char *text, size_t size, fold_each *each, void *arg)
{
    (void)arena; /* nothing is allocated: a walk costs no memory */
    struct cutter cutter = {.each = each, .arg = arg};
    const char *at = text, *end = text + size;
    while (at < end) {
        size_t from = (size_t)(at - text);
        uint32_t codes[FOLD_MOST], code = utf8_next(&at, end);
        size_t to = (size_t)(at - text), count = fold_letter(codes, code);
        if (count == 0)
            extend(&cutter, to);
        for (size_t i = 0; i < count; i++) {
            if (fold_is_word(codes[i]))
                add_letter(&cutter, codes[i], from, to);
            else
                end_word(&cutter);
        }
    }
    end_word(&cutter);
}

struct list {
    struct buffer *out;
    bool more;
};

static void add_token(const char *token, size_t size, size_t from, size_t to, void *arg)
{
    struct list *list = arg;
    if (list->more)
        buffer_byte(list->out, ' ');
    buffer_add(list->out, token, size);
    list->more = true;
}

void fold_tokens(struct buffer *out, const char *text, size_t size)
{
    struct list list = {.out = out};
    fold_walk(out->arena, text, size, add_token, &list);
}

char *fold_text(struct arena *arena, const char *text)
{
    size_t size = strlen(text);
    struct buffer *out = buffer_new(arena, size * 12 + 16); /* U+FDFA, three bytes, becomes thirty-three */
    const char *end = text + size;
    bool space = false;
    while (text < end) {
        uint32_t codes[FOLD_MOST];
        size_t count = fold_letter(codes, utf8_next(&text, end));
        for (size_t i = 0; i < count; i++) {
            if (fold_is_space(codes[i])) {
                space = out->size > 0;
                continue;
            }
            char letter[4];
            if (space)
                buffer_byte(out, ' ');
            space = false;
            buffer_add(out, letter, utf8_put(letter, codes[i]));
        }
    }
    return arena_copy(arena, out->at, out->size);
}
