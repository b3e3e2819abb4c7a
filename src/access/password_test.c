/* Passwords: what will do, and that a check tells nothing but right or wrong. */
#include "access/password.h"
#include "test/test.h"
#include <pthread.h>
#include <sodium.h>
#include <time.h>

TEST(what_will_do_as_a_password)
{
    static const struct {
        const char *password, *fault; /* NULL: it will do */
    } cases[] = {
        {"Tulips grow in Delft", NULL},
        {"mtJ3-ejwo-92xk", NULL},
        {"письмо из Брюгге", NULL},
        {"早上七点去买三斤小白菜", "password_short"}, /* 11 characters count as 11 */
        {"早上七点我去买三斤小白菜", NULL},
        {"short", "password_short"},
        {"elevenchars", "password_short"},
        {"Password1234", "password_common"},
        {"P@$$w0rd2024!", "password_common"},
        {"passwordpassword", "password_common"},
        {"administrator", "password_common"},
        {"qwertyuiop12", "password_common"},
        {"123456789012", "password_common"},
        {"aaaaaaaaaaaaaaaa", "password_common"},
        {"abababababababab", "password_common"},
        {"Summer2024!!", "password_common"},
        {"correct horse battery staple", "password_common"},
        {"парольпароль", "password_common"},
        {"ПАРОЛЬ123456", "password_common"},
        {"NadiaKarim12", "password_name"},
        {"nadia.karim@office", "password_name"},
        {"nadia likes yellow tulips", NULL}, /* the name beside enough else is no harm */
        {"bad \xC3 bytes here", "password_not_text"},
    };
    static const char *const names[] = {"nadia", "Nadia Karim", "nadia.karim@example.org", NULL};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        call_clear(&test_call);
        enum err err = password_rules(&test_call, cases[i].password, names);
        const char *got = err ? test_call.faults->key : NULL;
        if (!text_is(got, cases[i].fault) || (err && err != ERR_INVALID))
            test_fail(__FILE__, __LINE__, "%s: %s", cases[i].password, text_or(got, "will do"));
    }
    char endless[PASSWORD_MOST * 4 + 2];
    for (size_t i = 0; i < sizeof endless - 1; i++)
        endless[i] = (char)('a' + i * 7 % 26);
    endless[sizeof endless - 1] = 0;
    call_clear(&test_call);
    CHECK_NUMBER(password_rules(&test_call, endless, names), ERR_INVALID);
    CHECK_TEXT(test_call.faults->key, "password_long");
    CHECK_TEXT(test_call.faults->value, NULL); /* a password is never said back */
}

TEST(right_and_wrong)
{
    char hash[PASSWORD_HASH];
    bool right, renew;
    REQUIRE(password_hash(hash, &test_call, "caf\xC3\xA9 au lait, deux") == OK);
    CHECK(strstr(hash, "argon2id") && !strstr(hash, "lait"));
    REQUIRE(password_check(&right, &renew, &test_call, hash, "cafe\xCC\x81 au lait, deux") == OK);
    CHECK(right && !renew); /* é typed as one character and as two */
    REQUIRE(password_check(&right, &renew, &test_call, hash, "cafe au lait, deux") == OK);
    CHECK(!right && !renew);
    REQUIRE(password_check(&right, &renew, &test_call, NULL, "cafe au lait, deux") == OK);
    CHECK(!right);
    REQUIRE(password_check(&right, &renew, &test_call, hash, "bad \xC3 bytes") == OK);
    CHECK(!right);
}

TEST(a_weaker_hash_asks_to_be_renewed)
{
    char weak[crypto_pwhash_STRBYTES];
    bool right, renew;
    REQUIRE(crypto_pwhash_str(weak, "of long ago", 11, crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN) == 0);
    REQUIRE(password_check(&right, &renew, &test_call, weak, "of long ago") == OK);
    CHECK(right && renew);
    REQUIRE(password_check(&right, &renew, &test_call, weak, "of long before") == OK);
    CHECK(!right && !renew);
}

static int64_t microseconds(const char *hash, const char *password)
{
    struct timespec from, to;
    bool right, renew;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &from);
    REQUIRE(password_check(&right, &renew, &test_call, hash, password) == OK);
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &to);
    return (to.tv_sec - from.tv_sec) * 1000000 + (to.tv_nsec - from.tv_nsec) / 1000;
}

/* By processor time, the least of several: other work on the machine must not decide. */
TEST(an_unknown_account_takes_as_long_as_a_known_one)
{
    char hash[PASSWORD_HASH];
    int64_t known = INT64_MAX, unknown = INT64_MAX;
    REQUIRE(password_hash(hash, &test_call, "known to somebody") == OK);
    for (int i = 0; i < 4; i++) {
        int64_t one = microseconds(hash, "not the one"), other = microseconds(NULL, "not the one");
        known = one < known ? one : known;
        unknown = other < unknown ? other : unknown;
    }
    if (known > unknown * 3 / 2 || unknown > known * 3 / 2 || known < 5000)
        test_fail(__FILE__, __LINE__, "known %lld, unknown %lld microseconds", (long long)known, (long long)unknown);
}

enum { CROWD = 60 };
static char crowd_hash[PASSWORD_HASH];

static void *one_of_the_crowd(void *arg)
{
    struct arena *arena = arena_new(1 << 20);
    struct call call;
    bool right, renew;
    call_init(&call, arena, LANG_EN, 0);
    enum err *err = arg;
    *err = password_check(&right, &renew, &call, crowd_hash, "in a crowd");
    if (!*err && !right)
        *err = ERR_INVALID;
    arena_free(arena);
    return NULL;
}

TEST(a_crowd_is_served_two_at_a_time_and_then_told_to_wait)
{
    pthread_t threads[CROWD];
    enum err errs[CROWD];
    int served = 0, told = 0;
    /* cheap parameters: the crowd is what is tested */
    REQUIRE(crypto_pwhash_str(crowd_hash, "in a crowd", 10, 3, 16 << 20) == 0);
    for (int i = 0; i < CROWD; i++)
        REQUIRE(pthread_create(&threads[i], NULL, one_of_the_crowd, &errs[i]) == 0);
    for (int i = 0; i < CROWD; i++) {
        pthread_join(threads[i], NULL);
        served += errs[i] == OK;
        told += errs[i] == ERR_BUSY;
    }
    CHECK_NUMBER(served + told, CROWD);
    CHECK(served >= 34); /* two at work and 32 waiting */
    CHECK(told > 0);
}

int main(void)
{
    if (sodium_init() < 0)
        return 1;
    RUN(what_will_do_as_a_password);
    RUN(right_and_wrong);
    RUN(a_weaker_hash_asks_to_be_renewed);
    RUN(an_unknown_account_takes_as_long_as_a_known_one);
    RUN(a_crowd_is_served_two_at_a_time_and_then_told_to_wait);
    return test_end();
}
