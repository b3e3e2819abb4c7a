/*
 * The tables and indexes a record asks for, and the draft of a migration where they differ from what the migrations
 * so far make. The migrations are run on an empty SQLite database in memory, and its tables read back. (SQLite takes any type
 * word in a table that is not strict, so the DDL runs as it stands.)
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "tools/decl/decl.h"

static void column_ddl(struct out *out, const struct record *record, const struct column *column)
{
    say(out, "%s %s", column->name, column->sql_type);
    if (column->required)
        say(out, " NOT NULL");
    if (strcmp(column->name, "id") == 0)
        say(out, " PRIMARY KEY");
    if (column->field >= 0 && record->fields[column->field].ref && !column->sort_key)
        say(out, " REFERENCES %s (id)", sql_name(record->fields[column->field].ref));
    if (column->field >= 0 && record->fields[column->field].type == TYPE_USER)
        say(out, " REFERENCES user_account (id)"); /* of access/, whose tables are made first */
}

struct index {
    char name[64]; /* PostgreSQL keeps 63 bytes */
    char *ddl;
};

static void add_index(
    struct index *indexes, int *count, const char *unique, const char *table, const char *what, const char *columns)
{
    struct index *index = &indexes[(*count)++];
    struct out text = {0}, name = {0};
    say(&name, "%s_%s", table, what);
    if (name.size > 63) /* shortened, with a number that follows from the whole name */
        for (unsigned hash = 5381, i = 0; i < name.size; i++) {
            hash = hash * 33 + (unsigned char)name.at[i];
            if (i + 1 == name.size)
                snprintf(index->name, sizeof index->name, "%.52s_%08x", name.at, hash);
        }
    else
        snprintf(index->name, sizeof index->name, "%s", name.at);
    say(&text, "CREATE %sINDEX %s ON %s (%s)", unique, index->name, sql_name(table), columns);
    index->ddl = text.at;
}

/*
 * What waits: by state, and by whose it is and state; in the order of each clock's field, and by id. (By state in the order of a
 * clock's field is an order of the list with a filter in front, and there already.)
 */
static int waiting_indexes_of(const struct record *record, struct index *out, int n)
{
    bool own = filter_place(record, record->scope) >= 0;
    for (int i = -1; has_clocks(record) && i < record->field_count; i++) {
        struct out columns = {0}, what = {0}, own_columns = {0}, own_what = {0};
        if (i >= 0 && !is_clock_field(record, i))
            continue;
        say(&what, "state");
        say(&columns, "state");
        if (i >= 0) {
            say(&what, "_by_%s", record->fields[i].name);
            say(&columns, ", %s", sort_column(record, i, 0));
        }
        say(&columns, ", id");
        if (i < 0)
            add_index(out, &n, "", record->noun, what.at, columns.at);
        if (!own)
            continue;
        say(&own_what, "%s_%s", record->fields[record->scope].name, what.at);
        say(&own_columns, "%s, %s", sql_name(record->fields[record->scope].name), columns.at);
        add_index(out, &n, "", record->noun, own_what.at, own_columns.at);
    }
    return n;
}

/* An order may ask for the index that a reference needs. */
static bool has_index(const struct index *indexes, int count, const char *table, const char *columns)
{
    struct out end = {0};
    say(&end, " ON %s (%s)", sql_name(table), columns);
    for (int i = 0; i < count; i++) {
        size_t size = strlen(indexes[i].ddl);
        if (size > end.size && strcmp(indexes[i].ddl + size - end.size, end.at) == 0)
            return true;
    }
    return false;
}

/* Unique keys; for each order one index without and one for each filter in front; references to be found backwards. */
static int indexes_of(const struct record *record, struct index *out)
{
    int n = 0;
    for (int i = 0; i < record->field_count; i++)
        if (record->fields[i].unique)
            add_index(out, &n, "UNIQUE ", record->noun, record->fields[i].name, sql_name(record->fields[i].name));
    if (record->key.count) {
        struct out columns = {0};
        for (int i = 0; i < record->key.count; i++)
            say(&columns, "%s%s", i ? ", " : "", sort_column(record, field_index(record, record->key.at[i]), 1));
        add_index(out, &n, "UNIQUE ", record->noun, "key", columns.at);
    }
    if (record->rivals.count) {
        struct out columns = {0};
        for (int i = 0; i < record->rivals.count; i++)
            say(&columns, "%s%s", i ? ", " : "", sort_column(record, field_index(record, record->rivals.at[i]), 1));
        add_index(out, &n, "", record->noun, "rivals", columns.at);
    }
    for (int o = 0; o < record->order_count; o++) {
        const struct field *sort = &record->fields[record->order[o].field];
        for (int lang = 0; lang < (sort->lang ? LANG_COUNT : 1); lang++)
            for (int lead = -1; lead < record->filter.count; lead++) {
                struct out what = {0}, columns = {0};
                if (lead >= 0) {
                    const struct field *field = &record->fields[field_index(record, record->filter.at[lead])];
                    if (field->type == TYPE_DATE || field->type == TYPE_DAY || field->lang || field == sort)
                        continue;
                    say(&what, "%s_", field->name);
                    say(&columns, "%s, ", sql_name(field->name));
                }
                say(&what, "by_%s", sort->name);
                if (sort->lang)
                    say(&what, "_%s", lang_code[lang]);
                say(&columns, "%s", sort_column(record, record->order[o].field, lang));
                if (strcmp(sort->name, "id") != 0)
                    say(&columns, ", id");
                else if (lead < 0)
                    continue; /* the primary key is that index */
                add_index(out, &n, "", record->noun, what.at, columns.at);
            }
    }
    n = waiting_indexes_of(record, out, n);
    for (int i = 0; i < record->field_count; i++)
        if ((record->fields[i].ref || record->fields[i].type == TYPE_USER) && !record->fields[i].unique) {
            struct out columns = {0};
            say(&columns, "%s, id", sql_name(record->fields[i].name));
            if (has_index(out, n, record->noun, columns.at))
                continue;
            add_index(out, &n, "", record->noun, record->fields[i].name, columns.at);
            if (!record->fields[i].required) { /* whoever looks for a reference does not look for none */
                struct out part = {0};
                say(&part, "%s WHERE %s IS NOT NULL", out[n - 1].ddl, sql_name(record->fields[i].name));
                out[n - 1].ddl = part.at;
            }
        }
    return n;
}

void write_ddl(struct out *out, const struct record *record)
{
    struct column *columns;
    static struct index indexes[512];
    int n = columns_of(record, &columns), index_count = indexes_of(record, indexes);
    say(out, "-- %s\nCREATE TABLE %s (\n", record->about, sql_name(record->noun));
    for (int i = 0; i < n; i++) {
        say(out, "    ");
        column_ddl(out, record, &columns[i]);
        say(out, i + 1 < n ? ",\n" : "\n");
    }
    say(out, ");\n");
    for (int i = 0; i < index_count; i++)
        say(out, "%s;\n", indexes[i].ddl);
    say(out, "\n");
}

static bool asks(sqlite3 *db, const char *sql, const char *a, const char *b)
{
    sqlite3_stmt *st;
    sqlite3_prepare_v2(db, sql, -1, &st, NULL);
    sqlite3_bind_text(st, 1, a, -1, SQLITE_STATIC);
    if (b)
        sqlite3_bind_text(st, 2, b, -1, SQLITE_STATIC);
    bool found = sqlite3_step(st) == SQLITE_ROW;
    sqlite3_finalize(st);
    return found;
}

/* What the column was called before; NULL when nothing says that it was called otherwise. */
static const char *name_before(const struct record *record, const struct column *column)
{
    const struct field *field = column->field < 0 ? NULL : &record->fields[column->field];
    struct out old = {0};
    if (!field || !field->was || column->lang < 0)
        return field && field->was ? sql_name(field->was) : NULL;
    say(&old, "%s_%s", field->was, lang_code[column->lang]);
    return old.at;
}

static bool has_column(sqlite3 *db, const struct record *record, const char *column)
{
    return column && asks(db, "SELECT 1 FROM pragma_table_info($1) WHERE name = $2", sql_name(record->noun), column);
}

static void draft_columns(struct out *out, sqlite3 *db, const struct record *record)
{
    struct column *columns;
    int n = columns_of(record, &columns);
    for (int i = 0; i < n; i++) {
        const char *before = name_before(record, &columns[i]);
        if (!has_column(db, record, columns[i].name) && has_column(db, record, before))
            say(out, "ALTER TABLE %s RENAME COLUMN %s TO %s;\n", sql_name(record->noun), before, columns[i].name);
        else if (!has_column(db, record, columns[i].name)) {
            say(out, "ALTER TABLE %s ADD COLUMN ", sql_name(record->noun));
            column_ddl(out, record, &columns[i]);
            say(out, columns[i].required ? " DEFAULT ''; -- complete: what old rows get\n" : ";\n");
        }
    }
    sqlite3_stmt *st;
    sqlite3_prepare_v2(db, "SELECT name FROM pragma_table_info($1)", -1, &st, NULL);
    sqlite3_bind_text(st, 1, sql_name(record->noun), -1, SQLITE_STATIC);
    while (sqlite3_step(st) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(st, 0);
        bool wanted = false;
        for (int i = 0; i < n; i++) {
            const char *before = has_column(db, record, columns[i].name) ? NULL : name_before(record, &columns[i]);
            wanted |= strcmp(columns[i].name, name) == 0 || (before && strcmp(before, name) == 0);
        }
        if (!wanted)
            say(out, "ALTER TABLE %s DROP COLUMN %s; -- complete: where its content goes\n", sql_name(record->noun),
                name);
    }
    sqlite3_finalize(st);
}

/* Indexes go before the columns that they are about, and come after them. */
static void draft_record(struct out *out, sqlite3 *db, const struct record *record)
{
    static struct index indexes[512];
    int n = indexes_of(record, indexes);
    sqlite3_stmt *st;
    sqlite3_prepare_v2(db,
        "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = $1 AND sql IS NOT NULL", -1, &st,
        NULL);
    sqlite3_bind_text(st, 1, sql_name(record->noun), -1, SQLITE_STATIC);
    while (sqlite3_step(st) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(st, 0), *sql = (const char *)sqlite3_column_text(st, 1);
        bool same = false;
        for (int i = 0; i < n && !same; i++)
            if (indexes[i].ddl && strcmp(indexes[i].ddl, sql) == 0) {
                indexes[i].ddl = NULL; /* there already */
                same = true;
            }
        if (!same)
            say(out, "DROP INDEX %s;\n", name);
    }
    sqlite3_finalize(st);
    draft_columns(out, db, record);
    for (int i = 0; i < n; i++)
        if (indexes[i].ddl)
            say(out, "%s;\n", indexes[i].ddl);
}

static void run_file(sqlite3 *db, const char *path)
{
    FILE *file = fopen(path, "r");
    char text[65536], *error = NULL;
    struct out all = {0};
    size_t n;
    if (!file)
        complain((struct place){path, 0}, "cannot be opened");
    while ((n = fread(text, 1, sizeof text - 1, file)) > 0) {
        text[n] = 0;
        say(&all, "%s", text);
    }
    fclose(file);
    const char *open = all.at ? strstr(all.at, "-- complete:") : NULL;
    if (open) {
        int line = 1;
        for (const char *at = all.at; at < open; at++)
            line += *at == '\n';
        complain((struct place){path, line}, "a draft: do what the comment asks for, and take the comment away");
    }
    if (all.at && sqlite3_exec(db, all.at, NULL, NULL, &error) != SQLITE_OK)
        complain((struct place){path, 0}, "%s", error);
}

bool draft(struct out *out, const struct model *model, char **migrations, int count)
{
    sqlite3 *db;
    sqlite3_open(":memory:", &db);
    for (int i = 0; i < count; i++)
        run_file(db, migrations[i]);
    for (int i = 0; i < model->count; i++) {
        const struct record *record = model->records[i];
        if (!asks(db, "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = $1", sql_name(record->noun), NULL)) {
            write_ddl(out, record);
            continue;
        }
        draft_record(out, db, record);
    }
    sqlite3_close(db);
    return out->size > 0;
}
