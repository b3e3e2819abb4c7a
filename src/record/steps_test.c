/* Time in records that use it all (src/record/case/case.decl): clocks, what waits, what the system does by itself. */
#include "record/clocks.h"
#include "record/digest.h"
#include "record/link.h"
#include "record/waiting.h"
#include "store/ledger.h"
#include "test/with_case.h"
#include <pthread.h>

/* ---- clocks ---- */

static int clocks(struct row_clock *out, const char *id)
{
    struct view view;
    call_clear(&test_call);
    REQUIRE(record_show(&view, reader(), &test_call, petition, id) == OK);
    return clocks_of(out, &test_call, &view);
}

TEST(a_clock_runs_in_the_states_where_its_step_begins)
{
    struct row_clock found[MOST_CLOCKS];
    begin();
    const char *id = new_petition("AAA", "first", "2014-06-12", "3");
    CHECK_NUMBER(clocks(found, id), 0); /* a draft */
    REQUIRE(try(petition, id, "receive") == OK);
    REQUIRE(clocks(found, id) == 2);
    CHECK_TEXT(found[0].step->name, "decide");
    CHECK(date_is(found[0].reading.due, date_of(2014, 6, 17))); /* over a weekend */
    CHECK_TEXT(clock_words(&test_call, found[0].step, &found[0].reading), "5 days left");
    CHECK_TEXT(found[1].step->name, "close");
    CHECK(date_is(found[1].reading.due, date_of(2014, 8, 12)));
    on(2014, 6, 19);
    REQUIRE(clocks(found, id) == 2);
    CHECK_NUMBER(found[0].reading.state, CLOCK_LATE);
    CHECK_TEXT(clock_words(&test_call, found[0].step, &found[0].reading), "late by 2 days");
    REQUIRE(set(petition, id, "published", "true") == OK);
    as(&user_public); /* who may not see what a clock counts from is not told what follows from it */
    CHECK_NUMBER(clocks(found, id), 0);
    as(ana);
    REQUIRE(try(petition, id, "decide") == OK);
    REQUIRE(clocks(found, id) == 1);
    CHECK_TEXT(found[0].step->name, "close");
}

static bool fridays_too(const struct days_off *days, struct date day)
{
    (void)days;
    return date_weekday(day) >= 5;
}

static enum err load_fridays(const struct days_off **out, struct db *db, struct call *call)
{
    static const struct days_off fridays = {fridays_too};
    (void)db, (void)call;
    *out = &fridays;
    return OK;
}

TEST(working_days_are_those_that_were_registered)
{
    struct row_clock found[MOST_CLOCKS];
    begin();
    const char *id = new_petition("AAA", "first", "2014-06-12", "3");
    REQUIRE(try(petition, id, "receive") == OK);
    days_off_register(load_fridays);
    REQUIRE(clocks(found, id) == 2);
    CHECK(date_is(found[0].reading.due, date_of(2014, 6, 18)));
    days_off_register(NULL);
}

TEST(a_step_sets_when_and_who)
{
    begin();
    const char *id = new_petition("AAA", "first", "2014-06-12", "3");
    REQUIRE(try(petition, id, "receive") == OK);
    CHECK_NUMBER(set(petition, id, "circulated", "2014-06-01"), ERR_INVALID); /* never by hand */
    on(2014, 6, 13);
    REQUIRE(try(petition, id, "circulate") == OK);
    CHECK_TEXT(text_of(petition, id, "circulated"), "2014-06-13");
    CHECK_TEXT(text_of(petition, id, "circulated_by"), ana->id);
}

/* ---- what waits ---- */

static int waits(char *out, size_t room, const struct waiting_wish *wish, struct waiting_list *list)
{
    size_t n = 0;
    call_clear(&test_call);
    REQUIRE(waiting_list(list, reader(), &test_call, wish) == OK);
    out[0] = 0;
    for (int i = 0; i < list->count; i++)
        n += (size_t)snprintf(out + n, room - n, "%s%s %s", i ? ", " : "",
            list->items[i].step ? list->items[i].step->name : list->items[i].wait->key, list->items[i].title);
    return list->count;
}
#define WAITS(wish, want)                                                                                              \
    do {                                                                                                               \
        waits(text, sizeof text, wish, &list);                                                                         \
        CHECK_TEXT(text, want);                                                                                        \
    } while (0)

TEST(what_waits_is_told_to_those_who_may_do_it)
{
    struct waiting_list list;
    char text[2000];
    begin();
    const char *late = new_petition("AAA", "late", "2014-06-02", "3");
    const char *soon = new_petition("BBB", "soon", "2014-06-11", "3");
    new_petition("BBB", "draft", "2014-06-11", "3");
    REQUIRE(try(petition, late, "receive") == OK && try(petition, soon, "receive") == OK);
    ADD(errand, {"label", "undated"});
    ADD(errand, {"label", "dated"}, {"asked", "2014-06-10T08:00:00.000000Z"});
    WAITS(&(struct waiting_wish){0},
        "decide late, decide soon, finish dated, close late, close soon, finish undated, look_at draft");
    CHECK_NUMBER(list.late, 1); /* due on 5 June */
    CHECK_NUMBER(list.soon, 2);
    CHECK_TEXT(list.items[0].scope, "First");
    CHECK_TEXT(waiting_whom(&test_call, &list.items[0]), "you");
    as(focal); /* may close own ones, and sees no others */
    WAITS(&(struct waiting_wish){0}, "close late");
    WAITS(&(struct waiting_wish){.all = true}, "decide late, close late");
    CHECK_TEXT(waiting_whom(&test_call, &list.items[0]), "Programme officer");
    as(&user_public);
    WAITS(&(struct waiting_wish){.all = true}, "");
    as(ana);
    REQUIRE(try(petition, late, "decide") == OK);
    WAITS(&(struct waiting_wish){.most = 2}, "decide soon, finish dated");
    CHECK(list.next != NULL);
}

/* Page by page, whatever its size, is the whole. */
TEST(what_waits_comes_page_by_page)
{
    struct waiting_list list;
    char whole[8000], text[8000];
    const char *so_far;
    begin();
    for (int i = 0; i < 30; i++) {
        const char *id = new_petition(i % 3 ? "AAA" : "BBB", arena_format(test_call.arena, "p%02d", i),
            arena_format(test_call.arena, "2014-06-%02d", 1 + i * 7 % 11), "3");
        if (i % 5)
            REQUIRE(try(petition, id, "receive") == OK);
        ADD(errand, {"label", arena_format(test_call.arena, "e%02d", i)},
            {"asked", i % 4 ? arena_format(test_call.arena, "2014-06-%02dT08:00:00.000000Z", 1 + i % 9) : NULL});
    }
    const struct user *const users[] = {ana, focal};
    for (int u = 0; u < 2; u++)
        for (int most = 1; most <= 13; most += 3) {
            struct waiting_wish wish = {.most = most};
            int64_t late, soon;
            as(users[u]);
            waits(whole, sizeof whole, &(struct waiting_wish){.most = 1000}, &list);
            CHECK(list.next == NULL);
            late = list.late;
            soon = list.soon;
            so_far = "";
            do {
                CHECK(waits(text, sizeof text, &wish, &list) <= most);
                so_far = arena_format(test_call.arena, "%s%s%s", so_far, *so_far ? ", " : "", text);
                CHECK_NUMBER(list.late, late); /* counted, where it is not seen */
                CHECK_NUMBER(list.soon, soon);
                wish.after = list.next;
            } while (list.next);
            CHECK_TEXT(so_far, whole);
        }
    CHECK_NUMBER(waiting_list(&list, reader(), &test_call, &(struct waiting_wish){.after = "nonsense"}), ERR_INVALID);
}

TEST(what_is_due_is_a_calendar)
{
    begin();
    const char *id = new_petition("AAA", "first", "2014-06-12", "3");
    REQUIRE(try(petition, id, "receive") == OK);
    struct buffer *out = buffer_new(test_call.arena, 1 << 20);
    REQUIRE(waiting_calendar(out, reader(), &test_call, "https://example.org") == OK);
    CHECK(strstr(out->at, "DTSTART;VALUE=DATE:20140617\r\n"));
    CHECK(strstr(out->at, "SUMMARY:decide: first\r\n"));
    CHECK(strstr(out->at, arena_format(test_call.arena, "URL:https://example.org/petition/%s\r\n", id)));
}

/* ---- steps that nobody takes by hand ---- */

TEST(the_system_takes_what_the_time_is_over_for)
{
    begin();
    const char *id = new_petition("AAA", "first", "2014-06-12", NULL),
               *held = new_petition("AAA", "held", "2014-06-12", "3");
    REQUIRE(try(petition, id, "receive") == OK && try(petition, held, "receive") == OK);
    REQUIRE(try(petition, id, "circulate") == OK && try(petition, held, "circulate") == OK);
    REQUIRE(set(petition, held, "objected", "true") == OK);
    on(2014, 6, 19); /* the fifth working day is part of the time */
    CHECK_NUMBER(tended()->taken, 0);
    on(2014, 6, 20);
    struct tend_report *report = tended(); /* no weight yet */
    CHECK_NUMBER(report->taken, 0);
    REQUIRE(report->stopped == 1);
    CHECK_TEXT(report->list[0].id, id);
    CHECK_TEXT(report->list[0].step, "settle");
    CHECK(report->list[0].why && strstr(report->list[0].why, "weight"));
    CHECK_STATE(petition, id, "circulating");
    REQUIRE(set(petition, id, "weight", "2") == OK);
    CHECK_NUMBER(tended()->taken, 1);
    CHECK_STATE(petition, id, "decided");
    CHECK_STATE(petition, held, "circulating"); /* held back by its flag */
    struct past past = last_of(petition, id);
    CHECK_TEXT(past.who, "system");
    CHECK_TEXT(past.action, "settle");
    CHECK_TEXT(past.cause.field, "circulated");
    CHECK_NUMBER(tended()->taken, 0);
    REQUIRE(set(petition, held, "objected", "false") == OK);
    CHECK_NUMBER(tended()->taken, 1);
    CHECK_NUMBER(try(petition, held, "settle"), ERR_FORBIDDEN); /* nobody takes it by hand */
}

TEST(what_depends_falls_with_it)
{
    begin();
    const char *consent = new_charter("consent"), *other = new_charter("other");
    const char *fallen[250];
    for (int i = 0; i < 250; i++) {
        fallen[i] = new_petition("AAA", arena_format(test_call.arena, "n%d", i), "2014-06-12", "3");
        REQUIRE(set(petition, fallen[i], "charter", consent) == OK);
    }
    const char *stays = new_petition("AAA", "stays", "2014-06-12", "3");
    const char *closed = new_petition("AAA", "closed", "2014-06-12", "3");
    REQUIRE(set(petition, stays, "charter", other) == OK && set(petition, closed, "charter", consent) == OK);
    REQUIRE(try(petition, closed, "receive") == OK && try(petition, closed, "close") == OK);
    as(focal);
    REQUIRE(try(charter, consent, "withdraw") == OK);
    for (int i = 0; i < 250; i++)
        CHECK_STATE(petition, fallen[i], "fallen");
    CHECK_STATE(petition, stays, "draft");
    CHECK_STATE(petition, closed, "closed"); /* no such step leads from there */
    struct past past = last_of(petition, fallen[7]);
    CHECK_TEXT(past.who, "system");
    CHECK_TEXT(past.cause.noun, "charter");
    CHECK_TEXT(past.cause.id, consent);
    CHECK_TEXT(past.cause.state, "withdrawn");
    as(ana); /* what comes to depend on it later falls at once */
    REQUIRE(set(petition, stays, "charter", consent) == OK);
    CHECK_STATE(petition, stays, "fallen");
    struct outcome outcome;
    REQUIRE(record_add(&outcome, store, &test_call, petition,
                (const struct input[]){{"from", "AAA"}, {"kind", "odd"}, {"subject", "born"},
                    {"received", "2014-06-12"}, {"charter", consent}},
                5) == OK);
    CHECK_STATE(petition, outcome.id, "fallen");
    CHECK_NUMBER(outcome.version, 2); /* as it is now */
    struct ledger_report report;
    REQUIRE(ledger_verify(&report, store, &test_call, record_digests, NULL, NULL, NULL, NULL) == OK);
    CHECK_NUMBER(report.faults, 0);
}

TEST(one_thing_follows_from_another)
{
    begin();
    const char *consent = new_charter("consent"), *id = new_petition("AAA", "first", "2014-06-12", "3");
    REQUIRE(set(petition, id, "charter", consent) == OK);
    on(2015, 6, 12);
    CHECK_NUMBER(tended()->taken, 0);
    on(2015, 6, 13); /* a year after it was given it lapses, and with it what depends on it */
    CHECK_NUMBER(tended()->taken, 1);
    CHECK_STATE(charter, consent, "lapsed");
    CHECK_STATE(petition, id, "fallen");
    CHECK_TEXT(last_of(petition, id).cause.state, "lapsed");
}

static const char *new_errand(const char *label, const char *answers)
{
    const char *id = ADD(errand, {"label", label});
    call_clear(&test_call);
    REQUIRE(record_link(store, &test_call, errand, id, "answers", answers) == OK);
    return id;
}

TEST(when_all_are_done_the_whole_is)
{
    begin();
    const char *id = new_petition("AAA", "first", "2014-06-12", "3"),
               *bare = new_petition("AAA", "bare", "2014-06-12", "3");
    REQUIRE(try(petition, id, "receive") == OK && try(petition, bare, "receive") == OK);
    REQUIRE(try(petition, bare, "decide") == OK); /* of none it cannot be said that all are done */
    CHECK_STATE(petition, bare, "decided");
    const char *one = new_errand("one", id), *two = new_errand("two", id);
    REQUIRE(try(errand, one, "finish") == OK && try(petition, id, "decide") == OK);
    CHECK_STATE(petition, id, "decided");
    REQUIRE(set(petition, id, "objected", "true") == OK);
    CHECK_NUMBER(try(errand, two, "drop"), ERR_INVALID); /* nobody drops one without saying why */
    CHECK_TEXT(fault(), "reason_missing");
    test_call.reason = "nobody needs it any more";
    CHECK_NUMBER(try(errand, two, "drop"), ERR_CONFLICT); /* what would follow is not possible: nothing happens */
    CHECK_TEXT(fault(), "follow_refused");
    CHECK_TEXT(test_call.faults->value, "first");
    CHECK_STATE(errand, two, "open");
    REQUIRE(set(petition, id, "objected", "false") == OK);
    REQUIRE(try(errand, two, "drop") == OK);
    CHECK_TEXT(last_of(errand, two).reason, "nobody needs it any more");
    test_call.reason = NULL;
    CHECK_STATE(petition, id, "served");
    CHECK_TEXT(last_of(petition, id).cause.noun, "errand");
    /* the one that was not done goes away, and all the others are */
    const char *third = new_errand("third", bare), *fourth = new_errand("fourth", bare);
    REQUIRE(try(errand, third, "finish") == OK);
    CHECK_STATE(petition, bare, "decided");
    REQUIRE(record_unlink(store, &test_call, errand, fourth, "answers", bare) == OK);
    CHECK_STATE(petition, bare, "served");
}

/* A node of its own: another store over the same database. */
struct node {
    struct store *store;
    const char *errand;
    pthread_barrier_t *start;
    enum err err;
};

static void *finish_errand(void *arg)
{
    struct node *node = arg;
    struct arena *arena = arena_new(64 << 20);
    struct call call;
    struct outcome outcome;
    call_init(&call, arena, LANG_EN, test_call.now);
    user_enter(&call, ana);
    pthread_barrier_wait(node->start);
    node->err = record_step(&outcome, node->store, &call, errand, node->errand, 0, "finish");
    arena_free(arena);
    return NULL;
}

/* Each sees that the other's is not done yet, unless one waits for the other. */
TEST(of_two_nodes_that_finish_at_once_one_sees_both)
{
    enum { ROUNDS = 12 };
    size_t count;
    const struct migration *migrations = all_migrations(test_call.arena, &count);
    pthread_barrier_t start;
    begin();
    struct store *stores[] = {open_store(STORE_OPEN, migrations, count), open_store(STORE_OPEN, migrations, count)};
    pthread_barrier_init(&start, NULL, 2);
    for (int round = 0; round < ROUNDS; round++) {
        const char *id = new_petition("AAA", arena_format(test_call.arena, "r%d", round), "2014-06-12", "3");
        struct node nodes[2];
        pthread_t threads[2];
        REQUIRE(try(petition, id, "receive") == OK && try(petition, id, "decide") == OK);
        for (int i = 0; i < 2; i++)
            nodes[i] = (struct node){stores[i], new_errand("one of two", id), &start, OK};
        for (int i = 0; i < 2; i++)
            REQUIRE(pthread_create(&threads[i], NULL, finish_errand, &nodes[i]) == 0);
        for (int i = 0; i < 2; i++)
            pthread_join(threads[i], NULL);
        CHECK_NUMBER(nodes[0].err, OK);
        CHECK_NUMBER(nodes[1].err, OK);
        CHECK_STATE(petition, id, "served");
    }
    pthread_barrier_destroy(&start);
}

TEST(who_does_not_see_what_follows_is_not_told)
{
    begin();
    const char *consent = new_charter("consent");
    const char *id = new_petition("BBB", "secret subject", "2014-06-12", "3");
    REQUIRE(set(petition, id, "charter", consent) == OK && set(petition, id, "weight", "0") == OK);
    CHECK_NUMBER(try(charter, consent, "withdraw"), ERR_CONFLICT); /* what weighs nothing does not fall */
    CHECK_TEXT(fault(), "follow_refused");
    CHECK_TEXT(test_call.faults->value, "secret subject");
    as(focal); /* sees the charter of the own realm, not the petition of the other */
    CHECK_NUMBER(try(charter, consent, "withdraw"), ERR_CONFLICT);
    CHECK_TEXT(fault(), "follow_refused_unseen");
    CHECK(!test_call.faults->value && !test_call.faults->want);
    CHECK_STATE(charter, consent, "given");
    CHECK_STATE(petition, id, "draft");
}

int main(void)
{
    RUN_ON_BOTH(a_clock_runs_in_the_states_where_its_step_begins);
    RUN_ON_BOTH(working_days_are_those_that_were_registered);
    RUN_ON_BOTH(a_step_sets_when_and_who);
    RUN_ON_BOTH(what_waits_is_told_to_those_who_may_do_it);
    RUN_ON_BOTH(what_waits_comes_page_by_page);
    RUN_ON_BOTH(what_is_due_is_a_calendar);
    RUN_ON_BOTH(the_system_takes_what_the_time_is_over_for);
    RUN_ON_BOTH(what_depends_falls_with_it);
    RUN_ON_BOTH(one_thing_follows_from_another);
    RUN_ON_BOTH(when_all_are_done_the_whole_is);
    RUN_ON_BOTH(of_two_nodes_that_finish_at_once_one_sees_both);
    RUN_ON_BOTH(who_does_not_see_what_follows_is_not_told);
    return test_end();
}
