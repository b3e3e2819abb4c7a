/*
 * What the program does by itself as time goes by, every hour or so: steps of which the time is over are taken, and the store is tidied
 * up. Each step is a transaction of its own: one that is not possible is told and tried again the next time; the others are taken.
 */
#pragma once
#include "record/operate.h"

/* A step that stood in the way of itself: what it needs is not so. */
struct tend_stopped {
    const char *noun, *id, *step, *why;
};

enum { MOST_STOPPED = 100 };
struct tend_report {
    int64_t taken, stopped;
    struct tend_stopped list[MOST_STOPPED]; /* the first of them, in the memory of the call */
};

/* By the system, whoever asks. */
enum err tend(struct tend_report *out, struct store *store, struct call *call) MUST_CHECK;
