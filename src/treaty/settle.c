/* A person says which State a held name means: the name is remembered, and all rows that waited under it become treaty actions. */
#include "base/text.h"
#include "gen/treaty.h"
#include "record/operate.h"
#include "treaty/course.h"

struct settling {
    const struct treaty_settle_asked *asked;
    struct treaty_settled *out;
};

static const SQL(held_by_name, "SELECT id FROM held_action WHERE name_told = $1 ORDER BY id");

static enum err remember(struct db *db, struct call *call, const struct held_action *held, const char *state)
{
    struct other_name *name = row_new(call->arena, &other_name_record);
    void *there;
    name->name = held->name_told;
    name->state = state;
    name->source = held->source;
    enum err err = row_by_key(&there, db, call, &other_name_record, name);
    if (err != ERR_NOT_FOUND)
        return err;
    return record_save(db, call, NULL, &other_name_record, NULL, name, "settle");
}

static enum err take_one(struct settling *settling, struct db *db, struct call *call, const struct held_action *held)
{
    struct action *action = row_new(call->arena, &action_record);
    void *there;
    action->instrument = held->instrument;
    action->state = settling->asked->state;
    action->kind = (enum action_kind)held->kind;
    action->date = held->date;
    action->effective = held->effective;
    action->basis = (enum action_basis)held->basis;
    action->name_told = held->name_told;
    action->note = held->note;
    action->source = held->source;
    action->mark = ACTION_MARK_SEEN;
    enum err err = row_by_key(&there, db, call, &action_record, action);
    if (err == ERR_NOT_FOUND) {
        err = record_check(db, call, &action_record, NULL, action);
        if (!err)
            err = record_save(db, call, NULL, &action_record, NULL, action, "settle");
        settling->out->added += !err;
    }
    return err ? err : row_remove(db, call, &held_action_record, held);
}

static enum err settle(struct db *db, struct call *call, void *arg)
{
    struct settling *settling = arg;
    struct held_action *held, *one;
    struct rows *rows;
    enum { HELD_MOST = 10000 };
    const char **ids = NEW_ARRAY(call->arena, HELD_MOST, const char *);
    size_t count = 0;
    enum err err = held_action_load(&held, db, call, settling->asked->held);
    if (err)
        return err == ERR_NOT_FOUND ? fail_field(call, err, "not_found", "held", settling->asked->held) : err;
    *settling->out = (struct treaty_settled){.state = settling->asked->state, .instrument = held->instrument};
    err = db_query(&rows, db, call, &held_by_name, ARGS(arg_text(held->name_told)));
    while (!err && rows_next(rows) && count < HELD_MOST)
        ids[count++] = rows_copy(rows, 0, call->arena);
    if (!err)
        err = rows_end(rows);
    if (!err)
        err = remember(db, call, held, settling->asked->state);
    for (size_t i = 0; i < count && !err; i++) {
        err = held_action_load(&one, db, call, ids[i]);
        if (!err)
            err = take_one(settling, db, call, one);
    }
    return err ? err : store_reply(db, call, "treaty/settle");
}

enum err treaty_settle(
    struct treaty_settled *out, struct store *store, struct call *call, const struct treaty_settle_asked *asked)
{
    struct settling settling = {asked, out};
    return store_write(store, call, settle, &settling);
}
