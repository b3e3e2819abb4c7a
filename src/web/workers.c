#include "web/workers.h"
#include <pthread.h>
#include <stdlib.h>

enum { WAITING_MOST = 512, WORKERS_MOST = 64 };

struct task {
    worker_task *run;
    void *arg;
};

struct workers {
    pthread_mutex_t lock;
    pthread_cond_t come;
    struct task ring[WAITING_MOST];
    size_t first, count;
    bool ending;
    size_t arena_limit;
    atomic_llong *waiting;
    unsigned threads;
    pthread_t thread[WORKERS_MOST];
};

static bool next_task(struct workers *workers, struct task *task)
{
    pthread_mutex_lock(&workers->lock);
    while (!workers->count && !workers->ending)
        pthread_cond_wait(&workers->come, &workers->lock);
    bool some = workers->count > 0;
    if (some) {
        *task = workers->ring[workers->first];
        workers->first = (workers->first + 1) % WAITING_MOST;
        atomic_store(workers->waiting, (long long)--workers->count);
    }
    pthread_mutex_unlock(&workers->lock);
    return some;
}

static void *work(void *arg)
{
    struct workers *workers = arg;
    struct arena *arena = NULL;
    struct task task;
    while (next_task(workers, &task)) {
        if (!arena)
            arena = arena_new(workers->arena_limit); /* memory may have been short the last time */
        task.run(arena, task.arg);
        if (arena)
            arena_reset(arena);
    }
    arena_free(arena);
    return NULL;
}

struct workers *workers_new(unsigned count, size_t arena_limit, atomic_llong *waiting)
{
    struct workers *workers = calloc(1, sizeof *workers);
    if (!workers)
        return NULL;
    pthread_mutex_init(&workers->lock, NULL);
    pthread_cond_init(&workers->come, NULL);
    workers->arena_limit = arena_limit;
    workers->waiting = waiting;
    for (; workers->threads < count && workers->threads < WORKERS_MOST; workers->threads++)
        if (pthread_create(&workers->thread[workers->threads], NULL, work, workers))
            break;
    if (!workers->threads) {
        workers_free(workers);
        return NULL;
    }
    return workers;
}

bool workers_add(struct workers *workers, worker_task *task, void *arg)
{
    pthread_mutex_lock(&workers->lock);
    bool room = workers->count < WAITING_MOST && !workers->ending;
    if (room) {
        workers->ring[(workers->first + workers->count) % WAITING_MOST] = (struct task){task, arg};
        atomic_store(workers->waiting, (long long)++workers->count);
        pthread_cond_signal(&workers->come);
    }
    pthread_mutex_unlock(&workers->lock);
    return room;
}

void workers_free(struct workers *workers)
{
    if (!workers)
        return;
    pthread_mutex_lock(&workers->lock);
    workers->ending = true;
    pthread_cond_broadcast(&workers->come);
    pthread_mutex_unlock(&workers->lock);
    for (unsigned i = 0; i < workers->threads; i++)
        pthread_join(workers->thread[i], NULL);
    pthread_mutex_destroy(&workers->lock);
    pthread_cond_destroy(&workers->come);
    free(workers);
}
