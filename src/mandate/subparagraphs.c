/*
 * Parts of a paragraph with labels of their own, to any depth: (a), (i), (1), (A), a., as they come.
 *
 * A label goes on with the innermost row that it follows, or opens a row below when it is a first one. (i) after (h) is a letter; after
 * anything else a Roman figure.
 */
#include <string.h>
#include "mandate/clauses.h"

enum { MOST_DEPTH = 10 };

enum row_kind { ROW_LETTER, ROW_ROMAN, ROW_NUMBER, ROW_CAPITAL };

struct row {
    enum row_kind kind;
    int last;
};

static int letter_value(const char *text)
{
    int first = (text[0] | 32) - 'a' + 1;
    if (first < 1 || first > 26)
        return 0;
    if (!text[1])
        return first;
    return text[1] == text[0] && !text[2] ? 26 + first : 0; /* (aa) after (z) */
}

static int value_in(enum row_kind kind, const char *text)
{
    bool digit = *text >= '0' && *text <= '9', capital = *text >= 'A' && *text <= 'Z';
    switch (kind) {
    case ROW_NUMBER: return digit ? (text[1] ? (text[0] - '0') * 10 + text[1] - '0' : text[0] - '0') : 0;
    case ROW_CAPITAL: return capital ? letter_value(text) : 0;
    case ROW_ROMAN: return digit || capital ? 0 : roman_value(text, strlen(text));
    default: return digit || capital ? 0 : letter_value(text);
    }
}

/* The depth of a label among the open rows, which it changes; 0: it fits nowhere. */
static int place(struct row *rows, int *depth, const char *text, bool begins_paragraph)
{
    for (int d = *depth; d > 0; d--)
        if (value_in(rows[d - 1].kind, text) == rows[d - 1].last + 1) {
            rows[d - 1].last++;
            return *depth = d;
        }
    static const enum row_kind kinds[] = {ROW_NUMBER, ROW_CAPITAL, ROW_ROMAN, ROW_LETTER};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        if (value_in(kinds[k], text) == 1 && *depth < MOST_DEPTH) {
            rows[*depth] = (struct row){kinds[k], 1};
            return ++*depth;
        }
    for (int d = *depth; begins_paragraph && d > 0; d--)
        if (value_in(rows[d - 1].kind, text) > rows[d - 1].last) { /* one is missing between */
            rows[d - 1].last = value_in(rows[d - 1].kind, text);
            return *depth = d;
        }
    return 0;
}

static bool among(const uint32_t *starts, size_t count, uint32_t at)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (starts[middle] < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && starts[low] == at;
}

static bool joined_by_and(const char *bytes, const struct token *t)
{
    return (t->size == 3 && strncmp(bytes + t->at, "and", 3) == 0) ||
        (t->size == 2 && (strncmp(bytes + t->at, "or", 2) == 0 || strncmp(bytes + t->at, "et", 2) == 0)) ||
        (t->size == 1 && bytes[t->at] == 'y');
}

size_t subparagraphs_read(struct clause *out, struct arena *arena, const char *bytes, const struct token *tokens,
    size_t count, uint32_t base, const uint32_t *starts, size_t start_count)
{
    struct row rows[MOST_DEPTH];
    int depth = 0;
    size_t room = 0, first = count;
    for (size_t i = 0; i + 3 < count; i++) {
        size_t lead = i;
        bool open = is_sign(&tokens[i], '(');
        bool begins = among(starts, start_count, base + tokens[i].at) ||
            (i > 0 && is_sign(&tokens[i - 1], '"') && among(starts, start_count, base + tokens[i - 1].at));
        if (!open && !begins)
            continue;
        struct label label = label_read(bytes, tokens + i, count - i < 6 ? count - i : 6);
        if (label.kind != LABEL_BRACKET)
            continue;
        const struct token *before = i > 0 ? &tokens[i - 1] : NULL;
        bool may = begins || !before || is_sign(before, ':') || is_sign(before, ';') || is_sign(before, ',') ||
            is_sign(before, '.') || is_sign(before, '"') || is_sign(before, TOKEN_DASH) || joined_by_and(bytes, before);
        if (!may || tokens[i].before == BEFORE_NOTHING)
            continue;
        int at = place(rows, &depth, label.text, begins);
        if (!at)
            continue;
        if (out->sub_count == room) {
            size_t more = room ? room * 2 : 8;
            struct subparagraph *grown = NEW_ARRAY(arena, more, struct subparagraph);
            if (room)
                memcpy(grown, out->subs, room * sizeof *grown);
            out->subs = grown;
            room = more;
        }
        if (first == count)
            first = lead;
        uint32_t here = base + tokens[i].at;
        for (size_t s = out->sub_count; s-- > 0 && out->subs[s].span.to == UINT32_MAX;)
            if (out->subs[s].depth >= at)
                out->subs[s].span.to = here;
        struct subparagraph *sub = &out->subs[out->sub_count++];
        memcpy(sub->label, label.text, sizeof sub->label);
        sub->depth = (uint8_t)at;
        sub->label_at = here;
        size_t begin = i + label.size;
        sub->span = (struct span){
            base + (begin < count ? tokens[begin].at : tokens[count - 1].at + tokens[count - 1].size), UINT32_MAX};
        i += label.size - 1u;
    }
    for (size_t s = 0; s < out->sub_count; s++)
        if (out->subs[s].span.to == UINT32_MAX)
            out->subs[s].span.to = out->span.to;
    return first;
}
