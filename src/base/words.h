/*
 * The words people read, in six languages.
 *
 * They stand in *.words files beside what uses them, each key with its six languages; tools/words compiles them
 * into one sorted table and refuses a key that lacks a language or has the wrong number of plural forms.
 *
 *     late.days
 *       en late by {n} day | late by {n} days
 *       fr ...
 *
 * Forms between bars are plural forms, chosen by the argument n: en, es, fr two (one, other), ru three (one, few,
 * many), ar six (zero, one, two, few, many, other), zh one. A `|` that is meant is written `\|`, a backslash `\\`, a
 * new line `\n`. {name} stands for an argument; all languages name the same ones. A line that starts with # is a
 * remark.
 */
#pragma once
#include "base/buffer.h"
#include "base/date.h"

enum lang { LANG_AR, LANG_EN, LANG_ES, LANG_FR, LANG_RU, LANG_ZH, LANGS };

extern const char *const lang_codes[LANGS]; /* "ar", "en", ... */
extern const char *const lang_names[LANGS]; /* each in its own script */
extern const enum lang
    lang_instead[LANGS]; /* which to show where a text is not there in the language asked for, best first */

bool lang_parse(enum lang *out, const char *code);
bool lang_rtl(enum lang lang);
const char *lang_comma(enum lang lang); /* between things that are listed, with its space */

/* The text of a key (its first form when it has several); the key itself when there is none, which a test forbids. */
const char *word(enum lang lang, const char *key);

/* NULL when there is none: for keys built from names of data, `word_of(lang, "value", "field", "party")`. */
const char *word_find(enum lang lang, const char *key);

/*
 * The most particular text there is for a name inside a thing: "KIND.THING.NAME", else "KIND.NAME", else NAME as it
 * stands. word_of(lang, "field", "state", "name") tries field.state.name, then field.name.
 */
const char *word_of(enum lang lang, const char *kind, const char *thing, const char *name);

/* Index of the plural form for n. */
unsigned plural_form(enum lang lang, int64_t n);

/*
 * A text with its {arguments} filled in. Values are text; a number goes in as number_text writes it, and the one
 * called "n" chooses the plural form. Where a value's direction may differ from the sentence's, it is isolated
 * (U+2068 .. U+2069), in Arabic always.
 */
struct word_arg {
    const char *name, *text;
    int64_t number; /* used when text is NULL */
};
void say(struct buffer *out, enum lang lang, const char *key, const struct word_arg *args, size_t count);
char *say_text(struct arena *arena, enum lang lang, const char *key, const struct word_arg *args, size_t count);

/* SAY(arena, lang, "late.days", {"n", NULL, 12}) */
#define SAY(arena, lang, key, ...)                                                                                     \
    say_text(arena, lang, key, (const struct word_arg[]){__VA_ARGS__},                                                 \
        sizeof((const struct word_arg[]){__VA_ARGS__}) / sizeof(struct word_arg))

/*
 * 1234567 -> "1,234,567", "1 234 567", "1.234.567"... as the UN writes it in that language, digits 0-9; UNKNOWN in
 * words.
 */
char *number_text(struct arena *arena, enum lang lang, int64_t number);

/* 2014-06-12 -> "12 June 2014", "12 juin 2014", "2014年6月12日"; partial dates as far as they go; "" for unknown. */
char *date_words(struct arena *arena, enum lang lang, struct date date);

/* "2014-06-12T09:12:00.123456Z" -> "12 June 2014, 09:12 UTC"; text that is no moment as it stands, NULL stays NULL. */
const char *moment_words(struct arena *arena, enum lang lang, const char *moment);

/*
 * The compiled table, in the order of its keys, and where in it a key stands: word_slots holds places from 1 on, beginning at the key's
 * hash; 0 ends the search. Made by tools/words.
 */
struct word_entry {
    const char *key;
    const char *text[LANGS]; /* of a plural all forms, each ended by its NUL */
    bool plural;
};
extern const struct word_entry word_table[];
extern const size_t word_count;
extern const uint16_t word_slots[];
extern const size_t word_slot_count; /* a power of two, at least twice word_count */

static inline size_t word_hash(const char *key)
{
    uint32_t hash = 2166136261u;
    for (; *key; key++)
        hash = (hash ^ (unsigned char)*key) * 16777619u;
    return hash ^ hash >> 15;
}

const struct word_entry *word_entry_find(const char *key); /* NULL when there is none */
