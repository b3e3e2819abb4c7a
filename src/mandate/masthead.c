#include "mandate/masthead.h"
#include <string.h>
#include "base/text.h"
#include "mandate/label.h"
#include "world/calendar.h"
#include "world/session_phrase.h"

enum { MOST_IN_HEAD = 200, MOST_LINES_LOOKED_AT = 400, TITLE_MOST = 1000 };

static bool says(const struct token *tokens, size_t count, const char *value, size_t *at)
{
    size_t taken;
    for (size_t i = 0; i < count; i++) {
        const struct wording *term = term_at(tokens + i, count - i, KIND(TERM_KEYWORD_PHRASE), &taken);
        if (term && text_is(term->value, value)) {
            *at = i;
            return true;
        }
    }
    return false;
}

static bool begins_with(const struct token *tokens, size_t count, const char *value)
{
    size_t at = decoration(tokens, count), found;
    return at < count && says(tokens + at, 1, value, &found);
}

/* ---- number and title ---- */

/* The number in the paragraph that has it; the token behind it and its full stop. */
static size_t read_number(struct masthead_reader *r, struct resolution *out, const struct paragraph *p)
{
    size_t count, taken, at = 0;
    const struct token *tokens = paragraph_tokens(r->all, p, 0, MOST_IN_HEAD, &count);
    const char *bytes = r->all->text.bytes + p->at;
    while (at < count && at < 14) {
        const struct wording *word = term_at(tokens + at, count - at, KIND(TERM_KEYWORD_PHRASE), &taken);
        out->decision = out->decision || (word && text_is(word->value, "decision"));
        bool draft = word && text_is(word->value, "draft");
        if (draft) {
            out->draft = true;
            return count < at + taken + 1 ? count : at + taken + 1;
        }
        bool number = tokens[at].kind == TOKEN_NUMBER ||
            (tokens[at].capitals && tokens[at].size <= 2 && at + 1 < count && tokens[at + 1].before == BEFORE_HYPHEN);
        if (number)
            break;
        const char *symbol = document_symbol(r->arena, bytes, tokens + at, count - at, &taken);
        if (symbol) {
            out->symbol = symbol;
            break;
        }
        at++;
    }
    const char *symbol =
        at < count ? symbol_of(r->arena, out->organ, out->decision, bytes, tokens + at, count - at, &taken) : NULL;
    if (!symbol)
        return 0;
    if (out->organ == ORGAN_SC && !strchr(symbol, '(')) { /* without its year */
        out->symbol_sure = SURE_COMPUTED;
    } else {
        out->symbol_sure = SURE_SEEN;
    }
    out->symbol = symbol;
    at += taken;
    while (at < count &&
        (is_sign(&tokens[at], '.') || is_sign(&tokens[at], ':') || is_sign(&tokens[at], '*') ||
            is_sign(&tokens[at], TOKEN_DASH) || is_sign(&tokens[at], '-')))
        at++;
    return at;
}

/* Lines of a head that are no title: the masthead, who adopted it, on what report, session and agenda item. */
static bool not_title(struct masthead_reader *r, const struct resolution *out, const struct paragraph *p,
    const struct token *tokens, size_t count)
{
    size_t found, end;
    if (!count || is_sign(&tokens[0], '[') || p->start == START_CLOSE || p->start == START_HEAD ||
        p->start == START_SECTION)
        return true;
    if (says(tokens, count < 3 ? count : 3, "adopted", &found) ||
        (says(tokens, count, "adopted", &found) && says(tokens, count, "meeting", &end)))
        return true;
    if (begins_with(tokens, count, "masthead") || begins_with(tokens, count, "item") ||
        begins_with(tokens, count, "committee"))
        return true;
    if (count < 8 && session_named(r->all->text.bytes + p->at, tokens, count))
        return true;
    if (count < 9 && date_known(date_named(r->all->text.bytes + p->at, tokens, count, &end)) && end + 1 >= count)
        return true;
    size_t taken;
    const struct wording *organ = term_at(tokens, count, KIND(TERM_ORGAN_PHRASE), &taken);
    return (organ && taken >= count - (count > taken && tokens[count - 1].kind == TOKEN_SIGN)) ||
        (count == 1 && tokens[0].kind != TOKEN_OF_LETTERS) ||
        (says(tokens, count, "draft", &found) && count < 60 &&
            (is_sign(&tokens[count - 1], ':') || found + 3 >= count)) ||
        (out->organ == ORGAN_SC);
}

static void add_title(struct masthead_reader *r, struct buffer *title, const struct paragraph *p, size_t from)
{
    const char *at = r->all->text.bytes + p->at + from;
    size_t size = p->to - p->at - from;
    while (size && ((unsigned char)at[size - 1] <= ' ' || at[size - 1] == '*'))
        size--;
    if (title->size && size)
        buffer_byte(title, ' ');
    buffer_add(title, at, size);
}

static void read_title(struct masthead_reader *r, struct resolution *out, const struct region *region)
{
    struct buffer *title = buffer_new(r->arena, TITLE_MOST);
    size_t from = region->head, count, bracket = NO_PARAGRAPH;
    if (region->number != NO_PARAGRAPH) {
        const struct paragraph *p = &r->all->at[region->number];
        size_t behind = read_number(r, out, p), end;
        const struct token *tokens = paragraph_tokens(r->all, p, 0, MOST_IN_HEAD, &count);
        const char *bytes = r->all->text.bytes + p->at;
        if (behind < count && out->organ != ORGAN_SC && !is_sign(&tokens[behind], '[')) {
            bool dated =
                date_known(date_named(bytes, tokens + behind, count - behind < 6 ? count - behind : 6, &end)) &&
                behind + end >= count;
            if (!dated)
                add_title(r, title, p, tokens[behind].at);
        }
        from = region->number + 1;
    } else {
        for (size_t i = region->head; i < region->formula;
             i++) { /* below the words on the report, when there are some */
            const struct token *tokens = paragraph_tokens(r->all, &r->all->at[i], 0, 30, &count);
            size_t found;
            if (count &&
                (is_sign(&tokens[0], '[') || says(tokens, count, "adopted", &found) ||
                    says(tokens, count, "draft", &found)))
                bracket = i;
        }
        if (bracket != NO_PARAGRAPH)
            from = bracket + 1;
        else if (region->formula > region->head)
            from = region->formula - 1;
    }
    for (size_t i = from; i < region->formula; i++) {
        const struct paragraph *p = &r->all->at[i];
        const struct token *tokens = paragraph_tokens(r->all, p, 0, 60, &count);
        if (not_title(r, out, p, tokens, count)) {
            continue;
        }
        size_t skip = p->label.kind == LABEL_SECTION && p->label.size < count ? p->label.size : 0;
        if (title->size + p->to - p->at < 700)
            add_title(r, title, p, tokens[skip].at);
    }
    if (title->size) {
        out->title = title->at;
        out->title_sure = SURE_SEEN;
    }
}

/* ---- masthead ---- */

/* Symbols, sessions and agenda items that stand alone in lines of the masthead or below the text. */
static void read_masthead_line(
    struct masthead_reader *r, struct resolution *out, const char *bytes, const struct token *tokens, size_t count)
{
    size_t taken, found;
    for (size_t i = 0; i < count; i++) {
        const char *symbol = tokens[i].kind == TOKEN_OF_LETTERS && i + 1 < count && is_sign(&tokens[i + 1], '/')
            ? document_symbol(r->arena, bytes, tokens + i, count - i, &taken)
            : NULL;
        if (!symbol)
            continue;
        bool own = strstr(symbol, "/RES/") || strstr(symbol, "/DEC/");
        bool draft = strstr(symbol, "/L.") != NULL;
        if (!out->symbol && (own || draft)) {
            out->symbol = symbol;
            out->symbol_sure = SURE_SEEN;
            out->draft = !own;
        }
    }
    if (!out->agenda_item && says(tokens, count, "item", &found) && count < 60) {
        const struct wording *term = term_at(tokens + found, count - found, KIND(TERM_KEYWORD_PHRASE), &taken);
        size_t from = found + taken, end = from;
        if (term && term->words > 1)
            while (end < count && end < from + 12 &&
                (tokens[end].kind == TOKEN_NUMBER ||
                    (tokens[end].kind == TOKEN_SIGN &&
                        (is_sign(&tokens[end], '(') || is_sign(&tokens[end], ')') || is_sign(&tokens[end], ','))) ||
                    (tokens[end].kind == TOKEN_OF_LETTERS && !tokens[end].upper && tokens[end].size <= 3 &&
                        end > from)))
                end++;
        while (end > from && ((tokens[end - 1].kind == TOKEN_OF_LETTERS) || is_sign(&tokens[end - 1], ',')))
            end--;
        if (end > from)
            out->agenda_item = arena_copy(
                r->arena, bytes + tokens[from].at, tokens[end - 1].at + tokens[end - 1].size - tokens[from].at);
    }
    if (!out->session && (out->organ == ORGAN_GA || out->organ == ORGAN_HRC || out->organ == ORGAN_CHR)) {
        uint32_t session = session_named(bytes, tokens, count);
        if (session) {
            out->session = arena_format(r->arena, "%u", session);
            out->session_sure = SURE_SEEN;
        }
    }
}

static void read_masthead(struct masthead_reader *r, struct resolution *out, const struct region *region)
{
    size_t count;
    uint32_t first = region->head < r->all->count ? r->all->at[region->head].line : 0,
             last = region->formula < r->all->count ? r->all->at[region->formula].line : 0;
    if (r->only) {
        first = 0;
        last = (uint32_t)r->lines->count;
    }
    for (uint32_t i = first; i < last && i < first + MOST_LINES_LOOKED_AT; i++)
        if (r->lines->at[i].role == LINE_MASTHEAD) {
            const struct token *tokens = line_tokens(r->lines, i, 40, &count);
            read_masthead_line(r, out, line_text(r->lines, i), tokens, count);
        }
    for (size_t i = region->head; i < region->formula; i++) {
        const struct token *tokens = paragraph_tokens(r->all, &r->all->at[i], 0, 60, &count);
        bool bracket = count && is_sign(&tokens[0], '[');
        if (!bracket && i != region->number)
            read_masthead_line(r, out, r->all->text.bytes + r->all->at[i].at, tokens, count);
    }
    size_t below = region->close != NO_PARAGRAPH ? region->close_end : region->body_end;
    for (size_t i = region->close != NO_PARAGRAPH ? region->close : region->body_end;
         r->only && i < below && i < region->end; i++) {
        const struct token *tokens = paragraph_tokens(r->all, &r->all->at[i], 0, 80, &count);
        read_masthead_line(r, out, r->all->text.bytes + r->all->at[i].at, tokens, count);
    }
}

/* ---- date, meeting, vote ---- */

static bool word_is(const char *bytes, const struct token *t, const char *word)
{
    return t->kind == TOKEN_OF_LETTERS && t->size == strlen(word) && strncasecmp(bytes + t->at, word, t->size) == 0;
}

/* "65th plenary meeting", "2074th meeting": from its number on. */
static void read_meeting(
    struct masthead_reader *r, struct resolution *out, const char *bytes, const struct token *tokens, size_t count)
{
    size_t taken, from;
    for (size_t i = 0; i < count && !out->meeting; i++) {
        const struct wording *word = term_at(tokens + i, count - i, KIND(TERM_KEYWORD_PHRASE), &taken);
        if (!word || !text_is(word->value, "meeting") || i == 0)
            continue;
        from = i;
        while (from > 0 && i - from < 9) {
            size_t other;
            const struct token *t = &tokens[from - 1];
            bool part = t->kind == TOKEN_NUMBER || is_sign(t, 0xAA) || is_sign(t, 0xBA) ||
                (t->kind == TOKEN_OF_LETTERS && from > 1 &&
                    (t->before == BEFORE_NOTHING || t->before == BEFORE_HYPHEN) &&
                    tokens[from - 2].kind == TOKEN_NUMBER) ||
                term_at(t, 1, KIND(TERM_ORDINAL_PHRASE), &other) || (word_is(bytes, t, "and") && from < i) ||
                word_is(bytes, t, "第");
            if (!part)
                break;
            from--;
        }
        if (from < i)
            out->meeting = arena_copy(r->arena, bytes + tokens[from].at,
                tokens[i + taken - 1].at + tokens[i + taken - 1].size - tokens[from].at);
    }
}

static int votes_at(const char *bytes, const struct token *t)
{
    return t->kind == TOKEN_NUMBER && t->number < 300 ? (int)t->number : word_is(bytes, t, "none") ? 0 : -1;
}

/* "by a recorded vote of 31 to 13, with 3 abstentions", "by 12 votes to none", "unanimously", "without a vote" */
static void read_vote(
    struct resolution *out, const char *bytes, const struct token *tokens, size_t count, struct span span)
{
    bool recorded = false, by = false;
    for (size_t i = 0; i < count && !out->vote.how; i++) {
        size_t taken;
        const struct wording *word = term_at(tokens + i, count - i, KIND(TERM_KEYWORD_PHRASE), &taken);
        by = by || word_is(bytes, &tokens[i], "by");
        if (!word || !text_is(word->value, "vote"))
            continue;
        recorded = recorded || text_starts(word->phrase, "recorded") || text_starts(word->phrase, "roll") ||
            text_starts(word->phrase, "votación") || text_starts(word->phrase, "vote e");
        bool none = text_is(word->phrase, "without a vote") || text_is(word->phrase, "consensus") ||
            text_is(word->phrase, "sans vote") || text_is(word->phrase, "sin votación");
        bool all = text_is(word->phrase, "unanimously") || text_starts(word->phrase, "à l'u") ||
            text_starts(word->phrase, "por unan");
        if (none || all) {
            out->vote = (struct vote){none ? "without_vote" : "unanimous", -1, -1, -1, span};
            return;
        }
        if (!by)
            continue;
        for (size_t n = i > 2 ? i - 2 : 0; n + 2 < count && n < i + 6; n++) {
            size_t to = n + 1;
            while (to < count && to < n + 5 && !word_is(bytes, &tokens[to], "to"))
                to++;
            int in_favour = votes_at(bytes, &tokens[n]),
                against = to + 1 < count && to < n + 5 ? votes_at(bytes, &tokens[to + 1]) : -1;
            if (tokens[n].kind != TOKEN_NUMBER || in_favour < 0 || against < 0)
                continue;
            out->vote = (struct vote){recorded ? "recorded" : "vote", in_favour, against, -1, span};
            for (size_t a = to + 2; a + 1 < count && a < to + 8; a++)
                if (votes_at(bytes, &tokens[a]) >= 0 &&
                    (text_starts(bytes + tokens[a + 1].at, "absten") ||
                        text_starts(bytes + tokens[a + 1].at, "member")))
                    out->vote.abstaining = votes_at(bytes, &tokens[a]);
            return;
        }
    }
}

static void take_date(struct resolution *out, struct date date)
{
    if (!date_known(out->date) && date_known(date)) {
        out->date = date;
        out->date_sure = SURE_SEEN;
    }
}

static bool names_document(struct arena *arena, const char *bytes, const struct token *tokens, size_t count)
{
    size_t taken;
    for (size_t i = 0; i + 2 < count; i++)
        if (tokens[i].capitals && is_sign(&tokens[i + 1], '/') &&
            document_symbol(arena, bytes, tokens + i, count - i, &taken))
            return true;
    return false;
}

static void read_adoption(struct masthead_reader *r, struct resolution *out, const struct region *region)
{
    size_t count, found, end;
    for (size_t i = region->head; i < region->formula; i++) {
        const struct paragraph *p = &r->all->at[i];
        const char *bytes = r->all->text.bytes + p->at;
        const struct token *tokens = paragraph_tokens(r->all, p, 0, 120, &count);
        bool adopted = says(tokens, count, "adopted", &found),
             number = i == region->number ||
            (region->number != NO_PARAGRAPH && i == region->number + 1 && out->organ == ORGAN_SC);
        bool behind = number && out->organ == ORGAN_SC; /* Resolution 425 (1978) of 19 March 1978 */
        if (adopted || behind)
            take_date(out, date_named(bytes, tokens + (adopted ? found : 0), count - (adopted ? found : 0), &end));
        if (adopted) {
            read_meeting(r, out, bytes, tokens, count);
            read_vote(out, bytes, tokens, count, (struct span){p->at, p->to});
        }
        if (count > 2 && is_sign(&tokens[0], '[') && p->start != START_CLOSE && !out->committee_report &&
            (says(tokens, count, "report", &found) || names_document(r->arena, bytes, tokens, count)))
            out->committee_report =
                text_trim(r->arena, span_text(r->arena, &r->all->text, (struct span){p->at, p->to}));
    }
    for (size_t i = region->close; region->close != NO_PARAGRAPH && i < region->close_end && i < region->close + 6;
         i++) {
        const struct paragraph *p = &r->all->at[i];
        const char *bytes = r->all->text.bytes + p->at;
        const struct token *tokens = paragraph_tokens(r->all, p, 0, 200, &count);
        if (i > region->close && p->start == START_HEAD)
            break;
        if (i < region->close + 3)
            take_date(out, date_named(bytes, tokens, count < 60 ? count : 60, &end));
        read_meeting(r, out, bytes, tokens, count);
        read_vote(out, bytes, tokens, count, (struct span){p->at, p->to});
    }
    if (region->close != NO_PARAGRAPH)
        out->closing = (struct span){r->all->at[region->close].at, r->all->at[region->close_end - 1].to};
}

static void read_decision(struct masthead_reader *r, struct resolution *out, const struct region *region)
{
    size_t count, end;
    const struct paragraph *p = &r->all->at[region->body];
    const struct token *tokens = paragraph_tokens(r->all, p, 0, 60, &count);
    take_date(out, date_named(r->all->text.bytes + p->at, tokens, count, &end));
    read_meeting(r, out, r->all->text.bytes + p->at, tokens, count);
}

/* ---- what follows from the rest ---- */

static void complete(struct masthead_reader *r, struct resolution *out, const struct region *region)
{
    if (out->organ == ORGAN_SC && out->symbol && !strchr(out->symbol, '(') && date_known(out->date))
        out->symbol = arena_format(r->arena, "%s(%d)", out->symbol, out->date.year);
    if (region->part && out->symbol && !out->draft) {
        size_t size = strlen(out->symbol);
        char *bracket = strchr(out->symbol, '(');
        bool lettered =
            out->symbol[size - 1] == region->part || (bracket && bracket > out->symbol && bracket[-1] == region->part);
        if (!lettered)
            out->symbol = bracket
                ? arena_format(r->arena, "%.*s%c%s", (int)(bracket - out->symbol), out->symbol, region->part, bracket)
                : arena_format(r->arena, "%s%c", out->symbol, region->part);
    }
    struct symbol_session told;
    if (!out->symbol || !symbol_session(&told, out->symbol))
        told = (struct symbol_session){0};
    if (out->organ == ORGAN_ECOSOC) {
        int year = told.year ? told.year : date_known(out->date) ? out->date.year : 0;
        out->session = year ? arena_format(r->arena, "%d", year) : NULL;
        out->session_sure = year ? SURE_COMPUTED : SURE_NOT;
    } else if (told.session) {
        bool special = text_is(told.organ, "GA-SPECIAL"), emergency = text_is(told.organ, "GA-EMERGENCY");
        const char *number = arena_format(r->arena, "%s%d", special ? "S-" : emergency ? "ES-" : "", told.session);
        out->session_sure = out->session && text_is(out->session, number) ? SURE_SEEN : SURE_COMPUTED;
        out->session = number;
    }
    if (out->organ == ORGAN_SC)
        out->session = NULL;
}

void masthead_read(struct masthead_reader *r, struct resolution *out, const struct region *region)
{
    read_title(r, out, region);
    read_masthead(r, out, region);
    if (region->decision)
        read_decision(r, out, region);
    read_adoption(r, out, region);
    complete(r, out, region);
}

void masthead_cite(struct clause_reader *r, const struct resolution *out, const struct region *region)
{
    for (size_t i = region->head; i < region->formula; i++) {
        const struct paragraph *p = &r->all->at[i];
        size_t count, taken, found, skip = 0;
        const struct token *tokens = paragraph_tokens(r->all, p, 0, 120, &count);
        bool own = count > 2 && is_sign(&tokens[0], '[') &&
            document_symbol(r->arena, r->all->text.bytes + p->at, tokens + 1, count - 1, &taken) && taken + 3 >= count;
        bool words = count > 1 &&
            (is_sign(&tokens[0], '[') || says(tokens, count, "adopted", &found) ||
                says(tokens, count, "report", &found) || i >= region->number);
        if (own || !words || p->start == START_CLOSE)
            continue;
        if (i == region->number)
            for (size_t t = 0; t < count && t < 12; t++)
                if (symbol_of(r->arena, out->organ, false, r->all->text.bytes + p->at, tokens + t, count - t, &taken)) {
                    skip = t + taken < count ? tokens[t + taken].at : p->to - p->at;
                    break;
                }
        cite_span(r, (struct span){p->at + (uint32_t)skip, p->to}, WHERE_HEADER);
    }
}
