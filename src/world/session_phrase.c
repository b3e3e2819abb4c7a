#include "world/session_phrase.h"
#include <string.h>
#include "base/text.h"

static bool is_one_of(const char *word, const char *list)
{
    size_t length = strlen(word);
    for (const char *at = strstr(list, word); at && length; at = strstr(at + 1, word))
        if ((at == list || at[-1] == ' ') && (at[length] == ' ' || !at[length]))
            return true;
    return false;
}

int year_read(const char *plain)
{
    int64_t year;
    return strlen(plain) == 4 && text_number(&year, plain) && year >= 1946 && year <= 2099 ? (int)year : 0;
}

/* A word that says which kind of session; false when it says nothing of it. */
static bool qualifies(struct session_phrase *it, const char *word)
{
    if (is_one_of(word, "resumed"))
        it->resumed = true;
    else if (is_one_of(word, "reconvened"))
        it->reconvened = true;
    else if (is_one_of(word, "organizational organisational organisation organizacion"))
        it->organizational = true;
    else if (is_one_of(word, "substantive fond sustantivo"))
        it->substantive = true;
    else if (is_one_of(word, "special extraordinaire extraordinaires extraordinario extraordinarios"))
        it->special = true;
    else if (is_one_of(word, "emergency urgence emergencia"))
        it->emergency = true;
    else if (is_one_of(word, "next forthcoming prochaine proximo"))
        it->next = true;
    else if (is_one_of(word, "current present"))
        it->current = true;
    else
        return is_one_of(word, "regular annual ordinaire ordinario ordinarios annuelle anual");
    return true;
}

/* The word or words for session; how many, 0 when they do not stand here. */
static size_t noun(struct session_phrase *it, const struct text_word *words, size_t count)
{
    if (!count)
        return 0;
    if (is_one_of(words[0].plain, "session sessions"))
        return 1;
    if (!is_one_of(words[0].plain, "periodo periodos"))
        return 0;
    size_t at = 1;
    while (at < count && qualifies(it, words[at].plain))
        at++;
    return at + 1 < count && text_is(words[at].plain, "de") && text_is(words[at + 1].plain, "sesiones") ? at + 2 : 0;
}

static void add(struct session_phrase *it, int number)
{
    if (it->count < MOST_SESSIONS)
        it->numbers[it->count++] = number;
}

/* "nineteenth and twentieth", "19th to 21st", "2019": numbers with what joins them; where they end. */
static size_t numbers(
    struct session_phrase *it, const struct ordinals *ordinals, const struct text_word *words, size_t count, size_t at)
{
    bool range = false;
    while (at < count) {
        size_t start = at;
        while (at < count && (qualifies(it, words[at].plain) || is_one_of(words[at].plain, "its the sa la su")))
            at++;
        int number = at < count ? year_read(words[at].plain) : 0;
        size_t taken = number != 0;
        if (!taken && at < count)
            taken = (size_t)ordinal_read(&number, ordinals, words + at, count - at);
        if (!taken)
            return start;
        for (int n = range && it->count ? it->numbers[it->count - 1] + 1 : number; n < number; n++)
            add(it, n);
        add(it, number);
        at += taken;
        range = at < count && is_one_of(words[at].plain, "to through a");
        if (at < count && (range || is_one_of(words[at].plain, "and et y e")))
            at++;
        else if (at >= count || !words[at].comma)
            return at;
    }
    return at;
}

/* Tries to read one that begins with this word. */
static bool read_at(struct session_phrase *it, const struct ordinals *ordinals, const struct text_word *words,
    size_t count, size_t from)
{
    *it = (struct session_phrase){.at = from};
    size_t at = from;
    while (at < count && qualifies(it, words[at].plain))
        at++;
    at = numbers(it, ordinals, words, count, at);
    while (at < count && qualifies(it, words[at].plain))
        at++;
    size_t taken = noun(it, words + at, count - at);
    if (!taken)
        return false;
    at += taken;
    if (!it->count) /* "períodos de sesiones 19º y 20º" */
        at = numbers(it, ordinals, words, count, at);
    size_t after = at + (at < count && is_one_of(words[at].plain, "de d extraordinaire"));
    while (after < count && qualifies(it, words[after].plain)) { /* "session d’organisation" */
        at = ++after;
        after += after < count && is_one_of(words[after].plain, "de d");
    }
    if (at + 1 < count && is_one_of(words[at].plain, "in of en de") && year_read(words[at + 1].plain)) {
        it->year = year_read(words[at + 1].plain);
        at += 2;
    }
    it->end = at;
    return it->count || it->next || it->current || it->year;
}

/* "à la reprise de sa dix-huitième session", "the main part of its sixty-third session" */
static void look_back(struct session_phrase *it, const struct text_word *words)
{
    for (size_t back = 1; back <= 5 && back <= it->at; back++) {
        const char *word = words[it->at - back].plain;
        if (is_one_of(word, "reprise continuacion"))
            it->resumed = true;
        if (is_one_of(word, "part") && it->at > back && is_one_of(words[it->at - back - 1].plain, "main"))
            it->main = true;
        if (is_one_of(word, "part") && it->at > back && is_one_of(words[it->at - back - 1].plain, "resumed"))
            it->resumed = true;
    }
}

bool session_phrase_find(struct session_phrase *out, const struct ordinals *ordinals, const struct text_word *words,
    size_t count, size_t from)
{
    for (; from < count; from++)
        if (read_at(out, ordinals, words, count, from)) {
            look_back(out, words);
            return true;
        }
    return false;
}
