#include "store/row_memo.h"
#include "base/text.h"
#include <string.h>

enum { PLACES = 1024, MOST_MEMORY = 64 << 20, ENOUGH = 32 << 20 };

/* A place has one row; another that falls there takes it over. */
struct kept {
    const struct record *record;
    const char *id;
    const void *row;
};

struct row_memo {
    struct arena *arena;
    struct kept places[PLACES];
};

struct row_memo *row_memo_new(void)
{
    struct arena *arena = arena_new(MOST_MEMORY);
    struct row_memo *memo = arena ? arena_try(arena, sizeof *memo) : NULL;
    if (!memo) {
        arena_free(arena);
        return NULL;
    }
    memset(memo, 0, sizeof *memo);
    memo->arena = arena;
    return memo;
}

void row_memo_free(struct row_memo *memo)
{
    if (memo)
        arena_free(memo->arena);
}

static struct kept *place_of(struct row_memo *memo, const struct record *record, const char *id)
{
    uint64_t hash = (uintptr_t)record;
    for (; *id; id++)
        hash = (hash ^ (unsigned char)*id) * 1099511628211u;
    return &memo->places[(hash ^ hash >> 24) % PLACES];
}

struct glance {
    void *row;
    struct db *db;
    struct call lasting; /* as the call of who asks, with memory that lasts */
    const struct record *record;
    const char *id;
};

static enum err load(void *arg)
{
    struct glance *glance = arg;
    return row_load(&glance->row, glance->db, &glance->lasting, glance->record, glance->id);
}

enum err row_glance(const void **out, struct db *db, struct call *call, const struct record *record, const char *id)
{
    struct row_memo *memo = call->memo;
    struct kept *kept = memo ? place_of(memo, record, id) : NULL;
    *out = NULL;
    if (kept && kept->record == record && text_is(kept->id, id)) {
        *out = kept->row;
        return OK;
    }
    struct glance glance = {.db = db, .lasting = *call, .record = record, .id = id};
    bool room = kept && arena_used(memo->arena) < ENOUGH;
    if (room)
        glance.lasting.arena = memo->arena;
    call_clear(&glance.lasting);
    enum err err = room ? arena_run(memo->arena, load, &glance) : load(&glance);
    for (const struct fault *fault = glance.lasting.faults; fault; fault = fault->next)
        fault_copy(call, fault);
    if (err == ERR_NO_MEMORY && !glance.lasting.faults)
        return fail(call, ERR_NO_MEMORY, "no_memory");
    if (!err && room)
        *kept = (struct kept){record, ((const struct row *)glance.row)->id, glance.row};
    *out = glance.row;
    return err;
}

void row_memo_forget(struct call *call, const struct record *record, const char *id)
{
    struct kept *kept = call->memo ? place_of(call->memo, record, id) : NULL;
    if (kept && kept->record == record && text_is(kept->id, id))
        *kept = (struct kept){0};
}
