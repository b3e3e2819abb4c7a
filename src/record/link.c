#include "record/link.h"
#include "base/text.h"
#include "codec/json.h"
#include "gen/record.h"
#include "record/follow.h"
#include <string.h>

enum { MOST_TIES = 1000 };

static const struct link_kind *kind_named(const struct record *record, const char *meaning)
{
    for (int i = 0; i < record->link_count; i++)
        if (strcmp(record->links[i].name, meaning) == 0)
            return &record->links[i];
    return NULL;
}

struct tying {
    const struct record *record;
    const char *id, *meaning, *to_id;
    bool undo;
};

/* For when the same request comes again (record_pages.h, repeated_before). */
static enum err tie_reply(struct db *db, struct call *call, const struct tying *tying)
{
    return store_reply(db, call,
        arena_format(call->arena, "%s/%s/ties/%s/%s", tying->record->noun, tying->id, tying->meaning, tying->to_id));
}

static enum err tie(struct db *db, struct call *call, void *arg)
{
    const struct tying *tying = arg;
    const struct link_kind *kind = kind_named(tying->record, tying->meaning);
    void *there;
    if (!kind)
        return fail_field(call, ERR_INVALID, "no_link", tying->record->noun, tying->meaning);
    struct link *link = row_new(call->arena, &link_record);
    link->from_noun = tying->record->noun;
    link->from_id = tying->id;
    link->meaning = tying->meaning;
    link->to_noun = kind->to;
    link->to_id = tying->to_id;
    enum err err = row_for(&there, db, call, tying->record, tying->id, VERB_CHANGE);
    if (!err)
        err = row_for(&there, db, call, record_named(kind->to), tying->to_id, VERB_SEE);
    if (err)
        return err;
    err = row_by_key(&there, db, call, &link_record, link);
    if (err && err != ERR_NOT_FOUND)
        return err;
    bool is_tied = err == OK;
    if (tying->undo && !is_tied)
        return fail_field(call, ERR_NOT_FOUND, "not_found", tying->meaning, tying->to_id);
    if (!tying->undo && is_tied)
        return tie_reply(db, call, tying);
    err = is_tied ? row_remove(db, call, &link_record, there) : row_add(db, call, &link_record, link, "add");
    if (!err)
        err = follow_tie(db, call, tying->record, tying->meaning, record_named(kind->to), tying->to_id);
    return err ? err : tie_reply(db, call, tying);
}

enum err record_link(struct store *store, struct call *call, const struct record *record, const char *id,
    const char *meaning, const char *to_id)
{
    return store_write(store, call, tie, &(struct tying){record, id, meaning, to_id, false});
}

enum err record_unlink(struct store *store, struct call *call, const struct record *record, const char *id,
    const char *meaning, const char *to_id)
{
    return store_write(store, call, tie, &(struct tying){record, id, meaning, to_id, true});
}

/* The ties at one end of a row, as they are stored, page by page: *next is NULL after the last. */
static enum err ties_at(struct link ***out, int *count, char **next, struct db *db, struct call *call,
    const struct record *record, const char *id, bool outgoing)
{
    struct list_ask ask = {.all = true, .most = MOST_TIES, .after = *next};
    void **rows;
    int n;
    ask.where[outgoing ? 0 : 1] = id;
    enum err err = list_rows(&rows, &n, next, db, call, &link_record, &ask);
    *count = 0;
    if (err)
        return err;
    *out = NEW_ARRAY(call->arena, (size_t)n + 1, struct link *);
    for (int i = 0; i < n; i++) {
        struct link *link = rows[i];
        if (strcmp(outgoing ? link->from_noun : link->to_noun, record->noun) == 0)
            (*out)[(*count)++] = link;
    }
    return OK;
}

enum err tie_ends(
    struct tie_end **out, struct db *db, struct call *call, const struct record *record, const char *id, bool outgoing)
{
    char *next = NULL;
    *out = NULL;
    do {
        struct link **links;
        int n;
        enum err err = ties_at(&links, &n, &next, db, call, record, id, outgoing);
        if (err)
            return err;
        for (int i = 0; i < n; i++) {
            const struct record *other = record_named(outgoing ? links[i]->to_noun : links[i]->from_noun);
            if (!other)
                continue; /* of a declaration that has gone */
            *out = NEW(call->arena, struct tie_end);
            **out = (struct tie_end){links[i]->meaning, other, outgoing ? links[i]->to_id : links[i]->from_id, NULL};
            out = &(*out)->next;
        }
    } while (next);
    return OK;
}

static enum err look(
    struct tie *out, bool *shown, struct db *db, struct call *call, const struct link *link, bool outgoing)
{
    const struct record *other = record_named(outgoing ? link->to_noun : link->from_noun);
    const char *id = outgoing ? link->to_id : link->from_id;
    void *row;
    *shown = false;
    enum err err = other ? row_load(&row, db, call, other, id) : ERR_NOT_FOUND;
    if (err)
        return err == ERR_NOT_FOUND ? OK : err;
    *shown = gate_row(call->user, other, VERB_SEE, row);
    *out = (struct tie){.meaning = link->meaning, .outgoing = outgoing, .other = other, .other_id = id};
    if (*shown && gate_field(call->user, other, other->title, row) == SIGHT_SHOWN)
        err = row_titles(&out->title, db, call, other, &id, 1);
    return err;
}

enum err view_ties(struct tie **out, int *count, struct db *db, struct call *call, const struct view *view)
{
    struct link **links[2];
    int n[2] = {0}; /* incoming, outgoing */
    enum err err = OK;
    for (int outgoing = 0; outgoing <= 1 && !err; outgoing++) {
        char *next = NULL; /* the first page is enough here */
        err = ties_at(&links[outgoing], &n[outgoing], &next, db, call, view->record, view_id(view), outgoing);
    }
    if (err)
        return err;
    *out = NEW_ARRAY(call->arena, (size_t)(n[0] + n[1]) + 1, struct tie);
    *count = 0;
    for (int outgoing = 1; outgoing >= 0 && !err; outgoing--)
        for (int i = 0; i < n[outgoing] && !err; i++) {
            bool shown;
            err = look(&(*out)[*count], &shown, db, call, links[outgoing][i], outgoing);
            *count += shown;
        }
    return err;
}

enum err record_ties(
    struct tie **out, int *count, struct db *db, struct call *call, const struct record *record, const char *id)
{
    struct view view;
    *count = 0;
    enum err err = record_show(&view, db, call, record, id);
    return err ? err : view_ties(out, count, db, call, &view);
}

enum err ties_drop(struct db *db, struct call *call, const struct record *record, const char *id)
{
    for (int outgoing = 1; outgoing >= 0; outgoing--) {
        struct link **links;
        char *next = NULL;
        int n;
        do {
            enum err err = ties_at(&links, &n, &next, db, call, record, id, outgoing);
            for (int i = 0; i < n && !err; i++)
                err = row_remove(db, call, &link_record, links[i]);
            if (err)
                return err;
        } while (next);
    }
    return OK;
}

/* One that would then stand twice, or lead to itself, is dropped. */
static enum err move_one(struct db *db, struct call *call, const struct link *link, bool outgoing, const char *to)
{
    void *there;
    struct link *moved = (struct link *)(void *)arena_copy(call->arena, link, sizeof *link);
    *(outgoing ? &moved->from_id : &moved->to_id) = to;
    if (text_is(moved->from_noun, moved->to_noun) && text_is(moved->from_id, moved->to_id))
        return row_remove(db, call, &link_record, link); /* between the two themselves */
    enum err err = row_by_key(&there, db, call, &link_record, moved);
    if (err == ERR_NOT_FOUND)
        return row_change(db, call, &link_record, link, moved, "merge");
    return err ? err : row_remove(db, call, &link_record, link);
}

enum err ties_move(
    int64_t *moved, struct db *db, struct call *call, const struct record *record, const char *from, const char *to)
{
    *moved = 0;
    for (int outgoing = 1; outgoing >= 0; outgoing--) {
        struct link **links;
        char *next = NULL;
        int n;
        do {
            enum err err = ties_at(&links, &n, &next, db, call, record, from, outgoing);
            for (int i = 0; i < n && !err; i++, ++*moved)
                err = move_one(db, call, links[i], outgoing, to);
            if (err)
                return err;
        } while (next);
    }
    return OK;
}

void tie_json(struct json *json, const struct tie *tie)
{
    json_object(json);
    json_member(json, "meaning", tie->meaning);
    json_member_bool(json, "outgoing", tie->outgoing);
    json_member(json, "noun", tie->other->noun);
    json_member(json, "id", tie->other_id);
    json_member(json, "title", tie->title);
    json_end(json);
}
