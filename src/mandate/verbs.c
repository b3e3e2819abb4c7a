#include "mandate/verbs.h"
#include <string.h>
#include "base/text.h"

enum { MOST_VERBS = 64, REACH = 8 };

/* One phrase: where it begins and ends in tokens, and its verb. */
struct phrase {
    size_t at, end;
    const struct wording *verb;
};

static size_t adverbs(const struct token *tokens, size_t count, size_t at)
{
    size_t taken;
    while (at < count && term_at(tokens + at, count - at, KIND(TERM_ADVERB_PHRASE), &taken))
        at += taken;
    return at;
}

static bool is_word(const struct token *token, const char *bytes, const char *word)
{
    size_t size = strlen(word);
    return token->kind == TOKEN_OF_LETTERS && token->size == size && strncasecmp(bytes + token->at, word, size) == 0;
}

/* "further efforts": before a noun it is an adjective. */
static bool adjective(const char *bytes, const struct token *tokens, size_t count, size_t behind)
{
    static const char *const others[] = {"the", "that", "its", "all", "to", "upon", "on", "with", "of", "a", "an",
        "this", "these", "those", "any", "each", "in", "as", "for", "such"};
    if (behind >= count || tokens[behind].kind != TOKEN_OF_LETTERS || tokens[behind].upper)
        return false;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (is_word(&tokens[behind], bytes, others[i]))
            return false;
    return true;
}

/* Adverbs of order behind the verb belong to its phrase: "decides also", "requests once again". */
static size_t order_behind(const char *bytes, const struct token *tokens, size_t count, size_t at)
{
    size_t taken;
    const struct wording *term;
    while (at < count && (term = term_at(tokens + at, count - at, KIND(TERM_ADVERB_PHRASE), &taken)) != NULL &&
        text_is(term->value, "order") &&
        !(term->lang == LANG_EN && (text_is(term->phrase, "further") || text_is(term->phrase, "first")) &&
            adjective(bytes, tokens, count, at + taken)))
        at += taken;
    return at;
}

/* "with appreciation", "with deep concern", "con satisfacción": up to a word of feeling. */
static size_t with_feeling(const char *bytes, const struct token *tokens, size_t count, size_t at)
{
    size_t taken;
    static const char *const with[] = {"with", "avec", "con", "с"};
    bool any = false;
    for (size_t i = 0; at < count && i < sizeof with / sizeof *with; i++)
        any = any || is_word(&tokens[at], bytes, with[i]);
    for (size_t i = at + 1; any && i < count && i < at + 6; i++) {
        if (tokens[i].kind != TOKEN_OF_LETTERS)
            return at;
        if (term_at(tokens + i, count - i, KIND(TERM_FEELING_PHRASE), &taken))
            return i + taken;
    }
    return at;
}

/* "expresses" + "its deep concern", "the hope", "grave concern" */
static size_t expressed(const struct token *tokens, size_t count, size_t at)
{
    size_t taken;
    for (size_t i = at; i < count && i < at + 6; i++) {
        if (tokens[i].kind != TOKEN_OF_LETTERS)
            break;
        if (term_at(tokens + i, count - i, KIND(TERM_FEELING_PHRASE), &taken))
            return i + taken;
    }
    return at;
}

/* The fixed complement of a verb, from behind it. */
static size_t complement(
    const char *bytes, const struct token *tokens, size_t count, size_t at, const struct wording *verb)
{
    size_t taken, end = order_behind(bytes, tokens, count, at);
    static const char *const expressing[] = {
        "express", "exprim", "expresa", "выража", "voice", "convey", "manifest", "reitera"};
    for (size_t i = 0; i < 7; i++)
        if (text_starts(verb->phrase, expressing[i])) {
            size_t said = expressed(tokens, count, end);
            return said > end ? said : end;
        }
    if (text_starts(verb->phrase, "remain") || text_is(verb->phrase, "demeure") || text_is(verb->phrase, "reste")) {
        size_t after = adverbs(tokens, count, end);
        if (after < count && term_at(tokens + after, count - after, KIND(TERM_OPENER_PHRASE), &taken))
            return after + taken;
        return end;
    }
    if (text_starts(verb->phrase, "continu") && end + 1 < count) { /* continues to welcome */
        size_t to = end + 1;
        const struct wording *base = term_at(tokens + to, count - to, KIND(TERM_VERB_BASE), &taken);
        if (base && is_word(&tokens[end], bytes, "to"))
            return with_feeling(bytes, tokens, count, to + taken);
        return end;
    }
    if (text_starts(verb->phrase, "call") && verb->words == 1 && verb->lang == LANG_EN) { /* calls once again upon */
        if (end < count &&
            (is_word(&tokens[end], bytes, "upon") || is_word(&tokens[end], bytes, "on") ||
                is_word(&tokens[end], bytes, "for")))
            return end + 1;
        return end;
    }
    if (text_starts(verb->phrase, "draw") && verb->words == 1)
        return end;
    return with_feeling(bytes, tokens, count, end);
}

/* A phrase of one of these kinds of verb that begins at `at`, adverbs included. */
static bool phrase_at(
    struct phrase *out, const char *bytes, const struct token *tokens, size_t count, size_t at, uint32_t kinds)
{
    size_t taken, from = at, start = adverbs(tokens, count, at);
    const struct wording *verb = start < count ? term_at(tokens + start, count - start, kinds, &taken) : NULL;
    if (!verb && (verb = term_at(tokens + at, count - at, kinds, &taken)) != NULL)
        start = at;
    if (!verb)
        return false;
    size_t behind = start + taken;
    /* "draws the urgent attention", "takes full note": words between the two of a fixed pair are not looked for */
    *out = (struct phrase){from, complement(bytes, tokens, count, behind, verb), verb};
    return true;
}

static const char *small_words(
    struct arena *arena, const char *bytes, const struct token *tokens, size_t from, size_t to, bool small)
{
    struct buffer *out = buffer_new(arena, 400);
    for (size_t i = from; i < to; i++) {
        if (tokens[i].kind == TOKEN_SIGN)
            continue;
        if (i > from && (tokens[i].before != BEFORE_NOTHING || tokens[i - 1].kind == TOKEN_SIGN))
            buffer_byte(out,
                tokens[i].before == BEFORE_HYPHEN           ? '-'
                    : tokens[i].before == BEFORE_APOSTROPHE ? '\''
                                                            : ' ');
        buffer_add(out, bytes + tokens[i].at, tokens[i].size);
    }
    for (size_t i = 0; small && i < out->size; i++) {
        unsigned char c = (unsigned char)out->at[i];
        if (c >= 'A' && c <= 'Z')
            out->at[i] = (char)(c | 32);
        else if (c == 0xC3 && i + 1 < out->size && (unsigned char)out->at[i + 1] >= 0x80 &&
            (unsigned char)out->at[i + 1] <= 0x9E)
            out->at[i + 1] = (char)((unsigned char)out->at[i + 1] | 0x20);
        else if (c == 0xD0 && i + 1 < out->size && (unsigned char)out->at[i + 1] >= 0x90 &&
            (unsigned char)out->at[i + 1] <= 0x9F)
            out->at[i + 1] = (char)((unsigned char)out->at[i + 1] + 0x20);
        else if (c == 0xD0 && i + 1 < out->size && (unsigned char)out->at[i + 1] >= 0xA0 &&
            (unsigned char)out->at[i + 1] <= 0xAF) {
            out->at[i] = (char)0xD1;
            out->at[i + 1] = (char)((unsigned char)out->at[i + 1] - 0x20);
        }
    }
    return out->size ? out->at : "";
}

static uint32_t token_end(const struct token *token)
{
    return token->at + token->size;
}

static struct said_verb *add(struct verb_reader *r)
{
    if (r->count == r->room) {
        size_t room = r->room ? r->room * 2 : 4;
        struct said_verb *grown = NEW_ARRAY(r->arena, room, struct said_verb);
        if (r->count)
            memcpy(grown, r->found, r->count * sizeof *grown);
        r->found = grown;
        r->room = room;
    }
    return &r->found[r->count++];
}

static void say_phrase(
    struct verb_reader *r, struct said_verb *out, const struct token *tokens, const struct phrase *phrase, bool small)
{
    *out = (struct said_verb){
        .phrase = small_words(r->arena, r->bytes, tokens, phrase->at, phrase->end, small),
        .base = phrase->verb ? phrase->verb->phrase : NULL,
        .class = phrase->verb && *phrase->verb->value ? phrase->verb->value : NULL,
        .span = {r->base + tokens[phrase->at].at, r->base + token_end(&tokens[phrase->end - 1])},
    };
    if (phrase->verb && (phrase->verb->kind == TERM_OPENER_PHRASE || phrase->verb->kind == TERM_ADVERB_PHRASE))
        out->class = NULL;
}

/* Nouns that look like verbs ("requests", "demands") are followed by "for", "of", "from" or a sign; verbs by whom or what they mean. */
static bool noun_here(const char *bytes, const struct token *tokens, size_t count, const struct phrase *phrase)
{
    static const char *const behind_noun[] = {"for", "of", "from", "by", "and", "or", "are", "is", "were", "was",
        "made", "submitted", "received", "to", "under", "have", "has", "had", "should", "shall", "may", "must", "will",
        "relating", "concerning", "addressed", "in", "on"};
    if (!text_is(phrase->verb->more, "guard") || phrase->end > phrase->at + 1)
        return false;
    if (phrase->end >= count || tokens[phrase->end].kind != TOKEN_OF_LETTERS)
        return !(phrase->end < count && (is_sign(&tokens[phrase->end], ',') || is_sign(&tokens[phrase->end], '"')));
    bool that = is_word(&tokens[phrase->end], bytes, "that");
    for (size_t i = 0; !that && i < sizeof behind_noun / sizeof *behind_noun; i++)
        if (is_word(&tokens[phrase->end], bytes, behind_noun[i]))
            return !text_is(phrase->verb->phrase, "appeals");
    return false;
}

/* Does a verb that begins at `at` stand where a coordinated one may? `comma_and` tells how strongly. */
static bool coordinated(const char *bytes, const struct token *tokens, size_t at, bool *comma_and, bool *marked)
{
    size_t i = at, taken;
    *comma_and = *marked = false;
    /* over a phrase in commas or without: "and in this regard", "and, to that end," */
    for (size_t back = 2; back <= REACH && back <= i; back++) {
        size_t from = i - back, end = from;
        const struct wording *link = term_at(tokens + from, back, KIND(TERM_LINK_PHRASE), &taken);
        end = link ? from + taken : from;
        while (link && end < i &&
            (is_sign(&tokens[end], ',') || term_at(tokens + end, i - end, KIND(TERM_ADVERB_PHRASE), &taken)))
            end++;
        if (link && end == i) {
            *marked = true;
            i = from;
            break;
        }
    }
    while (i > 0 && is_sign(&tokens[i - 1], ',') && *marked)
        i--;
    if (i == 0)
        return true;
    const struct token *before = &tokens[i - 1];
    static const char *const ands[] = {"and", "et", "y", "e", "и", "but", "or"};
    for (size_t a = 0; a < sizeof ands / sizeof *ands; a++)
        if (is_word(before, bytes, ands[a])) {
            *comma_and = i > 1 && (is_sign(&tokens[i - 2], ',') || is_sign(&tokens[i - 2], ';'));
            return true;
        }
    if (is_sign(before, ';') || is_sign(before, '.') || is_sign(before, ':')) {
        *comma_and = true;
        return true;
    }
    if (is_sign(before, ',')) {
        /* ", and, in the light of paragraph 3 above, requests": the comma closes an insertion after "and" */
        for (size_t back = 2; back < 24 && back < i; back++)
            if (is_sign(&tokens[i - 1 - back], ',') || is_word(&tokens[i - 1 - back], bytes, "and"))
                if (is_word(&tokens[i - 1 - back], bytes, "and") && is_sign(&tokens[i - back], ',')) {
                    *comma_and = true;
                    break;
                }
        return true;
    }
    /* "and to that effect requests" without commas: a short insertion that begins with a preposition */
    for (size_t back = 2; back <= REACH && back < i; back++) {
        if (is_sign(&tokens[i - back], ',') || tokens[i - back].kind == TOKEN_SIGN)
            return false;
        if (is_word(&tokens[i - back - 1], bytes, "and") &&
            (is_word(&tokens[i - back], bytes, "in") || is_word(&tokens[i - back], bytes, "to") ||
                is_word(&tokens[i - back], bytes, "for") || is_word(&tokens[i - back], bytes, "with") ||
                is_word(&tokens[i - back], bytes, "on") || is_word(&tokens[i - back], bytes, "as"))) {
            const struct token *last = &tokens[i - 1];
            size_t other;
            *marked = true;
            return !term_at(last, 1, KIND(TERM_COMMON_PHRASE), &other) && back >= 3;
        }
    }
    return false;
}

static bool relative_before(const struct token *tokens, size_t at)
{
    size_t taken;
    for (size_t back = 1; back <= 3 && back <= at; back++) {
        const struct wording *term = term_at(tokens + at - back, back, KIND(TERM_KEYWORD_PHRASE), &taken);
        if (term && text_is(term->value, "which"))
            return true;
        if (tokens[at - back].kind == TOKEN_SIGN)
            return false;
    }
    return false;
}

/* A first word that is no known verb, and yet one by its form: "Finalizes". */
static bool unknown_verb(const char *bytes, const struct token *tokens, size_t count, size_t at)
{
    const struct token *t = &tokens[at];
    return t->kind == TOKEN_OF_LETTERS && t->upper && !t->capitals && t->size > 4 &&
        bytes[t->at + t->size - 1] == 's' && bytes[t->at + t->size - 2] != 's' && bytes[t->at + t->size - 2] != 'u' &&
        at + 1 < count && tokens[at + 1].kind == TOKEN_OF_LETTERS && !tokens[at + 1].upper &&
        (is_word(&tokens[at + 1], bytes, "the") || is_word(&tokens[at + 1], bytes, "that") ||
            is_word(&tokens[at + 1], bytes, "to") || is_word(&tokens[at + 1], bytes, "its") ||
            is_word(&tokens[at + 1], bytes, "all") || is_word(&tokens[at + 1], bytes, "a") ||
            is_word(&tokens[at + 1], bytes, "with"));
}

void verbs_read(struct verb_reader *r, const struct token *tokens, size_t count, size_t end)
{
    size_t at = decoration(tokens, count), taken;
    struct phrase phrase;
    const uint32_t finite = KIND(TERM_VERB_OPERATIVE);
    const struct wording *link = at < count ? term_at(tokens + at, count - at, KIND(TERM_LINK_PHRASE), &taken) : NULL;
    bool subordinate = false, declares = false;
    unsigned lang = LANGS;
    if (at < count && is_word(&tokens[at], r->bytes, "and"))
        at++;
    if (at < count && term_at(tokens + at, count - at, KIND(TERM_FORMULA_PHRASE), &taken))
        at += taken; /* "The Security Council requests": the organ names itself again */
    if (link ||
        (at && at < count && (link = term_at(tokens + at, count - at, KIND(TERM_LINK_PHRASE), &taken)) != NULL)) {
        at += taken;
        at += at < count && is_sign(&tokens[at], ',');
    }
    if (at < end && phrase_at(&phrase, r->bytes, tokens, end, at, finite)) {
        lang = phrase.verb->lang;
    } else if (at < end && tokens[at].upper && phrase_at(&phrase, r->bytes, tokens, end, at, KIND(TERM_VERB_BASE))) {
        lang = phrase.verb->lang;
        declares = true; /* "We therefore: 1. Reaffirm": others in the paragraph are in the same form */
    } else if (at < end && (tokens[at].upper || at == 0)) {
        size_t start = adverbs(tokens, end, at);
        start = start < end ? start : at;
        if (!unknown_verb(r->bytes, tokens, end, start))
            return;
        phrase = (struct phrase){
            at, with_feeling(r->bytes, tokens, end, order_behind(r->bytes, tokens, end, start + 1)), NULL};
        lang = LANG_EN;
    } else {
        return;
    }
    say_phrase(r, add(r), tokens, &phrase, true);
    int quotes = 0;
    for (size_t i = phrase.end; i < end && r->count < MOST_VERBS;) {
        if (is_sign(&tokens[i], '"')) {
            quotes = tokens[i].size > 1 && (unsigned char)r->bytes[tokens[i].at + 2] == 0x9D ? 0
                : tokens[i].size > 1 && (unsigned char)r->bytes[tokens[i].at + 2] == 0x9C    ? 1
                                                                                             : !quotes;
            i++;
            continue;
        }
        bool comma_and, marked;
        if (!(tokens[i].kinds & (KIND(TERM_VERB_OPERATIVE) | KIND(TERM_VERB_BASE) | KIND(TERM_ADVERB_PHRASE)))) {
            i++;
            continue;
        }
        if (quotes || tokens[i].kind != TOKEN_OF_LETTERS ||
            (tokens[i].upper && i > 0 && !is_sign(&tokens[i - 1], '.') && !is_sign(&tokens[i - 1], ';')) ||
            !phrase_at(&phrase, r->bytes, tokens, end, i, declares ? KIND(TERM_VERB_BASE) : finite)) {
            i++;
            continue;
        }
        size_t verb_at = i;
        if (phrase.verb->lang != lang || text_is(phrase.verb->more, "no") ||
            (declares && text_is(phrase.verb->more, "guard"))) {
            i++;
            continue;
        }
        if (relative_before(tokens, verb_at)) {
            subordinate = true;
            i = phrase.end;
            continue;
        }
        if (!coordinated(r->bytes, tokens, verb_at, &comma_and, &marked) || noun_here(r->bytes, tokens, end, &phrase)) {
            i++;
            continue;
        }
        bool ordered = phrase.at < phrase.end && term_at(tokens + phrase.at, 1, KIND(TERM_ADVERB_PHRASE), &taken);
        if (subordinate && !comma_and && !marked && !ordered) {
            i = phrase.end;
            continue;
        }
        subordinate = false;
        say_phrase(r, add(r), tokens, &phrase, true);
        i = phrase.end;
    }
}

const char *opener_read(struct verb_reader *r, const struct token *tokens, size_t count, struct said_verb *out)
{
    size_t at = decoration(tokens, count), taken;
    struct phrase phrase;
    static const uint32_t kinds = KIND(TERM_VERB_PARTICIPLE) | KIND(TERM_OPENER_PHRASE);
    *out = (struct said_verb){0};
    if (at >= count)
        return NULL;
    if (is_word(&tokens[at], r->bytes, "having") || is_word(&tokens[at], r->bytes, "ayant") ||
        is_word(&tokens[at], r->bytes, "habiendo")) {
        size_t end = adverbs(tokens, count, at + 1); /* Having further noted */
        end += end < count && tokens[end].kind == TOKEN_OF_LETTERS;
        phrase = (struct phrase){
            at, with_feeling(r->bytes, tokens, count, order_behind(r->bytes, tokens, count, end)), NULL};
        say_phrase(r, out, tokens, &phrase, false);
        return out->phrase;
    }
    if (phrase_at(&phrase, r->bytes, tokens, count, at, kinds) ||
        phrase_at(&phrase, r->bytes, tokens, count, at, KIND(TERM_VERB_OPERATIVE))) {
        size_t end = phrase.end;
        const struct wording *particular =
            end < count ? term_at(tokens + end, count - end, KIND(TERM_ADVERB_PHRASE), &taken) : NULL;
        if (particular && text_is(particular->phrase, "in particular"))
            phrase.end = end + taken;
        if (text_is(phrase.verb->phrase, "acting") && phrase.end < count &&
            is_word(&tokens[phrase.end], r->bytes, "under"))
            phrase.end++;
        say_phrase(r, out, tokens, &phrase, false);
        return out->phrase;
    }
    /* one that the vocabulary does not have: its first words */
    size_t end = adverbs(tokens, count, at);
    if (end >= count || tokens[end].kind != TOKEN_OF_LETTERS)
        return NULL;
    phrase = (struct phrase){at, end + 1, NULL};
    say_phrase(r, out, tokens, &phrase, false);
    return out->phrase;
}
