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

enum { MOST_COLUMNS = 1000, COUNT_MEMORY = 1 << 30 };

struct import {
    struct many *many;
    const struct record *record;
    const struct transfer_wish *wish;
    const char *names[MOST_COLUMNS]; /* input name of each column, NULL: not taken */
    int columns, id_column;
    struct ledger_batch *batch;
    const struct csv_row *row; /* the one that is being taken */
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

/* By its id where the file has one, else by its key; *by_key: that is what was looked for. */
static enum err find(void **out, bool *by_key, struct db *db, struct call *call, const struct import *import,
    const struct csv_row *cells, void *like)
{
    const struct record *record = import->record;
    const char *id = import->id_column >= 0 && (size_t)import->id_column < cells->count
        ? cells->cells[import->id_column].text
        : NULL;
    *out = NULL;
    *by_key = false;
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
    *by_key = true;
    enum err err = row_by_key(out, db, call, record, like);
    return err == ERR_NOT_FOUND ? OK : err;
}

/* What only one row can have no other has: the key has been looked for already where the row was found by it, or not. */
static enum err refuse_held(
    struct db *db, struct call *call, const struct record *record, const void *before, const void *after, bool by_key)
{
    const char *id;
    int field;
    enum err err = row_holder(&id, &field, db, call, record, before, after, by_key && !before);
    return err || !id ? err : there_already(call, record, field, id);
}

static bool same_row(const struct record *record, const void *a, const void *b)
{
    for (int i = 0; i < record->field_count; i++)
        if (!field_same(&record->fields[i], a, b))
            return false;
    return true;
}

static enum err take_row(struct db *db, struct call *call, void *arg)
{
    struct import *import = arg;
    const struct record *record = import->record;
    const struct csv_row *cells = import->row;
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
    bool by_key;
    if ((err = find(&before, &by_key, db, call, import, cells, fresh)) != OK)
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
            import->many->report.same++;
            return OK;
        }
    }
    if (!gate_row(call->user, record, before ? VERB_CHANGE : VERB_ADD, before ? before : after))
        return not_allowed(call);
    if (!import->wish->shipped && (err = check_hand(call, record, before, after)) != OK)
        return err;
    if ((err = record_check(db, call, record, before, after)) != OK ||
        (err = refuse_held(db, call, record, before, after, by_key)) != OK)
        return err;
    if ((err = record_save(db, call, import->batch, record, before, after, "import")) != OK)
        return err;
    before ? import->many->report.changed++ : import->many->report.added++;
    if (import->many->saved)
        import->many->saved(import->many, call, record, before, after);
    return OK;
}

/* The cell of a fault's field, so that a person finds it; NULL when the file has none. */
static const struct csv_cell *cell_of(const struct import *import, const char *field)
{
    enum lang lang;
    const struct csv_row *row = import->row;
    for (int i = 0; field && i < import->columns && (size_t)i < row->count; i++)
        if (import->names[i]) {
            int index = input_field(import->record, import->names[i], &lang);
            if (strcmp(import->names[i], field) == 0 ||
                (index >= 0 && strcmp(import->record->fields[index].name, field) == 0))
                return &row->cells[i];
        }
    return NULL;
}

static void place_of(struct many_refusal *refusal, struct fault *fault, void *arg)
{
    const struct import *import = arg;
    const struct csv_cell *cell = cell_of(import, fault->field);
    fault->noun = import->record->noun;
    fault->file = import->wish->file;
    fault->line = import->row->line;
    fault->column = cell ? cell->column : 0;
    refusal->column = cell ? fault->field : NULL;
    refusal->value = fault->value ? fault->value : cell ? cell->text : NULL;
}

static enum err take_rows(struct import *import, struct db *db, struct call *call, struct table_reader *table)
{
    const struct many_row row = {take_row, place_of, import};
    enum err err = table_next(&import->row, table);
    if (err || !import->row)
        return err ? err : fail_field(call, ERR_INVALID, "empty_file", NULL, import->wish->file);
    if ((err = take_header(import, call, import->row)) != OK)
        return err;
    while ((err = table_next(&import->row, table)) == OK && import->row)
        if ((err = many_take(import->many, db, call, &row)) != OK)
            return err;
    return err;
}

static enum err import_all(struct db *db, struct call *call, void *arg)
{
    struct import *import = arg;
    struct table_reader *table;
    enum err err = table_open(&table, call, import->wish);
    import->batch = NULL;
    if (!err && import->record->batch)
        err = ledger_batch_begin(&import->batch, db, call, "import", import->record->noun);
    if (!err)
        err = take_rows(import, db, call, table);
    return err || !import->batch ? err : ledger_batch_end(import->batch, NULL);
}

enum err transfer_in_part(
    struct many *many, struct db *db, struct call *call, const struct record *record, const struct transfer_wish *wish)
{
    struct import import = {.many = many, .record = record, .wish = wish};
    return gate_verb_anywhere(call->user, record, VERB_ADD) ? import_all(db, call, &import) : not_allowed(call);
}

/* ---- files of its own ---- */

enum { OWN_MOST = 16 };
static const struct own_files *own_files[OWN_MOST];

void own_files_register(const struct own_files *own)
{
    for (size_t i = 0; i < OWN_MOST; i++)
        if (!own_files[i] || own_files[i]->record == own->record) {
            own_files[i] = own;
            return;
        }
}

const struct own_files *own_files_of(const struct record *record)
{
    for (size_t i = 0; i < OWN_MOST && own_files[i]; i++)
        if (own_files[i]->record == record)
            return own_files[i];
    return NULL;
}

enum err transfer_in(struct many *many, struct store *store, struct call *call, const struct record *record,
    const struct transfer_wish *wish)
{
    const struct own_files *own = own_files_of(record);
    if (wish->format == TRANSFER_OWN && own)
        return own->take(many, store, call, wish);
    struct import import = {.many = many, .record = record, .wish = wish};
    if (!gate_verb_anywhere(call->user, record, VERB_ADD))
        return not_allowed(call);
    return many_write(many, store, call, import_all, &import);
}

/* ---- counting ---- */

struct counting {
    struct call *call;
    const struct transfer_wish *wish;
    int64_t *rows;
};

static enum err count(void *arg)
{
    struct counting *counting = arg;
    struct table_reader *table;
    const struct csv_row *row;
    enum err err = table_open(&table, counting->call, counting->wish);
    *counting->rows = -1; /* the head */
    while (!err && (err = table_next(&row, table)) == OK && row)
        ++*counting->rows;
    if (*counting->rows < 0)
        *counting->rows = 0;
    return err;
}

enum err transfer_count(int64_t *rows, struct call *call, const struct transfer_wish *wish)
{
    const struct own_files *own = own_files_of(wish->record);
    if (wish->format == TRANSFER_OWN && own)
        return own->count(rows, call, wish);
    struct call apart = *call;
    struct counting counting = {&apart, wish, rows};
    call_clear(&apart);
    apart.arena = arena_within(call->arena, COUNT_MEMORY);
    enum err err = arena_run(apart.arena, count, &counting);
    for (const struct fault *fault = apart.faults; fault; fault = fault->next)
        fault_copy(call, fault);
    arena_reset(apart.arena);
    return err;
}
