/*
 * States and time: who may take a step from where, how long it may take, which steps nobody takes by hand, who is waited for;
 * and the rules that steps and records have, with what they read.
 */
#include <stdlib.h>
#include <string.h>
#include "tools/decl/line.h"

enum { MOST_STATES = 32, LONGEST_CLOCK = 999 };

void parse_states(struct line *line, struct record *record)
{
    struct field *field = add_field(line, record, strdup("state"));
    field->type = TYPE_CHOICE;
    field->required = field->system = field->list = true;
    names(line, &field->choices, "a state");
    field->standard = field->choices.at[0];
    if (field->choices.count > MOST_STATES)
        complain(line->place, "record %s has more than %d states", record->noun, MOST_STATES);
}

/* FUNCTION, and what it is handed: reads F, G, all NOUN by F, all NOUN by F of G */
void parse_rule(struct line *line, struct rule *rule)
{
    *rule = (struct rule){.place = line->place, .name = name(line, "a function")};
    if (!take(line, "reads"))
        return;
    do {
        if (rule->read_count == MOST_LIST)
            complain(line->place, "%s reads more than %d things", rule->name, MOST_LIST);
        struct read *read = &rule->reads[rule->read_count++];
        if (!take(line, "all")) {
            read->field = name(line, "a field");
            continue;
        }
        read->all = name(line, "a record's noun");
        if (!take(line, "by"))
            complain(line->place, "say by which of its fields the rows of %s are found: \"all %s by FIELD\"", read->all,
                read->all);
        read->by = name(line, "a field");
        if (take(line, "of"))
            read->of = name(line, "a field");
    } while (take(line, ","));
}

/* 3 working days of FIELD */
static void parse_clock(struct line *line, struct clock *clock)
{
    static const struct {
        const char *one, *many, *unit;
    } units[] = {
        {"day", "days", "DAYS"}, {"week", "weeks", "WEEKS"}, {"month", "months", "MONTHS"}, {"year", "years", "YEARS"}};
    clock->n = number(line, next(line, "how many days, weeks, months, years or working days"));
    if (clock->n < 1 || clock->n > LONGEST_CLOCK)
        complain(line->place, "a clock runs for 1 to %d units, not %lld", LONGEST_CLOCK, clock->n);
    if (take(line, "working")) {
        if (!take(line, "days") && !take(line, "day"))
            complain(line->place, "say \"working days\"");
        clock->unit = "WORKING_DAYS";
    }
    for (size_t i = 0; !clock->unit && i < sizeof units / sizeof *units; i++)
        if (take(line, units[i].one) || take(line, units[i].many))
            clock->unit = (char *)units[i].unit;
    if (!clock->unit)
        complain(line->place, "\"%s\" is no unit of time; days, weeks, months, years and working days are", peek(line));
    if (!take(line, "of"))
        complain(line->place, "say from which day the clock counts: \"of FIELD\"");
    clock->of = name(line, "the field it counts from");
}

static void set_how(struct line *line, struct step *step, enum how how)
{
    if (step->how != BY_HAND)
        complain(line->place, "step %s can happen by itself in one way only", step->name);
    step->how = how;
}

static void parse_by(struct line *line, struct step *step)
{
    if (!take(line, "system")) {
        roles(line, &step->by);
        return;
    }
    if (!take(line, "after"))
        complain(
            line->place, "say when the system takes step %s: \"by system after 5 working days of FIELD\"", step->name);
    set_how(line, step, AFTER);
    parse_clock(line, &step->clock);
}

/* when FIELD is STATE, ... · when all LINK are STATE, ... */
static void parse_when(struct line *line, struct step *step)
{
    bool all = take(line, "all");
    set_how(line, step, all ? WHEN_ALL : WHEN);
    step->of = name(line, all ? "what the ties mean" : "a field that refers to another record");
    if (!take(line, all ? "are" : "is"))
        complain(line->place, "say \"when %s%s %s STATE\"", all ? "all " : "", step->of, all ? "are" : "is");
    names(line, &step->when, "a state");
}

/* due on FIELD */
static void parse_due(struct line *line, struct clock *clock)
{
    if (!take(line, "on"))
        complain(line->place, "say on which day it is due: \"due on FIELD\"");
    *clock = (struct clock){.n = 1, .unit = "ON", .of = name(line, "the field that has the day")};
}

static void one_clock(const struct line *line, const struct step *step)
{
    if (step->clock.n)
        complain(line->place, "step %s has two clocks", step->name);
}

static void parse_clause(struct line *line, struct step *step)
{
    if (take(line, "by")) {
        parse_by(line, step);
    } else if (take(line, "needs")) {
        parse_rule(line, &step->needs);
    } else if (take(line, "second")) {
        if (!take(line, "person"))
            complain(line->place, "say \"second person\"");
        step->second = true;
    } else if (take(line, "with")) {
        if (!take(line, "reason"))
            complain(line->place, "say \"with reason\"");
        step->reason = true;
    } else if (take(line, "within")) {
        one_clock(line, step);
        parse_clock(line, &step->clock);
    } else if (take(line, "due")) {
        one_clock(line, step);
        parse_due(line, &step->clock);
    } else if (take(line, "when")) {
        parse_when(line, step);
    } else if (take(line, "unless")) {
        step->unless_name = name(line, "a flag");
    } else if (take(line, "sets")) {
        names(line, &step->set, "a field");
    } else {
        complain(line->place, "\"%s\" is not understood in a step", peek(line));
    }
}

void parse_step(struct line *line, struct record *record)
{
    if (record->step_count == MOST_CHOICES)
        complain(line->place, "record %s has more than %d steps", record->noun, MOST_CHOICES);
    struct step *step = &record->steps[record->step_count++];
    *step = (struct step){.place = line->place, .name = name(line, "the name of a step"), .field = -1, .unless = -1};
    names(line, &step->from, "a state");
    if (!take(line, "->"))
        complain(line->place, "step %s lacks \"->\" before the state it leads to", step->name);
    step->to = name(line, "the state it leads to");
    while (line->at < line->count)
        parse_clause(line, step);
    if (step->how == BY_HAND && !step->by.said)
        complain(step->place, "step %s does not say by whom", step->name);
    if (step->how != BY_HAND && step->by.said)
        complain(step->place, "step %s happens by itself: nobody takes it by hand", step->name);
    if (step->how != BY_HAND && step->second)
        complain(step->place, "step %s happens by itself: there is no second person", step->name);
    if (step->how != BY_HAND && step->reason)
        complain(step->place, "step %s happens by itself: nobody gives a reason", step->name);
    if (step->how > AFTER && step->clock.n)
        complain(step->place, "step %s happens at once when it can: it has no clock", step->name);
    if (step->how == BY_HAND && step->unless_name)
        complain(step->place, "step %s is taken by hand: \"unless\" holds back what happens by itself", step->name);
}

/* waits ROLES when STATE, ... "words key" */
void parse_waits(struct line *line, struct record *record)
{
    if (record->wait_count == MOST_LIST)
        complain(line->place, "record %s has more than %d lines of what waits", record->noun, MOST_LIST);
    struct wait *wait = &record->waits[record->wait_count++];
    *wait = (struct wait){.place = line->place};
    roles(line, &wait->who);
    if (!take(line, "when"))
        complain(line->place, "say in which state it waits: \"waits ROLES when STATE\"");
    names(line, &wait->when, "a state");
    wait->key = next(line, "the key of its words, in quotation marks,");
}

/* ---- what must hold ---- */

static int state_of(const struct record *record, const char *word)
{
    const struct names *states = &record->fields[record->state].choices;
    for (int i = 0; i < states->count; i++)
        if (strcmp(states->at[i], word) == 0)
            return i;
    return -1;
}

unsigned state_bits(const struct record *record, const struct names *words)
{
    unsigned bits = 0;
    for (int i = 0; i < words->count; i++)
        bits |= 1u << state_of(record, words->at[i]);
    return bits;
}

static void must_be_states(const struct record *record, const struct names *words, struct place place, const char *what)
{
    for (int i = 0; i < words->count; i++)
        if (state_of(record, words->at[i]) < 0)
            complain(place, "%s names \"%s\", which is no state of %s", what, words->at[i], record->noun);
}

/* What waits is found in the order of the field it counts from. */
static void resolve_clock(struct record *record, struct step *step)
{
    step->clock.field = must(record, step->clock.of, step->name);
    const struct field *field = &record->fields[step->clock.field];
    if (field->type != TYPE_DAY && field->type != TYPE_MOMENT)
        complain(step->place, "the clock of step %s counts from %s, which is no whole day and no moment", step->name,
            field->name);
    if (strcmp(field->class, "public") != 0 && strcmp(field->class, "office") != 0)
        complain(step->place, "the clock of step %s counts from %s, which is %s: what is due would tell it", step->name,
            field->name, field->class);
    for (int i = 0; i < record->order_count; i++)
        if (strcmp(record->order_names[i], field->name) == 0)
            return;
    if (record->order_count == MOST_LIST)
        complain(step->place, "record %s has more than %d orders", record->noun, MOST_LIST);
    record->order_names[record->order_count++] = field->name;
}

static void resolve_step(const struct model *model, struct record *record, struct step *step)
{
    struct out what = {0};
    say(&what, "step %s", step->name);
    must_be_states(record, &step->from, step->place, what.at);
    must_be_states(record, &(struct names){.at = {step->to}, .count = 1}, step->place, what.at);
    if (step->clock.n)
        resolve_clock(record, step);
    if (step->needs.name)
        resolve_rule(model, record, &step->needs);
    if (step->unless_name) {
        step->unless = must(record, step->unless_name, "unless");
        if (record->fields[step->unless].type != TYPE_FLAG)
            complain(
                step->place, "step %s: what holds it back is a flag, and %s is none", step->name, step->unless_name);
    }
    for (int i = 0; i < step->set.count; i++) {
        const struct field *field = &record->fields[must(record, step->set.at[i], "sets")];
        bool can = field->type == TYPE_DAY || field->type == TYPE_MOMENT || field->type == TYPE_USER;
        if (!can || !field->system)
            complain(step->place, "step %s sets %s, which has to be a day, a moment or a user, and \"system\"",
                step->name, field->name);
    }
}

void resolve_steps(const struct model *model, struct record *record)
{
    if (record->state < 0 && (record->step_count || record->wait_count))
        complain(record->step_count ? record->steps[0].place : record->waits[0].place,
            "record %s has steps but no states", record->noun);
    for (int i = 0; i < record->step_count; i++)
        resolve_step(model, record, &record->steps[i]);
    for (int i = 0; i < record->wait_count; i++) {
        must_be_states(record, &record->waits[i].when, record->waits[i].place, "waits");
        if (!(record->waits[i].who.all | record->waits[i].who.own | record->waits[i].who.released))
            complain(record->waits[i].place, "nobody is waited for");
    }
    if (has_clocks(record) && filter_place(record, record->state) < 0)
        record->filter.at[record->filter.count++] = record->fields[record->state].name;
}

/* The one record whose rows have ties of this meaning to the record's. */
static const struct record *tied_by(const struct model *model, const struct record *record, const struct step *step)
{
    const struct record *found = NULL;
    for (int i = 0; i < model->count; i++)
        for (int j = 0; j < model->records[i]->link_count; j++) {
            const struct link *link = &model->records[i]->links[j];
            if (strcmp(link->name, step->of) != 0 || strcmp(link->to, record->noun) != 0)
                continue;
            if (found)
                complain(step->place, "step %s: both %s and %s have a link %s to %s; give one another meaning",
                    step->name, found->noun, model->records[i]->noun, step->of, record->noun);
            found = model->records[i];
        }
    if (!found)
        complain(step->place, "step %s: no record has a link %s to %s", step->name, step->of, record->noun);
    return found;
}

static void resolve_when(const struct model *model, struct record *record, struct step *step)
{
    if (step->how == WHEN) {
        step->field = must(record, step->of, "when");
        if (record->fields[step->field].type != TYPE_REF)
            complain(step->place, "step %s: %s refers to no record", step->name, step->of);
        step->other = record_by_noun(model, record->fields[step->field].ref);
    } else {
        step->other = tied_by(model, record, step);
    }
    if (step->other->state < 0)
        complain(step->place, "step %s: record %s has no states", step->name, step->other->noun);
    must_be_states(step->other, &step->when, step->place, "when");
}

/* The states that steps nobody takes lead to from one, one after the other. */
static unsigned led_to(const struct record *record, unsigned from)
{
    unsigned reached = from, before;
    do {
        before = reached;
        for (int i = 0; i < record->step_count; i++)
            if (record->steps[i].how != BY_HAND && state_bits(record, &record->steps[i].from) & reached)
                reached |= 1u << state_of(record, record->steps[i].to);
    } while (reached != before);
    return reached;
}

void resolve_following(const struct model *model, struct record *record)
{
    for (int i = 0; i < record->step_count; i++) {
        struct step *step = &record->steps[i];
        if (step->how > AFTER)
            resolve_when(model, record, step);
        if (step->how != BY_HAND && led_to(record, 1u << state_of(record, step->to)) & state_bits(record, &step->from))
            complain(step->place,
                "the steps of %s that nobody takes lead back to where %s begins: a row would never rest", record->noun,
                step->name);
    }
}

int filter_place(const struct record *record, int field)
{
    for (int i = 0; field >= 0 && i < record->filter.count; i++)
        if (strcmp(record->filter.at[i], record->fields[field].name) == 0)
            return i;
    return -1;
}

bool is_clock_field(const struct record *record, int field)
{
    for (int i = 0; i < record->step_count; i++)
        if (record->steps[i].clock.n && record->steps[i].clock.field == field)
            return true;
    return false;
}

bool has_clocks(const struct record *record)
{
    bool any = record->wait_count > 0;
    for (int i = 0; i < record->step_count; i++)
        any |= record->steps[i].clock.n > 0;
    return any;
}

/* ---- rules ---- */

static void resolve_all(
    const struct model *model, const struct record *record, const struct rule *rule, const struct read *read)
{
    const struct record *rows = record_by_noun(model, read->all);
    if (!rows)
        complain(rule->place, "%s reads all \"%s\", which no record is called", rule->name, read->all);
    const struct field *by = &rows->fields[must(rows, read->by, rule->name)];
    const char *to = record->noun;
    if (read->of) {
        const struct field *of = &record->fields[must(record, read->of, rule->name)];
        if (of->type != TYPE_REF)
            complain(rule->place, "%s: %s of %s refers to no record", rule->name, read->of, record->noun);
        to = of->ref;
    }
    if (by->type != TYPE_REF || strcmp(by->ref, to) != 0)
        complain(rule->place, "%s: %s of %s does not refer to a %s%s", rule->name, read->by, rows->noun, to,
            read->of ? "" : "; say of which field: \"of FIELD\"");
}

void resolve_rule(const struct model *model, const struct record *record, const struct rule *rule)
{
    for (int i = 0; i < rule->read_count; i++) {
        const struct read *read = &rule->reads[i];
        if (read->all)
            resolve_all(model, record, rule, read);
        else if (record->fields[must(record, read->field, rule->name)].type != TYPE_REF)
            complain(rule->place, "%s reads \"%s\", which refers to no record", rule->name, read->field);
    }
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same_reads(const struct rule *a, const struct rule *b)
{
    bool same = a->read_count == b->read_count;
    for (int i = 0; same && i < a->read_count; i++)
        same = same_text(a->reads[i].field, b->reads[i].field) && same_text(a->reads[i].all, b->reads[i].all) &&
            same_text(a->reads[i].by, b->reads[i].by) && same_text(a->reads[i].of, b->reads[i].of);
    return same;
}

static void add_rule(const struct rule **out, int *count, const struct rule *rule)
{
    if (!rule->name)
        return;
    for (int i = 0; i < *count; i++)
        if (strcmp(out[i]->name, rule->name) == 0) {
            if (!same_reads(out[i], rule))
                complain(rule->place, "%s reads other things here than in line %d", rule->name, out[i]->place.line);
            return;
        }
    out[(*count)++] = rule;
}

int rules_of(const struct record *record, const struct rule **out)
{
    int count = 0;
    add_rule(out, &count, &record->check);
    for (int i = 0; i < record->step_count; i++)
        add_rule(out, &count, &record->steps[i].needs);
    return count;
}
