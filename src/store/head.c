/*
 * The copy of the chain's head outside the database: a small file of lines "store seq hash", one written after each group of
 * writers. Somebody who shortens the log, or puts an old file back, cannot make it shorter without touching this one too.
 *
 * A line is written after its commit is durable, and without waiting for the disk: after a crash the copy may be behind,
 * never ahead. Lines take turns in a fixed number of places, so that the file never grows and writing it costs the next
 * flush of the database nothing. A line that the chain contradicts is evidence and is not overwritten before its turn comes
 * again. Several processes may write.
 */
#include "base/log.h"
#include "base/text.h"
#include "store/engine.h"
#include "store/ledger.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LINE = 128 };

/*
 * Somebody may have taken the file away: then a new one is begun. Only that is asked: who asks a file for its times gets a new time for
 * the next write, however near it is, and so a new inode for the next flush of the database to wait for.
 */
static bool open_file(struct store *store)
{
    struct statx now;
    if (store->head_file >= 0 &&
        (statx(store->head_file, "", AT_EMPTY_PATH, STATX_NLINK, &now) != 0 || now.stx_nlink == 0)) {
        close(store->head_file);
        store->head_file = -1;
    }
    if (store->head_file < 0)
        store->head_file = open(store->head_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    return store->head_file >= 0;
}

/* "store seq hash" of this store; anything else, a half-written line too, is passed over. */
static bool read_line(const struct store *store, int file, int place, struct ledger_head *out)
{
    char line[LINE + 1];
    if (pread(file, line, LINE, (off_t)place * LINE) != LINE || line[LINE - 1] != '\n')
        return false;
    line[LINE] = 0;
    char *seq = strchr(line, ' '), *hash = seq ? strchr(seq + 1, ' ') : NULL,
         *end = hash ? strchr(hash + 1, ' ') : NULL;
    if (!end)
        return false;
    *seq = *hash = *end = 0;
    return text_is(line, store->id) && text_number(&out->seq, seq + 1) && hash_parse(&out->hash, hash + 1);
}

static void write_line(struct store *store, const struct ledger_head *head)
{
    struct ledger_head before;
    char line[2 * LINE], hex[HASH_HEX];
    int place = (int)(head->seq % HEAD_LINES);
    memset(line, ' ', sizeof line);
    int size = snprintf(line, sizeof line, "%s %lld %s", store->id, (long long)head->seq, hash_text(hex, &head->hash));
    line[size] = ' '; /* in place of the NUL */
    line[LINE - 1] = '\n';
    if (open_file(store) && read_line(store, store->head_file, place, &before) && before.seq >= head->seq) {
        LOG(LOG_ERROR, "ledger_head_contradicted", {"path", store->head_path, 0}, {"seq", NULL, before.seq});
        return;
    }
    if (store->head_file < 0 || pwrite(store->head_file, line, LINE, (off_t)place * LINE) != LINE)
        LOG(LOG_ERROR, "ledger_head_copy", {"path", store->head_path, 0}, {"error", strerror(errno), 0});
}

void head_write(struct store *store, const struct ledger_head *head)
{
    pthread_mutex_lock(&store->head_lock);
    write_line(store, head);
    pthread_mutex_unlock(&store->head_lock);
}

int head_read(struct store *store, struct ledger_head *out)
{
    int count = 0, file = open(store->head_path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return 0;
    for (int i = 0; i < HEAD_LINES; i++)
        count += read_line(store, file, i, &out[count]);
    close(file);
    return count;
}
