/*
 * The server itself while memory runs short: starting it, taking connections, bodies, work beside, streams. Each allocation of ours that is
 * reached by a way of its own fails once, alone and with all that follow. The client hears an answer or is cut off; the next is served.
 */
#include "base/log.h"
#include "test/failing.h"
#include "test/sockets.h"
#include "web/http.h"
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>
#endif

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

static enum err give_more(bool *more, struct stream *stream, struct buffer *out)
{
    int *left = stream->state;
    for (int i = 0; i < 1000; i++)
        buffer_format(out, "row %d\n", *left);
    *more = --*left > 0;
    return OK;
}

static void end(struct stream *stream)
{
    free(stream->state);
    free(stream);
}

static enum err stream_rows(struct request *request, struct response *response)
{
    int *left = malloc(sizeof *left);
    struct stream *stream = malloc(sizeof *stream);
    if (!left || !stream) {
        free(left);
        free(stream);
        return ERR_NO_MEMORY;
    }
    *left = 5;
    *stream = (struct stream){.more = give_more, .end = end, .state = left};
    response->stream = stream;
    response->type = "text/csv";
    return OK;
}

static const struct route routes[] = {
    {METHOD_GET, "/page", show_page, 0},
    {METHOD_GET, "/beside", show_page, ROUTE_SLOW},
    {METHOD_POST, "/page", take_post, 0},
    {METHOD_POST, "/file", take_post, ROUTE_FILE | ROUTE_SLOW},
    {METHOD_GET, "/rows", stream_rows, 0},
    {0},
};
static const struct route *const tables[] = {http_routes, routes, NULL};
static struct site site;
static struct http *http;

static enum err start_server(void *arg)
{
    const struct http_options options = {.listen = "127.0.0.1:0", .quiet = true, .threads = 1, .workers = 2};
    (void)arg;
    return http_start(&http, &test_call, &site, &options);
}

static enum err start(void)
{
    int64_t number;
    call_clear(&test_call);
    enum err err = arena_run(test_call.arena, start_server, NULL);
    if (!err && text_number(&number, strrchr(http_url(http), ':') + 1))
        port = (uint16_t)number;
    return err;
}

struct trial {
    const char *request, *answer; /* what an answer has to hold when nothing fails */
};

static const struct trial trials[] = {
    {"GET /page?q=me HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "page of me"},
    {"GET /beside?q=me HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "page of me"},
    {"GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", " 404 "},
    {"GET /rows HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "row 1\n"},
    {"POST /page HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n"
     "Content-Length: 7\r\n\r\na=%41b1",
        "took 7: Ab1"},
    {"POST /file HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
     "3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n",
        "took 7"},
    {"POST /page HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n", " 413 "},
};

static const char *ask_once(const struct trial *trial)
{
    int to = dial();
    if (to < 0)
        return "";
    say_bytes(to, trial->request, strlen(trial->request));
    const char *heard = hear(to, 5000);
    close(to);
    return heard;
}

static void try_all(const struct trial *trial)
{
    CHECK(strstr(ask_once(trial), trial->answer));
    failing_note();
    const char *heard = ask_once(trial);
    unsigned places = failing_noted();
    CHECK(strstr(heard, trial->answer));
    for (unsigned i = 0; i < places; i++)
        for (unsigned all_after = 0; all_after < 2; all_after++) {
            failing_choose(i, all_after);
            int to = dial();
            say_bytes(to, trial->request, strlen(trial->request));
            while (poll(&(struct pollfd){.fd = to, .events = POLLIN}, 1, 5000) > 0 &&
                recv(to, (char[1]){0}, 1, MSG_PEEK) > 0 && recv(to, (char[4096]){0}, 4096, 0) > 0)
                ;
            close(to);
            failing_stop();
            heard = ask_once(trial);
            if (!strstr(heard, trial->answer))
                test_fail(
                    __FILE__, __LINE__, "after allocation %u failed: %.40s: \"%.200s\"", i, trial->request, heard);
        }
}

TEST(whatever_fails_the_next_is_served)
{
    log_set_level(LOG_ERROR + 1);
    site = (struct site){.tables = tables};
    site_prepare(&site, test_call.arena);
    REQUIRE(start() == OK);
    for (size_t i = 0; i < sizeof trials / sizeof *trials; i++)
        try_all(&trials[i]);
    http_stop(http);
}

TEST(a_server_that_cannot_start_leaves_nothing)
{
    site = (struct site){.tables = tables};
    site_prepare(&site, test_call.arena);
    failing_note();
    enum err err = start();
    unsigned places = failing_noted();
    REQUIRE(err == OK);
    http_stop(http);
    for (unsigned i = 0; i < places; i++)
        for (unsigned all_after = 0; all_after < 2; all_after++) {
            failing_choose(i, all_after);
            err = start();
            failing_stop();
            if (!err)
                http_stop(http);
            CHECK(err == OK || err == ERR_NO_MEMORY || err == ERR_SYSTEM);
        }
#ifdef __SANITIZE_ADDRESS__
    CHECK_NUMBER(__lsan_do_recoverable_leak_check(), 0);
#endif
}

int main(void)
{
    failing_depth(12);
    RUN(a_server_that_cannot_start_leaves_nothing);
    RUN(whatever_fails_the_next_is_served);
    return test_end();
}
