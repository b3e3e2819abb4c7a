#include "store/sqlite_log.h"
#include <pthread.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <string.h>

/* SQLite's own files take less than 128 KB at once. */
enum { HELD_MOST = 120 << 10, STEP = 256 << 10 };

/* The file as SQLite sees it; the system's own stands behind it in the same memory. */
struct log {
    sqlite3_file base;
    sqlite3_file *file;
    char *held;
    int held_size;
    sqlite3_int64 held_at; /* where in the file it belongs */
    sqlite3_int64 length;  /* of the file, as far as we know */
};

static struct log *log_of(sqlite3_file *base)
{
    return (struct log *)base;
}

static int put(struct log *log, const void *bytes, int size, sqlite3_int64 at)
{
    return log->file->pMethods->xWrite(log->file, bytes, size, at);
}

/* When the file has grown to `end`, it grows a step beyond. A disk that has no room for that does no harm: nothing stands there. */
static void make_room(struct log *log, sqlite3_int64 end)
{
    sqlite3_int64 length = end, wanted = (end / STEP + 1) * STEP;
    if (end <= log->length)
        return;
    int code = log->file->pMethods->xFileSize(log->file, &length);
    memset(log->held, 0, HELD_MOST);
    while (code == SQLITE_OK && length < wanted) {
        int size = wanted - length < HELD_MOST ? (int)(wanted - length) : HELD_MOST;
        code = put(log, log->held, size, length);
        length += size;
    }
    log->length = length;
}

/* Hands over what is held. After a failure it is gone: SQLite undoes the transaction. */
static int hand_over(struct log *log)
{
    int size = log->held_size;
    if (size == 0)
        return SQLITE_OK;
    log->held_size = 0;
    int code = put(log, log->held, size, log->held_at);
    if (code == SQLITE_OK)
        make_room(log, log->held_at + size);
    return code;
}

static int log_write(sqlite3_file *base, const void *bytes, int size, sqlite3_int64 at)
{
    struct log *log = log_of(base);
    if (log->held_size && (at != log->held_at + log->held_size || size > HELD_MOST - log->held_size)) {
        int code = hand_over(log);
        if (code != SQLITE_OK)
            return code;
    }
    if (!log->held)
        log->held = sqlite3_malloc(HELD_MOST);
    if (!log->held || size > HELD_MOST)
        return put(log, bytes, size, at);
    if (log->held_size == 0)
        log->held_at = at;
    memcpy(log->held + log->held_size, bytes, (size_t)size);
    log->held_size += size;
    return SQLITE_OK;
}

static int log_read(sqlite3_file *base, void *bytes, int size, sqlite3_int64 at)
{
    struct log *log = log_of(base);
    int code = hand_over(log);
    return code == SQLITE_OK ? log->file->pMethods->xRead(log->file, bytes, size, at) : code;
}

static int log_flush(sqlite3_file *base, int flags)
{
    struct log *log = log_of(base);
    int code = hand_over(log);
    return code == SQLITE_OK ? log->file->pMethods->xSync(log->file, flags) : code;
}

static int log_length(sqlite3_file *base, sqlite3_int64 *out)
{
    struct log *log = log_of(base);
    int code = hand_over(log);
    return code == SQLITE_OK ? log->file->pMethods->xFileSize(log->file, out) : code;
}

static int log_truncate(sqlite3_file *base, sqlite3_int64 length)
{
    struct log *log = log_of(base);
    int code = hand_over(log);
    if (code != SQLITE_OK)
        return code;
    log->length = length;
    return log->file->pMethods->xTruncate(log->file, length);
}

/* What nobody flushed belongs to no commit. */
static int log_close(sqlite3_file *base)
{
    struct log *log = log_of(base);
    sqlite3_free(log->held);
    log->held = NULL;
    return log->file->pMethods->xClose(log->file);
}

static int log_lock(sqlite3_file *base, int how)
{
    return log_of(base)->file->pMethods->xLock(log_of(base)->file, how);
}

static int log_unlock(sqlite3_file *base, int how)
{
    return log_of(base)->file->pMethods->xUnlock(log_of(base)->file, how);
}

static int log_locked(sqlite3_file *base, int *out)
{
    return log_of(base)->file->pMethods->xCheckReservedLock(log_of(base)->file, out);
}

static int log_control(sqlite3_file *base, int what, void *arg)
{
    return log_of(base)->file->pMethods->xFileControl(log_of(base)->file, what, arg);
}

static int log_sector(sqlite3_file *base)
{
    return log_of(base)->file->pMethods->xSectorSize(log_of(base)->file);
}

static int log_character(sqlite3_file *base)
{
    return log_of(base)->file->pMethods->xDeviceCharacteristics(log_of(base)->file);
}

static const sqlite3_io_methods methods = {
    .iVersion = 1,
    .xClose = log_close,
    .xRead = log_read,
    .xWrite = log_write,
    .xTruncate = log_truncate,
    .xSync = log_flush,
    .xFileSize = log_length,
    .xLock = log_lock,
    .xUnlock = log_unlock,
    .xCheckReservedLock = log_locked,
    .xFileControl = log_control,
    .xSectorSize = log_sector,
    .xDeviceCharacteristics = log_character,
};

/* The log is ours; every other file is the system's. */
static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *flags_out)
{
    sqlite3_vfs *system = sqlite3_vfs_find(NULL);
    if (!(flags & SQLITE_OPEN_WAL))
        return system->xOpen(system, name, file, flags, flags_out);
    struct log *log = log_of(file);
    *log = (struct log){.file = (sqlite3_file *)(log + 1)};
    int code = system->xOpen(system, name, log->file, flags, flags_out);
    if (code == SQLITE_OK)
        log->base.pMethods = &methods;
    return code;
}

static sqlite3_vfs ours;
static bool there;

static void register_it(void)
{
    sqlite3_vfs *system = sqlite3_vfs_find(NULL);
    if (!system)
        return;
    ours = *system; /* its functions do not ask by which name they were found */
    ours.pNext = NULL;
    ours.zName = "servanda";
    ours.szOsFile += (int)sizeof(struct log);
    ours.xOpen = open_file;
    there = sqlite3_vfs_register(&ours, 0) == SQLITE_OK;
}

const char *sqlite_log(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, register_it);
    return there ? ours.zName : NULL;
}
