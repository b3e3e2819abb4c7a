/*
 * Lists by description: which of a record's literal statements answers, with what arguments, page by page. A page ends
 * with the key of its last row (the sorted value and the id), and the next begins behind it.
 */
#include "base/text.h"
#include "base/fold.h"
#include "store/record.h"
#include <string.h>

enum { TITLES_AT_ONCE = 50, MOST_ARGS = MOST_FILTERS * 2 + 2 + OWN_SCOPES + 3 };

static bool is_range(const struct field *field)
{
    return field->kind == KIND_DATE || field->kind == KIND_DAY;
}

/* The list in the order asked for, led by the filter that narrows most: a given filter in the order they are declared. */
const struct list *list_for(const struct record *record, enum lang lang, const struct list_ask *ask)
{
    int sort = ask->sort ? field_named(record, ask->sort) : record->lists ? record->lists[0].sort : -1;
    const struct list *best = ask->list;
    for (int i = 0; i < record->list_count && !ask->list; i++) {
        const struct list *list = &record->lists[i];
        if (list->sort != sort || (list->lang >= 0 && list->lang != (int)lang))
            continue;
        if (list->lead >= 0 && !ask->where[list->lead])
            continue;
        if (!best || (best->lead < 0 && list->lead >= 0))
            best = list;
    }
    return best;
}

static struct arg typed(const struct field *field, const char *text)
{
    int64_t number;
    if (!text)
        return arg_null();
    if (field->kind == KIND_FLAG)
        return arg_number(strcmp(text, "true") == 0);
    if (field->kind == KIND_NUMBER)
        return text_number(&number, text) ? arg_number(number) : arg_null();
    return arg_text(text);
}

/* "2010..2014", "2010..", "..2014" or "2014": the last day of a partial end is meant. */
static enum err range_args(struct call *call, const struct record *record, const struct field *field, const char *text,
    struct arg *from, struct arg *to)
{
    char buffer[DATE_TEXT];
    struct date date;
    *from = *to = arg_null();
    if (!text)
        return OK;
    const char *dots = strstr(text, "..");
    char *first = dots ? arena_copy(call->arena, text, (size_t)(dots - text)) : arena_text(call->arena, text);
    const char *last = dots ? dots + 2 : first;
    if (*first) {
        if (!date_parse(&date, first))
            return fail_of(
                call, record->noun, "not_a_date", field->name, text, "2014-06-12, 2014-06, 2014, 2010..2014");
        *from = arg_text(first);
    }
    if (*last) {
        if (!date_parse(&date, last))
            return fail_of(
                call, record->noun, "not_a_date", field->name, text, "2014-06-12, 2014-06, 2014, 2010..2014");
        *to = arg_text(arena_text(call->arena, date_text(buffer, date_last(date))));
    }
    return OK;
}

static enum err where_args(
    size_t *n, struct arg *args, struct call *call, const struct record *record, const struct list_ask *ask)
{
    for (int i = 0; record->filters && record->filters[i] >= 0; i++) {
        const struct field *field = &record->fields[record->filters[i]];
        if (is_range(field)) {
            enum err err = range_args(call, record, field, ask->where[i], &args[*n], &args[*n + 1]);
            if (err)
                return err;
            *n += 2;
        } else {
            args[(*n)++] = typed(field, ask->where[i]);
        }
    }
    if (record->scope >= 0 || record->released >= 0) {
        args[(*n)++] = arg_number(ask->all);
        for (int i = 0; record->scope >= 0 && i < OWN_SCOPES; i++)
            args[(*n)++] = arg_text(ask->own[i]);
        if (record->released >= 0)
            args[(*n)++] = arg_number(ask->released);
    }
    return OK;
}

static bool sorts_by_id(const struct record *record, const struct list *list)
{
    return list->sort < 0 || (!record->made_id && list->sort == 0);
}

/* What a list is ordered by, as its statements order it: the sort key of words, '' for what is not known. */
static const char *sort_value(struct call *call, const struct record *record, const struct list *list, const void *row)
{
    if (sorts_by_id(record, list))
        return "";
    const struct field *field = &record->fields[list->sort];
    if (list->lang >= 0) {
        const char *text = field_text_any(call->arena, field, row, (enum lang)list->lang);
        return fold_sort_key(call->arena, list->lang, text_or(text, ""));
    }
    const char *text = field_text(call->arena, field, row, 0);
    return text ? text : field->kind == KIND_NUMBER ? "-9223372036854775807" : "";
}

/* `after` is the id, a line feed, and the sorted value. */
static enum err after_args(size_t *n, struct arg *args, struct call *call, const struct record *record,
    const struct list *list, const char *after)
{
    const char *cut = strchr(after, '\n');
    if (!cut)
        return fail_field(call, ERR_INVALID, "bad_page", "after", after);
    const char *id = arena_copy(call->arena, after, (size_t)(cut - after));
    if (!sorts_by_id(record, list)) {
        int64_t number;
        bool is_number = record->fields[list->sort].kind == KIND_NUMBER;
        if (is_number && !text_number(&number, cut + 1))
            return fail_field(call, ERR_INVALID, "bad_page", "after", after);
        args[(*n)++] = is_number ? arg_number(number) : arg_text(cut + 1);
    }
    args[(*n)++] = arg_text(id);
    return OK;
}

char *list_after(struct call *call, const struct record *record, const struct list *list, const void *row)
{
    return arena_format(call->arena, "%s\n%s", ((const struct row *)row)->id, sort_value(call, record, list, row));
}

static uint64_t columns_of(const struct record *record, const struct list *list)
{
    uint64_t fields = 0;
    for (int i = 0; i < record->field_count; i++)
        if (record->fields[i].flags & FIELD_LIST || i == record->title || i == record->scope || i == record->released ||
            i == record->state || i == list->sort)
            fields |= UINT64_C(1) << i;
    for (const int *titled = record->titled; titled && *titled >= 0; titled++)
        fields |= UINT64_C(1) << *titled;
    for (int i = 0; i < record->step_count; i++) { /* what clocks look at */
        const struct step *step = &record->steps[i];
        if (step->clock.n)
            fields |= UINT64_C(1) << step->field;
        if (step->unless >= 0)
            fields |= UINT64_C(1) << step->unless;
    }
    return fields;
}

enum err list_rows(void ***out, int *count, char **next, struct db *db, struct call *call, const struct record *record,
    const struct list_ask *ask)
{
    struct arg args[MOST_ARGS];
    size_t n = 0;
    struct rows *rows;
    const struct list *list = list_for(record, call->lang, ask);
    *count = 0;
    *next = NULL;
    *out = NEW_ARRAY(call->arena, (size_t)ask->most + 1, void *);
    if (!list)
        return fail_field(call, ERR_INVALID, "no_order", "sort", text_or(ask->sort, ""));
    enum err err = where_args(&n, args, call, record, ask);
    if (!err && ask->after)
        err = after_args(&n, args, call, record, list, ask->after);
    if (err)
        return err;
    args[n++] = arg_number(ask->most + 1);
    if ((err = db_query(&rows, db, call, ask->after ? list->next : list->first, args, n)) != OK)
        return err;
    uint64_t fields = ask->columns_only ? columns_of(record, list) : UINT64_MAX;
    while (rows_next(rows) && *count <= ask->most)
        (*out)[(*count)++] = row_read_some(rows, call->arena, record, fields, ask->columns_only ? (int)call->lang : -1);
    if ((err = rows_end(rows)) != OK)
        return err;
    if (*count > ask->most) {
        const void *last = (*out)[ask->most - 1];
        *count = ask->most;
        *next = list_after(call, record, list, last);
    }
    return OK;
}

enum err list_count(
    int64_t *out, struct db *db, struct call *call, const struct record *record, const struct list_ask *ask)
{
    struct arg args[MOST_ARGS];
    size_t n = 0;
    const struct list *list = list_for(record, call->lang, ask);
    if (!list)
        return fail_field(call, ERR_INVALID, "no_order", "sort", text_or(ask->sort, ""));
    enum err err = where_args(&n, args, call, record, ask);
    return err ? err : db_number(out, db, call, list->count, args, n);
}

enum err list_count_between(int64_t *out, struct db *db, struct call *call, const struct record *record,
    const struct list_ask *ask, const char *from, const char *before)
{
    struct arg args[MOST_ARGS];
    size_t n = 0;
    enum err err = where_args(&n, args, call, record, ask);
    args[n++] = arg_text(from);
    args[n++] = arg_text(before);
    return err ? err : db_number(out, db, call, ask->list->count, args, n);
}

/* A title that is a reference is called by what it refers to. */
enum err row_titles(
    const char **out, struct db *db, struct call *call, const struct record *record, const char *const *ids, int count)
{
    const struct field *title = &record->fields[record->title];
    struct arg args[TITLES_AT_ONCE];
    struct rows *rows;
    for (int i = 0; i < count; i++)
        out[i] = NULL;
    for (int i = 0; i < TITLES_AT_ONCE; i++)
        args[i] = i < count ? arg_text(ids[i]) : arg_null();
    enum err err = db_query(&rows, db, call, record->titles, args, TITLES_AT_ONCE);
    if (err)
        return err;
    while (rows_next(rows)) {
        const char *id = rows_text(rows, 0), *text = NULL;
        if (title->flags & FIELD_LANG) {
            text = rows_copy(rows, 1 + (int)call->lang, call->arena);
            for (int i = 0; !text && i < LANGS; i++)
                text = rows_copy(rows, 1 + (int)lang_instead[i], call->arena);
        } else {
            text = rows_copy(rows, 1, call->arena);
        }
        for (int i = 0; i < count; i++)
            if (text_is(ids[i], id))
                out[i] = text;
    }
    if ((err = rows_end(rows)) != OK || title->kind != KIND_REF)
        return err;
    const char *through[TITLES_AT_ONCE];
    memcpy(through, out, sizeof *through * (size_t)count);
    return row_titles(out, db, call, record_named(title->ref), through, count);
}
