#include "record/history.h"
#include "base/text.h"
#include "record/clocks.h"
#include "record/entry.h"
#include "record/merge.h"
#include "record/step.h"
#include "record/user_field.h"
#include "store/ledger.h"
#include <string.h>

enum { MOST_ENTRIES = 10000 };

struct reading {
    struct db *db;
    const struct record *record;
    const void *row; /* as it is now; NULL: removed */
    struct past *past;
    int count;
};

/* ---- one entry ---- */

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
        enum err err = entry_open(&change->before, &change->erased, reading->db, call, id, before);
        bool gone = change->erased;
        if (!err)
            err = entry_open(&change->after, &change->erased, reading->db, call, id, after);
        change->erased |= gone;
        return err;
    }
    for (int lang = 0; lang < LANGS && field->flags & FIELD_LANG; lang++) {
        const char *old = entry_text(json_get(before, lang_codes[lang])),
                   *new = entry_text(json_get(after, lang_codes[lang]));
        if (!text_is(old, new)) {
            struct past_change *change = next_change(past, index, lang);
            change->before = old;
            change->after = new;
        }
    }
    if (!(field->flags & FIELD_LANG)) {
        struct past_change *change = next_change(past, index, -1);
        change->before = entry_text(before);
        change->after = entry_text(after);
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
    const struct json_value *cause = json_get(json, "cause");
    out->cause = (struct cause){.noun = json_get_text(cause, "noun"),
        .id = json_get_text(cause, "id"),
        .state = json_get_text(cause, "state"),
        .field = json_get_text(cause, "field")};
    out->changes = NEW_ARRAY(call->arena, (size_t)record->field_count * LANGS, struct past_change);
    return tell_members(out, &reading, call, entry->id, json);
}

static enum err read_entry(const struct ledger_entry *entry, struct call *call, void *arg)
{
    struct reading *reading = arg;
    if (reading->count == MOST_ENTRIES)
        return OK;
    return past_read(&reading->past[reading->count++], reading->db, call, reading->record, reading->row, entry);
}

/*
 * What was changed by hand or by a file, and what was merged, by those who may change the row; the last step in force, by those who may take it. What
 * has been changed since is found out when it is tried.
 */
static enum err tell_what_can_be_taken_back(struct reading *reading, struct call *call, const char *id)
{
    struct taken *taken;
    int count;
    const struct record *record = reading->record;
    bool may_change = gate_row(call->user, record, VERB_CHANGE, reading->row);
    enum err err = steps_taken(&taken, &count, reading->db, call, record, id);
    for (int i = 0; i < reading->count && !err; i++) {
        struct past *past = &reading->past[i];
        if (text_is(past->action, "change") || text_is(past->action, "import"))
            past->can_take_back = may_change && past->version > 1;
        if (past->merge_kept)
            past->can_take_back = may_change && gate_verb_anywhere(call->user, record, VERB_ADD);
        if (count && taken[count - 1].seq == past->seq && !by_system(past->who))
            past->can_take_back = gate_step(call->user, record, taken[count - 1].step, reading->row);
    }
    return err;
}

/* Both ends of a merge lead to each other, for who may see the history of the other. */
static enum err name_merge(struct past *past, struct db *db, struct call *call, const struct record *record)
{
    void *other;
    if (!text_is(past->action, "merge") && !text_is(past->action, "remove"))
        return OK;
    enum err err = record_merged_with(&past->merged, &past->merge_kept, db, call, record, past->seq);
    if (err || !past->merged)
        return err;
    err = row_load(&other, db, call, record, past->merged);
    if (err && err != ERR_NOT_FOUND)
        return err;
    if (err ? !gate_verb(call->user, record, VERB_SEE, NULL, false) : !gate_row(call->user, record, VERB_SEE, other))
        past->merged = NULL;
    return OK;
}

/* The name of the row that made the system do it, for who may see that row. */
static enum err name_cause(struct past *past, struct db *db, struct call *call)
{
    void *row;
    const struct record *record = past->cause.noun ? record_named(past->cause.noun) : NULL;
    enum err err = record ? row_load(&row, db, call, record, past->cause.id) : ERR_NOT_FOUND;
    if (err || !gate_row(call->user, record, VERB_SEE, row))
        return err == ERR_NOT_FOUND ? OK : err;
    past->cause_name = past->cause.id;
    return gate_field(call->user, record, record->title, row) != SIGHT_SHOWN
        ? OK
        : row_titles(&past->cause_name, db, call, record, &past->cause.id, 1);
}

static enum err name_accounts(struct past *past, struct db *db, struct call *call, const struct record *record)
{
    enum err err = OK;
    for (int i = 0; i < past->count && !err; i++) {
        struct past_change *change = &past->changes[i];
        if (record->fields[change->field].kind != KIND_USER)
            continue;
        err = user_field_name(&change->before_name, db, call, change->before);
        if (!err)
            err = user_field_name(&change->after_name, db, call, change->after);
    }
    return err;
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
    struct reading reading = {.db = db,
        .record = record,
        .row = removed ? NULL : row,
        .past = NEW_ARRAY(call->arena, MOST_ENTRIES, struct past)};
    if (!err)
        err = ledger_history(db, call, record->noun, id, read_entry, &reading);
    *out = reading.past;
    *count = reading.count;
    for (int i = 0; i < reading.count && !err; i++) {
        err = name_merge(&reading.past[i], db, call, record);
        if (!err)
            err = name_cause(&reading.past[i], db, call);
        if (!err)
            err = name_accounts(&reading.past[i], db, call, record);
    }
    if (!err && removed && reading.count == 0)
        return fail_field(call, ERR_NOT_FOUND, "not_found", record->noun, id);
    return err || removed ? err : tell_what_can_be_taken_back(&reading, call, id);
}

/* ---- as known on a day ---- */

struct knowing {
    struct db *db;
    const struct record *record;
    const char *id;
    const char *until; /* the first moment that no longer counts */
    void *row;         /* NULL: not there */
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
        knowing->row = row_new(call->arena, knowing->record);
        err = entry_put_all(knowing->db, call, knowing->record, knowing->id, knowing->row, added, ENTRY_SHOWN);
    }
    for (const struct json_value *member = changed ? changed->first : NULL; member && knowing->row && !err;
         member = member->next) {
        int field = field_named(knowing->record, member->name);
        if (field >= 0 && member->first && member->first->next)
            err = entry_put(
                knowing->db, call, knowing->record, knowing->id, field, knowing->row, member->first->next, ENTRY_SHOWN);
    }
    if (knowing->row) {
        ((struct row *)knowing->row)->id = knowing->id;
        ((struct row *)knowing->row)->version = version && version->kind == JSON_NUMBER ? version->number : 0;
    }
    return err;
}

enum err record_show_known(struct view *out, struct db *db, struct call *call, const struct record *record,
    const char *id, struct date known_on)
{
    char day[DATE_TEXT];
    struct knowing knowing = {.db = db, .record = record, .id = id};
    knowing.until = arena_text(call->arena, date_text(day, date_add_days(known_on, 1)));
    enum err err = ledger_history(db, call, record->noun, id, know, &knowing);
    if (!err && (!knowing.row || !gate_row(call->user, record, VERB_SEE, knowing.row)))
        return fail_field(call, ERR_NOT_FOUND, "not_found", record->noun, id);
    if (err)
        return err;
    view_look(out, call->user, record, knowing.row);
    out->past = true;
    return OK;
}
