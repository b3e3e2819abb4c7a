/* The answers to src/world/asked.decl: rows are fetched here, and the rules of this folder do the rest. */
#include "gen/world.h"
#include "base/text.h"
#include "world/load.h"
#include "world/naming.h"
#include "world/phrase.h"

enum { SITTING_MOST = 16, SERIES_SHOWN = 5 };

/* ---- groups ---- */

static bool belongs_on(const struct membership *row, struct date day, enum belongs *says)
{
    *says = group_has(&row, 1, GROUP_COVERAGE_COMPLETE, row->group, row->state, day);
    return *says != BELONGS_NO;
}

/* What the rows say of one State: its membership on the day goes in, what is in doubt is counted. */
static void add_member(
    struct roll *out, struct member *members, const struct membership_rows *rows, const char *state, struct date day)
{
    enum belongs says;
    for (size_t i = 0; i < rows->count; i++) {
        const struct membership *row = rows->rows[i];
        if (!text_is(row->state, state) || !belongs_on(row, day, &says))
            continue;
        out->in_doubt += says == BELONGS_UNKNOWN;
        if (says == BELONGS_YES)
            members[out->members_count++] =
                (struct member){row->state, row->since, row->until, (enum member_mark)row->mark, row->source};
    }
}

enum err members_of(struct roll *out, struct db *db, struct call *call, const struct members_of_asked *asked)
{
    struct membership_rows rows;
    struct state_rows states;
    struct group *group;
    enum err err = group_load(&group, db, call, asked->group);
    if (!err)
        err = memberships_load(&rows, db, call, NULL, asked->group);
    if (!err)
        err = states_load(&states, db, call);
    if (err)
        return err;
    struct member *members = NEW_ARRAY(call->arena, rows.count + 1, struct member);
    *out = (struct roll){
        .group = asked->group, .on = asked->on, .coverage = (enum roll_coverage)group->coverage, .members = members};
    for (size_t i = 0; i < states.count; i++)
        add_member(out, members, &rows, states.rows[i]->row.id, asked->on);
    out->count = (int64_t)out->members_count;
    return OK;
}

enum err groups_of(struct belonging_list *out, struct db *db, struct call *call, const struct groups_of_asked *asked)
{
    struct membership_rows rows;
    enum belongs says;
    enum err err = memberships_load(&rows, db, call, asked->state, NULL);
    if (err)
        return err;
    struct belonging *items = NEW_ARRAY(call->arena, rows.count + 1, struct belonging);
    out->items = items;
    for (size_t i = 0; i < rows.count; i++) {
        const struct membership *row = rows.rows[i];
        if (belongs_on(row, asked->on, &says))
            items[out->items_count++] = (struct belonging){
                row->group, row->since, row->until, says == BELONGS_YES, (enum belonging_mark)row->mark, row->source};
    }
    return OK;
}

/* ---- calendars ---- */

static struct meeting meeting_of(const struct when *when)
{
    return (struct meeting){.organ = when->organ,
        .session = when->session,
        .part = (enum meeting_part)when->part,
        .opens = when->opens,
        .closes = when->closes,
        .mark = (enum meeting_mark)when->mark,
        .rule = when->rule,
        .cited = when->cited};
}

/* Those that sit on the day, and the next that is known to open. */
static size_t now_and_next(struct meeting *out, const struct calendar *calendar, const char *organ, struct date day)
{
    struct when when[SITTING_MOST], running, next;
    size_t sitting = sessions_on(when, SITTING_MOST, calendar, organ, day), count = 0;
    for (size_t i = 0; i < sitting; i++)
        out[count++] = meeting_of(&when[i]);
    if (session_running(&running, calendar, organ, day) &&
        session_when(&next, calendar, organ, running.session + 1, PART_ITSELF, 1))
        out[count++] = meeting_of(&next);
    return count;
}

enum err calendar_session(
    struct meeting_list *out, struct db *db, struct call *call, const struct calendar_session_asked *asked)
{
    struct calendar calendar;
    struct when when;
    enum err err = calendar_load(&calendar, db, call);
    if (err)
        return err;
    struct meeting *items = NEW_ARRAY(call->arena, SITTING_MOST + 1, struct meeting);
    out->items = items;
    if (asked->session == UNKNOWN)
        out->items_count = now_and_next(items, &calendar, asked->organ, asked->on);
    else if (session_when(&when, &calendar, asked->organ, (int)asked->session, (enum organ_session_part)asked->part, 1))
        items[out->items_count++] = meeting_of(&when);
    return OK;
}

enum err calendar_due(
    struct due_date_list *out, struct db *db, struct call *call, const struct calendar_due_asked *asked)
{
    struct calendar calendar;
    struct work_week week = {0};
    struct phrase_reading reading;
    enum err err = calendar_load(&calendar, db, call);
    if (!err && asked->place)
        err = week_load(&week, db, call, asked->place, NULL);
    if (err)
        return err;
    phrase_read(&reading, call->arena,
        &(struct phrase_asked){.text = asked->words,
            .recipient = asked->recipient,
            .adopter = asked->adopter,
            .symbol = asked->symbol,
            .adopted = asked->adopted,
            .show = SERIES_SHOWN,
            .calendar = &calendar,
            .week = asked->place ? &week : NULL});
    struct due_date *items = NEW_ARRAY(call->arena, reading.count + 1, struct due_date);
    out->items = items;
    for (size_t i = 0; i < reading.count; i++) {
        const struct due *due = &reading.dues[i];
        items[out->items_count++] = (struct due_date){.kind = (enum due_date_kind)(due->kind + 1),
            .organ = due->organ,
            .session = due->session ? due->session : UNKNOWN,
            .from = due->from,
            .to = due->to,
            .binds = due->binds,
            .moved = due->moved,
            .mark = (enum due_date_mark)due->mark,
            .rule = due->rule};
    }
    return OK;
}

enum err calendar_workday(
    struct day_counted *out, struct db *db, struct call *call, const struct calendar_workday_asked *asked)
{
    struct work_week week;
    enum mark mark = MARK_NONE;
    enum err err = week_load(&week, db, call, asked->place, asked->state);
    if (err)
        return err;
    out->days = asked->days;
    if (asked->days != UNKNOWN)
        out->day = working_days_add(&week, asked->from, (int)asked->days, &mark);
    else if (date_known(asked->until)) {
        out->day = asked->until;
        out->days = working_days_between(&week, asked->from, asked->until, &mark);
    } else
        out->day = asked->from;
    out->kind = (enum day_counted_kind)(day_kind(&week, out->day, &mark) + 1);
    out->mark = (enum day_counted_mark)mark;
    return OK;
}

/* ---- names ---- */

enum err wording_of(
    struct worded_name_list *out, struct db *db, struct call *call, const struct wording_of_asked *asked)
{
    struct state *state;
    const struct name_usage *usage;
    enum err err = state_load(&state, db, call, asked->state);
    if (!err)
        err = name_usage_of(&usage, db, call, asked->state);
    if (err)
        return err;
    struct worded_name *items = NEW_ARRAY(call->arena, RELATION_TO + 1, struct worded_name);
    for (enum name_relation relation = RELATION_NAMED; relation <= RELATION_TO; relation++) {
        const char *said[LANGS];
        for (int lang = 0; lang < LANGS; lang++)
            said[lang] = state_words(call->arena, (enum lang)lang, state, usage, relation);
        items[relation] = (struct worded_name){(enum worded_name_relation)(relation + 1), said[LANG_AR], said[LANG_EN],
            said[LANG_ES], said[LANG_FR], said[LANG_RU], said[LANG_ZH]};
    }
    *out = (struct worded_name_list){items, RELATION_TO + 1};
    return OK;
}
