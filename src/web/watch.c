#include "web/watch.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

enum { HEADER_SECONDS = 30, BODY_SECONDS = 180, SEND_SECONDS = 600, PIECE_SECONDS = 60 };

struct watched {
    struct watched *next, *before;
    int socket;
    atomic_int doing;
    atomic_llong since; /* microseconds, monotonic */
};

struct watch {
    pthread_mutex_t lock;
    pthread_cond_t end;
    struct watched *all;
    bool ending;
    pthread_t thread;
};

int64_t monotonic_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

void watch_now(struct watched *watched, enum watch_doing doing)
{
    if (!watched)
        return;
    atomic_store_explicit(&watched->since, monotonic_us(), memory_order_relaxed);
    atomic_store_explicit(&watched->doing, (int)doing, memory_order_relaxed);
}

void watch_cut(const struct watched *watched)
{
    if (watched)
        shutdown(watched->socket, SHUT_RDWR);
}

static bool takes_too_long(const struct watched *watched, int64_t now)
{
    static const int64_t most[] = {[WATCH_HEADER] = HEADER_SECONDS,
        [WATCH_BODY] = BODY_SECONDS,
        [WATCH_SEND] = SEND_SECONDS,
        [WATCH_STREAM] = PIECE_SECONDS};
    int doing = watched->doing;
    return doing != WATCH_ANSWER && now - watched->since > most[doing] * 1000000;
}

static void *look(void *arg)
{
    struct watch *watch = arg;
    pthread_mutex_lock(&watch->lock);
    while (!watch->ending) {
        struct timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_sec++;
        pthread_cond_timedwait(&watch->end, &watch->lock, &until);
        int64_t now = monotonic_us();
        for (struct watched *at = watch->all; at; at = at->next)
            if (takes_too_long(at, now))
                watch_cut(at);
    }
    pthread_mutex_unlock(&watch->lock);
    return NULL;
}

struct watch *watch_new(void)
{
    struct watch *watch = calloc(1, sizeof *watch);
    if (!watch)
        return NULL;
    pthread_mutex_init(&watch->lock, NULL);
    pthread_cond_init(&watch->end, NULL);
    if (pthread_create(&watch->thread, NULL, look, watch)) {
        free(watch);
        return NULL;
    }
    return watch;
}

void watch_free(struct watch *watch)
{
    if (!watch)
        return;
    pthread_mutex_lock(&watch->lock);
    watch->ending = true;
    pthread_cond_signal(&watch->end);
    pthread_mutex_unlock(&watch->lock);
    pthread_join(watch->thread, NULL);
    pthread_mutex_destroy(&watch->lock);
    pthread_cond_destroy(&watch->end);
    free(watch);
}

struct watched *watch_begin(struct watch *watch, int socket)
{
    struct watched *watched = calloc(1, sizeof *watched);
    if (!watched)
        return NULL;
    watched->socket = socket;
    watch_now(watched, WATCH_HEADER);
    pthread_mutex_lock(&watch->lock);
    watched->next = watch->all;
    if (watch->all)
        watch->all->before = watched;
    watch->all = watched;
    pthread_mutex_unlock(&watch->lock);
    return watched;
}

void watch_end(struct watch *watch, struct watched *watched)
{
    if (!watched)
        return;
    pthread_mutex_lock(&watch->lock);
    if (watched->next)
        watched->next->before = watched->before;
    if (watched->before)
        watched->before->next = watched->next;
    else
        watch->all = watched->next;
    pthread_mutex_unlock(&watch->lock);
    free(watched);
}
