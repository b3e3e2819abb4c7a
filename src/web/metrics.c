#include "web/metrics.h"
#include "base/text.h"
#include <stdio.h>
#include <unistd.h>

/* Upper bounds in microseconds. */
static const int64_t bounds[] = {100, 250, 500, 1000, 2500, 5000, 10000, 25000, 100000, 1000000, 10000000};
static const int statuses[] = {
    200, 201, 204, 206, 303, 304, 308, 400, 401, 403, 404, 405, 409, 410, 412, 413, 422, 429, 500, 503, 504, 0};

enum { BOUNDS = sizeof bounds / sizeof *bounds, STATUSES = sizeof statuses / sizeof *statuses };

enum { GAUGES = 32 };

struct gauge {
    const char *name, *help;
    atomic_llong value;
};

struct metrics {
    const struct route_tree *routes;
    atomic_llong (*answers)[STATUSES]; /* by route, then by status; the last route is "none" */
    atomic_llong buckets[BOUNDS + 1], micros, bytes;
    struct gauge gauges[GAUGES + 1];
    atomic_int gauge_count;
};

struct metrics *metrics_new(struct arena *arena, const struct route_tree *routes)
{
    struct metrics *metrics = NEW(arena, struct metrics);
    metrics->routes = routes;
    metrics->answers = arena_array(arena, (size_t)route_count(routes) + 1, sizeof *metrics->answers);
    return metrics;
}

static void count(atomic_llong *counter, int64_t by)
{
    atomic_fetch_add_explicit(counter, by, memory_order_relaxed);
}

void metrics_request(
    struct metrics *metrics, const struct route *route, enum method method, int status, int64_t micros, size_t bytes)
{
    int bucket = 0, place = 0;
    while (bucket < BOUNDS && micros > bounds[bucket])
        bucket++;
    while (place < STATUSES - 1 && statuses[place] != status)
        place++;
    count(&metrics->buckets[bucket], 1);
    count(&metrics->micros, micros);
    count(&metrics->bytes, (int64_t)bytes);
    count(&metrics->answers[route_place(metrics->routes, route)][place], 1);
}

static int64_t memory_resident(void)
{
    long pages = 0;
    FILE *statm = fopen("/proc/self/statm", "r");
    if (!statm)
        return 0;
    char line[128] = "";
    if (fgets(line, sizeof line, statm)) {
        const char *at = line;
        while (*at && *at != ' ')
            at++;
        while (*at == ' ')
            at++;
        for (; *at >= '0' && *at <= '9'; at++)
            pages = pages * 10 + (*at - '0');
    }
    fclose(statm);
    return pages * sysconf(_SC_PAGESIZE);
}

static void write_head(struct buffer *out, const char *name, const char *type, const char *help)
{
    buffer_format(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void write_requests(struct buffer *out, const struct metrics *metrics)
{
    write_head(out, "servanda_requests_total", "counter", "Requests answered, by route and status.");
    for (int i = 0; i <= route_count(metrics->routes); i++) {
        const struct route *route = route_at(metrics->routes, i);
        for (int j = 0; j < STATUSES; j++) {
            long long n = atomic_load_explicit(&metrics->answers[i][j], memory_order_relaxed);
            if (n)
                buffer_format(out, "servanda_requests_total{method=\"%s\",route=\"%s\",status=\"%d\"} %lld\n",
                    route ? method_names[route->method] : "", route ? route->pattern : "", statuses[j], n);
        }
    }
}

static void write_durations(struct buffer *out, const struct metrics *metrics)
{
    static const char name[] = "servanda_request_seconds";
    write_head(out, name, "histogram", "From the last byte of a request to its finished answer.");
    long long sum = 0;
    for (int i = 0; i <= BOUNDS; i++) {
        sum += atomic_load_explicit(&metrics->buckets[i], memory_order_relaxed);
        if (i < BOUNDS)
            buffer_format(out, "%s_bucket{le=\"%g\"} %lld\n", name, (double)bounds[i] / 1e6, sum);
        else
            buffer_format(out, "%s_bucket{le=\"+Inf\"} %lld\n", name, sum);
    }
    buffer_format(out, "%s_sum %g\n%s_count %lld\n", name,
        (double)atomic_load_explicit(&metrics->micros, memory_order_relaxed) / 1e6, name, sum);
}

atomic_llong *metrics_gauge(struct metrics *metrics, const char *name, const char *help)
{
    int count_now = metrics->gauge_count;
    for (int i = 0; i < count_now; i++)
        if (text_is(metrics->gauges[i].name, name))
            return &metrics->gauges[i].value;
    if (count_now == GAUGES)
        return &metrics->gauges[GAUGES].value;
    metrics->gauges[count_now].name = name;
    metrics->gauges[count_now].help = help;
    metrics->gauge_count = count_now + 1;
    return &metrics->gauges[count_now].value;
}

void metrics_text(struct buffer *out, const struct metrics *metrics)
{
    write_requests(out, metrics);
    write_durations(out, metrics);
    write_head(out, "servanda_response_bytes_total", "counter", "Bytes of answers, without headers.");
    buffer_format(out, "servanda_response_bytes_total %lld\n",
        (long long)atomic_load_explicit(&metrics->bytes, memory_order_relaxed));
    write_head(out, "process_resident_memory_bytes", "gauge", "Memory in use.");
    buffer_format(out, "process_resident_memory_bytes %lld\n", (long long)memory_resident());
    for (int i = 0; i < metrics->gauge_count; i++) {
        const struct gauge *gauge = &metrics->gauges[i];
        write_head(out, gauge->name, "gauge", gauge->help);
        buffer_format(out, "%s %lld\n", gauge->name, (long long)gauge->value);
    }
}
