/* The statements of a record, as literal text. The parameters of a list are the same in all its statements (store/record.c fills them). */
#include <stdio.h>
#include <string.h>
#include "tools/decl/decl.h"

enum { TITLES_AT_ONCE = 50, OWN_SCOPES = 4 };

static void begin(struct out *out, const struct record *record, const char *what)
{
    say(out, "static const SQL(%s_%s,\n    \"", record->noun, what);
}

static void finish(struct out *out)
{
    say(out, "\");\n");
}

static void select_columns(struct out *out, const struct record *record)
{
    struct column *columns;
    int n = columns_of(record, &columns);
    say(out, "SELECT ");
    for (int i = 0; i < n && !columns[i].sort_key; i++)
        say(out, "%s%s", i ? ", " : "", columns[i].name);
    say(out, " FROM %s", sql_name(record->noun));
}

static void write_insert(struct out *out, const struct record *record)
{
    struct column *columns;
    int n = columns_of(record, &columns);
    begin(out, record, "insert");
    say(out, "INSERT INTO %s (", sql_name(record->noun));
    for (int i = 0; i < n; i++)
        say(out, "%s%s", i ? ", " : "", columns[i].name);
    say(out, ") VALUES (");
    for (int i = 0; i < n; i++)
        say(out, "%s$%d", i ? ", " : "", i + 1);
    say(out, ")");
    finish(out);
}

static void write_update(struct out *out, const struct record *record)
{
    struct column *columns;
    int n = columns_of(record, &columns);
    begin(out, record, "update");
    say(out, "UPDATE %s SET version = version + 1", sql_name(record->noun));
    for (int i = 2; i < n; i++)
        say(out, ", %s = $%d", columns[i].name, i + 1);
    say(out, " WHERE id = $1 AND version = $2");
    finish(out);
}

/* field = $n for each field, where what is not known equals what is not known; " WHERE " or " AND " before each. */
static void equal_on(struct out *out, const struct record *record, const struct names *fields)
{
    for (int i = 0; i < fields->count; i++) {
        const struct field *field = &record->fields[field_index(record, fields->at[i])];
        const char *column = sort_column(record, field_index(record, field->name), 1);
        const char *type = field->type == TYPE_NUMBER ? "BIGINT" : field->type == TYPE_FLAG ? "BOOLEAN" : "TEXT";
        say(out, "%s%s = ", i ? " AND " : " WHERE ", column);
        if (strncmp(column, "coalesce(", 9) == 0)
            say(out, "coalesce(CAST($%d AS %s), %s)", i + 1, type,
                field->type == TYPE_NUMBER     ? "-9223372036854775807"
                    : field->type == TYPE_FLAG ? "FALSE"
                                               : "''");
        else
            say(out, "$%d", i + 1);
    }
}

static void write_by_key(struct out *out, const struct record *record)
{
    if (!record->key.count)
        return;
    begin(out, record, "by_key");
    select_columns(out, record);
    equal_on(out, record, &record->key);
    finish(out);
}

/* Rows about the same fact, this one among them; and, row by row, those that are in conflict with another. */
static void write_rivals(struct out *out, const struct record *record)
{
    struct column *columns;
    int n = columns_of(record, &columns);
    if (!record->rivals.count)
        return;
    begin(out, record, "rivals");
    select_columns(out, record);
    equal_on(out, record, &record->rivals);
    say(out, " ORDER BY id LIMIT 100");
    finish(out);
    begin(out, record, "conflicts");
    say(out, "SELECT ");
    for (int i = 0; i < n && !columns[i].sort_key; i++)
        say(out, "%sone.%s", i ? ", " : "", columns[i].name);
    say(out,
        " FROM %s AS one WHERE one.id > $1 AND NOT coalesce(one.set_aside, FALSE) AND EXISTS (SELECT 1 FROM %s AS two "
        "WHERE ",
        sql_name(record->noun), sql_name(record->noun));
    for (int i = 0; i < record->rivals.count; i++) {
        const char *column = sql_name(record->rivals.at[i]);
        say(out, "two.%s IS NOT DISTINCT FROM one.%s AND ", column, column);
    }
    say(out, "two.id <> one.id AND NOT coalesce(two.set_aside, FALSE) AND (");
    for (int i = 0; i < record->differ.count; i++) {
        const char *column = sql_name(record->differ.at[i]);
        say(out, "%stwo.%s <> one.%s", i ? " OR " : "", column, column); /* what is not known contradicts nothing */
    }
    say(out, ")) ORDER BY one.id LIMIT $2");
    finish(out);
}

/* Who refers to a row through this field: for what may not be removed, for merging, for pages. */
static void write_by_refs(struct out *out, const struct record *record)
{
    for (int i = 0; i < record->field_count; i++) {
        char name[64];
        if (!record->fields[i].ref && record->fields[i].type != TYPE_USER)
            continue;
        snprintf(name, sizeof name, "by_%s", record->fields[i].name);
        begin(out, record, name);
        select_columns(out, record);
        say(out, " WHERE %s = $1 AND id > $2 ORDER BY id LIMIT $3", sql_name(record->fields[i].name));
        finish(out);
    }
}

/* Which row has a value that only one can have. */
static void write_uniques(struct out *out, const struct record *record)
{
    for (int i = 0; i < record->field_count; i++) {
        const char *column = sql_name(record->fields[i].name);
        if (!record->fields[i].unique)
            continue;
        say(out, "static const SQL(%s_only_%s, \"SELECT id FROM %s WHERE ", record->noun, record->fields[i].name,
            sql_name(record->noun));
        say(out, "%s = $1\");\n", column);
    }
}

static void write_titles(struct out *out, const struct record *record)
{
    const struct field *title = &record->fields[record->title];
    begin(out, record, "titles");
    say(out, "SELECT id");
    for (int lang = 0; lang < (title->lang ? LANG_COUNT : 1); lang++)
        say(out, title->lang ? ", %s_%s" : ", %s", title->lang ? title->name : sql_name(title->name), lang_code[lang]);
    say(out, " FROM %s WHERE id IN (", sql_name(record->noun));
    for (int i = 1; i <= TITLES_AT_ONCE; i++)
        say(out, "%s$%d", i > 1 ? "," : "", i);
    say(out, ")");
    finish(out);
}

static bool is_range(const struct field *field)
{
    return field->type == TYPE_DATE || field->type == TYPE_DAY;
}

/* A list: what it is ordered by, and the filters whose columns lead its index. */
struct spec {
    char name[32];
    int sort, lang; /* sort -1: by id */
    bool down, waiting;
    int lead, also; /* places among the filters, -1 */
};

/* Conditions, filters first: a range takes two parameters. Gives the number of the next free parameter. */
static int conditions(struct out *out, const struct record *record, const struct spec *spec)
{
    int n = 1;
    const char *and = " WHERE ";
    for (int i = 0; i < record->filter.count; i++) {
        const struct field *field = &record->fields[field_index(record, record->filter.at[i])];
        const char *type = field->type == TYPE_NUMBER ? "BIGINT" : field->type == TYPE_FLAG ? "BOOLEAN" : "TEXT";
        const char *column = sql_name(field->name);
        if (is_range(field)) {
            say(out, "%s(CAST($%d AS TEXT) IS NULL OR %s >= CAST($%d AS TEXT))", and, n, column, n);
            say(out, " AND (CAST($%d AS TEXT) IS NULL OR %s <= CAST($%d AS TEXT))", n + 1, column, n + 1);
            n += 2;
        } else if (i == spec->lead || i == spec->also) {
            say(out, "%s%s = CAST($%d AS %s)", and, column, n, type);
            n++;
        } else {
            say(out, "%s(CAST($%d AS %s) IS NULL OR %s = CAST($%d AS %s))", and, n, type, column, n, type);
            n++;
        }
        and = " AND ";
    }
    if (record->scope >= 0 || record->release >= 0) {
        say(out, "%s(CAST($%d AS BIGINT) = 1", and, n++);
        if (record->scope >= 0) {
            say(out, " OR %s IN (", sql_name(record->fields[record->scope].name));
            for (int i = 0; i < OWN_SCOPES; i++)
                say(out, "%s$%d", i ? ", " : "", n++);
            say(out, ")");
        }
        if (record->release >= 0) {
            say(out, " OR (CAST($%d AS BIGINT) = 1 AND %s)", n++, sql_name(record->fields[record->release].name));
        }
        say(out, ")");
    }
    return n;
}

static void begin_list(struct out *out, const struct record *record, const struct spec *spec, const char *what)
{
    struct out name = {0};
    say(&name, "%s_%s", spec->name, what);
    begin(out, record, name.at);
}

static void write_list(struct out *out, const struct record *record, const struct spec *spec)
{
    const char *sort = spec->sort < 0 ? "id" : sort_column(record, spec->sort, spec->lang < 0 ? 0 : spec->lang);
    bool down = spec->down, by_id = strcmp(sort, "id") == 0;
    for (int next = 0; next <= 1; next++) {
        begin_list(out, record, spec, next ? "next" : "first");
        select_columns(out, record);
        int n = conditions(out, record, spec);
        if (next) {
            say(out, n > 1 ? " AND " : " WHERE ");
            if (by_id)
                say(out, "id %s $%d", down ? "<" : ">", n++);
            else {
                say(out, "(%s, id) %s ($%d, $%d)", sort, down ? "<" : ">", n, n + 1);
                n += 2;
            }
        }
        say(out, by_id ? " ORDER BY id%s" : " ORDER BY %s%s, id%s", by_id ? (down ? " DESC" : "") : sort,
            down ? " DESC" : "", down ? " DESC" : "");
        say(out, " LIMIT $%d", n);
        finish(out);
    }
    begin_list(out, record, spec, "count");
    say(out, "SELECT count(*) FROM (SELECT 1 AS one FROM %s", sql_name(record->noun));
    int n = conditions(out, record, spec);
    if (spec->waiting && !by_id)
        say(out, " AND %s >= $%d AND %s < $%d", sort, n, sort, n + 1);
    say(out, " LIMIT 1001) AS found");
    finish(out);
}

typedef void each_list_of(struct out *out, const struct record *record, const struct spec *spec);

/* Calls for each list a record has: every order (in six languages where it is by words) with no leading filter and with each. */
static int each_list(const struct record *record, struct out *out, each_list_of *each)
{
    int number = 0;
    for (int order = 0; order < record->order_count; order++) {
        const struct field *sort = &record->fields[record->order[order].field];
        for (int lang = 0; lang < (sort->lang ? LANG_COUNT : 1); lang++)
            for (int lead = -1; lead < record->filter.count; lead++) {
                const struct field *field =
                    lead < 0 ? NULL : &record->fields[field_index(record, record->filter.at[lead])];
                if (field && (is_range(field) || field->lang || field == sort))
                    continue;
                struct spec spec = {.sort = record->order[order].field,
                    .lang = sort->lang ? lang : -1,
                    .down = record->order[order].down,
                    .lead = lead,
                    .also = -1};
                snprintf(spec.name, sizeof spec.name, "list_%d", number++);
                each(out, record, &spec);
            }
    }
    return number;
}

/*
 * What waits is found by state, and by whose it is where it is only one's own: in the order of the field that a clock counts from,
 * and by id where there is no clock. Counted between two days.
 */
static int each_waiting_list(const struct record *record, struct out *out, each_list_of *each)
{
    int number = 0, state = filter_place(record, record->state), scope = filter_place(record, record->scope);
    for (int field = -1; has_clocks(record) && field < record->field_count; field++)
        for (int own = 0; own <= (scope >= 0); own++) {
            struct spec spec = {.sort = field, .lang = -1, .waiting = true, .lead = state, .also = own ? scope : -1};
            if (field >= 0 && !is_clock_field(record, field))
                continue;
            snprintf(spec.name, sizeof spec.name, "waiting_%d", number++);
            each(out, record, &spec);
        }
    return number;
}

static void list_row(struct out *out, const struct record *record, const struct spec *spec)
{
    say(out,
        "    {.lead = %d, .also = %d, .sort = %d, .lang = %d, .down = %s,\n        .first = &%s_%s_first, .next = "
        "&%s_%s_next, .count = &%s_%s_count},\n",
        spec->lead, spec->also, spec->sort, spec->lang, spec->down ? "true" : "false", record->noun, spec->name,
        record->noun, spec->name, record->noun, spec->name);
}

int write_lists(struct out *out, const struct record *record)
{
    return each_list(record, out, list_row);
}

int write_waiting_lists(struct out *out, const struct record *record)
{
    return each_waiting_list(record, out, list_row);
}

void write_statements(struct out *out, const struct model *model, const struct record *record)
{
    (void)model;
    begin(out, record, "load_sql");
    select_columns(out, record);
    say(out, " WHERE id = $1");
    finish(out);
    begin(out, record, "all");
    select_columns(out, record);
    say(out, " WHERE id > $1 ORDER BY id LIMIT $2");
    finish(out);
    write_insert(out, record);
    write_update(out, record);
    if (record->state >= 0) {
        begin(out, record, "hold");
        say(out, "UPDATE %s SET version = version WHERE id = $1", sql_name(record->noun));
        finish(out);
    }
    begin(out, record, "remove");
    say(out, "DELETE FROM %s WHERE id = $1 AND version = $2", sql_name(record->noun));
    finish(out);
    write_by_key(out, record);
    write_rivals(out, record);
    write_by_refs(out, record);
    write_uniques(out, record);
    write_titles(out, record);
    each_list(record, out, write_list);
    each_waiting_list(record, out, write_list);
}
