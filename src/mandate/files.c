#include "mandate/files.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/text.h"

enum { MOST_DEPTH = 100 };

static void add(struct file_list *list, struct arena *arena, const char *path)
{
    if (list->count == list->room) {
        size_t room = list->room ? list->room * 2 : 64;
        const char **grown = NEW_ARRAY(arena, room, const char *);
        if (list->count)
            memcpy(grown, list->paths, list->count * sizeof *grown);
        list->paths = grown;
        list->room = room;
    }
    list->paths[list->count++] = path;
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool is_folder(const char *path, unsigned char kind)
{
    struct stat stat_of;
    return kind == DT_DIR ||
        ((kind == DT_UNKNOWN || kind == DT_LNK) && stat(path, &stat_of) == 0 && S_ISDIR(stat_of.st_mode));
}

static void close_folder(void *folder)
{
    closedir(folder);
}

static enum err walk(struct file_list *list, struct call *call, const char *folder, int depth)
{
    DIR *listing = depth < MOST_DEPTH ? opendir(folder) : NULL;
    if (!listing)
        return fail_want(
            call, ERR_SYSTEM, "file_cannot_read", NULL, folder, strerror(depth < MOST_DEPTH ? errno : ELOOP));
    arena_defer(call->arena, close_folder, listing);
    size_t length = strlen(folder);
    enum err err = OK;
    for (struct dirent *entry; !err && (entry = readdir(listing)) != NULL;) {
        if (entry->d_name[0] == '.')
            continue;
        const char *path =
            arena_format(call->arena, "%s%s%s", folder, length && folder[length - 1] == '/' ? "" : "/", entry->d_name);
        if (is_folder(path, entry->d_type))
            err = walk(list, call, path, depth + 1);
        else if (text_ends(entry->d_name, ".txt"))
            add(list, call->arena, path);
    }
    return err;
}

enum err files_named(struct file_list *out, struct call *call, const char *path)
{
    struct stat stat_of;
    if (stat(path, &stat_of) != 0)
        return fail_want(call, errno == ENOENT || errno == ENOTDIR ? ERR_NOT_FOUND : ERR_SYSTEM, "file_cannot_read",
            NULL, path, strerror(errno));
    if (!S_ISDIR(stat_of.st_mode)) {
        add(out, call->arena, path);
        return OK;
    }
    size_t before = out->count;
    enum err err = walk(out, call, path, 0);
    if (!err && out->count > before)
        qsort(out->paths + before, out->count - before, sizeof *out->paths, by_bytes);
    return err;
}

enum err file_bytes(
    const char **bytes, size_t *size, struct arena *arena, const char *path, size_t most, const char **reason)
{
    struct stat stat_of;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    *reason = NULL;
    if (file < 0 || fstat(file, &stat_of) != 0 || S_ISDIR(stat_of.st_mode)) {
        *reason = strerror(file < 0 ? errno : EISDIR);
        if (file >= 0)
            close(file);
        return ERR_SYSTEM;
    }
    size_t room = S_ISREG(stat_of.st_mode) ? (size_t)stat_of.st_size + 1 : most, got = 0;
    if (room > most + 1) {
        close(file);
        return ERR_LIMIT;
    }
    char *at = arena_try(arena, room);
    ssize_t n = 0;
    while (at && got < room && (n = read(file, at + got, room - got)) > 0)
        got += (size_t)n;
    int failed = errno;
    close(file);
    if (!at || n < 0) {
        *reason = strerror(at ? failed : ENOMEM);
        return at ? ERR_SYSTEM : ERR_NO_MEMORY;
    }
    *bytes = at;
    *size = got;
    return got == room && room == most ? ERR_LIMIT : OK;
}
