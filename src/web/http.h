/*
 * The HTTP server: sockets in, answers out (web/answer.h makes them). http.c is the only file that knows libmicrohttpd.
 *
 * A few threads wait for sockets with epoll and answer what only reads, at once, each with an arena that it keeps.
 * What writes, uploads or takes long is handed to worker threads while its connection is suspended, so that a flush to disk
 * or a password check holds up nobody else. Clients that dribble, stop reading or open too many connections are cut off.
 */
#pragma once
#include "web/answer.h"

struct http;

struct http_options {
    const char *listen;            /* "127.0.0.1:8080", "[::1]:0", "unix:/run/servanda.sock"; port 0 chooses */
    unsigned threads;              /* that wait for sockets; 0: twice the processors */
    unsigned workers;              /* 0: 8 */
    unsigned connections;          /* at most; 0: 2,000 */
    const char *certificate, *key; /* files in PEM: TLS; NULL: none */
    bool behind_proxy;             /* trust X-Forwarded-For and X-Forwarded-Proto */
    bool quiet;                    /* no log line for each request */
};

/* Faults go into the call, whose memory has to last as long as the server. */
enum err http_start(
    struct http **out, struct call *call, const struct site *site, const struct http_options *options) MUST_CHECK;

/* "http://127.0.0.1:40123" */
const char *http_url(const struct http *http);

/* Takes no new connections, lets running requests end (at most ten seconds), and frees all. */
void http_stop(struct http *http);

/* Starts, prints "listening on URL", and stops when the process is told to end (SIGTERM, SIGINT). */
enum err http_serve(struct call *call, const struct site *site, const struct http_options *options) MUST_CHECK;

/* For the table of routes: GET /healthz and GET /metrics. */
extern const struct route http_routes[];
