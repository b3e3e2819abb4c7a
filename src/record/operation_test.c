/* Operations and projections, by those of case.decl: who may ask, with what, what is answered, when it is built anew. */
#include "record/case/case.h"
#include "access/user.h"
#include "gen/case.h"
#include "record/migrations.h"
#include "record/permissions.h"
#include "record/reply.h"
#include "record/rivals.h"
#include "test/on_both.h"

static const struct user officer = {.id = "maker", .who = "maker", .roles = 1u << ROLE_officer | 1u << ROLE_public};
static const struct scope of_realm[] = {{ROLE_focal_point, "AAA"}};
static const struct user focal_point = {.id = "focal",
    .who = "focal",
    .roles = 1u << ROLE_focal_point | 1u << ROLE_public,
    .scopes = of_realm,
    .scope_count = 1};

static const char *add(struct store *store, const char *noun, const struct input *inputs, int count)
{
    struct outcome outcome;
    REQUIRE(record_add(&outcome, store, &test_call, record_named(noun), inputs, count) == OK);
    return outcome.id;
}
#define ADD(noun, ...)                                                                                                 \
    add(store, noun, (const struct input[]){__VA_ARGS__},                                                              \
        sizeof((const struct input[]){__VA_ARGS__}) / sizeof(struct input))

static struct db *db;
static const char *petition;

static struct store *begin(void)
{
    size_t count;
    const struct migration *migrations = all_migrations(test_call.arena, &count);
    struct store *store = new_store(migrations, count);
    test_call.user = &officer;
    ADD("realm", {"id", "AAA"}, {"name_en", "First"}, {"name_fr", "Premier"});
    ADD("realm", {"id", "BBB"}, {"name_en", "Second"});
    petition = ADD("petition", {"from", "AAA"}, {"kind", "plain"}, {"subject", "roads"}, {"received", "2014-06-12"});
    ADD("petition", {"from", "BBB"}, {"kind", "odd"}, {"subject", "=bridges"}, {"received", "2014-06-12"});
    REQUIRE(store_reader(&db, store, &test_call) == OK);
    return store;
}

static enum err ask(struct store *store, const char *verb, const struct input *inputs, int count, void **reply)
{
    return operation_ask(reply, store, db, &test_call, operation_named("petition", verb), inputs, count);
}
#define ASK(verb, ...)                                                                                                 \
    ask(store, verb, (const struct input[]){__VA_ARGS__},                                                              \
        sizeof((const struct input[]){__VA_ARGS__}) / sizeof(struct input), &reply)

static const char *json_of(const char *verb, const void *reply)
{
    struct buffer *out = buffer_new(test_call.arena, 1 << 20);
    struct json json = json_begin(out);
    reply_json(&json, &test_call, operation_named("petition", verb), reply);
    return out->at;
}

static const char *csv_of(const char *verb, const void *reply)
{
    struct buffer *out = buffer_new(test_call.arena, 1 << 20);
    reply_csv(out, &test_call, operation_named("petition", verb), reply);
    return out->at;
}

TEST(an_answer_is_printed_by_its_shape)
{
    struct store *store = begin();
    void *reply;
    REQUIRE(ASK("sum", {"realm", "AAA"}, {"on", "2014-06-30"}) == OK);
    CHECK_TEXT(json_of("sum", reply),
        arena_format(test_call.arena,
            "{\"realm\":\"AAA\",\"on\":\"2014-06-30\",\"count\":2,\"kind\":\"odd\",\"urgent\":true,"
            "\"words\":[{\"word\":\"roads\",\"times\":1,\"marks\":[\"%s\",\"!\"]}]}",
            petition));
    CHECK_TEXT(
        csv_of("sum", reply), arena_format(test_call.arena, "word,times,marks\r\nroads,1,\"%s; !\"\r\n", petition));
    REQUIRE(ASK("words", {"kind", "odd"}) == OK);
    CHECK(strstr(json_of("words", reply), "[{\"word\":\"=bridges\",\"times\":1,\"marks\":[") != NULL);
    CHECK(strstr(csv_of("words", reply), "\n'=bridges,1,") != NULL); /* no spreadsheet takes it for a formula */
    REQUIRE(ASK("words", {"kind", "urgent"}) == OK);
    CHECK_TEXT(json_of("words", reply), "[]");
}

TEST(names_stand_for_what_is_referred_to)
{
    struct store *store = begin();
    struct titles *titles;
    void *reply;
    const struct operation *sum = operation_named("petition", "sum");
    REQUIRE(ASK("sum", {"realm", "AAA"}) == OK);
    test_call.lang = LANG_FR;
    REQUIRE(reply_titles(&titles, db, &test_call, sum, reply) == OK);
    CHECK_TEXT(titles_find(titles, "realm", "AAA"), "Premier");
    CHECK_TEXT(titles_find(titles, "realm", "BBB"), NULL);
    CHECK_TEXT(part_words(&test_call, &sum->gives->parts[0], reply, titles), "Premier");
    test_call.lang = LANG_EN;
}

TEST(arguments_are_typed)
{
    struct store *store = begin();
    void *reply;
    REQUIRE(ASK("sum", {"realm", "AAA"}, {"least", ""}) == OK); /* left blank: as when nothing is said */
    const struct part *on = &operation_named("petition", "sum")->gives->parts[1];
    char today[DATE_TEXT];
    CHECK_TEXT(field_text(test_call.arena, &on->field, reply, LANG_EN), date_text(today, test_call.today));
    CHECK_NUMBER(ASK("sum", {"realm", ""}), ERR_INVALID);
    CHECK_TEXT(test_call.faults->key, "required");
    call_clear(&test_call);
    CHECK_NUMBER(ASK("sum", {"realm", "CCC"}), ERR_INVALID);
    CHECK_TEXT(test_call.faults->key, "no_reference");
    call_clear(&test_call);
    CHECK_NUMBER(ASK("sum", {"realm", "AAA"}, {"least", "10"}), ERR_INVALID);
    CHECK_TEXT(test_call.faults->key, "number_range");
    call_clear(&test_call);
    CHECK_NUMBER(ASK("sum", {"realm", "AAA"}, {"on", "2014-02-29"}), ERR_INVALID);
    CHECK_TEXT(test_call.faults->key, "not_a_date");
    call_clear(&test_call);
    CHECK_NUMBER(ASK("sum", {"realm", "AAA"}, {"ream", "BBB"}), ERR_INVALID);
    CHECK_TEXT(test_call.faults->want, "realm");
    call_clear(&test_call);
}

TEST(who_may_ask)
{
    struct store *store = begin();
    void *reply;
    test_call.user = &focal_point;
    CHECK_NUMBER(ASK("sum", {"realm", "AAA"}), OK);
    CHECK_NUMBER(ASK("sum", {"realm", "BBB"}), ERR_FORBIDDEN);
    call_clear(&test_call);
    CHECK_NUMBER(ASK("words", {"kind", "odd"}), ERR_FORBIDDEN);
    call_clear(&test_call);
    CHECK_NUMBER(ASK("stamp", {"petition", petition}, {"weight", "3"}), ERR_FORBIDDEN);
    call_clear(&test_call);
    test_call.user = &user_public;
    CHECK_NUMBER(ASK("sum", {"realm", "AAA"}), ERR_LOGIN);
    call_clear(&test_call);
    const struct user auditor = {.id = "a", .who = "a", .roles = 1u << ROLE_auditor | 1u << ROLE_public};
    test_call.user = &auditor;
    CHECK_NUMBER(ASK("words", {"kind", "odd"}), OK);
    CHECK_NUMBER(ASK("stamp", {"petition", petition}, {"weight", "3"}), ERR_FORBIDDEN);
    call_clear(&test_call);
}

TEST(one_that_changes_something_writes)
{
    struct store *store = begin();
    struct view view;
    void *reply;
    CHECK_NUMBER(ASK("stamp", {"petition", petition}, {"weight", "7"}), OK);
    REQUIRE(record_show(&view, db, &test_call, record_named("petition"), petition) == OK);
    CHECK_TEXT(view_text(test_call.arena, &view, field_named(view.record, "weight"), LANG_EN), "7");
}

/* What one call gets stays as it was while it looks; it is built anew only when a record that it comes from has changed. */
TEST(a_projection_is_built_when_it_must_be)
{
    struct store *store = begin();
    const struct petition_count *count, *again;
    int built = petition_counts_built;
    REQUIRE(petition_count_kept(&count, db, &test_call) == OK);
    REQUIRE(petition_count_kept(&again, db, &test_call) == OK);
    CHECK_NUMBER(count->petitions, 2);
    CHECK(count == again);
    CHECK_NUMBER(petition_counts_built, built + 1);
    ADD("realm", {"id", "CCC"}, {"name_en", "Third"}); /* does not concern it */
    REQUIRE(petition_count_kept(&again, db, &test_call) == OK);
    CHECK(count == again);
    ADD("petition", {"from", "AAA"}, {"kind", "plain"}, {"subject", "wells"}, {"received", "2014-06-12"});
    REQUIRE(petition_count_kept(&again, db, &test_call) == OK);
    CHECK_NUMBER(again->petitions, 3);
    CHECK_NUMBER(count->petitions, 2);
    CHECK_NUMBER(petition_counts_built, built + 2);
}

TEST(the_table_of_permissions_has_the_operations)
{
    struct permission *permissions;
    int count = permissions_list(&permissions, test_call.arena), found = 0;
    for (int i = 0; i < count; i++)
        if (!permissions[i].record && strcmp(permissions[i].verb, "sum") == 0) {
            found++;
            CHECK_TEXT(permissions[i].noun, "petition");
            CHECK_NUMBER(permissions[i].extent[ROLE_officer], EXTENT_ALL);
            CHECK_NUMBER(permissions[i].extent[ROLE_focal_point], EXTENT_OWN);
            CHECK_NUMBER(permissions[i].extent[ROLE_donor], 0);
        }
    CHECK_NUMBER(found, 1);
}

/* Three sources on one fact: two agree, one does not; then a person says which stands. */
TEST(sources_that_disagree_are_kept_until_one_stands)
{
    struct store *store = begin();
    const struct record *claim = record_named("claim");
    struct list_page page;
    struct outcome outcome;
    struct view view, *others;
    int count;
    const char *one = ADD("claim", {"realm", "AAA"}, {"about", "roads"}, {"number", "3"}, {"told_by", "north"});
    const char *two = ADD("claim", {"realm", "AAA"}, {"about", "roads"}, {"number", "4"}, {"told_by", "south"});
    ADD("claim", {"realm", "AAA"}, {"about", "roads"}, {"number", "3"}, {"told_by", "west"});
    ADD("claim", {"realm", "BBB"}, {"about", "roads"}, {"number", "9"}, {"told_by", "north"});
    REQUIRE(record_conflicts(&page, db, &test_call, claim, NULL, 100) == OK);
    CHECK_NUMBER(page.count, 3);
    REQUIRE(record_show(&view, db, &test_call, claim, two) == OK);
    REQUIRE(record_rivals(&others, &count, db, &test_call, &view) == OK);
    CHECK_NUMBER(count, 2);
    CHECK(rows_conflict(claim, view.row, others[0].row));
    CHECK_NUMBER(record_settle(&outcome, store, &test_call, claim, two, 0), ERR_INVALID); /* why? */
    call_clear(&test_call);
    test_call.reason = "seen on the ground";
    CHECK_NUMBER(record_settle(&outcome, store, &test_call, claim, two, 7), ERR_STALE);
    call_clear(&test_call);
    REQUIRE(record_settle(&outcome, store, &test_call, claim, two, 1) == OK);
    REQUIRE(record_conflicts(&page, db, &test_call, claim, NULL, 100) == OK);
    CHECK_NUMBER(page.count, 0);
    REQUIRE(record_show(&view, db, &test_call, claim, one) == OK);
    CHECK_TEXT(view_text(test_call.arena, &view, claim->set_aside, LANG_EN), "true");
    REQUIRE(record_settle(&outcome, store, &test_call, claim, one, 0) == OK); /* a mind can be changed */
    REQUIRE(record_show(&view, db, &test_call, claim, one) == OK);
    CHECK_TEXT(view_text(test_call.arena, &view, claim->set_aside, LANG_EN), "false");
    CHECK_NUMBER(outcome.version, view_version(&view));
    CHECK_NUMBER(
        record_set(&outcome, store, &test_call, claim, one, 0, &(struct input){"set_aside", "true"}, 1), ERR_INVALID);
    call_clear(&test_call);
    test_call.user = &user_public;
    CHECK_NUMBER(record_settle(&outcome, store, &test_call, claim, two, 0), ERR_LOGIN);
    call_clear(&test_call);
    CHECK_NUMBER(record_settle(&outcome, store, &test_call, record_named("realm"), "AAA", 0), ERR_NOT_FOUND);
    call_clear(&test_call);
}

int main(void)
{
    RUN_ON_BOTH(an_answer_is_printed_by_its_shape);
    RUN_ON_BOTH(names_stand_for_what_is_referred_to);
    RUN_ON_BOTH(arguments_are_typed);
    RUN_ON_BOTH(who_may_ask);
    RUN_ON_BOTH(one_that_changes_something_writes);
    RUN_ON_BOTH(a_projection_is_built_when_it_must_be);
    RUN_ON_BOTH(sources_that_disagree_are_kept_until_one_stands);
    RUN(the_table_of_permissions_has_the_operations);
    return test_end();
}
