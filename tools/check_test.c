/* The checker finds what is wrong in test/check/bad, each line where it says so, and nothing in
 * test/check/good. */
#include "test/test.h"
#include "tools/check.h"

enum { MOST_LINES = 40 };

static const char *root(const char *tree)
{
    const char *source = getenv("SOURCE_ROOT");
    return arena_format(test_call.arena, "%s/test/check/%s", source ? source : ".", tree);
}

static struct check read_tree(const char *tree)
{
    struct check check;
    REQUIRE(check_tree(&check, test_call.arena, root(tree), MOST_LINES) == OK);
    return check;
}

TEST(nothing_is_found_in_good_files)
{
    struct check check = read_tree("good");
    for (const struct finding *f = check.findings; f; f = f->next)
        test_fail(f->path, f->line, "%s", f->sentence);
}

/* Takes the finding out of the list whose sentence has the wanted words; false when there is none.
 */
static bool take(struct check *check, const char *path, int line, const char *words)
{
    for (struct finding **f = &check->findings; *f; f = &(*f)->next)
        if ((*f)->line == line && text_is((*f)->path, path) && strstr((*f)->sentence, words)) {
            *f = (*f)->next;
            return true;
        }
    return false;
}

static int wanted(struct check *check, const char *path)
{
    FILE *file = fopen(arena_format(test_call.arena, "%s/%s", check->root, path), "r");
    REQUIRE(file);
    char line[1000];
    int number = 0, count = 0;
    while (fgets(line, sizeof line, file)) {
        number++;
        for (char *at = strstr(line, "want: "); at; count++) {
            char *words = at + 6;
            at = strstr(words, "want: ");
            char *end = strstr(words, " //");
            if (!end || (at && end > at))
                end = strstr(words, " */");
            words[end ? (size_t)(end - words) : strcspn(words, "\n")] = 0;
            if (!take(check, path, number, words))
                test_fail(path, number, "not found: %s", words);
        }
    }
    fclose(file);
    return count;
}

TEST(what_is_wrong_in_bad_files_is_found_and_nothing_else)
{
    static const char *const paths[] = {"src/base/up.c", "src/stray.c", "src/world/calls.c", "src/world/calls_test.c",
        "src/world/place.c", "src/world/words.c", "src/world/long.c", "migrations/1.sql", "tools/check.exceptions",
        "ARCHITECTURE.md"};
    struct check check = read_tree("bad");
    int count = 0;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        count += wanted(&check, paths[i]);
    for (const struct finding *f = check.findings; f; f = f->next)
        test_fail(f->path, f->line, "nobody expected: %s", f->sentence);
    CHECK(count > 45);
}

TEST(every_rule_is_tried)
{
    struct check check = read_tree("bad");
    bool tried[RULES] = {false};
    for (const struct finding *f = check.findings; f; f = f->next)
        tried[f->rule] = true;
    for (int rule = 0; rule < RULES; rule++)
        if (!tried[rule])
            test_fail(__FILE__, __LINE__, "no fixture breaks: %s", rule_names[rule]);
}

TEST(text_becomes_tokens)
{
    struct source s = {.text = arena_text(test_call.arena,
                           "#include \"a/b.h\"\n#  include <c.h>\n#define X \\\n \"t\\\"x\"\n'\"' /* m\nn */ y2")};
    source_read(&s, test_call.arena);
    static const struct token expected[] = {{TOKEN_INCLUDE_OURS, 1, "a/b.h"}, {TOKEN_INCLUDE_SYSTEM, 2, "c.h"},
        {TOKEN_SIGN, 3, "#"}, {TOKEN_WORD, 3, "define"}, {TOKEN_WORD, 3, "X"}, {TOKEN_STRING, 4, "t\\\"x"},
        {TOKEN_SIGN, 5, "\""}, {TOKEN_COMMENT, 5, "/* m\nn */"}, {TOKEN_WORD, 6, "y2"}};
    REQUIRE(s.count == sizeof expected / sizeof *expected);
    for (size_t i = 0; i < s.count; i++) {
        CHECK_NUMBER(s.tokens[i].kind, expected[i].kind);
        CHECK_NUMBER(s.tokens[i].line, expected[i].line);
        CHECK_TEXT(s.tokens[i].text, expected[i].text);
    }
}

int main(void)
{
    RUN(nothing_is_found_in_good_files);
    RUN(what_is_wrong_in_bad_files_is_found_and_nothing_else);
    RUN(every_rule_is_tried);
    RUN(text_becomes_tokens);
    return test_end();
}
