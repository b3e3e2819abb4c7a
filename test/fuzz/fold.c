/* Search tokens, sort keys, dates, numbers and sentences out of any bytes. */
#include "base/fold.h"
#include "test/fuzz/fuzz.h"

static void check_token(const char *token, size_t size, size_t from, size_t to, void *arg)
{
    size_t *last = arg;
    PROMISE(size > 0 && from < to && from >= last[0] && to <= last[1]);
    PROMISE(utf8_valid(token, size) == size && !memchr(token, ' ', size));
    last[0] = from;
}

static void check_small_parsers(const char *text)
{
    struct date date;
    char written[MOMENT_TEXT];
    int64_t number;
    if (date_parse(&date, text))
        PROMISE(text_is(date_text(written, date), text) && date_exists(date));
    if (moment_parse(&number, text))
        PROMISE(text_is(moment_text(written, number), text));
    if (text_number(&number, text))
        PROMISE(number != UNKNOWN);
}

static void fuzz(struct call *call, const char *bytes, size_t size)
{
    struct buffer *tokens = buffer_new(call->arena, 16 << 20), *again = buffer_new(call->arena, 16 << 20);
    size_t last[2] = {0, size};
    fold_walk(call->arena, bytes, size, check_token, last);
    fold_tokens(tokens, bytes, size);
    PROMISE(utf8_valid(tokens->at, tokens->size) == tokens->size);
    char *text = arena_copy(call->arena, bytes, size);
    check_small_parsers(text);
    text[utf8_valid(text, strlen(text))] = 0;
    fold_text(call->arena, text);
    for (int lang = 0; lang < LANGS; lang++) {
        char *key = fold_sort_key(call->arena, lang, text);
        PROMISE(utf8_valid(key, strlen(key)) == strlen(key) && strlen(key) < 1000);
    }
    say(again, call->lang, "fault.not_found", &(struct word_arg){"value", text, 0}, 1);
    PROMISE(utf8_valid(again->at, again->size) == again->size);
    int open = 0;
    for (const char *at = again->at; *at; at++) {
        open += text_starts(at, "\u2066") || text_starts(at, "\u2067") || text_starts(at, "\u2068");
        open -= text_starts(at, "\u2069");
        PROMISE(open >= 0);
    }
    PROMISE(open == 0);
}
