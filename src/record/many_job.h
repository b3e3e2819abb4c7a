/*
 * Imports and changes of many rows as long work, each in two jobs: a trial that stores nothing and tells what would happen, and, when the
 * person has agreed, the work itself. The second follows the first, so that nobody can agree twice; it ends in the transaction
 * of the work, so that no crash does it twice.
 */
#pragma once
#include "access/job_kind.h"
#include "record/bulk.h"
#include "record/transfer.h"

/* ---- beginning: inside store_write ---- */

struct import_ask {
    const struct record *record;
    const char *name; /* of the file, only to be shown */
    const char *bytes;
    size_t size;
    enum transfer format;
    const struct input *asked; /* what the file leaves to whoever brings it */
    int asked_count;
    bool trial, skip_bad; /* without a trial: what is wrong with the file is told all the same, and nothing stored */
};
enum err import_begin(char **id, struct db *db, struct call *call, const struct import_ask *ask) MUST_CHECK;

struct bulk_ask {
    const struct record *record;
    const struct bulk_wish *wish;
    bool trial, skip_bad;
};
enum err bulk_begin(char **id, struct db *db, struct call *call, const struct bulk_ask *ask) MUST_CHECK;

/*
 * What a trial tried is done; or what was refused because of some rows is done without them. ERR_CONFLICT when that was agreed to before
 * (job_after), or is no longer to be had.
 */
enum err many_agree(char **id, struct db *db, struct call *call, const struct job *job, bool skip_bad) MUST_CHECK;

/* ---- looking ---- */

/* "Import: States": what a job of any kind does, for people. */
const char *job_words(struct call *call, const struct job *job);

/* What a job of these kinds is about, and what came of it. */
struct many_seen {
    const struct record *record;
    bool is_import, trial, skip_bad;
    const char *file; /* import: its name */
    const struct json_value *wish;
    bool ended_well; /* it is done, and what follows is known */
    bool stored;     /* something was, and stands in the ledger */
    bool file_wrong; /* nothing could be read as rows: the one bad line is about the file */
    struct many_report report;
    int64_t lines[4]; /* by enum line_kind: how many there are to read */
    int64_t ledger_after;
    const char *at; /* of its entries in the ledger */
};
/* ERR_NOT_FOUND without a fault when it is of another kind. */
enum err many_seen(struct many_seen *out, struct call *call, const struct job *job) MUST_CHECK;

/* Rows it would change something in. */
static inline bool many_has_work(const struct many_seen *seen)
{
    return seen->report.added + seen->report.changed > 0;
}

/* ---- doing: the four kinds, for job_kind_register ---- */

extern struct job_kind import_trial_job, import_job, bulk_trial_job, bulk_job;
