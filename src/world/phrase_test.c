/*
 * Phrases of resolutions: cases of our own (phrase_cases.csv), and the gold file that stands beside the repository on the
 * machines where the program is developed; where it is not there the case is skipped and says so.
 */
#include "world/phrase.h"
#include "world/ordinal.h"
#include "test/table.h"

enum { SHOWN = 3 };

static struct calendar shipped_calendar(void)
{
    struct calendar calendar;
    calendar.rows = (const struct organ_session *const *)facts_read(
        "data/organ_session.csv", &organ_session_record, &calendar.count);
    return calendar;
}

static const char *known_organ(const char *name)
{
    static const char *const organs[][2] = {{"General Assembly", "GA"}, {"GA", "GA"}, {"CCPCJ", "CCPCJ"},
        {"CND", "CND"}, {"ECOSOC", "ECOSOC"}, {"HRC", "HRC"}, {"CHR", "CHR"}, {"Security Council", "SC"}, {"SC", "SC"}};
    for (size_t i = 0; i < sizeof organs / sizeof *organs; i++)
        if (text_is(name, organs[i][0]))
            return organs[i][1];
    return NULL;
}

static void read_case(struct phrase_reading *out, const struct table *cases, size_t i, const struct calendar *calendar)
{
    const char *symbol = table_cell(cases, i, "symbol");
    struct phrase_asked asked = {
        .text = table_cell(cases, i, "pattern"),
        .recipient = known_organ(table_cell(cases, i, "recipient")),
        .adopter = known_organ(table_cell(cases, i, "organ")),
        .symbol = *symbol ? symbol : NULL,
        .adopted = table_date(cases, i, "adopted"),
        .show = SHOWN,
        .calendar = calendar,
    };
    phrase_read(out, test_call.arena, &asked);
}

/* "CCPCJ 19; CCPCJ 20", "ECOSOC 1992 resumed organizational", "GA 15 resumed" */
static const char *sessions_text(const struct phrase_reading *reading)
{
    const char *const *parts = organ_session_record.fields[field_named(&organ_session_record, "part")].choices;
    struct buffer *text = buffer_new(test_call.arena, 4096);
    for (size_t i = 0; i < reading->count; i++) {
        const struct due *due = &reading->dues[i];
        if (due->kind != DUE_SESSION || !due->binds)
            continue;
        buffer_format(text, "%s%s %d", text->size ? "; " : "", due->organ, due->session);
        bool itself = due->part <= ORGAN_SESSION_PART_EMERGENCY && due->part != ORGAN_SESSION_PART_ANNUAL;
        for (const char *at = itself ? "" : parts[due->part - 1]; *at; at++)
            buffer_format(text, "%s%c", at == parts[due->part - 1] ? " " : "", *at == '_' ? ' ' : *at);
    }
    return text->size ? text->at : "";
}

static const char *days_text(const struct phrase_reading *reading, bool from)
{
    struct buffer *text = buffer_new(test_call.arena, 4096);
    for (size_t i = 0; i < reading->count; i++) {
        char day[DATE_TEXT];
        date_text(day, from ? reading->dues[i].from : reading->dues[i].to);
        buffer_format(text, "%s%s", text->size && *day ? "; " : "", day);
    }
    return text->size ? text->at : "";
}

static const char *worst_mark(const struct phrase_reading *reading)
{
    enum mark mark = MARK_NONE;
    for (size_t i = 0; i < reading->count; i++)
        mark = mark_worse(mark, reading->dues[i].mark);
    return mark_name(mark);
}

/* The gold file counts a mandate of months to the day before or the same day: what runs out must lie between them. */
static void check_days(const struct table *cases, size_t i, const struct phrase_reading *reading)
{
    if (reading->count == 1 && reading->dues[0].kind == DUE_EXPIRY) {
        struct date from = table_date(cases, i, "expected_from"), to = table_date(cases, i, "expected_to");
        if (date_compare(reading->dues[0].to, from) < 0 || date_compare(reading->dues[0].to, to) > 0)
            test_fail(cases->path, cases->lines[i + 1], "runs out on %s", days_text(reading, false));
        return;
    }
    CASE_TEXT(cases, i, "expected_from", days_text(reading, true));
    CASE_TEXT(cases, i, "expected_to", days_text(reading, false));
}

static void check_file(const struct table *cases)
{
    struct calendar calendar = shipped_calendar();
    for (size_t i = 0; i < cases->rows; i++) {
        struct phrase_reading reading;
        read_case(&reading, cases, i, &calendar);
        CASE_TEXT(cases, i, "expected_sessions", sessions_text(&reading));
        check_days(cases, i, &reading);
        CASE_NUMBER(cases, i, "duties", phrase_duties(&reading));
        CASE_TEXT(cases, i, "recurring", reading.recurring ? "yes" : "no");
        if (*table_cell(cases, i, "expected_from"))
            CASE_TEXT(cases, i, "dates_status", worst_mark(&reading));
    }
}

TEST(phrases_are_read_as_the_cases_say)
{
    const struct table *cases = table_read("src/world/phrase_cases.csv", false);
    check_file(cases);
    struct calendar calendar = shipped_calendar();
    for (size_t i = 0; i < cases->rows; i++) {
        struct phrase_reading reading;
        read_case(&reading, cases, i, &calendar);
        CASE_TEXT(cases, i, "rule", reading.count ? reading.dues[0].rule : "");
        CASE_TEXT(cases, i, "stop",
            reading.count && reading.dues[0].stop_organ
                ? arena_format(test_call.arena, "%s %d", reading.dues[0].stop_organ, reading.dues[0].stop_session)
                : "");
    }
}

static const struct table *gold;

TEST(phrases_are_read_as_the_gold_file_says)
{
    gold = table_read("../shared/data/report_duties_gold.csv", true);
    if (gold)
        check_file(gold);
}

TEST(ordinals_are_read_as_they_are_written)
{
    const struct ordinals *ordinals = ordinals_make(test_call.arena);
    static const enum lang read[] = {LANG_EN, LANG_FR, LANG_ES};
    for (size_t l = 0; l < sizeof read / sizeof *read; l++)
        for (int n = 1; n < 100; n++) {
            struct text_word *words;
            const char *text = session_words(test_call.arena, read[l], n);
            size_t count = words_cut(&words, test_call.arena, text);
            int number = 0, taken = ordinal_read(&number, ordinals, words, count);
            size_t rest = read[l] == LANG_ES ? 3 : 1; /* "período de sesiones", "session" */
            if (number != n || (size_t)taken + rest != count)
                test_fail(__FILE__, __LINE__, "\"%s\" is read as %d in %d words", text, number, taken);
        }
}

TEST(sessions_are_named_in_six_languages)
{
    CHECK_TEXT(session_words(test_call.arena, LANG_EN, 66), "sixty-sixth session");
    CHECK_TEXT(session_words(test_call.arena, LANG_FR, 71), "soixante et onzième session");
    CHECK_TEXT(session_words(test_call.arena, LANG_FR, 80), "quatre-vingtième session");
    CHECK_TEXT(session_words(test_call.arena, LANG_ES, 63), "sexagésimo tercer período de sesiones");
    CHECK_TEXT(session_words(test_call.arena, LANG_RU, 66), "шестьдесят шестая сессия");
    CHECK_TEXT(session_words(test_call.arena, LANG_AR, 66), "الدورة السادسة والستون");
    CHECK_TEXT(session_words(test_call.arena, LANG_ZH, 66), "第六十六届会议");
    CHECK_TEXT(session_words(test_call.arena, LANG_ZH, 12), "第十二届会议");
    CHECK_TEXT(session_words(test_call.arena, LANG_EN, 101), "session 101");
}

/* Whatever a text is cut to, and whichever bytes it holds: an answer, and nothing read beyond its end. */
TEST(broken_texts_are_read_as_far_as_they_go)
{
    const struct table *cases = table_read("src/world/phrase_cases.csv", false);
    struct calendar calendar = shipped_calendar();
    size_t read = 0;
    for (size_t i = 0; i < cases->rows; i++) {
        const char *text = table_cell(cases, i, "pattern");
        for (size_t size = 0; size < strlen(text); size += 3) {
            char *part = arena_copy(test_call.arena, text, size);
            struct phrase_asked asked = {.text = part, .adopter = "GA", .show = SHOWN, .calendar = &calendar};
            struct phrase_reading reading;
            phrase_read(&reading, test_call.arena, &asked);
            if (size > 4)
                part[size / 2] = (char)0xE2;
            phrase_read(&reading, test_call.arena, &asked);
            read++;
        }
    }
    CHECK(read > 300);
    struct phrase_reading reading;
    struct phrase_asked asked = {.text = "", .show = SHOWN, .calendar = &calendar};
    phrase_read(&reading, test_call.arena, &asked);
    CHECK_NUMBER(reading.count, 0);
}

int main(void)
{
    RUN(phrases_are_read_as_the_cases_say);
    RUN(phrases_are_read_as_the_gold_file_says);
    if (!gold)
        test_skip("the gold file", "../shared/data/report_duties_gold.csv is not on this machine");
    RUN(ordinals_are_read_as_they_are_written);
    RUN(sessions_are_named_in_six_languages);
    RUN(broken_texts_are_read_as_far_as_they_go);
    return test_end();
}
