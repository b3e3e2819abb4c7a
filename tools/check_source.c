/*
 * C text as tokens, as far as the checker needs them: comments, words, strings, signs and includes,
 * each with its line. Numbers are words here, and a character constant is a sign; nobody asks about
 * them.
 */
#include <string.h>
#include "tools/check.h"

struct reader {
    const char *at;
    int line;
    struct arena *arena;
    struct source *source;
    size_t room;
};

static void add(struct reader *r, enum token_kind kind, int line, const char *from, size_t size)
{
    struct source *s = r->source;
    if (s->count == r->room) {
        size_t room = r->room ? r->room * 2 : 256;
        struct token *more = NEW_ARRAY(r->arena, room, struct token);
        for (size_t i = 0; i < s->count; i++)
            more[i] = s->tokens[i];
        s->tokens = more;
        r->room = room;
    }
    s->tokens[s->count++] = (struct token){kind, line, arena_copy(r->arena, from, size)};
}

static void step(struct reader *r)
{
    if (*r->at == '\n')
        r->line++;
    r->at++;
}

static void comment(struct reader *r)
{
    const char *from = r->at;
    int line = r->line;
    if (from[1] == '/') {
        while (*r->at && *r->at != '\n')
            step(r);
    } else {
        r->at += 2;
        while (*r->at && !text_starts(r->at, "*/"))
            step(r);
        r->at += *r->at ? 2 : 0;
    }
    add(r, TOKEN_COMMENT, line, from, (size_t)(r->at - from));
}

/* From an opening quote to behind the closing one. */
static void quoted(struct reader *r, enum token_kind kind)
{
    char quote = *r->at;
    int line = r->line;
    const char *from = ++r->at;
    while (*r->at && *r->at != quote && *r->at != '\n') {
        if (*r->at == '\\' && r->at[1])
            step(r);
        step(r);
    }
    add(r, kind, line, from, (size_t)(r->at - from));
    if (*r->at == quote)
        r->at++;
}

static bool in_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* `#include "x"` and `#include <x>` become one token; false for other directives. */
static bool include(struct reader *r)
{
    const char *at = r->at + 1;
    while (*at == ' ' || *at == '\t')
        at++;
    if (!text_starts(at, "include"))
        return false;
    at += strspn(at + 7, " \t") + 7;
    if (*at != '"' && *at != '<')
        return false;
    const char *end = strpbrk(at + 1, "\">\n");
    if (!end || *end == '\n')
        return false;
    add(r, *at == '"' ? TOKEN_INCLUDE_OURS : TOKEN_INCLUDE_SYSTEM, r->line, at + 1, (size_t)(end - at - 1));
    r->at = end + 1;
    return true;
}

void source_read(struct source *source, struct arena *arena)
{
    struct reader r = {.at = source->text, .line = 1, .arena = arena, .source = source};
    source->count = 0;
    while (*r.at) {
        if (strchr(" \t\r\n\f\\", *r.at)) {
            step(&r);
        } else if (r.at[0] == '/' && (r.at[1] == '/' || r.at[1] == '*')) {
            comment(&r);
        } else if (*r.at == '"') {
            quoted(&r, TOKEN_STRING);
        } else if (*r.at == '\'') {
            quoted(&r, TOKEN_SIGN);
        } else if (*r.at == '#' && include(&r)) {
            continue;
        } else if (in_word(*r.at)) {
            const char *from = r.at;
            while (in_word(*r.at))
                r.at++;
            add(&r, TOKEN_WORD, r.line, from, (size_t)(r.at - from));
        } else {
            add(&r, TOKEN_SIGN, r.line, r.at, 1);
            step(&r);
        }
    }
}
