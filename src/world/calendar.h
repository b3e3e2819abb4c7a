/*
 * The calendars of organs: when a session meets, which session sits on a day, which session a symbol names.
 *
 * In: the table of sessions (data/organ_session.csv as the store holds it) and a question. Out: days or months, each with
 * its mark, the rule it follows from and the documents it stands in. The table goes before the rules (organ_rules.h); what neither tells is
 * not answered.
 */
#pragma once
#include "world/mark.h"
#include "world/organ_rules.h"

struct calendar {
    const struct organ_session *const *rows;
    size_t count;
};

struct when {
    const char *organ;
    int session;
    enum organ_session_part part; /* as the table calls it; PART_ITSELF: the session, by rule */
    struct date opens, closes;
    enum mark opens_mark, closes_mark;
    enum mark mark;   /* the worse of the two */
    const char *rule; /* id in data/session_rule.csv; NULL: no rule was needed */
    const char *cited;
};

/*
 * PART_ITSELF is what "at its Nth session" means: the whole session of the Assembly and of the Council's year, the main
 * sitting of a commission. "resumed" and "reconvened" take the row so called, "main" that part of an Assembly session.
 * `turn` is 1, or more for what was resumed more than once.
 */
bool session_when(struct when *out, const struct calendar *calendar, const char *organ, int session,
    enum organ_session_part part, int turn);

/* The sessions of an organ that sit on a day, at most `most`; more than one on the day one closes and the next opens. */
size_t sessions_on(struct when *out, size_t most, const struct calendar *calendar, const char *organ, struct date day);

/* The session to which a text adopted on that day belongs: the last one opened; false when none is known. */
bool session_running(struct when *out, const struct calendar *calendar, const char *organ, struct date day);

/* What a symbol says of itself. Session and year are 0 when it does not tell. */
struct symbol_session {
    const char *organ;
    int session;
    int year;
    const char *rule;
};

/* "A/RES/62/172", "2994 (XXVII)", "E/RES/2005/19", "A/HRC/RES/21/18", "S/RES/1373 (2001)", "E/CN.15/2011/1"... */
bool symbol_session(struct symbol_session *out, const char *symbol);
