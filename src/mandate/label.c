#include "mandate/label.h"
#include <string.h>

enum { MOST_NUMBER = 600 };

size_t decoration(const struct token *tokens, size_t count)
{
    size_t at = 0;
    while (at < count && tokens[at].kind == TOKEN_SIGN &&
        (tokens[at].number == '"' || tokens[at].number == '*' || tokens[at].number == '_' ||
            tokens[at].number == '\'' || tokens[at].number == '>' || tokens[at].number == '#' ||
            tokens[at].number == 0x2022))
        at++;
    return at;
}

int roman_value(const char *text, size_t size)
{
    static const char signs[] = "ivxlc";
    static const int values[] = {1, 5, 10, 50, 100};
    int total = 0, last = 1000;
    for (size_t i = 0; i < size; i++) {
        const char *sign = strchr(signs, text[i] | 32);
        if (!sign || !text[i])
            return 0;
        int value = values[sign - signs];
        total += value > last ? value - 2 * last : value;
        last = value;
    }
    return total;
}

static void spell(struct label *label, const char *source, const struct token *token)
{
    size_t size = token->size < sizeof label->text ? token->size : sizeof label->text - 1;
    memcpy(label->text, source + token->at, size);
    label->text[size] = 0;
}

static void spell_number(struct label *label, uint32_t number)
{
    char digits[8];
    size_t count = 0, at = 0;
    do
        digits[count++] = (char)('0' + number % 10);
    while ((number /= 10) > 0 && count < 7);
    while (count)
        label->text[at++] = digits[--count];
    label->text[at] = 0;
}

/* Numbered paragraphs go on with a word, after a blank or not; "1.5" and "12.30" are figures. */
static bool word_follows(const struct token *tokens, size_t count, size_t at)
{
    at += decoration(tokens + at, count - at);
    return at < count && tokens[at].kind == TOKEN_OF_LETTERS;
}

static bool verb_follows(const struct token *tokens, size_t count, size_t at)
{
    size_t taken;
    at += decoration(tokens + at, count - at);
    return at < count && tokens[at].upper &&
        term_at(tokens + at, count - at, KIND(TERM_VERB_OPERATIVE) | KIND(TERM_ADVERB_PHRASE) | KIND(TERM_VERB_BASE),
            &taken) != NULL;
}

static bool number_label(struct label *out, const struct token *tokens, size_t count, size_t at)
{
    bool figure = tokens[at].kind == TOKEN_NUMBER && tokens[at].digits <= 3 && tokens[at].number > 0 &&
        tokens[at].number <= MOST_NUMBER;
    bool letter =
        tokens[at].size == 1 && tokens[at].kind == TOKEN_OF_LETTERS && !tokens[at].upper; /* "l." read for "1." */
    if ((!figure && !letter) || at + 1 >= count)
        return false;
    const struct token *sign = &tokens[at + 1];
    bool stop = is_sign(sign, '.'), dash = is_sign(sign, '-') || is_sign(sign, TOKEN_DASH),
         bracket = is_sign(sign, ')');
    bool comma = is_sign(sign, ',') && verb_follows(tokens, count, at + 2);
    out->alone = at + 2 == count;
    if (letter && !(stop && verb_follows(tokens, count, at + 2)))
        return false;
    if (!stop && !comma && !(dash && sign->before == BEFORE_BLANK && word_follows(tokens, count, at + 2)) &&
        !(bracket && word_follows(tokens, count, at + 2)))
        return false;
    if (stop && !out->alone && !word_follows(tokens, count, at + 2) && !is_sign(&tokens[at + 2], '(') &&
        !is_sign(&tokens[at + 2], '['))
        return false;
    out->kind = LABEL_NUMBER;
    out->size = (uint8_t)(at + 2);
    out->number = (uint16_t)(letter ? 1 : tokens[at].number);
    out->faulty = letter || comma;
    spell_number(out, out->number);
    return true;
}

static bool bracket_label(struct label *out, const char *source, const struct token *tokens, size_t count, size_t at)
{
    bool open = is_sign(&tokens[at], '(');
    at += open;
    if (at + 1 >= count || !is_sign(&tokens[at + 1], ')') || tokens[at + 1].before == BEFORE_BLANK)
        return false;
    const struct token *t = &tokens[at];
    bool letters = t->kind == TOKEN_OF_LETTERS && !t->capitals &&
        (t->size <= 2 || roman_value(source + t->at, t->size)) && t->size <= 6;
    bool capital = t->kind == TOKEN_OF_LETTERS && t->capitals && t->size == 1;
    bool figure = open && t->kind == TOKEN_NUMBER && t->digits <= 2;
    if (!letters && !figure && !capital)
        return false;
    out->kind = LABEL_BRACKET;
    out->size = (uint8_t)(at + 2);
    out->alone = at + 2 == count;
    spell(out, source, t);
    return true;
}

static bool section_label(struct label *out, const char *source, const struct token *tokens, size_t count, size_t at)
{
    const struct token *t = &tokens[at];
    bool roman = t->capitals && t->size <= 6 && roman_value(source + t->at, t->size);
    bool letter = t->capitals && t->size == 1 && *(source + t->at) <= 'Z' && *(source + t->at) >= 'A';
    if (t->kind != TOKEN_OF_LETTERS || (!roman && !letter))
        return false;
    bool alone = at + 1 == count, stop = !alone && is_sign(&tokens[at + 1], '.');
    if (!alone && !(stop && at + 2 < count && tokens[at + 2].upper && tokens[at + 2].before == BEFORE_BLANK) &&
        !(stop && at + 2 == count) &&
        !(roman && !letter && tokens[at + 1].upper && tokens[at + 1].before == BEFORE_BLANK))
        return false;
    out->kind = LABEL_SECTION;
    out->size = (uint8_t)(at + 1 + stop);
    out->alone = at + 1 + stop == count;
    spell(out, source, t);
    return true;
}

struct label label_read(const char *source, const struct token *tokens, size_t count)
{
    struct label label = {0};
    size_t at = decoration(tokens, count);
    if (at >= count || at > 4)
        return label;
    if (number_label(&label, tokens, count, at) || bracket_label(&label, source, tokens, count, at) ||
        section_label(&label, source, tokens, count, at))
        return label;
    return (struct label){0};
}
