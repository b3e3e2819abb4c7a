/*
 * An eye on every connection: who takes too long in all, however steadily the bytes drip, is cut off. (The library's own
 * timeout starts again with each byte.)
 */
#pragma once
#include <stdint.h>

struct watch;
struct watched;

enum watch_doing {
    WATCH_HEADER, /* reads a request, or waits for one */
    WATCH_BODY,
    WATCH_ANSWER, /* waits for us */
    WATCH_SEND,
    WATCH_STREAM, /* takes a piece of a long answer */
};

/* NULL when memory or threads are short. */
struct watch *watch_new(void);
void watch_free(struct watch *watch);

/* A connection begins and ends. NULL is taken for one that is not watched. */
struct watched *watch_begin(struct watch *watch, int socket);
void watch_end(struct watch *watch, struct watched *watched);

/* Cuts it off; what still comes of it ends. */
void watch_cut(const struct watched *watched);

void watch_now(struct watched *watched, enum watch_doing doing);

/* Microseconds of a clock that never jumps. */
int64_t monotonic_us(void);
