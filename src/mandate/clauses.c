#include "mandate/clauses.h"
#include <string.h>
#include "base/text.h"
#include "mandate/duty.h"
#include "mandate/split.h"
#include "mandate/verbs.h"

enum { MOST_TOKENS = 400000, LOOKED_AT = 12, LOOK_AHEAD = 400 };

/* A clause before it is read: paragraphs [first, last], or a part of them. */
struct item {
    uint32_t at, to;
    const char *number, *section, *heading;
    bool operative;
    size_t first, last;
    int sure;
};

struct body {
    struct clause_reader *r;
    struct resolution *out;
    const struct region *region;
    struct item *items;
    size_t count, room;
    int last_number;
    bool operative, unicase;
    const char *section, *heading;
    size_t end; /* paragraph behind the last taken */
};

static char ending(const struct paragraphs *all, uint32_t at, uint32_t to)
{
    struct text upto = all->text;
    upto.size = to;
    return text_end(&upto, at);
}

static struct item *add_item(struct body *b, uint32_t at, size_t paragraph)
{
    if (b->count == b->room) {
        size_t room = b->room ? b->room * 2 : 64;
        struct item *grown = NEW_ARRAY(b->r->arena, room, struct item);
        if (b->count)
            memcpy(grown, b->items, b->count * sizeof *grown);
        b->items = grown;
        b->room = room;
    }
    struct item *item = &b->items[b->count++];
    *item = (struct item){.at = at,
        .to = b->r->all->at[paragraph].to,
        .section = b->section,
        .heading = b->heading,
        .operative = b->operative,
        .first = paragraph,
        .last = paragraph,
        .sure = 95};
    b->heading = NULL;
    return item;
}

static void add_numbered(struct body *b, uint32_t at, size_t paragraph, const struct label *label)
{
    b->operative = true;
    struct item *item = add_item(b, at, paragraph);
    item->number = label ? arena_text(b->r->arena, label->text) : NULL;
    if (label) {
        item->sure = label->faulty ? 80 : b->last_number + 1 == label->number ? 99 : 85;
        b->last_number = label->number;
    }
}

static void join_last(struct body *b, size_t paragraph)
{
    if (b->count) {
        b->items[b->count - 1].to = b->r->all->at[paragraph].to;
        b->items[b->count - 1].last = paragraph;
    }
}

/* Where the words of a paragraph begin: behind its label, quotation mark and asterisks. */
static uint32_t words_at(struct body *b, const struct paragraph *p, size_t skip_bytes, size_t skip_tokens, bool *verb)
{
    size_t count, taken;
    const struct token *tokens = paragraph_tokens(b->r->all, p, skip_bytes, LOOKED_AT, &count);
    size_t at = skip_tokens < count ? skip_tokens : count;
    at += decoration(tokens + at, count - at);
    if (at >= count)
        return p->to;
    if (verb) {
        size_t start = at;
        while (start < count && term_at(tokens + start, count - start, KIND(TERM_ADVERB_PHRASE), &taken))
            start += taken;
        *verb = (tokens[at].upper || b->unicase) &&
            (term_at(tokens + start, count - start, KIND(TERM_VERB_OPERATIVE) | KIND(TERM_VERB_BASE), &taken) ||
                term_at(tokens + at, count - at, KIND(TERM_VERB_OPERATIVE), &taken));
    }
    return p->at + (uint32_t)skip_bytes + tokens[at].at;
}

/* A later paragraph of the region goes on with the numbers. */
static bool number_follows(const struct body *b, size_t from, int wanted)
{
    const struct paragraph *at = b->r->all->at;
    for (size_t i = from; i < b->region->body_end && i < from + LOOK_AHEAD; i++)
        if (at[i].start == START_NUMBER && at[i].label.number == wanted)
            return true;
    return false;
}

static const char *paragraph_text(struct body *b, const struct paragraph *p, uint32_t at)
{
    return text_trim(b->r->arena, span_text(b->r->arena, &b->r->all->text, (struct span){at, p->to}));
}

static bool is_heading(const struct body *b, const struct paragraph *p)
{
    char c = ending(b->r->all, p->at, p->to);
    return p->to - p->at < 200 && (!c || !strchr(",;.:", c));
}

/* An operative paragraph with a number: of this text, or of a list within the last paragraph? */
static void take_number(struct body *b, size_t i)
{
    const struct paragraph *p = &b->r->all->at[i];
    bool verb = false;
    uint32_t at = words_at(b, p, 0, p->label.size, &verb);
    int number = p->label.number;
    char before = b->count ? ending(b->r->all, b->items[b->count - 1].at, b->items[b->count - 1].to) : ':';
    bool expected = number == b->last_number + 1;
    bool again = number == 1 && b->last_number > 0; /* a new section, or a list inside */
    if (p->quoted && b->count && b->operative && b->region->has_formula && !b->r->all->at[b->region->formula].quoted &&
        !verb) { /* words to be put in elsewhere */
        join_last(b, i);
        return;
    }
    if (b->operative && !expected &&
        !(verb && (again ? before != ':' : number > b->last_number && number < b->last_number + 8)) && b->count &&
        b->items[b->count - 1].operative) {
        join_last(b, i);
        return;
    }
    if (again && !b->section && !verb) {
        join_last(b, i);
        return;
    }
    if (p->label.alone && i + 1 < b->region->body_end &&
        b->r->all->at[i + 1].start != START_NUMBER) { /* the words stand in the next line */
        const struct paragraph *next = &b->r->all->at[i + 1];
        at = words_at(b, next, 0, 0, NULL);
        add_numbered(b, at, i + 1, &p->label);
        return;
    }
    add_numbered(b, at, i, &p->label);
}

static bool ends_body(struct body *b, size_t i)
{
    const struct paragraph *p = &b->r->all->at[i];
    if (!b->operative || !b->count)
        return false;
    const struct item *last = &b->items[b->count - 1];
    char c = ending(b->r->all, last->at, last->to);
    if (c != '.' || b->region->close != NO_PARAGRAPH || (b->last_number && number_follows(b, i, b->last_number + 1)))
        return false;
    return p->start != START_BRACKET && p->start != START_SMALL && !p->quoted;
}

/* "And to this end": words that lead to the verb of the next paragraph. */
static bool leads_on(struct body *b, const struct paragraph *p)
{
    enum { MOST_WORDS = 8 };
    size_t count, taken;
    const struct token *tokens = paragraph_tokens(b->r->all, p, 0, MOST_WORDS, &count);
    for (size_t i = 0; i < 2 && i < count && count < MOST_WORDS; i++) {
        const struct wording *link = term_at(tokens + i, count - i, KIND(TERM_LINK_PHRASE), &taken);
        if (link && i + taken + 1 >= count)
            return true;
    }
    return false;
}

static void take_other(struct body *b, size_t i)
{
    const struct paragraph *p = &b->r->all->at[i];
    uint32_t at = words_at(b, p, 0, 0, NULL);
    if (b->count && b->items[b->count - 1].operative &&
        strchr(";.,", ending(b->r->all, b->items[b->count - 1].at, b->items[b->count - 1].to)) && leads_on(b, p)) {
        add_numbered(b, at, i, NULL);
        return;
    }
    if (!b->operative) {
        char c = b->count ? ending(b->r->all, b->items[b->count - 1].at, b->items[b->count - 1].to) : ',';
        if (is_heading(b, p) && !number_follows(b, i, 1) == false && p->start != START_SMALL && p->to - p->at < 100)
            b->heading = paragraph_text(b, p, at);
        else if (c && strchr(",;", c) && p->start != START_SMALL)
            add_item(b, at, i)->sure = 75;
        else if (!b->count)
            add_item(b, at, i)->sure = 60;
        else
            join_last(b, i);
        return;
    }
    char c = b->count ? ending(b->r->all, b->items[b->count - 1].at, b->items[b->count - 1].to) : 0;
    bool between = b->last_number && (c == '.' || c == ';') && is_heading(b, p) && p->start != START_SMALL &&
        (number_follows(b, i, b->last_number + 1) || number_follows(b, i, 1));
    if (between)
        b->heading = paragraph_text(b, p, at);
    else
        join_last(b, i);
}

static void take_section(struct body *b, size_t i)
{
    const struct paragraph *p = &b->r->all->at[i];
    if (b->operative && b->last_number && !number_follows(b, i, b->last_number + 1) && !number_follows(b, i, 1)) {
        take_other(b, i);
        return;
    }
    b->section = arena_text(b->r->arena, p->label.text);
    uint32_t at = words_at(b, p, 0, p->label.size, NULL);
    b->heading = at < p->to ? paragraph_text(b, p, at) : NULL;
}

static void take_paragraph(struct body *b, size_t i)
{
    const struct paragraph *p = &b->r->all->at[i];
    bool after_heading = b->heading ||
        (b->section && i > 0 &&
            (b->r->all->at[i - 1].start == START_SECTION || b->r->all->at[i - 1].to - b->r->all->at[i - 1].at < 150));
    switch (p->start) {
    case START_NUMBER: take_number(b, i); return;
    case START_OPENER:
        if (b->operative && !(after_heading && b->section))
            join_last(b, i);
        else {
            bool was = b->operative;
            b->operative = false;
            add_item(b, words_at(b, p, 0, 0, NULL), i);
            b->operative = was;
        }
        return;
    case START_VERB: {
        if (b->unicase && !b->operative) { /* Chinese: the same words open both parts */
            add_item(b, words_at(b, p, 0, 0, NULL), i);
            return;
        }
        char c =
            b->count && b->operative ? ending(b->r->all, b->items[b->count - 1].at, b->items[b->count - 1].to) : ';';
        if (c && strchr(";.,", c))
            add_numbered(b, words_at(b, p, 0, 0, NULL), i, NULL);
        else
            join_last(b, i);
        return;
    }
    case START_SECTION: take_section(b, i); return;
    case START_BRACKET:
        if (b->count)
            join_last(b, i);
        else
            add_numbered(b, p->at, i, NULL);
        return;
    default: take_other(b, i);
    }
}

/* The rest of the paragraph with the opening words: "The General Assembly Takes note of..." */
static void take_rest_of_formula(struct body *b)
{
    const struct paragraph *p = &b->r->all->at[b->region->formula];
    size_t count;
    const struct token *tokens = paragraph_tokens(b->r->all, p, 0, p->formula + 1u, &count);
    if (count <= p->formula)
        return;
    size_t skip = tokens[p->formula].at;
    struct paragraph rest = *p;
    rest.at += (uint32_t)skip;
    tokens = paragraph_tokens(b->r->all, &rest, 0, LOOKED_AT, &count);
    enum start start = start_of(&rest, b->r->all->text.bytes + rest.at, tokens, count, rest.to - rest.at);
    bool verb = false;
    uint32_t at = words_at(b, p, skip, rest.label.kind == LABEL_NUMBER ? rest.label.size : 0, &verb);
    if (start == START_NUMBER)
        add_numbered(b, at, b->region->formula, &rest.label);
    else if (start == START_VERB && !b->unicase)
        add_numbered(b, at, b->region->formula, NULL);
    else
        add_item(b, at, b->region->formula);
}

static void gather(struct body *b)
{
    const struct region *region = b->region;
    if (region->has_formula)
        take_rest_of_formula(b);
    size_t i = region->body;
    for (; i < region->body_end; i++) {
        if (ends_body(b, i) && b->r->all->at[i].start != START_NUMBER && b->r->all->at[i].start != START_VERB)
            break;
        size_t before = b->count;
        bool alone = b->r->all->at[i].start == START_NUMBER && b->r->all->at[i].label.alone;
        take_paragraph(b, i);
        if (alone && b->count > before && b->items[b->count - 1].first == i + 1)
            i++;
    }
    b->end = i < region->body_end ? i : region->body_end;
}

/* ---- what a paragraph holds ---- */

static void tokens_of(struct clause_reader *r, struct span span)
{
    r->tokens.count = 0;
    r->tokens.arena = r->arena;
    tokens_cut(&r->tokens, r->all->text.bytes + span.at, span.to - span.at, MOST_TOKENS);
}

void cite_span(struct clause_reader *r, struct span span, enum where where)
{
    tokens_of(r, span);
    cite_read(r->citer, r->all->text.bytes + span.at, r->tokens.at, r->tokens.count, span.at, where);
}

static void resources_read(
    struct clause *out, struct arena *arena, const struct token *tokens, size_t count, uint32_t base)
{
    struct resource found[32];
    for (size_t i = 0; i < count && out->resource_count < sizeof found / sizeof *found; i++) {
        size_t taken;
        const struct wording *term = term_at(tokens + i, count - i, KIND(TERM_RESOURCE_PHRASE), &taken);
        if (!term)
            continue;
        found[out->resource_count++] = (struct resource){
            term->value, {base + tokens[i].at, base + tokens[i + taken - 1].at + tokens[i + taken - 1].size}};
        i += taken - 1;
    }
    out->resources = NEW_ARRAY(arena, out->resource_count + 1, struct resource);
    memcpy(out->resources, found, out->resource_count * sizeof *found);
}

static void marks_read(struct clause *out, struct arena *arena, const struct text *text)
{
    size_t low = 0, high = text->mark_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (text->marks[middle].at < out->span.at)
            low = middle + 1;
        else
            high = middle;
    }
    size_t end = low;
    while (end < text->mark_count && text->marks[end].at <= out->span.to)
        end++;
    uint32_t *marks = NEW_ARRAY(arena, end - low + 1, uint32_t);
    for (size_t i = low; i < end; i++)
        marks[i - low] = text->marks[i].number;
    out->marks = marks;
    out->mark_count = end - low;
}

static void trim_span(const struct paragraphs *all, struct span *span)
{
    while (span->to > span->at && (unsigned char)all->text.bytes[span->to - 1] <= ' ')
        span->to--;
    /* the quotation mark that closes a draft */
    const char *end = all->text.bytes + span->to;
    if (span->to - span->at > 3 && memcmp(end - 3, "\xE2\x80\x9D", 3) == 0 &&
        !memmem(all->text.bytes + span->at, span->to - span->at, "\xE2\x80\x9C", 3))
        span->to -= 3;
}

static size_t sub_starts(const struct body *b, const struct item *item, uint32_t *starts, size_t most)
{
    size_t count = 0;
    for (size_t i = item->first; i <= item->last && i < b->r->all->count && count < most; i++)
        if (b->r->all->at[i].start == START_BRACKET)
            starts[count++] = b->r->all->at[i].at;
    return count;
}

static void fill(struct body *b, struct clause *clause, const struct item *item)
{
    struct clause_reader *r = b->r;
    struct arena *arena = r->arena;
    const char *bytes = r->all->text.bytes + item->at;
    *clause = (struct clause){.number = item->number,
        .section = item->section,
        .heading = item->heading,
        .span = {item->at, item->to},
        .sure = item->sure};
    trim_span(r->all, &clause->span);
    tokens_of(r, clause->span);
    size_t most = item->last - item->first + 1;
    uint32_t *starts = NEW_ARRAY(arena, most + 1, uint32_t);
    size_t start_count = sub_starts(b, item, starts, most);
    size_t lead =
        subparagraphs_read(clause, arena, bytes, r->tokens.at, r->tokens.count, item->at, starts, start_count);
    struct verb_reader verbs = {.arena = arena, .bytes = bytes, .base = item->at};
    if (item->operative) {
        verbs_read(&verbs, r->tokens.at, r->tokens.count, lead);
    } else {
        struct said_verb opener;
        if (opener_read(&verbs, r->tokens.at, r->tokens.count, &opener)) {
            verbs.found = NEW(arena, struct said_verb);
            verbs.found[verbs.count++] = opener;
        }
    }
    clause->verbs = verbs.found;
    clause->verb_count = verbs.count;
    if (item->operative && !verbs.count)
        clause->sure = clause->sure < 70 ? clause->sure : 70;
    cite_read(
        r->citer, bytes, r->tokens.at, r->tokens.count, item->at, item->operative ? WHERE_OPERATIVE : WHERE_PREAMBLE);
    clause->cited = NEW_ARRAY(arena, r->citer->cited_count + 1, struct cited);
    clause->cited_count = r->citer->cited_count;
    if (clause->cited_count)
        memcpy(clause->cited, r->citer->cited, clause->cited_count * sizeof *clause->cited);
    resources_read(clause, arena, r->tokens.at, r->tokens.count, item->at);
    marks_read(clause, arena, &r->all->text);
    if (item->operative)
        addressees_read(clause, arena, r->all->text.bytes, r->tokens.at, r->tokens.count, item->at);
    if (item->operative)
        duties_read(r->duties, (size_t)(clause - b->out->operative), r->tokens.at, r->tokens.count);
}

/* An item that holds another one is cut in two, again and again. */
static void split_items(struct body *b)
{
    size_t count = b->count;
    struct item *whole = b->items;
    b->items = NULL;
    b->count = b->room = 0;
    b->last_number = 0;
    for (size_t i = 0; i < count; i++) {
        struct item rest = whole[i];
        struct split_place place;
        int64_t next = 0, number = 0;
        if (i + 1 < count && whole[i + 1].number && !text_number(&next, whole[i + 1].number))
            next = 0;
        for (;;) {
            if (rest.number && text_number(&number, rest.number))
                b->last_number = (int)number;
            bool complete = rest.operative && (!rest.number || next == b->last_number + 1);
            b->operative = rest.operative;
            *add_item(b, rest.at, rest.first) = rest;
            if (complete ||
                !split_find(&place, &b->r->tokens, b->r->all->text.bytes + rest.at, rest.to - rest.at, 0,
                    rest.operative, b->last_number + 1))
                break;
            b->items[b->count - 1].to = rest.at + place.at;
            rest.at += place.words;
            rest.heading = NULL;
            rest.sure = 90;
            if (place.label.kind == LABEL_NUMBER) {
                rest.number = arena_text(b->r->arena, place.label.text);
                rest.operative = true;
            }
        }
    }
}

size_t clauses_read(struct clause_reader *r, struct resolution *out, const struct region *region)
{
    struct body b = {.r = r, .out = out, .region = region, .unicase = out->lang == LANG_ZH};
    gather(&b);
    split_items(&b);
    size_t preamble = 0, operative = 0;
    for (size_t i = 0; i < b.count; i++)
        *(b.items[i].operative ? &operative : &preamble) += 1;
    out->preamble = NEW_ARRAY(r->arena, preamble + 1, struct clause);
    out->operative = NEW_ARRAY(r->arena, operative + 1, struct clause);
    for (size_t i = 0; i < b.count; i++)
        fill(&b, b.items[i].operative ? &out->operative[out->operative_count++] : &out->preamble[out->preamble_count++],
            &b.items[i]);
    return b.end;
}

void annexes_read(struct clause_reader *r, struct resolution *out, const struct region *region)
{
    struct paragraph *at = r->all->at;
    if (region->annex == NO_PARAGRAPH)
        return;
    size_t count = 0;
    for (size_t i = region->annex; i < region->annex_end; i++)
        count += at[i].start == START_ANNEX;
    out->annexes = NEW_ARRAY(r->arena, count + 1, struct annex);
    for (size_t i = region->annex; i < region->annex_end;) {
        size_t end = i + 1;
        while (end < region->annex_end && at[end].start != START_ANNEX)
            end++;
        struct annex *annex = &out->annexes[out->annex_count++];
        annex->label = text_trim(r->arena, span_text(r->arena, &r->all->text, (struct span){at[i].at, at[i].to}));
        annex->span = (struct span){at[i].at, at[end - 1].to};
        annex->parts = NEW_ARRAY(r->arena, end - i, struct annex_part);
        for (size_t p = i + 1; p < end; p++) {
            struct annex_part *part = &annex->parts[annex->part_count];
            size_t tokens;
            const struct token *t = paragraph_tokens(r->all, &at[p], 0, LOOKED_AT, &tokens);
            size_t skip = at[p].label.size < tokens && at[p].label.kind != LABEL_NONE ? at[p].label.size : 0;
            *part = (struct annex_part){
                .number = at[p].label.kind != LABEL_NONE ? arena_text(r->arena, at[p].label.text) : NULL,
                .span = {at[p].at + (tokens ? t[skip].at : 0), at[p].to},
                .bracket = at[p].label.kind == LABEL_BRACKET,
                .heading = at[p].to - at[p].at < 200 && at[p].label.kind != LABEL_NUMBER &&
                    at[p].label.kind != LABEL_BRACKET && !strchr(",;.:", ending(r->all, at[p].at, at[p].to)),
            };
            if (p == i + 1 && part->heading && !part->number)
                annex->title = text_trim(r->arena, span_text(r->arena, &r->all->text, part->span));
            else
                annex->part_count++;
        }
        cite_span(r, annex->span, WHERE_ANNEX);
        i = end;
    }
}
