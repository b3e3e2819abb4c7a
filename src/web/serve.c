/*
 * Serving until the process is told to stop, and the two addresses by which others see how it is: /healthz and /metrics.
 */
#include "web/http.h"
#include "base/log.h"
#include <pthread.h>
#include <signal.h>
#include <stdio.h>

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
        int got;
        printf("listening on %s\n", http_url(http));
        fflush(stdout);
        sigwait(&ends, &got);
        LOG(LOG_INFO, "stopping", {"signal", NULL, got});
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
