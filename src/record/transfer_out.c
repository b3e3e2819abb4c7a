/* Records into a file: the columns an import takes, rows as this user may have them, page by page until the end. */
#include "base/text.h"
#include "codec/csv.h"
#include "codec/xlsx.h"
#include "record/print.h"
#include "record/transfer.h"

enum { ROWS_A_PIECE = 250, PIECE_MEMORY = 64 << 20, AFTER_MOST = 1 << 20, COLUMNS_MOST = 64 * LANGS + 1 };

struct column {
    const char *name;
    int field; /* -1: the id */
    enum lang lang;
};

struct export
{
    struct call *call;
    struct arena *memory; /* of one piece */
    struct db *db;
    const struct record *record;
    struct list_wish wish;
    enum transfer format;
    struct column columns[COLUMNS_MOST];
    int column_count;
    int64_t rows;
    struct buffer *after; /* where the last piece ended */
    bool begun;
    struct json json;
    struct csv_writer csv;
    struct xlsx_writer *xlsx;
    struct buffer *packed; /* what the workbook writes, until it is sent on */
    int64_t sheet_rows;
};

static void add_column(struct export *export, const char *name, int field, enum lang lang)
{
    export->columns[export->column_count++] = (struct column){name, field, lang};
}

static void take_columns(struct export *export)
{
    const struct record *record = export->record;
    struct arena *arena = export->call->arena;
    add_column(export, "id", -1, 0);
    for (int i = record->made_id ? 0 : 1; i < record->field_count; i++) {
        const struct field *field = &record->fields[i];
        bool in_languages = field->flags & FIELD_LANG;
        if (field->class == CLASS_SECRET)
            continue;
        for (int lang = 0; lang < (in_languages ? LANGS : 1); lang++)
            add_column(export, in_languages ? arena_format(arena, "%s_%s", field->name, lang_codes[lang]) : field->name,
                i, (enum lang)lang);
    }
}

/* ---- CSV ---- */

static void csv_head(struct export *export)
{
    for (int i = 0; i < export->column_count; i++)
        csv_text(&export->csv, export->columns[i].name);
    csv_end_row(&export->csv);
}

static void csv_row(struct export *export, struct call *call, const struct view *view)
{
    for (int i = 0; i < export->column_count; i++) {
        const struct column *column = &export->columns[i];
        csv_text(&export->csv,
            column->field < 0 ? view_id(view) : view_text(call->arena, view, column->field, column->lang));
    }
    csv_end_row(&export->csv);
}

/* ---- XLSX: numbers are numbers, whole dates are dates, names of columns as in CSV ---- */

static enum err xlsx_begin_sheet(struct export *export)
{
    const struct record *record = export->record;
    struct call *call = export->call;
    int widths[COLUMNS_MOST];
    for (int i = 0; i < export->column_count; i++) {
        const struct field *field = export->columns[i].field < 0 ? NULL : &record->fields[export->columns[i].field];
        widths[i] = !field ? 28 : field->kind == KIND_PROSE ? 60 : field->most > 40 ? 32 : 16;
    }
    enum err err = xlsx_sheet(export->xlsx, word_of(call->lang, "record", NULL, record->noun), lang_rtl(call->lang),
        widths, (size_t) export->column_count);
    for (int i = 0; i < export->column_count && !err; i++)
        xlsx_head(export->xlsx, export->columns[i].name);
    xlsx_end_row(export->xlsx);
    export->sheet_rows = 1;
    return err;
}

static void xlsx_cell_of(
    struct xlsx_writer *xlsx, struct call *call, const struct view *view, const struct column *column)
{
    const struct field *field = column->field < 0 ? NULL : &view->record->fields[column->field];
    if (!field)
        xlsx_text(xlsx, view_id(view));
    else if (!view_shows(view, column->field))
        xlsx_text(xlsx, NULL);
    else if (field->kind == KIND_NUMBER)
        xlsx_number(xlsx, *(const int64_t *)field_at(field, view->row));
    else if (field->kind == KIND_DATE || field->kind == KIND_DAY)
        xlsx_date(xlsx, *(const struct date *)field_at(field, view->row));
    else
        xlsx_text(xlsx, view_text(call->arena, view, column->field, column->lang));
}

static enum err xlsx_row_of(struct export *export, struct call *call, const struct view *view)
{
    enum err err = export->sheet_rows < XLSX_ROWS ? OK : xlsx_begin_sheet(export);
    for (int i = 0; i < export->column_count && !err; i++)
        xlsx_cell_of(export->xlsx, call, view, &export->columns[i]);
    xlsx_end_row(export->xlsx);
    export->sheet_rows++;
    return err;
}

/* ---- piece by piece ---- */

enum err export_begin(struct export **out, struct db *db, struct call *call, const struct record *record,
    const struct list_wish *wish, enum transfer format)
{
    struct export *export = *out = NEW(call->arena, struct export);
    *export = (struct export){.call = call, .db = db, .record = record, .wish = *wish, .format = format};
    export->memory = arena_within(call->arena, PIECE_MEMORY);
    export->after = buffer_new(call->arena, AFTER_MOST);
    export->wish.most = ROWS_A_PIECE;
    take_columns(export);
    if (format != TRANSFER_XLSX)
        return OK;
    export->packed = buffer_new(call->arena, PIECE_MEMORY);
    export->xlsx = xlsx_begin(call, export->packed);
    return xlsx_begin_sheet(export);
}

int64_t export_rows(const struct export *export)
{
    return export->rows;
}

static void begin_file(struct export *export, struct buffer *out)
{
    export->begun = true;
    export->json = json_begin(out);
    export->csv = csv_begin(out, true, false);
    if (export->format == TRANSFER_JSON)
        json_array(&export->json);
    if (export->format == TRANSFER_CSV)
        csv_head(export);
}

static enum err end_file(struct export *export, struct buffer *out)
{
    if (export->format == TRANSFER_XLSX)
        return xlsx_end(export->xlsx);
    if (export->format == TRANSFER_JSON) {
        json_end(&export->json);
        buffer_byte(out, '\n');
    }
    return OK;
}

struct piece {
    struct export *export;
    struct call *call; /* in the memory of this piece */
    struct buffer *out;
    bool more;
};

static enum err write_piece(void *arg)
{
    struct piece *piece = arg;
    struct export *export = piece->export;
    struct list_page page;
    store_snapshot_use(export->db, piece->call);
    enum err err = record_list(&page, export->db, piece->call, export->record, &export->wish);
    if (err)
        return err;
    if (!export->begun)
        begin_file(export, piece->out);
    export->json.out = piece->out;
    csv_onto(&export->csv, piece->out);
    for (int i = 0; i < page.count && !err; i++) {
        if (export->format == TRANSFER_CSV)
            csv_row(export, piece->call, &page.views[i]);
        else if (export->format == TRANSFER_JSON)
            print_view_json(&export->json, piece->call, &page.views[i]);
        else
            err = xlsx_row_of(export, piece->call, &page.views[i]);
    }
    export->rows += page.count;
    piece->more = page.next != NULL;
    buffer_clear(export->after);
    buffer_text(export->after, text_or(page.next, ""));
    export->wish.after = export->after->at;
    return err ? err : piece->more ? OK : end_file(export, piece->out);
}

enum err export_more(bool *more, struct export *export, struct buffer *out)
{
    struct call *call = export->call, of_piece = *call;
    struct piece piece = {.export = export, .call = &of_piece, .out = out};
    of_piece.arena = export->memory;
    call_clear(&of_piece);
    enum err err = arena_run(export->memory, write_piece, &piece);
    for (const struct fault *fault = of_piece.faults; fault; fault = fault->next)
        fault_copy(call, fault);
    arena_reset(export->memory);
    if (export->packed) {
        buffer_add(out, export->packed->at, export->packed->size);
        buffer_clear(export->packed);
    }
    *more = piece.more && !err;
    return err ? err : out->full ? fail(call, ERR_LIMIT, "too_large") : OK;
}

enum err transfer_out(struct buffer *out, struct db *db, struct call *call, const struct record *record,
    const struct list_wish *wish, enum transfer format)
{
    struct export *export;
    bool more = true;
    enum err err = store_read_begin(db, call); /* one moment for the whole file */
    if (err)
        return err;
    err = export_begin(&export, db, call, record, wish, format);
    while (more && !err)
        err = export_more(&more, export, out);
    store_read_end(db);
    return err;
}
