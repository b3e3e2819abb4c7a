/*
 * Memory with an owner one can see: one arena for a request, a command or a job, freed whole at its end.
 *
 * arena_run is the boundary. Inside it an allocation never returns NULL: when memory is short, or the arena has
 * reached its limit, control comes back to arena_run, which answers ERR_NO_MEMORY; its caller frees the arena.
 * What is held besides memory (a file, a statement, a growing buffer) is handed to arena_defer and released when
 * the arena is freed, whichever way the call ended.
 *
 * Two rules follow. Do not allocate from an arena inside a callback of a foreign library (the jump would skip its
 * frames): use arena_try there. Do not allocate while holding a mutex.
 *
 * The build with -DARENA_PLAIN gives every allocation its own malloc, so that a sanitizer sees each object.
 * arena_fail_at makes the n-th allocation from now fail, for tests.
 */
#pragma once
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include "base/err.h"

struct arena;

/* A new arena that will give out at most `limit` bytes; NULL when there is no memory. */
struct arena *arena_new(size_t limit);
void arena_free(struct arena *arena);

/* A new arena within the call of another, which frees it with itself, however the call ends. Who is done with it before resets it. */
struct arena *arena_within(struct arena *owner, size_t limit) __attribute__((returns_nonnull));

/* Frees what was allocated and runs what was deferred since, and keeps the arena for the next call. */
void arena_reset(struct arena *arena);

/* Runs work(arg); ERR_NO_MEMORY when an allocation in it failed. Calls may nest; the innermost catches. */
enum err arena_run(struct arena *arena, enum err (*work)(void *arg), void *arg) MUST_CHECK;

/* Zeroed memory, aligned for any type. */
void *arena_alloc(struct arena *arena, size_t size) __attribute__((returns_nonnull, malloc, alloc_size(2)));
void *arena_array(struct arena *arena, size_t count, size_t size) __attribute__((returns_nonnull));

/* The same, NULL when it fails: for callbacks of foreign libraries. */
void *arena_try(struct arena *arena, size_t size);

#define NEW(arena, type)          ((type *)arena_alloc(arena, sizeof(type)))
#define NEW_ARRAY(arena, n, type) ((type *)arena_array(arena, n, sizeof(type)))

char *arena_text(struct arena *arena, const char *text) __attribute__((returns_nonnull));
char *arena_copy(struct arena *arena, const void *bytes, size_t size) __attribute__((returns_nonnull));
char *arena_format(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3) __attribute__((returns_nonnull));
char *arena_vformat(struct arena *arena, const char *format, va_list args) __attribute__((returns_nonnull));

/* Calls release(what) when the arena is reset or freed, last deferred first. */
void arena_defer(struct arena *arena, void (*release)(void *what), void *what);

/* Ends the innermost arena_run with ERR_NO_MEMORY: for a part that found memory short itself. */
_Noreturn void arena_give_up(struct arena *arena);

size_t arena_used(const struct arena *arena);

/* Test support: the n-th allocation from now on, of any arena of this thread, fails; 0 switches it off. */
void arena_fail_at(unsigned long n);
unsigned long arena_allocations(void);
