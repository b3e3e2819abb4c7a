/* What the store gives the rules is what was put in, on both engines; and the answers are those of the files. */
#include "world/load.h"
#include "record/migrations.h"
#include "test/on_both.h"
#include "test/table.h"
#include "world/naming.h"

static struct db *reader(struct store *store)
{
    struct db *db;
    REQUIRE(store_reader(&db, store, &test_call) == OK);
    return db;
}

static enum err put_file(struct db *db, struct call *call, void *arg)
{
    const struct record *record = arg;
    size_t count;
    const void **rows = facts_read(arena_format(call->arena, "data/%s.csv", record->noun), record, &count);
    for (size_t i = 0; i < count; i++) {
        void *row = arena_copy(call->arena, rows[i], record->size);
        if (record->made_id)
            ((struct row *)row)->id = NULL;
        enum err err = row_add(db, call, record, row, "import");
        if (err)
            return err;
    }
    return OK;
}

static struct store *store_of_the_world(void)
{
    static const struct record *const files[] = {&source_record, &group_record, &state_record, &membership_record,
        &name_usage_record, &organ_record, &organ_session_record, &duty_station_record, &weekend_record,
        &holiday_record};
    size_t count;
    const struct migration *migrations = all_migrations(test_call.arena, &count);
    struct store *store = new_store(migrations, count);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        REQUIRE(store_write(store, &test_call, put_file, (void *)(uintptr_t)files[i]) == OK);
    return store;
}

TEST(rules_answer_from_the_store_as_from_the_files)
{
    struct store *store = store_of_the_world();
    struct db *db = reader(store);
    struct calendar calendar;
    struct when when;
    char text[DATE_TEXT];
    REQUIRE(calendar_load(&calendar, db, &test_call) == OK);
    CHECK_NUMBER(calendar.count, 529); /* more than a page */
    REQUIRE(session_when(&when, &calendar, "CCPCJ", 19, ORGAN_SESSION_PART_RECONVENED, 1));
    CHECK_TEXT(date_text(text, when.opens), "2010-12-03");
    CHECK_NUMBER(when.mark, MARK_UNVERIFIED);

    struct work_week week;
    REQUIRE(week_load(&week, db, &test_call, "VIENNA", NULL) == OK);
    CHECK_NUMBER(week.holiday_count, 9);
    CHECK_TEXT(date_text(text, working_days_add(&week, date_of(2023, 4, 6), 1, NULL)), "2023-04-11");
    REQUIRE(week_load(&week, db, &test_call, NULL, "SAU") == OK);
    CHECK_NUMBER(week.weekend_count, 2);
    CHECK_NUMBER(week.holiday_count, 0);
    CHECK_TEXT(date_text(text, working_days_add(&week, date_of(2013, 6, 26), 1, NULL)), "2013-06-30");
    REQUIRE(week_load(&week, db, &test_call, NULL, "FRA") == OK);
    CHECK_NUMBER(week.weekend_count, 0);
    CHECK(week_load(&week, db, &test_call, "ATLANTIS", NULL) == ERR_NOT_FOUND);

    struct membership_rows rows;
    const char *members[300];
    size_t in_doubt;
    REQUIRE(memberships_load(&rows, db, &test_call, NULL, "UN_MEMBERS") == OK);
    CHECK_NUMBER(
        group_states(members, 300, &in_doubt, rows.rows, rows.count, "UN_MEMBERS", date_of(1999, 12, 31)), 187);
    /* 188 there were: Yugoslavia is no State of today and has no row */
    REQUIRE(memberships_load(&rows, db, &test_call, "CHE", "UN_MEMBERS") == OK);
    CHECK_NUMBER(rows.count, 1);

    const struct name_usage *usage;
    struct state *state;
    REQUIRE(state_load(&state, db, &test_call, "USA") == OK);
    REQUIRE(name_usage_of(&usage, db, &test_call, "USA") == OK);
    CHECK_TEXT(state_words(test_call.arena, LANG_FR, state, usage, RELATION_IN), "aux États-Unis d’Amérique");
    REQUIRE(name_usage_of(&usage, db, &test_call, "XAA") == OK);
    CHECK(!usage);
}

int main(void)
{
    RUN_ON_BOTH(rules_answer_from_the_store_as_from_the_files);
    return test_end();
}
