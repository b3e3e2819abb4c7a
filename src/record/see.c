/* Seeing: one row, lists of rows, and the names of what they refer to, as far as the gate lets them out. */
#include "base/text.h"
#include "record/clocks.h"
#include "record/step.h"
#include "record/user_field.h"
#include <string.h>

enum { ROWS_A_PAGE = 50, MOST_ROWS = 1000, TITLES_AT_ONCE = 50 };

enum err not_allowed(struct call *call)
{
    bool known = call->user->id || call->user->operator;
    return fail(call, known ? ERR_FORBIDDEN : ERR_LOGIN, known ? "forbidden" : "login");
}

static uint64_t steps_open(const struct user *user, const struct record *record, const void *row)
{
    uint64_t open = 0;
    if (record->state < 0)
        return 0;
    for (int i = 0; i < record->step_count; i++)
        if (step_is_from(&record->steps[i], row_state(record, row)) && gate_step(user, record, &record->steps[i], row))
            open |= UINT64_C(1) << i;
    return open;
}

void view_look(struct view *out, const struct user *user, const struct record *record, const void *row)
{
    *out = (struct view){.record = record, .row = row};
    for (int i = 0; i < record->field_count; i++)
        if (gate_field(user, record, i, row) != SIGHT_SHOWN)
            out->withheld |= UINT64_C(1) << i;
    if (gate_row(user, record, VERB_CHANGE, row))
        out->can |= CAN_CHANGE;
    if (gate_row(user, record, VERB_REMOVE, row))
        out->can |= CAN_REMOVE;
    out->steps = steps_open(user, record, row);
}

/* Looking at row after row: those for which the gate has the same answers are looked at once. */
struct looking {
    const struct user *user;
    const struct record *record;
    const struct days_off *days_off;
    const void *last; /* the row that `view` is about */
    struct view view;
    bool seen;
};

/* False when this user may not see the row. */
static bool look(struct looking *looking, struct view *out, const void *row)
{
    const struct user *user = looking->user;
    const struct record *record = looking->record;
    if (!looking->last || !gate_same(record, looking->last, row)) {
        looking->seen = gate_row(user, record, VERB_SEE, row);
        if (looking->seen)
            view_look(&looking->view, user, record, row);
        looking->last = row;
    }
    *out = looking->view;
    out->row = row;
    out->days_off = looking->days_off;
    out->steps = looking->seen ? steps_open(user, record, row) : 0;
    return looking->seen;
}

const char *view_text(struct arena *arena, const struct view *view, int field, enum lang lang)
{
    return view_shows(view, field) ? field_text(arena, &view->record->fields[field], view->row, lang) : NULL;
}

const char *view_id(const struct view *view)
{
    return ((const struct row *)view->row)->id;
}

int64_t view_version(const struct view *view)
{
    return ((const struct row *)view->row)->version;
}

const char *view_title(struct arena *arena, const struct view *view, enum lang lang)
{
    int title = view->record->title;
    const char *text =
        view_shows(view, title) ? field_text_any(arena, &view->record->fields[title], view->row, lang) : NULL;
    return text_or(text, view_id(view));
}

enum err row_for(
    void **out, struct db *db, struct call *call, const struct record *record, const char *id, enum verb verb)
{
    enum err err = row_load(out, db, call, record, id);
    if (err == ERR_NOT_FOUND || (!err && !gate_row(call->user, record, VERB_SEE, *out)))
        return fail_field(call, ERR_NOT_FOUND, "not_found", record->noun, id);
    return !err && verb != VERB_SEE && !gate_row(call->user, record, verb, *out) ? not_allowed(call) : err;
}

enum err record_show(struct view *out, struct db *db, struct call *call, const struct record *record, const char *id)
{
    void *row;
    const struct days_off *days_off;
    enum err err = row_for(&row, db, call, record, id, VERB_SEE);
    if (!err)
        err = days_off_for(&days_off, db, call, record);
    if (err)
        return err;
    view_look(out, call->user, record, row);
    out->days_off = days_off;
    return OK;
}

static enum err no_filter(struct call *call, const struct record *record, const char *name)
{
    struct buffer *names = buffer_new(call->arena, 4096);
    for (int i = 0; record->filters && record->filters[i] >= 0; i++) {
        buffer_text(names, i ? ", " : "");
        buffer_text(names, record->fields[record->filters[i]].name);
    }
    return fail_want(call, ERR_INVALID, "no_filter", record->noun, name, names->at);
}

/* A filter's value must be one the field could have: else nothing found would look like an answer. */
static enum err take_filter(struct list_ask *ask, struct db *db, struct call *call, const struct record *record,
    const struct input *input, bool there)
{
    int field = field_named(record, input->name), place = 0;
    while (record->filters && record->filters[place] >= 0 && record->filters[place] != field)
        place++;
    if (field < 0 || !record->filters || record->filters[place] < 0)
        return no_filter(call, record, input->name);
    enum kind kind = record->fields[field].kind;
    if (text_empty(input->text))
        return OK;
    ask->where[place] = input->text;
    if (kind == KIND_USER) {
        enum err err = user_field_read(&ask->where[place], db, call, record, field, input->text);
        return err || gate_account(call->user, ask->where[place])
            ? err
            : fail_of(call, record->noun, "no_account", input->name, input->text, NULL);
    }
    if (kind == KIND_REF) {
        void *row;
        const struct record *to = record_named(record->fields[field].ref);
        enum err err = there ? OK : row_load(&row, db, call, to, input->text);
        if (err == ERR_NOT_FOUND || (!there && !err && !gate_row(call->user, to, VERB_SEE, row)))
            return fail_of(call, record->noun, "no_reference", input->name, input->text, to->noun);
        return err;
    }
    if (kind != KIND_CHOICE && kind != KIND_FLAG && kind != KIND_NUMBER)
        return OK;
    void *row = row_new(call->arena, record);
    enum err err = field_set(call, record, field, call->lang, row, input->text);
    if (!err)
        ask->where[place] = field_text(call->arena, &record->fields[field], row, call->lang);
    return err;
}

/* What is asked of the store: the filters, and whose rows this user may see. */
static enum err ask_store(
    struct list_ask *ask, struct db *db, struct call *call, const struct record *record, const struct list_wish *wish)
{
    struct gate_scope scope = gate_list(call->arena, call->user, record);
    *ask = (struct list_ask){
        .sort = wish->sort,
        .all = scope.all,
        .released = scope.released,
        .after = wish->after,
        .columns_only = wish->columns_only,
        .most = wish->most <= 0      ? ROWS_A_PAGE
            : wish->most > MOST_ROWS ? MOST_ROWS
                                     : wish->most,
    };
    enum err err = OK;
    if (!scope.all && !scope.released && scope.own_count == 0)
        return not_allowed(call);
    if (scope.own_count > OWN_SCOPES)
        return fail_field(call, ERR_LIMIT, "too_many_scopes", NULL, NULL);
    for (int i = 0; i < scope.own_count; i++)
        ask->own[i] = scope.own[i];
    for (int i = 0; i < wish->where_count && !err; i++)
        err = take_filter(ask, db, call, record, &wish->where[i], wish->there);
    /* one scope and nothing else: led by the index of the scope */
    if (!scope.all && !scope.released && scope.own_count == 1)
        for (int i = 0; record->filters && record->filters[i] >= 0; i++)
            if (record->filters[i] == record->scope && !ask->where[i])
                ask->where[i] = scope.own[0];
    return err;
}

enum err record_list(
    struct list_page *out, struct db *db, struct call *call, const struct record *record, const struct list_wish *wish)
{
    struct list_ask ask;
    void **rows;
    char *next;
    const struct days_off *days_off;
    *out = (struct list_page){.total = UNKNOWN};
    enum err err = ask_store(&ask, db, call, record, wish);
    if (!err)
        err = days_off_for(&days_off, db, call, record);
    if (!err)
        err = list_rows(&rows, &out->count, &next, db, call, record, &ask);
    if (err)
        return err;
    out->next = next;
    out->views = NEW_ARRAY(call->arena, (size_t)out->count + 1, struct view);
    if (!next && !wish->after)
        out->total = out->count;
    else if (wish->count)
        err = list_count(&out->total, db, call, record, &ask);
    struct looking looking = {.user = call->user, .record = record, .days_off = days_off};
    int shown = 0;
    for (int i = 0; i < out->count; i++) /* the gate is asked again for each row: registered rules can withhold more */
        shown += look(&looking, &out->views[shown], rows[i]);
    out->count = shown;
    return err;
}

enum err record_total(
    int64_t *out, struct db *db, struct call *call, const struct record *record, const struct list_wish *wish)
{
    struct list_ask ask;
    enum err err = ask_store(&ask, db, call, record, wish);
    return err ? err : list_count(out, db, call, record, &ask);
}

/* The names of at most TITLES_AT_ONCE rows or accounts: of those accounts that this user may know. */
static enum err names_of(
    const char **out, struct db *db, struct call *call, const struct field *field, const char *const *ids, int count)
{
    if (field->kind != KIND_USER)
        return row_titles(out, db, call, record_named(field->ref), ids, count);
    enum err err = user_names(out, db, call, ids, count);
    for (int i = 0; i < count && !err; i++)
        if (!gate_account(call->user, ids[i]))
            out[i] = NULL;
    return err;
}

static enum err titles_of_field(
    const char **out, struct db *db, struct call *call, const struct view *views, int count, int field)
{
    const struct record *record = views[0].record;
    const char *ids[TITLES_AT_ONCE], *titles[TITLES_AT_ONCE];
    for (int from = 0, next; from < count; from = next) {
        int places[TITLES_AT_ONCE * 8], n = 0;
        for (next = from; next < count && n < TITLES_AT_ONCE && next - from < TITLES_AT_ONCE * 8;
             next++) { /* each id once */
            const char *id = view_text(call->arena, &views[next], field, 0);
            int place = 0;
            while (place < n && !text_is(ids[place], id))
                place++;
            places[next - from] = place;
            if (place == n)
                ids[n++] = id;
        }
        enum err err = names_of(titles, db, call, &record->fields[field], ids, n);
        if (err)
            return err;
        for (int i = from; i < next; i++)
            out[i * record->field_count + field] = titles[places[i - from]];
    }
    return OK;
}

bool titles_are_open(struct call *call, const struct record *record)
{
    return gate_list(call->arena, call->user, record).all &&
        gate_field(call->user, record, record->title, row_new(call->arena, record)) == SIGHT_SHOWN;
}

enum err record_titles(const char ***out, struct db *db, struct call *call, const struct view *views, int count)
{
    return record_titles_of(out, db, call, views, count, UINT64_MAX);
}

enum err record_titles_of(
    const char ***out, struct db *db, struct call *call, const struct view *views, int count, uint64_t fields)
{
    *out = NULL;
    if (count == 0)
        return OK;
    const struct record *record = views[0].record;
    *out = NEW_ARRAY(call->arena, (size_t)count * (size_t)record->field_count, const char *);
    for (int i = 0; i < record->field_count; i++) {
        enum kind kind = record->fields[i].kind;
        if ((kind != KIND_REF && kind != KIND_USER) || !(fields >> i & 1))
            continue;
        const struct record *to = kind == KIND_REF ? record_named(record->fields[i].ref) : NULL;
        if (to && !titles_are_open(call, to))
            continue;
        enum err err = titles_of_field(*out, db, call, views, count, i);
        if (err)
            return err;
    }
    return OK;
}
