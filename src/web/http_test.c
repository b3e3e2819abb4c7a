/* The server through real sockets: requests one after the other, bodies, floods, clients that dribble, the end. */
#include "test/sockets.h"
#include "web/http.h"
#include <pthread.h>
#include <time.h>

static enum err show_page(struct request *request, struct response *response)
{
    buffer_format(response->body, "page of %s", text_or(request_query(request, "q"), "nobody"));
    return OK;
}

static enum err take_post(struct request *request, struct response *response)
{
    buffer_format(response->body, "took %zu: %s", request->body_size, text_or(request_form(request, "a"), "-"));
    return OK;
}

static enum err sleep_long(struct request *request, struct response *response)
{
    nanosleep(&(struct timespec){.tv_nsec = 300000000}, NULL);
    buffer_text(response->body, "awake");
    return OK;
}

static int streams_ended;

static enum err give_more(bool *more, struct stream *stream, struct buffer *out)
{
    int64_t *left = stream->state;
    for (int i = 0; i < 1000; i++)
        buffer_format(out, "row %lld\n", (long long)*left);
    *more = --*left > 0;
    return *left == 299999 ? ERR_SYSTEM : OK;
}

static void end_stream(struct stream *stream)
{
    (void)stream;
    streams_ended++;
}

static enum err stream_rows(struct request *request, struct response *response)
{
    static int64_t left;
    static struct stream stream = {.more = give_more, .end = end_stream, .state = &left};
    if (!text_number(&left, text_or(request_query(request, "left"), "300")))
        return ERR_INVALID;
    response->stream = &stream;
    response->type = "text/csv";
    return OK;
}

static const struct route routes[] = {
    {METHOD_GET, "/page", show_page, 0},
    {METHOD_POST, "/page", take_post, 0},
    {METHOD_GET, "/slow", sleep_long, ROUTE_SLOW},
    {METHOD_GET, "/rows", stream_rows, 0},
    {0},
};
static const struct route *const tables[] = {http_routes, routes, NULL};
static struct site site;
static struct http *http;

static void start(void)
{
    site = (struct site){.tables = tables};
    site_prepare(&site, test_call.arena);
    REQUIRE(http_start(&http, &test_call, &site,
                &(struct http_options){.listen = "127.0.0.1:0", .quiet = true, .threads = 2}) == OK);
    const char *url = http_url(http);
    int64_t number;
    REQUIRE(text_starts(url, "http://127.0.0.1:"));
    REQUIRE(text_number(&number, strrchr(url, ':') + 1));
    port = (uint16_t)number;
}

TEST(pages_come_with_what_protects_them)
{
    start();
    const char *heard = ask("GET /page?q=me HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    CHECK(text_starts(heard, "HTTP/1.1 200 OK\r\n"));
    CHECK(strstr(heard, "Content-Security-Policy: default-src 'none'"));
    CHECK(strstr(heard, "X-Content-Type-Options: nosniff\r\n"));
    CHECK(strstr(heard, "Cache-Control: private, no-cache\r\n"));
    CHECK(strstr(heard, "X-Request-Id: "));
    CHECK(text_ends(heard, "\r\n\r\npage of me"));
    heard = ask("HEAD /page?q=me HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    CHECK(strstr(heard, "Content-Length: 10\r\n"));
    CHECK(text_ends(heard, "\r\n\r\n"));
    heard = ask("GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    CHECK(strstr(heard, "{\"status\":\"ok\""));
    http_stop(http);
}

TEST(many_requests_use_one_connection)
{
    start();
    int to = dial();
    const char *two = "GET /page?q=a HTTP/1.1\r\nHost: x\r\n\r\nGET /page?q=b HTTP/1.1\r\nHost: x\r\n\r\n";
    say_bytes(to, two, strlen(two));
    const char *heard = hear(to, 300);
    CHECK(strstr(heard, "page of a"));
    CHECK(strstr(heard, "page of b"));
    const char *post = "POST /page HTTP/1.1\r\nHost: x\r\nContent-Type: "
                       "application/x-www-form-urlencoded\r\nContent-Length: 7\r\n\r\na=%41b1GET "
                       "/page?q=c HTTP/1.1\r\nHost: x\r\n\r\n";
    say_bytes(to, post, strlen(post));
    heard = hear(to, 300);
    CHECK(strstr(heard, "took 7: Ab1"));
    CHECK(strstr(heard, "page of c"));
    close(to);
    const char *metrics = ask("GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    CHECK(strstr(metrics, "servanda_requests_total{method=\"GET\",route=\"/page\",status=\"200\"} 3\n"));
    CHECK(strstr(metrics, "servanda_requests_total{method=\"POST\",route=\"/page\",status=\"200\"} 1\n"));
    CHECK(strstr(metrics, "servanda_request_seconds_count 4\n"));
    http_stop(http);
}

TEST(what_is_too_large_is_refused)
{
    start();
    CHECK(strstr(ask("POST /page HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n"), " 413 "));
    CHECK(strstr(ask("POST /page HTTP/1.1\r\nHost: x\r\nContent-Length: banana\r\n\r\n"), " 400 "));
    size_t size = 200000;
    char *flood = arena_alloc(test_call.arena, size + 100);
    int head = snprintf(flood, 100, "GET /page HTTP/1.1\r\nHost: x\r\nX-Flood: ");
    memset(flood + head, 'a', size);
    int to = dial();
    say_bytes(to, flood, size);
    const char *heard = hear(to, 1000);
    CHECK(!*heard || strstr(heard, " 431 ") || strstr(heard, " 413 "));
    close(to);
    to = dial(); /* more than the limit, without saying how much */
    const char *chunked = "POST /page HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n";
    say_bytes(to, chunked, strlen(chunked));
    memset(flood, 'b', 0x10000);
    for (int i = 0; i < 20; i++) {
        say_bytes(to, "10000\r\n", 7);
        say_bytes(to, flood, 0x10000);
        say_bytes(to, "\r\n", 2);
    }
    say_bytes(to, "0\r\n\r\n", 5);
    CHECK(strstr(hear(to, 2000), " 413 "));
    close(to);
    CHECK(strstr(ask("GET /page HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), "page of nobody"));
    http_stop(http);
}

TEST(slow_work_holds_up_nobody)
{
    start();
    int slow[6];
    for (int i = 0; i < 6; i++) {
        slow[i] = dial();
        const char *text = "GET /slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        say_bytes(slow[i], text, strlen(text));
    }
    struct timespec before, after;
    clock_gettime(CLOCK_MONOTONIC, &before);
    for (int i = 0; i < 8; i++)
        CHECK(strstr(ask("GET /page HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), "page of nobody"));
    clock_gettime(CLOCK_MONOTONIC, &after);
    CHECK((after.tv_sec - before.tv_sec) * 1000 + (after.tv_nsec - before.tv_nsec) / 1000000 < 250);
    for (int i = 0; i < 6; i++) {
        CHECK(strstr(hear(slow[i], 3000), "awake"));
        close(slow[i]);
    }
    http_stop(http);
}

TEST(idle_clients_keep_nobody_out)
{
    start();
    int idle[100];
    for (int i = 0; i < 100; i++) {
        idle[i] = dial();
        say_bytes(idle[i], "GET /pa", 7); /* and never goes on */
    }
    CHECK(strstr(ask("GET /page HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), "page of nobody"));
    for (int i = 0; i < 100; i++)
        close(idle[i]);
    http_stop(http);
}

TEST(exports_stream)
{
    streams_ended = 0;
    start();
    const char *heard = ask("GET /rows HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    CHECK(strstr(heard, "Transfer-Encoding: chunked"));
    CHECK(strstr(heard, "row 300\n"));
    CHECK(strstr(heard, "row 1\n"));
    CHECK(strlen(heard) > 2000000);
    CHECK(text_ends(heard, "0\r\n\r\n"));
    CHECK_NUMBER(streams_ended, 1);
    /* one that fails on the way is seen to have broken off */
    heard = ask("GET /rows?left=300001 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    CHECK(strstr(heard, "row 300001\n") && !text_ends(heard, "0\r\n\r\n"));
    CHECK_NUMBER(streams_ended, 2);
    /* a client that goes away, and one that is there but does not read when the server stops */
    const char *text = "GET /rows?left=200000 HTTP/1.1\r\nHost: x\r\n\r\n";
    int gone = dial(), idle = dial();
    say_bytes(gone, text, strlen(text));
    close(gone);
    for (int i = 0; i < 200 && streams_ended < 3; i++)
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
    CHECK_NUMBER(streams_ended, 3);
    say_bytes(idle, text, strlen(text));
    nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL);
    http_stop(http);
    CHECK_NUMBER(streams_ended, 4);
    close(idle);
}

TEST(what_is_running_ends_before_the_server)
{
    start();
    int to = dial();
    const char *text = "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n";
    say_bytes(to, text, strlen(text));
    nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL);
    http_stop(http);
    CHECK(strstr(hear(to, 1000), "awake"));
    close(to);
    CHECK(dial() < 0);
}

TEST(addresses_to_listen_on)
{
    static const char *const wrong[] = {"8080", "127.0.0.1", "127.0.0.1:x", "127.0.0.1:70000", "127.0.0.1:-1", ""};
    site = (struct site){.tables = tables};
    site_prepare(&site, test_call.arena);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        call_clear(&test_call);
        CHECK_NUMBER(http_start(&http, &test_call, &site, &(struct http_options){.listen = wrong[i]}), ERR_USAGE);
        CHECK_TEXT(test_call.faults->key, "bad_listen");
    }
    char *path = arena_format(test_call.arena, "unix:%s/s.sock", test_folder());
    for (int turn = 0; turn < 2; turn++) {
        REQUIRE(http_start(&http, &test_call, &site, &(struct http_options){.listen = path, .quiet = true}) == OK);
        CHECK_TEXT(http_url(http), path);
        CHECK(!access(path + 5, F_OK));
        http_stop(http);
        CHECK(access(path + 5, F_OK));
    }
}

int main(void)
{
    RUN(pages_come_with_what_protects_them);
    RUN(many_requests_use_one_connection);
    RUN(what_is_too_large_is_refused);
    RUN(slow_work_holds_up_nobody);
    RUN(idle_clients_keep_nobody_out);
    RUN(exports_stream);
    RUN(what_is_running_ends_before_the_server);
    RUN(addresses_to_listen_on);
    return test_end();
}
