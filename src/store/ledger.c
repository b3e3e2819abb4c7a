/*
 * Writing the ledger and reading the history of a row. Listing it stands in ledger_list.c, proving it in ledger_verify.c.
 */
#include "store/engine.h"
#include "base/id.h"
#include "base/text.h"
#include "store/ledger.h"
#include "store/ledger_hash.h"
#include "store/ledger_seal.h"
#include <stdio.h>
#include <string.h>

/*
 * Of several nodes that write at once, one after the other takes the head: its row is locked by this update until the commit.
 * An engine with one writer has no such row: the newest entry is the head, and no page is written only to say so twice.
 */
static const SQL(head_take, "UPDATE ledger_head SET seq = seq + $1 WHERE one = 1 RETURNING seq, hash");
static const SQL(head_keep, "UPDATE ledger_head SET seq = $1, hash = $2 WHERE one = 1");
static const SQL(head_row, "SELECT seq, hash FROM ledger_head WHERE one = 1");
static const SQL(head_entry, "SELECT seq, hash FROM ledger ORDER BY seq DESC LIMIT 1");
static const SQL(entry_add,
    "INSERT INTO ledger (seq, at, who, action, noun, id, batch, entry, prev_hash, hash, seal) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");
static const SQL(batch_row_add, "INSERT INTO ledger_row (batch, n, noun, id, entry) VALUES ($1, $2, $3, $4, $5)");
static const SQL(row_history,
    "SELECT seq, at, who, action, noun, id, entry, NULL FROM ("
    "  SELECT seq, at, who, action, noun, id, entry, 0 AS n FROM ledger WHERE id = $2 AND noun = $1"
    "  UNION ALL"
    "  SELECT l.seq, l.at, l.who, l.action, r.noun, r.id, r.entry, r.n"
    "    FROM ledger_row r JOIN ledger l ON l.batch = r.batch WHERE r.id = $2 AND r.noun = $1"
    ") AS history ORDER BY seq, n");
static const SQL(row_last,
    "SELECT seq, at, who, action, noun, id, entry, NULL FROM ("
    "  SELECT seq, at, who, action, noun, id, entry, 0 AS n FROM ledger WHERE id = $2 AND noun = $1"
    "  UNION ALL"
    "  SELECT l.seq, l.at, l.who, l.action, r.noun, r.id, r.entry, r.n"
    "    FROM ledger_row r JOIN ledger l ON l.batch = r.batch WHERE r.id = $2 AND r.noun = $1"
    ") AS history ORDER BY seq DESC, n DESC LIMIT 1");

static const SQL(
    later, "SELECT seq, at, who, action, noun, id, entry FROM ledger WHERE seq > $1 ORDER BY seq LIMIT $2");

static const SQL(
    first_of, "SELECT seq FROM ledger WHERE seq > $1 AND at = $2 AND who = $3 AND action = $4 ORDER BY seq LIMIT 1");

/* One part: its length in 8 bytes, big endian, and its bytes. */
static void hash_part(hash_state *state, const void *bytes, size_t size)
{
    unsigned char length[8];
    for (int i = 0; i < 8; i++)
        length[i] = (unsigned char)(size >> (56 - 8 * i));
    hash_add(state, length, sizeof length);
    hash_add(state, bytes, size);
}

static void hash_text_part(hash_state *state, const char *text)
{
    hash_part(state, text, strlen(text));
}

void ledger_hash(struct hash *out, const struct ledger_line *line)
{
    char seq[24];
    const char *const texts[] = {
        seq, line->at, line->who, line->action, line->noun, text_or(line->id, ""), line->entry};
    hash_state state;
    snprintf(seq, sizeof seq, "%lld", (long long)line->seq);
    hash_start(&state);
    hash_part(&state, line->before.bytes, HASH_SIZE);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        hash_text_part(&state, texts[i]);
    hash_end(out, &state);
}

bool ledger_hash_read(struct hash *out, struct rows *rows, int column)
{
    size_t size;
    const void *bytes = rows_bytes(rows, column, &size);
    if (!bytes || size != HASH_SIZE)
        return false;
    memcpy(out->bytes, bytes, HASH_SIZE);
    return true;
}

struct ledger_line ledger_line_read(struct rows *rows)
{
    struct ledger_line line = {.seq = rows_number(rows, 0),
        .at = rows_text(rows, 1),
        .who = rows_text(rows, 2),
        .action = rows_text(rows, 3),
        .noun = rows_text(rows, 4),
        .id = rows_text(rows, 5),
        .batch = rows_text(rows, 6),
        .entry = rows_text(rows, 7)};
    bool before = ledger_hash_read(&line.before, rows, 8), own = ledger_hash_read(&line.hash, rows, 9);
    line.whole = before && own;
    line.seal = rows_bytes(rows, 10, &line.seal_size);
    return line;
}

static enum err only_when_writing(const struct db *db, struct call *call)
{
    return db->writing ? OK : fail_system(call, "ledger", "outside store_write");
}

static void keep(struct db *db, struct ledger_pending *pending)
{
    *db->entries_end = pending;
    db->entries_end = &pending->next;
}

/* The call may be one of a single row, with memory that is gone before the group commits. */
static struct ledger_pending *pending_new(struct db *db, struct call *call, const char *action, const char *noun,
    const char *id, const char *batch, const char *entry)
{
    struct arena *arena = db->memory;
    char at[MOMENT_TEXT];
    struct ledger_pending *pending = NEW(arena, struct ledger_pending);
    pending->at = arena_text(arena, moment_text(at, call->now));
    pending->who = arena_text(arena, text_or(call->who, ""));
    pending->action = arena_text(arena, action);
    pending->noun = arena_text(arena, noun);
    pending->id = id ? arena_text(arena, id) : NULL;
    pending->batch = batch;
    pending->entry = arena_text(arena, entry);
    return pending;
}

enum err ledger_add(
    struct db *db, struct call *call, const char *action, const char *noun, const char *id, const char *entry)
{
    enum err err = only_when_writing(db, call);
    if (!err)
        keep(db, pending_new(db, call, action, noun, id, NULL, entry));
    return err;
}

/* Batches. */

struct ledger_batch {
    struct db *db;
    struct call *call;
    const char *action, *noun;
    char id[ID_TEXT];
    int64_t count;
    hash_state digest;
};

enum err ledger_batch_begin(
    struct ledger_batch **out, struct db *db, struct call *call, const char *action, const char *noun)
{
    enum err err = only_when_writing(db, call);
    if (err)
        return err;
    struct ledger_batch *batch = NEW(call->arena, struct ledger_batch);
    batch->db = db;
    batch->call = call;
    batch->action = arena_text(call->arena, action);
    batch->noun = arena_text(call->arena, noun);
    id_new(batch->id, call->now);
    hash_start(&batch->digest);
    *out = batch;
    return OK;
}

void ledger_batch_hash(hash_state *digest, const char *noun, const char *id, const char *entry)
{
    hash_text_part(digest, noun);
    hash_text_part(digest, id);
    hash_text_part(digest, entry);
}

enum err ledger_batch_row(struct ledger_batch *batch, const char *id, const char *entry)
{
    ledger_batch_hash(&batch->digest, batch->noun, id, entry);
    batch->count++;
    return db_later(batch->db, batch->call, &batch_row_add,
        ARGS(arg_text(batch->id), arg_number(batch->count), arg_text(batch->noun), arg_text(id), arg_text(entry)));
}

void ledger_batch_entry(char *out, size_t room, const char *batch, int64_t count, const char *digest)
{
    snprintf(out, room, "{\"batch\":\"%s\",\"count\":%lld,\"digest\":\"%s\"", batch, (long long)count, digest);
}

enum err ledger_batch_end(struct ledger_batch *batch, const char *summary)
{
    struct hash digest;
    char hex[HASH_HEX], start[256];
    hash_end(&digest, &batch->digest);
    ledger_batch_entry(start, sizeof start, batch->id, batch->count, hash_text(hex, &digest));
    bool more = summary && *summary;
    const char *entry = arena_format(batch->call->arena, "%s%s%s}", start, more ? "," : "", more ? summary : "");
    keep(batch->db, pending_new(batch->db, batch->call, batch->action, batch->noun, NULL, batch->id, entry));
    return OK;
}

/* The end of a group: numbers, places in the chain. */

/* Where entries are rows only, no entry is the beginning; where the head has a row, that row must be there. */
static enum err read_head(struct ledger_head *out, struct call *call, struct rows *rows)
{
    *out = (struct ledger_head){.seq = rows->db->engine->one_writer ? 0 : UNKNOWN};
    bool there = rows_next(rows), good = true;
    if (there) {
        out->seq = rows_number(rows, 0);
        good = ledger_hash_read(&out->hash, rows, 1);
    }
    enum err err = rows_end(rows);
    if (!err && (!good || out->seq == UNKNOWN))
        err = fail_field(call, ERR_SYSTEM, "store_damaged", "ledger_head", NULL);
    return err;
}

static const struct sql *head_now(const struct db *db)
{
    return db->engine->one_writer ? &head_entry : &head_row;
}

/* The next entry; `head` is the one before, and becomes this one. */
static enum err add_entry(struct db *db, struct call *call, const struct ledger_pending *p, const struct sealer *sealer,
    struct ledger_head *head)
{
    unsigned char seal[SEAL_SIZE];
    struct ledger_line line = {.seq = head->seq + 1,
        .at = p->at,
        .who = p->who,
        .action = p->action,
        .noun = p->noun,
        .id = p->id,
        .entry = p->entry,
        .before = head->hash};
    ledger_hash(&head->hash, &line);
    head->seq = line.seq;
    if (sealer->able)
        seal_make(seal, sealer, &head->hash);
    return db_later(db, call, &entry_add,
        ARGS(arg_number(line.seq), arg_text(p->at), arg_text(p->who), arg_text(p->action), arg_text(p->noun),
            arg_text(p->id), arg_text(p->batch), arg_text(p->entry), arg_bytes(line.before.bytes, HASH_SIZE),
            arg_bytes(head->hash.bytes, HASH_SIZE), arg_bytes(sealer->able ? seal : NULL, SEAL_SIZE)));
}

enum err ledger_chain(struct ledger_head *head, struct db *db, struct call *call)
{
    struct rows *rows;
    struct sealer sealer;
    int64_t count = 0;
    for (const struct ledger_pending *p = db->entries; p; p = p->next)
        count++;
    bool alone = db->engine->one_writer;
    enum err err = alone ? db_query(&rows, db, call, head_now(db), NO_ARGS)
                         : db_query(&rows, db, call, &head_take, ARGS(arg_number(count)));
    if (!err)
        err = read_head(head, call, rows);
    if (!err && head->seq > INT64_MAX - count)
        err = fail_field(call, ERR_SYSTEM, "store_damaged", "ledger_head", NULL);
    if (!err)
        err = sealer_take(&sealer, db, call);
    if (!err && !alone)
        head->seq -= count;
    for (const struct ledger_pending *p = db->entries; p && !err; p = p->next)
        err = add_entry(db, call, p, &sealer, head);
    if (!err && !alone)
        err = db_later(db, call, &head_keep, ARGS(arg_number(head->seq), arg_bytes(head->hash.bytes, HASH_SIZE)));
    return err;
}

/* Reading. */

enum err ledger_head(struct ledger_head *out, struct db *db, struct call *call)
{
    struct rows *rows;
    *out = (struct ledger_head){0};
    enum err err = db_query(&rows, db, call, head_now(db), NO_ARGS);
    return err ? err : read_head(out, call, rows);
}

static struct ledger_entry entry_of(struct rows *rows)
{
    return (struct ledger_entry){.seq = rows_number(rows, 0),
        .at = rows_text(rows, 1),
        .who = rows_text(rows, 2),
        .action = rows_text(rows, 3),
        .noun = rows_text(rows, 4),
        .id = rows_text(rows, 5),
        .entry = rows_text(rows, 6),
        .batch = rows_text(rows, 7)};
}

enum err ledger_each_row(struct rows *rows, struct call *call, ledger_each *each, void *arg)
{
    enum err err = OK;
    while (!err && rows_next(rows)) {
        struct ledger_entry entry = entry_of(rows);
        err = each(&entry, call, arg);
    }
    enum err end = rows_end(rows);
    return err ? err : end;
}

enum err ledger_history(
    struct db *db, struct call *call, const char *noun, const char *id, ledger_each *each, void *arg)
{
    struct rows *rows;
    enum err err = db_query(&rows, db, call, &row_history, ARGS(arg_text(noun), arg_text(id)));
    return err ? err : ledger_each_row(rows, call, each, arg);
}

void ledger_entry_copy(struct ledger_entry *to, struct arena *arena, const struct ledger_entry *from)
{
    const char **const texts[] = {
        &to->at, &to->who, &to->action, &to->noun, &to->id, &to->entry, &to->batch, &to->hash};
    *to = *from;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (*texts[i])
            *texts[i] = arena_text(arena, *texts[i]);
}

enum err ledger_after(struct db *db, struct call *call, int64_t seq, int most, ledger_each *each, void *arg)
{
    struct rows *rows;
    enum err err = db_query(&rows, db, call, &later, ARGS(arg_number(seq), arg_number(most)));
    return err ? err : ledger_each_row(rows, call, each, arg);
}

enum err ledger_first(
    int64_t *first, struct db *db, struct call *call, int64_t seq, const char *at, const char *who, const char *action)
{
    return db_number(first, db, call, &first_of, ARGS(arg_number(seq), arg_text(at), arg_text(who), arg_text(action)));
}

enum err ledger_copy(const struct ledger_entry *entry, struct call *call, void *arg)
{
    ledger_entry_copy(arg, call->arena, entry);
    return OK;
}

enum err ledger_last(struct ledger_entry *out, struct db *db, struct call *call, const char *noun, const char *id)
{
    struct rows *rows;
    *out = (struct ledger_entry){0};
    enum err err = db_query(&rows, db, call, &row_last, ARGS(arg_text(noun), arg_text(id)));
    if (!err)
        err = ledger_each_row(rows, call, ledger_copy, out);
    return err ? err : out->seq ? OK : ERR_NOT_FOUND;
}
