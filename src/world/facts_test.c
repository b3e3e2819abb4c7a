/*
 * The facts shipped with the program, row by row: each is a row that the declarations take and the rules of the folder
 * find possible, no key stands twice, what it refers to is there, names are there in six languages, and a source is named.
 */
#include "gen/world.h"
#include "world/groups.h"
#include "test/table.h"

static const struct record *const shipped[] = {&source_record, &group_record, &state_record, &membership_record,
    &name_usage_record, &organ_record, &organ_session_record, &session_rule_record, &duty_station_record,
    &weekend_record, &holiday_record, &holiday_rule_record, &theme_record, &entity_record, &framework_record,
    &pillar_record, &term_record};

static const char *path_of(const struct record *record, const char *folder)
{
    return arena_format(test_call.arena, "%s%s.csv", folder, record->noun);
}

/* What makes a row the same row: its id, or the fields of its key. */
static const char *key_of(const struct record *record, const void *row)
{
    if (!record->key)
        return ((const struct row *)row)->id;
    struct buffer *key = buffer_new(test_call.arena, 4096);
    for (const int *field = record->key; *field >= 0; field++)
        buffer_format(key, "%s|", text_or(field_text(test_call.arena, &record->fields[*field], row, LANG_EN), ""));
    return key->at;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

TEST(no_row_stands_twice)
{
    for (size_t r = 0; r < sizeof shipped / sizeof *shipped; r++) {
        size_t count;
        const void **rows = facts_read(path_of(shipped[r], "data/"), shipped[r], &count);
        const char **keys = NEW_ARRAY(test_call.arena, count + 1, const char *);
        for (size_t i = 0; i < count; i++)
            keys[i] = text_or(key_of(shipped[r], rows[i]), "");
        qsort(keys, count, sizeof *keys, by_text);
        CHECK(count > 0 && *keys[0]);
        for (size_t i = 1; i < count; i++)
            if (text_is(keys[i - 1], keys[i]))
                test_fail(path_of(shipped[r], "data/"), 0, "%s stands twice", keys[i]);
    }
}

/* The file of the record with this noun among those read. */
static const struct table *file_of(const struct table *const *files, const char *noun)
{
    for (size_t r = 0; r < sizeof shipped / sizeof *shipped; r++)
        if (text_is(shipped[r]->noun, noun))
            return files[r];
    test_fail(__FILE__, __LINE__, "no file of %s", noun);
    test_leave();
}

static bool has_id(const struct table *file, const char *id)
{
    for (size_t i = 0; i < file->rows; i++)
        if (text_is(table_cell(file, i, "id"), id))
            return true;
    return false;
}

TEST(what_a_row_refers_to_is_there)
{
    const struct table *files[sizeof shipped / sizeof *shipped];
    for (size_t r = 0; r < sizeof shipped / sizeof *shipped; r++)
        files[r] = table_read(path_of(shipped[r], "data/"), false);
    size_t looked_up = 0;
    for (size_t r = 0; r < sizeof shipped / sizeof *shipped; r++)
        for (int f = 0; f < shipped[r]->field_count; f++) {
            const struct field *field = &shipped[r]->fields[f];
            if (field->kind != KIND_REF || !table_has(files[r], field->name))
                continue;
            const struct table *there = file_of(files, field->ref);
            for (size_t i = 0; i < files[r]->rows; i++) {
                const char *id = table_cell(files[r], i, field->name);
                bool same_as_before = i > 0 && text_is(id, table_cell(files[r], i - 1, field->name));
                if (!*id || same_as_before)
                    continue;
                looked_up++;
                if (!has_id(there, id))
                    test_fail(files[r]->path, files[r]->lines[i + 1], "%s %s is not there", field->ref, id);
            }
        }
    CHECK(looked_up > 1000);
}

TEST(every_row_names_its_source)
{
    for (size_t r = 1; r < sizeof shipped / sizeof *shipped; r++) {
        const struct table *table = table_read(path_of(shipped[r], "data/"), false);
        for (size_t i = 0; i < table->rows; i++)
            if (!*table_cell(table, i, "source"))
                test_fail(table->path, table->lines[i + 1], "no source");
    }
}

TEST(names_are_there_in_six_languages)
{
    for (size_t r = 0; r < sizeof shipped / sizeof *shipped; r++) {
        const struct table *table = table_read(path_of(shipped[r], "data/"), false);
        for (enum lang lang = 0; lang < LANGS && table_has(table, "name_en"); lang++)
            for (size_t i = 0; i < table->rows; i++) {
                const char *column = arena_format(test_call.arena, "name_%s", lang_codes[lang]);
                if (text_empty(table_cell(table, i, column)))
                    test_fail(table->path, table->lines[i + 1], "no %s", column);
            }
    }
}

/* Rules of the records that look at the row alone. */
TEST(every_row_is_possible)
{
    size_t count;
    const void **rows = facts_read("data/organ_session.csv", &organ_session_record, &count);
    for (size_t i = 0; i < count; i++) {
        struct organ_session_is_possible_facts facts = {.after = rows[i]};
        if (organ_session_is_possible(&test_call, &facts) != OK)
            test_fail("data/organ_session.csv", (int)i + 2, "is not possible");
    }
    rows = facts_read("data/weekend.csv", &weekend_record, &count);
    for (size_t i = 0; i < count; i++) {
        struct weekend_is_possible_facts facts = {.after = rows[i]};
        CHECK(weekend_is_possible(&test_call, &facts) == OK);
    }
    rows = facts_read("data/holiday_rule.csv", &holiday_rule_record, &count);
    for (size_t i = 0; i < count; i++) {
        struct holiday_rule_is_possible_facts facts = {.after = rows[i]};
        CHECK(holiday_rule_is_possible(&test_call, &facts) == OK);
    }
    struct holiday_rule bad = {.how = HOLIDAY_RULE_HOW_NTH_WEEKDAY, .month = 9, .n = 1};
    struct holiday_rule_is_possible_facts facts = {.after = &bad};
    CHECK(holiday_rule_is_possible(&test_call, &facts) == ERR_INVALID); /* of which weekday? */
    struct weekend backwards = {.since = {2014, 1, 1}, .until = {2013, 0, 0}};
    struct weekend_is_possible_facts weekend = {.after = &backwards};
    CHECK(weekend_is_possible(&test_call, &weekend) == ERR_INVALID);
    struct organ_session nameless = {.session = "S-x", .opens = {2014, 0, 0}};
    struct organ_session_is_possible_facts session = {.after = &nameless};
    CHECK(organ_session_is_possible(&test_call, &session) == ERR_INVALID);
}

TEST(weekends_of_a_state_do_not_overlap)
{
    size_t count;
    const struct weekend *const *rows =
        (const struct weekend *const *)facts_read("data/weekend.csv", &weekend_record, &count);
    for (size_t a = 0; a < count; a++)
        for (size_t b = a + 1; b < count; b++) {
            if (!text_is(rows[a]->state, rows[b]->state))
                continue;
            struct date end_a = date_known(rows[a]->until) ? date_last(rows[a]->until) : date_of(9999, 12, 31);
            struct date end_b = date_known(rows[b]->until) ? date_last(rows[b]->until) : date_of(9999, 12, 31);
            if (date_compare(date_first(rows[a]->since), end_b) <= 0 &&
                date_compare(date_first(rows[b]->since), end_a) <= 0)
                test_fail("data/weekend.csv", (int)b + 2, "%s has two weekends at once", rows[a]->state);
        }
}

TEST(states_are_as_many_as_there_are)
{
    size_t count, by_status[9] = {0};
    const void **rows = facts_read("data/state.csv", &state_record, &count);
    for (size_t i = 0; i < count; i++) {
        const struct state *state = rows[i];
        by_status[state->status]++;
        CHECK((state->status == STATE_STATUS_UN_MEMBER) == date_known(state->un_member_since));
        CHECK(!text_starts(state->row.id, "X")); /* XAA to XCZ are invented and stand in data/demo */
    }
    CHECK_NUMBER(count, 255);
    CHECK_NUMBER(by_status[STATE_STATUS_FORMER], 5);
    CHECK_NUMBER(by_status[STATE_STATUS_ORGANISATION], 1);
    CHECK_NUMBER(by_status[STATE_STATUS_UN_MEMBER], 193);
    CHECK_NUMBER(by_status[STATE_STATUS_OBSERVER], 2);
    CHECK_NUMBER(by_status[STATE_STATUS_TREATY_CAPACITY], 2);
    CHECK_NUMBER(by_status[STATE_STATUS_INVENTED], 0);
}

/* The region of a State and its membership in that region are one fact told twice: they must agree. */
TEST(regions_agree_with_memberships)
{
    size_t states, rows;
    const void **state = facts_read("data/state.csv", &state_record, &states);
    const struct membership *const *membership =
        (const struct membership *const *)facts_read("data/membership.csv", &membership_record, &rows);
    for (size_t i = 0; i < states; i++) {
        const struct state *it = state[i];
        if (it->region &&
            group_has(membership, rows, GROUP_COVERAGE_COMPLETE, it->region, it->row.id, date_of(2014, 6, 12)) !=
                BELONGS_YES)
            test_fail("data/state.csv", (int)i + 2, "%s is not in its region", it->row.id);
    }
}

static const struct record *const invented[] = {&source_record, &group_record, &state_record, &membership_record,
    &name_usage_record, &weekend_record, &entity_record};

static bool has_cell(const char *path, const char *id)
{
    const struct table *table = table_read(path, false);
    for (size_t i = 0; i < table->rows; i++)
        if (text_is(table_cell(table, i, "id"), id))
            return true;
    return false;
}

/* Codes XAA to XCZ and no others; each row says that it is invented; nothing invented is said of a real State. */
TEST(the_demonstration_is_invented_and_says_so)
{
    for (size_t r = 0; r < sizeof invented / sizeof *invented; r++) {
        size_t count;
        const char *path = path_of(invented[r], "data/demo/");
        CHECK(facts_read(path, invented[r], &count) != NULL && count > 0);
        const struct table *table = table_read(path, false);
        for (size_t i = 0; i < table->rows; i++) {
            if (!text_starts(table_cell(table, i, "note"), "Invented"))
                test_fail(path, table->lines[i + 1], "does not say that it is invented");
            const char *state = table_has(table, "state") ? table_cell(table, i, "state")
                : invented[r] == &state_record            ? table_cell(table, i, "id")
                                                          : "";
            if (*state && (strlen(state) != 3 || state[0] != 'X' || state[1] < 'A' || state[1] > 'C'))
                test_fail(path, table->lines[i + 1], "%s is no code from XAA to XCZ", state);
            for (enum lang lang = 0; lang < LANGS && table_has(table, "name_en"); lang++)
                if (text_empty(table_cell(table, i, arena_format(test_call.arena, "name_%s", lang_codes[lang]))))
                    test_fail(path, table->lines[i + 1], "has no name in %s", lang_codes[lang]);
            if (table_has(table, "id") && has_cell(path_of(invented[r], "data/"), table_cell(table, i, "id")))
                test_fail(path, table->lines[i + 1], "is the id of a fact");
        }
    }
    size_t states;
    const void **rows = facts_read("data/demo/state.csv", &state_record, &states);
    CHECK(states >= 40);
    for (size_t i = 0; i < states; i++)
        CHECK(((const struct state *)rows[i])->status == STATE_STATUS_INVENTED);
}

int main(void)
{
    RUN(no_row_stands_twice);
    RUN(what_a_row_refers_to_is_there);
    RUN(every_row_names_its_source);
    RUN(names_are_there_in_six_languages);
    RUN(every_row_is_possible);
    RUN(weekends_of_a_state_do_not_overlap);
    RUN(states_are_as_many_as_there_are);
    RUN(regions_agree_with_memberships);
    RUN(the_demonstration_is_invented_and_says_so);
    return test_end();
}
