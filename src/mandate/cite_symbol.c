/* Document symbols, and the numbers of resolutions as symbols. */
#include <string.h>
#include "base/text.h"
#include "mandate/cite.h"
#include "mandate/label.h"

static bool close_behind(const struct token *tokens, size_t count, size_t at)
{
    return at < count && tokens[at].before == BEFORE_NOTHING;
}

/* What stands between two strokes: "RES", "C.3", "L.8", "S-10", "CONF.48", "288". Gives the token behind it. */
static size_t segment(struct buffer *out, const char *bytes, const struct token *tokens, size_t count, size_t at)
{
    bool first = true;
    while (at < count && (first || tokens[at].before == BEFORE_NOTHING || tokens[at].before == BEFORE_HYPHEN)) {
        const struct token *t = &tokens[at];
        if (t->kind == TOKEN_SIGN) {
            bool dot = t->number == '.' && !first && at + 1 < count && close_behind(tokens, count, at + 1) &&
                tokens[at - 1].kind == TOKEN_OF_LETTERS && tokens[at + 1].kind == TOKEN_NUMBER;
            if (!dot)
                break;
            buffer_byte(out, '.');
        } else {
            if (t->before == BEFORE_HYPHEN && !first) {
                bool another = t->kind == TOKEN_OF_LETTERS && at + 1 < count && is_sign(&tokens[at + 1], '/');
                if (another) /* A/59/754-S/2005/197 */
                    break;
                buffer_byte(out, '-');
            }
            if (t->kind == TOKEN_OF_LETTERS && !t->upper && !first && tokens[at - 1].kind == TOKEN_NUMBER)
                break;
            buffer_add(out, bytes + t->at, t->size);
        }
        first = false;
        at++;
    }
    return at;
}

/* "(2001)", "(XXVII)", "(S-VI)" behind a number; the token behind it, or `at` when there is none. */
static size_t bracket(struct buffer *out, const char *bytes, const struct token *tokens, size_t count, size_t at)
{
    if (at + 2 >= count || !is_sign(&tokens[at], '('))
        return at;
    size_t inside = at + 1;
    const struct token *t = &tokens[inside];
    bool year = t->kind == TOKEN_NUMBER && t->number >= 1945 && t->number <= 2100;
    bool special =
        t->kind == TOKEN_OF_LETTERS && t->size <= 2 && inside + 1 < count && tokens[inside + 1].before == BEFORE_HYPHEN;
    const struct token *figure = special ? t + 1 : t;
    bool roman =
        figure->kind == TOKEN_OF_LETTERS && figure->size <= 7 && roman_value(bytes + figure->at, figure->size) > 0;
    if (!year && !roman)
        return at;
    size_t end = inside + 1 + special;
    if (end >= count || !is_sign(&tokens[end], ')'))
        return at;
    buffer_byte(out, '(');
    for (size_t i = inside; i < end; i++) {
        if (i > inside)
            buffer_byte(out, '-');
        size_t from = out->size;
        buffer_add(out, bytes + tokens[i].at, tokens[i].size);
        for (size_t c = from; c < out->size; c++)
            if (out->at[c] >= 'a' && out->at[c] <= 'z')
                out->at[c] = (char)(out->at[c] - 32);
    }
    buffer_byte(out, ')');
    return end + 1;
}

const char *document_symbol(
    struct arena *arena, const char *bytes, const struct token *tokens, size_t count, size_t *taken)
{
    const struct token *t = tokens;
    if (count < 3 || t->kind != TOKEN_OF_LETTERS || !t->capitals || t->size > 8 || (unsigned char)bytes[t->at] >= 0x80)
        return NULL;
    size_t at = 1;
    bool numbered = tokens[1].kind == TOKEN_NUMBER && tokens[1].before == BEFORE_NOTHING; /* WHA69/2016/REC/1 */
    at += numbered;
    if (at + 1 >= count || !is_sign(&tokens[at], '/') || tokens[at].before != BEFORE_NOTHING)
        return NULL;
    struct buffer *out = buffer_new(arena, 200);
    buffer_add(out, bytes + t->at, t->size);
    if (numbered)
        buffer_add(out, bytes + tokens[1].at, tokens[1].size);
    size_t segments = 0;
    bool digits = false;
    while (at + 1 < count && is_sign(&tokens[at], '/') && tokens[at].before == BEFORE_NOTHING &&
        (tokens[at + 1].before == BEFORE_NOTHING ||
            (tokens[at + 1].before == BEFORE_BLANK && tokens[at + 1].upper && at + 2 < count &&
                is_sign(&tokens[at + 2], '.')))) {
        size_t size = out->size, end;
        buffer_byte(out, '/');
        end = segment(out, bytes, tokens, count, at + 1);
        if (end == at + 1) {
            out->size = size;
            out->at[size] = 0;
            break;
        }
        at = end;
        segments++;
    }
    for (size_t i = 0; i < out->size; i++)
        digits = digits || (out->at[i] >= '0' && out->at[i] <= '9');
    if (!segments || !digits || out->full || (numbered && segments < 2))
        return NULL;
    if (strstr(out->at, "/RES/") || strstr(out->at, "/DEC/"))
        at = bracket(out, bytes, tokens, count, at);
    *taken = at;
    return out->at;
}

static const char *prefix(enum un_organ organ, bool decision)
{
    switch (organ) {
    case ORGAN_GA: return decision ? "A/DEC/" : "A/RES/";
    case ORGAN_ECOSOC: return decision ? "E/DEC/" : "E/RES/";
    case ORGAN_SC: return decision ? "S/DEC/" : "S/RES/";
    case ORGAN_HRC: return decision ? "A/HRC/DEC/" : "A/HRC/RES/";
    case ORGAN_CHR: return decision ? "E/CN.4/DEC/" : "E/CN.4/RES/";
    default: return NULL;
    }
}

const char *symbol_of(struct arena *arena, enum un_organ organ, bool decision, const char *bytes,
    const struct token *tokens, size_t count, size_t *taken)
{
    const char *start = prefix(organ, decision);
    size_t at = 0;
    if (!start || !count)
        return NULL;
    struct buffer *out = buffer_new(arena, 200);
    buffer_text(out, start);
    if (tokens[0].kind == TOKEN_OF_LETTERS) { /* S-17/2 */
        if (count < 4 || !tokens[0].capitals || tokens[0].size > 2 || tokens[1].before != BEFORE_HYPHEN)
            return NULL;
        buffer_add(out, bytes + tokens[0].at, tokens[0].size);
        buffer_byte(out, '-');
        at = 1;
    }
    if (at >= count || tokens[at].kind != TOKEN_NUMBER || tokens[at].digits > 4)
        return NULL;
    buffer_number(out, tokens[at].number);
    at++;
    if (at + 1 < count && is_sign(&tokens[at], '/') && tokens[at].before == BEFORE_NOTHING &&
        tokens[at + 1].kind == TOKEN_NUMBER && tokens[at + 1].digits <= 3) {
        buffer_byte(out, '/');
        buffer_number(out, tokens[at + 1].number);
        at += 2;
        bool letter = at < count && tokens[at].kind == TOKEN_OF_LETTERS && tokens[at].capitals &&
            tokens[at].size == 1 &&
            !(at + 1 < count && tokens[at + 1].kind == TOKEN_OF_LETTERS && !tokens[at + 1].upper &&
                tokens[at + 1].size > 3) &&
            bytes[tokens[at].at] != 'I';
        if (letter)
            buffer_add(out, bytes + tokens[at++].at, 1);
        *taken = at;
        return out->at;
    }
    if (at < count && tokens[at].kind == TOKEN_OF_LETTERS && tokens[at].capitals && tokens[at].size == 1)
        buffer_add(out, bytes + tokens[at++].at, 1);
    size_t end = bracket(out, bytes, tokens, count, at);
    if (end == at && organ != ORGAN_SC)
        return NULL;
    *taken = end;
    return out->at;
}
