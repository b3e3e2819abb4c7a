/*
 * Calendars for other programs (iCalendar, RFC 5545): meetings, deadlines. Written only.
 *
 * Lines end with CRLF and are folded at 75 bytes between characters; texts are escaped. The moment of the stamp is an
 * argument, so the same calendar has the same bytes.
 */
#pragma once
#include "base/buffer.h"
#include "base/date.h"

struct ical_event {
    const char *uid; /* stays the same when the event changes */
    struct date from,
        until; /* whole days, both included; until unknown: one day; a partial date takes all of its days */
    const char *title, *text, *place, *url; /* NULL: none */
    const char *category;
    int64_t changed; /* moment */
    int sequence;    /* counts the changes */
    bool cancelled;
};

struct ical {
    struct buffer *out;
    int64_t stamp;
};

struct ical ical_begin(struct buffer *out, const char *product, const char *name, int64_t stamp);
void ical_event(struct ical *ical, const struct ical_event *event);
void ical_end(struct ical *ical);
