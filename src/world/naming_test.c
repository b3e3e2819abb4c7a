/* Names in sentences, their order, and membership of groups, against cases a speaker or an officer can check. */
#include "world/naming.h"
#include "world/groups.h"
#include "test/table.h"

static const void *row_with_id(const void **rows, size_t count, const char *id)
{
    for (size_t i = 0; i < count; i++)
        if (text_is(((const struct row *)rows[i])->id, id))
            return rows[i];
    test_fail(__FILE__, __LINE__, "no row %s", id);
    test_leave();
}

TEST(names_stand_in_sentences)
{
    static const char *const relations[] = {"named", "of", "from", "in", "to"};
    size_t state_count, usage_count;
    const void **states = facts_read("data/state.csv", &state_record, &state_count);
    const void **usages = facts_read("data/name_usage.csv", &name_usage_record, &usage_count);
    const struct table *cases = table_read("src/world/naming_cases.csv", false);
    for (size_t i = 0; i < cases->rows; i++) {
        const char *id = table_cell(cases, i, "state");
        const struct name_usage *usage = NULL;
        for (size_t u = 0; u < usage_count; u++)
            if (text_is(((const struct name_usage *)usages[u])->state, id))
                usage = usages[u];
        enum lang lang;
        REQUIRE(lang_parse(&lang, table_cell(cases, i, "lang")));
        enum name_relation relation = RELATION_NAMED;
        while (relation < RELATION_TO && !text_is(relations[relation], table_cell(cases, i, "relation")))
            relation++;
        CASE_TEXT(cases, i, "expected",
            state_words(test_call.arena, lang, row_with_id(states, state_count, id), usage, relation));
    }
}

TEST(a_name_that_is_missing_is_borrowed)
{
    struct state state = {.name = {[LANG_EN] = "Aldersea"}};
    struct name_usage usage = {.article_fr = NAME_USAGE_ARTICLE_FR_LA};
    CHECK_TEXT(state_words(test_call.arena, LANG_FR, &state, &usage, RELATION_OF), "de l’entité suivante : Aldersea");
    CHECK_TEXT(state_words(test_call.arena, LANG_EN, &state, NULL, RELATION_IN), "in Aldersea");
    CHECK_TEXT(state_name(LANG_ZH, &state), "Aldersea");
}

static const char *place_in_order(const char *code, enum lang lang)
{
    size_t count;
    const void **states = facts_read("data/state.csv", &state_record, &count);
    struct named_state *sorted = NEW_ARRAY(test_call.arena, count, struct named_state);
    for (size_t i = 0; i < count; i++)
        sorted[i].state = states[i];
    states_sort(test_call.arena, lang, sorted, count);
    for (size_t i = 0; i + 1 < count; i++)
        if (text_is(sorted[i].state->row.id, code))
            return sorted[i + 1].state->row.id;
    return "";
}

TEST(names_are_in_the_order_of_the_reader)
{
    CHECK_TEXT(place_in_order("EGY", LANG_EN), "SLV");
    CHECK_TEXT(place_in_order("ECU", LANG_FR), "ERI"); /* Équateur, Érythrée: accents do not send a name to the end */
    CHECK_TEXT(place_in_order("ECU", LANG_ES), "EGY");
    CHECK_TEXT(place_in_order("AUT", LANG_RU), "AZE"); /* Австрия, Азербайджан */
}

TEST(groups_have_members_on_a_day)
{
    static const char *const answers[] = {"unknown", "no", "yes"};
    size_t count, group_count;
    const struct membership *const *rows =
        (const struct membership *const *)facts_read("data/membership.csv", &membership_record, &count);
    const void **groups = facts_read("data/group.csv", &group_record, &group_count);
    const struct table *cases = table_read("src/world/group_cases.csv", false);
    for (size_t i = 0; i < cases->rows; i++) {
        const struct group *group = row_with_id(groups, group_count, table_cell(cases, i, "group"));
        enum belongs belongs = group_has(
            rows, count, group->coverage, group->row.id, table_cell(cases, i, "state"), table_date(cases, i, "day"));
        CASE_TEXT(cases, i, "belongs", answers[belongs]);
    }
    const char *members[300];
    size_t in_doubt;
    CHECK_NUMBER(group_states(members, 300, &in_doubt, rows, count, "UN_MEMBERS", date_of(2014, 6, 12)), 193);
    CHECK_NUMBER(group_states(members, 300, &in_doubt, rows, count, "UN_MEMBERS", date_of(1945, 12, 31)), 49);
    CHECK_NUMBER(in_doubt, 0);
}

TEST(a_day_within_a_month_of_change_is_in_doubt)
{
    struct membership since_june = {.group = "G", .state = "XAA", .since = {2014, 6, 0}, .until = {2016, 0, 0}};
    const struct membership *rows[] = {&since_june};
    static const struct {
        struct date day;
        enum belongs belongs;
    } cases[] = {
        {{2014, 5, 31}, BELONGS_NO},
        {{2014, 6, 12}, BELONGS_UNKNOWN},
        {{2014, 7, 1}, BELONGS_YES},
        {{2015, 12, 31}, BELONGS_YES},
        {{2016, 3, 1}, BELONGS_UNKNOWN},
        {{2017, 1, 1}, BELONGS_NO},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        CHECK_NUMBER(group_has(rows, 1, GROUP_COVERAGE_COMPLETE, "G", "XAA", cases[i].day), cases[i].belongs);
    CHECK_NUMBER(group_has(rows, 1, GROUP_COVERAGE_PARTIAL, "G", "XAB", date_of(2015, 1, 1)), BELONGS_UNKNOWN);
}

int main(void)
{
    RUN(names_stand_in_sentences);
    RUN(a_name_that_is_missing_is_borrowed);
    RUN(names_are_in_the_order_of_the_reader);
    RUN(groups_have_members_on_a_day);
    RUN(a_day_within_a_month_of_change_is_in_doubt);
    return test_end();
}
