#include "mandate/vocabulary.h"
#include "mandate/token.h"

static uint32_t next_node(uint32_t from, uint64_t word)
{
    for (uint32_t slot = vocabulary_edge_slot(from, word);; slot++) {
        const struct vocabulary_edge *edge = &vocabulary_edges[slot & vocabulary_edge_mask];
        if (!edge->to)
            return 0;
        if (edge->word == word && edge->from == from)
            return edge->to;
    }
}

const struct wording *term_find(const struct token *tokens, size_t count, uint32_t kinds, size_t *taken)
{
    const struct wording *best = NULL;
    uint32_t node = vocabulary_roots[tokens->number - 1].node;
    for (size_t i = 1;; i++) {
        const struct vocabulary_node *here = &vocabulary_nodes[node];
        for (uint32_t t = here->first; t < here->first + here->count; t++)
            if (KIND(vocabulary_terms[t].kind) & kinds) {
                best = &vocabulary_terms[t];
                *taken = i;
                break;
            }
        if (here->leaf || i == count || !tokens[i].word || !(node = next_node(node, tokens[i].word)))
            return best;
    }
}
