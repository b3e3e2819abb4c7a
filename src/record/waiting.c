#include "record/waiting.h"
#include "base/text.h"
#include "record/print.h"
#include "record/step.h"
#include <string.h>

enum { ITEMS_A_PAGE = 50, MOST_ITEMS = 1000, AT_ONCE = 24 };

/* One kind of thing that waits, of one scope: read in the order in which it is due. */
struct stream {
    const struct record *record;
    const struct step *step;
    const struct wait *wait;
    struct open_to who;
    const struct list *list;
    const struct days_off *days_off;
    const char *state;
    struct list_ask ask;
    bool dated; /* those with a day: read from behind those without one */
    bool ended;
    void **rows;
    int count, at;
    char *next;
    struct clock_reading reading; /* of the row at hand */
};

struct merging {
    struct db *db;
    struct call *call;
    const struct waiting_wish *wish;
    struct stream *streams; /* in the order of the declarations: what is due on the same day stands in it */
    int count, room;
};

/* ---- which kinds there are ---- */

static const struct list *list_of(const struct record *record, int field, bool own)
{
    for (int i = 0; i < record->waiting_count; i++)
        if (record->waiting[i].sort == field && (record->waiting[i].also >= 0) == own)
            return &record->waiting[i];
    return NULL;
}

static int field_of(const struct stream *stream)
{
    return stream->step ? stream->step->field : -1;
}

static void add_stream(struct merging *m, const struct stream *like, const char *own)
{
    if (m->count == m->room) {
        m->room = m->room ? m->room * 2 : 32;
        struct stream *more = NEW_ARRAY(m->call->arena, (size_t)m->room, struct stream);
        if (m->count)
            memcpy(more, m->streams, (size_t)m->count * sizeof *more);
        m->streams = more;
    }
    struct stream *stream = &m->streams[m->count++];
    *stream = *like;
    stream->list = stream->ask.list = list_of(like->record, field_of(like), own != NULL);
    stream->ask.where[stream->list->lead] = like->state;
    if (own)
        stream->ask.where[stream->list->also] = stream->ask.own[0] = own;
    stream->ask.after = like->dated ? "\n0" : NULL; /* days come after what is not known */
}

/*
 * All rows, those of each scope by itself, or released ones. Where rows are both own and released they are read as one, so
 * that none is read twice: then by state alone.
 */
static enum err add_streams(struct merging *m, struct stream like)
{
    struct call *call = m->call;
    struct gate_scope scope = m->wish->all ? gate_list(call->arena, call->user, like.record)
                                           : gate_list_within(call->arena, call->user, like.record, &like.who);
    bool by_scope = !scope.all && !scope.released && list_of(like.record, field_of(&like), true);
    like.ask = (struct list_ask){.all = scope.all, .released = scope.released, .columns_only = true};
    if (by_scope) {
        for (int i = 0; i < scope.own_count; i++)
            add_stream(m, &like, scope.own[i]);
        return OK;
    }
    if (!scope.all && !scope.released && !scope.own_count)
        return OK;
    if (scope.own_count > OWN_SCOPES)
        return fail_field(call, ERR_LIMIT, "too_many_scopes", NULL, NULL);
    for (int i = 0; i < scope.own_count; i++)
        like.ask.own[i] = scope.own[i];
    add_stream(m, &like, NULL);
    return OK;
}

/* A step whose clock counts from a field that may be unknown waits without a day as well. */
static enum err add_step(struct merging *m, struct stream like)
{
    like.who = gate_step_open(like.step);
    like.dated = true;
    enum err err = add_streams(m, like);
    like.dated = false;
    bool required = like.record->fields[like.step->field].flags & FIELD_REQUIRED;
    return err || required ? err : add_streams(m, like);
}

static enum err add_record(struct merging *m, const struct record *record)
{
    struct stream like = {.record = record};
    if (!record->waiting_count || !gate_verb_anywhere(m->call->user, record, VERB_SEE))
        return OK;
    enum err err = days_off_for(&like.days_off, m->db, m->call, record);
    const char *const *states = record->fields[record->state].choices;
    for (int state = 0; states[state] && !err; state++) {
        like.state = states[state];
        like.wait = NULL;
        for (int i = 0; i < record->step_count && !err; i++) {
            like.step = &record->steps[i];
            if (like.step->how == STEP_BY_HAND && like.step->clock.n && step_is_from(like.step, state + 1))
                err = add_step(m, like);
        }
        like.step = NULL;
        for (int i = 0; i < record->wait_count && !err; i++) {
            like.wait = &record->waits[i];
            like.who = gate_wait_open(like.wait);
            if (like.wait->states >> state & 1)
                err = add_streams(m, like);
        }
    }
    return err;
}

/* ---- where to go on: the place among the streams, the id and the day of the last row ---- */

static char *name_of(struct call *call, const struct stream *stream)
{
    return arena_format(call->arena, "%s/%s/%s/%s/%d", stream->record->noun,
        stream->step ? stream->step->name : stream->wait->key, stream->state,
        text_or(stream->list->also >= 0 ? stream->ask.own[0] : NULL, ""), stream->dated);
}

static char *place_after(struct call *call, const struct stream *stream, const void *row)
{
    return arena_format(
        call->arena, "%s\n%s", name_of(call, stream), list_after(call, stream->record, stream->list, row));
}

/* What counts from this day or later is due on `due` or later. */
static char *from_due(struct call *call, const struct stream *stream, struct date due)
{
    char text[DATE_TEXT];
    return arena_format(
        call->arena, "\n%s", date_text(text, clock_first_due(stream->step->clock, due, stream->days_off)));
}

/* Everything before the place was on earlier pages: the streams before it up to and with its day, those behind it before that day. */
static enum err go_on(struct merging *m, const char *after)
{
    struct call *call = m->call;
    int place = 0;
    const char *cut = strchr(after, '\n');
    while (cut && place < m->count && strncmp(name_of(call, &m->streams[place]), after, (size_t)(cut - after)) != 0)
        place++;
    const char *last = cut ? strchr(cut + 1, '\n') : NULL;
    if (!last || place == m->count || strlen(name_of(call, &m->streams[place])) != (size_t)(cut - after))
        return fail_field(call, ERR_INVALID, "bad_page", "after", after);
    const struct stream *there = &m->streams[place];
    struct date due = {0}, from;
    int64_t moment;
    if (there->dated) {
        if (moment_parse(&moment, last + 1))
            from = date_of_moment(moment);
        else if (!date_parse(&from, last + 1) || !date_whole(from))
            return fail_field(call, ERR_INVALID, "bad_page", "after", after);
        due = clock_due(there->step->clock, from, there->days_off);
    }
    for (int i = 0; i < m->count; i++) {
        struct stream *stream = &m->streams[i];
        if (i == place)
            stream->ask.after = arena_text(call->arena, cut + 1);
        else if (!there->dated && (stream->dated || i < place))
            stream->ended = true;
        else if (there->dated && stream->dated)
            stream->ask.after = from_due(call, stream, i < place ? date_add_days(due, 1) : due);
    }
    return OK;
}

/* ---- reading and merging ---- */

/* Whether the row at hand is one that waits: those without a day end where days begin; rules of other folders may withhold a row. */
static bool is_wanted(struct merging *m, struct stream *stream)
{
    const void *row = stream->rows[stream->at];
    const struct user *user = m->call->user;
    bool runs = stream->step &&
        clock_of_step(&stream->reading, stream->record, stream->step, row, m->call->today, stream->days_off);
    if (stream->step && !stream->dated && runs) {
        stream->ended = true;
        return false;
    }
    if (stream->dated && !runs)
        return false;
    if (!runs)
        stream->reading = (struct clock_reading){0};
    return gate_row(user, stream->record, VERB_SEE, row) &&
        (m->wish->all || gate_taker(user, stream->record, &stream->who, row));
}

static enum err fill(struct merging *m, struct stream *stream)
{
    if (stream->rows && !stream->next)
        stream->ended = true;
    if (stream->ended)
        return OK;
    if (stream->rows)
        stream->ask.after = stream->next;
    stream->ask.most = AT_ONCE;
    stream->at = 0;
    return list_rows(&stream->rows, &stream->count, &stream->next, m->db, m->call, stream->record, &stream->ask);
}

/* Moves on to the next row that waits; `ended` when there is none. */
static enum err settle(struct merging *m, struct stream *stream)
{
    while (!stream->ended) {
        for (; stream->rows && stream->at < stream->count && !stream->ended; stream->at++)
            if (is_wanted(m, stream))
                return OK;
        enum err err = stream->ended ? OK : fill(m, stream);
        if (err)
            return err;
    }
    return OK;
}

static bool goes_before(const struct stream *a, const struct stream *b)
{
    if (!date_known(a->reading.due) || !date_known(b->reading.due))
        return date_known(a->reading.due) && !date_known(b->reading.due);
    return date_compare(a->reading.due, b->reading.due) < 0;
}

static struct stream *first_of(struct merging *m)
{
    struct stream *first = NULL;
    for (int i = 0; i < m->count; i++)
        if (!m->streams[i].ended && (!first || goes_before(&m->streams[i], first)))
            first = &m->streams[i];
    return first;
}

static enum err take(struct merging *m, struct waiting_list *out, int most)
{
    struct stream *last = NULL, *stream;
    const void *row = NULL;
    enum err err = OK;
    for (int i = 0; i < m->count && !err; i++)
        err = settle(m, &m->streams[i]);
    while (!err && (stream = first_of(m)) != NULL) {
        if (out->count == most) {
            out->next = place_after(m->call, last, row);
            break;
        }
        last = stream;
        row = stream->rows[stream->at++];
        struct waiting *item = &out->items[out->count++];
        *item = (struct waiting){.step = stream->step, .wait = stream->wait, .reading = stream->reading};
        view_look(&item->view, m->call->user, stream->record, row);
        item->view.days_off = stream->days_off;
        item->mine = gate_taker(m->call->user, stream->record, &stream->who, row);
        err = settle(m, stream);
    }
    return err;
}

/* ---- how many, and what they are called ---- */

static enum err count_stream(struct merging *m, struct waiting_list *out, const struct stream *stream)
{
    struct call *call = m->call;
    int64_t late, soon;
    const char *today = from_due(call, stream, call->today) + 1,
               *later = from_due(call, stream, date_add_days(call->today, DUE_SOON_DAYS + 1)) + 1;
    enum err err = list_count_between(&late, m->db, call, stream->record, &stream->ask, "0", today);
    if (!err)
        err = list_count_between(&soon, m->db, call, stream->record, &stream->ask, today, later);
    out->late += err ? 0 : late;
    out->soon += err ? 0 : soon;
    return err;
}

/* Counted among the items, unless there are more of what counts than stand on the page. */
static enum err count_all(struct merging *m, struct waiting_list *out)
{
    const struct waiting *last = out->count ? &out->items[out->count - 1] : NULL;
    bool whole =
        !m->wish->after && (!out->next || !date_known(last->reading.due) || last->reading.left > DUE_SOON_DAYS);
    enum err err = OK;
    out->late = out->soon = 0;
    for (int i = 0; i < out->count && whole; i++) {
        const struct clock_reading *reading = &out->items[i].reading;
        if (date_known(reading->due) && reading->left <= DUE_SOON_DAYS)
            reading->left < 0 ? out->late++ : out->soon++;
    }
    for (int i = 0; i < m->count && !whole && !err; i++)
        if (m->streams[i].dated)
            err = count_stream(m, out, &m->streams[i]);
    return err;
}

/* The views of one record together, so that names are asked for together. */
static enum err name_record(struct merging *m, struct waiting_list *out, const struct record *record)
{
    struct call *call = m->call;
    struct view *views = NEW_ARRAY(call->arena, (size_t)out->count + 1, struct view);
    const char **titles;
    int count = 0, at = 0;
    for (int i = 0; i < out->count; i++)
        if (out->items[i].view.record == record)
            views[count++] = out->items[i].view;
    uint64_t fields = UINT64_C(1) << record->title | (record->scope >= 0 ? UINT64_C(1) << record->scope : 0);
    for (const int *titled = record->titled; titled && *titled >= 0; titled++)
        fields |= UINT64_C(1) << *titled;
    enum err err = count ? record_titles_of(&titles, m->db, call, views, count, fields) : OK;
    for (int i = 0; i < out->count && count && !err; i++) {
        struct waiting *item = &out->items[i];
        if (item->view.record != record)
            continue;
        const char *const *of_row = titles + at++ * record->field_count;
        item->title = print_name(call, &item->view, of_row);
        item->scope = record->scope >= 0 && view_shows(&item->view, record->scope) ? of_row[record->scope] : NULL;
    }
    return err;
}

enum err waiting_list(struct waiting_list *out, struct db *db, struct call *call, const struct waiting_wish *wish)
{
    struct merging m = {.db = db, .call = call, .wish = wish};
    int most = wish->most <= 0 ? ITEMS_A_PAGE : wish->most > MOST_ITEMS ? MOST_ITEMS : wish->most;
    *out = (struct waiting_list){0};
    out->items = NEW_ARRAY(call->arena, (size_t)most + 1, struct waiting);
    enum err err = OK;
    for (int i = 0; i < record_count && !err; i++)
        err = add_record(&m, records[i]);
    if (!err && wish->after)
        err = go_on(&m, wish->after);
    if (!err)
        err = take(&m, out, most);
    if (!err)
        err = count_all(&m, out);
    for (int i = 0; i < record_count && !err; i++)
        err = name_record(&m, out, records[i]);
    return err;
}
