/*
 * What the tests of access share: a store on either engine, users, a clock that the tests put forward, the telephone of the second
 * factor. For *_test.c files only.
 */
#pragma once
#include "access/account.h"
#include "access/schema.h"
#include "access/session.h"
#include "access/totp.h"
#include "test/on_both.h"

#define SECOND INT64_C(1000000)
#define MINUTE (60 * SECOND)
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)

static const char good[] = "Tulips grow in Delft", other[] = "Herring swims by Bergen";
static struct store *store;

static inline void later(int64_t by)
{
    test_call.now += by;
    test_call.today = date_of_moment(test_call.now);
    call_clear(&test_call);
}

static inline void as_operator(void)
{
    user_enter(&test_call, user_operator(test_call.arena, "root"));
}

static inline void open_new_store(void)
{
    store = new_store(access_schema, access_schema_count);
    as_operator();
}

static inline struct db *reader(void)
{
    struct db *db;
    REQUIRE(store_reader(&db, store, &test_call) == OK);
    return db;
}

static inline char *add(const char *login, enum role role, const char *scope)
{
    char *id;
    struct scope roles[] = {{role, scope}};
    struct account account = {.login = login,
        .name = arena_format(test_call.arena, "%s Example", login),
        .password = good,
        .roles = roles,
        .role_count = 1};
    REQUIRE(user_add(&id, store, &test_call, &account) == OK);
    return id;
}

static inline struct user *load(const char *id)
{
    struct user *user;
    REQUIRE(user_load(&user, reader(), &test_call, id) == OK);
    return user;
}

static inline void as(const char *id)
{
    user_enter(&test_call, load(id));
}

static inline enum err try(const char *login, const char *password, const char *address, const char *device)
{
    struct session_new got;
    struct sign_in in = {.login = login, .password = password, .address = address, .device = device};
    call_clear(&test_call);
    return session_sign_in(&got, store, &test_call, &in, "browser", NULL);
}

static inline struct session_new enter(const char *login, const char *password, const char *device, const char *old)
{
    struct session_new got;
    struct sign_in in = {.login = login, .password = password, .address = "192.0.2.1", .device = device};
    REQUIRE(session_sign_in(&got, store, &test_call, &in, "browser", old) == OK);
    return got;
}

static inline enum err look(struct session *out, const char *token)
{
    return session_load(out, reader(), &test_call, token);
}

static inline const char *fault(void)
{
    return test_call.faults ? test_call.faults->key : NULL;
}

/* ---- the telephone of the second factor ---- */

static unsigned char totp_secret[TOTP_SECRET];

/* Reads the secret as a telephone does. */
static inline void read_secret(const char *letters)
{
    unsigned bits = 0, held = 0;
    size_t n = 0;
    for (; *letters; letters++) {
        if (*letters == ' ')
            continue;
        held = held << 5 | (unsigned)(*letters >= 'A' ? *letters - 'A' : *letters - '2' + 26);
        if ((bits += 5) >= 8)
            totp_secret[n++] = (unsigned char)(held >> (bits -= 8));
    }
    REQUIRE(n == TOTP_SECRET);
}

static inline const char *code_now(void)
{
    static char code[TOTP_DIGITS + 1];
    REQUIRE(totp_code(code, totp_secret, test_call.now / SECOND / TOTP_SECONDS));
    return code;
}
