/*
 * A long line that holds a whole text, or several of its paragraphs: where to cut it.
 *
 * Cut is before the opening words and behind their comma, before a preambular paragraph after a comma, before a numbered one, before the
 * number and title, the lines on who adopted it and on what report, the close and an annex.
 */
#include <string.h>
#include "base/text.h"
#include "mandate/lines.h"
#include "mandate/paragraphs.h"

enum { MOST_TOKENS = 300000, AHEAD = 18, LINE = 100 };

static bool after_end(const struct token *before)
{
    return before->kind == TOKEN_SIGN && before->number < 128 && strchr(",;:.\"])", (int)before->number);
}

/* Does a paragraph begin at tokens[i]? How it would begin there tells, and how what stands before it ends. */
static bool begins(const char *text, size_t size, const struct token *tokens, size_t count, size_t i, bool *opened)
{
    struct paragraph p = {0};
    const struct token *t = &tokens[i], *before = &tokens[i - 1];
    size_t ahead = count - i < AHEAD ? count - i : AHEAD, taken;
    if (t->before != BEFORE_BLANK)
        return false;
    bool quote = is_sign(t, '"'), sign = quote || is_sign(t, '[') || is_sign(t, '*');
    if (!t->upper && t->kind != TOKEN_NUMBER && !sign)
        return false;
    if (is_sign(t, '['))
        return i + 1 < count && term_at(t + 1, count - i - 1, KIND(TERM_KEYWORD_PHRASE), &taken) != NULL;
    switch (start_of(&p, text, t, ahead, size - t->at < LINE ? size - t->at : LINE)) {
    case START_FORMULA:
        *opened = true;
        return p.formula < ahead && (is_sign(&t[p.formula - 1], ',') || t[p.formula].upper);
    case START_HEAD: return !*opened || is_sign(before, '.');
    case START_NUMBER:
        return after_end(before) && p.label.size < ahead &&
            t[p.label.size + decoration(t + p.label.size, ahead - p.label.size)].upper;
    case START_OPENER: return is_sign(before, ',') || is_sign(before, ';') || (quote && after_end(before));
    case START_VERB: return is_sign(before, ';') || (is_sign(before, ',') && *opened && t->size > 6);
    case START_CLOSE: return is_sign(before, '.') || is_sign(before, '"');
    case START_ANNEX: return is_sign(before, '.') || before->kind == TOKEN_NUMBER;
    default: break;
    }
    const struct wording *word = t->upper ? term_at(t, count - i, KIND(TERM_KEYWORD_PHRASE), &taken) : NULL;
    return word && !*opened && text_is(word->value, "adopted") && taken > 1;
}

/* "65th plenary meeting" begins with a figure, which may end a sentence before it as well. */
static bool closes(const struct token *tokens, size_t count, size_t i)
{
    size_t taken, at = i + 1;
    if (tokens[i].kind != TOKEN_NUMBER || !after_end(&tokens[i - 1]))
        return false;
    at += at < count && tokens[at].kind == TOKEN_OF_LETTERS && tokens[at].before == BEFORE_NOTHING &&
        tokens[at].size <= 3;
    const struct wording *word =
        at < count ? term_at(tokens + at, count - at, KIND(TERM_KEYWORD_PHRASE), &taken) : NULL;
    return word && text_is(word->value, "meeting");
}

size_t long_line_cuts(struct lines *lines, const char *text, size_t size, uint32_t *cuts, size_t most)
{
    size_t count = 0, firm = 0;
    bool opened = false;
    lines->scratch.count = 0;
    tokens_cut(&lines->scratch, text, size, MOST_TOKENS);
    const struct token *tokens = lines->scratch.at;
    size_t token_count = lines->scratch.count;
    struct paragraph first = {0};
    if (token_count && start_of(&first, text, tokens, token_count < AHEAD ? token_count : AHEAD, size) == START_FORMULA)
        opened = true;
    for (size_t i = 1; i < token_count && count < most; i++) {
        bool before = opened;
        bool close = closes(tokens, token_count, i);
        if (!close && !begins(text, size, tokens, token_count, i, &opened))
            continue;
        cuts[count++] = tokens[i].at;
        firm += close || before != opened;
    }
    return firm || opened || count > 1 ? count : 0;
}
