#include "mandate/pieces.h"
#include <stdlib.h>
#include <string.h>

static struct text_piece *add(struct text_pieces *out, enum piece_part part, struct span span, const char *label)
{
    struct text_piece *piece = &out->at[out->count++];
    *piece = (struct text_piece){.label = label, .part = part, .span = span};
    return piece;
}

static int by_anchor(const void *a, const void *b)
{
    const struct text_piece *const *x = a, *const *y = b;
    int order = strcmp((*x)->anchor, (*y)->anchor);
    return order ? order : *x < *y ? -1 : *x > *y;
}

/* "op5"; where a number stands twice in a text the second is "op5-2". */
static void name_all(struct text_pieces *out, struct arena *arena)
{
    struct text_piece **sorted = NEW_ARRAY(arena, out->count + 1, struct text_piece *);
    for (size_t i = 0; i < out->count; i++) {
        char *anchor = arena_text(arena, out->at[i].label), *to = anchor;
        for (const char *from = anchor; *from; from++)
            if (*from != ' ')
                *to++ = *from;
        *to = 0;
        out->at[i].anchor = anchor;
        sorted[i] = &out->at[i];
    }
    if (out->count)
        qsort(sorted, out->count, sizeof *sorted, by_anchor);
    for (size_t i = 1, same = 1; i < out->count; i++) {
        const char *first = sorted[i - same]->anchor;
        same = strcmp(sorted[i]->anchor, first) == 0 ? same + 1 : 1;
        if (same > 1)
            sorted[i]->anchor = arena_format(arena, "%s-%zu", first, same);
    }
}

void pieces_make(struct text_pieces *out, struct arena *arena, const struct resolution *r)
{
    size_t room = r->preamble_count + r->operative_count, n = 0;
    for (size_t i = 0; i < r->annex_count; i++)
        room += r->annexes[i].part_count;
    *out = (struct text_pieces){NEW_ARRAY(arena, room + 1, struct text_piece), 0};
    for (size_t i = 0; i < r->preamble_count; i++)
        add(out, PIECE_PREAMBLE, r->preamble[i].span, arena_format(arena, "pre %zu", i + 1))->clause = &r->preamble[i];
    for (size_t i = 0; i < r->operative_count; i++) {
        const struct clause *c = &r->operative[i];
        const char *number = c->number ? c->number : arena_format(arena, "%zu", i + 1);
        struct text_piece *piece = add(out, PIECE_OPERATIVE, c->span,
            c->section ? arena_format(arena, "op %s.%s", c->section, number) : arena_format(arena, "op %s", number));
        piece->clause = c;
        piece->number = c->number;
    }
    for (size_t i = 0; i < r->annex_count; i++)
        for (size_t p = 0; p < r->annexes[i].part_count; p++) {
            const struct annex_part *part = &r->annexes[i].parts[p];
            struct text_piece *piece = add(out, PIECE_ANNEX, part->span, arena_format(arena, "annex %zu", ++n));
            piece->number = part->number;
            piece->annex = &r->annexes[i];
        }
    name_all(out, arena);
}
