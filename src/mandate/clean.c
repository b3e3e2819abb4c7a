#include "mandate/clean.h"
#include <string.h>
#include "base/text.h"
#include "mandate/letters.h"

void text_begin(struct text *text, struct arena *arena, size_t size)
{
    *text = (struct text){.arena = arena, .room = size + size / 8 + 64};
    text->bytes = NEW_ARRAY(arena, text->room, char);
}

#define GROW(text, what, count, room)                                                                                  \
    do {                                                                                                               \
        if ((text)->count == (text)->room) {                                                                           \
            size_t room_ = (text)->room ? (text)->room * 2 : 64;                                                       \
            void *grown_ = arena_array((text)->arena, room_, sizeof *(text)->what);                                    \
            if ((text)->count)                                                                                         \
                memcpy(grown_, (text)->what, (text)->count * sizeof *(text)->what);                                    \
            (text)->what = grown_;                                                                                     \
            (text)->room = room_;                                                                                      \
        }                                                                                                              \
    } while (0)

static void run_at(struct text *text, size_t source)
{
    struct run *last = text->run_count ? &text->runs[text->run_count - 1] : NULL;
    if (last && text->size - last->clean == source - last->source)
        return;
    if (last && last->clean == text->size) {
        last->source = (uint32_t)source;
        return;
    }
    GROW(text, runs, run_count, run_room);
    text->runs[text->run_count++] = (struct run){(uint32_t)text->size, (uint32_t)source};
}

static void put(struct text *text, const char *bytes, size_t size, size_t source)
{
    if (text->size + size > text->room) {
        size_t room = (text->size + size) * 2;
        char *grown = NEW_ARRAY(text->arena, room, char);
        memcpy(grown, text->bytes, text->size);
        text->bytes = grown;
        text->room = room;
    }
    run_at(text, source);
    memcpy(text->bytes + text->size, bytes, size);
    text->size += size;
}

static void mark(struct text *text, uint32_t number)
{
    GROW(text, marks, mark_count, mark_room);
    text->marks[text->mark_count++] = (struct note_mark){(uint32_t)text->size, number};
    if (number >= text->next_mark)
        text->next_mark = number + 1;
}

uint32_t text_source(const struct text *text, size_t at)
{
    size_t low = 0, high = text->run_count;
    while (low + 1 < high) {
        size_t middle = (low + high) / 2;
        if (text->runs[middle].clean <= at)
            low = middle;
        else
            high = middle;
    }
    return text->run_count ? text->runs[low].source + (uint32_t)(at - text->runs[low].clean) : 0;
}

static bool is_letter(unsigned char c)
{
    return ((c | 32) >= 'a' && (c | 32) <= 'z') || c >= 0xC3;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The word that the clean text ends with, as a token; false when it ends otherwise. */
static bool last_word(const struct text *text, struct token *word)
{
    size_t from = text->size, to = text->size;
    while (to && text->bytes[to - 1] == ' ')
        to--;
    from = to;
    while (from && to - from < 40 && is_letter((unsigned char)text->bytes[from - 1]))
        from--;
    if (from == to)
        return false;
    struct token one[2];
    struct tokens tokens = {.at = one, .room = 2, .arena = text->arena};
    tokens_cut(&tokens, text->bytes + from, to - from, 1);
    *word = one[0];
    return tokens.count == 1 && word->word;
}

static bool last_word_is(const struct text *text, enum term_kind kind, const char *value)
{
    struct token word;
    size_t taken;
    const struct wording *term = last_word(text, &word) ? term_at(&word, 1, KIND(kind), &taken) : NULL;
    return term && (!value || text_is(term->value, value));
}

/* Digits that stand at text[at]: how many, and their value. */
static size_t digits_at(const char *text, size_t at, size_t to, uint32_t *number)
{
    size_t from = at;
    *number = 0;
    while (at < to && is_digit(text[at]) && at - from < 9)
        *number = *number * 10 + (uint32_t)(text[at++] - '0');
    return at < to && is_digit(text[at]) ? 0 : at - from;
}

static bool after_mark(const char *text, size_t at, size_t to)
{
    return at == to || (unsigned char)text[at] <= ' ' || strchr(".,;:)\"]'*", text[at]) ||
        (unsigned char)text[at] >= 0xC2;
}

/* The last character is a letter with an accent, or closes a quotation. */
static bool may_carry_mark(const struct text *text)
{
    size_t start = text->size - 1;
    while (start > 0 && ((unsigned char)text->bytes[start] & 0xC0) == 0x80)
        start--;
    uint8_t size;
    uint32_t code = letter_code((const unsigned char *)text->bytes + start, text->size - start, &size);
    return code == 0x201D || code == 0x2019 || code == 0xBB ||
        letter_at((const unsigned char *)text->bytes + start, text->size - start).kind == LETTER_OF_WORD;
}

/* "Protocols2", "Strategy;1", "Court)3": figures fused to what stands before them. */
static bool fused(const struct text *text, const char *source, size_t at, size_t digits, size_t to)
{
    unsigned char before = (unsigned char)text->bytes[text->size - 1];
    if (digits > 3 || source[at] == '0' || !after_mark(source, at + digits, to))
        return false;
    if (at + digits < to && source[at + digits] == '/')
        return false;
    if (before >= 'a' && before <= 'z') {
        size_t from = text->size;
        while (from && text->bytes[from - 1] >= 'a' && text->bytes[from - 1] <= 'z')
            from--;
        return text->size - from >= 3;
    }
    if (before == '.' || before == ',') { /* not "Add.1", "1.5", "3,000" */
        size_t from = text->size - 1;
        while (from && text->bytes[from - 1] >= 'a' && text->bytes[from - 1] <= 'z')
            from--;
        size_t year = text->size - 1;
        while (year && is_digit(text->bytes[year - 1]))
            year--;
        if (before == '.' && text->size - 1 - year == 4 && at + digits == to) /* "1959-1960.35" */
            return true;
        return text->size - 1 - from >= 4 || (text->size > 1 && strchr(")\"]", text->bytes[text->size - 2])) ||
            (before == ',' && (text->size - 1 - from >= 1 || digits < 3));
    }
    return before == ';' || before == ':' || before == ')' || before == ']' || (before >= 0x80 && may_carry_mark(text));
}

/* "20043 to the", "197238": a year with a mark behind it. How many of the digits are the year's; 0: none of this. */
static size_t year_and_mark(const struct text *text, const char *source, size_t at, size_t digits, size_t to)
{
    if (digits < 5 || digits > 6 || source[at + 4] == '0' || !after_mark(source, at + digits, to))
        return 0;
    int year =
        (source[at] - '0') * 1000 + (source[at + 1] - '0') * 100 + (source[at + 2] - '0') * 10 + source[at + 3] - '0';
    if (year < 1900 || year > 2099 || text->bytes[text->size - 1] != ' ')
        return 0;
    return last_word_is(text, TERM_MONTH_PHRASE, NULL) || last_word_is(text, TERM_COMMON_PHRASE, NULL) ? 4 : 0;
}

/* " 3 which": a number between blanks where a mark is due, and no word before it that takes a number. */
static bool lone(const struct text *text, const struct notes *notes, const char *source, size_t at, size_t digits,
    size_t to, uint32_t number)
{
    size_t behind = at + digits;
    if (digits > 3 || !note_exists(notes, number) || number > text->next_mark || text->size < 2 ||
        text->bytes[text->size - 1] != ' ')
        return false;
    if (behind < to && source[behind] != ' ' && source[behind] != ',' && source[behind] != ';')
        return false;
    unsigned char before = (unsigned char)text->bytes[text->size - 2];
    if (before == ';' || before == ':')
        return true;
    while (behind < to && source[behind] == ' ')
        behind++;
    bool small_behind = behind == to || (source[behind] >= 'a' && source[behind] <= 'z') ||
        strchr(",;", source[behind]) || source[behind] >= 'A';
    if (before == ',' || before == '"')
        return small_behind;
    struct token word, next[2];
    size_t taken;
    if (!small_behind || !last_word(text, &word) ||
        term_at(&word, 1, KIND(TERM_MONTH_PHRASE) | KIND(TERM_COMMON_PHRASE) | KIND(TERM_KEYWORD_PHRASE), &taken))
        return false;
    struct tokens tokens = {.at = next, .room = 2, .arena = text->arena};
    tokens_cut(&tokens, source + behind, to - behind < 30 ? to - behind : 30, 1);
    return word.size >= 4 && !(tokens.count && term_at(next, 1, KIND(TERM_MONTH_PHRASE), &taken)) &&
        (behind == to || is_letter((unsigned char)source[behind]) || strchr(",;", source[behind]));
}

/* Figures at `at`. Gives how many bytes were dealt with. */
static size_t figures(struct text *text, const struct notes *notes, const char *source, size_t at, size_t to)
{
    uint32_t number;
    size_t digits = digits_at(source, at, to, &number), year;
    if (digits && text->size) {
        if (notes->stroke && digits <= 3 && at + digits < to && source[at + digits] == '/' &&
            note_exists(notes, number) && after_mark(source, at + digits + 1, to) &&
            strchr(" ,;.:)\"", text->bytes[text->size - 1])) {
            mark(text, number);
            return digits + 1;
        }
        if (text->bytes[text->size - 1] != ' ' ? fused(text, source, at, digits, to) &&
                    (!notes->count || note_exists(notes, number) || number == text->next_mark)
                                               : lone(text, notes, source, at, digits, to, number)) {
            mark(text, number);
            return digits;
        }
        if ((year = year_and_mark(text, source, at, digits, to)) > 0) {
            put(text, source + at, year, at);
            digits_at(source, at + year, to, &number);
            mark(text, number);
            return digits;
        }
    }
    digits = 1;
    while (at + digits < to && is_digit(source[at + digits]))
        digits++;
    put(text, source + at, digits, at);
    return digits;
}

static void blank(struct text *text, size_t source)
{
    if (text->size && text->bytes[text->size - 1] != ' ')
        put(text, " ", 1, source);
}

void text_gap(struct text *text)
{
    blank(text, text->run_count ? text_source(text, text->size) : 0);
}

/* A blank before a mark's place does no good: "Court 1 ," */
static void tidy(struct text *text, char next)
{
    if (text->size && text->bytes[text->size - 1] == ' ' && strchr(",;.", next) && text->mark_count &&
        text->marks[text->mark_count - 1].at == text->size) {
        text->size--;
        text->marks[text->mark_count - 1].at--;
        while (text->run_count && text->runs[text->run_count - 1].clean > text->size)
            text->run_count--;
    }
}

static const char *ligature(uint32_t code)
{
    static const char *const letters[] = {"ff", "fi", "fl", "ffi", "ffl", "ft", "st"};
    return code >= 0xFB00 && code <= 0xFB06 ? letters[code - 0xFB00] : NULL;
}

static size_t beyond_ascii(struct text *text, const char *source, size_t at, size_t to)
{
    struct letter l = letter_at((const unsigned char *)source + at, to - at);
    uint8_t size;
    uint32_t code = letter_code((const unsigned char *)source + at, to - at, &size);
    const char *letters = ligature(code);
    if (letters) {
        put(text, letters, strlen(letters), at);
    } else if (l.kind == LETTER_BLANK) {
        blank(text, at);
    } else if (code == 0x2010 || code == 0x2011) {
        put(text, "-", 1, at);
    } else if (l.kind == LETTER_RAISED) {
        uint32_t number = 0;
        size_t from = at;
        while (at < to && at - from < 12 &&
            (l = letter_at((const unsigned char *)source + at, to - at)).kind == LETTER_RAISED) {
            number = number * 10 + l.code;
            at += l.size;
        }
        mark(text, number);
        return at - from;
    } else if (l.kind != LETTER_SILENT || (code >= 0x300 && code != 0xFEFF && !(code >= 0x2000 && code < 0x2070))) {
        put(text, source + at, l.size, at);
    }
    return l.size;
}

/* A hyphen before which a blank crept in: "Secretary -General", "post -" at the end of a line. */
static bool stray_blank(const struct text *text, const char *source, size_t at, size_t to)
{
    return text->size > 1 && text->bytes[text->size - 1] == ' ' &&
        is_letter((unsigned char)text->bytes[text->size - 2]) &&
        (at + 1 == to || is_letter((unsigned char)source[at + 1]));
}

static void unblank(struct text *text)
{
    text->size--;
    while (text->run_count && text->runs[text->run_count - 1].clean > text->size)
        text->run_count--;
}

/* Bytes that stand for themselves wherever they are: the visible ones without figures and * _ - , ; . */
static bool plain(char byte)
{
    static const uint64_t low = ~((uint64_t)0xFFFFFFFFu | (uint64_t)1 << ' ' | (uint64_t)0x3FF << '0' |
                              (uint64_t)1 << '*' | (uint64_t)1 << '-' | (uint64_t)1 << ',' | (uint64_t)1 << ';' |
                              (uint64_t)1 << '.'),
                          high = ~((uint64_t)1 << ('_' - 64) | (uint64_t)1 << 63);
    unsigned char c = (unsigned char)byte;
    return c < 0x80 && ((c < 64 ? low >> c : high >> (c - 64)) & 1);
}

void text_add(
    struct text *text, const struct lines *lines, const struct notes *notes, size_t from, size_t to, bool join)
{
    const char *source = lines->text;
    if (join && text->size && from < to) {
        char last = text->bytes[text->size - 1];
        bool broken = last == '-' && text->size > 1 && is_letter((unsigned char)text->bytes[text->size - 2]);
        if (broken && is_letter((unsigned char)source[from])) {
            text->size--; /* look at the word before the hyphen */
            bool keeps = !(source[from] >= 'a' && source[from] <= 'z') ||
                last_word_is(text, TERM_COMPOUND_PHRASE, NULL) || last_word_is(text, TERM_ORDINAL_PHRASE, NULL);
            if (keeps)
                text->size++;
        } else if (last != '/' && !(last == '-' && is_digit(source[from]))) {
            blank(text, from ? from - 1 : 0);
        }
    }
    for (size_t at = from; at < to;) {
        unsigned char c = (unsigned char)source[at];
        if (plain(source[at])) {
            size_t end = at + 1;
            while (end < to && (plain(source[end]) || (source[end] == ' ' && end + 1 < to && plain(source[end + 1]))))
                end++;
            put(text, source + at, end - at, at);
            at = end;
        } else if (is_digit(source[at])) {
            at += figures(text, notes, source, at, to);
        } else if (c >= 0x80) {
            at += beyond_ascii(text, source, at, to);
        } else if (c <= ' ' || c == 0x7F) {
            blank(text, at++);
        } else if (c == '*' ||
            (c == '_' &&
                (at == from || at + 1 == to || !is_letter((unsigned char)source[at - 1]) ||
                    !is_letter((unsigned char)source[at + 1])))) {
            at++;
        } else {
            if (c == '-' && stray_blank(text, source, at, to))
                unblank(text);
            else
                tidy(text, (char)c);
            put(text, source + at, 1, at);
            at++;
        }
    }
}

/* "...; 2": a mark that was not known as one does not hide how the paragraph ends. */
static size_t before_lone_mark(const struct text *text, size_t from)
{
    size_t at = text->size;
    while (at > from && text->size - at < 3 && is_digit(text->bytes[at - 1]))
        at--;
    bool lone_mark =
        at < text->size && at > from + 2 && text->bytes[at - 1] == ' ' && strchr(",;:.", text->bytes[at - 2]);
    return lone_mark ? at - 1 : text->size;
}

char text_end(const struct text *text, size_t from)
{
    size_t at = before_lone_mark(text, from);
    while (at > from) {
        unsigned char c = (unsigned char)text->bytes[at - 1];
        if (c == ' ' || c == '"' || c == '\'' || c == ']') {
            at--;
        } else if (c >= 0x80) {
            size_t start = at - 1;
            while (start > from && ((unsigned char)text->bytes[start] & 0xC0) == 0x80)
                start--;
            struct letter l = letter_at((const unsigned char *)text->bytes + start, at - start);
            if (l.kind == LETTER_NONE && (l.code == '"' || l.code == '\'')) {
                at = start;
                continue;
            }
            return l.kind == LETTER_NONE && l.code < 0x80 ? (char)l.code : 'a';
        } else {
            return (char)c;
        }
    }
    return 0;
}
