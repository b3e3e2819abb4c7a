#include "mandate/lines.h"
#include <string.h>
#include "base/text.h"
#include "mandate/letters.h"

enum { LONG = 400, LONG_AMONG_SHORT = 4000, MOST_CUTS = 4000, TAB = 8 };

static struct line *add(struct lines *lines)
{
    if (lines->count == lines->room) {
        size_t room = lines->room ? lines->room * 2 : 256;
        struct line *grown = NEW_ARRAY(lines->arena, room, struct line);
        if (lines->count)
            memcpy(grown, lines->at, lines->count * sizeof *grown);
        lines->at = grown;
        lines->room = room;
    }
    struct line *line = &lines->at[lines->count++];
    *line = (struct line){0};
    return line;
}

/* The blank at `at`, how many bytes it takes; 0 when it is none. What Word and web pages leave at ends counts too. */
static size_t blank_at(const char *at, size_t left)
{
    unsigned char c = (unsigned char)*at;
    if (c <= ' ')
        return 1;
    if (c < 0x80)
        return 0;
    struct letter l = letter_at((const unsigned char *)at, left);
    return l.kind == LETTER_BLANK || l.kind == LETTER_SILENT ? l.size : 0;
}

static size_t end_without_blanks(const char *text, size_t from, size_t to)
{
    while (to > from) {
        size_t before = to - 1;
        while (before > from && ((unsigned char)text[before] & 0xC0) == 0x80)
            before--;
        size_t size = blank_at(text + before, to - before);
        if (!size || before + size < to)
            break;
        to = before;
    }
    return to;
}

/* "<!-- Page 2 -->" is how some converters mark a page. */
static bool is_page_mark(const char *text, size_t size)
{
    return size >= 7 && memcmp(text, "<!--", 4) == 0 && memcmp(text + size - 3, "-->", 3) == 0;
}

struct pending {
    unsigned blank;
    bool page;
    size_t longest; /* a longer line may hold several paragraphs */
};

static void add_cut(struct lines *lines, struct pending *pending, size_t from, size_t to, size_t indent)
{
    uint32_t cuts[MOST_CUTS];
    size_t count =
        to - from > pending->longest ? long_line_cuts(lines, lines->text + from, to - from, cuts, MOST_CUTS) : 0;
    for (size_t i = 0; i <= count; i++) {
        size_t begin = i ? from + cuts[i - 1] : from, end = i < count ? from + cuts[i] : to;
        size_t step;
        while (begin < end && (step = blank_at(lines->text + begin, end - begin)) > 0)
            begin += step;
        end = end_without_blanks(lines->text, begin, end);
        if (begin == end)
            continue;
        struct line *line = add(lines);
        line->from = (uint32_t)begin;
        line->to = (uint32_t)end;
        line->indent = (uint16_t)(indent < 1000 ? indent : 1000);
        line->blank = (uint8_t)(pending->blank < 200 ? pending->blank : 200);
        line->page = pending->page;
        line->cut = i > 0;
        *pending = (struct pending){.longest = pending->longest};
    }
}

static void one_line(struct lines *lines, struct pending *pending, size_t from, size_t to)
{
    size_t indent = 0, step, at = from;
    while (at < to && (step = blank_at(lines->text + at, to - at)) > 0) {
        indent += lines->text[at] == '\t' ? TAB - indent % TAB : step > 1 || lines->text[at] == ' ';
        pending->page = pending->page || lines->text[at] == '\f';
        at += step;
    }
    size_t end = end_without_blanks(lines->text, at, to);
    if (at == end)
        pending->blank++;
    else if (is_page_mark(lines->text + at, end - at))
        *pending = (struct pending){pending->blank + 1, true, pending->longest};
    else
        add_cut(lines, pending, at, end, indent);
}

/* The last sign of a line is one that ends a paragraph, in any script. */
static bool ends_paragraph(const struct lines *lines, const struct line *line)
{
    size_t last = line->to - 1;
    while (last > line->from && ((unsigned char)lines->text[last] & 0xC0) == 0x80)
        last--;
    struct letter l = letter_at((const unsigned char *)lines->text + last, line->to - last);
    return l.kind == LETTER_NONE && (l.code == ',' || l.code == ';' || l.code == ':' || l.code == '.');
}

/* Paragraphs run over several lines when most full lines do not end as a paragraph does. */
static void measure(struct lines *lines)
{
    size_t looked = 0, ended = 0, widest = 0;
    for (size_t i = 0; i < lines->count; i++) {
        size_t size = line_size(lines, i);
        if (size < 30)
            continue;
        looked++;
        ended += ends_paragraph(lines, &lines->at[i]);
        if (size < 200 && size > widest)
            widest = size;
    }
    lines->wrapped = looked >= 6 && ended * 2 < looked;
    lines->width = widest;
}

bool lines_cut(struct lines *out, struct arena *arena, const char *text, size_t size)
{
    *out = (struct lines){.text = text, .size = size, .arena = arena, .scratch = {.arena = arena}};
    char end_of_line = memchr(text, '\n', size) || !memchr(text, '\r', size) ? '\n' : '\r';
    size_t line_ends = size && text[size - 1] != end_of_line;
    for (const char *at = text; (at = memchr(at, end_of_line, (size_t)(text + size - at))) != NULL; at++)
        line_ends++;
    struct pending pending = {0, true, size / (line_ends ? line_ends : 1) > LONG ? LONG : LONG_AMONG_SHORT};
    for (size_t at = 0; at < size;) {
        const char *end = memchr(text + at, end_of_line, size - at);
        size_t to = end ? (size_t)(end - text) : size;
        one_line(out, &pending, at, to);
        if (out->count > MOST_LINES)
            return false;
        at = to + 1;
    }
    measure(out);
    return true;
}

const struct token *line_tokens(struct lines *lines, size_t line, size_t most, size_t *count)
{
    lines->scratch.count = 0;
    size_t size = line_size(lines, line), enough = most * 40;
    tokens_cut(&lines->scratch, line_text(lines, line), size < enough ? size : enough, most);
    *count = lines->scratch.count;
    return lines->scratch.at;
}
