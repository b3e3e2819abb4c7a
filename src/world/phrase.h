/*
 * When something is due, read from the words of a paragraph: "at its nineteenth and twentieth sessions", "annually", "within
 * thirty days", "for a period of three years". English in full; sessions named by an ordinal in French and Spanish too.
 *
 * In: the words, who adopted them and when, whom "its" means when the words do not say, and the calendars. Out: one due for
 * each session or span named, in the order of the text. A date that the words do not give is not made up: it stays unknown.
 * The rules PH-... stand in data/session_rule.csv.
 */
#pragma once
#include "world/calendar.h"
#include "world/workday.h"

enum due_kind {
    DUE_SESSION, /* at a session of an organ */
    DUE_SPAN,    /* between two days, or in a year */
    DUE_EXPIRY,  /* something runs out on that day */
    DUE_UNDATED, /* from time to time, or at a session that is not known here */
};

struct due {
    enum due_kind kind;
    const char *organ;            /* DUE_SESSION; NULL when it is a body whose calendar is not held here */
    int session;                  /* 0: none */
    enum organ_session_part part; /* as the table calls it; PART_ITSELF by rule */
    struct date from, to;         /* whole or partial; unknown when nothing tells */
    enum mark mark;
    const char *rule;       /* how the phrase was read */
    bool binds;             /* false: told of the past, or of another body; no duty */
    bool moved;             /* the last day is no working day: `from` is the day counted, `to` the next working day */
    const char *stop_organ; /* "through the Economic and Social Council": an earlier stop, not a second report */
    int stop_session;
};

struct phrase_asked {
    const char *text;
    const char *recipient; /* id of the organ that "its" means when no body is named before; NULL: the adopting one */
    const char *adopter;   /* id of the organ that adopted the text */
    const char *symbol;    /* NULL when there is none */
    struct date adopted;   /* the day, or only the year */
    int show;              /* how many of a recurring series are given */
    const struct calendar *calendar;
    const struct ordinals *ordinals; /* made once for many phrases; NULL: made here */
    const struct work_week *week;    /* for "within thirty days"; NULL: Saturday and Sunday */
};

struct phrase_reading {
    const struct due *dues;
    size_t count;
    bool recurring;
};

void phrase_read(struct phrase_reading *out, struct arena *arena, const struct phrase_asked *asked);

/* How many of them bind. */
size_t phrase_duties(const struct phrase_reading *reading);
