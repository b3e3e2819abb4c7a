/*
 * Backup, restore, check.
 *
 * A backup is one SQLite file, whatever the engine it came from: it can be looked into with any SQLite tool, and restored
 * into either engine. It is taken while others read and write, and shows one moment. The keys are not in it: keep the key
 * file (store/keys.h) apart, and the list of erasures beside the new store, so that nobody who was erased comes back.
 */
#pragma once
#include "store/store.h"

/* Writes a backup to a file that is not there yet. A backup that fails leaves no file. */
enum err store_backup(
    struct store *store, struct call *call, const char *file, store_progress *progress, void *arg) MUST_CHECK;

struct restored {
    int64_t rows;        /* 0 from file to file, where pages are copied */
    int64_t erased;      /* persons whose keys were destroyed again */
    int64_t backup_head; /* number of the newest entry in the backup */
    int64_t lost_head;   /* newest entry that a head file found at the new place knew of; 0: none */
    bool keys_missing;   /* there is no key file: personal data cannot be read until it is brought */
};

/*
 * Makes a new store at `url` from a backup, brings it up to date, replays the erasures listed in FILE.erased there and in `erased`
 * (NULL: none), and enters the restoration into the ledger. A copy of the ledger's head that stands there is kept aside.
 */
enum err store_restore(struct restored *out, struct call *call, const char *file, const char *url, const char *erased,
    const struct migration *migrations, size_t count) MUST_CHECK;

/* Looks the store over; tells each problem. Deep: reads every page, every file, every entry of the index. */
typedef void store_problem(const char *kind, const char *what, void *arg); /* integrity, reference, file, index, keys */
enum err store_check(
    int64_t *problems, struct store *store, struct call *call, bool deep, store_problem *problem, void *arg) MUST_CHECK;
