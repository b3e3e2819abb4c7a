/*
 * The copy of the chain's head outside the database: a file to which a line "store seq hash" is added after each group of
 * writers. Somebody who shortens the log, or puts an old file back, cannot make it shorter without touching this one too.
 *
 * A line is written after its commit is durable, and without waiting for the disk: after a crash the copy may be behind,
 * never ahead. Several processes may add lines in any order: what counts is the greatest number.
 */
#include "store/engine.h"
#include "base/log.h"
#include "base/text.h"
#include "store/ledger.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LINE_MOST = 160, LONGEST = 1 << 20, KEPT = 64 << 10 };

/* The last KEPT bytes of the file take its place: it is replaced whole, so that nobody reads half of it. */
static void shorten(struct store *store)
{
    static char kept[KEPT];
    char path[4096];
    struct stat now;
    if (fstat(store->head_file, &now) != 0 || now.st_size < LONGEST ||
        snprintf(path, sizeof path, "%s.new", store->head_path) >= (int)sizeof path)
        return;
    ssize_t got = pread(store->head_file, kept, sizeof kept, now.st_size - KEPT);
    const char *line = got > 0 ? memchr(kept, '\n', (size_t)got) : NULL;
    int to = line ? open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600) : -1;
    if (to < 0)
        return;
    size_t size = (size_t)(kept + got - line) - 1;
    bool written = write(to, line + 1, size) == (ssize_t)size;
    close(to);
    if (!written || rename(path, store->head_path) != 0) {
        unlink(path);
        return;
    }
    close(store->head_file);
    store->head_file = -1;
}

/* The file may have been replaced by another process. */
static bool open_file(struct store *store)
{
    struct stat now;
    if (store->head_file >= 0 && (fstat(store->head_file, &now) != 0 || now.st_nlink == 0)) {
        close(store->head_file);
        store->head_file = -1;
    }
    if (store->head_file < 0)
        store->head_file = open(store->head_path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    return store->head_file >= 0;
}

void head_write(struct store *store, const struct ledger_head *head)
{
    char line[LINE_MOST], hex[HASH_HEX];
    int size =
        snprintf(line, sizeof line, "%s %lld %s\n", store->id, (long long)head->seq, hash_text(hex, &head->hash));
    if (!open_file(store) || write(store->head_file, line, (size_t)size) != size) {
        LOG(LOG_ERROR, "ledger_head_copy", {"path", store->head_path, 0}, {"error", strerror(errno), 0});
        return;
    }
    if (head->seq % 1024 == 0)
        shorten(store);
}

/* "store seq hash" of this store; anything else, a torn last line too, is passed over. */
static bool read_line(const struct store *store, char *line, struct ledger_head *out)
{
    char *seq = strchr(line, ' '), *hash = seq ? strchr(seq + 1, ' ') : NULL;
    if (!hash)
        return false;
    *seq = *hash = 0;
    return text_is(line, store->id) && text_number(&out->seq, seq + 1) && hash_parse(&out->hash, hash + 1);
}

bool head_read(struct store *store, struct ledger_head *out)
{
    FILE *file = fopen(store->head_path, "re");
    char line[LINE_MOST];
    bool any = false;
    if (!file)
        return false;
    while (fgets(line, sizeof line, file)) {
        struct ledger_head head;
        char *end = strchr(line, '\n');
        if (!end)
            continue;
        *end = 0;
        if (read_line(store, line, &head) && (!any || head.seq > out->seq)) {
            *out = head;
            any = true;
        }
    }
    fclose(file);
    return any;
}
