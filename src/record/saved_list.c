#include "record/saved_list.h"
#include "base/text.h"
#include "codec/url.h"
#include "gen/record.h"

enum { MOST_LISTED = 200, MOST_PAIRS = 2 * MOST_FILTERS, LONGEST_FILTERS = 8 << 10 };

static bool is_filter(const struct record *record, const char *name)
{
    int field = field_named(record, name);
    for (int i = 0; field >= 0 && record->filters && record->filters[i] >= 0; i++)
        if (record->filters[i] == field)
            return true;
    return false;
}

static bool is_order(const struct record *record, const char *name)
{
    int field = field_named(record, name);
    for (int i = 0; field >= 0 && i < record->list_count; i++)
        if (record->lists[i].sort == field)
            return true;
    return false;
}

/* What is kept can be asked for: a list there is, filters and an order that it has. */
enum err saved_list_is_possible(struct call *call, const struct saved_list_is_possible_facts *facts)
{
    const struct saved_list *saved = facts->after;
    const struct record *record = record_named(saved->noun);
    const char *filters = text_or(saved->filters, "");
    struct url_pair *pairs;
    size_t count;
    if (!record)
        return fail_of(call, "saved_list", "no_such_record", "noun", saved->noun, NULL);
    if (!url_query(&pairs, &count, call->arena, filters, strlen(filters), MOST_PAIRS))
        return fail_of(call, "saved_list", "bad_filters", "filters", filters, NULL);
    for (size_t i = 0; i < count; i++)
        if (text_is(pairs[i].name, "sort") ? !is_order(record, pairs[i].value) : !is_filter(record, pairs[i].name))
            return fail_of(call, "saved_list", "bad_filters", "filters",
                text_is(pairs[i].name, "sort") ? pairs[i].value : pairs[i].name, NULL);
    return OK;
}

enum err saved_lists(
    struct saved_choice **out, int *count, struct db *db, struct call *call, const struct record *record)
{
    struct list_page page = {0};
    const char *me = user_account(call->user);
    struct input where = {"noun", record->noun};
    *count = 0;
    enum err err = me ? record_list(&page, db, call, &saved_list_record,
                            &(struct list_wish){.where = &where, .where_count = 1, .most = MOST_LISTED})
                      : OK;
    *out = NEW_ARRAY(call->arena, (size_t)page.count + 1, struct saved_choice);
    for (int mine = 1; mine >= 0 && !err; mine--)
        for (int i = 0; i < page.count; i++) {
            const struct saved_list *saved = page.views[i].row;
            if (text_is(saved->owner, me) == mine)
                (*out)[(*count)++] =
                    (struct saved_choice){saved->row.id, saved->name, saved->filters, mine, saved->shared == 1};
        }
    return err;
}

static bool has_filter(const struct list_wish *wish, const char *name)
{
    for (int i = 0; i < wish->where_count; i++)
        if (text_is(wish->where[i].name, name))
            return true;
    return false;
}

enum err saved_open(
    struct list_wish *wish, struct db *db, struct call *call, const struct record *record, const char *name)
{
    struct saved_choice *choices;
    struct url_pair *pairs;
    size_t pair_count;
    int count, at = 0;
    enum err err = saved_lists(&choices, &count, db, call, record);
    while (!err && at < count && !text_is(choices[at].name, name) && !text_is(choices[at].id, name))
        at++;
    if (err || at == count)
        return err ? err : fail_field(call, ERR_NOT_FOUND, "no_saved_list", record->noun, name);
    const char *filters = text_or(choices[at].filters, "");
    if (!url_query(&pairs, &pair_count, call->arena, filters, strlen(filters), MOST_PAIRS))
        return fail_of(call, "saved_list", "bad_filters", "filters", filters, NULL);
    struct input *where = NEW_ARRAY(call->arena, (size_t)wish->where_count + pair_count + 1, struct input);
    int n = 0;
    for (; n < wish->where_count; n++)
        where[n] = wish->where[n];
    for (size_t i = 0; i < pair_count; i++)
        if (!text_is(pairs[i].name, "sort") && !has_filter(wish, pairs[i].name))
            where[n++] = (struct input){pairs[i].name, pairs[i].value};
        else if (text_is(pairs[i].name, "sort") && !wish->sort)
            wish->sort = pairs[i].value;
    wish->where = where;
    wish->where_count = n;
    return OK;
}

const char *saved_filters(struct call *call, const struct list_wish *wish)
{
    struct buffer *out = buffer_new(call->arena, LONGEST_FILTERS);
    for (int i = 0; i < wish->where_count; i++)
        url_add(out, wish->where[i].name, wish->where[i].text);
    if (wish->sort)
        url_add(out, "sort", wish->sort);
    return out->at;
}

enum err saved_keep(struct outcome *out, struct store *store, struct call *call, const struct record *record,
    const struct list_wish *wish, const char *name, bool shared)
{
    const struct input inputs[] = {{"noun", record->noun}, {"name", name}, {"filters", saved_filters(call, wish)},
        {"shared", shared ? "true" : "false"}};
    if (!user_account(call->user))
        return not_allowed(call);
    return record_add(out, store, call, &saved_list_record, inputs, sizeof inputs / sizeof *inputs);
}
