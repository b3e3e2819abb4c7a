#include "treaty/course.h"
#include <stdlib.h>
#include <string.h>
#include "base/text.h"

enum { CONSENTS_MOST = 16 };

/* One time of being bound: from a deposit to a withdrawal. Several rows about it are accounts of the same thing. */
struct consent {
    const struct act *act; /* the account that tells most */
    const struct act *withdrawal;
    struct span deposit, force, left;
    day_number in_force_from;
    bool computed, conflict, open_succession, told; /* told: a source states the effective date */
    bool succession, many_places;
};

struct facts {
    const struct course_asked *asked;
    struct consent consents[CONSENTS_MOST];
    size_t count;
    struct span signature;
    const struct act *signed_in;
    bool signature_conflict;
    day_number adopted, until; /* until: DAY_NEVER when the table has no end */
};

/* ---- days and spans ---- */

day_number day_number_of(struct date date)
{
    return date_known(date) ? (day_number)date_days(date_first(date)) : DAY_UNKNOWN;
}

struct date day_date(day_number day)
{
    return day == DAY_UNKNOWN || day == DAY_NEVER ? (struct date){0} : date_from_days(day);
}

static struct span span_of(struct date date)
{
    return (struct span){(day_number)date_days(date_first(date)), (day_number)date_days(date_last(date))};
}

static struct span span_over(struct span a, struct span b)
{
    return (struct span){a.first < b.first ? a.first : b.first, a.last > b.last ? a.last : b.last};
}

static bool span_is(struct span a, struct span b)
{
    return a.first == b.first && a.last == b.last;
}

static bool span_exact(struct span span)
{
    return span.first == span.last;
}

bool act_binds(enum action_kind kind)
{
    switch (kind) {
    case ACTION_KIND_RATIFICATION:
    case ACTION_KIND_ACCEPTANCE:
    case ACTION_KIND_APPROVAL:
    case ACTION_KIND_ACCESSION:
    case ACTION_KIND_SUCCESSION:
    case ACTION_KIND_FORMAL_CONFIRMATION:
    case ACTION_KIND_DEFINITIVE_SIGNATURE:
    case ACTION_KIND_CONSENT_TO_BE_BOUND:
    case ACTION_KIND_CONSENT_TYPE_NOT_STATED:
    case ACTION_KIND_PARTY_EFFECTIVE_DATE_ONLY: return true;
    default: return false;
    }
}

bool act_signs(enum action_kind kind)
{
    return kind == ACTION_KIND_SIGNATURE || kind == ACTION_KIND_SUCCESSION_TO_SIGNATURE;
}

/* ---- from rows to what happened ---- */

/* Which account tells most: one that names the kind before one that does not, one with a date of deposit before one without. */
static int tells(const struct act *act)
{
    bool vague = act->kind == ACTION_KIND_CONSENT_TYPE_NOT_STATED || act->kind == ACTION_KIND_CONSENT_TO_BE_BOUND;
    if (act->kind == ACTION_KIND_PARTY_EFFECTIVE_DATE_ONLY)
        return 0;
    return 1 + 2 * !vague + date_known(act->effective);
}

static bool is_vague(const struct act *act)
{
    return tells(act) < 3;
}

/* Capitals may have got the instrument on different days: the earliest deposit counts, and that is no contradiction. */
static bool other_place(const struct act *a, const struct act *b)
{
    return a->depositary && b->depositary && !text_is(a->depositary, b->depositary);
}

static void add_deposit(struct consent *consent, const struct act *act)
{
    if (!date_known(act->date))
        return;
    struct span span = span_of(act->date);
    bool first = consent->deposit.first == DAY_NEVER;
    if (first) {
        consent->deposit = span;
    } else if (!span_is(consent->deposit, span) && !other_place(consent->act, act)) {
        consent->conflict |= span_exact(consent->deposit) && span_exact(span);
        /* "1979" and "28 August 1979" do not contradict each other: the narrower one tells more */
        bool within = span.first >= consent->deposit.first && span.last <= consent->deposit.last;
        bool around = span.first <= consent->deposit.first && span.last >= consent->deposit.last;
        if (within)
            consent->deposit = span;
        else if (!around)
            consent->deposit = span_over(consent->deposit, span);
    }
}

static void add_effect(struct consent *consent, const struct act *act)
{
    if (!date_known(act->effective))
        return;
    struct span span = span_of(act->effective);
    if (!consent->told)
        consent->force = span;
    else if (!span_is(consent->force, span)) {
        consent->conflict = true;
        consent->force = span_over(consent->force, span);
    }
    consent->told = true;
}

static void add_account(struct consent *consent, const struct act *act)
{
    if (consent->act && !is_vague(consent->act) && !is_vague(act) && consent->act->kind != act->kind)
        consent->conflict = true; /* acceded, says one; ratified, says another */
    if (!consent->act || tells(act) > tells(consent->act)) {
        consent->many_places |= consent->act && other_place(consent->act, act);
        add_deposit(consent, act);
        consent->act = act;
    } else {
        add_deposit(consent, act);
    }
    consent->succession |= act->kind == ACTION_KIND_SUCCESSION;
    add_effect(consent, act);
}

/* From which days on it is in force, where no source says it. */
static void work_out_force(struct consent *consent, const struct course_asked *asked)
{
    struct date first = rule_entry(asked->later, day_date(consent->deposit.first), asked->general);
    struct date last = rule_entry(asked->later, day_date(consent->deposit.last), asked->general);
    if (consent->succession) {
        consent->open_succession = true;
        consent->force = (struct span){day_number_of(asked->adopted), consent->deposit.last};
    } else if (date_known(first) && date_known(last)) {
        consent->computed = true;
        consent->force = (struct span){day_number_of(first), day_number_of(last)};
    } else {
        bool waits = asked->later.kind && !date_known(asked->general); /* for the instrument to enter into force */
        consent->force = (struct span){waits ? DAY_NEVER : consent->deposit.first, DAY_NEVER};
    }
}

/* A stated effect that another account's day of deposit contradicts, by the rule of the instrument. */
static void check_told_force(struct consent *consent, const struct course_asked *asked)
{
    for (size_t i = 0; i < asked->count && !consent->succession; i++) {
        const struct act *act = &asked->acts[i];
        struct date date = rule_entry(asked->later, act->date, asked->general);
        if (!act_binds(act->kind) || date_known(act->effective) || !date_known(date) ||
            !span_is(consent->deposit, span_of(act->date)))
            continue;
        if (!span_exact(consent->force) || consent->force.first == day_number_of(date))
            continue;
        consent->conflict = true;
        consent->force = span_over(consent->force, span_of(date));
    }
}

static void finish_consent(struct consent *consent, const struct course_asked *asked)
{
    if (consent->told)
        check_told_force(consent, asked);
    else
        work_out_force(consent, asked);
    if (consent->deposit.first == DAY_NEVER)
        consent->deposit = consent->force;
    bool known = !consent->open_succession && consent->force.last != DAY_NEVER &&
        (consent->conflict || span_exact(consent->force));
    consent->in_force_from = known ? consent->force.last : DAY_UNKNOWN;
}

/* The withdrawal takes effect on the stated day, else when the notice has run; without either, nobody knows when. */
static void finish_withdrawal(struct consent *consent, const struct course_asked *asked)
{
    const struct act *act = consent->withdrawal;
    struct date first = rule_date(asked->notice, date_first(act->date));
    struct date last = rule_date(asked->notice, date_last(act->date));
    if (date_known(act->effective))
        consent->left = span_of(act->effective);
    else if (date_known(first) && date_known(last))
        consent->left = (struct span){day_number_of(first), day_number_of(last)};
    else
        consent->left = (struct span){day_number_of(act->date), DAY_NEVER};
}

static void add_signature(struct facts *facts, const struct act *act)
{
    if (!date_known(act->date))
        return;
    struct span span = span_of(act->date);
    if (!facts->signed_in) {
        facts->signature = span;
        facts->signed_in = act;
    } else if (!span_is(facts->signature, span) && !other_place(facts->signed_in, act)) {
        facts->signature_conflict |= span_exact(facts->signature) && span_exact(span);
        facts->signature = span_over(facts->signature, span);
    }
}

static day_number sort_day(const struct act *act)
{
    return day_number_of(date_known(act->date) ? act->date : act->effective);
}

static int by_day(const void *a, const void *b)
{
    const struct act *x = *(const struct act *const *)a, *y = *(const struct act *const *)b;
    day_number day_x = sort_day(x), day_y = sort_day(y);
    if (day_x != day_y)
        return day_x < day_y ? -1 : 1;
    return x < y ? -1 : x > y;
}

static struct consent *open_consent(struct facts *facts)
{
    struct consent *last = facts->count ? &facts->consents[facts->count - 1] : NULL;
    if (last && !last->withdrawal)
        return last;
    if (facts->count == CONSENTS_MOST)
        return NULL; /* nobody has left and come back that often */
    struct consent *fresh = &facts->consents[facts->count++];
    *fresh = (struct consent){.deposit = {DAY_NEVER, DAY_NEVER}, .left = {DAY_NEVER, DAY_NEVER}};
    return fresh;
}

static void gather(struct facts *facts, struct arena *arena, const struct course_asked *asked)
{
    const struct act **sorted = NEW_ARRAY(arena, asked->count + 1, const struct act *);
    *facts = (struct facts){.asked = asked,
        .adopted = date_known(asked->adopted) ? day_number_of(asked->adopted) : DAY_UNKNOWN + 1,
        .until = date_known(asked->table.until) ? (day_number)date_days(date_last(asked->table.until)) : DAY_NEVER};
    for (size_t i = 0; i < asked->count; i++)
        sorted[i] = &asked->acts[i];
    qsort(sorted, asked->count, sizeof *sorted, by_day);
    for (size_t i = 0; i < asked->count; i++) {
        struct consent *consent;
        if (act_signs(sorted[i]->kind)) {
            add_signature(facts, sorted[i]);
        } else if (act_binds(sorted[i]->kind)) {
            if (sort_day(sorted[i]) != DAY_UNKNOWN && (consent = open_consent(facts)) != NULL)
                add_account(consent, sorted[i]);
        } else if (sorted[i]->kind == ACTION_KIND_WITHDRAWAL && date_known(sorted[i]->date) && facts->count &&
            !facts->consents[facts->count - 1].withdrawal) {
            facts->consents[facts->count - 1].withdrawal = sorted[i];
        }
    }
    for (size_t i = 0; i < facts->count; i++) {
        finish_consent(&facts->consents[i], asked);
        if (facts->consents[i].withdrawal)
            finish_withdrawal(&facts->consents[i], asked);
    }
}

/* ---- the standing on a day ---- */

static struct turn stands(enum standing standing, const struct act *act, bool certain)
{
    return (struct turn){.standing = (uint8_t)standing, .act = act, .certain = certain, .in_force_from = DAY_UNKNOWN};
}

/* False: of this time of being bound the day knows nothing yet. */
static bool consent_on(struct turn *out, const struct consent *consent, day_number day)
{
    if (consent->withdrawal && day >= consent->left.first) {
        bool left = day >= consent->left.last;
        *out = stands(
            left ? STANDING_WITHDRAWN : STANDING_UNKNOWN, consent->withdrawal, left && span_exact(consent->left));
        return true;
    }
    if (day >= consent->force.last)
        *out = stands(STANDING_PARTY, consent->act, !consent->conflict && !consent->open_succession);
    else if (day >= consent->force.first)
        *out = stands(STANDING_UNKNOWN, consent->act, false);
    else if (day >= consent->deposit.last)
        *out = stands(STANDING_PENDING, consent->act, !consent->conflict && span_exact(consent->deposit));
    else if (day >= consent->deposit.first)
        *out = stands(STANDING_UNKNOWN, consent->act, false);
    else
        return false;
    if (out->standing != STANDING_UNKNOWN) {
        out->in_force_from = consent->in_force_from;
        out->computed = consent->computed;
    }
    out->conflict = consent->conflict;
    return true;
}

static struct turn stands_on(const struct facts *facts, day_number day)
{
    struct turn turn;
    bool complete = facts->asked->table.whole && day <= facts->until;
    if (day < facts->adopted)
        return stands(STANDING_NONE, NULL, true);
    for (size_t i = facts->count; i-- > 0;)
        if (consent_on(&turn, &facts->consents[i], day))
            return turn;
    if (facts->signed_in && day >= facts->signature.first) {
        turn = day >= facts->signature.last
            ? stands(STANDING_SIGNATORY, facts->signed_in, complete && !facts->signature_conflict)
            : stands(STANDING_UNKNOWN, facts->signed_in, false);
        turn.conflict = facts->signature_conflict;
        return turn;
    }
    if (facts->asked->listed && !facts->count && !facts->signed_in)
        return stands(STANDING_UNKNOWN, NULL, false);
    return stands(STANDING_NONE, NULL, complete);
}

/* ---- turns ---- */

static int by_number(const void *a, const void *b)
{
    day_number x = *(const day_number *)a, y = *(const day_number *)b;
    return x < y ? -1 : x > y;
}

static void add_day(day_number *days, size_t *count, day_number day)
{
    if (day != DAY_NEVER && day != DAY_UNKNOWN)
        days[(*count)++] = day;
}

static bool same_turn(const struct turn *a, const struct turn *b)
{
    return a->standing == b->standing && a->act == b->act && a->through == b->through && a->certain == b->certain &&
        a->conflict == b->conflict && a->computed == b->computed && a->in_force_from == b->in_force_from;
}

static void add_turn(struct course *course, struct turn turn, day_number from)
{
    turn.from = from;
    if (!course->turn_count || !same_turn(&course->turns[course->turn_count - 1], &turn))
        course->turns[course->turn_count++] = turn;
}

void course_make(struct course *out, struct arena *arena, const struct course_asked *asked)
{
    enum { DAYS_MOST = CONSENTS_MOST * 6 + 4 };
    struct facts facts;
    day_number days[DAYS_MOST];
    size_t count = 0;
    gather(&facts, arena, asked);
    add_day(days, &count, facts.adopted);
    add_day(days, &count, facts.until == DAY_NEVER ? DAY_NEVER : facts.until + 1);
    if (facts.signed_in) {
        add_day(days, &count, facts.signature.first);
        add_day(days, &count, facts.signature.last);
    }
    for (size_t i = 0; i < facts.count; i++) {
        const struct consent *consent = &facts.consents[i];
        const struct span spans[] = {consent->deposit, consent->force, consent->left};
        for (size_t s = 0; s < sizeof spans / sizeof *spans; s++) {
            add_day(days, &count, spans[s].first);
            add_day(days, &count, spans[s].last);
        }
    }
    qsort(days, count, sizeof *days, by_number);
    struct turn turns[DAYS_MOST + 1];
    *out = (struct course){.turns = turns,
        .signed_by = facts.signed_in ? facts.signature.last : DAY_NEVER,
        .deposited_by = facts.count ? facts.consents[0].deposit.last : DAY_NEVER,
        .signature = facts.signed_in};
    add_turn(out, stands_on(&facts, DAY_UNKNOWN), DAY_UNKNOWN);
    for (size_t i = 0; i < count; i++)
        if (i + 1 == count || days[i] != days[i + 1])
            add_turn(out, stands_on(&facts, days[i]), days[i]);
    out->turns = (struct turn *)(void *)arena_copy(arena, turns, out->turn_count * sizeof *turns);
}

const struct turn *course_on(const struct course *course, day_number day)
{
    uint32_t at = course->turn_count;
    while (at > 1 && course->turns[at - 1].from > day)
        at--;
    return &course->turns[at - 1];
}

/* ---- two courses ---- */

static bool is_bound(const struct turn *turn)
{
    return turn->standing == STANDING_PARTY || turn->standing == STANDING_PENDING;
}

/* How a day of one course and a day of another make one. */
struct mixing {
    uint32_t through;
    const struct act
        *gone; /* the consent that ended with the other instrument: joining that one again does not revive it */
    struct turn leaving;
    struct turn (*choose)(struct mixing *mixing, const struct turn *own, const struct turn *other);
};

static struct turn joined(struct mixing *mixing, const struct turn *own, const struct turn *other)
{
    struct turn turn = *other;
    if (own->standing == STANDING_PARTY || !is_bound(other))
        return *own;
    if (own->standing == STANDING_PENDING && other->standing == STANDING_PENDING)
        return *own;
    turn.through = mixing->through + 1;
    return turn;
}

static struct turn ended(struct mixing *mixing, const struct turn *own, const struct turn *other)
{
    if (!is_bound(own))
        return *own;
    if (other->standing == STANDING_WITHDRAWN) {
        mixing->gone = own->act;
        mixing->leaving = *other;
        mixing->leaving.through = mixing->through + 1;
    }
    return mixing->gone && mixing->gone == own->act ? mixing->leaving : *own;
}

static void combine(struct course *course, struct arena *arena, const struct course *other, struct mixing mixing)
{
    struct course both = *course;
    uint32_t a = 0, b = 0;
    both.turns = NEW_ARRAY(arena, course->turn_count + other->turn_count, struct turn);
    both.turn_count = 0;
    while (a < course->turn_count || b < other->turn_count) {
        bool take_a =
            b == other->turn_count || (a < course->turn_count && course->turns[a].from <= other->turns[b].from);
        day_number from = take_a ? course->turns[a].from : other->turns[b].from;
        while (a < course->turn_count && course->turns[a].from == from)
            a++;
        while (b < other->turn_count && other->turns[b].from == from)
            b++;
        add_turn(&both, mixing.choose(&mixing, &course->turns[a - 1], &other->turns[b - 1]), from);
    }
    *course = both;
}

void course_join(struct course *course, struct arena *arena, const struct course *other, uint32_t through)
{
    combine(course, arena, other, (struct mixing){.through = through, .choose = joined});
}

void course_end_with(struct course *course, struct arena *arena, const struct course *other, uint32_t through)
{
    combine(course, arena, other, (struct mixing){.through = through, .choose = ended});
}
