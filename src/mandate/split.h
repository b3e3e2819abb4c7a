/*
 * Paragraphs that run on in one: "...resolutions; 9. Notes the discussions", ", Recalling also its resolution".
 *
 * In: the words of a paragraph. Out: where another one begins within. Only places behind a sign that ends something are looked at.
 */
#pragma once
#include "mandate/label.h"

struct split_place {
    uint32_t at, words; /* where the other paragraph begins, and its words, in bytes */
    struct label label; /* of an operative one */
};

/* The first place from `from` on. An operative paragraph goes on with the number `wanted` only; 0: with none. */
bool split_find(struct split_place *out, struct tokens *scratch, const char *bytes, size_t size, size_t from,
    bool operative, int wanted);
