#include "codec/ical.h"
#include "base/text.h"
#include <string.h>

enum { LONGEST_LINE = 75, SECOND = 1000000 };

/* A line being written, folded as it grows. */
struct line {
    struct buffer *out;
    size_t size;
};

static void add(struct line *line, const char *bytes, size_t size)
{
    if (line->size + size > LONGEST_LINE) {
        buffer_text(line->out, "\r\n ");
        line->size = 1;
    }
    buffer_add(line->out, bytes, size);
    line->size += size;
}

static void add_all(struct line *line, const char *text)
{
    const char *end = text + strlen(text);
    while (text < end) {
        const char *from = text;
        uint32_t code = utf8_next(&text, end);
        if (code >= 0x20 && code != 0x7F)
            add(line, from, (size_t)(text - from));
    }
}

static void add_escaped(struct line *line, const char *text)
{
    const char *end = text + strlen(text);
    while (text < end) {
        const char *from = text;
        uint32_t code = utf8_next(&text, end);
        if (code == '\n')
            add(line, "\\n", 2);
        else if (code == '\\' || code == ';' || code == ',')
            add(line, (char[]){'\\', (char)code}, 2);
        else if (code >= 0x20 && code != 0x7F)
            add(line, from, (size_t)(text - from));
    }
}

static void put(struct ical *ical, const char *name, const char *value)
{
    struct line line = {.out = ical->out};
    add_all(&line, name);
    add(&line, ":", 1);
    add_all(&line, value);
    buffer_text(ical->out, "\r\n");
}

static void put_text(struct ical *ical, const char *name, const char *text)
{
    if (!text)
        return;
    struct line line = {.out = ical->out};
    add_all(&line, name);
    add(&line, ":", 1);
    add_escaped(&line, text);
    buffer_text(ical->out, "\r\n");
}

static void put_day(struct ical *ical, const char *name, struct date date)
{
    buffer_format(ical->out, "%s;VALUE=DATE:%04d%02d%02d\r\n", name, date.year, date.month, date.day);
}

static void put_moment(struct ical *ical, const char *name, int64_t moment)
{
    char text[MOMENT_TEXT];
    moment_text(text, moment);
    buffer_format(ical->out, "%s:%.4s%.2s%.2sT%.2s%.2s%.2sZ\r\n", name, text, text + 5, text + 8, text + 11, text + 14,
        text + 17);
}

struct ical ical_begin(struct buffer *out, const char *product, const char *name, int64_t stamp)
{
    struct ical ical = {.out = out, .stamp = stamp};
    put(&ical, "BEGIN", "VCALENDAR");
    put(&ical, "VERSION", "2.0");
    put_text(&ical, "PRODID", product);
    put(&ical, "CALSCALE", "GREGORIAN");
    put(&ical, "METHOD", "PUBLISH");
    put_text(&ical, "X-WR-CALNAME", name);
    return ical;
}

void ical_event(struct ical *ical, const struct ical_event *event)
{
    struct date last = date_last(date_known(event->until) ? event->until : event->from);
    put(ical, "BEGIN", "VEVENT");
    put_text(ical, "UID", event->uid);
    put_moment(ical, "DTSTAMP", ical->stamp);
    put_moment(ical, "LAST-MODIFIED", event->changed);
    buffer_format(ical->out, "SEQUENCE:%d\r\n", event->sequence);
    put_day(ical, "DTSTART", date_first(event->from));
    put_day(ical, "DTEND", date_add_days(last, 1)); /* the format's end is the day after */
    put_text(ical, "SUMMARY", event->title);
    put_text(ical, "DESCRIPTION", event->text);
    put_text(ical, "LOCATION", event->place);
    put_text(ical, "CATEGORIES", event->category);
    if (event->url)
        put(ical, "URL", event->url);
    put(ical, "STATUS", event->cancelled ? "CANCELLED" : "CONFIRMED");
    put(ical, "TRANSP", "TRANSPARENT"); /* a deadline does not make anybody busy */
    put(ical, "END", "VEVENT");
}

void ical_end(struct ical *ical)
{
    put(ical, "END", "VCALENDAR");
}
