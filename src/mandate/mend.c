#include "mandate/mend.h"
#include <string.h>
#include "mandate/letters.h"

enum { MOST_TOKENS = 100000 };

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

static uint64_t joined(const char *bytes, const struct token *a, const struct token *b)
{
    uint64_t word = WORD_START;
    for (int half = 0; half < 2; half++) {
        const struct token *t = half ? b : a;
        for (size_t at = t->at; at < (size_t)t->at + t->size;) {
            struct letter l = letter_at((const unsigned char *)bytes + at, t->at + t->size - at);
            word = l.kind == LETTER_OF_WORD ? word_step(word, l.code) : word;
            at += l.size;
        }
    }
    return word;
}

static bool is_piece(const struct counts *c, const struct token *t)
{
    return t->kind == TOKEN_OF_LETTERS && !t->kinds && c->times[slot_of(c, t->word)] == 1;
}

/* The blanks to take out, as places in the clean text. */
static size_t find_blanks(struct paragraphs *all, const struct counts *c, uint32_t **blanks)
{
    size_t found = 0, room = 0;
    for (size_t p = 0; p < all->count; p++) {
        size_t tokens;
        const struct token *t = paragraph_tokens(all, &all->at[p], 0, MOST_TOKENS, &tokens);
        const char *bytes = all->text.bytes + all->at[p].at;
        for (size_t i = 0; i + 1 < tokens; i++) {
            if (t[i + 1].before != BEFORE_BLANK || t[i + 1].upper || t[i].capitals || !is_piece(c, &t[i]) ||
                !is_piece(c, &t[i + 1]) || t[i].size < 2 || t[i + 1].at != (uint32_t)t[i].at + t[i].size + 1)
                continue;
            uint64_t word = joined(bytes, &t[i], &t[i + 1]);
            if (!c->times[slot_of(c, word)] && !vocabulary_root_of(word))
                continue;
            if (found == room) {
                size_t more = room ? room * 2 : 32;
                uint32_t *grown = NEW_ARRAY(c->arena, more, uint32_t);
                if (found)
                    memcpy(grown, *blanks, found * sizeof *grown);
                *blanks = grown;
                room = more;
            }
            (*blanks)[found++] = all->at[p].at + t[i + 1].at - 1;
            i++;
        }
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
    for (size_t p = 0; p < all->count; p++) {
        size_t tokens;
        const struct token *t = paragraph_tokens(all, &all->at[p], 0, MOST_TOKENS, &tokens);
        for (size_t i = 0; i < tokens; i++)
            if (t[i].kind == TOKEN_OF_LETTERS)
                count(&c, t[i].word);
    }
    size_t found = find_blanks(all, &c, &blanks);
    if (found)
        take_out(all, blanks, found);
}
