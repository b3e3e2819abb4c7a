/* Files of treaty actions: again, changed, looked at first; names that nobody knows; the depositary's tables; bad input. On both engines. */
#include "treaty/import.h"
#include "access/user.h"
#include "record/facts.h"
#include "record/migrations.h"
#include "test/on_both.h"

static const struct user officer = {.id = "maker", .who = "maker", .roles = 1u << ROLE_legal | 1u << ROLE_public};
static struct db *db;

static struct store *shipped_store(void)
{
    size_t count;
    const struct migration *migrations = all_migrations(test_call.arena, &count);
    struct store *store = new_store(migrations, count);
    static const struct user maker = {
        .id = "operator", .who = "operator", .roles = 1u << ROLE_administrator | 1u << ROLE_public};
    test_call.user = &maker;
    test_call.today = date_of(2020, 1, 1);
    REQUIRE(facts_load(store, &test_call, false) == OK);
    test_call.user = &officer;
    REQUIRE(store_reader(&db, store, &test_call) == OK);
    return store;
}

static enum err take(struct import_report *out, struct store *store, const char *text, const char *instrument,
    bool dry_run, bool skip_bad)
{
    return treaty_import(out, store, db, &test_call,
        &(struct import_wish){.file = "actions.csv",
            .bytes = text,
            .size = strlen(text),
            .instrument = instrument,
            .source = "OFFICE",
            .dry_run = dry_run,
            .skip_bad = skip_bad});
}

#define HEAD                                                                                                           \
    "instrument_id,state_name_in_source,iso3,action,action_date,effective_date,action_basis,flag_reservation_or_note," \
    "source_id\n"

static enum standing standing_of(const char *instrument, const char *state, struct date day)
{
    const struct treaty_book *book;
    REQUIRE(treaty_book_kept(&book, db, &test_call) == OK);
    return book_turn(book, book_treaty(book, instrument), book_body(book, state), day_number_of(day)).standing;
}

static void check_report(int line, const struct import_report *report, int64_t added, int64_t changed, int64_t same,
    int64_t bad, size_t held)
{
    const struct many_report *got = &report->actions;
    if (got->added != added || got->changed != changed || got->same != same || got->bad != bad ||
        report->held_count != held)
        test_fail(__FILE__, line, "%lld added, %lld changed, %lld same, %lld bad, %zu held", (long long)got->added,
            (long long)got->changed, (long long)got->same, (long long)got->bad, report->held_count);
}
#define CHECK_REPORT(...) check_report(__LINE__, &report, __VA_ARGS__)

static bool has_fault(const char *key, int line)
{
    for (const struct fault *fault = test_call.faults; fault; fault = fault->next)
        if (text_is(fault->key, key) && fault->line == line)
            return true;
    return false;
}

static bool has_doubt(const struct import_report *report, enum treaty_doubt_kind kind, int line)
{
    for (size_t i = 0; i < report->doubts_count; i++)
        if (report->doubts[i].kind == kind && report->doubts[i].line == line)
            return true;
    return false;
}

/* What this file tells again is there already; what it tells anew is said before it is done, done, and then there. */
static void exchanged_rows(struct store *store)
{
    static const char file[] = HEAD "FINANCING1999,Afghanistan,AFG,accession,2003-09-24,,stated,,UNTREATIES\n"
                                    "SUA2005,Chad,TCD,accession,2015-01-05,2015-04-05,stated,,OFFICE\n";
    struct import_report report;
    struct date day = date_of(2016, 1, 1);
    REQUIRE(take(&report, store, file, NULL, true, false) == OK);
    CHECK_REPORT(1, 0, 1, 0, 0);
    REQUIRE(report.changes_count == 1);
    CHECK_TEXT(report.changes[0].state, "TCD");
    CHECK(report.changes[0].before == STANDING_UNKNOWN || report.changes[0].before == STANDING_NONE);
    CHECK(report.changes[0].after == STANDING_PARTY);
    CHECK(standing_of("SUA2005", "TCD", day) != STANDING_PARTY); /* nothing was done */
    CHECK(has_doubt(&report, TREATY_DOUBT_KIND_NO_PARENT, 3));
    REQUIRE(take(&report, store, file, NULL, false, false) == OK);
    CHECK_REPORT(1, 0, 1, 0, 0);
    CHECK(standing_of("SUA2005", "TCD", day) == STANDING_PARTY);
    REQUIRE(take(&report, store, file, NULL, false, false) == OK);
    CHECK_REPORT(0, 0, 2, 0, 0);
    CHECK_NUMBER(report.changes_count + report.doubts_count, 0); /* told once */
    static const char later[] = HEAD "SUA2005,Chad,TCD,accession,2015-01-05,2015-04-06,stated,,OFFICE\n";
    REQUIRE(take(&report, store, later, NULL, false, false) == OK);
    CHECK_REPORT(0, 1, 0, 0, 0);
    CHECK(has_doubt(&report, TREATY_DOUBT_KIND_RULE_DIFFERS, 2));
}

static void unknown_names(struct store *store)
{
    static const char file[] = HEAD "FINANCING1999,Kyrgystan,,signature,2001-11-10,,stated,,OFFICE\n"
                                    "FINANCING1999,Atlantis,,accession,2005-11-10,,stated,,OFFICE\n"
                                    "FINANCING1999,Czech Republic 3,,signature,2000-09-06,,stated,,OFFICE\n";
    struct import_report report;
    struct treaty_settled settled;
    REQUIRE(take(&report, store, file, NULL, false, false) == OK);
    CHECK_REPORT(1, 0, 0, 0, 2); /* the footnote mark and the older name of Czechia are no trouble */
    CHECK_TEXT(report.held[0].name, "Kyrgystan");
    CHECK(report.held[0].nearest && strstr(report.held[0].nearest, "(KGZ)"));
    CHECK_NUMBER(report.held[1].line, 3);
    REQUIRE(take(&report, store, file, NULL, false, false) == OK);
    CHECK_REPORT(0, 0, 1, 0, 2); /* still waiting, and not twice */
    struct held_action like = {.name_told = "Kyrgystan",
        .instrument = "FINANCING1999",
        .kind = HELD_ACTION_KIND_SIGNATURE,
        .date = {2001, 11, 10},
        .source = "OFFICE"};
    void *held;
    REQUIRE(row_by_key(&held, db, &test_call, &held_action_record, &like) == OK);
    const struct treaty_settle_asked asked = {.held = ((const struct row *)held)->id, .state = "KGZ"};
    REQUIRE(treaty_settle(&settled, store, &test_call, &asked) == OK);
    CHECK_NUMBER(settled.added, 1);
    REQUIRE(take(&report, store, file, NULL, false, false) == OK);
    CHECK_REPORT(0, 0, 2, 0, 1); /* the name is known from now on */
}

static void depositary_tables(struct store *store)
{
    static const char table[] =
        "Participant 1,Signature,\"Ratification, Acceptance(A), Approval(AA), Accession(a), Succession(d)\"\n"
        "Chad,,12 Mar 2018 a\n"
        "\"[China 2, 3]\",10 Sep 2010,18 Aug 2018 A\n"
        "Montenegro\u2074,14 Sep 2010 d,1 Oct 2018 d\n"
        "Swaziland,,9 November 2018 AA\n"
        "Finland,10 Sep 2010 s,\n";
    static const char page[] = "Participant,Action,Date of Notification/Deposit,Date of Effect\n"
                               "Chad,Denunciation,1 Feb 2020,1 Feb 2021\n";
    struct import_report report;
    CHECK_NUMBER(take(&report, store, table, NULL, false, false), ERR_INVALID); /* of which instrument? */
    CHECK_TEXT(test_call.faults->key, "table_without_instrument");
    call_clear(&test_call);
    REQUIRE(take(&report, store, table, "BEIJINGCONV2010", false, false) == OK);
    CHECK_REPORT(7, 0, 0, 0, 0);
    CHECK(standing_of("BEIJINGCONV2010", "TCD", date_of(2018, 7, 1)) == STANDING_PARTY);
    CHECK(standing_of("BEIJINGCONV2010", "CHN", date_of(2018, 9, 30)) == STANDING_PENDING);
    CHECK(standing_of("BEIJINGCONV2010", "SWZ", date_of(2019, 1, 1)) == STANDING_PARTY);
    CHECK(standing_of("BEIJINGCONV2010", "FIN", date_of(2018, 7, 1)) == STANDING_PARTY);
    REQUIRE(take(&report, store, page, "BEIJINGCONV2010", false, false) == OK);
    CHECK(standing_of("BEIJINGCONV2010", "TCD", date_of(2021, 1, 31)) == STANDING_PARTY);
    CHECK(standing_of("BEIJINGCONV2010", "TCD", date_of(2021, 2, 1)) == STANDING_WITHDRAWN);
}

static void bad_rows(struct store *store)
{
    static const char file[] =
        HEAD "FINANCING1999,France,FRA,accession,1998-01-01,,stated,,OFFICE\n"               /* 2: before adoption */
             "FINANCING1999,France,FRA,accession,2005-02-29,,stated,,OFFICE\n"               /* 3: no such day */
             "FINANCING1999,France,FRA,acession,2005-02-28,,stated,,OFFICE\n"                /* 4: no such action */
             "FINANCING1999,Andorra,AND,ratification,2012-01-05,2011-01-01,stated,,OFFICE\n" /* 5 */
             "FINANCING1998,France,FRA,accession,2005-02-28,,stated,,OFFICE\n"               /* 6: no such instrument */
             "CPPNM1980,Timor-Leste,TLS,signature,1981-01-01,,stated,,OFFICE\n"              /* 7: not a State yet */
             "FINANCING1999,Afghanistan,AFG,accession,2009-01-01,,stated,,UNTREATIES\n";     /* 8: again */
    static const char table[] = "Participant,Signature,Accession(a)\nChad,10 Jan 2000 x,29 Feb 2001 a\n";
    struct import_report report;
    CHECK_NUMBER(take(&report, store, file, NULL, false, false), ERR_INVALID);
    CHECK(has_fault("before_adoption", 2) && has_fault("not_a_date", 3) && has_fault("no_treaty_step", 4));
    CHECK(has_fault("before_deposit", 5) && has_fault("no_reference", 6));
    CHECK(has_doubt(&report, TREATY_DOUBT_KIND_STATE_NOT_YET, 7) &&
        has_doubt(&report, TREATY_DOUBT_KIND_SECOND_CONSENT, 8));
    call_clear(&test_call);
    CHECK_NUMBER(take(&report, store, table, "FINANCING1999", false, false), ERR_INVALID);
    CHECK(has_fault("no_suffix", 2) && has_fault("not_a_date", 2));
    call_clear(&test_call);
    CHECK_NUMBER(take(&report, store, "a,b\n1,2\n", NULL, false, false), ERR_INVALID);
    CHECK_TEXT(test_call.faults->key, "no_treaty_table");
    call_clear(&test_call);
    REQUIRE(take(&report, store, file, NULL, false, true) ==
        OK); /* as asked: the good ones, with what is doubtful in them said */
    CHECK_REPORT(2, 0, 0, 5, 0);
    call_clear(&test_call);
}

/* What the jobs of pages and of the programming interface hear: rows that are refused, and what is taken and should be looked at. */
struct heard {
    struct many many; /* first, so that a callback finds the rest */
    int refused, held, standing;
};

static void hear_refusal(struct many *many, const struct many_refusal *refusal)
{
    ((struct heard *)many)->refused += refusal->fault->line == 4;
}

static void hear_note(struct many *many, const struct many_refusal *note)
{
    struct heard *heard = (struct heard *)many;
    heard->held += text_is(note->fault->key, "held_name") && note->fault->line == 3;
    heard->standing += text_starts(note->fault->key, "stands_party") && text_is(note->fault->value, "TCD · SUA1988");
}

static void as_a_file_of_its_own(struct store *store)
{
    static const char table[] = "Participant,Signature,Accession(a)\nChad,,5 Jan 2015 a\nLemuria,,5 Jan 2015 a\n"
                                "Benin,,never\n";
    static const char plain[] = "instrument,state,kind,date,source\nSUA1988,TCD,accession,2015-01-05,OFFICE\n";
    const struct input asked[] = {{"instrument", "SUA1988"}, {"source", "OFFICE"}};
    struct transfer_wish wish = {.file = "table.csv",
        .bytes = table,
        .size = strlen(table),
        .format = TRANSFER_OWN,
        .record = &action_record,
        .asked = asked,
        .asked_count = 2};
    struct heard trial = {.many = {.dry_run = true, .skip_bad = true, .refused = hear_refusal, .noted = hear_note}};
    struct heard work = {.many = {.skip_bad = true, .refused = hear_refusal, .noted = hear_note}};
    struct heard strict = {.many = {.refused = hear_refusal, .noted = hear_note}};
    day_number before = day_number_of(date_of(2016, 1, 1));
    own_files_register(&treaty_own_files);
    CHECK(transfer_format(&action_record, table, strlen(table)) == TRANSFER_OWN);
    CHECK(transfer_format(&action_record, plain, strlen(plain)) == TRANSFER_CSV);
    CHECK(transfer_format(&held_action_record, table, strlen(table)) == TRANSFER_CSV);
    CHECK_NUMBER(transfer_in(&strict.many, store, &test_call, &action_record, &wish), ERR_INVALID);
    call_clear(&test_call);
    CHECK_NUMBER(strict.refused, 1);
    REQUIRE(transfer_in(&trial.many, store, &test_call, &action_record, &wish) == OK);
    CHECK(trial.refused == 1 && trial.held == 1 && trial.standing == 1);
    CHECK(trial.many.report.added == 2 && trial.many.report.bad == 1 && trial.many.report.rows == 3);
    CHECK(standing_of("SUA1988", "TCD", day_date(before)) != STANDING_PARTY);
    call_clear(&test_call);
    REQUIRE(transfer_in(&work.many, store, &test_call, &action_record, &wish) == OK);
    CHECK(standing_of("SUA1988", "TCD", day_date(before)) == STANDING_PARTY);
    call_clear(&test_call);
}

TEST(files_of_treaty_actions)
{
    struct store *store = shipped_store();
    exchanged_rows(store);
    unknown_names(store);
    depositary_tables(store);
    bad_rows(store);
    as_a_file_of_its_own(store);
}

int main(void)
{
    RUN_ON_BOTH(files_of_treaty_actions);
    return test_end();
}
