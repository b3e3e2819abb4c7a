#include "treaty/doubts.h"
#include "base/text.h"

struct finding {
    struct doubt *out;
    size_t most, count;
    const struct treaty_book *book;
    const struct book_cell *cell;
};

static void found(struct finding *finding, enum treaty_doubt_kind kind, const struct act *act, const struct act *than,
    struct date expected)
{
    if (finding->count < finding->most)
        finding->out[finding->count++] = (struct doubt){kind, finding->cell, act, than, expected};
}

static bool before(struct date a, struct date b)
{
    return date_known(a) && date_known(b) && date_compare(date_last(a), date_first(b)) < 0;
}

/* One action against its instrument and its State. */
static void look_alone(struct finding *finding, const struct act *act)
{
    const struct treaty *treaty = &finding->book->treaties[act->instrument];
    const struct body *body = &finding->book->bodies[act->state];
    const struct date none = {0};
    if (before(act->date, treaty->adopted))
        found(finding, TREATY_DOUBT_KIND_BEFORE_ADOPTION, act, NULL, treaty->adopted);
    if (before(act->date, body->since))
        found(finding, TREATY_DOUBT_KIND_STATE_NOT_YET, act, NULL, body->since);
    if (before(body->until, act->date))
        found(finding, TREATY_DOUBT_KIND_STATE_NO_MORE, act, NULL, body->until);
    if (!act_binds(act->kind) || act->kind == ACTION_KIND_SUCCESSION)
        return;
    if (before(act->effective, act->date))
        found(finding, TREATY_DOUBT_KIND_BEFORE_DEPOSIT, act, NULL, none);
    struct date expected = rule_entry(treaty->later, act->date, treaty->in_force);
    if (date_whole(act->effective) && date_known(expected) && !date_is(act->effective, expected))
        found(finding, TREATY_DOUBT_KIND_RULE_DIFFERS, act, NULL, expected);
}

/* Withdrawn between the two, so that the second is not a contradiction. */
static bool left_between(const struct book_cell *cell, struct date first, struct date second)
{
    for (uint32_t i = 0; i < cell->act_count; i++)
        if (cell->acts[i].kind == ACTION_KIND_WITHDRAWAL && date_compare(cell->acts[i].date, first) >= 0 &&
            date_compare(cell->acts[i].date, second) <= 0)
            return true;
    return false;
}

static void look_together(struct finding *finding, uint32_t second)
{
    const struct book_cell *cell = finding->cell;
    const struct act *act = &cell->acts[second];
    const struct date none = {0};
    bool consents_before = false;
    for (uint32_t i = 0; i < second; i++) {
        const struct act *other = &cell->acts[i];
        consents_before |= act_binds(other->kind);
        bool both_bind =
            act_binds(act->kind) && act_binds(other->kind) && date_whole(act->date) && date_whole(other->date);
        bool both_sign =
            act_signs(act->kind) && act_signs(other->kind) && date_whole(act->date) && date_whole(other->date);
        if ((!both_bind && !both_sign) || date_is(act->date, other->date) || left_between(cell, other->date, act->date))
            continue;
        if (act->depositary && other->depositary && !text_is(act->depositary, other->depositary))
            continue;
        found(finding,
            text_is(act->source, other->source) && both_bind ? TREATY_DOUBT_KIND_SECOND_CONSENT
                                                             : TREATY_DOUBT_KIND_CONFLICT,
            act, other, none);
        return;
    }
    if (act->kind == ACTION_KIND_WITHDRAWAL && !consents_before)
        found(finding, TREATY_DOUBT_KIND_WITHOUT_CONSENT, act, NULL, none);
}

/* Bound by an instrument that only parties to an older one can join, and surely no party to that one. */
static void look_for_parent(struct finding *finding)
{
    const struct book_cell *cell = finding->cell;
    const struct treaty *treaty = &finding->book->treaties[cell->instrument];
    for (uint32_t i = 0; i < cell->act_count; i++) {
        const struct act *act = &cell->acts[i];
        if (!act_binds(act->kind) || !date_known(act->date))
            continue;
        for (size_t t = 0; t < treaty->tie_count; t++) {
            const struct tie_to *tie = &treaty->ties[t];
            struct turn older = book_turn(finding->book, tie->to, cell->state, day_number_of(act->date));
            bool needs = tie->joining == RELATION_JOINING_PARTY_FIRST || tie->joining == RELATION_JOINING_PARTY_AT_ONCE;
            bool is_out = older.standing == STANDING_NONE || older.standing == STANDING_SIGNATORY ||
                older.standing == STANDING_WITHDRAWN;
            if (needs && is_out)
                found(finding, TREATY_DOUBT_KIND_NO_PARENT, act, NULL, (struct date){0});
        }
    }
}

/* Two that tell the same deposit differently: in the kind of consent, or in the day from which it binds. */
static void look_for_conflict(struct finding *finding, size_t from)
{
    const struct book_cell *cell = finding->cell;
    bool said = false, conflict = false;
    const struct act *act = NULL;
    for (size_t i = from; i < finding->count; i++)
        said |= finding->out[i].kind == TREATY_DOUBT_KIND_CONFLICT ||
            finding->out[i].kind == TREATY_DOUBT_KIND_SECOND_CONSENT;
    for (uint32_t i = 0; i < cell->course.turn_count && !conflict; i++)
        if (cell->course.turns[i].conflict && cell->course.turns[i].through == 0) {
            conflict = true;
            act = cell->course.turns[i].act;
        }
    if (conflict && !said)
        found(finding, TREATY_DOUBT_KIND_CONFLICT, act, NULL, (struct date){0});
}

size_t doubts_of(
    struct doubt *out, size_t most, size_t count, const struct treaty_book *book, const struct book_cell *cell)
{
    struct finding finding = {out, most, count, book, cell};
    for (uint32_t i = 0; i < cell->act_count; i++) {
        look_alone(&finding, &cell->acts[i]);
        look_together(&finding, i);
    }
    look_for_parent(&finding);
    look_for_conflict(&finding, count);
    return finding.count;
}
