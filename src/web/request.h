/*
 * A request as pages see it, and the answer they give. Neither knows the HTTP library (web/http.c does), so that
 * everything from here on can be tested without a socket.
 *
 * A handler reads the request, calls rules and records, and fills the response; or it returns an error, and the
 * machinery (web/answer.h) turns the faults of the call into an error page or a JSON error.
 */
#pragma once
#include "access/user.h"
#include "web/html.h"

enum method { METHOD_GET, METHOD_POST, METHOD_PUT, METHOD_PATCH, METHOD_DELETE, METHOD_OPTIONS, METHODS };
extern const char *const method_names[METHODS];

struct pair {
    const char *name, *value;
};

struct pairs {
    struct pair *at;
    size_t count;
};

/* A file that came with a form. */
struct upload {
    const char *field, *name; /* the name only to be shown */
    const char *bytes;
    size_t size;
};

struct uploads {
    struct upload *at;
    size_t count;
};

struct site;
struct route;

struct request {
    struct call *call;
    const struct site *site;
    const struct route *route;
    enum method method;
    bool head;              /* GET whose body is not wanted */
    bool api;               /* under /api/: answers and errors are JSON */
    bool secure;            /* came over TLS, as far as we or the proxy in front can tell */
    bool lang_in_path;      /* /fr/...: said by the address, not guessed */
    const char *path;       /* without language and query, as sent: "/state/FRA" */
    const char *query_text; /* as sent, without "?"; "" when there is none */
    struct pairs names;     /* of the route's pattern: {id} */
    struct pairs query, form;
    struct uploads files; /* of forms to routes that take them (ROUTE_FILE) */
    const char *body;
    size_t body_size;
    const char *peer;        /* address of the client */
    const char *csrf;        /* what forms of this session send back; NULL when nobody is signed in */
    const char *token;       /* of the session: secret */
    const char *detour;      /* where this person has to go first; NULL: nowhere */
    int64_t ledger;          /* number of the newest entry when this request came; 0: not asked for */
    struct session *session; /* access/session.h; NULL when nobody is signed in */
    const char *(*header_of)(const void *source, const char *name);
    const void *source;
};

/* NULL when there is none. The first of several. */
const char *request_name(const struct request *request, const char *name);
const char *request_query(const struct request *request, const char *name);
const char *request_form(const struct request *request, const char *name);
const struct upload *request_file(const struct request *request, const char *field);
const char *request_header(const struct request *request, const char *name);
const char *request_cookie(const struct request *request, const char *name);

/* "https://host": as the browser asked for us; "" when it did not say. */
const char *request_root(const struct request *request);

/* "a=1&b=two" with + and %; false when it is malformed: broken escapes, NUL, not UTF-8, too many. */
bool pairs_parse(struct pairs *out, struct arena *arena, const char *text, size_t size);
const char *pairs_find(const struct pairs *pairs, const char *name);

/* %41 -> A. NULL when it is malformed. `plus` says whether + is a space. */
char *percent_decode(struct arena *arena, const char *text, size_t size, bool plus);

/* The query of this request with one value changed (NULL: left out) and, unless `drop` is NULL, another left out: for links that keep
 * the rest. "?..." or "". */
const char *request_query_with(const struct request *request, const char *name, const char *value, const char *drop);

enum cache {
    CACHE_CHECK, /* kept, and asked about each time (ETag) */
    CACHE_NEVER, /* not kept at all: forms with what was typed, files with personal data */
    CACHE_EVER,  /* the address changes when the content does */
};

struct header {
    const char *name, *value;
};

/*
 * What streams: `more` gives the next bytes each time and says whether there are others, or fails, and the client sees that the
 * answer broke off. It runs in memory of its own, emptied between pieces. `end` gives back everything, the stream itself too.
 */
struct stream {
    enum err (*more)(bool *more, struct stream *stream, struct buffer *out);
    void (*end)(struct stream *stream);
    void *state;
};

enum { RESPONSE_HEADERS = 12, RESPONSE_MOST = 32 << 20 };

struct response {
    int status;
    const char *type;    /* NULL: text/html */
    struct buffer *body; /* there from the start, empty */
    const char *etag;    /* in quotes; NULL: made from the body */
    enum cache cache;
    struct header headers[RESPONSE_HEADERS];
    int header_count;
    struct stream *stream; /* exports only (web/export.h): instead of the body; given over */
    bool zipped;
};

void response_header(struct response *response, const char *name, const char *value);

/* 303 to a path of ours, in the language of the request. */
void response_see(struct request *request, struct response *response, const char *path);

/* A file to keep, with its name. */
void response_file(struct request *request, struct response *response, const char *type, const char *name);

typedef enum err handler(struct request *request, struct response *response);

enum {
    ROUTE_SLOW = 1, /* more than a few milliseconds: run beside the threads that read sockets */
    ROUTE_FILE = 2, /* takes bodies up to the size of a file */
    ROUTE_BARE = 4, /* no language, session or log line: health, metrics */
};

/*
 * "/state/{id}/history": a segment in braces takes any one segment and is found under its name. Who may is said by the right
 * (access/right.h), and asked before the handler runs; NULL: what is shown is decided further in, row by row.
 */
struct route {
    enum method method;
    const char *pattern;
    handler *handle;
    unsigned flags;
    const struct right *right;
};

enum { BODY_MOST = 1 << 20, FILE_BODY_MOST = 26 << 20, PAIRS_MOST = 1000 };
