#include "access/hand_over.h"
#include "access/may.h"
#include "base/text.h"
#include "codec/json.h"
#include "store/ledger.h"

enum { ENTRY_MOST = 16 << 10 };

static struct hand_over_part *parts;

void hand_over_register(struct hand_over_part *part)
{
    struct hand_over_part **end = &parts;
    while (*end)
        end = &(*end)->next;
    part->next = NULL;
    *end = part;
}

struct work {
    const char *from, *to;
    struct handed_over *moved;
    int count;
    bool dry_run, held_back;
};

static enum err record(struct db *db, struct call *call, const struct work *work)
{
    struct buffer *out = buffer_new(call->arena, ENTRY_MOST);
    struct json json = json_begin(out);
    json_object(&json);
    json_name(&json, "moved");
    json_array(&json);
    for (int i = 0; i < work->count; i++) {
        json_array(&json);
        json_text(&json, work->moved[i].noun);
        json_number(&json, work->moved[i].moved);
        json_end(&json);
    }
    json_end(&json);
    if (call->reason)
        json_member(&json, "reason", call->reason);
    json_member(&json, "to", work->to);
    json_end(&json);
    return ledger_add(db, call, "hand_over", "hand_over", work->from, out->at);
}

static enum err hand_over_work(struct db *db, struct call *call, void *arg)
{
    struct work *work = arg;
    struct user *from, *to;
    enum err err = user_load(&from, db, call, work->from);
    if (err == ERR_NOT_FOUND)
        return fail_field(call, ERR_INVALID, "user_unknown", "from", work->from);
    if (!err)
        err = user_load(&to, db, call, work->to);
    if (err == ERR_NOT_FOUND || (!err && to->disabled))
        return fail_field(call, ERR_INVALID, "user_unknown", "to", work->to);
    work->count = 0;
    work->held_back = false;
    for (struct hand_over_part *part = parts; part && !err; part = part->next) {
        struct handed_over *moved = &work->moved[work->count++];
        *moved = (struct handed_over){.noun = part->noun};
        err = part->move(part, &moved->moved, db, call, work->from, work->to);
    }
    if (!err && work->dry_run) {
        work->held_back = true;
        return ERR_CONFLICT; /* nothing is kept */
    }
    return err ? err : record(db, call, work);
}

enum err hand_over(struct handed_over **out, int *count, struct store *store, struct call *call, const char *from,
    const char *to, bool dry_run)
{
    enum err err = may(call, is_in_person(call, from) || is_keeper(call));
    if (err)
        return err;
    if (text_is(from, to))
        return fail_field(call, ERR_INVALID, "hand_over_self", "to", to);
    size_t room = 0;
    for (struct hand_over_part *part = parts; part; part = part->next)
        room++;
    struct work work = {
        .from = from, .to = to, .moved = NEW_ARRAY(call->arena, room, struct handed_over), .dry_run = dry_run};
    err = store_write(store, call, hand_over_work, &work);
    if (err == ERR_CONFLICT && work.held_back)
        err = OK;
    *out = work.moved;
    *count = err ? 0 : work.count;
    return err;
}
