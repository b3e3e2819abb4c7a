#include "mandate/notes.h"
#include <string.h>
#include "base/text.h"
#include "mandate/letters.h"

enum { LOOKED_AT = 14, MOST_IN_ZONE = 60 };

struct taker {
    struct lines *lines;
    struct notes *notes;
    int last;        /* number of the last note */
    bool zone;       /* below a rule */
    size_t zone_at;  /* lines since the rule */
    bool in_note;    /* the line before belongs to a note */
    bool unfinished; /* the text above goes on below */
    int mark_alone;  /* a number stood alone on the line before */
};

/* "12 ", "¹² ", "* ", "12/ " before a note: its number, 0 for asterisks, -1 when there is none. */
static int mark_of(const char *text, size_t size, size_t *end, bool *stroke)
{
    int number = 0;
    size_t at = 0, digits = 0;
    *stroke = false;
    while (at < size && text[at] == '*' && at < 3)
        at++;
    if (at && at < size && (text[at] == ' ' || text[at] == '\t')) {
        *end = at;
        return 0;
    }
    at = 0;
    while (at < size && digits < 6) {
        struct letter l = letter_at((const unsigned char *)text + at, size - at);
        if (l.kind != LETTER_DIGIT && l.kind != LETTER_RAISED)
            break;
        number = number * 10 + (int)l.code;
        digits++;
        at += l.size;
    }
    if (!digits || digits > 5 || at == size)
        return -1;
    *stroke = text[at] == '/' && at + 1 < size && (text[at + 1] == ' ' || text[at + 1] == '\t');
    at += *stroke;
    *end = at;
    return number;
}

/* What notes are made of: "Ibid.", "See", "Resolution", "A/CONF.48/14". */
static bool cites(const struct token *tokens, size_t count)
{
    size_t taken;
    for (size_t i = 0; i < count; i++) {
        const struct wording *term = term_at(tokens + i, count - i, KIND(TERM_KEYWORD_PHRASE), &taken);
        if (term &&
            (text_is(term->value, "cite") || text_is(term->value, "resolution") || text_is(term->value, "decision") ||
                (text_is(term->value, "section") && i < 2)))
            return true;
        if (tokens[i].capitals && i + 1 < count && is_sign(&tokens[i + 1], '/') &&
            tokens[i + 1].before == BEFORE_NOTHING)
            return true;
    }
    return false;
}

static bool begins_with_verb(const struct token *tokens, size_t count)
{
    size_t taken, at = 0;
    while (at < count && tokens[at].kind == TOKEN_SIGN)
        at++;
    return at < count && tokens[at].upper &&
        (term_at(tokens + at, count - at,
             KIND(TERM_VERB_OPERATIVE) | KIND(TERM_VERB_PARTICIPLE) | KIND(TERM_OPENER_PHRASE) |
                 KIND(TERM_ADVERB_PHRASE),
             &taken) != NULL);
}

static void know(struct notes *notes, int number)
{
    if (!notes->known)
        notes->known = arena_alloc(notes->arena, MOST_NOTE / 8 + 1);
    notes->known[number / 8] |= (uint8_t)(1 << number % 8);
}

static struct note *open_note(struct taker *t, size_t line, int number, size_t from)
{
    struct notes *notes = t->notes;
    if (notes->count == notes->room) {
        size_t room = notes->room ? notes->room * 2 : 64;
        struct note *grown = NEW_ARRAY(notes->arena, room, struct note);
        if (notes->count)
            memcpy(grown, notes->at, notes->count * sizeof *grown);
        notes->at = grown;
        notes->room = room;
    }
    struct note *note = &notes->at[notes->count++];
    *note = (struct note){number, (uint32_t)line, (uint32_t)from, 0};
    if (number > 0) {
        t->last = number;
        know(notes, number);
    }
    t->in_note = true;
    return note;
}

static void take_line(struct taker *t, size_t line)
{
    t->lines->at[line].role = LINE_NOTE;
    t->notes->of_line[line] = (int32_t)t->notes->count - 1;
    t->notes->at[t->notes->count - 1].line_count++;
}

static bool ends_sentence(const struct lines *lines, size_t line)
{
    size_t to = lines->at[line].to;
    while (to > lines->at[line].from && strchr("\"')*", lines->text[to - 1]))
        to--;
    return to > lines->at[line].from && lines->text[to - 1] == '.';
}

static bool small_start(const struct lines *lines, size_t line)
{
    return letter_at((const unsigned char *)line_text(lines, line), line_size(lines, line)).kind == LETTER_OF_WORD &&
        !letter_at((const unsigned char *)line_text(lines, line), line_size(lines, line)).upper;
}

/* A line with a mark before it: is it a note? */
static bool is_note(struct taker *t, size_t line, int number, size_t end, bool stroke)
{
    struct lines *lines = t->lines;
    const char *text = line_text(lines, line) + end;
    size_t size = line_size(lines, line) - end, count;
    if (!size || (number > 999 && number != t->last + 1))
        return false;
    bool apart = stroke || *text == ' ' || *text == '\t' || (unsigned char)line_text(lines, line)[0] >= 0x80 ||
        (unsigned char)*text >= 0x80;
    if (!apart && !(t->zone && *text >= 'A' && *text <= 'Z'))
        return false;
    lines->scratch.count = 0;
    tokens_cut(&lines->scratch, text, size < 600 ? size : 600, LOOKED_AT);
    const struct token *tokens = lines->scratch.at;
    count = lines->scratch.count;
    if (!count || begins_with_verb(tokens, count))
        return false;
    bool raised = (unsigned char)line_text(lines, line)[0] >= 0x80;
    bool follows = raised || number == t->last + 1 || (number > t->last && number <= t->last + 3);
    bool letters = tokens[0].kind == TOKEN_OF_LETTERS || is_sign(&tokens[0], '"');
    if (raised && letters)
        return true;
    if (t->zone || stroke)
        return letters || cites(tokens, count);
    if (!letters || (tokens[0].kind == TOKEN_OF_LETTERS && !tokens[0].upper && tokens[0].word && !cites(tokens, count)))
        return false;
    if (number == 0)
        return cites(tokens, count);
    return (cites(tokens, count) && (follows || !t->last || t->unfinished)) ||
        (number == t->last + 1 && t->last && t->unfinished && lines->at[line].blank);
}

/* Below a note without a mark of its own: does the line go on with it? */
static bool goes_on(struct taker *t, size_t line)
{
    struct lines *lines = t->lines;
    size_t count;
    if (t->zone && !lines->at[line].blank)
        return !(small_start(lines, line) && t->unfinished && ends_sentence(lines, line - 1));
    if (lines->at[line].blank && !t->zone)
        return false;
    const struct token *tokens = line_tokens(lines, line, LOOKED_AT, &count);
    if (!count || begins_with_verb(tokens, count) || is_sign(&tokens[0], '"'))
        return false;
    bool ended = ends_sentence(lines, line - 1);
    if (t->zone) /* after a blank line */
        return !t->unfinished ? !ended || cites(tokens, count) : cites(tokens, count) && !small_start(lines, line);
    return ended ? lines->wrapped && !t->unfinished && cites(tokens, count) : lines->wrapped;
}

static bool is_rule_line(const struct lines *lines, size_t line)
{
    const char *text = line_text(lines, line);
    size_t strokes = 0;
    for (size_t i = 0; i < line_size(lines, line); i++)
        strokes += text[i] == '_' || text[i] == '-';
    return strokes >= 3 && strokes == line_size(lines, line);
}

static bool only_digits(const struct lines *lines, size_t line, int *number)
{
    int64_t value;
    char copy[4] = {0};
    if (line_size(lines, line) > 3)
        return false;
    memcpy(copy, line_text(lines, line), line_size(lines, line));
    bool good = text_number(&value, copy) && value > 0;
    *number = good ? (int)value : 0;
    return good;
}

/* Furniture below a rule: a number alone marks the note on the next line; a page number with a stroke or a symbol ends the page. */
static void pass_furniture(struct taker *t, size_t line)
{
    int number;
    if (is_rule_line(t->lines, line)) {
        t->zone = true;
        t->zone_at = 0;
        t->in_note = false;
        t->mark_alone = 0;
    } else if (t->zone && only_digits(t->lines, line, &number)) {
        t->mark_alone = number;
        know(t->notes, number);
    } else if (t->lines->at[line].role == LINE_MASTHEAD ||
        memchr(line_text(t->lines, line), '/', line_size(t->lines, line))) {
        t->zone = t->in_note = false;
    }
}

static void pass_text(struct taker *t, size_t line)
{
    static const char ends[] = ".;:,";
    struct lines *lines = t->lines;
    size_t end = 0;
    bool stroke = false;
    const char *text = line_text(lines, line);
    size_t size = line_size(lines, line);
    int number = mark_of(text, size, &end, &stroke);
    if (t->zone && ++t->zone_at > MOST_IN_ZONE)
        t->zone = false;
    if (number < 0 && t->mark_alone && t->zone) {
        number = t->mark_alone;
        t->mark_alone = 0;
        open_note(t, line, number, lines->at[line].from);
        take_line(t, line);
        return;
    }
    t->mark_alone = 0;
    if (number >= 0 && is_note(t, line, number, end, stroke)) {
        t->notes->stroke = t->notes->stroke || stroke;
        while (end < size && (text[end] == ' ' || text[end] == '\t'))
            end++;
        open_note(t, line, number, lines->at[line].from + end);
        take_line(t, line);
        return;
    }
    if (t->in_note && goes_on(t, line)) {
        take_line(t, line);
        return;
    }
    if (t->zone && t->zone_at == 1 && t->unfinished && !small_start(lines, line)) { /* a note without its mark */
        size_t count;
        const struct token *tokens = line_tokens(lines, line, LOOKED_AT, &count);
        if (cites(tokens, count) && !begins_with_verb(tokens, count)) {
            open_note(t, line, 0, lines->at[line].from);
            take_line(t, line);
            return;
        }
    }
    t->zone = t->in_note = false;
    char last = text[size - 1];
    while (size > 1 &&
        ((last >= '0' && last <= '9') || last == ' ' || last == '*' || (unsigned char)last >= 0x80 || last == '"' ||
            last == ')'))
        last = text[--size - 1];
    t->unfinished = !strchr(ends, last) || last == ',';
}

void notes_take(struct notes *out, struct lines *lines)
{
    *out = (struct notes){.arena = lines->arena, .of_line = NEW_ARRAY(lines->arena, lines->count + 1, int32_t)};
    struct taker t = {.lines = lines, .notes = out};
    for (size_t i = 0; i < lines->count; i++) {
        out->of_line[i] = -1;
        if (lines->at[i].page)
            t.zone = t.in_note = false;
        if (lines->at[i].role == LINE_MASTHEAD && t.zone && t.mark_alone) /* a note that is a symbol and nothing else */
            lines->at[i].role = LINE_TEXT;
        if (lines->at[i].role == LINE_TEXT)
            pass_text(&t, i);
        else
            pass_furniture(&t, i);
    }
}
