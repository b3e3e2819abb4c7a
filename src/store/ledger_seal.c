#include "store/ledger_seal.h"
#include "base/text.h"
#include "codec/json.h"
#include "store/engine.h"
#include "store/ledger.h"
#include "store/ledger_hash.h"
#include <stdio.h>
#include <string.h>

enum { PAGE = 500, VOUCHINGS_MOST = 1000 };

static const SQL(newest_seal, "SELECT seal FROM ledger ORDER BY seq DESC LIMIT 1");
static const SQL(seals_after, "SELECT seq, hash, seal FROM ledger WHERE seq > $1 ORDER BY seq LIMIT 500");
static const SQL(vouching_entries,
    "SELECT seq, at, who, action, noun, id, batch, entry, prev_hash, hash, seal FROM ledger "
    "WHERE id = $1 AND noun = 'store' AND action = 'vouch' ORDER BY seq LIMIT 1000");

/* A refusal that is no fault of the call. */
static enum err key_for_seals(unsigned char out[KEY_SIZE], struct store *store, struct call *call)
{
    struct call quiet;
    call_init(&quiet, call->arena, call->lang, call->now);
    return keys_for(out, store, &quiet, "ledger");
}

void sealer_open(struct sealer *out, struct store *store, struct call *call)
{
    out->able = key_for_seals(out->key, store, call) == OK;
}

/* Whether the chain goes on from an entry without a seal; an empty one does not. */
static enum err unsealed_before(bool *out, struct db *db, struct call *call)
{
    struct rows *rows;
    *out = false;
    enum err err = db_query(&rows, db, call, &newest_seal, NO_ARGS);
    if (err)
        return err;
    *out = rows_next(rows) && rows_null(rows, 0);
    return rows_end(rows);
}

enum err sealer_take(struct sealer *out, struct db *db, struct call *call)
{
    bool may = db->store->restoring;
    out->able = key_for_seals(out->key, db->store, call) == OK;
    if (out->able)
        return OK;
    enum err err = may ? OK : unsealed_before(&may, db, call);
    return err || may ? err : keys_for(out->key, db->store, call, "ledger"); /* which says why not */
}

void seal_make(unsigned char out[SEAL_SIZE], const struct sealer *sealer, const struct hash *hash)
{
    crypto_generichash(out, SEAL_SIZE, hash->bytes, HASH_SIZE, sealer->key, KEY_SIZE);
}

bool seal_is_right(const struct sealer *sealer, const struct hash *hash, const void *seal, size_t size)
{
    unsigned char right[SEAL_SIZE];
    seal_make(right, sealer, hash);
    return seal && size == SEAL_SIZE && sodium_memcmp(right, seal, SEAL_SIZE) == 0;
}

/* ---- vouching ---- */

static const char vouching_begins[] = "{\"from\":";

/* An entry that vouches counts when it is what it was written as, and sealed. */
static bool read_vouching(struct vouching *out, const struct sealer *sealer, struct rows *rows)
{
    struct ledger_line line = ledger_line_read(rows);
    struct hash hash;
    char from[24];
    if (!line.whole || !text_starts(line.entry, vouching_begins))
        return false;
    ledger_hash(&hash, &line);
    snprintf(from, sizeof from, "%.*s", (int)strcspn(line.entry + sizeof vouching_begins - 1, ",}"),
        line.entry + sizeof vouching_begins - 1);
    out->until = line.seq;
    return hash_is(&hash, &line.hash) && seal_is_right(sealer, &hash, line.seal, line.seal_size) &&
        text_number(&out->from, from);
}

enum err seal_vouchings(
    struct vouching **out, int *count, struct db *db, struct call *call, const struct sealer *sealer)
{
    struct rows *rows;
    *out = NEW_ARRAY(call->arena, VOUCHINGS_MOST, struct vouching);
    *count = 0;
    if (!sealer->able)
        return OK;
    enum err err = db_query(&rows, db, call, &vouching_entries, ARGS(arg_text(store_id(db->store))));
    if (err)
        return err;
    while (*count < VOUCHINGS_MOST && rows_next(rows))
        *count += read_vouching(&(*out)[*count], sealer, rows);
    return rows_end(rows);
}

bool seal_vouched(const struct vouching *vouchings, int count, int64_t seq)
{
    for (int i = 0; i < count; i++)
        if (vouchings[i].from <= seq && seq < vouchings[i].until)
            return true;
    return false;
}

/* The first entry without its seal, for which nobody vouched; 0: there is none. */
static enum err find_unsealed(int64_t *out, struct db *db, struct call *call, const struct sealer *sealer)
{
    struct vouching *known;
    int count;
    int64_t seq = 0, read = PAGE;
    *out = 0;
    enum err err = seal_vouchings(&known, &count, db, call, sealer);
    while (!err && *out == 0 && read == PAGE) {
        struct rows *rows;
        err = db_query(&rows, db, call, &seals_after, ARGS(arg_number(seq)));
        if (err)
            return err;
        for (read = 0; *out == 0 && rows_next(rows); read++) {
            struct hash hash = {{0}};
            size_t size;
            seq = rows_number(rows, 0);
            const void *bytes = rows_bytes(rows, 1, &size);
            memcpy(hash.bytes, bytes, bytes && size == HASH_SIZE ? HASH_SIZE : 0);
            const void *seal = rows_bytes(rows, 2, &size);
            if (!seal_is_right(sealer, &hash, seal, size) && !seal_vouched(known, count, seq))
                *out = seq;
        }
        err = rows_end(rows);
    }
    return err;
}

static enum err vouch(struct db *db, struct call *call, void *arg)
{
    struct buffer *entry = buffer_new(call->arena, 64 << 10);
    struct json json = json_begin(entry);
    json_object(&json);
    json_member_number(&json, "from", *(const int64_t *)arg);
    json_member(&json, "reason", text_or(call->reason, ""));
    json_end(&json);
    return ledger_add(db, call, "vouch", "store", store_id(db->store), entry->at);
}

enum err ledger_vouch(int64_t *from, struct store *store, struct call *call)
{
    struct sealer sealer;
    struct db *db;
    *from = 0;
    enum err err = keys_for(sealer.key, store, call, "ledger");
    if (!err && text_empty(call->reason))
        return fail_field(call, ERR_INVALID, "reason_missing", "reason", NULL);
    sealer.able = true;
    if (!err)
        err = store_reader(&db, store, call);
    if (!err)
        err = find_unsealed(from, db, call, &sealer);
    return err || *from == 0 ? err : store_write(store, call, vouch, from);
}
