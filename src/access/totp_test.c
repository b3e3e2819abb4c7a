/* Codes of the second factor, held to the examples of RFC 6238 (appendix B, last six digits). */
#include "access/totp.h"
#include "test/test.h"

static const unsigned char secret[TOTP_SECRET] = "12345678901234567890";
#define SECONDS INT64_C(1000000)

TEST(codes_are_those_of_the_standard)
{
    static const struct {
        int64_t second;
        const char *code;
    } cases[] = {
        {59, "287082"},
        {1111111109, "081804"},
        {1111111111, "050471"},
        {1234567890, "005924"},
        {2000000000, "279037"},
        {20000000000, "353130"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t step;
        char code[TOTP_DIGITS + 1];
        REQUIRE(totp_code(code, secret, cases[i].second / 30));
        CHECK_TEXT(code, cases[i].code);
        CHECK(totp_right(&step, secret, -1, cases[i].second * SECONDS, cases[i].code));
        CHECK_NUMBER(step, cases[i].second / 30);
    }
}

TEST(a_clock_may_be_one_step_off_and_no_more)
{
    int64_t step, at = 1111111111; /* code 050471 */
    CHECK(totp_right(&step, secret, -1, (at + 30) * SECONDS, "050471") && step == at / 30);
    CHECK(totp_right(&step, secret, -1, (at - 30) * SECONDS, "050471") && step == at / 30);
    CHECK(!totp_right(&step, secret, -1, (at + 60) * SECONDS, "050471"));
    CHECK(!totp_right(&step, secret, -1, (at - 60) * SECONDS, "050471"));
}

TEST(no_code_is_good_twice)
{
    int64_t last = -1, at = 1111111111;
    CHECK(totp_right(&last, secret, last, at * SECONDS, "050 471"));
    CHECK(!totp_right(&last, secret, last, at * SECONDS, "050471"));
    CHECK(!totp_right(&last, secret, last, at * SECONDS, "081804")); /* of the step before */
    char next[TOTP_DIGITS + 1];
    REQUIRE(totp_code(next, secret, at / 30 + 1));
    CHECK(totp_right(&last, secret, last, at * SECONDS, next));
}

TEST(what_is_no_code)
{
    static const char *const cases[] = {"", "05047", "0504711", "05047a", "-50471", "٠٥٠٤٧١", "050472"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t step = -1;
        if (totp_right(&step, secret, -1, 1111111111 * SECONDS, cases[i]) || step != -1)
            test_fail(__FILE__, __LINE__, "\"%s\" was taken", cases[i]);
    }
}

TEST(an_application_can_read_it)
{
    CHECK_TEXT(totp_url(test_call.arena, secret, "Servanda", "nadia@example.org"),
        "otpauth://totp/"
        "Servanda:nadia%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Servanda");
    CHECK_TEXT(totp_url(test_call.arena, secret, "ÖB", "a b"),
        "otpauth://totp/%C3%96B:a%20b?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=%C3%96B");
    CHECK_TEXT(totp_secret_text(test_call.arena, secret), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
}

TEST(recovery_codes)
{
    char code[RECOVERY_TEXT], other[RECOVERY_TEXT], plain[RECOVERY_TEXT];
    recovery_code_new(code);
    recovery_code_new(other);
    CHECK_NUMBER(strlen(code), RECOVERY_TEXT - 1);
    CHECK(!text_is(code, other));
    CHECK(recovery_code_plain(plain, code));
    CHECK(recovery_code_plain(plain, " K7WQ 9d2m-x4tc hb3n "));
    CHECK_TEXT(plain, "k7wq9d2mx4tchb3n");
    CHECK(recovery_code_plain(plain, "oO1l-iI00-0000-0000"));
    CHECK_TEXT(plain, "0011110000000000");
    CHECK(!recovery_code_plain(plain, "k7wq-9d2m-x4tc-hb3"));
    CHECK(!recovery_code_plain(plain, "k7wq-9d2m-x4tc-hb3nn"));
    CHECK(!recovery_code_plain(plain, "k7wq-9d2m-x4tc-hb3u")); /* u is in no code */
}

int main(void)
{
    RUN(codes_are_those_of_the_standard);
    RUN(a_clock_may_be_one_step_off_and_no_more);
    RUN(no_code_is_good_twice);
    RUN(what_is_no_code);
    RUN(an_application_can_read_it);
    RUN(recovery_codes);
    return test_end();
}
