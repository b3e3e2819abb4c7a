#include "world/calendar.h"

/* "62" and "S-11" are numbers; anything else is 0. */
static int number_of(const char *text)
{
    int64_t number;
    if (text_starts(text, "S-"))
        text += 2;
    return text_number(&number, text) && number > 0 && number < 10000 ? (int)number : 0;
}

/* Parts that are the session itself, as the table calls it. */
static bool is_session_itself(const struct organ_session *row)
{
    return row->part <= ORGAN_SESSION_PART_EMERGENCY && !text_starts(row->session, "S-");
}

static const struct organ_session *row_of(
    const struct calendar *calendar, const char *organ, int session, enum organ_session_part part, int turn)
{
    for (size_t i = 0; i < calendar->count; i++) {
        const struct organ_session *row = calendar->rows[i];
        if (text_is(row->organ, organ) && number_of(row->session) == session &&
            (part == PART_ITSELF ? is_session_itself(row) : row->part == part && row->turn == turn))
            return row;
    }
    return NULL;
}

static void from_row(struct when *out, const struct organ_session *row)
{
    int session = number_of(row->session);
    struct formula formula;
    bool known = formula_of(&formula, row->organ, session, is_session_itself(row) ? PART_ITSELF : row->part);
    *out = (struct when){.organ = row->organ,
        .session = session,
        .part = row->part,
        .opens = row->opens,
        .closes = row->closes,
        .opens_mark = (enum mark)row->opens_mark,
        .closes_mark = (enum mark)row->closes_mark,
        .cited = row->cited};
    out->mark = mark_worse(out->opens_mark, out->closes_mark);
    if (known && out->opens_mark == MARK_COMPUTED)
        out->rule = formula.opens_rule;
    else if (known && out->closes_mark == MARK_COMPUTED)
        out->rule = formula.closes_rule;
}

/* The last day of the reconvened session before is the first of this one, when the table has that day. */
static bool from_reconvened(struct when *out, const struct calendar *calendar, const char *organ, int session)
{
    const struct organ_session *row = row_of(calendar, organ, session - 1, ORGAN_SESSION_PART_RECONVENED, 1);
    if (!row || !date_whole(row->closes))
        return false;
    out->opens = out->closes = row->closes;
    out->opens_mark = out->closes_mark = out->mark = mark_worse(MARK_COMPUTED, (enum mark)row->closes_mark);
    out->cited = row->cited;
    return true;
}

bool session_when(struct when *out, const struct calendar *calendar, const char *organ, int session,
    enum organ_session_part part, int turn)
{
    *out = (struct when){0};
    if (part == ORGAN_SESSION_PART_REGULAR)
        part = PART_ITSELF;
    const struct organ_session *row = row_of(calendar, organ, session, part, turn);
    if (row) {
        from_row(out, row);
        return true;
    }
    struct formula formula;
    if (turn > 1 || !formula_of(&formula, organ, session, part))
        return false;
    *out = (struct when){.organ = organ,
        .session = session,
        .part = part,
        .opens = formula.opens,
        .closes = formula.closes,
        .opens_mark = MARK_COMPUTED,
        .closes_mark = MARK_COMPUTED,
        .mark = MARK_COMPUTED,
        .rule = formula.opens_rule};
    if (part == ORGAN_SESSION_PART_OPENING && from_reconvened(out, calendar, organ, session))
        return true;
    if (text_is(organ, "GA")) {
        /* The table may know what the rule cannot: the session this is a part of, or the next one. */
        const struct organ_session *whole = row_of(calendar, organ, session, PART_ITSELF, 1);
        const struct organ_session *next = row_of(calendar, organ, session + 1, PART_ITSELF, 1);
        if (whole && part == ORGAN_SESSION_PART_MAIN)
            out->opens = whole->opens;
        if (whole && part == ORGAN_SESSION_PART_RESUMED)
            out->closes = whole->closes;
        else if (next && part != ORGAN_SESSION_PART_MAIN && date_known(out->closes))
            out->closes = assembly_closing(next->opens);
    }
    if (!date_known(out->closes))
        out->closes_mark = MARK_NONE;
    return true;
}

/* The numbers an organ may have been at in a year: from this one, that many. */
static int candidates(int *from, const struct calendar *calendar, const char *organ, int year)
{
    int first = session_of_year(organ, year);
    if (first) {
        *from = first > 2 ? first - 2 : 1;
        return 6;
    }
    int most = 0; /* by table only */
    for (size_t i = 0; i < calendar->count; i++)
        if (text_is(calendar->rows[i]->organ, organ) && number_of(calendar->rows[i]->session) > most)
            most = number_of(calendar->rows[i]->session);
    *from = 1;
    return most;
}

static bool sits(const struct when *when, struct date day)
{
    return date_known(when->opens) && date_known(when->closes) && date_compare(date_first(when->opens), day) <= 0 &&
        date_compare(day, date_last(when->closes)) <= 0;
}

size_t sessions_on(struct when *out, size_t most, const struct calendar *calendar, const char *organ, struct date day)
{
    int from, count = candidates(&from, calendar, organ, day.year);
    size_t found = 0;
    for (int session = from; session < from + count && found < most; session++) {
        struct when when;
        bool whole = session_when(&when, calendar, organ, session, PART_ITSELF, 1);
        if (whole && sits(&when, day))
            out[found++] = when;
        if (text_is(organ, "GA"))
            continue; /* its parts lie within the session */
        for (size_t i = 0; i < calendar->count && found < most; i++) {
            const struct organ_session *row = calendar->rows[i];
            if (!text_is(row->organ, organ) || number_of(row->session) != session || is_session_itself(row))
                continue;
            from_row(&when, row);
            if (sits(&when, day))
                out[found++] = when;
        }
    }
    return found;
}

bool session_running(struct when *out, const struct calendar *calendar, const char *organ, struct date day)
{
    int from, count = candidates(&from, calendar, organ, day.year);
    bool found = false;
    for (int session = from; session < from + count; session++) {
        struct when when;
        if (session_when(&when, calendar, organ, session, PART_ITSELF, 1) && date_known(when.opens) &&
            date_compare(date_first(when.opens), day) <= 0) {
            *out = when;
            found = true;
        }
    }
    return found;
}
