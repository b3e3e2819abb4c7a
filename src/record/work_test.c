/* Wrong steps taken back, accounts as fields, work handed over, lists kept: of the records in src/record/case/case.decl. */
#include "access/hand_over.h"
#include "record/hand_over_rows.h"
#include "record/merge.h"
#include "record/saved_list.h"
#include "test/with_case.h"

/* ---- taking back ---- */

static enum err take_back(int64_t seq)
{
    struct outcome outcome;
    call_clear(&test_call);
    test_call.reason = "a mistake";
    enum err err = record_take_back(&outcome, store, &test_call, seq);
    test_call.reason = NULL;
    return err;
}

TEST(a_step_is_taken_back)
{
    begin();
    const char *id = new_petition("AAA", "first", "2014-06-12", "3");
    REQUIRE(try(petition, id, "receive") == OK);
    int64_t received = last_of(petition, id).seq;
    REQUIRE(try(petition, id, "circulate") == OK);
    CHECK(last_of(petition, id).can_take_back);
    int64_t circulated = last_of(petition, id).seq;
    CHECK_NUMBER(take_back(received), ERR_STALE); /* not the last one */
    CHECK_TEXT(fault(), "step_not_last");
    as(focal); /* may not take it, and so not take it back */
    CHECK_NUMBER(take_back(circulated), ERR_FORBIDDEN);
    as(ben);
    REQUIRE(take_back(circulated) == OK);
    CHECK_STATE(petition, id, "received");
    CHECK_TEXT(text_of(petition, id, "circulated"), NULL); /* with what it had set */
    int64_t taken_back = last_of(petition, id).seq;
    CHECK_NUMBER(take_back(taken_back), ERR_INVALID); /* a step is taken anew, with all it asks for */
    CHECK_TEXT(fault(), "state_by_step");
    REQUIRE(take_back(received) == OK); /* now it is the last one in force */
    CHECK_STATE(petition, id, "draft");
    CHECK_NUMBER(take_back(received), ERR_STALE);
}

TEST(a_step_that_was_taken_back_makes_no_second_person)
{
    begin();
    const char *id = new_petition("AAA", "first", "2014-06-12", "3");
    REQUIRE(try(petition, id, "receive") == OK && try(petition, id, "close") == OK);
    as(ben);
    REQUIRE(try(petition, id, "file") == OK);
    REQUIRE(take_back(last_of(petition, id).seq) == OK);
    as(ana); /* closed it, whatever came in between */
    CHECK_NUMBER(try(petition, id, "file"), ERR_FORBIDDEN);
    CHECK_TEXT(fault(), "second_person");
    as(ben);
    CHECK_NUMBER(try(petition, id, "file"), OK);
}

TEST(what_followed_goes_with_its_cause)
{
    begin();
    const char *consent = new_charter("consent"), *a = new_petition("AAA", "a", "2014-06-12", "3"),
               *b = new_petition("AAA", "b", "2014-06-12", "3");
    REQUIRE(set(petition, a, "charter", consent) == OK && set(petition, b, "charter", consent) == OK);
    REQUIRE(try(petition, b, "receive") == OK);
    REQUIRE(try(charter, consent, "withdraw") == OK);
    int64_t withdrawn = last_of(charter, consent).seq;
    CHECK(!last_of(petition, a).can_take_back);
    CHECK_NUMBER(take_back(last_of(petition, a).seq), ERR_CONFLICT); /* never alone */
    CHECK_TEXT(fault(), "step_followed");
    REQUIRE(take_back(withdrawn) == OK);
    CHECK_STATE(charter, consent, "given");
    CHECK_STATE(petition, a, "draft");
    CHECK_STATE(petition, b, "received");
    REQUIRE(try(charter, consent, "withdraw") == OK);
    CHECK_STATE(petition, a, "fallen");
    withdrawn = last_of(charter, consent).seq;
    REQUIRE(set(petition, a, "subject", "changed since") == OK); /* another field: the state is still as it was left */
    REQUIRE(take_back(withdrawn) == OK);
    CHECK_STATE(petition, a, "draft");
    CHECK_TEXT(text_of(petition, a, "subject"), "changed since");
    on(2015, 6, 13);
    CHECK_NUMBER(tended()->taken, 1);
    CHECK_NUMBER(take_back(last_of(charter, consent).seq), ERR_INVALID); /* the system would do it again */
    CHECK_TEXT(fault(), "step_by_time");
}

/* ---- accounts as fields ---- */

TEST(an_account_is_a_field)
{
    struct view view;
    const char **titles;
    int owner = field_named(petition, "owner");
    begin();
    const char *id = new_petition("AAA", "first", "2014-06-12", "3");
    REQUIRE(set(petition, id, "owner", "ben") == OK); /* by log-in */
    CHECK_TEXT(text_of(petition, id, "owner"), ben->id);
    REQUIRE(set(petition, id, "owner", ana->id) == OK); /* by id */
    CHECK_NUMBER(set(petition, id, "owner", "carl"), ERR_INVALID);
    CHECK_TEXT(test_call.faults->field, "owner");
    CHECK_NUMBER(set(petition, id, "owner", "01arz3ndektsv4rrffq69g5fav"), ERR_INVALID);
    CHECK_TEXT(fault(), "no_account");
    REQUIRE(record_show(&view, reader(), &test_call, petition, id) == OK);
    REQUIRE(record_titles(&titles, reader(), &test_call, &view, 1) == OK);
    CHECK_TEXT(titles[owner], "ana Example");
    struct list_page page;
    struct input where = {"owner", "ana"};
    REQUIRE(record_list(&page, reader(), &test_call, charter, &(struct list_wish){.where = &where, .where_count = 1}) ==
        OK);
    as(focal); /* of colleagues in the office a focal point knows no names, and cannot find out who there is */
    REQUIRE(record_show(&view, reader(), &test_call, petition, id) == OK);
    REQUIRE(record_titles(&titles, reader(), &test_call, &view, 1) == OK);
    CHECK_TEXT(titles[owner], NULL);
    CHECK_NUMBER(set(petition, id, "owner", "ben"), ERR_INVALID);
    CHECK_NUMBER(set(petition, id, "owner", ben->id), ERR_INVALID);
    CHECK_NUMBER(set(petition, id, "owner", "focal"), OK);
    as(user_operator(test_call.arena, "root"));
    REQUIRE(user_disable(store, &test_call, ben->id, true) == OK);
    as(ana);
    CHECK_NUMBER(set(petition, id, "owner", "ben"), ERR_INVALID); /* who cannot sign in takes on nothing */
    const char *mine = ADD(errand, {"label", "mine"});            /* standard me */
    CHECK_TEXT(text_of(errand, mine, "owner"), ana->id);
}

TEST(what_one_has_goes_to_another)
{
    struct handed_over *moved;
    int count;
    begin();
    hand_over_rows();
    const char *open = ADD(errand, {"label", "open"}), *done = ADD(errand, {"label", "done"});
    const char *id = new_petition("AAA", "first", "2014-06-12", "3"), *given = new_charter("consent");
    REQUIRE(set(petition, id, "owner", "ana") == OK && set(charter, given, "owner", "ana") == OK);
    REQUIRE(try(errand, done, "finish") == OK);
    test_call.reason = "leaves";
    for (int dry_run = 1; dry_run >= 0; dry_run--) {
        int64_t n = 0;
        REQUIRE(hand_over(&moved, &count, store, &test_call, ana->id, ben->id, dry_run) == OK);
        for (int i = 0; i < count; i++)
            n += moved[i].moved;
        CHECK_NUMBER(n, 3);
        CHECK_TEXT(text_of(errand, open, "owner"), dry_run ? ana->id : ben->id);
    }
    CHECK_TEXT(text_of(petition, id, "owner"), ben->id);
    CHECK_TEXT(text_of(charter, given, "owner"), ben->id);
    CHECK_TEXT(text_of(charter, given, "given_by"), ana->id); /* who did it stays who did it */
    CHECK_TEXT(text_of(errand, done, "owner"), ana->id);      /* no step leaves it any more */
    CHECK_TEXT(last_of(errand, open).action, "hand_over");
    CHECK_TEXT(last_of(errand, open).reason, "leaves");
    test_call.reason = NULL;
}

/* ---- saved lists ---- */

TEST(a_list_is_kept_under_a_name)
{
    struct outcome outcome;
    struct saved_choice *choices;
    struct list_page page;
    int count;
    begin();
    new_petition("AAA", "plain one", "2014-06-12", "3");
    struct input odd = {"kind", "plain"};
    struct list_wish wish = {.where = &odd, .where_count = 1, .sort = "count"}, opened = {0};
    REQUIRE(saved_keep(&outcome, store, &test_call, petition, &wish, "mine", false) == OK);
    CHECK_NUMBER(saved_keep(&outcome, store, &test_call, petition, &wish, "mine", false), ERR_CONFLICT);
    call_clear(&test_call);
    REQUIRE(saved_keep(&outcome, store, &test_call, petition, &wish, "ours", true) == OK);
    REQUIRE(saved_open(&opened, reader(), &test_call, petition, "mine") == OK);
    REQUIRE(opened.where_count == 1);
    CHECK_TEXT(opened.where[0].name, "kind");
    CHECK_TEXT(opened.where[0].text, "plain");
    CHECK_TEXT(opened.sort, "count");
    REQUIRE(record_list(&page, reader(), &test_call, petition, &opened) == OK);
    CHECK_NUMBER(page.count, 1);
    as(ben); /* what is shared, and no more */
    REQUIRE(saved_lists(&choices, &count, reader(), &test_call, petition) == OK);
    REQUIRE(count == 1);
    CHECK_TEXT(choices[0].name, "ours");
    CHECK(!choices[0].mine);
    CHECK_NUMBER(saved_open(&opened, reader(), &test_call, petition, "mine"), ERR_NOT_FOUND);
    CHECK_NUMBER(set(record_named("saved_list"), choices[0].id, "name", "theirs"), ERR_FORBIDDEN);
    as(focal); /* with the office, not with everybody */
    REQUIRE(saved_lists(&choices, &count, reader(), &test_call, petition) == OK);
    CHECK_NUMBER(count, 0);
    struct input none = {"weight", "1"};
    CHECK_NUMBER(saved_keep(&outcome, store, &test_call, petition,
                     &(struct list_wish){.where = &none, .where_count = 1}, "bad", false),
        ERR_INVALID); /* the list cannot be narrowed by that */
    CHECK_TEXT(fault(), "bad_filters");
    as(&user_public);
    CHECK_NUMBER(saved_keep(&outcome, store, &test_call, petition, &wish, "nobody's", false), ERR_LOGIN);
}

int main(void)
{
    RUN_ON_BOTH(a_step_is_taken_back);
    RUN_ON_BOTH(a_step_that_was_taken_back_makes_no_second_person);
    RUN_ON_BOTH(what_followed_goes_with_its_cause);
    RUN_ON_BOTH(an_account_is_a_field);
    RUN_ON_BOTH(what_one_has_goes_to_another);
    RUN_ON_BOTH(a_list_is_kept_under_a_name);
    return test_end();
}
