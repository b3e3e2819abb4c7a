/*
 * Rows in and out of the store, by description: load, add, change, remove, each change with its entry in the ledger
 * (row_entry.c).
 */
#include "store/engine.h"
#include "base/fold.h"
#include "base/id.h"
#include "base/text.h"
#include "store/ledger.h"
#include "store/row_memo.h"
#include <string.h>

enum { MOST_COLUMNS = 2 + 64 * LANGS * 2 };

/* ---- reading ---- */

/* A date or a word of a choice, which are short, with the NUL behind it; NULL when there is none or it is something else. */
enum { SHORT = 128 };

static const char *read_short(char out[SHORT], struct rows *rows, int column)
{
    size_t size;
    const char *text = rows_part(rows, column, &size);
    if (!text || size >= SHORT)
        return NULL;
    memcpy(out, text, size);
    out[size] = 0;
    return out;
}

/* `lang`: of words in six languages only these, when they are there; -1: all. */
static void read_field(struct rows *rows, struct arena *arena, const struct field *field, char *at, int lang)
{
    char room[SHORT];
    const char *text;
    const char **texts = (const char **)(void *)at;
    switch (field->kind) {
    case KIND_NUMBER:
    case KIND_FLAG: *(int64_t *)(void *)at = rows_number(rows, field->column); break;
    case KIND_DATE:
    case KIND_DAY:
        text = read_short(room, rows, field->column);
        if (text && !date_parse((struct date *)(void *)at, text))
            *(struct date *)(void *)at = (struct date){0};
        break;
    case KIND_CHOICE:
        text = read_short(room, rows, field->column);
        for (int c = 0; text && field->choices[c]; c++)
            if (strcmp(field->choices[c], text) == 0) {
                *(int *)(void *)at = c + 1;
                break;
            }
        break;
    default:
        if (field->flags & FIELD_LANG && lang >= 0 && (texts[lang] = rows_copy(rows, field->column + lang, arena)))
            break;
        for (int i = 0; i < (field->flags & FIELD_LANG ? LANGS : 1); i++)
            texts[i] = rows_copy(rows, field->column + i, arena);
    }
}

/* The fields of the row whose bits are set; the others stay unknown. */
void *row_read_some(struct rows *rows, struct arena *arena, const struct record *record, uint64_t fields, int lang)
{
    char *row = arena_alloc(arena, record->size);
    struct row *head = (struct row *)(void *)row;
    head->id = rows_copy(rows, 0, arena);
    head->version = rows_number(rows, 1);
    for (int i = 0; i < record->field_count; i++) {
        const struct field *field = &record->fields[i];
        if (fields >> i & 1)
            read_field(rows, arena, field, row + field->offset, lang);
        else if (field->kind == KIND_NUMBER || field->kind == KIND_FLAG)
            *(int64_t *)(void *)(row + field->offset) = UNKNOWN;
    }
    return row;
}

void *row_read(struct rows *rows, struct arena *arena, const struct record *record)
{
    return row_read_some(rows, arena, record, UINT64_MAX, -1);
}

static enum err read_one(void **out, struct db *db, struct call *call, const struct record *record,
    const struct sql *sql, const struct arg *args, size_t count)
{
    struct rows *rows;
    enum err err = db_query(&rows, db, call, sql, args, count);
    *out = NULL;
    if (err)
        return err;
    if (rows_next(rows))
        *out = row_read(rows, call->arena, record);
    if ((err = rows_end(rows)) != OK)
        return err;
    return *out ? OK : ERR_NOT_FOUND;
}

enum err row_load(void **out, struct db *db, struct call *call, const struct record *record, const char *id)
{
    return read_one(out, db, call, record, record->load, ARGS(arg_text(id)));
}

/* Where one writes at a time there is nobody to hold it against. */
enum err row_hold(struct db *db, struct call *call, const struct record *record, const char *id)
{
    return db->engine->one_writer ? OK : db_run(NULL, db, call, record->hold, ARGS(arg_text(id)));
}

enum err row_read_for_rule(
    const void **out, struct db *db, struct call *call, const struct record *record, const char *id)
{
    *out = NULL;
    if (!id)
        return OK;
    enum err err = row_glance(out, db, call, record, id);
    return err == ERR_NOT_FOUND ? OK : err;
}

enum err row_read_all_for_rule(void ***out, size_t *count, struct db *db, struct call *call,
    const struct record *record, int field, const char *id)
{
    int found;
    *out = NULL;
    *count = 0;
    if (!id)
        return OK;
    enum err err = row_referring(out, &found, db, call, record, field, id, "", READ_FOR_RULE + 1);
    if (!err && found > READ_FOR_RULE)
        return fail_want(call, ERR_LIMIT, "rule_reads_too_many", record->noun, id,
            number_text(call->arena, call->lang, READ_FOR_RULE));
    *count = (size_t)found;
    return err;
}

static struct arg field_arg(struct call *call, const struct field *field, const void *row, int lang)
{
    if (field->kind == KIND_NUMBER || field->kind == KIND_FLAG)
        return arg_number(*(const int64_t *)field_at(field, row));
    return arg_text(field_text(call->arena, field, row, (enum lang)lang));
}

enum err row_by_key(void **out, struct db *db, struct call *call, const struct record *record, const void *like)
{
    struct arg args[16];
    size_t n = 0;
    if (!record->by_key)
        return row_load(out, db, call, record, ((const struct row *)like)->id);
    for (const int *key = record->key; *key >= 0; key++)
        args[n++] = field_arg(call, &record->fields[*key], like, 0);
    return read_one(out, db, call, record, record->by_key, args, n);
}

static enum err read_many(void ***out, int *count, int most, struct db *db, struct call *call,
    const struct record *record, const struct sql *sql, const struct arg *args, size_t n)
{
    struct rows *rows;
    *count = 0;
    *out = NEW_ARRAY(call->arena, (size_t)most, void *);
    enum err err = db_query(&rows, db, call, sql, args, n);
    if (err)
        return err;
    while (rows_next(rows) && *count < most)
        (*out)[(*count)++] = row_read(rows, call->arena, record);
    return rows_end(rows);
}

enum err row_rivals(
    void ***out, int *count, struct db *db, struct call *call, const struct record *record, const void *like)
{
    enum { MOST = 100 };
    struct arg args[16];
    size_t n = 0;
    for (const int *field = record->agree; *field >= 0; field++)
        args[n++] = field_arg(call, &record->fields[*field], like, 0);
    return read_many(out, count, MOST, db, call, record, record->rivals, args, n);
}

enum err row_conflicts(
    void ***out, int *count, struct db *db, struct call *call, const struct record *record, const char *after, int most)
{
    return read_many(out, count, most, db, call, record, record->conflicts, ARGS(arg_text(after), arg_number(most)));
}

enum err row_referring(void ***out, int *count, struct db *db, struct call *call, const struct record *record,
    int field, const char *id, const char *after, int most)
{
    return read_many(out, count, most, db, call, record, record->fields[field].by_ref,
        ARGS(arg_text(id), arg_text(after), arg_number(most)));
}

static bool key_differs(const struct record *record, const void *before, const void *after)
{
    bool differs = !before;
    for (const int *key = record->key; key && *key >= 0 && !differs; key++)
        differs = !field_same(&record->fields[*key], before, after);
    return differs;
}

enum err row_holder(const char **id, int *field, struct db *db, struct call *call, const struct record *record,
    const void *before, const void *after, bool key_is_free)
{
    const char *own = ((const struct row *)after)->id;
    void *there;
    enum err err = OK;
    *id = NULL;
    *field = -1;
    if (record->by_key && !key_is_free && key_differs(record, before, after)) {
        err = row_by_key(&there, db, call, record, after);
        if (!err && !text_is(((struct row *)there)->id, own))
            *id = ((struct row *)there)->id;
        err = err == ERR_NOT_FOUND ? OK : err;
    }
    for (int i = 0; i < record->field_count && !err && !*id; i++) {
        const struct field *what = &record->fields[i];
        struct arg value = what->only ? field_arg(call, what, after, 0) : arg_null();
        struct rows *rows;
        if (value.kind == ARG_NULL || (before && field_same(what, before, after)))
            continue;
        err = db_query(&rows, db, call, what->only, &value, 1);
        if (!err && rows_next(rows) && !text_is(rows_text(rows, 0), own)) {
            *id = rows_copy(rows, 0, call->arena);
            *field = i;
        }
        err = err ? err : rows_end(rows);
    }
    return err;
}

/* ---- writing ---- */

/* The arguments of insert and update: id, version, fields, sort keys. */
static size_t row_args(struct call *call, const struct record *record, const void *row, struct arg *args)
{
    const struct row *head = row;
    args[0] = arg_text(head->id);
    args[1] = arg_number(head->version);
    for (int i = 0; i < record->field_count; i++) {
        const struct field *field = &record->fields[i];
        for (int lang = 0; lang < (field->flags & FIELD_LANG ? LANGS : 1); lang++)
            args[field->column + lang] = field_arg(call, field, row, lang);
        for (int lang = 0; field->sort_column >= 0 && lang < LANGS; lang++)
            args[field->sort_column + lang] = arg_text(fold_sort_key(
                call->arena, lang, text_or(field_text_any(call->arena, field, row, (enum lang)lang), "")));
    }
    args[0] = arg_text(head->id);
    return (size_t)record->columns;
}

static enum err remember(struct db *db, struct call *call, struct ledger_batch *batch, const struct record *record,
    const char *action, const void *before, const void *after)
{
    const char *id = ((const struct row *)(after ? after : before))->id, *entry;
    row_memo_forget(call, record, id);
    enum err err = row_entry(&entry, db, call, record, before, after);
    if (err)
        return err;
    return batch ? ledger_batch_row(batch, id, entry) : ledger_add(db, call, action, record->noun, id, entry);
}

enum err row_add_in(struct db *db, struct call *call, struct ledger_batch *batch, const struct record *record,
    void *row, const char *action)
{
    struct row *head = row;
    struct arg args[MOST_COLUMNS];
    if (record->made_id && !head->id) {
        char id[ID_TEXT];
        head->id = arena_text(call->arena, id_new(id, call->now));
    }
    head->version = 1;
    size_t n = row_args(call, record, row, args);
    enum err err = db_run(NULL, db, call, record->insert, args, n);
    return err ? err : remember(db, call, batch, record, action, NULL, row);
}

enum err row_change_in(struct db *db, struct call *call, struct ledger_batch *batch, const struct record *record,
    const void *before, void *after, const char *action)
{
    struct row *head = after;
    struct arg args[MOST_COLUMNS];
    int64_t changed;
    head->version = ((const struct row *)before)->version;
    size_t n = row_args(call, record, after, args);
    enum err err = db_run(&changed, db, call, record->update, args, n);
    if (err)
        return err;
    if (changed == 0)
        return fail(call, ERR_STALE, "stale");
    head->version++;
    return remember(db, call, batch, record, action, before, after);
}

enum err row_add(struct db *db, struct call *call, const struct record *record, void *row, const char *action)
{
    return row_add_in(db, call, NULL, record, row, action);
}

enum err row_change(
    struct db *db, struct call *call, const struct record *record, const void *before, void *after, const char *action)
{
    return row_change_in(db, call, NULL, record, before, after, action);
}

enum err row_remove(struct db *db, struct call *call, const struct record *record, const void *before)
{
    const struct row *head = before;
    int64_t removed;
    enum err err = db_run(&removed, db, call, record->remove, ARGS(arg_text(head->id), arg_number(head->version)));
    if (err)
        return err;
    if (removed == 0)
        return fail(call, ERR_STALE, "stale");
    return remember(db, call, NULL, record, "remove", before, NULL);
}
