#include "record/ledger_view.h"
#include "access/schema.h"
#include "access/who.h"
#include "base/text.h"
#include "codec/json_read.h"
#include "record/print.h"
#include <string.h>

enum { TITLES_AT_ONCE = 50, MEMBERS_MOST = 200 };

const struct record *recorded_named(const char *noun)
{
    for (int i = 0; access_records[i]; i++)
        if (text_is(access_records[i]->noun, noun))
            return access_records[i];
    return record_named(noun);
}

const char *ledger_action(const struct call *call, const struct ledger_line *line)
{
    const char *text = word_find(call->lang, arena_format(call->arena, "action.%s", line->action));
    return text ? text : word_of(call->lang, "step", line->noun, line->action);
}

/* ---- lines ---- */

struct reading {
    struct ledger_line *lines;
    int count, most;
};

static enum err read_line(const struct ledger_entry *entry, struct call *call, void *arg)
{
    struct reading *reading = arg;
    struct arena *arena = call->arena;
    if (reading->count == reading->most)
        return OK;
    struct ledger_line *line = &reading->lines[reading->count++];
    *line = (struct ledger_line){.seq = entry->seq,
        .at = arena_text(arena, entry->at),
        .who = arena_text(arena, entry->who),
        .action = arena_text(arena, entry->action),
        .noun = arena_text(arena, entry->noun),
        .id = entry->id ? arena_text(arena, entry->id) : NULL,
        .batch = entry->batch ? arena_text(arena, entry->batch) : NULL};
    line->record = recorded_named(line->noun);
    line->withheld = line->record && !gate_verb(call->user, line->record, VERB_SEE, NULL, false);
    if (line->withheld)
        line->id = NULL;
    return OK;
}

/* Each name is asked for once. */
static enum err name_who(struct ledger_line *lines, int count, struct db *db, struct call *call)
{
    enum err err = OK;
    for (int i = 0; i < count && !err; i++) {
        int same = 0;
        while (same < i && !text_is(lines[same].who, lines[i].who))
            same++;
        if (same < i)
            lines[i].who_name = lines[same].who_name;
        else
            err = who_words(&lines[i].who_name, db, call, lines[i].who);
    }
    return err;
}

static bool has_title(struct call *call, const struct ledger_line *line)
{
    const struct record *record = line->record;
    if (!line->id || !record || !record->titles || !titles_are_open(call, record))
        return false;
    const struct field *title = &record->fields[record->title];
    return title->kind != KIND_REF || titles_are_open(call, record_named(title->ref));
}

/* The rows of one kind, in one question. */
static enum err name_rows(struct ledger_line *lines, int from, int count, struct db *db, struct call *call)
{
    const char *ids[TITLES_AT_ONCE] = {NULL}, *titles[TITLES_AT_ONCE];
    int places[TITLES_AT_ONCE], n = 0;
    const struct record *record = lines[from].record;
    for (int i = from; i < count && n < TITLES_AT_ONCE; i++)
        if (lines[i].record == record && lines[i].id && !lines[i].title) {
            places[n] = i;
            ids[n++] = lines[i].id;
        }
    enum err err = row_titles(titles, db, call, record, ids, n);
    for (int i = 0; i < n && !err; i++)
        lines[places[i]].title = text_or(titles[i], "");
    return err;
}

/* The account that a role, a token or a stand-in is of, from the row, or when it is gone from the entry that took it away. */
static enum err account_of(const char **out, struct db *db, struct call *call, const struct ledger_line *line)
{
    const struct record *record = line->record;
    int field = field_named(record, "user_id");
    void *row;
    if (field < 0)
        field = field_named(record, "absent");
    *out = NULL;
    enum err err = field < 0 ? ERR_NOT_FOUND : row_load(&row, db, call, record, line->id);
    if (!err)
        *out = field_text(call->arena, &record->fields[field], row, call->lang);
    if (err != ERR_NOT_FOUND || field < 0)
        return err == ERR_NOT_FOUND ? OK : err;
    struct ledger_entry last;
    struct json_value *json;
    err = ledger_last(&last, db, call, line->noun, line->id);
    if (!err)
        err = json_read(&json, call, last.entry, strlen(last.entry), NULL);
    if (!err)
        *out = json_get_text(json_get(json, "before"), record->fields[field].name);
    return err == ERR_NOT_FOUND ? OK : err;
}

/* By the name of its account. */
static enum err name_of_access(struct ledger_line *line, struct db *db, struct call *call)
{
    const char *account = line->id;
    enum err err = text_is(line->noun, "user") ? OK : account_of(&account, db, call, line);
    line->account = account;
    return err || !account ? err : who_words(&line->title, db, call, account);
}

static enum err name_lines(struct ledger_line *lines, int count, struct db *db, struct call *call)
{
    enum err err = name_who(lines, count, db, call);
    for (int i = 0; i < count && !err; i++) {
        if (lines[i].id && lines[i].record && text_is(lines[i].record->folder, "access"))
            err = name_of_access(&lines[i], db, call);
        else if (!lines[i].title && has_title(call, &lines[i]))
            err = name_rows(lines, i, count, db, call);
    }
    return err;
}

enum err ledger_who(const char **out, struct db *db, struct call *call, const char *typed)
{
    struct user *user;
    const char *name = text_trim(call->arena, text_or(typed, ""));
    *out = *name ? name : NULL;
    if (!*name)
        return OK;
    enum err err = user_by_login(&user, db, call, name);
    if (!err)
        *out = user->id;
    return err == ERR_NOT_FOUND ? OK : err;
}

enum err ledger_lines(
    struct ledger_line **out, int *count, struct db *db, struct call *call, const struct ledger_ask *ask)
{
    struct reading reading = {NEW_ARRAY(call->arena, (size_t)ask->most, struct ledger_line), 0, ask->most};
    enum err err = ledger_read(db, call, ask, read_line, &reading);
    if (!err)
        err = name_lines(reading.lines, reading.count, db, call);
    *out = reading.lines;
    *count = reading.count;
    return err;
}

/* ---- one entry ---- */

static const char *plain(struct call *call, const struct json_value *value)
{
    if (!value || value->kind == JSON_NULL)
        return NULL;
    if (value->kind == JSON_BOOL)
        return word(call->lang, value->flag ? "yes" : "no");
    if (value->kind != JSON_OBJECT && value->kind != JSON_ARRAY)
        return value->text;
    struct buffer *out = buffer_new(call->arena, 1 << 20);
    struct json json = json_begin(out);
    json_value(&json, value, true);
    return out->at;
}

static void add_member(struct ledger_detail *out, struct call *call, const char *name, const struct json_value *before,
    const struct json_value *after)
{
    if (out->member_count < MEMBERS_MOST)
        out->members[out->member_count++] = (struct entry_member){name, plain(call, before), plain(call, after)};
}

/* {"name":[{"en":"A"},{"en":"B"}]}: a line for each language that differs. */
static void add_changed(struct ledger_detail *out, struct call *call, const struct json_value *member)
{
    const struct json_value *before = member->first, *after = before ? before->next : NULL;
    if (!before || !after || before->kind != JSON_OBJECT || after->kind != JSON_OBJECT) {
        add_member(out, call, member->name, before, after);
        return;
    }
    for (int lang = 0; lang < LANGS; lang++) {
        const struct json_value *old = json_get(before, lang_codes[lang]), *new = json_get(after, lang_codes[lang]);
        if ((old || new) && !text_is(old ? old->text : NULL, new ? new->text : NULL))
            add_member(out, call, arena_format(call->arena, "%s_%s", member->name, lang_codes[lang]), old, new);
    }
}

/* What no record describes is told as it stands: nothing confidential or personal is written there. */
static enum err read_members(struct ledger_detail *out, struct call *call, const char *entry)
{
    struct json_value *json;
    enum err err = json_read(&json, call, entry, strlen(entry), NULL);
    if (err)
        return err;
    out->reason = json_get_text(json, "reason");
    out->members = NEW_ARRAY(call->arena, MEMBERS_MOST, struct entry_member);
    for (const struct json_value *member = json->first; member; member = member->next) {
        if (text_is(member->name, "changed"))
            for (const struct json_value *changed = member->first; changed; changed = changed->next)
                add_changed(out, call, changed);
        else if (!text_is(member->name, "reason"))
            add_member(out, call, member->name, NULL, member);
    }
    return OK;
}

/* The change to a row, as far as this reader may have it of the row as it is now. */
static enum err read_change(
    struct ledger_detail *out, struct db *db, struct call *call, const struct ledger_entry *entry)
{
    void *row;
    const struct record *record = out->line.record;
    enum err err = row_load(&row, db, call, record, entry->id);
    if (err && err != ERR_NOT_FOUND)
        return err;
    if (err == ERR_NOT_FOUND)
        row = NULL;
    else
        out->line.withheld = !gate_row(call->user, record, VERB_SEE, row);
    if (out->line.withheld) {
        out->line.id = out->line.title = NULL;
        return OK;
    }
    err = past_read(&out->past, db, call, record, row, entry);
    out->reason = out->past.reason;
    return err;
}

static enum err fill_detail(
    struct ledger_detail *out, struct db *db, struct call *call, const struct ledger_entry *entry)
{
    struct reading reading = {&out->line, 0, 1};
    *out = (struct ledger_detail){.hash = entry->hash};
    enum err err = read_line(entry, call, &reading);
    if (!err)
        err = name_lines(&out->line, 1, db, call);
    if (err || out->line.withheld)
        return err;
    return entry->id && out->line.record ? read_change(out, db, call, entry) : read_members(out, call, entry->entry);
}

static enum err read_batch(struct ledger_detail *out, struct db *db, struct call *call, int64_t after)
{
    struct reading reading = {NEW_ARRAY(call->arena, BATCH_SHOWN + 1, struct ledger_line), 0, BATCH_SHOWN + 1};
    enum err err = ledger_batch_rows(db, call, out->line.batch, after, BATCH_SHOWN + 1, read_line, &reading);
    out->rows = reading.lines;
    out->row_count = reading.count > BATCH_SHOWN ? BATCH_SHOWN : (size_t)reading.count;
    out->rows_next = reading.count > BATCH_SHOWN ? reading.lines[BATCH_SHOWN - 1].seq : 0;
    return err ? err : name_lines(out->rows, (int)out->row_count, db, call);
}

enum err ledger_detail(struct ledger_detail *out, struct db *db, struct call *call, int64_t seq, int64_t rows_after)
{
    struct ledger_entry entry;
    enum err err = ledger_at(&entry, db, call, seq);
    if (!err)
        err = fill_detail(out, db, call, &entry);
    return err || !out->line.batch || out->line.withheld ? err : read_batch(out, db, call, rows_after);
}

/* ---- an account ---- */

struct about {
    struct ledger_entry *entries;
    int count, most;
};

static enum err keep_entry(const struct ledger_entry *entry, struct call *call, void *arg)
{
    struct about *about = arg;
    if (about->count < about->most)
        ledger_entry_copy(&about->entries[about->count++], call->arena, entry);
    return OK;
}

enum err ledger_of_account(
    struct ledger_detail **out, int *count, struct db *db, struct call *call, const char *id, int most)
{
    static const char *const nouns[3] = {"user_role", "api_token", "stand_in"};
    struct about about = {NEW_ARRAY(call->arena, (size_t)most, struct ledger_entry), 0, most};
    *out = NEW_ARRAY(call->arena, (size_t)most, struct ledger_detail);
    *count = 0;
    enum err err = ledger_about(db, call, id, nouns, most, keep_entry, &about);
    for (int i = 0; i < about.count && !err; i++)
        err = fill_detail(&(*out)[(*count)++], db, call, &about.entries[i]);
    return err;
}

/* ---- JSON ---- */

static void line_members(struct json *json, const struct ledger_line *line)
{
    json_member_number(json, "seq", line->seq);
    json_member(json, "at", line->at);
    json_member(json, "who", line->who);
    json_member(json, "action", line->action);
    json_member(json, "noun", line->noun);
    json_member(json, "id", line->id);
    json_member(json, "batch", line->batch);
    json_member_bool(json, "withheld", line->withheld);
}

void ledger_line_json(struct json *json, const struct ledger_line *line)
{
    json_object(json);
    line_members(json, line);
    json_end(json);
}

void ledger_detail_json(struct json *json, const struct ledger_detail *detail)
{
    json_object(json);
    line_members(json, &detail->line);
    json_member(json, "reason", detail->reason);
    json_member(json, "hash", detail->hash);
    json_name(json, "changes");
    print_changes_json(json, detail->line.record, &detail->past);
    json_name(json, "members");
    json_array(json);
    for (size_t i = 0; i < detail->member_count; i++) {
        json_object(json);
        json_member(json, "name", detail->members[i].name);
        json_member(json, "before", detail->members[i].before);
        json_member(json, "after", detail->members[i].after);
        json_end(json);
    }
    json_end(json);
    json_name(json, "rows");
    json_array(json);
    for (size_t i = 0; i < detail->row_count; i++)
        ledger_line_json(json, &detail->rows[i]);
    json_end(json);
    if (detail->rows_next)
        json_member_number(json, "rows_next", detail->rows_next);
    json_end(json);
}
