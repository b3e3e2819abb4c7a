/*
 * Counting what the server does, and telling it in the text form of Prometheus. Counters are atomic and never reset.
 */
#pragma once
#include <stdatomic.h>
#include "web/route.h"

struct metrics;

struct metrics *metrics_new(struct arena *arena, const struct route_tree *routes);

/* One request answered; `route` NULL when none was found. */
void metrics_request(
    struct metrics *metrics, const struct route *route, enum method method, int status, int64_t micros, size_t bytes);

/*
 * A number of the moment (connections, length of a queue): whoever knows it sets it. One name gives one gauge; there are
 * at most 32, and what is beyond counts into the void.
 */
atomic_llong *metrics_gauge(struct metrics *metrics, const char *name, const char *help);

void metrics_text(struct buffer *out, const struct metrics *metrics);
