/*
 * Writing: group commit.
 *
 * A thread that wants to write joins a queue. Whoever finds nobody writing leads: it takes those who wait, does their work
 * one after the other in one transaction, chains all their ledger entries, commits once, and wakes them with one call. Meanwhile
 * the next group gathers, and the last of those expected leads it. So one flush to the disk serves many, a lone writer
 * loses no time to another thread, and there is no thread that could die and
 * leave the others waiting.
 *
 * The work of a member runs with the member's own call and memory, whichever thread leads. A member that fails is undone
 * alone: one that has not written anything yet needs no more; otherwise the group is done again, each member within a savepoint
 * of its own. Most groups have no such member, and a savepoint costs as much as a third of a row. When the whole
 * transaction is lost
 * (deadlock, full disk, lost connection), each member is tried again by itself.
 */
#include "store/engine.h"
#include "base/text.h"
#include "store/ledger.h"
#include "store/person.h"
#include <errno.h>
#include <string.h>
#include <time.h>

enum {
    GATHER_NANOSECONDS = 150000, /* how long a leader waits for those who were in the last group: less than one flush */
    DEADLOCK_TRIES = 5,
    RETRY_SECONDS = 30, /* a failed-over PostgreSQL takes about 20 */
};

static _Thread_local const struct store *writing_in;

/* How far the faults of a call went, to forget those of a try that is repeated. */
struct mark {
    struct fault **end;
    size_t count;
};

static struct mark mark(const struct call *call)
{
    return (struct mark){call->faults_end, call->fault_count};
}

static void back_to(struct call *call, struct mark mark)
{
    *mark.end = NULL;
    call->faults_end = mark.end;
    call->fault_count = mark.count;
}

/* Idempotency keys. */

static const SQL(key_take,
    "INSERT INTO idempotency (who, key, request, at) VALUES ($1, $2, $3, $4) "
    "ON CONFLICT (who, key) DO NOTHING");
static const SQL(key_request, "SELECT request FROM idempotency WHERE who = $1 AND key = $2");
static const SQL(key_reply, "SELECT reply FROM idempotency WHERE who = $1 AND key = $2");
static const SQL(key_answer, "UPDATE idempotency SET reply = $3 WHERE who = $1 AND key = $2");
static const SQL(keys_old, "DELETE FROM idempotency WHERE at < $1");

/* The first write of a request takes the key; a later one of the same request may go on; another request is a repetition. */
static enum err take_key(struct db *db, struct call *call)
{
    char at[MOMENT_TEXT];
    int64_t taken;
    const char *who = text_or(call->who, ""), *request = text_or(call->request, "");
    enum err err = db_run(&taken, db, call, &key_take,
        ARGS(arg_text(who), arg_text(call->key), arg_text(request), arg_text(moment_text(at, call->now))));
    if (err || taken == 1)
        return err;
    struct rows *rows;
    err = db_query(&rows, db, call, &key_request, ARGS(arg_text(who), arg_text(call->key)));
    if (err)
        return err;
    bool same = rows_next(rows) && request[0] && text_is(rows_text(rows, 0), request);
    err = rows_end(rows);
    if (!err && !same)
        err = fail_field(call, ERR_CONFLICT, "store_repeated", NULL, call->key);
    return err;
}

enum err store_reply(struct db *db, struct call *call, const char *reply)
{
    if (!call->key)
        return OK;
    return db_run(
        NULL, db, call, &key_answer, ARGS(arg_text(text_or(call->who, "")), arg_text(call->key), arg_text(reply)));
}

enum err store_repeated(bool *repeated, char **reply, struct db *db, struct call *call)
{
    struct rows *rows;
    *repeated = false;
    *reply = NULL;
    if (!call->key)
        return OK;
    enum err err = db_query(&rows, db, call, &key_reply, ARGS(arg_text(text_or(call->who, "")), arg_text(call->key)));
    if (err)
        return err;
    if (rows_next(rows)) {
        *repeated = true;
        *reply = rows_copy(rows, 0, call->arena);
    }
    return rows_end(rows);
}

static enum err forget_old_keys(struct db *db, struct call *call, void *arg)
{
    char at[MOMENT_TEXT];
    const int64_t two_days = INT64_C(48) * 3600 * 1000000;
    (void)arg;
    return db_run(NULL, db, call, &keys_old, ARGS(arg_text(moment_text(at, call->now - two_days))));
}

enum err store_tend(struct store *store, struct call *call)
{
    enum err err = store_write(store, call, forget_old_keys, NULL);
    return err ? err : person_list_erasures(store, call);
}

/* One member. */

struct turn {
    struct db *db;
    struct member *member;
    bool careful;
};

static enum err do_work(void *arg)
{
    struct turn *turn = arg;
    struct member *member = turn->member;
    enum err err = member->call->key ? take_key(turn->db, member->call) : OK;
    if (!err)
        err = member->work(turn->db, member->call, member->arg);
    return err || !turn->careful ? err : db_settle(turn->db, member->call);
}

/* Careful: what goes wrong is known to be this member's, so it is waited for. */
static enum err run_member(struct db *db, struct member *member, bool careful)
{
    struct turn turn = {db, member, careful};
    struct ledger_pending **before = db->entries_end;
    db->memory = member->call->arena;
    enum err err = arena_run(member->call->arena, do_work, &turn);
    if (err) {
        *before = NULL;
        db->entries_end = before;
    }
    return err;
}

/* What befell the group, told to a member in its own memory. */
struct news {
    struct member *member;
    const struct call *group;
};

static enum err tell_it(void *arg)
{
    struct news *news = arg;
    for (const struct fault *f = news->group->faults; f; f = f->next)
        (void)fail_want(news->member->call, f->code, f->key, f->field, f->value, f->want);
    return OK;
}

static void tell(struct member *member, enum err err, const struct call *group)
{
    struct news news = {member, group};
    if (arena_run(member->call->arena, tell_it, &news) != OK)
        err = err == ERR_UNKNOWN ? err : ERR_NO_MEMORY;
    member->result = err;
}

/* A group. */

struct group {
    struct store *store;
    struct db *db; /* the connection that writes, and memory for what concerns the whole group */
    struct arena *memory;
    struct member **members;
    size_t count;
    struct call call; /* for what concerns the whole group */
    bool again;       /* nothing was done, and it may be tried again */
    bool careful;     /* each member can be undone alone */
    bool committing;  /* from here on only the database knows */
    struct mark marks[GROUP_MOST];
    struct ledger_head head;
    bool chained;
};

/* Does the work of all members; false when the transaction is lost with all that was done in it. */
static bool run_members(struct group *group)
{
    struct db *db = group->db;
    for (size_t i = 0; i < group->count; i++) {
        struct member *member = group->members[i];
        if (group->careful && db_savepoint(db, &group->call) != OK)
            return false;
        db->touched = false;
        member->result = run_member(db, member, group->careful);
        if (group->careful) {
            if (member->result == OK ? db_release(db, &group->call) : db_undo(db, &group->call))
                return false;
        } else if (member->result != OK) {
            if (db->touched || db->failed)
                return false;
            db_close_rows(db, NULL);
        }
    }
    return true;
}

static bool any_done(const struct group *group)
{
    for (size_t i = 0; i < group->count; i++)
        if (group->members[i]->result == OK)
            return true;
    return false;
}

static void tell_all(struct group *group, enum err err)
{
    for (size_t i = 0; i < group->count; i++)
        if (group->members[i]->result == OK)
            tell(group->members[i], err, &group->call);
}

/* May what happened be tried again: the database asks for it, or others must not suffer for one of the group? */
static bool may_again(const struct group *group, enum err err)
{
    const struct db *db = group->db;
    return err != ERR_UNKNOWN && (db->again || db->lost || group->count > 1);
}

static enum err do_group(void *arg)
{
    struct group *group = arg;
    struct db *db = group->db;
    for (size_t i = 0; i < group->count; i++)
        group->members[i]->result = OK;
    db->entries = NULL;
    db->entries_end = &db->entries;
    enum err err = db_begin(db, &group->call, true);
    if (err) {
        group->again = db->again || db->lost; /* a database that is busy is busy for each of them */
        tell_all(group, err);
        return OK;
    }
    if (!run_members(group)) {
        db_rollback(db);
        group->again = may_again(group, OK);
        return OK;
    }
    if (!any_done(group)) {
        db_rollback(db);
        return OK;
    }
    group->chained = db->entries != NULL;
    if (group->chained)
        err = ledger_chain(&group->head, db, &group->call);
    if (err) {
        db_rollback(db);
    } else {
        group->committing = true;
        err = db_commit(db, &group->call);
    }
    if (err) {
        group->again = may_again(group, err);
        tell_all(group, err);
        return OK;
    }
    if (group->chained)
        head_write(group->store, &group->head);
    return OK;
}

static int64_t milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Answers every member: in one transaction, with care when one of them fails, or each in its own when that was lost. */
static void write_all(struct group group)
{
    struct member **members = group.members;
    size_t count = group.count;
    int64_t until = milliseconds() + (int64_t)RETRY_SECONDS * 1000;
    for (size_t i = 0; i < count; i++)
        group.marks[i] = mark(members[i]->call);
    for (int tries = 1;; tries++) {
        group.again = group.chained = group.committing = false;
        call_init(&group.call, group.memory, LANG_EN, members[0]->call->now);
        enum err err = arena_run(group.memory, do_group, &group);
        if (err) {
            db_rollback(group.db);
            for (size_t i = 0; i < count; i++)
                members[i]->result = group.committing ? ERR_UNKNOWN : err;
        }
        arena_reset(group.memory);
        if (!group.again)
            return;
        if (count == 1 && !(group.db->lost ? milliseconds() < until : tries < DEADLOCK_TRIES))
            return;
        for (size_t i = 0; i < count; i++)
            back_to(members[i]->call, group.marks[i]);
        if (group.careful)
            break;
        group.careful = count > 1;
        if (group.careful)
            continue;
        struct timespec pause = {.tv_nsec = group.db->lost ? 200000000 : 5000000L * tries};
        nanosleep(&pause, NULL);
    }
    for (size_t i = 0; i < count; i++)
        write_all((struct group){
            .store = group.store, .db = group.db, .memory = group.memory, .members = &members[i], .count = 1});
}

/* The queue. */

/* Those who wait for the same group wait at the same place: one call wakes them all. */
static void join(struct store *store, struct member *me)
{
    me->place = store->groups % PLACES;
    *store->last = me;
    store->last = &me->next;
    store->waiting++;
}

/*
 * Those who wrote together a moment ago are likely to come again: waiting a little for them saves each a flush of its own.
 * One member looks at the clock meanwhile. Whoever completes the group leads it, so that nobody has to be waked for that.
 */
static bool complete(const struct store *store)
{
    return store->last_group < 2 || store->waiting >= store->last_group;
}

/* False when the time is over; left early when something happens. Each member waits once, however often it is waked. */
static bool wait_for_others(struct store *store, const struct member *me, struct timespec *until)
{
    if (until->tv_sec == 0) {
        clock_gettime(CLOCK_MONOTONIC, until);
        until->tv_nsec += GATHER_NANOSECONDS;
        if (until->tv_nsec >= 1000000000) {
            until->tv_nsec -= 1000000000;
            until->tv_sec++;
        }
    }
    store->gatherer = me;
    int code = pthread_cond_timedwait(&store->wake[me->place], &store->lock, until);
    if (store->gatherer == me)
        store->gatherer = NULL;
    return code != ETIMEDOUT;
}

static size_t take_group(struct store *store, struct member **members)
{
    size_t count = 0;
    while (store->first && count < GROUP_MOST && !(count && (store->first->alone || members[0]->alone))) {
        members[count++] = store->first;
        store->first = store->first->next;
    }
    if (!store->first)
        store->last = &store->first;
    store->waiting -= count;
    store->groups++;
    store->gatherer = NULL; /* those who come now need another, though this one may not have waked yet */
    return count;
}

/* Called and left with the lock held; whoever is waked finds it free. */
static void lead(struct store *store)
{
    struct member *members[GROUP_MOST];
    bool wake[PLACES] = {false};
    store->leading = true;
    size_t count = take_group(store, members);
    pthread_mutex_unlock(&store->lock);
    writing_in = store;
    write_all((struct group){
        .store = store, .db = store->writer, .memory = store->write_arena, .members = members, .count = count});
    writing_in = NULL;
    pthread_mutex_lock(&store->lock);
    store->leading = false;
    store->last_group = count + store->waiting; /* who came meanwhile writes beside these, and not in turn with them */
    for (size_t i = 0; i < count; i++) {
        members[i]->done = true;
        wake[members[i]->place] = count > 1;
    }
    size_t next = store->first ? store->first->place : PLACES;
    pthread_mutex_unlock(&store->lock);
    for (size_t i = 0; i < PLACES; i++)
        if (wake[i])
            pthread_cond_broadcast(&store->wake[i]);
    if (next < PLACES && !wake[next])
        pthread_cond_signal(&store->wake[next]);
    pthread_mutex_lock(&store->lock);
}

static enum err write_in_turn(struct store *store, struct call *call, store_work *work, void *arg, bool alone)
{
    struct member me = {.work = work, .arg = arg, .call = call, .alone = alone};
    struct timespec until = {0};
    if (writing_in == store)
        return fail_system(call, "store_write", "inside store_write");
    pthread_mutex_lock(&store->lock);
    join(store, &me);
    while (!me.done) {
        if (store->leading)
            pthread_cond_wait(&store->wake[me.place], &store->lock);
        else if (complete(store))
            lead(store);
        else if (store->gatherer)
            pthread_cond_wait(&store->wake[me.place], &store->lock);
        else if (!wait_for_others(store, &me, &until) && !me.done && !store->leading)
            lead(store);
    }
    pthread_mutex_unlock(&store->lock);
    return me.result;
}

enum err store_write(struct store *store, struct call *call, store_work *work, void *arg)
{
    return write_in_turn(store, call, work, arg, false);
}

/* Long work. */

bool store_is_held(const struct store *store)
{
    return atomic_load(&store->held) > 0;
}

enum err store_write_apart(struct store *store, struct call *call, store_work *work, void *arg)
{
    if (store->engine->one_writer) {
        atomic_fetch_add(&store->held, 1);
        enum err err = write_in_turn(store, call, work, arg, true);
        atomic_fetch_sub(&store->held, 1);
        return err;
    }
    struct member me = {.work = work, .arg = arg, .call = call}, *members[] = {&me};
    enum err err = OK;
    struct arena *memory = arena_new(WRITE_MEMORY);
    struct db *db = memory ? db_open(store, call, store->engine, store->url, OPEN_WRITER, &err) : NULL;
    if (db)
        write_all((struct group){.store = store, .db = db, .memory = memory, .members = members, .count = 1});
    db_close(db);
    arena_free(memory);
    return err ? err : db ? me.result : fail(call, ERR_NO_MEMORY, "no_memory");
}
