#include "store/projection.h"
#include "base/text.h"
#include "store/engine.h"
#include "store/ledger.h"

enum { MOST_MEMORY = 1 << 30 };

/* One that was built: as the store was from one entry of the ledger to another. */
struct kept_projection {
    const struct projection *of;
    int64_t from, until;
    struct arena *arena;
    const void *built;
    int users;    /* calls that look at it */
    bool retired; /* a newer one has taken its place: goes with its last user */
    struct kept_projection *next;
};

static void let_go(struct store *store, struct kept_projection *kept)
{
    for (struct kept_projection **at = &store->kept; *at; at = &(*at)->next)
        if (*at == kept) {
            *at = kept->next;
            break;
        }
}

/* What a call holds; lives in its memory. */
struct hold {
    struct store *store;
    struct kept_projection *kept;
};

static void release(void *what)
{
    struct hold *hold = what;
    if (!hold->kept)
        return;
    pthread_mutex_lock(&hold->store->lock);
    bool gone = --hold->kept->users == 0 && hold->kept->retired;
    if (gone)
        let_go(hold->store, hold->kept);
    pthread_mutex_unlock(&hold->store->lock);
    if (gone)
        arena_free(hold->kept->arena);
}

static struct hold *hold_new(struct store *store, struct call *call)
{
    struct hold *hold = NEW(call->arena, struct hold);
    hold->store = store;
    arena_defer(call->arena, release, hold);
    return hold;
}

/*
 * Holds the one that was good at this entry: true. Else the newest, if there is one, whose goodness has to be looked into: *until is the
 * last entry at which it was known to be good.
 */
static bool take(struct hold *hold, const struct projection *projection, int64_t seq, int64_t *until)
{
    struct store *store = hold->store;
    struct kept_projection *newest = NULL;
    pthread_mutex_lock(&store->lock);
    for (struct kept_projection *at = store->kept; at && !hold->kept; at = at->next) {
        if (at->of != projection)
            continue;
        if (at->from <= seq && seq <= at->until)
            hold->kept = at;
        else if (at->until < seq && !at->retired)
            newest = at;
    }
    bool good = hold->kept;
    if (!good)
        hold->kept = newest;
    if (hold->kept) {
        hold->kept->users++;
        *until = hold->kept->until;
    }
    pthread_mutex_unlock(&store->lock);
    return good;
}

static const SQL(nouns_since, "SELECT noun FROM ledger WHERE seq > $1 AND seq <= $2 GROUP BY noun ORDER BY noun");

/* Whether what was recorded between two entries concerns it. */
static enum err concerns(
    bool *out, const struct projection *projection, struct db *db, struct call *call, int64_t after, int64_t to)
{
    struct rows *rows;
    *out = false;
    enum err err = db_query(&rows, db, call, &nouns_since, ARGS(arg_number(after), arg_number(to)));
    if (err)
        return err;
    while (rows_next(rows))
        for (const char *const *noun = projection->from; *noun; noun++)
            *out |= text_is(rows_text(rows, 0), *noun);
    return rows_end(rows);
}

struct build {
    const struct projection *projection;
    struct db *db;
    struct call *call;
    struct arena *into;
    void *built;
};

static enum err run_build(void *arg)
{
    struct build *build = arg;
    return build->projection->build(&build->built, build->into, build->db, build->call);
}

/* Memory may run short for what is built as well as for what the way there takes: each has its boundary. */
static enum err run_within(void *arg)
{
    struct build *build = arg;
    return arena_run(build->call->arena, run_build, build);
}

static void free_arena(void *arena)
{
    arena_free(arena);
}

/* In memory of its own, so that it may outlive the call that happens to need it first; what the way there took is gone after it. */
static enum err build_new(
    struct kept_projection *out, const struct projection *projection, struct db *db, struct call *call, int64_t seq)
{
    struct arena *into = arena_new(MOST_MEMORY), *scratch = arena_new(MOST_MEMORY);
    struct call way;
    struct build build = {.projection = projection, .db = db, .call = &way, .into = into};
    enum err err = ERR_NO_MEMORY;
    if (into && scratch) {
        call_init(&way, scratch, call->lang, call->now);
        way.today = call->today;
        err = arena_run(into, run_within, &build);
    }
    *out = (struct kept_projection){
        .of = projection, .from = seq, .until = seq, .arena = into, .built = build.built, .users = 1};
    if (err && into && scratch)
        for (const struct fault *f = way.faults; f; f = f->next)
            (void)fail_want(call, f->code, f->key, f->field, f->value, f->want);
    if (err)
        arena_free(into);
    arena_free(scratch);
    return err;
}

/* Takes the place of the older ones, unless a newer one came meanwhile; these go when nobody looks at them any more. */
static void keep(struct store *store, struct kept_projection *kept)
{
    struct kept_projection *gone = NULL;
    pthread_mutex_lock(&store->lock);
    for (struct kept_projection **at = &store->kept; *at;) {
        struct kept_projection *other = *at;
        if (other->of == kept->of && other->until > kept->until)
            kept->retired = true;
        else if (other->of == kept->of)
            other->retired = true;
        if (other->retired && other->users == 0) {
            *at = other->next;
            other->next = gone;
            gone = other;
        } else {
            at = &other->next;
        }
    }
    kept->next = store->kept;
    store->kept = kept;
    pthread_mutex_unlock(&store->lock);
    while (gone) {
        struct kept_projection *next = gone->next;
        arena_free(gone->arena);
        gone = next;
    }
}

/* It lives at the head of its own memory, which goes last. */
static struct kept_projection *settle(const struct kept_projection *made)
{
    struct kept_projection *kept = arena_try(made->arena, sizeof *kept);
    if (kept)
        *kept = *made;
    return kept;
}

enum err projection_ask(const void **out, const struct projection *projection, struct db *db, struct call *call)
{
    struct store *store = db->store;
    struct ledger_head head = {0};
    struct kept_projection made;
    bool alone = db->writing;
    enum err err = alone ? OK : ledger_head(&head, db, call);
    if (err)
        return err;
    struct hold *hold = hold_new(store, call);
    int64_t until = 0;
    if (!alone && !take(hold, projection, head.seq, &until) && hold->kept) {
        bool changed;
        err = concerns(&changed, projection, db, call, until, head.seq);
        if (err)
            return err;
        pthread_mutex_lock(&store->lock);
        if (changed) {
            hold->kept->users--;
            hold->kept = NULL;
        } else if (hold->kept->until < head.seq) {
            hold->kept->until = head.seq;
        }
        pthread_mutex_unlock(&store->lock);
    }
    if (hold->kept) {
        *out = hold->kept->built;
        return OK;
    }
    err = build_new(&made, projection, db, call, head.seq);
    if (err)
        return err;
    *out = made.built;
    struct kept_projection *kept = alone ? NULL : settle(&made);
    if (kept) {
        hold->kept = kept;
        keep(store, kept);
    } else {
        arena_defer(call->arena, free_arena, made.arena);
    }
    return OK;
}

void projections_free(struct store *store)
{
    while (store->kept) {
        struct arena *arena = store->kept->arena;
        store->kept = store->kept->next;
        arena_free(arena);
    }
}
