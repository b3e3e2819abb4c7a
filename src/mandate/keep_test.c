/*
 * Texts into the store and what follows from them, on both engines: again, in another layout, with other words; a series of five; drafts;
 * the dates of duties. The texts of the tests are invented; those of the demonstration are real.
 */
#include "gen/mandate.h"
#include "access/user.h"
#include "mandate/import.h"
#include "record/facts.h"
#include "record/migrations.h"
#include "record/rivals.h"
#include "test/on_both.h"

static struct store *store;
static struct db *db;

static void begin(bool demo)
{
    size_t count;
    const struct migration *migrations = all_migrations(test_call.arena, &count);
    static const struct user maker = {
        .id = "operator", .who = "operator", .roles = 1u << ROLE_administrator | 1u << ROLE_public};
    own_files_register(&mandate_own_files);
    store = new_store(migrations, count);
    test_call.user = &maker;
    test_call.today = date_of(2014, 6, 12);
    REQUIRE(facts_load(store, &test_call, demo) == OK);
    REQUIRE(store_reader(&db, store, &test_call) == OK);
}

static struct many_report take(const char *text)
{
    struct many many = {0};
    call_clear(&test_call);
    enum err err = transfer_in(&many, store, &test_call, &document_record,
        &(struct transfer_wish){.file = "text.txt",
            .bytes = text,
            .size = strlen(text),
            .format = transfer_format(&document_record, text, strlen(text))});
    if (err)
        test_fail(__FILE__, __LINE__, "the import answers %s: %s", err_name(err),
            test_call.faults ? test_call.faults->key : "");
    return many.report;
}

#define CHECK_REPORT(report, a, c, s)                                                                                  \
    do {                                                                                                               \
        struct many_report got = report;                                                                               \
        CHECK_NUMBER(got.added, a);                                                                                    \
        CHECK_NUMBER(got.changed, c);                                                                                  \
        CHECK_NUMBER(got.same, s);                                                                                     \
    } while (0)

static int64_t rows_of(const struct record *record, const char *field, const char *value)
{
    struct list_page page;
    struct input where = {field, value};
    REQUIRE(record_list(&page, db, &test_call, record,
                &(struct list_wish){.where = &where, .where_count = field ? 1 : 0, .most = 1000, .count = true}) == OK);
    return page.total;
}

static struct duty_told_list duties(const char *document, int year)
{
    struct duty_told_list told;
    REQUIRE(mandate_duties(&told, db, &test_call,
                &(struct mandate_duties_asked){.document = document, .as_of = date_of(year, 1, 1)}) == OK);
    return told;
}

/* ---- again, and otherwise ---- */

#define FIRST                                                                                                          \
    "A/RES/60/901\n\nInvented text: help for keeping treaties\n\nThe General Assembly,\n\n"                            \
    "Recalling its resolution 58/800 of 18 December 2003,\n\n"                                                         \
    "1. Commends the Office for its help to requesting States;\n\n"                                                    \
    "2. Requests the Secretary-General to report to the General Assembly at its sixty-second session on the\n"         \
    "implementation of the present resolution.\n\n60th plenary meeting\n16 December 2005\n"

static void again_and_otherwise(void)
{
    static const char *const wrapped =
        "A/RES/60/901\n\nInvented text: help for keeping treaties\n\nThe General Assembly,\n\n"
        "Recalling its resolution 58/800\nof 18 December 2003,\n\n"
        "1. Commends the Office for its help\nto requesting States;\n\n"
        "2. Requests the Secretary-General to report to the General Assembly\nat its sixty-second session on the "
        "implementation of the present resolution.\n\n60th plenary meeting\n16 December 2005\n";
    static const char *const other =
        "A/RES/60/901\n\nInvented text: help for keeping treaties\n\nThe General Assembly,\n\n"
        "Recalling its resolution 58/800 of 18 December 2003,\n\n"
        "1. Commends the Office for its tireless help to requesting States;\n\n"
        "2. Requests the Secretary-General to report to the General Assembly at its sixty-second session on the\n"
        "implementation of the present resolution.\n\n60th plenary meeting\n16 December 2005\n";
    struct list_page conflicts;
    struct document *document;
    begin(false);
    CHECK_REPORT(take(FIRST), 1, 0, 0);
    REQUIRE(document_load(&document, db, &test_call, "A-RES-60-901") == OK);
    CHECK_TEXT(document->symbol, "A/RES/60/901");
    CHECK_TEXT(document->organ, "GA");
    CHECK(date_is(document->date, date_of(2005, 12, 16)));
    CHECK_NUMBER(rows_of(&paragraph_record, "document", "A-RES-60-901"), 3);
    CHECK_NUMBER(rows_of(&citation_record, "cited", "A/RES/58/800"), 1);
    CHECK_NUMBER(rows_of(&duty_record, "document", "A-RES-60-901"), 1);
    CHECK_REPORT(take(FIRST), 0, 0, 1);
    CHECK_REPORT(take(wrapped), 0, 0, 1);
    CHECK_REPORT(take(other), 1, 0, 0);
    REQUIRE(document_load(&document, db, &test_call, "A-RES-60-901.2") == OK);
    CHECK_NUMBER(rows_of(&document_record, "symbol", "A/RES/60/901"), 2); /* both are kept */
    REQUIRE(record_conflicts(&conflicts, db, &test_call, &document_record, NULL, 10) == OK);
    CHECK_NUMBER(conflicts.count, 2);
    CHECK_NUMBER(rows_of(&duty_record, "document", "A-RES-60-901.2"), 0); /* and one lays the duties */
    CHECK_REPORT(take(other), 0, 0, 1);
    CHECK_NUMBER(rows_of(&series_record, NULL, NULL), 0);
}

static void what_is_no_resolution(void)
{
    struct many many = {0};
    static const char letter[] = "Dear Sir, thank you for your letter.";
    begin(false);
    CHECK(
        transfer_in(&many, store, &test_call, &document_record,
            &(struct transfer_wish){
                .file = "letter.txt", .bytes = letter, .size = strlen(letter), .format = TRANSFER_OWN}) == ERR_INVALID);
    CHECK_NUMBER(many.report.bad, 1);
    REQUIRE(test_call.faults);
    CHECK_TEXT(test_call.faults->key, "mandate_none");
    CHECK_TEXT(test_call.faults->file, "letter.txt");
    CHECK_NUMBER(rows_of(&document_record, NULL, NULL), 0);
}

/* ---- a series ---- */

static const char *text_of_year(int number)
{
    static const char *const status =
        "Requests the Office to keep a public list of which State is bound by which instrument;";
    static const char *const meeting = "Decides to convene a yearly meeting of experts on the keeping of treaties;";
    static const char *const help[] = {"Requests the Office to give legal advice to States that ask for it;",
        "Requests the Office, within existing resources, to give legal advice to States that ask for it;"};
    int session = 60 + number * 2, op = 1;
    struct buffer *text = buffer_new(test_call.arena, 1 << 16);
    buffer_format(
        text, "A/RES/%d/901\n\nInvented text: help for keeping treaties\n\nThe General Assembly,\n\n", session);
    buffer_format(text, "Recalling its resolution %d/901,\n\n", session - 2);
    if (number == 3) /* what was second comes first */
        buffer_format(text, "%d. %s\n\n", op++, help[1]);
    buffer_format(text, "%d. Commends the Office for its help to requesting States;\n\n", op++);
    if (number != 3)
        buffer_format(text, "%d. %s\n\n", op++, help[number >= 2]);
    if (number == 1 || number == 2)
        buffer_format(text, "%d. %s\n\n", op++, meeting);
    if (number >= 3)
        buffer_format(text, "%d. %s\n\n", op++, status);
    buffer_format(text, "%d. Requests the Secretary-General to report annually to the General Assembly.\n\n", op++);
    buffer_format(text, "60th plenary meeting\n16 December %d\n", 2005 + number * 2);
    return text->at;
}

static void a_series_of_five(void)
{
    begin(false);
    static const int order[] = {1, 0, 2, 4, 3}; /* as they come, and not by year */
    for (size_t i = 0; i < 5; i++)
        CHECK_REPORT(take(text_of_year(order[i])), 1, 0, 0);
    CHECK_NUMBER(rows_of(&series_record, NULL, NULL), 1);
    CHECK_NUMBER(rows_of(&series_member_record, NULL, NULL), 5);
    /* what is asked each year ends where the next text begins: the newest alone goes on */
    for (int number = 0; number < 5; number++) {
        const char *id = arena_format(test_call.arena, "A-RES-%d-901", 60 + number * 2);
        struct duty_told_list told = duties(id, 2030);
        size_t open = 0, superseded = 0;
        for (size_t i = 0; i < told.items_count; i++)
            if (told.items[i].recurring) {
                superseded += told.items[i].status == DUTY_TOLD_STATUS_SUPERSEDED;
                open += told.items[i].status == DUTY_TOLD_STATUS_OPEN;
            }
        CHECK(number == 4 ? !superseded : superseded && !open);
    }
}

static const struct clause_line *clause_that(const struct series_clauses *told, const char *says)
{
    for (size_t i = 0; i < told->clauses_count; i++)
        if (strstr(told->clauses[i].clause, says))
            return &told->clauses[i];
    test_fail(__FILE__, __LINE__, "no clause says \"%s\"", says);
    return told->clauses;
}

static void check_cells(const struct clause_line *line, const enum clause_cell_change expected[5], int at)
{
    for (size_t i = 0; i < 5; i++)
        if (line->cells[i].change != expected[i])
            test_fail(__FILE__, at, "\"%s\" is %d in text %zu, not %d", line->clause, (int)line->cells[i].change, i,
                (int)expected[i]);
}
#define CHECK_CELLS(says, ...)                                                                                         \
    check_cells(clause_that(&told, says), (const enum clause_cell_change[]){__VA_ARGS__}, __LINE__)
#define IS(what) CLAUSE_CELL_CHANGE_##what

/* Clauses enter, change, move and leave. */
static void clause_by_clause(void)
{
    struct list_page page;
    struct series_clauses told;
    begin(false);
    for (int number = 4; number >= 0; number--)
        CHECK_REPORT(take(text_of_year(number)), 1, 0, 0);
    REQUIRE(record_list(&page, db, &test_call, &series_record, &(struct list_wish){.most = 2}) == OK);
    REQUIRE(page.count == 1);
    REQUIRE(
        series_clauses(&told, db, &test_call, &(struct series_clauses_asked){.series = view_id(&page.views[0])}) == OK);
    CHECK_NUMBER(told.texts_count, 5);
    CHECK_TEXT(told.texts[0].document, "A-RES-60-901");
    CHECK_CELLS(
        "Commends", IS(NEW), IS(SAME), IS(SAME), IS(SAME), IS(MOVED)); /* of two, what comes to the front has moved */
    CHECK_CELLS("legal advice", IS(NEW), IS(SAME), IS(CHANGED), IS(MOVED), IS(SAME));
    CHECK_CELLS("yearly meeting", IS(ABSENT), IS(NEW), IS(SAME), IS(DROPPED), IS(ABSENT));
    CHECK_CELLS("public list", IS(ABSENT), IS(ABSENT), IS(ABSENT), IS(NEW), IS(SAME));
    CHECK_CELLS("report annually", IS(NEW), IS(SAME), IS(SAME), IS(SAME), IS(SAME));
    CHECK_TEXT(clause_that(&told, "yearly meeting")->entered, "A-RES-62-901");
    CHECK_TEXT(clause_that(&told, "yearly meeting")->left, "A-RES-66-901");
}

static void two_texts(void)
{
    struct comparison both;
    begin(false);
    CHECK_REPORT(take(text_of_year(1)), 1, 0, 0);
    CHECK_REPORT(take(text_of_year(2)), 1, 0, 0);
    REQUIRE(
        document_compare(&both, db, &test_call,
            &(struct document_compare_asked){.first = "A-RES-62-901", .second = "A-RES-64-901", .all = UNKNOWN}) == OK);
    CHECK_NUMBER(both.changed, 2); /* whom it recalls, and the condition on resources */
    CHECK_NUMBER(both.same, 3);
    CHECK_NUMBER(both.added + both.dropped + both.moved, 0);
    REQUIRE(both.pairs_count == 2);
    const struct compared_pair *pair = &both.pairs[1];
    bool found = false;
    for (size_t i = 0; i < pair->edits_count; i++)
        found |=
            pair->edits[i].kind == COMPARED_EDIT_KIND_ADDED && strstr(pair->edits[i].text, "within existing resources");
    CHECK(found);
}

/* What the page of a text tells: what each word is, and which duty stands beside which paragraph. */
static void a_text_to_read(void)
{
    struct document_text text;
    begin(false);
    CHECK_REPORT(take(text_of_year(0)), 1, 0, 0);
    CHECK_REPORT(take(text_of_year(2)), 1, 0, 0);
    REQUIRE(document_read(&text, db, &test_call,
                &(struct document_read_asked){.document = "A-RES-64-901", .as_of = test_call.today}) == OK);
    CHECK_NUMBER(text.pieces_count, 5);
    CHECK_TEXT(text.pieces[0].anchor, "pre1");
    CHECK_TEXT(text.pieces[4].anchor, "op4");
    CHECK(text.pieces[2].runs[0].kind == READ_RUN_KIND_REQUESTS);
    CHECK_TEXT(text.pieces[2].runs[0].text, "Requests");
    CHECK(text.pieces[4].duties_count > 0);
    CHECK_NUMBER(text.pieces[1].duties_count, 0); /* it commends */
    CHECK_NUMBER(text.turns, 2);
    CHECK_NUMBER(text.turn, 2);
}

/* ---- drafts ---- */

static void drafts_lay_nothing(void)
{
    static const char draft[] =
        "E/RES/2009/921\n\nInvented text: advice on request\n\nThe Economic and Social Council\n\n"
        "Recommends to the General Assembly the adoption of the following draft resolution:\n\n"
        "“The General Assembly,\n\n“Recalling its resolution 62/900,\n\n"
        "“1. Commends the Office;\n\n“2. Requests the Secretary-General to submit a report to the General Assembly at "
        "its "
        "sixty-fifth session.”\n\n40th plenary meeting\n30 July 2009\n";
    static const char adopted[] = "A/RES/64/922\n\nInvented text: advice on request\n\nThe General "
                                  "Assembly,\n\nRecalling its resolution 62/900,\n\n"
                                  "1. Commends the Office;\n\n2. Requests the Secretary-General to submit a report to "
                                  "the General Assembly at its "
                                  "sixty-fifth session.\n\n65th plenary meeting\n18 December 2009\n";
    struct document *document;
    begin(false);
    CHECK_REPORT(take(draft), 1, 0, 0);
    REQUIRE(document_load(&document, db, &test_call, "E-RES-2009-921") == OK);
    CHECK(document->stage == DOCUMENT_STAGE_DRAFT);
    CHECK_TEXT(document->organ, "ECOSOC");
    CHECK(!document->adopted_as);
    CHECK_REPORT(take(adopted), 1, 0, 0);
    REQUIRE(document_load(&document, db, &test_call, "E-RES-2009-921") == OK);
    CHECK_TEXT(document->adopted_as, "A-RES-64-922");
    CHECK_NUMBER(duties("E-RES-2009-921", 2014).items_count, 0);
    struct duty_told_list told = duties("A-RES-64-922", 2010);
    REQUIRE(told.items_count == 1);
    CHECK(told.items[0].status == DUTY_TOLD_STATUS_OPEN); /* as it stood then */
    CHECK(duties("A-RES-64-922", 2014).items[0].status == DUTY_TOLD_STATUS_PAST);
    CHECK_NUMBER(rows_of(&series_record, NULL, NULL), 0); /* a pair is no series */
}

/* ---- the dates of real texts ---- */

static void duties_at_their_dates(void)
{
    static const struct {
        const char *document, *paragraph, *from, *to;
        enum duty_told_kind kind;
    } expected[] = {
        {"A-RES-64-177", "5", "2010-05-17", "2010-05-21", DUTY_TOLD_KIND_REPORT},
        {"A-RES-64-177", "5", "2011-04-11", "2011-04-15", DUTY_TOLD_KIND_REPORT},
        {"A-RES-64-177", "9", "2010-09-14", "2011-09-12", DUTY_TOLD_KIND_REPORT},
        {"A-RES-72-194", "19", "2018-09-18", "2019-09-16", DUTY_TOLD_KIND_REPORT},
        {"A-RES-62-272", "13", "2009-09-15", "2010-09-13", DUTY_TOLD_KIND_REPORT},
        {"A-RES-60-288", "4", "2007-09-18", "2008-09-15", DUTY_TOLD_KIND_AGENDA},
        {"S-RES-1373-2001", "7", "2001-10-28", "2001-10-29", DUTY_TOLD_KIND_TASK},
    };
    begin(true);
    for (size_t e = 0; e < sizeof expected / sizeof *expected; e++) {
        struct duty_told_list told = duties(expected[e].document, 2030);
        char from[DATE_TEXT], to[DATE_TEXT];
        bool found = false;
        for (size_t i = 0; i < told.items_count; i++)
            found |= text_is(told.items[i].paragraph, expected[e].paragraph) && told.items[i].due_count &&
                told.items[i].kind == expected[e].kind &&
                text_is(date_text(from, told.items[i].due->from), expected[e].from) &&
                text_is(date_text(to, told.items[i].due->to), expected[e].to);
        if (!found)
            test_fail(
                __FILE__, __LINE__, "%s op %s lacks %s", expected[e].document, expected[e].paragraph, expected[e].from);
    }
    CHECK_NUMBER(duties("E-RES-2011-31", 2030).items_count, 0); /* a draft */
    CHECK_NUMBER(rows_of(&duty_record, "document", "A-RES-64-177"), (int64_t)duties("A-RES-64-177", 2030).items_count);
}

int main(void)
{
    RUN_ON_BOTH(again_and_otherwise);
    RUN_ON_BOTH(what_is_no_resolution);
    RUN_ON_BOTH(a_series_of_five);
    RUN_ON_BOTH(clause_by_clause);
    RUN_ON_BOTH(two_texts);
    RUN_ON_BOTH(a_text_to_read);
    RUN_ON_BOTH(drafts_lay_nothing);
    RUN_ON_BOTH(duties_at_their_dates);
    return test_end();
}
