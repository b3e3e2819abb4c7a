#include "mandate/paragraphs.h"
#include <string.h>
#include "base/text.h"

enum { FIRST_LOOK = 10, LOOKED_AT = 18, SENTENCE = 40 }; /* a shorter line is none that goes on */

struct maker {
    struct paragraphs *out;
    struct lines *lines;
    const struct notes *notes;
    size_t last;    /* the last line of text */
    bool taken_out; /* something was taken out since then */
    unsigned blank; /* blank lines since then */
    struct paragraph next;
};

static bool is_terminal(char c)
{
    return c && strchr(",;:.?!", c);
}

static bool full(const struct maker *m, size_t line)
{
    return line_size(m->lines, line) * 20 >= m->lines->width * 13;
}

/* A line that begins with a capital and nothing that tells more. */
static bool capital_breaks(const struct maker *m, char ended, const struct line *line, const struct line *before)
{
    bool terminal = is_terminal(ended);
    if (m->taken_out && !terminal && line_size(m->lines, m->last) >= SENTENCE)
        return false;
    if (!m->lines->wrapped)
        return true;
    if (m->blank)
        return terminal || !full(m, m->last);
    if (!terminal)
        return false;
    return line->indent > before->indent + 1 || (ended != ',' && !full(m, m->last));
}

static bool verb_breaks(const struct maker *m, char ended, const struct line *line, const struct line *before)
{
    return is_terminal(ended) || !m->lines->wrapped || (m->blank && !m->taken_out) ||
        line->indent > before->indent + 1 || m->out->at[m->out->count - 1].start == START_FORMULA;
}

static bool number_breaks(const struct maker *m, char ended, const struct token *tokens, size_t count)
{
    size_t taken, at = m->next.label.size;
    at += decoration(tokens + at, count - at);
    bool verb = at < count && tokens[at].upper &&
        term_at(tokens + at, count - at, KIND(TERM_VERB_OPERATIVE) | KIND(TERM_VERB_BASE) | KIND(TERM_ADVERB_PHRASE),
            &taken);
    return verb || is_terminal(ended) || m->blank || !m->lines->wrapped;
}

/* Does the line begin a paragraph? m->next tells how it begins. */
static bool breaks(struct maker *m, size_t i, const struct token *tokens, size_t count)
{
    const struct paragraph *open = &m->out->at[m->out->count - 1];
    const struct line *line = &m->lines->at[i], *before = &m->lines->at[m->last];
    char ended = text_end(&m->out->text, open->at);
    bool terminal = is_terminal(ended);
    size_t taken;
    if (line->second != open->second || (count && is_sign(&tokens[0], '[')))
        return true;
    if (m->out->text.bytes[m->out->text.size - 1] == ']' && m->out->text.bytes[open->at] == '[')
        return true;
    switch (m->next.start) {
    case START_FORMULA:
    case START_HEAD: return true;
    case START_CLOSE: return terminal || m->blank || !m->lines->wrapped;
    case START_ANNEX: return ended != ',' && (terminal || m->blank || !m->lines->wrapped || open->start == START_CLOSE);
    case START_NUMBER: return number_breaks(m, ended, tokens, count);
    case START_BRACKET: return terminal || m->blank || !m->lines->wrapped;
    case START_SECTION:
        return (m->next.label.alone && !line->cut && (terminal || m->blank || !m->lines->wrapped)) ||
            capital_breaks(m, ended, line, before);
    case START_VERB:
    case START_OPENER: return verb_breaks(m, ended, line, before);
    case START_SMALL: return open->start == START_CLOSE && m->blank;
    case START_OTHER:
        if (open->start == START_CLOSE)
            return !(tokens[0].kind == TOKEN_NUMBER);
        return terminal && ended != ',' && (m->blank || !m->lines->wrapped);
    case START_CAPITAL:
        if (open->start == START_CLOSE && term_at(tokens, count, KIND(TERM_MONTH_PHRASE), &taken))
            return false; /* "on 30 / January 2018" */
        return open->start == START_CLOSE || open->start == START_FORMULA || capital_breaks(m, ended, line, before);
    default:
        return open->start == START_CLOSE || open->start == START_FORMULA || capital_breaks(m, ended, line, before);
    }
}

static struct paragraph *open_paragraph(struct maker *m, size_t line)
{
    struct paragraphs *out = m->out;
    if (out->count == out->room) {
        size_t room = out->room ? out->room * 2 : 128;
        struct paragraph *grown = NEW_ARRAY(out->text.arena, room, struct paragraph);
        if (out->count)
            memcpy(grown, out->at, out->count * sizeof *grown);
        out->at = grown;
        out->room = room;
    }
    text_gap(&out->text);
    struct paragraph *p = &out->at[out->count++];
    *p = m->next;
    p->at = p->to = (uint32_t)out->text.size;
    p->line = (uint32_t)line;
    p->from = m->lines->at[line].from;
    p->blank = (uint8_t)m->blank;
    p->indent = m->lines->at[line].indent;
    p->second = m->lines->at[line].second;
    return p;
}

/* A line that begins with a word in small letters begins nothing; most lines of wrapped text do. */
static bool goes_on(const char *text, size_t size)
{
    return size > 2 && text[0] >= 'a' && text[0] <= 'z' && text[1] >= 'a' && text[1] <= 'z' && text[2] != ')';
}

static void take(struct maker *m, size_t i)
{
    struct lines *lines = m->lines;
    const struct line *line = &lines->at[i];
    size_t count, taken, most = goes_on(line_text(lines, i), line_size(lines, i)) ? 1 : FIRST_LOOK;
    const struct token *tokens = line_tokens(lines, i, most, &count);
    if (count == FIRST_LOOK &&
        (tokens[0].kind != TOKEN_OF_LETTERS ||
            term_at(tokens, count, KIND(TERM_KEYWORD_PHRASE) | KIND(TERM_ORDINAL_PHRASE), &taken)))
        tokens = line_tokens(lines, i, LOOKED_AT, &count); /* a number, a close: told by what comes later */
    m->next = (struct paragraph){0};
    m->next.start = (uint8_t)start_of(&m->next, line_text(lines, i), tokens, count, line_size(lines, i));
    bool begins = !m->out->count || breaks(m, i, tokens, count);
    if (begins) {
        struct paragraph *p = open_paragraph(m, i);
        p->centred = line->indent > 24 && line_size(lines, i) * 2 < lines->width;
    }
    text_add(&m->out->text, lines, m->notes, line->from, line->to, !begins);
    struct paragraph *p = &m->out->at[m->out->count - 1];
    p->to = (uint32_t)m->out->text.size;
    p->end = line->to;
}

void paragraphs_make(struct paragraphs *out, struct lines *lines, const struct notes *notes)
{
    struct maker m = {.out = out, .lines = lines, .notes = notes};
    *out = (struct paragraphs){.scratch = {.arena = lines->arena}};
    text_begin(&out->text, lines->arena, lines->size);
    out->text.next_mark = 1;
    for (size_t i = 0; i < notes->count; i++)
        if (notes->at[i].number > 0) {
            out->text.next_mark = (uint32_t)notes->at[i].number;
            break;
        }
    for (size_t i = 0; i < lines->count; i++) {
        const struct line *line = &lines->at[i];
        m.blank += line->blank;
        m.taken_out = m.taken_out || line->page;
        if (line->role == LINE_TEXT) {
            take(&m, i);
            m.last = i;
            m.taken_out = false;
            m.blank = 0;
        } else {
            m.taken_out = true;
        }
    }
}

const struct token *paragraph_tokens(
    struct paragraphs *all, const struct paragraph *p, size_t skip, size_t most, size_t *count)
{
    all->scratch.count = 0;
    size_t from = p->at + skip;
    tokens_cut(&all->scratch, all->text.bytes + from, p->to > from ? p->to - from : 0, most);
    *count = all->scratch.count;
    return all->scratch.at;
}
