/*
 * The treaty facts shipped with the program, row by row: each is a row that the declarations take and the rules find possible, no key
 * stands twice, what it refers to is there, a source is named; instruments have their names in six languages; every date of entry into
 * force that a source prints is the one that the rule of the instrument gives.
 */
#include "test/case_book.h"

static const struct record *const shipped[] = {&depositary_record, &instrument_record, &relation_record,
    &custody_record, &provision_record, &action_record, &list_entry_record, &other_name_record, &statehood_record,
    &reservation_record, &objection_record};
enum { SHIPPED = sizeof shipped / sizeof *shipped };

static const char *path_of(const char *noun)
{
    return arena_format(test_call.arena, "data/%s.csv", noun);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char *key_of(const struct record *record, const void *row)
{
    if (!record->key)
        return ((const struct row *)row)->id;
    struct buffer *key = buffer_new(test_call.arena, 8192);
    for (const int *field = record->key; *field >= 0; field++)
        buffer_format(key, "%s|", text_or(field_text(test_call.arena, &record->fields[*field], row, LANG_EN), ""));
    return key->at;
}

TEST(rows_are_taken_and_stand_once)
{
    for (size_t r = 0; r < SHIPPED; r++) {
        size_t count;
        const void **rows = facts_read(path_of(shipped[r]->noun), shipped[r], &count);
        const char **keys = NEW_ARRAY(test_call.arena, count + 1, const char *);
        for (size_t i = 0; i < count; i++)
            keys[i] = key_of(shipped[r], rows[i]);
        qsort(keys, count, sizeof *keys, by_text);
        CHECK(count > 0);
        for (size_t i = 1; i < count; i++)
            if (text_is(keys[i - 1], keys[i]))
                test_fail(path_of(shipped[r]->noun), 0, "%s stands twice", keys[i]);
    }
}

static const char **ids_in(const char *noun, size_t *count)
{
    const struct table *table = table_read(path_of(noun), false);
    const char **ids = NEW_ARRAY(test_call.arena, table->rows + 1, const char *);
    for (size_t i = 0; i < table->rows; i++)
        ids[i] = table_cell(table, i, "id");
    qsort(ids, *count = table->rows, sizeof *ids, by_text);
    return ids;
}

TEST(what_a_row_refers_to_is_there)
{
    size_t looked_up = 0;
    for (size_t r = 0; r < SHIPPED; r++) {
        const struct table *table = table_read(path_of(shipped[r]->noun), false);
        for (int f = 0; f < shipped[r]->field_count; f++) {
            const struct field *field = &shipped[r]->fields[f];
            size_t count;
            if (field->kind != KIND_REF || !table_has(table, field->name))
                continue;
            const char **ids = ids_in(field->ref, &count);
            for (size_t i = 0; i < table->rows; i++) {
                const char *id = table_cell(table, i, field->name);
                looked_up++;
                if (*id && !bsearch(&id, ids, count, sizeof *ids, by_text))
                    test_fail(table->path, table->lines[i + 1], "%s %s is not there", field->ref, id);
            }
        }
    }
    CHECK(looked_up > 10000);
}

TEST(every_row_names_its_source)
{
    for (size_t r = 0; r < SHIPPED; r++) {
        const struct table *table = table_read(path_of(shipped[r]->noun), false);
        for (size_t i = 0; i < table->rows; i++)
            if (!*table_cell(table, i, "source") || !*table_cell(table, i, "mark"))
                test_fail(table->path, table->lines[i + 1], "no source, or no mark");
    }
}

TEST(universal_instruments_are_nineteen_with_six_names)
{
    const struct table *table = table_read("data/instrument.csv", false);
    size_t universal = 0, regional = 0;
    for (size_t i = 0; i < table->rows; i++) {
        bool whole = text_is(table_cell(table, i, "reach"), "universal");
        universal += whole;
        regional += text_is(table_cell(table, i, "reach"), "regional");
        for (enum lang lang = 0; lang < LANGS && whole; lang++) {
            if (text_empty(table_cell(table, i, arena_format(test_call.arena, "name_%s", lang_codes[lang]))) ||
                text_empty(table_cell(table, i, arena_format(test_call.arena, "short_name_%s", lang_codes[lang]))))
                test_fail(table->path, table->lines[i + 1], "no name in %s", lang_codes[lang]);
        }
    }
    CHECK_NUMBER(universal, 19);
    CHECK_NUMBER(regional, 43);
}

TEST(rows_are_possible)
{
    size_t count, actions;
    struct case_book *made = case_book_new();
    const void **instruments = facts_read("data/instrument.csv", &instrument_record, &count);
    for (size_t i = 0; i < count; i++) {
        struct instrument_is_possible_facts facts = {.after = instruments[i]};
        if (instrument_is_possible(&test_call, &facts) != OK)
            test_fail("data/instrument.csv", (int)i + 2, "%s", fault_text(&test_call, test_call.faults));
    }
    const void **rows = facts_read("data/action.csv", &action_record, &actions);
    size_t compared = 0;
    for (size_t i = 0; i < actions; i++) {
        const struct action *it = rows[i];
        const struct instrument *of = NULL;
        for (size_t j = 0; j < count; j++)
            of = text_is(((const struct instrument *)instruments[j])->row.id, it->instrument) ? instruments[j] : of;
        struct action_is_possible_facts facts = {.after = it, .instrument = of};
        if (action_is_possible(&test_call, &facts) != OK)
            test_fail("data/action.csv", (int)i + 2, "%s", fault_text(&test_call, test_call.faults));
        if (!act_binds(it->kind) || it->kind == ACTION_KIND_SUCCESSION || !date_whole(it->date) ||
            !date_whole(it->effective))
            continue;
        const struct treaty *treaty = &made->book.treaties[book_treaty(&made->book, it->instrument)];
        struct date expected = rule_entry(treaty->later, it->date, treaty->in_force);
        compared++;
        if (!date_is(expected, it->effective))
            test_fail("data/action.csv", (int)i + 2, "%s in %s: the rule gives another day", it->state, it->instrument);
    }
    CHECK(compared > 150);
}

int main(void)
{
    RUN(rows_are_taken_and_stand_once);
    RUN(what_a_row_refers_to_is_there);
    RUN(every_row_names_its_source);
    RUN(universal_instruments_are_nineteen_with_six_names);
    RUN(rows_are_possible);
    return test_end();
}
