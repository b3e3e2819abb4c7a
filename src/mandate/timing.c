#include "mandate/timing.h"
#include <string.h>
#include "base/text.h"
#include "base/words.h"
#include "world/session_phrase.h"

enum { MOST_BACK = 12 };

struct finder {
    struct timing *out;
    struct arena *arena;
    const struct ordinals *ordinals;
    const char *bytes;
    const struct token *tokens;
    size_t from, end;
    size_t first, last; /* tokens of what was found */
    struct buffer *words;
};

static bool word_is(const struct finder *f, size_t at, const char *word)
{
    const struct token *t = at < f->end ? &f->tokens[at] : NULL;
    return t && t->kind == TOKEN_OF_LETTERS && t->size == strlen(word) &&
        strncasecmp(f->bytes + t->at, word, t->size) == 0;
}

static const struct wording *term(const struct finder *f, size_t at, enum term_kind kind, size_t *taken)
{
    return at < f->end ? term_at(f->tokens + at, f->end - at, KIND(kind), taken) : NULL;
}

static void found(struct finder *f, size_t from, size_t end)
{
    if (f->words->size)
        buffer_text(f->words, from == f->last + 1 && word_is(f, f->last, "and") ? " and " : ", ");
    buffer_add(
        f->words, f->bytes + f->tokens[from].at, f->tokens[end - 1].at + f->tokens[end - 1].size - f->tokens[from].at);
    f->last = end;
}

/* Ordinals, figures and their joints before "session", and the words that lead to them: where the phrase begins. */
static size_t session_begins(const struct finder *f, size_t session, bool *named, bool *other_words)
{
    static const char *const between[] = {"and", "to", "resumed", "regular", "special", "emergency", "next",
        "substantive", "organizational", "forthcoming", "first", "annual", "reconvened", "coming", "third", "y", "et",
        "fifth", "of", "du", "period", "second", "subsequent", "main", NULL};
    size_t at = session, taken;
    *named = *other_words = false;
    for (; at > f->from && session - at < MOST_BACK; at--) {
        const struct token *t = &f->tokens[at - 1];
        bool ordinal = t->kind == TOKEN_NUMBER || term_at(t, 1, KIND(TERM_ORDINAL_PHRASE), &taken) ||
            (t->kind == TOKEN_OF_LETTERS && t->before == BEFORE_NOTHING && t->size == 2);
        bool joint = is_sign(t, ',');
        for (const char *const *b = between; *b && !joint; b++)
            joint = word_is(f, at - 1, *b);
        bool romance =
            !ordinal && !joint && t->kind == TOKEN_OF_LETTERS && t->size > 5; /* soixante-dixième, sexagésimo */
        if (ordinal || joint)
            *named = *named || ordinal || word_is(f, at - 1, "next") || word_is(f, at - 1, "forthcoming");
        else if (!romance)
            break;
        *other_words = *other_words || romance;
    }
    return at;
}

static size_t lead_begins(const struct finder *f, size_t at)
{
    for (size_t back = 4; back >= 1; back--) {
        size_t taken;
        if (at < f->from + back)
            continue;
        const struct wording *lead = term_at(f->tokens + at - back, back, KIND(TERM_TIMING_PHRASE), &taken);
        if (lead && taken == back) {
            for (size_t more = 4; more >= 1; more--) /* not later than | at its */
                if (at - back >= f->from + more) {
                    const struct wording *limit =
                        term_at(f->tokens + at - back - more, more, KIND(TERM_TIMING_PHRASE), &taken);
                    if (limit && taken == more && text_is(limit->value, "limit"))
                        return at - back - more;
                }
            return at - back;
        }
    }
    return at;
}

static bool is_year(const struct finder *f, size_t at)
{
    return at < f->end && f->tokens[at].kind == TOKEN_NUMBER && f->tokens[at].digits == 4 &&
        f->tokens[at].number >= 1946 && f->tokens[at].number < 2100;
}

static void add_session(struct finder *f, int number)
{
    if (f->out->session_count < MOST_TIMED)
        f->out->sessions[f->out->session_count++] = number;
}

/* "nineteenth and twentieth", "sixty-fifth", "66th", "nineteenth to twenty-first": English, by the vocabulary. */
static void take_english(struct finder *f, size_t from, size_t end)
{
    int tens = 0, last = 0;
    bool range = false;
    for (size_t i = from; i < end; i++) {
        const struct token *t = &f->tokens[i];
        size_t taken;
        const struct wording *ordinal = term_at(t, 1, KIND(TERM_ORDINAL_PHRASE), &taken);
        int number = 0;
        if (t->kind == TOKEN_NUMBER)
            number = t->digits <= 2 || (t->digits == 3 && t->number < 200) || is_year(f, i) ? (int)t->number : 0;
        else if (ordinal && (text_is(ordinal->more, "tens") || text_is(ordinal->more, "hundred")))
            tens += ordinal->number;
        else if (ordinal && !text_is(ordinal->more, "count"))
            number = tens + ordinal->number;
        if (!number) {
            range = range || (last && word_is(f, i, "to"));
            continue;
        }
        for (int between = range ? last + 1 : number; between < number && number - last < MOST_TIMED; between++)
            add_session(f, between);
        add_session(f, number);
        last = number;
        tens = 0;
        range = false;
    }
}

static void take_sessions(struct finder *f, enum lang lang, size_t from, size_t end)
{
    size_t count = 0, at = 0;
    struct text_word *words;
    struct session_phrase phrase;
    if (lang == LANG_EN) {
        take_english(f, from, end);
        return;
    }
    char *slice = arena_copy(
        f->arena, f->bytes + f->tokens[from].at, f->tokens[end - 1].at + f->tokens[end - 1].size - f->tokens[from].at);
    count = words_cut(&words, f->arena, slice);
    while (session_phrase_find(&phrase, f->ordinals, words, count, at)) {
        for (size_t i = 0; i < phrase.count; i++)
            add_session(f, phrase.numbers[i]);
        if (phrase.end <= at)
            break;
        at = phrase.end;
    }
}

/* A phrase with "session": taken once; again only when "and" or another report leads to it. */
static bool session_here(struct finder *f, size_t at, size_t *behind)
{
    size_t taken;
    const struct wording *word = term(f, at, TERM_KEYWORD_PHRASE, &taken);
    bool named, other_words;
    if (!word || !text_is(word->value, "session"))
        return false;
    size_t begin = session_begins(f, at, &named, &other_words), end = at + taken;
    enum lang lang = other_words && word->lang == LANG_EN ? LANG_FR : (enum lang)word->lang; /* "session" is both */
    if (lang == LANG_EN && !named && !word_is(f, begin, "each"))
        return false;
    size_t lead = lead_begins(f, begin);
    if (lead == begin)
        return false;
    if (f->out->session_count) { /* "and the final study at its twenty-fourth session" */
        bool joined = false;
        for (size_t i = f->last; i < lead && i < f->last + 10; i++)
            joined = joined || word_is(f, i, "and") || word_is(f, i, "et") || word_is(f, i, "y");
        if (!joined || lead > f->last + 10)
            return false;
    }
    if (word->lang == LANG_ES && end < f->end &&
        f->tokens[end].kind == TOKEN_OF_LETTERS) { /* período de sesiones sexagésimo quinto */
        size_t more = end;
        while (more < f->end && more < end + 3 && f->tokens[more].kind == TOKEN_OF_LETTERS && f->tokens[more].size > 5)
            more++;
        struct finder probe = *f;
        struct timing trial = {0};
        probe.out = &trial;
        take_sessions(&probe, LANG_ES, lead, more);
        if (trial.session_count)
            end = more;
    }
    found(f, lead, end);
    take_sessions(f, lang, lead, end);
    *behind = end;
    return true;
}

static bool is_date(const struct finder *f, size_t at, size_t *end)
{
    size_t taken, i = at;
    i += i < f->end && f->tokens[i].kind == TOKEN_NUMBER && f->tokens[i].digits <= 2;
    i += word_is(f, i, "de");
    if (!term(f, i, TERM_MONTH_PHRASE, &taken))
        return false;
    i += taken;
    i += word_is(f, i, "de");
    i += i < f->end && f->tokens[i].kind == TOKEN_NUMBER && f->tokens[i].digits == 4;
    *end = i;
    return true;
}

static bool unit_of_time(const struct finder *f, size_t at)
{
    static const char *const units[] = {"day", "days", "month", "months", "year", "years", "week", "weeks", "hour",
        "hours", "jours", "mois", "ans", "días", "meses", "años", "period", NULL};
    for (const char *const *u = units; *u; u++)
        if (word_is(f, at, *u))
            return true;
    return false;
}

/* "within 30 days", "no later than 90 days from the date of adoption": up to the sign behind it. */
static size_t span_end(const struct finder *f, size_t from)
{
    size_t at = from;
    for (; at < f->end && at < from + 6; at++) {
        if (f->tokens[at].kind == TOKEN_SIGN)
            return from;
        if (unit_of_time(f, at)) {
            size_t end = at + 1;
            if (word_is(f, end, "from") || word_is(f, end, "of") || word_is(f, end, "after") ||
                word_is(f, end, "following"))
                while (end < f->end && end < at + 12 && f->tokens[end].kind != TOKEN_SIGN && !word_is(f, end, "on") &&
                    !word_is(f, end, "and"))
                    end++;
            return end;
        }
    }
    return from;
}

static bool timed_here(struct finder *f, size_t at, size_t *behind)
{
    size_t taken, end;
    const struct wording *word = term(f, at, TERM_TIMING_PHRASE, &taken);
    if (word_is(f, at, "every") || word_is(f, at, "each")) { /* every 60 days */
        end = span_end(f, at + 1);
        if (end > at + 1) {
            found(f, at, end);
            f->out->recurring = true;
            *behind = end;
            return true;
        }
    }
    if (!word)
        return false;
    if (text_is(word->value, "recurring") || text_is(word->value, "loose")) {
        bool recurring =
            text_is(word->value, "recurring") || word_is(f, at, "regularly") || word_is(f, at, "periodically");
        if (!recurring && f->words->size)
            return false;
        if (word_is(f, at, "as") && f->out->session_count)
            return false;
        found(f, at, at + taken);
        f->out->recurring = f->out->recurring || recurring;
        *behind = at + taken;
        return true;
    }
    size_t next = at + taken;
    if (text_is(word->value, "limit") || text_is(word->value, "in") || text_is(word->value, "after")) {
        size_t date = next + (word_is(f, next, "the") || word_is(f, next, "el") || word_is(f, next, "le"));
        bool apart = f->words->size && (at > f->last + 3 || text_is(word->value, "in")); /* of something else */
        if (!apart && (is_date(f, date, &end) || (is_year(f, date) && (end = date + 1)))) {
            found(f, at, end);
            *behind = end;
            return true;
        }
        if (text_is(word->value, "limit") && (end = span_end(f, next)) > next && !word_is(f, at, "by")) {
            found(f, at, end);
            *behind = end;
            return true;
        }
        if (text_is(word->value, "after") && taken > 1) { /* at the end of this period */
            end = next;
            while (end < f->end && end < next + 4 && f->tokens[end].kind == TOKEN_OF_LETTERS)
                end++;
            if (unit_of_time(f, end - 1) || end - next >= 1) {
                for (size_t i = next; i < end; i++)
                    if (unit_of_time(f, i)) {
                        end = i + 1;
                        break;
                    }
                found(f, at, end);
                *behind = end;
                return true;
            }
        }
        if (taken > 1 && (text_starts(word->phrase, "before the end") || text_starts(word->phrase, "by the end")) &&
            next < f->end) {
            end = next;
            while (end < f->end && end < next + 5 && f->tokens[end].kind != TOKEN_SIGN)
                end++;
            found(f, at, end);
            *behind = end;
            return true;
        }
    }
    if (text_is(word->value, "within") && (end = span_end(f, next)) > next) {
        found(f, at, end);
        *behind = end;
        return true;
    }
    return false;
}

void timing_read(struct timing *out, struct arena *arena, const struct ordinals *ordinals, const char *bytes,
    const struct token *tokens, size_t from, size_t end)
{
    *out = (struct timing){0};
    if (from >= end)
        return;
    struct finder f = {.out = out,
        .arena = arena,
        .ordinals = ordinals,
        .bytes = bytes,
        .tokens = tokens,
        .from = from,
        .end = end,
        .words = buffer_new(arena, 2000)};
    for (size_t at = from; at < end;) {
        size_t behind;
        if (tokens[at].kind == TOKEN_OF_LETTERS && (session_here(&f, at, &behind) || timed_here(&f, at, &behind)))
            at = behind;
        else
            at++;
    }
    if (f.words->size)
        out->text = f.words->at;
}
