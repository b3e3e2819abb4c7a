/* The columns of a record, in the order of its statements; text that grows; files that change only when they must. */
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "tools/decl/decl.h"

void say(struct out *out, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    size_t n = (size_t)vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (out->size + n + 1 > out->room) {
        out->room = (out->size + n + 1) * 2;
        out->at = realloc(out->at, out->room);
        if (!out->at)
            abort();
    }
    vsnprintf(out->at + out->size, n + 1, format, args);
    out->size += n;
    va_end(args);
}

void save(const struct out *out, const char *path)
{
    FILE *file = fopen(path, "w");
    if (!file || fwrite(out->at, 1, out->size, file) != out->size || fclose(file) != 0)
        complain((struct place){path, 0}, "cannot be written");
}

char *upper(const char *text)
{
    char *copy = strdup(text);
    for (char *c = copy; *c; c++)
        *c = (char)toupper((unsigned char)*c);
    return copy;
}

/* Words that PostgreSQL or SQLite keep for themselves get a low line behind them: from_, group_. */
static const char *const reserved[] = {"abort", "action", "all", "analyse", "analyze", "and", "any", "array", "as",
    "asc", "before", "begin", "between", "both", "by", "case", "cast", "check", "collate", "column", "commit",
    "constraint", "create", "cross", "current", "default", "deferrable", "delete", "desc", "distinct", "do", "drop",
    "each", "else", "end", "escape", "except", "exists", "explain", "false", "fetch", "for", "foreign", "from", "full",
    "grant", "group", "having", "if", "in", "index", "initially", "inner", "insert", "intersect", "into", "is",
    "isnull", "join", "key", "lateral", "leading", "left", "like", "limit", "natural", "not", "notnull", "null", "of",
    "offset", "on", "only", "or", "order", "outer", "over", "placing", "plan", "pragma", "primary", "raise",
    "references", "release", "returning", "right", "row", "rows", "select", "session_user", "set", "similar", "some",
    "symmetric", "table", "then", "to", "trailing", "transaction", "trigger", "true", "union", "unique", "update",
    "user", "using", "values", "variadic", "vacuum", "view", "when", "where", "window", "with", "without"};

char *sql_name(const char *name)
{
    struct out text = {0};
    say(&text, "%s", name);
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
        if (strcmp(reserved[i], name) == 0)
            say(&text, "_");
    return text.at;
}

static const char *sql_type(enum type type)
{
    return type == TYPE_NUMBER ? "BIGINT" : type == TYPE_FLAG ? "BOOLEAN" : "TEXT";
}

static char *suffixed(const char *name, const char *suffix)
{
    struct out text = {0};
    say(&text, "%s_%s", name, suffix);
    return text.at;
}

int columns_of(const struct record *record, struct column **out)
{
    struct column *columns = calloc(2 + MOST_FIELDS * (size_t)LANG_COUNT * 2, sizeof *columns);
    int n = 0;
    columns[n++] = (struct column){
        .name = "id", .sql_type = "TEXT", .field = record->typed_id ? 0 : -1, .lang = -1, .required = true};
    columns[n++] = (struct column){.name = "version", .sql_type = "BIGINT", .field = -1, .lang = -1, .required = true};
    for (int i = record->typed_id ? 1 : 0; i < record->field_count; i++) {
        const struct field *field = &record->fields[i];
        for (int lang = 0; lang < (field->lang ? LANG_COUNT : 1); lang++)
            columns[n++] = (struct column){
                .name = field->lang ? suffixed(field->name, lang_code[lang]) : sql_name(field->name),
                .sql_type = sql_type(field->type),
                .field = i,
                .lang = field->lang ? lang : -1,
                .required = field->required && !field->lang,
            };
    }
    for (int i = 0; i < record->field_count; i++) /* sort keys come last: they are written, never read */
        for (int lang = 0; record->fields[i].sorted && lang < LANG_COUNT; lang++)
            columns[n++] = (struct column){
                .name = suffixed(suffixed(record->fields[i].name, "sort"), lang_code[lang]),
                .sql_type = "TEXT",
                .field = i,
                .lang = lang,
                .required = true,
                .sort_key = true,
            };
    *out = columns;
    return n;
}

char *sort_column(const struct record *record, int field, int lang)
{
    const struct field *f = &record->fields[field];
    const char *column = sql_name(f->name);
    struct out text = {0};
    if (f->lang)
        say(&text, "%s_sort_%s", f->name, lang_code[lang]);
    else if (f->required || strcmp(f->name, "id") == 0)
        say(&text, "%s", column);
    else if (f->type == TYPE_NUMBER)
        say(&text, "coalesce(%s, -9223372036854775807)", column);
    else if (f->type == TYPE_FLAG)
        say(&text, "coalesce(%s, FALSE)", column);
    else
        say(&text, "coalesce(%s, '')", column);
    return text.at;
}
