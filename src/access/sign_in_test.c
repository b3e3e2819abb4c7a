/* Signing in, being kept out, and sessions, on both engines. */
#include "test/with_users.h"
#include <time.h>

/* ---- signing in ---- */

TEST(signing_in_and_out)
{
    struct session session;
    open_new_store();
    char *id = add("nadia", ROLE_officer, NULL);
    struct session_new got = enter(" Nadia", good, NULL, NULL);
    CHECK(got.must_change && !got.wants_code && secret_is(got.device, "d_"));
    REQUIRE(look(&session, got.token) == OK);
    CHECK_TEXT(session.user->id, id);
    CHECK(user_has(session.user, ROLE_officer));
    struct session_new next = enter("nadia", good, got.device, got.token);
    CHECK(strcmp(next.token, got.token) != 0);
    CHECK_TEXT(next.device, ""); /* it has one already */
    CHECK_NUMBER(look(&session, got.token), ERR_LOGIN);
    CHECK(session.user == &user_public);
    REQUIRE(session_end(store, &test_call, next.token) == OK);
    CHECK_NUMBER(look(&session, next.token), ERR_LOGIN);
    CHECK_NUMBER(look(&session, NULL), ERR_LOGIN);
    CHECK_NUMBER(look(&session, "s_"), ERR_LOGIN);
}

TEST(wrong_is_wrong_and_says_no_more)
{
    open_new_store();
    char *gone = add("gone", ROLE_officer, NULL);
    add("nadia", ROLE_officer, NULL);
    REQUIRE(user_disable(store, &test_call, gone, true) == OK);
    static const char *const who[] = {"nadia", "nobody", "gone", ""};
    for (int i = 0; i < 4; i++) {
        CHECK_NUMBER(try(who[i], i == 2 ? good : "not this one at all", "192.0.2.1", NULL), ERR_LOGIN);
        CHECK_TEXT(fault(), "sign_in_wrong");
        CHECK(!test_call.faults->next && !test_call.faults->value);
    }
}

TEST(guessing_is_slowed_and_the_owner_is_not)
{
    open_new_store();
    add("nadia", ROLE_officer, NULL);
    struct session_new mine = enter("nadia", good, NULL, NULL);
    for (int i = 0; i < 5; i++)
        CHECK_NUMBER(try("nadia", "guess guess guess", "203.0.113.9", NULL), ERR_LOGIN);
    CHECK_NUMBER(try("nadia", "guess guess guess", "203.0.113.9", NULL), ERR_LIMIT);
    CHECK_TEXT(fault(), "sign_in_wait");
    CHECK_TEXT(test_call.faults->want, "09:12:05");
    CHECK_NUMBER(try("nadia", good, "203.0.113.9", NULL), ERR_LIMIT); /* even the right one: a guesser learns nothing */
    CHECK_NUMBER(try("NADIA ", good, "203.0.113.9", NULL), ERR_LIMIT); /* nor by other letters */
    CHECK_NUMBER(
        try("nobody", good, "203.0.113.9", NULL), ERR_LOGIN); /* an account that is not there is counted by itself */
    CHECK_NUMBER(try("nadia", good, "192.0.2.77", NULL), OK); /* the owner elsewhere */
    for (int i = 0; i < 6; i++)
        CHECK(try("nadia", "guess guess guess", "192.0.2.1", NULL) != OK);
    CHECK_NUMBER(try("nadia", good, "192.0.2.1", NULL), ERR_LIMIT); /* a neighbour behind the same address */
    CHECK_NUMBER(try("nadia", good, "192.0.2.1", mine.device), OK); /* does not hold up the owner's own browser */
    later(6 * SECOND);
    CHECK_NUMBER(try("nadia", good, "192.0.2.1", NULL), OK);
}

TEST(accounts_that_are_not_there_are_slowed_alike)
{
    open_new_store();
    for (int i = 0; i < 5; i++)
        CHECK_NUMBER(try("nobody", "guess guess guess", "203.0.113.9", NULL), ERR_LOGIN);
    CHECK_NUMBER(try("nobody", "guess guess guess", "203.0.113.9", NULL), ERR_LIMIT);
}

TEST(a_network_of_ipv6_is_one_client)
{
    static const char *const same[] = {
        "2001:db8::1", "2001:DB8::2", "2001:db8:0:0:ffff::3", "2001:db8::4", "2001:db8::5"};
    open_new_store();
    add("nadia", ROLE_officer, NULL);
    for (int i = 0; i < 5; i++)
        CHECK_NUMBER(try("nadia", "guess guess guess", same[i], NULL), ERR_LOGIN);
    CHECK_NUMBER(try("nadia", good, "2001:db8::6", NULL), ERR_LIMIT);
    CHECK_NUMBER(try("nadia", good, "2001:db8:0:1::6", NULL), OK);
    for (int i = 0; i < 5; i++)
        CHECK_NUMBER(try("nadia", "guess guess guess", i % 2 ? "192.0.2.9" : "::ffff:192.0.2.9", NULL), ERR_LOGIN);
    CHECK_NUMBER(try("nadia", good, "192.0.2.9", NULL), ERR_LIMIT);
}

TEST(a_device_of_another_account_is_strange)
{
    open_new_store();
    add("nadia", ROLE_officer, NULL);
    add("mallory", ROLE_officer, NULL);
    struct session_new hers = enter("mallory", good, NULL, NULL);
    for (int i = 0; i < 5; i++)
        CHECK_NUMBER(try("nadia", "guess guess guess", "192.0.2.1", hers.device), ERR_LOGIN);
    CHECK_NUMBER(try("nadia", "guess guess guess", "192.0.2.1", hers.device), ERR_LIMIT);
    CHECK_NUMBER(try("nadia", "guess guess guess", "192.0.2.1", NULL), ERR_LIMIT); /* the same count */
}

TEST(a_device_is_known_for_half_a_year)
{
    open_new_store();
    add("nadia", ROLE_officer, NULL);
    struct session_new mine = enter("nadia", good, NULL, NULL);
    later((SESSION_DEVICE_DAYS + 1) * DAY);
    for (int i = 0; i < 5; i++)
        CHECK_NUMBER(try("nadia", "guess guess guess", "192.0.2.1", NULL), ERR_LOGIN);
    CHECK_NUMBER(try("nadia", good, "192.0.2.1", mine.device), ERR_LIMIT);
    later(MINUTE);
    CHECK(enter("nadia", good, mine.device, NULL).device[0]); /* and gets a new one */
}

TEST(the_last_sign_in_is_told)
{
    struct last_sign_in last;
    open_new_store();
    char *id = add("nadia", ROLE_officer, NULL);
    enter("nadia", good, NULL, NULL);
    REQUIRE(sign_in_last(&last, reader(), &test_call, id) == OK);
    CHECK(!last.at && last.failures == 0);
    later(HOUR);
    CHECK_NUMBER(try("nadia", "guess guess guess", "203.0.113.9", NULL), ERR_LOGIN);
    CHECK_NUMBER(try("nadia", "guess guess guess", "203.0.113.10", NULL), ERR_LOGIN);
    later(HOUR);
    CHECK_NUMBER(try("nadia", good, "192.0.2.2", NULL), OK);
    REQUIRE(sign_in_last(&last, reader(), &test_call, id) == OK);
    CHECK_TEXT(last.at, "2014-06-12T09:12:00.000000Z");
    CHECK_TEXT(last.address, "192.0.2.1");
    CHECK_NUMBER(last.failures, 2);
}

static const SQL(password_kept, "SELECT password FROM credential");
static const SQL(password_weak, "UPDATE credential SET password = $1");

static enum err weaken(struct db *db, struct call *call, void *arg)
{
    return db_run(NULL, db, call, &password_weak, ARGS(arg_text(arg)));
}

TEST(an_old_hash_is_renewed_at_sign_in)
{
    char weak[crypto_pwhash_STRBYTES];
    struct rows *rows;
    open_new_store();
    add("nadia", ROLE_officer, NULL);
    REQUIRE(crypto_pwhash_str(weak, good, strlen(good), crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN) == 0);
    REQUIRE(store_write(store, &test_call, weaken, weak) == OK);
    enter("nadia", good, NULL, NULL);
    REQUIRE(db_query(&rows, reader(), &test_call, &password_kept, NO_ARGS) == OK);
    REQUIRE(rows_next(rows));
    CHECK(strstr(rows_text(rows, 0), "m=65536"));
    REQUIRE(rows_end(rows) == OK);
    enter("nadia", good, NULL, NULL);
}

/* ---- sessions ---- */

TEST(sessions_end_by_themselves)
{
    struct session session;
    open_new_store();
    add("nadia", ROLE_officer, NULL);
    struct session_new idle = enter("nadia", good, NULL, NULL), used = enter("nadia", good, NULL, NULL);
    for (int i = 0; i < 14; i++) {
        later(50 * MINUTE);
        REQUIRE(look(&session, used.token) == OK); /* used again and again */
        REQUIRE(session_touch(store, &test_call, &session) == OK);
    }
    CHECK_NUMBER(look(&session, idle.token), ERR_LOGIN);
    later(21 * MINUTE); /* 12 hours and a minute after it began */
    CHECK_NUMBER(look(&session, used.token), ERR_LOGIN);
    REQUIRE(session_clean(store, &test_call) == OK);
}

TEST(sessions_survive_a_restart)
{
    struct session session;
    open_new_store();
    char *id = add("nadia", ROLE_officer, NULL);
    struct session_new got = enter("nadia", good, NULL, NULL);
    store = open_store(STORE_OPEN, access_schema, access_schema_count);
    REQUIRE(look(&session, got.token) == OK);
    CHECK_TEXT(session.user->id, id);
}

static const SQL(session_ids, "SELECT id FROM session");

TEST(the_store_does_not_know_the_token)
{
    struct rows *rows;
    open_new_store();
    add("nadia", ROLE_officer, NULL);
    struct session_new got = enter("nadia", good, NULL, NULL);
    struct session session;
    REQUIRE(db_query(&rows, reader(), &test_call, &session_ids, NO_ARGS) == OK);
    REQUIRE(rows_next(rows));
    char *id = rows_copy(rows, 0, test_call.arena);
    REQUIRE(rows_end(rows) == OK);
    CHECK(!strstr(got.token, id) && strlen(id) == 64);
    CHECK_NUMBER(look(&session, id), ERR_LOGIN);
}

TEST(signing_out_everywhere)
{
    struct session session, *list;
    int count;
    open_new_store();
    char *id = add("nadia", ROLE_officer, NULL);
    struct session_new here = enter("nadia", good, NULL, NULL), there = enter("nadia", good, NULL, NULL),
                       third = enter("nadia", good, NULL, NULL);
    REQUIRE(session_list(&list, &count, reader(), &test_call, id) == OK);
    REQUIRE(count == 3);
    REQUIRE(look(&session, third.token) == OK);
    REQUIRE(session_end_one(store, &test_call, "somebody else", session.id) == OK);
    CHECK_NUMBER(look(&session, third.token), OK);
    REQUIRE(session_end_one(store, &test_call, id, session.id) == OK);
    CHECK_NUMBER(look(&session, third.token), ERR_LOGIN);
    REQUIRE(session_end_all(store, &test_call, id, here.token) == OK);
    CHECK_NUMBER(look(&session, here.token), OK);
    CHECK_NUMBER(look(&session, there.token), ERR_LOGIN);
}

TEST(a_changed_password_ends_other_sessions)
{
    struct session session;
    open_new_store();
    char *id = add("nadia", ROLE_officer, NULL);
    struct session_new here = enter("nadia", good, NULL, NULL), there = enter("nadia", good, NULL, NULL);
    as(id);
    CHECK_NUMBER(user_change_password(store, &test_call, id, "not the old one", other, here.token), ERR_INVALID);
    CHECK_TEXT(fault(), "password_wrong");
    call_clear(&test_call);
    CHECK_NUMBER(user_change_password(store, &test_call, id, good, good, here.token), ERR_INVALID);
    CHECK_TEXT(fault(), "password_same");
    call_clear(&test_call);
    REQUIRE(user_change_password(store, &test_call, id, good, other, here.token) == OK);
    REQUIRE(look(&session, here.token) == OK);
    CHECK(!session.must_change);
    CHECK_NUMBER(look(&session, there.token), ERR_LOGIN);
    CHECK_NUMBER(try("nadia", good, "192.0.2.1", NULL), ERR_LOGIN);
    CHECK_NUMBER(try("nadia", other, "192.0.2.1", NULL), OK);
    as_operator();
    REQUIRE(user_set_password(store, &test_call, id, good) == OK);
    CHECK_NUMBER(look(&session, here.token), ERR_LOGIN);
    CHECK(enter("nadia", good, NULL, NULL).must_change);
}

TEST(a_form_proves_where_it_came_from)
{
    open_new_store();
    add("nadia", ROLE_officer, NULL);
    struct session_new one = enter("nadia", good, NULL, NULL), two = enter("nadia", good, NULL, NULL);
    char *proof = session_proof(test_call.arena, one.token, "p1");
    CHECK_TEXT(proof, session_proof(test_call.arena, one.token, "p1"));
    CHECK(session_proof_right(one.token, proof));
    CHECK(session_proof_right(one.token, session_proof(test_call.arena, one.token, "")));
    CHECK(!session_proof_right(two.token, proof));
    proof[1] = '2'; /* the salt of another page */
    CHECK(!session_proof_right(one.token, proof));
    CHECK(!session_proof_right(one.token, NULL) && !session_proof_right(one.token, "") &&
        !session_proof_right(one.token, "p1."));
    CHECK(!session_proof_right(NULL, proof));
}

/* ---- memory ---- */

static enum err a_whole_day(void *arg)
{
    struct call *call = arg;
    struct session_new got;
    struct session session;
    struct db *db;
    struct sign_in in = {.login = "nadia", .password = good, .address = "192.0.2.1"};
    enum err err = session_sign_in(&got, store, call, &in, "browser", NULL);
    if (!err)
        err = store_reader(&db, store, call);
    if (!err)
        err = session_load(&session, db, call, got.token);
    if (!err)
        session_proof(call->arena, got.token, "p");
    return err ? err : session_end(store, call, got.token);
}

TEST(memory_may_run_out_anywhere)
{
    int failed = 0;
    enum err err = ERR_NO_MEMORY;
    open_new_store();
    add("nadia", ROLE_officer, NULL);
    reader(); /* what the store itself allocates when it connects is its own test */
    /* every third place: a password is computed each time */
    for (unsigned long n = 1; err == ERR_NO_MEMORY && n < 500; n += 3) {
        struct call call = test_call;
        call.arena = arena_new(1 << 20);
        call.faults_end = &call.faults;
        call.now += (int64_t)n * HOUR; /* so that nobody has to wait */
        arena_fail_at(n);
        err = arena_run(call.arena, a_whole_day, &call);
        arena_fail_at(0);
        arena_free(call.arena);
        failed += err == ERR_NO_MEMORY;
    }
    CHECK_NUMBER(err, OK);
    CHECK(failed > 5);
    later(DAY * 30);
    CHECK_NUMBER(try("nadia", good, "192.0.2.1", NULL), OK);
}

/* ---- what fails on the way ---- */

/* Whichever statement fails: nobody is let in by it, and it works again afterwards. */
TEST(any_statement_may_fail)
{
    int failed = 0;
    enum err err = ERR_SYSTEM;
    open_new_store();
    add("nadia", ROLE_officer, NULL);
    for (unsigned long n = 1; err != OK && n < 100; n++) {
        struct session_new got;
        struct sign_in in = {.login = "nadia", .password = good, .address = "192.0.2.1"};
        later(2 * HOUR); /* so that nobody has to wait */
        db_fail_at(n);
        err = session_sign_in(&got, store, &test_call, &in, "browser", NULL);
        db_fail_at(0);
        struct session session;
        if (err) {
            CHECK(err == ERR_SYSTEM || err == ERR_UNKNOWN);
            CHECK_NUMBER(look(&session, got.token), ERR_LOGIN);
            failed++;
        } else {
            CHECK_NUMBER(look(&session, got.token), OK);
        }
    }
    CHECK_NUMBER(err, OK);
    CHECK(failed > 8);
}

static int64_t time_of(const char *login)
{
    struct timespec from, to;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
    CHECK_NUMBER(try(login, "not this one at all", NULL, NULL), ERR_LOGIN);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
    return (to.tv_sec - from.tv_sec) * 1000000 + (to.tv_nsec - from.tv_nsec) / 1000;
}

/* The whole way, by processor time, the least of several. */
TEST(time_does_not_tell_who_is_there)
{
    int64_t known = INT64_MAX, unknown = INT64_MAX;
    open_new_store();
    add("nadia", ROLE_officer, NULL);
    for (int i = 0; i < 4; i++) {
        int64_t one = time_of("nadia"), another = time_of("nobody");
        known = one < known ? one : known;
        unknown = another < unknown ? another : unknown;
    }
    if (known > unknown * 3 / 2 || unknown > known * 3 / 2)
        test_fail(__FILE__, __LINE__, "known %lld, unknown %lld microseconds", (long long)known, (long long)unknown);
}

int main(void)
{
    RUN_ON_BOTH(signing_in_and_out);
    RUN_ON_BOTH(wrong_is_wrong_and_says_no_more);
    RUN_ON_BOTH(guessing_is_slowed_and_the_owner_is_not);
    RUN_ON_BOTH(accounts_that_are_not_there_are_slowed_alike);
    RUN_ON_BOTH(a_network_of_ipv6_is_one_client);
    RUN_ON_BOTH(a_device_of_another_account_is_strange);
    RUN_ON_BOTH(a_device_is_known_for_half_a_year);
    RUN_ON_BOTH(the_last_sign_in_is_told);
    RUN_ON_BOTH(an_old_hash_is_renewed_at_sign_in);
    RUN_ON_BOTH(sessions_end_by_themselves);
    RUN_ON_BOTH(sessions_survive_a_restart);
    RUN_ON_BOTH(the_store_does_not_know_the_token);
    RUN_ON_BOTH(signing_out_everywhere);
    RUN_ON_BOTH(a_changed_password_ends_other_sessions);
    RUN_ON_BOTH(a_form_proves_where_it_came_from);
    RUN_ON_BOTH(memory_may_run_out_anywhere);
    RUN_ON_BOTH(any_statement_may_fail);
    RUN_ON_BOTH(time_does_not_tell_who_is_there);
    return test_end();
}
