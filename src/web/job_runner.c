#include "web/job_runner.h"
#include "access/job_kind.h"
#include "base/id.h"
#include "base/log.h"
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { JOB_MEMORY = 1 << 30, LOOK_EVERY = 1, NODE_TEXT = 300 };

struct job_runner {
    struct store *store;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t end;
    atomic_bool ending;
    char node[NODE_TEXT];
};

struct turn {
    struct job_runner *runner;
    struct call call;
    bool did;
};

static enum err take_turn(void *arg)
{
    struct turn *turn = arg;
    struct job_runner *runner = turn->runner;
    return job_work(&turn->did, runner->store, &turn->call, runner->node, &runner->ending);
}

/* One job, when there is one. A store that does not answer is asked again a second later. */
static bool do_one(struct job_runner *runner, struct arena *arena)
{
    struct turn turn = {.runner = runner};
    call_init(&turn.call, arena, LANG_EN, now_utc());
    enum err err = arena_run(arena, take_turn, &turn);
    if (err)
        LOG(LOG_WARN, "job", {"error", err_name(err), 0});
    arena_reset(arena);
    return turn.did && !err;
}

static void wait_a_little(struct job_runner *runner)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += LOOK_EVERY;
    pthread_mutex_lock(&runner->lock);
    if (!atomic_load(&runner->ending))
        pthread_cond_timedwait(&runner->end, &runner->lock, &until);
    pthread_mutex_unlock(&runner->lock);
}

static void *work(void *arg)
{
    struct job_runner *runner = arg;
    struct arena *arena = arena_new(JOB_MEMORY);
    while (arena && !atomic_load(&runner->ending))
        if (!do_one(runner, arena))
            wait_a_little(runner);
    arena_free(arena);
    return NULL;
}

struct job_runner *job_runner_new(struct store *store)
{
    struct job_runner *runner = store ? calloc(1, sizeof *runner) : NULL;
    char host[200] = "", id[ID_TEXT];
    if (!runner)
        return NULL;
    gethostname(host, sizeof host - 1);
    snprintf(runner->node, sizeof runner->node, "%s %s", host, id_new(id, now_utc()));
    runner->store = store;
    pthread_mutex_init(&runner->lock, NULL);
    pthread_cond_init(&runner->end, NULL);
    if (pthread_create(&runner->thread, NULL, work, runner) == 0)
        return runner;
    LOG(LOG_WARN, "job", {"error", "no thread", 0});
    free(runner);
    return NULL;
}

void job_runner_free(struct job_runner *runner)
{
    if (!runner)
        return;
    pthread_mutex_lock(&runner->lock);
    atomic_store(&runner->ending, true);
    pthread_cond_signal(&runner->end);
    pthread_mutex_unlock(&runner->lock);
    pthread_join(runner->thread, NULL);
    pthread_cond_destroy(&runner->end);
    pthread_mutex_destroy(&runner->lock);
    free(runner);
}
