#include "mandate/reader.h"
#include <string.h>
#include "base/text.h"
#include "mandate/clauses.h"
#include "mandate/duty.h"
#include "mandate/encoding.h"
#include "mandate/masthead.h"
#include "mandate/mend.h"
#include "mandate/outline.h"
#include "world/ordinal.h"

enum { MOST_BYTES = 256 << 20 };

struct mandate_reader {
    const struct ordinals *ordinals;
};

struct mandate_reader *mandate_reader_new(struct arena *arena)
{
    struct mandate_reader *reader = NEW(arena, struct mandate_reader);
    reader->ordinals = ordinals_make(arena);
    return reader;
}

uint32_t mandate_source(const struct resolution *resolution, uint32_t at)
{
    return text_source(resolution->text, at);
}

struct reading {
    struct arena *arena;
    struct mandate_reader *reader;
    struct lines lines;
    struct notes notes;
    struct paragraphs all;
    struct outline outline;
    struct clause_reader clauses;
    struct span *note_spans;
};

/* The words of the notes, behind those of the paragraphs. */
static void clean_notes(struct reading *r)
{
    struct text *text = &r->all.text;
    r->note_spans = NEW_ARRAY(r->arena, r->notes.count + 1, struct span);
    for (size_t i = 0; i < r->notes.count; i++) {
        const struct note *note = &r->notes.at[i];
        text_gap(text);
        r->note_spans[i].at = (uint32_t)text->size;
        size_t left = note->line_count;
        struct notes none = {0};
        for (size_t line = note->first; line < r->lines.count && left; line++) {
            if (r->notes.of_line[line] != (int32_t)i)
                continue;
            const struct line *l = &r->lines.at[line];
            text_add(text, &r->lines, &none, line == note->first ? note->from : l->from, l->to, line > note->first);
            left--;
        }
        r->note_spans[i].to = (uint32_t)text->size;
    }
}

/* The bits of the numbers whose marks stand in a span. */
static uint8_t *marks_within(const struct text *text, struct arena *arena, struct span span, bool all)
{
    uint8_t *bits = arena_alloc(arena, MOST_NOTE / 8 + 1);
    for (size_t i = 0; i < text->mark_count; i++)
        if (text->marks[i].number <= MOST_NOTE &&
            (all || (text->marks[i].at >= span.at && text->marks[i].at <= span.to)))
            bits[text->marks[i].number / 8] |= (uint8_t)(1 << text->marks[i].number % 8);
    return bits;
}

static bool has_bit(const uint8_t *bits, int number)
{
    return bits[number / 8] >> number % 8 & 1;
}

/* A note belongs where its mark stands; one whose mark was not found, where its lines stand. */
static void take_notes(struct reading *r, struct resolution *out, const struct region *region, bool only)
{
    if (!r->notes.count)
        return;
    const struct text *text = &r->all.text;
    uint8_t *here = marks_within(text, r->arena, out->span, false),
            *anywhere = marks_within(text, r->arena, out->span, true);
    uint32_t first = r->all.at[region->head].line,
             last = region->end < r->all.count ? r->all.at[region->end].line : (uint32_t)r->lines.count;
    out->footnotes = NEW_ARRAY(r->arena, r->notes.count, struct footnote);
    for (size_t i = 0; i < r->notes.count; i++) {
        const struct note *note = &r->notes.at[i];
        bool between = note->first >= first && note->first < last;
        bool mine =
            only || (note->number > 0 && has_bit(anywhere, note->number) ? has_bit(here, note->number) : between);
        if (!mine)
            continue;
        struct footnote *footnote = &out->footnotes[out->footnote_count++];
        *footnote = (struct footnote){.number = note->number, .span = r->note_spans[i]};
        cite_span(&r->clauses, footnote->span, WHERE_NOTE);
        footnote->cited_count = r->clauses.citer->cited_count;
        footnote->cited = NEW_ARRAY(r->arena, footnote->cited_count + 1, struct cited);
        if (footnote->cited_count)
            memcpy(footnote->cited, r->clauses.citer->cited, footnote->cited_count * sizeof *footnote->cited);
    }
}

static bool is_own(const struct resolution *out, const char *symbol)
{
    return out->symbol && text_is(symbol, out->symbol);
}

/* The resolution itself is none of its references; "1373" without its year is the one that has it. */
static void settle_references(struct resolution *out, struct citer *citer)
{
    uint32_t *now = NEW_ARRAY(citer->arena, citer->count + 1, uint32_t);
    size_t kept = 0;
    struct reference *found = citer->found;
    for (size_t i = 0; i < citer->count; i++) {
        now[i] = UINT32_MAX;
        if (is_own(out, found[i].symbol))
            continue;
        if (text_starts(found[i].symbol, "S/RES/") && !strchr(found[i].symbol, '('))
            for (size_t other = 0; other < citer->count; other++)
                if (text_starts(found[other].symbol, found[i].symbol) &&
                    found[other].symbol[strlen(found[i].symbol)] == '(' && other < i)
                    now[i] = now[other];
        if (now[i] != UINT32_MAX)
            continue;
        now[i] = (uint32_t)kept;
        found[kept++] = found[i];
    }
    out->references = found;
    out->reference_count = kept;
    for (int part = 0; part < 2; part++) {
        struct clause *clauses = part ? out->operative : out->preamble;
        size_t count = part ? out->operative_count : out->preamble_count;
        for (size_t c = 0; c < count; c++) {
            size_t to = 0;
            for (size_t i = 0; i < clauses[c].cited_count; i++)
                if (now[clauses[c].cited[i].reference] != UINT32_MAX) {
                    clauses[c].cited[to] = clauses[c].cited[i];
                    clauses[c].cited[to++].reference = now[clauses[c].cited[i].reference];
                }
            clauses[c].cited_count = to;
        }
    }
    for (size_t f = 0; f < out->footnote_count; f++) {
        size_t to = 0;
        for (size_t i = 0; i < out->footnotes[f].cited_count; i++)
            if (now[out->footnotes[f].cited[i].reference] != UINT32_MAX) {
                out->footnotes[f].cited[to] = out->footnotes[f].cited[i];
                out->footnotes[f].cited[to++].reference = now[out->footnotes[f].cited[i].reference];
            }
        out->footnotes[f].cited_count = to;
    }
}

/* A document that the text gives itself, in brackets below the number or in the masthead. */
static enum un_organ organ_of_symbol(const char *symbol)
{
    if (text_starts(symbol, "A/HRC/"))
        return ORGAN_HRC;
    if (text_starts(symbol, "A/"))
        return ORGAN_GA;
    if (text_starts(symbol, "S/"))
        return ORGAN_SC;
    if (text_starts(symbol, "E/CN.4/"))
        return ORGAN_CHR;
    return text_starts(symbol, "E/") ? ORGAN_ECOSOC : ORGAN_NONE;
}

/* Without opening words, the organ is the one named in the head. */
static void guess_organ(struct reading *r, struct resolution *out, const struct region *region)
{
    size_t count, taken;
    for (size_t i = region->head; i <= region->formula && out->organ == ORGAN_NONE; i++) {
        const struct token *tokens = paragraph_tokens(&r->all, &r->all.at[i], 0, 60, &count);
        for (size_t t = 0; t < count && out->organ == ORGAN_NONE; t++) {
            const char *symbol =
                document_symbol(r->arena, r->all.text.bytes + r->all.at[i].at, tokens + t, count - t, &taken);
            const struct wording *term =
                symbol ? NULL : term_at(tokens + t, count - t, KIND(TERM_ORGAN_PHRASE), &taken);
            enum un_organ organ = symbol ? organ_of_symbol(symbol) : term ? organ_of(term->value) : ORGAN_NONE;
            if (organ >= ORGAN_GA && organ <= ORGAN_CHR && !(term && text_is(term->more, "short")))
                out->organ = organ;
        }
    }
    for (size_t i = 0; i < r->lines.count && i < 200 && out->organ == ORGAN_NONE; i++)
        if (r->lines.at[i].role == LINE_MASTHEAD) {
            const struct token *tokens = line_tokens(&r->lines, i, 20, &count);
            const char *symbol =
                count ? document_symbol(r->arena, line_text(&r->lines, i), tokens, count, &taken) : NULL;
            if (symbol)
                out->organ = organ_of_symbol(symbol);
        }
}

static int how_sure(const struct resolution *out)
{
    int total = 0, parts = 0;
    for (size_t i = 0; i < out->preamble_count; i++, parts++)
        total += out->preamble[i].sure;
    for (size_t i = 0; i < out->operative_count; i++, parts++)
        total += out->operative[i].sure;
    int sure = parts ? total / parts : 30;
    sure -= !out->symbol ? 10 : 0;
    sure -= out->cut ? 15 : 0;
    return sure < 5 ? 5 : sure;
}

static struct resolution *read_region(struct reading *r, const struct region *region, bool only)
{
    struct resolution *out = NEW(r->arena, struct resolution);
    const struct paragraph *formula = &r->all.at[region->formula];
    *out = (struct resolution){.organ = region->has_formula ? (enum un_organ)formula->organ : ORGAN_NONE,
        .lang = region->has_formula ? (enum lang)formula->lang : LANG_EN,
        .decision = region->decision,
        .text = &r->all.text,
        .cut = region->cut,
        .vote = {NULL, -1, -1, -1, {0, 0}}};
    uint32_t last = region->end ? r->all.at[region->end - 1].to : formula->to;
    out->span = (struct span){r->all.at[region->head].at, last};
    if (region->has_formula) {
        size_t count;
        const struct token *tokens = paragraph_tokens(&r->all, formula, 0, formula->formula, &count);
        uint32_t from = count ? tokens[decoration(tokens, count) < count ? decoration(tokens, count) : 0].at : 0;
        out->formula = (struct span){
            formula->at + from, count ? formula->at + tokens[count - 1].at + tokens[count - 1].size : formula->to};
    }
    if (out->organ == ORGAN_NONE)
        guess_organ(r, out, region);
    struct masthead_reader head = {r->arena, &r->all, &r->lines, r->reader->ordinals, only};
    masthead_read(&head, out, region);
    struct citer citer;
    int64_t session = 0;
    text_number(&session, text_or(out->session, ""));
    citer_init(&citer, r->arena, out->organ, (uint32_t)session);
    struct duty_reader duties = {.arena = r->arena, .ordinals = r->reader->ordinals, .out = out};
    r->clauses = (struct clause_reader){
        .arena = r->arena, .all = &r->all, .citer = &citer, .duties = &duties, .tokens = r->clauses.tokens};
    masthead_cite(&r->clauses, out, region);
    clauses_read(&r->clauses, out, region);
    annexes_read(&r->clauses, out, region);
    take_notes(r, out, region, only);
    settle_references(out, &citer);
    out->sure = how_sure(out);
    return out;
}

/* The draft takes the place of what recommends it when that says nothing else. */
static struct resolution *join_draft(struct resolution *outer, struct resolution *draft)
{
    struct resolution *joined = draft, *around = outer;
    if (outer->operative_count > 1)
        return outer;
    joined->outer = around;
    joined->symbol = around->symbol;
    joined->session = around->session;
    joined->date = around->date;
    joined->title = around->title ? around->title : draft->title;
    joined->meeting = around->meeting;
    joined->agenda_item = around->agenda_item;
    joined->committee_report = around->committee_report;
    joined->vote = around->vote;
    joined->symbol_sure = around->symbol_sure;
    joined->session_sure = around->session_sure;
    joined->date_sure = around->date_sure;
    joined->title_sure = around->title_sure;
    joined->decision = around->decision;
    joined->draft = around->draft;
    return joined;
}

/* A beginning without an operative part at the end of a page is a neighbour's. */
static bool is_tail(const struct resolution *resolution, size_t parts)
{
    return resolution->cut && !resolution->operative_count && parts > 1;
}

/* "37/98 B" stands under the number and title of 37/98 A. */
static void inherit_number(struct arena *arena, struct resolution *out, const struct resolution *first, char part)
{
    char *symbol = arena_text(arena, first->symbol), *bracket = strchr(symbol, '(');
    char *letter = bracket ? bracket - 1 : symbol + strlen(symbol) - 1;
    if (*letter < 'A' || *letter >= part)
        return;
    *letter = part;
    out->symbol = symbol;
    out->symbol_sure = SURE_COMPUTED;
    out->session = first->session;
    out->session_sure = first->session_sure;
    out->title = out->title ? out->title : first->title;
    out->title_sure = first->title_sure;
}

static void gather(struct mandate_reading *out, struct reading *r)
{
    size_t outer_count = 0;
    for (size_t i = 0; i < r->outline.count; i++)
        outer_count += r->outline.at[i].outer == NO_PARAGRAPH;
    out->at = NEW_ARRAY(r->arena, r->outline.count + 1, struct resolution *);
    struct resolution *outer = NULL;
    for (size_t i = 0; i < r->outline.count; i++) {
        const struct region *region = &r->outline.at[i];
        struct resolution *read = read_region(r, region, outer_count == 1);
        if (region->outer != NO_PARAGRAPH) {
            if (outer && out->count && out->at[out->count - 1] == outer)
                out->at[out->count - 1] = join_draft(outer, read);
            continue;
        }
        if (region->part && !read->symbol && outer && outer->symbol && outer->organ == read->organ)
            inherit_number(r->arena, read, outer, region->part);
        outer = read;
        bool version = r->all.at[region->formula].second && r->all.two_languages;
        if (version) { /* of the resolution with the same place or number in the other language */
            for (size_t k = 0; k < out->count; k++)
                if (!out->at[k]->version && out->at[k]->lang != read->lang &&
                    (!read->symbol || !out->at[k]->symbol || text_is(read->symbol, out->at[k]->symbol))) {
                    out->at[k]->version = read;
                    read = NULL;
                    break;
                }
            if (!read)
                continue;
        }
        if (!is_tail(read, outer_count))
            out->at[out->count++] = read;
    }
    for (size_t k = 0; k < out->count; k++) {
        struct resolution *version = out->at[k]->version;
        if (version && !version->symbol)
            version->symbol = out->at[k]->symbol;
    }
    if (!out->count && r->outline.count)
        out->at[out->count++] = outer;
}

/* What a text that is no resolution seems to be: told by its first words. */
static const char *what_else(struct reading *r)
{
    size_t count, taken;
    unsigned cited = 0, looked = 0;
    const char *start = r->lines.count ? line_text(&r->lines, 0) : "";
    size_t size = r->lines.count ? line_size(&r->lines, 0) : 0;
    if (size && (*start == '{' || *start == '['))
        return "json";
    if (size && *start == '<')
        return memmem(start, size < 200 ? size : 200, "html", 4) || memmem(start, size < 200 ? size : 200, "HTML", 4)
            ? "html"
            : "xml";
    for (size_t i = 0; i < r->lines.count && i < 60; i++) {
        const struct token *tokens = line_tokens(&r->lines, i, 30, &count);
        size_t commas = 0, words = 0;
        for (size_t t = 0; t < count; t++) {
            commas += is_sign(&tokens[t], ',') || is_sign(&tokens[t], ';');
            words += tokens[t].kind == TOKEN_OF_LETTERS;
            const struct wording *term = term_at(tokens + t, count - t, KIND(TERM_KEYWORD_PHRASE), &taken);
            cited += term && (text_is(term->value, "resolution") || text_is(term->value, "decision"));
        }
        looked += commas >= 3 && commas * 2 > words;
    }
    if (looked > 5)
        return "table";
    return cited ? "document" : "text";
}

void mandate_read(
    struct mandate_reading *out, struct mandate_reader *reader, struct arena *arena, const char *bytes, size_t size)
{
    struct reading *r = NEW(arena, struct reading);
    size_t start;
    *out = (struct mandate_reading){0};
    *r = (struct reading){.arena = arena, .reader = reader};
    if (size > MOST_BYTES) {
        out->error = "mandate_too_large";
        out->looks_like = "text";
        return;
    }
    enum encoding encoding = encoding_of(bytes, size, &start);
    if (encoding != ENCODING_UTF8) {
        out->error = encoding == ENCODING_EMPTY ? "mandate_empty" : "mandate_encoding";
        out->looks_like = encoding_name(encoding);
        return;
    }
    if (!lines_cut(&r->lines, arena, bytes, size)) {
        out->error = "mandate_too_large";
        out->looks_like = "text";
        return;
    }
    r->all.two_languages = columns_part(&r->lines);
    bool two = r->all.two_languages;
    furniture_mark(&r->lines);
    notes_take(&r->notes, &r->lines);
    paragraphs_make(&r->all, &r->lines, &r->notes);
    r->all.two_languages = two;
    if (r->lines.wrapped)
        words_mend(&r->all);
    clean_notes(r);
    out->text = &r->all.text;
    if (r->all.count)
        outline_make(&r->outline, arena, &r->all);
    if (!r->outline.count) {
        out->error = "mandate_none";
        out->looks_like = what_else(r);
        return;
    }
    gather(out, r);
}
