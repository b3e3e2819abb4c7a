/*
 * A few threads beside the ones that read sockets: each takes the next piece of work from one short queue. Each has an
 * arena of its own, emptied between pieces.
 */
#pragma once
#include <stdatomic.h>
#include "base/arena.h"

struct workers;

/* `arena` is NULL when there is no memory for one. */
typedef void worker_task(struct arena *arena, void *arg);

/* `waiting` is told how many pieces wait. NULL when threads cannot be had. */
struct workers *workers_new(unsigned count, size_t arena_limit, atomic_llong *waiting);

/* False when too many wait already. */
bool workers_add(struct workers *workers, worker_task *task, void *arg);

/* Does what waits, and ends the threads. */
void workers_free(struct workers *workers);
