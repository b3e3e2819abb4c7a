#include "mandate/mend.h"
#include <string.h>
#include "mandate/letters.h"

/* How often each word stands in the text, counted to 2. */
struct counts {
    uint64_t *words;
    uint8_t *times;
    size_t mask, used;
    struct arena *arena;
};

static size_t slot_of(const struct counts *c, uint64_t word)
{
    size_t slot = (size_t)(word * 0xD6E8FEB86659FD93u >> 20) & c->mask;
    while (c->words[slot] && c->words[slot] != word)
        slot = (slot + 1) & c->mask;
    return slot;
}

static void make_room(struct counts *c, size_t size)
{
    struct counts old = *c;
    c->words = NEW_ARRAY(c->arena, size, uint64_t);
    c->times = NEW_ARRAY(c->arena, size, uint8_t);
    c->mask = size - 1;
    for (size_t i = 0; old.words && i <= old.mask; i++)
        if (old.words[i]) {
            size_t slot = slot_of(c, old.words[i]);
            c->words[slot] = old.words[i];
            c->times[slot] = old.times[i];
        }
}

static void count(struct counts *c, uint64_t word)
{
    if (c->used * 2 > c->mask)
        make_room(c, (c->mask + 1) * 2);
    size_t slot = slot_of(c, word);
    c->used += !c->words[slot];
    c->words[slot] = word;
    c->times[slot] = (uint8_t)(c->times[slot] < 2 ? c->times[slot] + 1 : 2);
}

/* A word of the text: lighter than a token. */
struct word {
    uint64_t name;
    uint32_t at, to;
    bool small; /* begins with a small letter */
};

/* The next word from *at on; false at the end. */
static bool next_word(struct word *out, const char *text, size_t *at, size_t size)
{
    const unsigned char *bytes = (const unsigned char *)text;
    while (*at < size) {
        struct letter l = letter_at(bytes + *at, size - *at);
        if (l.kind == LETTER_OF_WORD) {
            *out = (struct word){.name = WORD_START, .at = (uint32_t)*at, .small = !l.upper};
            break;
        }
        *at += l.size;
    }
    if (*at >= size)
        return false;
    while (*at < size) {
        uint32_t small = bytes[*at] | 0x20u;
        if (small - 'a' < 26) {
            out->name = word_step(out->name, small);
            ++*at;
            continue;
        }
        struct letter l = letter_at(bytes + *at, size - *at);
        if (l.kind == LETTER_OF_WORD)
            out->name = word_step(out->name, l.code);
        else if (l.kind != LETTER_SILENT)
            break;
        *at += l.size;
    }
    out->to = (uint32_t)*at;
    return true;
}

/* The name of two words written together. */
static uint64_t joined(const char *text, const struct word *a, const struct word *b)
{
    uint64_t name = a->name;
    for (size_t at = b->at; at < b->to;) {
        struct letter l = letter_at((const unsigned char *)text + at, b->to - at);
        name = l.kind == LETTER_OF_WORD ? word_step(name, l.code) : name;
        at += l.size;
    }
    return name;
}

static bool is_piece(const struct counts *c, const struct word *word)
{
    return c->times[slot_of(c, word->name)] == 1 && !vocabulary_root_of(word->name);
}

/* The blanks to take out, as places in the clean text. */
static size_t find_blanks(struct paragraphs *all, const struct counts *c, uint32_t **blanks)
{
    size_t found = 0, room = 0, at = 0;
    const char *text = all->text.bytes;
    struct word before = {0}, word;
    for (; next_word(&word, text, &at, all->text.size); before = word) {
        bool apart = word.at != before.to + 1 || text[before.to] != ' ' || !word.small || before.to - before.at < 2;
        if (apart || !is_piece(c, &word) || !is_piece(c, &before))
            continue;
        uint64_t both = joined(text, &before, &word);
        if (!c->times[slot_of(c, both)] && !vocabulary_root_of(both))
            continue;
        if (found == room) {
            size_t more = room ? room * 2 : 32;
            uint32_t *grown = NEW_ARRAY(c->arena, more, uint32_t);
            if (found)
                memcpy(grown, *blanks, found * sizeof *grown);
            *blanks = grown;
            room = more;
        }
        (*blanks)[found++] = word.at - 1;
    }
    return found;
}

/* Blanks that stood before a place. */
static uint32_t before(const uint32_t *blanks, size_t count, size_t *next, uint32_t place)
{
    while (*next < count && blanks[*next] < place)
        ++*next;
    return (uint32_t)*next;
}

static void take_out(struct paragraphs *all, const uint32_t *blanks, size_t count)
{
    struct text *text = &all->text;
    size_t next = 0, to = 0;
    size_t room = text->run_count + 2 * count + 1;
    struct run *runs = NEW_ARRAY(text->arena, room, struct run);
    size_t run_count = 0, blank = 0;
    for (size_t r = 0; r < text->run_count; r++) { /* a run goes on behind each blank in it */
        uint32_t end = r + 1 < text->run_count ? text->runs[r + 1].clean : (uint32_t)text->size;
        runs[run_count++] = (struct run){text->runs[r].clean - (uint32_t)blank, text->runs[r].source};
        while (blank < count && blanks[blank] < end) {
            uint32_t behind = blanks[blank] + 1;
            runs[run_count++] =
                (struct run){behind - (uint32_t)blank - 1, text->runs[r].source + (behind - text->runs[r].clean)};
            blank++;
        }
    }
    for (size_t i = 0; i < text->size; i++) {
        if (next < count && blanks[next] == i)
            next++;
        else
            text->bytes[to++] = text->bytes[i];
    }
    text->size = to;
    text->runs = runs;
    text->run_count = run_count;
    text->run_room = room;
    next = 0;
    for (size_t i = 0; i < text->mark_count; i++)
        text->marks[i].at -= before(blanks, count, &next, text->marks[i].at);
    next = 0;
    for (size_t p = 0; p < all->count; p++) {
        all->at[p].at -= before(blanks, count, &next, all->at[p].at);
        all->at[p].to -= before(blanks, count, &next, all->at[p].to);
    }
}

void words_mend(struct paragraphs *all)
{
    struct counts c = {.arena = all->text.arena};
    uint32_t *blanks = NULL;
    make_room(&c, 1024);
    struct word word;
    for (size_t at = 0; next_word(&word, all->text.bytes, &at, all->text.size);)
        count(&c, word.name);
    size_t found = find_blanks(all, &c, &blanks);
    if (found)
        take_out(all, blanks, found);
}
