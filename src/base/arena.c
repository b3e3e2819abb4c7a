#include "base/arena.h"
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ALIGN = 16, FIRST_BLOCK = 8 << 10, LARGEST_BLOCK = 1 << 20 };

struct block {
    struct block *older;
    size_t size, used;
    _Alignas(ALIGN) char bytes[];
};

struct deferred {
    struct deferred *older;
    void (*release)(void *what);
    void *what;
};

struct arena {
    struct block *newest;
    struct deferred *deferred;
    jmp_buf *boundary;
    size_t limit, used, next_block;
};

static _Thread_local unsigned long fail_in, allocations;

void arena_fail_at(unsigned long n)
{
    fail_in = n;
    allocations = 0;
}

unsigned long arena_allocations(void)
{
    return allocations;
}

static bool must_fail(void)
{
    allocations++;
    return fail_in != 0 && allocations == fail_in;
}

struct arena *arena_new(size_t limit)
{
    struct arena *arena = calloc(1, sizeof *arena);
    if (arena) {
        arena->limit = limit;
        arena->next_block = FIRST_BLOCK;
    }
    return arena;
}

static void run_deferred(struct arena *arena)
{
    while (arena->deferred) {
        struct deferred *d = arena->deferred;
        arena->deferred = d->older;
        d->release(d->what);
    }
}

/* Keeps one block of ordinary size, so that a server's calls reuse it. */
static void drop_blocks(struct arena *arena, bool keep_one)
{
    struct block *kept = NULL;
    while (arena->newest) {
        struct block *block = arena->newest;
        arena->newest = block->older;
#ifndef ARENA_PLAIN
        if (keep_one && !kept && block->size <= 64 << 10) {
            kept = block;
            continue;
        }
#endif
        free(block);
    }
    (void)keep_one;
    if (kept) {
        kept->older = NULL;
        kept->used = 0;
    }
    arena->newest = kept;
}

void arena_reset(struct arena *arena)
{
    run_deferred(arena);
    drop_blocks(arena, true);
    arena->used = 0;
}

void arena_free(struct arena *arena)
{
    if (!arena)
        return;
    run_deferred(arena);
    drop_blocks(arena, false);
    free(arena);
}

enum err arena_run(struct arena *arena, enum err (*work)(void *arg), void *arg)
{
    jmp_buf here, *outer = arena->boundary;
    volatile enum err err;
    arena->boundary = &here;
    if (setjmp(here) == 0)
        err = work(arg);
    else
        err = ERR_NO_MEMORY;
    arena->boundary = outer;
    return err;
}

_Noreturn void arena_give_up(struct arena *arena)
{
    if (!arena->boundary) {
        fputs("servanda: out of memory outside arena_run\n", stderr);
        abort(); /* a programming error: every call runs inside arena_run */
    }
    longjmp(*arena->boundary, 1);
}

static struct block *block_new(struct arena *arena, size_t wanted)
{
#ifdef ARENA_PLAIN
    size_t size = wanted;
#else
    size_t size = wanted > arena->next_block ? wanted : arena->next_block;
    if (arena->next_block < LARGEST_BLOCK)
        arena->next_block *= 2;
#endif
    struct block *block = malloc(sizeof *block + size);
    if (!block)
        return NULL;
    block->size = size;
    block->used = 0;
    block->older = arena->newest;
    arena->newest = block;
    return block;
}

/* Memory as it comes, for what is written over at once; NULL when it fails. */
static void *take(struct arena *arena, size_t size)
{
    if (size > SIZE_MAX / 2 || must_fail())
        return NULL;
    size = (size + ALIGN - 1) / ALIGN * ALIGN;
    if (size > arena->limit || arena->used > arena->limit - size)
        return NULL;
    struct block *block = arena->newest;
    if (!block || block->size - block->used < size)
        block = block_new(arena, size);
    if (!block)
        return NULL;
    void *at = block->bytes + block->used;
    block->used += size;
    arena->used += size;
    return at;
}

void *arena_try(struct arena *arena, size_t size)
{
    void *at = take(arena, size);
    return at ? memset(at, 0, size) : NULL;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    void *at = arena_try(arena, size ? size : 1);
    if (!at)
        arena_give_up(arena);
    return at;
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / 2 / size)
        arena_give_up(arena);
    return arena_alloc(arena, count * size);
}

char *arena_copy(struct arena *arena, const void *bytes, size_t size)
{
    char *copy = take(arena, size + 1);
    if (!copy)
        arena_give_up(arena);
    if (size)
        memcpy(copy, bytes, size);
    copy[size] = 0;
    return copy;
}

char *arena_text(struct arena *arena, const char *text)
{
    return arena_copy(arena, text, strlen(text));
}

/* Most texts are short: they are put together once, and only long ones a second time. */
char *arena_vformat(struct arena *arena, const char *format, va_list args)
{
    char room[256];
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(room, sizeof room, format, args);
    char *text = length < 0 ? NULL : take(arena, (size_t)length + 1);
    if (text && (size_t)length < sizeof room)
        memcpy(text, room, (size_t)length + 1);
    else if (text)
        vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    if (!text)
        arena_give_up(arena);
    return text;
}

char *arena_format(struct arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = arena_vformat(arena, format, args);
    va_end(args);
    return text;
}

void arena_defer(struct arena *arena, void (*release)(void *what), void *what)
{
    struct deferred *d = arena_try(arena, sizeof *d);
    if (!d) {
        release(what);
        arena_give_up(arena);
    }
    *d = (struct deferred){.older = arena->deferred, .release = release, .what = what};
    arena->deferred = d;
}

static void free_within(void *arena)
{
    arena_free(arena);
}

struct arena *arena_within(struct arena *owner, size_t limit)
{
    struct arena *arena = arena_new(limit);
    if (!arena)
        arena_give_up(owner);
    arena_defer(owner, free_within, arena);
    return arena;
}

size_t arena_used(const struct arena *arena)
{
    return arena->used;
}
