/* What a line or paragraph begins with. */
#include <string.h>
#include "base/words.h"
#include "mandate/organ.h"
#include "mandate/paragraphs.h"

enum { SHORT_LINE = 120 };

static bool keyword(const struct token *tokens, size_t count, const char *value, size_t *taken)
{
    const struct wording *term = term_at(tokens, count, KIND(TERM_KEYWORD_PHRASE), taken);
    return term && text_is(term->value, value);
}

/* "The General Assembly," and what may follow it: nothing, a sign, or the words of its first paragraph. */
static bool is_formula(struct paragraph *p, const struct token *tokens, size_t count, size_t at)
{
    size_t taken, other;
    const struct wording *term =
        at < count ? term_at(tokens + at, count - at, KIND(TERM_FORMULA_PHRASE), &taken) : NULL;
    bool unicase = term && (term->lang == LANG_ZH || term->lang == LANG_AR);
    if (!term || (!tokens[at].upper && !unicase))
        return false;
    size_t next = at + taken;
    next +=
        next < count && tokens[next].kind == TOKEN_SIGN && (tokens[next].number == '*' || tokens[next].number == '_');
    bool comma = next < count && (is_sign(&tokens[next], ',') || is_sign(&tokens[next], ':'));
    bool verb = next < count &&
        term_at(tokens + next, count - next,
            KIND(TERM_VERB_OPERATIVE) | KIND(TERM_ADVERB_PHRASE) | KIND(TERM_VERB_PARTICIPLE) |
                KIND(TERM_OPENER_PHRASE),
            &other) &&
        (tokens[next].upper || unicase) && !is_sign(&tokens[next], ',');
    if (comma && next + 1 < count && !unicase) { /* what follows begins with a capital, a number or a mark */
        size_t after = next + 1 + decoration(tokens + next + 1, count - next - 1);
        comma = after >= count || tokens[after].upper || tokens[after].kind != TOKEN_OF_LETTERS;
    }
    if (!comma && !verb && next < count)
        return false;
    p->organ = (uint8_t)organ_of(term->value);
    p->lang = term->lang;
    p->formula = (uint16_t)(next + (comma ? 1 : 0));
    return true;
}

/* A number of a resolution at tokens[at]: 64/177, 62/272 A, 2200 A (XXI), S-17/2, 1373 (2001). How many tokens; 0: none. */
static size_t number_taken(const char *source, const struct token *tokens, size_t count, size_t at)
{
    size_t from = at;
    bool special = at + 1 < count && tokens[at].capitals && tokens[at].size <= 2 &&
        (source[tokens[at].at] == 'S' || source[tokens[at].at] == 'E') && tokens[at + 1].kind == TOKEN_NUMBER &&
        tokens[at + 1].before == BEFORE_HYPHEN;
    at += special;
    if (at + 2 >= count || tokens[at].kind != TOKEN_NUMBER || tokens[at].digits > 4)
        return 0;
    if (is_sign(&tokens[at + 1], '/') && tokens[at + 1].before == BEFORE_NOTHING &&
        tokens[at + 2].kind == TOKEN_NUMBER && tokens[at + 2].digits <= 3) {
        at += 3;
        bool letter = at < count && tokens[at].capitals && tokens[at].size == 1 &&
            (at + 1 == count || is_sign(&tokens[at + 1], '.'));
        return at + letter - from;
    }
    at++;
    at += tokens[at].capitals && tokens[at].size == 1 && tokens[at].kind == TOKEN_OF_LETTERS;
    if (at + 2 >= count || !is_sign(&tokens[at], '('))
        return 0;
    at++;
    bool year = tokens[at].kind == TOKEN_NUMBER && tokens[at].number >= 1946 && tokens[at].number <= 2100;
    if (!year) {
        at += at + 1 < count && tokens[at].size <= 2 && tokens[at].capitals && tokens[at + 1].before == BEFORE_HYPHEN;
        if (tokens[at].kind != TOKEN_OF_LETTERS || !roman_value(source + tokens[at].at, tokens[at].size))
            return 0;
    }
    return at + 1 < count && is_sign(&tokens[at + 1], ')') ? at + 2 - from : 0;
}

/* "64/177. Title", "2994 (XXVII). Title", "21/18", "Resolution 425 (1978)", "Security Council resolution 378", "Draft resolution I" */
static bool is_head(const char *source, const struct token *tokens, size_t count, size_t at, size_t size)
{
    size_t taken, named = at;
    if (at >= count || size > 600)
        return false;
    if (keyword(tokens + at, count - at, "draft", &taken) && tokens[at].upper && at + taken < count &&
        count <= at + taken + 2)
        return tokens[at + taken].capitals || tokens[at + taken].kind == TOKEN_NUMBER;
    if (tokens[at].upper) { /* words before the number: an organ, "resolution" */
        while (named < count && named < at + 9 && tokens[named].kind == TOKEN_OF_LETTERS &&
            !(keyword(tokens + named, count - named, "resolution", &taken) ||
                keyword(tokens + named, count - named, "decision", &taken)))
            named++;
        bool organ = named == at || term_at(tokens + at, count - at, KIND(TERM_ORGAN_PHRASE), &taken) ||
            keyword(tokens + at, count - at, "masthead", &taken) || named - at <= 2;
        if (!organ || named >= count || tokens[named].kind != TOKEN_OF_LETTERS ||
            !(keyword(tokens + named, count - named, "resolution", &taken) ||
                keyword(tokens + named, count - named, "decision", &taken)))
            named = at;
        else
            named += taken;
        if (named == at && !(tokens[at].size <= 2 && tokens[at].capitals))
            return false;
    }
    size_t number = number_taken(source, tokens, count, named);
    bool bare = !number && named > at && named < count && tokens[named].kind == TOKEN_NUMBER && named + 1 == count;
    if (!number && !bare)
        return false;
    size_t next = named + number;
    bool all = tokens[count - 1].at + tokens[count - 1].size + 2u >= size; /* nothing stands behind the tokens */
    if (bare || next >= count)
        return all;
    bool stop = is_sign(&tokens[next], '.') || is_sign(&tokens[next], ':') || is_sign(&tokens[next], '-') ||
        is_sign(&tokens[next], TOKEN_DASH);
    next += stop;
    next += decoration(tokens + next, count - next);
    if (next >= count)
        return all;
    bool lettered =
        tokens[next].upper || (unsigned char)source[tokens[next].at] >= 0xD8; /* or no capitals are written */
    return tokens[next].kind == TOKEN_OF_LETTERS
        ? lettered && (stop || number == 3 || named > at) && !(named > at && !stop && size > SHORT_LINE)
        : named > at && is_sign(&tokens[next], '(');
}

/* "65th plenary meeting", "Hundred and ninth plenary meeting", "[Adopted without a vote]", "Adopted at the 2074th meeting by 12 votes" */
static bool is_close(const struct token *tokens, size_t count, size_t at, size_t size)
{
    size_t taken;
    bool bracket = at < count && is_sign(&tokens[at], '[');
    at += bracket;
    if (at >= count || (size > SHORT_LINE && !bracket && !tokens[at].upper))
        return false;
    const struct wording *adopted = term_at(tokens + at, count - at, KIND(TERM_KEYWORD_PHRASE), &taken);
    if (adopted && text_is(adopted->value, "adopted") && tokens[at].upper &&
        (text_starts(adopted->phrase, "ad") || text_starts(adopted->phrase, "ap"))) {
        for (size_t i = at + 1; i < count && i < at + 14; i++)
            if (keyword(tokens + i, count - i, "meeting", &taken) || keyword(tokens + i, count - i, "vote", &taken))
                return true;
        return bracket;
    }
    if (size > SHORT_LINE || bracket || term_at(tokens + at, count - at, KIND(TERM_TIMING_PHRASE), &taken))
        return false;
    for (size_t i = at; i < count && i < at + 12; i++) {
        if (keyword(tokens + i, count - i, "meeting", &taken))
            return i > at || taken > 1;
        bool figure = tokens[i].kind == TOKEN_NUMBER || tokens[i].size <= 3 || is_sign(&tokens[i], '-') ||
            is_sign(&tokens[i], '.');
        if (!figure && !term_at(tokens + i, count - i, KIND(TERM_ORDINAL_PHRASE) | KIND(TERM_MONTH_PHRASE), &taken))
            return false;
    }
    return false;
}

static bool is_annex(const struct token *tokens, size_t count, size_t at, size_t size)
{
    size_t taken;
    if (at >= count || !keyword(tokens + at, count - at, "annex", &taken) ||
        !(tokens[at].upper || tokens[at].word > 0xFFFFFFFFu) || size > SHORT_LINE)
        return false;
    if (tokens[at].kind == TOKEN_OF_LETTERS && !tokens[at].upper && tokens[at].size < 4)
        return false;
    at += taken;
    if (at >= count)
        return true;
    return tokens[at].kind == TOKEN_NUMBER || tokens[at].capitals || tokens[at].upper || is_sign(&tokens[at], ':') ||
        is_sign(&tokens[at], '.') || is_sign(&tokens[at], '*');
}

static bool is_verb(const struct token *tokens, size_t count, size_t at, bool *opener)
{
    size_t taken, skipped;
    const struct wording *adverb, *link;
    if (at + 1 < count && tokens[at].upper && tokens[at].size == 3 &&
        (link = term_at(tokens + at + 1, count - at - 1, KIND(TERM_LINK_PHRASE), &taken)) != NULL) {
        at += taken + 1; /* "And to this end declares" */
        at += at < count && is_sign(&tokens[at], ',');
        return at < count && term_at(tokens + at, count - at, KIND(TERM_VERB_OPERATIVE), &taken) != NULL;
    }
    skipped = at;
    if (at >= count ||
        (!tokens[at].upper && tokens[at].word && tokens[at].at != UINT32_MAX && tokens[at].kind == TOKEN_OF_LETTERS &&
            tokens[at].size == 1))
        return false;
    while (skipped < count &&
        (adverb = term_at(tokens + skipped, count - skipped, KIND(TERM_ADVERB_PHRASE), &taken)) != NULL)
        skipped += taken;
    const struct wording *verb = term_at(tokens + skipped, count - skipped,
        KIND(TERM_VERB_OPERATIVE) | KIND(TERM_VERB_PARTICIPLE) | KIND(TERM_OPENER_PHRASE), &taken);
    if (!verb)
        verb = term_at(tokens + at, count - at,
            KIND(TERM_VERB_OPERATIVE) | KIND(TERM_VERB_PARTICIPLE) | KIND(TERM_OPENER_PHRASE), &taken);
    if (!verb ||
        (verb->kind == TERM_VERB_OPERATIVE && text_is(verb->more, "no") && skipped == at && verb->words == 1 &&
            verb->lang == LANG_EN))
        return false;
    *opener = verb->kind != TERM_VERB_OPERATIVE;
    return tokens[at].upper || verb->lang == LANG_AR || verb->lang == LANG_ZH || verb->lang == LANG_RU;
}

enum start start_of(struct paragraph *p, const char *source, const struct token *tokens, size_t count, size_t size)
{
    size_t at = decoration(tokens, count);
    bool opener = false;
    p->label = (struct label){0};
    p->quoted = count && is_sign(&tokens[0], '"');
    if (at >= count)
        return START_OTHER;
    if (is_formula(p, tokens, count, at))
        return START_FORMULA;
    if (is_head(source, tokens, count, at, size))
        return START_HEAD;
    p->label = label_read(source, tokens, count);
    if (p->label.kind == LABEL_NUMBER)
        return START_NUMBER;
    if (p->label.kind == LABEL_BRACKET)
        return START_BRACKET;
    if (is_close(tokens, count, at, size))
        return START_CLOSE;
    if (is_annex(tokens, count, at, size))
        return START_ANNEX;
    if (p->label.kind == LABEL_SECTION)
        return START_SECTION;
    if (is_verb(tokens, count, at, &opener))
        return opener ? START_OPENER : START_VERB;
    if (tokens[at].kind != TOKEN_OF_LETTERS)
        return START_OTHER;
    bool lettered = tokens[at].upper || (unsigned char)source[tokens[at].at] >= 0xD8;
    return lettered ? START_CAPITAL : START_SMALL;
}
