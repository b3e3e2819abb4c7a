/*
 * Two columns: of one text on a page that was read straight across, or of two languages side by side or line by line in turn.
 *
 * Side by side shows in a gap that stands at the same place in many lines of a page. In turn shows in the language of the lines, by
 * their frequent words (data/mandate/common.csv).
 */
#include <string.h>
#include "base/words.h"
#include "mandate/lines.h"

enum { GAP = 3, FEWEST = 8, COLUMNS = 400, LOOKED_AT = 12, LEAST_LEFT = 12, COLUMN_WIDTH = 100, FIRST_LOOK = 14 };

/* The beginning of the right part behind the widest gap of a line, and its column; 0 when there is no gap. */
static size_t right_part(const struct lines *lines, const struct line *line, size_t *column, size_t wanted)
{
    const char *text = lines->text;
    size_t size = line->to - line->from;
    if (size > COLUMNS ||
        (!memmem(text + line->from, size, "   ", 3) && !memchr(text + line->from, '\t', size) && !wanted))
        return 0;
    size_t col = line->indent, best = 0, best_gap = GAP - 1;
    for (size_t at = line->from; at < line->to;) {
        size_t blanks = 0, from = at;
        while (at < line->to && (text[at] == ' ' || text[at] == '\t')) {
            blanks += text[at] == '\t' ? 8 - (col + blanks) % 8 : 1;
            at++;
        }
        col += blanks;
        bool near = wanted && col + 3 >= wanted && col <= wanted + 3;
        if (at > from && blanks >= (near ? 2 : GAP) &&
            (wanted ? near : blanks > best_gap && from > line->from + LEAST_LEFT) && at < line->to) {
            best = at;
            best_gap = blanks;
            *column = col;
        }
        if (at < line->to) {
            col += ((unsigned char)text[at] & 0xC0) != 0x80;
            at++;
        }
    }
    return best;
}

/* The column where the right halves of the lines of a page begin; 0 when it has one column. */
static size_t gutter(const struct lines *lines, size_t from, size_t to)
{
    uint16_t counts[COLUMNS] = {0};
    size_t column = 0, best = 0, most = 0;
    for (size_t i = from; i < to; i++)
        if (right_part(lines, &lines->at[i], &column, 0) && column < COLUMNS)
            counts[column]++;
    for (size_t c = 20; c + 1 < COLUMNS; c++) {
        size_t near = (size_t)counts[c - 1] + counts[c] + counts[c + 1];
        if (near > most) {
            most = near;
            best = c;
        }
    }
    return most >= FEWEST && most * 5 >= (to - from) * 2 ? best : 0;
}

/* Which language a line is in, by its frequent words; LANGS when it does not tell. */
static unsigned language(struct lines *lines, size_t line)
{
    size_t count, taken;
    unsigned votes[LANGS + 1] = {0}, best = LANGS, most = 0;
    const struct token *tokens = line_tokens(lines, line, LOOKED_AT, &count);
    for (size_t i = 0; i < count; i++) {
        const struct wording *term =
            term_at(tokens + i, count - i, KIND(TERM_COMMON_PHRASE) | KIND(TERM_FORMULA_PHRASE), &taken);
        if (term)
            votes[term->lang] += (unsigned)taken;
    }
    for (unsigned lang = 0; lang < LANGS; lang++)
        if (votes[lang] > most || (votes[lang] == most && most && lang == LANG_EN)) {
            most = votes[lang];
            best = lang;
        }
    return best;
}

struct sorted {
    struct line *first, *second;
    size_t first_count, second_count;
};

static void put_back(struct lines *lines, struct sorted *sorted, size_t *to)
{
    memcpy(lines->at + *to, sorted->first, sorted->first_count * sizeof *lines->at);
    *to += sorted->first_count;
    memcpy(lines->at + *to, sorted->second, sorted->second_count * sizeof *lines->at);
    *to += sorted->second_count;
    sorted->first_count = sorted->second_count = 0;
}

static void part_line(const struct lines *lines, const struct line *line, size_t column, struct sorted *sorted)
{
    size_t at_column = 0, right = right_part(lines, line, &at_column, column);
    struct line half = *line;
    if (!right) {
        bool is_right = line->indent + 3u >= column;
        half.second = is_right;
        if (is_right)
            sorted->second[sorted->second_count++] = half;
        else
            sorted->first[sorted->first_count++] = half;
        return;
    }
    size_t end = right;
    while (end > line->from && (lines->text[end - 1] == ' ' || lines->text[end - 1] == '\t'))
        end--;
    if (end > line->from) {
        half.to = (uint32_t)end;
        sorted->first[sorted->first_count++] = half;
    }
    half = *line;
    half.from = (uint32_t)right;
    half.indent = (uint16_t)at_column;
    half.second = true;
    sorted->second[sorted->second_count++] = half;
}

static bool languages_differ(struct lines *lines, const struct sorted *sorted)
{
    unsigned left[LANGS + 1] = {0}, right[LANGS + 1] = {0}, best_left = 0, best_right = 0;
    struct lines halves = *lines;
    halves.at = sorted->first;
    for (size_t i = 0; i < sorted->first_count && i < 60; i++)
        left[language(&halves, i)]++;
    halves.at = sorted->second;
    for (size_t i = 0; i < sorted->second_count && i < 60; i++)
        right[language(&halves, i)]++;
    lines->scratch = halves.scratch;
    for (unsigned lang = 1; lang < LANGS; lang++) {
        best_left = left[lang] > left[best_left] ? lang : best_left;
        best_right = right[lang] > right[best_right] ? lang : best_right;
    }
    return left[best_left] && right[best_right] && best_left != best_right;
}

static size_t page_end(const struct lines *lines, size_t from)
{
    size_t to = from + 1;
    while (to < lines->count && !lines->at[to].page)
        to++;
    return to;
}

static bool side_by_side(struct lines *lines, bool *two_languages)
{
    bool any = false;
    for (size_t from = 0; from < lines->count && !any; from = page_end(lines, from))
        any = gutter(lines, from, page_end(lines, from)) > 0;
    if (!any)
        return false;
    size_t count = lines->count, to = 0, before = 0;
    struct line *old = lines->at, *parted = NEW_ARRAY(lines->arena, 2 * count, struct line);
    struct sorted sorted = {
        NEW_ARRAY(lines->arena, 2 * count, struct line), NEW_ARRAY(lines->arena, 2 * count, struct line), 0, 0};
    struct lines out = *lines;
    out.at = parted;
    for (size_t from = 0; from < count; from = page_end(lines, from)) {
        size_t end = page_end(lines, from), column = gutter(lines, from, end);
        for (size_t i = from; i < end; i++)
            if (column)
                part_line(lines, &old[i], column, &sorted);
            else
                sorted.first[sorted.first_count++] = old[i];
        if (from == before && column)
            *two_languages = languages_differ(lines, &sorted);
        before = column ? before : end;
        if (!*two_languages)
            put_back(&out, &sorted, &to);
    }
    put_back(&out, &sorted, &to);
    lines->at = parted;
    lines->room = 2 * count;
    lines->count = to;
    return true;
}

/* Line by line in turn: English, French, English, French. */
static bool in_turn(struct lines *lines)
{
    size_t counts[LANGS + 1] = {0}, turns = 0, looked = 0;
    unsigned last = LANGS, second = LANGS;
    uint8_t *langs;
    for (size_t i = 0; i < lines->count && i < 200; i++) {
        if (i == FIRST_LOOK && turns == 0)
            return false;
        unsigned lang = language(lines, i);
        counts[lang]++;
        if (lang == LANGS)
            continue;
        looked++;
        turns += last != LANGS && last != lang;
        last = lang;
    }
    unsigned first = counts[LANG_FR] > counts[LANG_EN] ? LANG_FR : LANG_EN;
    for (unsigned lang = 0; lang < LANGS; lang++)
        if (lang != first && counts[lang] && (second == LANGS || counts[lang] > counts[second]))
            second = lang;
    if (second == LANGS || counts[second] * 4 < looked || turns * 5 < looked * 2 || looked < FEWEST)
        return false;
    if (second == LANG_EN) {
        second = first;
        first = LANG_EN;
    }
    langs = NEW_ARRAY(lines->arena, lines->count, uint8_t);
    bool turn = true;
    for (size_t i = 0; i < lines->count; i++) {
        unsigned lang = language(lines, i);
        if (lang != first && lang != second)
            lang = i == 0 ? first : !turn ? langs[i - 1] : langs[i - 1] == first ? second : first;
        else if (i > 0)
            turn = langs[i - 1] != lang;
        langs[i] = (uint8_t)lang;
    }
    struct line *sorted = NEW_ARRAY(lines->arena, lines->count, struct line);
    size_t to = 0;
    for (unsigned round = 0; round < 2; round++)
        for (size_t i = 0; i < lines->count; i++)
            if ((langs[i] == second) == (round == 1)) {
                sorted[to] = lines->at[i];
                sorted[to++].second = round == 1;
            }
    lines->at = sorted;
    lines->room = lines->count;
    return true;
}

bool columns_part(struct lines *lines)
{
    bool two_languages = false;
    if (!lines->wrapped && lines->count < FEWEST)
        return false;
    if (side_by_side(lines, &two_languages))
        return two_languages;
    return lines->size / lines->count < COLUMN_WIDTH && in_turn(lines);
}
