/* What rules look at, and how it is fetched: a rule sees structs only. And the steps of a record as tables. */
#include <string.h>
#include "tools/decl/decl.h"

/* "all membership by group" is called membership_by_group. */
static void read_name(struct out *out, const struct read *read)
{
    if (read->all)
        say(out, "%s_by_%s", read->all, read->by);
    else
        say(out, "%s", read->field);
}

void write_facts(struct out *out, const struct record *record)
{
    const struct rule *rules[1 + MOST_CHOICES];
    int count = rules_of(record, rules);
    for (int r = 0; r < count; r++) {
        const struct rule *rule = rules[r];
        say(out, "/* What the rule %s looks at; `before` is NULL for a new row. */\nstruct %s_facts {\n", rule->name,
            rule->name);
        say(out, "    const struct %s *before, *after;\n", record->noun);
        for (int i = 0; i < rule->read_count; i++) {
            const struct read *read = &rule->reads[i];
            struct out member = {0};
            read_name(&member, read);
            if (read->all)
                say(out, "    const struct %s *const *%s; /* all of them */\n    size_t %s_count;\n", read->all,
                    member.at, member.at);
            else
                say(out, "    const struct %s *%s;\n", record->fields[field_index(record, read->field)].ref, member.at);
        }
        say(out, "};\nenum err %s(struct call *call, const struct %s_facts *facts) MUST_CHECK;\n\n", rule->name,
            rule->name);
    }
}

static void write_read(struct out *out, const struct model *model, const struct record *record, const struct read *read)
{
    struct out member = {0};
    read_name(&member, read);
    if (!read->all) {
        say(out,
            "    if ((err = row_read_for_rule((const void **)(void *)&facts.%s, db, call, &%s_record, "
            "facts.after->%s)) != "
            "OK)\n        return err;\n",
            member.at, record->fields[field_index(record, read->field)].ref, read->field);
        return;
    }
    const char *id = read->of && strcmp(read->of, "id") != 0 ? read->of : "row.id";
    say(out,
        "    if ((err = row_read_all_for_rule((void ***)(void *)&facts.%s, &facts.%s_count, db, call, &%s_record, %d, "
        "facts.after->%s)) != OK)\n        return err;\n",
        member.at, member.at, read->all, field_index(record_by_noun(model, read->all), read->by), id);
}

void write_rules(struct out *out, const struct model *model, const struct record *record)
{
    const struct rule *rules[1 + MOST_CHOICES];
    int count = rules_of(record, rules);
    for (int r = 0; r < count; r++) {
        const struct rule *rule = rules[r];
        say(out,
            "static enum err %s_rule_%s(struct call *call, struct db *db, const void *before, const void *after)\n{\n",
            record->noun, rule->name);
        say(out, "    struct %s_facts facts = {.before = before, .after = after};\n", rule->name);
        say(out, rule->read_count ? "    enum err err;\n" : "    (void)db;\n");
        for (int i = 0; i < rule->read_count; i++)
            write_read(out, model, record, &rule->reads[i]);
        say(out, "    return %s(call, &facts);\n}\n\n", rule->name);
    }
}

static void write_step(struct out *out, const struct record *record, const struct step *step)
{
    static const char *const hows[] = {"STEP_BY_HAND", "STEP_AFTER", "STEP_WHEN", "STEP_WHEN_ALL"};
    const struct names *states = &record->fields[record->state].choices;
    unsigned long long set = 0;
    int to = 0;
    while (strcmp(states->at[to], step->to) != 0)
        to++;
    for (int i = 0; i < step->set.count; i++)
        set |= 1ull << field_index(record, step->set.at[i]);
    say(out, "    {.name = \"%s\", .from = 0x%x, .to = %d, .by = {.all = 0x%x, .own = 0x%x, .released = 0x%x}",
        step->name, state_bits(record, &step->from), to + 1, step->by.all, step->by.own, step->by.released);
    say(out, ", .second = %s, .reason = %s, .how = %s,\n        .field = %d, .unless = %d, .sets = 0x%llx",
        step->second ? "true" : "false", step->reason ? "true" : "false", hows[step->how],
        step->clock.n ? step->clock.field : step->field, step->unless, set);
    if (step->clock.n)
        say(out, ", .clock = {%lld, CLOCK_%s}", step->clock.n, step->clock.unit);
    if (step->other)
        say(out, ", .other = \"%s\", .when = 0x%x", step->other->noun, state_bits(step->other, &step->when));
    if (step->how == WHEN_ALL)
        say(out, ", .link = \"%s\"", step->of);
    if (step->needs.name)
        say(out, ", .needs = %s_rule_%s", record->noun, step->needs.name);
    say(out, "},\n");
}

void write_steps(struct out *out, const struct record *record)
{
    if (record->step_count)
        say(out, "static const struct step %s_steps[] = {\n", record->noun);
    for (int i = 0; i < record->step_count; i++)
        write_step(out, record, &record->steps[i]);
    if (record->step_count)
        say(out, "};\n");
    if (record->wait_count)
        say(out, "static const struct wait %s_waits[] = {\n", record->noun);
    for (int i = 0; i < record->wait_count; i++) {
        const struct wait *wait = &record->waits[i];
        say(out, "    {.key = \"%s\", .states = 0x%x, .who = {.all = 0x%x, .own = 0x%x, .released = 0x%x}},\n",
            wait->key, state_bits(record, &wait->when), wait->who.all, wait->who.own, wait->who.released);
    }
    if (record->wait_count)
        say(out, "};\n");
}
