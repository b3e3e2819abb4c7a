/*
 * One DDL text for both engines. PostgreSQL takes it as it stands; for SQLite five type words are replaced, outside of
 * quotes and comments, and a table becomes STRICT, so that both refuse a value of the wrong type.
 */
#include "store/engine.h"
#include "base/buffer.h"
#include "base/text.h"
#include <ctype.h>
#include <string.h>
#include <strings.h>

static const struct {
    const char *from, *to;
} words[] = {
    {"BIGINT", "INTEGER"},
    {"BOOLEAN", "INTEGER"},
    {"JSON", "TEXT"},
    {"BYTEA", "BLOB"},
    {"DOUBLE PRECISION", "REAL"},
};

static bool in_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* Bytes of a comment or of a quoted text at `at`; 0 when neither starts there. */
static size_t opaque(const char *at)
{
    if (at[0] == '-' && at[1] == '-')
        return strcspn(at, "\n");
    if (at[0] == '/' && at[1] == '*') {
        const char *end = strstr(at + 2, "*/");
        return end ? (size_t)(end + 2 - at) : strlen(at);
    }
    if (at[0] == '\'' || at[0] == '"') {
        const char *end = strchr(at + 1, at[0]);
        return end ? (size_t)(end + 1 - at) : strlen(at);
    }
    return 0;
}

static const char *after_comments(const char *at)
{
    for (;;) {
        at += strspn(at, " \t\r\n");
        if (at[0] != '-' && at[0] != '/')
            return at;
        size_t size = opaque(at);
        if (size == 0)
            return at;
        at += size;
    }
}

char *ddl_for_sqlite(struct arena *arena, const char *ddl)
{
    struct buffer *out = buffer_new(arena, strlen(ddl) * 2 + 64);
    for (const char *at = ddl; *at;) {
        size_t size = opaque(at);
        if (size == 0 && in_word(*at)) {
            while (in_word(at[size]))
                size++;
            for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
                size_t length = strlen(words[i].from);
                if (strncmp(at, words[i].from, length) == 0 && !in_word(at[length])) {
                    buffer_text(out, words[i].to);
                    at += length;
                    size = 0;
                    break;
                }
            }
            buffer_add(out, at, size);
            at += size;
            continue;
        }
        size = size ? size : 1;
        buffer_add(out, at, size);
        at += size;
    }
    if (strncasecmp(after_comments(ddl), "CREATE TABLE", 12) == 0)
        buffer_text(out, "\nSTRICT");
    return out->at;
}
