/*
 * What the tests of the site share: requests that go the whole way but for the socket, and people who sign in. For *_test.c files only.
 */
#pragma once
#include "record/migrations.h"
#include "record/operate.h"
#include "test/with_users.h"
#include "web/site.h"

static struct site site;
static char session_cookie[200], form_csrf[200];

static inline const char *header_in(const void *source, const char *name)
{
    const char *const *headers = source;
    for (; headers && *headers; headers += 2)
        if (!strcasecmp(headers[0], name))
            return headers[1];
    return NULL;
}

/* NULL when memory is too short for any answer. Headers are names and values in turn, ended by NULL. */
static inline struct response *answer_to(struct arena *arena, const char *method, const char *uri, const char *body,
    const char *const *headers, const struct route **route)
{
    struct incoming incoming = {.method = method,
        .uri = uri,
        .peer = "192.0.2.1",
        .body = body,
        .body_size = body ? strlen(body) : 0,
        .header_of = header_in,
        .source = headers};
    static unsigned long number;
    char id[24];
    snprintf(id, sizeof id, "r-%lu", ++number);
    return answer(&site, arena, &incoming, test_call.now, id, route);
}

static inline struct response *ask(
    const char *method, const char *uri, const char *body, const char *more_name, const char *more_value)
{
    const struct route *route;
    bool api = strstr(uri, "/api/");
    const char *headers[] = {"Content-Type", api ? "application/json" : "application/x-www-form-urlencoded", "Cookie",
        session_cookie, "Sec-Fetch-Site", "same-origin", more_name, more_value, NULL};
    return answer_to(test_call.arena, method, uri, body, headers, &route);
}

static inline struct response *get(const char *uri)
{
    return ask("GET", uri, NULL, NULL, NULL);
}

static inline struct response *post(const char *uri, const char *form)
{
    return ask("POST", uri, arena_format(test_call.arena, "csrf=%s&%s", form_csrf, form), NULL, NULL);
}

static inline bool has(const struct response *response, const char *text)
{
    return strstr(response->body->at, text);
}

static inline const char *sent(const struct response *response, const char *name, const char *start)
{
    for (int i = 0; i < response->header_count; i++)
        if (!strcmp(response->headers[i].name, name) && text_starts(response->headers[i].value, start))
            return response->headers[i].value;
    return NULL;
}

static inline void set_row(const struct record *record, const char *const *values)
{
    struct input inputs[32];
    struct outcome outcome;
    int count = 0;
    for (; values[0]; values += 2)
        inputs[count++] = (struct input){values[0], values[1]};
    call_clear(&test_call);
    REQUIRE(record_add(&outcome, store, &test_call, record, inputs, count) == OK);
}
#define SET(noun, ...) set_row(record_named(noun), (const char *const[]){__VA_ARGS__, NULL})

static inline void sign_in_as(const char *login)
{
    *session_cookie = *form_csrf = 0;
    struct response *response = ask("POST", "/en/login",
        arena_format(test_call.arena, "login=%s&password=Tulips+grow+in+Delft", login), NULL, NULL);
    const char *cookie = sent(response, "Set-Cookie", "session=");
    REQUIRE(response->status == 303 && cookie);
    CHECK(strstr(cookie, "HttpOnly") && strstr(cookie, "SameSite=Lax"));
    snprintf(session_cookie, sizeof session_cookie, "%.*s", (int)strcspn(cookie, ";"), cookie);
    response = get("/account/password"); /* somebody else set it: nothing else may be done first */
    CHECK(response->status == 200);
    CHECK_NUMBER(get("/")->status, 303);
    const char *at = strstr(response->body->at, "name=\"csrf\" value=\"");
    REQUIRE(at);
    snprintf(form_csrf, sizeof form_csrf, "%.*s", (int)strcspn(at + 19, "\""), at + 19);
    REQUIRE(post("/account/password", "before=Tulips+grow+in+Delft&password=Herring+swims+by+Bergen")->status == 303);
}

/* A form with a file, as a browser sends it. */
static inline char *upload_body(const char *csrf, const char *key, const char *bytes)
{
    return arena_format(test_call.arena,
        "--X\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n%s\r\n"
        "--X\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\n%s\r\n"
        "--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"C:\\a <b>.csv\"\r\n\r\n%s\r\n--X--\r\n",
        csrf, key, bytes);
}

static inline struct response *upload(const char *uri, const char *csrf, const char *bytes)
{
    const struct route *route;
    const char *headers[] = {"Content-Type", "multipart/form-data; boundary=X", "Cookie", session_cookie,
        "Sec-Fetch-Site", "same-origin", NULL};
    return answer_to(test_call.arena, "POST", uri, upload_body(csrf, "", bytes), headers, &route);
}

/* The value of a hidden field. */
static inline const char *hidden(const struct response *response, const char *name)
{
    const char *start = arena_format(test_call.arena, "name=\"%s\" value=\"", name);
    const char *at = strstr(response->body->at, start);
    at = at ? at + strlen(start) : "";
    return arena_copy(test_call.arena, at, strcspn(at, "\""));
}
