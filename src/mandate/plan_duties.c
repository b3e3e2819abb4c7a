/*
 * The duties that a text lays. A verb that directs lays what it asks on whom it is said to; what is to be reported is read apart, with when
 * (mandate/duty.h); the organ lays on itself what it decides to take up, and ends what it gives a term. Each session or period named is
 * a duty of its own; what nobody dates is one without a date.
 */
#include <string.h>
#include <strings.h>
#include "mandate/plan.h"

enum { NAME_MOST = 130, SERIES_LEAST = 3, SERIES_MOST = 60 };

struct laying {
    struct plan *plan;
    struct arena *arena;
    const struct resolution *of;
    const struct plan_asked *asked;
    size_t room;
    size_t piece; /* where we are */
    const struct clause *clause;
    size_t laid; /* in this clause */
};

/* The words of a span, without the sign that ends them. */
static char *text_of(const struct laying *l, struct span span)
{
    char *text = text_trim(l->arena, span_text(l->arena, l->of->text, span));
    size_t size = strlen(text);
    while (size && strchr(" ;,.:", text[size - 1]))
        text[--size] = 0;
    return text;
}

static bool says(const char *text, const char *words)
{
    return strcasestr(text, words) != NULL;
}

/* ---- what it is called ---- */

static const char *shortened(struct arena *arena, const char *text)
{
    size_t size = strlen(text), cut = 0;
    if (size <= NAME_MOST)
        return text;
    for (size_t i = 0; i < NAME_MOST; i++)
        if (text[i] == ' ')
            cut = i;
    while (!cut && size > NAME_MOST && (text[size = NAME_MOST] & 0xC0) == 0x80)
        size--;
    return arena_format(arena, "%.*s…", (int)(cut ? cut : NAME_MOST), text);
}

/* "A/RES/64/177 op 9: Secretary-General to submit to the General Assembly…" */
static const char *name_of(const struct laying *l, const char *who, const char *what)
{
    bool goes_on = !text_empty(who) && (text_starts(what, "to ") || text_starts(what, "that "));
    const char *said = text_empty(who) ? what : arena_format(l->arena, "%s%s %s", who, goes_on ? "" : ":", what);
    return arena_format(l->arena, "%s: %s", l->plan->paragraphs[l->piece].cited_as, shortened(l->arena, said));
}

/* ---- one duty, each time it is due ---- */

static void add(struct laying *l, const struct duty *like)
{
    struct plan *plan = l->plan;
    if (plan->duty_count == l->room) {
        size_t room = l->room ? l->room * 2 : 16;
        struct plan_duty *grown = NEW_ARRAY(l->arena, room, struct plan_duty);
        if (plan->duty_count)
            memcpy(grown, plan->duties, plan->duty_count * sizeof *grown);
        plan->duties = grown;
        l->room = room;
    }
    struct plan_duty *duty = &plan->duties[plan->duty_count++];
    *duty = (struct plan_duty){.paragraph = l->piece + 1, .row = *like};
    duty->row.place = (int64_t)plan->duty_count;
    l->laid++;
}

/* When it must be there: before a session opens; else on the last day. */
static struct date must_be_there(const struct due *due)
{
    struct date day = due->kind == DUE_SESSION && !text_is(due->rule, "PH-LATER") ? due->from : due->to;
    if (!date_known(day))
        day = due->from;
    return !date_known(day)                                           ? (struct date){0}
        : due->kind == DUE_SESSION && !text_is(due->rule, "PH-LATER") ? date_first(day)
                                                                      : date_last(day);
}

static void add_due(struct laying *l, const struct duty *like, const struct due *due)
{
    struct duty duty = *like;
    if (due) {
        duty.due_organ = due->organ;
        duty.due_session = due->session ? due->session : UNKNOWN;
        duty.due_from = due->from;
        duty.due_to = due->to;
        duty.due = must_be_there(due);
        duty.due_mark = (enum duty_due_mark)due->mark;
        duty.due_rule = due->rule;
        duty.moved = due->moved;
        if (due->kind == DUE_EXPIRY)
            duty.kind = DUTY_KIND_EXPIRY;
    }
    add(l, &duty);
}

/* How many of a recurring series are told: the first three, and on to the second from today on. */
static size_t told_of(const struct phrase_reading *reading, struct date today)
{
    size_t count = 0, later = 0;
    for (; count < reading->count && (count < SERIES_LEAST || later < 2); count++)
        later += date_compare(reading->dues[count].from, today) >= 0;
    return count;
}

static void lay(struct laying *l, const struct duty *like, const struct phrase_reading *reading)
{
    struct duty duty = *like;
    size_t told = reading->recurring ? told_of(reading, l->asked->today) : reading->count, binding = 0;
    duty.recurring = like->recurring == 1 || reading->recurring;
    duty.due_session = UNKNOWN;
    duty.moved = UNKNOWN;
    duty.turn = UNKNOWN;
    for (size_t i = 0; i < told; i++) {
        if (!reading->dues[i].binds || (reading->dues[i].kind == DUE_UNDATED && !reading->dues[i].organ))
            continue;
        duty.turn = reading->recurring ? (int64_t)++binding : UNKNOWN;
        binding += !reading->recurring;
        add_due(l, &duty, &reading->dues[i]);
    }
    if (!binding)
        add_due(l, &duty, NULL);
}

static void read_phrase(struct phrase_reading *out, const struct laying *l, const char *text)
{
    phrase_read(out, l->arena,
        &(struct phrase_asked){.text = text,
            .adopter = l->plan->document.organ,
            .symbol = l->plan->document.symbol,
            .adopted = l->plan->document.date,
            .show = SERIES_MOST,
            .calendar = l->asked->calendar,
            .ordinals = l->asked->ordinals});
}

/* ---- resources ---- */

static void set_resources(struct duty *duty, const struct laying *l, struct span within)
{
    static const char *const kinds[] = {"existing", "extrabudgetary", "voluntary"};
    for (size_t i = 0; i < l->clause->resource_count; i++) {
        const struct resource *resource = &l->clause->resources[i];
        for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
            if (text_is(resource->kind, kinds[k]) && resource->span.at >= within.at && resource->span.to <= within.to) {
                duty->resources = (enum duty_resources)(k + 1);
                duty->condition = text_of(l, resource->span);
            }
    }
}

/* ---- a clause ---- */

static void lay_report(struct laying *l, const struct report_duty *report, const struct said_verb *verb)
{
    struct phrase_reading reading;
    const char *what = text_of(l, report->span);
    struct duty duty = {.name = name_of(l, report->who, what),
        .kind = DUTY_KIND_REPORT,
        .who = report->who,
        .verb = verb ? verb->phrase : NULL,
        .what = what,
        .recipient = report->to,
        .due_text = report->when,
        .recurring = report->recurring};
    read_phrase(&reading, l, what);
    set_resources(&duty, l, l->clause->span);
    lay(l, &duty, &reading);
}

static bool is_inside(struct span inner, struct span outer)
{
    return inner.at >= outer.at && inner.at < outer.to;
}

static size_t lay_reports(struct laying *l, size_t clause, struct span within, const struct said_verb *verb)
{
    size_t found = 0;
    for (size_t i = 0; i < l->of->reporting_count; i++) {
        const struct report_duty *report = &l->of->reporting[i];
        if (report->clause != clause || !is_inside(report->span, within))
            continue;
        lay_report(l, report, verb);
        found++;
    }
    return found;
}

static bool binds(const struct phrase_reading *reading)
{
    for (size_t i = 0; i < reading->count; i++)
        if (reading->dues[i].binds && (date_known(reading->dues[i].from) || reading->recurring))
            return true;
    return false;
}

/* What an organ adopts or approves is somebody else's text; what it decides binds it. */
static bool decides(const struct said_verb *verb)
{
    static const char *const bases[] = {"decides", "resolves", "agrees", "décide", "decide"};
    for (size_t i = 0; i < sizeof bases / sizeof *bases; i++)
        if (text_is(verb->base, bases[i]))
            return true;
    return false;
}

/* What a verb asks besides reports; `within` reaches to the next verb. */
static void lay_task(struct laying *l, const struct said_verb *verb, struct span within)
{
    struct phrase_reading reading;
    const char *said = text_of(l, within), *who = text_of(l, verb->who), *what = text_of(l, verb->what);
    bool directs = text_is(verb->class, "directive"), agenda = says(said, "agenda") && says(said, "session");
    if (!directs && !decides(verb))
        return;
    read_phrase(&reading, l, said);
    if (!binds(&reading) && (!directs || !*who))
        return;
    if (text_empty(what))
        what = said;
    if (!*who && l->plan->document.organ)
        who = organ_title(l->of->organ);
    struct duty duty = {.name = name_of(l, who, what),
        .kind = agenda ? DUTY_KIND_AGENDA : DUTY_KIND_TASK,
        .who = text_empty(who) ? NULL : who,
        .verb = verb->phrase,
        .what = what,
        .recurring = false};
    set_resources(&duty, l, within);
    lay(l, &duty, &reading);
}

/* "Recalls that the Secretary-General will report ... every four years": laid down elsewhere, and told here with its time. */
static void lay_told(struct laying *l)
{
    struct phrase_reading reading;
    const char *said = text_of(l, l->clause->span), *will = strstr(said, " will report");
    if (!will)
        return;
    read_phrase(&reading, l, said);
    if (!binds(&reading))
        return;
    const char *that = said;
    for (const char *at = said; (at = strstr(at, "that ")) != NULL && at < will; at += 5)
        that = at + 5;
    const char *who = arena_copy(l->arena, that, that < will ? (size_t)(will - that) : 0);
    if (text_starts(who, "the "))
        who += 4;
    struct duty duty = {
        .name = name_of(l, who, will + 1), .kind = DUTY_KIND_REPORT, .who = who, .verb = "will report", .what = said};
    lay(l, &duty, &reading);
}

static void lay_clause(struct laying *l, size_t index)
{
    const struct clause *clause = l->clause = &l->of->operative[index];
    uint32_t first = clause->verb_count ? clause->verbs[0].span.at : clause->span.to;
    l->laid = 0;
    lay_reports(l, index, (struct span){clause->span.at, first}, NULL);
    for (size_t i = 0; i < clause->verb_count; i++) {
        const struct said_verb *verb = &clause->verbs[i];
        struct span within = {verb->span.at, i + 1 < clause->verb_count ? verb[1].span.at : clause->span.to};
        if (!lay_reports(l, index, within, verb))
            lay_task(l, verb, within);
    }
    if (!l->laid)
        lay_told(l);
}

void plan_duties(struct plan *plan, struct arena *arena, const struct resolution *r, const struct plan_asked *asked)
{
    struct laying l = {.plan = plan, .arena = arena, .of = r, .asked = asked};
    for (size_t i = 0; i < r->operative_count; i++) {
        l.piece = r->preamble_count + i;
        lay_clause(&l, i);
    }
}
