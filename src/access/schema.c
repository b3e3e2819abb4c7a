#include "access/schema.h"

static const char *const tables[] = {
    /* Who may sign in. name, e-mail and login are the person's; an erased account has none of them and keeps its id for what it did. */
    "CREATE TABLE user_account (\n"
    "    id TEXT PRIMARY KEY,\n"
    "    version BIGINT NOT NULL,\n"
    "    login TEXT UNIQUE,\n" /* NULL: erased */
    "    name TEXT,\n"
    "    email TEXT,\n"
    "    language TEXT,\n"
    "    disabled BOOLEAN NOT NULL,\n"
    "    created TEXT NOT NULL,\n"
    "    password_since TEXT,\n"
    "    second_factor_since TEXT\n"
    ")",
    /* What somebody is to the office; scope: the State, entity or donor that a role of outside is for. */
    "CREATE TABLE user_role (\n"
    "    id TEXT PRIMARY KEY,\n"
    "    version BIGINT NOT NULL,\n"
    "    user_id TEXT NOT NULL REFERENCES user_account (id),\n"
    "    role TEXT NOT NULL,\n"
    "    scope TEXT\n"
    ")",
    "CREATE UNIQUE INDEX user_role_once ON user_role (user_id, role, coalesce(scope, ''))",
    /* argon2id; never in the ledger, which records only that it changed (user_account.password_since). */
    "CREATE TABLE credential (\n"
    "    user_id TEXT PRIMARY KEY REFERENCES user_account (id),\n"
    "    password TEXT NOT NULL,\n"
    "    must_change BOOLEAN NOT NULL\n"
    ")",
    /* The last two sign-ins of each user: the one before is shown. */
    "CREATE TABLE last_sign_in (\n"
    "    user_id TEXT PRIMARY KEY REFERENCES user_account (id),\n"
    "    at TEXT NOT NULL,\n"
    "    address TEXT,\n"
    "    before_at TEXT,\n"
    "    before_address TEXT,\n"
    "    failures BIGINT NOT NULL\n" /* between the two */
    ")",
    /* id is the hash of the token that the browser holds: who reads this table cannot enter with it. */
    "CREATE TABLE session (\n"
    "    id TEXT PRIMARY KEY,\n"
    "    user_id TEXT NOT NULL REFERENCES user_account (id),\n"
    "    stands_for TEXT REFERENCES user_account (id),\n"
    "    wants_code BOOLEAN NOT NULL,\n"
    "    created TEXT NOT NULL,\n"
    "    seen TEXT NOT NULL,\n"
    "    until TEXT NOT NULL,\n"
    "    address TEXT,\n"
    "    agent TEXT\n"
    ")",
    "CREATE INDEX session_of_user ON session (user_id)",
    "CREATE INDEX session_until ON session (until)",
    /* A browser from which the owner of the account has signed in; id is the hash of its cookie. */
    "CREATE TABLE trusted_device (\n"
    "    id TEXT PRIMARY KEY,\n"
    "    user_id TEXT NOT NULL REFERENCES user_account (id),\n"
    "    created TEXT NOT NULL,\n"
    "    until TEXT NOT NULL,\n"
    "    agent TEXT\n"
    ")",
    "CREATE INDEX trusted_device_of_user ON trusted_device (user_id)",
    /* Failed sign-ins, counted per account and client, account, client, device; bucket is a hash of what it counts. */
    "CREATE TABLE login_failure (\n"
    "    bucket TEXT PRIMARY KEY,\n"
    "    failures BIGINT NOT NULL,\n"
    "    last TEXT NOT NULL\n"
    ")",
    "CREATE INDEX login_failure_last ON login_failure (last)",
    /* The second factor. The secret is encrypted under the person's key; not `confirmed` until a first code was right. */
    "CREATE TABLE totp (\n"
    "    user_id TEXT PRIMARY KEY REFERENCES user_account (id),\n"
    "    secret TEXT NOT NULL,\n"
    "    confirmed BOOLEAN NOT NULL,\n"
    "    last_step BIGINT NOT NULL\n" /* of the last code that was right */
    ")",
    "CREATE TABLE recovery_code (\n"
    "    user_id TEXT NOT NULL REFERENCES user_account (id),\n"
    "    hash TEXT NOT NULL,\n"
    "    used TEXT,\n"
    "    PRIMARY KEY (user_id, hash)\n"
    ")",
    /* For programs that ask the API: hash is of the token, which is shown once. roles: names, by spaces. */
    "CREATE TABLE api_token (\n"
    "    id TEXT PRIMARY KEY,\n"
    "    version BIGINT NOT NULL,\n"
    "    user_id TEXT NOT NULL REFERENCES user_account (id),\n"
    "    name TEXT NOT NULL,\n"
    "    roles TEXT NOT NULL,\n"
    "    hash TEXT NOT NULL UNIQUE,\n"
    "    created TEXT NOT NULL,\n"
    "    expires TEXT NOT NULL,\n"
    "    withdrawn TEXT,\n"
    "    used TEXT\n" /* to the hour; not part of the record */
    ")",
    "CREATE INDEX api_token_of_user ON api_token (user_id)",
    /* From since to until (both included) `deputy` may act with the roles of `absent`. */
    "CREATE TABLE stand_in (\n"
    "    id TEXT PRIMARY KEY,\n"
    "    version BIGINT NOT NULL,\n"
    "    absent TEXT NOT NULL REFERENCES user_account (id),\n"
    "    deputy TEXT NOT NULL REFERENCES user_account (id),\n"
    "    since TEXT NOT NULL,\n"
    "    until TEXT NOT NULL,\n"
    "    ended TEXT\n"
    ")",
    "CREATE INDEX stand_in_deputy ON stand_in (deputy)",
    "CREATE INDEX stand_in_absent ON stand_in (absent)",
    NULL,
};

/* What a key is for: NULL for programs, "calendar" for the address of a calendar. */
static const char *const kinds_of_token[] = {"ALTER TABLE api_token ADD COLUMN kind TEXT", NULL};

const struct migration access_schema[] = {
    {.number = 100, .name = "access", .statements = tables},
    {.number = 101, .name = "kinds of token", .statements = kinds_of_token},
};
const size_t access_schema_count = sizeof access_schema / sizeof *access_schema;
