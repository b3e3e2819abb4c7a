#include "mandate/cite.h"
#include <string.h>
#include "base/text.h"
#include "mandate/label.h"

enum { MOST_PENDING = 64, ROMAN_SESSIONS = 31 };

enum shape { SHAPE_NONE, SHAPE_STROKE, SHAPE_YEAR_STROKE, SHAPE_SPECIAL, SHAPE_ROMAN, SHAPE_YEAR, SHAPE_BARE };

struct list {
    struct citer *citer;
    const char *bytes;
    const struct token *tokens;
    size_t count;
    uint32_t base;
    enum where where;
    enum { LIST_NONE, LIST_LOOSE, LIST_OPEN } state; /* loose: the word stands further before */
    bool decision, its, plural;
    enum un_organ named; /* beside the word; ORGAN_NONE */
    struct {
        size_t at, end;
        enum shape shape;
        uint32_t roman;
    } pending[MOST_PENDING];
    size_t pending_count;
    enum un_organ last_organ; /* named last in the text, and where it ended */
    size_t last_organ_end;
    bool commission_is_chr;
};

void citer_init(struct citer *citer, struct arena *arena, enum un_organ adopter, uint32_t session)
{
    *citer = (struct citer){.arena = arena, .adopter = adopter, .session = session};
}

static uint32_t name_of(const char *symbol)
{
    uint32_t hash = 2166136261u;
    for (; *symbol; symbol++)
        hash = (hash ^ (unsigned char)*symbol) * 16777619u;
    return hash;
}

static void grow_slots(struct citer *c)
{
    c->slot_count = c->slot_count ? c->slot_count * 2 : 64;
    c->slots = NEW_ARRAY(c->arena, c->slot_count, uint32_t);
    for (size_t i = 0; i < c->count; i++) {
        size_t slot = name_of(c->found[i].symbol) & (c->slot_count - 1);
        while (c->slots[slot])
            slot = (slot + 1) & (c->slot_count - 1);
        c->slots[slot] = (uint32_t)i + 1;
    }
}

static size_t reference_of(struct citer *c, const char *symbol, enum where where)
{
    if (c->count * 2 >= c->slot_count)
        grow_slots(c);
    size_t slot = name_of(symbol) & (c->slot_count - 1);
    for (; c->slots[slot]; slot = (slot + 1) & (c->slot_count - 1))
        if (text_is(c->found[c->slots[slot] - 1].symbol, symbol)) {
            c->found[c->slots[slot] - 1].where |= where;
            return c->slots[slot] - 1;
        }
    if (c->count == c->room) {
        size_t room = c->room ? c->room * 2 : 16;
        struct reference *grown = NEW_ARRAY(c->arena, room, struct reference);
        if (c->count)
            memcpy(grown, c->found, c->count * sizeof *grown);
        c->found = grown;
        c->room = room;
    }
    c->found[c->count] = (struct reference){symbol, where};
    c->slots[slot] = (uint32_t)c->count + 1;
    return c->count++;
}

static void cite(struct list *l, const char *symbol, size_t from, size_t end)
{
    struct citer *c = l->citer;
    if (c->cited_count == c->cited_room) {
        size_t room = c->cited_room ? c->cited_room * 2 : 16;
        struct cited *grown = NEW_ARRAY(c->arena, room, struct cited);
        if (c->cited_count)
            memcpy(grown, c->cited, c->cited_count * sizeof *grown);
        c->cited = grown;
        c->cited_room = room;
    }
    c->cited[c->cited_count++] = (struct cited){(uint32_t)reference_of(c, symbol, l->where),
        {l->base + l->tokens[from].at, l->base + l->tokens[end - 1].at + l->tokens[end - 1].size}};
}

static bool word_is(const struct list *l, size_t at, const char *word)
{
    const struct token *t = at < l->count ? &l->tokens[at] : NULL;
    return t && t->kind == TOKEN_OF_LETTERS && t->size == strlen(word) &&
        strncasecmp(l->bytes + t->at, word, t->size) == 0;
}

static bool word_among(const struct list *l, size_t at, const char *const *words)
{
    for (; *words; words++)
        if (word_is(l, at, *words))
            return true;
    return false;
}

static const char *const ands[] = {"and", "or", "et", "ou", "y", "e", "o", "и", "و", "和", "及", NULL};

/* The shape of the number at `at`, and the token behind it. */
static enum shape shape_at(const struct list *l, size_t at, size_t *end, uint32_t *roman)
{
    const struct token *t = l->tokens;
    size_t i = at;
    if (at >= l->count || (at > 0 && (is_sign(&t[at - 1], '/') && t[at].before == BEFORE_NOTHING)))
        return SHAPE_NONE;
    bool special = t[i].kind == TOKEN_OF_LETTERS && t[i].capitals && t[i].size <= 2 && i + 1 < l->count &&
        t[i + 1].kind == TOKEN_NUMBER && t[i + 1].before == BEFORE_HYPHEN &&
        (l->bytes[t[i].at] == 'S' || l->bytes[t[i].at] == 'E');
    i += special;
    if (i >= l->count || t[i].kind != TOKEN_NUMBER || t[i].digits > 4 || (!special && t[i].before == BEFORE_HYPHEN))
        return SHAPE_NONE;
    if (i + 2 < l->count && is_sign(&t[i + 1], '/') && t[i + 1].before == BEFORE_NOTHING &&
        t[i + 2].kind == TOKEN_NUMBER && t[i + 2].digits <= 3) {
        *end = i + 3;
        if (*end < l->count && is_sign(&t[*end], '/') && t[*end].before == BEFORE_NOTHING)
            return SHAPE_NONE;
        if (*end < l->count && t[*end].kind == TOKEN_OF_LETTERS && t[*end].capitals && t[*end].size == 1 &&
            l->bytes[t[*end].at] != 'I' &&
            !(*end + 1 < l->count && t[*end + 1].kind == TOKEN_OF_LETTERS && !t[*end + 1].upper &&
                t[*end + 1].size > 3))
            ++*end;
        return special ? SHAPE_SPECIAL : t[i].digits == 4 ? SHAPE_YEAR_STROKE : SHAPE_STROKE;
    }
    if (special)
        return SHAPE_NONE;
    i++;
    bool letter = i < l->count && t[i].kind == TOKEN_OF_LETTERS && t[i].capitals && t[i].size == 1;
    i += letter;
    if (i + 2 < l->count && is_sign(&t[i], '(')) {
        size_t inside = i + 1, figure;
        bool sessions = t[inside].kind == TOKEN_OF_LETTERS && t[inside].size <= 2 && inside + 1 < l->count &&
            t[inside + 1].before == BEFORE_HYPHEN;
        figure = inside + sessions;
        if (figure + 1 < l->count && is_sign(&t[figure + 1], ')')) {
            *end = figure + 2;
            if (t[figure].kind == TOKEN_NUMBER && t[figure].number >= 1945 && t[figure].number <= 2100 && !letter)
                return SHAPE_YEAR;
            *roman = t[figure].kind == TOKEN_OF_LETTERS && t[figure].size <= 7
                ? (uint32_t)roman_value(l->bytes + t[figure].at, t[figure].size)
                : 0;
            if (*roman && (t[figure].capitals || letter))
                return sessions ? (*roman = 1, SHAPE_ROMAN) : SHAPE_ROMAN;
        }
    }
    *end = at + 1;
    return SHAPE_BARE;
}

/* Whose resolution it is, by what is named and by its shape; ORGAN_OTHER: somebody's whose resolutions have no symbols here. */
static enum un_organ owner(const struct list *l, enum un_organ named, enum shape shape, uint32_t roman, uint32_t number)
{
    enum un_organ adopter = l->citer->adopter;
    if (named == ORGAN_NONE && l->its)
        named = adopter;
    if (named == ORGAN_OTHER)
        return ORGAN_OTHER;
    if (named == ORGAN_COMMISSION)
        named = l->commission_is_chr || adopter == ORGAN_CHR || adopter == ORGAN_HRC ? ORGAN_CHR : ORGAN_OTHER;
    switch (shape) {
    case SHAPE_YEAR: return ORGAN_SC;
    case SHAPE_ROMAN:
        if (named == ORGAN_ECOSOC || named == ORGAN_COUNCIL || named == ORGAN_CHR || named == ORGAN_OTHER)
            return named == ORGAN_COUNCIL ? ORGAN_ECOSOC : named;
        return roman > ROMAN_SESSIONS ? ORGAN_ECOSOC : ORGAN_GA;
    case SHAPE_YEAR_STROKE: return named == ORGAN_CHR || named == ORGAN_OTHER ? named : ORGAN_ECOSOC;
    case SHAPE_STROKE:
    case SHAPE_SPECIAL:
        if (named == ORGAN_GA || named == ORGAN_HRC || named == ORGAN_OTHER)
            return named;
        if (named == ORGAN_COUNCIL)
            return ORGAN_HRC;
        if (named == ORGAN_NONE && adopter == ORGAN_HRC)
            return l->citer->session && number <= l->citer->session && number < 60 ? ORGAN_HRC : ORGAN_GA;
        return ORGAN_GA;
    case SHAPE_BARE:
        return named == ORGAN_SC || (named == ORGAN_COUNCIL && adopter == ORGAN_SC) ? ORGAN_SC : ORGAN_OTHER;
    default: return ORGAN_OTHER;
    }
}

/* "of 29 September 2011", "of 8 April": the token behind it, or `at`. */
static size_t over_date(const struct list *l, size_t at)
{
    static const char *const of[] = {"of", "du", "de", "del", "dated", "adopted", "от", NULL};
    size_t i = at, taken;
    if (!word_among(l, i, of))
        return at;
    i++;
    i += word_is(l, i, "on") || word_is(l, i, "el") || word_is(l, i, "le");
    if (i >= l->count || l->tokens[i].kind != TOKEN_NUMBER || l->tokens[i].digits > 2)
        return at;
    i++;
    i += i < l->count && l->tokens[i].kind == TOKEN_OF_LETTERS && l->tokens[i].before == BEFORE_NOTHING; /* 1er */
    i += word_is(l, i, "de");
    if (i >= l->count || !term_at(l->tokens + i, l->count - i, KIND(TERM_MONTH_PHRASE), &taken))
        return at;
    i += taken;
    size_t year = i + word_is(l, i, "de");
    if (year < l->count && l->tokens[year].kind == TOKEN_NUMBER && l->tokens[year].digits == 4)
        i = year + 1;
    return i;
}

/* "of the General Assembly", "de l'Assemblée générale", "adopted by the Conference" behind a list. */
static enum un_organ named_behind(const struct list *l, size_t at)
{
    static const char *const of[] = {"of", "de", "du", "del", "adopted", "by", "par", "по", NULL};
    size_t taken, i = at;
    while (i < at + 4 && word_among(l, i, of))
        i++;
    if (i == at)
        return ORGAN_NONE;
    i +=
        word_is(l, i, "the") || word_is(l, i, "l") || word_is(l, i, "la") || word_is(l, i, "le") || word_is(l, i, "el");
    const struct wording *term =
        i < l->count ? term_at(l->tokens + i, l->count - i, KIND(TERM_ORGAN_PHRASE), &taken) : NULL;
    return term ? organ_of(term->value) : ORGAN_NONE;
}

static void flush(struct list *l, size_t at)
{
    if (!l->pending_count)
        return;
    enum un_organ named = l->named;
    if (named == ORGAN_NONE && !l->its)
        named = named_behind(l, at);
    else if (named == ORGAN_NONE && named_behind(l, at) == ORGAN_OTHER)
        named = ORGAN_OTHER;
    for (size_t i = 0; i < l->pending_count; i++) {
        size_t taken, from = l->pending[i].at;
        size_t first = l->tokens[from].kind == TOKEN_NUMBER ? from : from + 1;
        enum un_organ organ = owner(l, named, l->pending[i].shape, l->pending[i].roman, l->tokens[first].number);
        const char *symbol = symbol_of(
            l->citer->arena, organ, l->decision, l->bytes, l->tokens + from, l->pending[i].end - from, &taken);
        if (symbol)
            cite(l, symbol, from, l->pending[i].end);
    }
    l->pending_count = 0;
}

/* "and Corr.1", ", Add.1 and Add.2", "/Add.1" behind a symbol. */
static size_t additions(struct list *l, const char *symbol, size_t at)
{
    static const char *const kinds[] = {"Add", "Corr", "Rev", "Amend", NULL};
    for (;;) {
        size_t i = at, taken;
        i += i < l->count && is_sign(&l->tokens[i], ',');
        i += word_among(l, i, ands);
        if (i == at || !word_among(l, i, kinds) || i + 2 >= l->count || !is_sign(&l->tokens[i + 1], '.') ||
            l->tokens[i + 2].kind != TOKEN_NUMBER)
            return at;
        struct buffer *out = buffer_new(l->citer->arena, 240);
        buffer_text(out, symbol);
        size_t from = i;
        do {
            buffer_byte(out, '/');
            buffer_add(out, l->bytes + l->tokens[i].at, l->tokens[i].size);
            buffer_byte(out, '.');
            buffer_number(out, l->tokens[i + 2].number);
            i += 3;
            taken = i + 3 < l->count && is_sign(&l->tokens[i], '/') && word_among(l, i + 1, kinds) &&
                is_sign(&l->tokens[i + 2], '.') && l->tokens[i + 3].kind == TOKEN_NUMBER;
            i += taken;
        } while (taken && !out->full);
        cite(l, out->at, from, i);
        at = i;
    }
}

/* The word "resolution" or "decision": whose, and that a list begins. */
static void open_list(struct list *l, size_t at, bool decision, size_t end)
{
    static const char *const its[] = {
        "its", "sa", "ses", "son", "su", "sus", "своей", "свою", "свои", "ее", "его", "their", NULL};
    flush(l, at);
    l->state = LIST_OPEN;
    l->decision = decision;
    l->its = false;
    l->plural = (l->bytes[l->tokens[end - 1].at + l->tokens[end - 1].size - 1] | 32) == 's';
    l->named = ORGAN_NONE;
    size_t before = at;
    if (l->last_organ != ORGAN_NONE && l->last_organ_end == before) {
        l->named = l->last_organ;
        return;
    }
    for (size_t back = 1; back <= 3 && back <= at; back++) {
        if (l->tokens[at - back].kind != TOKEN_OF_LETTERS)
            break;
        if (word_among(l, at - back, its)) {
            size_t gap = at - back - l->last_organ_end;
            if (l->last_organ != ORGAN_NONE && gap <= 3 && at - back > l->last_organ_end &&
                !(l->last_organ == ORGAN_COUNCIL || l->last_organ == ORGAN_COMMISSION))
                l->named = l->last_organ; /* "the Human Rights Council in its resolution 18/6" */
            else
                l->its = true;
            return;
        }
    }
    /* Arabic and Chinese write "its" into the word or leave it out: the shape decides */
}

/* Words that may stand between the numbers of a list. */
static bool keeps_list(const struct list *l, size_t at)
{
    static const char *const words[] = {"as", "well", "both", "also", "of", "to", "du", "de", "del", "dated", "entre",
        "ainsi", "que", "así", "como", "including", "号", "第", "los", "las", "les", NULL};
    size_t taken;
    const struct token *t = &l->tokens[at];
    if (t->kind == TOKEN_SIGN)
        return t->number == ',' || t->number == '(' || t->number == ')' || t->number == '^';
    if (t->kind == TOKEN_NUMBER)
        return t->digits <= 4;
    if (word_among(l, at, ands) || word_among(l, at, words))
        return true;
    return term_at(t, l->count - at, KIND(TERM_MONTH_PHRASE), &taken) != NULL || (t->capitals && t->size == 1);
}

static size_t over_quotation(const struct list *l, size_t at)
{
    const struct token *t = &l->tokens[at];
    bool closes = t->size == 3 && (unsigned char)l->bytes[t->at + 2] == 0x9D;
    if (closes)
        return at + 1;
    for (size_t i = at + 1; i < l->count && i < at + 80; i++)
        if (is_sign(&l->tokens[i], '"'))
            return i + 1;
    return at + 1;
}

/* A number that may be a resolution's. The token behind it, or `at`. */
static size_t take_number(struct list *l, size_t at)
{
    size_t end = at;
    uint32_t roman = 0;
    enum shape shape = shape_at(l, at, &end, &roman);
    if (shape == SHAPE_NONE)
        return at;
    bool dated = over_date(l, end) > end, open = l->state == LIST_OPEN;
    bool sure = shape == SHAPE_ROMAN || shape == SHAPE_YEAR;
    if (shape == SHAPE_BARE) {
        bool first = open && !l->pending_count && at > 0 && l->tokens[at - 1].kind == TOKEN_OF_LETTERS &&
            l->tokens[at].digits >= 2 && (l->named == ORGAN_SC || l->named == ORGAN_COUNCIL);
        if (!first || dated)
            return at;
    } else if (!open &&
        !(l->state == LIST_LOOSE &&
            (sure || dated ||
                (l->plural && at > 0 && (is_sign(&l->tokens[at - 1], ',') || word_among(l, at - 1, ands)))))) {
        return at;
    }
    if (shape == SHAPE_YEAR_STROKE && l->tokens[at + 2].number == (l->tokens[at].number + 1) % 100 &&
        l->tokens[at + 2].digits == 2 && !open)
        return at;
    if (l->state == LIST_LOOSE) {
        flush(l, at);
        l->state = LIST_OPEN;
    }
    if (l->pending_count == MOST_PENDING)
        flush(l, l->count);
    l->pending[l->pending_count].at = at;
    l->pending[l->pending_count].end = end;
    l->pending[l->pending_count].shape = shape;
    l->pending[l->pending_count++].roman = roman;
    return dated ? over_date(l, end) : end;
}

static void take_organ(struct list *l, const struct wording *term, size_t at, size_t end)
{
    enum un_organ organ = organ_of(term->value);
    if (l->last_organ == ORGAN_OTHER && l->last_organ_end > at)
        return;
    l->last_organ = organ;
    l->last_organ_end = end;
    if (organ == ORGAN_CHR)
        l->commission_is_chr = true;
}

void cite_read(
    struct citer *citer, const char *bytes, const struct token *tokens, size_t count, uint32_t base, enum where where)
{
    struct list l = {.citer = citer, .bytes = bytes, .tokens = tokens, .count = count, .base = base, .where = where};
    citer->cited_count = 0;
    for (size_t at = 0; at < count;) {
        const struct token *t = &tokens[at];
        size_t taken, end;
        if (t->kind == TOKEN_OF_LETTERS) {
            const char *symbol = t->capitals && at + 2 < count &&
                    (is_sign(&tokens[at + 1], '/') || tokens[at + 1].kind == TOKEN_NUMBER) &&
                    !(at > 0 && is_sign(&tokens[at - 1], '/') && t->before == BEFORE_NOTHING)
                ? document_symbol(citer->arena, bytes, tokens + at, count - at, &taken)
                : NULL;
            if (symbol) {
                flush(&l, at);
                cite(&l, symbol, at, at + taken);
                at = additions(&l, symbol, at + taken);
                l.state = l.state == LIST_OPEN ? LIST_LOOSE : l.state;
                continue;
            }
            const struct wording *term =
                term_at(t, count - at, KIND(TERM_ORGAN_PHRASE) | KIND(TERM_KEYWORD_PHRASE), &taken);
            if (term && term->kind == TERM_KEYWORD_PHRASE) {
                bool decision = text_is(term->value, "decision");
                if (decision || text_is(term->value, "resolution")) {
                    open_list(&l, at, decision, at + taken);
                    at += taken;
                    continue;
                }
            } else if (term) {
                flush(&l, at);
                take_organ(&l, term, at, at + taken);
                l.state = l.state == LIST_OPEN ? LIST_LOOSE : l.state;
                at += taken;
                continue;
            }
            if (l.state != LIST_NONE && t->capitals && (end = take_number(&l, at)) > at) { /* S-17/2 */
                at = end;
                continue;
            }
        } else if (l.state != LIST_NONE && t->kind == TOKEN_NUMBER && (end = take_number(&l, at)) > at) {
            at = end;
            continue;
        }
        if (l.state == LIST_OPEN && is_sign(t, '"')) {
            at = over_quotation(&l, at);
            continue;
        }
        if (l.state == LIST_OPEN && !keeps_list(&l, at)) {
            flush(&l, at);
            l.state = LIST_LOOSE;
        } else if (l.state == LIST_OPEN && l.pending_count && named_behind(&l, at) != ORGAN_NONE) {
            flush(&l, at);
            l.state = LIST_LOOSE;
        }
        if (is_sign(t, '.') && at + 1 < count && tokens[at + 1].upper && tokens[at + 1].before == BEFORE_BLANK &&
            l.state == LIST_LOOSE)
            l.state = LIST_NONE;
        at++;
    }
    flush(&l, count);
}
