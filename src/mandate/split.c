#include "mandate/split.h"
#include <string.h>
#include "base/text.h"

enum { WINDOW = 240, MOST_TOKENS = 14 };

static bool is_quote(const char *bytes, size_t at, size_t size, unsigned char last)
{
    return at + 2 < size && memcmp(bytes + at, "\xE2\x80", 2) == 0 && (unsigned char)bytes[at + 2] == last;
}

/* A blank behind a sign that ends, and before what may begin a paragraph. */
static bool may_begin(const char *bytes, size_t at, size_t size, bool operative)
{
    char before = bytes[at - 1];
    bool ends = before == ';' || before == '.' || before == ',' || before == ':' || before == '"' ||
        (at > 2 && is_quote(bytes, at - 3, at, 0x9D));
    unsigned char next = (unsigned char)bytes[at + 1];
    return ends &&
        ((next >= '0' && next <= '9') || next == '"' || next == '*' || next == 'l' || next >= 0x80 ||
            (!operative && next >= 'A' && next <= 'Z'));
}

static size_t over_adverbs(const struct token *tokens, size_t count, size_t at)
{
    size_t taken;
    while (at < count && term_at(tokens + at, count - at, KIND(TERM_ADVERB_PHRASE), &taken))
        at += taken;
    return at;
}

/* "9. Notes", “9. Notes: the number that is due, and a verb. */
static bool numbered(
    struct split_place *out, const char *bytes, const struct token *tokens, size_t count, bool operative, int wanted)
{
    size_t taken;
    struct label label = label_read(bytes, tokens, count);
    if (label.kind != LABEL_NUMBER || label.number != (operative ? wanted : 1))
        return false;
    size_t start = label.size;
    start += start < count ? decoration(tokens + start, count - start) : 0;
    size_t verb = over_adverbs(tokens, count, start);
    if (start >= count || !tokens[start].upper || verb >= count ||
        !term_at(tokens + verb, count - verb, KIND(TERM_VERB_OPERATIVE) | KIND(TERM_VERB_BASE), &taken))
        return false;
    out->words = tokens[start].at;
    out->label = label;
    return true;
}

/* "Recalling also": words that open a preambular paragraph; not "Acting President". */
static bool opens(const struct token *tokens, size_t count)
{
    size_t taken, verb = over_adverbs(tokens, count, 0);
    if (!count || !tokens[0].upper || tokens[0].capitals || tokens[0].size <= 4 || verb >= count)
        return false;
    const struct wording *term =
        term_at(tokens + verb, count - verb, KIND(TERM_VERB_PARTICIPLE) | KIND(TERM_OPENER_PHRASE), &taken);
    return term && !text_is(term->phrase, "acting") && !(text_is(term->more, "no") && term->words == 1);
}

bool split_find(struct split_place *out, struct tokens *scratch, const char *bytes, size_t size, size_t from,
    bool operative, int wanted)
{
    bool quoted = false;
    for (size_t at = 0; at + 1 < size; at++) {
        unsigned char c = (unsigned char)bytes[at];
        if (c == 0xE2 && is_quote(bytes, at, size, 0x9C))
            quoted = true;
        else if (c == 0xE2 && is_quote(bytes, at, size, 0x9D))
            quoted = false;
        if (c != ' ' || at < 2 || at < from || !may_begin(bytes, at, size, operative))
            continue;
        size_t begin = at + 1, window = size - begin < WINDOW ? size - begin : WINDOW;
        while (window < size - begin && ((unsigned char)bytes[begin + window] & 0xC0) == 0x80)
            window--;
        scratch->count = 0;
        tokens_cut(scratch, bytes + begin, window, MOST_TOKENS);
        *out = (struct split_place){.at = (uint32_t)begin};
        bool found = numbered(out, bytes + begin, scratch->at, scratch->count, operative, wanted) ||
            (!operative && !quoted && bytes[at - 1] == ',' && opens(scratch->at, scratch->count));
        if (!found)
            continue;
        out->words += (uint32_t)begin;
        return true;
    }
    return false;
}
