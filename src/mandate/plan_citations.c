/* What a text cites, and how: by the verb before it ("recalling its resolution 62/172"), or because it acts under it ("pursuant to"). */
#include <string.h>
#include "mandate/plan.h"

enum { BEFORE = 60 };

static const struct {
    const char *base;
    enum citation_how how;
} verbs[] = {
    {"recalls", CITATION_HOW_RECALLS},
    {"rappelle", CITATION_HOW_RECALLS},
    {"recuerda", CITATION_HOW_RECALLS},
    {"reaffirms", CITATION_HOW_REAFFIRMS},
    {"réaffirme", CITATION_HOW_REAFFIRMS},
    {"reafirma", CITATION_HOW_REAFFIRMS},
    {"takes note", CITATION_HOW_TAKES_NOTE},
    {"notes", CITATION_HOW_TAKES_NOTE},
    {"prend note", CITATION_HOW_TAKES_NOTE},
    {"toma nota", CITATION_HOW_TAKES_NOTE},
    {"welcomes", CITATION_HOW_WELCOMES},
    {"se félicite", CITATION_HOW_WELCOMES},
    {"acoge con beneplácito", CITATION_HOW_WELCOMES},
    {"considers", CITATION_HOW_CONSIDERS},
    {"has considered", CITATION_HOW_CONSIDERS},
    {"bears in mind", CITATION_HOW_CONSIDERS},
};

static const char *const under[] = {"pursuant to", "in accordance with", "in conformity with", "under the terms of",
    "en application d", "conformément", "de conformidad con", "en cumplimiento de"};

static bool acts_under(const char *text, struct span span, uint32_t from)
{
    uint32_t start = span.at > from + BEFORE ? span.at - BEFORE : from;
    for (size_t i = 0; i < sizeof under / sizeof *under; i++)
        if (span.at > start && memmem(text + start, span.at - start, under[i], strlen(under[i])))
            return true;
    return false;
}

static enum citation_how how_of(const struct clause *clause, struct span span, const char *text)
{
    const struct said_verb *said = NULL;
    for (size_t i = 0; i < clause->verb_count; i++)
        if (clause->verbs[i].span.at <= span.at)
            said = &clause->verbs[i];
    if (acts_under(text, span, clause->span.at))
        return CITATION_HOW_PURSUANT_TO;
    for (size_t i = 0; said && said->base && i < sizeof verbs / sizeof *verbs; i++)
        if (strcmp(verbs[i].base, said->base) == 0)
            return verbs[i].how;
    return CITATION_HOW_OTHER;
}

static void add(
    struct plan *plan, size_t paragraph, const char *cited, enum citation_how how, enum citation_stands_in in)
{
    for (size_t i = plan->citation_count; i-- > 0 && plan->citations[i].paragraph == paragraph;)
        if (plan->citations[i].stands_in == in && strcmp(plan->citations[i].cited, cited) == 0)
            return;
    plan->citations[plan->citation_count++] = (struct plan_citation){paragraph, cited, how, in};
}

void plan_citations(struct plan *plan, struct arena *arena, const struct resolution *r)
{
    size_t room = r->reference_count * 3;
    for (size_t i = 0; i < plan->pieces.count; i++)
        room += plan->pieces.at[i].clause ? plan->pieces.at[i].clause->cited_count : 0;
    plan->citations = NEW_ARRAY(arena, room + 1, struct plan_citation);
    for (size_t i = 0; i < plan->pieces.count; i++) {
        const struct clause *clause = plan->pieces.at[i].clause;
        for (size_t c = 0; clause && c < clause->cited_count; c++)
            if (clause->cited[c].reference < r->reference_count)
                add(plan, i + 1, r->references[clause->cited[c].reference].symbol,
                    how_of(clause, clause->cited[c].span, r->text->bytes),
                    plan->pieces.at[i].part == PIECE_PREAMBLE ? CITATION_STANDS_IN_PREAMBLE
                                                              : CITATION_STANDS_IN_OPERATIVE);
    }
    static const struct {
        unsigned where;
        enum citation_stands_in in;
    } others[] = {{WHERE_HEADER, CITATION_STANDS_IN_HEADER}, {WHERE_ANNEX, CITATION_STANDS_IN_ANNEX},
        {WHERE_NOTE, CITATION_STANDS_IN_NOTE}};
    for (size_t o = 0; o < sizeof others / sizeof *others; o++)
        for (size_t i = 0; i < r->reference_count; i++)
            if (r->references[i].where & others[o].where)
                add(plan, 0, r->references[i].symbol, CITATION_HOW_OTHER, others[o].in);
}
