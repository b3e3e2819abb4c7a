/* The key file: made once, read when first needed, kept in memory that is not swapped out. */
#include "store/keys.h"
#include "base/text.h"
#include "store/engine.h"
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct keys {
    unsigned char wrap[KEY_SIZE];
    unsigned char public[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES];
};

static const char first_line[] = "servanda keys 1";

/* A systemd credential stands for the file when there is one. */
static const char *source(const struct store *store, char out[4096])
{
    const char *folder = getenv("CREDENTIALS_DIRECTORY");
    if (folder && snprintf(out, 4096, "%s/servanda.key", folder) < 4096 && access(out, R_OK) == 0)
        return out;
    return store->key_path;
}

const char *keys_path(const struct store *store)
{
    return store->key_path;
}

/* The text after "NAME " on a line of its own. */
static const char *value_of(struct call *call, const char *file, const char *name)
{
    size_t length = strlen(name);
    for (const char *line = file; line && *line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL)
        if (strncmp(line, name, length) == 0 && line[length] == ' ')
            return arena_copy(call->arena, line + length + 1, strcspn(line + length + 1, "\r\n"));
    return NULL;
}

static enum err parse(
    struct keys *keys, const struct store *store, struct call *call, const char *file, const char *path)
{
    unsigned char seed[crypto_sign_SEEDBYTES];
    const char *id = value_of(call, file, "store"), *wrap = value_of(call, file, "wrap"),
               *sign = value_of(call, file, "sign");
    if (!text_starts(file, first_line) || !id || !wrap || !sign || strlen(wrap) != 2 * KEY_SIZE ||
        strlen(sign) != 2 * sizeof seed || !text_from_hex(keys->wrap, KEY_SIZE, wrap) ||
        !text_from_hex(seed, sizeof seed, sign))
        return fail_field(call, ERR_SYSTEM, "store_key_damaged", NULL, path);
    if (!text_is(id, store->id))
        return fail_field(call, ERR_SYSTEM, "store_key_foreign", NULL, path);
    crypto_sign_seed_keypair(keys->public, keys->secret, seed);
    sodium_memzero(seed, sizeof seed);
    return OK;
}

/* The keys, read at the first use. Several threads may come at once: the first to finish wins. */
static enum err load(const struct keys **out, struct store *store, struct call *call)
{
    char path_room[4096], file[1024];
    struct keys *keys = __atomic_load_n(&store->keys, __ATOMIC_ACQUIRE);
    *out = keys;
    if (keys)
        return OK;
    const char *path = source(store, path_room);
    int from = open(path, O_RDONLY | O_CLOEXEC);
    if (from < 0)
        return fail_want(call, ERR_SYSTEM, "store_key_missing", NULL, path, strerror(errno));
    ssize_t size = read(from, file, sizeof file - 1);
    close(from);
    file[size > 0 ? size : 0] = 0;
    struct keys read_keys;
    enum err err = parse(&read_keys, store, call, file, path);
    sodium_memzero(file, sizeof file);
    keys = err ? NULL : sodium_malloc(sizeof *keys);
    if (!err && !keys)
        err = fail(call, ERR_NO_MEMORY, "no_memory");
    if (!err) {
        struct keys *none = NULL;
        *keys = read_keys;
        if (!__atomic_compare_exchange_n(&store->keys, &none, keys, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) {
            sodium_free(keys);
            keys = none;
        }
        *out = keys;
    }
    sodium_memzero(&read_keys, sizeof read_keys);
    return err;
}

void keys_forget(struct store *store)
{
    if (store->keys)
        sodium_free(store->keys);
    store->keys = NULL;
}

enum err keys_make(struct store *store, struct call *call)
{
    unsigned char random[2 * KEY_SIZE];
    char room[4096], wrap[2 * KEY_SIZE + 1], sign[2 * KEY_SIZE + 1], file[512];
    const struct keys *keys;
    if (access(source(store, room), F_OK) == 0)
        return load(&keys, store, call);
    randombytes_buf(random, sizeof random);
    sodium_bin2hex(wrap, sizeof wrap, random, KEY_SIZE);
    sodium_bin2hex(sign, sizeof sign, random + KEY_SIZE, KEY_SIZE);
    int size = snprintf(file, sizeof file, "%s\nstore %s\nwrap %s\nsign %s\n", first_line, store->id, wrap, sign);
    int to = open(store->key_path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool written = to >= 0 && write(to, file, (size_t)size) == size && fsync(to) == 0;
    int why = errno;
    if (to >= 0)
        close(to);
    sodium_memzero(random, sizeof random);
    sodium_memzero(wrap, sizeof wrap);
    sodium_memzero(sign, sizeof sign);
    sodium_memzero(file, sizeof file);
    if (!written)
        return fail_system(call, store->key_path, strerror(why));
    return OK;
}

enum err keys_for(unsigned char out[KEY_SIZE], struct store *store, struct call *call, const char *purpose)
{
    const struct keys *keys;
    enum err err = load(&keys, store, call);
    if (!err)
        crypto_generichash(out, KEY_SIZE, (const unsigned char *)purpose, strlen(purpose), keys->wrap, KEY_SIZE);
    return err;
}

enum err keys_sign(
    unsigned char out[SIGNATURE_SIZE], struct store *store, struct call *call, const void *bytes, size_t size)
{
    const struct keys *keys;
    enum err err = load(&keys, store, call);
    if (!err)
        crypto_sign_detached(out, NULL, bytes, size, keys->secret);
    return err;
}

enum err keys_public(unsigned char out[SIGN_PUBLIC_SIZE], struct store *store, struct call *call)
{
    const struct keys *keys;
    enum err err = load(&keys, store, call);
    if (!err)
        memcpy(out, keys->public, SIGN_PUBLIC_SIZE);
    return err;
}

bool keys_signed(const unsigned char signature[SIGNATURE_SIZE], const unsigned char key[SIGN_PUBLIC_SIZE],
    const void *bytes, size_t size)
{
    return crypto_sign_verify_detached(signature, bytes, size, key) == 0;
}
