/*
 * The secrets of a store: a key that encrypts other keys (wrap) and a key pair that signs (issued reports, tokens). They
 * stand in a file beside the store, readable by its owner only, never in the database:
 *
 *     servanda keys 1
 *     store ID
 *     wrap HEX
 *     sign HEX
 *
 * SQLite: FILE.key beside the store. PostgreSQL: $XDG_STATE_HOME/servanda/STORE_ID.key. Anywhere else:
 * SERVANDA_KEY_FILE, or the systemd credential "servanda.key". Nodes of one store share it. Whoever loses it can still read
 * everything but personal data.
 */
#pragma once
#include "store/store.h"

enum { KEY_SIZE = 32, SIGNATURE_SIZE = 64, SIGN_PUBLIC_SIZE = 32 };

/* Makes new keys for a new store; keeps those that are there already when they are this store's. */
enum err keys_make(struct store *store, struct call *call) MUST_CHECK;
void keys_forget(struct store *store);

/* Where they are. */
const char *keys_path(const struct store *store);

/* A key for one purpose ("session", "commitment", ...), derived from the wrapping key: the same for every node. */
enum err keys_for(unsigned char out[KEY_SIZE], struct store *store, struct call *call, const char *purpose) MUST_CHECK;

/* Signing, and the public half by which others check it. */
enum err keys_sign(unsigned char out[SIGNATURE_SIZE], struct store *store, struct call *call, const void *bytes,
    size_t size) MUST_CHECK;
enum err keys_public(unsigned char out[SIGN_PUBLIC_SIZE], struct store *store, struct call *call) MUST_CHECK;
bool keys_signed(const unsigned char signature[SIGNATURE_SIZE], const unsigned char key[SIGN_PUBLIC_SIZE],
    const void *bytes, size_t size);
