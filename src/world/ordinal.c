#include "world/ordinal.h"
#include "base/text.h"
#include <string.h>

static const char *const en_units[] = {"", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth",
    "ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
    "eighteenth", "nineteenth"};
static const char *const en_tens[] = {
    "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"};
static const char *const en_whole_tens[] = {
    "", "", "twentieth", "thirtieth", "fortieth", "fiftieth", "sixtieth", "seventieth", "eightieth", "ninetieth"};
static const char *const en_cardinals[] = {"zero", "one", "two", "three", "four", "five", "six", "seven", "eight",
    "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen"};

static const char *const fr_units[] = {"", "unième", "deuxième", "troisième", "quatrième", "cinquième", "sixième",
    "septième", "huitième", "neuvième", "dixième", "onzième", "douzième", "treizième", "quatorzième", "quinzième",
    "seizième", "dix-septième", "dix-huitième", "dix-neuvième"};
static const char *const fr_tens[] = {
    "", "", "vingt", "trente", "quarante", "cinquante", "soixante", "soixante", "quatre-vingt", "quatre-vingt"};
static const char *const fr_whole_tens[] = {
    "", "", "vingtième", "trentième", "quarantième", "cinquantième", "soixantième", "", "quatre-vingtième", ""};

static const char *const es_units[] = {"", "primer", "segundo", "tercer", "cuarto", "quinto", "sexto", "séptimo",
    "octavo", "noveno", "décimo", "undécimo", "duodécimo", "decimotercer", "decimocuarto", "decimoquinto",
    "decimosexto", "decimoséptimo", "decimoctavo", "decimonoveno"};
static const char *const es_tens[] = {"", "", "vigésimo", "trigésimo", "cuadragésimo", "quincuagésimo", "sexagésimo",
    "septuagésimo", "octogésimo", "nonagésimo"};

static const char *const ru_units[] = {"", "первая", "вторая", "третья", "четвертая", "пятая", "шестая", "седьмая",
    "восьмая", "девятая", "десятая", "одиннадцатая", "двенадцатая", "тринадцатая", "четырнадцатая", "пятнадцатая",
    "шестнадцатая", "семнадцатая", "восемнадцатая", "девятнадцатая"};
static const char *const ru_tens[] = {
    "", "", "двадцать", "тридцать", "сорок", "пятьдесят", "шестьдесят", "семьдесят", "восемьдесят", "девяносто"};
static const char *const ru_whole_tens[] = {"", "", "двадцатая", "тридцатая", "сороковая", "пятидесятая",
    "шестидесятая", "семидесятая", "восьмидесятая", "девяностая"};

static const char *const ar_units[] = {
    "", "الأولى", "الثانية", "الثالثة", "الرابعة", "الخامسة", "السادسة", "السابعة", "الثامنة", "التاسعة", "العاشرة"};
static const char *const ar_tens[] = {
    "", "", "العشرون", "الثلاثون", "الأربعون", "الخمسون", "الستون", "السبعون", "الثمانون", "التسعون"};

static const char *const zh_digits[] = {"", "一", "二", "三", "四", "五", "六", "七", "八", "九"};

static char *english(struct arena *arena, int n)
{
    if (n < 20)
        return arena_text(arena, en_units[n]);
    if (n % 10 == 0)
        return arena_text(arena, en_whole_tens[n / 10]);
    return arena_format(arena, "%s-%s", en_tens[n / 10], en_units[n % 10]);
}

static char *french(struct arena *arena, int n)
{
    if (n == 1)
        return arena_text(arena, "première");
    if (n < 20)
        return arena_text(arena, fr_units[n]);
    int tens = n / 10, rest = n % 10;
    if (tens == 7 || tens == 9)
        rest += 10; /* counted on from sixty and eighty */
    if (rest == 0)
        return arena_text(arena, fr_whole_tens[tens]);
    bool with_et = tens < 8 && (rest == 1 || rest == 11);
    return arena_format(arena, with_et ? "%s et %s" : "%s-%s", fr_tens[tens], fr_units[rest]);
}

static char *spanish(struct arena *arena, int n)
{
    if (n < 20)
        return arena_text(arena, es_units[n]);
    if (n % 10 == 0)
        return arena_text(arena, es_tens[n / 10]);
    return arena_format(arena, "%s %s", es_tens[n / 10], es_units[n % 10]);
}

static char *russian(struct arena *arena, int n)
{
    if (n < 20)
        return arena_text(arena, ru_units[n]);
    if (n % 10 == 0)
        return arena_text(arena, ru_whole_tens[n / 10]);
    return arena_format(arena, "%s %s", ru_tens[n / 10], ru_units[n % 10]);
}

static char *arabic(struct arena *arena, int n)
{
    if (n <= 10)
        return arena_text(arena, ar_units[n]);
    const char *unit = n % 10 == 1 ? "الحادية" : ar_units[n % 10];
    if (n < 20)
        return arena_format(arena, "%s عشرة", unit);
    if (n % 10 == 0)
        return arena_text(arena, ar_tens[n / 10]);
    return arena_format(arena, "%s و%s", unit, ar_tens[n / 10]);
}

static char *chinese(struct arena *arena, int n)
{
    if (n < 10)
        return arena_text(arena, zh_digits[n]);
    return arena_format(arena, "%s十%s", n < 20 ? "" : zh_digits[n / 10], zh_digits[n % 10]);
}

char *session_words(struct arena *arena, enum lang lang, int n)
{
    bool in_words = n > 0 && n < 100;
    switch (lang) {
    case LANG_FR:
        return in_words ? arena_format(arena, "%s session", french(arena, n)) : arena_format(arena, "%de session", n);
    case LANG_ES:
        return in_words ? arena_format(arena, "%s período de sesiones", spanish(arena, n))
                        : arena_format(arena, "%dº período de sesiones", n);
    case LANG_RU:
        return in_words ? arena_format(arena, "%s сессия", russian(arena, n)) : arena_format(arena, "%d-я сессия", n);
    case LANG_AR:
        return in_words ? arena_format(arena, "الدورة %s", arabic(arena, n)) : arena_format(arena, "الدورة %d", n);
    case LANG_ZH:
        return in_words ? arena_format(arena, "第%s届会议", chinese(arena, n)) : arena_format(arena, "第%d届会议", n);
    default:
        return in_words ? arena_format(arena, "%s session", english(arena, n)) : arena_format(arena, "session %d", n);
    }
}

/* The Latin letter without its accent; 0 when it is no letter or digit that belongs to a word. */
static unsigned plain_letter(uint32_t code)
{
    static const char latin1[] = "aaaaaaaceeeeiiiidnooooo/ouuuuyts"; /* U+00C0 .. U+00DF and, again, U+00E0 .. U+00FF */
    if (code >= 'A' && code <= 'Z')
        return code + 32;
    if ((code >= 'a' && code <= 'z') || (code >= '0' && code <= '9'))
        return code;
    if (code >= 0xC0 && code <= 0xFF && code != 0xD7 && code != 0xF7)
        return (unsigned char)latin1[(code - 0xC0) % 32];
    return 0;
}

size_t words_cut(struct text_word **out, struct arena *arena, const char *text)
{
    size_t count = 0, length = strlen(text), room = length / 2 + 2;
    struct text_word *words = NEW_ARRAY(arena, room, struct text_word);
    char *plain =
        NEW_ARRAY(arena, length + room, char); /* of all words, each ended: no letter takes more than it had */
    const char *at = text, *end = text + length;
    bool comma = false;
    while (at < end) {
        const char *from = at;
        uint32_t code = utf8_next(&at, end);
        bool foreign = code > 0x17F && !(code >= 0x2000 && code <= 0x206F);
        if (!plain_letter(code) && !foreign) {
            comma = comma || code == ',';
            continue;
        }
        const char *word = plain;
        at = from;
        while (at < end) {
            const char *before = at;
            code = utf8_next(&at, end);
            unsigned letter = plain_letter(code);
            if (letter) {
                *plain++ = (char)letter;
            } else if (code > 0x17F && !(code >= 0x2000 && code <= 0x206F)) {
                memcpy(plain, before, (size_t)(at - before));
                plain += at - before;
            } else {
                at = before;
                break;
            }
        }
        *plain++ = 0;
        words[count++] = (struct text_word){word, from, at, comma};
        comma = false;
    }
    *out = words;
    return count;
}

int roman_read(const char **at)
{
    static const struct {
        const char *sign;
        int value;
    } signs[] = {{"XC", 90}, {"L", 50}, {"XL", 40}, {"X", 10}, {"IX", 9}, {"V", 5}, {"IV", 4}, {"I", 1}};
    int number = 0;
    const char *start = *at;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        for (int times = 0; text_starts(*at, signs[i].sign); times++) {
            bool repeats = signs[i].value == 10 || signs[i].value == 1;
            if (times == (repeats ? 3 : 1)) { /* IIII, VV: not written so */
                *at = start;
                return 0;
            }
            number += signs[i].value;
            *at += strlen(signs[i].sign);
        }
    return number;
}

/* "63", "63rd", "63e", "63a": a figure with at most an ordinal ending. */
static int figure(const char *plain)
{
    static const char *const endings[] = {"", "st", "nd", "rd", "th", "e", "eme", "er", "ere", "re", "o", "a"};
    int number = 0;
    const char *at = plain;
    while (*at >= '0' && *at <= '9' && at - plain < 3)
        number = number * 10 + *at++ - '0';
    if (at == plain)
        return 0;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (text_is(at, endings[i]))
            return number;
    return 0;
}

/* Goes along `text` (hyphens, blanks and accents do not count) word by word; how many words it takes, 0 when it differs. */
static int matches(const char *text, const struct text_word *words, size_t count, bool gender_free)
{
    const char *at = text, *end = text + strlen(text);
    size_t word = 0;
    const char *plain = words[0].plain;
    for (;;) {
        uint32_t code = utf8_next(&at, end);
        if (code == ' ' || code == '-')
            continue;
        if (!code)
            break;
        if (!*plain) {
            if (++word == count || words[word].comma)
                return 0;
            plain = words[word].plain;
        }
        unsigned letter = plain_letter(code);
        if ((unsigned char)*plain != letter && !(gender_free && at == end && letter == 'o' && *plain == 'a'))
            return 0;
        plain++;
    }
    if (gender_free && (text_is(plain, "o") || text_is(plain, "a")))
        plain++; /* tercer, tercero, tercera */
    return *plain ? 0 : (int)word + 1;
}

struct ordinals {
    struct {
        const char *text;
        int number;
        bool gender_free;
    } forms[99 * 3 + 3];
    size_t count;
};

static void form_add(struct ordinals *ordinals, const char *text, int number, bool gender_free)
{
    ordinals->forms[ordinals->count].text = text;
    ordinals->forms[ordinals->count].number = number;
    ordinals->forms[ordinals->count++].gender_free = gender_free;
}

const struct ordinals *ordinals_make(struct arena *arena)
{
    struct ordinals *ordinals = NEW(arena, struct ordinals);
    for (int n = 1; n < 100; n++) {
        form_add(ordinals, english(arena, n), n, false);
        form_add(ordinals, french(arena, n), n, false);
        form_add(ordinals, spanish(arena, n), n, true);
    }
    form_add(ordinals, "premier", 1, false);
    form_add(ordinals, "second", 2, false);
    form_add(ordinals, "seconde", 2, false);
    return ordinals;
}

int ordinal_read(int *number, const struct ordinals *ordinals, const struct text_word *words, size_t count)
{
    int best = 0;
    if (!count)
        return 0;
    if ((*number = figure(words[0].plain)) > 0)
        return 1;
    const char *roman = words[0].from;
    if ((*number = roman_read(&roman)) > 0 && roman == words[0].to)
        return 1;
    for (size_t i = 0; i < ordinals->count; i++) {
        if (ordinals->forms[i].text[0] != words[0].plain[0] && (unsigned char)ordinals->forms[i].text[0] < 128)
            continue;
        int took = matches(ordinals->forms[i].text, words, count, ordinals->forms[i].gender_free);
        if (took > best) {
            best = took;
            *number = ordinals->forms[i].number;
        }
    }
    return best;
}

int cardinal_read(int *number, const struct text_word *words, size_t count)
{
    if (!count)
        return 0;
    if ((*number = figure(words[0].plain)) > 0)
        return 1;
    for (int n = 1; n < 20; n++)
        if (text_is(words[0].plain, en_cardinals[n])) {
            *number = n;
            return 1;
        }
    for (int tens = 2; tens < 10; tens++)
        if (text_is(words[0].plain, en_tens[tens])) {
            *number = 10 * tens;
            for (int n = 1; count > 1 && n < 10; n++)
                if (text_is(words[1].plain, en_cardinals[n])) {
                    *number += n;
                    return 2;
                }
            return 1;
        }
    return 0;
}
