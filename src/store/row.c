/*
 * Rows in and out of the store, by description: load, add, change, remove, each change with its entry in the ledger.
 * The entry holds what a reader needs to know what was before and after, and the digest of the row as it then was.
 */
#include "base/fold.h"
#include "base/id.h"
#include "base/text.h"
#include "codec/json.h"
#include "store/ledger.h"
#include "store/record.h"
#include <stdlib.h>
#include <string.h>

enum { MOST_ENTRY = 4 << 20, MOST_COLUMNS = 2 + 64 * LANGS * 2 };

/* ---- reading ---- */

void *row_read(struct rows *rows, struct arena *arena, const struct record *record)
{
    char *row = arena_alloc(arena, record->size);
    struct row *head = (struct row *)(void *)row;
    head->id = rows_copy(rows, 0, arena);
    head->version = rows_number(rows, 1);
    for (int i = 0; i < record->field_count; i++) {
        const struct field *field = &record->fields[i];
        char *at = row + field->offset;
        switch (field->kind) {
        case KIND_NUMBER:
        case KIND_FLAG: *(int64_t *)(void *)at = rows_number(rows, field->column); break;
        case KIND_DATE:
        case KIND_DAY: {
            const char *text = rows_text(rows, field->column);
            if (text && !date_parse((struct date *)(void *)at, text))
                *(struct date *)(void *)at = (struct date){0};
            break;
        }
        case KIND_CHOICE: {
            const char *text = rows_text(rows, field->column);
            for (int c = 0; text && field->choices[c]; c++)
                if (strcmp(field->choices[c], text) == 0)
                    *(int *)(void *)at = c + 1;
            break;
        }
        default:
            for (int lang = 0; lang < (field->flags & FIELD_LANG ? LANGS : 1); lang++)
                ((const char **)(void *)at)[lang] = rows_copy(rows, field->column + lang, arena);
        }
    }
    return row;
}

static enum err read_one(void **out, struct db *db, struct call *call, const struct record *record, const struct sql *sql,
    const struct arg *args, size_t count)
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

enum err row_read_for_rule(void **out, struct db *db, struct call *call, const struct record *record, const char *id)
{
    *out = NULL;
    if (!id)
        return OK;
    enum err err = row_load(out, db, call, record, id);
    return err == ERR_NOT_FOUND ? OK : err;
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

/* ---- what the ledger records ---- */

struct ordered {
    const struct field *fields[64];
    int count;
};

static int by_name(const void *a, const void *b)
{
    const struct field *const *x = a, *const *y = b;
    return strcmp((*x)->name, (*y)->name);
}

/* Members of JSON objects stand in the byte order of their names. The typed id is said once, as "id". */
static void order_fields(struct ordered *out, const struct record *record)
{
    out->count = 0;
    for (int i = record->made_id ? 0 : 1; i < record->field_count; i++)
        out->fields[out->count++] = &record->fields[i];
    qsort(out->fields, (size_t)out->count, sizeof *out->fields, by_name);
}

static bool is_there(struct call *call, const struct field *field, const void *row)
{
    for (int lang = 0; lang < (field->flags & FIELD_LANG ? LANGS : 1); lang++)
        if (field_text(call->arena, field, row, (enum lang)lang))
            return true;
    return false;
}

void field_json(struct json *json, struct arena *arena, const struct field *field, const void *row)
{
    if (field->flags & FIELD_LANG) {
        json_object(json);
        for (int lang = 0; lang < LANGS; lang++) {
            const char *text = field_text(arena, field, row, (enum lang)lang);
            if (text) {
                json_name(json, lang_codes[lang]);
                json_text(json, text);
            }
        }
        json_end(json);
    } else if (field->kind == KIND_NUMBER || field->kind == KIND_FLAG) {
        int64_t number = *(const int64_t *)field_at(field, row);
        if (number == UNKNOWN)
            json_null(json);
        else if (field->kind == KIND_FLAG)
            json_bool(json, number != 0);
        else
            json_number(json, number);
    } else {
        const char *text = field_text(arena, field, row, 0);
        if (text)
            json_text(json, text);
        else
            json_null(json);
    }
}

/* The row as the digest sees it: id and fields that are known, in canonical JSON. */
struct hash row_hash(struct arena *arena, const struct record *record, const void *row)
{
    struct buffer *out = buffer_new(arena, MOST_ENTRY);
    struct json json = json_begin(out);
    struct ordered order;
    struct call call = {.arena = arena};
    order_fields(&order, record);
    json_object(&json);
    json_member(&json, "", ((const struct row *)row)->id);
    for (int i = 0; i < order.count; i++)
        if (is_there(&call, order.fields[i], row)) {
            json_name(&json, order.fields[i]->name);
            field_json(&json, arena, order.fields[i], row);
        }
    json_end(&json);
    return hash_of(out->at, out->size);
}

static void digest_member(struct json *json, struct arena *arena, const struct record *record, const void *row)
{
    char hex[HASH_HEX];
    struct hash hash = row_hash(arena, record, row);
    json_member(json, "hash", hash_text(hex, &hash));
}

static void all_members(struct json *json, struct call *call, const char *name, const struct record *record, const void *row)
{
    struct ordered order;
    order_fields(&order, record);
    json_name(json, name);
    json_object(json);
    for (int i = 0; i < order.count; i++)
        if (is_there(call, order.fields[i], row)) {
            json_name(json, order.fields[i]->name);
            field_json(json, call->arena, order.fields[i], row);
        }
    json_end(json);
}

static void changed_members(struct json *json, struct call *call, const struct record *record, const void *before, const void *after)
{
    struct ordered order;
    order_fields(&order, record);
    json_name(json, "changed");
    json_object(json);
    for (int i = 0; i < order.count; i++)
        if (!field_same(order.fields[i], before, after)) {
            json_name(json, order.fields[i]->name);
            json_array(json);
            field_json(json, call->arena, order.fields[i], before);
            field_json(json, call->arena, order.fields[i], after);
            json_end(json);
        }
    json_end(json);
}

const char *row_entry(struct call *call, const struct record *record, const void *before, const void *after)
{
    struct buffer *out = buffer_new(call->arena, MOST_ENTRY);
    struct json json = json_begin(out);
    json_object(&json);
    if (!before)
        all_members(&json, call, "after", record, after);
    else if (!after)
        all_members(&json, call, "before", record, before);
    else
        changed_members(&json, call, record, before, after);
    if (after)
        digest_member(&json, call->arena, record, after);
    if (call->reason)
        json_member(&json, "reason", call->reason);
    json_member_number(&json, "version", ((const struct row *)(after ? after : before))->version);
    json_end(&json);
    return out->at;
}

/* ---- writing ---- */

static const char *best_language(struct call *call, const struct field *field, const void *row, int lang)
{
    static const enum lang order[] = {LANG_EN, LANG_FR, LANG_ES, LANG_RU, LANG_AR, LANG_ZH};
    const char *text = field_text(call->arena, field, row, (enum lang)lang);
    for (size_t i = 0; !text && i < sizeof order / sizeof *order; i++)
        text = field_text(call->arena, field, row, order[i]);
    return text;
}

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
            args[field->sort_column + lang] =
                arg_text(fold_sort_key(call->arena, lang, text_or(best_language(call, field, row, lang), "")));
    }
    args[0] = arg_text(head->id);
    return (size_t)record->columns;
}

static enum err remember(struct db *db, struct call *call, struct ledger_batch *batch, const struct record *record, const char *action,
    const void *before, const void *after)
{
    const char *id = ((const struct row *)(after ? after : before))->id, *entry = row_entry(call, record, before, after);
    return batch ? ledger_batch_row(batch, id, entry) : ledger_add(db, call, action, record->noun, id, entry);
}

enum err row_add_in(struct db *db, struct call *call, struct ledger_batch *batch, const struct record *record, void *row,
    const char *action)
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

enum err row_change_in(struct db *db, struct call *call, struct ledger_batch *batch, const struct record *record, const void *before,
    void *after, const char *action)
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

enum err row_change(struct db *db, struct call *call, const struct record *record, const void *before, void *after,
    const char *action)
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
