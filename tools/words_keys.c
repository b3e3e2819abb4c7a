/*
 * Finds the keys of words that a C file names, and reports those that no *.words file has.
 *
 * It reads C as far as it must: comments and strings, calls and their arguments. In `fail(call,
 * ERR_BUSY, "busy")` the text is the key "fault.busy"; in `word(lang, "yes")` it is the key itself;
 * `wide ? "a" : "b"` names both. A key put together at run time is not seen here and needs a test
 * of its own.
 */
#include "tools/words.h"
#include "base/text.h"
#include <string.h>

enum { DEEPEST = 200, LONGEST_KEY = 150 };

/* Which argument of which function is a key, and what stands before it in the table. */
static const struct taker {
    const char *name, *prefix;
    int argument;
} takers[] = {
    {"word", "", 1},
    {"say", "", 2},
    {"say_text", "", 2},
    {"SAY", "", 2},
    {"fault_add", "fault.", 2},
    {"fail", "fault.", 2},
    {"fail_field", "fault.", 2},
    {"fail_want", "fault.", 2},
};

/* An open bracket: the call it belongs to, if any, and the argument we are in. */
struct level {
    const struct taker *taker;
    bool own_fail;   /* a function called fail_... of the file's own: its key follows ERR_... */
    bool after_code; /* the argument before was ERR_... */
    bool code;       /* this one is */
    int argument;
};

struct scan {
    struct arena *arena;
    const struct words *words;
    const char *file, *at;
    int line, depth;
    struct level levels[DEEPEST];
    char name[LONGEST_KEY]; /* the identifier just read */
};

static void check_key(struct scan *scan, const char *prefix, const char *key, int line)
{
    const char *whole = arena_format(scan->arena, "%s%s", prefix, key);
    if (!words_has(scan->words, whole))
        words_fault(scan->file, line, "no *.words file has the key \"%s\"", whole);
}

/* A string literal, with those that follow it at once; what is longer than a key, or has escapes,
 * is none. */
static bool read_string(struct scan *scan, char *key)
{
    size_t size = 0;
    bool simple = true;
    while (*scan->at == '"') {
        for (scan->at++; *scan->at && *scan->at != '"' && *scan->at != '\n'; scan->at++) {
            if (*scan->at == '\\' && scan->at[1]) {
                scan->at++;
                simple = false;
            }
            if (size + 1 < LONGEST_KEY)
                key[size++] = *scan->at;
            else
                simple = false;
        }
        scan->at += *scan->at == '"';
        const char *next = scan->at;
        int lines = 0;
        for (; *next == ' ' || *next == '\t' || *next == '\n' || *next == '\r'; next++)
            lines += *next == '\n';
        if (*next == '"') {
            scan->at = next;
            scan->line += lines;
        }
    }
    key[size] = 0;
    return simple;
}

static void skip_character(struct scan *scan)
{
    for (scan->at++; *scan->at && *scan->at != '\'' && *scan->at != '\n'; scan->at++)
        if (*scan->at == '\\' && scan->at[1])
            scan->at++;
    scan->at += *scan->at == '\'';
}

static bool skip_comment(struct scan *scan)
{
    if (text_starts(scan->at, "//")) {
        scan->at += strcspn(scan->at, "\n");
        return true;
    }
    if (!text_starts(scan->at, "/*"))
        return false;
    for (scan->at += 2; *scan->at && !text_starts(scan->at, "*/"); scan->at++)
        scan->line += *scan->at == '\n';
    scan->at += *scan->at ? 2 : 0;
    return true;
}

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static void read_name(struct scan *scan)
{
    size_t size = 0;
    for (; is_name(*scan->at); scan->at++)
        if (size + 1 < sizeof scan->name)
            scan->name[size++] = *scan->at;
    scan->name[size] = 0;
    struct level *level = &scan->levels[scan->depth];
    if (text_starts(scan->name, "ERR_"))
        level->code = true;
}

static void open_bracket(struct scan *scan)
{
    if (scan->depth + 1 < DEEPEST)
        scan->depth++;
    struct level *level = &scan->levels[scan->depth];
    *level = (struct level){0};
    for (size_t i = 0; i < sizeof takers / sizeof *takers; i++)
        if (text_is(scan->name, takers[i].name))
            level->taker = &takers[i];
    level->own_fail = !level->taker && (text_starts(scan->name, "fail") || text_starts(scan->name, "refuse"));
}

static void next_argument(struct level *level)
{
    level->argument++;
    level->after_code = level->code;
    level->code = false;
}

static void take_string(struct scan *scan)
{
    char key[LONGEST_KEY];
    int line = scan->line;
    const struct level *level = &scan->levels[scan->depth];
    if (!read_string(scan, key) || !*key)
        return;
    if (level->taker && level->argument == level->taker->argument)
        check_key(scan, level->taker->prefix, key, line);
    else if (level->own_fail && level->after_code)
        check_key(scan, "fault.", key, line);
}

void words_check_keys(struct arena *arena, const struct words *words, const char *path)
{
    size_t size;
    struct scan *scan = NEW(arena, struct scan);
    *scan =
        (struct scan){.arena = arena, .words = words, .file = path, .at = words_read(arena, path, &size), .line = 1};
    while (*scan->at) {
        char c = *scan->at;
        if (skip_comment(scan))
            continue;
        if (c == '"') {
            take_string(scan);
        } else if (c == '\'') {
            skip_character(scan);
        } else if (is_name(c)) {
            read_name(scan);
            continue; /* a bracket right after a name is a call of it */
        } else {
            scan->line += c == '\n';
            scan->at++;
            if (c == '(')
                open_bracket(scan);
            else if (c == ')' && scan->depth > 0)
                scan->depth--;
            else if (c == ',')
                next_argument(&scan->levels[scan->depth]);
        }
        scan->name[0] = 0;
    }
}
