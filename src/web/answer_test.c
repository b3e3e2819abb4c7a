/* From request to answer, without sockets: languages, refusals, what browsers keep, what other sites cannot send. */
#include "test/test.h"
#include "web/answer.h"
#include "web/asset.h"
#include "access/session.h"
#include "web/frame.h"
#include <zlib.h>

static enum err show_page(struct request *request, struct response *response)
{
    for (int i = 0; i < 200; i++)
        buffer_text(response->body, "All work and no play. ");
    buffer_format(response->body, "lang=%s id=%s q=%s", lang_codes[request->call->lang],
        text_or(request_name(request, "id"), "-"), text_or(request_query(request, "q"), "-"));
    return OK;
}

static enum err take_post(struct request *request, struct response *response)
{
    if (text_empty(request_form(request, "name")))
        return fail_field(request->call, ERR_INVALID, "required", "name", NULL);
    response_see(request, response, "/thing/1");
    return OK;
}

static enum err refuse(struct request *request, struct response *response)
{
    buffer_text(response->body, "half a page");
    return ERR_FORBIDDEN;
}

static enum err break_down(struct request *request, struct response *response)
{
    return fail_system(request->call, "database", "secret detail");
}

static enum err own_page(struct request *request, struct response *response)
{
    buffer_text(response->body, "own");
    return OK;
}

static const struct route first[] = {
    {METHOD_GET, "/", show_page, 0},
    {METHOD_GET, "/{noun}", show_page, 0},
    {METHOD_GET, "/{noun}/{id}", show_page, 0},
    {METHOD_POST, "/{noun}/{id}", take_post, 0},
    {METHOD_GET, "/refused/x", refuse, 0},
    {METHOD_GET, "/broken/x", break_down, 0},
    {METHOD_GET, "/api/v1/{noun}/refused", refuse, 0},
    {METHOD_POST, "/api/v1/{noun}", take_post, 0},
    {0},
};
static const struct route second[] = {{METHOD_GET, "/state/{id}", own_page, 0}, {0}};
static const struct route *const tables[] = {first, second, NULL};
static const struct nav nav[] = {
    {.key = "states", .path = "/state"}, {.key = "desk", .path = "/desk", .roles = ROLE_BIT(ROLE_officer)}, {0}};

static int session;

static enum err enter(struct request *request)
{
    if (!request_cookie(request, "s"))
        return OK;
    request->session = (struct session *)(void *)&session;
    request->token = "secret";
    request->csrf = session_proof(request->call->arena, request->token, "salt");
    return OK;
}

static struct site site;

static void begin(void)
{
    site = (struct site){.tables = tables, .nav = nav, .demo = true, .enter = enter};
    site_prepare(&site, test_call.arena);
}

static const char *header_in(const void *source, const char *name)
{
    const char *const *headers = source;
    for (; headers && *headers; headers += 2)
        if (!strcasecmp(headers[0], name))
            return headers[1];
    return NULL;
}

#define HEADERS(...) ((const char *const[]){__VA_ARGS__, NULL})

static struct response *ask(const char *method, const char *uri, const char *const *headers, const char *body)
{
    const struct route *route;
    struct incoming incoming = {.method = method,
        .uri = uri,
        .peer = "192.0.2.1",
        .body = body,
        .body_size = body ? strlen(body) : 0,
        .header_of = header_in,
        .source = headers};
    struct response *response = answer(&site, test_call.arena, &incoming, test_call.now, "id-1", &route);
    return response;
}

static const char *sent(const struct response *response, const char *name)
{
    for (int i = 0; i < response->header_count; i++)
        if (!strcmp(response->headers[i].name, name))
            return response->headers[i].value;
    return NULL;
}

static bool has(const struct response *response, const char *text)
{
    return strstr(response->body->at, text);
}

TEST(the_language_comes_from_the_address_the_query_or_the_browser)
{
    begin();
    CHECK(has(ask("GET", "/fr/thing/1", NULL, NULL), "lang=fr id=1"));
    CHECK(has(ask("GET", "/thing/1?lang=ru", NULL, NULL), "lang=ru"));
    CHECK(has(ask("GET", "/fr/thing/1?lang=ru", NULL, NULL), "lang=fr"));
    CHECK(has(
        ask("GET", "/thing/1", HEADERS("Accept-Language", "de, ar;q=0.7, es-MX;q=0.85, fr;q=0.1"), NULL), "lang=es"));
    CHECK(has(ask("GET", "/thing/1", HEADERS("Accept-Language", "zh-Hans-CN, en;q=0.9"), NULL), "lang=zh"));
    CHECK(has(ask("GET", "/thing/1", HEADERS("Accept-Language", "fr;q=0, de"), NULL), "lang=en"));
    CHECK(has(ask("GET", "/thing/1", NULL, NULL), "lang=en"));
    CHECK(has(ask("GET", "/fr", NULL, NULL), "lang=fr"));
    CHECK(has(ask("GET", "/frx", NULL, NULL), "lang=en"));
}

TEST(written_segments_go_before_names)
{
    begin();
    CHECK_TEXT(ask("GET", "/state/FRA", NULL, NULL)->body->at, "own");
    CHECK(has(ask("GET", "/group/x", NULL, NULL), "id=x"));
    CHECK(has(ask("GET", "/group/C%C3%B4te%20d%2FIvoire", NULL, NULL), "id=Côte d/Ivoire"));
    CHECK_NUMBER(ask("GET", "/group/%FF", NULL, NULL)->status, 404); /* not UTF-8 */
    CHECK_NUMBER(ask("GET", "/group/%00", NULL, NULL)->status, 404);
    CHECK_NUMBER(ask("GET", "/group//x", NULL, NULL)->status, 404);
    CHECK_NUMBER(ask("GET", "/a/b/c/d", NULL, NULL)->status, 404);
    CHECK_NUMBER(ask("GET", "*", NULL, NULL)->status, 404);
}

TEST(what_cannot_be_done_is_said)
{
    begin();
    struct response *response = ask("DELETE", "/thing/1", NULL, NULL);
    CHECK_NUMBER(response->status, 405);
    CHECK_TEXT(sent(response, "Allow"), "GET, HEAD, POST, OPTIONS");
    CHECK_NUMBER(ask("OPTIONS", "/thing/1", NULL, NULL)->status, 204);
    CHECK_NUMBER(ask("BREW", "/thing/1", NULL, NULL)->status, 400);
    CHECK_NUMBER(ask("GET", "/thing/1?a=%zz", NULL, NULL)->status, 400);
    response = ask("GET", "/thing/", NULL, NULL);
    CHECK_NUMBER(response->status, 308);
    CHECK_TEXT(sent(response, "Location"), "/en/thing");
    response = ask("GET", "/fr/thing/1/?q=a%20b", NULL, NULL);
    CHECK_TEXT(sent(response, "Location"), "/fr/thing/1?q=a%20b");
    CHECK_NUMBER(ask("GET", "//evil.example/", NULL, NULL)->status, 404);
}

TEST(a_refusal_shows_nothing_of_the_page)
{
    begin();
    struct response *response = ask("GET", "/refused/x", NULL, NULL);
    CHECK_NUMBER(response->status, 403);
    CHECK(!has(response, "half a page"));
    CHECK(has(response, "This is not open to you"));
    CHECK_NUMBER(response->cache, CACHE_NEVER);
    response = ask("GET", "/broken/x", NULL, NULL);
    CHECK_NUMBER(response->status, 500);
    CHECK(!has(response, "secret detail"));
    CHECK(has(response, "id-1"));
    response = ask("GET", "/api/v1/thing/refused", NULL, NULL);
    CHECK_TEXT(response->type, "application/json");
    CHECK(has(response, "{\"error\":{\"code\":\"forbidden\",\"message\":\""));
}

TEST(the_frame_is_in_the_language_and_direction_of_the_reader)
{
    begin();
    struct response *response = ask("GET", "/ar/no/such/page?a=1&lang=fr", NULL, NULL);
    CHECK_NUMBER(response->status, 404);
    CHECK(has(response, "<html lang=\"ar\" dir=\"rtl\">"));
    CHECK(has(response, "href=\"/ar/state\""));
    CHECK(!has(response, "/desk"));
    CHECK(has(response, "<a lang=\"zh\" hreflang=\"zh\" href=\"/zh/no/such/page?a=1\""));
    CHECK(has(response, "/login?next=%2Fno%2Fsuch%2Fpage"));
}

TEST(browsers_keep_pages_and_ask)
{
    begin();
    struct response *response = ask("GET", "/thing/1", NULL, NULL);
    REQUIRE(response->etag);
    CHECK_NUMBER(ask("GET", "/thing/1", HEADERS("If-None-Match", response->etag), NULL)->status, 304);
    CHECK_NUMBER(ask("GET", "/thing/2", HEADERS("If-None-Match", response->etag), NULL)->status, 200);
    CHECK_NUMBER(ask("GET", "/fr/thing/1", HEADERS("If-None-Match", response->etag), NULL)->status, 200);
}

TEST(pages_are_compressed_for_who_takes_it)
{
    begin();
    struct response *plain = ask("GET", "/thing/1", NULL, NULL);
    struct response *zipped = ask("GET", "/thing/1", HEADERS("Accept-Encoding", "br, gzip"), NULL);
    REQUIRE(zipped->zipped);
    CHECK(zipped->body->size < plain->body->size / 4);
    char back[8192];
    z_stream stream = {.next_in = (unsigned char *)zipped->body->at,
        .avail_in = (uInt)zipped->body->size,
        .next_out = (unsigned char *)back,
        .avail_out = sizeof back};
    REQUIRE(inflateInit2(&stream, 15 + 16) == Z_OK);
    CHECK_NUMBER(inflate(&stream, Z_FINISH), Z_STREAM_END);
    inflateEnd(&stream);
    CHECK_NUMBER(stream.total_out, plain->body->size);
    CHECK(!memcmp(back, plain->body->at, plain->body->size));
    CHECK(!ask("GET", "/thing/1", HEADERS("Accept-Encoding", "gzip;q=0"), NULL)->zipped);
    CHECK(ask("GET", "/thing/1", HEADERS("Accept-Encoding", "gzip;q=0.5"), NULL)->zipped);
    CHECK(!ask("GET", "/state/FRA", HEADERS("Accept-Encoding", "gzip"), NULL)->zipped); /* too short */
}

TEST(forms_of_other_sites_change_nothing)
{
    begin();
    const char *token = session_proof(test_call.arena, "secret", "another");
    const char *form = "application/x-www-form-urlencoded";
    char *with = arena_format(test_call.arena, "name=x&csrf=%s", token);
    struct {
        int status;
        const char *const *headers;
        const char *body;
    } cases[] = {
        {303, HEADERS("Content-Type", form), "name=x"}, /* nobody is signed in: nothing to misuse */
        {403, HEADERS("Content-Type", form, "Sec-Fetch-Site", "cross-site"), "name=x"},
        {403, HEADERS("Content-Type", form, "Origin", "https://evil.example", "Host", "here.example"), "name=x"},
        {403, HEADERS("Content-Type", form, "Origin", "null", "Host", "here.example"), "name=x"},
        {303, HEADERS("Content-Type", form, "Origin", "https://here.example", "Host", "here.example"), "name=x"},
        {403, HEADERS("Content-Type", form, "Cookie", "s=1"), "name=x"},
        {403, HEADERS("Content-Type", form, "Cookie", "s=1"), "name=x&csrf="},
        {403, HEADERS("Content-Type", form, "Cookie", "s=1"), "name=x&csrf=00000000000000000000000000000000"},
        {303, HEADERS("Content-Type", form, "Cookie", "a=b; s=1"), with},
        {403, HEADERS("Content-Type", form, "Cookie", "s=1", "Sec-Fetch-Site", "cross-site"), with},
        {422, HEADERS("Content-Type", form), "name=+"},
        {400, HEADERS("Content-Type", form), "name=%0"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct response *response = ask("POST", "/ru/thing/1", cases[i].headers, cases[i].body);
        if (response->status != cases[i].status)
            test_fail(__FILE__, __LINE__, "case %zu: %d", i, response->status);
        if (response->status == 303)
            CHECK_TEXT(sent(response, "Location"), "/ru/thing/1");
    }
    CHECK_NUMBER(ask("POST", "/api/v1/thing", HEADERS("Content-Type", form, "Cookie", "s=1"), "name=x")->status, 403);
    CHECK_NUMBER(ask("POST", "/api/v1/thing",
                     HEADERS("Content-Type", form, "Cookie", "s=1", "Sec-Fetch-Site", "same-origin"), "name=x")
                     ->status,
        303);
}

TEST(assets_are_kept_for_ever)
{
    begin();
    extern const struct asset asset_site_css;
    struct response *response = ask("GET", asset_site_css.url, HEADERS("Accept-Encoding", "gzip"), NULL);
    CHECK_NUMBER(response->status, 200);
    CHECK_NUMBER(response->cache, CACHE_EVER);
    CHECK_NUMBER(response->body->size, asset_site_css.zipped_size);
    CHECK_NUMBER(ask("GET", asset_site_css.url, NULL, NULL)->body->size, asset_site_css.size);
    CHECK_NUMBER(ask("GET", "/static/0000000000000000/site.css", NULL, NULL)->status, 404);
    CHECK_NUMBER(ask("GET", "/static/../answer_test.c", NULL, NULL)->status, 404);
}

TEST(memory_that_runs_short_gives_a_short_answer)
{
    begin();
    unsigned long used = 0;
    const struct route *route;
    struct incoming incoming = {.method = "GET", .uri = "/no/such/page/here", .header_of = header_in};
    for (unsigned long n = 1; n < 400; n++) {
        struct arena *arena = arena_new(16 << 20);
        arena_fail_at(n);
        struct response *response = answer(&site, arena, &incoming, test_call.now, "id", &route);
        used = arena_allocations();
        arena_fail_at(0);
        if (response && response->status != 404 && response->status != 503)
            test_fail(__FILE__, __LINE__, "allocation %lu: status %d", n, response->status);
        if (used < n)
            CHECK(response && response->status == 404);
        arena_free(arena);
        if (used < n)
            break;
    }
    CHECK(used > 20);
}

int main(void)
{
    RUN(the_language_comes_from_the_address_the_query_or_the_browser);
    RUN(written_segments_go_before_names);
    RUN(what_cannot_be_done_is_said);
    RUN(a_refusal_shows_nothing_of_the_page);
    RUN(the_frame_is_in_the_language_and_direction_of_the_reader);
    RUN(browsers_keep_pages_and_ask);
    RUN(pages_are_compressed_for_who_takes_it);
    RUN(forms_of_other_sites_change_nothing);
    RUN(assets_are_kept_for_ever);
    RUN(memory_that_runs_short_gives_a_short_answer);
    return test_end();
}
