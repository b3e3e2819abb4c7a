#include "record/history.h"
#include "base/text.h"
#include "codec/json_read.h"
#include "record/change.h"
#include "record/merge.h"
#include "store/ledger.h"
#include "store/person.h"
#include "store/search.h"
#include <string.h>

enum { MOST_ENTRIES = 10000 };

struct reading {
    struct db *db;
    const struct record *record;
    const void *row; /* as it is now; NULL: removed */
};

struct history {
    struct db *db;
    const struct record *record;
    const void *row;
    struct past *past;
    int count;
};

/* ---- one entry ---- */

static const char *value_text(const struct json_value *value)
{
    if (!value || value->kind == JSON_NULL || value->kind == JSON_OBJECT || value->kind == JSON_ARRAY)
        return NULL;
    return value->kind == JSON_BOOL ? (value->flag ? "true" : "false") : value->text;
}

/* A personal value is opened with the key of the person, while there is one. */
static enum err open_sealed(const char **out, bool *erased, struct db *db, struct call *call, const char *person,
    const struct json_value *value)
{
    char *text = NULL;
    *out = NULL;
    const char *sealed = json_get_text(value, "sealed");
    if (!sealed)
        return OK;
    enum err err = person_open(&text, db, call, person, sealed);
    *erased = err == ERR_NOT_FOUND;
    if (err)
        return *erased ? OK : err;
    struct json_value *sealed_value; /* what is sealed is the value as JSON */
    err = json_read(&sealed_value, call, text, strlen(text), NULL);
    if (!err)
        *out = value_text(sealed_value);
    return err;
}

static struct past_change *next_change(struct past *past, int field, int lang)
{
    struct past_change *change = &past->changes[past->count++];
    *change = (struct past_change){.field = field, .lang = lang};
    return change;
}

static enum err tell_change(struct past *past, struct reading *reading, struct call *call, const char *id, int index,
    const struct json_value *before, const struct json_value *after)
{
    const struct field *field = &reading->record->fields[index];
    if (field->class == CLASS_SECRET)
        return OK; /* shown by no face: not even that there is one */
    bool shown = reading->row ? gate_field(call->user, reading->record, index, reading->row) == SIGHT_SHOWN
                              : field->class <= CLASS_OFFICE;
    if (!shown) {
        next_change(past, index, -1)->withheld = true;
        return OK;
    }
    if (field->class == CLASS_PERSONAL) {
        struct past_change *change = next_change(past, index, -1);
        enum err err = open_sealed(&change->before, &change->erased, reading->db, call, id, before);
        bool gone = change->erased;
        if (!err)
            err = open_sealed(&change->after, &change->erased, reading->db, call, id, after);
        change->erased |= gone;
        return err;
    }
    for (int lang = 0; lang < LANGS && field->flags & FIELD_LANG; lang++) {
        const char *old = value_text(json_get(before, lang_codes[lang])),
                   *new = value_text(json_get(after, lang_codes[lang]));
        if (!text_is(old, new)) {
            struct past_change *change = next_change(past, index, lang);
            change->before = old;
            change->after = new;
        }
    }
    if (!(field->flags & FIELD_LANG)) {
        struct past_change *change = next_change(past, index, -1);
        change->before = value_text(before);
        change->after = value_text(after);
    }
    return OK;
}

static enum err tell_members(
    struct past *past, struct reading *reading, struct call *call, const char *id, const struct json_value *entry)
{
    const struct json_value *added = json_get(entry, "after"), *removed = json_get(entry, "before"),
                            *changed = json_get(entry, "changed");
    const struct json_value *whole = added ? added : removed ? removed : changed;
    for (const struct json_value *member = whole ? whole->first : NULL; member; member = member->next) {
        int field = field_named(reading->record, member->name);
        if (field < 0)
            continue; /* of a declaration that has changed since */
        const struct json_value *before = changed ? member->first : removed ? member : NULL;
        const struct json_value *after = changed ? (member->first ? member->first->next : NULL) : added ? member : NULL;
        enum err err = tell_change(past, reading, call, id, field, before, after);
        if (err)
            return err;
    }
    return OK;
}

enum err past_read(struct past *out, struct db *db, struct call *call, const struct record *record, const void *row,
    const struct ledger_entry *entry)
{
    struct reading reading = {.db = db, .record = record, .row = row};
    struct json_value *json;
    *out = (struct past){.seq = entry->seq,
        .at = arena_text(call->arena, entry->at),
        .who = arena_text(call->arena, entry->who),
        .action = arena_text(call->arena, entry->action)};
    char *text = arena_text(call->arena, entry->entry);
    enum err err = json_read(&json, call, text, strlen(text), NULL);
    if (err)
        return err;
    const struct json_value *version = json_get(json, "version");
    out->version = version && version->kind == JSON_NUMBER ? version->number : UNKNOWN;
    out->reason = json_get_text(json, "reason");
    out->changes = NEW_ARRAY(call->arena, (size_t)record->field_count * LANGS, struct past_change);
    return tell_members(out, &reading, call, entry->id, json);
}

static enum err read_entry(const struct ledger_entry *entry, struct call *call, void *arg)
{
    struct history *history = arg;
    if (history->count == MOST_ENTRIES)
        return OK;
    return past_read(
        &history->past[history->count++], history->db, call, history->record, history->row, entry);
}

enum err record_history(
    struct past **out, int *count, struct db *db, struct call *call, const struct record *record, const char *id)
{
    void *row;
    enum err err = row_load(&row, db, call, record, id);
    bool removed = err == ERR_NOT_FOUND;
    if (removed)
        err = OK;
    bool seen = removed ? gate_verb(call->user, record, VERB_SEE, NULL, false)
                        : !err && gate_row(call->user, record, VERB_SEE, row);
    if (!err && !seen)
        return fail_field(call, ERR_NOT_FOUND, "not_found", record->noun, id);
    struct history history = {.db = db,
        .record = record,
        .row = removed ? NULL : row,
        .past = NEW_ARRAY(call->arena, MOST_ENTRIES, struct past)};
    if (!err)
        err = ledger_history(db, call, record->noun, id, read_entry, &history);
    *out = history.past;
    *count = history.count;
    if (!err && removed && history.count == 0)
        return fail_field(call, ERR_NOT_FOUND, "not_found", record->noun, id);
    return err;
}

/* ---- taking back ---- */

struct taking {
    int64_t seq;
    struct outcome *out;
    const struct record *record;
    const char *id;
    struct json_value *entry;
    bool showing; /* not taking back: reading the past */
};

static enum err find_entry(struct taking *taking, struct db *db, struct call *call)
{
    struct ledger_entry entry;
    taking->record = NULL;
    enum err err = ledger_at(&entry, db, call, taking->seq);
    if (err || !entry.id)
        return err;
    taking->record = record_named(entry.noun);
    taking->id = entry.id;
    return json_read(&taking->entry, call, entry.entry, strlen(entry.entry), NULL);
}

/* The value of a field as an entry has it, put into a row. */
static enum err put_value(
    struct db *db, struct call *call, const struct taking *taking, int index, void *row, const struct json_value *value)
{
    const struct field *field = &taking->record->fields[index];
    const char *text = value_text(value);
    bool erased = false;
    enum err err = OK;
    if (field->class == CLASS_PERSONAL) {
        err = open_sealed(&text, &erased, db, call, taking->id, value);
        if (!err && erased && taking->showing)
            return OK; /* what is erased is not known, then or now */
        if (!err && erased)
            return fail_field(call, ERR_CONFLICT, "person_erased", field->name, taking->id);
    }
    for (int lang = 0; lang < LANGS && field->flags & FIELD_LANG && !err; lang++)
        err =
            field_set(call, taking->record, index, (enum lang)lang, row, value_text(json_get(value, lang_codes[lang])));
    return err || field->flags & FIELD_LANG ? err : field_set(call, taking->record, index, LANG_EN, row, text);
}

static enum err put_all(
    struct db *db, struct call *call, const struct taking *taking, void *row, const struct json_value *whole)
{
    for (const struct json_value *member = whole->first; member; member = member->next) {
        int field = field_named(taking->record, member->name);
        enum err err = field < 0 ? OK : put_value(db, call, taking, field, row, member);
        if (err)
            return err;
    }
    return OK;
}

/* Fields are as before, if they are still as this entry left them. */
static enum err undo_change(struct db *db, struct call *call, const struct taking *taking, const void *now, void *after)
{
    bool stale = false;
    for (const struct json_value *member = json_get(taking->entry, "changed")->first; member; member = member->next) {
        int field = field_named(taking->record, member->name);
        void *left = arena_copy(call->arena, now, taking->record->size);
        if (field < 0 || !member->first || !member->first->next)
            continue;
        enum err err = put_value(db, call, taking, field, left, member->first->next);
        if (!err)
            err = put_value(db, call, taking, field, after, member->first);
        if (err)
            return err;
        if (!field_same(&taking->record->fields[field], now, left))
            stale = fail_of(call, taking->record->noun, "changed_since", member->name, NULL, NULL) != OK;
    }
    return stale ? ERR_STALE : OK;
}

static enum err take_back(struct db *db, struct call *call, void *arg)
{
    struct taking *taking = arg;
    void *now = NULL;
    enum err err = text_empty(call->reason) ? fail_field(call, ERR_INVALID, "reason_missing", "reason", NULL) : OK;
    if (!err)
        err = find_entry(taking, db, call);
    if (err)
        return err;
    if (!taking->record)
        return fail_field(
            call, ERR_NOT_FOUND, "no_entry", NULL, arena_format(call->arena, "%lld", (long long)taking->seq));
    const struct record *record = taking->record;
    const struct json_value *added = json_get(taking->entry, "after"), *removed = json_get(taking->entry, "before");
    err = row_load(&now, db, call, record, taking->id);
    if (err && err != ERR_NOT_FOUND)
        return err;
    if ((err == ERR_NOT_FOUND) != (removed != NULL))
        return fail_field(call, ERR_CONFLICT, removed ? "there_already" : "not_found", record->noun, taking->id);
    if (added && ((struct row *)now)->version != 1)
        return fail(call, ERR_STALE, "stale");
    void *after = now ? arena_copy(call->arena, now, record->size) : row_new(call->arena, record);
    if (!gate_row(call->user, record, added ? VERB_REMOVE : removed ? VERB_ADD : VERB_CHANGE, after) && !removed)
        return not_allowed(call);
    if (added) {
        err = row_remove(db, call, record, now);
        return err || !record->search ? err : search_remove(db, call, record->noun, taking->id);
    }
    ((struct row *)after)->id = taking->id;
    err = removed ? put_all(db, call, taking, after, removed) : undo_change(db, call, taking, now, after);
    if (!err && removed && !gate_row(call->user, record, VERB_ADD, after))
        err = not_allowed(call);
    if (!err)
        err = record_check(db, call, record, now, after);
    if (!err)
        err = record_save(db, call, NULL, record, now, after, "take_back");
    if (!err && taking->out)
        *taking->out = (struct outcome){((struct row *)after)->id, ((struct row *)after)->version};
    return err;
}

enum err record_take_back(struct outcome *out, struct store *store, struct call *call, int64_t seq)
{
    struct taking taking = {.seq = seq, .out = out};
    enum err err = store_write(store, call, take_back, &taking);
    if (err && out)
        *out = (struct outcome){0}; /* as in change.c */
    return err;
}

/* ---- as known on a day ---- */

struct knowing {
    struct db *db;
    struct taking taking; /* the record, the id */
    const char *until;    /* the first moment that no longer counts */
    void *row;            /* NULL: not there */
};

static enum err know(const struct ledger_entry *entry, struct call *call, void *arg)
{
    struct knowing *knowing = arg;
    struct json_value *json;
    if (strcmp(entry->at, knowing->until) >= 0)
        return OK;
    char *text = arena_text(call->arena, entry->entry);
    enum err err = json_read(&json, call, text, strlen(text), NULL);
    if (err)
        return err;
    const struct json_value *added = json_get(json, "after"), *changed = json_get(json, "changed");
    const struct json_value *version = json_get(json, "version");
    if (json_get(json, "before")) {
        knowing->row = NULL;
        return OK;
    }
    if (added) {
        knowing->row = row_new(call->arena, knowing->taking.record);
        err = put_all(knowing->db, call, &knowing->taking, knowing->row, added);
    }
    for (const struct json_value *member = changed ? changed->first : NULL; member && knowing->row && !err;
         member = member->next) {
        int field = field_named(knowing->taking.record, member->name);
        if (field >= 0 && member->first && member->first->next)
            err = put_value(knowing->db, call, &knowing->taking, field, knowing->row, member->first->next);
    }
    if (knowing->row) {
        ((struct row *)knowing->row)->id = knowing->taking.id;
        ((struct row *)knowing->row)->version = version && version->kind == JSON_NUMBER ? version->number : 0;
    }
    return err;
}

enum err record_show_known(struct view *out, struct db *db, struct call *call, const struct record *record,
    const char *id, struct date known_on)
{
    char day[DATE_TEXT];
    struct knowing knowing = {.db = db, .taking = {.record = record, .id = id, .showing = true}};
    knowing.until = arena_text(call->arena, date_text(day, date_add_days(known_on, 1)));
    enum err err = ledger_history(db, call, record->noun, id, know, &knowing);
    if (!err && (!knowing.row || !gate_row(call->user, record, VERB_SEE, knowing.row)))
        return fail_field(call, ERR_NOT_FOUND, "not_found", record->noun, id);
    if (!err)
        view_look(out, call->user, record, knowing.row);
    return err;
}
