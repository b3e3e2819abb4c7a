/*
 * What holds for every declared record without anyone writing a test for it, on both engines. Values are made from the
 * description; order, filters and texts are worked out here by other code than the generator's, from the rows themselves.
 */
#include "base/fold.h"
#include "record/digest.h"
#include "record/transfer.h"
#include "store/ledger.h"
#include "test/made_up.h"

TEST(what_is_said_is_kept)
{
    struct store *store = the_store();
    struct input inputs[500];
    struct db *db;
    fill(store);
    REQUIRE(store_reader(&db, store, &test_call) == OK);
    for (int r = 0; r < record_count; r++)
        for (int attempt = 0; attempt < MOST_TRIES && by_hand(records[r]); attempt++) {
            const struct record *record = records[r];
            struct outcome outcome;
            struct view view;
            int n = some_inputs(record, inputs, 1000 + attempt);
            call_clear(&test_call);
            if (record_add(&outcome, store, &test_call, record, inputs, n) != OK)
                continue;
            REQUIRE(record_show(&view, db, &test_call, record, outcome.id) == OK);
            for (int i = 0; i < n; i++) {
                for (int f = 0; f < record->field_count; f++)
                    for (int lang = 0; lang < (record->fields[f].flags & FIELD_LANG ? LANGS : 1); lang++) {
                        const struct field *field = &record->fields[f];
                        const char *name = field->flags & FIELD_LANG
                            ? arena_format(test_call.arena, "%s_%s", field->name, lang_codes[lang])
                            : field->name;
                        if (strcmp(name, inputs[i].name) == 0)
                            CHECK_TEXT(view_text(test_call.arena, &view, f, (enum lang)lang), inputs[i].text);
                    }
            }
            break;
        }
}

/* ---- order and filters ---- */

static const char *title_in(const struct field *field, const void *row, enum lang lang)
{
    static const enum lang order[] = {LANG_EN, LANG_FR, LANG_ES, LANG_RU, LANG_AR, LANG_ZH};
    const char *text = field_text(test_call.arena, field, row, lang);
    for (int i = 0; !text && i < LANGS; i++)
        text = field_text(test_call.arena, field, row, order[i]);
    return text_or(text, "");
}

static int compare_rows(const struct record *record, int field, enum lang lang, const void *a, const void *b)
{
    const struct field *f = &record->fields[field];
    int order;
    if (f->flags & FIELD_LANG) {
        order = strcmp(fold_sort_key(test_call.arena, (int)lang, title_in(f, a, lang)),
            fold_sort_key(test_call.arena, (int)lang, title_in(f, b, lang)));
    } else if (f->kind == KIND_NUMBER || f->kind == KIND_FLAG) {
        int64_t x = *(const int64_t *)field_at(f, a), y = *(const int64_t *)field_at(f, b);
        order = x < y ? -1 : x > y;
    } else {
        order = strcmp(
            text_or(field_text(test_call.arena, f, a, lang), ""), text_or(field_text(test_call.arena, f, b, lang), ""));
    }
    return order ? order : strcmp(((const struct row *)a)->id, ((const struct row *)b)->id);
}

static int all_rows(struct db *db, const struct record *record, const void **out)
{
    int n = 0;
    for (int i = 0; i < id_count[place_of(record->noun)]; i++) {
        void *row;
        REQUIRE(row_load(&row, db, &test_call, record, ids[place_of(record->noun)][i]) == OK);
        out[n++] = row;
    }
    return n;
}

/* Pages of three, one after the other, against all rows sorted and narrowed here. */
static void check_list(
    struct db *db, const struct record *record, const struct list *list, int filter, const char *value)
{
    const void *rows[ROWS], *wanted[ROWS];
    int n = 0, count = all_rows(db, record, rows), seen = 0;
    const struct field *narrowed = filter < 0 ? NULL : &record->fields[record->filters[filter]];
    for (int i = 0; i < count; i++)
        if (!narrowed || text_is(field_text(test_call.arena, narrowed, rows[i], test_call.lang), value))
            wanted[n++] = rows[i];
    for (int i = 0; i < n; i++) /* sorted by hand */
        for (int j = i + 1; j < n; j++) {
            int order = compare_rows(record, list->sort, test_call.lang, wanted[i], wanted[j]);
            if (list->down ? order < 0 : order > 0) {
                const void *swap = wanted[i];
                wanted[i] = wanted[j];
                wanted[j] = swap;
            }
        }
    struct input where = {narrowed ? narrowed->name : NULL, value};
    struct list_wish wish = {.sort = record->fields[list->sort].name,
        .where = &where,
        .where_count = narrowed != NULL,
        .most = 3,
        .count = true};
    struct list_page page;
    do {
        enum err err = record_list(&page, db, &test_call, record, &wish);
        if (err)
            test_fail(__FILE__, __LINE__, "%s by %s where %s = %s", record->noun, wish.sort, text_or(where.name, ""),
                text_or(value, ""));
        REQUIRE(err == OK);
        CHECK_NUMBER(page.total, n);
        for (int i = 0; i < page.count && seen < n; i++, seen++)
            if (strcmp(view_id(&page.views[i]), ((const struct row *)wanted[seen])->id) != 0)
                test_fail(__FILE__, __LINE__, "%s by %s where %s = %s: place %d is %s, not %s", record->noun, wish.sort,
                    text_or(where.name, ""), text_or(value, ""), seen, view_id(&page.views[i]),
                    ((const struct row *)wanted[seen])->id);
        wish.after = page.next;
    } while (page.next);
    CHECK_NUMBER(seen, n);
}

TEST(lists_are_in_order_and_narrowed)
{
    struct store *store = the_store();
    struct db *db;
    const void *rows[ROWS];
    fill(store);
    REQUIRE(store_reader(&db, store, &test_call) == OK);
    for (int r = 0; r < record_count; r++) {
        const struct record *record = records[r];
        int count = all_rows(db, record, rows);
        for (int l = 0; l < record->list_count; l++) {
            const struct list *list = &record->lists[l];
            test_call.lang = list->lang < 0 ? LANG_EN : (enum lang)list->lang;
            if (list->lead < 0) {
                check_list(db, record, list, -1, NULL);
                continue;
            }
            for (int i = 0; i < 3 && i < count; i++) {
                const char *value =
                    field_text(test_call.arena, &record->fields[record->filters[list->lead]], rows[i], test_call.lang);
                if (value)
                    check_list(db, record, list, list->lead, value);
            }
        }
        test_call.lang = LANG_EN;
    }
}

/* ---- the database walks an index for every list: no sorting, no reading of the whole table ---- */

static void check_plan(struct db *db, const struct record *record, const struct sql *sql)
{
    struct arg args[80];
    struct rows *rows;
    size_t n = 0;
    char text[16];
    struct sql *explain = NEW(test_call.arena, struct sql); /* prepared statements are known by their address */
    *explain =
        (struct sql){.text = arena_format(test_call.arena, "EXPLAIN QUERY PLAN %s", sql->text), .name = sql->name};
    for (;;) {
        snprintf(text, sizeof text, "$%zu", n + 1);
        const char *found = strstr(sql->text, text);
        if (!found)
            break;
        args[n++] = arg_null();
    }
    REQUIRE(db_query(&rows, db, &test_call, explain, args, n) == OK);
    while (rows_next(rows)) {
        const char *detail = rows_text(rows, 3);
        if (strstr(detail, "TEMP B-TREE") ||
            (text_starts(detail, "SCAN ") && !strstr(detail, " USING ") && strncmp(detail, "SCAN found", 10) != 0 &&
                strncmp(detail, "SCAN (", 6) != 0))
            test_fail(__FILE__, __LINE__, "%s: %s: %s", record->noun, sql->name, detail);
    }
    REQUIRE(rows_end(rows) == OK);
}

TEST(lists_walk_an_index)
{
    struct store *store = the_store();
    struct db *db;
    if (!on_sqlite())
        return;
    REQUIRE(store_reader(&db, store, &test_call) == OK);
    for (int r = 0; r < record_count; r++) {
        for (int l = 0; l < records[r]->list_count; l++) {
            check_plan(db, records[r], records[r]->lists[l].first);
            check_plan(db, records[r], records[r]->lists[l].next);
        }
        for (int l = 0; l < records[r]->waiting_count; l++) {
            check_plan(db, records[r], records[r]->waiting[l].first);
            check_plan(db, records[r], records[r]->waiting[l].next);
            check_plan(db, records[r], records[r]->waiting[l].count);
        }
    }
}

/* ---- what cannot be is refused at its field ---- */

static const char *bad_value(const struct field *field)
{
    switch (field->kind) {
    case KIND_NUMBER:
        return field->most < INT64_MAX ? arena_format(test_call.arena, "%lld", (long long)field->most + 1) : "ten";
    case KIND_FLAG: return "perhaps";
    case KIND_DATE: return "2023-02-29";
    case KIND_DAY: return "2023-02";
    case KIND_MOMENT: return "yesterday";
    case KIND_CHOICE: return "no_such_word";
    case KIND_REF: return "no such id";
    case KIND_USER: return "no.such.account";
    case KIND_TEXT: return "two\nlines";
    case KIND_PROSE: {
        struct buffer *text = buffer_new(test_call.arena, 1 << 20);
        for (int64_t i = 0; i <= field->most; i++)
            buffer_text(text, "法");
        return text->at;
    }
    default: return NULL;
    }
}

TEST(what_cannot_be_is_refused_at_its_field)
{
    struct store *store = the_store();
    struct input inputs[500];
    fill(store);
    for (int r = 0; r < record_count; r++)
        for (int f = 0; f < records[r]->field_count && by_hand(records[r]); f++) {
            const struct field *field = &records[r]->fields[f];
            struct outcome outcome;
            if (!settable(field) || field->flags & FIELD_SYSTEM)
                continue;
            int n = some_inputs(records[r], inputs, 5000);
            const char *name =
                field->flags & FIELD_LANG ? arena_format(test_call.arena, "%s_en", field->name) : field->name;
            for (int i = 0; i < n; i++)
                if (strcmp(inputs[i].name, name) == 0)
                    inputs[i] = inputs[--n];
            inputs[n++] = (struct input){name, bad_value(field)};
            call_clear(&test_call);
            CHECK_NUMBER(record_add(&outcome, store, &test_call, records[r], inputs, n), ERR_INVALID);
            bool told = false;
            for (const struct fault *fault = test_call.faults; fault; fault = fault->next) {
                told |= text_is(fault->field, name);
                for (int lang = 0; lang < LANGS; lang++) /* the sentence is there in every language */
                    CHECK(word_find((enum lang)lang, arena_format(test_call.arena, "fault.%s", fault->key)) != NULL);
            }
            if (!told)
                test_fail(
                    __FILE__, __LINE__, "%s.%s: the fault does not name the field", records[r]->noun, field->name);
            call_clear(&test_call);
        }
}

/* ---- two people, one row ---- */

TEST(a_change_of_what_somebody_else_changed_is_refused)
{
    struct store *store = the_store();
    struct db *db;
    fill(store);
    REQUIRE(store_reader(&db, store, &test_call) == OK);
    for (int r = 0; r < record_count; r++) {
        struct outcome outcome;
        struct view view;
        if (!by_hand(records[r]))
            continue;
        REQUIRE(record_show(&view, db, &test_call, records[r], ids[r][0]) == OK);
        CHECK_NUMBER(record_set(&outcome, store, &test_call, records[r], ids[r][0], view_version(&view) + 1, NULL, 0),
            ERR_STALE);
        call_clear(&test_call);
        CHECK_NUMBER(record_set(&outcome, store, &test_call, records[r], ids[r][0], view_version(&view), NULL, 0), OK);
        CHECK_NUMBER(outcome.version, view_version(&view)); /* nothing said, nothing changed */
        CHECK_NUMBER(record_remove(store, &test_call, records[r], ids[r][0], 0), ERR_INVALID); /* without a reason */
        call_clear(&test_call);
        CHECK_NUMBER(record_show(&view, db, &test_call, records[r], "nobody"), ERR_NOT_FOUND);
        call_clear(&test_call);
    }
}

/* ---- the ledger says what is there ---- */

static void found_fault(const struct ledger_fault *fault, void *arg)
{
    (void)arg;
    test_fail(__FILE__, __LINE__, "%s: %s %s", fault->kind, text_or(fault->table, ""), text_or(fault->id, ""));
}

TEST(the_ledger_knows_every_row)
{
    struct store *store = the_store();
    struct ledger_report report;
    int64_t rows = ACCOUNTS;
    fill(store);
    REQUIRE(ledger_verify(&report, store, &test_call, record_digests, NULL, found_fault, NULL, NULL) == OK);
    for (int r = 0; r < record_count; r++)
        rows += id_count[r];
    CHECK_NUMBER(report.rows, rows);
    CHECK_NUMBER(report.faults, 0);
}

/* ---- out and in again ---- */

TEST(what_goes_out_comes_in_and_changes_nothing)
{
    static const enum transfer formats[] = {TRANSFER_CSV, TRANSFER_XLSX, TRANSFER_JSON};
    struct store *store = the_store();
    struct db *db;
    fill(store);
    REQUIRE(store_reader(&db, store, &test_call) == OK);
    for (int r = 0; r < record_count; r++)
        for (size_t f = 0; f < sizeof formats / sizeof *formats && by_hand(records[r]); f++) {
            struct buffer *out = buffer_new(test_call.arena, 16 << 20);
            struct many many = {0};
            REQUIRE(transfer_out(out, db, &test_call, records[r], &(struct list_wish){.most = 1000}, formats[f]) == OK);
            struct transfer_wish wish = {.file = "again", .bytes = out->at, .size = out->size, .format = formats[f]};
            CHECK_NUMBER(transfer_in(&many, store, &test_call, records[r], &wish), OK);
            CHECK_NUMBER(many.report.rows, id_count[r]);
            CHECK_NUMBER(many.report.same, id_count[r]);
        }
}

/* ---- words ---- */

static void check_word(enum lang lang, const char *kind, const char *thing, const char *name)
{
    if (!word_find(lang, arena_format(test_call.arena, "%s.%s.%s", kind, thing, name)) &&
        !word_find(lang, arena_format(test_call.arena, "%s.%s", kind, name)))
        test_fail(__FILE__, __LINE__, "no word in %s for %s.%s.%s", lang_codes[lang], kind, thing, name);
}

TEST(every_name_has_words_in_six_languages)
{
    for (int r = 0; r < record_count; r++)
        for (int l = 0; l < LANGS; l++) {
            const struct record *record = records[r];
            enum lang lang = (enum lang)l;
            check_word(lang, "record", "", record->noun);
            for (int f = 0; f < record->field_count; f++) {
                check_word(lang, "field", record->noun, record->fields[f].name);
                for (int c = 0; record->fields[f].choices && record->fields[f].choices[c]; c++)
                    check_word(lang, "choice", record->fields[f].name, record->fields[f].choices[c]);
            }
            for (int s = 0; s < record->step_count; s++)
                check_word(lang, "step", record->noun, record->steps[s].name);
            for (int w = 0; w < record->wait_count; w++)
                check_word(lang, "waits", record->noun, record->waits[w].key);
        }
}

int main(void)
{
    if (!record_named("petition")) /* the records of case.decl are read by nobody */
        RUN(every_name_has_words_in_six_languages);
    RUN_ON_BOTH(what_is_said_is_kept);
    RUN_ON_BOTH(lists_are_in_order_and_narrowed);
    RUN_ON_BOTH(lists_walk_an_index);
    RUN_ON_BOTH(what_cannot_be_is_refused_at_its_field);
    RUN_ON_BOTH(a_change_of_what_somebody_else_changed_is_refused);
    RUN_ON_BOTH(the_ledger_knows_every_row);
    RUN_ON_BOTH(what_goes_out_comes_in_and_changes_nothing);
    return test_end();
}
