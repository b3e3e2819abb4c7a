/*
 * Taking back what an entry of the ledger did to a row, with all that the system did because of it: what was added is removed, what was
 * removed is added again, what was changed is as before. Nothing is taken back that somebody has changed since.
 *
 * A step is taken back by whoever may take it, while it is the last one in force. What the system did by itself is taken back with
 * what caused it, and never alone: it would do it again.
 *
 * A merge is many entries, one behind the other, the last of them that of the row which was kept: it is taken back as a whole or not at
 * all, from its end to its beginning, so that what was removed is there again before anything refers to it.
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
    const char *at, *who, *action, *id;
    const struct record *record; /* NULL: of no record that there is */
    struct json_value *entry;
    void *before, *after;
    struct undone *next;
};

struct taking {
    int64_t seq;
    struct outcome *out;
    struct undone *entries; /* the last one first; behind the one that was asked for only what belongs to its merge */
    struct undone *asked;
    int64_t last; /* number of the last entry read */
    bool ended;
};

/* ---- which entries ---- */

static enum err read_entry(struct undone **out, struct call *call, const struct ledger_entry *entry)
{
    struct undone *undone = *out = NEW(call->arena, struct undone);
    *undone = (struct undone){.seq = entry->seq,
        .at = arena_text(call->arena, entry->at),
        .who = arena_text(call->arena, entry->who),
        .action = arena_text(call->arena, entry->action),
        .id = entry->id ? arena_text(call->arena, entry->id) : NULL,
        .record = entry->id ? record_named(entry->noun) : NULL};
    char *text = arena_text(call->arena, entry->entry);
    return undone->record ? json_read(&undone->entry, call, text, strlen(text), NULL) : OK;
}

/* NULL when there is none under this number. */
static enum err entry_at(struct undone **out, struct db *db, struct call *call, int64_t seq)
{
    struct ledger_entry entry;
    *out = NULL;
    enum err err = ledger_at(&entry, db, call, seq);
    if (err == ERR_NOT_FOUND) {
        call_clear(call);
        return OK;
    }
    return err ? err : read_entry(out, call, &entry);
}

/* The system did it because of another row, not because a time was over. */
static bool has_followed(const struct undone *undone)
{
    return by_system(undone->who) && json_get_text(json_get(undone->entry, "cause"), "noun");
}

/* What followed stands right behind its cause: the system did it in the same transaction. */
static enum err find_followed(const struct ledger_entry *entry, struct call *call, void *arg)
{
    struct taking *taking = arg;
    taking->ended |= !by_system(entry->who) || !entry->id;
    if (taking->ended)
        return OK;
    struct undone *undone;
    enum err err = read_entry(&undone, call, entry);
    taking->ended = err || !has_followed(undone);
    if (taking->ended)
        return err;
    taking->last = entry->seq;
    undone->next = taking->entries;
    taking->entries = undone;
    return OK;
}

/* Of one merge, but for what the system did because of it: by the same person at the same moment, one behind the other. */
static bool same_merge(const struct undone *a, const struct undone *b)
{
    return a && b && a->record && b->record && text_is(a->at, b->at) && text_is(a->who, b->who) &&
        (text_is(b->action, "merge") || text_is(b->action, "remove"));
}

/* The entries of a merge that stand before its last. */
static enum err find_merged(struct taking *taking, struct db *db, struct call *call)
{
    struct undone *end = taking->asked, *last = taking->asked;
    for (int64_t seq = taking->seq - 1; seq > 0; seq--) {
        struct undone *entry;
        enum err err = entry_at(&entry, db, call, seq);
        bool merged = !err && same_merge(taking->asked, entry);
        if (err)
            return err;
        if (!merged && !(entry && entry->record && has_followed(entry) && text_is(entry->at, taking->asked->at)))
            break;
        end = end->next = entry;
        last = merged ? entry : last;
    }
    last->next = NULL; /* what stands before the first of them followed from something else */
    return OK;
}

/* A part of a merge cannot be taken back without the rest. */
static enum err refuse_part(struct taking *taking, struct db *db, struct call *call)
{
    struct undone *next;
    const struct undone *asked = taking->asked;
    if (!text_is(asked->action, "merge") && !text_is(asked->action, "remove"))
        return OK;
    enum err err = entry_at(&next, db, call, taking->last + 1);
    if (!err && same_merge(asked, next) && (text_is(asked->action, "merge") || text_is(next->action, "merge")))
        return fail_field(
            call, ERR_CONFLICT, "part_of_merge", NULL, arena_format(call->arena, "%lld", (long long)taking->seq));
    return err;
}

static enum err find_entries(struct taking *taking, struct db *db, struct call *call)
{
    taking->last = taking->seq;
    taking->ended = false;
    enum err err = entry_at(&taking->asked, db, call, taking->seq);
    if (!err && (!taking->asked || !taking->asked->record))
        return fail_field(
            call, ERR_NOT_FOUND, "no_entry", NULL, arena_format(call->arena, "%lld", (long long)taking->seq));
    taking->entries = taking->asked;
    while (!err && !taking->ended) {
        int64_t before = taking->last;
        err = ledger_after(db, call, taking->last, AT_ONCE, find_followed, taking);
        taking->ended |= taking->last < before + AT_ONCE;
    }
    if (!err)
        err = refuse_part(taking, db, call);
    return err || !text_is(taking->asked->action, "merge") ? err : find_merged(taking, db, call);
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
            stale = fail_of(call, record->noun, "changed_since", member->name, undone->id, NULL) != OK;
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
    if (!err)
        err = refuse_second(db, call, record, undone->before, undone->after);
    return err ? err : row_save(db, call, NULL, record, undone->before, undone->after, "take_back");
}

/* Of a merge a person takes back what became of the two rows: the rest belongs to it. */
static bool is_asked(const struct taking *taking, const struct undone *undone)
{
    return undone == taking->asked || undone == taking->asked->next;
}

static enum err take_back(struct db *db, struct call *call, void *arg)
{
    struct taking *taking = arg;
    enum err err = text_empty(call->reason) ? fail_field(call, ERR_INVALID, "reason_missing", "reason", NULL) : OK;
    if (!err)
        err = find_entries(taking, db, call);
    for (struct undone *at = err ? NULL : taking->entries; at && !err; at = at->next)
        err = undo(db, call, at, is_asked(taking, at));
    for (struct undone *at = err ? NULL : taking->entries; at && !err;
         at = at->next) /* now that all are as they were */
        if (at->after)
            err = follow(db, call, NULL, at->record, at->before, at->after);
    if (!err && taking->out && taking->asked->after)
        *taking->out = (struct outcome){taking->asked->id, ((struct row *)taking->asked->after)->version};
    return err;
}

enum err record_take_back(struct outcome *out, struct store *store, struct call *call, int64_t seq)
{
    struct taking taking = {.seq = seq, .out = out};
    return write_told(out, store, call, take_back, &taking);
}

/* ---- looking ---- */

/* The row that is kept has the last entry, the one that went the entry before. */
static bool is_pair(const struct record *record, const struct undone *kept, const struct undone *gone)
{
    return same_merge(kept, gone) && kept->record == record && gone->record == record &&
        text_is(kept->action, "merge") && text_is(gone->action, "remove");
}

enum err record_merged_with(
    const char **id, bool *kept, struct db *db, struct call *call, const struct record *record, int64_t seq)
{
    struct undone *near[3] = {NULL}; /* the one before it, it, and the one after */
    enum err err = OK;
    for (int i = 0; i < 3 && !err; i++)
        err = entry_at(&near[i], db, call, seq - 1 + i);
    *kept = !err && is_pair(record, near[1], near[0]);
    *id = *kept ? near[0]->id : !err && is_pair(record, near[2], near[1]) ? near[2]->id : NULL;
    return err;
}
