/*
 * Copying an SQLite file page by page. The source is held in a reading transaction, so that the copy shows one moment and is not
 * begun again whenever somebody writes.
 */
#include "store/sqlite_copy.h"
#include <sqlite3.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PAGES_AT_ONCE = 250 };

void sqlite_remove(const char *path)
{
    static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
    char name[4096];
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (snprintf(name, sizeof name, "%s%s", path, ends[i]) < (int)sizeof name)
            unlink(name);
}

static enum err refuse(struct call *call, int code, const char *path, const char *message)
{
    switch (code & 0xFF) {
    case SQLITE_NOTADB: return fail_field(call, ERR_INVALID, "store_foreign", NULL, path);
    case SQLITE_CANTOPEN: return fail_field(call, ERR_NOT_FOUND, "store_missing", NULL, path);
    case SQLITE_CORRUPT: return fail_field(call, ERR_INVALID, "store_damaged", path, message);
    case SQLITE_FULL: return fail(call, ERR_SYSTEM, "store_full");
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return fail(call, ERR_BUSY, "store_busy");
    case SQLITE_NOMEM: return fail(call, ERR_NO_MEMORY, "no_memory");
    default: return fail_system(call, path, message);
    }
}

/* Nothing here takes memory from an arena, so that the three handles are always let go. */
static int copy_pages(sqlite3 *to, sqlite3 *from, store_progress *progress, void *arg, bool *stopped)
{
    int code = sqlite3_exec(from, "BEGIN; SELECT count(*) FROM sqlite_master", NULL, NULL, NULL);
    sqlite3_backup *backup = code ? NULL : sqlite3_backup_init(to, "main", from, "main");
    if (!backup)
        return code ? code : sqlite3_errcode(to);
    do {
        code = sqlite3_backup_step(backup, PAGES_AT_ONCE);
        int64_t total = sqlite3_backup_pagecount(backup), left = sqlite3_backup_remaining(backup);
        *stopped = code == SQLITE_OK && progress && !progress(total - left, total, arg);
    } while (code == SQLITE_OK && !*stopped);
    int end = sqlite3_backup_finish(backup);
    return code == SQLITE_DONE ? end : code;
}

enum err sqlite_copy(struct call *call, const char *from, const char *to, store_progress *progress, void *arg)
{
    sqlite3 *source = NULL, *target = NULL;
    bool stopped = false;
    char message[200] = "";
    const char *at = from;
    int code = sqlite3_open_v2(from, &source, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (code) {
        sqlite3_close(source);
        code = sqlite3_open_v2(from, &source, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL);
    }
    if (!code) {
        sqlite3_busy_timeout(source, 10000);
        at = to;
        code = sqlite3_open_v2(to, &target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
        chmod(to, 0600);
    }
    if (!code) {
        at = from;
        code = copy_pages(target, source, progress, arg, &stopped);
    }
    if (code)
        snprintf(message, sizeof message, "%s", sqlite3_errstr(code));
    sqlite3_close(target);
    sqlite3_close(source);
    if (stopped)
        return fail(call, ERR_BUSY, "store_stopped");
    return code ? refuse(call, code, at, message) : OK;
}

enum err sqlite_one_file(struct call *call, const char *path)
{
    sqlite3 *file = NULL;
    int code = sqlite3_open_v2(path, &file, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (!code)
        code = sqlite3_exec(file, "PRAGMA journal_mode=DELETE", NULL, NULL, NULL);
    sqlite3_close(file);
    return code ? refuse(call, code, path, sqlite3_errstr(code)) : OK;
}
