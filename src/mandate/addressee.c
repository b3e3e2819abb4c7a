/* To whom a verb is said, and what they are asked for. */
#include <string.h>
#include "base/text.h"
#include "mandate/duty.h"

enum { LONGEST_NAME = 60 };

static bool word_is(const char *bytes, const struct token *t, const char *word)
{
    return t->kind == TOKEN_OF_LETTERS && t->size == strlen(word) && strncasecmp(bytes + t->at, word, t->size) == 0;
}

static bool word_among(const char *bytes, const struct token *t, const char *const *words)
{
    for (; *words; words++)
        if (word_is(bytes, t, *words))
            return true;
    return false;
}

/* After a comma, words that begin an insertion and not a further name. */
static const char *const insertions[] = {"within", "in", "upon", "subject", "as", "where", "when", "whenever",
    "through", "on", "at", "including", "if", "by", "with", "for", "pursuant", "taking", "bearing", "notably",
    "particularly", "especially", "inter", "from", "under", "acting", "without", "during", "after", "before", "not",
    "no", "which", "who", "that", "having", "building", "drawing", "based", "consistent", "together", "working",
    "making", "to", "dans", "en", "sous", "selon", "avec", "lorsque", "au", "compte", "con", "dentro", "previa",
    "cuando", "según", "a", NULL};

static const char *const infinitive_stops[] = {"the", "a", "an", "this", "that", "these", "those", "its", "their",
    "all", "any", "each", "such", "which", "whom", NULL};

/* "to" before a verb: not before an article, a name, or behind "parties". */
static bool infinitive(const char *bytes, const struct token *tokens, size_t count, size_t at)
{
    if (!word_is(bytes, &tokens[at], "to") || at + 1 >= count)
        return false;
    const struct token *next = &tokens[at + 1];
    if (next->kind == TOKEN_SIGN)
        return next->number == ':' || next->number == '(';
    return next->kind == TOKEN_OF_LETTERS && !next->upper && !word_among(bytes, next, infinitive_stops);
}

/* The French and Spanish ways: "de faire", "à présenter", "que presente". */
static bool romance_infinitive(const char *bytes, const struct token *tokens, size_t count, size_t at)
{
    static const char *const marks[] = {"de", "d", "à", "que", "a", NULL};
    static const char *const pronouns[] = {"lui", "leur", "y", "en", "se", "s", NULL};
    size_t taken;
    if (at + 1 >= count || !word_among(bytes, &tokens[at], marks) || tokens[at + 1].upper ||
        tokens[at + 1].kind != TOKEN_OF_LETTERS)
        return false;
    if (word_is(bytes, &tokens[at], "que"))
        return true;
    at += at + 2 < count && word_among(bytes, &tokens[at + 1], pronouns); /* de lui présenter */
    if (term_at(tokens + at + 1, count - at - 1, KIND(TERM_VERB_BASE) | KIND(TERM_REPORT_PHRASE), &taken))
        return true;
    const struct token *t = &tokens[at + 1];
    const char *end = bytes + t->at + t->size;
    return t->size > 4 &&
        (memcmp(end - 2, "er", 2) == 0 || memcmp(end - 2, "ir", 2) == 0 || memcmp(end - 2, "re", 2) == 0 ||
            memcmp(end - 2, "ar", 2) == 0);
}

size_t name_end(const char *bytes, const struct token *tokens, size_t count, size_t at)
{
    static const char *const joins[] = {"of", "on", "for", "the", "and", "against", "to", "in", "de", "des", "du", "la",
        "les", "l", "d", "et", "pour", "contre", "y", "del", "los", "las", "para", "el", NULL};
    size_t end = at;
    for (size_t i = at; i < count && i < at + LONGEST_NAME;) {
        const struct token *t = &tokens[i];
        if (t->kind == TOKEN_OF_LETTERS &&
            (t->upper || (i > at && t->before == BEFORE_HYPHEN) || (t->before == BEFORE_APOSTROPHE && t->size == 1))) {
            end = ++i;
            continue;
        }
        size_t ahead = i;
        while (ahead < count && ahead < i + 3 && word_among(bytes, &tokens[ahead], joins))
            ahead++;
        if (ahead == i || ahead >= count || !tokens[ahead].upper || tokens[ahead].kind != TOKEN_OF_LETTERS)
            break;
        i = ahead;
    }
    return end;
}

/* Where the name of the addressee ends and where what is asked begins. */
static void split(const char *bytes, const struct token *tokens, size_t from, size_t end, size_t *who_end, size_t *what)
{
    size_t comma = 0;
    *what = end;
    *who_end = end;
    for (size_t i = from; i < end && i < from + LONGEST_NAME; i++) {
        const struct token *t = &tokens[i];
        bool mark = infinitive(bytes, tokens, end, i) || romance_infinitive(bytes, tokens, end, i) ||
            (i > from && (word_is(bytes, t, "that") || word_is(bytes, t, "shall") || word_is(bytes, t, "should")));
        if (mark && i > from) {
            *what = i;
            if (*who_end == end)
                *who_end = comma ? comma : i;
            return;
        }
        if (*who_end != end) {
            if (is_sign(t, ';'))
                return;
            continue;
        }
        if (is_sign(t, ';') || is_sign(t, '.') || is_sign(t, ':')) {
            *who_end = i;
            *what = i;
            return;
        }
        if (is_sign(t, ',') && i + 1 < end && word_among(bytes, &tokens[i + 1], insertions)) {
            *who_end = i;
            continue;
        }
        static const char *const relative[] = {"in", "within", "who", "which", "on", "upon", "when", NULL};
        if (i > from && word_among(bytes, t, relative) && !tokens[i - 1].upper == false && word_is(bytes, t, "in"))
            continue;
    }
    if (*who_end == end)
        *who_end = *what = end;
}

void addressees_read(struct clause *clause, struct arena *arena, const char *text, const struct token *tokens,
    size_t count, uint32_t base)
{
    const char *bytes = text + base;
    size_t at = 0;
    (void)arena;
    for (size_t v = 0; v < clause->verb_count; v++) {
        struct said_verb *verb = &clause->verbs[v];
        while (at < count && base + tokens[at].at < verb->span.to)
            at++;
        size_t from = at, end = from;
        uint32_t limit = v + 1 < clause->verb_count ? clause->verbs[v + 1].span.at : UINT32_MAX;
        while (end < count && base + tokens[end].at < limit)
            end++;
        if (end < count) /* without the "and" before the next verb */
            while (end > from && (tokens[end - 1].kind == TOKEN_SIGN || word_is(bytes, &tokens[end - 1], "and")))
                end--;
        if (!text_is(verb->class, "directive") || from >= end)
            continue;
        static const char *const lead[] = {"to", "upon", "on", "for", "the", "that", "a", "à", "au", "aux", "la", "le",
            "les", "l", "al", "los", "las", "el", "sur", NULL};
        size_t name = from;
        while (name < end && word_among(bytes, &tokens[name], lead) && !infinitive(bytes, tokens, end, name))
            name++;
        if (name >= end)
            continue;
        size_t who_end, what;
        split(bytes, tokens, name, end, &who_end, &what);
        if (who_end > name && !infinitive(bytes, tokens, end, name))
            verb->who = (struct span){base + tokens[name].at, base + tokens[who_end - 1].at + tokens[who_end - 1].size};
        if (what < end)
            verb->what = (struct span){base + tokens[what].at, base + tokens[end - 1].at + tokens[end - 1].size};
    }
}
