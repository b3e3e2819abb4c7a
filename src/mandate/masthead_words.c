/* Dates, sessions, numbers in words and votes, as heads and closes write them. */
#include <string.h>
#include "base/text.h"
#include "mandate/masthead.h"

static bool word_is(const char *bytes, const struct token *t, const char *word)
{
    return t->kind == TOKEN_OF_LETTERS && t->size == strlen(word) && strncasecmp(bytes + t->at, word, t->size) == 0;
}

/* 2009年12月18日 */
static struct date chinese_date(const char *bytes, const struct token *t, size_t count, size_t *end)
{
    if (count < 6 || t[0].kind != TOKEN_NUMBER || t[0].digits != 4 || !word_is(bytes, &t[1], "年") ||
        t[2].kind != TOKEN_NUMBER || !word_is(bytes, &t[3], "月") || t[4].kind != TOKEN_NUMBER ||
        !word_is(bytes, &t[5], "日"))
        return (struct date){0};
    *end = 6;
    return date_of((int)t[0].number, (int)t[2].number, (int)t[4].number);
}

static struct date date_at(const char *bytes, const struct token *t, size_t count, size_t *end)
{
    size_t at = 0, taken;
    struct date date = chinese_date(bytes, t, count, end);
    if (date_known(date))
        return date;
    const struct wording *month = term_at(t, count, KIND(TERM_MONTH_PHRASE), &taken);
    if (month && taken + 2 < count && t[taken].kind == TOKEN_NUMBER && t[taken].number <= 31) { /* December 18, 2009 */
        size_t year = taken + 1 + is_sign(&t[taken + 1], ',');
        if (year < count && t[year].kind == TOKEN_NUMBER && t[year].digits == 4) {
            *end = year + 1;
            return date_of((int)t[year].number, month->number, (int)t[taken].number);
        }
        return date;
    }
    if (t[0].kind != TOKEN_NUMBER || t[0].number < 1 || t[0].number > 31)
        return date;
    int day = (int)t[0].number;
    at = 1;
    at += at < count && t[at].before == BEFORE_NOTHING && t[at].kind == TOKEN_OF_LETTERS &&
        t[at].size <= 3; /* 1er, 18th */
    at += at < count && (word_is(bytes, &t[at], "de") || word_is(bytes, &t[at], "of") || is_sign(&t[at], '.'));
    month = at < count ? term_at(t + at, count - at, KIND(TERM_MONTH_PHRASE), &taken) : NULL;
    if (!month)
        return date;
    at += taken;
    if (at < count && is_sign(&t[at], '/')) { /* Arabic months with both names */
        size_t other = at + 1;
        if (other < count && term_at(t + other, count - other, KIND(TERM_MONTH_PHRASE), &taken))
            at = other + taken;
    }
    at += at < count && (word_is(bytes, &t[at], "de") || is_sign(&t[at], ','));
    if (at >= count || t[at].kind != TOKEN_NUMBER || t[at].number < 1945 || t[at].number > 2100)
        return date;
    *end = at + 1;
    return date_of((int)t[at].number, month->number, day);
}

struct date date_named(const char *bytes, const struct token *tokens, size_t count, size_t *end)
{
    for (size_t i = 0; i < count; i++) {
        struct date date = date_at(bytes, tokens + i, count - i, end);
        if (date_known(date) && date_exists(date)) {
            *end += i;
            return date;
        }
    }
    return (struct date){0};
}

/* An ordinal that ends before tokens[end]: "Seventy-third", "73rd", "Hundred and ninth". */
static uint32_t ordinal_before(const struct token *t, size_t end)
{
    uint32_t value = 0;
    size_t at = end, taken;
    if (at > 0 && t[at - 1].kind == TOKEN_OF_LETTERS && t[at - 1].before == BEFORE_NOTHING && at > 1 &&
        t[at - 2].kind == TOKEN_NUMBER)
        return t[at - 2].number;
    if (at > 0 && t[at - 1].kind == TOKEN_NUMBER)
        return t[at - 1].number < 200 ? t[at - 1].number : 0;
    while (at > 0) {
        const struct wording *term = term_at(&t[at - 1], 1, KIND(TERM_ORDINAL_PHRASE), &taken);
        bool first = at == end, unit = term && (text_is(term->more, "unit") || text_is(term->more, "whole"));
        if (!term || (first && !unit) || (!first && unit))
            break;
        value += (uint32_t)term->number;
        at--;
        if (!first || text_is(term->more, "whole"))
            break;
    }
    return value;
}

uint32_t session_named(const char *bytes, const struct token *tokens, size_t count)
{
    size_t taken;
    for (size_t i = 1; i < count; i++) {
        const struct wording *word = term_at(tokens + i, count - i, KIND(TERM_KEYWORD_PHRASE), &taken);
        if (!word || !text_is(word->value, "session") || word_is(bytes, &tokens[i - 1], "special"))
            continue;
        uint32_t value = ordinal_before(tokens, i);
        if (value)
            return value;
    }
    return 0;
}
