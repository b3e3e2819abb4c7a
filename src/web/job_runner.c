#include "web/job_runner.h"
#include "access/job_kind.h"
#include "base/id.h"
#include "base/log.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { MEMORY = 64 << 20, LOOK_SECONDS = 1, NODE_TEXT = 300 };

struct job_runner {
    pthread_mutex_t lock;
    pthread_cond_t change; /* a job was added, or ended, or all is to end */
    unsigned long added, ended;
    struct job_node node;
    atomic_bool ending;
    pthread_t thread;
    char name[NODE_TEXT];
};

struct turn {
    struct job_runner *runner;
    struct arena *arena;
    bool did;
};

static enum err take_turn(void *arg)
{
    struct turn *turn = arg;
    return job_work(&turn->did, &turn->runner->node, turn->arena);
}

/* One job, when there is one. A store that does not answer is asked again a second later. */
static bool do_one(struct job_runner *runner, struct arena *arena)
{
    struct turn turn = {.runner = runner, .arena = arena};
    enum err err = arena_run(arena, take_turn, &turn);
    if (err)
        LOG(LOG_WARN, "job", {"error", err_name(err), 0});
    arena_reset(arena);
    return turn.did && !err;
}

static struct timespec in(int milliseconds)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += milliseconds / 1000;
    until.tv_nsec += milliseconds % 1000 * 1000000L;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    return until;
}

static void *work(void *arg)
{
    struct job_runner *runner = arg;
    struct arena *arena = arena_new(MEMORY);
    unsigned long seen = 0;
    while (arena && !atomic_load(&runner->ending)) {
        bool more = do_one(runner, arena);
        struct timespec until = in(LOOK_SECONDS * 1000);
        pthread_mutex_lock(&runner->lock);
        if (more) {
            runner->ended++;
            pthread_cond_broadcast(&runner->change);
        } else if (seen == runner->added && !atomic_load(&runner->ending)) {
            pthread_cond_timedwait(&runner->change, &runner->lock, &until);
        }
        seen = runner->added;
        pthread_mutex_unlock(&runner->lock);
    }
    arena_free(arena);
    return NULL;
}

static void destroy(struct job_runner *runner)
{
    pthread_cond_destroy(&runner->change);
    pthread_mutex_destroy(&runner->lock);
    free(runner);
}

struct job_runner *job_runner_new(struct store *store)
{
    struct job_runner *runner = store ? calloc(1, sizeof *runner) : NULL;
    pthread_condattr_t attributes;
    char host[200] = "", id[ID_TEXT];
    if (!runner)
        return NULL;
    gethostname(host, sizeof host - 1);
    snprintf(runner->name, sizeof runner->name, "%s %s", host, id_new(id, now_utc()));
    runner->node = (struct job_node){.store = store, .name = runner->name, .now = now_utc, .ending = &runner->ending};
    pthread_mutex_init(&runner->lock, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&runner->change, &attributes);
    pthread_condattr_destroy(&attributes);
    if (pthread_create(&runner->thread, NULL, work, runner) == 0)
        return runner;
    LOG(LOG_WARN, "job", {"error", "no thread", 0});
    destroy(runner);
    return NULL;
}

void job_runner_free(struct job_runner *runner)
{
    if (!runner)
        return;
    atomic_store(&runner->ending, true);
    job_runner_wake(runner);
    pthread_join(runner->thread, NULL);
    destroy(runner);
}

void job_runner_wake(struct job_runner *runner)
{
    if (!runner)
        return;
    pthread_mutex_lock(&runner->lock);
    runner->added++;
    pthread_cond_broadcast(&runner->change);
    pthread_mutex_unlock(&runner->lock);
}

unsigned long job_runner_ended(struct job_runner *runner)
{
    if (!runner)
        return 0;
    pthread_mutex_lock(&runner->lock);
    unsigned long ended = runner->ended;
    pthread_mutex_unlock(&runner->lock);
    return ended;
}

void job_runner_wait(struct job_runner *runner, unsigned long ended, int milliseconds)
{
    if (!runner)
        return;
    struct timespec until = in(milliseconds);
    int code = 0;
    pthread_mutex_lock(&runner->lock);
    while (runner->ended <= ended && code == 0 && !atomic_load(&runner->ending))
        code = pthread_cond_timedwait(&runner->change, &runner->lock, &until);
    pthread_mutex_unlock(&runner->lock);
}
