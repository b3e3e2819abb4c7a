/*
 * What the ledger is told of a row: before and after, as canonical JSON, and the digest of the row as it then was.
 *
 * A personal field is told as {"commit":"...","sealed":"..."}: sealed with the key of the person whose row it is (the row's
 * id names the person), and committed to. In the digest the commitment stands for the value. So when the key is destroyed
 * nobody can read what was sealed, and the digests that were taken are still those of the rows they were taken of.
 */
#include "base/text.h"
#include "codec/json.h"
#include "store/person.h"
#include "store/record.h"
#include <stdlib.h>
#include <string.h>

enum { MOST_ENTRY = 4 << 20 };

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

/* What is being told, of which row, and what went wrong on the way. */
struct telling {
    struct json json;
    struct db *db;
    struct call *call;
    const struct record *record;
    const char *person;
    enum err err;
};

/* The value as JSON by itself: what is sealed and committed to. */
static const char *value_text(struct telling *t, const struct field *field, const void *row)
{
    struct buffer *out = buffer_new(t->call->arena, MOST_ENTRY);
    struct json json = json_begin(out);
    field_json(&json, t->call->arena, field, row);
    return out->at;
}

/* Of an erased person there is no commitment any more, and only an empty row has a digest without one. */
static const char *commitment(struct telling *t, const struct field *field, const char *value)
{
    struct hash commit = {{0}};
    char hex[HASH_HEX];
    enum err err = t->err ? t->err : person_commit(&commit, t->db, t->call, t->person, field->name, value);
    if (err != ERR_NOT_FOUND)
        t->err = err;
    return arena_text(t->call->arena, hash_text(hex, &commit));
}

static void tell_sealed(struct telling *t, const struct field *field, const void *row)
{
    char *sealed = NULL;
    const char *value = value_text(t, field, row);
    enum err err = t->err ? t->err : person_seal(&sealed, t->db, t->call, t->person, value);
    if (err && err != ERR_NOT_FOUND)
        t->err = err;
    if (!sealed) {
        json_null(&t->json);
        return;
    }
    json_object(&t->json);
    json_member(&t->json, "commit", commitment(t, field, value));
    json_member(&t->json, "sealed", sealed);
    json_end(&t->json);
}

static void tell_value(struct telling *t, const struct field *field, const void *row)
{
    if (field->class == CLASS_PERSONAL && is_there(t->call, field, row))
        tell_sealed(t, field, row);
    else
        field_json(&t->json, t->call->arena, field, row);
}

/* The row as the digest sees it: id and fields that are known, in canonical JSON. */
enum err row_digest(struct hash *out, struct db *db, struct call *call, const struct record *record, const void *row)
{
    struct buffer *text = buffer_new(call->arena, MOST_ENTRY);
    struct ordered order;
    struct telling t = {.json = json_begin(text), .db = db, .call = call, .record = record};
    t.person = ((const struct row *)row)->id;
    order_fields(&order, record);
    json_object(&t.json);
    json_member(&t.json, "", t.person);
    for (int i = 0; i < order.count; i++) {
        const struct field *field = order.fields[i];
        if (!is_there(call, field, row))
            continue;
        json_name(&t.json, field->name);
        if (field->class == CLASS_PERSONAL)
            json_text(&t.json, commitment(&t, field, value_text(&t, field, row)));
        else
            field_json(&t.json, call->arena, field, row);
    }
    json_end(&t.json);
    *out = hash_of(text->at, text->size);
    return t.err ? t.err : text->full ? fail(call, ERR_LIMIT, "too_large") : OK;
}

static void tell_all(struct telling *t, const char *name, const void *row)
{
    struct ordered order;
    order_fields(&order, t->record);
    json_name(&t->json, name);
    json_object(&t->json);
    for (int i = 0; i < order.count; i++)
        if (is_there(t->call, order.fields[i], row)) {
            json_name(&t->json, order.fields[i]->name);
            tell_value(t, order.fields[i], row);
        }
    json_end(&t->json);
}

static void tell_changes(struct telling *t, const void *before, const void *after)
{
    struct ordered order;
    order_fields(&order, t->record);
    json_name(&t->json, "changed");
    json_object(&t->json);
    for (int i = 0; i < order.count; i++)
        if (!field_same(order.fields[i], before, after)) {
            json_name(&t->json, order.fields[i]->name);
            json_array(&t->json);
            tell_value(t, order.fields[i], before);
            tell_value(t, order.fields[i], after);
            json_end(&t->json);
        }
    json_end(&t->json);
}

/* Why the system did it: members in the order of their names, like those around it. */
static void tell_cause(struct json *json, const struct cause *cause)
{
    json_name(json, "cause");
    json_object(json);
    if (cause->field) {
        json_member(json, "field", cause->field);
    } else {
        json_member(json, "id", cause->id);
        json_member(json, "noun", cause->noun);
        json_member(json, "state", cause->state);
    }
    json_end(json);
}

enum err row_entry(const char **out, struct db *db, struct call *call, const struct record *record, const void *before,
    const void *after)
{
    struct buffer *text = buffer_new(call->arena, MOST_ENTRY);
    struct telling t = {.json = json_begin(text), .db = db, .call = call, .record = record};
    const struct row *head = after ? after : before;
    struct hash digest;
    char hex[HASH_HEX];
    t.person = head->id;
    json_object(&t.json);
    if (!before)
        tell_all(&t, "after", after);
    else if (!after)
        tell_all(&t, "before", before);
    if (call->cause)
        tell_cause(&t.json, call->cause);
    if (before && after)
        tell_changes(&t, before, after);
    if (after && !t.err) {
        t.err = row_digest(&digest, db, call, record, after);
        if (!t.err)
            json_member(&t.json, "hash", hash_text(hex, &digest));
    }
    if (call->reason)
        json_member(&t.json, "reason", call->reason);
    json_member_number(&t.json, "version", head->version);
    json_end(&t.json);
    *out = text->at;
    return t.err ? t.err : text->full ? fail(call, ERR_LIMIT, "too_large") : OK;
}
