/* Changing: add, set, remove; steps stand in step.c. Everything is looked at again inside the transaction that writes it. */
#include "base/text.h"
#include "record/change.h"
#include "record/follow.h"
#include "record/link.h"
#include "record/user_field.h"
#include "store/row_memo.h"
#include "store/search.h"
#include <string.h>

int input_field(const struct record *record, const char *name, enum lang *lang)
{
    int field = field_named(record, name);
    const char *cut = strrchr(name, '_');
    if (field >= 0 || !cut || !lang_parse(lang, cut + 1))
        return field;
    for (int i = 0; i < record->field_count; i++)
        if (record->fields[i].flags & FIELD_LANG && strncmp(record->fields[i].name, name, (size_t)(cut - name)) == 0 &&
            strlen(record->fields[i].name) == (size_t)(cut - name))
            return i;
    return -1;
}

static enum err no_field(struct call *call, const struct record *record, const char *name)
{
    const char *nearest = NULL;
    unsigned best = 4;
    for (int i = 0; i < record->field_count; i++) {
        unsigned distance = text_distance(record->fields[i].name, name, 3);
        if (distance < best) {
            best = distance;
            nearest = record->fields[i].name;
        }
    }
    return fail_want(call, ERR_INVALID, nearest ? "no_field_near" : "no_field", record->noun, name, nearest);
}

enum err record_fill(
    struct db *db, struct call *call, const struct record *record, void *row, const struct input *inputs, int count)
{
    enum err err = OK;
    for (int i = 0; i < count; i++) {
        enum lang lang = call->lang;
        int field = input_field(record, inputs[i].name, &lang);
        const char *text = inputs[i].text;
        enum err one = OK;
        if (field < 0 || (record->fields[field].class == CLASS_SECRET))
            one = no_field(call, record, inputs[i].name);
        else if (record->fields[field].kind == KIND_USER)
            one = user_field_read(&text, db, call, record, field, text);
        if (!one)
            one = field_set(call, record, field, lang, row, text);
        if (one)
            err = one;
    }
    return err;
}

static const char *ref_at(const struct record *record, int field, const void *row)
{
    enum kind kind = record->fields[field].kind;
    bool refers = row && (kind == KIND_REF || kind == KIND_USER);
    return refers ? *(const char *const *)field_at(&record->fields[field], row) : NULL;
}

/* What a row newly refers to must be there, and there for this user. What a step sets it sets to who is there. */
enum err record_references(
    struct db *db, struct call *call, const struct record *record, const void *before, const void *after)
{
    enum err err = OK;
    for (int i = 0; i < record->field_count; i++) {
        const char *id = ref_at(record, i, after);
        if (!id || text_is(id, ref_at(record, i, before)))
            continue;
        const void *row;
        enum err one;
        if (record->fields[i].kind == KIND_USER) {
            if ((one = user_field_check(db, call, record, i, id)) != OK)
                err = one;
            continue;
        }
        const struct record *to = record_named(record->fields[i].ref);
        one = row_glance(&row, db, call, to, id);
        if (one == ERR_NOT_FOUND || (!one && !gate_row(call->user, to, VERB_SEE, row)))
            err = fail_of(call, record->noun, "no_reference", record->fields[i].name, id, to->noun);
        else if (one)
            return one;
    }
    return err;
}

enum err record_check(
    struct db *db, struct call *call, const struct record *record, const void *before, const void *after)
{
    enum err err = row_check(call, record, after);
    enum err references = record_references(db, call, record, before, after);
    if (references)
        err = references;
    if (!err && !call->faults && record->check) /* a rule looks at rows that are whole */
        err = record->check(call, db, before, after);
    return err;
}

/* One document for each language a text is in; nothing personal, and only what the whole office or everyone may read. */
static enum err index_row(
    struct db *db, struct call *call, const struct record *record, const void *before, const void *row)
{
    const char *id = ((const struct row *)row)->id;
    bool open = record->open[VERB_SEE].all & 1u << ROLE_public;
    for (int lang = 0; lang < LANGS; lang++) {
        struct search_doc doc = {
            .noun = record->noun, .id = id, .lang = (enum lang)lang, .audience = open ? "public" : "office"};
        struct buffer *body = buffer_new(call->arena, 1 << 20);
        for (const int *field = record->search; *field >= 0; field++) {
            const struct field *f = &record->fields[*field];
            const char *text =
                f->flags & FIELD_LANG || lang == LANG_EN ? field_text(call->arena, f, row, (enum lang)lang) : NULL;
            if (!text || f->class > (open ? CLASS_PUBLIC : CLASS_OFFICE))
                continue;
            if (*field == record->title)
                doc.title = text;
            buffer_text(body, body->size ? "\n" : "");
            buffer_text(body, text);
        }
        doc.body = body->size ? body->at : NULL;
        enum err err = before ? search_put(db, call, &doc) : search_add(db, call, &doc);
        if (err)
            return err;
    }
    return OK;
}

enum err row_save(struct db *db, struct call *call, struct ledger_batch *batch, const struct record *record,
    const void *before, void *after, const char *action)
{
    enum err err = before ? row_change_in(db, call, batch, record, before, after, action)
                          : row_add_in(db, call, batch, record, after, action);
    bool same = before;
    for (const int *field = record->search; field && *field >= 0 && same; field++)
        same = field_same(&record->fields[*field], before, after);
    return err || !record->search || same ? err : index_row(db, call, record, before, after);
}

enum err record_save(struct db *db, struct call *call, struct ledger_batch *batch, const struct record *record,
    const void *before, void *after, const char *action)
{
    enum err err = row_save(db, call, batch, record, before, after, action);
    return err ? err : follow(db, call, batch, record, before, after);
}

/* ---- the three changes, each inside a transaction ---- */

struct change {
    const struct record *record;
    const char *id;
    int64_t seen;
    const struct input *inputs;
    int count;
    struct outcome *out;
};

enum err row_done(struct outcome *out, struct db *db, struct call *call, const struct record *record, const void *row)
{
    const struct row *done = row;
    if (out)
        *out = (struct outcome){done->id, done->version};
    return store_reply(db, call, arena_format(call->arena, "%s/%s", record->noun, done->id));
}

enum err standard_values(struct call *call, const struct record *record, void *row)
{
    for (int i = 0; i < record->field_count; i++)
        if (record->fields[i].standard) {
            bool me = record->fields[i].kind == KIND_USER;
            enum err err =
                field_set(call, record, i, call->lang, row, me ? user_account(call->user) : record->fields[i].standard);
            if (err)
                return err;
        }
    return OK;
}

/*
 * A person sets only what a person may: nothing that steps set, nothing withheld from that person, nothing fixed. Nor is a
 * row given away to where that person may change nothing. A new row begins as new rows do: in the first state, not past its steps.
 */
enum err check_hand(struct call *call, const struct record *record, const void *before, const void *after)
{
    if (before && !gate_row(call->user, record, VERB_CHANGE, after))
        return not_allowed(call);
    void *fresh = before ? NULL : row_new(call->arena, record);
    enum err err = fresh ? standard_values(call, record, fresh) : OK;
    const void *old = before ? before : fresh;
    if (err)
        return err;
    for (int i = 0; i < record->field_count; i++) {
        const struct field *field = &record->fields[i];
        if (field_same(field, old, after))
            continue;
        if (before && field->flags & FIELD_FIXED)
            err = fail_of(call, record->noun, "fixed", field->name, NULL, NULL);
        else if (field->flags & FIELD_SYSTEM)
            err = fail_of(call, record->noun, "system_field", field->name, NULL, NULL);
        else if (gate_field(call->user, record, i, after) != SIGHT_SHOWN)
            err = fail_of(call, record->noun, "not_yours_to_set", field->name, NULL, NULL);
    }
    return err;
}

enum err there_already(struct call *call, const struct record *record, int field, const char *id)
{
    struct fault *fault = fault_add(call, ERR_CONFLICT, "there_already");
    fault->noun = record->noun;
    fault->field = field < 0 ? record->noun : record->fields[field].name;
    fault->value = id;
    return ERR_CONFLICT;
}

/* The same id, the same key, or a value that only one row can have, is there already. */
enum err refuse_second(
    struct db *db, struct call *call, const struct record *record, const void *before, const void *after)
{
    void *there;
    const char *id = ((const struct row *)after)->id;
    int field = -1;
    enum err err = before || record->made_id || !id ? ERR_NOT_FOUND : row_load(&there, db, call, record, id);
    if (err == ERR_NOT_FOUND)
        err = row_holder(&id, &field, db, call, record, before, after, false);
    if (err || !id)
        return err;
    return there_already(call, record, field, id);
}

static enum err add(struct db *db, struct call *call, void *arg)
{
    struct change *change = arg;
    const struct record *record = change->record;
    void *row = row_new(call->arena, record);
    enum err err = standard_values(call, record, row),
             filled = record_fill(db, call, record, row, change->inputs, change->count);
    if (!err)
        err = filled;
    if (!err && !gate_row(call->user, record, VERB_ADD, row))
        return not_allowed(call);
    if (!err)
        err = check_hand(call, record, NULL, row);
    enum err checked = record_check(db, call, record, NULL, row);
    if (err || checked)
        return err ? err : checked;
    if ((err = refuse_second(db, call, record, NULL, row)) != OK)
        return err;
    err = record_save(db, call, NULL, record, NULL, row, "add");
    return err ? err : row_done(change->out, db, call, record, row);
}

enum err row_seen(void **out, struct db *db, struct call *call, const struct record *record, const char *id,
    int64_t seen, enum verb verb)
{
    enum err err = row_for(out, db, call, record, id, verb);
    if (!err && seen && seen != ((struct row *)*out)->version)
        return fail(call, ERR_STALE, "stale");
    return err;
}

enum err row_give(const void **out, struct db *db, struct call *call, const struct record *record, const void *before,
    const struct input *inputs, int count)
{
    void *after = arena_copy(call->arena, before, record->size);
    enum err err = record_fill(db, call, record, after, inputs, count);
    if (!err)
        err = check_hand(call, record, before, after);
    enum err checked = record_check(db, call, record, before, after);
    if (err || checked)
        return err ? err : checked;
    bool same = true;
    for (int i = 0; i < record->field_count; i++)
        same &= field_same(&record->fields[i], before, after);
    *out = same ? before : after;
    if (!same && (err = refuse_second(db, call, record, before, after)) != OK)
        return err;
    return same ? OK : record_save(db, call, NULL, record, before, after, "change");
}

static enum err set(struct db *db, struct call *call, void *arg)
{
    struct change *change = arg;
    const struct record *record = change->record;
    void *before;
    const void *after = NULL;
    enum err err = row_seen(&before, db, call, record, change->id, change->seen, VERB_CHANGE);
    if (!err)
        err = row_give(&after, db, call, record, before, change->inputs, change->count);
    return err ? err : row_done(change->out, db, call, record, after);
}

enum err row_drop(struct db *db, struct call *call, const struct record *record, const void *row)
{
    const char *id = ((const struct row *)row)->id;
    struct tie_end *ends;
    enum err err = tie_ends(&ends, db, call, record, id, true);
    if (!err)
        err = ties_drop(db, call, record, id);
    if (!err)
        err = row_remove(db, call, record, row);
    if (err == ERR_CONFLICT) {
        call_clear(call);
        return fail_field(call, ERR_CONFLICT, "still_referred_to", record->noun, id);
    }
    if (!err && record->search)
        err = search_remove(db, call, record->noun, id);
    return err ? err : follow_ties(db, call, record, ends);
}

static enum err remove_row(struct db *db, struct call *call, void *arg)
{
    struct change *change = arg;
    void *before;
    enum err err = row_seen(&before, db, call, change->record, change->id, change->seen, VERB_REMOVE);
    if (!err && text_empty(call->reason))
        return fail_field(call, ERR_INVALID, "reason_missing", "reason", NULL);
    if (!err)
        err = row_drop(db, call, change->record, before);
    return err ? err : row_done(change->out, db, call, change->record, before);
}

enum err write_told(struct outcome *out, struct store *store, struct call *call, store_work *work, void *arg)
{
    enum err err = store_write(store, call, work, arg);
    if (err && out)
        *out = (struct outcome){0};
    return err;
}

enum err record_add(struct outcome *out, struct store *store, struct call *call, const struct record *record,
    const struct input *inputs, int count)
{
    return write_told(
        out, store, call, add, &(struct change){.record = record, .inputs = inputs, .count = count, .out = out});
}

enum err record_set(struct outcome *out, struct store *store, struct call *call, const struct record *record,
    const char *id, int64_t seen, const struct input *inputs, int count)
{
    return write_told(out, store, call, set,
        &(struct change){.record = record, .id = id, .seen = seen, .inputs = inputs, .count = count, .out = out});
}

enum err record_remove(
    struct store *store, struct call *call, const struct record *record, const char *id, int64_t seen)
{
    return store_write(store, call, remove_row, &(struct change){.record = record, .id = id, .seen = seen});
}
