/*
 * The checker: the first test of every run. It reads the sources and says where the rules of this
 * house are broken, each as "file:line: sentence"; doc/rules.md tells why there are these rules.
 *
 * In: the root of the sources. Read are the .c and .h files under src, tools, test and bench, the .sql files under
 * migrations, tools/check.exceptions, and ARCHITECTURE.md; and of the sources made while building, their SQL. Out: a
 * list of findings, which check_main.c prints.
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "tools/check.h"

enum { MOST_COLUMNS = 160 };

const char *const rule_names[RULES] = {
    [RULE_INCLUDES] = "a folder uses only those above it",
    [RULE_LIBRARIES] = "a library is known in one folder",
    [RULE_FUNCTIONS] = "functions are called where they may be",
    [RULE_SQL_PLACE] = "SQL is literal and in its place",
    [RULE_SQL_WORDS] = "SQL means the same on both engines",
    [RULE_COMMENT] = "a file says first what it is",
    [RULE_LENGTH] = "lines and files can be read",
    [RULE_MAP] = "the map shows the folders there are",
    [RULE_EXCEPTIONS] = "exceptions are needed and have reasons",
};

/* The folders of src/, from the ground up: the sentence of DESIGN section 4, with record/ between
 * access and web. */
static const char *const folders[] = {"base", "codec", "store", "access", "record", "web", "cli", "world", "mandate",
    "treaty", "library", "request", "assess", "cooperate", "coordinate", "deliver", "fund", "report"};
enum { FOLDERS = sizeof folders / sizeof *folders, ABOVE_ALL = FOLDERS };

/* Headers of libraries that have one wrapper, so that another library could take their place. */
static const struct {
    const char *header, *folder;
} libraries[] = {{"microhttpd.h", "web"}, {"sqlite3.h", "store"}, {"libpq-fe.h", "store"}, {"jansson.h", "codec"},
    {"libxml/", "codec"}, {"archive.h", "codec"}, {"archive_entry.h", "codec"}, {"xlsxwriter.h", "codec"},
    {"cairo", "codec"}, {"pango/", "codec"}, {"fontconfig/", "codec"}, {"utf8proc.h", "base"}, {"liboath/", "access"}};

/* Where a function may be called although it is on the list. */
enum { NOWHERE = 0, IN_BASE = 1, IN_TESTS = 2, IN_FACES = 4 };
static const struct {
    const char *name;
    int where;
    const char *instead;
} functions[] = {
    {"strcpy", NOWHERE, "use arena_text or a buffer"},
    {"stpcpy", IN_BASE, "use arena_text or a buffer"},
    {"strncpy", NOWHERE, "use arena_copy or a buffer"},
    {"strcat", NOWHERE, "use a buffer"},
    {"strncat", NOWHERE, "use a buffer"},
    {"sprintf", NOWHERE, "use arena_format"},
    {"vsprintf", NOWHERE, "use arena_vformat"},
    {"gets", NOWHERE, "read with a limit"},
    {"scanf", NOWHERE, "use text_number"},
    {"sscanf", NOWHERE, "use text_number"},
    {"fscanf", NOWHERE, "use text_number"},
    {"strtok", NOWHERE, "it keeps state between calls"},
    {"atoi", NOWHERE, "use text_number"},
    {"atol", NOWHERE, "use text_number"},
    {"atoll", NOWHERE, "use text_number"},
    {"atof", NOWHERE, "use text_number"},
    {"strtol", IN_BASE, "use text_number"},
    {"strtoul", IN_BASE, "use text_number"},
    {"strtoll", IN_BASE, "use text_number"},
    {"strtoull", IN_BASE, "use text_number"},
    {"strtod", IN_BASE, "numbers with a point are amounts: base/money.h"},
    {"tolower", IN_BASE, "it depends on the locale: fold"},
    {"toupper", IN_BASE, "it depends on the locale: fold"},
    {"setlocale", NOWHERE, "languages are arguments"},
    {"gmtime", NOWHERE, "use date_from_days"},
    {"localtime", NOWHERE, "moments are UTC"},
    {"asctime", NOWHERE, "use moment_text"},
    {"ctime", NOWHERE, "use moment_text"},
    {"strftime", NOWHERE, "use date_text"},
    {"mktime", NOWHERE, "use date_days"},
    {"rand", NOWHERE, "libsodium has random numbers"},
    {"srand", NOWHERE, "libsodium has random numbers"},
    {"random", NOWHERE, "libsodium has random numbers"},
    {"system", NOWHERE, "nothing goes through a shell"},
    {"popen", IN_TESTS, "nothing goes through a shell"},
    {"malloc", IN_BASE | IN_TESTS, "memory comes from an arena"},
    {"calloc", IN_BASE | IN_TESTS, "memory comes from an arena"},
    {"realloc", IN_BASE | IN_TESTS, "memory comes from an arena"},
    {"free", IN_BASE | IN_TESTS, "memory comes from an arena"},
    {"strdup", IN_TESTS, "use arena_text"},
    {"strndup", IN_TESTS, "use arena_copy"},
    {"asprintf", IN_TESTS, "use arena_format"},
    {"alloca", NOWHERE, "memory comes from an arena"},
    {"time", IN_FACES | IN_TESTS, "time is an argument"},
    {"gettimeofday", IN_FACES | IN_TESTS, "time is an argument"},
    {"CLOCK_REALTIME", IN_FACES | IN_TESTS, "time is an argument"},
    {"exit", IN_TESTS, "errors are values"},
    {"_exit", IN_TESTS, "errors are values"},
    {"abort", IN_TESTS, "errors are values"},
    {"assert", NOWHERE, "errors are values, and tests CHECK"},
};

void found(struct check *check, enum rule rule, const char *path, int line, const char *what, const char *format, ...)
{
    for (struct exception *e = check->exceptions; e; e = e->next)
        if (text_is(e->path, path) && text_is(e->what, what)) {
            e->used = true;
            return;
        }
    struct finding *finding = NEW(check->arena, struct finding);
    va_list args;
    va_start(args, format);
    *finding = (struct finding){rule, path, line, arena_vformat(check->arena, format, args), NULL};
    va_end(args);
    *check->findings_end = finding;
    check->findings_end = &finding->next;
}

static int folder_rank(const char *name, size_t size)
{
    for (int i = 0; i < FOLDERS; i++)
        if (strlen(folders[i]) == size && memcmp(folders[i], name, size) == 0)
            return i;
    return -1;
}

/* The rank of a file of src/ by its folder; main.c stands above all; -1 for what belongs to no
 * folder. */
static int file_rank(const char *path)
{
    if (text_is(path, "src/main.c"))
        return ABOVE_ALL;
    const char *name = path + strlen("src/");
    const char *slash = strchr(name, '/');
    return slash ? folder_rank(name, (size_t)(slash - name)) : -1;
}

/* "world/state.h", and "gen/world.h" which tools/decl wrote for that folder; -1 for others. */
static int include_rank(const char *name)
{
    bool made = text_starts(name, "gen/");
    name += made ? strlen("gen/") : 0;
    const char *end = strchr(name, made ? '.' : '/');
    return end ? folder_rank(name, (size_t)(end - name)) : -1;
}

static bool is_test(const char *path)
{
    return text_starts(path, "test/") || text_ends(path, "_test.c") || strstr(path, "/case/");
}

static void check_includes(struct check *check, const struct source *s)
{
    int own = file_rank(s->path);
    if (own < 0) {
        found(check, RULE_INCLUDES, s->path, 1, "folder", "this file is in no folder of src/ that the checker knows");
        return;
    }
    for (const struct token *t = s->tokens; t < s->tokens + s->count; t++) {
        if (t->kind != TOKEN_INCLUDE_OURS ||
            (is_test(s->path) && (text_starts(t->text, "test/") || text_is(t->text, "gen/case.h"))))
            continue;
        int rank = include_rank(t->text);
        if (rank < 0)
            found(check, RULE_INCLUDES, s->path, t->line, t->text,
                "\"%s\" names no folder of src/: write it as \"folder/file.h\"", t->text);
        else if (rank > own)
            found(check, RULE_INCLUDES, s->path, t->line, t->text, "%s/ stands below %s/ and may not be used here",
                folders[rank], folders[own]);
    }
}

static void check_libraries(struct check *check, const struct source *s)
{
    int own = file_rank(s->path);
    for (const struct token *t = s->tokens; t < s->tokens + s->count; t++)
        for (size_t i = 0; t->kind == TOKEN_INCLUDE_SYSTEM && i < sizeof libraries / sizeof *libraries; i++)
            if (text_starts(t->text, libraries[i].header) &&
                own != folder_rank(libraries[i].folder, strlen(libraries[i].folder)))
                found(check, RULE_LIBRARIES, s->path, t->line, t->text, "<%s> is for %s/ alone: use what that offers",
                    t->text, libraries[i].folder);
}

static bool allowed(const char *path, int where)
{
    return ((where & IN_BASE) && text_starts(path, "src/base/")) || ((where & IN_TESTS) && is_test(path)) ||
        ((where & IN_FACES) &&
            (text_starts(path, "src/web/") || text_starts(path, "src/cli/") || text_is(path, "src/main.c") ||
                text_starts(path, "src/base/")));
}

/* A call, not a member of that name: `clock->time(` and `.free = ` are somebody else's. */
static void check_functions(struct check *check, const struct source *s)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct token *t = &s->tokens[i];
        if (t->kind != TOKEN_WORD)
            continue;
        bool member = i > 0 && s->tokens[i - 1].kind == TOKEN_SIGN && strchr(".>", s->tokens[i - 1].text[0]);
        size_t next = i + 1;
        while (next < s->count && s->tokens[next].kind == TOKEN_COMMENT)
            next++;
        bool call = next < s->count && s->tokens[next].kind == TOKEN_SIGN && s->tokens[next].text[0] == '(';
        for (size_t f = 0; f < sizeof functions / sizeof *functions; f++)
            if (text_is(t->text, functions[f].name) && !member && (call || t->text[0] == 'C') &&
                !allowed(s->path, functions[f].where))
                found(check, RULE_FUNCTIONS, s->path, t->line, t->text, "%s is not called here: %s", t->text,
                    functions[f].instead);
    }
}

static void check_length(struct check *check, const struct source *s)
{
    int line = 1;
    for (const char *at = s->text; *at; line++) {
        const char *end = at + strcspn(at, "\n");
        size_t columns = utf8_length(arena_copy(check->arena, at, (size_t)(end - at)));
        if (columns > MOST_COLUMNS)
            found(check, RULE_LENGTH, s->path, line, "columns", "%zu columns: %d are enough", columns, MOST_COLUMNS);
        at = *end ? end + 1 : end;
    }
    if (line - 1 > check->most_lines)
        found(check, RULE_LENGTH, s->path, line - 1, "length", "%d lines: is this file about one thing?", line - 1);
}

/* A comment comes first; or the header of the same name, which has it. */
static bool says_what_it_is(const struct source *s)
{
    if (s->count == 0 || s->tokens[0].kind != TOKEN_INCLUDE_OURS)
        return s->count > 0 && s->tokens[0].kind == TOKEN_COMMENT;
    const char *header = s->tokens[0].text;
    const char *own = text_starts(s->path, "src/") ? s->path + strlen("src/") : s->path;
    size_t size = strlen(header);
    return text_ends(own, ".c") && size == strlen(own) && memcmp(own, header, size - 1) == 0 && text_ends(header, ".h");
}

static void check_source(struct check *check, const struct source *s)
{
    if (!says_what_it_is(s))
        found(check, RULE_COMMENT, s->path, 1, "comment", "the file does not begin by saying what it is");
    check_length(check, s);
    if (!text_starts(s->path, "src/"))
        return;
    check_includes(check, s);
    check_libraries(check, s);
    check_functions(check, s);
    check_sql(check, s);
}

static enum err read_at(char **out, struct check *check, const char *path)
{
    *out = NULL;
    FILE *file = fopen(path, "rb");
    if (!file)
        return errno == ENOENT ? ERR_NOT_FOUND : ERR_SYSTEM;
    struct buffer *bytes = buffer_new(check->arena, (size_t)1 << 26);
    char part[65536];
    for (size_t got; (got = fread(part, 1, sizeof part, file)) > 0;)
        buffer_add(bytes, part, got);
    bool failed = ferror(file) || bytes->full;
    fclose(file);
    *out = bytes->at;
    return failed ? ERR_SYSTEM : OK;
}

static enum err read_file(char **out, struct check *check, const char *path)
{
    return read_at(out, check, arena_format(check->arena, "%s/%s", check->root, path));
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names in a folder, sorted, without hidden ones; none when it does not exist. */
static size_t list(const char **names, size_t most, struct check *check, const char *path)
{
    DIR *folder = opendir(arena_format(check->arena, "%s/%s", check->root, path));
    size_t count = 0;
    if (!folder)
        return 0;
    for (struct dirent *entry; (entry = readdir(folder)) && count < most;)
        if (entry->d_name[0] != '.' && !text_is(entry->d_name, "node_modules"))
            names[count++] = arena_text(check->arena, entry->d_name);
    closedir(folder);
    qsort(names, count, sizeof *names, by_name);
    return count;
}

enum { MOST_NAMES = 1000 };

/* The fixtures of the checker's own test break the rules on purpose. */
static enum err check_folder(struct check *check, const char *path)
{
    const char **names = NEW_ARRAY(check->arena, MOST_NAMES, const char *);
    size_t count = text_is(path, "test/check") ? 0 : list(names, MOST_NAMES, check, path);
    enum err err = OK;
    for (size_t i = 0; i < count && !err; i++) {
        const char *each = arena_format(check->arena, "%s/%s", path, names[i]);
        struct stat info;
        if (stat(arena_format(check->arena, "%s/%s", check->root, each), &info) != 0)
            return ERR_SYSTEM;
        if (S_ISDIR(info.st_mode)) {
            err = check_folder(check, each);
        } else if (text_ends(each, ".c") || text_ends(each, ".h")) {
            struct source source = {.path = each};
            err = read_file(&source.text, check, each);
            if (!err) {
                source_read(&source, check->arena);
                check_source(check, &source);
            }
        } else if (text_ends(each, ".sql")) {
            char *text;
            err = read_file(&text, check, each);
            if (!err)
                check_sql_file(check, each, text);
        }
    }
    return err;
}

static const char exceptions_path[] = "tools/check.exceptions";

/* "path | what | why" in each line that is not a comment. */
static enum err read_exceptions(struct check *check)
{
    char *text;
    enum err err = read_file(&text, check, exceptions_path);
    struct exception **end = &check->exceptions;
    int line = 0;
    for (char *next = text; !err && next && *next;) {
        char *at = next;
        size_t size = strcspn(at, "\n");
        next = at[size] ? at + size + 1 : NULL;
        line++;
        at[size] = 0;
        if (at[0] == '#' || text_empty(at))
            continue;
        char *what = strchr(at, '|'), *why = what ? strchr(what + 1, '|') : NULL;
        if (!why || text_empty(why + 1)) {
            found(check, RULE_EXCEPTIONS, exceptions_path, line, "reason", "an exception is \"path | what | why\"");
            continue;
        }
        *what++ = 0;
        *why++ = 0;
        struct exception *e = NEW(check->arena, struct exception);
        *e = (struct exception){text_trim(check->arena, at), text_trim(check->arena, what), line, false, NULL};
        *end = e;
        end = &e->next;
    }
    return err == ERR_NOT_FOUND ? OK : err;
}

/* Each folder of src/ has its line `    name/` in the order of the list above, in the picture of
 * ARCHITECTURE.md. */
static enum err check_map(struct check *check)
{
    static const char map_path[] = "ARCHITECTURE.md";
    char *text;
    enum err err = read_file(&text, check, map_path);
    if (err)
        return err == ERR_NOT_FOUND ? OK : err;
    const char **names = NEW_ARRAY(check->arena, MOST_NAMES, const char *);
    size_t count = list(names, MOST_NAMES, check, "src");
    int last = 0;
    for (int f = 0; f < FOLDERS; f++) {
        const char *at = strstr(text, arena_format(check->arena, "\n    %s/ ", folders[f]));
        bool exists = false;
        for (size_t i = 0; i < count; i++)
            exists = exists || text_is(names[i], folders[f]);
        if (exists && !at)
            found(check, RULE_MAP, map_path, 1, folders[f], "the folder src/%s is not on the map", folders[f]);
        if (!exists && at)
            found(check, RULE_MAP, map_path, 1, folders[f], "src/%s is on the map, but there is no such folder",
                folders[f]);
        if (at && at - text < last)
            found(check, RULE_MAP, map_path, 1, folders[f], "%s/ is out of order on the map", folders[f]);
        last = at ? (int)(at - text) : last;
    }
    return OK;
}

enum err check_tree(struct check *out, struct arena *arena, const char *root, int most_lines)
{
    static const char *const tops[] = {"src", "tools", "test", "bench", "migrations"};
    *out = (struct check){.arena = arena, .root = root, .most_lines = most_lines, .findings_end = &out->findings};
    enum err err = read_exceptions(out);
    for (size_t i = 0; i < sizeof tops / sizeof *tops && !err; i++)
        err = check_folder(out, tops[i]);
    if (!err)
        err = check_map(out);
    for (const struct exception *e = out->exceptions; e; e = e->next)
        if (!e->used)
            found(out, RULE_EXCEPTIONS, exceptions_path, e->line, "unused",
                "%s no longer needs \"%s\": take this line out", e->path, e->what);
    return err;
}

enum err check_made(struct check *check, const char *path)
{
    struct source source = {.path = path};
    enum err err = read_at(&source.text, check, path);
    if (!err) {
        source_read(&source, check->arena);
        check_sql(check, &source);
    }
    return err;
}
