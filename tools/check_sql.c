/*
 * The SQL rules: every text is a literal inside SQL(), or an element of a list of migrations; and
 * it uses only what means the same on SQLite 3.40 and on PostgreSQL 15 (doc/sql.md tells how that
 * was found out).
 *
 * In: the tokens of one source, or the text of a migration. Out: findings. A text that an engine's own file needs (a pragma, a
 * lock, the full-text index) is an exception in tools/check.exceptions, under "sql" or under the
 * words it uses.
 */
#include <string.h>
#include "tools/check.h"

/*
 * Not to be used, and what to do instead. A blank stands for any white space, "(" may follow white
 * space. Words are compared without regard to case and end where a word ends.
 */
static const struct {
    const char *words, *instead;
} avoided[] = {
    {"ILIKE", "compare a column folded in C"},
    {"GLOB", "use LIKE ... ESCAPE"},
    {"REGEXP", "filter in C"},
    {"SIMILAR TO", "filter in C"},
    {"strftime", "compute the date in C and bind it"},
    {"julianday", "compute the date in C and bind it"},
    {"datetime(", "compute the date in C and bind it"},
    {"date(", "compute the date in C and bind it"},
    {"date_trunc", "compute the date in C and bind it"},
    {"extract(", "use substr on the ISO text"},
    {"to_char", "format in C"},
    {"now(", "bind the time of the call"},
    {"CURRENT_TIMESTAMP", "bind the time of the call"},
    {"CURRENT_DATE", "bind the date of the call"},
    {"CURRENT_TIME", "bind the time of the call"},
    {"json_extract", "use -> and ->> on a column"},
    {"json_object", "build JSON in C"},
    {"json_array(", "build JSON in C"},
    {"json_group_array", "build JSON in C"},
    {"json_group_object", "build JSON in C"},
    {"json_each", "keep lists in a child table"},
    {"json_build_object", "build JSON in C"},
    {"json_agg", "build JSON in C"},
    {"json_array_elements", "keep lists in a child table"},
    {"JSONB", "the type is JSON"},
    {"INSERT OR", "use ON CONFLICT"},
    {"REPLACE INTO", "use ON CONFLICT"},
    {"AUTOINCREMENT", "ids are made in C"},
    {"SERIAL", "ids are made in C"},
    {"BIGSERIAL", "ids are made in C"},
    {"AS IDENTITY", "ids are made in C"},
    {"ROWID", "use the key of the table"},
    {"STRICT", "the migrator adds it where it is needed"},
    {"group_concat", "use string_agg"},
    {"instr(", "use strpos"},
    {"concat(", "use ||"},
    {"iif(", "use CASE"},
    {"ifnull(", "use coalesce"},
    {"total(", "use sum"},
    {"FETCH FIRST", "use LIMIT"},
    {"LATERAL", "use a correlated sub-query"},
    {"ROLLUP", "use UNION ALL"},
    {"GROUPING SETS", "use UNION ALL"},
    {"DISTINCT ON", "use row_number() OVER"},
    {"ANY(", "use IN with a fixed number of arguments"},
    {"ALL(", "use IN with a fixed number of arguments"},
    {"FOR UPDATE", "store_write holds the lock"},
    {"FOR SHARE", "store_write holds the lock"},
    {"TRUNCATE", "use DELETE"},
    {"NUMERIC", "money is BIGINT minor units"},
    {"DECIMAL", "money is BIGINT minor units"},
    {"FLOAT", "the type is DOUBLE PRECISION"},
    {"REAL", "the type is DOUBLE PRECISION"},
    {"INTEGER", "the type is BIGINT"},
    {"INT", "the type is BIGINT"},
    {"BLOB", "the type is BYTEA"},
    {"VARCHAR", "the type is TEXT"},
    {"TIMESTAMP", "moments are TEXT or BIGINT, made in C"},
    {"TIMESTAMPTZ", "moments are TEXT or BIGINT, made in C"},
    {"INTERVAL", "compute the date in C and bind it"},
    {"round(", "round in C"},
    {"avg(", "divide sum by count"},
    {"upper(", "fold in C"},
    {"lower(", "fold in C"},
    {"COLLATE", "sort by a stored key, or in C"},
    {"OR REPLACE VIEW", "DROP VIEW, then CREATE VIEW"},
    {"ADD COLUMN IF", "the number of the migration decides"},
    {"ADD CONSTRAINT", "make a new table and copy"},
    {"ALTER COLUMN", "make a new table and copy"},
    {"TRIGGER", "the store layer writes it in the same transaction"},
    {"SAVEPOINT", "store_write opens and closes transactions"},
    {"COMMIT", "store_write opens and closes transactions"},
    {"ROLLBACK", "store_write opens and closes transactions"},
    {"BEGIN", "store_write opens and closes transactions"},
    {"PRAGMA", "the engine's file sets and checks it"},
    {"AS(INSERT", "one statement changes one table"},
    {"AS(UPDATE", "one statement changes one table"},
    {"AS(DELETE", "one statement changes one table"},
};

static bool in_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static char small(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* Whether the words stand at `at`; the sign "(" may have white space before and after it. */
static bool words_at(const char *at, const char *words)
{
    for (; *words; words++) {
        if (*words == ' ') {
            if (!strchr(" \n\t", *at) || !*at)
                return false;
            at += strspn(at, " \n\t");
        } else if (*words == '(') {
            at += strspn(at, " \n\t");
            if (*at != '(')
                return false;
            at++;
            at += strspn(at, " \n\t");
        } else {
            if (small(*at) != small(*words))
                return false;
            at++;
        }
    }
    return words[-1] == '(' || !in_word(*at);
}

/* The next place of the words outside 'quoted' text, or NULL. */
static const char *words_in(const char *text, const char *words)
{
    bool quoted = false;
    for (const char *at = text; *at; at++) {
        if (*at == '\'')
            quoted = !quoted;
        if (!quoted && (at == text || !in_word(at[-1])) && words_at(at, words))
            return at;
    }
    return NULL;
}

/* One SQL text: adjacent literals put together, or the lines of a file, with the line each piece began on. */
struct statement {
    const char *path;
    struct buffer *text;
    size_t *starts;
    int *lines;
    size_t pieces, room;
};

static struct statement statement_new(struct check *check, const char *path, size_t room)
{
    return (struct statement){.path = path,
        .text = buffer_new(check->arena, (size_t)1 << 22),
        .starts = NEW_ARRAY(check->arena, room, size_t),
        .lines = NEW_ARRAY(check->arena, room, int),
        .room = room};
}

/* What follows in the text began on this line. */
static void statement_line(struct statement *s, int line)
{
    if (s->pieces < s->room) {
        s->starts[s->pieces] = s->text->size;
        s->lines[s->pieces++] = line;
    }
}

static void statement_add(struct statement *s, const struct token *token)
{
    statement_line(s, token->line);
    for (const char *at = token->text; *at; at++) {
        if (*at == '\\' && at[1]) {
            at++;
            buffer_byte(s->text, *at == 'n' || *at == 't' ? ' ' : *at);
        } else {
            buffer_byte(s->text, *at);
        }
    }
}

static int line_of(const struct statement *s, const char *at)
{
    size_t piece = 0;
    while (piece + 1 < s->pieces && s->starts[piece + 1] <= (size_t)(at - s->text->at))
        piece++;
    return s->lines[piece];
}

/* Arguments are numbered without gaps, and one that may be NULL says its type. */
static void check_arguments(struct check *check, const struct statement *s)
{
    bool used[100] = {false};
    int most = 0;
    const char *text = s->text->at;
    for (const char *at = strchr(text, '$'); at; at = strchr(at + 1, '$')) {
        int number = 0;
        const char *end = at + 1;
        while (*end >= '0' && *end <= '9' && number < 100)
            number = number * 10 + (*end++ - '0');
        if (number == 0 || number >= 100)
            continue;
        used[number] = true;
        most = number > most ? number : most;
        if (words_at(end + strspn(end, " \n"), "IS NULL") || words_at(end + strspn(end, " \n"), "IS NOT NULL"))
            found(check, RULE_SQL_WORDS, s->path, line_of(s, at), "untyped",
                "$%d has no type here: write CAST($%d AS TEXT) IS NULL", number, number);
    }
    for (int i = 1; i < most; i++)
        if (!used[i])
            found(check, RULE_SQL_WORDS, s->path, s->lines[0], "arguments", "$%d is not used, but $%d is", i, most);
}

static void avoid(struct check *check, const struct statement *s, const char *at, const char *what, const char *instead)
{
    found(check, RULE_SQL_WORDS, s->path, line_of(s, at), what, "%s does not mean the same on both engines: %s", what,
        instead);
}

/* max(a, b): with more than one argument SQLite's max is not PostgreSQL's. */
static void check_largest(struct check *check, const struct statement *s, const char *name, const char *instead)
{
    for (const char *at = words_in(s->text->at, name); at; at = words_in(at + 3, name)) {
        int depth = 0;
        for (const char *c = strchr(at, '('); *c; c++) {
            depth += (*c == '(') - (*c == ')');
            if (depth == 0)
                break;
            if (depth == 1 && *c == ',')
                avoid(check, s, at, name, instead);
        }
    }
}

static void check_words(struct check *check, const struct statement *s)
{
    const char *text = s->text->at, *at;
    for (size_t i = 0; i < sizeof avoided / sizeof *avoided; i++)
        if ((at = words_in(text, avoided[i].words)))
            avoid(check, s, at, avoided[i].words, avoided[i].instead);
    bool quoted = false;
    for (at = text; *at; at++) {
        if (*at == '\'')
            quoted = !quoted;
        if (quoted)
            continue;
        if (*at == '?')
            avoid(check, s, at, "?", "arguments are $1, $2, ...");
        if (*at == '"')
            avoid(check, s, at, "\"", "names need no quotes, texts have single ones");
        if (*at == '~')
            avoid(check, s, at, "~", "filter in C");
        if (at[0] == ':' && at[1] == ':')
            avoid(check, s, at++, "::", "write CAST(... AS ...)");
        if ((at == text || !in_word(at[-1])) && small(at[0]) == 'x' && at[1] == '\'')
            avoid(check, s, at, "x'", "bind bytes as an argument");
    }
    check_largest(check, s, "max(", "use greatest");
    check_largest(check, s, "min(", "use least");
    if (words_in(text, "INSERT INTO") && words_in(text, "SELECT") && (at = words_in(text, "ON CONFLICT")) &&
        !words_in(text, "WHERE"))
        avoid(check, s, at, "ON CONFLICT", "after a SELECT it needs WHERE TRUE");
    check_arguments(check, s);
}

static bool looks_like_sql(const char *text)
{
    static const struct {
        const char *first, *then;
    } shapes[] = {{"SELECT", "FROM"}, {"INSERT INTO", NULL}, {"INSERT OR", NULL}, {"UPDATE", "SET"},
        {"DELETE FROM", NULL}, {"CREATE TABLE", NULL}, {"CREATE INDEX", NULL}, {"CREATE UNIQUE", NULL},
        {"CREATE VIEW", NULL}, {"DROP TABLE", NULL}, {"DROP INDEX", NULL}, {"DROP VIEW", NULL}, {"ALTER TABLE", NULL},
        {"WITH", "AS("}, {"SELECT $1", NULL}, {"PRAGMA", NULL}, {"WHERE", NULL}, {"ORDER BY", NULL}};
    text += strspn(text, " \n");
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        if (text_starts(text, shapes[i].first) && words_at(text, shapes[i].first) &&
            (!shapes[i].then || words_in(text, shapes[i].then)))
            return true;
    return false;
}

/* Index of the ( or { that encloses token `i`; count when none does. */
static size_t opener(const struct source *s, size_t i)
{
    int depth = 0;
    while (i-- > 0) {
        if (s->tokens[i].kind != TOKEN_SIGN)
            continue;
        char c = s->tokens[i].text[0];
        if (c == ')' || c == '}')
            depth++;
        if ((c == '(' || c == '{') && depth-- == 0)
            return i;
    }
    return s->count;
}

static bool is_word(const struct source *s, size_t i, const char *word)
{
    return i < s->count && s->tokens[i].kind == TOKEN_WORD && text_is(s->tokens[i].text, word);
}

static bool is_sign(const struct source *s, size_t i, char sign)
{
    return i < s->count && s->tokens[i].kind == TOKEN_SIGN && s->tokens[i].text[0] == sign && !s->tokens[i].text[1];
}

/* A list of literals: { ... } after "=", "," or "{", or after the type of an array, (const char
 * *[]). */
static bool is_list(const struct source *s, size_t open)
{
    return is_sign(s, open, '{') && open > 1 &&
        (is_sign(s, open - 1, '=') || is_sign(s, open - 1, ',') || is_sign(s, open - 1, '{') ||
            (is_sign(s, open - 1, ')') && is_sign(s, open - 2, ']')));
}

static bool is_test(const char *path)
{
    return text_ends(path, "_test.c");
}

enum { MOST_PIECES = 256 };

/* SQL(name, "text" "text"): nothing but literals. */
static void check_declaration(struct check *check, const struct source *s, size_t i)
{
    struct statement statement = statement_new(check, s->path, MOST_PIECES);
    size_t at = i + 2;
    while (at < s->count && !is_sign(s, at, ',') && !is_sign(s, at, ')'))
        at++;
    for (at++; at < s->count && !is_sign(s, at, ')'); at++) {
        const struct token *token = &s->tokens[at];
        if (token->kind == TOKEN_STRING)
            statement_add(&statement, token);
        else if (token->kind != TOKEN_COMMENT)
            found(check, RULE_SQL_PLACE, s->path, token->line, "sql", "SQL is literal text, and \"%s\" is none",
                token->text);
    }
    if (statement.pieces)
        check_words(check, &statement);
}

void check_sql(struct check *check, const struct source *s)
{
    for (size_t i = 0; i < s->count; i++) {
        if (is_word(s, i, "SQL") && is_sign(s, i + 1, '(') && !(i > 0 && is_word(s, i - 1, "define"))) {
            check_declaration(check, s, i);
            continue;
        }
        if (s->tokens[i].kind != TOKEN_STRING || (i > 0 && s->tokens[i - 1].kind == TOKEN_STRING))
            continue;
        struct statement statement = statement_new(check, s->path, MOST_PIECES);
        for (size_t at = i; at < s->count && s->tokens[at].kind == TOKEN_STRING; at++)
            statement_add(&statement, &s->tokens[at]);
        if (!looks_like_sql(statement.text->at))
            continue;
        size_t open = opener(s, i);
        if (open > 0 && is_sign(s, open, '(') && is_word(s, open - 1, "SQL"))
            continue;
        if (is_list(s, open))
            check_words(check, &statement);
        else if (!is_test(s->path))
            found(check, RULE_SQL_PLACE, s->path, s->tokens[i].line, "sql",
                "SQL stands outside SQL(): declare it there, literal and whole");
    }
}

void check_sql_file(struct check *check, const char *path, const char *text)
{
    size_t lines = 1;
    for (const char *at = text; *at; at++)
        lines += *at == '\n';
    struct statement statement = statement_new(check, path, lines);
    for (int line = 1; *text; line++) {
        size_t size = strcspn(text, "\n");
        char *own = arena_copy(check->arena, text, size);
        char *remark = strstr(own, "--");
        if (remark)
            *remark = 0;
        statement_line(&statement, line);
        buffer_text(statement.text, own);
        buffer_byte(statement.text, ' ');
        text += size + (text[size] == '\n');
    }
    check_words(check, &statement);
}
