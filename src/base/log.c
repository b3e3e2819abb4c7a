#include "base/log.h"
#include "base/date.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static enum log_level least_level = LOG_INFO;

void log_set_level(enum log_level least)
{
    least_level = least;
}

struct line {
    char bytes[4096];
    size_t size;
};

static void put(struct line *line, const char *text)
{
    size_t n = strlen(text), room = sizeof line->bytes - 8 - line->size;
    n = n < room ? n : room;
    memcpy(line->bytes + line->size, text, n);
    line->size += n;
}

static void put_string(struct line *line, const char *text)
{
    put(line, "\"");
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        char small[8] = {(char)c, 0};
        if (c < 0x20 || c == 0x7F)
            snprintf(small, sizeof small, "\\u%04x", c);
        else if (c == '"' || c == '\\')
            snprintf(small, sizeof small, "\\%c", c);
        put(line, small);
    }
    put(line, "\"");
}

/* Written with one call, so that lines of several threads do not mix. */
void log_event(enum log_level level, const char *event, const struct log_field *fields, unsigned count)
{
    static const char *const names[] = {"debug", "info", "warn", "error"};
    struct line line = {.size = 0};
    char at[MOMENT_TEXT], number[24];
    if (level < least_level)
        return;
    put(&line, "{\"at\":");
    put_string(&line, moment_text(at, now_utc()));
    put(&line, ",\"level\":");
    put_string(&line, names[level]);
    put(&line, ",\"event\":");
    put_string(&line, event);
    for (unsigned i = 0; i < count; i++) {
        put(&line, ",");
        put_string(&line, fields[i].name);
        put(&line, ":");
        if (fields[i].text) {
            put_string(&line, fields[i].text);
        } else {
            snprintf(number, sizeof number, "%lld", (long long)fields[i].number);
            put(&line, number);
        }
    }
    put(&line, "}\n");
    if (write(STDERR_FILENO, line.bytes, line.size) < 0)
        return; /* nowhere left to say it */
}
