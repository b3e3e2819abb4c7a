/*
 * Serving until the process is told to stop, doing long work and cleaning up every hour meanwhile; and the two addresses by which others see how
 * it is: /healthz and /metrics.
 */
#include "web/http.h"
#include "access/session.h"
#include "base/log.h"
#include "web/job_runner.h"
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>

enum { HOUR = 3600, CLEANING_MEMORY = 4 << 20 };

struct cleaning {
    struct store *store;
    struct arena *arena;
};

static enum err clean(void *arg)
{
    struct cleaning *cleaning = arg;
    struct call call;
    call_init(&call, cleaning->arena, LANG_EN, now_utc());
    enum err err = session_clean(cleaning->store, &call);
    if (!err)
        err = store_tend(cleaning->store, &call);
    if (err)
        LOG(LOG_WARN, "cleaning failed", {"error", err_name(err), 0});
    return err;
}

/* What has ended is forgotten. A cleaning that fails is tried again an hour later; nothing depends on it. */
static void clean_up(struct store *store)
{
    struct cleaning cleaning = {store, arena_new(CLEANING_MEMORY)};
    if (store && cleaning.arena && arena_run(cleaning.arena, clean, &cleaning) == ERR_NO_MEMORY)
        LOG(LOG_WARN, "cleaning failed", {"error", err_name(ERR_NO_MEMORY), 0});
    arena_free(cleaning.arena);
}

/* The signal that ends it. */
static int wait_for_end(const sigset_t *ends, struct store *store)
{
    for (;;) {
        int got = sigtimedwait(ends, NULL, &(struct timespec){.tv_sec = HOUR});
        if (got > 0)
            return got;
        if (errno == EAGAIN)
            clean_up(store);
    }
}

enum err http_serve(struct call *call, const struct site *site, const struct http_options *options)
{
    struct http *http;
    sigset_t ends, before;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    signal(SIGPIPE, SIG_IGN);
    pthread_sigmask(SIG_BLOCK, &ends, &before); /* in every thread that starts from here on */
    enum err err = http_start(&http, call, site, options);
    if (!err) {
        struct job_runner *jobs = job_runner_new(site->store);
        printf("listening on %s\n", http_url(http));
        fflush(stdout);
        int got = wait_for_end(&ends, site->store);
        LOG(LOG_INFO, "stopping", {"signal", NULL, got});
        job_runner_free(jobs);
        http_stop(http);
    }
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
