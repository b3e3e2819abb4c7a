/* A QR code is drawn: its three corner marks stand where readers look for them, and other texts
 * give other codes. */
#include "codec/qr.h"
#include "test/test.h"

static int number(const char **at)
{
    int n = 0;
    while (**at >= '0' && **at <= '9')
        n = n * 10 + *(*at)++ - '0';
    return n;
}

static void expect(const char **at, const char *text)
{
    REQUIRE(text_starts(*at, text));
    *at += strlen(text);
}

/* The squares of the path, by reading it as a browser does. */
static void draw(bool dark[64][64], const char *path)
{
    memset(dark, 0, 64 * sizeof *dark);
    for (const char *at = path; *at;) {
        expect(&at, "M");
        int x = number(&at);
        expect(&at, " ");
        int y = number(&at);
        expect(&at, "h");
        int length = number(&at);
        expect(&at, arena_format(test_call.arena, "v1h-%dz", length));
        REQUIRE(x >= 0 && y >= 0 && y < 64 && x + length <= 64);
        while (length--)
            dark[y][x++] = true;
    }
}

static void check_mark(bool dark[64][64], int left, int top)
{
    static const char *const mark[] = {"#######", "#.....#", "#.###.#", "#.###.#", "#.###.#", "#.....#", "#######"};
    for (int y = 0; y < 7; y++)
        for (int x = 0; x < 7; x++)
            CHECK(dark[top + y][left + x] == (mark[y][x] == '#'));
}

TEST(a_code_has_its_marks_and_border)
{
    bool dark[64][64];
    char *path, *other;
    int size;
    REQUIRE(qr_path(&path, &size, &test_call, "otpauth://totp/Servanda:nadia?secret=GEZDGNBVGY3TQOJQ") == OK);
    CHECK_NUMBER((size - 8 - 17) % 4, 0); /* 17 + 4 v squares */
    draw(dark, path);
    check_mark(dark, 4, 4);
    check_mark(dark, size - 11, 4);
    check_mark(dark, 4, size - 11);
    for (int i = 0; i < size; i++)
        CHECK(!dark[3][i] && !dark[i][3] && !dark[size - 4][i] && !dark[i][size - 4]);
    REQUIRE(qr_path(&other, &size, &test_call, "otpauth://totp/Servanda:nadia?secret=GEZDGNBVGY3TQOJR") == OK);
    CHECK(!text_is(path, other));
}

TEST(a_text_may_be_too_long)
{
    char *path, text[4000];
    int size;
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = 0;
    CHECK_NUMBER(qr_path(&path, &size, &test_call, text), ERR_LIMIT);
}

int main(void)
{
    RUN(a_code_has_its_marks_and_border);
    RUN(a_text_may_be_too_long);
    return test_end();
}
