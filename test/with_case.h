/*
 * What the tests of states and time share: a store with the records of src/record/case/case.decl, two officers and a focal point, a clock that
 * the tests put where they want it. For *_test.c files only.
 */
#pragma once
#include "access/account.h"
#include "record/history.h"
#include "record/migrations.h"
#include "record/operate.h"
#include "record/tend.h"
#include "test/on_both.h"

#define DAY (INT64_C(86400) * 1000000)

static struct store *store;
static struct user *ana, *ben, *focal; /* two officers; a focal point of AAA */
static const struct record *petition, *charter, *errand;

static inline struct user *account(const char *login, enum role role, const char *scope)
{
    char *id;
    struct user *user;
    struct db *db;
    const struct scope roles[] = {{role, scope}};
    user_enter(&test_call, user_operator(test_call.arena, "root"));
    REQUIRE(user_add(&id, store, &test_call,
                &(struct account){.login = login,
                    .name = arena_format(test_call.arena, "%s Example", login),
                    .roles = roles,
                    .role_count = 1}) == OK);
    REQUIRE(store_reader(&db, store, &test_call) == OK);
    REQUIRE(user_load(&user, db, &test_call, id) == OK);
    return user;
}

static inline struct db *reader(void)
{
    struct db *db;
    REQUIRE(store_reader(&db, store, &test_call) == OK);
    return db;
}

static inline void as(const struct user *user)
{
    call_clear(&test_call);
    user_enter(&test_call, user);
}

static inline void on(int year, int month, int day)
{
    test_call.now = date_days(date_of(year, month, day)) * DAY + DAY / 2;
    test_call.today = date_of(year, month, day);
    call_clear(&test_call);
}

static inline const char *add(const struct record *record, const struct input *inputs, int count)
{
    struct outcome outcome;
    REQUIRE(record_add(&outcome, store, &test_call, record, inputs, count) == OK);
    return outcome.id;
}
#define ADD(record, ...)                                                                                               \
    add(record, (const struct input[]){__VA_ARGS__}, sizeof((const struct input[]){__VA_ARGS__}) / sizeof(struct input))

static inline enum err try(const struct record *record, const char *id, const char *step)
{
    struct outcome outcome;
    call_clear(&test_call);
    return record_step(&outcome, store, &test_call, record, id, 0, step);
}

static inline enum err set(const struct record *record, const char *id, const char *field, const char *value)
{
    struct outcome outcome;
    call_clear(&test_call);
    return record_set(&outcome, store, &test_call, record, id, 0, &(struct input){field, value}, 1);
}

static inline const char *text_of(const struct record *record, const char *id, const char *field)
{
    void *row;
    REQUIRE(row_load(&row, reader(), &test_call, record, id) == OK);
    return field_text(test_call.arena, &record->fields[field_named(record, field)], row, LANG_EN);
}
#define CHECK_STATE(record, id, state) CHECK_TEXT(text_of(record, id, "state"), state)

static inline const char *fault(void)
{
    return test_call.faults ? test_call.faults->key : NULL;
}

/* The last entry of a row, as its history tells it. */
static inline struct past last_of(const struct record *record, const char *id)
{
    struct past *past;
    int count;
    REQUIRE(record_history(&past, &count, reader(), &test_call, record, id) == OK);
    REQUIRE(count > 0);
    return past[count - 1];
}

static inline const char *new_petition(const char *realm, const char *subject, const char *received, const char *more)
{
    return ADD(
        petition, {"from", realm}, {"kind", "plain"}, {"subject", subject}, {"received", received}, {"weight", more});
}

static inline void begin(void)
{
    size_t count;
    const struct migration *migrations = all_migrations(test_call.arena, &count);
    store = new_store(migrations, count);
    petition = record_named("petition");
    charter = record_named("charter");
    errand = record_named("errand");
    on(2014, 6, 12); /* a Thursday */
    ana = account("ana", ROLE_officer, NULL);
    ben = account("ben", ROLE_officer, NULL);
    focal = account("focal", ROLE_focal_point, "AAA");
    as(ana);
    ADD(record_named("realm"), {"id", "AAA"}, {"name_en", "First"});
    ADD(record_named("realm"), {"id", "BBB"}, {"name_en", "Second"});
}

static inline struct tend_report *tended(void)
{
    struct tend_report *report = NEW(test_call.arena, struct tend_report);
    call_clear(&test_call);
    REQUIRE(tend(report, store, &test_call) == OK);
    return report;
}

static inline const char *new_charter(const char *name)
{
    const char *id = ADD(charter, {"realm", "AAA"}, {"name", name});
    REQUIRE(try(charter, id, "give") == OK);
    return id;
}
