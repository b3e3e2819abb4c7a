/*
 * Long work. A node claims a job for a lease by the database's own clock, so that nodes whose clocks differ agree; each claim is a new
 * attempt, and a write that carries an older one changes nothing.
 */
#include "store/job.h"
#include "base/id.h"
#include "base/text.h"
#include "store/blob.h"
#include "store/engine.h"
#include <string.h>

enum { ATTEMPTS_MOST = 5, FILE_DAYS = 1, JOB_DAYS = 7, TENDED_AT_ONCE = 100 };
static const int64_t lease_microseconds = INT64_C(60) * 1000000, day_microseconds = INT64_C(86400) * 1000000;

static const SQL(job_keep,
    "INSERT INTO job (id, kind, owner, arg, status, done, total, attempt, created, cancel, follows) "
    "VALUES ($1, $2, $3, $4, 'waiting', 0, 0, 0, $5, FALSE, $6)");
static const SQL(job_by_id,
    "SELECT id, kind, owner, arg, status, result, step, done, total, attempt, created, started, ended, node, cancel, "
    "follows "
    "FROM job WHERE id = $1");
static const SQL(job_to_do,
    "SELECT id, kind, owner, arg, status, result, step, done, total, attempt, created, started, ended, node, cancel, "
    "follows "
    "FROM job WHERE status IN ('waiting', 'running') AND (status = 'waiting' OR lease < $1) "
    "ORDER BY created, id LIMIT 1");
static const SQL(job_take,
    "UPDATE job SET status = 'running', attempt = attempt + 1, node = $3, lease = $4, started = $5 "
    "WHERE id = $1 AND attempt = $2 AND status IN ('waiting', 'running') RETURNING attempt");
static const SQL(job_give_up,
    "UPDATE job SET status = $3, ended = $4, lease = NULL WHERE id = $1 AND attempt = $2 AND status = 'running'");
static const SQL(job_tell,
    "UPDATE job SET step = $3, done = $4, total = $5, lease = $6 "
    "WHERE id = $1 AND attempt = $2 AND status = 'running' RETURNING cancel");
static const SQL(job_finish,
    "UPDATE job SET status = $3, result = $4, ended = $5, lease = NULL "
    "WHERE id = $1 AND attempt = $2 AND status = 'running'");
static const SQL(
    job_drop, "UPDATE job SET status = 'cancelled', cancel = TRUE, ended = $2 WHERE id = $1 AND status = 'waiting'");
static const SQL(job_ask_end, "UPDATE job SET cancel = TRUE WHERE id = $1 AND status = 'running'");
static const SQL(job_wait_again,
    "UPDATE job SET status = 'waiting', lease = NULL WHERE id = $1 AND attempt = $2 AND status = 'running'");
static const SQL(job_next, "SELECT id FROM job WHERE follows = $1");
static const SQL(line_keep, "INSERT INTO job_line (job, kind, n, line) VALUES ($1, $2, $3, $4)");
static const SQL(
    lines_after, "SELECT n, line FROM job_line WHERE job = $1 AND kind = $2 AND n > $3 ORDER BY n LIMIT $4");
static const SQL(job_holding,
    "SELECT id FROM job WHERE ended < $1 AND EXISTS "
    "(SELECT 1 FROM blob_hold WHERE holder = 'job ' || job.id) ORDER BY ended, id LIMIT 1");
static const SQL(job_old, "SELECT id FROM job WHERE ended < $1 ORDER BY ended, id LIMIT 1");
static const SQL(lines_drop, "DELETE FROM job_line WHERE job = $1");
static const SQL(job_forget, "DELETE FROM job WHERE id = $1");
static const SQL(jobs_of,
    "SELECT id, kind, owner, arg, status, result, step, done, total, attempt, created, started, ended, node, cancel, "
    "follows "
    "FROM job WHERE owner = $1 ORDER BY id DESC LIMIT $2");
static const SQL(jobs_all,
    "SELECT id, kind, owner, arg, status, result, step, done, total, attempt, created, started, ended, node, cancel, "
    "follows "
    "FROM job ORDER BY id DESC LIMIT $1");

static const SQL(job_newest,
    "SELECT id, kind, owner, arg, status, result, step, done, total, attempt, created, started, ended, node, cancel, "
    "follows FROM job WHERE kind = $1 AND status = 'done' ORDER BY id DESC LIMIT 1");
static const SQL(jobs_counted,
    "SELECT count(*) FILTER (WHERE status = 'waiting'), count(*) FILTER (WHERE status = 'running'), "
    "count(*) FILTER (WHERE status = 'failed' AND ended >= $1) FROM job");

static struct job read_job(struct rows *rows, struct arena *arena)
{
    return (struct job){.id = rows_copy(rows, 0, arena),
        .kind = rows_copy(rows, 1, arena),
        .owner = rows_copy(rows, 2, arena),
        .arg = rows_copy(rows, 3, arena),
        .status = rows_copy(rows, 4, arena),
        .result = rows_copy(rows, 5, arena),
        .step = rows_copy(rows, 6, arena),
        .done = rows_number(rows, 7),
        .total = rows_number(rows, 8),
        .attempt = rows_number(rows, 9),
        .created = rows_copy(rows, 10, arena),
        .started = rows_copy(rows, 11, arena),
        .ended = rows_copy(rows, 12, arena),
        .node = rows_copy(rows, 13, arena),
        .cancel = rows_number(rows, 14) == 1,
        .follows = rows_copy(rows, 15, arena)};
}

/* The first answer; out->id stays NULL when there is none. */
static enum err one_job(
    struct job *out, struct db *db, struct call *call, const struct sql *sql, const struct arg *args, size_t count)
{
    struct rows *rows;
    *out = (struct job){0};
    enum err err = db_query(&rows, db, call, sql, args, count);
    if (err)
        return err;
    if (rows_next(rows))
        *out = read_job(rows, call->arena);
    return rows_end(rows);
}

const char *job_holder(struct arena *arena, const char *id)
{
    return arena_format(arena, "job %s", id);
}

static enum err let_go(struct db *db, struct call *call, const char *id)
{
    return blob_let_go(db, call, job_holder(call->arena, id));
}

/* Adding and cancelling. */

struct adding {
    const char *kind, *arg;
    char **id;
};

static enum err add(struct db *db, struct call *call, void *arg)
{
    const struct adding *adding = arg;
    return job_add_in(adding->id, db, call, adding->kind, adding->arg, NULL);
}

enum err job_add_in(char **id, struct db *db, struct call *call, const char *kind, const char *arg, const char *follows)
{
    char made[ID_TEXT], at[MOMENT_TEXT];
    *id = arena_text(call->arena, id_new(made, call->now));
    return db_run(NULL, db, call, &job_keep,
        ARGS(arg_text(*id), arg_text(kind), arg_text(text_or(call->who, "")), arg_text(arg),
            arg_text(moment_text(at, call->now)), arg_text(follows)));
}

enum err job_add(char **id, struct store *store, struct call *call, const char *kind, const char *arg)
{
    return store_write(store, call, add, &(struct adding){kind, arg, id});
}

/* The first column of the first answer, copied; NULL when there is none. */
static enum err one_id(char **id, struct db *db, struct call *call, const struct sql *sql, const char *arg)
{
    struct rows *rows;
    *id = NULL;
    enum err err = db_query(&rows, db, call, sql, ARGS(arg_text(arg)));
    if (err)
        return err;
    if (rows_next(rows))
        *id = rows_copy(rows, 0, call->arena);
    return rows_end(rows);
}

enum err job_after(char **id, struct db *db, struct call *call, const char *follows)
{
    return one_id(id, db, call, &job_next, follows);
}

enum err job_load(struct job *out, struct db *db, struct call *call, const char *id)
{
    enum err err = one_job(out, db, call, &job_by_id, ARGS(arg_text(id)));
    if (!err && !out->id)
        err = fail_field(call, ERR_NOT_FOUND, "not_found", "job", id);
    return err;
}

static enum err cancel(struct db *db, struct call *call, void *arg)
{
    const char *id = arg;
    char at[MOMENT_TEXT];
    int64_t dropped;
    struct job job;
    enum err err = db_run(&dropped, db, call, &job_drop, ARGS(arg_text(id), arg_text(moment_text(at, call->now))));
    if (!err && !dropped) {
        int64_t asked;
        err = db_run(&asked, db, call, &job_ask_end, ARGS(arg_text(id)));
        if (err || asked)
            return err;
        err = job_load(&job, db, call, id); /* ended already, or never there */
    }
    return err ? err : let_go(db, call, id);
}

enum err job_cancel(struct store *store, struct call *call, const char *id)
{
    return store_write(store, call, cancel, (void *)id);
}

/* Working. */

struct claiming {
    struct job *job;
    const char *node;
};

/* A job that took down whoever tried it, or that was to be cancelled when its node died, is not tried again. */
static enum err give_up(struct db *db, struct call *call, const struct job *job)
{
    char at[MOMENT_TEXT];
    enum err err = db_run(NULL, db, call, &job_give_up,
        ARGS(arg_text(job->id), arg_number(job->attempt), arg_text(job->cancel ? "cancelled" : "failed"),
            arg_text(moment_text(at, call->now))));
    return err ? err : let_go(db, call, job->id);
}

static enum err claim(struct db *db, struct call *call, void *arg)
{
    struct claiming *claiming = arg;
    struct job *job = claiming->job;
    char at[MOMENT_TEXT];
    for (;;) {
        int64_t clock, attempt;
        enum err err = db_number(&clock, db, call, db->engine->clock, NO_ARGS);
        if (!err)
            err = one_job(job, db, call, &job_to_do, ARGS(arg_number(clock)));
        if (err || !job->id)
            return err;
        if (text_is(job->status, "running") && (job->cancel || job->attempt >= ATTEMPTS_MOST)) {
            err = give_up(db, call, job);
            if (err)
                return err;
            continue;
        }
        err = db_number(&attempt, db, call, &job_take,
            ARGS(arg_text(job->id), arg_number(job->attempt), arg_text(claiming->node),
                arg_number(clock + lease_microseconds), arg_text(moment_text(at, call->now))));
        if (err)
            return err;
        if (attempt == UNKNOWN)
            continue; /* another node was faster */
        job->attempt = attempt;
        job->status = "running";
        job->node = arena_text(call->arena, claiming->node);
        return OK;
    }
}

enum err job_claim(struct job *out, struct store *store, struct call *call, const char *node)
{
    struct claiming claiming = {out, node};
    struct db *db;
    int64_t clock;
    /* Looking first, without writing: most of the time there is nothing to do. */
    enum err err = store_reader(&db, store, call);
    if (!err)
        err = db_number(&clock, db, call, db->engine->clock, NO_ARGS);
    if (!err)
        err = one_job(out, db, call, &job_to_do, ARGS(arg_number(clock)));
    if (err || !out->id)
        return err;
    err = store_write(store, call, claim, &claiming);
    if (err)
        *out = (struct job){0};
    return err;
}

struct telling {
    const struct job *job;
    const char *step, *status, *result;
    int64_t done, total;
    bool *cancel;
};

static enum err tell(struct db *db, struct call *call, void *arg)
{
    const struct telling *t = arg;
    int64_t clock, asked;
    enum err err = db_number(&clock, db, call, db->engine->clock, NO_ARGS);
    if (!err)
        err = db_number(&asked, db, call, &job_tell,
            ARGS(arg_text(t->job->id), arg_number(t->job->attempt), arg_text(t->step), arg_number(t->done),
                arg_number(t->total), arg_number(clock + lease_microseconds)));
    if (!err && asked == UNKNOWN)
        err = fail_field(call, ERR_STALE, "stale", NULL, t->job->id);
    if (!err)
        *t->cancel = asked == 1;
    return err;
}

enum err job_progress(bool *cancel_asked, struct store *store, struct call *call, const struct job *job,
    const char *step, int64_t done, int64_t total)
{
    struct telling telling = {.job = job, .step = step, .done = done, .total = total, .cancel = cancel_asked};
    *cancel_asked = false;
    return store_write(store, call, tell, &telling);
}

enum err job_end_in(struct db *db, struct call *call, const struct job *job, const char *status, const char *result)
{
    char at[MOMENT_TEXT];
    int64_t changed;
    enum err err = db_run(&changed, db, call, &job_finish,
        ARGS(arg_text(job->id), arg_number(job->attempt), arg_text(status), arg_text(result),
            arg_text(moment_text(at, call->now))));
    if (!err && !changed)
        err = fail_field(call, ERR_STALE, "stale", NULL, job->id);
    return err || text_is(status, "done") ? err : let_go(db, call, job->id);
}

static enum err finish(struct db *db, struct call *call, void *arg)
{
    const struct telling *t = arg;
    return job_end_in(db, call, t->job, t->status, t->result);
}

enum err job_end(struct store *store, struct call *call, const struct job *job, const char *status, const char *result)
{
    struct telling telling = {.job = job, .status = status, .result = result};
    return store_write(store, call, finish, &telling);
}

static enum err wait_again(struct db *db, struct call *call, void *arg)
{
    const struct job *job = arg;
    return db_run(NULL, db, call, &job_wait_again, ARGS(arg_text(job->id), arg_number(job->attempt)));
}

enum err job_give_back(struct store *store, struct call *call, const struct job *job)
{
    return store_write(store, call, wait_again, (void *)job);
}

/* Lines. */

enum err job_unsay(struct db *db, struct call *call, const struct job *job)
{
    return db_run(NULL, db, call, &lines_drop, ARGS(arg_text(job->id)));
}

enum err job_say(struct db *db, struct call *call, const struct job *job, const char *kind, int64_t n, const char *line)
{
    return db_later(db, call, &line_keep, ARGS(arg_text(job->id), arg_text(kind), arg_number(n), arg_text(line)));
}

enum err job_said(struct db *db, struct call *call, const char *id, const char *kind, int64_t after, int most,
    job_each_line *each, void *arg)
{
    struct rows *rows;
    enum err err = db_query(
        &rows, db, call, &lines_after, ARGS(arg_text(id), arg_text(kind), arg_number(after), arg_number(most)));
    if (err)
        return err;
    while (!err && rows_next(rows)) {
        int64_t n = rows_number(rows, 0);
        err = each(n, rows_copy(rows, 1, call->arena), call, arg);
    }
    enum err end = rows_end(rows);
    return err ? err : end;
}

enum err job_list(struct db *db, struct call *call, const char *owner, int most, job_each *each, void *arg)
{
    struct rows *rows;
    enum err err = owner ? db_query(&rows, db, call, &jobs_of, ARGS(arg_text(owner), arg_number(most)))
                         : db_query(&rows, db, call, &jobs_all, ARGS(arg_number(most)));
    if (err)
        return err;
    while (!err && rows_next(rows)) {
        struct job job = read_job(rows, call->arena);
        err = each(&job, call, arg);
    }
    enum err end = rows_end(rows);
    return err ? err : end;
}

enum err job_latest(struct job *out, struct db *db, struct call *call, const char *kind)
{
    return one_job(out, db, call, &job_newest, ARGS(arg_text(kind)));
}

enum err job_count(struct job_counts *out, struct db *db, struct call *call, const char *since)
{
    struct rows *rows;
    *out = (struct job_counts){0};
    enum err err = db_query(&rows, db, call, &jobs_counted, ARGS(arg_text(since)));
    if (err)
        return err;
    if (rows_next(rows))
        *out = (struct job_counts){rows_number(rows, 0), rows_number(rows, 1), rows_number(rows, 2)};
    return rows_end(rows);
}

/* Housekeeping: one job in each transaction, so that nobody waits for all of them. */

struct tending {
    bool forget; /* else its files only are let go */
    bool done;
};

static enum err tend_one(struct db *db, struct call *call, void *arg)
{
    struct tending *tending = arg;
    char at[MOMENT_TEXT], *id;
    int64_t before = call->now - (tending->forget ? JOB_DAYS : FILE_DAYS) * day_microseconds;
    enum err err = one_id(&id, db, call, tending->forget ? &job_old : &job_holding, moment_text(at, before));
    tending->done = !id;
    if (err || !id)
        return err;
    err = let_go(db, call, id);
    if (!err && tending->forget)
        err = db_run(NULL, db, call, &lines_drop, ARGS(arg_text(id)));
    return err || !tending->forget ? err : db_run(NULL, db, call, &job_forget, ARGS(arg_text(id)));
}

enum err job_tend(struct store *store, struct call *call)
{
    enum err err = OK;
    for (int forget = 0; forget < 2; forget++) {
        struct tending tending = {.forget = forget};
        for (int i = 0; i < TENDED_AT_ONCE && !tending.done && !err; i++)
            err = store_write(store, call, tend_one, &tending);
    }
    return err;
}
