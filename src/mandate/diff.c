#include "mandate/diff.h"
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "mandate/diff_words.h"
#include "mandate/pieces.h"

enum { ALIKE = 50, ALIKE_IN_PLACE = 35 };

/* A paragraph: its label, its words, and their names sorted to count what two have in common. */
struct piece {
    const char *label;
    int part; /* preamble, operative, annex */
    const char *text;
    size_t size;
    struct diff_word *words;
    size_t word_count;
    uint64_t *names;
    uint64_t whole;
    size_t mate; /* in the other text; SIZE_MAX: none */
    int likeness;
};

struct pieces {
    struct piece *at;
    size_t count;
};

static int by_number(const void *a, const void *b)
{
    uint64_t one = *(const uint64_t *)a, two = *(const uint64_t *)b;
    return one < two ? -1 : one > two;
}

static void add(
    struct pieces *out, struct arena *arena, const struct resolution *r, struct span span, int part, const char *label)
{
    struct piece *p = &out->at[out->count++];
    *p = (struct piece){
        .label = label, .part = part, .text = r->text->bytes + span.at, .size = span.to - span.at, .mate = SIZE_MAX};
    p->words = diff_words_cut(arena, p->text, p->size, &p->word_count);
    p->names = NEW_ARRAY(arena, p->word_count + 1, uint64_t);
    p->whole = 1;
    for (size_t i = 0; i < p->word_count; i++) {
        p->names[i] = p->words[i].name;
        p->whole = (p->whole ^ p->words[i].name) * 1099511628211u;
    }
    qsort(p->names, p->word_count, sizeof *p->names, by_number);
}

static void gather(struct pieces *out, struct arena *arena, const struct resolution *r)
{
    struct text_pieces all;
    pieces_make(&all, arena, r);
    out->count = 0;
    out->at = NEW_ARRAY(arena, all.count + 1, struct piece);
    for (size_t i = 0; i < all.count; i++)
        add(out, arena, r, all.at[i].span, (int)all.at[i].part, all.at[i].label);
}

/* How much two paragraphs have in common, of 100; 0 when it cannot reach `least`. */
static int likeness(const struct piece *a, const struct piece *b, int least)
{
    size_t shorter = a->word_count < b->word_count ? a->word_count : b->word_count, all = a->word_count + b->word_count,
           common = 0;
    if (!all || shorter * 200 < (size_t)least * all)
        return 0;
    for (size_t i = 0, k = 0; i < a->word_count && k < b->word_count;) {
        if (a->names[i] == b->names[k])
            common++, i++, k++;
        else if (a->names[i] < b->names[k])
            i++;
        else
            k++;
    }
    return (int)(common * 200 / all);
}

struct candidate {
    size_t a, b;
    int likeness;
};

static int best_first(const void *one, const void *two)
{
    const struct candidate *a = one, *b = two;
    if (a->likeness != b->likeness)
        return b->likeness - a->likeness;
    size_t apart_a = a->a > a->b ? a->a - a->b : a->b - a->a, apart_b = b->a > b->b ? b->a - b->b : b->b - b->a;
    if (apart_a != apart_b)
        return apart_a < apart_b ? -1 : 1;
    return a->a != b->a ? (a->a < b->a ? -1 : 1) : a->b < b->b ? -1 : a->b > b->b;
}

static void marry(struct pieces *a, struct pieces *b, size_t i, size_t k, int like)
{
    a->at[i].mate = k;
    b->at[k].mate = i;
    a->at[i].likeness = b->at[k].likeness = like;
}

/* The same words first, in order; then the most alike. */
static void match(struct arena *arena, struct pieces *a, struct pieces *b)
{
    for (size_t i = 0; i < a->count; i++)
        for (size_t k = 0; k < b->count; k++)
            if (b->at[k].mate == SIZE_MAX && a->at[i].part == b->at[k].part && a->at[i].whole == b->at[k].whole) {
                marry(a, b, i, k, 100);
                break;
            }
    struct candidate *found = NULL;
    size_t count = 0, room = 0;
    for (size_t i = 0; i < a->count; i++)
        for (size_t k = 0; a->at[i].mate == SIZE_MAX && k < b->count; k++) {
            if (b->at[k].mate != SIZE_MAX || a->at[i].part != b->at[k].part)
                continue;
            bool in_place = text_is(a->at[i].label, b->at[k].label);
            int least = in_place ? ALIKE_IN_PLACE : ALIKE, like = likeness(&a->at[i], &b->at[k], least);
            if (like < least)
                continue;
            if (count == room) {
                size_t more = room ? room * 2 : 128;
                struct candidate *grown = NEW_ARRAY(arena, more, struct candidate);
                if (count)
                    memcpy(grown, found, count * sizeof *grown);
                found = grown;
                room = more;
            }
            found[count++] = (struct candidate){i, k, like};
        }
    if (count)
        qsort(found, count, sizeof *found, best_first);
    for (size_t c = 0; c < count; c++)
        if (a->at[found[c].a].mate == SIZE_MAX && b->at[found[c].b].mate == SIZE_MAX)
            marry(a, b, found[c].a, found[c].b, found[c].likeness);
}

/* Pairs outside the longest row that keeps its order have moved. */
static bool *in_order(struct arena *arena, const struct pieces *b)
{
    bool *kept = NEW_ARRAY(arena, b->count + 1, bool);
    size_t *tails = NEW_ARRAY(arena, b->count + 1, size_t), *before = NEW_ARRAY(arena, b->count + 1, size_t),
           length = 0;
    for (size_t k = 0; k < b->count; k++) {
        if (b->at[k].mate == SIZE_MAX)
            continue;
        size_t low = 0, high = length;
        while (low < high) {
            size_t middle = (low + high) / 2;
            if (b->at[tails[middle]].mate < b->at[k].mate)
                low = middle + 1;
            else
                high = middle;
        }
        before[k] = low ? tails[low - 1] : SIZE_MAX;
        tails[low] = k;
        length = low == length ? length + 1 : length;
    }
    for (size_t k = length ? tails[length - 1] : SIZE_MAX; k != SIZE_MAX; k = before[k])
        kept[k] = true;
    return kept;
}

static struct diff_edit *one_edit(struct arena *arena, char kind, const struct piece *p)
{
    struct diff_edit *edit = NEW(arena, struct diff_edit);
    *edit = (struct diff_edit){kind, p->text, p->size};
    return edit;
}

static void drop(struct mandate_diff *out, struct arena *arena, const struct pieces *a, size_t i)
{
    out->pairs[out->count++] = (struct diff_pair){.kind = DIFF_DROPPED,
        .a = a->at[i].label,
        .a_at = (uint32_t)i,
        .b_at = UINT32_MAX,
        .edits = one_edit(arena, '-', &a->at[i]),
        .edit_count = 1};
}

void mandate_diff(
    struct mandate_diff *out, struct arena *arena, const struct resolution *first, const struct resolution *second)
{
    struct pieces a, b;
    gather(&a, arena, first);
    gather(&b, arena, second);
    match(arena, &a, &b);
    bool *kept = in_order(arena, &b);
    *out = (struct mandate_diff){NEW_ARRAY(arena, a.count + b.count + 1, struct diff_pair), 0};
    size_t next = 0; /* of a: what comes before it has been told */
    for (size_t k = 0; k < b.count; k++) {
        const struct piece *p = &b.at[k];
        if (p->mate != SIZE_MAX && kept[k]) {
            for (; next < p->mate; next++)
                if (a.at[next].mate == SIZE_MAX)
                    drop(out, arena, &a, next);
            next = p->mate + 1;
        }
        struct diff_pair *pair = &out->pairs[out->count++];
        *pair = (struct diff_pair){.kind = DIFF_ADDED, .b = p->label, .b_at = (uint32_t)k, .a_at = UINT32_MAX};
        if (p->mate == SIZE_MAX) {
            pair->edits = one_edit(arena, '+', p);
            pair->edit_count = 1;
            continue;
        }
        const struct piece *old = &a.at[p->mate];
        pair->a = old->label;
        pair->a_at = (uint32_t)p->mate;
        pair->likeness = p->likeness;
        pair->moved = !kept[k];
        pair->kind = old->whole == p->whole ? DIFF_SAME : DIFF_CHANGED;
        if (pair->kind == DIFF_SAME) {
            pair->edits = one_edit(arena, '=', p);
            pair->edit_count = 1;
        } else {
            pair->edits = diff_words(
                arena, old->text, old->words, old->word_count, p->text, p->words, p->word_count, &pair->edit_count);
        }
    }
    for (; next < a.count; next++)
        if (a.at[next].mate == SIZE_MAX)
            drop(out, arena, &a, next);
}
