/* Records into a file: the columns an import takes, rows as this user may have them, page by page until the end. */
#include "base/text.h"
#include "codec/csv.h"
#include "codec/xlsx.h"
#include "record/print.h"
#include "record/transfer.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef enum err each_page(struct call *call, const struct list_page *page, void *arg);

static enum err all_pages(struct db *db, struct call *call, const struct record *record, const struct list_wish *wish,
    each_page *each, void *arg)
{
    struct list_wish ask = *wish;
    struct list_page page;
    enum err err = store_read_begin(db, call); /* one moment for the whole file */
    if (err)
        return err;
    do {
        err = record_list(&page, db, call, record, &ask);
        if (!err)
            err = each(call, &page, arg);
        ask.after = err ? NULL : page.next;
    } while (ask.after);
    store_read_end(db);
    return err;
}

static bool goes_out(const struct field *field)
{
    return field->class != CLASS_SECRET;
}

static int texts_of(const struct field *field)
{
    return field->flags & FIELD_LANG ? LANGS : 1;
}

static void csv_head(struct csv_writer *csv, struct arena *arena, const struct record *record)
{
    csv_text(csv, "id");
    for (int i = record->made_id ? 0 : 1; i < record->field_count; i++)
        for (int lang = 0; goes_out(&record->fields[i]) && lang < texts_of(&record->fields[i]); lang++)
            csv_text(csv,
                record->fields[i].flags & FIELD_LANG
                    ? arena_format(arena, "%s_%s", record->fields[i].name, lang_codes[lang])
                    : record->fields[i].name);
    csv_end_row(csv);
}

static enum err csv_rows(struct call *call, const struct list_page *page, void *arg)
{
    struct csv_writer *csv = arg;
    for (int i = 0; i < page->count; i++) {
        const struct view *view = &page->views[i];
        const struct record *record = view->record;
        csv_text(csv, view_id(view));
        for (int f = record->made_id ? 0 : 1; f < record->field_count; f++)
            for (int lang = 0; goes_out(&record->fields[f]) && lang < texts_of(&record->fields[f]); lang++)
                csv_text(csv, view_text(call->arena, view, f, (enum lang)lang));
        csv_end_row(csv);
    }
    return OK;
}

static enum err json_rows(struct call *call, const struct list_page *page, void *arg)
{
    for (int i = 0; i < page->count; i++)
        print_view_json(arg, call, &page->views[i]);
    return OK;
}

/* ---- XLSX: numbers are numbers, whole dates are dates, names of columns as in CSV ---- */

static void xlsx_field(struct xlsx_writer *xlsx, struct call *call, const struct view *view, int index, enum lang lang)
{
    const struct field *field = &view->record->fields[index];
    if (!view_shows(view, index))
        xlsx_text(xlsx, NULL);
    else if (field->kind == KIND_NUMBER)
        xlsx_number(xlsx, *(const int64_t *)field_at(field, view->row));
    else if (field->kind == KIND_DATE || field->kind == KIND_DAY)
        xlsx_date(xlsx, *(const struct date *)field_at(field, view->row));
    else
        xlsx_text(xlsx, view_text(call->arena, view, index, lang));
}

static enum err xlsx_rows(struct call *call, const struct list_page *page, void *arg)
{
    for (int i = 0; i < page->count; i++) {
        const struct view *view = &page->views[i];
        const struct record *record = view->record;
        xlsx_text(arg, view_id(view));
        for (int f = record->made_id ? 0 : 1; f < record->field_count; f++)
            for (int lang = 0; goes_out(&record->fields[f]) && lang < texts_of(&record->fields[f]); lang++)
                xlsx_field(arg, call, view, f, (enum lang)lang);
        xlsx_end_row(arg);
    }
    return OK;
}

static enum err write_xlsx(
    struct buffer *out, struct db *db, struct call *call, const struct record *record, const struct list_wish *wish)
{
    struct xlsx_writer *xlsx = xlsx_begin(call, out);
    int widths[2 + 64 * LANGS];
    size_t columns = 0;
    widths[columns++] = 28;
    for (int i = record->made_id ? 0 : 1; i < record->field_count; i++)
        for (int lang = 0; goes_out(&record->fields[i]) && lang < texts_of(&record->fields[i]); lang++)
            widths[columns++] = record->fields[i].kind == KIND_PROSE ? 60 : record->fields[i].most > 40 ? 32 : 16;
    enum err err =
        xlsx_sheet(xlsx, word_of(call->lang, "record", NULL, record->noun), lang_rtl(call->lang), widths, columns);
    if (err)
        return err;
    xlsx_head(xlsx, "id");
    for (int i = record->made_id ? 0 : 1; i < record->field_count; i++)
        for (int lang = 0; goes_out(&record->fields[i]) && lang < texts_of(&record->fields[i]); lang++)
            xlsx_head(xlsx,
                record->fields[i].flags & FIELD_LANG
                    ? arena_format(call->arena, "%s_%s", record->fields[i].name, lang_codes[lang])
                    : record->fields[i].name);
    xlsx_end_row(xlsx);
    err = all_pages(db, call, record, wish, xlsx_rows, xlsx);
    return err ? err : xlsx_end(xlsx);
}

enum err transfer_out(struct buffer *out, struct db *db, struct call *call, const struct record *record,
    const struct list_wish *wish, enum transfer format)
{
    enum err err;
    if (format == TRANSFER_JSON) {
        struct json json = json_begin(out);
        json_array(&json);
        err = all_pages(db, call, record, wish, json_rows, &json);
        json_end(&json);
        buffer_byte(out, '\n');
    } else if (format == TRANSFER_XLSX) {
        err = write_xlsx(out, db, call, record, wish);
    } else {
        struct csv_writer csv = csv_begin(out, true, false);
        csv_head(&csv, call->arena, record);
        err = all_pages(db, call, record, wish, csv_rows, &csv);
    }
    if (!err && out->full)
        err = fail(call, ERR_LIMIT, "too_large");
    return err;
}

/* Beside the file first, then in its place: a reader sees the old one or the new one, whole. */
enum err file_write(struct call *call, const char *path, const char *bytes, size_t size)
{
    char *beside = arena_format(call->arena, "%s.%d.part", path, (int)getpid());
    int file = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file < 0)
        return fail_field(call, ERR_SYSTEM, "file_cannot_write", NULL, path);
    while (size > 0) {
        ssize_t n = write(file, bytes, size);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break;
        bytes += n;
        size -= (size_t)n;
    }
    bool good = size == 0 && fsync(file) == 0;
    good = close(file) == 0 && good && rename(beside, path) == 0;
    if (good)
        return OK;
    unlink(beside);
    return fail_field(call, ERR_SYSTEM, "file_cannot_write", NULL, path);
}
