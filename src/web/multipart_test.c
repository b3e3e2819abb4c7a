/* Forms with files: what browsers send is taken, anything else is refused whole. */
#include "test/test.h"
#include "web/multipart.h"

static struct pairs fields;
static struct uploads files;

static bool parse_as(const char *type, const char *body)
{
    return multipart_parse(&fields, &files, test_call.arena, type, body, strlen(body));
}

static bool parse(const char *body)
{
    return parse_as("multipart/form-data; boundary=X", body);
}

#define FIELD(name, value) "--X\r\nContent-Disposition: form-data; name=\"" name "\"\r\n\r\n" value "\r\n"
#define UPLOAD(name, file, bytes)                                                                                      \
    "--X\r\nContent-Disposition: form-data; name=\"" name "\"; filename=\"" file                                       \
    "\"\r\nContent-Type: text/csv\r\n\r\n" bytes "\r\n"

TEST(fields_and_files_are_told_apart)
{
    REQUIRE(parse(FIELD("csrf", "a.b") UPLOAD("file", "states.csv", "id,name\r\n--Y\r\nXAA,\"x\"\r\n")
            FIELD("empty", "") "--X--\r\n"));
    CHECK_NUMBER(fields.count, 2);
    CHECK_TEXT(pairs_find(&fields, "csrf"), "a.b");
    CHECK_TEXT(pairs_find(&fields, "empty"), "");
    REQUIRE(files.count == 1);
    CHECK_TEXT(files.at[0].field, "file");
    CHECK_TEXT(files.at[0].name, "states.csv");
    CHECK_TEXT(arena_copy(test_call.arena, files.at[0].bytes, files.at[0].size), "id,name\r\n--Y\r\nXAA,\"x\"\r\n");
    CHECK(parse("--X--") && !fields.count && !files.count);
    CHECK(parse_as("Multipart/Form-Data; boundary=\"X\"", FIELD("a", "1") "--X--"));
}

TEST(bytes_stay_as_they_are)
{
    static const char body[] = "--X\r\ncontent-disposition: form-data; name=\"f\"; filename=\"x\"\r\n\r\n"
                               "PK\3\4\0\xFF\r\n-\r\n--X--\r\n";
    REQUIRE(
        multipart_parse(&fields, &files, test_call.arena, "multipart/form-data; boundary=X", body, sizeof body - 1));
    REQUIRE(files.count == 1 && files.at[0].size == 9);
    CHECK(!memcmp(files.at[0].bytes, "PK\3\4\0\xFF\r\n-", 9));
}

TEST(the_name_of_a_file_is_only_shown)
{
    static const char *const names[][2] = {{"C:\\\\Users\\\\me\\\\b.csv", "b.csv"}, {"../../etc/passwd", "passwd"},
        {"", ""}, {"دول.csv", "دول.csv"}, {"a%22b.csv", "a%22b.csv"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        REQUIRE(parse(arena_format(test_call.arena, UPLOAD("f", "%s", "x") "--X--\r\n", names[i][0])));
        CHECK_TEXT(files.at[0].name, names[i][1]);
    }
    char *many = arena_alloc(test_call.arena, 1000);
    memset(many, 'a', 999);
    many[999] = 0;
    REQUIRE(parse(arena_format(test_call.arena, UPLOAD("f", "%s", "x") "--X--\r\n", many)));
    CHECK_NUMBER(strlen(files.at[0].name), MULTIPART_FILE_NAME);
}

TEST(what_no_browser_sends_is_refused)
{
    static const char *const bodies[] = {"", "--X", "--X\r\n", "--Y\r\n", FIELD("a", "1"), "x" FIELD("a", "1") "--X--",
        FIELD("a", "1") "--X--\r\nmore", FIELD("a", "1") "--X-", "--X\r\n\r\nno headers\r\n--X--",
        "--X\r\nContent-Type: text/csv\r\n\r\nx\r\n--X--", "--X\r\nContent-Disposition: form-data\r\n\r\nx\r\n--X--",
        "--X\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nx\r\n--X--",
        "--X\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--X--",
        "--X\r\nContent-Disposition: form-data; name=\"a\r\n\r\nx\r\n--X--",
        "--X\r\nContent-Disposition: form-data; name=\"a\" name=\"b\"\r\n\r\nx\r\n--X--",
        "--X\r\nContent-Disposition: form-data; name=\"a\"; name=\"b\"\r\n\r\nx\r\n--X--",
        "--X\r\nContent-Disposition: form-data; name=\"a\"; filename*=\"b\"\r\n\r\nx\r\n--X--",
        "--X\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Disposition: form-data; "
        "name=\"b\"\r\n\r\nx\r\n--X--",
        FIELD("a", "\xFF") "--X--", FIELD("a\xFF", "1") "--X--"};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
        if (parse(bodies[i]) || fields.count || files.count)
            test_fail(__FILE__, __LINE__, "taken: %s", bodies[i]);
    static const char *const types[] = {"multipart/form-data",
        "multipart/form-data; boundary=", "multipart/form-data; boundary=\"X", "multipart/form-data; boundary=X\x01",
        "multipart/mixed; boundary=X",
        "multipart/form-data; boundary=X234567890123456789012345678901234567890123456789012345678901234567890"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        CHECK(!parse_as(types[i], FIELD("a", "1") "--X--"));
    CHECK(!multipart_is(NULL) && !multipart_is("multipart/form-dataX") && multipart_is("multipart/form-data; x"));
}

TEST(it_has_limits)
{
    struct buffer *body = buffer_new(test_call.arena, 1 << 20);
    for (int i = 0; i < MULTIPART_PARTS; i++)
        buffer_text(body, FIELD("a", "1"));
    CHECK(parse(arena_format(test_call.arena, "%s--X--", body->at)));
    CHECK(!parse(arena_format(test_call.arena, "%s" FIELD("a", "1") "--X--", body->at)));
    buffer_clear(body);
    for (int i = 0; i < MULTIPART_FILES; i++)
        buffer_text(body, UPLOAD("f", "n", "x"));
    CHECK(parse(arena_format(test_call.arena, "%s--X--", body->at)));
    CHECK(!parse(arena_format(test_call.arena, "%s" UPLOAD("f", "n", "x") "--X--", body->at)));
    char *text = arena_alloc(test_call.arena, MULTIPART_TEXT + 2);
    memset(text, 'a', MULTIPART_TEXT + 1);
    text[MULTIPART_TEXT + 1] = 0;
    CHECK(!parse(arena_format(test_call.arena, FIELD("a", "%s") "--X--", text)));
    CHECK(!parse(arena_format(test_call.arena, "--X\r\nX: %s\r\n" FIELD("a", "1") "--X--", text)));
    text[MULTIPART_TEXT] = 0;
    CHECK(parse(arena_format(test_call.arena, FIELD("a", "%s") "--X--", text)));
}

int main(void)
{
    RUN(fields_and_files_are_told_apart);
    RUN(bytes_stay_as_they_are);
    RUN(the_name_of_a_file_is_only_shown);
    RUN(what_no_browser_sends_is_refused);
    RUN(it_has_limits);
    return test_end();
}
