#include "world/phrase.h"
#include <string.h>
#include "base/text.h"
#include "world/date_phrase.h"
#include "world/phrase_reader.h"
#include "world/session_phrase.h"

struct due *due_add(struct reader *r, enum due_kind kind, const char *rule)
{
    struct due *due = &r->dues[r->due_count < MOST_DUES ? r->due_count++ : MOST_DUES - 1];
    *due = (struct due){.kind = kind, .rule = rule, .mark = MARK_COMPUTED, .binds = true};
    return due;
}

struct due *span_add(struct reader *r, enum due_kind kind, const char *rule, struct date from, struct date to)
{
    struct due *due = due_add(r, kind, rule);
    due->from = from;
    due->to = to;
    return due;
}

bool phrase_says(const struct reader *r, const char *phrase)
{
    for (size_t at = 0; at < r->count; at++) {
        const char *rest = phrase;
        for (size_t i = at; i < r->count; i++) {
            size_t length = strcspn(rest, " ");
            if (strlen(r->words[i].plain) != length || strncmp(r->words[i].plain, rest, length) != 0)
                break;
            if (!rest[length])
                return true;
            rest += length + 1;
        }
    }
    return false;
}

static bool phrase_says_one_of(const struct reader *r, const char *const *phrases)
{
    for (; *phrases; phrases++)
        if (phrase_says(r, *phrases))
            return true;
    return false;
}

/* ---- who is meant ---- */

static bool is_commission(const char *organ)
{
    return text_is(organ, "CCPCJ") || text_is(organ, "CND") || text_is(organ, "CHR");
}

/* The id of the organ; NULL when it is a body whose calendar is not held here, or cannot be told. */
static const char *organ_of(const struct reader *r, const struct body *body)
{
    const char *recipient = r->asked->recipient, *adopter = r->asked->adopter;
    switch (body->kind) {
    case BODY_ORGAN: return body->organ;
    case BODY_COUNCIL:
        return text_is(recipient, "HRC") || (text_is(adopter, "HRC") && !text_is(recipient, "ECOSOC")) ? "HRC"
                                                                                                       : "ECOSOC";
    case BODY_COMMISSION: return is_commission(recipient) ? recipient : is_commission(adopter) ? adopter : NULL;
    default: return NULL;
    }
}

/* The body of a session: named behind it ("session of the Commission"), else the nearest before (rule PH-OTHER). */
static const char *organ_of_session(const struct reader *r, const struct session_phrase *phrase)
{
    const struct body *nearest = NULL;
    for (size_t i = 0; i < r->body_count; i++) {
        const struct body *body = &r->bodies[i];
        if (body->at >= phrase->end && body->at <= phrase->end + 3 && !body->through) {
            for (size_t at = phrase->end; at < body->at; at++)
                if (text_is(r->words[at].plain, "of") || text_is(r->words[at].plain, "de"))
                    return organ_of(r, body);
        }
        if (body->at < phrase->at && !body->through)
            nearest = body;
    }
    if (nearest)
        return organ_of(r, nearest);
    return r->asked->recipient ? r->asked->recipient : r->asked->adopter;
}

/* Who gets what recurs: the first body named that is no stop on the way. */
static const char *organ_addressed(const struct reader *r)
{
    for (size_t i = 0; i < r->body_count; i++)
        if (!r->bodies[i].through)
            return organ_of(r, &r->bodies[i]);
    return r->asked->recipient ? r->asked->recipient : r->asked->adopter;
}

/* The session of an organ to which the adopted text belongs in time; 0 when it cannot be told. */
static int session_at_adoption(const struct reader *r, const char *organ)
{
    struct symbol_session symbol;
    struct when when;
    if (text_is(organ, r->asked->adopter) && r->asked->symbol && symbol_session(&symbol, r->asked->symbol) &&
        text_is(symbol.organ, organ) && symbol.session)
        return symbol.session;
    struct date adopted = r->asked->adopted;
    if (!date_known(adopted))
        return 0;
    if (!date_whole(adopted)) /* the Council adopts in July, and the others are then in the middle of a session */
        adopted = date_of(adopted.year, 7, 31);
    return session_running(&when, r->asked->calendar, organ, adopted) ? when.session : 0;
}

/* ---- sessions ---- */

static enum organ_session_part part_of(const struct session_phrase *phrase, const char *organ)
{
    bool again = phrase->resumed || phrase->reconvened;
    if (phrase->organizational)
        return again ? ORGAN_SESSION_PART_RESUMED_ORGANIZATIONAL : ORGAN_SESSION_PART_ORGANIZATIONAL;
    if (phrase->substantive && again)
        return ORGAN_SESSION_PART_RESUMED_SUBSTANTIVE;
    if (phrase->main)
        return ORGAN_SESSION_PART_MAIN;
    if (again)
        return is_commission(organ) ? ORGAN_SESSION_PART_RECONVENED : ORGAN_SESSION_PART_RESUMED;
    return PART_ITSELF;
}

/* "through the Economic and Social Council": its session that closes last before the day. */
static void set_stop(struct reader *r, struct due *due)
{
    for (size_t i = 0; i < r->body_count; i++) {
        const char *organ = r->bodies[i].through ? organ_of(r, &r->bodies[i]) : NULL;
        if (!organ || text_is(organ, due->organ))
            continue;
        due->stop_organ = organ;
        for (int year = due->from.year; date_known(due->from) && year > due->from.year - 2 && !due->stop_session;
             year--) {
            struct when when;
            int session = session_of_year(organ, year);
            if (session && session_when(&when, r->asked->calendar, organ, session, PART_ITSELF, 1) &&
                date_known(when.closes) && date_compare(date_last(when.closes), date_first(due->from)) < 0)
                due->stop_session = session;
        }
    }
}

static bool asks(const struct reader *r)
{
    static const char *const verbs[] = {"request", "invite", "decide", "prie", "prier", "pide", "pedir", "solicit",
        "report", "submit", "include", "consider"};
    for (size_t i = 0; i < r->count; i++)
        for (size_t v = 0; v < sizeof verbs / sizeof *verbs; v++)
            if (text_starts(r->words[i].plain, verbs[v]) && !text_ends(r->words[i].plain, "ed"))
                return true;
    return false;
}

/* Told of the past: the session had closed before the text, or was not after it and nothing is asked (rule PH-PAST). */
static bool is_past(const struct reader *r, const struct due *due)
{
    if (date_known(due->to) && date_whole(r->asked->adopted) && date_compare(date_last(due->to), r->asked->adopted) < 0)
        return true;
    int at_adoption = session_at_adoption(r, due->organ);
    return text_is(due->organ, r->asked->adopter) && due->session <= at_adoption && at_adoption &&
        due->part != ORGAN_SESSION_PART_RESUMED && due->part != ORGAN_SESSION_PART_RECONVENED && !asks(r);
}

static void session_add(
    struct reader *r, const char *organ, int session, enum organ_session_part part, const char *rule)
{
    static const char *const later[] = {"not later than", "no later than", "by its", "at the latest at", NULL};
    struct when when;
    struct due *due = due_add(r, DUE_SESSION, rule);
    due->organ = organ;
    due->session = session;
    due->part = part;
    if (!session_when(&when, r->asked->calendar, organ, session, part, 1)) {
        due->mark = MARK_NONE;
        return;
    }
    due->part = when.part;
    due->from = when.opens;
    due->to = when.closes;
    due->mark = when.mark;
    due->binds = !is_past(r, due);
    set_stop(r, due);
    if (phrase_says_one_of(r, later) && date_known(r->asked->adopted) && due->binds) {
        due->from = r->asked->adopted;
        due->rule = "PH-LATER";
    }
}

/* A session of a body that has no calendar here: no duty; with the days, when the text gives them. */
static void other_add(struct reader *r, const struct session_phrase *phrase)
{
    struct due *due = due_add(r, DUE_UNDATED, "PH-OTHER");
    struct date_phrase days;
    due->session = phrase->count ? phrase->numbers[0] : 0;
    due->binds = false;
    if (date_phrase_find(&days, r->words, r->count, phrase->end)) {
        due->from = days.from;
        due->to = days.to;
        due->rule = "PH-NAMED";
    } else {
        due->mark = MARK_NONE;
    }
}

/* The numbers that a phrase names, whichever way: ordinals, years, "next". */
static size_t numbers_of(int *numbers, const struct reader *r, const struct session_phrase *phrase, const char *organ)
{
    size_t count = 0;
    for (size_t i = 0; i < phrase->count; i++) {
        bool year_for_number = phrase->numbers[i] > 1900 && !text_is(organ, "ECOSOC");
        numbers[count++] = year_for_number ? session_of_year(organ, phrase->numbers[i]) : phrase->numbers[i];
    }
    if (!count && phrase->year)
        numbers[count++] = session_of_year(organ, phrase->year);
    int now = !count && (phrase->next || phrase->current) ? session_at_adoption(r, organ) : 0;
    if (now)
        numbers[count++] = now + phrase->next;
    return count;
}

/* All sessions named in the text; how many were found. */
static size_t sessions_read(struct reader *r)
{
    struct session_phrase phrase;
    size_t found = 0;
    for (size_t at = 0; session_phrase_find(&phrase, r->ordinals, r->words, r->count, at); at = phrase.end) {
        const char *organ = organ_of_session(r, &phrase);
        int numbers[MOST_SESSIONS];
        found++;
        if (!organ) {
            other_add(r, &phrase);
            continue;
        }
        enum organ_session_part part = part_of(&phrase, organ);
        if (text_is(organ, "GA") && phrase.emergency)
            organ = "GA-EMERGENCY";
        else if (text_is(organ, "GA") && phrase.special)
            organ = "GA-SPECIAL";
        size_t count = numbers_of(numbers, r, &phrase, organ);
        const char *rule = count > 1 ? "PH-TWO" : is_commission(organ) ? "CCPCJ-PHRASE" : "GA-REPORT";
        for (size_t i = 0; i < count; i++)
            session_add(r, organ, numbers[i], part, rule);
    }
    return found;
}

/* ---- what comes again ---- */

static const char *const annual[] = {"annually", "every year", "each year", "on an annual basis", "yearly",
    "chaque annee", "tous les ans", "annuellement", "anualmente", "cada ano", "todos los anos", NULL};
static const char *const biennial[] = {"biennially", "every two years", "every second year", "on a biennial basis",
    "tous les deux ans", "cada dos anos", "bienalmente", NULL};
static const char *const undated[] = {"on a regular basis", "regularly", "periodically", "from time to time",
    "in accordance with its programme of work", "regulierement", "periodicamente", NULL};

static int sessions_a_year(const char *organ)
{
    return text_is(organ, "HRC") ? 3 : 1;
}

/* From the session named first, else from the one after the adoption, one in each `years`. */
static void series_add(struct reader *r, int years, const char *rule)
{
    struct session_phrase phrase;
    const char *organ = organ_addressed(r);
    int step = years * sessions_a_year(organ), first = 0, numbers[MOST_SESSIONS];
    r->recurring = true;
    if (organ && session_phrase_find(&phrase, r->ordinals, r->words, r->count, 0) &&
        numbers_of(numbers, r, &phrase, organ) > 0)
        first = numbers[0];
    else if (organ && session_at_adoption(r, organ))
        first = session_at_adoption(r, organ) + step;
    for (int i = 0; first && i < r->asked->show; i++)
        session_add(r, organ, first + i * step, PART_ITSELF, rule);
    if (!first)
        due_add(r, DUE_UNDATED, rule)->mark = MARK_NONE;
}

/* Most paragraphs have nothing in them that could be a time: no session, unit, figure or word of what comes again. */
static bool tells_time(const struct reader *r)
{
    static const char *const starts[] = {"sess", "sesi", "period", "annu", "anua", "bienn", "bien", "regul", "year",
        "month", "week", "day", "hour", "every", "each", "chaque", "tous", "cada", "todos", NULL};
    for (size_t i = 0; i < r->count; i++) {
        const char *word = r->words[i].plain;
        if (*word >= '0' && *word <= '9' && strlen(word) == 4)
            return true;
        for (const char *const *start = starts; *start; start++)
            if (**start == *word && text_starts(word, *start))
                return true;
    }
    return phrase_says_one_of(r, undated);
}

void phrase_read(struct phrase_reading *out, struct arena *arena, const struct phrase_asked *asked)
{
    struct reader *r = NEW(arena, struct reader);
    struct text_word *words;
    struct body *bodies;
    r->asked = asked;
    r->arena = arena;
    r->count = words_cut(&words, arena, asked->text);
    r->words = words;
    *out = (struct phrase_reading){0};
    if (!tells_time(r))
        return;
    r->ordinals = asked->ordinals ? asked->ordinals : ordinals_make(arena);
    r->body_count = bodies_find(&bodies, arena, words, r->count);
    r->bodies = bodies;
    if (phrase_says_one_of(r, annual)) {
        series_add(r, 1, "PH-ANNUAL");
    } else if (phrase_says_one_of(r, biennial)) {
        series_add(r, 2, "PH-BIENNIAL");
    } else if (!every_years(r) && !sessions_read(r) && !spans_read(r) && !dates_read(r) &&
        phrase_says_one_of(r, undated)) {
        r->recurring = true;
        due_add(r, DUE_UNDATED, "PH-REGULAR")->mark = MARK_NONE;
    }
    *out = (struct phrase_reading){r->dues, r->due_count, r->recurring};
}

size_t phrase_duties(const struct phrase_reading *reading)
{
    size_t binding = 0;
    for (size_t i = 0; i < reading->count; i++)
        binding += reading->dues[i].binds;
    return binding;
}
