/*
 * Taking back what an entry of the ledger did to a row, with all that the system did because of it: what was added is removed, what was
 * removed is added again, what was changed is as before. Nothing is taken back that somebody has changed since.
 *
 * A step is taken back by whoever may take it, while it is the last one in force. What the system did by itself is taken back with
 * what caused it, and never alone: it would do it again.
 */
#include "base/text.h"
#include "record/entry.h"
#include "record/follow.h"
#include "record/link.h"
#include "record/merge.h"
#include "record/step.h"
#include "store/ledger.h"
#include <string.h>

enum { AT_ONCE = 50 };

/* An entry to take back, and the row when it was. */
struct undone {
    int64_t seq;
    const char *who, *action, *id;
    const struct record *record;
    struct json_value *entry;
    void *before, *after;
    struct undone *next;
};

struct taking {
    int64_t seq;
    struct outcome *out;
    struct undone *entries; /* the last one first, the one that was asked for at the end */
    int64_t last;           /* number of the last entry read */
    bool ended;
};

/* ---- which entries ---- */

static enum err add_entry(struct taking *taking, struct call *call, const struct ledger_entry *entry)
{
    struct undone *undone = NEW(call->arena, struct undone);
    *undone = (struct undone){.seq = entry->seq,
        .who = arena_text(call->arena, entry->who),
        .action = arena_text(call->arena, entry->action),
        .id = arena_text(call->arena, entry->id),
        .record = record_named(entry->noun),
        .next = taking->entries};
    char *text = arena_text(call->arena, entry->entry);
    taking->entries = undone;
    return undone->record ? json_read(&undone->entry, call, text, strlen(text), NULL) : OK;
}

/* What followed stands right behind its cause: the system did it in the same transaction. */
static enum err find_followed(const struct ledger_entry *entry, struct call *call, void *arg)
{
    struct taking *taking = arg;
    taking->ended |= !by_system(entry->who) || !entry->id;
    if (taking->ended)
        return OK;
    taking->last = entry->seq;
    enum err err = add_entry(taking, call, entry);
    if (!err &&
        !json_get_text(json_get(taking->entries->entry, "cause"), "noun")) { /* a time was over: another matter */
        taking->entries = taking->entries->next;
        taking->ended = true;
    }
    return err;
}

static enum err find_entries(struct taking *taking, struct db *db, struct call *call)
{
    taking->entries = NULL;
    taking->last = taking->seq;
    taking->ended = false;
    struct ledger_entry asked;
    enum err err = ledger_at(&asked, db, call, taking->seq);
    if (!err && asked.id)
        err = add_entry(taking, call, &asked);
    if (!err && (!taking->entries || !taking->entries->record))
        return fail_field(
            call, ERR_NOT_FOUND, "no_entry", NULL, arena_format(call->arena, "%lld", (long long)taking->seq));
    while (!err && !taking->ended) {
        int64_t before = taking->last;
        err = ledger_after(db, call, taking->last, AT_ONCE, find_followed, taking);
        taking->ended |= taking->last < before + AT_ONCE;
    }
    return err;
}

/* ---- whether it may be ---- */

static enum err check_step(struct db *db, struct call *call, const struct undone *undone, const struct step *step)
{
    struct taken *taken;
    int count;
    if (!gate_step(call->user, undone->record, step, undone->before))
        return not_allowed(call);
    enum err err = steps_taken(&taken, &count, db, call, undone->record, undone->id);
    if (err || (count && taken[count - 1].seq == undone->seq))
        return err;
    return fail_field(call, ERR_STALE, "step_not_last", undone->record->noun,
        word_of(call->lang, "step", undone->record->noun, step->name));
}

/* The one that was asked for: by whoever could have done it, and what changes a state is a step. */
static enum err check_asked(struct db *db, struct call *call, const struct undone *undone, enum verb verb)
{
    const struct record *record = undone->record;
    const struct step *step = step_named(record, undone->action);
    const struct json_value *cause = json_get(undone->entry, "cause");
    const void *row = undone->before ? undone->before : undone->after;
    if (undone->before && !gate_row(call->user, record, VERB_SEE, undone->before))
        return fail_field(call, ERR_NOT_FOUND, "not_found", record->noun, undone->id);
    if (cause && json_get_text(cause, "field"))
        return fail_of(call, record->noun, "step_by_time", json_get_text(cause, "field"), NULL, NULL);
    if (cause)
        return fail_want(call, ERR_CONFLICT, "step_followed", json_get_text(cause, "noun"), json_get_text(cause, "id"),
            word_of(call->lang, "choice", "state", json_get_text(cause, "state")));
    if (step)
        return check_step(db, call, undone, step);
    if (verb == VERB_CHANGE && record->state >= 0 &&
        json_get(json_get(undone->entry, "changed"), record->fields[record->state].name))
        return fail_of(call, record->noun, "state_by_step", record->fields[record->state].name, NULL, NULL);
    return gate_row(call->user, record, verb, row) ? OK : not_allowed(call);
}

/* ---- doing it ---- */

/* Fields are as before, if they are still as this entry left them. */
static enum err put_before(struct db *db, struct call *call, struct undone *undone)
{
    const struct record *record = undone->record;
    bool stale = false;
    undone->after = arena_copy(call->arena, undone->before, record->size);
    for (const struct json_value *member = json_get(undone->entry, "changed")->first; member; member = member->next) {
        int field = field_named(record, member->name);
        void *left = arena_copy(call->arena, undone->before, record->size);
        if (field < 0 || !member->first || !member->first->next)
            continue;
        enum err err = entry_put(db, call, record, undone->id, field, left, member->first->next, ENTRY_BROUGHT_BACK);
        if (!err)
            err = entry_put(db, call, record, undone->id, field, undone->after, member->first, ENTRY_BROUGHT_BACK);
        if (err)
            return err;
        if (!field_same(&record->fields[field], undone->before, left))
            stale = fail_of(call, record->noun, "changed_since", member->name, NULL, NULL) != OK;
    }
    return stale ? ERR_STALE : OK;
}

static enum err undo(struct db *db, struct call *call, struct undone *undone, bool asked)
{
    const struct record *record = undone->record;
    const struct json_value *added = json_get(undone->entry, "after"), *removed = json_get(undone->entry, "before");
    enum verb verb = added ? VERB_REMOVE : removed ? VERB_ADD : VERB_CHANGE;
    enum err err = row_load(&undone->before, db, call, record, undone->id);
    if (err && err != ERR_NOT_FOUND)
        return err;
    if ((err == ERR_NOT_FOUND) != (removed != NULL))
        return fail_field(call, ERR_CONFLICT, removed ? "there_already" : "not_found", record->noun, undone->id);
    if (removed) {
        undone->after = row_new(call->arena, record);
        ((struct row *)undone->after)->id = undone->id;
        err = entry_put_all(db, call, record, undone->id, undone->after, removed, ENTRY_BROUGHT_BACK);
    } else {
        err = OK;
    }
    if (!err && asked)
        err = check_asked(db, call, undone, verb);
    if (err)
        return err;
    if (added)
        return ((struct row *)undone->before)->version != 1 ? fail(call, ERR_STALE, "stale")
                                                            : row_drop(db, call, record, undone->before);
    if (!removed)
        err = put_before(db, call, undone);
    if (!err)
        err = record_check(db, call, record, undone->before, undone->after);
    return err ? err : row_save(db, call, NULL, record, undone->before, undone->after, "take_back");
}

static enum err take_back(struct db *db, struct call *call, void *arg)
{
    struct taking *taking = arg;
    struct undone *undone = NULL;
    enum err err = text_empty(call->reason) ? fail_field(call, ERR_INVALID, "reason_missing", "reason", NULL) : OK;
    if (!err)
        err = find_entries(taking, db, call);
    for (struct undone *at = err ? NULL : taking->entries; at && !err; at = at->next) {
        undone = at;
        err = undo(db, call, at, at->seq == taking->seq);
    }
    for (struct undone *at = err ? NULL : taking->entries; at && !err;
         at = at->next) /* now that all are as they were */
        if (at->after)
            err = follow(db, call, NULL, at->record, at->before, at->after);
    if (!err && taking->out && undone && undone->after)
        *taking->out = (struct outcome){undone->id, ((struct row *)undone->after)->version};
    return err;
}

enum err record_take_back(struct outcome *out, struct store *store, struct call *call, int64_t seq)
{
    struct taking taking = {.seq = seq, .out = out};
    return write_told(out, store, call, take_back, &taking);
}
