/* Words: plural forms, arguments and their direction, numbers and dates as the United Nations
 * writes them. */
#include "base/words.h"
#include "test/test.h"

#define FSI "\u2068"
#define PDI "\u2069"
#define FIX "\u00a0"

static struct arena *arena(void)
{
    return test_call.arena;
}

TEST(table_is_sorted_and_whole)
{
    REQUIRE(word_count > 20);
    for (size_t i = 0; i < word_count; i++) {
        CHECK(i == 0 || strcmp(word_table[i - 1].key, word_table[i].key) < 0);
        for (int lang = 0; lang < LANGS; lang++)
            CHECK(!text_empty(word_table[i].text[lang]));
        CHECK(word_find(LANG_EN, word_table[i].key) == word_table[i].text[LANG_EN]);
    }
}

TEST(every_kind_of_error_has_words)
{
    for (enum err err = ERR_INVALID; err <= ERR_SYSTEM; err++)
        CHECK(word_find(LANG_RU, arena_format(arena(), "fault.%s", err_name(err))) != NULL);
}

TEST(words_are_found)
{
    CHECK_TEXT(word(LANG_FR, "yes"), "oui");
    CHECK_TEXT(word(LANG_AR, "yes"), "نعم");
    CHECK_TEXT(word(LANG_EN, "no.such.key"), "no.such.key");
    CHECK(word_find(LANG_EN, "no.such.key") == NULL);
    CHECK_TEXT(word_of(LANG_ES, "lang", NULL, "fr"), "francés");
    CHECK_TEXT(word_of(LANG_ES, "lang", "state", "fr"), "francés"); /* nothing more particular is there */
    CHECK_TEXT(word_of(LANG_ES, "month", "day", "1"), "enero");
    CHECK_TEXT(word_of(LANG_ES, "lang", "state", "tlh"), "tlh");
    enum lang lang = LANG_EN;
    CHECK(lang_parse(&lang, "zh") && lang == LANG_ZH);
    CHECK(!lang_parse(&lang, "de") && !lang_parse(&lang, "") && lang == LANG_ZH);
    CHECK(lang_rtl(LANG_AR) && !lang_rtl(LANG_RU));
}

TEST(plural_forms_of_the_six_languages)
{
    static const struct {
        int64_t n;
        unsigned ar, en, es, fr, ru, zh;
    } cases[] = {
        {0, 0, 1, 1, 0, 2, 0},
        {1, 1, 0, 0, 0, 0, 0},
        {2, 2, 1, 1, 1, 1, 0},
        {3, 3, 1, 1, 1, 1, 0},
        {5, 3, 1, 1, 1, 2, 0},
        {10, 3, 1, 1, 1, 2, 0},
        {11, 4, 1, 1, 1, 2, 0},
        {14, 4, 1, 1, 1, 2, 0},
        {21, 4, 1, 1, 1, 0, 0},
        {22, 4, 1, 1, 1, 1, 0},
        {99, 4, 1, 1, 1, 2, 0},
        {100, 5, 1, 1, 1, 2, 0},
        {101, 5, 1, 1, 1, 0, 0},
        {102, 5, 1, 1, 1, 1, 0},
        {103, 3, 1, 1, 1, 1, 0},
        {111, 4, 1, 1, 1, 2, 0},
        {112, 4, 1, 1, 1, 2, 0},
        {1001, 5, 1, 1, 1, 0, 0},
        {-1, 1, 0, 0, 0, 0, 0},
        {-12, 4, 1, 1, 1, 2, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        CHECK_NUMBER(plural_form(LANG_AR, cases[i].n), cases[i].ar);
        CHECK_NUMBER(plural_form(LANG_EN, cases[i].n), cases[i].en);
        CHECK_NUMBER(plural_form(LANG_ES, cases[i].n), cases[i].es);
        CHECK_NUMBER(plural_form(LANG_FR, cases[i].n), cases[i].fr);
        CHECK_NUMBER(plural_form(LANG_RU, cases[i].n), cases[i].ru);
        CHECK_NUMBER(plural_form(LANG_ZH, cases[i].n), cases[i].zh);
    }
}

TEST(the_number_chooses_the_form)
{
    CHECK_TEXT(SAY(arena(), LANG_EN, "days", {"n", NULL, 1}), "1 day");
    CHECK_TEXT(SAY(arena(), LANG_EN, "days", {"n", NULL, 1234}), "1,234 days");
    CHECK_TEXT(SAY(arena(), LANG_RU, "days", {"n", NULL, 22}), "22 дня");
    CHECK_TEXT(SAY(arena(), LANG_RU, "days", {"n", NULL, 25}), "25 дней");
    CHECK_TEXT(SAY(arena(), LANG_FR, "days", {"n", NULL, 0}), "0 jour");
    CHECK_TEXT(SAY(arena(), LANG_ZH, "days", {"n", NULL, 3}), "3天");
    CHECK_TEXT(SAY(arena(), LANG_AR, "days", {"n", NULL, 2}), "يومان");
    CHECK_TEXT(SAY(arena(), LANG_AR, "days", {"n", NULL, 7}), FSI "7" PDI " أيام");
    CHECK_TEXT(SAY(arena(), LANG_AR, "days", {"n", NULL, 103}), FSI "103" PDI " أيام");
}

TEST(values_keep_their_own_direction)
{
    CHECK_TEXT(SAY(arena(), LANG_EN, "fault.not_found", {"value", "A/RES/64/177", 0}), "A/RES/64/177 is not there");
    CHECK_TEXT(SAY(arena(), LANG_EN, "fault.not_found", {"value", "الأردن", 0}), FSI "الأردن" PDI " is not there");
    CHECK_TEXT(
        SAY(arena(), LANG_AR, "fault.not_found", {"value", "A/RES/64/177", 0}), "لم يُعثر على " FSI "A/RES/64/177" PDI);
    /* a value cannot close the isolate around it, nor leave one open, nor turn the rest of the
     * sentence */
    CHECK_TEXT(SAY(arena(), LANG_EN, "fault.not_found", {"value", "a" PDI "b", 0}), FSI "ab" PDI " is not there");
    CHECK_TEXT(
        SAY(arena(), LANG_EN, "fault.not_found", {"value", "a" FSI "b", 0}), FSI "a" FSI "b" PDI PDI " is not there");
    CHECK_TEXT(SAY(arena(), LANG_EN, "fault.not_found", {"value", "a\u202eb", 0}), FSI "a\u202eb" PDI " is not there");
    /* a missing argument shows its name; a value is never read as a pattern */
    CHECK_TEXT(SAY(arena(), LANG_EN, "fault.not_found", {"other", "x", 0}), "{value} is not there");
    CHECK_TEXT(SAY(arena(), LANG_EN, "fault.not_found", {"value", "{value}", 0}), "{value} is not there");
}

TEST(numbers_are_grouped)
{
    CHECK_TEXT(number_text(arena(), LANG_EN, 0), "0");
    CHECK_TEXT(number_text(arena(), LANG_EN, 999), "999");
    CHECK_TEXT(number_text(arena(), LANG_EN, 1234567), "1,234,567");
    CHECK_TEXT(number_text(arena(), LANG_ES, 1234567), "1.234.567");
    CHECK_TEXT(number_text(arena(), LANG_FR, 1234567), "1" FIX "234" FIX "567");
    CHECK_TEXT(number_text(arena(), LANG_RU, 12345), "12" FIX "345");
    CHECK_TEXT(number_text(arena(), LANG_AR, -1234),
        "\u2212"
        "1" FIX "234");
    CHECK_TEXT(number_text(arena(), LANG_EN, INT64_MAX), "9,223,372,036,854,775,807");
    CHECK_TEXT(number_text(arena(), LANG_FR, -INT64_MAX),
        "\u2212"
        "9" FIX "223" FIX "372" FIX "036" FIX "854" FIX "775" FIX "807");
    CHECK_TEXT(number_text(arena(), LANG_EN, UNKNOWN), "unknown");
}

TEST(dates_in_six_languages)
{
    static const struct {
        enum lang lang;
        int year, month, day;
        const char *words;
    } cases[] = {
        {LANG_EN, 2014, 6, 12, "12 June 2014"},
        {LANG_EN, 2014, 6, 0, "June 2014"},
        {LANG_EN, 2014, 0, 0, "2014"},
        {LANG_FR, 2014, 6, 1, "1er juin 2014"},
        {LANG_FR, 2014, 6, 12, "12 juin 2014"},
        {LANG_FR, 2014, 8, 0, "août 2014"},
        {LANG_ES, 2014, 6, 12, "12 de junio de 2014"},
        {LANG_ES, 2014, 6, 0, "junio de 2014"},
        {LANG_RU, 2014, 6, 12, "12 июня 2014 года"},
        {LANG_RU, 2014, 6, 0, "июнь 2014 года"},
        {LANG_RU, 2014, 3, 1, "1 марта 2014 года"},
        {LANG_AR, 2014, 6, 12, "12 حزيران/يونيه 2014"},
        {LANG_AR, 2014, 12, 0, "كانون الأول/ديسمبر 2014"},
        {LANG_ZH, 2014, 6, 12, "2014年6月12日"},
        {LANG_ZH, 2014, 6, 0, "2014年6月"},
        {LANG_ZH, 2014, 0, 0, "2014年"},
        {LANG_RU, 0, 0, 0, ""},
        {LANG_EN, 2023, 2, 29, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        CHECK_TEXT(
            date_words(arena(), cases[i].lang, date_of(cases[i].year, cases[i].month, cases[i].day)), cases[i].words);
}

/* date_words has room for 80 bytes. */
TEST(months_are_short_enough)
{
    for (enum lang lang = 0; lang < LANGS; lang++)
        for (int month = 1; month <= 12; month++) {
            CHECK(strlen(date_words(arena(), lang, date_of(9999, month, 28))) < 70);
            CHECK(strlen(word(lang, arena_format(arena(), "month.%d", month))) < 50);
        }
}

TEST(a_fault_is_a_sentence)
{
    enum err err = fail_want(&test_call, ERR_INVALID, "not_a_choice", "colour", "blue", "red, green");
    CHECK(err == ERR_INVALID);
    CHECK_TEXT(fault_text(&test_call, test_call.faults), "colour: \"blue\" is not one of red, green");
    test_call.lang = LANG_FR;
    CHECK_TEXT(fault_text(&test_call, test_call.faults),
        "colour : « blue » ne figure pas parmi les valeurs admises : red, green");
    call_clear(&test_call);
}

int main(void)
{
    RUN(table_is_sorted_and_whole);
    RUN(every_kind_of_error_has_words);
    RUN(words_are_found);
    RUN(plural_forms_of_the_six_languages);
    RUN(the_number_chooses_the_form);
    RUN(values_keep_their_own_direction);
    RUN(numbers_are_grouped);
    RUN(dates_in_six_languages);
    RUN(months_are_short_enough);
    RUN(a_fault_is_a_sentence);
    return test_end();
}
