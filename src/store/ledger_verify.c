/*
 * Proving the ledger, in one reading transaction and a stream: every entry's hash, seal and place in the chain, every batch
 * against its digest, the newest entry against the head in the database and against the copy outside, and every recorded
 * row against what its last entry says. Each contradiction is told once, by name.
 */
#include "base/text.h"
#include "store/engine.h"
#include "store/ledger_hash.h"
#include "store/ledger_map.h"
#include "store/ledger_seal.h"
#include <stdio.h>
#include <string.h>

enum { PAGE = 500, NAMED_MOST = 1000, TELL_EVERY = 20000 };

static const SQL(entries_after,
    "SELECT seq, at, who, action, noun, id, batch, entry, prev_hash, hash, seal FROM ledger WHERE seq > $1 ORDER BY "
    "seq LIMIT 500");
static const SQL(
    batch_rows_after, "SELECT n, noun, id, entry FROM ledger_row WHERE batch = $1 AND n > $2 ORDER BY n LIMIT 500");
static const SQL(stray_batch_rows,
    "SELECT r.noun, r.id FROM ledger_row r WHERE NOT EXISTS (SELECT 1 FROM ledger l WHERE l.batch = r.batch) "
    "ORDER BY r.batch, r.n LIMIT 1000");
static const SQL(newest_entry, "SELECT max(seq) FROM ledger");
static const SQL(entry_at, "SELECT noun, id, batch FROM ledger WHERE seq = $1");
static const SQL(hash_at, "SELECT hash FROM ledger WHERE seq = $1");

struct walk {
    struct db *db;
    struct call *call;
    struct ledger_map map;
    struct ledger_report *report;
    ledger_found *found;
    store_progress *progress;
    void *arg;
    int64_t seq, total; /* of the entry before; of the newest when it began */
    /* What the next entry may give as prev_hash: what the one before says its hash is, and what it really is. */
    struct hash said, real;
    struct sealer sealer;
    struct vouching *vouchings;
    int vouching_count;
};

static void tell(struct walk *walk, const char *kind, const char *table, const char *id, int64_t seq)
{
    struct ledger_fault fault = {.kind = kind, .table = table, .id = id, .seq = seq};
    walk->report->faults++;
    if (walk->found && walk->report->faults <= NAMED_MOST)
        walk->found(&fault, walk->arg);
}

/* Numbers that nothing stands under. A changed number can make the gap as wide as it likes: beyond the named they are counted. */
static void tell_numbers(struct walk *walk, const char *kind, int64_t from, int64_t to)
{
    for (int64_t seq = from; seq <= to; seq++) {
        if (seq - from == NAMED_MOST) {
            if (__builtin_add_overflow(walk->report->faults, to - seq + 1, &walk->report->faults))
                walk->report->faults = INT64_MAX / 2;
            return;
        }
        tell(walk, kind, "ledger", NULL, seq);
    }
}

/* The end of a JSON string that begins at `at`. */
static const char *string_end(const char *at)
{
    for (at++; *at && *at != '"'; at++)
        if (*at == '\\' && at[1])
            at++;
    return *at ? at + 1 : at;
}

/* "hash" among the outermost members of an entry; false when there is none. Never reads past the end, whatever stands there. */
static bool digest_of(struct hash *out, const char *entry)
{
    static const char name[] = "\"hash\":\"";
    int depth = 0;
    for (const char *at = entry; *at;) {
        if (*at == '"') {
            char hex[HASH_HEX] = "";
            if (depth == 1 && text_starts(at, name)) {
                snprintf(hex, sizeof hex, "%s", at + sizeof name - 1);
                return hash_parse(out, hex);
            }
            at = string_end(at);
            continue;
        }
        depth += (*at == '{' || *at == '[') - (*at == '}' || *at == ']');
        at++;
    }
    return false;
}

/* What an entry says of its row is the last word until a later one. */
static enum err remember(struct walk *walk, const char *noun, const char *id, const char *entry, int64_t seq)
{
    struct hash digest = {{0}};
    struct last_said *last = ledger_map_take(&walk->map, ledger_map_row(&walk->map, noun, id));
    if (!last)
        return fail(walk->call, ERR_NO_MEMORY, "no_memory");
    last->present = digest_of(&digest, entry);
    last->seq = seq;
    memcpy(last->digest, digest.bytes, sizeof last->digest);
    return OK;
}

static enum err batch(struct walk *walk, const char *id, const char *noun, const char *entry, int64_t seq)
{
    struct hash digest;
    hash_state state;
    int64_t count = 0, last = 0, rows_read = PAGE;
    char room[32], must_begin[256], hex[HASH_HEX];
    snprintf(room, sizeof room, "%s", id);
    hash_start(&state);
    while (rows_read == PAGE) {
        struct rows *rows;
        enum err err = db_query(&rows, walk->db, walk->call, &batch_rows_after, ARGS(arg_text(room), arg_number(last)));
        if (err)
            return err;
        for (rows_read = 0; !err && rows_next(rows); rows_read++) {
            last = rows_number(rows, 0);
            count++;
            const char *row_noun = rows_text(rows, 1), *row_id = rows_text(rows, 2), *row = rows_text(rows, 3);
            ledger_batch_hash(&state, row_noun, row_id, row);
            err = remember(walk, row_noun, row_id, row, seq);
        }
        enum err end = rows_end(rows);
        if (err || end)
            return err ? err : end;
    }
    hash_end(&digest, &state);
    ledger_batch_entry(must_begin, sizeof must_begin, room, count, hash_text(hex, &digest));
    if (!text_starts(entry, must_begin))
        tell(walk, "batch_changed", noun, NULL, seq);
    return OK;
}

static bool is_sealed(const struct walk *walk, const struct ledger_line *line)
{
    return !walk->sealer.able || seal_is_right(&walk->sealer, &line->hash, line->seal, line->seal_size) ||
        seal_vouched(walk->vouchings, walk->vouching_count, line->seq);
}

/* One entry: nothing missing before it, its own hash, its seal, its place in the chain. */
static enum err entry(struct walk *walk, struct rows *rows)
{
    struct ledger_line line = ledger_line_read(rows);
    bool gap = line.seq != walk->seq + 1;
    bool follows = hash_is(&line.before, &walk->said) || hash_is(&line.before, &walk->real);
    tell_numbers(walk, "entry_missing", walk->seq + 1, line.seq - 1);
    ledger_hash(&walk->real, &line);
    walk->said = line.hash;
    if (!line.whole || !hash_is(&walk->said, &walk->real))
        tell(walk, "entry_changed", line.noun, line.id, line.seq);
    else if (!is_sealed(walk, &line))
        tell(walk, "entry_unsealed", line.noun, line.id, line.seq);
    else if (!gap && !follows)
        tell(walk, "chain_broken", line.noun, line.id, line.seq);
    walk->seq = line.seq;
    walk->report->entries++;
    if (line.id)
        return remember(walk, line.noun, line.id, line.entry, line.seq);
    return line.batch ? batch(walk, line.batch, line.noun, line.entry, line.seq) : OK;
}

/* Told now and then, also while rows are compared, so that a job is known to be alive: entries are the first half, rows the second. */
static enum err tell_progress(struct walk *walk, int64_t counted)
{
    if (!walk->progress || counted % TELL_EVERY)
        return OK;
    int64_t rows = walk->report->rows < walk->total ? walk->report->rows : walk->total - 1;
    if (walk->progress(walk->seq + (rows > 0 ? rows : 0), 2 * walk->total, walk->arg))
        return OK;
    return fail(walk->call, ERR_BUSY, "store_stopped");
}

static enum err entries(struct walk *walk)
{
    int64_t read = PAGE;
    while (read == PAGE) {
        struct rows *rows;
        enum err err = tell_progress(walk, walk->report->entries);
        if (err)
            return err;
        err = db_query(&rows, walk->db, walk->call, &entries_after, ARGS(arg_number(walk->seq)));
        if (err)
            return err;
        for (read = 0; !err && rows_next(rows); read++)
            err = entry(walk, rows);
        enum err end = rows_end(rows);
        if (err || end)
            return err ? err : end;
    }
    return OK;
}

/*
 * The head the database knows of: where it has a row of its own, that says how long the chain must be. Where the newest
 * entry is the head, only the copy outside does: whoever can take an entry away from a file could change a row in it.
 */
static enum err head(struct walk *walk)
{
    struct ledger_head head;
    enum err err = ledger_head(&head, walk->db, walk->call);
    if (err)
        return err;
    walk->report->head = head;
    tell_numbers(walk, "entry_missing", walk->seq + 1, head.seq);
    tell_numbers(walk, "entry_added", head.seq + 1, walk->seq);
    if (head.seq == walk->seq && !hash_is(&head.hash, &walk->said) && !hash_is(&head.hash, &walk->real))
        tell(walk, "head_differs", "ledger_head", NULL, head.seq);
    return OK;
}

/* The copy outside may be behind, after a crash; never ahead, and never of another chain. */
static enum err copy(struct walk *walk, const struct ledger_head *outside, int count)
{
    int64_t newest = 0;
    for (int i = 0; i < count; i++) {
        struct rows *rows;
        size_t size;
        newest = outside[i].seq > newest ? outside[i].seq : newest;
        enum err err = db_query(&rows, walk->db, walk->call, &hash_at, ARGS(arg_number(outside[i].seq)));
        if (err)
            return err;
        const void *hash = rows_next(rows) ? rows_bytes(rows, 0, &size) : NULL;
        if (hash && (size != HASH_SIZE || memcmp(hash, outside[i].hash.bytes, HASH_SIZE) != 0))
            tell(walk, "head_differs", "ledger", NULL, outside[i].seq);
        err = rows_end(rows);
        if (err)
            return err;
    }
    if (newest > walk->report->head.seq)
        tell(walk, "head_behind", "ledger", NULL, newest);
    return OK;
}

static enum err strays(struct walk *walk)
{
    struct rows *rows;
    enum err err = db_query(&rows, walk->db, walk->call, &stray_batch_rows, NO_ARGS);
    if (err)
        return err;
    while (rows_next(rows))
        tell(walk, "batch_changed", rows_text(rows, 0), rows_text(rows, 1), 0);
    return rows_end(rows);
}

/* A row as it stands in its table. */
static enum err row(void *arg, const char *noun, const char *id, const struct hash *digest)
{
    struct walk *walk = arg;
    struct last_said *last = ledger_map_find(&walk->map, ledger_map_row(&walk->map, noun, id));
    walk->report->rows++;
    if (!last || !last->present) {
        tell(walk, "row_added", noun, id, last ? last->seq : 0);
        return OK;
    }
    last->seen = true;
    if (memcmp(last->digest, digest->bytes, sizeof last->digest) != 0)
        tell(walk, "row_changed", noun, id, last->seq);
    return tell_progress(walk, walk->report->rows);
}

/* A row that is not in its table any more has only its hash in the map: its name stands in the entry. */
static enum err name_missing(struct walk *walk, const struct last_said *last)
{
    struct rows *rows;
    char batch_id[32] = "";
    enum err err = db_query(&rows, walk->db, walk->call, &entry_at, ARGS(arg_number(last->seq)));
    if (err)
        return err;
    if (rows_next(rows)) {
        if (!rows_null(rows, 1))
            tell(walk, "row_missing", rows_text(rows, 0), rows_text(rows, 1), last->seq);
        else
            snprintf(batch_id, sizeof batch_id, "%s", text_or(rows_text(rows, 2), ""));
    }
    err = rows_end(rows);
    int64_t at = 0, read = batch_id[0] ? PAGE : 0;
    while (!err && read == PAGE) {
        err = db_query(&rows, walk->db, walk->call, &batch_rows_after, ARGS(arg_text(batch_id), arg_number(at)));
        if (err)
            return err;
        for (read = 0; rows_next(rows); read++) {
            at = rows_number(rows, 0);
            const char *noun = rows_text(rows, 1), *id = rows_text(rows, 2);
            if (ledger_map_row(&walk->map, noun, id) == last->row)
                tell(walk, "row_missing", noun, id, last->seq);
        }
        err = rows_end(rows);
    }
    return err;
}

static enum err missing(struct walk *walk)
{
    enum err err = OK;
    for (size_t i = 0; i < walk->map.room && !err; i++) {
        const struct last_said *last = &walk->map.table[i];
        if (!last->row || !last->present || last->seen)
            continue;
        if (walk->report->faults < NAMED_MOST)
            err = name_missing(walk, last);
        else
            walk->report->faults++;
    }
    return err;
}

static enum err prove(
    struct walk *walk, const struct ledger_head *outside, int count, ledger_row_digest *rows, void *rows_arg)
{
    enum err err = seal_vouchings(&walk->vouchings, &walk->vouching_count, walk->db, walk->call, &walk->sealer);
    if (!err)
        err = entries(walk);
    if (!err)
        err = head(walk);
    if (!err)
        err = copy(walk, outside, count);
    if (!err)
        err = strays(walk);
    if (!err && rows)
        err = rows(walk->db, walk->call, rows_arg, row, walk);
    if (!err && rows)
        err = missing(walk);
    return err;
}

enum err ledger_verify(struct ledger_report *out, struct store *store, struct call *call, ledger_row_digest *rows,
    void *rows_arg, ledger_found *found, store_progress *progress, void *arg)
{
    struct ledger_head *outside = NEW_ARRAY(call->arena, HEAD_LINES, struct ledger_head);
    struct walk *walk = NEW(call->arena, struct walk);
    *out = (struct ledger_report){0};
    *walk = (struct walk){.call = call, .report = out, .found = found, .progress = progress, .arg = arg};
    /* The copy is read first: what is committed meanwhile then only makes the chain longer than the copy says. */
    int count = head_read(store, outside);
    sealer_open(&walk->sealer, store, call);
    out->seals = walk->sealer.able;
    enum err err = store_reader(&walk->db, store, call);
    if (err)
        return err;
    if (!ledger_map_start(&walk->map))
        return fail(call, ERR_NO_MEMORY, "no_memory");
    arena_defer(call->arena, ledger_map_free, &walk->map);
    err = store_read_begin(walk->db, call);
    if (err)
        return err;
    err = db_number(&walk->total, walk->db, call, &newest_entry, NO_ARGS);
    if (!err)
        err = prove(walk, outside, count, rows, rows_arg);
    if (!err && walk->progress)
        walk->progress(2 * walk->total, 2 * walk->total, walk->arg);
    store_read_end(walk->db);
    ledger_map_free(&walk->map);
    return err;
}
