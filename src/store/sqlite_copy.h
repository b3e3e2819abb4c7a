/* Whole SQLite files: copied page by page, also while others write. Private to src/store. */
#pragma once
#include "store/backup.h"

/* Copies the store in file `from` to a new file, as it stands at one moment; one file, readable by its owner only. */
enum err sqlite_copy(
    struct call *call, const char *from, const char *to, store_progress *progress, void *arg) MUST_CHECK;

/* Brings what stands in the write-ahead log of a file nobody uses into the file itself. */
enum err sqlite_one_file(struct call *call, const char *path) MUST_CHECK;

/* A file and those that SQLite puts beside it. */
void sqlite_remove(const char *path);
