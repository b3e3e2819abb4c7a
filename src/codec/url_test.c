/* Percent-encoding, queries, base64 and gzip. */
#include "codec/url.h"
#include "codec/base64.h"
#include "test/reading.h"
#include "test/test.h"
#include "codec/gzip.h"

static char *encoded(const char *text)
{
    struct buffer *out = buffer_new(test_call.arena, 4096);
    url_encode(out, text);
    return out->at;
}

TEST(addresses)
{
    static const struct {
        const char *text, *encoded;
    } cases[] = {
        {"A/RES/64/177", "A%2FRES%2F64%2F177"},
        {"État & co", "%C3%89tat%20%26%20co"},
        {"a-b.c_d~e", "a-b.c_d~e"},
        {"100%", "100%25"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *back;
        CHECK_TEXT(encoded(cases[i].text), cases[i].encoded);
        REQUIRE(url_decode(&back, test_call.arena, cases[i].encoded, strlen(cases[i].encoded), false));
        CHECK_TEXT(back, cases[i].text);
    }
}

TEST(broken_addresses_are_refused)
{
    static const char *const broken[] = {"%", "%4", "a%zz", "%C3", "%00", "%ED%A0%80", "x%e"};
    char *back;
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
        CHECK(!url_decode(&back, test_call.arena, broken[i], strlen(broken[i]), false));
    CHECK(url_decode(&back, test_call.arena, "%c3%a9+", 7, false) && text_is(back, "é+"));
    CHECK(url_decode(&back, test_call.arena, "%c3%a9+", 7, true) && text_is(back, "é "));
}

TEST(queries)
{
    const char *text = "state=FRA&q=a+b%26c&&flag&state=TCD&=x";
    struct url_pair *pairs;
    size_t count;
    REQUIRE(url_query(&pairs, &count, test_call.arena, text, strlen(text), 100));
    CHECK_NUMBER(count, 5);
    CHECK_TEXT(pairs[1].value, "a b&c");
    CHECK_TEXT(pairs[2].name, "flag");
    CHECK_TEXT(pairs[2].value, "");
    CHECK_TEXT(pairs[3].value, "TCD");
    CHECK_TEXT(pairs[4].name, "");
    CHECK(url_query(&pairs, &count, test_call.arena, "", 0, 100) && count == 0);
    CHECK(!url_query(&pairs, &count, test_call.arena, "a&b&c", 5, 2));
    CHECK(!url_query(&pairs, &count, test_call.arena, "a=%", 3, 100));
}

TEST(links_are_built)
{
    struct buffer *query = buffer_new(test_call.arena, 4096);
    url_add(query, "q", "a&b");
    url_add(query, "sort", "");
    CHECK_TEXT(query->at, "q=a%26b&sort=");
}

/* The examples of RFC 4648. */
TEST(base64)
{
    static const char *const cases[][2] = {
        {"", ""},
        {"f", "Zg=="},
        {"fo", "Zm8="},
        {"foo", "Zm9v"},
        {"foob", "Zm9vYg=="},
        {"fooba", "Zm9vYmE="},
        {"foobar", "Zm9vYmFy"},
        {"\xfb\xff\xfe", "+//+"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer *out = buffer_new(test_call.arena, 100), *back = buffer_new(test_call.arena, 100);
        base64_encode(out, cases[i][0], strlen(cases[i][0]));
        CHECK_TEXT(out->at, cases[i][1]);
        CHECK(base64_decode(back, out->at, out->size));
        CHECK_TEXT(back->at, cases[i][0]);
        buffer_clear(out);
        buffer_clear(back);
        base64_encode_url(out, cases[i][0], strlen(cases[i][0]));
        CHECK(!strpbrk(out->at, "+/="));
        CHECK(base64_decode(back, out->at, out->size));
        CHECK_TEXT(back->at, cases[i][0]);
    }
    static const char *const broken[] = {"Z", "Zh==", "Zm9=", "Zg=", "Z===", "Zm 9", "Zg==Zg==", "="};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        struct buffer *back = buffer_new(test_call.arena, 100);
        if (base64_decode(back, broken[i], strlen(broken[i])))
            test_fail(__FILE__, __LINE__, "%s is taken", broken[i]);
    }
}

static struct buffer *packed(const char *text, size_t size)
{
    struct buffer *out = buffer_new(test_call.arena, 1 << 20);
    CHECK(gzip_pack(out, &test_call, text, size, 6) == OK);
    return out;
}

TEST(gzip)
{
    uint64_t state = 5;
    const char *text = chance_text(&state, 500);
    struct buffer *out = packed(text, strlen(text)), *again = packed(text, strlen(text)),
                  *back = buffer_new(test_call.arena, 1 << 20);
    CHECK(gzip_is(out->at, out->size) && !gzip_is("PK", 2));
    CHECK(out->size == again->size && memcmp(out->at, again->at, out->size) == 0);
    CHECK(gzip_unpack(back, &test_call, out->at, out->size) == OK);
    CHECK_TEXT(back->at, text);
    for (size_t cut = 0; cut < out->size; cut += 3) { /* cut off anywhere */
        buffer_clear(back);
        CHECK(gzip_unpack(back, &test_call, out->at, cut) == ERR_INVALID);
        CHECK_FAULT("gzip_broken", 0, 0);
    }
    out->at[out->size - 6] ^= 1; /* its checksum */
    CHECK(gzip_unpack(back, &test_call, out->at, out->size) == ERR_INVALID);
    CHECK_FAULT("gzip_broken", 0, 0);
}

TEST(gzip_that_swells)
{
    size_t size = 1 << 20;
    char *zeros = arena_alloc(test_call.arena, size);
    struct buffer *out = packed(zeros, size), *back = buffer_new(test_call.arena, size - 1);
    CHECK(out->size < 2000);
    CHECK(gzip_unpack(back, &test_call, out->at, out->size) == ERR_LIMIT);
    CHECK_FAULT("too_many_bytes", 0, 0);
    struct buffer *small = buffer_new(test_call.arena, 10);
    CHECK(gzip_pack(small, &test_call, zeros, size, 6) == ERR_LIMIT);
    CHECK_FAULT("too_many_bytes", 0, 0);
}

int main(void)
{
    RUN(addresses);
    RUN(broken_addresses_are_refused);
    RUN(queries);
    RUN(links_are_built);
    RUN(base64);
    RUN(gzip);
    RUN(gzip_that_swells);
    return test_end();
}
