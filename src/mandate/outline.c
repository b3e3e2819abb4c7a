#include "mandate/outline.h"
#include <string.h>
#include "base/text.h"
#include "base/words.h"
#include "mandate/masthead.h"

enum { HEAD_REACH = 16, LOOKED_AT = 18 };

struct maker {
    struct paragraphs *all;
    struct arena *arena;
    struct outline *out;
    size_t room;
};

static bool says(struct paragraphs *all, const struct paragraph *p, const char *keyword, size_t within)
{
    size_t count, taken;
    const struct token *tokens = paragraph_tokens(all, p, 0, within, &count);
    for (size_t i = 0; i < count; i++) {
        const struct wording *term = term_at(tokens + i, count - i, KIND(TERM_KEYWORD_PHRASE), &taken);
        if (term && text_is(term->value, keyword))
            return true;
    }
    return false;
}

/* The last words of a paragraph name a draft that follows. */
static bool announces_draft(struct paragraphs *all, const struct paragraph *p)
{
    enum { TAIL = 400 };
    size_t size = p->to - p->at, count, taken, skip = size > TAIL ? size - TAIL : 0;
    while (skip && ((unsigned char)all->text.bytes[p->at + skip] & 0xC0) == 0x80)
        skip--;
    const struct token *tokens = paragraph_tokens(all, p, skip, 200, &count);
    for (size_t i = 0; i < count; i++) {
        const struct wording *term = term_at(tokens + i, count - i, KIND(TERM_KEYWORD_PHRASE), &taken);
        if (term && text_is(term->value, "recommends"))
            return true;
    }
    return false;
}

static char ending(const struct paragraphs *all, const struct paragraph *p)
{
    struct text upto = all->text;
    upto.size = p->to;
    return text_end(&upto, p->at);
}

/* "At its 29th meeting, on 17 June 2011, the Council decided..." below a head: the opening words of a decision. */
static bool opens_decision(struct maker *m, size_t i)
{
    struct paragraphs *all = m->all;
    size_t count, taken;
    if (i == 0 || all->at[i].start != START_CAPITAL)
        return false;
    bool headed = false;
    for (size_t back = 1; back <= 3 && back <= i && !headed; back++)
        headed = all->at[i - back].start == START_HEAD;
    const struct token *tokens = headed ? paragraph_tokens(all, &all->at[i], 0, 12, &count) : NULL;
    const struct wording *term = tokens ? term_at(tokens, count, KIND(TERM_TIMING_PHRASE), &taken) : NULL;
    if (!term || !text_is(term->value, "at"))
        return false;
    for (size_t t = taken; t < count; t++) {
        term = term_at(tokens + t, count - t, KIND(TERM_KEYWORD_PHRASE), &taken);
        if (term && text_is(term->value, "meeting"))
            return true;
    }
    return false;
}

static struct region *add_region(struct maker *m, size_t formula)
{
    struct outline *out = m->out;
    if (out->count == m->room) {
        size_t room = m->room ? m->room * 2 : 8;
        struct region *grown = NEW_ARRAY(m->arena, room, struct region);
        if (out->count)
            memcpy(grown, out->at, out->count * sizeof *grown);
        out->at = grown;
        m->room = room;
    }
    struct region *r = &out->at[out->count++];
    *r = (struct region){
        .formula = formula, .body = formula + 1, .number = NO_PARAGRAPH, .outer = NO_PARAGRAPH, .has_formula = true};
    return r;
}

/* The head of the opening words at `formula`, not before `least`: the nearest number and title, and what is announced above it. */
static void find_head(struct maker *m, struct region *r, size_t least)
{
    struct paragraph *at = m->all->at;
    size_t i = r->formula, reach = r->formula > least + HEAD_REACH ? r->formula - HEAD_REACH : least;
    r->head = r->formula;
    while (i > reach) {
        i--;
        if (at[i].start == START_HEAD) {
            r->number = i;
            r->head = i;
            break;
        }
        if (at[i].start == START_SECTION && at[i].label.alone && i + 3 > r->formula && at[i].label.text[1] == 0)
            r->part = at[i].label.text[0];
        if (at[i].start == START_CLOSE && at[i].second == at[r->formula].second && !says(m->all, &at[i], "adopted", 8))
            break;
    }
    size_t start = r->number == NO_PARAGRAPH ? r->formula : r->number;
    for (i = start; i > least && start - i < HEAD_REACH; i--) {
        const struct paragraph *p = &at[i - 1];
        if (p->start == START_NUMBER || p->start == START_VERB ||
            (p->start == START_OPENER && r->number != NO_PARAGRAPH) || p->start == START_ANNEX ||
            p->start == START_BRACKET || p->to - p->at > 700)
            break;
        if (p->start == START_CLOSE && !says(m->all, p, "adopted", 6))
            break;
        r->head = i - 1;
    }
}

/* A day and nothing else: in Chinese it stands above the meeting. */
static bool is_day(struct paragraphs *all, const struct paragraph *p)
{
    size_t count, end;
    const struct token *tokens = paragraph_tokens(all, p, 0, 10, &count);
    return count < 9 && date_known(date_named(all->text.bytes + p->at, tokens, count, &end)) && end + 1 >= count;
}

/* The end of a body: its close, an annex, or the head of the next one. */
static void find_end(struct maker *m, struct region *r, size_t limit)
{
    struct paragraph *at = m->all->at;
    size_t i = r->body;
    r->close = r->annex = NO_PARAGRAPH;
    while (i < limit && at[i].start != START_CLOSE && at[i].start != START_ANNEX)
        i++;
    r->body_end = i;
    if (i < limit && at[i].start == START_CLOSE) {
        r->close = i++;
        if (r->close > r->body && is_day(m->all, &at[r->close - 1]))
            r->body_end = --r->close;
        while (i < limit && at[i].start != START_ANNEX)
            i++;
        r->close_end = i;
    }
    if (i < limit) {
        r->annex = i;
        r->annex_end = limit;
    }
    r->end = limit;
    r->cut = r->close == NO_PARAGRAPH && r->annex == NO_PARAGRAPH;
}

/* Opening words inside a body are a draft's when they are quoted, or announced just before. */
static bool is_inner(struct maker *m, const struct region *outer, size_t formula)
{
    struct paragraph *at = m->all->at;
    if (at[formula].organ == at[outer->formula].organ && !at[formula].quoted)
        return false;
    for (size_t i = outer->formula; i < formula; i++) {
        if (at[i].start == START_CLOSE ||
            (at[i].start == START_HEAD && !at[i].quoted && !says(m->all, &at[i], "draft", 4)))
            return false;
        if (i + 6 > formula &&
            (announces_draft(m->all, &at[i]) || (at[formula].quoted && ending(m->all, &at[i]) == ':')))
            return true;
    }
    return false;
}

static void take_formulas(struct maker *m)
{
    struct paragraph *at = m->all->at;
    size_t outer = NO_PARAGRAPH;
    for (size_t i = 0; i < m->all->count; i++) {
        bool decision = at[i].start != START_FORMULA && opens_decision(m, i);
        if (at[i].start != START_FORMULA && !decision)
            continue;
        size_t inside = outer != NO_PARAGRAPH && is_inner(m, &m->out->at[outer], i) ? outer : NO_PARAGRAPH;
        struct region *r = add_region(m, i);
        r->outer = inside;
        r->decision = decision;
        r->has_formula = !decision;
        if (decision)
            r->body = i;
        if (inside == NO_PARAGRAPH)
            outer = m->out->count - 1;
    }
}

/* A text whose opening words are missing or illegible: a number and verbs below it. */
static void take_without_formula(struct maker *m)
{
    struct paragraphs *all = m->all;
    size_t openers = 0, verbs = 0, first = NO_PARAGRAPH;
    bool head = false;
    for (size_t i = 0; i < all->count; i++) {
        const struct paragraph *p = &all->at[i];
        size_t count, taken;
        bool numbered = false;
        if (p->start == START_NUMBER) {
            const struct token *tokens = paragraph_tokens(all, p, 0, LOOKED_AT, &count);
            size_t at = p->label.size;
            at += decoration(tokens + at, count - at);
            bool named = at < count && term_at(tokens + at, count - at, KIND(TERM_FORMULA_PHRASE), &taken);
            at += named ? taken : 0; /* "The Security Council requests" */
            numbered = at < count && (tokens[at].upper || named) &&
                term_at(tokens + at, count - at, KIND(TERM_VERB_OPERATIVE) | KIND(TERM_ADVERB_PHRASE), &taken);
        }
        head = head || p->start == START_HEAD || says(all, p, "adopted", 4);
        openers += p->start == START_OPENER;
        verbs += numbered || p->start == START_VERB;
        if (first == NO_PARAGRAPH && (p->start == START_OPENER || numbered))
            first = i;
    }
    if (first == NO_PARAGRAPH || openers + verbs < 2 || verbs < 1 || (!head && openers < 1))
        return;
    struct region *r = add_region(m, first);
    r->has_formula = false;
    r->body = first;
}

void outline_make(struct outline *out, struct arena *arena, struct paragraphs *all)
{
    struct maker m = {all, arena, out, 0};
    *out = (struct outline){0};
    take_formulas(&m);
    if (!out->count)
        take_without_formula(&m);
    size_t least = 0;
    for (size_t i = 0; i < out->count; i++) {
        struct region *r = &out->at[i];
        if (r->outer != NO_PARAGRAPH) {
            r->head = r->formula;
            least = r->formula + 1;
            continue;
        }
        find_head(&m, r, least);
        least = r->formula + 1;
    }
    for (size_t i = 0; i < out->count; i++) {
        size_t limit = all->count, next = i + 1;
        while (next < out->count && out->at[next].outer != NO_PARAGRAPH)
            next++;
        if (next < out->count)
            limit = out->at[next].head;
        if (all->at[out->at[i].formula].second == false)
            for (size_t p = out->at[i].formula; p < limit; p++)
                if (all->at[p].second && all->two_languages)
                    limit = p;
        find_end(&m, &out->at[i], limit);
        if (out->at[i].outer == NO_PARAGRAPH && i + 1 < out->count && out->at[i + 1].outer == i &&
            out->at[i + 1].formula < out->at[i].body_end)
            out->at[i].body_end = out->at[i + 1].formula; /* what the draft says is its own */
    }
}
