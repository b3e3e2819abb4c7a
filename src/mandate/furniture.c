/*
 * What a page has besides its text: page and job numbers, running heads, rules, the masthead.
 *
 * Most of it has a form of its own, listed below. A running head is known by where it stands (beside a page's other furniture) and by
 * coming again.
 */
#include <string.h>
#include "base/text.h"
#include "mandate/lines.h"

enum { SHORT = 60, HEAD = 130, WIDEST = 400, TOKENS = 24 };

/* "%5": five digits, "%+": some digits, "@": some capitals, " ": blanks or none; else the sign itself. */
static bool looks(const char *pattern, const char *text, size_t size)
{
    size_t at = 0;
    for (; *pattern; pattern++) {
        size_t from = at;
        if (*pattern == '%') {
            while (at < size && text[at] >= '0' && text[at] <= '9')
                at++;
            pattern++;
            if (*pattern == '+' ? at == from || at - from > 4 : at - from != (size_t)(*pattern - '0'))
                return false;
        } else if (*pattern == '@') {
            while (at < size && text[at] >= 'A' && text[at] <= 'Z')
                at++;
            if (at == from)
                return false;
        } else if (*pattern == ' ') {
            while (at < size && (unsigned char)text[at] <= ' ')
                at++;
        } else if (at == size || text[at++] != *pattern) {
            return false;
        }
    }
    return at == size;
}

static bool looks_one_of(const char *const *patterns, const char *text, size_t size)
{
    for (; *patterns; patterns++)
        if (looks(*patterns, text, size))
            return true;
    return false;
}

static bool is_job_number(const char *text, size_t size)
{
    static const char *const forms[] = {"%2-%5", "%2-%5 (@)", "%2-%5 (@) %6", "%2-%5 (@) %6 %6", "%2-%5* (@)",
        "%2-%5 %6", "*%6*", "*%7*", "*%8*", "@%7", "@%7@", "@.%2-%5", "@.%2-%5 (@)", "@.%2-%5 (@) %6",
        "@.%2-%5 (@) %6 %6", "%2 %5 (@)", "%2 %5 (@) %6", "%7 (@)", "%6", "%6 %6", "%7", "%2-%5 *%7*", "%2-%5 (@) *%7*",
        "*%7* %2-%5", "*%7* %2-%5 (@)", NULL};
    return looks_one_of(forms, text, size);
}

static bool is_page_number(const char *text, size_t size)
{
    static const char *const forms[] = {"%+", "- %+ -", "\xE2\x80\x93 %+ \xE2\x80\x93", "\xE2\x80\x94 %+ \xE2\x80\x94",
        "Page %+", "page %+", "PAGE %+", "Page %+ of %+", "page %+ of %+", "/...", "/\xE2\x80\xA6", "%2-%5 %+/%+",
        "%+/%+ %2-%5", "%+ %2-%5", "%2-%5 %+", "@.%2-%5 %+", "%+ @.%2-%5", NULL};
    return looks_one_of(forms, text, size);
}

static bool is_rule(const char *text, size_t size)
{
    size_t strokes = 0;
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c != '_' && c != '-' && c != '=' && c != '~' && c != ' ' && c != '.' && c != 0xE2 && c != 0x80 &&
            c != 0x94 && c != 0x93)
            return false;
        strokes += c != ' ';
    }
    return strokes >= 3;
}

/* "A/RES/73/7", "S/RES/1373 (2001)": a symbol and nothing else. */
static bool is_symbol(const char *text, size_t size)
{
    size_t at = 0, strokes = 0, digits = 0;
    while (at < size && text[at] >= 'A' && text[at] <= 'Z')
        at++;
    if (at == 0 || at == size || text[at] != '/')
        return false;
    for (; at < size; at++) {
        char c = text[at];
        if (c == ' ' ? at + 1 == size || text[at + 1] != '('
                     : !strchr("/.-()*", c) && !(c >= '0' && c <= '9') && !((c | 32) >= 'a' && (c | 32) <= 'z'))
            return false;
        strokes += c == '/';
        digits += c >= '0' && c <= '9';
    }
    return strokes >= 1 && digits >= 1 && text[size - 1] != '.';
}

static bool has_month(const struct token *tokens, size_t count)
{
    size_t taken;
    for (size_t i = 0; i < count; i++)
        if (term_at(tokens + i, count - i, KIND(TERM_MONTH_PHRASE), &taken))
            return true;
    return false;
}

/* "General Assembly — Thirty-first Session", "VI. Resolutions adopted on the reports of the Third Committee 95" */
static bool is_running_head(struct lines *lines, size_t line)
{
    size_t count, taken, at = 0;
    const struct token *tokens = line_tokens(lines, line, TOKENS, &count);
    if (count < 3 || count == TOKENS || has_month(tokens, count))
        return false;
    while (at < count &&
        (tokens[at].kind == TOKEN_NUMBER || tokens[at].kind == TOKEN_SIGN ||
            (tokens[at].capitals && at + 1 < count && is_sign(&tokens[at + 1], '.'))))
        at++;
    bool numbered = (at > 0 && tokens[0].kind == TOKEN_NUMBER) || tokens[count - 1].kind == TOKEN_NUMBER;
    const struct wording *organ = term_at(tokens + at, count - at, KIND(TERM_ORGAN_PHRASE), &taken);
    if (organ && at + taken < count &&
        (is_sign(&tokens[at + taken], TOKEN_DASH) || is_sign(&tokens[at + taken], '-') ||
            is_sign(&tokens[at + taken], ','))) {
        for (size_t i = at + taken; i < count; i++) {
            const struct wording *word = term_at(tokens + i, count - i, KIND(TERM_KEYWORD_PHRASE), &taken);
            if (word && text_is(word->value, "session"))
                return i + taken + 2 >= count;
        }
        return false;
    }
    const struct wording *word =
        at < count ? term_at(tokens + at, count - at, KIND(TERM_KEYWORD_PHRASE), &taken) : NULL;
    return word && text_is(word->value, "adopted") && numbered && taken > 1;
}

/* "Distr.: General", "Original: English", "United Nations" */
static bool is_masthead(struct lines *lines, size_t line)
{
    size_t count, taken;
    const struct token *tokens = line_tokens(lines, line, 8, &count);
    const struct wording *word = term_at(tokens, count, KIND(TERM_KEYWORD_PHRASE), &taken);
    return word && text_is(word->value, "masthead") && count < 8 && (count == taken || tokens[count - 1].upper);
}

/* "3/5" is a page, "21/18" alone on its line the number of a resolution: pages come again with the same last one. */
static void mark_pages_of(struct lines *lines)
{
    uint8_t seen[1000] = {0};
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < lines->count; i++) {
            size_t count;
            if (line_size(lines, i) > 9 || !looks("%+/%+", line_text(lines, i), line_size(lines, i)))
                continue;
            const struct token *tokens = line_tokens(lines, i, 4, &count);
            if (count != 3 || tokens[2].number >= 1000 || tokens[0].number > tokens[2].number)
                continue;
            if (round == 0)
                seen[tokens[2].number] = (uint8_t)(seen[tokens[2].number] < 9 ? seen[tokens[2].number] + 1 : 9);
            else if (seen[tokens[2].number] > 1 || (i > 0 && lines->at[i - 1].role != LINE_TEXT) ||
                (i + 1 < lines->count && lines->at[i + 1].role != LINE_TEXT))
                lines->at[i].role = LINE_FURNITURE;
        }
}

static uint32_t name_of(const struct lines *lines, size_t line)
{
    uint32_t hash = 2166136261u;
    for (size_t i = lines->at[line].from; i < lines->at[line].to; i++)
        if ((unsigned char)lines->text[i] > ' ')
            hash = (hash ^ (unsigned char)lines->text[i]) * 16777619u;
    return hash | 1;
}

static bool may_come_again(const struct lines *lines, size_t line)
{
    const char *text = line_text(lines, line);
    size_t size = line_size(lines, line);
    if (lines->at[line].role != LINE_TEXT || size < 4 || size > HEAD || strchr(",;:.", text[size - 1]))
        return false;
    for (size_t i = 0; i < size; i++)
        if (text[i] >= '0' && text[i] <= '9')
            return false;
    return true;
}

static bool beside_furniture(const struct lines *lines, size_t line)
{
    return lines->at[line].page || (line > 0 && lines->at[line - 1].role != LINE_TEXT) ||
        (line + 1 < lines->count && (lines->at[line + 1].role != LINE_TEXT || lines->at[line + 1].page));
}

/* A line beside the page's furniture that comes again is furniture; then perhaps the one beside it. */
static void mark_repeated(struct lines *lines)
{
    enum { SLOTS = 1 << 10, ROUNDS = 3 };
    for (int round = 0; round < ROUNDS; round++) {
        uint32_t names[SLOTS] = {0};
        uint8_t times[SLOTS] = {0};
        bool any = false;
        for (int pass = 0; pass < 2; pass++)
            for (size_t i = 0; i < lines->count; i++) {
                if (!beside_furniture(lines, i) || !may_come_again(lines, i))
                    continue;
                uint32_t name = name_of(lines, i), slot = name % SLOTS;
                if (pass == 1 && names[slot] == name && times[slot] > 1) {
                    lines->at[i].role = LINE_FURNITURE;
                    any = true;
                } else if (pass == 0 && (names[slot] == name || !names[slot])) {
                    names[slot] = name;
                    times[slot] = (uint8_t)(times[slot] < 9 ? times[slot] + 1 : 9);
                }
            }
        if (!any)
            return;
    }
}

static size_t without_blanks(const char *text, size_t size, size_t *digits)
{
    size_t solid = 0;
    *digits = 0;
    for (size_t i = 0; i < size; i++) {
        solid += text[i] != ' ';
        *digits += text[i] >= '0' && text[i] <= '9';
    }
    return solid;
}

void furniture_mark(struct lines *lines)
{
    bool any = false;
    for (size_t i = 0; i < lines->count; i++) {
        struct line *line = &lines->at[i];
        const char *text = line_text(lines, i);
        size_t size = line_size(lines, i), digits = 0,
               solid = size > WIDEST ? size : without_blanks(text, size, &digits);
        if (solid > HEAD)
            continue;
        if (solid <= SHORT) {
            bool numbers = digits * 3 >= solid || text[0] == '/' || solid <= 16;
            if ((numbers && (is_job_number(text, size) || is_page_number(text, size))) || is_rule(text, size))
                line->role = LINE_FURNITURE;
            else if (is_symbol(text, size))
                line->role = LINE_MASTHEAD;
            else if (size < 40 && text[0] >= 'A' && text[0] <= 'Z' && is_masthead(lines, i))
                line->role = LINE_MASTHEAD;
        }
        bool beside = line->page || (i > 0 && lines->at[i - 1].role == LINE_FURNITURE);
        if (line->role == LINE_TEXT &&
            (beside || memchr(text, 0x94, size) || memchr(text, 0x93, size) || size < SHORT) &&
            !strchr(",;:", text[size - 1]) && is_running_head(lines, i))
            line->role = LINE_FURNITURE;
        any = any || line->role != LINE_TEXT || line->page;
    }
    if (any) {
        mark_pages_of(lines);
        mark_repeated(lines);
    }
}
