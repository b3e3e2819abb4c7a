/*
 * Looks words up in the compiled table, chooses plural forms, fills in arguments.
 * In: keys and values. Out: text in a buffer or an arena. The plural rules are those of the Unicode
 * CLDR for whole numbers; numbers and dates are written as United Nations documents write them in
 * each language.
 */
#include "base/words.h"
#include "base/text.h"
#include <pthread.h>
#include <string.h>

#define ISOLATE     "\u2068" /* first strong isolate: the value decides its own direction */
#define ISOLATE_END "\u2069"
#define FIXED_SPACE "\u00a0"
#define MINUS       "\u2212"

const char *const lang_codes[LANGS] = {"ar", "en", "es", "fr", "ru", "zh"};
const enum lang lang_instead[LANGS] = {LANG_EN, LANG_FR, LANG_ES, LANG_RU, LANG_AR, LANG_ZH};
const char *const lang_names[LANGS] = {"العربية", "English", "Español", "Français", "Русский", "中文"};

bool lang_parse(enum lang *out, const char *code)
{
    for (int i = 0; i < LANGS; i++)
        if (text_is(code, lang_codes[i])) {
            *out = (enum lang)i;
            return true;
        }
    return false;
}

const char *lang_comma(enum lang lang)
{
    return lang == LANG_AR ? "، " : lang == LANG_ZH ? "、" : ", ";
}

bool lang_rtl(enum lang lang)
{
    return lang == LANG_AR;
}

const struct word_entry *word_entry_find(const char *key)
{
    size_t at = word_hash(key) & (word_slot_count - 1);
    for (; word_slots[at]; at = (at + 1) & (word_slot_count - 1)) {
        const struct word_entry *entry = &word_table[word_slots[at] - 1];
        if (strcmp(key, entry->key) == 0)
            return entry;
    }
    return NULL;
}

const char *word_find(enum lang lang, const char *key)
{
    const struct word_entry *entry = word_entry_find(key);
    return entry ? entry->text[lang] : NULL;
}

const char *word(enum lang lang, const char *key)
{
    return text_or(word_find(lang, key), key);
}

/* Puts a key together; false when it is too long to be one. */
static bool join(char *key, size_t room, const char *const *parts, size_t count)
{
    size_t size = 0;
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(parts[i]);
        if (length + 1 > room - size)
            return false;
        memcpy(key + size, parts[i], length);
        size += length;
        key[size++] = i + 1 < count ? '.' : 0;
    }
    return true;
}

const char *word_of(enum lang lang, const char *kind, const char *thing, const char *name)
{
    char key[200];
    const char *found = NULL;
    if (thing && join(key, sizeof key, (const char *const[]){kind, thing, name}, 3))
        found = word_find(lang, key);
    if (!found && join(key, sizeof key, (const char *const[]){kind, name}, 2))
        found = word_find(lang, key);
    return text_or(found, name);
}

static unsigned plural_arabic(uint64_t n)
{
    uint64_t tail = n % 100;
    return n < 3 ? (unsigned)n : tail >= 3 && tail <= 10 ? 3 : tail >= 11 ? 4 : 5;
}

static unsigned plural_russian(uint64_t n)
{
    uint64_t last = n % 10, tail = n % 100;
    if (last == 1 && tail != 11)
        return 0;
    return last >= 2 && last <= 4 && (tail < 12 || tail > 14) ? 1 : 2;
}

unsigned plural_form(enum lang lang, int64_t number)
{
    uint64_t n = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    switch (lang) {
    case LANG_AR: return plural_arabic(n);
    case LANG_FR: return n > 1;
    case LANG_RU: return plural_russian(n);
    case LANG_ZH: return 0;
    default: return n != 1;
    }
}

static bool is_bidi_control(uint32_t c)
{
    return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

/* Letters of the scripts that run from right to left. */
static bool is_rtl_letter(uint32_t c)
{
    return (c >= 0x0590 && c <= 0x08FF) || (c >= 0xFB1D && c <= 0xFDFF) || (c >= 0xFE70 && c <= 0xFEFC) ||
        (c >= 0x10800 && c <= 0x10FFF) || (c >= 0x1E800 && c <= 0x1EFFF);
}

static bool needs_isolation(enum lang lang, const char *text, const char *end)
{
    if (lang_rtl(lang))
        return text < end;
    while (text < end) {
        uint32_t c = utf8_next(&text, end);
        if (is_bidi_control(c) || is_rtl_letter(c))
            return true;
    }
    return false;
}

/* The value with as many isolates closed as it opens, so that it cannot turn the sentence around
 * it. */
static void add_isolated(struct buffer *out, const char *text, const char *end)
{
    size_t open = 0;
    buffer_text(out, ISOLATE);
    while (text < end) {
        const char *from = text;
        uint32_t c = utf8_next(&text, end);
        if (c >= 0x2066 && c <= 0x2068)
            open++;
        if (c == 0x2069 && open-- == 0) {
            open = 0;
            continue;
        }
        buffer_add(out, from, (size_t)(text - from));
    }
    for (; open > 0; open--)
        buffer_text(out, ISOLATE_END);
    buffer_text(out, ISOLATE_END);
}

static void add_value(struct buffer *out, enum lang lang, const struct word_arg *arg)
{
    const char *text = arg->text ? arg->text : number_text(out->arena, lang, arg->number);
    const char *end = text + strlen(text);
    if (needs_isolation(lang, text, end))
        add_isolated(out, text, end);
    else
        buffer_add(out, text, (size_t)(end - text));
}

static const struct word_arg *arg_find(const struct word_arg *args, size_t count, const char *name, size_t size)
{
    for (size_t i = 0; i < count; i++)
        if (strlen(args[i].name) == size && memcmp(args[i].name, name, size) == 0)
            return &args[i];
    return NULL;
}

void say(struct buffer *out, enum lang lang, const char *key, const struct word_arg *args, size_t count)
{
    const struct word_entry *entry = word_entry_find(key);
    const char *at = entry ? entry->text[lang] : key;
    const struct word_arg *n = arg_find(args, count, "n", 1);
    if (entry && entry->plural && n)
        for (unsigned form = plural_form(lang, n->number); form > 0; form--)
            at += strlen(at) + 1;
    while (*at) {
        size_t plain = strcspn(at, "{");
        buffer_add(out, at, plain);
        at += plain;
        size_t name = *at ? strcspn(at, "}") : 0;
        if (name == 0)
            break;
        const struct word_arg *arg = arg_find(args, count, at + 1, name - 1);
        if (arg)
            add_value(out, lang, arg);
        else
            buffer_add(out, at, name + (at[name] == '}'));
        at += name + (at[name] == '}');
    }
}

enum { LONGEST_SENTENCE = 64 << 10 };

char *say_text(struct arena *arena, enum lang lang, const char *key, const struct word_arg *args, size_t count)
{
    struct buffer *out = buffer_new(arena, LONGEST_SENTENCE);
    say(out, lang, key, args, count);
    return arena_copy(arena, out->at, out->size);
}

/* Editorial practice: English a comma, Spanish a point, the others a space that does not break. */
static const char *const group_mark[LANGS] = {FIXED_SPACE, ",", ".", FIXED_SPACE, FIXED_SPACE, FIXED_SPACE};

char *number_text(struct arena *arena, enum lang lang, int64_t number)
{
    if (number == UNKNOWN)
        return arena_text(arena, word(lang, "unknown"));
    char digits[20];
    size_t count = 0;
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    do
        digits[count++] = (char)('0' + rest % 10);
    while (rest /= 10);
    char *text = arena_alloc(arena, 64), *to = text;
    if (number < 0)
        to = stpcpy(to, MINUS);
    while (count > 0) {
        *to++ = digits[--count];
        if (count > 0 && count % 3 == 0)
            to = stpcpy(to, group_mark[lang]);
    }
    return text;
}

static const struct word_entry *months[2][13]; /* alone; after a day */

static void find_months(void)
{
    static const char *const keys[2][13] = {
        {"", "month.1", "month.2", "month.3", "month.4", "month.5", "month.6", "month.7", "month.8", "month.9",
            "month.10", "month.11", "month.12"},
        {"", "month.day.1", "month.day.2", "month.day.3", "month.day.4", "month.day.5", "month.day.6", "month.day.7",
            "month.day.8", "month.day.9", "month.day.10", "month.day.11", "month.day.12"},
    };
    for (int after_day = 0; after_day < 2; after_day++)
        for (int month = 1; month <= 12; month++)
            months[after_day][month] = word_entry_find(keys[after_day][month]);
}

/* The name of a month; in Russian a day takes the genitive, in Arabic both names stand together. */
static const char *month_name(enum lang lang, struct date date)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, find_months); /* lists are full of dates */
    const struct word_entry *entry = months[date.day > 0][date.month];
    return entry ? entry->text[lang] : "";
}

static char *add_number(char *to, int number)
{
    char digits[8];
    int count = 0;
    do
        digits[count++] = (char)('0' + number % 10);
    while (number /= 10);
    while (count > 0)
        *to++ = digits[--count];
    return to;
}

static void date_chinese(char *to, struct date date)
{
    to = stpcpy(add_number(to, date.year), "年");
    if (date.month)
        to = stpcpy(add_number(to, date.month), "月");
    if (date.day)
        stpcpy(add_number(to, date.day), "日");
}

static void date_european(char *to, enum lang lang, struct date date)
{
    const char *of = lang == LANG_ES ? "de " : "";
    if (date.day) {
        to = stpcpy(add_number(to, date.day), lang == LANG_FR && date.day == 1 ? "er " : " ");
        to = stpcpy(to, of);
    }
    if (date.month) {
        to = stpcpy(stpcpy(to, month_name(lang, date)), " ");
        to = stpcpy(to, of);
    }
    to = add_number(to, date.year);
    *(date.month && lang == LANG_RU ? stpcpy(to, " года") : to) = 0;
}

char *date_words(struct arena *arena, enum lang lang, struct date date)
{
    enum { LONGEST = 80 }; /* the longest month, 39 bytes, and what stands around it */
    char *text = arena_alloc(arena, LONGEST);
    if (!date_exists(date))
        return text;
    if (lang == LANG_ZH)
        date_chinese(text, date);
    else
        date_european(text, lang, date);
    return text;
}

const char *moment_words(struct arena *arena, enum lang lang, const char *moment)
{
    int64_t at;
    if (!moment || !moment_parse(&at, moment))
        return moment;
    const char *day = date_words(arena, lang, date_of_moment(at));
    return arena_format(arena, "%s%s%.5s UTC", day, lang == LANG_AR ? "، " : lang == LANG_ZH ? " " : ", ", moment + 11);
}
