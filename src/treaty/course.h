/*
 * The course of a State's participation in one instrument: what follows from its treaty actions, day by day. Pure: actions go in,
 * turns come out, and the standing on a day is the last turn before it.
 *
 * Law: consent by ratification, acceptance, approval or accession has the same effect (Vienna Convention on the Law of Treaties 1969,
 * arts. 11, 14, 15); a signature alone binds nobody (art. 18); consent binds from the day the instrument provides (arts. 16, 24(3)); a
 * successor is bound from the date of succession (Vienna Convention on Succession 1978, art. 23(1)), and a withdrawal ends it when the
 * notice has run (arts. 54, 56).
 *
 * A date that is known to the month, or that two sources tell differently, is a span. Before its first day the thing has not
 * happened; from its last day it has; between the two the standing is unknown.
 */
#pragma once
#include "gen/treaty.h"
#include "treaty/rule.h"

enum standing {
    STANDING_NONE,
    STANDING_SIGNATORY,
    STANDING_PENDING,
    STANDING_PARTY,
    STANDING_WITHDRAWN,
    STANDING_UNKNOWN
};

/* Days since 1970-01-01, as date_days counts them; they compare and fit in little room. */
typedef int32_t day_number;
#define DAY_NEVER   INT32_MAX
#define DAY_UNKNOWN INT32_MIN
day_number day_number_of(struct date date); /* a partial date: its first day; unknown: DAY_UNKNOWN */
struct date day_date(day_number day);

struct span {
    day_number first, last; /* last DAY_NEVER: nobody knows until when */
};

/* A treaty action as the rules take it: what of struct action matters here, small, with places instead of names. */
struct act {
    uint32_t instrument, state; /* places in the book */
    enum action_kind kind;
    int line; /* of the file it is read from, while that is taken in */
    struct date date, effective;
    const char *source, *depositary; /* ids, may be NULL */
};

/* How far the rows tell everything there was. */
struct known_table {
    bool whole;
    struct date until; /* the day of the newest table; unknown: of today */
};

struct course_asked {
    struct date adopted, general; /* entry into force of the instrument itself; unknown: not that anybody knows */
    struct rule later, notice;
    struct known_table table;
    const struct act *acts; /* those that stand, in any order */
    size_t count;
    bool listed; /* a list without dates names the State */
};

struct turn {
    day_number from;          /* the first turn is from DAY_UNKNOWN on */
    day_number in_force_from; /* DAY_UNKNOWN: not known */
    const struct act *act;    /* what the standing rests on, NULL: nothing */
    uint32_t through;         /* place + 1 of the instrument that brought it along or ended it, 0: its own actions */
    uint8_t standing;
    bool computed, certain, conflict;
};

struct course {
    struct turn *turns;
    uint32_t turn_count;
    day_number signed_by;    /* surely signed from this day on; DAY_NEVER: no signature */
    day_number deposited_by; /* the same for the first consent to be bound */
    const struct act *signature;
};

void course_make(struct course *out, struct arena *arena, const struct course_asked *asked);
const struct turn *course_on(const struct course *course, day_number day);

/* Consent to be bound, whatever it is called. */
bool act_binds(enum action_kind kind);
bool act_signs(enum action_kind kind);

/* Where a State is bound through another instrument as well: the better of the two, day by day. */
void course_join(struct course *course, struct arena *arena, const struct course *other, uint32_t through);

/* Where leaving another instrument ends this one. */
void course_end_with(struct course *course, struct arena *arena, const struct course *other, uint32_t through);
