/*
 * The words the reader knows: verbs, organs, months, phrases on resources..., from data/mandate/ in one trie.
 *
 * A file data/mandate/NAME.csv has columns of phrases, then `lang`, then at most two columns of what they mean. A phrase in column
 * COLUMN is a term of kind TERM_NAME_COLUMN. tools/vocabulary writes the tables while building; the kinds are listed here.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum term_kind {
    TERM_NONE,
    TERM_VERB_OPERATIVE,  /* "requests", "takes note": value: class; more: whether it counts inside a paragraph */
    TERM_VERB_BASE,       /* "request" */
    TERM_VERB_PARTICIPLE, /* "requesting" */
    TERM_OPENER_PHRASE,   /* begins a preambular paragraph and is no verb of that list: "mindful" */
    TERM_ADVERB_PHRASE,   /* "also", "once again", "strongly": value: order or degree */
    TERM_FEELING_PHRASE,  /* "appreciation", what is expressed or noted with */
    TERM_ORGAN_PHRASE,    /* value: GA, ECOSOC...; more: full or short */
    TERM_FORMULA_PHRASE,  /* opening words: "the general assembly"; value: the organ */
    TERM_MONTH_PHRASE,    /* value: 1 to 12 */
    TERM_RESOURCE_PHRASE, /* value: existing, extrabudgetary, voluntary, request */
    TERM_TIMING_PHRASE,   /* "annually", "at its", "by": value: how it is read */
    TERM_REPORT_PHRASE,   /* "report", "submit", "inform": value: verb, inform or carrier */
    TERM_PAPER_PHRASE,    /* what is submitted: "report", "study" */
    TERM_KEYWORD_PHRASE,  /* value: what it tells: resolution, decision, annex, meeting, session... */
    TERM_LINK_PHRASE,     /* "in this regard": may stand between "and" and a verb */
    TERM_COMMON_PHRASE,   /* a frequent word: tells the language */
    TERM_ORDINAL_PHRASE,  /* "seventy", "third": value: number; more: tens or unit */
    TERM_COMPOUND_PHRASE, /* "counter", "post": keeps its hyphen at the end of a line */
    TERM_KINDS
};

struct wording {
    uint8_t kind;
    uint8_t lang; /* enum lang; LANGS: any */
    uint8_t words;
    const char *phrase, *value, *more;
    int number; /* the value, when it is one */
};

#define KIND(kind) (1u << (kind))

/* What tools/vocabulary writes. */
struct vocabulary_root {
    uint64_t word;        /* 0: empty */
    uint32_t node, kinds; /* kinds of all terms that begin with it */
};
struct vocabulary_edge {
    uint64_t word;
    uint32_t from, to; /* to 0: empty */
};
struct vocabulary_node {
    uint32_t first, count; /* terms that end here */
    bool leaf;             /* nothing goes on from here */
};
extern const struct wording vocabulary_terms[];
extern const struct vocabulary_root vocabulary_roots[];
extern const struct vocabulary_edge vocabulary_edges[];
extern const struct vocabulary_node vocabulary_nodes[];
extern const uint32_t vocabulary_root_mask, vocabulary_edge_mask;

/* Bits of the words that begin a phrase; most words of a text have none and are done with. */
enum { VOCABULARY_BITS = 1 << 16 };
extern const uint64_t vocabulary_bits[VOCABULARY_BITS / 64];

static inline uint32_t vocabulary_edge_slot(uint32_t from, uint64_t word)
{
    return (uint32_t)((word ^ (uint64_t)from * 0x9E3779B97F4A7C15u) * 0xD6E8FEB86659FD93u >> 32);
}
static inline uint32_t vocabulary_root_slot(uint64_t word)
{
    return (uint32_t)((word * 0xD6E8FEB86659FD93u) >> 32);
}

static inline uint32_t vocabulary_bit(uint64_t word)
{
    return (uint32_t)((word * 0xD6E8FEB86659FD93u) >> 48) & (VOCABULARY_BITS - 1);
}

/* Where the phrases that begin with a word are: index + 1 in vocabulary_roots; 0: nowhere. */
static inline uint32_t vocabulary_root_of(uint64_t word)
{
    uint32_t bit = vocabulary_bit(word);
    if (!(vocabulary_bits[bit / 64] >> bit % 64 & 1))
        return 0;
    for (uint32_t slot = vocabulary_root_slot(word);; slot++) {
        const struct vocabulary_root *root = &vocabulary_roots[slot & vocabulary_root_mask];
        if (root->word == word)
            return (slot & vocabulary_root_mask) + 1;
        if (!root->word)
            return 0;
    }
}
