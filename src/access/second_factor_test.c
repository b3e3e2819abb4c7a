/* The second factor of accounts, on both engines. The codes themselves: totp_test.c. */
#include "test/with_users.h"
#include "access/second_factor.h"

/* ---- the second factor ---- */

static const char **switch_on(const char *id)
{
    struct enrolment enrolment;
    const char **codes;
    as(id);
    REQUIRE(second_factor_begin(&enrolment, store, &test_call, "Servanda", id, good) == OK);
    CHECK(text_starts(enrolment.url, "otpauth://totp/Servanda:nadia?secret=") && enrolment.picture_size > 20);
    read_secret(enrolment.secret);
    CHECK_NUMBER(second_factor_confirm(&codes, store, &test_call, id, "000000"), ERR_INVALID);
    call_clear(&test_call);
    REQUIRE(second_factor_confirm(&codes, store, &test_call, id, code_now()) == OK);
    as_operator();
    later(MINUTE);
    return codes;
}

static enum err give_code(struct session_new *out, const char *token, const char *code)
{
    struct sign_in in = {.code = code, .address = "192.0.2.1"};
    call_clear(&test_call);
    return session_code(out, store, &test_call, token, &in);
}

TEST(a_code_is_asked_for)
{
    struct session session;
    struct session_new done;
    open_new_store();
    char *id = add("nadia", ROLE_officer, NULL);
    switch_on(id);
    struct session_new half = enter("nadia", good, NULL, NULL);
    CHECK(half.wants_code && !half.device[0]);
    REQUIRE(look(&session, half.token) == OK);
    CHECK(session.wants_code && session.user == &user_public);
    CHECK_NUMBER(give_code(&done, half.token, " "), ERR_INVALID);
    CHECK_TEXT(fault(), "code_wanted");
    CHECK_NUMBER(give_code(&done, half.token, "000000"), ERR_LOGIN);
    CHECK_TEXT(fault(), "code_wrong");
    const char *code = code_now();
    REQUIRE(give_code(&done, half.token, code) == OK);
    CHECK(strcmp(done.token, half.token) != 0 && done.device[0]);
    REQUIRE(look(&session, done.token) == OK);
    CHECK_TEXT(session.user->id, id);
    CHECK_NUMBER(look(&session, half.token), ERR_LOGIN);
    struct session_new again = enter("nadia", good, NULL, NULL);
    CHECK_NUMBER(give_code(&done, again.token, code), ERR_LOGIN); /* not twice */
    later(11 * MINUTE);
    CHECK_NUMBER(give_code(&done, again.token, code_now()), ERR_LOGIN);
    CHECK_TEXT(fault(), "session_ended");
}

TEST(both_at_once)
{
    struct signed_in who;
    open_new_store();
    char *id = add("nadia", ROLE_officer, NULL);
    switch_on(id);
    struct sign_in in = {.login = "nadia", .password = good, .code = ""};
    REQUIRE(sign_in(&who, store, &test_call, &in) == OK);
    CHECK(who.wants_code);
    in.code = "000000";
    CHECK_NUMBER(sign_in(&who, store, &test_call, &in), ERR_LOGIN);
    CHECK(!who.user);
    in.code = code_now();
    REQUIRE(sign_in(&who, store, &test_call, &in) == OK);
    CHECK(!who.wants_code);
    CHECK_TEXT(who.user->id, id);
}

TEST(recovery_codes_are_good_once)
{
    struct session_new done;
    struct second_factor state;
    open_new_store();
    char *id = add("nadia", ROLE_officer, NULL);
    const char **codes = switch_on(id), **fresh;
    REQUIRE(give_code(&done, enter("nadia", good, NULL, NULL).token, codes[3]) == OK);
    CHECK_NUMBER(give_code(&done, enter("nadia", good, NULL, NULL).token, codes[3]), ERR_LOGIN);
    REQUIRE(second_factor_state(&state, reader(), &test_call, id) == OK);
    CHECK_NUMBER(state.codes_left, RECOVERY_CODES - 1);
    as(id);
    call_clear(&test_call);
    REQUIRE(second_factor_codes(&fresh, store, &test_call, id, good) == OK);
    CHECK_NUMBER(give_code(&done, enter("nadia", good, NULL, NULL).token, codes[4]), ERR_LOGIN);
    CHECK_NUMBER(give_code(&done, enter("nadia", good, NULL, NULL).token, fresh[4]), OK);
}

TEST(codes_cannot_be_guessed)
{
    struct session_new done;
    open_new_store();
    char *id = add("nadia", ROLE_officer, NULL);
    switch_on(id);
    struct session_new half = enter("nadia", good, NULL, NULL);
    for (int i = 0; i < 5; i++)
        CHECK_NUMBER(give_code(&done, half.token, "000000"), ERR_LOGIN);
    CHECK_NUMBER(give_code(&done, half.token, code_now()), ERR_LIMIT);
    later(6 * SECOND);
    CHECK_NUMBER(give_code(&done, half.token, code_now()), OK);
}

static const SQL(totp_kept, "SELECT secret FROM totp");

TEST(the_secret_is_not_in_clear_and_can_be_switched_off)
{
    struct rows *rows;
    struct enrolment enrolment;
    open_new_store();
    char *id = add("nadia", ROLE_officer, NULL);
    switch_on(id);
    REQUIRE(db_query(&rows, reader(), &test_call, &totp_kept, NO_ARGS) == OK);
    REQUIRE(rows_next(rows));
    CHECK(!strstr(rows_text(rows, 0), text_hex(test_call.arena, totp_secret, TOTP_SECRET)));
    REQUIRE(rows_end(rows) == OK);
    as(id);
    CHECK_NUMBER(second_factor_begin(&enrolment, store, &test_call, "Servanda", id, good), ERR_CONFLICT);
    call_clear(&test_call);
    CHECK_NUMBER(second_factor_off(store, &test_call, id, other), ERR_INVALID);
    CHECK_TEXT(fault(), "password_wrong");
    call_clear(&test_call);
    CHECK(enter("nadia", good, NULL, NULL).wants_code);
    REQUIRE(second_factor_off(store, &test_call, id, good) == OK);
    CHECK(!enter("nadia", good, NULL, NULL).wants_code);
    char *somebody = (as_operator(), add("other", ROLE_officer, NULL));
    as(somebody);
    CHECK_NUMBER(second_factor_off(store, &test_call, id, good), ERR_FORBIDDEN);
    CHECK_NUMBER(second_factor_begin(&enrolment, store, &test_call, "Servanda", id, good), ERR_FORBIDDEN);
}

TEST(an_administrator_switches_off_a_lost_one_and_says_why)
{
    open_new_store();
    char *id = add("nadia", ROLE_officer, NULL);
    switch_on(id);
    as_operator();
    CHECK_NUMBER(second_factor_off(store, &test_call, id, NULL), ERR_INVALID);
    CHECK_TEXT(test_call.faults->field, "reason");
    call_clear(&test_call);
    test_call.reason = "lost telephone";
    CHECK_NUMBER(second_factor_off(store, &test_call, id, NULL), OK);
    CHECK(!enter("nadia", good, NULL, NULL).wants_code);
}

TEST(the_picture_can_be_shown_again_until_it_is_confirmed)
{
    struct enrolment first, again;
    struct second_factor state;
    const char **codes;
    open_new_store();
    char *id = add("nadia", ROLE_officer, NULL);
    as(id);
    CHECK_NUMBER(second_factor_pending(&again, store, &test_call, "Servanda", id), ERR_NOT_FOUND);
    CHECK_NUMBER(second_factor_begin(&first, store, &test_call, "Servanda", id, other), ERR_INVALID);
    call_clear(&test_call);
    REQUIRE(second_factor_begin(&first, store, &test_call, "Servanda", id, good) == OK);
    REQUIRE(second_factor_pending(&again, store, &test_call, "Servanda", id) == OK);
    CHECK_TEXT(again.secret, first.secret);
    CHECK_TEXT(again.picture, first.picture);
    REQUIRE(second_factor_state(&state, reader(), &test_call, id) == OK);
    CHECK(state.begun && !state.since);
    read_secret(first.secret);
    REQUIRE(second_factor_confirm(&codes, store, &test_call, id, code_now()) == OK);
    CHECK_NUMBER(second_factor_pending(&again, store, &test_call, "Servanda", id), ERR_NOT_FOUND);
    call_clear(&test_call);
    REQUIRE(second_factor_state(&state, reader(), &test_call, id) == OK);
    CHECK(!state.begun && state.since && state.codes_left == RECOVERY_CODES);
}

int main(void)
{
    RUN_ON_BOTH(a_code_is_asked_for);
    RUN_ON_BOTH(both_at_once);
    RUN_ON_BOTH(recovery_codes_are_good_once);
    RUN_ON_BOTH(codes_cannot_be_guessed);
    RUN_ON_BOTH(the_secret_is_not_in_clear_and_can_be_switched_off);
    RUN_ON_BOTH(an_administrator_switches_off_a_lost_one_and_says_why);
    RUN_ON_BOTH(the_picture_can_be_shown_again_until_it_is_confirmed);
    return test_end();
}
