#include "mandate/parse_many.h"
#include <pthread.h>
#include <sched.h>
#include <string.h>
#include "base/buffer.h"
#include "mandate/akn.h"

enum { MOST_WORKERS = 16, WAITING = 4, SLOTS = MOST_WORKERS * WAITING };
static const size_t MEMORY = (size_t)1536 << 20, OUTPUT = (size_t)1 << 30;

struct slot {
    struct parse_job job;
    bool done;
};

struct pool {
    const struct parse_many *many;
    pthread_mutex_t mutex;
    pthread_cond_t free, finished;
    struct slot slots[SLOTS];
    size_t slot_count;
    size_t next, printed; /* files taken; files printed */
    bool stop;
    bool short_of_memory; /* for a file; known to the caller's thread */
};

struct worker {
    struct pool *pool;
    struct arena *arena; /* of its reader */
    struct mandate_reader *reader;
    struct slot *slot;
    pthread_t thread;
};

static void read_akn(struct mandate_reading *out, struct worker *w, const char *bytes, size_t size)
{
    struct call call;
    call_init(&call, w->slot->job.arena, LANG_EN, 0);
    struct buffer *text = buffer_new(call.arena, OUTPUT);
    if (akn_text(text, &call, bytes, size) == OK)
        mandate_read(out, w->reader, call.arena, text->size ? text->at : "", text->size);
    else
        *out = (struct mandate_reading){.error = "mandate_none", .looks_like = "xml"};
}

static enum err read_one(void *arg)
{
    struct worker *w = arg;
    struct parse_job *job = &w->slot->job;
    const struct parse_many *many = w->pool->many;
    struct mandate_reading reading = {0};
    const char *bytes, *reason;
    size_t size;
    job->out = buffer_new(job->arena, OUTPUT);
    const struct file_held *held = job->held;
    enum err err = held ? OK : file_bytes(&bytes, &size, job->arena, job->path, many->most_bytes, &reason);
    if (held) {
        bytes = held->bytes;
        size = held->size;
    }
    if (err == ERR_NO_MEMORY)
        return err;
    job->bytes = err ? NULL : bytes;
    job->size = err ? 0 : size;
    if (err)
        reading = (struct mandate_reading){.error = err == ERR_LIMIT ? "mandate_too_large" : "file_cannot_read",
            .looks_like = err == ERR_LIMIT ? "text" : reason};
    else if (akn_looks(bytes, size))
        read_akn(&reading, w, bytes, size);
    else
        mandate_read(&reading, w->reader, job->arena, bytes, size);
    many->write(job, &reading, job->path, many->arg);
    return OK;
}

/* A file for which memory does not suffice is refused like one that is too large. */
static enum err refuse_one(void *arg)
{
    struct worker *w = arg;
    struct parse_job *job = &w->slot->job;
    struct mandate_reading reading = {.error = "mandate_too_large", .looks_like = "text"};
    job->out = buffer_new(job->arena, OUTPUT);
    job->kept = NULL;
    w->pool->many->write(job, &reading, job->path, w->pool->many->arg);
    return OK;
}

static void begin_job(struct parse_job *job, const struct file_list *files, size_t i)
{
    *job =
        (struct parse_job){.arena = job->arena, .path = files->paths[i], .held = files->held ? &files->held[i] : NULL};
}

static bool print_one(struct pool *pool, const struct parse_job *job, size_t done)
{
    pool->short_of_memory |= job->short_of_memory;
    return job->out && pool->many->print(job, done, pool->many->arg);
}

static enum err end_of(const struct pool *pool, struct call *call)
{
    return pool->short_of_memory ? fail(call, ERR_NO_MEMORY, "no_memory") : OK;
}

static void do_one(struct worker *w)
{
    if (arena_run(w->slot->job.arena, read_one, w) == OK)
        return;
    arena_reset(w->slot->job.arena);
    w->slot->job.short_of_memory = true;
    if (arena_run(w->slot->job.arena, refuse_one, w) != OK)
        w->slot->job.out = NULL;
}

static enum err make_reader(void *arg)
{
    struct worker *w = arg;
    w->reader = mandate_reader_new(w->arena);
    return OK;
}

static void *work(void *arg)
{
    struct worker *w = arg;
    struct pool *pool = w->pool;
    for (;;) {
        pthread_mutex_lock(&pool->mutex);
        while (!pool->stop && pool->next < pool->many->files->count && pool->next >= pool->printed + pool->slot_count)
            pthread_cond_wait(&pool->free, &pool->mutex);
        if (pool->stop || pool->next >= pool->many->files->count) {
            pthread_mutex_unlock(&pool->mutex);
            return NULL;
        }
        size_t taken = pool->next++;
        pthread_mutex_unlock(&pool->mutex);
        w->slot = &pool->slots[taken % pool->slot_count];
        begin_job(&w->slot->job, pool->many->files, taken);
        do_one(w);
        pthread_mutex_lock(&pool->mutex);
        w->slot->done = true;
        pthread_cond_signal(&pool->finished);
        pthread_mutex_unlock(&pool->mutex);
    }
}

static size_t cores(void)
{
    cpu_set_t set;
    int count = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    return count < 1 ? 1 : count > MOST_WORKERS ? MOST_WORKERS : (size_t)count;
}

static void print_all(struct pool *pool)
{
    size_t count = pool->many->files->count;
    for (size_t i = 0; i < count; i++) {
        struct slot *slot = &pool->slots[i % pool->slot_count];
        pthread_mutex_lock(&pool->mutex);
        while (!slot->done)
            pthread_cond_wait(&pool->finished, &pool->mutex);
        pthread_mutex_unlock(&pool->mutex);
        bool go_on = print_one(pool, &slot->job, i + 1);
        arena_reset(slot->job.arena);
        pthread_mutex_lock(&pool->mutex);
        slot->done = false;
        pool->printed = i + 1;
        pool->stop = !go_on;
        pthread_cond_broadcast(&pool->free);
        pthread_mutex_unlock(&pool->mutex);
        if (!go_on)
            return;
    }
}

/* One core: no threads. */
static void one_after_the_other(struct pool *pool, struct worker *w)
{
    w->slot = &pool->slots[0];
    for (size_t i = 0; i < pool->many->files->count; i++) {
        begin_job(&w->slot->job, pool->many->files, i);
        do_one(w);
        bool go_on = print_one(pool, &w->slot->job, i + 1);
        arena_reset(w->slot->job.arena);
        if (!go_on)
            return;
    }
}

enum err parse_many(const struct parse_many *many, struct call *call)
{
    struct pool *pool = NEW(call->arena, struct pool);
    size_t workers = cores(), started = 0;
    struct worker *all = NEW_ARRAY(call->arena, workers, struct worker);
    enum err err = OK;
    *pool = (struct pool){.many = many,
        .mutex = PTHREAD_MUTEX_INITIALIZER,
        .free = PTHREAD_COND_INITIALIZER,
        .finished = PTHREAD_COND_INITIALIZER};
    if (workers > many->files->count)
        workers = many->files->count ? many->files->count : 1;
    pool->slot_count = workers * WAITING;
    for (size_t i = 0; i < pool->slot_count; i++)
        pool->slots[i].job.arena = arena_within(call->arena, MEMORY);
    for (size_t i = 0; i < workers && !err; i++) {
        all[i].pool = pool;
        all[i].arena = arena_within(call->arena, (size_t)16 << 20);
        err = arena_run(all[i].arena, make_reader, &all[i]);
    }
    if (err)
        return err;
    if (workers == 1) {
        one_after_the_other(pool, &all[0]);
        return end_of(pool, call);
    }
    while (started < workers && pthread_create(&all[started].thread, NULL, work, &all[started]) == 0)
        started++;
    if (!started) {
        one_after_the_other(pool, &all[0]);
        return end_of(pool, call);
    }
    print_all(pool);
    for (size_t i = 0; i < started; i++)
        pthread_join(all[i].thread, NULL);
    return end_of(pool, call);
}
