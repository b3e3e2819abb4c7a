/* Search tokens and sort keys, held to the examples of fold_cases.txt. */
#include "base/fold.h"
#include "test/test.h"

static FILE *cases;
static int line_number;

static void open_cases(void)
{
    const char *slash = strrchr(__FILE__, '/');
    cases = fopen(arena_format(test_call.arena, "%.*s/fold_cases.txt", slash ? (int)(slash - __FILE__) : 1,
                      slash ? __FILE__ : "."),
        "r");
    line_number = 0;
}

/* The next line without its end; NULL at the end of the file. */
static char *next_line(void)
{
    static char line[1024];
    if (!fgets(line, sizeof line, cases))
        return NULL;
    line[strcspn(line, "\n")] = 0;
    line_number++;
    return arena_text(test_call.arena, line);
}

static char *tokens(const char *text)
{
    struct buffer *out = buffer_new(test_call.arena, 1 << 20);
    fold_tokens(out, text, strlen(text));
    return out->at;
}

struct marks {
    struct buffer *out;
    const char *text;
};

static void add_mark(const char *token, size_t size, size_t from, size_t to, void *arg)
{
    struct marks *marks = arg;
    buffer_format(marks->out, "%s%.*s[%.*s]", marks->out->size ? " " : "", (int)size, token, (int)(to - from),
        marks->text + from);
}

static char *marks(const char *text)
{
    struct marks marks = {buffer_new(test_call.arena, 1 << 20), text};
    fold_walk(test_call.arena, text, strlen(text), add_mark, &marks);
    return marks.out->at;
}

static void expect(const char *got, const char *want)
{
    if (!text_is(got, want))
        test_fail("fold_cases.txt", line_number, "\"%s\", not \"%s\"", got, want);
}

static int check_order(const char *code)
{
    enum lang lang = LANG_EN;
    REQUIRE(lang_parse(&lang, code));
    char *before = NULL, *name;
    int names = 0;
    while ((name = next_line()) && *name) {
        char *key = fold_sort_key(test_call.arena, (int)lang, name);
        if (before && strcmp(before, key) >= 0)
            test_fail("fold_cases.txt", line_number, "\"%s\" stands too late", name);
        before = key;
        names++;
    }
    return names;
}

TEST(cases_of_the_file)
{
    int done = 0;
    open_cases();
    REQUIRE(cases != NULL);
    for (char *line; (line = next_line());) {
        if (*line == '#' || !*line)
            continue;
        char *text = strchr(line, ' ');
        REQUIRE(text != NULL);
        *text++ = 0;
        done++;
        if (text_is(line, "order")) {
            CHECK(check_order(text) > 1);
            continue;
        }
        char *want = next_line();
        REQUIRE(want != NULL);
        if (text_is(line, "tokens"))
            expect(tokens(text), want);
        else if (text_is(line, "same"))
            expect(tokens(text), tokens(want));
        else if (text_is(line, "text"))
            expect(fold_text(test_call.arena, text), want);
        else if (text_is(line, "mark"))
            expect(marks(text), want);
        else
            test_fail("fold_cases.txt", line_number, "unknown kind of case: %s", line);
    }
    fclose(cases);
    CHECK(done >= 50);
}

/* Folding what is folded changes nothing, so that a query may be cut twice. */
TEST(tokens_of_tokens_are_the_same)
{
    static const char *const texts[] = {
        "L’État d’Israël", "الاتفاقيات والبروتوكولات", "Объединённые Нации", "ﷺ ½ Ⅳ ＡＢＣ"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        CHECK_TEXT(tokens(tokens(texts[i])), tokens(texts[i]));
}

TEST(broken_and_long_text_is_cut_too)
{
    CHECK_TEXT(tokens("a\xff\xc3(b"), "a b");
    CHECK_TEXT(tokens("\xf0\x9f"), "");
    char *word = arena_alloc(test_call.arena, 2001);
    memset(word, 'x', 2000);
    CHECK_NUMBER(strlen(tokens(word)), 240);
    for (int lang = 0; lang < LANGS; lang++) {
        char *key = fold_sort_key(test_call.arena, lang, word);
        CHECK(strlen(key) < 1000);
        CHECK_NUMBER(utf8_valid(key, strlen(key)), strlen(key));
    }
}

/* A cut in the middle of a letter would make the key something the database refuses. */
TEST(keys_are_whole_letters)
{
    enum { LETTERS = 400, BYTES = 5 };
    char *name = arena_alloc(test_call.arena, LETTERS * BYTES + 4);
    for (size_t start = 0; start < 4; start++) {
        memset(name, 'x', start);
        for (size_t i = 0; i < LETTERS; i++)
            memcpy(name + start + BYTES * i, "é立", BYTES);
        char *key = fold_sort_key(test_call.arena, LANG_FR, name);
        CHECK(strlen(key) > 900);
        CHECK_NUMBER(utf8_valid(key, strlen(key)), strlen(key));
    }
}

int main(void)
{
    RUN(cases_of_the_file);
    RUN(tokens_of_tokens_are_the_same);
    RUN(broken_and_long_text_is_cut_too);
    RUN(keys_are_whole_letters);
    return test_end();
}
