/* Keys of persons: sealing, opening, committing, erasing. */
#include "store/person.h"
#include "base/log.h"
#include "base/text.h"
#include "codec/json.h"
#include "store/engine.h"
#include "store/keys.h"
#include "store/ledger.h"
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { NONCE = crypto_secretbox_NONCEBYTES, MAC = crypto_secretbox_MACBYTES, LINE_MOST = 512 };

static const SQL(key_of, "SELECT wrapped FROM person_key WHERE person = $1");
static const SQL(key_keep, "INSERT INTO person_key (person, wrapped) VALUES ($1, $2) ON CONFLICT (person) DO NOTHING");
static const SQL(key_destroy,
    "INSERT INTO person_key (person, wrapped) VALUES ($1, NULL) ON CONFLICT (person) DO UPDATE SET wrapped = NULL");
static const SQL(erasure_keep,
    "INSERT INTO erasure (person, at, who, reason) VALUES ($1, $2, $3, $4) ON CONFLICT (person) DO NOTHING");
static const SQL(erasures, "SELECT person, at FROM erasure ORDER BY at, person");

/* Nonce and box; `out` has room for size + NONCE + MAC. */
static void seal(unsigned char *out, const void *bytes, size_t size, const unsigned char *key)
{
    randombytes_buf(out, NONCE);
    crypto_secretbox_easy(out + NONCE, bytes, size, out, key);
}

static bool unseal(void *out, const unsigned char *sealed, size_t size, const unsigned char *key)
{
    return size >= NONCE + MAC && crypto_secretbox_open_easy(out, sealed + NONCE, size - NONCE, sealed, key) == 0;
}

static enum err key_make(unsigned char key[KEY_SIZE], struct db *db, struct call *call, const char *person,
    const unsigned char wrap[KEY_SIZE])
{
    unsigned char wrapped[NONCE + MAC + KEY_SIZE];
    int64_t made;
    randombytes_buf(key, KEY_SIZE);
    seal(wrapped, key, KEY_SIZE, wrap);
    enum err err = db_run(&made, db, call, &key_keep, ARGS(arg_text(person), arg_bytes(wrapped, sizeof wrapped)));
    /* Another node was faster: its key counts, and the next try finds it. */
    return err || made ? err : fail(call, ERR_BUSY, "store_busy");
}

/* The key of a person, made inside a write when there is none. ERR_NOT_FOUND when it is destroyed. */
static enum err key_find(unsigned char key[KEY_SIZE], struct db *db, struct call *call, const char *person)
{
    unsigned char wrap[KEY_SIZE];
    struct rows *rows;
    bool there = false, gone = false, opened = false;
    enum err err = keys_for(wrap, db->store, call, "person");
    if (!err)
        err = db_query(&rows, db, call, &key_of, ARGS(arg_text(person)));
    if (err)
        return err;
    if (rows_next(rows)) {
        size_t size;
        const void *wrapped = rows_bytes(rows, 0, &size);
        there = true;
        gone = !wrapped;
        opened = wrapped && size == NONCE + MAC + KEY_SIZE && unseal(key, wrapped, size, wrap);
    }
    err = rows_end(rows);
    if (err || gone || (!there && !db->writing))
        return err ? err : ERR_NOT_FOUND;
    if (!there)
        return key_make(key, db, call, person, wrap);
    return opened ? OK : fail_field(call, ERR_SYSTEM, "store_key_foreign", NULL, keys_path(db->store));
}

enum err person_seal(char **out, struct db *db, struct call *call, const char *person, const char *text)
{
    unsigned char key[KEY_SIZE];
    size_t size = strlen(text);
    enum err err = key_find(key, db, call, person);
    if (err)
        return err;
    unsigned char *sealed = arena_alloc(call->arena, size + NONCE + MAC);
    seal(sealed, text, size, key);
    sodium_memzero(key, sizeof key);
    *out = text_hex(call->arena, sealed, size + NONCE + MAC);
    return OK;
}

enum err person_open(char **out, struct db *db, struct call *call, const char *person, const char *sealed)
{
    unsigned char key[KEY_SIZE];
    size_t size = strlen(sealed) / 2;
    *out = NULL;
    enum err err = key_find(key, db, call, person);
    if (err)
        return err;
    unsigned char *bytes = arena_alloc(call->arena, size + 1);
    char *text = arena_alloc(call->arena, size + 1);
    bool opened = strlen(sealed) % 2 == 0 && text_from_hex(bytes, size, sealed) && unseal(text, bytes, size, key);
    sodium_memzero(key, sizeof key);
    if (!opened)
        return fail_field(call, ERR_SYSTEM, "store_damaged", "person_key", NULL);
    *out = text;
    return OK;
}

enum err person_commit(
    struct hash *out, struct db *db, struct call *call, const char *person, const char *field, const char *value)
{
    unsigned char key[KEY_SIZE];
    crypto_auth_hmacsha256_state state;
    enum err err = key_find(key, db, call, person);
    if (err)
        return err;
    crypto_auth_hmacsha256_init(&state, key, sizeof key);
    crypto_auth_hmacsha256_update(&state, (const unsigned char *)field, strlen(field) + 1);
    crypto_auth_hmacsha256_update(&state, (const unsigned char *)value, strlen(value));
    crypto_auth_hmacsha256_final(&state, out->bytes);
    sodium_memzero(key, sizeof key);
    return OK;
}

/* Erasing. */

struct erasing {
    const char *person, *reason;
    bool done; /* it was there to be destroyed */
};

static enum err erase(struct db *db, struct call *call, void *arg)
{
    struct erasing *erasing = arg;
    char at[MOMENT_TEXT];
    int64_t kept;
    enum err err = db_run(&kept, db, call, &erasure_keep,
        ARGS(arg_text(erasing->person), arg_text(moment_text(at, call->now)), arg_text(text_or(call->who, "")),
            arg_text(erasing->reason)));
    erasing->done = kept == 1;
    if (!err)
        err = db_run(NULL, db, call, &key_destroy, ARGS(arg_text(erasing->person)));
    if (err || !erasing->done)
        return err;
    struct buffer *entry = buffer_new(call->arena, 64 << 10);
    struct json json = json_begin(entry);
    json_object(&json);
    json_member(&json, "reason", erasing->reason);
    json_end(&json);
    return ledger_add(db, call, "erase", "person_key", erasing->person, entry->at);
}

/* One line "store person at", on the disk before it counts. */
static enum err list(struct store *store, struct call *call, const char *person, const char *at)
{
    char line[LINE_MOST];
    int size = snprintf(line, sizeof line, "%s %s %s\n", store->id, person, at);
    int to = open(store->erased_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    bool written = to >= 0 && size < (int)sizeof line && write(to, line, (size_t)size) == size && fsync(to) == 0;
    int why = errno;
    if (to >= 0)
        close(to);
    return written ? OK : fail_system(call, store->erased_path, strerror(why));
}

enum err person_destroy(struct db *db, struct call *call, const char *person)
{
    struct erasing erasing = {.person = person, .reason = text_or(call->reason, "")};
    if (!person[0] || strpbrk(person, " \n") || strlen(person) > LINE_MOST / 2)
        return fail_field(call, ERR_INVALID, "not_found", "person", person);
    return erase(db, call, &erasing);
}

/* When the file cannot be written now, store_tend completes it. */
enum err person_destroyed(struct store *store, struct call *call, const char *person)
{
    char at[MOMENT_TEXT];
    enum err err = list(store, call, person, moment_text(at, call->now));
    if (!err)
        store->engine->scrub(store);
    return err;
}

static enum err destroy(struct db *db, struct call *call, void *arg)
{
    return person_destroy(db, call, arg);
}

enum err person_erase(struct store *store, struct call *call, const char *person)
{
    enum err err = store_write(store, call, destroy, arena_text(call->arena, person));
    return err ? err : person_destroyed(store, call, person);
}

bool person_erased(struct db *db, struct call *call, const char *person)
{
    unsigned char key[KEY_SIZE];
    bool erased = key_find(key, db, call, person) == ERR_NOT_FOUND;
    sodium_memzero(key, sizeof key);
    return erased;
}

enum err person_replay(int64_t *count, struct store *store, struct call *call, const char *path)
{
    char line[LINE_MOST];
    enum err err = OK;
    *count = 0;
    FILE *file = fopen(path, "re");
    if (!file)
        return errno == ENOENT ? OK : fail_system(call, path, strerror(errno));
    while (!err && fgets(line, sizeof line, file)) {
        char *person = strchr(line, ' '), *at = person ? strchr(person + 1, ' ') : NULL;
        if (!at || !strchr(at, '\n'))
            continue;
        *person++ = *at = 0;
        if (!text_is(line, store->id))
            continue;
        struct erasing erasing = {.person = person, .reason = "restore"};
        err = store_write(store, call, erase, &erasing);
        *count += !err && erasing.done;
    }
    fclose(file);
    if (*count)
        store->engine->scrub(store);
    return err;
}

/* Is there a line for this person already? */
static bool is_listed(const struct store *store, const char *person)
{
    char line[LINE_MOST], start[LINE_MOST];
    bool found = false;
    FILE *file = fopen(store->erased_path, "re");
    snprintf(start, sizeof start, "%s %s ", store->id, person);
    while (file && !found && fgets(line, sizeof line, file))
        found = text_starts(line, start) && strchr(line, '\n');
    if (file)
        fclose(file);
    return found;
}

enum err person_list_erasures(struct store *store, struct call *call)
{
    struct db *db;
    struct rows *rows;
    enum err err = store_reader(&db, store, call);
    if (!err)
        err = db_query(&rows, db, call, &erasures, NO_ARGS);
    if (err)
        return err;
    while (!err && rows_next(rows))
        if (!is_listed(store, rows_text(rows, 0)))
            err = list(store, call, rows_text(rows, 0), rows_text(rows, 1));
    enum err end = rows_end(rows);
    return err ? err : end;
}
