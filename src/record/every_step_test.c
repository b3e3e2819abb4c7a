/*
 * What holds for the states and the time of every declared record without anyone writing a test for it, on both engines: what
 * waits, when it is due, what the system does by itself, whose work goes to whom, lists that are kept. Days are counted here one by one.
 */
#include "access/hand_over.h"
#include "record/clocks.h"
#include "record/hand_over_rows.h"
#include "record/history.h"
#include "record/link.h"
#include "record/saved_list.h"
#include "record/tend.h"
#include "record/waiting.h"
#include "test/made_up.h"

enum { MOST_EXPECTED = 4000 };

static struct store *store;

static struct db *reader(void)
{
    struct db *db;
    REQUIRE(store_reader(&db, store, &test_call) == OK);
    return db;
}

static void *load(const struct record *record, const char *id)
{
    void *row;
    REQUIRE(row_load(&row, reader(), &test_call, record, id) == OK);
    return row;
}

static int state_of(const struct record *record, const void *row)
{
    return *(const int *)field_at(&record->fields[record->state], row);
}

/* ---- rows put where no step led them: past the rules, as a test may ---- */

struct putting {
    const struct record *record;
    const void *before;
    void *after;
    bool follows;
};

static enum err put_row(struct db *db, struct call *call, void *arg)
{
    const struct putting *putting = arg;
    return putting->follows ? record_save(db, call, NULL, putting->record, putting->before, putting->after, "change")
                            : row_change(db, call, putting->record, putting->before, putting->after, "change");
}

static enum err put(const struct record *record, const char *id, int state, int field, const char *value, bool follows)
{
    void *before = load(record, id), *after = arena_copy(test_call.arena, before, record->size);
    call_clear(&test_call);
    *(int *)(void *)((char *)after + record->fields[record->state].offset) = state;
    if (field >= 0)
        REQUIRE(field_set(&test_call, record, field, LANG_EN, after, value) == OK);
    return store_write(store, &test_call, put_row, &(struct putting){record, before, after, follows});
}

static void some_states(void)
{
    for (int r = 0; r < record_count; r++)
        for (int i = 0; i < id_count[r] && records[r]->state >= 0; i++) {
            int count = 0;
            while (records[r]->fields[records[r]->state].choices[count])
                count++;
            REQUIRE(put(records[r], ids[r][i], 1 + (int)roll((unsigned)count), -1, NULL, false) == OK);
        }
}

/* ---- what waits ---- */

static struct date due_of(const struct step *step, const struct field *field, const void *row)
{
    const char *text = field_text(test_call.arena, field, row, LANG_EN);
    struct date day = {0};
    if (!text || !date_parse(&day, arena_copy(test_call.arena, text, 10)))
        return (struct date){0};
    if (step->clock.unit == CLOCK_ON)
        return day;
    if (step->clock.unit == CLOCK_MONTHS || step->clock.unit == CLOCK_YEARS)
        return date_add_months(day, step->clock.n * (step->clock.unit == CLOCK_YEARS ? 12 : 1));
    for (int left = step->clock.n * (step->clock.unit == CLOCK_WEEKS ? 7 : 1); left > 0;) {
        day = date_add_days(day, 1);
        left -= step->clock.unit != CLOCK_WORKING_DAYS || date_weekday(day) <= 5;
    }
    return day;
}

struct expected {
    const char *noun, *id, *what;
    struct date due;
    bool found;
};

static int expect(struct expected *out)
{
    int n = 0;
    for (int r = 0; r < record_count; r++)
        for (int i = 0; i < id_count[r]; i++) {
            const struct record *record = records[r];
            const void *row = load(record, ids[r][i]);
            for (int s = 0; s < record->step_count; s++) {
                const struct step *step = &record->steps[s];
                if (step->how == STEP_BY_HAND && step->clock.n && step->from >> (state_of(record, row) - 1) & 1)
                    out[n++] = (struct expected){
                        record->noun, ids[r][i], step->name, due_of(step, &record->fields[step->field], row), false};
            }
            for (int w = 0; w < record->wait_count; w++)
                if (record->waits[w].states >> (state_of(record, row) - 1) & 1)
                    out[n++] = (struct expected){record->noun, ids[r][i], record->waits[w].key, {0}, false};
            REQUIRE(n < MOST_EXPECTED - 100);
        }
    return n;
}

static const char *what_of(const struct waiting *waiting)
{
    return waiting->step ? waiting->step->name : waiting->wait->key;
}

/* Everything that waits is listed once, with its day, in the order of the days; what has none comes last. */
TEST(what_waits_is_all_that_waits)
{
    struct expected *expected = NEW_ARRAY(test_call.arena, MOST_EXPECTED, struct expected);
    struct waiting_wish wish = {.all = true, .most = 17};
    struct waiting_list list;
    store = the_store();
    fill(store);
    some_states();
    int count = expect(expected), seen = 0;
    struct date last = {0};
    bool undated = false;
    do {
        REQUIRE(waiting_list(&list, reader(), &test_call, &wish) == OK);
        for (int i = 0; i < list.count; i++, seen++) {
            const struct waiting *item = &list.items[i];
            int at = 0;
            while (at < count &&
                (expected[at].found || !text_is(expected[at].noun, item->view.record->noun) ||
                    !text_is(expected[at].id, view_id(&item->view)) || !text_is(expected[at].what, what_of(item))))
                at++;
            if (at == count) {
                test_fail(__FILE__, __LINE__, "%s %s does not wait: %s", item->view.record->noun, view_id(&item->view),
                    what_of(item));
                continue;
            }
            expected[at].found = true;
            CHECK(date_is(expected[at].due, item->reading.due));
            CHECK(!undated || !date_known(item->reading.due));
            CHECK(undated || !date_known(item->reading.due) || date_compare(last, item->reading.due) <= 0);
            undated |= !date_known(item->reading.due);
            last = item->reading.due;
        }
        wish.after = list.next;
    } while (list.next);
    CHECK_NUMBER(seen, count);
}

/* ---- what the system does ---- */

static const struct step *only_way(const struct record *record, const struct step *step, int state)
{
    for (int i = 0; i < record->step_count; i++)
        if (record->steps[i].how != STEP_BY_HAND && record->steps[i].from >> (state - 1) & 1)
            return &record->steps[i] == step ? step : NULL; /* one declared before it goes first */
    return NULL;
}

static int first_state(unsigned states)
{
    int state = 1;
    while (!(states >> (state - 1) & 1))
        state++;
    return state;
}

static void check_system(const struct record *record, const char *id, const struct step *step)
{
    struct past *past;
    int count;
    call_clear(&test_call);
    CHECK_NUMBER(state_of(record, load(record, id)), step->to);
    REQUIRE(record_history(&past, &count, reader(), &test_call, record, id) == OK && count > 0);
    CHECK_TEXT(past[count - 1].who, "system");
    CHECK_TEXT(past[count - 1].action, step->name);
    CHECK(past[count - 1].cause.noun || past[count - 1].cause.field);
}

TEST(the_system_takes_every_step_that_nobody_takes)
{
    store = the_store();
    fill(store);
    for (int r = 0; r < record_count; r++)
        for (int s = 0; s < records[r]->step_count && id_count[r]; s++) {
            const struct record *record = records[r];
            const struct step *step = &record->steps[s];
            int state = first_state(step->from), other = step->other ? place_of(step->other) : -1;
            struct tend_report *report = NEW(test_call.arena, struct tend_report);
            bool refused = false;
            if (step->how == STEP_BY_HAND || !only_way(record, step, state))
                continue;
            const char *id = ids[r][roll((unsigned)id_count[r])], *cause = other < 0 ? NULL : ids[other][0];
            if (step->unless >= 0)
                REQUIRE(put(record, id, state, step->unless, "false", false) == OK);
            if (step->how == STEP_AFTER) {
                bool day = record->fields[step->field].kind == KIND_DAY;
                REQUIRE(put(record, id, state, step->field, day ? "1990-01-02" : "1990-01-02T03:04:05.000006Z",
                            false) == OK);
                REQUIRE(tend(report, store, &test_call) == OK);
                refused = report->stopped > 0;
            } else {
                const struct record *from = records[other];
                int not_yet = 1;
                while (step->when >> (not_yet - 1) & 1)
                    not_yet++;
                REQUIRE(put(from, cause, not_yet, -1, NULL, false) == OK);
                if (step->how == STEP_WHEN)
                    REQUIRE(put(record, id, state, step->field, cause, false) == OK);
                else
                    REQUIRE(put(record, id, state, -1, NULL, false) == OK &&
                        record_link(store, &test_call, from, cause, step->link, id) == OK);
                CHECK_NUMBER(state_of(record, load(record, id)), state); /* not yet */
                refused = put(from, cause, first_state(step->when), -1, NULL, true) == ERR_CONFLICT;
                if (refused)
                    CHECK_TEXT(test_call.faults->key, "follow_refused");
            }
            if (!refused)
                check_system(record, id, step);
            else
                CHECK_NUMBER(state_of(record, load(record, id)), state); /* nothing at all has happened */
        }
}

/* ---- work goes to another ---- */

TEST(every_account_field_is_handed_over)
{
    struct handed_over *moved;
    int count;
    hand_over_rows();
    store = the_store();
    fill(store);
    REQUIRE(hand_over(&moved, &count, store, &test_call, account_ids[1], account_ids[2], false) == OK);
    for (int r = 0; r < record_count; r++)
        for (int f = 0; f < records[r]->field_count; f++) {
            const struct field *field = &records[r]->fields[f];
            if (field->kind != KIND_USER || field->flags & (FIELD_FIXED | FIELD_SYSTEM))
                continue;
            for (int i = 0; i < id_count[r]; i++) /* new rows are at the beginning of their way */
                CHECK(!text_is(*(const char *const *)field_at(field, load(records[r], ids[r][i])), account_ids[1]));
        }
}

/* ---- lists that are kept ---- */

TEST(every_list_can_be_kept)
{
    store = the_store();
    fill(store);
    for (int r = 0; r < record_count; r++)
        for (int f = 0; records[r]->filters && records[r]->filters[f] >= 0 && id_count[r]; f++) {
            const struct record *record = records[r];
            const struct field *field = &record->fields[record->filters[f]];
            const char *value = field_text(test_call.arena, field, load(record, ids[r][0]), LANG_EN);
            struct input where = {field->name, value};
            struct list_wish wish = {.where = &where, .where_count = 1}, opened = {0};
            struct outcome outcome;
            call_clear(&test_call);
            if (!value)
                continue;
            wish.sort = record->lists ? record->fields[record->lists[0].sort].name : NULL;
            REQUIRE(saved_keep(&outcome, store, &test_call, record, &wish, field->name, true) == OK);
            REQUIRE(saved_open(&opened, reader(), &test_call, record, field->name) == OK);
            REQUIRE(opened.where_count == 1);
            CHECK_TEXT(opened.where[0].name, field->name);
            CHECK_TEXT(opened.where[0].text, value);
            CHECK_TEXT(opened.sort, wish.sort);
        }
}

int main(void)
{
    RUN_ON_BOTH(what_waits_is_all_that_waits);
    RUN_ON_BOTH(the_system_takes_every_step_that_nobody_takes);
    RUN_ON_BOTH(every_account_field_is_handed_over);
    RUN_ON_BOTH(every_list_can_be_kept);
    return test_end();
}
