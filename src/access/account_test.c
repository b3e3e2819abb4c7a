/* Accounts, roles, tokens, stand-ins and handing over, on both engines; and that the ledger knows of every change. */
#include "test/with_users.h"
#include "access/account_list.h"
#include "access/hand_over.h"
#include "access/rows.h"
#include "access/stand_in.h"
#include "access/token.h"
#include "store/ledger.h"

/* ---- accounts ---- */

static const char *listed(const struct account_wish *wish)
{
    struct account_line *lines;
    struct buffer *out = buffer_new(test_call.arena, 1000);
    int count;
    REQUIRE(account_list(&lines, &count, reader(), &test_call, wish) == OK);
    for (int i = 0; i < count; i++)
        buffer_format(out, "%s%s", i ? " " : "", lines[i].user->login);
    return out->size ? out->at : "";
}

TEST(an_account_is_made_and_read)
{
    open_new_store();
    struct scope roles[] = {{ROLE_officer, NULL}, {ROLE_focal_point, "XAA"}, {ROLE_focal_point, "XAB"}};
    struct account account = {.login = "nadia",
        .name = " Nadia Karim ",
        .email = "nadia@example.org",
        .language = "fr",
        .password = good,
        .roles = roles,
        .role_count = 3};
    char *id, *second;
    struct user *user;
    REQUIRE(user_add(&id, store, &test_call, &account) == OK);
    REQUIRE(user_by_login(&user, reader(), &test_call, "nadia") == OK);
    CHECK_TEXT(user->id, id);
    CHECK_TEXT(user->name, "Nadia Karim");
    CHECK_TEXT(user->who, id); /* no name goes into the ledger */
    CHECK(user->lang_chosen && user->lang == LANG_FR);
    CHECK_NUMBER(user->roles, ROLE_BIT(ROLE_public) | ROLE_BIT(ROLE_officer) | ROLE_BIT(ROLE_focal_point));
    CHECK(user_in_scope(user, ROLE_BIT(ROLE_focal_point), "XAB"));
    CHECK(!user_in_scope(user, ROLE_BIT(ROLE_officer), "XAB"));
    CHECK_NUMBER(user_load(&user, reader(), &test_call, "nobody"), ERR_NOT_FOUND);
    CHECK_NUMBER(user_add(&second, store, &test_call, &account), ERR_CONFLICT);
    CHECK_TEXT(fault(), "user_taken");
    add("ana", ROLE_writer, NULL);
    struct account_wish all = {.most = 10};
    CHECK_TEXT(listed(&all), "ana nadia");
    CHECK_TEXT(listed(&(struct account_wish){.most = 10, .after = "ana"}), "nadia");
    CHECK_TEXT(listed(&(struct account_wish){.most = 1}), "ana");
    CHECK_TEXT(listed(&(struct account_wish){.most = 10, .text = "KARÍM"}), "nadia");
    CHECK_TEXT(listed(&(struct account_wish){.most = 10, .text = "example.org"}), "nadia");
    CHECK_TEXT(listed(&(struct account_wish){.most = 10, .role = ROLE_writer}), "ana");
    REQUIRE(user_disable(store, &test_call, id, true) == OK);
    CHECK_TEXT(listed(&(struct account_wish){.most = 10, .state = ACCOUNT_ON}), "ana");
    CHECK_TEXT(listed(&(struct account_wish){.most = 10, .state = ACCOUNT_OFF}), "nadia");
}

TEST(a_wrong_account_names_every_fault)
{
    open_new_store();
    struct scope roles[] = {{ROLE_donor, NULL}, {ROLE_officer, "XAA"}, {ROLE_public, NULL}};
    struct account account = {.login = "No Login!",
        .email = "nowhere",
        .language = "de",
        .password = "password",
        .roles = roles,
        .role_count = 3};
    static const char *const want[] = {"user_login", "user_email", "not_a_choice", "role_needs_scope",
        "role_takes_no_scope", "role_unknown", "password_short"};
    char *id;
    CHECK_NUMBER(user_add(&id, store, &test_call, &account), ERR_INVALID);
    size_t n = 0;
    for (struct fault *f = test_call.faults; f; f = f->next, n++)
        CHECK(n < 7 && text_is(f->key, want[n]));
    CHECK_NUMBER(n, 7);
    CHECK_TEXT(listed(&(struct account_wish){.most = 10}), "");
}

static enum err only_xaa(bool *out, struct db *db, struct call *call, enum role role, const char *id)
{
    (void)db, (void)call, (void)role;
    *out = text_is(id, "XAA");
    return OK;
}

TEST(roles_become_what_was_said)
{
    open_new_store();
    char *id = add("nadia", ROLE_officer, NULL);
    struct scope roles[] = {{ROLE_legal, NULL}, {ROLE_focal_point, "XAA"}, {ROLE_legal, NULL}};
    REQUIRE(user_set_roles(store, &test_call, id, roles, 3) == OK);
    struct user *user = load(id);
    CHECK(user_has(user, ROLE_legal) && user_has(user, ROLE_focal_point) && !user_has(user, ROLE_officer));
    scope_exists_register(only_xaa, NULL);
    struct scope elsewhere[] = {{ROLE_focal_point, "XQQ"}};
    CHECK_NUMBER(user_set_roles(store, &test_call, id, elsewhere, 1), ERR_INVALID);
    CHECK(user_has(load(id), ROLE_legal)); /* nothing of it was done */
    scope_exists_register(NULL, NULL);
}

TEST(only_an_administrator_keeps_accounts)
{
    open_new_store();
    char *officer = add("officer", ROLE_officer, NULL), *id;
    struct account account = {.login = "new"};
    struct scope more[] = {{ROLE_administrator, NULL}};
    as(officer);
    CHECK_NUMBER(user_add(&id, store, &test_call, &account), ERR_FORBIDDEN);
    CHECK_NUMBER(user_set_roles(store, &test_call, officer, more, 1), ERR_FORBIDDEN);
    CHECK_NUMBER(user_set_password(store, &test_call, officer, other), ERR_FORBIDDEN);
    CHECK_NUMBER(user_disable(store, &test_call, officer, true), ERR_FORBIDDEN);
    struct account own = {.login = "officer", .name = "New Name"};
    call_clear(&test_call);
    CHECK_NUMBER(user_change(store, &test_call, officer, load(officer)->version, &own), OK);
    CHECK_TEXT(load(officer)->name, "New Name");
    own.login = "director";
    CHECK_NUMBER(user_change(store, &test_call, officer, load(officer)->version, &own), ERR_FORBIDDEN);
    CHECK_NUMBER(user_change(store, &test_call, officer, 1, &(struct account){.login = "officer"}), ERR_STALE);
    test_call.user = &user_public;
    CHECK_NUMBER(user_add(&id, store, &test_call, &account), ERR_FORBIDDEN);
    test_call.user = NULL;
    CHECK_NUMBER(user_add(&id, store, &test_call, &account), ERR_FORBIDDEN);
}

TEST(the_last_administrator_stays)
{
    open_new_store();
    char *first = add("first", ROLE_administrator, NULL), *second = add("second", ROLE_administrator, NULL);
    struct scope less[] = {{ROLE_officer, NULL}};
    as(first);
    REQUIRE(user_disable(store, &test_call, second, true) == OK);
    CHECK_NUMBER(user_disable(store, &test_call, first, true), ERR_CONFLICT);
    CHECK_TEXT(fault(), "user_last_administrator");
    CHECK_NUMBER(user_set_roles(store, &test_call, first, less, 1), ERR_CONFLICT);
    CHECK(user_has(load(first), ROLE_administrator));
    as_operator();
    call_clear(&test_call);
    CHECK_NUMBER(user_set_roles(store, &test_call, first, less, 1), OK); /* who owns the file can always come back */
}

/* ---- tokens ---- */

TEST(a_token_has_some_of_the_roles)
{
    char token[SECRET_TEXT];
    struct user *user;
    struct token_use use;
    open_new_store();
    struct scope roles[] = {{ROLE_officer, NULL}, {ROLE_finance, NULL}, {ROLE_donor, "XAA"}};
    char *id = add("nadia", ROLE_officer, NULL);
    REQUIRE(user_set_roles(store, &test_call, id, roles, 3) == OK);
    as(id);
    REQUIRE(
        token_add(token, store, &test_call, id, "figures", ROLE_BIT(ROLE_finance) | ROLE_BIT(ROLE_donor), 30) == OK);
    CHECK(text_starts(token, "servanda_"));
    REQUIRE(user_of_token(&user, &use, reader(), &test_call, token) == OK);
    CHECK_TEXT(user->id, id);
    CHECK_NUMBER(user->roles, ROLE_BIT(ROLE_public) | ROLE_BIT(ROLE_finance) | ROLE_BIT(ROLE_donor));
    CHECK(user_in_scope(user, ROLE_BIT(ROLE_donor), "XAA"));
    CHECK(use.stale);
    REQUIRE(token_used(store, &test_call, &use) == OK);
    REQUIRE(user_of_token(&user, &use, reader(), &test_call, token) == OK);
    CHECK(!use.stale);
    CHECK_NUMBER(token_add(token, store, &test_call, id, "more", ROLE_BIT(ROLE_administrator), 0), ERR_INVALID);
    CHECK_TEXT(fault(), "role_not_held");
    call_clear(&test_call);
    REQUIRE(token_add(token, store, &test_call, id, "all", 0, 0) == OK);
    as_operator();
    REQUIRE(user_set_roles(store, &test_call, id, roles, 1) == OK); /* loses finance and donor */
    REQUIRE(user_of_token(&user, &use, reader(), &test_call, token) == OK);
    CHECK_NUMBER(user->roles, ROLE_BIT(ROLE_public) | ROLE_BIT(ROLE_officer));
    CHECK_NUMBER(user->scope_count, 0);
}

TEST(tokens_end)
{
    char token[SECRET_TEXT];
    struct user *user;
    struct token_use use;
    struct api_token *list;
    int count;
    open_new_store();
    char *id = add("nadia", ROLE_officer, NULL), *somebody = add("other", ROLE_officer, NULL);
    as(id);
    REQUIRE(token_add(token, store, &test_call, id, "one", 0, 30) == OK);
    later(29 * DAY);
    CHECK_NUMBER(user_of_token(&user, &use, reader(), &test_call, token), OK);
    later(2 * DAY);
    CHECK_NUMBER(user_of_token(&user, &use, reader(), &test_call, token), ERR_LOGIN);
    CHECK_TEXT(fault(), "token_wrong");
    call_clear(&test_call);
    REQUIRE(token_add(token, store, &test_call, id, "two", 0, 0) == OK);
    REQUIRE(token_list(&list, &count, reader(), &test_call, id) == OK);
    REQUIRE(count == 2);
    CHECK_TEXT(list[0].name, "two");
    as(somebody);
    CHECK_NUMBER(token_withdraw(store, &test_call, list[0].id), ERR_FORBIDDEN);
    CHECK_NUMBER(token_add(token + 0, store, &test_call, id, "mine", 0, 0), ERR_FORBIDDEN);
    as(id);
    REQUIRE(token_add(token, store, &test_call, id, "three", 0, 0) == OK);
    REQUIRE(token_list(&list, &count, reader(), &test_call, id) == OK);
    for (int i = 0; i < count; i++)
        if (text_is(list[i].name, "three"))
            REQUIRE(token_withdraw(store, &test_call, list[i].id) == OK);
    CHECK_NUMBER(user_of_token(&user, &use, reader(), &test_call, token), ERR_LOGIN);
    REQUIRE(token_add(token, store, &test_call, id, "four", 0, 0) == OK);
    as_operator();
    REQUIRE(user_disable(store, &test_call, id, true) == OK);
    CHECK_NUMBER(user_of_token(&user, &use, reader(), &test_call, token), ERR_LOGIN);
    CHECK_NUMBER(user_of_token(&user, &use, reader(), &test_call, "servanda_x"), ERR_LOGIN);
    CHECK_NUMBER(user_of_token(&user, &use, reader(), &test_call, NULL), ERR_LOGIN);
}

/* ---- absence ---- */

TEST(a_deputy_acts_for_the_absent)
{
    struct session session;
    struct session_new got;
    struct stand_in *list;
    int count;
    open_new_store();
    char *away = add("away", ROLE_legal, NULL), *deputy = add("deputy", ROLE_writer, NULL);
    as(away);
    REQUIRE(stand_in_add(NULL, store, &test_call, away, deputy, date_of(2014, 6, 13), date_of(2014, 6, 14)) == OK);
    got = enter("deputy", good, NULL, NULL);
    CHECK_NUMBER(session_stand_in(&got, store, &test_call, got.token, away), ERR_FORBIDDEN); /* not yet */
    CHECK_TEXT(fault(), "stand_in_none");
    later(DAY);
    struct session_new own = enter("deputy", good, NULL, NULL);
    REQUIRE(stand_in_today(&list, &count, reader(), &test_call, deputy) == OK);
    REQUIRE(count == 1);
    CHECK_TEXT(list[0].absent_name, "away Example");
    REQUIRE(session_stand_in(&got, store, &test_call, own.token, away) == OK);
    CHECK_NUMBER(look(&session, own.token), ERR_LOGIN);
    REQUIRE(look(&session, got.token) == OK);
    CHECK(user_has(session.user, ROLE_legal) && !user_has(session.user, ROLE_writer));
    CHECK_TEXT(session.user->id, deputy);
    CHECK_TEXT(session.user->who, arena_format(test_call.arena, "%s for %s", deputy, away));
    user_enter(&test_call, session.user);
    char token[SECRET_TEXT]; /* the account of the absent stays the absent's */
    CHECK_NUMBER(token_add(token, store, &test_call, away, "x", 0, 0), ERR_FORBIDDEN);
    CHECK_NUMBER(user_change_password(store, &test_call, deputy, good, other, NULL), ERR_FORBIDDEN);
    CHECK_NUMBER(
        stand_in_add(NULL, store, &test_call, deputy, away, date_of(2014, 6, 13), date_of(2014, 6, 14)), ERR_FORBIDDEN);
    call_clear(&test_call);
    REQUIRE(session_stand_in(&own, store, &test_call, got.token, NULL) == OK);
    REQUIRE(look(&session, own.token) == OK);
    CHECK(user_has(session.user, ROLE_writer) && !user_has(session.user, ROLE_legal));
    REQUIRE(session_stand_in(&got, store, &test_call, own.token, away) == OK);
    test_call.today = date_of(2014, 6, 15); /* the absence is over */
    REQUIRE(look(&session, got.token) == OK);
    CHECK(user_has(session.user, ROLE_writer) && !user_has(session.user, ROLE_legal));
}

TEST(who_may_stand_in)
{
    char *id;
    open_new_store();
    char *away = add("away", ROLE_legal, NULL), *outside = add("outside", ROLE_focal_point, "XAA"),
         *same = add("same", ROLE_focal_point, "XAA"), *elsewhere = add("elsewhere", ROLE_focal_point, "XAB");
    struct date from = date_of(2014, 6, 12), to = date_of(2014, 6, 20);
    static const struct {
        int year, month, day;
    } ends[] = {{2014, 6, 11}, {2015, 6, 13}, {2014, 6, 0}};
    CHECK_NUMBER(stand_in_add(NULL, store, &test_call, away, outside, from, to), ERR_INVALID);
    CHECK_TEXT(fault(), "stand_in_rank");
    CHECK_NUMBER(stand_in_add(NULL, store, &test_call, outside, elsewhere, from, to), ERR_INVALID);
    CHECK_NUMBER(stand_in_add(NULL, store, &test_call, away, away, from, to), ERR_INVALID);
    CHECK_NUMBER(stand_in_add(NULL, store, &test_call, away, "nobody", from, to), ERR_INVALID);
    for (int i = 0; i < 3; i++)
        CHECK_NUMBER(stand_in_add(NULL, store, &test_call, outside, same, from,
                         date_of(ends[i].year, ends[i].month, ends[i].day)),
            ERR_INVALID);
    call_clear(&test_call);
    REQUIRE(stand_in_add(&id, store, &test_call, outside, same, from, to) == OK);
    as(same);
    CHECK_NUMBER(stand_in_end(store, &test_call, id), ERR_FORBIDDEN);
    as(outside);
    call_clear(&test_call);
    struct user *user;
    CHECK_NUMBER(user_standing_in(&user, reader(), &test_call, load(same), outside), OK);
    REQUIRE(stand_in_end(store, &test_call, id) == OK);
    CHECK_NUMBER(user_standing_in(&user, reader(), &test_call, load(same), outside), ERR_NOT_FOUND);
    struct stand_in *list;
    int count;
    REQUIRE(stand_in_list(&list, &count, reader(), &test_call, outside) == OK);
    CHECK(count == 1 && list[0].ended);
}

static enum err move_three(const struct hand_over_part *part, int64_t *moved, struct db *db, struct call *call,
    const char *from, const char *to)
{
    (void)part, (void)db, (void)call;
    *moved = strcmp(from, to) ? 3 : 0;
    return OK;
}

static int seen_entries;

static enum err see_entry(const struct ledger_entry *entry, struct call *call, void *arg)
{
    (void)call;
    seen_entries++;
    CHECK(strstr(entry->entry, arg));
    return OK;
}

TEST(a_calendar_has_a_token_that_opens_nothing_else)
{
    char token[SECRET_TEXT], other_token[SECRET_TEXT];
    struct token_use use;
    struct user *user;
    struct api_token *tokens;
    int count;
    open_new_store();
    char *id = add("ana", ROLE_officer, NULL);
    CHECK_NUMBER(token_add_calendar(token, store, &test_call, "calendar"), ERR_LOGIN); /* the operator has no account */
    as(id);
    call_clear(&test_call);
    REQUIRE(token_add_calendar(token, store, &test_call, "calendar") == OK);
    REQUIRE(user_of_calendar(&user, &use, reader(), &test_call, token) == OK);
    CHECK_TEXT(user->id, id);
    CHECK(user_has(user, ROLE_officer));
    CHECK_NUMBER(user_of_token(&user, &use, reader(), &test_call, token), ERR_LOGIN);
    REQUIRE(token_add(other_token, store, &test_call, id, "program", 0, 0) == OK);
    CHECK_NUMBER(user_of_calendar(&user, &use, reader(), &test_call, other_token), ERR_LOGIN);
    REQUIRE(token_list(&tokens, &count, reader(), &test_call, id) == OK && count == 2);
    const struct api_token *made = tokens[0].calendar ? &tokens[0] : &tokens[1];
    CHECK(made->calendar && tokens[0].calendar != tokens[1].calendar);
    REQUIRE(token_withdraw(store, &test_call, made->id) == OK);
    CHECK_NUMBER(user_of_calendar(&user, &use, reader(), &test_call, token), ERR_LOGIN);
}

TEST(work_is_handed_over)
{
    static struct hand_over_part part = {.noun = "request", .move = move_three};
    struct handed_over *moved;
    int count;
    open_new_store();
    char *from = add("leaving", ROLE_officer, NULL), *to = add("coming", ROLE_officer, NULL);
    if (on_sqlite())
        hand_over_register(&part);
    as(to);
    CHECK_NUMBER(hand_over(&moved, &count, store, &test_call, from, to, false), ERR_FORBIDDEN);
    as(from);
    call_clear(&test_call);
    CHECK_NUMBER(hand_over(&moved, &count, store, &test_call, from, from, false), ERR_INVALID);
    call_clear(&test_call);
    seen_entries = 0;
    REQUIRE(hand_over(&moved, &count, store, &test_call, from, to, true) == OK); /* tells, and does nothing */
    REQUIRE(count == 1 && moved[0].moved == 3);
    REQUIRE(ledger_history(reader(), &test_call, "hand_over", from, see_entry, NULL) == OK);
    CHECK_NUMBER(seen_entries, 0);
    REQUIRE(hand_over(&moved, &count, store, &test_call, from, to, false) == OK);
    REQUIRE(count == 1);
    CHECK_TEXT(moved[0].noun, "request");
    CHECK_NUMBER(moved[0].moved, 3);
    REQUIRE(ledger_history(reader(), &test_call, "hand_over", from, see_entry,
                arena_format(test_call.arena, "\"moved\":[[\"request\",3]],\"to\":\"%s\"", to)) == OK);
    CHECK_NUMBER(seen_entries, 1);
}

/* ---- the ledger ---- */

static enum err each_row(struct db *db, struct call *call, void *arg,
    enum err (*each)(void *walk, const char *noun, const char *id, const struct hash *digest), void *walk)
{
    void *found[100];
    (void)arg;
    enum err err = OK;
    for (int i = 0; access_records[i] && !err; i++) {
        struct rows *rows;
        int count = 0;
        err = db_query(&rows, db, call, access_records[i]->all, ARGS(arg_text(""), arg_number(100)));
        while (!err && rows_next(rows))
            found[count++] = row_read(rows, call->arena, access_records[i]);
        if (!err)
            err = rows_end(rows);
        for (int n = 0; n < count && !err; n++) {
            struct hash digest;
            err = row_digest(&digest, db, call, access_records[i], found[n]);
            if (!err)
                err = each(walk, access_records[i]->noun, ((struct row *)found[n])->id, &digest);
        }
    }
    return err;
}

static void found(const struct ledger_fault *fault, void *arg)
{
    (*(int *)arg)++;
    printf("# %s %s %s\n", fault->kind, fault->table, text_or(fault->id, "-"));
}

static const SQL(promote, "UPDATE user_role SET role = 'administrator'");

static enum err promote_behind_the_back(struct db *db, struct call *call, void *arg)
{
    (void)arg;
    return db_run(NULL, db, call, &promote, NO_ARGS);
}

TEST(the_ledger_knows_every_change)
{
    struct ledger_report report;
    char token[SECRET_TEXT];
    int faults = 0;
    open_new_store();
    char *id = add("nadia", ROLE_officer, NULL), *away = add("away", ROLE_officer, NULL);
    struct scope roles[] = {{ROLE_legal, NULL}};
    REQUIRE(user_set_roles(store, &test_call, id, roles, 1) == OK);
    REQUIRE(user_set_password(store, &test_call, id, other) == OK);
    REQUIRE(token_add(token, store, &test_call, id, "t", 0, 0) == OK);
    REQUIRE(stand_in_add(NULL, store, &test_call, away, id, date_of(2014, 6, 13), date_of(2014, 6, 14)) == OK);
    REQUIRE(user_disable(store, &test_call, id, true) == OK);
    REQUIRE(ledger_verify(&report, store, &test_call, each_row, NULL, found, NULL, &faults) == OK);
    CHECK_NUMBER(faults, 0);
    CHECK_NUMBER(report.rows, 6); /* two accounts, two roles, a token, a stand-in */
    REQUIRE(store_write(store, &test_call, promote_behind_the_back, NULL) == OK);
    REQUIRE(ledger_verify(&report, store, &test_call, each_row, NULL, found, NULL, &faults) == OK);
    CHECK(faults >= 2);
}

static const SQL(all_entries, "SELECT entry FROM ledger ORDER BY seq");

static int entries_with(const char *text)
{
    struct rows *rows;
    int count = 0;
    REQUIRE(db_query(&rows, reader(), &test_call, &all_entries, NO_ARGS) == OK);
    while (rows_next(rows))
        count += strstr(rows_text(rows, 0), text) != NULL;
    REQUIRE(rows_end(rows) == OK);
    return count;
}

TEST(nobody_is_named_in_the_ledger)
{
    open_new_store();
    char *id = add("nadia", ROLE_officer, NULL);
    struct account account = {.login = "nadia", .name = "Nadia Karim", .email = "nk@example.org"};
    REQUIRE(user_change(store, &test_call, id, 1, &account) == OK);
    CHECK_NUMBER(entries_with("nadia"), 0);
    CHECK_NUMBER(entries_with("Karim"), 0);
    CHECK_NUMBER(entries_with("nk@"), 0);
    CHECK_NUMBER(entries_with("\"name\":[{\"commit\":\""), 1);
    CHECK_NUMBER(entries_with("\"email\":[null,{\"commit\":\""), 1);
}

TEST(an_erased_account_is_nobody)
{
    struct ledger_report report;
    struct user *user;
    int faults = 0;
    int64_t again;
    open_new_store();
    char *id = add("nadia", ROLE_officer, NULL), token[SECRET_TEXT];
    REQUIRE(token_add(token, store, &test_call, id, "t", 0, 0) == OK);
    CHECK_NUMBER(user_erase(store, &test_call, id), ERR_INVALID); /* no reason given */
    test_call.reason = "asked for it";
    call_clear(&test_call);
    REQUIRE(user_erase(store, &test_call, id) == OK);
    user = load(id);
    CHECK_TEXT(user->login, arena_format(test_call.arena, "erased-%s", id));
    CHECK_TEXT(user->name, user->login);
    CHECK(user->disabled && !user->email);
    CHECK_NUMBER(user_by_login(&user, reader(), &test_call, "nadia"), ERR_NOT_FOUND);
    CHECK_NUMBER(user_disable(store, &test_call, id, false), ERR_NOT_FOUND);
    CHECK_NUMBER(
        user_change(store, &test_call, id, load(id)->version, &(struct account){.login = "nadia"}), ERR_NOT_FOUND);
    REQUIRE(ledger_verify(&report, store, &test_call, each_row, NULL, found, NULL, &faults) == OK);
    CHECK_NUMBER(faults, 0);
    REQUIRE(user_forget_erased(&again, store, &test_call) == OK);
    CHECK_NUMBER(again, 0);
    test_call.reason = NULL;
}

static const SQL(as_in_a_backup, "UPDATE user_account SET login = 'nadia', name = 'Nadia Karim', disabled = FALSE");

static enum err bring_back(struct db *db, struct call *call, void *arg)
{
    (void)arg;
    return db_run(NULL, db, call, &as_in_a_backup, NO_ARGS);
}

TEST(a_restored_name_is_forgotten_again)
{
    int64_t again;
    open_new_store();
    char *id = add("nadia", ROLE_officer, NULL);
    test_call.reason = "asked for it";
    REQUIRE(user_erase(store, &test_call, id) == OK);
    REQUIRE(store_write(store, &test_call, bring_back, NULL) == OK);
    CHECK_TEXT(load(id)->name, "Nadia Karim");
    REQUIRE(user_forget_erased(&again, store, &test_call) == OK);
    CHECK_NUMBER(again, 1);
    CHECK(load(id)->disabled && text_starts(load(id)->name, "erased-"));
    test_call.reason = NULL;
}

int main(void)
{
    RUN_ON_BOTH(an_account_is_made_and_read);
    RUN_ON_BOTH(a_wrong_account_names_every_fault);
    RUN_ON_BOTH(roles_become_what_was_said);
    RUN_ON_BOTH(only_an_administrator_keeps_accounts);
    RUN_ON_BOTH(the_last_administrator_stays);
    RUN_ON_BOTH(a_token_has_some_of_the_roles);
    RUN_ON_BOTH(tokens_end);
    RUN_ON_BOTH(a_deputy_acts_for_the_absent);
    RUN_ON_BOTH(who_may_stand_in);
    RUN_ON_BOTH(a_calendar_has_a_token_that_opens_nothing_else);
    RUN_ON_BOTH(work_is_handed_over);
    RUN_ON_BOTH(the_ledger_knows_every_change);
    RUN_ON_BOTH(nobody_is_named_in_the_ledger);
    RUN_ON_BOTH(an_erased_account_is_nobody);
    RUN_ON_BOTH(a_restored_name_is_forgotten_again);
    return test_end();
}
