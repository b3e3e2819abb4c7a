/*
 * The log: one JSON object a line on stderr, `{"at","level","event",...}`. It holds no personal data and no content
 * of records; control characters in values are escaped, so that no value can forge a line.
 */
#pragma once
#include <stdint.h>

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

struct log_field {
    const char *name, *text; /* text NULL: the number */
    int64_t number;
};

void log_set_level(enum log_level least);
void log_event(enum log_level level, const char *event, const struct log_field *fields, unsigned count);

/* LOG(LOG_INFO, "request", {"path", path, 0}, {"us", NULL, micros}) */
#define LOG(level, event, ...)                                                                                         \
    log_event(level, event, (const struct log_field[]){__VA_ARGS__},                                                   \
        sizeof((const struct log_field[]){__VA_ARGS__}) / sizeof(struct log_field))
