#include "access/stand_in.h"
#include "access/may.h"
#include "access/rows.h"
#include "base/text.h"

enum { MOST_LISTED = 100, MOST_DAYS = 366 };

static const unsigned office = ROLE_BIT(ROLE_officer) | ROLE_BIT(ROLE_legal) | ROLE_BIT(ROLE_finance) |
    ROLE_BIT(ROLE_writer) | ROLE_BIT(ROLE_auditor) | ROLE_BIT(ROLE_administrator);

static const SQL(stand_in_now,
    "SELECT count(*) FROM stand_in WHERE deputy = $1 AND absent = $2 AND since <= $3 AND until >= $3 AND ended IS "
    "NULL");
static const SQL(stand_ins_of,
    "SELECT s.id, s.absent, s.deputy, a.name, d.name, s.since, s.until, s.ended FROM stand_in AS s "
    "JOIN user_account AS a ON a.id = s.absent JOIN user_account AS d ON d.id = s.deputy "
    "WHERE CAST($1 AS TEXT) IS NULL OR s.absent = CAST($1 AS TEXT) OR s.deputy = CAST($1 AS TEXT) "
    "ORDER BY s.since DESC, s.id LIMIT $2");
static const SQL(stand_ins_today,
    "SELECT s.id, s.absent, s.deputy, a.name, d.name, s.since, s.until, s.ended FROM stand_in AS s "
    "JOIN user_account AS a ON a.id = s.absent JOIN user_account AS d ON d.id = s.deputy "
    "WHERE s.deputy = $1 AND s.since <= $2 AND s.until >= $2 AND s.ended IS NULL AND NOT a.disabled "
    "ORDER BY a.name NULLS LAST, s.id LIMIT $3");

bool stand_in_is_possible(const struct user *absent, const struct user *deputy)
{
    if (absent->roles & office)
        return deputy->roles & office;
    for (int i = 0; i < absent->scope_count; i++)
        if (user_in_scope(deputy, ROLE_BIT(absent->scopes[i].role), absent->scopes[i].id))
            return true;
    return false;
}

static enum err load_of(struct user **out, struct db *db, struct call *call, const char *field, const char *id)
{
    enum err err = user_load(out, db, call, text_or(id, ""));
    if (err == ERR_NOT_FOUND || (!err && (*out)->disabled))
        err = fail_field(call, ERR_INVALID, "user_unknown", field, id);
    return err;
}

static enum err add_work(struct db *db, struct call *call, void *arg)
{
    struct stand_in_row *row = arg;
    struct user *absent, *deputy;
    enum err err = load_of(&absent, db, call, "absent", row->absent);
    if (!err)
        err = load_of(&deputy, db, call, "deputy", row->deputy);
    if (!err && !stand_in_is_possible(absent, deputy))
        err = fail_field(call, ERR_INVALID, "stand_in_rank", "deputy", absent->name);
    row->id = NULL; /* made anew when the database asks for the work to be done again */
    return err ? err : row_add(db, call, &stand_in_record, row, "add");
}

enum err stand_in_add(char **id, struct store *store, struct call *call, const char *absent, const char *deputy,
    struct date since, struct date until)
{
    char from[DATE_TEXT], to[DATE_TEXT];
    struct stand_in_row row = {.absent = absent, .deputy = deputy, .since = since, .until = until};
    enum err err = may(call, is_in_person(call, absent) || is_keeper(call));
    if (err)
        return err;
    if (text_is(absent, deputy))
        err = fail_field(call, ERR_INVALID, "stand_in_self", "deputy", deputy);
    bool whole = since.day && until.day && date_exists(since) && date_exists(until);
    if (!whole || date_days(until) < date_days(since) || date_days(until) - date_days(since) >= MOST_DAYS)
        err = fail_field(call, ERR_INVALID, "period_wrong", "until",
            arena_format(call->arena, "%s/%s", date_text(from, since), date_text(to, until)));
    if (!err)
        err = store_write(store, call, add_work, &row);
    if (!err && id)
        *id = arena_text(call->arena, row.id);
    return err;
}

static enum err end_work(struct db *db, struct call *call, void *arg)
{
    void *row;
    char at[MOMENT_TEXT];
    enum err err = row_load(&row, db, call, &stand_in_record, arg);
    if (err == ERR_NOT_FOUND)
        return fail_field(call, err, "not_found", "stand_in", arg);
    if (err)
        return err;
    struct stand_in_row *before = row, after = *before;
    if ((err = may(call, is_in_person(call, before->absent) || is_keeper(call))) != OK || before->ended)
        return err;
    after.ended = moment_text(at, call->now);
    return row_change(db, call, &stand_in_record, before, &after, "end");
}

enum err stand_in_end(struct store *store, struct call *call, const char *id)
{
    return store_write(store, call, end_work, arena_text(call->arena, id));
}

static enum err read_all(struct stand_in **out, int *count, struct rows *rows, struct call *call)
{
    *out = NEW_ARRAY(call->arena, MOST_LISTED, struct stand_in);
    *count = 0;
    while (*count < MOST_LISTED && rows_next(rows)) {
        struct stand_in *s = &(*out)[(*count)++];
        s->id = rows_copy(rows, 0, call->arena);
        s->absent = rows_copy(rows, 1, call->arena);
        s->deputy = rows_copy(rows, 2, call->arena);
        s->absent_name = rows_copy(rows, 3, call->arena);
        s->deputy_name = rows_copy(rows, 4, call->arena);
        if (!date_parse(&s->since, rows_text(rows, 5)) || !date_parse(&s->until, rows_text(rows, 6)))
            s->until = (struct date){0};
        s->ended = rows_copy(rows, 7, call->arena);
    }
    return rows_end(rows);
}

enum err stand_in_list(struct stand_in **out, int *count, struct db *db, struct call *call, const char *user_id)
{
    struct rows *rows;
    enum err err = db_query(&rows, db, call, &stand_ins_of, ARGS(arg_text(user_id), arg_number(MOST_LISTED)));
    return err ? err : read_all(out, count, rows, call);
}

enum err stand_in_today(struct stand_in **out, int *count, struct db *db, struct call *call, const char *deputy)
{
    struct rows *rows;
    enum err err = db_query(&rows, db, call, &stand_ins_today,
        ARGS(arg_text(deputy), arg_date(call->arena, call->today), arg_number(MOST_LISTED)));
    return err ? err : read_all(out, count, rows, call);
}

enum err user_standing_in(
    struct user **out, struct db *db, struct call *call, const struct user *user, const char *absent)
{
    struct user *away, *standing;
    int64_t now = 0;
    enum err err = db_number(
        &now, db, call, &stand_in_now, ARGS(arg_text(user->id), arg_text(absent), arg_date(call->arena, call->today)));
    if (!err && now < 1)
        err = ERR_NOT_FOUND;
    if (!err)
        err = user_load(&away, db, call, absent);
    if (!err && away->disabled)
        err = ERR_NOT_FOUND;
    if (err)
        return err;
    standing = NEW(call->arena, struct user);
    *standing = *user;
    standing->roles = away->roles;
    standing->scopes = away->scopes;
    standing->scope_count = away->scope_count;
    standing->stands_for = away->id;
    standing->stand_in_name = away->name;
    standing->who = arena_format(call->arena, "%s for %s", user->id, away->id);
    *out = standing;
    return OK;
}
