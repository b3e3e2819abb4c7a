/*
 * Serving until the process is told to stop, doing long work meanwhile and every hour what is to be done by itself (record/tend.h);
 * and the two addresses by which others see how
 * it is: /healthz and /metrics.
 */
#include "web/http.h"
#include "base/log.h"
#include "record/tend.h"
#include "web/job_runner.h"
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>

enum { HOUR = 3600, TENDING_MEMORY = 4 << 20 };

struct tending {
    struct store *store;
    struct arena *arena;
};

/* What stood in the way is for who looks after the system: the row's own page says that it is late. */
static enum err tend_now(void *arg)
{
    struct tending *tending = arg;
    struct call call;
    struct tend_report *report = NEW(tending->arena, struct tend_report);
    call_init(&call, tending->arena, LANG_EN, now_utc());
    enum err err = tend(report, tending->store, &call);
    if (err)
        LOG(LOG_WARN, "tending failed", {"error", err_name(err), 0});
    if (report->taken || report->stopped)
        LOG(LOG_INFO, "tended", {"taken", NULL, report->taken}, {"stopped", NULL, report->stopped});
    for (int i = 0; i < report->stopped && i < MOST_STOPPED; i++)
        LOG(LOG_WARN, "step not possible", {"noun", report->list[i].noun, 0}, {"id", report->list[i].id, 0},
            {"step", report->list[i].step, 0});
    return err;
}

/* Steps whose time is over are taken, what has ended is forgotten. What fails is tried again an hour later. */
static void tend_store(struct store *store)
{
    struct tending tending = {store, arena_new(TENDING_MEMORY)};
    if (store && tending.arena && arena_run(tending.arena, tend_now, &tending) == ERR_NO_MEMORY)
        LOG(LOG_WARN, "tending failed", {"error", err_name(ERR_NO_MEMORY), 0});
    arena_free(tending.arena);
}

/* The signal that ends it. */
static int wait_for_end(const sigset_t *ends, struct store *store)
{
    for (;;) {
        int got = sigtimedwait(ends, NULL, &(struct timespec){.tv_sec = HOUR});
        if (got > 0)
            return got;
        if (errno == EAGAIN)
            tend_store(store);
    }
}

struct starting {
    struct http *http;
    struct call *call;
    const struct site *site;
    const struct http_options *options;
};

static enum err start(void *arg)
{
    struct starting *starting = arg;
    return http_start(&starting->http, starting->call, starting->site, starting->options);
}

enum err http_serve(struct call *call, const struct site *site, const struct http_options *options)
{
    sigset_t ends, before;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    signal(SIGPIPE, SIG_IGN);
    pthread_sigmask(SIG_BLOCK, &ends, &before); /* in every thread that starts from here on */
    struct site served = *site;
    served.jobs = site->store ? job_runner_new(site->store) : NULL;
    struct starting starting = {.call = call, .site = &served, .options = options};
    enum err err =
        arena_run(call->arena, start, &starting); /* whatever happens, the jobs have to end before the store does */
    if (!err) {
        printf("listening on %s\n", http_url(starting.http));
        fflush(stdout);
        tend_store(site->store);
        int got = wait_for_end(&ends, site->store);
        LOG(LOG_INFO, "stopping", {"signal", NULL, got});
        http_stop(starting.http);
    }
    job_runner_free(served.jobs);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return err;
}

/* ---- health ---- */

static enum err show_health(struct request *request, struct response *response)
{
    response->type = "application/json";
    response->cache = CACHE_NEVER;
    buffer_text(response->body, "{\"status\":\"ok\",\"version\":\"" VERSION "\"}\n");
    return OK;
}

static enum err show_metrics(struct request *request, struct response *response)
{
    response->type = "text/plain; version=0.0.4";
    response->cache = CACHE_NEVER;
    metrics_text(response->body, request->site->metrics);
    return OK;
}

const struct route http_routes[] = {
    {METHOD_GET, "/healthz", show_health, ROUTE_BARE},
    {METHOD_GET, "/metrics", show_metrics, ROUTE_BARE},
    {0},
};
