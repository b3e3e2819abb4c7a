/*
 * How a store is: its engine, what it takes on the disk and what is left there, which migrations it has been through, and when
 * it was last backed up.
 */
#pragma once
#include "store/store.h"

enum { MIGRATIONS_LISTED = 200 };

struct migration_done {
    int64_t number;
    const char *name, *at;
};

struct store_health {
    const char *engine, *engine_version; /* "sqlite", "3.40.1" */
    int64_t size;                        /* bytes of the database */
    int64_t disk_free;                   /* bytes left where it stands; UNKNOWN for a server, which only it can tell */
    const char *backup_at;               /* moment; NULL: no backup is known of */
    int64_t backup_head;                 /* newest entry of the ledger in it */
    const struct migration_done *migrations;
    size_t migration_count;
};
enum err store_health(struct store_health *out, struct store *store, struct call *call) MUST_CHECK;

/* Remembers that a backup was made now. What stands in a backup is older than itself. */
enum err store_backup_made(struct store *store, struct call *call) MUST_CHECK;
