#include "mandate/duty.h"
#include <string.h>
#include "base/text.h"
#include "mandate/timing.h"
#include "mandate/token.h"

enum { REACH = 70, LOOK_BACK = 20 << 10, MOST_TOKENS = 60000 };

/* One way of saying that a report is due, as tokens of the clause. */
struct event {
    size_t at, end; /* the verb; the words that go with it */
    size_t paper;   /* the report, count when the verb says it all */
    bool informs;
};

struct scan {
    struct duty_reader *r;
    const struct clause *clause;
    const char *bytes; /* of the clause */
    const struct token *tokens;
    size_t count;
    size_t index;
};

static bool word_is(const struct scan *s, size_t at, const char *word)
{
    const struct token *t = at < s->count ? &s->tokens[at] : NULL;
    return t && t->kind == TOKEN_OF_LETTERS && t->size == strlen(word) &&
        strncasecmp(s->bytes + t->at, word, t->size) == 0;
}

static bool word_among(const struct scan *s, size_t at, const char *const *words)
{
    for (; *words; words++)
        if (word_is(s, at, *words))
            return true;
    return false;
}

static const char *report_kind(const struct scan *s, size_t at, size_t *taken)
{
    const struct wording *term =
        at < s->count ? term_at(s->tokens + at, s->count - at, KIND(TERM_REPORT_PHRASE), taken) : NULL;
    return term ? term->value : NULL;
}

static bool is_paper(const struct scan *s, size_t at)
{
    size_t taken;
    return at < s->count && term_at(s->tokens + at, s->count - at, KIND(TERM_PAPER_PHRASE), &taken) != NULL;
}

/* A verb in the infinitive, or coordinated with one: "to report", "and to regularly report", "and report". */
static bool infinitive_here(const struct scan *s, size_t at)
{
    static const char *const marks[] = {"to", "de", "d", "à", "shall", "should", "will", "que", "a", NULL};
    static const char *const ands[] = {"and", "et", "y", "or", NULL};
    static const char *const pronouns[] = {"lui", "leur", "le", "les", "la", NULL};
    size_t taken, i = at;
    while (i > 0 &&
        (term_at(s->tokens + i - 1, 1, KIND(TERM_ADVERB_PHRASE) | KIND(TERM_TIMING_PHRASE), &taken) &&
            s->tokens[i - 1].size > 3 && !word_among(s, i - 1, marks)))
        i--;
    if (i > 1 && word_among(s, i - 1, pronouns)) /* de lui présenter, que le presente */
        i--;
    if (i == 0)
        return false;
    if (word_among(s, i - 1, marks))
        return true;
    if (is_sign(&s->tokens[i - 1], ','))
        return i == at;
    return word_among(s, i - 1, ands);
}

/* After "and", "report" is a verb before these. */
static bool report_is_verb(const struct scan *s, size_t at, size_t end)
{
    static const char *const behind[] = {"to", "its", "thereon", "on", "back", "regularly", "annually", "orally", "in",
        "through", "at", "periodically", "their", "no", "not", "within", "biennially", "every", "by", "any", "promptly",
        "directly", "his", "her", "accordingly", "as", "au", "à", "al", "a", NULL};
    if (at > 0 && word_is(s, at - 1, "to"))
        return true;
    return end >= s->count || s->tokens[end].kind == TOKEN_SIGN || word_among(s, end, behind);
}

/* A report that is laid before somebody: "a report", "its annual report", "reports"; not "the report of the Secretary-General". */
static bool paper_is_new(const struct scan *s, size_t carrier, size_t paper)
{
    static const char *const articles[] = {"a", "an", "un", "une", "una", "his", "her", "its", "their", "another",
        "any", "such", "brief", "full", "further", "oral", "written", NULL};
    static const char *const definite[] = {"the", "le", "el", "la", "los", "les", "l", NULL};
    static const char *const kinds[] = {"final", "interim", "next", "first", "second", "annual", "progress",
        "following", "biennial", "subsequent", "requisite", "necessary", "present", NULL};
    bool plural = s->bytes[s->tokens[paper].at + s->tokens[paper].size - 1] == 's';
    bool kind = false;
    for (size_t i = paper; i-- > carrier + 1 && paper - i < 9;) {
        if (s->tokens[i].kind == TOKEN_SIGN && !is_sign(&s->tokens[i], ','))
            return false;
        if (word_among(s, i, articles))
            return true;
        kind = kind || word_among(s, i, kinds);
        if (word_among(s, i, definite))
            return kind;
        if (word_is(s, i, "of") || word_is(s, i, "on"))
            return false;
    }
    return plural || kind || paper == carrier + 1;
}

/* The report that a carrier ("submit", "prepare") carries; count when there is none. */
static size_t carried(const struct scan *s, size_t carrier, size_t from, size_t end)
{
    for (size_t i = from; i < end && i < from + REACH; i++) {
        size_t taken;
        if (is_sign(&s->tokens[i], ';') || is_sign(&s->tokens[i], ':'))
            break;
        if (i > from + 1 && word_is(s, i - 1, "to") && s->tokens[i].kind == TOKEN_OF_LETTERS && !s->tokens[i].upper &&
            term_at(s->tokens + i, s->count - i, KIND(TERM_VERB_BASE) | KIND(TERM_REPORT_PHRASE), &taken) &&
            !word_is(s, i, "update"))
            break; /* another infinitive */
        if (is_paper(s, i) && paper_is_new(s, carrier, i))
            return i;
    }
    return s->count;
}

/* "a report to be submitted to", "reports submitted" behind a carrier that only includes something. */
static bool to_be_submitted(const struct scan *s, size_t paper, size_t end)
{
    for (size_t i = paper + 1; i < end && i < paper + 12; i++) {
        size_t taken;
        const struct wording *term = term_at(s->tokens + i, s->count - i, KIND(TERM_KEYWORD_PHRASE), &taken);
        if (word_is(s, i, "submitted") || word_is(s, i, "presented") || (term && text_is(term->value, "session")))
            return true;
    }
    return false;
}

static bool organ_follows(const struct scan *s, size_t from, size_t end, size_t *organ)
{
    for (size_t i = from; i < end && i < from + 7; i++) {
        size_t taken;
        if (term_at(s->tokens + i, s->count - i, KIND(TERM_ORGAN_PHRASE), &taken)) {
            *organ = i;
            return true;
        }
        if (s->tokens[i].kind == TOKEN_SIGN)
            return false;
    }
    return false;
}

static bool event_at(const struct scan *s, size_t at, size_t end, struct event *out)
{
    size_t taken, organ;
    const char *kind = report_kind(s, at, &taken);
    if (s->tokens[at].kind != TOKEN_OF_LETTERS || s->tokens[at].upper || !kind)
        return false;
    *out = (struct event){at, at + taken, s->count, false};
    if (text_is(kind, "verb"))
        return infinitive_here(s, at) && (taken > 1 || report_is_verb(s, at, at + taken));
    if (text_is(kind, "inform")) {
        bool keeps = (at > 0 && word_is(s, at - 1, "keep")) || infinitive_here(s, at);
        if (word_is(s, at, "informed") || word_is(s, at, "abreast")) { /* keep the Council regularly informed */
            for (size_t back = 1; back < 12 && back <= at; back++)
                if (word_is(s, at - back, "keep") && organ_follows(s, at - back, at, &organ)) {
                    *out = (struct event){at - back, at + 1, s->count, true};
                    return infinitive_here(s, at - back);
                }
            return false;
        }
        out->informs = true;
        return keeps && organ_follows(s, at + taken, end, &organ) && organ <= at + taken + 3;
    }
    if (!text_is(kind, "carrier") || !infinitive_here(s, at))
        return false;
    out->paper = carried(s, at, at + taken, end);
    if (out->paper >= s->count)
        return false;
    static const char *const holding[] = {"include", "incorporate", "continue", "give", "make", "hold", "organize",
        "conduct", "undertake", "convene", "carry", "update", "supplement", "complete", "elaborate", "publish",
        "circulate", "communicate", "bring", "send", "address", "file", "receive", "share", "offer", "supply", "table",
        "lay", "put", "inclure", "incluya", "incluir", NULL};
    bool holds = word_among(s, at, holding);
    return !holds || to_be_submitted(s, out->paper, end);
}

/* ---- who, to whom ---- */

static char *slice(const struct scan *s, size_t from, size_t end)
{
    if (from >= end)
        return NULL;
    return arena_copy(s->r->arena, s->bytes + s->tokens[from].at,
        s->tokens[end - 1].at + s->tokens[end - 1].size - s->tokens[from].at);
}

/*
 * The full name behind a short one ("the Office", "the Commission"): the nearest longer name before it in this resolution that has the
 * same noun. NULL when there is none.
 */
static const char *full_name(const struct scan *s, const struct token *noun, uint32_t before)
{
    enum { BEFORE = 100, BEHIND = 120, MOST_LOOKS = 40 };
    struct tokens *tokens = &s->r->before;
    const struct text *text = s->r->out->text;
    uint32_t start = s->r->out->span.at, looks = 0;
    const char *word = s->bytes + noun->at;
    if (before - start > LOOK_BACK)
        start = before - LOOK_BACK;
    for (uint32_t at = before; at-- > start && looks < MOST_LOOKS;) {
        if (text->bytes[at] != *word || at + noun->size > before || memcmp(text->bytes + at, word, noun->size) != 0)
            continue;
        uint32_t from = at - start > BEFORE ? at - BEFORE : start, to = before - at > BEHIND ? at + BEHIND : before;
        while (from < at && text->bytes[from] != ' ' && from > start)
            from++;
        while (to > at + noun->size && text->bytes[to - 1] != ' ')
            to--;
        looks++;
        tokens->count = 0;
        tokens->arena = s->r->arena;
        tokens_cut(tokens, text->bytes + from, to - from, MOST_TOKENS);
        const char *bytes = text->bytes + from;
        size_t i = 0;
        while (i < tokens->count && from + tokens->at[i].at < at)
            i++;
        if (i >= tokens->count || from + tokens->at[i].at != at || tokens->at[i].word != noun->word)
            continue;
        size_t first = i;
        while (first > 0 && tokens->at[first - 1].upper && tokens->at[first - 1].kind == TOKEN_OF_LETTERS &&
            tokens->at[first].before != BEFORE_NOTHING)
            first--;
        bool joined = first > 1 && tokens->at[first - 2].upper && tokens->at[first - 1].size == 3 &&
            strncmp(bytes + tokens->at[first - 1].at, "and", 3) ==
                0; /* Analytical Support and Sanctions Monitoring Team */
        if (joined && i - first > 0) {
            first -= 2;
            while (first > 0 && tokens->at[first - 1].upper && tokens->at[first - 1].kind == TOKEN_OF_LETTERS)
                first--;
        }
        size_t end = name_end(bytes, tokens->at, tokens->count, first);
        if (end - first >= 2 && end > i) {
            uint32_t a = tokens->at[first].at, b = tokens->at[end - 1].at + tokens->at[end - 1].size;
            return arena_copy(s->r->arena, bytes + a, b - a);
        }
    }
    return NULL;
}

/* A name as it stands, or the full one when it is a single noun. */
static const char *named(const struct scan *s, size_t from, size_t end)
{
    static const char *const articles[] = {
        "the", "le", "la", "les", "l", "el", "los", "las", "al", "au", "aux", "that", NULL};
    size_t taken;
    while (from < end && word_among(s, from, articles))
        from++;
    while (end > from && (s->tokens[end - 1].kind == TOKEN_SIGN && !is_sign(&s->tokens[end - 1], ')')))
        end--;
    if (from >= end)
        return NULL;
    const struct wording *organ = term_at(s->tokens + from, end - from, KIND(TERM_ORGAN_PHRASE), &taken);
    if (organ && taken == end - from && organ->lang == LANG_EN) {
        enum un_organ which = organ_of(organ->value), adopter = s->r->out->organ;
        if (which == ORGAN_GA)
            return "General Assembly";
        if (which == ORGAN_COUNCIL && (adopter == ORGAN_SC || adopter == ORGAN_HRC || adopter == ORGAN_ECOSOC)) {
            const char *full = full_name(s, &s->tokens[from], s->clause->span.at + s->tokens[from].at);
            return full && adopter != ORGAN_SC ? full : organ_title(adopter);
        }
        if (which == ORGAN_COMMISSION && adopter == ORGAN_CHR)
            return organ_title(adopter);
    }
    if (end - from == 1 && s->tokens[from].upper && !s->tokens[from].capitals) {
        const char *full = full_name(s, &s->tokens[from], s->clause->span.at + s->tokens[from].at);
        if (full)
            return full;
    }
    return slice(s, from, end);
}

/* "to the General Assembly", "to it" behind an event; fills in the end of the name. */
static const char *recipient_at(const struct scan *s, size_t at, size_t end, size_t *behind)
{
    static const char *const articles[] = {"the", "la", "le", "l", "les", "el", "los", "las", NULL};
    static const char *const us[] = {"it", "him", "them", "lui", NULL};
    size_t from = at, taken;
    if (word_among(s, from, us)) {
        *behind = from + 1;
        return word_is(s, from, "it") || word_is(s, from, "lui") ? organ_title(s->r->out->organ) : NULL;
    }
    while (from < end && word_among(s, from, articles))
        from++;
    if (from >= end || s->tokens[from].kind != TOKEN_OF_LETTERS || !s->tokens[from].upper)
        return NULL;
    const struct wording *organ = term_at(s->tokens + from, end - from, KIND(TERM_ORGAN_PHRASE), &taken);
    size_t name = organ ? from + taken : name_end(s->bytes, s->tokens, end, from);
    if (organ) {
        static const char *const joins[] = {"of", "on", "for", NULL}, *const ands[] = {"and", "et", "y", NULL};
        if (word_among(s, name, joins))
            name = name_end(s->bytes, s->tokens, end, from);
        size_t other = name + 1; /* the Council and (to) the Assembly */
        other += word_is(s, other, "to");
        other += word_among(s, other, articles);
        if (word_among(s, name, ands) && other < end &&
            term_at(s->tokens + other, end - other, KIND(TERM_ORGAN_PHRASE), &taken)) {
            *behind = other + taken;
            return arena_format(s->r->arena, "%s and %s", named(s, from, name), named(s, other, other + taken));
        }
    }
    if (name == from)
        return NULL;
    *behind = name;
    return named(s, from, name);
}

/* To whom, in the words from `from` to `end`. */
static const char *recipient(const struct scan *s, const struct event *event, size_t end)
{
    static const char *const tos[] = {"to", "by", "before", "à", "au", "a", "al", NULL};
    size_t behind;
    const char *who;
    if (event->informs) {
        size_t at = event->at + 1;
        return (who = recipient_at(s, at, end, &behind)) ? who : recipient_at(s, event->end, end, &behind);
    }
    if (event->paper < s->count && (who = recipient_at(s, event->end, event->paper, &behind)) != NULL &&
        !word_is(s, event->end, "it"))
        return who; /* provide the Council with a report */
    if (event->at > 0 &&
        (word_is(s, event->at - 1, "lui") || (word_is(s, event->at - 1, "le") && word_is(s, event->at - 2, "que"))))
        return organ_title(s->r->out->organ); /* de lui présenter */
    for (size_t i = event->end; i < end; i++) {
        bool by = word_is(s, i, "by"), before = word_is(s, i, "before");
        if (by && !(i > 0 && (word_is(s, i - 1, "consideration") || word_is(s, i - 1, "examination"))))
            continue;
        if (!word_among(s, i, tos) || before)
            continue;
        if (i > 0 && (s->tokens[i - 1].kind == TOKEN_OF_LETTERS) &&
            (word_is(s, i - 1, "submitted") && i < event->paper))
            continue;
        who = recipient_at(s, i + 1, end, &behind);
        if (who)
            return who;
    }
    /* "à l'Assemblée": the article stands with the preposition; "au Conseil" */
    return NULL;
}

static const char *through(const struct scan *s, size_t from, size_t end)
{
    size_t behind;
    for (size_t i = from; i + 1 < end; i++)
        if (word_is(s, i, "through")) {
            const char *who = recipient_at(s, i + 1, end, &behind);
            if (who)
                return who;
        }
    return NULL;
}

/* Somebody named between a directive in the infinitive and the event: "(c) To request the Secretary-General to submit". */
static const char *inner_addressee(const struct scan *s, size_t from, size_t at)
{
    static const char *const asking[] = {"request", "ask", "invite", "direct", "urge", "instruct", "authorize", "prier",
        "demander", "pedir", "inviter", "invitar", NULL};
    static const char *const saying[] = {"that", "on", "upon", "to", "the", "à", "au", "al", "a", NULL};
    for (size_t i = at; i-- > from;) {
        bool call = word_is(s, i, "call") && (word_is(s, i + 1, "upon") || word_is(s, i + 1, "on"));
        if (!call && !word_among(s, i, asking))
            continue;
        if (s->tokens[i].before == BEFORE_HYPHEN)
            continue;
        size_t name = i + 1;
        while (name < at && word_among(s, name, saying))
            name++;
        if (name >= at || !(s->tokens[name].upper || word_is(s, name, "all") || word_is(s, name, "member")))
            continue;
        size_t end = s->tokens[name].upper ? name_end(s->bytes, s->tokens, at, name) : name + 2;
        return named(s, name, end > name ? end : name + 1);
    }
    return NULL;
}

/* "Decides that the Committee shall report", "that the Centre report": the name before the modal. */
static const char *subject_of_that(const struct scan *s, size_t from, size_t at)
{
    for (size_t i = at; i-- > from;) {
        if (!word_is(s, i, "that") && !word_is(s, i, "que"))
            continue;
        size_t name = i + 1;
        while (name < at &&
            (word_is(s, name, "the") || word_is(s, name, "le") || word_is(s, name, "el") || word_is(s, name, "la")))
            name++;
        if (name < at && s->tokens[name].upper)
            return named(s, name, name_end(s->bytes, s->tokens, at, name));
        return NULL;
    }
    return NULL;
}

static const char *first_name(const struct scan *s, size_t from, size_t at)
{
    for (size_t i = from; i < at; i++)
        if (s->tokens[i].kind == TOKEN_OF_LETTERS && s->tokens[i].upper) {
            size_t end = name_end(s->bytes, s->tokens, at, i);
            return named(s, i, end);
        }
    return NULL;
}

static size_t token_at(const struct scan *s, uint32_t place)
{
    size_t low = 0, high = s->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (s->clause->span.at + s->tokens[middle].at < place)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool licenses(const struct said_verb *verb)
{
    static const char *const others[] = {"decides", "refers", "establishes", "approves", "extends", "renews",
        "authorizes", "looks forward", "appoints", "creates", "sets up", "décide", "decide", "endorses", "agrees",
        "resolves", "commissions", "convenes", "grants", "adopts", "accepts", "designates", "постановляет", NULL};
    if (text_is(verb->class, "directive"))
        return true;
    for (const char *const *o = others; *o; o++)
        if (verb->base && text_is(verb->base, *o))
            return true;
    return false;
}

static const char *who_of(const struct scan *s, const struct said_verb *verb, size_t from, const struct event *event)
{
    const char *who = inner_addressee(s, from, event->at);
    if (who)
        return who;
    if (verb->who.to > verb->who.at && verb->who.at < s->clause->span.at + s->tokens[event->at].at) {
        size_t a = token_at(s, verb->who.at), b = token_at(s, verb->who.to);
        return named(s, a, b);
    }
    who = subject_of_that(s, from, event->at);
    return who ? who : first_name(s, from, event->at);
}

static bool already(const struct duty_reader *r, size_t clause, const char *who)
{
    if (!r->out->reporting_count)
        return false;
    const struct report_duty *last = &r->out->reporting[r->out->reporting_count - 1];
    return last->clause == clause && text_is(last->who, who);
}

static struct report_duty *add(struct duty_reader *r)
{
    struct resolution *out = r->out;
    if (out->reporting_count == r->room) {
        size_t room = r->room ? r->room * 2 : 8;
        struct report_duty *grown = NEW_ARRAY(r->arena, room, struct report_duty);
        if (out->reporting_count)
            memcpy(grown, out->reporting, out->reporting_count * sizeof *grown);
        out->reporting = grown;
        r->room = room;
    }
    struct report_duty *duty = &out->reporting[out->reporting_count++];
    *duty = (struct report_duty){0};
    return duty;
}

static const char *label_of(const struct clause *clause, uint32_t place)
{
    const char *label = NULL;
    for (size_t i = 0; i < clause->sub_count; i++)
        if (clause->subs[i].span.at <= place && place < clause->subs[i].span.to)
            label = clause->subs[i].label;
    return label;
}

/* What is said of one event until `end`; a second one of the same person in the same words is the same duty said in two steps. */
static void take(const struct scan *s, const struct said_verb *verb, size_t from, const struct event *event, size_t end)
{
    const char *who = who_of(s, verb, from, event), *to = recipient(s, event, end);
    struct timing timing;
    timing_read(&timing, s->r->arena, s->r->ordinals, s->bytes, s->tokens, event->end, end);
    if (!timing.text)
        timing_read(&timing, s->r->arena, s->r->ordinals, s->bytes, s->tokens, from, event->at);
    if (already(s->r, s->index, who)) {
        struct report_duty *last = &s->r->out->reporting[s->r->out->reporting_count - 1];
        bool says_more = (to && !last->to) || (timing.text && !last->when);
        bool same = !to || !last->to || text_is(to, last->to);
        if (same && (says_more || !timing.text || text_is(timing.text, last->when))) {
            last->to = last->to ? last->to : to;
            if (!last->when) {
                last->when = timing.text;
                memcpy(last->sessions, timing.sessions, sizeof last->sessions);
                last->session_count = timing.session_count;
                last->recurring = timing.recurring;
            }
            last->span.to = s->clause->span.at + s->tokens[end - 1].at + s->tokens[end - 1].size;
            return;
        }
    }
    struct report_duty *duty = add(s->r);
    *duty = (struct report_duty){.who = who,
        .to = to,
        .when = timing.text,
        .through = through(s, event->end, end),
        .session_count = timing.session_count,
        .clause = s->index,
        .recurring = timing.recurring,
        .span = {s->clause->span.at + s->tokens[event->at].at,
            s->clause->span.at + s->tokens[end - 1].at + s->tokens[end - 1].size}};
    memcpy(duty->sessions, timing.sessions, sizeof duty->sessions);
    duty->sub = label_of(s->clause, duty->span.at);
}

/* The words that belong to one verb, or to one subparagraph of it. */
static void segment(const struct scan *s, const struct said_verb *verb, size_t from, size_t end)
{
    for (size_t at = from; at < end;) {
        struct event event;
        if (!event_at(s, at, end, &event)) {
            at++;
            continue;
        }
        size_t next = event.paper < s->count ? event.paper + 1 : event.end, until = end;
        for (size_t i = next; i < end; i++) {
            struct event other;
            if (is_sign(&s->tokens[i], ';')) {
                until = i;
                break;
            }
            if (event_at(s, i, end, &other)) {
                until = i;
                break;
            }
        }
        take(s, verb, from, &event, until);
        at = until > next ? until : next;
    }
}

void duties_read(struct duty_reader *r, size_t index, const struct token *tokens, size_t count)
{
    const struct clause *clause = &r->out->operative[index];
    bool any = false;
    for (size_t v = 0; v < clause->verb_count; v++)
        any = any || licenses(&clause->verbs[v]);
    if (!any)
        return;
    struct scan s = {r, clause, r->out->text->bytes + clause->span.at, tokens, count, index};
    for (size_t v = 0; v < clause->verb_count; v++) {
        const struct said_verb *verb = &clause->verbs[v];
        if (!licenses(verb))
            continue;
        size_t from = token_at(&s, verb->span.to),
               end = v + 1 < clause->verb_count ? token_at(&s, clause->verbs[v + 1].span.at) : s.count;
        if (clause->sub_count && v + 1 == clause->verb_count) {
            size_t lead = token_at(&s, clause->subs[0].span.at);
            segment(&s, verb, from, lead);
            for (size_t i = 0; i < clause->sub_count; i++) {
                size_t a = token_at(&s, clause->subs[i].span.at);
                size_t b = i + 1 < clause->sub_count ? token_at(&s, clause->subs[i + 1].span.at) : s.count;
                segment(&s, verb, a, b < s.count || i + 1 < clause->sub_count ? b : s.count);
            }
        } else {
            segment(&s, verb, from, end);
        }
    }
}
