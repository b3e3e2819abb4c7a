/*
 * The tables of the store itself, in the DDL of doc/sql.md. A statement that begins with "-- sqlite" or "-- postgres"
 * is for that engine only. A migration that has been released is never changed: what comes later is a new one.
 * Numbers below 100 are the store's; those of the records follow.
 */
#include "store/engine.h"

static const char *const first_tables[] = {
    /* Which migrations this store has been through. */
    "CREATE TABLE migration (\n"
    "    number BIGINT PRIMARY KEY,\n"
    "    name TEXT NOT NULL,\n"
    "    at TEXT NOT NULL\n"
    ")",

    /* Named values kept with the store: its id, settings of the office. */
    "CREATE TABLE meta (\n"
    "    name TEXT PRIMARY KEY,\n"
    "    value TEXT NOT NULL\n"
    ")",

    /* Every change, in a chain of hashes (store/ledger.h). */
    "CREATE TABLE ledger (\n"
    "    seq BIGINT PRIMARY KEY,\n"
    "    at TEXT NOT NULL,\n"
    "    who TEXT NOT NULL,\n"
    "    action TEXT NOT NULL,\n"
    "    noun TEXT NOT NULL,\n"
    "    id TEXT,              -- NULL: a batch\n"
    "    batch TEXT,           -- its rows in ledger_row\n"
    "    entry TEXT NOT NULL,  -- canonical JSON\n"
    "    prev_hash BYTEA NOT NULL,\n"
    "    hash BYTEA NOT NULL,\n"
    "    seal BYTEA            -- store/ledger_seal.h\n"
    ")",
    /* An id tells nearly always which noun is meant: the shorter the index, the fewer pages a commit writes. */
    "CREATE INDEX ledger_by_row ON ledger (id) WHERE id IS NOT NULL",
    "CREATE INDEX ledger_by_batch ON ledger (batch) WHERE batch IS NOT NULL",
    /* 26: the id of an account (base/id.h), also where it is the deputy of another: "ID for ID". */
    "CREATE INDEX ledger_by_who ON ledger (substr(who, 1, 26), seq)",
    "CREATE INDEX ledger_by_noun ON ledger (noun, seq)",

    /* The rows of a batch, an import: vouched for by the digest in the batch's own entry. */
    "CREATE TABLE ledger_row (\n"
    "    batch TEXT NOT NULL,\n"
    "    n BIGINT NOT NULL,\n"
    "    noun TEXT NOT NULL,\n"
    "    id TEXT NOT NULL,\n"
    "    entry TEXT NOT NULL,\n"
    "    PRIMARY KEY (batch, n)\n"
    ")",
    "CREATE INDEX ledger_row_by_row ON ledger_row (id, noun)",

    /*
     * The newest entry: one row, the last thing a group of writers locks before it commits. Where there is one writer at
     * a time nothing needs locking, and the newest row of the ledger says it.
     */
    "-- postgres\n"
    "CREATE TABLE ledger_head (\n"
    "    one BIGINT PRIMARY KEY CHECK (one = 1),\n"
    "    seq BIGINT NOT NULL,\n"
    "    hash BYTEA NOT NULL\n"
    ")",
    "-- postgres\n"
    "INSERT INTO ledger_head (one, seq, hash) VALUES (1, 0, decode(repeat('00', 32), 'hex'))",

    /* Writes that a client may repeat: what was answered the first time. */
    "CREATE TABLE idempotency (\n"
    "    who TEXT NOT NULL,\n"
    "    key TEXT NOT NULL,\n"
    "    request TEXT NOT NULL,\n"
    "    at TEXT NOT NULL,\n"
    "    reply TEXT,\n"
    "    PRIMARY KEY (who, key)\n"
    ")",
    "CREATE INDEX idempotency_by_age ON idempotency (at)",

    /* The key of each person whose data is kept, itself encrypted with the wrapping key of the key file; NULL: erased. */
    "CREATE TABLE person_key (\n"
    "    person TEXT PRIMARY KEY,\n"
    "    wrapped BYTEA\n"
    ")",
    "CREATE TABLE erasure (\n"
    "    person TEXT PRIMARY KEY,\n"
    "    at TEXT NOT NULL,\n"
    "    who TEXT NOT NULL,\n"
    "    reason TEXT NOT NULL\n"
    ")",

    /* Files by the hash of their bytes, in pieces. */
    "CREATE TABLE blob_file (\n"
    "    hash TEXT PRIMARY KEY,\n"
    "    size BIGINT NOT NULL,\n"
    "    at TEXT NOT NULL\n"
    ")",
    "CREATE TABLE blob_piece (\n"
    "    hash TEXT NOT NULL REFERENCES blob_file (hash),\n"
    "    at BIGINT NOT NULL,   -- of its first byte\n"
    "    bytes BYTEA NOT NULL,\n"
    "    PRIMARY KEY (hash, at)\n"
    ")",

    /* Long work (store/job.h). Times of leases are the database's, in microseconds. */
    "CREATE TABLE job (\n"
    "    id TEXT PRIMARY KEY,\n"
    "    kind TEXT NOT NULL,\n"
    "    owner TEXT NOT NULL,\n"
    "    arg TEXT NOT NULL,\n"
    "    status TEXT NOT NULL CHECK (status IN ('waiting', 'running', 'done', 'failed', 'cancelled')),\n"
    "    result TEXT,\n"
    "    step TEXT,\n"
    "    done BIGINT NOT NULL,\n"
    "    total BIGINT NOT NULL,\n"
    "    attempt BIGINT NOT NULL,\n"
    "    created TEXT NOT NULL,\n"
    "    started TEXT,\n"
    "    ended TEXT,\n"
    "    node TEXT,\n"
    "    lease BIGINT,\n"
    "    cancel BOOLEAN NOT NULL\n"
    ")",
    "CREATE INDEX job_to_do ON job (created, id) WHERE status IN ('waiting', 'running')",
    "CREATE INDEX job_by_owner ON job (owner, id)",

    /* Texts that can be found (store/search.h), with the tokens of base/fold.h. */
    "CREATE TABLE search_doc (\n"
    "    number BIGINT PRIMARY KEY,\n"
    "    noun TEXT NOT NULL,\n"
    "    id TEXT NOT NULL,\n"
    "    lang TEXT NOT NULL,\n"
    "    audience TEXT NOT NULL,\n"
    "    title TEXT NOT NULL,\n"
    "    body TEXT NOT NULL,\n"
    "    title_tokens TEXT NOT NULL,\n"
    "    tokens TEXT NOT NULL,\n"
    "    UNIQUE (noun, id, lang)\n"
    ")",
    "-- sqlite\n"
    "CREATE VIRTUAL TABLE search_index USING fts5(\n"
    "    title_tokens, tokens, content = 'search_doc', content_rowid = 'number', tokenize = \"unicode61 "
    "remove_diacritics 0\"\n"
    ")",
    "-- postgres\n"
    "ALTER TABLE search_doc ALTER COLUMN number ADD GENERATED BY DEFAULT AS IDENTITY",
    "-- postgres\n"
    "CREATE INDEX search_index ON search_doc USING gin (\n"
    "    to_tsvector('simple', title_tokens || ' ' || tokens)\n"
    ")",
    NULL,
};

static const char *const long_work[] = {
    /* Who needs a file: it is there as long as somebody does. */
    "CREATE TABLE blob_hold (\n"
    "    hash TEXT NOT NULL REFERENCES blob_file (hash),\n"
    "    holder TEXT NOT NULL,\n"
    "    PRIMARY KEY (hash, holder)\n"
    ")",
    "CREATE INDEX blob_hold_by_holder ON blob_hold (holder)",

    /* The job whose answer this one was agreed to on: at most one can follow another. */
    "ALTER TABLE job ADD COLUMN follows TEXT",
    "CREATE UNIQUE INDEX job_follows ON job (follows) WHERE follows IS NOT NULL",
    "CREATE INDEX job_ended ON job (ended) WHERE ended IS NOT NULL",

    /* What a job has to say in more than a few lines, as JSON: rows that it refuses, rows that it would change. */
    "CREATE TABLE job_line (\n"
    "    job TEXT NOT NULL REFERENCES job (id),\n"
    "    kind TEXT NOT NULL,\n"
    "    n BIGINT NOT NULL,\n"
    "    line TEXT NOT NULL,\n"
    "    PRIMARY KEY (job, kind, n)\n"
    ")",
    NULL,
};

const struct migration store_schema[] = {
    {1, "the store", first_tables},
    {2, "long work", long_work},
};
const size_t store_schema_count = sizeof store_schema / sizeof *store_schema;
