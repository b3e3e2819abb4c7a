#include "web/http.h"
#include "base/id.h"
#include "base/log.h"
#include "base/text.h"
#include "web/flow.h"
#include "web/listen.h"
#include "web/watch.h"
#include "web/workers.h"
#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    THREADS_MOST = 64,
    HEADERS_MOST = 24 << 10, /* of one request; MHD answers 431 beyond */
    IDLE_SECONDS = 30,       /* without a byte in either direction */
    STOP_SECONDS = 10,
    STREAM_SECONDS = 3600, /* for a whole export */
    ARENA_MOST = 256 << 20,
};

struct arenas { /* of the threads that wait for sockets, to be freed at the end */
    struct arena *arena;
    struct arenas *next;
};

struct http {
    const struct site *site;
    struct http_options options;
    struct MHD_Daemon *daemon;
    struct workers *workers;
    char *url;
    int socket;
    char id_start[8];
    atomic_llong requests, running;
    atomic_llong *gauge_connections, *gauge_running;
    pthread_mutex_t lock; /* of the arenas */
    struct arenas *arenas;
    struct watch *watch;
};

/* One request on its way. */
struct exchange {
    struct http *http;
    struct MHD_Connection *mhd;
    struct watched *watched;
    const struct route *route;
    const char *method;
    char *body;
    size_t body_size, body_room, body_most;
    bool begun, too_large, no_room, counted; /* no_room: for the body, in memory */
    bool here;                               /* on the thread that reads the socket */
    struct MHD_Response *made;               /* by a worker */
    int status;
    size_t bytes;
    int64_t began; /* microseconds, monotonic */
    char id[32];
    char uri[];
};

/* ---- connections ---- */

static void on_connection(
    void *arg, struct MHD_Connection *mhd, void **context, enum MHD_ConnectionNotificationCode code)
{
    struct http *http = arg;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *info = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
        *context = info ? watch_begin(http->watch, info->connect_fd) : NULL;
        atomic_fetch_add(http->gauge_connections, 1);
    } else {
        watch_end(http->watch, *context);
        *context = NULL;
        atomic_fetch_sub(http->gauge_connections, 1);
    }
}

/* ---- requests ---- */

/* The first the library says of a request. What is returned stands for it from now on. */
static void *on_uri(void *arg, const char *uri, struct MHD_Connection *mhd)
{
    struct http *http = arg;
    size_t size = strlen(uri) + 1;
    struct exchange *exchange = calloc(1, sizeof *exchange + size);
    if (!exchange)
        return NULL;
    memcpy(exchange->uri, uri, size);
    exchange->http = http;
    exchange->mhd = mhd;
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    exchange->watched = info ? info->socket_context : NULL;
    return exchange;
}

static void log_request(const struct exchange *exchange, int64_t micros)
{
    size_t size = strcspn(exchange->uri, "?"); /* what is asked for may be about a person */
    char path[256];
    size = size < sizeof path ? size : sizeof path - 1;
    memcpy(path, exchange->uri, size);
    path[size] = 0;
    LOG(LOG_INFO, "request", {"id", exchange->id, 0}, {"method", exchange->method, 0}, {"path", path, 0},
        {"route", exchange->route ? exchange->route->pattern : "", 0}, {"status", NULL, exchange->status},
        {"bytes", NULL, (int64_t)exchange->bytes}, {"us", NULL, micros});
}

static void on_completed(void *arg, struct MHD_Connection *mhd, void **context, enum MHD_RequestTerminationCode code)
{
    struct http *http = arg;
    struct exchange *exchange = *context;
    if (!exchange)
        return;
    watch_now(exchange->watched, WATCH_HEADER);
    if (exchange->made)
        MHD_destroy_response(exchange->made);
    if (exchange->counted) {
        atomic_fetch_sub(&http->running, 1);
        atomic_fetch_sub(http->gauge_running, 1);
    }
    free(exchange->body);
    free(exchange);
    *context = NULL;
}

static const char *header_of(const void *source, const char *name)
{
    const struct exchange *exchange = source;
    return MHD_lookup_connection_value(exchange->mhd, MHD_HEADER_KIND, name);
}

static bool peer_text(char *out, size_t size, struct exchange *exchange)
{
    const char *forwarded = exchange->http->options.behind_proxy ? header_of(exchange, "X-Forwarded-For") : NULL;
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(exchange->mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    *out = 0;
    if (forwarded) { /* the last one is what our proxy saw */
        const char *comma = strrchr(forwarded, ',');
        snprintf(out, size, "%.*s", (int)size - 1, comma ? comma + 1 + strspn(comma + 1, " ") : forwarded);
    } else if (info && info->client_addr && info->client_addr->sa_family == AF_INET) {
        inet_ntop(
            AF_INET, &((const struct sockaddr_in *)(const void *)info->client_addr)->sin_addr, out, (socklen_t)size);
    } else if (info && info->client_addr && info->client_addr->sa_family == AF_INET6) {
        inet_ntop(
            AF_INET6, &((const struct sockaddr_in6 *)(const void *)info->client_addr)->sin6_addr, out, (socklen_t)size);
    }
    return *out;
}

static struct incoming incoming_of(struct exchange *exchange, char *peer, size_t peer_size)
{
    const struct http_options *options = &exchange->http->options;
    peer_text(peer, peer_size, exchange);
    bool secure =
        options->certificate || (options->behind_proxy && text_is(header_of(exchange, "X-Forwarded-Proto"), "https"));
    return (struct incoming){.method = exchange->method,
        .uri = exchange->uri,
        .peer = peer,
        .body = exchange->body,
        .body_size = exchange->body_size,
        .too_large = exchange->too_large,
        .secure = secure,
        .header_of = header_of,
        .source = exchange};
}

/* ---- answers ---- */

static void add_headers(
    struct MHD_Response *made, const struct response *response, const struct exchange *exchange, bool secure)
{
    static const struct header always[] = {
        {"Content-Security-Policy",
            "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; "
            "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"},
        {"X-Content-Type-Options", "nosniff"},
        {"Referrer-Policy", "same-origin"},
        {"Cross-Origin-Opener-Policy", "same-origin"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
        {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
    };
    for (size_t i = 0; i < sizeof always / sizeof *always; i++)
        MHD_add_response_header(made, always[i].name, always[i].value);
    for (int i = 0; i < response->header_count; i++)
        MHD_add_response_header(made, response->headers[i].name, response->headers[i].value);
    if (response->status != 304 && response->status != 204)
        MHD_add_response_header(made, "Content-Type", response->type);
    if (response->zipped)
        MHD_add_response_header(made, "Content-Encoding", "gzip");
    if (response->etag)
        MHD_add_response_header(made, "ETag", response->etag);
    static const char *const kept[] = {[CACHE_CHECK] = "private, no-cache",
        [CACHE_NEVER] = "no-store",
        [CACHE_EVER] = "public, max-age=31536000, immutable"};
    MHD_add_response_header(made, "Cache-Control", kept[response->cache]);
    MHD_add_response_header(
        made, "Vary", response->cache == CACHE_EVER ? "Accept-Encoding" : "Accept-Encoding, Accept-Language, Cookie");
    MHD_add_response_header(made, "X-Request-Id", exchange->id);
    if (secure)
        MHD_add_response_header(made, "Strict-Transport-Security", "max-age=31536000");
}

/* ---- streams: the one way to an answer that is not built whole before ---- */

struct sending {
    struct flow *flow;
    struct watched *watched;
    int64_t until; /* microseconds, monotonic */
};

/*
 * The client has taken what was there before. The library would keep a connection whose stream broke off until it is idle for long; the client
 * shall know at once.
 */
static ssize_t on_stream(void *arg, uint64_t at, char *to, size_t room)
{
    struct sending *sending = arg;
    watch_now(sending->watched, WATCH_STREAM);
    ssize_t got = monotonic_us() < sending->until ? flow_read(sending->flow, to, room) : -1;
    if (got < 0)
        watch_cut(sending->watched);
    return got > 0 ? got : got == 0 ? MHD_CONTENT_READER_END_OF_STREAM : MHD_CONTENT_READER_END_WITH_ERROR;
}

static void end_stream(void *arg)
{
    struct sending *sending = arg;
    flow_free(sending->flow);
    free(sending);
}

static struct MHD_Response *make_stream(struct stream *stream, struct watched *watched)
{
    struct sending *sending = malloc(sizeof *sending);
    if (!sending) {
        stream_free(stream);
        return NULL;
    }
    *sending = (struct sending){flow_new(stream), watched, monotonic_us() + INT64_C(1000000) * STREAM_SECONDS};
    struct MHD_Response *made = sending->flow
        ? MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 64 << 10, on_stream, sending, end_stream)
        : NULL;
    if (!made)
        end_stream(sending);
    return made;
}

/* Takes the bytes of the body over, so that they are sent without another copy. */
static struct MHD_Response *make_response(struct response *response, struct watched *watched)
{
    if (response->stream)
        return make_stream(response->stream, watched);
    struct buffer *body = response->body;
    if (!body->at)
        return MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
    struct MHD_Response *made = MHD_create_response_from_buffer(body->size, body->at, MHD_RESPMEM_MUST_FREE);
    if (made) {
        body->at = NULL;
        body->size = body->room = 0;
    }
    return made;
}

/* Runs the request and keeps what has to be sent. */
static void run(struct exchange *exchange, struct arena *arena)
{
    struct http *http = exchange->http;
    char peer[64];
    struct incoming incoming = incoming_of(exchange, peer, sizeof peer);
    watch_now(exchange->watched, WATCH_ANSWER);
    struct response *response = answer(http->site, arena, &incoming, now_utc(), exchange->id, &exchange->route);
    if (response) {
        exchange->status = response->status;
        exchange->bytes = response->body->size;
        exchange->made = make_response(response, exchange->watched);
        if (exchange->made)
            add_headers(exchange->made, response, exchange, incoming.secure);
    }
    int64_t micros = monotonic_us() - exchange->began;
    metrics_request(http->site->metrics, exchange->route, METHOD_GET, exchange->status, micros, exchange->bytes);
    if (!http->options.quiet && !(exchange->route && exchange->route->flags & ROUTE_BARE))
        log_request(exchange, micros);
    watch_now(exchange->watched, WATCH_SEND);
}

static enum MHD_Result send_made(struct exchange *exchange)
{
    if (!exchange->made)
        return MHD_NO;
    enum MHD_Result queued = MHD_queue_response(exchange->mhd, (unsigned)exchange->status, exchange->made);
    MHD_destroy_response(exchange->made);
    exchange->made = NULL;
    return queued;
}

/* Too much to do, or too little memory to do it in: said without taking any. */
static void make_busy(struct exchange *exchange, const char *key)
{
    enum lang lang = LANG_EN;
    const char *uri = exchange->uri;
    if (uri[0] == '/' && uri[1] && uri[2] && (!uri[3] || uri[3] == '/'))
        lang_parse(&lang, (char[]){uri[1], uri[2], 0});
    const char *text = word(lang, key);
    exchange->made = MHD_create_response_from_buffer(strlen(text), (void *)(uintptr_t)text, MHD_RESPMEM_PERSISTENT);
    exchange->status = 503;
    if (exchange->made) {
        MHD_add_response_header(exchange->made, "Content-Type", "text/plain; charset=utf-8");
        MHD_add_response_header(exchange->made, "Cache-Control", "no-store");
        MHD_add_response_header(exchange->made, "Retry-After", "2");
    }
}

static void run_beside(struct arena *arena, void *arg)
{
    struct exchange *exchange = arg;
    if (arena)
        run(exchange, arena);
    if (!exchange->made)
        make_busy(exchange, "error.no_memory.text");
    MHD_resume_connection(exchange->mhd);
}

/* The arena of this thread, which lives as long as the server. */
static struct arena *arena_of_thread(struct http *http)
{
    static _Thread_local struct arena *mine;
    static _Thread_local struct http *of;
    if (mine && of == http)
        return mine;
    struct arenas *entry = malloc(sizeof *entry);
    mine = entry ? arena_new(ARENA_MOST) : NULL;
    if (!mine) {
        free(entry);
        return NULL;
    }
    of = http;
    pthread_mutex_lock(&http->lock);
    *entry = (struct arenas){mine, http->arenas};
    http->arenas = entry;
    pthread_mutex_unlock(&http->lock);
    return mine;
}

static enum MHD_Result run_here(struct exchange *exchange)
{
    struct arena *arena = arena_of_thread(exchange->http);
    if (!arena)
        return MHD_NO;
    run(exchange, arena);
    enum MHD_Result result = send_made(exchange);
    arena_reset(arena);
    return result;
}

static bool reads_only(const char *method)
{
    return text_is(method, "GET") || text_is(method, "HEAD") || text_is(method, "OPTIONS");
}

/* Headers are there: what answers it, and how large may the body be? */
static enum MHD_Result begin(struct exchange *exchange, const char *method)
{
    struct http *http = exchange->http;
    exchange->begun = true;
    exchange->method = method;
    exchange->began = monotonic_us();
    exchange->counted = true;
    snprintf(exchange->id, sizeof exchange->id, "%s-%llx", http->id_start,
        (unsigned long long)atomic_fetch_add_explicit(&http->requests, 1, memory_order_relaxed));
    atomic_fetch_add(&http->running, 1);
    atomic_fetch_add(http->gauge_running, 1);
    struct arena *arena = arena_of_thread(http);
    if (!arena)
        return MHD_NO;
    char peer[64];
    struct incoming incoming = incoming_of(exchange, peer, sizeof peer);
    exchange->route = answer_route(http->site, arena, &incoming);
    arena_reset(arena);
    exchange->body_most = exchange->route && exchange->route->flags & ROUTE_FILE ? FILE_BODY_MOST : BODY_MOST;
    int64_t length;
    const char *said = header_of(exchange, "Content-Length");
    exchange->too_large = said && (!text_number(&length, said) || length > (int64_t)exchange->body_most);
    exchange->here = reads_only(method) && !(exchange->route && exchange->route->flags & ROUTE_SLOW);
    if (exchange->too_large) /* answered before it is read; the library then closes the connection */
        return run_here(exchange);
    watch_now(exchange->watched, WATCH_BODY);
    return MHD_YES;
}

static void take_body(struct exchange *exchange, const char *bytes, size_t size)
{
    size_t wanted = exchange->body_size + size + 1;
    if (exchange->no_room)
        return;
    if (exchange->too_large || wanted > exchange->body_most) {
        exchange->too_large = true;
        return;
    }
    if (wanted > exchange->body_room) {
        size_t room = wanted > 4096 ? wanted * 2 : 4096;
        char *body = realloc(exchange->body, room);
        if (!body) {
            exchange->no_room = true;
            return;
        }
        exchange->body = body;
        exchange->body_room = room;
    }
    memcpy(exchange->body + exchange->body_size, bytes, size);
    exchange->body_size += size;
    exchange->body[exchange->body_size] = 0;
}

static enum MHD_Result on_request(void *arg, struct MHD_Connection *mhd, const char *url, const char *method,
    const char *version, const char *upload, size_t *upload_size, void **context)
{
    struct exchange *exchange = *context;
    struct http *http = arg;
    if (!exchange)
        return MHD_NO;
    if (!exchange->begun)
        return begin(exchange, method);
    if (*upload_size) {
        take_body(exchange, upload, *upload_size);
        *upload_size = 0;
        return MHD_YES;
    }
    if (exchange->status)
        return send_made(exchange);
    exchange->began = monotonic_us();
    if (exchange->no_room) {
        make_busy(exchange, "error.no_memory.text");
        return send_made(exchange);
    }
    if (exchange->here)
        return run_here(exchange);
    MHD_suspend_connection(mhd);
    if (workers_add(http->workers, run_beside, exchange))
        return MHD_YES;
    MHD_resume_connection(mhd); /* and called again for the answer */
    make_busy(exchange, "error.busy.text");
    return MHD_YES;
}

/* ---- start and stop ---- */

static enum err read_pem(char **out, struct call *call, const char *path)
{
    char *text = arena_alloc(call->arena, 64 << 10);
    FILE *in = fopen(path, "rb");
    size_t size = in ? fread(text, 1, (64 << 10) - 1, in) : 0;
    if (in)
        fclose(in);
    *out = text;
    return size ? OK : fail_want(call, ERR_SYSTEM, "cannot_read", "file", path, strerror(errno));
}

static void log_library(void *arg, const char *format, va_list args)
{
    char text[512];
    vsnprintf(text, sizeof text, format, args);
    text[strcspn(text, "\n")] = 0;
    LOG(LOG_DEBUG, "http", {"text", text, 0});
}

static enum err start_daemon(struct http *http, struct call *call)
{
    struct http_options *options = &http->options;
    struct MHD_OptionItem tls[3] = {{MHD_OPTION_END, 0, NULL}};
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_TURBO | MHD_USE_ERROR_LOG | MHD_ALLOW_SUSPEND_RESUME;
    if (options->certificate) {
        char *certificate, *key;
        enum err err = read_pem(&certificate, call, options->certificate);
        if (!err)
            err = read_pem(&key, call, text_or(options->key, options->certificate));
        if (err)
            return err;
        tls[0] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_MEM_CERT, 0, certificate};
        tls[1] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_MEM_KEY, 0, key};
        tls[2] = (struct MHD_OptionItem){MHD_OPTION_END, 0, NULL};
        flags |= MHD_USE_TLS;
    }
    http->daemon = MHD_start_daemon(flags, 0, NULL, NULL, on_request, http, MHD_OPTION_EXTERNAL_LOGGER, log_library,
        NULL, MHD_OPTION_LISTEN_SOCKET, http->socket, MHD_OPTION_THREAD_POOL_SIZE, options->threads,
        MHD_OPTION_CONNECTION_LIMIT, options->connections, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HEADERS_MOST, MHD_OPTION_URI_LOG_CALLBACK, on_uri, http,
        MHD_OPTION_NOTIFY_COMPLETED, on_completed, http, MHD_OPTION_NOTIFY_CONNECTION, on_connection, http,
        MHD_OPTION_ARRAY, tls, MHD_OPTION_END);
    return http->daemon ? OK : fail_want(call, ERR_SYSTEM, "cannot_listen", "listen", options->listen, "");
}

static void free_http(struct http *http)
{
    while (http->arenas) {
        struct arenas *entry = http->arenas;
        http->arenas = entry->next;
        arena_free(entry->arena);
        free(entry);
    }
    watch_free(http->watch);
    if (http->socket >= 0)
        close(http->socket);
    pthread_mutex_destroy(&http->lock);
    free(http);
}

struct starting {
    struct http *http;
    struct call *call;
};

/* What has been got so far stands in http, for free_http. */
static enum err start(void *arg)
{
    struct starting *starting = arg;
    struct http *http = starting->http;
    struct call *call = starting->call;
    struct http_options *options = &http->options;
    struct metrics *metrics = http->site->metrics;
    char id[ID_TEXT];
    enum err err = listen_open(&http->socket, &http->url, call, options->listen, options->certificate != NULL);
    if (err)
        return err;
    id_new(id, call->now);
    memcpy(http->id_start, id + 3, 7); /* the part that changes within hours */
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    if (!options->threads)
        options->threads = processors > 0 ? (unsigned)processors * 2 : 2;
    if (options->threads > THREADS_MOST)
        options->threads = THREADS_MOST;
    if (!options->connections)
        options->connections = 2000;
    http->gauge_connections = metrics_gauge(metrics, "servanda_connections", "Open connections.");
    http->gauge_running = metrics_gauge(metrics, "servanda_requests_running", "Requests being answered.");
    http->workers = workers_new(options->workers ? options->workers : 8, ARENA_MOST,
        metrics_gauge(metrics, "servanda_requests_waiting", "Requests that wait for a worker."));
    http->watch = watch_new();
    return http->workers && http->watch ? start_daemon(http, call) : fail(call, ERR_NO_MEMORY, "no_memory");
}

enum err http_start(struct http **out, struct call *call, const struct site *site, const struct http_options *options)
{
    struct http *http = calloc(1, sizeof *http);
    if (!http)
        return fail(call, ERR_NO_MEMORY, "no_memory");
    *http = (struct http){.site = site, .options = *options, .socket = -1};
    pthread_mutex_init(&http->lock, NULL);
    enum err err = arena_run(call->arena, start, &(struct starting){http, call});
    if (err) {
        workers_free(http->workers);
        free_http(http);
        return err;
    }
    *out = http;
    return OK;
}

const char *http_url(const struct http *http)
{
    return http->url;
}

void http_stop(struct http *http)
{
    http->socket = MHD_quiesce_daemon(http->daemon); /* ours to close from now on */
    for (int i = 0; i < STOP_SECONDS * 100 && atomic_load(&http->running); i++)
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
    workers_free(http->workers);
    MHD_stop_daemon(http->daemon);
    if (text_starts(http->url, "unix:"))
        unlink(http->url + 5);
    free_http(http);
}
