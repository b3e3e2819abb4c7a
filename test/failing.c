#include "test/failing.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { WAYS = 1 << 16, LISTED = 1 << 13, DEEPEST = 32, OWN = 4 /* calls within this file */ };

static atomic_ulong count, fail_in;
static atomic_bool noting, failed, all_after;
static int depth = 8;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* of what follows */
static uint64_t ways[WAYS];
static unsigned long listed[LISTED];
static unsigned listed_count, way_count;

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

/* The ends of this thread's stack. */
static void stack_of(uintptr_t *low, uintptr_t *high)
{
    static _Thread_local uintptr_t known_low, known_high;
    if (!known_high) {
        pthread_attr_t attributes;
        void *at = NULL;
        size_t size = 0;
        if (pthread_getattr_np(pthread_self(), &attributes) == 0) {
            pthread_attr_getstack(&attributes, &at, &size);
            pthread_attr_destroy(&attributes);
        }
        known_low = (uintptr_t)at;
        known_high = known_low + size;
    }
    *low = known_low;
    *high = known_high;
}

/*
 * The way as one number: the innermost return addresses, by the chain of frame pointers that a build with sanitizers keeps. A
 * library without them ends the chain, which only makes two ways one.
 */
static __attribute__((noinline, no_sanitize("address", "undefined"))) uint64_t way(void)
{
    uintptr_t low, high, frame = (uintptr_t)__builtin_frame_address(0);
    uint64_t hash = 1469598103934665603u;
    stack_of(&low, &high);
    for (int i = -OWN; i < depth && frame >= low && frame + 16 <= high && frame % sizeof frame == 0; i++) {
        const uintptr_t *at = (const uintptr_t *)frame;
        if (i >= 0)
            hash = (hash ^ at[1]) * 1099511628211u;
        if (at[0] <= frame)
            break;
        frame = at[0];
    }
    return hash ? hash : 1;
}

static void note(unsigned long number)
{
    uint64_t hash = way();
    pthread_mutex_lock(&lock);
    size_t at = (size_t)(hash >> 20) % WAYS;
    while (ways[at] && ways[at] != hash)
        at = (at + 1) % WAYS;
    if (!ways[at] && way_count < WAYS / 2 && listed_count < LISTED) {
        ways[at] = hash;
        way_count++;
        listed[listed_count++] = number;
    }
    pthread_mutex_unlock(&lock);
}

static bool must_fail(void)
{
    unsigned long number = atomic_fetch_add(&count, 1) + 1;
    if (atomic_load(&noting))
        note(number);
    unsigned long first = atomic_load(&fail_in);
    if (!first || number < first || (number > first && !atomic_load(&all_after)))
        return false;
    atomic_store(&failed, true);
    return true;
}

void *__wrap_malloc(size_t size)
{
    return must_fail() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t number, size_t size)
{
    return must_fail() ? NULL : __real_calloc(number, size);
}

void *__wrap_realloc(void *old, size_t size)
{
    return must_fail() ? NULL : __real_realloc(old, size);
}

void failing_note(void)
{
    listed_count = 0;
    failing_at(0);
    atomic_store(&noting, true);
}

unsigned failing_noted(void)
{
    atomic_store(&noting, false);
    return listed_count;
}

void failing_choose(unsigned i, bool with_all_after)
{
    failing_at(listed[i]);
    atomic_store(&all_after, with_all_after);
}

void failing_at(unsigned long n)
{
    atomic_store(&fail_in, n);
    atomic_store(&count, 0);
    atomic_store(&failed, false);
    atomic_store(&all_after, false);
}

bool failing_stop(void)
{
    bool did = atomic_load(&failed);
    atomic_store(&fail_in, 0);
    return did;
}

void failing_depth(int calls)
{
    depth = calls < DEEPEST ? calls : DEEPEST;
    memset(ways, 0, sizeof ways);
    way_count = 0;
}
