/*
 * A file into records: columns to fields once, then row by row: text into fields, the row found again by id or key, what is new or
 * changed checked and saved, all in one transaction. Every bad row leaves its faults with file, line and column.
 */
#include "base/text.h"
#include "codec/csv.h"
#include "record/change.h"
#include "record/table.h"
#include "record/transfer.h"
#include "store/ledger.h"
#include <string.h>

enum { MOST_FILE = 512 << 20, ROW_MEMORY = 64 << 20, MOST_COLUMNS = 1000 };

struct import {
    struct store *store;
    const struct record *record;
    const struct transfer_wish *wish;
    struct transfer_report *report;
    const char *names[MOST_COLUMNS]; /* input name of each column, NULL: not taken */
    int columns, id_column;
    struct ledger_batch *batch;
    bool stopped;
};

/* ---- the header ---- */

static bool has_column(const struct import *import, const struct record *record, int field)
{
    for (int i = 0; i < import->columns; i++) {
        enum lang lang;
        if (import->names[i] && input_field(record, import->names[i], &lang) == field)
            return true;
    }
    return false;
}

static enum err take_header(struct import *import, struct call *call, const struct csv_row *row)
{
    const struct record *record = import->record;
    import->columns = (int)(row->count < MOST_COLUMNS ? row->count : MOST_COLUMNS);
    import->id_column = -1;
    for (int i = 0; i < import->columns; i++) {
        const char *name = text_trim(call->arena, row->cells[i].text);
        enum lang lang;
        import->names[i] = NULL;
        if (strcmp(name, "version") == 0)
            continue;
        if (strcmp(name, "id") == 0)
            import->id_column = i;
        if (strcmp(name, "id") == 0 && record->made_id)
            continue;
        int field = input_field(record, name, &lang);
        if (field < 0 || record->fields[field].class == CLASS_SECRET) {
            struct fault *fault = fault_add(call, ERR_INVALID, "no_column");
            fault->field = record->noun;
            fault->value = name;
            fault->file = import->wish->file;
            fault->line = row->line;
            fault->column = row->cells[i].column;
        } else {
            import->names[i] = name;
        }
    }
    for (int i = 0; i < record->field_count; i++)
        if (record->fields[i].flags & FIELD_REQUIRED && !record->fields[i].standard && !has_column(import, record, i)) {
            struct fault *fault = fault_add(call, ERR_INVALID, "missing_column");
            fault->noun = record->noun;
            fault->field = record->fields[i].name;
            fault->value = record->fields[i].name;
            fault->file = import->wish->file;
            fault->line = row->line;
        }
    return call_err(call);
}

/* ---- a row ---- */

static enum err find(
    void **out, struct db *db, struct call *call, const struct import *import, const struct csv_row *cells, void *like)
{
    const struct record *record = import->record;
    const char *id = import->id_column >= 0 && (size_t)import->id_column < cells->count
        ? cells->cells[import->id_column].text
        : NULL;
    *out = NULL;
    if (!text_empty(id) || !record->made_id) {
        if (record->made_id)
            ((struct row *)like)->id = arena_text(call->arena, id);
        if (!((struct row *)like)->id)
            return OK; /* the check for required fields says so */
        enum err err = row_load(out, db, call, record, ((struct row *)like)->id);
        return err == ERR_NOT_FOUND ? OK : err;
    }
    if (!record->by_key)
        return OK;
    enum err err = row_by_key(out, db, call, record, like);
    return err == ERR_NOT_FOUND ? OK : err;
}

static bool same_row(const struct record *record, const void *a, const void *b)
{
    for (int i = 0; i < record->field_count; i++)
        if (!field_same(&record->fields[i], a, b))
            return false;
    return true;
}

static enum err take_row(struct import *import, struct db *db, struct call *call, const struct csv_row *cells)
{
    const struct record *record = import->record;
    struct input inputs[MOST_COLUMNS];
    void *fresh = row_new(call->arena, record), *before, *after;
    int n = 0;
    for (size_t i = 0; i < cells->count && i < (size_t)import->columns; i++)
        if (import->names[i])
            inputs[n++] = (struct input){import->names[i], cells->cells[i].text};
    enum err err = standard_values(call, record, fresh);
    if (err)
        return err;
    enum err filled = record_fill(db, call, record, fresh, inputs, n);
    if ((err = find(&before, db, call, import, cells, fresh)) != OK)
        return err;
    if (filled) { /* what else is wrong with the row is said at once */
        err = record_check(db, call, record, before, fresh);
        return err ? err : filled;
    }
    after = fresh;
    if (before && !gate_row(call->user, record, VERB_SEE, before))
        return not_allowed(call);
    if (before) { /* columns that the file does not have stay as they are */
        after = arena_copy(call->arena, before, record->size);
        if ((err = record_fill(db, call, record, after, inputs, n)) != OK)
            return err;
        if (same_row(record, before, after)) {
            import->report->same++;
            return OK;
        }
    }
    if (!gate_row(call->user, record, before ? VERB_CHANGE : VERB_ADD, before ? before : after))
        return not_allowed(call);
    if (!import->wish->shipped && (err = check_hand(call, record, before, after)) != OK)
        return err;
    if ((err = record_check(db, call, record, before, after)) != OK)
        return err;
    if ((err = record_save(db, call, import->batch, record, before, after, "import")) != OK)
        return err;
    before ? import->report->changed++ : import->report->added++;
    return OK;
}

/* The column of a fault's field, so that a person finds the cell. */
static int column_of(const struct import *import, const struct csv_row *row, const char *field)
{
    enum lang lang;
    for (int i = 0; field && i < import->columns && (size_t)i < row->count; i++)
        if (import->names[i]) {
            int index = input_field(import->record, import->names[i], &lang);
            if (strcmp(import->names[i], field) == 0 ||
                (index >= 0 && strcmp(import->record->fields[index].name, field) == 0))
                return row->cells[i].column;
        }
    return 0;
}

static const char *keep(struct call *call, const char *text)
{
    return text ? arena_text(call->arena, text) : NULL;
}

static void hand_over(struct import *import, struct call *outer, const struct call *inner, const struct csv_row *row)
{
    for (const struct fault *from = inner->faults; from; from = from->next) {
        struct fault *to = fault_add(outer, from->code, from->key);
        to->field = keep(outer, from->field);
        to->value = keep(outer, from->value);
        to->want = keep(outer, from->want);
        to->noun = import->record->noun;
        to->file = import->wish->file;
        to->line = row->line;
        to->column = column_of(import, row, from->field);
    }
}

struct one_row {
    struct import *import;
    struct db *db;
    struct call *call;
    const struct csv_row *row;
};

static enum err one_row(void *arg)
{
    struct one_row *one = arg;
    return take_row(one->import, one->db, one->call, one->row);
}

/* Each row has memory of its own, gone after it. */
static enum err row_in_memory(struct import *import, struct db *db, struct call *call, const struct csv_row *row)
{
    return arena_run(call->arena, one_row, &(struct one_row){import, db, call, row});
}

static bool refused(enum err err)
{
    return err == ERR_INVALID || err == ERR_CONFLICT || err == ERR_FORBIDDEN || err == ERR_NOT_FOUND;
}

static enum err take_rows(struct import *import, struct db *db, struct call *call, struct table_reader *table)
{
    struct call row_call = *call;
    const struct csv_row *row;
    enum err err;
    row_call.arena = arena_new(ROW_MEMORY);
    if (!row_call.arena)
        arena_give_up(call->arena);
    arena_defer(call->arena, (void (*)(void *))arena_free, row_call.arena);
    if ((err = table_next(&row, table)) != OK || !row)
        return err ? err : fail_field(call, ERR_INVALID, "empty_file", NULL, import->wish->file);
    if ((err = take_header(import, call, row)) != OK)
        return err;
    while ((err = table_next(&row, table)) == OK && row) {
        import->report->rows++;
        call_clear(&row_call);
        enum err one = row_in_memory(import, db, &row_call, row);
        if (refused(one)) {
            import->report->bad++;
            hand_over(import, call, &row_call, row);
        } else if (one) {
            hand_over(import, call, &row_call, row);
            return one;
        }
        arena_reset(row_call.arena);
        if (import->wish->progress && import->report->rows % 500 == 0 &&
            !import->wish->progress(import->wish->progress_arg, import->report->rows, 0))
            return fail(call, ERR_CONFLICT, "stopped");
    }
    return err;
}

static enum err import_all(struct db *db, struct call *call, void *arg)
{
    struct import *import = arg;
    struct table_reader *table;
    *import->report = (struct transfer_report){0};
    enum err err = table_open(&table, call, import->wish);
    import->batch = NULL;
    if (!err && import->record->batch)
        err = ledger_batch_begin(&import->batch, db, call, "import", import->record->noun);
    if (!err)
        err = take_rows(import, db, call, table);
    if (err)
        return err;
    if (import->report->bad && !import->wish->skip_bad)
        return call_err(call) ? call_err(call) : ERR_INVALID;
    if (import->wish->dry_run) {
        import->stopped = true;
        return ERR_CONFLICT; /* nothing is kept */
    }
    return import->batch ? ledger_batch_end(import->batch, NULL) : OK;
}

enum err transfer_in(struct transfer_report *out, struct store *store, struct call *call, const struct record *record,
    const struct transfer_wish *wish)
{
    struct import import = {.store = store, .record = record, .wish = wish, .report = out};
    if (!gate_verb_anywhere(call->user, record, VERB_ADD))
        return not_allowed(call);
    enum err err = store_write(store, call, import_all, &import);
    return import.stopped && err == ERR_CONFLICT ? OK : err;
}
