/*
 * From a request to its answer: language, session, route, protection against forged forms, the handler, error pages, ETag and compression.
 * Everything of HTTP that is not a socket. A request and a response live in one arena, freed whole when the answer has been
 * handed over.
 */
#pragma once
#include "web/metrics.h"

/* What is served. Made once by main.c, and not changed while the server runs. */
struct site {
    struct store *store;               /* NULL: a site without data, for tests */
    const struct route *const *tables; /* ends with NULL */
    const struct nav *nav;             /* web/frame.h: the main navigation, ends with an entry without key */
    struct office_kept *office;        /* its name, kept (web/office_name.h); NULL: it is read each time */
    bool demo;                         /* an invented programme: says so on every page */
    /* Who asks: fills request->session and call->user. NULL: everybody is the public. */
    enum err (*enter)(struct request *request);
    struct job_runner *jobs; /* does long work (web/job_runner.h); NULL: another process does */
    struct kept *kept;       /* answers for the public (web/kept.h); NULL: none are kept */
    struct route_tree *routes;
    struct metrics *metrics;
};

/* Builds what is derived: routes, counters. */
void site_prepare(struct site *site, struct arena *arena);

/* What came over the wire. */
struct incoming {
    const char *method, *uri, *peer;
    const char *body; /* NULL when there is none, or when it was too large */
    size_t body_size;
    bool too_large, secure;
    const char *(*header_of)(const void *source, const char *name);
    const void *source;
};

/* The route that will answer, before the body is there: what it takes and where it runs. NULL when none will. */
const struct route *answer_route(const struct site *site, struct arena *arena, const struct incoming *incoming);

/* Always gives a response. `moment` is now; `id` names the request in the log and on error pages. */
struct response *answer(const struct site *site, struct arena *arena, const struct incoming *incoming, int64_t moment,
    const char *id, const struct route **route);
