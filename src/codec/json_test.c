/* JSON: written, read, refused with its place, and the same after a round trip. */
#include "codec/json.h"
#include "test/reading.h"
#include "test/test.h"
#include "codec/json_read.h"

static char *rewritten(enum err *err, const char *text, bool sorted)
{
    struct buffer *out = buffer_new(test_call.arena, 1 << 20);
    struct json_value *value;
    *err = json_read(&value, &test_call, text, strlen(text), NULL);
    if (*err)
        return NULL;
    struct json json = json_begin(out);
    json_value(&json, value, sorted);
    return out->at;
}

TEST(what_is_written)
{
    struct buffer *out = buffer_new(test_call.arena, 4096);
    struct json json = json_begin(out);
    json_object(&json);
    json_member(&json, "name", "Côte d’Ivoire \"x\"\\\n\x01");
    json_member(&json, "nothing", NULL);
    json_member_number(&json, "number", INT64_MIN + 1);
    json_member_bool(&json, "flag", true);
    json_name(&json, "list");
    json_array(&json);
    json_number(&json, 1);
    json_array(&json);
    json_end(&json);
    json_object(&json);
    json_end(&json);
    json_end(&json);
    json_end(&json);
    CHECK_TEXT(out->at,
        "{\"name\":\"Côte d’Ivoire \\\"x\\\"\\\\\\n\\u0001\",\"nothing\":null,\"number\":-9223372036854775807,"
        "\"flag\":true,\"list\":[1,[],{}]}");
}

TEST(values_are_read)
{
    static const struct {
        const char *text, *want;
    } cases[] = {
        {" [ 1 , -2, 0 ,\t-0,1.50,1e3 , 0.1E-2]\r\n", "[1,-2,0,0,1.50,1e3,0.1E-2]"}, /* decimals stay as written */
        {"{\"b\":1,\"a\":[true,false,null]}", "{\"b\":1,\"a\":[true,false,null]}"},
        {"\"\\u00e9\\u7acb\\ud83d\\udd4a\\/\\b\\f\"", "\"é立\U0001F54A/\\u0008\\u000c\""},
        {"{}", "{}"},
        {"[]", "[]"},
        {"\"\"", "\"\""},
        {"9223372036854775807", "9223372036854775807"},
        {"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
            "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum err err;
        CHECK_TEXT(rewritten(&err, cases[i].text, false), cases[i].want);
    }
}

TEST(members_are_found)
{
    const char *text = "{\"name\":\"Chad\",\n \"code\": 148}";
    struct json_value *value;
    REQUIRE(json_read(&value, &test_call, text, strlen(text), NULL) == OK);
    CHECK_TEXT(json_get_text(value, "name"), "Chad");
    CHECK(json_get_text(value, "code") == NULL); /* it is no text */
    const struct json_value *code = json_get(value, "code");
    REQUIRE(code != NULL);
    CHECK_NUMBER(code->number, 148);
    CHECK_NUMBER(code->line, 2);
    CHECK_NUMBER(code->column, 10);
    CHECK(json_get(value, "no") == NULL && json_get(code, "name") == NULL && json_get(NULL, "name") == NULL);
}

TEST(faults_are_placed)
{
    static const struct {
        const char *text, *key;
        int line, column;
    } cases[] = {
        {"", "json_ended", 1, 1},
        {"{\"a\":1,}", "json_name", 1, 8},
        {"[1,]", "json_value", 1, 4},
        {"[1 2]", "json_close_array", 1, 4},
        {"{\"a\":1 \"b\":2}", "json_close_object", 1, 8},
        {"{a:1}", "json_name", 1, 2},
        {"{\"a\" 1}", "json_colon", 1, 6},
        {"[1]\n x", "json_more", 2, 2},
        {"nul", "json_value", 1, 1},
        {"True", "json_value", 1, 1},
        {"[01]", "json_number", 1, 3},
        {"[1.]", "json_number", 1, 4},
        {"[.5]", "json_value", 1, 2},
        {"[+1]", "json_value", 1, 2},
        {"-", "json_number", 1, 2},
        {"1e", "json_number", 1, 3},
        {"9223372036854775808", "json_number_too_large", 1, 20},
        {"\"a", "json_open_text", 1, 3},
        {"\"a\\", "json_escape", 1, 4},
        {"\"a\nb\"", "json_control", 1, 3},
        {"\"\\x\"", "json_escape", 1, 3},
        {"\"\\u12\"", "json_escape", 1, 4},
        {"\"\\ud83d\"", "json_escape", 1, 8},
        {"\"\\ud83dx\"", "json_escape", 1, 8},
        {"\"\\udd4a\"", "json_escape", 1, 4},
        {"\"\\u0000\"", "json_nul", 1, 4},
        {"{\"état\":1,\n\"état\":2}", "json_name_twice", 2, 8},
        {"[\"é\",\n\"\xE9\"]", "json_not_utf8", 2, 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum err err;
        CHECK(rewritten(&err, cases[i].text, false) == NULL);
        CHECK(err == ERR_INVALID);
        CHECK_FAULT(cases[i].key, cases[i].line, cases[i].column);
    }
    struct json_value *value;
    CHECK(json_read(&value, &test_call, "[\0]", 3, NULL) == ERR_INVALID);
    CHECK_FAULT("json_nul", 1, 2);
}

TEST(limits_hold)
{
    struct json_value *value;
    CHECK(json_read(&value, &test_call, "[[[]]]", 6, &(struct json_limits){.depth = 2}) == ERR_LIMIT);
    CHECK_FAULT("json_too_deep", 1, 4);
    CHECK(json_read(&value, &test_call, "[1,2,3]", 7, &(struct json_limits){.values = 3}) == ERR_LIMIT);
    CHECK_FAULT("json_too_many", 1, 6);
    size_t size = 100000;
    char *deep = arena_alloc(test_call.arena, size + 1);
    memset(deep, '[', size);
    CHECK(json_read(&value, &test_call, deep, size, NULL) == ERR_LIMIT);
    CHECK_FAULT("json_too_deep", 1, 34);
}

TEST(canonical_form)
{
    struct buffer *out = buffer_new(test_call.arena, 4096);
    const char *text = "{ \"b\": [3, {\"z\":1,\"é\":2,\"y\":{}}], \"a\" : \"\\u00e9\\/\" }";
    CHECK(json_canonical(out, &test_call, text, strlen(text)) == OK);
    CHECK_TEXT(out->at, "{\"a\":\"é/\",\"b\":[3,{\"y\":{},\"z\":1,\"é\":2}]}");
    struct buffer *again = buffer_new(test_call.arena, 4096);
    CHECK(json_canonical(again, &test_call, out->at, out->size) == OK);
    CHECK_TEXT(again->at, out->at);
}

static void write_chance(struct json *json, uint64_t *state, int depth)
{
    switch (chance(state, depth > 4 ? 4 : 6)) {
    case 0: json_text(json, chance_text(state, 5)); break;
    case 1: json_number(json, (int64_t)((uint64_t)chance(state, UINT32_MAX) << chance(state, 30)) - 1000); break;
    case 2: json_bool(json, chance(state, 2)); break;
    case 3: json_null(json); break;
    case 4:
        json_array(json);
        for (uint32_t i = chance(state, 4); i > 0; i--)
            write_chance(json, state, depth + 1);
        json_end(json);
        break;
    default:
        json_object(json);
        for (uint32_t i = chance(state, 4); i > 0; i--) {
            json_name(json, arena_format(test_call.arena, "%s%u", chance_text(state, 2), i));
            write_chance(json, state, depth + 1);
        }
        json_end(json);
    }
}

TEST(every_tree_comes_back)
{
    uint64_t state = 99;
    for (int round = 0; round < 500; round++) {
        struct buffer *out = buffer_new(test_call.arena, 1 << 20);
        struct json json = json_begin(out);
        write_chance(&json, &state, 0);
        enum err err;
        const char *back = rewritten(&err, out->at, false);
        CHECK_TEXT(back, out->at);
        CHECK(!test_call.faults);
    }
}

int main(void)
{
    RUN(what_is_written);
    RUN(values_are_read);
    RUN(members_are_found);
    RUN(faults_are_placed);
    RUN(limits_hold);
    RUN(canonical_form);
    RUN(every_tree_comes_back);
    return test_end();
}
