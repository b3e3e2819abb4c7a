/* Permission, scope, classes and steps of a record that uses them all, case by case from access_cases.txt. */
#include "access/account.h"
#include "record/migrations.h"
#include "record/history.h"
#include "record/link.h"
#include "record/bulk.h"
#include "record/digest.h"
#include "record/merge.h"
#include "record/operate.h"
#include "record/permissions.h"
#include "test/on_both.h"

static struct user maker = {.who = "maker", .roles = 1u << ROLE_officer | 1u << ROLE_public};
static const struct scope of_realm[] = {{ROLE_focal_point, "AAA"}, {ROLE_partner, "AAA"}, {ROLE_donor, "AAA"}};
static const char *own, *other, *open_row;
static const struct record *petition;

static const char *add(struct store *store, const struct record *record, const struct input *inputs, int count)
{
    struct outcome outcome;
    REQUIRE(record_add(&outcome, store, &test_call, record, inputs, count) == OK);
    return outcome.id;
}
#define ADD(noun, ...)                                                                                                 \
    add(store, record_named(noun), (const struct input[]){__VA_ARGS__},                                                \
        sizeof((const struct input[]){__VA_ARGS__}) / sizeof(struct input))

/* An account of that name; nobody signs in with it here. */
static const char *account(struct store *store, const char *login)
{
    char *id;
    user_enter(&test_call, user_operator(test_call.arena, "root"));
    REQUIRE(user_add(&id, store, &test_call, &(struct account){.login = login, .name = login}) == OK);
    return id;
}

static struct store *two_realms(void)
{
    size_t count;
    const struct migration *migrations = all_migrations(test_call.arena, &count);
    struct store *store = new_store(migrations, count);
    petition = record_named("petition");
    maker.id = account(store, "maker");
    user_enter(&test_call, &maker);
    ADD("realm", {"id", "AAA"}, {"name_en", "First"});
    ADD("realm", {"id", "BBB"}, {"name_en", "Second"});
    own = ADD("petition", {"from", "AAA"}, {"kind", "plain"}, {"subject", "own"}, {"received", "2014-06-12"},
        {"story", "it hurt"}, {"asked_by", "A. Person"});
    other = ADD("petition", {"from", "BBB"}, {"kind", "odd"}, {"subject", "other"}, {"received", "2014-06-12"},
        {"story", "it hurt"});
    open_row = ADD("petition", {"from", "BBB"}, {"kind", "odd"}, {"subject", "open"}, {"received", "2014-06-12"},
        {"published", "true"});
    return store;
}

static void set_user(struct user *user, const char *role)
{
    static const char *const names[] = {
#define X(name) #name,
        ROLES(X)
#undef X
    };
    *user = (struct user){.id = maker.id, .who = "somebody", .roles = 1u << ROLE_public};
    for (unsigned i = 0; i < ROLE_COUNT; i++)
        if (strcmp(names[i], role) == 0) {
            user->roles |= 1u << i;
            for (size_t s = 0; s < sizeof of_realm / sizeof *of_realm; s++)
                if (of_realm[s].role == (enum role)i) {
                    user->scopes = &of_realm[s];
                    user->scope_count = 1;
                }
        }
    test_call.user = user;
}

static bool named_in(const char *list, const char *name)
{
    size_t n = strlen(name);
    for (const char *at = list; (at = strstr(at, name)) != NULL; at += n)
        if ((at == list || at[-1] == ',') && (at[n] == 0 || at[n] == ','))
            return true;
    return false;
}

static enum err try_add(struct store *store, bool of_own)
{
    static int number;
    struct outcome outcome;
    const struct input inputs[] = {{"from", of_own ? "AAA" : "BBB"}, {"kind", "plain"}, {"received", "2014-06-13"},
        {"subject", arena_format(test_call.arena, "number %d", ++number)}};
    return record_add(&outcome, store, &test_call, petition, inputs, 4);
}

static void one_case(struct store *store, struct db *db, const char *line, char *const *cell)
{
    const char *id = strcmp(cell[1], "own") == 0 ? own : strcmp(cell[1], "other") == 0 ? other : open_row;
    bool see = strcmp(cell[2], "yes") == 0, change = strcmp(cell[3], "yes") == 0;
    bool may_remove = strcmp(cell[4], "yes") == 0, may_add = strcmp(cell[5], "yes") == 0;
    struct user user;
    struct view view;
    struct list_page page;
    struct outcome outcome;
    bool listed = false;
    int failed = test_failed_checks;
    /* every case starts in the state `received` */
    test_call.user = &maker;
    CHECK_NUMBER(record_show(&view, db, &test_call, petition, id), OK);
    set_user(&user, cell[0]);
    call_clear(&test_call);
    CHECK_NUMBER(record_show(&view, db, &test_call, petition, id) == OK, see);
    if (record_list(&page, db, &test_call, petition, &(struct list_wish){.most = 1000, .count = true}) == OK) {
        for (int i = 0; i < page.count; i++)
            listed |= strcmp(view_id(&page.views[i]), id) == 0;
        CHECK_NUMBER(page.total, page.count); /* the count tells no more than the list */
    }
    CHECK_NUMBER(listed, see);
    if (see) {
        for (int f = 0; f < petition->field_count; f++)
            if (view_shows(&view, f) == named_in(cell[7], petition->fields[f].name))
                test_fail(__FILE__, __LINE__, "field %s", petition->fields[f].name);
        CHECK_NUMBER((view.can & CAN_CHANGE) != 0, change);
        CHECK_NUMBER((view.can & CAN_REMOVE) != 0, may_remove);
        for (int s = 0; s < petition->step_count; s++)
            if ((view.steps >> s & 1) != named_in(cell[6], petition->steps[s].name))
                test_fail(__FILE__, __LINE__, "step %s", petition->steps[s].name);
    }
    call_clear(&test_call);
    CHECK_NUMBER(
        record_set(&outcome, store, &test_call, petition, id, 0, &(struct input){"kind", "urgent"}, 1) == OK, change);
    call_clear(&test_call);
    CHECK_NUMBER(try_add(store, id == own) == OK, may_add);
    call_clear(&test_call);
    for (int s = 0; s < petition->step_count; s++) { /* what is not named is refused, whatever the face */
        if (named_in(cell[6], petition->steps[s].name))
            continue;
        CHECK(record_step(&outcome, store, &test_call, petition, id, 0, petition->steps[s].name) != OK);
        call_clear(&test_call);
    }
    if (!may_remove) {
        test_call.reason = "test";
        CHECK(record_remove(store, &test_call, petition, id, 0) != OK);
        test_call.reason = NULL;
        call_clear(&test_call);
    }
    if (test_failed_checks != failed)
        printf("# in the case: %s\n", line);
}

TEST(who_may_do_what)
{
    struct store *store = two_realms();
    struct db *db;
    struct user focal;
    struct outcome outcome;
    const char *const rows[] = {own, other, open_row}, *root = getenv("SOURCE_ROOT");
    char line[1000];
    for (int i = 0; i < 3; i++) { /* received by a focal point of the realm */
        static const struct scope of_other[] = {{ROLE_focal_point, "BBB"}};
        set_user(&focal, "focal_point");
        if (i > 0)
            focal.scopes = of_other;
        REQUIRE(record_step(&outcome, store, &test_call, petition, rows[i], 0, "receive") == OK);
    }
    REQUIRE(store_reader(&db, store, &test_call) == OK);
    FILE *file = fopen(arena_format(test_call.arena, "%s/src/record/access_cases.txt", text_or(root, ".")), "r");
    REQUIRE(file);
    int cases = 0;
    while (fgets(line, sizeof line, file)) {
        char *cell[8], *at = line;
        int n = 0;
        if (*line == '#' || *line == '\n')
            continue;
        line[strcspn(line, "\n")] = 0;
        char *whole = arena_text(test_call.arena, line);
        while (n < 8) {
            at += strspn(at, " ");
            cell[n++] = at;
            at += strcspn(at, " ");
            if (!*at)
                break;
            *at++ = 0;
        }
        REQUIRE(n == 8);
        one_case(store, db, whole, cell);
        cases++;
    }
    fclose(file);
    CHECK(cases >= 15);
}

TEST(a_step_asks_for_what_it_needs)
{
    struct store *store = two_realms();
    struct outcome outcome;
    struct user focal;
    set_user(&focal, "focal_point");
    CHECK_NUMBER(
        record_step(&outcome, store, &test_call, petition, own, 0, "close"), ERR_INVALID); /* not from a draft */
    CHECK_TEXT(test_call.faults->key, "step_not_from_here");
    call_clear(&test_call);
    CHECK_NUMBER(record_step(&outcome, store, &test_call, petition, own, 0, "receive"), OK);
    test_call.user = &maker;
    CHECK_NUMBER(record_step(&outcome, store, &test_call, petition, own, 0, "decide"), ERR_INVALID); /* no weight yet */
    CHECK_TEXT(test_call.faults->field, "weight");
    call_clear(&test_call);
    CHECK_NUMBER(record_set(&outcome, store, &test_call, petition, own, 0, &(struct input){"weight", "12"}, 1), OK);
    CHECK_NUMBER(record_step(&outcome, store, &test_call, petition, own, outcome.version, "decide"), OK);
    CHECK_NUMBER(
        record_set(&outcome, store, &test_call, petition, own, 0, &(struct input){"state", "draft"}, 1), ERR_INVALID);
    CHECK_TEXT(test_call.faults->key, "system_field");
    call_clear(&test_call);
    CHECK_NUMBER(record_step(&outcome, store, &test_call, petition, own, 0, "no_such"), ERR_INVALID);
    call_clear(&test_call);
    test_call.who = "ana"; /* the ledger knows who took the last step */
    CHECK_NUMBER(record_step(&outcome, store, &test_call, petition, own, 0, "close"), OK);
    CHECK_NUMBER(record_step(&outcome, store, &test_call, petition, own, 0, "file"), ERR_FORBIDDEN);
    CHECK_TEXT(test_call.faults->key, "second_person");
    call_clear(&test_call);
    test_call.who = "ana for ben"; /* standing in for somebody does not make two persons of one */
    CHECK_NUMBER(record_step(&outcome, store, &test_call, petition, own, 0, "file"), ERR_FORBIDDEN);
    call_clear(&test_call);
    test_call.who = "ben";
    CHECK_NUMBER(record_step(&outcome, store, &test_call, petition, own, 0, "file"), OK);
}

static int64_t last_entry(struct store *store)
{
    struct db *db;
    struct ledger_head head;
    REQUIRE(store_reader(&db, store, &test_call) == OK && ledger_head(&head, db, &test_call) == OK);
    return head.seq;
}

static void check_from(struct store *store, const char *id, const char *realm)
{
    struct db *db;
    struct view view;
    REQUIRE(store_reader(&db, store, &test_call) == OK && record_show(&view, db, &test_call, petition, id) == OK);
    CHECK_TEXT(view_text(test_call.arena, &view, field_named(petition, "from"), LANG_EN), realm);
}

static void note_fault(const struct ledger_fault *found, void *arg)
{
    (void)arg;
    test_fail(__FILE__, __LINE__, "%s %s %s", found->kind, found->table, found->id);
}

TEST(two_rows_that_are_one)
{
    struct store *store = two_realms();
    struct db *db;
    struct view view;
    struct merged merged;
    struct outcome outcome;
    struct ledger_report report;
    const struct record *realm = record_named("realm");
    struct merge_wish wish = {.keep = "AAA", .drop = "BBB"}, trial = {.keep = "AAA", .drop = "BBB", .dry_run = true};
    CHECK_NUMBER(record_merge(&merged, store, &test_call, realm, &wish), ERR_INVALID); /* no reason */
    call_clear(&test_call);
    CHECK_NUMBER(record_merge(&merged, store, &test_call, realm, &trial), OK);
    REQUIRE(merged.ref_count == 1 && merged.refs[0].from == petition);
    CHECK(merged.moved == 2 && merged.refs[0].count == 2);
    check_from(store, other, "BBB");
    test_call.reason = "the same realm under two names";
    test_call.now += 1000;
    CHECK_NUMBER(record_merge(&merged, store, &test_call, realm, &wish), OK);
    CHECK_NUMBER(merged.moved, 2);
    check_from(store, other, "AAA");
    REQUIRE(store_reader(&db, store, &test_call) == OK);
    CHECK_NUMBER(record_show(&view, db, &test_call, realm, "BBB"), ERR_NOT_FOUND);
    call_clear(&test_call);
    /* Its last entry takes all of it back, and only that one does */
    int64_t last = last_entry(store);
    const char *with;
    bool kept;
    REQUIRE(record_merged_with(&with, &kept, db, &test_call, realm, last) == OK);
    CHECK(kept && text_is(with, "BBB"));
    REQUIRE(record_merged_with(&with, &kept, db, &test_call, realm, last - 1) == OK);
    CHECK(!kept && text_is(with, "AAA"));
    REQUIRE(record_merged_with(&with, &kept, db, &test_call, realm, last - 2) == OK && !with);
    test_call.now += 1000;
    CHECK_NUMBER(record_take_back(&outcome, store, &test_call, last - 1), ERR_CONFLICT);
    CHECK_TEXT(test_call.faults->key, "part_of_merge");
    CHECK_NUMBER(record_take_back(&outcome, store, &test_call, last - 2), ERR_CONFLICT);
    call_clear(&test_call);
    CHECK_NUMBER(record_take_back(&outcome, store, &test_call, last), OK);
    check_from(store, other, "BBB");
    check_from(store, own, "AAA");
    REQUIRE(store_reader(&db, store, &test_call) == OK);
    CHECK_NUMBER(record_show(&view, db, &test_call, realm, "BBB"), OK);
    CHECK_NUMBER(record_take_back(&outcome, store, &test_call, last), ERR_CONFLICT); /* there again already */
    call_clear(&test_call);
    REQUIRE(ledger_verify(&report, store, &test_call, record_digests, NULL, note_fault, NULL, NULL) == OK);
    CHECK_NUMBER(report.faults, 0);
}

/* Somebody went on with what was merged: nothing of it is taken back. */
TEST(a_merge_that_was_built_on_stays)
{
    struct store *store = two_realms();
    struct merged merged;
    struct outcome outcome;
    struct db *db;
    struct view view;
    struct input inputs[] = {{"id", "CCC"}, {"name_en", "Third"}}, moved = {"from", "CCC"};
    test_call.reason = "test";
    REQUIRE(record_add(&outcome, store, &test_call, record_named("realm"), inputs, 2) == OK);
    test_call.now += 1000;
    REQUIRE(record_merge(&merged, store, &test_call, record_named("realm"),
                &(struct merge_wish){.keep = "AAA", .drop = "BBB"}) == OK);
    int64_t last = last_entry(store);
    test_call.now += 1000;
    REQUIRE(record_set(&outcome, store, &test_call, petition, other, 0, &moved, 1) == OK);
    CHECK_NUMBER(record_take_back(&outcome, store, &test_call, last), ERR_STALE);
    CHECK_TEXT(test_call.faults->key, "changed_since");
    CHECK_TEXT(test_call.faults->field, "from");
    call_clear(&test_call);
    check_from(store, other, "CCC");
    REQUIRE(store_reader(&db, store, &test_call) == OK);
    CHECK_NUMBER(record_show(&view, db, &test_call, record_named("realm"), "BBB"), ERR_NOT_FOUND);
}

/* Rows that refer to one another: none refers to itself afterwards, nor to what is gone. */
TEST(rows_of_one_kind_that_refer_to_each_other)
{
    struct store *store = two_realms();
    struct db *db;
    struct view view;
    struct merged merged;
    struct outcome outcome;
    struct input to_open = {"related", open_row}, to_other = {"related", other};
    int related = field_named(petition, "related");
    test_call.reason = "test";
    REQUIRE(record_set(&outcome, store, &test_call, petition, own, 0, &to_other, 1) == OK);
    REQUIRE(record_set(&outcome, store, &test_call, petition, other, 0, &to_open, 1) == OK);
    test_call.now += 1000;
    REQUIRE(record_merge(&merged, store, &test_call, petition, &(struct merge_wish){.keep = own, .drop = other}) == OK);
    REQUIRE(store_reader(&db, store, &test_call) == OK && record_show(&view, db, &test_call, petition, own) == OK);
    CHECK_TEXT(view_text(test_call.arena, &view, related, LANG_EN), open_row);
    test_call.now += 1000;
    REQUIRE(
        record_merge(&merged, store, &test_call, petition, &(struct merge_wish){.keep = open_row, .drop = own}) == OK);
    REQUIRE(store_reader(&db, store, &test_call) == OK && record_show(&view, db, &test_call, petition, open_row) == OK);
    CHECK_TEXT(view_text(test_call.arena, &view, related, LANG_EN), NULL);
}

static int refusals;

static void count_refusals(struct many *many, const struct many_refusal *refusal)
{
    (void)many;
    CHECK(refusal->id && refusal->fault->key);
    refusals++;
}

TEST(many_rows_one_change)
{
    struct store *store = two_realms();
    struct db *db;
    struct list_page page;
    struct input where = {"kind", "odd"}, set = {"count", "7"}, bad = {"count", "501"};
    struct list_wish list = {.where = &where, .where_count = 1};
    struct bulk_wish wish = {.list = &list, .inputs = &bad, .count = 1};
    struct many many = {.refused = count_refusals}, trial = {.dry_run = true};
    refusals = 0;
    CHECK_NUMBER(record_bulk(&many, store, &test_call, petition, &wish), ERR_INVALID);
    CHECK(refusals == 2 && many.report.bad == 2);
    call_clear(&test_call);
    wish.inputs = &set;
    CHECK_NUMBER(record_bulk(&trial, store, &test_call, petition, &wish), OK);
    CHECK_NUMBER(trial.report.changed, 2);
    REQUIRE(store_reader(&db, store, &test_call) == OK);
    struct input seven = {"count", "7"};
    REQUIRE(record_list(&page, db, &test_call, petition, &(struct list_wish){.where = &seven, .where_count = 1}) == OK);
    CHECK_NUMBER(page.count, 0); /* a dry run */
    CHECK_NUMBER(record_bulk(&many, store, &test_call, petition, &wish), OK);
    REQUIRE(record_list(&page, db, &test_call, petition, &(struct list_wish){.where = &seven, .where_count = 1}) == OK);
    CHECK_NUMBER(page.count, 2);
}

/* Chosen rows, one of which is not there: refused together, or passed over as asked. */
TEST(chosen_rows_change_and_others_are_passed_over)
{
    struct store *store = two_realms();
    struct db *db;
    struct list_page page;
    REQUIRE(store_reader(&db, store, &test_call) == OK);
    REQUIRE(record_list(&page, db, &test_call, petition, &(struct list_wish){0}) == OK && page.count >= 2);
    const char *ids[] = {view_id(&page.views[0]), "nothing", view_id(&page.views[1])};
    struct input set = {"count", "9"};
    struct bulk_wish wish = {.ids = ids, .id_count = 3, .inputs = &set, .count = 1};
    struct many all = {0}, some = {.skip_bad = true};
    CHECK_NUMBER(record_bulk(&all, store, &test_call, petition, &wish), ERR_NOT_FOUND);
    CHECK(all.report.bad == 1 && all.report.rows == 3);
    call_clear(&test_call);
    CHECK_NUMBER(record_bulk(&some, store, &test_call, petition, &wish), OK);
    CHECK(some.report.bad == 1 && some.report.changed == 2);
}

TEST(what_happened_is_told_and_taken_back)
{
    struct store *store = two_realms();
    struct db *db;
    struct past *past;
    struct view view;
    struct outcome outcome;
    struct user reader;
    int count, told = 0, asked_by = field_named(petition, "asked_by");
    REQUIRE(store_reader(&db, store, &test_call) == OK);
    REQUIRE(record_set(&outcome, store, &test_call, petition, own, 0,
                (const struct input[]){{"count", "7"}, {"asked_by", "B. Person"}}, 2) == OK);
    REQUIRE(record_history(&past, &count, db, &test_call, petition, own) == OK);
    REQUIRE(count == 2);
    CHECK_TEXT(past[0].action, "add");
    CHECK_TEXT(past[1].action, "change");
    REQUIRE(past[1].count == 2);
    for (int i = 0; i < 2; i++) {
        bool personal = past[1].changes[i].field == asked_by;
        CHECK_TEXT(past[1].changes[i].before, personal ? "A. Person" : NULL);
        CHECK_TEXT(past[1].changes[i].after, personal ? "B. Person" : "7");
    }
    set_user(&reader, "legal"); /* who may not read what is personal is told that it changed */
    REQUIRE(record_history(&past, &count, db, &test_call, petition, own) == OK);
    for (int i = 0; i < past[1].count; i++)
        if (past[1].changes[i].field == asked_by) {
            CHECK(past[1].changes[i].withheld && !past[1].changes[i].before && !past[1].changes[i].after);
            told++;
        }
    CHECK_NUMBER(told, 1);
    test_call.user = &maker;
    REQUIRE(record_history(&past, &count, db, &test_call, petition, own) == OK);
    CHECK_NUMBER(record_take_back(&outcome, store, &test_call, past[1].seq), ERR_INVALID); /* no reason */
    call_clear(&test_call);
    test_call.reason = "typed into the wrong row";
    CHECK_NUMBER(record_take_back(&outcome, store, &test_call, past[1].seq), OK);
    REQUIRE(record_show(&view, db, &test_call, petition, own) == OK);
    CHECK_TEXT(view_text(test_call.arena, &view, field_named(petition, "count"), LANG_EN), NULL);
    CHECK_TEXT(view_text(test_call.arena, &view, asked_by, LANG_EN), "A. Person");
    CHECK_NUMBER(record_take_back(&outcome, store, &test_call, past[1].seq), ERR_STALE); /* it is no longer so */
    call_clear(&test_call);
    REQUIRE(record_remove(store, &test_call, petition, other, 0) == OK);
    REQUIRE(record_history(&past, &count, db, &test_call, petition, other) == OK);
    CHECK_NUMBER(record_take_back(&outcome, store, &test_call, past[count - 1].seq), OK);
    REQUIRE(record_show(&view, db, &test_call, petition, other) == OK);
    CHECK_TEXT(view_text(test_call.arena, &view, field_named(petition, "subject"), LANG_EN), "other");
    CHECK_NUMBER(record_take_back(&outcome, store, &test_call, 1000000), ERR_NOT_FOUND);
    call_clear(&test_call);
    test_call.now += INT64_C(3) * 86400 * 1000000; /* three days later it is changed; today it is known as it was */
    REQUIRE(
        record_set(&outcome, store, &test_call, petition, own, 0, &(struct input){"subject", "new words"}, 1) == OK);
    REQUIRE(record_show_known(&view, db, &test_call, petition, own, date_of(2014, 6, 14)) == OK);
    CHECK_TEXT(view_text(test_call.arena, &view, field_named(petition, "subject"), LANG_EN), "own");
    CHECK_TEXT(view_text(test_call.arena, &view, asked_by, LANG_EN), "A. Person");
    REQUIRE(record_show_known(&view, db, &test_call, petition, own, date_of(2014, 6, 15)) == OK);
    CHECK_TEXT(view_text(test_call.arena, &view, field_named(petition, "subject"), LANG_EN), "new words");
    CHECK_NUMBER(record_show_known(&view, db, &test_call, petition, own, date_of(2014, 6, 11)), ERR_NOT_FOUND);
}

TEST(what_is_tied_is_seen_from_both_ends)
{
    struct store *store = two_realms();
    struct db *db;
    struct tie *ties;
    struct user reader;
    struct merged merged;
    int count;
    const struct record *realm = record_named("realm");
    REQUIRE(store_reader(&db, store, &test_call) == OK);
    CHECK_NUMBER(record_link(store, &test_call, petition, own, "about", "BBB"), OK);
    CHECK_NUMBER(record_link(store, &test_call, petition, own, "about", "BBB"), OK); /* tied already */
    CHECK_NUMBER(record_link(store, &test_call, petition, own, "follows", other), OK);
    CHECK_NUMBER(record_link(store, &test_call, petition, own, "follows", "nobody"), ERR_NOT_FOUND);
    call_clear(&test_call);
    CHECK_NUMBER(record_link(store, &test_call, petition, own, "loves", other), ERR_INVALID);
    call_clear(&test_call);
    REQUIRE(record_ties(&ties, &count, db, &test_call, petition, own) == OK);
    REQUIRE(count == 2);
    CHECK_TEXT(ties[0].meaning, "about");
    CHECK_TEXT(ties[0].title, "Second");
    REQUIRE(record_ties(&ties, &count, db, &test_call, realm, "BBB") == OK);
    REQUIRE(count == 1);
    CHECK(!ties[0].outgoing && text_is(ties[0].other_id, own));
    set_user(&reader, "public"); /* may see the realm, not the petition, so not the tie either */
    REQUIRE(record_ties(&ties, &count, db, &test_call, realm, "BBB") == OK);
    CHECK_NUMBER(count, 0);
    set_user(&reader, "legal"); /* sees, but may not change */
    CHECK_NUMBER(record_unlink(store, &test_call, petition, own, "about", "BBB"), ERR_FORBIDDEN);
    call_clear(&test_call);
    test_call.user = &maker;
    test_call.reason = "test";
    CHECK_NUMBER(record_merge(&merged, store, &test_call, realm, &(struct merge_wish){.keep = "AAA", .drop = "BBB"}),
        OK); /* the tie leads to what is kept */
    CHECK_NUMBER(merged.ties, 1);
    REQUIRE(record_ties(&ties, &count, db, &test_call, realm, "AAA") == OK);
    CHECK_NUMBER(count, 1);
    CHECK_NUMBER(
        record_remove(store, &test_call, petition, other, 0), OK); /* and what is removed takes its ties with it */
    REQUIRE(record_ties(&ties, &count, db, &test_call, petition, own) == OK);
    CHECK_NUMBER(count, 1);
    CHECK_NUMBER(record_unlink(store, &test_call, petition, own, "about", "AAA"), OK);
    CHECK_NUMBER(record_unlink(store, &test_call, petition, own, "about", "AAA"), ERR_NOT_FOUND);
}

TEST(a_row_is_not_given_away)
{
    struct store *store = two_realms();
    struct outcome outcome;
    struct user focal;
    set_user(&focal, "focal_point");
    CHECK_NUMBER(
        record_set(&outcome, store, &test_call, petition, own, 0, &(struct input){"from", "BBB"}, 1), ERR_FORBIDDEN);
    call_clear(&test_call);
    test_call.user = &maker; /* who may change both may move it from one to the other */
    CHECK_NUMBER(record_set(&outcome, store, &test_call, petition, own, 0, &(struct input){"from", "BBB"}, 1), OK);
}

static const struct permission *permission_of(const char *verb, const char *step)
{
    struct permission *all;
    int count = permissions_list(&all, test_call.arena);
    for (int i = 0; i < count; i++)
        if (all[i].record && text_is(all[i].noun, "petition") && text_is(all[i].verb, verb) &&
            text_is(text_or(all[i].step, ""), step))
            return &all[i];
    return NULL;
}

TEST(the_table_tells_who_may)
{
    static const struct {
        const char *verb, *step;
        enum role role;
        const char *extent;
    } cells[] = {
        {"see", "", ROLE_public, "released"},
        {"see", "", ROLE_focal_point, "own+released"}, /* what the public may, everybody may */
        {"see", "", ROLE_auditor, "all"},              /* although the record does not name the auditor */
        {"see", "", ROLE_legal, "all"},
        {"add", "", ROLE_focal_point, "own"},
        {"add", "", ROLE_auditor, "-"},
        {"change", "", ROLE_partner, "-"},
        {"remove", "", ROLE_officer, "all"},
        {"remove", "", ROLE_focal_point, "-"},
        {"step", "receive", ROLE_focal_point, "own"},
        {"step", "decide", ROLE_focal_point, "-"},
        {"step", "decide", ROLE_officer, "all"},
        {"confidential", "", ROLE_focal_point, "own"},
        {"confidential", "", ROLE_legal, "-"},
        {"confidential", "", ROLE_auditor, "all"},
        {"personal", "", ROLE_focal_point, "-"},
        {"personal", "", ROLE_administrator, "-"},
    };
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        const struct permission *permission = permission_of(cells[i].verb, cells[i].step);
        REQUIRE(permission);
        CHECK_TEXT(extent_name(permission->extent[cells[i].role]), cells[i].extent);
    }
    CHECK(!permission_of("step", "no_such"));
}

TEST(a_name_that_is_withheld_is_not_told_by_what_refers_to_it)
{
    struct store *store = two_realms();
    struct db *db;
    struct view view;
    struct user reader;
    const char **titles;
    int shelf = field_named(petition, "shelf");
    const char *id = ADD("shelf", {"label", "the green one"});
    struct outcome outcome;
    REQUIRE(record_set(&outcome, store, &test_call, petition, open_row, 0, &(struct input){"shelf", id}, 1) == OK);
    REQUIRE(store_reader(&db, store, &test_call) == OK);
    REQUIRE(record_show(&view, db, &test_call, petition, open_row) == OK);
    REQUIRE(record_titles(&titles, db, &test_call, &view, 1) == OK);
    CHECK_TEXT(titles[shelf], "the green one");
    set_user(&reader, "public");
    REQUIRE(record_show(&view, db, &test_call, petition, open_row) == OK);
    REQUIRE(record_titles(&titles, db, &test_call, &view, 1) == OK);
    CHECK_TEXT(titles[shelf], NULL);
}

int main(void)
{
    RUN_ON_BOTH(a_name_that_is_withheld_is_not_told_by_what_refers_to_it);
    RUN(the_table_tells_who_may);
    RUN_ON_BOTH(a_row_is_not_given_away);
    RUN_ON_BOTH(who_may_do_what);
    RUN_ON_BOTH(a_step_asks_for_what_it_needs);
    RUN_ON_BOTH(two_rows_that_are_one);
    RUN_ON_BOTH(a_merge_that_was_built_on_stays);
    RUN_ON_BOTH(rows_of_one_kind_that_refer_to_each_other);
    RUN_ON_BOTH(many_rows_one_change);
    RUN_ON_BOTH(chosen_rows_change_and_others_are_passed_over);
    RUN_ON_BOTH(what_happened_is_told_and_taken_back);
    RUN_ON_BOTH(what_is_tied_is_seen_from_both_ends);
    return test_end();
}
