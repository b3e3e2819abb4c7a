/* How fast guessing is, counted over a simulated day; and that others are not touched. */
#include "access/throttle.h"
#include "test/test.h"

#define SECOND INT64_C(1000000)

/* The counts of one attacker as the store would keep them. */
static void fail_once(struct failures by[BUCKETS], const struct attempt *attempt, int64_t now)
{
    for (int i = 0; i < BUCKETS; i++)
        if (attempt->device ? i == BUCKET_DEVICE : i != BUCKET_DEVICE)
            by[i] = (struct failures){by[i].count + 1, now};
}

static void nothing(struct failures by[BUCKETS])
{
    for (int i = 0; i < BUCKETS; i++)
        by[i] = (struct failures){0, UNKNOWN};
}

/* One try a second, as long as `seconds`: how many are taken. */
static int taken_in(int seconds, const struct attempt *attempt)
{
    struct failures by[BUCKETS];
    int taken = 0;
    nothing(by);
    for (int64_t now = 0; now < seconds * SECOND; now += SECOND)
        if (throttle_next(by, attempt, now) <= now) {
            fail_once(by, attempt, now);
            taken++;
        }
    return taken;
}

TEST(a_day_of_guessing_is_about_a_hundred_guesses)
{
    struct attempt stranger = {.login = "nadia", .address = "192.0.2.7"};
    struct attempt known = {.login = "nadia", .address = "192.0.2.7", .device = "d"};
    struct attempt code = {.login = "id", .address = "192.0.2.7", .code = true};
    int day = 24 * 3600;
    CHECK_NUMBER(taken_in(4, &stranger), 4);
    CHECK_NUMBER(taken_in(5, &stranger), 5);
    CHECK_NUMBER(taken_in(9, &stranger), 5);
    CHECK_NUMBER(taken_in(10, &stranger), 6);
    CHECK(taken_in(day, &stranger) < 110);
    CHECK(taken_in(day, &known) < 110);
    CHECK(taken_in(day, &code) < 110);
    CHECK(taken_in(day, &stranger) > 90); /* nobody is shut out for good */
}

TEST(many_strangers_leave_one_free_try)
{
    struct failures by[BUCKETS];
    struct attempt stranger = {.login = "nadia", .address = "192.0.2.8"};
    nothing(by);
    by[BUCKET_ACCOUNT] = (struct failures){5000, 0};
    CHECK(throttle_next(by, &stranger, SECOND) <= SECOND); /* the owner from a new place */
    by[BUCKET_PAIR] = (struct failures){1, SECOND};
    CHECK_NUMBER(throttle_next(by, &stranger, SECOND), 6 * SECOND);
    by[BUCKET_ACCOUNT].last = -24 * 3600 * SECOND; /* a day of quiet */
    CHECK(throttle_next(by, &stranger, SECOND) <= SECOND);
}

TEST(a_known_device_is_touched_by_nobody)
{
    struct failures by[BUCKETS];
    struct attempt known = {.login = "nadia", .address = "192.0.2.7", .device = "d", .code = true};
    nothing(by);
    by[BUCKET_PAIR] = by[BUCKET_ACCOUNT] = by[BUCKET_CLIENT] = (struct failures){100000, 0};
    CHECK(throttle_next(by, &known, 0) <= 0);
}

TEST(a_client_that_tries_all_accounts_waits_too)
{
    struct failures by[BUCKETS];
    struct attempt stranger = {.login = "somebody else each time", .address = "192.0.2.7"};
    nothing(by);
    by[BUCKET_CLIENT] = (struct failures){29, 0};
    CHECK(throttle_next(by, &stranger, 0) <= 0);
    by[BUCKET_CLIENT].count = 30;
    CHECK_NUMBER(throttle_next(by, &stranger, 0), 5 * SECOND);
    by[BUCKET_CLIENT].count = 1000000;
    CHECK_NUMBER(throttle_next(by, &stranger, 0), 60 * SECOND);
}

TEST(codes_wait_for_the_account)
{
    struct failures by[BUCKETS];
    struct attempt password = {.login = "nadia", .address = "192.0.2.9"};
    struct attempt code = {.login = "nadia", .address = "192.0.2.9", .code = true};
    nothing(by);
    by[BUCKET_ACCOUNT] = (struct failures){12, 0};
    CHECK(throttle_next(by, &password, 0) <= 0);
    CHECK_NUMBER(throttle_next(by, &code, 0), 20 * SECOND);
}

int main(void)
{
    RUN(a_day_of_guessing_is_about_a_hundred_guesses);
    RUN(many_strangers_leave_one_free_try);
    RUN(a_known_device_is_touched_by_nobody);
    RUN(a_client_that_tries_all_accounts_waits_too);
    RUN(codes_wait_for_the_account);
    return test_end();
}
